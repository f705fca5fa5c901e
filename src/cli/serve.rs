//! `gisement serve`: the local page on the scenarios of a folder.

use super::args::ServeArguments;
use super::{CommandError, exit, stop, talk};
use crate::serve::{Options, serve};
use crate::text;
use std::io::Write;

/// Serves until Ctrl-C.
pub(super) fn run(arguments: &ServeArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    stop::listen();
    let mut told = Ok(());
    let mut ready = |address: &str| {
        told = writeln!(out, "{address}").and_then(|()| out.flush());
        talk(text!("the page is open at this address, for this machine alone; Ctrl-C ends it"));
        // A machine without a browser has the address.
        if !arguments.no_browser && open::that_detached(address).is_err() {
            talk(text!("no browser could be opened: open the address by hand"));
        }
    };
    let options = Options { place: &arguments.folder, port: arguments.port, stop: stop::flag(), ready: &mut ready };
    match serve(options) {
        Ok(()) => {
            told?;
            talk(text!("the page is closed"));
            Ok(exit::OK)
        }
        Err(error) => {
            talk(text!("error: {error}", error = error.to_string()));
            Ok(exit::RUN_FAILED)
        }
    }
}
