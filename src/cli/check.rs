//! `gisement check`: all problems of a scenario, and what it will do.

use super::args::FileArguments;
use super::{CommandError, exit, load};
use serde_json::json;
use std::io::Write;

/// Checks a scenario.
pub(super) fn run(arguments: &FileArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    if super::inventory::is_one(&arguments.file) {
        return super::inventory::check(arguments, out);
    }
    let scenario = match load::read(&arguments.file, &arguments.overrides) {
        Ok(scenario) => scenario,
        Err(invalid) if arguments.json => {
            let value = json!({ "schema": "gisement.check/1", "valid": false, "problems": invalid.json() });
            writeln!(out, "{}", serde_json::to_string_pretty(&value).map_err(std::io::Error::from)?)?;
            return Ok(exit::SCENARIO_INVALID);
        }
        Err(invalid) => {
            invalid.tell(&arguments.file);
            return Ok(exit::SCENARIO_INVALID);
        }
    };
    if let Err(failed) = crate::ask::run::nominal(&scenario) {
        let code = super::answer::refuse(&failed, &arguments.file.display().to_string(), &scenario.sources);
        if arguments.json {
            let why = failed.reason();
            let value = json!({ "schema": "gisement.check/1", "valid": false, "problems": [{ "severity": "error", "message": why }] });
            writeln!(out, "{}", serde_json::to_string_pretty(&value).map_err(std::io::Error::from)?)?;
        }
        return Ok(code);
    }
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
            "problems": crate::report::problems_json(&scenario.warnings, &scenario.sources),
        });
        writeln!(out, "{}", serde_json::to_string_pretty(&value).map_err(std::io::Error::from)?)?;
        return Ok(exit::OK);
    }
    load::tell_warnings(&scenario);
    let warned = match warnings {
        0 => "no warnings".to_owned(),
        1 => "1 warning".to_owned(),
        n => format!("{n} warnings"),
    };
    writeln!(out, "{}: no errors, {warned}", arguments.file.display())?;
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
