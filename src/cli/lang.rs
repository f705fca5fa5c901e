//! The language of a command: what `--lang` says, set before anything is told.

use crate::words::Locale;
use clap::ValueEnum;
use std::ffi::OsString;
use std::sync::atomic::{AtomicBool, Ordering};

/// Languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LanguageName {
    /// English
    En,
    /// French
    Fr,
}

impl From<LanguageName> for Locale {
    fn from(name: LanguageName) -> Self {
        match name {
            LanguageName::En => Self::En,
            LanguageName::Fr => Self::Fr,
        }
    }
}

/// The variable that stands in for `--lang`.
const VARIABLE: &str = "GISEMENT_LANG";

static FRENCH: AtomicBool = AtomicBool::new(false);

/// The language of words, numbers and messages.
pub(super) fn chosen() -> Locale {
    if FRENCH.load(Ordering::Relaxed) { Locale::Fr } else { Locale::En }
}

/// Chooses from the arguments as they stand, before they are read: help and errors of the command line have a language
/// too. What is misspelt is left to the reader of the arguments, which refuses it.
pub(super) fn choose(arguments: impl IntoIterator<Item = OsString>) {
    let mut named = std::env::var(VARIABLE).ok();
    let mut list = arguments.into_iter().map(|a| a.to_string_lossy().into_owned());
    while let Some(argument) = list.next() {
        match argument.split_once('=') {
            _ if argument == "--" => break,
            _ if argument == "--lang" => named = list.next(),
            Some(("--lang", value)) => named = Some(value.to_owned()),
            _ => {}
        }
    }
    let lang = named.and_then(|name| LanguageName::from_str(&name, false).ok()).map(Locale::from);
    FRENCH.store(lang.unwrap_or_default() == Locale::Fr, Ordering::Relaxed);
}
