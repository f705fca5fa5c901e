//! `gisement calibrate`: parameters from measured data; a table on the terminal, page, data and overlay in `out/NAME/`.

use super::answer::{Place, asked, refuse, show, watched};
use super::args::{BmpModelName, CalibrateArguments, FitMethodName, NoiseName};
use super::{CommandError, exit, files, load, talk};
use crate::ask::calibrate::{Data, Job, OVERLAY, calibrate};
use crate::ask::{Asked, Failed, bottles, there_is};
use crate::calibration::{BmpModel, CalibrateOptions, Invented, Method, Plant, Quantity, invent};
use crate::diag::{Diagnostics, Sources};
use crate::fit::Memory;
use crate::text;
use crate::words::word;
use std::io::Write;
use std::path::Path;

/// Calibrates.
pub(super) fn run(arguments: &CalibrateArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let place = Place::of(&arguments.input, arguments.out.as_ref(), None);
    if is_of_bottles(&arguments.input.file) {
        return of_bottles(arguments, place, out);
    }
    let Some(asked) = asked(&arguments.input) else { return Ok(exit::SCENARIO_INVALID) };
    if let Some(path) = &arguments.invent {
        return invented(arguments, &asked, path);
    }
    let Some(data) = &arguments.data else {
        talk(text!(
            "error: there are no measured data\nhelp: write --data measured.csv, or --invent measured.csv to make some"
        ));
        return Ok(exit::USAGE);
    };
    let measured = read(data)?;
    place.probe()?;
    let (scenario, file) = (asked.scenario.clone(), asked.file.clone());
    let mut reads = load::files_of(&scenario, Path::new(&file));
    reads.push(data.clone());
    let place = place.reading(reads);
    let job = Job {
        asked,
        measured,
        parameters: arguments.parameters.clone(),
        digester: arguments.digester.clone(),
        options: options(arguments, CalibrateOptions::default()),
    };
    let found = match watched(arguments.threads, word("fit¦bar"), |watch| calibrate(job, watch)) {
        Ok(found) => found,
        Err(failed) => return Ok(refuse(&failed, &file, &scenario.sources)),
    };
    let (warnings, sources) = &found.warnings;
    if !warnings.is_empty() {
        talk(load::draw(warnings, sources));
    }
    let code = show(&found, &place, out)?;
    talk(text!("use it: gisement run {file} --set @{display}", file, display = place.file(OVERLAY).display()));
    Ok(code)
}

/// Bottles are meant by a word, or by their table in the place of a scenario.
fn is_of_bottles(file: &Path) -> bool {
    file.as_os_str() == bottles::BMP || file.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"))
}

/// Calibrates yields and rates of the treatments of a laboratory.
fn of_bottles(arguments: &CalibrateArguments, place: Place, out: &mut dyn Write) -> Result<u8, CommandError> {
    let file = &arguments.input.file;
    let table = arguments.data.as_ref().or(Some(file)).filter(|table| table.as_os_str() != bottles::BMP);
    let Some(table) = table else {
        talk(text!("error: there are no measured bottles\nhelp: write gisement calibrate bmp --data bottles.csv"));
        return Ok(exit::USAGE);
    };
    let model = match arguments.model {
        BmpModelName::FirstOrder => BmpModel::FirstOrder,
        BmpModelName::TwoPools => BmpModel::TwoPools,
        BmpModelName::Gompertz => BmpModel::Gompertz,
    };
    let (data, options) = (read(table)?, options(arguments, bottles::options()));
    place.probe()?;
    match watched(arguments.threads, word("fit¦bar"), |watch| bottles::calibrate(data, model, options, watch)) {
        Ok(found) => show(&found, &place.reading(vec![table.clone()]), out),
        Err(failed) => Ok(refuse(&failed, "", &Sources::default())),
    }
}

fn read(path: &Path) -> Result<Data, CommandError> {
    Ok(Data { name: path.display().to_string(), bytes: files::read(path)? })
}

/// What is asked for, over what is usual.
fn options(arguments: &CalibrateArguments, usual: CalibrateOptions) -> CalibrateOptions {
    CalibrateOptions {
        method: match arguments.method {
            FitMethodName::Ls => Method::LeastSquares,
            FitMethodName::Mcmc => Method::Ensemble,
        },
        memory: match arguments.noise {
            Some(NoiseName::Independent) => Memory::Independent,
            Some(NoiseName::Autoregressive) => Memory::Autoregressive,
            None => usual.memory,
        },
        level: arguments.level,
        profiles: !arguments.no_profiles,
        walkers: arguments.walkers.unwrap_or(usual.walkers),
        ensembles: arguments.ensembles.unwrap_or(usual.ensembles),
        steps: arguments.steps.unwrap_or(usual.steps),
        seed: arguments.seed,
        trust_units: arguments.trust_units || usual.trust_units,
        ..usual
    }
}

/// Writes data that never were.
fn invented(arguments: &CalibrateArguments, asked: &Asked, path: &Path) -> Result<u8, CommandError> {
    let refused = |failed: Failed| refuse(&failed, &asked.file, &asked.scenario.sources);
    let digester = match Plant::find(&asked.scenario, arguments.digester.as_deref()) {
        Ok(digester) => digester,
        Err(problem) => return Ok(refused(Failed::Problems(Diagnostics::one(*problem), None))),
    };
    let mut quantities = Vec::new();
    for name in &arguments.columns {
        let Some(quantity) = Quantity::of_column(name) else {
            let names = Quantity::ALL.map(Quantity::column);
            let help = there_is(name, &text!("quantities"), &names);
            talk(text!("error: there is no quantity `{name}`\nhelp: {help}", name, help));
            return Ok(exit::USAGE);
        };
        if quantities.contains(&quantity) {
            talk(text!("error: --columns names `{name}` twice", name = name.as_str()));
            return Ok(exit::USAGE);
        }
        quantities.push(quantity);
    }
    if arguments.every_days > digester.length_d {
        let (every_d, length_d) = (arguments.every_days, digester.length_d);
        talk(text!("error: --every-days {every_d} is longer than the run of {length_d} d", every_d, length_d));
        return Ok(exit::USAGE);
    }
    let reads = load::files_of(&asked.scenario, Path::new(&asked.file));
    if files::written_over([path], &reads).is_some() {
        let path = path.display();
        talk(text!("error: {path} is read by this command and would be written over; name another file", path));
        return Ok(exit::USAGE);
    }
    let data = Invented {
        quantities,
        every_d: arguments.every_days,
        noise_pct: arguments.noise_pct,
        memory: arguments.memory,
        seed: arguments.seed,
    };
    match invent(&digester, &data) {
        Ok(text) => {
            files::write_whole(path, text.as_bytes())?;
            talk(text!("invented: {display}", display = path.display()));
            Ok(exit::OK)
        }
        Err(why) => Ok(refused(Failed::Run(why.into()))),
    }
}
