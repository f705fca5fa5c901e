//! `gisement calibrate`: parameters from measured data; a table on the terminal, page, data and overlay in `out/NAME/`.

use super::args::{BmpModelName, CalibrateArguments, FitMethodName, NoiseName};
use super::command::{Command, name_of};
use super::{CommandError, exit, files, load, progress, stop, talk};
use crate::calibration::{
    BmpModel, CalibrateError, CalibrateOptions, Calibration, Invented, Measured, Method, Plant, Quantity, Watch,
    bmp_problem, calibrate, invent, overlay, plant, read_bottles, read_measured,
};
use crate::diag::{Diagnostic, Diagnostics, Sources};
use crate::fit::Memory;
use crate::report::{CalibrationPage, MadeFrom, calibration_json, calibration_page, calibration_sections};
use crate::scenario::Scenario;
use crate::text;
use crate::words::nearest;
use clap::ValueEnum;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Why a command goes no further: its exit code, its problems told.
type Refusal = u8;

/// Calibrates.
pub(super) fn run(arguments: &CalibrateArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let start = Instant::now();
    if is_of_bottles(&arguments.input.file) {
        return bottles(arguments, start, out);
    }
    let Some(scenario) = load::from_arguments(&arguments.input) else { return Ok(exit::SCENARIO_INVALID) };
    let digester = match Plant::find(&scenario, arguments.digester.as_deref()) {
        Ok(digester) => digester,
        Err(problem) => return Ok(refuse(*problem, &scenario.sources)),
    };
    if let Some(path) = &arguments.invent {
        return invented(arguments, &digester, path);
    }
    let Some(data) = &arguments.data else {
        talk(text!(
            "error: there are no measured data\nhelp: write --data measured.csv, or --invent measured.csv to make some"
        ));
        return Ok(exit::USAGE);
    };
    let bytes = files::read(data)?;
    let measured = match read_measured(&data.display().to_string(), &bytes, digester.length_d) {
        Ok(measured) => measured,
        Err(refused) => {
            talk(load::draw(&refused.diagnostics, &refused.sources));
            return Ok(exit::SCENARIO_INVALID);
        }
    };
    if !measured.warnings.is_empty() {
        talk(load::draw(&measured.warnings, &measured.sources));
    }
    let folder = folder(arguments);
    files::make_folder(&folder)?;
    files::probe_folder(&folder)?;
    stop::listen();
    let options = options(arguments);
    let solve = || solve(&scenario, &digester, &measured, arguments, &options);
    match super::channels::with_threads(arguments.threads, solve) {
        Ok(found) => finish(&[found], arguments, &made_from(arguments, Some(&scenario))?, (&folder, start), out),
        Err(code) => Ok(code),
    }
}

/// The word in the place of a scenario that means bottles.
const BMP: &str = "bmp";

/// Bottles are meant by a word, or by their table in the place of a scenario.
fn is_of_bottles(file: &Path) -> bool {
    file.as_os_str() == BMP || file.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"))
}

/// Calibrates yields and rates of the treatments of a laboratory.
fn bottles(arguments: &CalibrateArguments, start: Instant, out: &mut dyn Write) -> Result<u8, CommandError> {
    let file = &arguments.input.file;
    let table = arguments.data.as_ref().or(Some(file)).filter(|table| table.as_os_str() != BMP);
    let Some(data) = table else {
        talk(text!("error: there are no measured bottles\nhelp: write gisement calibrate bmp --data bottles.csv"));
        return Ok(exit::USAGE);
    };
    let model = match arguments.model {
        BmpModelName::FirstOrder => BmpModel::FirstOrder,
        BmpModelName::TwoPools => BmpModel::TwoPools,
        BmpModelName::Gompertz => BmpModel::Gompertz,
    };
    let (treatments, sources) = match read_bottles(&data.display().to_string(), &files::read(data)?) {
        Ok(read) => read,
        Err(refused) => {
            talk(load::draw(&refused.diagnostics, &refused.sources));
            return Ok(exit::SCENARIO_INVALID);
        }
    };
    let folder = folder(arguments);
    files::make_folder(&folder)?;
    files::probe_folder(&folder)?;
    stop::listen();
    // A curve costs nothing to compute: its differences are those of rounding.
    let memory = memory(arguments, Memory::Independent);
    let options = CalibrateOptions { relative_step: 6e-6, trust_units: true, memory, ..options(arguments) };
    let mut found = Vec::with_capacity(treatments.len());
    for treatment in &treatments {
        let mut problem = bmp_problem(treatment, model);
        let watch = Watch { done: &|_, _, _| {}, stop: stop::flag() };
        match calibrate(&mut problem, &options, &watch) {
            Ok(one) => found.push(one),
            Err(error) => {
                talk(text!("treatment {name}:", name = treatment.name));
                return Ok(tell(&error, &sources));
            }
        }
    }
    finish(&found, arguments, &made_from(arguments, None)?, (&folder, start), out)
}

fn folder(arguments: &CalibrateArguments) -> PathBuf {
    let stem = || PathBuf::from("out").join(arguments.input.file.file_stem().unwrap_or_default());
    arguments.out.clone().unwrap_or_else(stem)
}

fn memory(arguments: &CalibrateArguments, unless_said: Memory) -> Memory {
    match arguments.noise {
        Some(NoiseName::Independent) => Memory::Independent,
        Some(NoiseName::Autoregressive) => Memory::Autoregressive,
        None => unless_said,
    }
}

fn options(arguments: &CalibrateArguments) -> CalibrateOptions {
    let defaults = CalibrateOptions::default();
    CalibrateOptions {
        method: match arguments.method {
            FitMethodName::Ls => Method::LeastSquares,
            FitMethodName::Mcmc => Method::Ensemble,
        },
        memory: memory(arguments, defaults.memory),
        level: arguments.level,
        profiles: !arguments.no_profiles,
        walkers: arguments.walkers.unwrap_or(defaults.walkers),
        ensembles: arguments.ensembles.unwrap_or(defaults.ensembles),
        steps: arguments.steps.unwrap_or(defaults.steps),
        seed: arguments.seed,
        trust_units: arguments.trust_units,
        ..defaults
    }
}

fn refuse(problem: Diagnostic, sources: &Sources) -> Refusal {
    let mut found = Diagnostics::default();
    found.push(problem);
    talk(load::draw(&found, sources));
    exit::SCENARIO_INVALID
}

fn solve(
    scenario: &Scenario,
    digester: &Plant<'_>,
    measured: &Measured,
    arguments: &CalibrateArguments,
    options: &CalibrateOptions,
) -> Result<Calibration, Refusal> {
    let mut problem = plant(scenario, digester, measured, &arguments.parameters).map_err(|found| {
        talk(load::draw(&found, &scenario.sources));
        exit::SCENARIO_INVALID
    })?;
    let bar = progress::bar(0, "fit");
    let done = |stage: &str, done: usize, all: usize| {
        bar.set_prefix(stage.to_owned());
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    };
    let found = calibrate(&mut problem, options, &Watch { done: &done, stop: stop::flag() });
    bar.finish_and_clear();
    found.map_err(|error| tell(&error, &measured.sources))
}

/// Says why there is no calibration, and gives the exit code.
fn tell(error: &CalibrateError, sources: &Sources) -> Refusal {
    match error {
        CalibrateError::Data(found) => {
            talk(load::draw(found, sources));
            exit::SCENARIO_INVALID
        }
        CalibrateError::Stopped => {
            talk(text!("interrupted before the fit was done"));
            exit::INTERRUPTED
        }
        CalibrateError::Fit(crate::fit::FitError::Option { .. }) => {
            talk(text!("error: {error}", error = error.to_string()));
            exit::USAGE
        }
        CalibrateError::Fit(crate::fit::FitError::TooFewData { .. }) => {
            talk(text!("error: {error}", error = error.to_string()));
            exit::SCENARIO_INVALID
        }
        CalibrateError::Fit(_) => {
            talk(text!("error: {error}", error = error.to_string()));
            exit::RUN_FAILED
        }
    }
}

/// The command that makes the page again.
fn command(arguments: &CalibrateArguments) -> String {
    let model = arguments.model.to_possible_value().map(|v| v.get_name().to_owned());
    let parameters = Some(arguments.parameters.join(",")).filter(|p| !p.is_empty());
    let chains = arguments.method == FitMethodName::Mcmc;
    Command::new("calibrate")
        .file(&arguments.input.file)
        .option("--model", model.filter(|_| is_of_bottles(&arguments.input.file)))
        .option("--data", arguments.data.as_deref().map(name_of))
        .each("--set", &arguments.input.overrides)
        .option("--parameters", parameters)
        .option("--digester", arguments.digester.as_ref())
        .option("--method", chains.then_some("mcmc"))
        .option("--walkers", arguments.walkers.filter(|_| chains))
        .option("--ensembles", arguments.ensembles.filter(|_| chains))
        .option("--steps", arguments.steps.filter(|_| chains))
        .option("--seed", chains.then_some(arguments.seed))
        .option("--noise", arguments.noise.map(|n| format!("{n:?}").to_lowercase()))
        .option("--level", Some(arguments.level).filter(|level| *level != 0.9))
        .flag("--no-profiles", arguments.no_profiles)
        .flag("--trust-units", arguments.trust_units)
        .text()
}

/// What the page was made from: the scenario's files and the data, or the bottles alone.
fn made_from(arguments: &CalibrateArguments, scenario: Option<&Scenario>) -> Result<Vec<MadeFrom>, CommandError> {
    let mut list = scenario.map(MadeFrom::of).unwrap_or_default();
    let table = arguments.data.as_ref().or(Some(&arguments.input.file).filter(|_| scenario.is_none()));
    if let Some(path) = table {
        list.push(MadeFrom::new(name_of(path), &files::read(path)?));
    }
    Ok(list)
}

/// Writes page, data and overlay, prints the tables, and gives the exit code.
fn finish(
    found: &[Calibration],
    arguments: &CalibrateArguments,
    files_read: &[MadeFrom],
    (folder, start): (&Path, Instant),
    out: &mut dyn Write,
) -> Result<u8, CommandError> {
    let failed = |e: crate::report::ReportError| std::io::Error::other(e.to_string());
    let (command, file) = (command(arguments), arguments.input.file.display().to_string());
    let file_name = name_of(&arguments.input.file);
    let lang = super::lang::chosen();
    let title = found.first().map_or("", |f| f.name.as_str());
    let title = if found.len() > 1 { file_name.as_str() } else { title };
    let options = CalibrationPage { lang, title, command: &command, files: files_read };
    let html = calibration_page(found, &options).html().map_err(failed)?;
    let value = calibration_json(found);
    let json = serde_json::to_string_pretty(&value).map_err(std::io::Error::from)? + "\n";
    let mut list = vec![(folder.join("calibration.html"), html), (folder.join("calibration.json"), json.clone())];
    let overlay_path = folder.join("calibrated.toml");
    let of_scenario = !is_of_bottles(&arguments.input.file);
    if let ([only], true) = (found, of_scenario) {
        list.push((overlay_path.clone(), overlay(only, &file, &command)));
        list.extend(only.posterior.as_ref().map(|p| (folder.join("posterior.csv"), draws(only, p))));
    }
    let bytes: Vec<(PathBuf, &[u8])> = list.iter().map(|(path, text)| (path.clone(), text.as_bytes())).collect();
    files::write_together(&bytes)?;
    if arguments.input.json {
        write!(out, "{json}")?;
    } else {
        let terminal = super::terminal();
        write!(out, "{}", terminal.heading(title))?;
        for section in calibration_sections(found, lang) {
            writeln!(out, "\n{}", terminal.section(&section).map_err(failed)?.trim_end())?;
        }
    }
    let runs: u64 = found.iter().map(|f| f.evaluations).sum();
    let seconds = start.elapsed().as_secs_f64();
    talk(text!(
        "page: {a}  ({runs} model runs, {seconds} s)",
        a = folder.join("calibration.html").display(),
        runs,
        seconds = format!("{seconds:.1}")
    ));
    if of_scenario {
        talk(text!("use it: gisement run {file} --set @{display}", file, display = overlay_path.display()));
    }
    if found.iter().any(|f| f.stopped) {
        talk(text!("interrupted: what was done until then is in the page"));
        return Ok(exit::INTERRUPTED);
    }
    Ok(exit::OK)
}

/// The kept draws as a table whose header is the paths: `gisement sweep --samples` takes it.
fn draws(found: &Calibration, posterior: &crate::calibration::Posterior) -> String {
    let paths: Vec<&str> = found.parameters.iter().map(|p| p.parameter.path.as_str()).collect();
    let mut text = paths.join(",") + "\n";
    for draw in &posterior.draws {
        let cells: Vec<String> = draw.iter().map(ToString::to_string).collect();
        text.push_str(&(cells.join(",") + "\n"));
    }
    text
}

/// Writes data that never were.
fn invented(arguments: &CalibrateArguments, digester: &Plant<'_>, path: &Path) -> Result<u8, CommandError> {
    let mut quantities = Vec::new();
    for name in &arguments.columns {
        let Some(quantity) = Quantity::of_column(name) else {
            let names = Quantity::ALL.map(Quantity::column);
            let near = nearest(name, names).map_or(String::new(), |n| format!("did you mean `{n}`? "));
            talk(text!(
                "error: there is no quantity `{name}`\nhelp: {near}quantities: {a}",
                name,
                near,
                a = names.join(", ")
            ));
            return Ok(exit::USAGE);
        };
        quantities.push(quantity);
    }
    let asked = Invented {
        quantities,
        every_d: arguments.every_days,
        noise_pct: arguments.noise_pct,
        memory: arguments.memory,
        seed: arguments.seed,
    };
    match invent(digester, &asked) {
        Ok(text) => {
            files::write_whole(path, text.as_bytes())?;
            talk(text!("invented: {display}", display = path.display()));
            Ok(exit::OK)
        }
        Err(why) => {
            talk(text!("error: {why}", why = why.to_string()));
            Ok(exit::RUN_FAILED)
        }
    }
}
