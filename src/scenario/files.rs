//! Files beside the scenario, through the loader that the caller gave.

use super::section::{Context, Section};
use crate::diag::{Diagnostic, Location, SourceId};
use crate::text;

/// The text of the file that a key names, as a new source; problems are reported at the key.
pub(super) fn load_text(context: &mut Context<'_>, section: &Section<'_>, key: &str) -> Option<SourceId> {
    let name = section.text(context, key)?;
    let place = section.node(key).map(|n| n.location.clone())?;
    load_named(context, &name, &place)
}

/// The texts of all files that a key names, one or a list of them, as new sources; problems are reported at each name.
pub(super) fn load_texts(context: &mut Context<'_>, section: &Section<'_>, key: &str) -> Vec<SourceId> {
    let names = section.texts(context, key);
    names.iter().filter_map(|(name, place)| load_named(context, name, place)).collect()
}

/// The text of a file named at a place.
pub(super) fn load_named(context: &mut Context<'_>, name: &str, place: &Location) -> Option<SourceId> {
    let bytes = match (context.load)(name) {
        Ok(bytes) => bytes,
        Err(why) => {
            let found = Diagnostic::error(text!("cannot read `{name}`: {why}", name, why));
            let help = text!("the path is relative to the scenario file");
            context.diagnostics.push(found.at(Some(place.clone()), text!("named here")).help(help));
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            Some(context.sources.add(name, text))
        }
        Err(error) => {
            let line = 1 + error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count();
            let found = Diagnostic::error(text!("{name}:{line} is not UTF-8", name, line));
            let found = found.at(Some(place.clone()), text!("named here"));
            context.diagnostics.push(found.help(text!("save the file as UTF-8 (in a spreadsheet: CSV UTF-8)")));
            None
        }
    }
}
