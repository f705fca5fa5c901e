//! Reading a scenario from disk; what is wrong with it goes to stderr, all at once.

use super::args::FileArguments;
use super::{files, say, styled};
use crate::scenario::Scenario;
use std::path::Path;

/// The scenario, or nothing after its problems were told.
pub(super) fn scenario(file: &Path, overrides: &[String]) -> Option<Scenario> {
    let text = match files::read_text(file) {
        Ok(text) => text,
        Err(error) => {
            say(&format!("error: {error}"));
            return None;
        }
    };
    let folder = file.parent().map(Path::to_owned).unwrap_or_default();
    let load = move |name: &str| files::read(&folder.join(name)).map_err(|e| e.to_string());
    match Scenario::read(&file.display().to_string(), &text, overrides, &load) {
        Ok(scenario) => {
            if !scenario.warnings.is_empty() {
                say(scenario.warnings.render(&scenario.sources, styled()).trim_end());
            }
            Some(scenario)
        }
        Err(refused) => {
            say(refused.diagnostics.render(&refused.sources, styled()).trim_end());
            let (errors, warnings) = refused.diagnostics.counts();
            say(&format!("\n{}", summary(file, errors, warnings)));
            None
        }
    }
}

/// As [`scenario`], from the arguments that all commands on scenarios share.
pub(super) fn from_arguments(arguments: &FileArguments) -> Option<Scenario> {
    scenario(&arguments.file, &arguments.overrides)
}

fn summary(file: &Path, errors: usize, warnings: usize) -> String {
    let plural = |n: usize, what: &str| if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") };
    let mut text = format!("{}: {}", file.display(), plural(errors, "error"));
    if warnings > 0 {
        text.push_str(&format!(", {}", plural(warnings, "warning")));
    }
    text
}
