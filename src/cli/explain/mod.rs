//! `gisement explain`: every value of a scenario with unit, source and flag, or one parameter by its path.

mod file;
mod layout;
mod path;

use super::args::ExplainArguments;
use super::{CommandError, exit, talk};
use crate::text;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;

/// Explains a file or a path.
pub(super) fn run(arguments: &ExplainArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let target = Path::new(&arguments.target);
    // A folder may be called like a section (`boiler`): only a file is one.
    if target.is_file() || target.extension().is_some_and(|e| e == "toml") {
        return file::explain(target, arguments, out);
    }
    if arguments.filter.is_some() || !arguments.overrides.is_empty() {
        talk(text!("error: there is no scenario file `{target}`", target = arguments.target));
        talk(text!("help: a filter and --set need a scenario file before them; a path stands alone"));
        return Ok(exit::USAGE);
    }
    path::explain(arguments, out)
}

/// Explained inputs as JSON.
fn print_json(inputs: Vec<Value>, out: &mut dyn Write) -> Result<u8, CommandError> {
    let value = json!({ "schema": "gisement.explain/1", "inputs": inputs });
    writeln!(out, "{}", serde_json::to_string_pretty(&value).map_err(std::io::Error::from)?)?;
    Ok(exit::OK)
}
