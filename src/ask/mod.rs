//! What can be asked of a scenario, and what was found: one way for every adapter (command line, Python, local page).
//!
//! Each kind of question has a module with a function that answers it and a `Found` that tells the answer in every way there
//! is ([`Tell`]). Long work hears a stop and tells how far it is through a [`Watch`].

pub mod bottles;
pub mod calibrate;
pub mod channels;
mod command;
pub mod compare;
pub mod run;
pub mod sensitivity;
pub mod size;

pub use command::{Command, name_of};

use crate::diag::{Diagnostics, Sources};
use crate::report::{Page, ReportError, Section};
use crate::scenario::Scenario;
use crate::text;
use crate::words::{Locale, Text, nearest};
use serde_json::Value;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

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
    /// The command that does the same; options follow the file and what was set.
    pub fn command(&self, name: &str) -> Command {
        Command::new(name).file(&self.file).each("--set", &self.overrides)
    }
}

/// Why nothing was found.
pub enum Failed {
    /// Problems with their places: in the scenario, or in texts of their own.
    Problems(Diagnostics, Option<Sources>),
    /// What was asked for makes no sense: why, and what to write instead.
    Wrong(Text, Text),
    /// The scenario has no answer to this question.
    Unfit(Text),
    /// It could not be computed.
    Run(Text),
    /// It was stopped before there was anything to show.
    Stopped,
}

impl Failed {
    /// Why, in one line.
    pub fn reason(&self) -> Text {
        match self {
            Self::Problems(found, _) => found.iter().next().map_or(Text::plain(""), |first| first.message.clone()),
            Self::Wrong(why, help) if help.is_empty() => why.clone(),
            Self::Wrong(why, help) => text!("{why}; {help}", why, help),
            Self::Unfit(why) | Self::Run(why) => why.clone(),
            Self::Stopped => text!("stopped before there was anything to show"),
        }
    }

    /// Says first of what this is told: a file, a treatment.
    fn of(self, of: impl Fn(Text) -> Text) -> Self {
        match self {
            Self::Wrong(why, help) => Self::Wrong(of(why), help),
            Self::Unfit(why) => Self::Unfit(of(why)),
            Self::Run(why) => Self::Run(of(why)),
            other => other,
        }
    }
}

/// Help for a name that is not there: the nearest one, and what there is.
pub(crate) fn there_is(name: &str, what: &Text, names: &[&str]) -> Text {
    let list = names.join(", ");
    match nearest(name, names.iter().copied()) {
        Some(near) => text!("did you mean `{near}`? {what}: {list}", near, what, list),
        None => text!("{what}: {list}", what, list),
    }
}

/// The accounts that stay open, as a reason.
fn open_accounts(list: impl Iterator<Item = String>) -> Option<Failed> {
    let open: Vec<String> = list.collect();
    let told = || Failed::Run(text!("the accounts do not close: {list}", list = open.join(", ")));
    (!open.is_empty()).then(told)
}

/// What every kind of finding can tell.
pub trait Tell: Send + Sync {
    /// Title of the scenario.
    fn title(&self) -> String;
    /// The document that the command line writes with `--json`. Words in it are those of the file; only names that are
    /// hidden have others, in the language that is asked for.
    fn json(&self, lang: Locale) -> Value;
    /// The page.
    fn page(&self, lang: Locale) -> Page;
    /// The short answer, as the terminal shows it.
    fn sections(&self, lang: Locale) -> Vec<Section>;
    /// The workbook (XLSX) as bytes.
    ///
    /// # Errors
    /// The workbook cannot be written.
    fn workbook(&self, lang: Locale) -> Result<Vec<u8>, ReportError>;
    /// What its files are called.
    fn names(&self) -> Names;
    /// Further files, by their names.
    ///
    /// # Errors
    /// A table cannot be written.
    fn files(&self, _lang: Locale) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
        Ok(Vec::new())
    }
    /// What it took, and what is lacking.
    fn effort(&self) -> Effort {
        Effort::default()
    }
}

/// Names of files.
pub struct Names {
    /// Of the page.
    pub page: String,
    /// Of the document.
    pub json: String,
    /// Of the workbook.
    pub workbook: String,
}

impl Names {
    /// All with the same stem.
    pub fn of(stem: &str) -> Self {
        Self { page: format!("{stem}.html"), json: format!("{stem}.json"), workbook: format!("{stem}.xlsx") }
    }
}

/// What an answer took, and what it lacks.
#[derive(Default)]
pub struct Effort {
    /// What was run.
    pub runs: Vec<Text>,
    /// It was stopped early: how much of what is in it.
    pub stopped: Option<Text>,
    /// Some of it failed: how much, and what became of it.
    pub failed: Option<Text>,
    /// Why, and how often, the most frequent reason first.
    pub reasons: Vec<(String, u64)>,
}

impl Effort {
    /// Samples that were drawn: so many done of those that were wanted.
    pub fn of_samples(done: usize, wanted: usize) -> Self {
        let stopped = (done < wanted).then(|| text!("{done} of {wanted} samples are in the page", done, wanted));
        Self { stopped, ..Self::default() }
    }

    /// So many of them failed; of the reasons only the first is known.
    #[must_use]
    pub fn with_failures(mut self, (failed, first): &(usize, String), done: usize) -> Self {
        if *failed > 0 && self.failed.is_none() {
            let why = first.clone();
            self.failed = Some(text!("{failed} of {done} samples failed; first reason: {why}", failed, done, why));
        }
        self
    }
}

/// What long work tells and hears.
#[derive(Default)]
pub struct Watch {
    done: AtomicU64,
    total: AtomicU64,
    failed: AtomicU64,
    stage: Mutex<String>,
    /// Becomes true when it shall stop.
    pub stop: AtomicBool,
}

impl Watch {
    /// So much more is done.
    pub fn done(&self, n: u64) {
        self.done.fetch_add(n, Ordering::Relaxed);
    }

    /// So much more of what is done has failed.
    pub fn failed(&self, n: u64) {
        self.failed.fetch_add(n, Ordering::Relaxed);
    }

    /// So much of so much is done, in a stage of its own.
    pub fn at(&self, stage: &str, done: u64, all: u64) {
        stage.clone_into(&mut self.stage.lock().unwrap_or_else(PoisonError::into_inner));
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

    /// How much of what is done has failed.
    pub fn failures(&self) -> u64 {
        self.failed.load(Ordering::Relaxed)
    }

    /// What is being done; empty where there is one stage only.
    pub fn stage(&self) -> String {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
