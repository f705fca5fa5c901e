//! Arguments of the commands that ask one thing of scenarios.

use super::{FileArguments, thread_count};
use crate::allocation::Criterion;
use crate::cli::pictures::PictureKind;
use crate::scenario::{SAMPLES_MAX, SizeObjective};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `gisement run`
#[derive(Args, Debug)]
pub(in crate::cli) struct RunArguments {
    #[command(flatten)]
    pub(in crate::cli) input: FileArguments,
    /// Folder of the report [default: out/NAME]
    #[arg(long, value_name = "FOLDER")]
    pub(in crate::cli) out: Option<PathBuf>,
    /// Figures as files of their own in FOLDER/figures/, with their data
    #[arg(long, value_enum, value_name = "KIND")]
    pub(in crate::cli) pictures: Option<PictureKind>,
    /// Number of samples [default: as the scenario says, or 1000]
    #[arg(short = 'n', long = "number", value_name = "N", value_parser = clap::value_parser!(u64).range(0..=SAMPLES_MAX as u64))]
    pub(in crate::cli) number: Option<u64>,
    /// Seed of the samples [default: as the scenario says, or 1]
    #[arg(long)]
    pub(in crate::cli) seed: Option<u64>,
}

/// `gisement channels`
#[derive(Args, Debug)]
pub(in crate::cli) struct ChannelsArguments {
    #[command(flatten)]
    pub(in crate::cli) input: FileArguments,
    /// What is made best [default: as the scenario says, or cost]
    #[arg(long, value_enum)]
    pub(in crate::cli) objective: Option<ObjectiveName>,
    /// Folder of the page and the data [default: out/NAME]
    #[arg(long, value_name = "FOLDER")]
    pub(in crate::cli) out: Option<PathBuf>,
    /// Figures as files of their own in FOLDER/figures/, with their data
    #[arg(long, value_enum, value_name = "KIND")]
    pub(in crate::cli) pictures: Option<PictureKind>,
    /// Number of samples; 0 for none [default: as the scenario says, or 1000]
    #[arg(short = 'n', long = "number", value_name = "N", value_parser = clap::value_parser!(u64).range(0..=SAMPLES_MAX as u64))]
    pub(in crate::cli) number: Option<u64>,
    /// Seed of the samples [default: as the scenario says, or 1]
    #[arg(long)]
    pub(in crate::cli) seed: Option<u64>,
    /// Companies are numbered, not named, in all that is written
    #[arg(long)]
    pub(in crate::cli) hide_names: bool,
    /// Threads [default: all cores]
    #[arg(long, value_name = "T", value_parser = thread_count)]
    pub(in crate::cli) threads: Option<usize>,
}

/// `gisement size`
#[derive(Args, Debug)]
pub(in crate::cli) struct SizeArguments {
    #[command(flatten)]
    pub(in crate::cli) input: FileArguments,
    /// What is made best [default: as the scenario says, or cost]
    #[arg(long, value_enum)]
    pub(in crate::cli) objective: Option<SizeObjectiveName>,
    /// Folder of the page and the data [default: out/NAME]
    #[arg(long, value_name = "FOLDER")]
    pub(in crate::cli) out: Option<PathBuf>,
    /// Figures as files of their own in FOLDER/figures/, with their data
    #[arg(long, value_enum, value_name = "KIND")]
    pub(in crate::cli) pictures: Option<PictureKind>,
    /// Number of samples; 0 for the nominal case alone [default: as the scenario says, or 200]
    #[arg(short = 'n', long = "number", value_name = "N", value_parser = clap::value_parser!(u64).range(0..=SAMPLES_MAX as u64))]
    pub(in crate::cli) number: Option<u64>,
    /// Seed of the samples [default: as the scenario says, or 1]
    #[arg(long)]
    pub(in crate::cli) seed: Option<u64>,
    /// Candidates in the table of the terminal
    #[arg(long, value_name = "ROWS", default_value_t = 10)]
    pub(in crate::cli) top: usize,
    /// Threads [default: all cores]
    #[arg(long, value_name = "T", value_parser = thread_count)]
    pub(in crate::cli) threads: Option<usize>,
}

/// Names of what a sizing may make best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SizeObjectiveName {
    /// Least cost of heat
    Cost,
    /// Most greenhouse gas saved
    Co2,
    /// Most heat without gas
    Coverage,
}

impl SizeObjectiveName {
    /// The objective that the engine knows.
    pub(in crate::cli) fn objective(self) -> SizeObjective {
        match self {
            Self::Cost => SizeObjective::Cost,
            Self::Co2 => SizeObjective::Co2,
            Self::Coverage => SizeObjective::Coverage,
        }
    }
}

/// Names of what may be made best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ObjectiveName {
    /// Least cost
    Cost,
    /// Least greenhouse gas
    Co2,
    /// Most jobs
    Jobs,
}

impl ObjectiveName {
    /// The criterion that the engine knows.
    pub(in crate::cli) fn criterion(self) -> Criterion {
        match self {
            Self::Cost => Criterion::Cost,
            Self::Co2 => Criterion::Co2,
            Self::Jobs => Criterion::Jobs,
        }
    }
}

/// `gisement compare`
#[derive(Args, Debug)]
pub(in crate::cli) struct CompareArguments {
    /// Scenario files (TOML); the others are held against the first
    #[arg(required = true, num_args = 1..)]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// Override a value in every scenario, as often as you like: --set economics.gas_price_eur_per_mwh_hhv=70
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(in crate::cli) overrides: Vec<String>,
    /// One more scenario: the first file with other values, semicolons between: --variant 'boiler.power_kw=600'
    #[arg(long = "variant", value_name = "PATH=VALUE;...")]
    pub(in crate::cli) variants: Vec<String>,
    /// What is made best where streams are allocated [default: as each scenario says, or cost]
    #[arg(long, value_enum)]
    pub(in crate::cli) objective: Option<ObjectiveName>,
    /// Folder of the page and the data [default: out/compare-A-B]
    #[arg(long, value_name = "FOLDER")]
    pub(in crate::cli) out: Option<PathBuf>,
    /// Companies are numbered, not named, in all that is written
    #[arg(long)]
    pub(in crate::cli) hide_names: bool,
    /// Results as JSON on stdout
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
