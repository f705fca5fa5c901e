//! `gisement channels`: what should go where; a table on the terminal, a page and data in `out/NAME/`.

use super::answer::{Place, answer, asked, watched};
use super::args::{ChannelsArguments, ObjectiveName};
use super::{CommandError, exit};
use crate::allocation::Options;
use crate::ask::channels;
use crate::words::word;
use std::io::Write;

/// Allocates a scenario's streams.
pub(super) fn run(arguments: &ChannelsArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let place = Place::of(&arguments.input, arguments.out.as_ref(), arguments.pictures);
    let Some(asked) = asked(&arguments.input) else { return Ok(exit::SCENARIO_INVALID) };
    let options = Options {
        objective: arguments.objective.map(ObjectiveName::criterion),
        samples: arguments.number.map(|n| n as usize),
        seed: arguments.seed,
    };
    answer(asked, place, out, |asked| {
        let hide = arguments.hide_names;
        watched(arguments.threads, word("samples¦bar"), |watch| channels::channels(asked, &options, hide, watch))
    })
}
