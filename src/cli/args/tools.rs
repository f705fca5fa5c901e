//! Arguments of the commands beside the questions: library, files, checks, the local page.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `gisement serve`
#[cfg(feature = "serve")]
#[derive(Args, Debug)]
pub(in crate::cli) struct ServeArguments {
    /// Folder of scenarios, or a scenario file to begin with
    #[arg(default_value = ".")]
    pub(in crate::cli) folder: PathBuf,
    /// Port on 127.0.0.1; a free one unless given
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    pub(in crate::cli) port: u16,
    /// Print the address and open no browser
    #[arg(long)]
    pub(in crate::cli) no_browser: bool,
}

/// `gisement explain`
#[derive(Args, Debug)]
pub(in crate::cli) struct ExplainArguments {
    /// A scenario file, or the path of one parameter (boiler.excess_air)
    pub(in crate::cli) target: String,
    /// With a scenario file: only paths that contain this text
    pub(in crate::cli) filter: Option<String>,
    /// Override any value by its path
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(in crate::cli) overrides: Vec<String>,
    /// Results as JSON on stdout
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// `gisement init`
#[derive(Args, Debug)]
pub(in crate::cli) struct InitArguments {
    /// File to write
    #[arg(default_value = "scenario.toml", conflicts_with = "inventory")]
    pub(in crate::cli) file: PathBuf,
    /// Write a template of an inventory: a workbook (.xlsx), one .csv, or a folder of CSV
    #[arg(long, value_name = "FILE.xlsx|FILE.csv|FOLDER")]
    pub(in crate::cli) inventory: Option<PathBuf>,
    /// With --inventory: the companies of a scenario, or of another inventory's scenario, instead of an empty template
    #[arg(long, value_name = "SCENARIO", requires = "inventory")]
    pub(in crate::cli) from: Option<PathBuf>,
}

/// `gisement codes`
#[derive(Args, Debug)]
pub(in crate::cli) struct CodesArguments {
    /// Words that all must fit (palettes, grease trap), or the first digits of a code (15 01)
    #[arg(required = true)]
    pub(in crate::cli) words: Vec<String>,
    /// Codes shown
    #[arg(long, value_name = "K", default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(in crate::cli) top: u16,
    /// Results as JSON on stdout
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// `gisement yield`
#[derive(Args, Debug)]
pub(in crate::cli) struct YieldArguments {
    /// Formula (C6H10O5), name of a library feedstock (fw_canteen), or fractions
    /// ("carbohydrate=0.6 protein=0.2 lipid=0.1 lignin=0.05 vfa=0.05"; formulas as well); several give several rows
    #[arg(required_unless_present = "analysis", value_name = "X")]
    pub(in crate::cli) of: Vec<String>,
    /// Instead: what a laboratory measured, a CSV of name,value,unit (scenarios/analysis/canteen.csv); prints what it means
    /// for a digester, the implied methane potential beside the measured one
    #[arg(long, value_name = "FILE", conflicts_with_all = ["of", "fs", "degradable", "mass", "volume", "masses"])]
    pub(in crate::cli) analysis: Option<PathBuf>,
    /// Share of the electrons that goes into cells, 0 to below 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = below_one)]
    pub(in crate::cli) fs: f64,
    /// Share of the matter that is degraded, 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 1.0, value_parser = up_to_one)]
    pub(in crate::cli) degradable: f64,
    /// Mass that the table is for, kg
    #[arg(long, value_name = "KG", default_value_t = 1.0, value_parser = positive)]
    pub(in crate::cli) mass: f64,
    /// Molar volumes at 0 C and 101.325 kPa
    #[arg(long, value_enum, default_value_t = VolumeName::Ideal)]
    pub(in crate::cli) volume: VolumeName,
    /// Atomic masses
    #[arg(long, value_enum, default_value_t = MassesName::Ciaaw)]
    pub(in crate::cli) masses: MassesName,
    /// Results as JSON on stdout
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// Molar volumes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum VolumeName {
    /// Ideal gas, 22.414 L/mol
    Ideal,
    /// Real gases, CH4 22.361 and CO2 22.263 L/mol
    Real,
}

/// Sets of atomic masses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum MassesName {
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
pub(in crate::cli) struct VerifyArguments {
    /// A table of known answers in the format of a shipped one (yield, combustion, dispatch, carbon, cost of heat, uncertainty,
    /// AM2, ...), or a folder of ADM1da tables
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) cases: Vec<PathBuf>,
    /// Every row, not only those that fail
    #[arg(long)]
    pub(in crate::cli) all: bool,
    /// Results as JSON on stdout
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// `gisement bench`
#[derive(Args, Debug)]
pub(in crate::cli) struct BenchArguments {
    /// Scenario whose year is timed as well [default: scenarios/florange.toml, where there is one]
    pub(in crate::cli) file: Option<PathBuf>,
    /// Only rows with this text in their name
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) case: Option<String>,
    /// Seconds each row is timed for, the peer as long again
    #[arg(long, value_name = "SECONDS", default_value_t = 3.0, value_parser = seconds)]
    pub(in crate::cli) seconds: f64,
    /// Results as JSON on stdout
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// A time to measure for: long enough to mean something, short enough to wait for.
fn seconds(text: &str) -> Result<f64, String> {
    let wanted = "write a number from 0.001 to 3600".to_owned();
    text.parse().ok().filter(|value| (0.001..=3600.0).contains(value)).ok_or(wanted)
}
