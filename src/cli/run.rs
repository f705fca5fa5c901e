//! `gisement run`: pool, simulate, balance, sample; a table on the terminal, a report in `out/NAME/`.

use super::answer::{Place, answer, asked, watched};
use super::args::RunArguments;
use super::{CommandError, exit};
use crate::ask::run;
use crate::words::word;
use std::io::Write;

/// Runs a scenario.
pub(super) fn run(arguments: &RunArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let place = Place::of(&arguments.input, arguments.out.as_ref(), arguments.pictures);
    let Some(asked) = asked(&arguments.input) else { return Ok(exit::SCENARIO_INVALID) };
    let samples = arguments.number.map(|n| n as usize);
    answer(asked, place, out, |asked| {
        watched(None, word("samples¦bar"), |watch| run::run(asked, samples, arguments.seed, watch))
    })
}
