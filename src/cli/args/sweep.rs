//! Arguments of sweeps, and of what is ranked by many runs.

use super::{FileArguments, thread_count};
use crate::cli::sweep::Shard;
use crate::sweep::SWEEP_SAMPLES_MAX;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `gisement sweep`
#[derive(Args, Debug)]
pub(in crate::cli) struct SweepArguments {
    #[command(flatten)]
    pub(in crate::cli) input: FileArguments,
    /// Number of samples [default: as the scenario says, or 1000]
    #[arg(short = 'n', long = "number", value_name = "N", value_parser = sample_count)]
    pub(in crate::cli) number: Option<u64>,
    /// Seed of the samples [default: as the scenario says, or 1]
    #[arg(long)]
    pub(in crate::cli) seed: Option<u64>,
    /// How the samples are drawn
    #[arg(long, value_enum, default_value_t = DesignName::MonteCarlo)]
    pub(in crate::cli) design: DesignName,
    /// Independent randomised replicates of a Latin hypercube or Sobol design: their scatter gives the intervals
    /// [default: 16]
    #[arg(long, value_name = "R")]
    pub(in crate::cli) replicates: Option<u64>,
    /// Samples of your own, CSV or Parquet: a column for every uncertain input, a row for every sample
    #[arg(long, value_name = "FILE", conflicts_with_all = ["seed", "design", "replicates", "until"])]
    pub(in crate::cli) samples: Option<PathBuf>,
    /// Stop before the last sample once this is known: 'biogas.p50 +- 0.5% and npv_eur.mean +- 20000'
    #[arg(long, value_name = "RULE", conflicts_with = "shard")]
    pub(in crate::cli) until: Option<String>,
    /// Time series of some samples as well, into STEM.series.parquet: --series 0,17
    #[arg(long, value_name = "SAMPLES", value_delimiter = ',', conflicts_with = "shard")]
    pub(in crate::cli) series: Vec<u64>,
    /// File of rows [default: out/STEM.parquet]; parts lie beside it while the sweep runs
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) out: Option<PathBuf>,
    /// Go on with what an earlier run left
    #[arg(long)]
    pub(in crate::cli) resume: bool,
    /// Start over; with --resume: replace a finished file of another sweep
    #[arg(long)]
    pub(in crate::cli) force: bool,
    /// Only say what it would take, in so many shards: time, bytes, files
    #[arg(long, value_name = "SHARDS", num_args = 0..=1, default_missing_value = "1", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub(in crate::cli) plan: Option<u64>,
    /// Only shard k of n, k from 1; `gisement merge` joins them
    #[arg(long, value_name = "k/n", value_parser = shard, conflicts_with = "force")]
    pub(in crate::cli) shard: Option<Shard>,
    /// Threads [default: all cores]
    #[arg(long, value_name = "T", value_parser = thread_count)]
    pub(in crate::cli) threads: Option<usize>,
}

/// Names of the designs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum DesignName {
    /// Independent samples
    #[value(name = "monte_carlo", alias = "mc")]
    MonteCarlo,
    /// Every dimension evenly spread
    #[value(name = "latin_hypercube", alias = "lhs")]
    LatinHypercube,
    /// All dimensions together evenly spread, scrambled
    #[value(name = "sobol")]
    Sobol,
}

impl DesignName {
    /// The name that the engine knows.
    pub(in crate::cli) fn name(self) -> &'static str {
        match self {
            Self::MonteCarlo => "monte_carlo",
            Self::LatinHypercube => "latin_hypercube",
            Self::Sobol => "sobol",
        }
    }
}

/// `gisement sensitivity`
#[derive(Args, Debug)]
pub(in crate::cli) struct SensitivityArguments {
    #[command(flatten)]
    pub(in crate::cli) input: FileArguments,
    /// How inputs are ranked [default: shapley when inputs depend on each other, else sobol; given-data with --from]
    #[arg(long, value_enum)]
    pub(in crate::cli) method: Option<MethodName>,
    /// Design rows [default: so many that there are about 20,000 runs; 50 for morris]. Runs are rows times (inputs + 2) for
    /// sobol, rows times (inputs + 1) for shapley and morris; at most 2,000,000
    #[arg(short = 'n', long = "number", value_name = "N")]
    pub(in crate::cli) number: Option<u64>,
    /// Seed of the samples [default: as the scenario says, or 1]
    #[arg(long)]
    pub(in crate::cli) seed: Option<u64>,
    /// Only these results, by key, with commas between: --outputs lcoh_eur_per_mwh,biogas_nm3_per_a
    #[arg(long, value_name = "KEY,...", value_delimiter = ',')]
    pub(in crate::cli) outputs: Vec<String>,
    /// Rank groups of inputs
    #[arg(long, value_enum, value_name = "BY")]
    pub(in crate::cli) group: Option<GroupName>,
    /// Rank the independent factors behind inputs that depend on each other
    #[arg(long, conflicts_with = "from")]
    pub(in crate::cli) factors: bool,
    /// Sobol: the shares of pairs of inputs as well, for about twice the runs
    #[arg(long, conflicts_with = "from")]
    pub(in crate::cli) pairs: bool,
    /// A finished sweep of the scenario (.parquet), or any table with a column for each input and output (.csv)
    #[arg(long, value_name = "SWEEP", conflicts_with_all = ["number", "seed", "group"])]
    pub(in crate::cli) from: Option<PathBuf>,
    /// Inputs shown for each result
    #[arg(long, value_name = "K", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(in crate::cli) top: u16,
    /// Folder of figures and JSON [default: out/NAME]
    #[arg(long, value_name = "FOLDER")]
    pub(in crate::cli) out: Option<PathBuf>,
}

/// Names of the ways to rank inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum MethodName {
    /// Shares of variance of independent inputs, first order and total
    Sobol,
    /// Shares of variance that sum to 1, also of dependent inputs
    Shapley,
    /// Elementary effects: a cheap ranking
    Morris,
    /// One input at a time, at its 10 % and 90 % quantile
    Tornado,
    /// Measures on a finished sweep (--from), without a further run
    GivenData,
}

/// Names of the ways to group inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum GroupName {
    /// By company
    Provider,
    /// By feedstock
    Feedstock,
    /// By part of the model: streams, digester, boiler, economics
    Part,
}

/// `gisement merge`
#[derive(Args, Debug)]
pub(in crate::cli) struct MergeArguments {
    /// The --out of the sweep
    pub(in crate::cli) out: PathBuf,
    /// Replace a finished file of another sweep
    #[arg(long)]
    pub(in crate::cli) force: bool,
    /// Summary as JSON on stdout
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

fn sample_count(text: &str) -> Result<u64, String> {
    let count = text.parse::<u64>().ok().filter(|n| (1..=SWEEP_SAMPLES_MAX).contains(n));
    count.ok_or_else(|| format!("write a number of samples from 1 to {SWEEP_SAMPLES_MAX}"))
}

fn shard(text: &str) -> Result<Shard, String> {
    let parts = text.split_once('/').and_then(|(k, n)| Some(Shard { k: k.parse().ok()?, n: n.parse().ok()? }));
    let good = parts.filter(|s| s.k >= 1 && s.k <= s.n);
    good.ok_or_else(|| "write which shard of how many, counted from 1: --shard 2/7".to_owned())
}
