//! A resolved case, and one pure function from case to outcome.
//!
//! Every quantity of a [`Case`] is checked and in its unit; nothing here knows files, text or samples. [`evaluate`] pools
//! the streams, runs the digesters and boilers through a year, and accounts for energy, carbon, money and jobs. Each part
//! returns its closure.

mod accounts;
mod boiler;
mod digester;
mod evaluate;
mod house;
mod house_year;
mod outcome;
mod params;
mod pooling;
mod study;

pub use accounts::{AccountsOutcome, CarbonCase, CarbonOutcome};
pub use boiler::{BoilerCase, BoilerOutcome, BufferCase, DemandCase, StockCase};
pub use digester::{
    DigestateCase, DigestateOutcome, DigesterCase, DigesterFeedCase, DigesterOutcome, DigesterRun, DigestionModel,
    EventCase, GasLineCase, ModelCase, MonthOfGas, Network, PlantYear, PreparedDigester, Simulation, Start, StoreCase,
    TankCase, TankOutcome, TankSimulation,
};
pub use evaluate::{Detail, EvaluateError, Prepared, digest_all, evaluate, evaluate_all, installation_kw, prepare};
pub use house::{HouseOutcome, Surroundings};
pub use house_year::{Emitted, HeatOutcome, HouseHours};
pub use outcome::{Closure, Headline, Notice, Outcome};
pub use params::{
    EventParams, FeedParams, HouseParams, LogisticsParams, ProviderParams, StreamParams, StudyFacts, TankParams,
};
pub use pooling::{PoolOutcome, PooledStream, ProviderCase, StreamCase};
pub use study::{StudyCase, study_of};

use crate::balance::jobs::JobsParams;
use crate::balance::money::EconomicsParams;
use crate::climate::WeatherYear;
use std::sync::Arc;

/// Everything a year is computed from.
#[derive(Clone, Debug)]
pub struct Case {
    /// Title.
    pub name: String,
    /// Weather of the year.
    pub weather: Arc<WeatherYear>,
    /// Providers, in the order of the scenario.
    pub providers: Arc<Vec<ProviderCase>>,
    /// Streams that are pooled.
    pub streams: Vec<StreamCase>,
    /// Digesters.
    pub digesters: Vec<DigesterCase>,
    /// Boilers.
    pub boilers: Vec<BoilerCase>,
    /// Heat demand of the network; none when there is no network.
    pub demand: Option<DemandCase>,
    /// The buffer as a tank; none when all its heat is usable and a given share is lost.
    pub buffer: Option<BufferCase>,
    /// The pooled wood as a stock by month; none when it is balanced over the year.
    pub stock: Option<StockCase>,
    /// Carbon methods and factors; none when no method is named.
    pub carbon: Option<CarbonCase>,
    /// Prices and capital; accounts are made when there are streams or a network.
    pub economics: EconomicsParams<f64>,
    /// The economic study of the boiler house: rules, rates, tariff.
    pub study: StudyCase,
    /// Jobs by step.
    pub jobs: JobsParams<f64>,
    /// Distances.
    pub logistics: LogisticsParams<f64>,
    /// Year whose laws and tariffs apply.
    pub year: u32,
}
