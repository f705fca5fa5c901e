//! Diagnostics: what is wrong in the input, where, and what to write instead.
//!
//! Problems are collected, never thrown one at a time: a reader notes a [`Diagnostic`] and goes on, and the caller asks
//! at the end whether any is an error. Rendering draws the text with the wrong part underlined.

mod tables;

pub use tables::csv_told;

use crate::words::{Locale, Text};
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::ops::Range;

/// A file among the [`Sources`] of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SourceId(usize);

/// A stretch of text in a source file, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file.
    pub source: SourceId,
    /// Byte range within its text.
    pub span: Range<usize>,
}

#[derive(Clone, Debug)]
struct SourceFile {
    name: String,
    text: String,
    /// Where each line starts, in bytes: places are asked for by the ten thousand in long tables.
    lines: Vec<usize>,
}

/// All texts a scenario was read from: the file itself, its tables, the overrides of the command line.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a text under the name the user knows it by.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let text = text.into();
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.files.push(SourceFile { name: name.into(), text, lines });
        SourceId(self.files.len() - 1)
    }

    /// The name of the first file: the scenario itself.
    pub fn first_name(&self) -> Option<&str> {
        self.files.first().map(|f| f.name.as_str())
    }

    /// Name and text of every file, in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|f| (f.name.as_str(), f.text.as_str()))
    }

    /// The name of a file.
    pub fn name(&self, id: SourceId) -> &str {
        &self.files[id.0].name
    }

    /// The text of a file.
    pub fn text(&self, id: SourceId) -> &str {
        &self.files[id.0].text
    }

    /// Line number (from 1) of a location.
    pub fn line(&self, location: &Location) -> usize {
        self.files[location.source.0].lines.partition_point(|start| *start <= location.span.start)
    }

    /// `file:line` of a location.
    pub fn place(&self, location: &Location) -> String {
        format!("{}:{}", self.name(location.source), self.line(location))
    }
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The scenario cannot be run.
    Error,
    /// It can be run, but the user should know.
    Warning,
}

/// One problem of the input.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// How bad.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: Text,
    /// The text it is about.
    pub location: Option<Location>,
    /// What is written below the underline.
    pub label: Text,
    /// What to write instead.
    pub help: Option<Text>,
}

impl Diagnostic {
    /// An error without a place yet.
    pub fn error(message: impl Into<Text>) -> Self {
        Self { severity: Severity::Error, message: message.into(), location: None, label: Text::plain(""), help: None }
    }

    /// A warning without a place yet.
    pub fn warning(message: impl Into<Text>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(message) }
    }

    /// Puts the underline below `location`, with `label` beside it.
    #[must_use]
    pub fn at(mut self, location: Option<Location>, label: impl Into<Text>) -> Self {
        self.location = location;
        self.label = label.into();
        self
    }

    /// Says what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<Text>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The problems found so far.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// A single problem.
    pub fn one(diagnostic: Diagnostic) -> Self {
        Self { list: vec![diagnostic] }
    }

    /// Notes a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Takes over the problems of another list.
    pub fn extend(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    /// True when at least one problem is an error.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// The problems in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// True when nothing was found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Errors and warnings.
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.list.iter().filter(|d| d.severity == Severity::Error).count();
        (errors, self.list.len() - errors)
    }

    /// All problems as text in a language, each with its excerpt; `styled` adds terminal colours.
    pub fn render(&self, sources: &Sources, styled: bool, lang: Locale) -> String {
        let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
        let mut out = String::new();
        for diagnostic in &self.list {
            out.push_str(&render_one(diagnostic, sources, &renderer, lang));
            out.push_str("\n\n");
        }
        out
    }
}

fn render_one(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer, lang: Locale) -> String {
    // The drawing puts a colon behind the name; French has a space before it.
    let before_colon = lang.pick("", "\u{a0}");
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR.with_name(lang.say("error").to_owned() + before_colon),
        Severity::Warning => Level::WARNING.with_name(lang.say("warning").to_owned() + before_colon),
    };
    let (message, label) = (brief(&lang.tell(&diagnostic.message)), brief(&lang.tell(&diagnostic.label)));
    let help = diagnostic.help.as_ref().map(|help| brief(&lang.tell(help)));
    let title = level.primary_title(message.as_str());
    let mut group = match &diagnostic.location {
        None => annotate_snippets::Group::with_title(title),
        Some(location) => {
            let annotation = AnnotationKind::Primary.span(location.span.clone()).label(label.as_str());
            let snippet = Snippet::source(sources.text(location.source))
                .line_start(1)
                .path(sources.name(location.source))
                .annotation(annotation);
            title.element(snippet)
        }
    };
    if let Some(help) = &help {
        group = group.element(Level::HELP.with_name(lang.say("help").to_owned() + before_colon).message(help.as_str()));
    }
    renderer.render(&[group])
}

/// Most characters of a message, label or help that are drawn.
const DRAWN_CHARS: usize = 600;

/// A text on one line and no longer than is read: a quote that is never closed makes a cell of half a table, and the
/// message that names the cell would print it whole.
fn brief(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(DRAWN_CHARS));
    for (count, c) in text.chars().enumerate() {
        if count == DRAWN_CHARS {
            line.push_str(" ...");
            break;
        }
        line.push(if c.is_control() { ' ' } else { c });
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renders_file_line_and_underline() {
        let mut sources = Sources::default();
        let id = sources.add("a b/été.toml", "name = \"x\"\nvs_of_ts = 1.8\n");
        let mut found = Diagnostics::default();
        let location = Some(Location { source: id, span: 22..25 });
        found.push(
            Diagnostic::error(Text::plain("share out of range"))
                .at(location, Text::plain("got 1.8"))
                .help(Text::plain("write a number from 0 to 1")),
        );
        let text = found.render(&sources, false, Locale::En);
        assert!(text.contains("a b/été.toml:2:12"), "{text}");
        assert!(text.contains("^^^ got 1.8"), "{text}");
        assert!(text.contains("write a number from 0 to 1"), "{text}");
        assert!(found.has_errors());
    }

    #[test]
    fn a_message_that_quotes_half_a_table_stays_on_one_line() {
        let mut found = Diagnostics::default();
        found.push(Diagnostic::error(Text::plain(format!("cell `{}` is no number", "1,2\n".repeat(5000)))));
        let text = found.render(&Sources::default(), false, Locale::En);
        assert!(text.starts_with("error: cell `1,2 1,2 ") && text.contains(" ..."), "{text}");
        assert!(text.len() < 700 && text.trim().lines().count() == 1, "{text}");
    }
}
