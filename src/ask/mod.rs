//! What can be asked of a scenario, and what was found: one way for every adapter (command line, Python, local page).
//!
//! Each kind of question has a module with a function that answers it and a `Found` that tells the answer in every way there
//! is ([`Tell`]). Long work hears a stop and tells how far it is through a [`Watch`].

pub mod calibrate;
pub mod channels;
pub mod compare;
pub mod run;
pub mod sensitivity;
pub mod size;

use crate::diag::{Diagnostics, Sources};
use crate::report::{Page, ReportError, Section, command_line};
use crate::scenario::Scenario;
use crate::words::Locale;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// The scenario that is asked, and how it was named.
#[derive(Clone)]
pub struct Asked {
    /// The scenario.
    pub scenario: Arc<Scenario>,
    /// What messages call its file.
    pub file: String,
    /// What was set over the file: `PATH=VALUE`.
    pub overrides: Vec<String>,
}

impl Asked {
    /// The command line that does the same; `options` follow the file and what was set.
    pub fn command(&self, name: &str, options: &[String]) -> String {
        let set = self.overrides.iter().flat_map(|one| ["--set", one.as_str()]);
        let all =
            ["gisement", name, self.file.as_str()].into_iter().chain(set).chain(options.iter().map(String::as_str));
        command_line(all)
    }
}

/// `--name value` where there is a value.
pub fn option(name: &str, value: Option<impl ToString>) -> Vec<String> {
    value.map(|value| vec![name.to_owned(), value.to_string()]).unwrap_or_default()
}

/// Why nothing was found.
pub enum Failed {
    /// Problems with their places: in the scenario, or in texts of their own.
    Problems(Diagnostics, Option<Sources>),
    /// What was asked for makes no sense: why, and what to write instead.
    Wrong(String, String),
    /// It could not be computed.
    Run(String),
}

/// What every kind of finding can tell.
pub trait Tell: Send + Sync {
    /// Title of the scenario.
    fn title(&self) -> String;
    /// The document that the command line writes with `--json`.
    fn json(&self) -> Value;
    /// The page.
    fn page(&self, lang: Locale) -> Page;
    /// The short answer, as the terminal shows it.
    fn sections(&self, lang: Locale) -> Vec<Section>;
    /// The workbook (XLSX) as bytes.
    ///
    /// # Errors
    /// The workbook cannot be written.
    fn workbook(&self, lang: Locale) -> Result<Vec<u8>, ReportError>;
}

/// What long work tells and hears.
#[derive(Default)]
pub struct Watch {
    done: AtomicU64,
    total: AtomicU64,
    /// Becomes true when it shall stop.
    pub stop: AtomicBool,
}

impl Watch {
    /// So much more is done.
    pub fn done(&self, n: u64) {
        self.done.fetch_add(n, Ordering::Relaxed);
    }

    /// So much of so much is done, in a stage of its own.
    pub fn at(&self, done: u64, all: u64) {
        self.done.store(done, Ordering::Relaxed);
        self.total(all);
    }

    /// What there is to do in all.
    pub fn total(&self, n: u64) {
        self.total.store(n, Ordering::Relaxed);
    }

    /// What is done, and what there is to do.
    pub fn so_far(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }
}
