//! The command that makes a page again, as a shell takes it.

use crate::report::command_line;
use crate::words::Locale;
use std::path::Path;

/// A command under construction.
pub struct Command {
    words: Vec<String>,
}

impl Command {
    /// `gisement NAME`.
    pub fn new(name: &str) -> Self {
        Self { words: vec!["gisement".to_owned(), name.to_owned()] }
    }

    /// A file by its name alone: a page is read elsewhere than it was made.
    #[must_use]
    pub fn file(mut self, path: impl AsRef<Path>) -> Self {
        self.words.push(name_of(path));
        self
    }

    /// A file by the path that was given.
    #[must_use]
    pub fn place(mut self, path: &str) -> Self {
        self.words.push(path.to_owned());
        self
    }

    /// An option that was given.
    #[must_use]
    pub fn option(mut self, name: &str, value: Option<impl ToString>) -> Self {
        self.words.extend(value.iter().flat_map(|v| [name.to_owned(), v.to_string()]));
        self
    }

    /// An option for each of the values.
    #[must_use]
    pub fn each(self, name: &str, values: &[String]) -> Self {
        values.iter().fold(self, |command, value| command.option(name, Some(value)))
    }

    /// An option without value, where it was given.
    #[must_use]
    pub fn flag(mut self, name: &str, given: bool) -> Self {
        self.words.extend(given.then(|| name.to_owned()));
        self
    }

    /// The whole line, with the language of the page where it is not English.
    pub fn text(self, lang: Locale) -> String {
        let whole = self.option("--lang", (lang != Locale::En).then(|| lang.code()));
        command_line(whole.words.iter().map(String::as_str))
    }
}

/// The last part of a path.
pub fn name_of(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
