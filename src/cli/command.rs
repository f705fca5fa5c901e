//! The command that makes a page again, as a shell takes it.

use super::args::FileArguments;
use crate::report::command_line;
use crate::words::Locale;
use std::path::Path;

/// A command under construction.
pub(super) struct Command {
    words: Vec<String>,
}

impl Command {
    /// `gisement NAME`.
    pub(super) fn new(name: &str) -> Self {
        Self { words: vec!["gisement".to_owned(), name.to_owned()] }
    }

    /// `gisement NAME FILE --set ...`, for commands on one scenario.
    pub(super) fn on(name: &str, input: &FileArguments) -> Self {
        Self::new(name).file(&input.file).each("--set", &input.overrides)
    }

    /// A file by its name alone: a page is read elsewhere than it was made.
    pub(super) fn file(mut self, path: &Path) -> Self {
        self.words.push(name_of(path));
        self
    }

    /// An option that was given.
    pub(super) fn option(mut self, name: &str, value: Option<impl ToString>) -> Self {
        self.words.extend(value.iter().flat_map(|v| [name.to_owned(), v.to_string()]));
        self
    }

    /// An option for each of the values.
    pub(super) fn each(self, name: &str, values: &[String]) -> Self {
        values.iter().fold(self, |command, value| command.option(name, Some(value)))
    }

    /// An option without value, where it was given.
    pub(super) fn flag(mut self, name: &str, given: bool) -> Self {
        self.words.extend(given.then(|| name.to_owned()));
        self
    }

    /// The whole line, with the language of this process where it is not English.
    pub(super) fn text(self) -> String {
        let lang = super::lang::chosen();
        let whole = self.option("--lang", (lang != Locale::En).then(|| lang.code()));
        command_line(whole.words.iter().map(String::as_str))
    }
}

/// The last part of a path.
pub(super) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
