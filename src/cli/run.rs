//! `gisement run`: pool, simulate, balance, sample; a table on the terminal, a report in `out/NAME/`.

use super::args::RunArguments;
use super::{CommandError, exit, files, load, progress, say};
use crate::case::{Case, Detail, Headline, Outcome, evaluate};
use crate::report::{Run, Terminal, run_json, run_page, summary_sections};
use crate::scenario::Scenario;
use crate::sweep::{self, Ensemble, SampleRow};
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Becomes true at Ctrl-C.
static STOP: AtomicBool = AtomicBool::new(false);

/// Runs a scenario.
pub(super) fn run(arguments: &RunArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let start = Instant::now();
    let Some(scenario) = load::from_arguments(&arguments.input) else { return Ok(exit::SCENARIO_INVALID) };
    let (case, outcome) = match nominal(&scenario) {
        Ok(parts) => parts,
        Err(why) => {
            say(&format!("error: {}: {why}", arguments.input.file.display()));
            return Ok(exit::SCENARIO_INVALID);
        }
    };
    let ensemble = sample(&scenario, &outcome, arguments);
    let run = Run {
        scenario: &scenario,
        case: &case,
        outcome: &outcome,
        ensemble: ensemble.as_ref(),
        overrides: &arguments.input.overrides,
    };
    let folder = write_report(&run, arguments)?;
    if arguments.input.json {
        let text = serde_json::to_string_pretty(&run_json(&run)).map_err(std::io::Error::from)?;
        writeln!(out, "{text}")?;
    } else {
        print_summary(&run, out)?;
    }
    say(&format!("report: {}  ({:.1} s)", folder.join("report.html").display(), start.elapsed().as_secs_f64()));
    Ok(exit_code(&run))
}

fn nominal(scenario: &Scenario) -> Result<(Case, Outcome), String> {
    let case = scenario.case(&scenario.nominal()).map_err(|e| e.to_string())?;
    let outcome = evaluate(&case, Detail::Series).map_err(|e| e.to_string())?;
    Ok((case, outcome))
}

/// Samples of the headlines; none when nothing is uncertain.
fn sample(scenario: &Scenario, outcome: &Outcome, arguments: &RunArguments) -> Option<Ensemble> {
    let wanted = arguments.number.unwrap_or(scenario.plan.samples);
    if scenario.plan.is_certain() || wanted == 0 {
        return None;
    }
    let seed = arguments.seed.unwrap_or(scenario.plan.seed);
    let wanted_headlines = outcome.headlines();
    let one = |sample: u64| one_sample(scenario, &wanted_headlines, seed, sample);
    // A second handler cannot be set; then Ctrl-C just ends the program.
    let _ = ctrlc::set_handler(|| STOP.store(true, Ordering::Relaxed));
    let bar = progress::bar(wanted as u64, "samples");
    let ensemble = sweep::run(wanted, seed, &one, &|n| bar.inc(n), &STOP);
    bar.finish_and_clear();
    Some(ensemble)
}

/// The headlines of a sample, in the order of the nominal ones, which fix what there is.
fn one_sample(scenario: &Scenario, wanted: &[Headline], seed: u64, sample: u64) -> SampleRow {
    let case = scenario.case(&scenario.sample(seed, sample)).map_err(|e| e.to_string())?;
    let headlines = evaluate(&case, Detail::Totals).map_err(|e| e.to_string())?.headlines();
    let value = |want: &Headline| match headlines.iter().find(|h| h.key == want.key).map(|h| h.value) {
        Some(value) if value.is_finite() => Ok(value),
        None if want.optional => Ok(f64::NAN),
        Some(_) => Err(format!("{} is not finite", want.key)),
        None => Err(format!("the sample has no {}", want.key)),
    };
    wanted.iter().map(value).collect()
}

fn print_summary(run: &Run<'_>, out: &mut dyn Write) -> Result<(), CommandError> {
    let terminal = Terminal { colour: super::stdout_is_styled(), ..Terminal::default() };
    write!(out, "{}", terminal.heading(&run.scenario.name))?;
    for section in summary_sections(run) {
        let text = terminal.section(&section).map_err(|e| std::io::Error::other(e.to_string()))?;
        writeln!(out, "\n{}", text.trim_end())?;
    }
    Ok(())
}

fn write_report(run: &Run<'_>, arguments: &RunArguments) -> Result<PathBuf, CommandError> {
    let folder = arguments.out.clone().unwrap_or_else(|| {
        let stem = arguments.input.file.file_stem().unwrap_or_default();
        PathBuf::from("out").join(stem)
    });
    let html = run_page(run).html().map_err(|e| std::io::Error::other(e.to_string()))?;
    let json = serde_json::to_string_pretty(&run_json(run)).map_err(std::io::Error::from)?;
    files::make_folder(&folder)?;
    files::write_whole(&folder.join("report.html"), html.as_bytes())?;
    files::write_whole(&folder.join("result.json"), format!("{json}\n").as_bytes())?;
    Ok(folder)
}

/// Not closed is failed; stopped early is interrupted; failed samples are told by their own code.
fn exit_code(run: &Run<'_>) -> u8 {
    let open: Vec<_> = run.outcome.closures().into_iter().filter(|c| !c.holds()).collect();
    for closure in &open {
        say(&format!("error: {} does not close: {:e} (limit {:e})", closure.name, closure.value, closure.limit));
    }
    match run.ensemble {
        _ if !open.is_empty() => exit::RUN_FAILED,
        Some(e) if e.rows.len() < e.wanted => {
            say(&format!("interrupted: {} of {} samples are in the report", e.rows.len(), e.wanted));
            exit::INTERRUPTED
        }
        Some(e) if e.failed() > 0 => exit::SAMPLES_FAILED,
        _ => exit::OK,
    }
}
