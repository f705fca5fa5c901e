//! `gisement check`: all problems of a scenario, and what it will do.

use super::args::FileArguments;
use super::{CommandError, exit, load};
use serde_json::json;
use std::io::Write;

/// Checks a scenario.
pub(super) fn run(arguments: &FileArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let Some(scenario) = load::from_arguments(arguments) else {
        if arguments.json {
            writeln!(out, "{}", json!({ "schema": "gisement.check/1", "valid": false }))?;
        }
        return Ok(exit::SCENARIO_INVALID);
    };
    let streams = scenario.stream_names().count();
    let pooled = scenario.stream_names().filter(|(_, _, pooled)| *pooled).count();
    let given = scenario.inputs.list().iter().filter(|i| matches!(i.origin, crate::scenario::Origin::Given(_))).count();
    let (_, warnings) = scenario.warnings.counts();
    if arguments.json {
        let value = json!({
            "schema": "gisement.check/1", "valid": true, "name": scenario.name, "warnings": warnings,
            "streams": streams, "streams_pooled": pooled, "inputs": scenario.inputs.list().len(), "inputs_given": given,
            "inputs_drawn": (0..scenario.inputs.list().len()).filter(|k| scenario.plan.draws(*k)).count(),
            "samples": scenario.plan.samples,
        });
        writeln!(out, "{value}")?;
        return Ok(exit::OK);
    }
    writeln!(out, "{}: no errors, {warnings} warnings", arguments.file.display())?;
    writeln!(out, "  name      {}", scenario.name)?;
    if streams > 0 {
        writeln!(out, "  streams   {streams}, of which {pooled} are pooled")?;
    }
    writeln!(out, "  inputs    {} numbers, {given} given by the scenario", scenario.inputs.list().len())?;
    if scenario.plan.is_certain() {
        writeln!(out, "  samples   none: nothing is uncertain")?;
    } else {
        writeln!(out, "  samples   {} (seed {})", scenario.plan.samples, scenario.plan.seed)?;
    }
    Ok(exit::OK)
}
