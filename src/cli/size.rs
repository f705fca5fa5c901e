//! `gisement size`: which boilers, buffer and wood store; a ranked table on the terminal, a page and data in `out/NAME/`.

use super::args::SizeArguments;
use super::{CommandError, exit, files, load, progress, say, stop};
use crate::diag::{Diagnostic, Diagnostics};
use crate::report::{SizePage, ranking_table, size_json, size_page, size_sections};
use crate::scenario::Scenario;
use crate::sizing::{SizeError, SizeOptions, SizeOutcome, Watch, size};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Sizes a scenario's boiler house.
pub(super) fn run(arguments: &SizeArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let start = Instant::now();
    let Some(scenario) = load::from_arguments(&arguments.input) else { return Ok(exit::SCENARIO_INVALID) };
    let folder = arguments.out.clone().unwrap_or_else(|| {
        let stem = arguments.input.file.file_stem().unwrap_or_default();
        PathBuf::from("out").join(stem)
    });
    let options = SizeOptions {
        objective: arguments.objective.map(super::args::SizeObjectiveName::objective),
        samples: arguments.number.map(|n| n as usize),
        seed: arguments.seed,
    };
    let outcome = match super::channels::with_threads(arguments.threads, || solve(&scenario, &options)) {
        Ok(outcome) => outcome,
        Err(error) => return Ok(tell(&scenario, &error)),
    };
    files::make_folder(&folder)?;
    files::probe_folder(&folder)?;
    let command = command(arguments);
    let page = SizePage { lang: super::channels::locale(arguments.lang), command: &command, scenario: Some(&scenario) };
    write_report(&outcome, &page, &folder)?;
    if arguments.input.json {
        let text = serde_json::to_string_pretty(&size_json(&outcome)).map_err(std::io::Error::from)?;
        writeln!(out, "{text}")?;
    } else {
        print(&outcome, &page, arguments.top, out)?;
    }
    let seconds = start.elapsed().as_secs_f64();
    let place = folder.join("size.html");
    say(&format!("page: {}  ({} boiler years, {seconds:.1} s)", place.display(), outcome.years));
    Ok(exit_code(&outcome))
}

fn solve(scenario: &Scenario, options: &SizeOptions) -> Result<SizeOutcome, SizeError> {
    stop::listen();
    let wanted = options.samples.unwrap_or_else(|| scenario.size_asked().samples);
    let bar = progress::bar(wanted as u64, "samples");
    let outcome = size(scenario, options, &Watch { done: &|n| bar.inc(n), stop: stop::flag() });
    bar.finish_and_clear();
    outcome
}

/// Says why there is no sizing, at the lines that matter, and gives the exit code.
fn tell(scenario: &Scenario, error: &SizeError) -> u8 {
    use crate::case::EvaluateError;
    let (demand, boiler) = scenario.heat_locations();
    let (place, help) = match error {
        SizeError::Evaluate(EvaluateError::NoDemand) => {
            (demand, "write [demand] annual_heat_mwh = 1800, or file = \"demand.csv\" with a row an hour".to_owned())
        }
        SizeError::Evaluate(EvaluateError::NoBoiler) => {
            (boiler, "write [boiler] with its fuel: its power is what the sizing looks for, the rest stays".to_owned())
        }
        SizeError::Evaluate(EvaluateError::NoFuel) => {
            (boiler, "write [boiler.fuel] like = \"pallet_A_soft\", or pool wood streams".to_owned())
        }
        SizeError::NoCarbon => (
            scenario.size_location(),
            "write [carbon] methods = [\"avoided\"] and reference = \"gas_boiler_2024\", or another objective"
                .to_owned(),
        ),
        SizeError::Evaluate(EvaluateError::Heat(_)) => {
            (boiler, "`gisement explain boiler` and `gisement explain demand` show ranges".to_owned())
        }
        SizeError::NoCandidate { .. } => {
            (scenario.size_location().or(demand), "or widen power_share_low and power_share_high".to_owned())
        }
        SizeError::TooMany { .. } => (scenario.size_location(), "shorten the lists of [size], or take -n".to_owned()),
        SizeError::Assemble(_) | SizeError::Evaluate(_) => {
            say(&format!("error: {error}"));
            return exit::RUN_FAILED;
        }
    };
    let mut found = Diagnostics::default();
    found.push(Diagnostic::error(error.to_string()).at(place.cloned(), "here").help(help));
    say(&load::draw(&found, &scenario.sources));
    exit::SCENARIO_INVALID
}

/// The command that makes the page again.
fn command(arguments: &SizeArguments) -> String {
    let mut text = format!("gisement size {}", arguments.input.file.display());
    for set in &arguments.input.overrides {
        text.push_str(&format!(" --set '{set}'"));
    }
    if let Some(objective) = arguments.objective {
        text.push_str(&format!(" --objective {}", objective.objective().name()));
    }
    if let Some(n) = arguments.number {
        text.push_str(&format!(" -n {n}"));
    }
    if let Some(seed) = arguments.seed {
        text.push_str(&format!(" --seed {seed}"));
    }
    text
}

fn write_report(outcome: &SizeOutcome, page: &SizePage<'_>, folder: &Path) -> Result<(), CommandError> {
    let failed = |e: crate::report::ReportError| std::io::Error::other(e.to_string());
    let html = size_page(outcome, page).html().map_err(failed)?;
    let json = serde_json::to_string_pretty(&size_json(outcome)).map_err(std::io::Error::from)? + "\n";
    let csv = ranking_table(outcome).csv().map_err(failed)?;
    files::write_together(&[
        (folder.join("size.html"), html.as_bytes()),
        (folder.join("size.json"), json.as_bytes()),
        (folder.join("candidates.csv"), csv.as_bytes()),
    ])?;
    Ok(())
}

fn print(outcome: &SizeOutcome, page: &SizePage<'_>, rows: usize, out: &mut dyn Write) -> Result<(), CommandError> {
    let terminal = super::terminal();
    write!(out, "{}", terminal.heading(&outcome.name))?;
    for section in size_sections(outcome, page, rows) {
        let text = terminal.section(&section).map_err(|e| std::io::Error::other(e.to_string()))?;
        writeln!(out, "\n{}", text.trim_end())?;
    }
    Ok(())
}

/// Accounts that do not close are failed; stopped early is interrupted; failed samples are told by their own code.
fn exit_code(outcome: &SizeOutcome) -> u8 {
    let open = outcome.rated.iter().find(|r| r.closure.is_nan() || r.closure > 1e-9);
    if let Some(rated) = open {
        say(&format!("error: {} does not close: {:e}", rated.candidate.name(), rated.closure));
        return exit::RUN_FAILED;
    }
    let (done, wanted) = outcome.samples;
    if outcome.stopped && done < wanted {
        say(&format!("interrupted: {done} of {wanted} samples are in the page"));
        return exit::INTERRUPTED;
    }
    let (failed, why) = &outcome.failed;
    if *failed > 0 {
        say(&format!("warning: {failed} of {done} samples failed; first reason: {why}"));
        return exit::SAMPLES_FAILED;
    }
    exit::OK
}
