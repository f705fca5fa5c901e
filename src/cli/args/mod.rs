//! The command line: one definition gives parsing, help and errors.

mod ask;
mod calibrate;
mod sweep;
mod tools;

pub(in crate::cli) use ask::{
    ChannelsArguments, CompareArguments, ObjectiveName, RunArguments, SizeArguments, SizeObjectiveName,
};
pub(in crate::cli) use calibrate::{BmpModelName, CalibrateArguments, FitMethodName, NoiseName};
pub(in crate::cli) use sweep::{MergeArguments, MethodName, SensitivityArguments, SweepArguments};
#[cfg(feature = "serve")]
pub(in crate::cli) use tools::ServeArguments;
pub(in crate::cli) use tools::{
    BenchArguments, CodesArguments, ExplainArguments, InitArguments, MassesName, VerifyArguments, VolumeName,
    YieldArguments,
};

use crate::cli::lang::LanguageName;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// What a territory should do with the wood and the fermentable waste that its companies throw away.
#[derive(Debug, Parser)]
#[command(name = "gisement", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(in crate::cli) struct Arguments {
    /// Language of messages, tables, pages and workbooks; also by the variable GISEMENT_LANG [default: en]
    #[arg(long, global = true, value_enum, value_name = "LANG", hide_possible_values = true)]
    pub(in crate::cli) lang: Option<LanguageName>,
    /// What to do
    #[command(subcommand)]
    pub(in crate::cli) command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 ok, 1 run failed, 2 usage, 3 scenario invalid, 4 done but some samples failed, \
130 interrupted. Results go to stdout, talk to stderr. NO_COLOR is respected.";

/// The commands.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Command {
    /// Pool, simulate, balance, sample: a table here, a report and a workbook in out/NAME/
    Run(RunArguments),
    /// What should go where: the best allocation of streams to channels; a page, data and a workbook in out/NAME/
    Channels(ChannelsArguments),
    /// Which boilers, buffer and wood store: every candidate simulated and ranked; a page and data in out/NAME/
    Size(SizeArguments),
    /// Parameters from measured data, with what the data see and do not see; page, data and overlay in out/NAME/
    Calibrate(CalibrateArguments),
    /// Scenarios, or variants of one, side by side: what differs and what made the difference
    Compare(CompareArguments),
    /// Many samples into a Parquet file that survives interruptions, with a summary and a manifest
    Sweep(SweepArguments),
    /// Join the shards of a sweep, once they cover every sample
    Merge(MergeArguments),
    /// Which inputs matter for which result: a table here, a page, figures and a workbook in out/NAME/
    Sensitivity(SensitivityArguments),
    /// All problems of a scenario or an inventory (.xlsx, .csv) at once, and what is missing
    Check(FileArguments),
    /// Every value of a scenario with its unit, source and flag, or one parameter by its path
    Explain(ExplainArguments),
    /// Write a commented starter scenario, or a template of an inventory
    Init(InitArguments),
    /// Find a code of the European List of Waste by words, French or English, or by its first digits
    Codes(CodesArguments),
    /// Theoretical methane, CO2, NH3, H2S and COD of a formula, a library feedstock or fractions
    Yield(YieldArguments),
    /// JSON Schema of the scenario file, for editors
    Schema,
    /// Hold the program against published numbers, or against your own table of known answers
    Verify(VerifyArguments),
    /// A local page: scenarios built by forms, their uncertainty answered while a slider moves
    #[cfg(feature = "serve")]
    Serve(ServeArguments),
    /// How fast this machine runs the engine; beside a peer solver when built with `--features peers`
    Bench(BenchArguments),
}

/// A scenario and what is overridden in it.
#[derive(Args, Debug)]
pub(in crate::cli) struct FileArguments {
    /// Scenario file (TOML)
    pub(in crate::cli) file: PathBuf,
    /// Override any value by its path, as often as you like: --set digester.k_m_ac=7.2; or many: --set @FILE
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(in crate::cli) overrides: Vec<String>,
    /// Results as JSON on stdout
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

fn thread_count(text: &str) -> Result<usize, String> {
    text.parse::<usize>()
        .ok()
        .filter(|n| (1..=1024).contains(n))
        .ok_or_else(|| "write a number from 1 to 1024".to_owned())
}
