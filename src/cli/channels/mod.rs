//! `gisement channels`: what should go where; a table on the terminal, a page and data in `out/NAME/`.

use super::args::ChannelsArguments;
use super::command::Command;
use super::pictures::PictureKind;
use super::{CommandError, exit, files, load, pictures, progress, stop, talk};
use crate::allocation::{AllocationError, Options, PoleOutcome, Watch, allocate};
use crate::report::{
    BookParts, ChannelsPage, MadeFrom, NameVeil, channels_json, channels_page, channels_sections, flows_table,
    hide_names, workbook,
};
use crate::scenario::Scenario;
use crate::text;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Allocates a scenario's streams.
pub(super) fn run(arguments: &ChannelsArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let start = Instant::now();
    let Some(scenario) = load::from_arguments(&arguments.input) else { return Ok(exit::SCENARIO_INVALID) };
    let folder = arguments.out.clone().unwrap_or_else(|| {
        let stem = arguments.input.file.file_stem().unwrap_or_default();
        PathBuf::from("out").join(stem)
    });
    let wanted = arguments.number.map_or(scenario.pole_plan().samples, |n| n as usize);
    let outcome = match with_threads(arguments.threads, || solve(&scenario, arguments, wanted)) {
        Ok(outcome) => outcome,
        Err(error) => return Ok(tell(&scenario, &arguments.input.file, &error)),
    };
    files::make_folder(&folder)?;
    files::probe_folder(&folder)?;
    let lang = super::lang::chosen();
    let hidden = arguments.hide_names || scenario.hides_names();
    let veil = NameVeil::new(&[&outcome], lang);
    let command = command(arguments);
    let (outcome, command) =
        if hidden { (hide_names(&outcome, lang), veil.text(&command)) } else { (outcome, command) };
    let files = MadeFrom::of(&scenario);
    let page = ChannelsPage { lang, command: &command, files: &files };
    write_report(&outcome, &page, &folder, arguments.pictures)?;
    if arguments.input.json {
        let text = serde_json::to_string_pretty(&channels_json(&outcome)).map_err(std::io::Error::from)?;
        writeln!(out, "{text}")?;
    } else {
        print(&outcome, &page, out)?;
    }
    talk(text!(
        "page: {a}  ({b} s)",
        a = folder.join("channels.html").display(),
        b = format!("{:.1}", start.elapsed().as_secs_f64())
    ));
    Ok(exit_code(&outcome, wanted))
}

/// Does the work on so many threads; on all cores where none are given or they cannot be had.
pub(super) fn with_threads<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> T {
    let pool = threads.and_then(|n| rayon::ThreadPoolBuilder::new().num_threads(n).build().ok());
    match pool {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

fn solve(scenario: &Scenario, arguments: &ChannelsArguments, wanted: usize) -> Result<PoleOutcome, AllocationError> {
    let objective = arguments.objective.map(super::args::ObjectiveName::criterion);
    let options = Options { objective, samples: Some(wanted), seed: arguments.seed };
    stop::listen();
    let bar = progress::bar(wanted as u64, "samples");
    let outcome = allocate(scenario, &options, &Watch { done: &|n| bar.inc(n), stop: stop::flag() });
    bar.finish_and_clear();
    outcome
}

/// Says why there is no plan, at the lines that matter, and gives the exit code.
pub(super) fn tell(scenario: &Scenario, file: &Path, error: &AllocationError) -> u8 {
    if let Some(found) = error.located(scenario) {
        talk(load::draw(&found, &scenario.sources));
        return exit::SCENARIO_INVALID;
    }
    talk(text!("error: {display}: {other}", display = file.display(), other = error.to_string()));
    if matches!(error, AllocationError::Program(_)) { exit::RUN_FAILED } else { exit::SCENARIO_INVALID }
}

/// The command that makes the page again.
fn command(arguments: &ChannelsArguments) -> String {
    Command::on("channels", &arguments.input)
        .option("--objective", arguments.objective.map(|o| o.criterion().name()))
        .option("-n", arguments.number)
        .option("--seed", arguments.seed)
        .flag("--hide-names", arguments.hide_names)
        .text()
}

fn write_report(
    outcome: &PoleOutcome,
    page: &ChannelsPage<'_>,
    folder: &Path,
    kind: Option<PictureKind>,
) -> Result<(), CommandError> {
    let failed = |e: crate::report::ReportError| std::io::Error::other(e.to_string());
    let whole = channels_page(outcome, page);
    let html = whole.html().map_err(failed)?;
    let book = workbook(&whole, &BookParts::default()).map_err(failed)?;
    let json = serde_json::to_string_pretty(&channels_json(outcome)).map_err(std::io::Error::from)? + "\n";
    let csv = flows_table(outcome).csv().map_err(failed)?;
    files::write_together(&[
        (folder.join("channels.html"), html.as_bytes()),
        (folder.join("channels.json"), json.as_bytes()),
        (folder.join("flows.csv"), csv.as_bytes()),
        (folder.join("channels.xlsx"), &book),
    ])?;
    Ok(pictures::write(&whole, kind, folder)?)
}

fn print(outcome: &PoleOutcome, page: &ChannelsPage<'_>, out: &mut dyn Write) -> Result<(), CommandError> {
    let terminal = super::terminal();
    write!(out, "{}", terminal.heading(&outcome.name))?;
    for section in channels_sections(outcome, page) {
        let text = terminal.section(&section).map_err(|e| std::io::Error::other(e.to_string()))?;
        writeln!(out, "\n{}", text.trim_end())?;
    }
    Ok(())
}

/// Not closed is failed; stopped early is interrupted; failed samples are told by their own code.
fn exit_code(outcome: &PoleOutcome, wanted: usize) -> u8 {
    let open: Vec<_> = outcome.closures.iter().filter(|c| !c.closes()).collect();
    for closure in &open {
        talk(text!(
            "error: {name} does not close: {residual} {unit}",
            name = closure.name,
            residual = format!("{:e}", closure.residual),
            unit = closure.unit
        ));
    }
    match &outcome.robust {
        _ if !open.is_empty() => exit::RUN_FAILED,
        Some(robust) if robust.samples < wanted => {
            talk(text!("interrupted: {samples} of {wanted} samples are in the page", samples = robust.samples, wanted));
            exit::INTERRUPTED
        }
        Some(robust) if robust.failed.0 > 0 => {
            let (failed, why) = &robust.failed;
            talk(text!(
                "warning: {failed} of {samples} samples failed; first reason: {why}",
                failed,
                samples = robust.samples,
                why = why.to_string()
            ));
            exit::SAMPLES_FAILED
        }
        _ => exit::OK,
    }
}
