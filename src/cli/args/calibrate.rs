//! Arguments of `gisement calibrate`.

use super::{FileArguments, thread_count};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `gisement calibrate`
#[derive(Args, Debug)]
#[command(
    after_help = "FILE is a scenario with a digester; or, for bottles of a laboratory, their table (.csv) or the word bmp with --data."
)]
pub(in crate::cli) struct CalibrateArguments {
    #[command(flatten)]
    pub(in crate::cli) input: FileArguments,
    /// How the methane of bottles rises, where FILE is `bmp`
    #[arg(long, value_enum, default_value_t = BmpModelName::FirstOrder)]
    pub(in crate::cli) model: BmpModelName,
    /// Measured data (CSV): time_d, and quantities with their unit: methane_nm3_per_d, ph, vfa_kg_m3, ...
    #[arg(long, value_name = "CSV")]
    pub(in crate::cli) data: Option<PathBuf>,
    /// Paths of the parameters to find [default: those under [uncertainty], amounts of streams left out]
    #[arg(long, value_name = "PATHS", value_delimiter = ',')]
    pub(in crate::cli) parameters: Vec<String>,
    /// The digester [default: the only one]
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) digester: Option<String>,
    /// Least squares with intervals, or an ensemble that samples the posterior after it
    #[arg(long, value_enum, default_value_t = FitMethodName::Ls)]
    pub(in crate::cli) method: FitMethodName,
    /// Walkers of an ensemble [default: 32]
    #[arg(long, value_name = "N")]
    pub(in crate::cli) walkers: Option<usize>,
    /// Ensembles that know nothing of each other [default: 2]
    #[arg(long, value_name = "N")]
    pub(in crate::cli) ensembles: Option<usize>,
    /// Steps of each walker [default: 1000]
    #[arg(long, value_name = "N")]
    pub(in crate::cli) steps: Option<usize>,
    /// Seed of walkers and of invented noise
    #[arg(long, default_value_t = 1)]
    pub(in crate::cli) seed: u64,
    /// Level of all intervals, above 0 and below 1
    #[arg(long, default_value_t = 0.9, value_parser = level)]
    pub(in crate::cli) level: f64,
    /// What is believed of residuals [default: autoregressive; independent for bottles]
    #[arg(long, value_enum)]
    pub(in crate::cli) noise: Option<NoiseName>,
    /// Leave the profile likelihoods out
    #[arg(long)]
    pub(in crate::cli) no_profiles: bool,
    /// Go on where a column is off by the factor of another unit
    #[arg(long)]
    pub(in crate::cli) trust_units: bool,
    /// Write data that never were (the scenario's digester with noise) instead, to see what data would tell
    #[arg(long, value_name = "CSV", conflicts_with = "data")]
    pub(in crate::cli) invent: Option<PathBuf>,
    /// Columns of invented data
    #[arg(long, value_name = "NAMES", value_delimiter = ',', default_values_t = ["methane_nm3_per_d".to_owned(), "ph".to_owned()])]
    pub(in crate::cli) columns: Vec<String>,
    /// Days between rows of invented data
    #[arg(long, value_name = "DAYS", default_value_t = 1.0)]
    pub(in crate::cli) every_days: f64,
    /// Noise of invented data, % of the mean of each column (hundredths of pH)
    #[arg(long, value_name = "PCT", default_value_t = 3.0)]
    pub(in crate::cli) noise_pct: f64,
    /// Correlation of invented noise a day apart
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub(in crate::cli) memory: f64,
    /// Folder of page, data and overlay [default: out/NAME]
    #[arg(long, value_name = "FOLDER")]
    pub(in crate::cli) out: Option<PathBuf>,
    /// Threads [default: all cores]
    #[arg(long, value_name = "T", value_parser = thread_count)]
    pub(in crate::cli) threads: Option<usize>,
}

/// Names of models of bottles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum BmpModelName {
    /// One pool of first order
    #[value(name = "first_order")]
    FirstOrder,
    /// A quick and a slow pool
    #[value(name = "two_pools")]
    TwoPools,
    /// Modified Gompertz with a lag
    Gompertz,
}

/// What is believed of residuals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum NoiseName {
    /// Each is a draw of its own
    Independent,
    /// Each keeps a share of the one before
    Autoregressive,
}

/// Names of methods of calibration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FitMethodName {
    /// Least squares: Fisher and profile intervals
    Ls,
    /// Least squares, then an ensemble
    Mcmc,
}

fn level(text: &str) -> Result<f64, String> {
    let found = text.parse::<f64>().ok().filter(|l| *l > 0.0 && *l < 1.0);
    found.ok_or_else(|| "write a number above 0 and below 1, such as 0.9".to_owned())
}
