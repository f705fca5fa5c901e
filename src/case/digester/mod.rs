//! A digester through the year: feed of the pool or raw influent, kinetics, gas, heat and power.
//!
//! Three steps, so that many digesters can be simulated together: [`prepare`] makes everything that needs no integration,
//! [`Simulation::run`] is the kinetics and nothing else, [`assemble`] makes the outcome of what was simulated.

mod assemble;
mod digested;
mod gas_line;
mod prepare;
mod schedule;
mod simple;
mod sulphide;
mod tanks;
mod weeks;

pub(super) use assemble::assemble;
pub(super) use digested::digested;
pub use digested::{DigestateCase, DigestateOutcome};
pub use gas_line::{GasLineCase, PlantYear, StoreCase};
pub(super) use prepare::prepare;
pub use prepare::{DigesterRun, PreparedDigester, Simulation};
pub(super) use sulphide::sulphide;
pub(super) use tanks::run_all as run_tanks;
pub use tanks::{Network, TankSimulation};

use super::params::{EventParams, FeedParams, TankParams};
use crate::digestion::adm1::{Adm1Params, Day, Feed, Health, KineticLaw, Output, StateVector};
use crate::digestion::adm1da::Adm1daParams;
use crate::digestion::plant::{GasUse, GasUseParams, PlantBalance, PlantParams};
use crate::digestion::simple::{FirstOrderParams, SlowPoolParams};
use crate::digestion::sulphur::Sulphide;
use crate::digestion::tank::{Event, TankRow, TankVerdict};
use crate::digestion::weinrich::{R3Params, R4Params};
use crate::feedstock::FeedstockDefaults;

/// How the gas is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DigestionModel {
    /// ADM1 as in BSM2.
    Adm1,
    /// ADM1 for agricultural plants, with slow and fast pools.
    Adm1da,
    /// R3: acetic acid and its degraders, in masses.
    R3,
    /// R4: hydrolysis and gas, in masses.
    R4,
    /// Fast and slow pools of first order in stirred tanks.
    TwoPools,
    /// First order in a stirred tank, each stream with its own constant.
    FirstOrder,
    /// All degradable matter becomes gas (Buswell-Boyle): an upper bound.
    BuswellBoyle,
}

impl DigestionModel {
    /// All, with their words in the scenario file.
    const WORDS: [(Self, &'static str); 7] = [
        (Self::Adm1, "adm1"),
        (Self::Adm1da, "adm1da"),
        (Self::R3, "adm1_r3"),
        (Self::R4, "adm1_r4"),
        (Self::TwoPools, "two_pools"),
        (Self::FirstOrder, "first_order"),
        (Self::BuswellBoyle, "buswell_boyle"),
    ];

    /// The model of a word of the scenario file.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, own)| *own == word).map(|(model, _)| *model)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(model, _)| *model == self).map_or("adm1", |(_, word)| word)
    }

    /// Whether tanks are simulated in time.
    pub fn is_kinetic(self) -> bool {
        !matches!(self, Self::FirstOrder | Self::BuswellBoyle)
    }
}

/// How the gas is computed, with the constants that a model has beside ADM1's.
#[derive(Clone, Debug)]
pub enum ModelCase {
    /// ADM1 as in BSM2.
    Adm1,
    /// ADM1 for agricultural plants: its own constants, and which of ADM1's the scenario gives (the others are the
    /// model's).
    Adm1da(Box<(Adm1daParams<f64>, Vec<usize>)>),
    /// R3 of Weinrich & Nelles.
    R3(Box<R3Params<f64>>),
    /// R4 of Weinrich & Nelles.
    R4(Box<R4Params<f64>>),
    /// Fast and slow pools.
    TwoPools(Box<(FirstOrderParams<f64>, SlowPoolParams<f64>)>),
    /// First order, each stream with its own constant.
    FirstOrder,
    /// Buswell-Boyle.
    BuswellBoyle,
}

impl ModelCase {
    /// Which model it is.
    pub fn kind(&self) -> DigestionModel {
        match self {
            Self::Adm1 => DigestionModel::Adm1,
            Self::Adm1da(_) => DigestionModel::Adm1da,
            Self::R3(_) => DigestionModel::R3,
            Self::R4(_) => DigestionModel::R4,
            Self::TwoPools(_) => DigestionModel::TwoPools,
            Self::FirstOrder => DigestionModel::FirstOrder,
            Self::BuswellBoyle => DigestionModel::BuswellBoyle,
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
    pub model: ModelCase,
    /// Constants of ADM1; volumes and temperature hold for every model.
    pub adm1: Adm1Params<f64>,
    /// How temperature moves the kinetic constants of ADM1.
    pub kinetic_law: KineticLaw,
    /// State at the start of a raw influent run; the seed of a year on the pool.
    pub initial: StateVector,
    /// Relative tolerance of the integrator.
    pub rtol: f64,
    /// What it is fed.
    pub feed: DigesterFeedCase,
    /// How the feed is prepared.
    pub preparation: FeedParams<f64>,
    /// Gas holder and machines hour by hour; none: the quick account by month.
    pub gas_line: Option<Box<GasLineCase>>,
    /// The digestate store; none: a share of what is left to digest is lost (`digestate_store_loss_pct`).
    pub store: Option<StoreCase>,
    /// What becomes of the digestate.
    pub digestate: DigestateCase,
    /// Whether the sulphur of the feed is followed (unvalidated).
    pub sulphur: bool,
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

/// What one tank of a digester gave in the reported year.
#[derive(Clone, Debug)]
pub struct TankOutcome {
    /// Identifier.
    pub id: String,
    /// Liquid, m3.
    pub volume_m3: f64,
    /// Temperature, K.
    pub t_op_k: f64,
    /// Methane, Nm3.
    pub methane_nm3: f64,
    /// Carbon dioxide in the gas, Nm3.
    pub carbon_dioxide_nm3: f64,
    /// Digestate that left the plant from here, m3.
    pub left_m3: f64,
    /// Methane still possible in it, Nm3.
    pub left_methane_nm3: f64,
    /// Whether it works at the end.
    pub verdict: TankVerdict,
    /// Days of the reported year when series were recorded.
    pub rows: Vec<TankRow>,
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
    /// Whether it works, washed out or is inhibited; none where the model has no methanogens to fail.
    pub verdict: Option<TankVerdict>,
    /// Worst closure of each quantity that the model conserves, by its name.
    pub closure: Vec<(&'static str, f64)>,
    /// The worst of each quantity that an operator would have measured in the reported year (plain ADM1 on the pool only).
    pub worst: Option<Health>,
    /// Daily series when recorded (plain ADM1 only).
    pub daily: Vec<Day>,
    /// The tanks, the digester first, where the engine of tanks ran them.
    pub tanks: Vec<TankOutcome>,
    /// What happened, day by day of the reported year, when series were recorded.
    pub events: Vec<Event>,
    /// Names of the factors in the rows of the tanks.
    pub factors: &'static [&'static str],
    /// The plant around the tanks, where a gas line or a store is described.
    pub around: Option<Box<PlantYear>>,
    /// Hydrogen sulphide of the nominal case, where it is asked for (unvalidated).
    pub sulphide: Option<Sulphide<f64>>,
    /// Digestate, of the nominal case on the pool.
    pub digestate: Option<Box<DigestateOutcome>>,
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
