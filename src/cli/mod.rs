//! The command line: reads bytes, calls the engine, prints. The only floor that touches files, clock and terminal.
//!
//! Results go to stdout, talk goes to stderr. Each command returns its exit code.

mod answer;
mod args;
mod bench;
mod calibrate;
mod channels;
mod check;
mod codes;
mod compare;
mod explain;
mod finish;
mod help;
mod init;
mod inventory;
mod lang;
mod load;
mod merge;
mod pictures;
mod progress;
mod run;
mod sensitivity;
#[cfg(feature = "serve")]
mod serve;
mod session;
mod size;
mod stop;
mod store;
mod sweep;
mod verify;
mod yields;

pub use help::help_texts;

use crate::disk as files;
use crate::report::{Terminal, panic_is_an_error};
use crate::text;
use crate::words::Text;
use args::{Arguments, Command};
use clap::Parser;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Exit codes, as the help lists them.
mod exit {
    pub(super) const OK: u8 = 0;
    pub(super) const RUN_FAILED: u8 = 1;
    pub(super) const USAGE: u8 = 2;
    pub(super) const SCENARIO_INVALID: u8 = 3;
    pub(super) const SAMPLES_FAILED: u8 = 4;
    pub(super) const INTERRUPTED: u8 = 130;
}

/// Why a command ended without its result.
#[derive(Debug)]
enum CommandError {
    /// A file could not be read or written.
    File(files::FileError),
    /// The parts of a sweep cannot be used.
    Store(Box<store::StoreError>),
    /// The result could not be written to stdout.
    Output(std::io::Error),
}

impl From<files::FileError> for CommandError {
    fn from(error: files::FileError) -> Self {
        Self::File(error)
    }
}

impl From<std::io::Error> for CommandError {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}

/// Runs the command line and gives its exit code.
pub fn main() -> ExitCode {
    quiet_guarded_panics();
    let arguments: Vec<OsString> = std::env::args_os().collect();
    ExitCode::from(command(&arguments, &mut anstream::stdout()))
}

/// Reading Parquet of anywhere is guarded: what panics there is told as the error it is, and not printed as well.
pub fn quiet_guarded_panics() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !panic_is_an_error() {
            print(panic);
        }
    }));
}

/// One command at a time: its language, and whether it shall stop, are those of the process.
static ONE: Mutex<()> = Mutex::new(());

/// Runs the command line within another program and gives its exit code: `arguments` begin with the name of the program,
/// results go to `out`, talk to stderr. Ctrl-C is left to that program, which says [`stop`]. Another command that runs in
/// this process is waited for.
pub fn run_within(arguments: &[OsString], out: &mut dyn Write) -> u8 {
    let _one = alone();
    command(arguments, out)
}

/// As [`run_within`], and gives what was told as well, instead of telling it.
pub fn run_quietly(arguments: &[OsString], out: &mut dyn Write) -> (u8, String) {
    let _one = alone();
    *kept() = Some(String::new());
    let code = command(arguments, out);
    (code, kept().take().unwrap_or_default())
}

/// Waits for its turn, and sets anew what a command before, even one that panicked, left behind.
fn alone() -> MutexGuard<'static, ()> {
    let one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    *kept() = None;
    stop::hosted();
    one
}

fn kept() -> MutexGuard<'static, Option<String>> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Asks the command that runs within another program to end in order, as Ctrl-C does.
pub fn stop() {
    stop::ask();
}

/// Reads the arguments and does what they say.
fn command(arguments: &[OsString], out: &mut dyn Write) -> u8 {
    session::of(arguments);
    lang::choose(arguments.iter().skip(1).cloned());
    let read = match Arguments::try_parse_from(arguments) {
        Ok(read) => read,
        Err(error) => {
            help::tell(&error, arguments, out);
            // A closed stdout is no reason to fail.
            let _ = out.flush();
            return if error.use_stderr() { exit::USAGE } else { exit::OK };
        }
    };
    let result = dispatch(&read.command, out).and_then(|code| {
        out.flush()?;
        Ok(code)
    });
    match result {
        Ok(code) => code,
        // Whoever reads us has seen enough (`gisement ... | head`).
        Err(CommandError::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => exit::OK,
        Err(CommandError::Output(error)) => {
            talk(text!("error: cannot write the result: {error}", error = error.to_string()));
            exit::RUN_FAILED
        }
        Err(CommandError::Store(error)) => {
            talk(text!("error: {error}", error = error.told()));
            exit::RUN_FAILED
        }
        Err(CommandError::File(error)) => {
            talk(text!("error: {error}", error = error.told()));
            exit::RUN_FAILED
        }
    }
}

/// Whether stderr takes colours (a terminal, and NO_COLOR not set).
fn styled() -> bool {
    anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never
}

/// Whether stdout takes colours.
fn stdout_is_styled() -> bool {
    anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
}

/// How text is laid out on stdout: as wide as the terminal, and as ever where it is none, so that files and pipes hold the
/// same text everywhere.
fn terminal() -> Terminal {
    let width = terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| width.0);
    let usual = Terminal::default();
    // A terminal that tells no width says 0.
    let width = width.filter(|width| *width > 0).unwrap_or(usual.width);
    Terminal { width, colour: stdout_is_styled(), locale: lang::chosen() }
}

/// What is told while a command runs within another program that wants to have it.
static KEPT: Mutex<Option<String>> = Mutex::new(None);

/// Talk, to stderr or to whoever keeps it.
fn talk(text: impl Into<Text>) {
    let line = lang::chosen().tell(&text.into()) + "\n";
    if let Some(kept) = kept().as_mut() {
        kept.push_str(&anstream::adapter::strip_str(&line).to_string());
        return;
    }
    // A closed stderr is no reason to fail.
    let _ = write!(anstream::stderr(), "{line}");
}

/// A sentence in the language that was chosen, for what goes to stdout.
fn told(text: &Text) -> String {
    lang::chosen().tell(text)
}

/// How many warnings there are, after a file without errors.
fn warned(file: &std::path::Path, warnings: usize) -> String {
    let file = file.display();
    told(&match warnings {
        0 => text!("{file}: no errors, no warnings", file),
        1 => text!("{file}: no errors, 1 warning", file),
        _ => text!("{file}: no errors, {warnings} warnings", file, warnings),
    })
}

fn dispatch(command: &Command, out: &mut dyn Write) -> Result<u8, CommandError> {
    match command {
        Command::Run(arguments) => run::run(arguments, out),
        Command::Channels(arguments) => channels::run(arguments, out),
        Command::Sweep(arguments) => sweep::run(arguments, out),
        Command::Sensitivity(arguments) => sensitivity::run(arguments, out),
        Command::Merge(arguments) => merge::run(arguments, out),
        Command::Size(arguments) => size::run(arguments, out),
        Command::Calibrate(arguments) => calibrate::run(arguments, out),
        Command::Compare(arguments) => compare::run(arguments, out),
        Command::Check(arguments) => check::run(arguments, out),
        Command::Explain(arguments) => explain::run(arguments, out),
        Command::Init(arguments) => init::run(arguments, out),
        Command::Codes(arguments) => codes::run(arguments, out),
        Command::Yield(arguments) => yields::run(arguments, out),
        Command::Schema => init::schema(out),
        Command::Verify(arguments) => verify::run(arguments, out),
        Command::Bench(arguments) => bench::run(arguments, out),
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => serve::run(arguments, out),
    }
}
