//! What all questions on scenarios share: the scenario is read, the work watched, what was found written and printed.

use super::args::FileArguments;
use super::files::{self, FileError};
use super::pictures::PictureKind;
use super::{CommandError, exit, load, pictures, progress, stop, talk};
use crate::ask::{Asked, Failed, Tell, Watch};
use crate::diag::Sources;
use crate::report::ReportError;
use crate::text;
use crate::words::{Text, fixed};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Where an answer goes.
pub(super) struct Place {
    folder: PathBuf,
    json: bool,
    pictures: Option<PictureKind>,
    start: Instant,
    /// Files that the question reads: nothing is written over them.
    reads: Vec<PathBuf>,
}

impl Place {
    /// Results in a folder, or `out/NAME` where none is named; as JSON on stdout as well where that is asked for.
    pub(super) fn of(input: &FileArguments, folder: Option<&PathBuf>, pictures: Option<PictureKind>) -> Self {
        let own = || PathBuf::from("out").join(input.file.file_stem().unwrap_or_default());
        Self {
            folder: folder.cloned().unwrap_or_else(own),
            json: input.json,
            pictures,
            start: Instant::now(),
            reads: Vec::new(),
        }
    }

    /// Results in this folder, of work that began then.
    pub(super) fn since(start: Instant, folder: PathBuf, json: bool) -> Self {
        Self { folder, json, pictures: None, start, reads: Vec::new() }
    }

    /// Of a question that reads these files.
    pub(super) fn reading(self, files: Vec<PathBuf>) -> Self {
        Self { reads: files, ..self }
    }

    /// A file of the folder.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Fails now if the folder will not take files later; makes nothing yet.
    pub(super) fn probe(&self) -> Result<(), FileError> {
        files::probe_place(&self.folder)
    }
}

/// The scenario of the arguments; none after its problems were told.
pub(super) fn asked(input: &FileArguments) -> Option<Asked> {
    let scenario = Arc::new(load::from_arguments(input)?);
    Some(Asked { scenario, file: input.file.display().to_string(), overrides: input.overrides.clone() })
}

/// Stack of a thread that works: as large as a main thread's usually is.
const STACK: usize = 8 * 1024 * 1024;

/// How often Ctrl-C and progress are looked at.
const LOOK: Duration = Duration::from_millis(50);

/// Does long work on so many threads, on all cores where none are given or they cannot be had. It hears Ctrl-C, and a bar
/// shows how far it is; `unit` is what it counts.
pub(super) fn watched<T: Send>(threads: Option<usize>, unit: &'static str, work: impl FnOnce(&Watch) -> T + Send) -> T {
    stop::listen();
    let watch = Watch::default();
    let bar = progress::bar(0, unit);
    let (over, hear) = channel::<()>();
    let (shown, watching) = (&bar, &watch);
    let look = move || {
        while hear.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
            watching.stop.store(stop::flag().load(Ordering::Relaxed), Ordering::Relaxed);
            progress::show(shown, watching);
        }
    };
    let pool = |n| rayon::ThreadPoolBuilder::new().num_threads(n).stack_size(STACK).build().ok();
    let pool = threads.and_then(pool);
    let result = std::thread::scope(|scope| {
        // Without a thread to look, the second Ctrl-C still ends the program.
        let _ = std::thread::Builder::new().spawn_scoped(scope, look);
        let result = match &pool {
            Some(pool) => pool.install(|| work(&watch)),
            None => work(&watch),
        };
        drop(over);
        result
    });
    bar.finish_and_clear();
    result
}

/// Says why nothing was found, at the lines that matter, and gives the exit code. `file` is what was asked; empty where the
/// reason names it.
pub(super) fn refuse(failed: &Failed, file: &str, sources: &Sources) -> u8 {
    let of_file = |why: &Text| match file {
        "" => text!("error: {why}", why),
        file => text!("error: {file}: {why}", file, why),
    };
    match failed {
        Failed::Problems(found, own) => {
            talk(load::draw(found, own.as_ref().unwrap_or(sources)));
            exit::SCENARIO_INVALID
        }
        Failed::Wrong(why, help) => {
            talk(text!("error: {why}", why));
            if !help.is_empty() {
                talk(text!("help: {help}", help));
            }
            exit::USAGE
        }
        Failed::Unfit(why) => {
            talk(of_file(why));
            exit::SCENARIO_INVALID
        }
        Failed::Run(why) => {
            talk(of_file(why));
            exit::RUN_FAILED
        }
        Failed::Stopped => {
            talk(text!("interrupted before there was anything to show"));
            exit::INTERRUPTED
        }
    }
}

/// Asks, once the folder is known to take an answer; shows it, or says why there is none.
pub(super) fn answer<F: Tell>(
    asked: Asked,
    place: Place,
    out: &mut dyn Write,
    ask: impl FnOnce(Asked) -> Result<F, Failed>,
) -> Result<u8, CommandError> {
    let (scenario, file) = (asked.scenario.clone(), asked.file.clone());
    place.probe()?;
    let place = place.reading(load::files_of(&scenario, Path::new(&file)));
    match ask(asked) {
        Ok(found) => show(&found, &place, out),
        Err(failed) => Ok(refuse(&failed, &file, &scenario.sources)),
    }
}

fn report_error(error: ReportError) -> std::io::Error {
    std::io::Error::other(error.to_string())
}

/// Writes the files of an answer, all of them or none; prints it; says what it took and what it lacks, and gives the exit code.
pub(super) fn show(found: &dyn Tell, place: &Place, out: &mut dyn Write) -> Result<u8, CommandError> {
    let lang = super::lang::chosen();
    let (page, names) = (found.page(lang), found.names());
    let json = serde_json::to_string_pretty(&found.json(lang)).map_err(std::io::Error::from)? + "\n";
    let mut list = vec![
        (place.file(&names.page), page.html().map_err(report_error)?.into_bytes()),
        (place.file(&names.json), json.clone().into_bytes()),
        (place.file(&names.workbook), found.workbook(lang).map_err(report_error)?),
    ];
    let more = found.files(lang).map_err(report_error)?;
    list.extend(more.into_iter().map(|(name, bytes)| (place.file(&name), bytes)));
    if let Some(path) = files::written_over(list.iter().map(|(path, _)| path.as_path()), &place.reads) {
        let path = path.display();
        talk(text!("error: {path} is read by this command and would be written over; name another --out", path));
        return Ok(exit::USAGE);
    }
    files::make_folder(&place.folder)?;
    let bytes: Vec<(PathBuf, &[u8])> = list.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
    files::write_together(&bytes)?;
    pictures::write(&page, place.pictures, &place.folder)?;
    if place.json {
        write!(out, "{json}")?;
    } else {
        print(found, out)?;
    }
    Ok(told(found, place))
}

fn print(found: &dyn Tell, out: &mut dyn Write) -> Result<(), CommandError> {
    let terminal = super::terminal();
    write!(out, "{}", terminal.heading(&found.title()))?;
    for section in found.sections(terminal.locale) {
        let text = terminal.section(&section).map_err(report_error)?;
        writeln!(out, "\n{}", text.trim_end())?;
    }
    Ok(())
}

/// Reasons of failed samples that are told; the JSON holds all.
const REASONS_SHOWN: usize = 5;

/// Where the page is and what it took. Stopped early is interrupted; what failed is told by its own code.
fn told(found: &dyn Tell, place: &Place) -> u8 {
    let (lang, effort) = (super::lang::chosen(), found.effort());
    let seconds = format!("{} s", fixed(place.start.elapsed().as_secs_f64(), 1, lang));
    let all: Vec<String> = effort.runs.iter().map(|text| lang.tell(text)).chain([seconds]).collect();
    let page = place.file(&found.names().page);
    talk(text!("page: {page}  ({effort})", page = page.display(), effort = all.join(", ")));
    if let Some(what) = effort.stopped {
        talk(text!("interrupted: {what}", what));
        return exit::INTERRUPTED;
    }
    let Some(what) = effort.failed else { return exit::OK };
    talk(text!("warning: {what}", what));
    for (reason, count) in effort.reasons.iter().take(REASONS_SHOWN) {
        talk(format!("  {count}: {reason}"));
    }
    exit::SAMPLES_FAILED
}
