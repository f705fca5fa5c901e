//! `gisement init`: a commented starter that runs as it is; `gisement schema`: its JSON Schema.

use super::args::InitArguments;
use super::{CommandError, exit, files, lang, talk};
use crate::scenario::{SCENARIO, json_schema, starter};
use crate::text;
use std::io::Write;

/// Writes the starter; an existing file is left alone.
pub(super) fn run(arguments: &InitArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    if let Some(path) = &arguments.inventory {
        return super::inventory::write(arguments, path, out);
    }
    if arguments.file.exists() {
        talk(text!("error: {display} exists; name another file", display = arguments.file.display()));
        return Ok(exit::USAGE);
    }
    files::write_whole(&arguments.file, starter().as_bytes())?;
    let file = arguments.file.display();
    let next = text!("wrote {file}\nnext: gisement check {file}, then gisement run {file}", file);
    writeln!(out, "{}", lang::chosen().tell(&next))?;
    Ok(exit::OK)
}

/// Prints the schema.
pub(super) fn schema(out: &mut dyn Write) -> Result<u8, CommandError> {
    let text = serde_json::to_string_pretty(&json_schema(&SCENARIO)).map_err(std::io::Error::from)?;
    writeln!(out, "{text}")?;
    Ok(exit::OK)
}
