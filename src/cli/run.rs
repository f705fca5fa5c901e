//! `gisement run`: pool, simulate, balance, sample; a table on the terminal, a report in `out/NAME/`.

use super::args::RunArguments;
use super::pictures::PictureKind;
use super::{CommandError, exit, files, load, pictures, progress, stop, talk};
use crate::case::{Case, Detail, EvaluateError, Outcome, evaluate};
use crate::dist::Design;
use crate::report::{Run, run_json, run_page, run_workbook, summary_sections};
use crate::scenario::Scenario;
use crate::study::{Source, Study};
use crate::sweep::{self, Ensemble};
use crate::text;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Runs a scenario.
pub(super) fn run(arguments: &RunArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let start = Instant::now();
    let Some(scenario) = load::from_arguments(&arguments.input) else { return Ok(exit::SCENARIO_INVALID) };
    let (case, outcome) = match nominal(&scenario) {
        Ok(parts) => parts,
        Err((code, why)) => {
            talk(text!("error: {display}: {why}", display = arguments.input.file.display(), why = why.to_string()));
            return Ok(code);
        }
    };
    let folder = arguments.out.clone().unwrap_or_else(|| {
        let stem = arguments.input.file.file_stem().unwrap_or_default();
        PathBuf::from("out").join(stem)
    });
    files::make_folder(&folder)?;
    files::probe_folder(&folder)?;
    let ensemble = sample(&scenario, &outcome, arguments);
    let run = Run {
        scenario: &scenario,
        case: &case,
        outcome: &outcome,
        ensemble: ensemble.as_ref(),
        overrides: &arguments.input.overrides,
    };
    write_report(&run, &folder, arguments.pictures)?;
    if arguments.input.json {
        let text = serde_json::to_string_pretty(&run_json(&run)).map_err(std::io::Error::from)?;
        writeln!(out, "{text}")?;
    } else {
        print_summary(&run, out)?;
    }
    talk(text!(
        "report: {a}  ({b} s)",
        a = folder.join("report.html").display(),
        b = format!("{:.1}", start.elapsed().as_secs_f64())
    ));
    Ok(exit_code(&run))
}

/// The nominal case and its outcome; where there is none, the exit code and why.
pub(super) fn nominal(scenario: &Scenario) -> Result<(Case, Outcome), (u8, String)> {
    let case = scenario.case(&scenario.nominal()).map_err(|e| (exit::SCENARIO_INVALID, e.to_string()))?;
    let outcome = evaluate(&case, Detail::Series).map_err(|e| {
        // A digester that cannot be simulated is a run that failed; everything else makes no sense as described.
        let failed = matches!(e, EvaluateError::Digestion { .. });
        (if failed { exit::RUN_FAILED } else { exit::SCENARIO_INVALID }, e.to_string())
    })?;
    Ok((case, outcome))
}

/// Samples of the headlines; none when nothing is uncertain.
fn sample(scenario: &Scenario, outcome: &Outcome, arguments: &RunArguments) -> Option<Ensemble> {
    let wanted = arguments.number.map_or(scenario.plan.samples, |n| n as usize);
    if scenario.plan.is_certain() || wanted == 0 {
        return None;
    }
    let seed = arguments.seed.unwrap_or(scenario.plan.seed);
    let study = Study::new(scenario, outcome, Source::Drawn { design: Design::MonteCarlo, seed });
    stop::listen();
    let bar = progress::bar(wanted as u64, "samples");
    let ensemble = sweep::run(wanted, seed, &|range| study.headlines_of(range), &|n| bar.inc(n), stop::flag());
    bar.finish_and_clear();
    Some(ensemble)
}

fn print_summary(run: &Run<'_>, out: &mut dyn Write) -> Result<(), CommandError> {
    let terminal = super::terminal();
    write!(out, "{}", terminal.heading(&run.scenario.name))?;
    for section in summary_sections(super::lang::chosen(), run) {
        let text = terminal.section(&section).map_err(|e| std::io::Error::other(e.to_string()))?;
        writeln!(out, "\n{}", text.trim_end())?;
    }
    Ok(())
}

fn write_report(run: &Run<'_>, folder: &Path, kind: Option<PictureKind>) -> Result<(), CommandError> {
    let page = run_page(run, super::lang::chosen());
    let html = page.html().map_err(|e| std::io::Error::other(e.to_string()))?;
    let json = serde_json::to_string_pretty(&run_json(run)).map_err(std::io::Error::from)?;
    let json = format!("{json}\n");
    let book = run_workbook(run, super::lang::chosen()).map_err(|e| std::io::Error::other(e.to_string()))?;
    files::write_together(&[
        (folder.join("report.html"), html.as_bytes()),
        (folder.join("result.json"), json.as_bytes()),
        (folder.join("results.xlsx"), &book),
    ])?;
    pictures::write(&page, kind, folder)?;
    Ok(())
}

/// Reasons of failed samples that are told; the JSON holds all.
const REASONS_SHOWN: usize = 5;

/// Not closed is failed; stopped early is interrupted; failed samples are told by their own code.
fn exit_code(run: &Run<'_>) -> u8 {
    let open: Vec<_> = run.outcome.closures().into_iter().filter(|c| !c.holds()).collect();
    for closure in &open {
        talk(text!(
            "error: {name} does not close: {value} (limit {limit})",
            name = closure.name,
            value = format!("{:e}", closure.value),
            limit = format!("{:e}", closure.limit)
        ));
    }
    match run.ensemble {
        _ if !open.is_empty() => exit::RUN_FAILED,
        Some(e) if e.rows.len() < e.wanted => {
            talk(text!("interrupted: {a} of {wanted} samples are in the report", a = e.rows.len(), wanted = e.wanted));
            exit::INTERRUPTED
        }
        Some(e) if e.failed() > 0 => {
            talk(text!("warning: {failed} of {b} samples failed", failed = e.failed(), b = e.rows.len()));
            for (reason, count) in e.reasons().iter().take(REASONS_SHOWN) {
                talk(format!("  {count}: {reason}"));
            }
            exit::SAMPLES_FAILED
        }
        _ => exit::OK,
    }
}
