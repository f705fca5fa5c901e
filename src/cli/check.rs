//! `gisement check`: all problems of a scenario, and what it will do.

use super::args::FileArguments;
use super::{CommandError, exit, load, told, warned};
use crate::text;
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
            let why = failed.reason().to_string();
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
    writeln!(out, "{}", warned(&arguments.file, warnings))?;
    let mut lines = vec![text!("  name      {name}", name = scenario.name)];
    if streams > 0 {
        lines.push(text!("  streams   {streams}, of which {pooled} are pooled", streams, pooled));
    }
    let all = scenario.inputs.list().len();
    lines.push(text!("  inputs    {all} numbers, {given} given by the scenario", all, given));
    lines.push(if scenario.plan.is_certain() {
        text!("  samples   none: nothing is uncertain")
    } else {
        text!("  samples   {n} (seed {seed})", n = scenario.plan.samples, seed = scenario.plan.seed)
    });
    lines.iter().try_for_each(|line| writeln!(out, "{}", told(line)))?;
    Ok(exit::OK)
}
