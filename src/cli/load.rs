//! Reading a scenario from disk; what is wrong with it goes to stderr, all at once.

use super::args::FileArguments;
use super::files::FileError;
use super::{files, styled, talk};
use crate::diag::{Diagnostic, Diagnostics, Severity, Sources};
use crate::report::problems_json;
use crate::scenario::{Refused, Scenario};
use crate::study::is_override;
use crate::text;
use crate::words::Text;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Why there is no scenario.
pub(super) enum Invalid {
    /// The file itself could not be read.
    File(FileError),
    /// Its problems.
    Refused(Box<Refused>),
}

/// Most problems that are drawn: a table in which every cell is wrong would fill the terminal for minutes.
const DRAWN_MAX: usize = 60;

impl Invalid {
    /// All problems to stderr, and how many there are.
    pub(super) fn tell(&self, file: &Path) {
        match self {
            Self::File(error) => talk(text!("error: {error}", error = error.told())),
            Self::Refused(refused) => {
                talk(draw(&refused.diagnostics, &refused.sources));
                let (errors, warnings) = refused.diagnostics.counts();
                talk(Text::plain(""));
                talk(summary(file, errors, warnings));
            }
        }
    }

    /// All problems as JSON.
    pub(super) fn json(&self) -> Vec<Value> {
        match self {
            Self::File(error) => vec![json!({ "severity": "error", "message": error.to_string() })],
            Self::Refused(refused) => problems_json(&refused.diagnostics, &refused.sources),
        }
    }
}

/// Reads a scenario.
pub(super) fn read(file: &Path, overrides: &[String]) -> Result<Scenario, Invalid> {
    let text = files::read_text(file).map_err(Invalid::File)?;
    let folder = file.parent().map(Path::to_owned).unwrap_or_default();
    let load = move |name: &str| files::read(&folder.join(name)).map_err(|e| e.reason().to_string());
    let overrides = unfolded(overrides).map_err(Invalid::File)?;
    Scenario::read(&file.display().to_string(), &text, &overrides, &load).map_err(Invalid::Refused)
}

/// Overrides with each `@FILE` replaced by the lines of that file: `PATH = VALUE`, blank lines and remarks left out. A later
/// override of a path wins.
fn unfolded(overrides: &[String]) -> Result<Vec<String>, FileError> {
    let mut list = Vec::with_capacity(overrides.len());
    for one in overrides {
        let Some(path) = one.strip_prefix('@') else {
            list.push(one.clone());
            continue;
        };
        let text = files::read_text(Path::new(path))?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        list.extend(lines.map(ToOwned::to_owned));
    }
    Ok(list)
}

/// The scenario, or nothing after its problems were told.
pub(super) fn scenario(file: &Path, overrides: &[String]) -> Option<Scenario> {
    match read(file, overrides) {
        Ok(scenario) => {
            tell_warnings(&scenario);
            Some(scenario)
        }
        Err(invalid) => {
            invalid.tell(file);
            None
        }
    }
}

/// Warnings to stderr.
pub(super) fn tell_warnings(scenario: &Scenario) {
    if !scenario.warnings.is_empty() {
        talk(draw(&scenario.warnings, &scenario.sources));
    }
}

/// As [`scenario`], from the arguments that all commands on scenarios share.
pub(super) fn from_arguments(arguments: &FileArguments) -> Option<Scenario> {
    scenario(&arguments.file, &arguments.overrides)
}

/// The files that a scenario was read from: its own, and the tables beside it.
pub(super) fn files_of(scenario: &Scenario, file: &Path) -> Vec<PathBuf> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let tables = scenario.sources.iter().filter(|(name, _)| !is_override(name)).skip(1);
    std::iter::once(file.to_owned()).chain(tables.map(|(name, _)| folder.join(name))).collect()
}

/// The first problems with their excerpts, errors before warnings where not all fit.
pub(super) fn draw(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let all = diagnostics.iter().count();
    if all <= DRAWN_MAX {
        return diagnostics.render(sources, styled(), super::lang::chosen()).trim_end().to_owned();
    }
    let mut list: Vec<&Diagnostic> = diagnostics.iter().collect();
    list.sort_by_key(|d| d.severity != Severity::Error);
    let mut first = Diagnostics::default();
    list.into_iter().take(DRAWN_MAX).for_each(|d| first.push(d.clone()));
    let lang = super::lang::chosen();
    let more = lang.tell(&text!("... and {more} more", more = all - DRAWN_MAX));
    format!("{}\n\n{more}", first.render(sources, styled(), lang).trim_end())
}

fn summary(file: &Path, errors: usize, warnings: usize) -> Text {
    let errors = if errors == 1 { text!("1 error") } else { text!("{errors} errors", errors) };
    let file = file.display();
    match warnings {
        0 => text!("{file}: {errors}", file, errors),
        1 => text!("{file}: {errors}, 1 warning", file, errors),
        _ => text!("{file}: {errors}, {warnings} warnings", file, errors, warnings),
    }
}
