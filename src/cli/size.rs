//! `gisement size`: which boilers, buffer and wood store, which digester and engine; tables on the terminal, a page and
//! data in `out/NAME/`.

use super::answer::{Place, answer, asked, watched};
use super::args::{SizeArguments, SizeObjectiveName};
use super::{CommandError, exit};
use crate::ask::size;
use crate::sizing::SizeOptions;
use crate::words::word;
use std::io::Write;

/// Sizes a scenario's boiler house and its digester.
pub(super) fn run(arguments: &SizeArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let place = Place::of(&arguments.input, arguments.out.as_ref(), arguments.pictures);
    let Some(asked) = asked(&arguments.input) else { return Ok(exit::SCENARIO_INVALID) };
    let options = SizeOptions {
        objective: arguments.objective.map(SizeObjectiveName::objective),
        samples: arguments.number.map(|n| n as usize),
        seed: arguments.seed,
    };
    answer(asked, place, out, |asked| {
        let mut found = watched(arguments.threads, word("samples¦bar"), |watch| size::size(asked, &options, watch))?;
        found.top = arguments.top;
        Ok(found)
    })
}
