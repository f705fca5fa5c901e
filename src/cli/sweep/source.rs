//! Which samples: of a design, or of a file of the user's own.

use crate::cli::args::SweepArguments;
use crate::cli::{exit, files, load};
use crate::dist::{Design, DesignError};
use crate::report::number_columns;
use crate::scenario::{Scenario, UserSamples};
use crate::study::Source;
use crate::sweep::REPLICATES_MAX;
use crate::text;
use crate::words::Text;
use std::fs::File;
use std::path::Path;

/// Largest table of samples that is read, bytes: five million samples of forty numbers.
const TABLE_BYTES_MAX: u64 = 4 * 1024 * 1024 * 1024;

/// The samples of a sweep.
pub(super) struct Samples {
    /// Where their values come from.
    pub(super) source: Source,
    /// How many there are.
    pub(super) count: u64,
}

/// What the arguments ask for, or the exit code and why not.
pub(super) fn samples(arguments: &SweepArguments, scenario: &Scenario) -> Result<Samples, (u8, Text)> {
    if let Some(path) = &arguments.samples {
        return given(path, arguments.number, scenario);
    }
    if scenario.plan.is_certain() {
        let why = text!(
            "nothing in the scenario is uncertain, all samples would be the same: write [uncertainty], or use \
                   `gisement run`"
        );
        return Err((exit::SCENARIO_INVALID, why));
    }
    if let Some(replicates) = arguments.replicates.filter(|r| *r > REPLICATES_MAX) {
        return Err((
            exit::USAGE,
            text!("{replicates} replicates; write a number from 1 to {most}", replicates, most = REPLICATES_MAX),
        ));
    }
    let count = arguments.number.unwrap_or(scenario.plan.samples as u64);
    let design = Design::named(arguments.design.name(), count, arguments.replicates).and_then(|design| {
        design.serves(scenario.plan.dimensions().len())?;
        Ok(design)
    });
    let design = design.map_err(|error| {
        let code = if matches!(error, DesignError::Dimensions { .. }) { exit::SCENARIO_INVALID } else { exit::USAGE };
        (code, error.told())
    })?;
    let seed = arguments.seed.unwrap_or(scenario.plan.seed);
    Ok(Samples { source: Source::Drawn { design, seed }, count })
}

fn given(path: &Path, number: Option<u64>, scenario: &Scenario) -> Result<Samples, (u8, Text)> {
    let name = path.display().to_string();
    let failed = |why: Text| (exit::SCENARIO_INVALID, why);
    let read = if is_parquet(path) {
        let file = File::open(path).map_err(|e| failed(text!("cannot read {name}: {e}", name, e = e.to_string())))?;
        let columns = number_columns(file).map_err(|e| failed(text!("{name}: {e}", name, e)))?;
        UserSamples::from_columns(scenario, &name, columns)
    } else {
        let bytes = files::read_up_to(path, TABLE_BYTES_MAX).map_err(|e| failed(e.told()))?;
        UserSamples::from_csv(scenario, &name, &bytes)
    };
    let samples = read.map_err(|refused| {
        let drawn = load::draw(&refused.diagnostics, &refused.sources);
        failed(text!("{name} cannot be used\n{drawn}", name, drawn))
    })?;
    let count = samples.len() as u64;
    if let Some(number) = number.filter(|n| *n != count) {
        return Err((
            exit::USAGE,
            text!("{name} has {count} samples, not {number}; leave out -n {number}", name, count, number),
        ));
    }
    Ok(Samples { source: Source::given(scenario, samples), count })
}

fn is_parquet(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("parquet"))
}

/// Media type of a table of samples.
pub(super) fn media_type(path: &Path) -> &'static str {
    if is_parquet(path) { "application/vnd.apache.parquet" } else { "text/csv" }
}
