//! Files beside the scenario, through the loader that the caller gave.

use super::section::{Context, Section};
use crate::diag::{Diagnostic, Location, SourceId};

/// The text of the file that a key names, as a new source; problems are reported at the key.
pub(super) fn load_text(context: &mut Context<'_>, section: &Section<'_>, key: &str) -> Option<SourceId> {
    let name = section.text(context, key)?;
    let place = section.node(key).map(|n| n.location.clone())?;
    load_named(context, &name, &place)
}

/// The text of a file named at a place.
pub(super) fn load_named(context: &mut Context<'_>, name: &str, place: &Location) -> Option<SourceId> {
    let text = (context.load)(name).and_then(|bytes| {
        String::from_utf8(bytes).map_err(|e| {
            let line = 1 + e.as_bytes()[..e.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count();
            format!("{name}:{line} is not UTF-8; save it as UTF-8 (in a spreadsheet: CSV UTF-8)")
        })
    });
    match text {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            Some(context.sources.add(name, text))
        }
        Err(why) => {
            let found = Diagnostic::error(format!("cannot read `{name}`: {why}"));
            let help = "paths are relative to the scenario file";
            context.diagnostics.push(found.at(Some(place.clone()), "named here").help(help));
            None
        }
    }
}
