//! The command line: reads bytes, calls the engine, prints. The only floor that touches files, clock and terminal.
//!
//! Results go to stdout, talk goes to stderr. Each command returns its exit code.

mod args;
mod bench;
mod calibrate;
mod channels;
mod check;
mod codes;
mod command;
mod compare;
mod explain;
mod files;
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
mod session;
mod size;
mod stop;
mod store;
mod sweep;
mod verify;
mod yields;

pub use help::help_texts;

use crate::report::{Terminal, panic_is_an_error};
use crate::text;
use crate::words::Text;
use args::{Arguments, Command};
use clap::Parser;
use std::io::Write;
use std::process::ExitCode;

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
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !panic_is_an_error() {
            print(panic);
        }
    }));
    lang::choose(std::env::args_os().skip(1));
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            help::tell(&error);
            return ExitCode::from(if error.use_stderr() { exit::USAGE } else { exit::OK });
        }
    };
    let mut out = anstream::stdout();
    let result = dispatch(&arguments.command, &mut out).and_then(|code| {
        out.flush()?;
        Ok(code)
    });
    match result {
        Ok(code) => ExitCode::from(code),
        // Whoever reads us has seen enough (`gisement ... | head`).
        Err(CommandError::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::from(exit::OK),
        Err(CommandError::Output(error)) => {
            talk(text!("error: cannot write the result: {error}", error = error.to_string()));
            ExitCode::from(exit::RUN_FAILED)
        }
        Err(CommandError::Store(error)) => {
            talk(text!("error: {error}", error = error.told()));
            ExitCode::from(exit::RUN_FAILED)
        }
        Err(CommandError::File(error)) => {
            talk(text!("error: {error}", error = error.told()));
            ExitCode::from(exit::RUN_FAILED)
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
    Terminal { width, colour: stdout_is_styled(), ..usual }
}

/// Talk, to stderr.
fn talk(text: impl Into<Text>) {
    // A closed stderr is no reason to fail.
    let _ = writeln!(anstream::stderr(), "{}", lang::chosen().tell(&text.into()));
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
    }
}
