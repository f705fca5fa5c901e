//! A digester through the year: feed of the pool or raw influent, kinetics, gas, heat and power.
//!
//! Three steps, so that many digesters can be simulated together: [`prepare`] makes everything that needs no integration,
//! [`Simulation::run`] is the kinetics and nothing else, [`assemble`] makes the outcome of what was simulated.

mod assemble;
mod prepare;
mod schedule;
mod simple;
mod weeks;

pub(super) use assemble::assemble;
pub(super) use prepare::prepare;
pub use prepare::{PreparedDigester, Simulation};

use super::params::{EventParams, FeedParams, TankParams};
use crate::digestion::adm1::{Adm1Params, Day, Feed, Health, Output, StateVector, Verdict};
use crate::digestion::plant::{GasUse, GasUseParams, PlantBalance, PlantParams};
use crate::feedstock::FeedstockDefaults;

/// How the gas is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DigestionModel {
    /// ADM1 as in BSM2.
    Adm1,
    /// First order in a stirred tank, each stream with its own constant.
    FirstOrder,
    /// All degradable matter becomes gas (Buswell-Boyle): an upper bound.
    BuswellBoyle,
}

impl DigestionModel {
    /// The model of a word of the scenario file.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "adm1" => Some(Self::Adm1),
            "first_order" => Some(Self::FirstOrder),
            "buswell_boyle" => Some(Self::BuswellBoyle),
            _ => None,
        }
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Adm1 => "adm1",
            Self::FirstOrder => "first_order",
            Self::BuswellBoyle => "buswell_boyle",
        }
    }
}

/// What a digester is fed.
#[derive(Clone, Debug)]
pub enum DigesterFeedCase {
    /// The pooled fermentable waste, a year of it.
    Pool,
    /// A raw ADM1 influent over so many days.
    Influent {
        /// Rows of the influent.
        feed: Feed,
        /// Length of the run, d.
        duration_d: f64,
    },
}

/// How the reported year begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// In its own rhythm: as after a year of the same feed.
    Settled,
    /// Freshly filled with inoculum and water.
    Inoculum,
}

impl Start {
    /// Words of the scenario file, in the order of the variants.
    pub const WORDS: &'static [&'static str] = &["settled", "inoculum"];

    /// The variant of a word of the scenario file.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "settled" => Some(Self::Settled),
            "inoculum" => Some(Self::Inoculum),
            _ => None,
        }
    }
}

/// A heated tank behind the digester.
#[derive(Clone, Debug, PartialEq)]
pub struct TankCase {
    /// Identifier.
    pub id: String,
    /// The tank that overflows into it: none is the digester, otherwise a place among the tanks before it.
    pub from: Option<usize>,
    /// Volumes, temperature, recirculation.
    pub params: TankParams<f64>,
}

/// Something that befalls a digester in the reported year.
#[derive(Clone, Debug, PartialEq)]
pub struct EventCase {
    /// What it is called.
    pub name: String,
    /// When, and what changes.
    pub params: EventParams<f64>,
}

/// A digester.
#[derive(Clone, Debug)]
pub struct DigesterCase {
    /// Identifier.
    pub id: String,
    /// How the gas is computed.
    pub model: DigestionModel,
    /// Constants of ADM1; volumes and temperature hold for every model.
    pub adm1: Adm1Params<f64>,
    /// State at the start of a raw influent run; the seed of a year on the pool.
    pub initial: StateVector,
    /// Relative tolerance of the integrator.
    pub rtol: f64,
    /// What it is fed.
    pub feed: DigesterFeedCase,
    /// How the feed is prepared.
    pub preparation: FeedParams<f64>,
    /// How the reported year begins.
    pub start: Start,
    /// Heated tanks behind it.
    pub tanks: Vec<TankCase>,
    /// What befalls it.
    pub events: Vec<EventCase>,
    /// The digester as a plant.
    pub plant: PlantParams<f64>,
    /// What the gas is used for.
    pub gas_use: GasUse,
    /// Engine, boiler, upgrading, flare.
    pub gas: GasUseParams<f64>,
}

/// Gas and feed of one month (or week, or of a whole raw-influent run).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonthOfGas {
    /// Length, d.
    pub days: f64,
    /// Feed as received, t.
    pub received_t: f64,
    /// Feed with its dilution water, t.
    pub feed_t: f64,
    /// Dry matter of the feed, t/t.
    pub ts_share: f64,
    /// Feed to be hygienised, t with water.
    pub hygienised_t: f64,
    /// Volatile solids fed, t.
    pub vs_t: f64,
    /// Nitrogen fed, t.
    pub nitrogen_t: f64,
    /// Methane, Nm3 dry.
    pub methane_nm3: f64,
    /// Carbon dioxide in the gas, Nm3 dry.
    pub carbon_dioxide_nm3: f64,
    /// Methane still possible in the digestate, Nm3.
    pub residual_methane_nm3: f64,
    /// Methane that the BMP of the feed would give, Nm3.
    pub potential_nm3: f64,
}

/// What a digester gave.
#[derive(Clone, Debug)]
pub struct DigesterOutcome {
    /// Identifier.
    pub id: String,
    /// How the gas was computed.
    pub model: DigestionModel,
    /// Whether it ran on the pool for a year.
    pub on_pool: bool,
    /// Months of the year, or the raw run as one.
    pub months: Vec<MonthOfGas>,
    /// Gas, heat and power over the whole.
    pub plant: PlantBalance<f64>,
    /// Gas, heat and power by month.
    pub plant_months: Vec<PlantBalance<f64>>,
    /// End of the run (ADM1 only).
    pub end: Option<Box<Output>>,
    /// Whether it works, washed out or turned acid (ADM1 only).
    pub verdict: Option<Verdict>,
    /// Worst closure of COD, carbon, nitrogen (ADM1 only).
    pub closure: Option<[f64; 3]>,
    /// The worst of each quantity that an operator would have measured in the reported year (ADM1 on the pool only).
    pub worst: Option<Health>,
    /// Daily series when recorded (ADM1 only).
    pub daily: Vec<Day>,
    /// Steps of the integrator.
    pub steps: u64,
}

impl DigesterOutcome {
    /// Sum of a monthly quantity.
    pub fn total(&self, of: impl Fn(&MonthOfGas) -> f64) -> f64 {
        self.months.iter().map(of).sum()
    }

    /// Mean hydraulic retention over the run, d.
    pub fn retention_d(&self, volume_m3: f64) -> f64 {
        let density = FeedstockDefaults::<f64>::defaults().feed_density_kg_m3 / 1000.0;
        volume_m3 * density * self.total(|m| m.days) / self.total(|m| m.feed_t).max(f64::MIN_POSITIVE)
    }
}
