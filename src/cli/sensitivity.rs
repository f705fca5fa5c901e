//! `gisement sensitivity`: which inputs matter; a table on the terminal, page, figures and JSON in `out/NAME/`.

mod given;

use super::args::{GroupName, MethodName, SensitivityArguments};
use super::command::{Command, name_of};
use super::{CommandError, exit, files, load, progress, stop, talk};
use crate::dist::Design;
use crate::report::{
    MadeFrom, SensitivityPage, sensitivity_figures, sensitivity_json, sensitivity_page, sensitivity_sections,
};
use crate::scenario::Scenario;
use crate::study::{Analysis, AnalysisError, Asked, Grouping, Method, Sensitivity, Source, Study};
use crate::sweep::sensitivity::SensitivityError;
use crate::text;
use crate::words::nearest;
use clap::ValueEnum;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Why a command goes no further: its exit code and what to say.
type Refusal = (u8, String);

/// Runs an analysis.
pub(super) fn run(arguments: &SensitivityArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let start = Instant::now();
    let Some(scenario) = load::from_arguments(&arguments.input) else { return Ok(exit::SCENARIO_INVALID) };
    let folder = arguments.out.clone().unwrap_or_else(|| {
        let stem = arguments.input.file.file_stem().unwrap_or_default();
        PathBuf::from("out").join(stem)
    });
    let mut found = match &arguments.from {
        Some(path) => match method_with_sweep(arguments).and_then(|()| given::sensitivity(path, &scenario)) {
            Ok(found) => found,
            Err(refusal) => return Ok(refuse(&refusal)),
        },
        None => match analyse(arguments, &scenario, &folder)? {
            Ok(found) => found,
            Err(refusal) => return Ok(refuse(&refusal)),
        },
    };
    if let Err(refusal) = keep_outputs(&mut found, &wanted(arguments)) {
        return Ok(refuse(&refusal));
    }
    files::make_folder(&folder)?;
    let json = sensitivity_json(&scenario.name, &arguments.input.overrides, &found);
    let text = serde_json::to_string_pretty(&json).map_err(std::io::Error::from)? + "\n";
    let page = page(arguments, &scenario, &found)?;
    write_results(&scenario, &found, &folder, &[("json", &text), ("html", &page)])?;
    if arguments.input.json {
        write!(out, "{text}")?;
    } else {
        print_table(&scenario, &found, usize::from(arguments.top), out)?;
    }
    let place = folder.join(format!("sensitivity-{}.html", found.method.name()));
    let seconds = format!("{:.1}", start.elapsed().as_secs_f64());
    talk(text!("page: {place}  ({seconds} s)", place = place.display(), seconds));
    Ok(exit_code(&found))
}

fn refuse((code, why): &Refusal) -> u8 {
    talk(text!("error: {why}", why = why.to_string()));
    *code
}

/// A finished sweep can be measured, not run again.
fn method_with_sweep(arguments: &SensitivityArguments) -> Result<(), Refusal> {
    match arguments.method {
        None | Some(MethodName::GivenData) => Ok(()),
        Some(_) => {
            let why = "--from measures samples that are there, other methods need runs of their own; write --method \
                       given-data, or leave --from out";
            Err((exit::USAGE, why.to_owned()))
        }
    }
}

/// Runs a design.
fn analyse(
    arguments: &SensitivityArguments,
    scenario: &Scenario,
    folder: &std::path::Path,
) -> Result<Result<Sensitivity, Refusal>, CommandError> {
    let file = arguments.input.file.display();
    let (_, outcome) = match super::run::nominal(scenario) {
        Ok(parts) => parts,
        Err((code, why)) => return Ok(Err((code, format!("{file}: {why}")))),
    };
    let asked = asked(arguments, scenario);
    warn_of_idle(arguments, asked.method);
    let study = Study::new(scenario, &outcome, Source::Drawn { design: Design::MonteCarlo, seed: asked.seed });
    let keys: Vec<&str> = study.columns().iter().map(|c| c.key.as_str()).collect();
    // Before the runs, not after them.
    let outputs = &keys[keys.len() - study.output_count()..];
    if let Some(refusal) = unknown_output(&wanted(arguments), outputs) {
        return Ok(Err(refusal));
    }
    let analysis = match Analysis::new(&study, scenario, asked) {
        Ok(analysis) => analysis,
        Err(error) => {
            return Ok(Err(refusal(&file, &error)));
        }
    };
    files::make_folder(folder)?;
    files::probe_folder(folder)?;
    let players = analysis.players().len();
    talk(text!(
        "{name}: {players} {b}, {rows} rows, {runs} runs",
        name = asked.method.name(),
        players,
        b = if asked.grouping == Grouping::Each { "inputs" } else { "groups" },
        rows = analysis.rows(),
        runs = analysis.runs()
    ));
    stop::listen();
    let bar = progress::bar(analysis.runs(), "runs");
    let failures = AtomicU64::new(0);
    let done = |runs: u64, failed: u64| {
        bar.inc(runs);
        let all = failures.fetch_add(failed, Ordering::Relaxed) + failed;
        if failed > 0 {
            bar.set_prefix(format!("failed {all}"));
        }
    };
    let outcomes = analysis.run(&done, stop::flag());
    bar.finish_and_clear();
    Ok(analysis.indices(&outcomes).map_err(|error| (exit::RUN_FAILED, error.to_string())))
}

/// What was asked for on the command line is to blame, or what stands in the file.
fn refusal(file: &dyn std::fmt::Display, error: &AnalysisError) -> Refusal {
    use AnalysisError::{Design, NeedsSweep, TooManyRuns};
    match error {
        NeedsSweep | TooManyRuns { .. } | Design(SensitivityError::TooFewRows { .. }) => {
            (exit::USAGE, error.to_string())
        }
        _ => (exit::SCENARIO_INVALID, format!("{file}: {error}")),
    }
}

/// The keys of `--outputs`; an empty one, as after a last comma, is none.
fn wanted(arguments: &SensitivityArguments) -> Vec<String> {
    arguments.outputs.iter().map(|key| key.trim().to_owned()).filter(|key| !key.is_empty()).collect()
}

/// Options that the method has no use for.
fn warn_of_idle(arguments: &SensitivityArguments, method: Method) {
    if method == Method::Tornado && arguments.number.is_some() {
        talk(text!("warning: a tornado runs each input twice, whatever -n says"));
    }
    if method != Method::Sobol && arguments.pairs {
        talk(text!("warning: {name} has no pairs; they need --method sobol", name = method.name()));
    }
}

fn asked(arguments: &SensitivityArguments, scenario: &Scenario) -> Asked {
    let method = match arguments.method {
        Some(MethodName::Sobol) => Method::Sobol,
        Some(MethodName::Shapley) => Method::Shapley,
        Some(MethodName::Morris) => Method::Morris,
        Some(MethodName::Tornado) => Method::Tornado,
        Some(MethodName::GivenData) => Method::GivenData,
        None if scenario.plan.dependence().is_empty() || arguments.factors => Method::Sobol,
        None => Method::Shapley,
    };
    let grouping = match arguments.group {
        None => Grouping::Each,
        Some(GroupName::Provider) => Grouping::Provider,
        Some(GroupName::Feedstock) => Grouping::Feedstock,
        Some(GroupName::Part) => Grouping::Part,
    };
    Asked {
        grouping,
        rows: arguments.number,
        factors: arguments.factors,
        pairs: arguments.pairs,
        ..Asked::new(method, arguments.seed.unwrap_or(scenario.plan.seed))
    }
}

/// The first wanted key that is none of those there are.
fn unknown_output(wanted: &[String], keys: &[&str]) -> Option<Refusal> {
    let unknown = wanted.iter().find(|key| !keys.contains(&key.as_str()))?;
    let near = nearest(unknown, keys.iter().copied()).map_or(String::new(), |near| format!("did you mean `{near}`? "));
    let why = format!("there is no result `{unknown}`; {near}results: {}", keys.join(", "));
    Some((exit::USAGE, why))
}

/// Drops outputs that are not wanted.
fn keep_outputs(found: &mut Sensitivity, wanted: &[String]) -> Result<(), Refusal> {
    let keys: Vec<&str> = found.outputs.iter().map(|o| o.column.key.as_str()).collect();
    if let Some(refusal) = unknown_output(wanted, &keys) {
        return Err(refusal);
    }
    found.outputs.retain(|o| wanted.is_empty() || wanted.contains(&o.column.key));
    Ok(())
}

/// The page. What the accounts of the nominal case say is told where it was run.
fn page(arguments: &SensitivityArguments, scenario: &Scenario, found: &Sensitivity) -> Result<String, CommandError> {
    let command = command(arguments);
    let closures = match arguments.from {
        Some(_) => Vec::new(),
        None => super::run::nominal(scenario).map(|(_, outcome)| outcome.closures()).unwrap_or_default(),
    };
    let files = match &arguments.from {
        Some(sweep) => vec![super::finish::hashed(sweep, "", "")?],
        None => Vec::new(),
    };
    let files: Vec<MadeFrom> =
        files.into_iter().map(|f| MadeFrom { name: f.path, sha256: f.sha256, bytes: f.bytes }).collect();
    let options = SensitivityPage {
        lang: super::lang::chosen(),
        command: &command,
        scenario,
        closures: &closures,
        files: &files,
    };
    let page = sensitivity_page(found, &options).html();
    Ok(page.map_err(|e| std::io::Error::other(e.to_string()))?)
}

/// The command that makes the page again.
fn command(arguments: &SensitivityArguments) -> String {
    let name = |value: Option<clap::builder::PossibleValue>| value.map(|v| v.get_name().to_owned());
    let outputs = Some(wanted(arguments).join(",")).filter(|keys| !keys.is_empty());
    Command::on("sensitivity", &arguments.input)
        .option("--method", name(arguments.method.and_then(|m| m.to_possible_value())))
        .option("-n", arguments.number)
        .option("--seed", arguments.seed)
        .option("--group", name(arguments.group.and_then(|g| g.to_possible_value())))
        .flag("--factors", arguments.factors)
        .flag("--pairs", arguments.pairs)
        .option("--outputs", outputs)
        .option("--from", arguments.from.as_deref().map(name_of))
        .text()
}

/// JSON, page and figures, all of them or none.
fn write_results(
    scenario: &Scenario,
    found: &Sensitivity,
    folder: &std::path::Path,
    texts: &[(&str, &str)],
) -> Result<(), CommandError> {
    let figures = sensitivity_figures(super::lang::chosen(), &scenario.name, found)
        .map_err(|e| std::io::Error::other(e.to_string()))?;
    let stem = format!("sensitivity-{}", found.method.name());
    let mut files: Vec<(PathBuf, &[u8])> =
        texts.iter().map(|(end, text)| (folder.join(format!("{stem}.{end}")), text.as_bytes())).collect();
    for (key, picture) in &figures {
        files.push((folder.join(format!("{stem}-{key}.svg")), picture.svg.as_bytes()));
    }
    files::write_together(&files)?;
    Ok(())
}

fn print_table(scenario: &Scenario, found: &Sensitivity, top: usize, out: &mut dyn Write) -> Result<(), CommandError> {
    let terminal = super::terminal();
    write!(out, "{}", terminal.heading(&scenario.name))?;
    for section in sensitivity_sections(super::lang::chosen(), found, top) {
        let text = terminal.section(&section).map_err(|e| std::io::Error::other(e.to_string()))?;
        writeln!(out, "\n{}", text.trim_end())?;
    }
    Ok(())
}

/// Reasons of failed runs that are told; the JSON holds all.
const REASONS_SHOWN: usize = 5;

fn exit_code(found: &Sensitivity) -> u8 {
    if found.rows < found.rows_wanted {
        talk(text!(
            "interrupted: {rows} of {rows_wanted} design rows are in the result",
            rows = found.rows,
            rows_wanted = found.rows_wanted
        ));
        return exit::INTERRUPTED;
    }
    if found.failed == 0 {
        return exit::OK;
    }
    let whole = match found.method {
        Method::GivenData => " and are left out",
        Method::Tornado => "",
        _ => "; a failed run drops its whole design row",
    };
    talk(text!("warning: {failed} of {runs} runs failed{whole}", failed = found.failed, runs = found.runs, whole));
    let mut reasons: Vec<(&String, &u64)> = BTreeMap::iter(&found.reasons).collect();
    reasons.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    for (reason, count) in reasons.into_iter().take(REASONS_SHOWN) {
        talk(format!("  {count}: {reason}"));
    }
    exit::SAMPLES_FAILED
}
