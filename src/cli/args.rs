//! The command line: one definition gives parsing, help and errors.

use crate::scenario::SAMPLES_MAX;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// What a territory should do with the wood and the fermentable waste that its companies throw away.
#[derive(Debug, Parser)]
#[command(name = "gisement", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(super) struct Arguments {
    /// What to do
    #[command(subcommand)]
    pub(super) command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 ok, 1 run failed, 2 usage, 3 scenario invalid, 4 done but some samples failed, \
130 interrupted. Results go to stdout, talk to stderr. NO_COLOR is respected.";

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Pool, simulate, balance, sample: a table here, a report and pictures in out/NAME/
    Run(RunArguments),
    /// All problems of a scenario at once, and what is missing
    Check(FileArguments),
    /// Every value of a scenario with its unit, source and flag, or one parameter by its path
    Explain(ExplainArguments),
    /// Write a commented starter scenario
    Init(InitArguments),
    /// JSON Schema of the scenario file, for editors
    Schema,
    /// Hold the program against published numbers, or against your own table of known answers
    Verify(VerifyArguments),
    /// How fast this machine runs the engine; beside a peer solver when built with `--features peers`
    Bench(BenchArguments),
}

/// A scenario and what is overridden in it.
#[derive(Args, Debug)]
pub(super) struct FileArguments {
    /// Scenario file (TOML)
    pub(super) file: PathBuf,
    /// Override any value by its path, as often as you like: --set digester.k_m_ac=7.2
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(super) overrides: Vec<String>,
    /// Results as JSON on stdout
    #[arg(long)]
    pub(super) json: bool,
}

/// `gisement run`
#[derive(Args, Debug)]
pub(super) struct RunArguments {
    #[command(flatten)]
    pub(super) input: FileArguments,
    /// Folder of the report [default: out/NAME]
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    /// Number of samples [default: as the scenario says, or 1000]
    #[arg(short = 'n', long = "number", value_name = "N", value_parser = clap::value_parser!(u64).range(0..=SAMPLES_MAX as u64))]
    pub(super) number: Option<u64>,
    /// Seed of the samples [default: as the scenario says, or 1]
    #[arg(long)]
    pub(super) seed: Option<u64>,
}

/// `gisement explain`
#[derive(Args, Debug)]
pub(super) struct ExplainArguments {
    /// A scenario file, or the path of one parameter (boiler.excess_air)
    pub(super) target: String,
    /// With a scenario file: only paths that contain this text
    pub(super) filter: Option<String>,
    /// Override any value by its path
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(super) overrides: Vec<String>,
    /// Results as JSON on stdout
    #[arg(long)]
    pub(super) json: bool,
}

/// `gisement init`
#[derive(Args, Debug)]
pub(super) struct InitArguments {
    /// File to write
    #[arg(default_value = "scenario.toml")]
    pub(super) file: PathBuf,
}

/// `gisement verify`
#[derive(Args, Debug)]
pub(super) struct VerifyArguments {
    /// A table of known answers in the format of a shipped one (yield, combustion, dispatch, carbon, cost of heat)
    #[arg(long, value_name = "FILE")]
    pub(super) cases: Vec<PathBuf>,
    /// Every row, not only those that fail
    #[arg(long)]
    pub(super) all: bool,
    /// Results as JSON on stdout
    #[arg(long)]
    pub(super) json: bool,
}

/// `gisement bench`
#[derive(Args, Debug)]
pub(super) struct BenchArguments {
    /// Scenario whose year is timed as well [default: scenarios/florange.toml, where there is one]
    pub(super) file: Option<PathBuf>,
    /// Only rows with this text in their name
    #[arg(long, value_name = "TEXT")]
    pub(super) case: Option<String>,
    /// Seconds each row is timed for, the peer as long again
    #[arg(long, value_name = "SECONDS", default_value_t = 3.0, value_parser = seconds)]
    pub(super) seconds: f64,
    /// Results as JSON on stdout
    #[arg(long)]
    pub(super) json: bool,
}

/// A time to measure for: long enough to mean something, short enough to wait for.
fn seconds(text: &str) -> Result<f64, String> {
    let wanted = "write a number from 0.001 to 3600".to_owned();
    text.parse().ok().filter(|value| (0.001..=3600.0).contains(value)).ok_or(wanted)
}
