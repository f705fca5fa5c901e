//! `gisement size`: which boilers, buffer and wood store, which digester and engine; tables on the terminal, a page and
//! data in `out/NAME/`.

use super::args::SizeArguments;
use super::command::Command;
use super::pictures::PictureKind;
use super::{CommandError, exit, files, load, pictures, progress, stop, talk};
use crate::diag::Diagnostics;
use crate::report::{
    BookParts, SizePage, digester_json, digester_only_json, digester_page, digester_sections, engine_table,
    ranking_table, size_json, size_page, size_sections, volume_table, workbook,
};
use crate::scenario::Scenario;
use crate::sizing::digester::{DigesterSizeError, DigesterSizing, digester_of, size_digester};
use crate::sizing::{SizeError, SizeOptions, SizeOutcome, Watch, size};
use crate::text;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What was sized: the boiler house, the digester, or both.
struct Sized {
    house: Option<SizeOutcome>,
    digester: Option<DigesterSizing>,
}

/// Sizes a scenario's boiler house and its digester.
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
    let solved = super::channels::with_threads(arguments.threads, || solve(&scenario, &options));
    let sized = match solved {
        Ok(sized) => sized,
        Err(Untold::House(error)) => return Ok(tell(&scenario, error.located(&scenario), &error)),
        Err(Untold::Digester(error)) => return Ok(tell(&scenario, error.located(&scenario), &error)),
    };
    files::make_folder(&folder)?;
    files::probe_folder(&folder)?;
    let command = command(arguments);
    let page = SizePage {
        lang: super::lang::chosen(),
        command: &command,
        scenario: Some(&scenario),
        digester: sized.digester.as_ref(),
    };
    write_report(&sized, &page, &folder, arguments.pictures)?;
    if arguments.input.json {
        let text = serde_json::to_string_pretty(&sized.json()).map_err(std::io::Error::from)?;
        writeln!(out, "{text}")?;
    } else {
        print(&sized, &page, arguments.top, out)?;
    }
    let seconds = start.elapsed().as_secs_f64();
    let place = folder.join("size.html");
    talk(text!(
        "page: {display}  ({effort}, {seconds} s)",
        display = place.display(),
        effort = sized.effort(),
        seconds = format!("{seconds:.1}")
    ));
    Ok(exit_code(&sized))
}

/// Why nothing was sized.
enum Untold {
    House(SizeError),
    Digester(DigesterSizeError),
}

/// The digester is sized where there is one on the pool with ADM1; the boiler house where there is anything of one, or nothing
/// else to size.
fn solve(scenario: &Scenario, options: &SizeOptions) -> Result<Sized, Untold> {
    stop::listen();
    let case = scenario.case(&scenario.nominal()).map_err(|e| Untold::House(SizeError::Assemble(e)))?;
    let has_digester = digester_of(&case).is_some();
    let has_house = scenario.has_boiler_house() || !has_digester;
    let samples = options.samples.unwrap_or_else(|| scenario.size_asked().samples) as u64;
    let mut sized = Sized { house: None, digester: None };
    if has_house {
        let bar = progress::bar(samples, "samples");
        let house = size(scenario, options, &Watch { done: &|n| bar.inc(n), stop: stop::flag() });
        bar.finish_and_clear();
        sized.house = Some(house.map_err(Untold::House)?);
    }
    if has_digester {
        let temperatures = 1 + scenario.size_asked().digester_temperatures_c.len() as u64;
        let bar = progress::bar(samples * temperatures, "digesters");
        let digester = size_digester(scenario, options, &Watch { done: &|n| bar.inc(n), stop: stop::flag() });
        bar.finish_and_clear();
        sized.digester = match digester {
            Ok(digester) => Some(digester),
            // Beside a boiler house a digester without feed is no reason to show nothing.
            Err(DigesterSizeError::NoFeed) if has_house => None,
            Err(error) => return Err(Untold::Digester(error)),
        };
    }
    Ok(sized)
}

impl Sized {
    fn json(&self) -> serde_json::Value {
        match (&self.house, &self.digester) {
            (Some(house), Some(digester)) => {
                let mut json = size_json(house);
                json["digester"] = digester_json(digester);
                json
            }
            (Some(house), None) => size_json(house),
            (None, Some(digester)) => digester_only_json(digester),
            (None, None) => serde_json::Value::Null,
        }
    }

    /// What was run, in words.
    fn effort(&self) -> String {
        let boilers = self.house.as_ref().map(|h| text!("{years} boiler years", years = h.years));
        let digesters = self.digester.as_ref().map(|d| text!("{years} digester years", years = d.years));
        let lang = super::lang::chosen();
        [boilers, digesters].into_iter().flatten().map(|t| lang.tell(&t)).collect::<Vec<_>>().join(", ")
    }
}

/// Says why there is no sizing, at the lines that matter, and gives the exit code.
fn tell(scenario: &Scenario, located: Option<Diagnostics>, error: &dyn std::fmt::Display) -> u8 {
    match located {
        Some(found) => {
            talk(load::draw(&found, &scenario.sources));
            exit::SCENARIO_INVALID
        }
        None => {
            talk(text!("error: {error}", error = error.to_string()));
            exit::RUN_FAILED
        }
    }
}

/// The command that makes the page again.
fn command(arguments: &SizeArguments) -> String {
    Command::on("size", &arguments.input)
        .option("--objective", arguments.objective.map(|o| o.objective().name()))
        .option("-n", arguments.number)
        .option("--seed", arguments.seed)
        .text()
}

fn write_report(
    sized: &Sized,
    page: &SizePage<'_>,
    folder: &Path,
    kind: Option<PictureKind>,
) -> Result<(), CommandError> {
    let failed = |e: crate::report::ReportError| std::io::Error::other(e.to_string());
    let whole = match (&sized.house, &sized.digester) {
        (Some(house), _) => size_page(house, page),
        (None, Some(digester)) => digester_page(digester, page),
        (None, None) => return Ok(()),
    };
    let html = whole.html().map_err(failed)?;
    let json = serde_json::to_string_pretty(&sized.json()).map_err(std::io::Error::from)? + "\n";
    let mut tables = Vec::new();
    if let Some(house) = &sized.house {
        tables.push(("candidates.csv", ranking_table(house)));
    }
    if let Some(digester) = &sized.digester {
        tables.push(("volumes.csv", volume_table(digester)));
        tables.push(("engines.csv", engine_table(digester)));
    }
    let shown = sized.house.as_ref().and_then(|house| house.chosen.as_ref()).map(|picked| &picked.outcome);
    let parts = BookParts {
        scenario: page.scenario,
        heat: shown.and_then(|outcome| outcome.heat.as_ref()),
        money: shown.and_then(|outcome| outcome.accounts.as_ref()).map(|accounts| &accounts.money),
    };
    let book = workbook(&whole, &parts).map_err(failed)?;
    let mut list = vec![
        (folder.join("size.html"), html.into_bytes()),
        (folder.join("size.json"), json.into_bytes()),
        (folder.join("size.xlsx"), book),
    ];
    for (name, table) in tables {
        list.push((folder.join(name), table.csv().map_err(failed)?.into_bytes()));
    }
    let bytes: Vec<(PathBuf, &[u8])> = list.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
    files::write_together(&bytes)?;
    Ok(pictures::write(&whole, kind, folder)?)
}

fn print(sized: &Sized, page: &SizePage<'_>, rows: usize, out: &mut dyn Write) -> Result<(), CommandError> {
    let terminal = super::terminal();
    let (house, digester) = (sized.house.as_ref(), sized.digester.as_ref());
    let name = house.map(|h| &h.name).or(digester.map(|d| &d.name)).map_or("", String::as_str);
    write!(out, "{}", terminal.heading(name))?;
    let of_house = house.map(|h| size_sections(h, page, rows)).unwrap_or_default();
    let of_digester = digester.map(|d| digester_sections(d, page.lang)).unwrap_or_default();
    for section in of_house.iter().chain(&of_digester) {
        let text = terminal.section(section).map_err(|e| std::io::Error::other(e.to_string()))?;
        writeln!(out, "\n{}", text.trim_end())?;
    }
    Ok(())
}

/// Accounts that do not close are failed; stopped early is interrupted; failed samples are told by their own code.
fn exit_code(sized: &Sized) -> u8 {
    let rated = sized.house.iter().flat_map(|house| &house.rated);
    if let Some(rated) = rated.clone().find(|r| r.closure.is_nan() || r.closure > 1e-9) {
        talk(text!(
            "error: {name} does not close: {closure}",
            name = rated.candidate.name(),
            closure = format!("{:e}", rated.closure)
        ));
        return exit::RUN_FAILED;
    }
    let house = sized.house.as_ref().map(|h| (h.samples, h.stopped, &h.failed));
    let digester = sized.digester.as_ref().map(|d| (d.samples, d.stopped, &d.failed));
    let parts: Vec<_> = [house, digester].into_iter().flatten().collect();
    if let Some(((done, wanted), ..)) = parts.iter().find(|((done, wanted), stopped, _)| *stopped && done < wanted) {
        talk(text!("interrupted: {done} of {wanted} samples are in the page", done, wanted));
        return exit::INTERRUPTED;
    }
    if let Some(((done, _), _, (failed, why))) = parts.iter().find(|(.., failed)| failed.0 > 0) {
        talk(text!(
            "warning: {failed} of {done} samples failed; first reason: {why}",
            failed,
            done,
            why = why.to_string()
        ));
        return exit::SAMPLES_FAILED;
    }
    exit::OK
}
