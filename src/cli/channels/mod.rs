//! `gisement channels`: what should go where; a table on the terminal, a page and data in `out/NAME/`.

use super::args::ChannelsArguments;
use super::{CommandError, exit, load, say};
use crate::allocation::{Options, allocate};
use std::io::Write;

/// Allocates a scenario's streams.
pub(super) fn run(arguments: &ChannelsArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let Some(scenario) = load::from_arguments(&arguments.input) else { return Ok(exit::SCENARIO_INVALID) };
    let objective = arguments.objective.map(super::args::ObjectiveName::criterion);
    let options = Options { objective, samples: arguments.number.map(|n| n as usize), seed: arguments.seed };
    let outcome = match allocate(&scenario, &options) {
        Ok(outcome) => outcome,
        Err(error) => {
            say(&format!("error: {}: {error}", arguments.input.file.display()));
            return Ok(exit::SCENARIO_INVALID);
        }
    };
    for c in &outcome.channels {
        if c.wet_t.nominal > 0.0 {
            writeln!(
                out,
                "{:24} {:9.1} t {:10.0} EUR (today {:10.0}) {:12.0} kg {:7.3} FTE",
                c.channel, c.wet_t.nominal, c.eur.nominal, c.today_eur.nominal, c.kgco2e.nominal, c.fte.central
            )?;
        }
    }
    for s in &outcome.sinks {
        writeln!(out, "{:12} open {} {:9.1} t {:?} {:?}", s.id, s.open, s.wet_t, s.binding, s.price)?;
    }
    for c in &outcome.closures {
        writeln!(out, "{} {} {:e} of {:e}", c.name, c.closes(), c.residual, c.scale)?;
    }
    for f in &outcome.findings {
        writeln!(out, "{} {}", f.severity, f.text_en)?;
    }
    writeln!(out, "{:?}\n{:?} {}", outcome.totals, outcome.valorised, outcome.programmes)?;
    Ok(exit::OK)
}
