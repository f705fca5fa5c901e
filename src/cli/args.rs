//! The command line: one definition gives parsing, help and errors.

use super::lang::LanguageName;
use super::pictures::PictureKind;
use super::sweep::Shard;
use crate::allocation::Criterion;
use crate::scenario::{SAMPLES_MAX, SizeObjective};
use crate::sweep::SWEEP_SAMPLES_MAX;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What a territory should do with the wood and the fermentable waste that its companies throw away.
#[derive(Debug, Parser)]
#[command(name = "gisement", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(super) struct Arguments {
    /// Language of messages, tables, pages and workbooks; also by the variable GISEMENT_LANG [default: en]
    #[arg(long, global = true, value_enum, value_name = "LANG", hide_possible_values = true)]
    pub(super) lang: Option<LanguageName>,
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
    /// What should go where: the best allocation of streams to channels; a page, data and pictures in out/NAME/
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
    /// Which inputs matter for which result: a table here, figures and JSON in out/NAME/
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
pub(super) struct FileArguments {
    /// Scenario file (TOML)
    pub(super) file: PathBuf,
    /// Override any value by its path, as often as you like: --set digester.k_m_ac=7.2; or many: --set @FILE
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
    /// Figures as files of their own in FOLDER/figures/, with their data
    #[arg(long, value_enum, value_name = "KIND")]
    pub(super) pictures: Option<PictureKind>,
    /// Number of samples [default: as the scenario says, or 1000]
    #[arg(short = 'n', long = "number", value_name = "N", value_parser = clap::value_parser!(u64).range(0..=SAMPLES_MAX as u64))]
    pub(super) number: Option<u64>,
    /// Seed of the samples [default: as the scenario says, or 1]
    #[arg(long)]
    pub(super) seed: Option<u64>,
}

/// `gisement channels`
#[derive(Args, Debug)]
pub(super) struct ChannelsArguments {
    #[command(flatten)]
    pub(super) input: FileArguments,
    /// What is made best [default: as the scenario says, or cost]
    #[arg(long, value_enum)]
    pub(super) objective: Option<ObjectiveName>,
    /// Folder of the page and the data [default: out/NAME]
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    /// Figures as files of their own in FOLDER/figures/, with their data
    #[arg(long, value_enum, value_name = "KIND")]
    pub(super) pictures: Option<PictureKind>,
    /// Number of samples; 0 for none [default: as the scenario says, or 1000]
    #[arg(short = 'n', long = "number", value_name = "N", value_parser = clap::value_parser!(u64).range(0..=SAMPLES_MAX as u64))]
    pub(super) number: Option<u64>,
    /// Seed of the samples [default: as the scenario says, or 1]
    #[arg(long)]
    pub(super) seed: Option<u64>,
    /// Companies are numbered, not named, in all that is written
    #[arg(long)]
    pub(super) hide_names: bool,
    /// Threads [default: all cores]
    #[arg(long, value_name = "T", value_parser = thread_count)]
    pub(super) threads: Option<usize>,
}

/// `gisement size`
#[derive(Args, Debug)]
pub(super) struct SizeArguments {
    #[command(flatten)]
    pub(super) input: FileArguments,
    /// What is made best [default: as the scenario says, or cost]
    #[arg(long, value_enum)]
    pub(super) objective: Option<SizeObjectiveName>,
    /// Folder of the page and the data [default: out/NAME]
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    /// Figures as files of their own in FOLDER/figures/, with their data
    #[arg(long, value_enum, value_name = "KIND")]
    pub(super) pictures: Option<PictureKind>,
    /// Number of samples; 0 for the nominal case alone [default: as the scenario says, or 200]
    #[arg(short = 'n', long = "number", value_name = "N", value_parser = clap::value_parser!(u64).range(0..=SAMPLES_MAX as u64))]
    pub(super) number: Option<u64>,
    /// Seed of the samples [default: as the scenario says, or 1]
    #[arg(long)]
    pub(super) seed: Option<u64>,
    /// Candidates in the table of the terminal
    #[arg(long, value_name = "ROWS", default_value_t = 10)]
    pub(super) top: usize,
    /// Threads [default: all cores]
    #[arg(long, value_name = "T", value_parser = thread_count)]
    pub(super) threads: Option<usize>,
}

/// `gisement calibrate`
#[derive(Args, Debug)]
#[command(
    after_help = "FILE is a scenario with a digester; or, for bottles of a laboratory, their table (.csv) or the word bmp with --data."
)]
pub(super) struct CalibrateArguments {
    #[command(flatten)]
    pub(super) input: FileArguments,
    /// How the methane of bottles rises, where FILE is `bmp`
    #[arg(long, value_enum, default_value_t = BmpModelName::FirstOrder)]
    pub(super) model: BmpModelName,
    /// Measured data (CSV): time_d, and quantities with their unit: methane_nm3_per_d, ph, vfa_kg_m3, ...
    #[arg(long, value_name = "CSV")]
    pub(super) data: Option<PathBuf>,
    /// Paths of the parameters to find [default: those under [uncertainty], amounts of streams left out]
    #[arg(long, value_name = "PATHS", value_delimiter = ',')]
    pub(super) parameters: Vec<String>,
    /// The digester [default: the only one]
    #[arg(long, value_name = "ID")]
    pub(super) digester: Option<String>,
    /// Least squares with intervals, or an ensemble that samples the posterior after it
    #[arg(long, value_enum, default_value_t = FitMethodName::Ls)]
    pub(super) method: FitMethodName,
    /// Walkers of an ensemble [default: 32]
    #[arg(long, value_name = "N")]
    pub(super) walkers: Option<usize>,
    /// Ensembles that know nothing of each other [default: 2]
    #[arg(long, value_name = "N")]
    pub(super) ensembles: Option<usize>,
    /// Steps of each walker [default: 1000]
    #[arg(long, value_name = "N")]
    pub(super) steps: Option<usize>,
    /// Seed of walkers and of invented noise
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// Level of all intervals, above 0 and below 1
    #[arg(long, default_value_t = 0.9, value_parser = level)]
    pub(super) level: f64,
    /// What is believed of residuals [default: autoregressive; independent for bottles]
    #[arg(long, value_enum)]
    pub(super) noise: Option<NoiseName>,
    /// Leave the profile likelihoods out
    #[arg(long)]
    pub(super) no_profiles: bool,
    /// Go on where a column is off by the factor of another unit
    #[arg(long)]
    pub(super) trust_units: bool,
    /// Write data that never were (the scenario's digester with noise) instead, to see what data would tell
    #[arg(long, value_name = "CSV", conflicts_with = "data")]
    pub(super) invent: Option<PathBuf>,
    /// Columns of invented data
    #[arg(long, value_name = "NAMES", value_delimiter = ',', default_values_t = ["methane_nm3_per_d".to_owned(), "ph".to_owned()])]
    pub(super) columns: Vec<String>,
    /// Days between rows of invented data
    #[arg(long, value_name = "DAYS", default_value_t = 1.0)]
    pub(super) every_days: f64,
    /// Noise of invented data, % of the mean of each column (hundredths of pH)
    #[arg(long, value_name = "PCT", default_value_t = 3.0)]
    pub(super) noise_pct: f64,
    /// Correlation of invented noise a day apart
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub(super) memory: f64,
    /// Folder of page, data and overlay [default: out/NAME]
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    /// Threads [default: all cores]
    #[arg(long, value_name = "T", value_parser = thread_count)]
    pub(super) threads: Option<usize>,
}

/// Names of models of bottles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum BmpModelName {
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
pub(super) enum NoiseName {
    /// Each is a draw of its own
    Independent,
    /// Each keeps a share of the one before
    Autoregressive,
}

/// Names of methods of calibration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FitMethodName {
    /// Least squares: Fisher and profile intervals
    Ls,
    /// Least squares, then an ensemble
    Mcmc,
}

fn level(text: &str) -> Result<f64, String> {
    let found = text.parse::<f64>().ok().filter(|l| *l > 0.0 && *l < 1.0);
    found.ok_or_else(|| "write a number above 0 and below 1, such as 0.9".to_owned())
}

/// Names of what a sizing may make best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SizeObjectiveName {
    /// Least cost of heat
    Cost,
    /// Most greenhouse gas saved
    Co2,
    /// Most heat without gas
    Coverage,
}

impl SizeObjectiveName {
    /// The objective that the engine knows.
    pub(super) fn objective(self) -> SizeObjective {
        match self {
            Self::Cost => SizeObjective::Cost,
            Self::Co2 => SizeObjective::Co2,
            Self::Coverage => SizeObjective::Coverage,
        }
    }
}

/// Names of what may be made best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ObjectiveName {
    /// Least cost
    Cost,
    /// Least greenhouse gas
    Co2,
    /// Most jobs
    Jobs,
}

impl ObjectiveName {
    /// The criterion that the engine knows.
    pub(super) fn criterion(self) -> Criterion {
        match self {
            Self::Cost => Criterion::Cost,
            Self::Co2 => Criterion::Co2,
            Self::Jobs => Criterion::Jobs,
        }
    }
}

/// `gisement compare`
#[derive(Args, Debug)]
pub(super) struct CompareArguments {
    /// Scenario files (TOML); the others are held against the first
    #[arg(required = true, num_args = 1..)]
    pub(super) files: Vec<PathBuf>,
    /// Override a value in every scenario, as often as you like: --set economics.gas_price_eur_per_mwh=70
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(super) overrides: Vec<String>,
    /// One more scenario: the first file with other values, semicolons between: --variant 'boiler.power_kw=600'
    #[arg(long = "variant", value_name = "PATH=VALUE;...")]
    pub(super) variants: Vec<String>,
    /// What is made best where streams are allocated [default: as each scenario says, or cost]
    #[arg(long, value_enum)]
    pub(super) objective: Option<ObjectiveName>,
    /// Folder of the page and the data [default: out/compare-A-B]
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    /// Companies are numbered, not named, in all that is written
    #[arg(long)]
    pub(super) hide_names: bool,
    /// Results as JSON on stdout
    #[arg(long)]
    pub(super) json: bool,
}

/// `gisement sweep`
#[derive(Args, Debug)]
pub(super) struct SweepArguments {
    #[command(flatten)]
    pub(super) input: FileArguments,
    /// Number of samples [default: as the scenario says, or 1000]
    #[arg(short = 'n', long = "number", value_name = "N", value_parser = sample_count)]
    pub(super) number: Option<u64>,
    /// Seed of the samples [default: as the scenario says, or 1]
    #[arg(long)]
    pub(super) seed: Option<u64>,
    /// How the samples are drawn
    #[arg(long, value_enum, default_value_t = DesignName::MonteCarlo)]
    pub(super) design: DesignName,
    /// Independent randomised replicates of a Latin hypercube or Sobol design: their scatter gives the intervals
    /// [default: 16]
    #[arg(long, value_name = "R")]
    pub(super) replicates: Option<u64>,
    /// Samples of your own, CSV or Parquet: a column for every uncertain input, a row for every sample
    #[arg(long, value_name = "FILE", conflicts_with_all = ["seed", "design", "replicates", "until"])]
    pub(super) samples: Option<PathBuf>,
    /// Stop before the last sample once this is known: 'biogas.p50 +- 0.5% and npv_eur.mean +- 20000'
    #[arg(long, value_name = "RULE", conflicts_with = "shard")]
    pub(super) until: Option<String>,
    /// Time series of some samples as well, into STEM.series.parquet: --series 0,17
    #[arg(long, value_name = "SAMPLES", value_delimiter = ',', conflicts_with = "shard")]
    pub(super) series: Vec<u64>,
    /// File of rows [default: out/STEM.parquet]; parts lie beside it while the sweep runs
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Go on with what an earlier run left
    #[arg(long)]
    pub(super) resume: bool,
    /// Start over; with --resume: replace a finished file of another sweep
    #[arg(long)]
    pub(super) force: bool,
    /// Only say what it would take, in so many shards: time, bytes, files
    #[arg(long, value_name = "SHARDS", num_args = 0..=1, default_missing_value = "1", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub(super) plan: Option<u64>,
    /// Only shard k of n, k from 1; `gisement merge` joins them
    #[arg(long, value_name = "k/n", value_parser = shard, conflicts_with = "force")]
    pub(super) shard: Option<Shard>,
    /// Threads [default: all cores]
    #[arg(long, value_name = "T", value_parser = thread_count)]
    pub(super) threads: Option<usize>,
}

/// Names of the designs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DesignName {
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
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::MonteCarlo => "monte_carlo",
            Self::LatinHypercube => "latin_hypercube",
            Self::Sobol => "sobol",
        }
    }
}

/// `gisement sensitivity`
#[derive(Args, Debug)]
pub(super) struct SensitivityArguments {
    #[command(flatten)]
    pub(super) input: FileArguments,
    /// How inputs are ranked [default: shapley when inputs depend on each other, else sobol; given-data with --from]
    #[arg(long, value_enum)]
    pub(super) method: Option<MethodName>,
    /// Design rows [default: so many that there are about 20,000 runs; 50 for morris]. Runs are rows times (inputs + 2) for
    /// sobol, rows times (inputs + 1) for shapley and morris; at most 2,000,000
    #[arg(short = 'n', long = "number", value_name = "N")]
    pub(super) number: Option<u64>,
    /// Seed of the samples [default: as the scenario says, or 1]
    #[arg(long)]
    pub(super) seed: Option<u64>,
    /// Only these results, by key, with commas between: --outputs lcoh_eur_per_mwh,biogas_nm3_per_a
    #[arg(long, value_name = "KEY,...", value_delimiter = ',')]
    pub(super) outputs: Vec<String>,
    /// Rank groups of inputs
    #[arg(long, value_enum, value_name = "BY")]
    pub(super) group: Option<GroupName>,
    /// Rank the independent factors behind inputs that depend on each other
    #[arg(long, conflicts_with = "from")]
    pub(super) factors: bool,
    /// Sobol: the shares of pairs of inputs as well, for about twice the runs
    #[arg(long, conflicts_with = "from")]
    pub(super) pairs: bool,
    /// A finished sweep of the scenario (.parquet), or any table with a column for each input and output (.csv)
    #[arg(long, value_name = "SWEEP", conflicts_with_all = ["number", "seed", "group"])]
    pub(super) from: Option<PathBuf>,
    /// Inputs shown for each result
    #[arg(long, value_name = "K", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(super) top: u16,
    /// Folder of figures and JSON [default: out/NAME]
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
}

/// Names of the ways to rank inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MethodName {
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
pub(super) enum GroupName {
    /// By company
    Provider,
    /// By feedstock
    Feedstock,
    /// By part of the model: streams, digester, boiler, economics
    Part,
}

/// `gisement merge`
#[derive(Args, Debug)]
pub(super) struct MergeArguments {
    /// The --out of the sweep
    pub(super) out: PathBuf,
    /// Replace a finished file of another sweep
    #[arg(long)]
    pub(super) force: bool,
    /// Summary as JSON on stdout
    #[arg(long)]
    pub(super) json: bool,
}

fn sample_count(text: &str) -> Result<u64, String> {
    let count = text.parse::<u64>().ok().filter(|n| (1..=SWEEP_SAMPLES_MAX).contains(n));
    count.ok_or_else(|| format!("write a number of samples from 1 to {SWEEP_SAMPLES_MAX}"))
}

fn thread_count(text: &str) -> Result<usize, String> {
    text.parse::<usize>()
        .ok()
        .filter(|n| (1..=1024).contains(n))
        .ok_or_else(|| "write a number from 1 to 1024".to_owned())
}

fn shard(text: &str) -> Result<Shard, String> {
    let parts = text.split_once('/').and_then(|(k, n)| Some(Shard { k: k.parse().ok()?, n: n.parse().ok()? }));
    let good = parts.filter(|s| s.k >= 1 && s.k <= s.n);
    good.ok_or_else(|| "write which shard of how many, counted from 1: --shard 2/7".to_owned())
}

/// `gisement serve`
#[cfg(feature = "serve")]
#[derive(Args, Debug)]
pub(super) struct ServeArguments {
    /// Folder of scenarios, or a scenario file to begin with
    #[arg(default_value = ".")]
    pub(super) folder: PathBuf,
    /// Port on 127.0.0.1; a free one unless given
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    pub(super) port: u16,
    /// Print the address and open no browser
    #[arg(long)]
    pub(super) no_browser: bool,
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
    #[arg(default_value = "scenario.toml", conflicts_with = "inventory")]
    pub(super) file: PathBuf,
    /// Write a template of an inventory: a workbook (.xlsx), one .csv, or a folder of CSV
    #[arg(long, value_name = "FILE.xlsx|FILE.csv|FOLDER")]
    pub(super) inventory: Option<PathBuf>,
    /// With --inventory: the companies of a scenario, or of another inventory's scenario, instead of an empty template
    #[arg(long, value_name = "SCENARIO", requires = "inventory")]
    pub(super) from: Option<PathBuf>,
}

/// `gisement codes`
#[derive(Args, Debug)]
pub(super) struct CodesArguments {
    /// Words that all must fit (palettes, grease trap), or the first digits of a code (15 01)
    #[arg(required = true)]
    pub(super) words: Vec<String>,
    /// Codes shown
    #[arg(long, value_name = "K", default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(super) top: u16,
    /// Results as JSON on stdout
    #[arg(long)]
    pub(super) json: bool,
}

/// `gisement yield`
#[derive(Args, Debug)]
pub(super) struct YieldArguments {
    /// Formula (C6H10O5), name of a library feedstock (fw_canteen), or fractions
    /// ("carbohydrate=0.6 protein=0.2 lipid=0.1 lignin=0.05 vfa=0.05"; formulas as well); several give several rows
    #[arg(required_unless_present = "analysis", value_name = "X")]
    pub(super) of: Vec<String>,
    /// Instead: what a laboratory measured, a CSV of name,value,unit (scenarios/analysis/canteen.csv); prints what it means
    /// for a digester, the implied methane potential beside the measured one
    #[arg(long, value_name = "FILE", conflicts_with_all = ["of", "fs", "degradable", "mass", "volume", "masses"])]
    pub(super) analysis: Option<PathBuf>,
    /// Share of the electrons that goes into cells, 0 to below 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = below_one)]
    pub(super) fs: f64,
    /// Share of the matter that is degraded, 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 1.0, value_parser = up_to_one)]
    pub(super) degradable: f64,
    /// Mass that the table is for, kg
    #[arg(long, value_name = "KG", default_value_t = 1.0, value_parser = positive)]
    pub(super) mass: f64,
    /// Molar volumes at 0 C and 101.325 kPa
    #[arg(long, value_enum, default_value_t = VolumeName::Ideal)]
    pub(super) volume: VolumeName,
    /// Atomic masses
    #[arg(long, value_enum, default_value_t = MassesName::Ciaaw)]
    pub(super) masses: MassesName,
    /// Results as JSON on stdout
    #[arg(long)]
    pub(super) json: bool,
}

/// Molar volumes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum VolumeName {
    /// Ideal gas, 22.414 L/mol
    Ideal,
    /// Real gases, CH4 22.361 and CO2 22.263 L/mol
    Real,
}

/// Sets of atomic masses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MassesName {
    /// Standard atomic weights
    Ciaaw,
    /// Rounded, as in the R package biogas
    Biogas,
}

fn number_where(text: &str, good: impl Fn(f64) -> bool, range: &str) -> Result<f64, String> {
    text.parse::<f64>().ok().filter(|x| x.is_finite() && good(*x)).ok_or_else(|| format!("write a number {range}"))
}

fn below_one(text: &str) -> Result<f64, String> {
    number_where(text, |x| (0.0..1.0).contains(&x), "from 0 to below 1")
}

fn up_to_one(text: &str) -> Result<f64, String> {
    number_where(text, |x| (0.0..=1.0).contains(&x), "from 0 to 1")
}

fn positive(text: &str) -> Result<f64, String> {
    number_where(text, |x| x > 0.0 && x <= 1e12, "above 0, up to 1e12")
}

/// `gisement verify`
#[derive(Args, Debug)]
pub(super) struct VerifyArguments {
    /// A table of known answers in the format of a shipped one (yield, combustion, dispatch, carbon, cost of heat, uncertainty,
    /// AM2, ...), or a folder of ADM1da tables
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
