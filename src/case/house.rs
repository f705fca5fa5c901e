//! Boiler houses to try in place of a case's own: pool, digesters, combustion and demand are computed once, each house runs
//! its year and has its accounts.

use super::Case;
use super::accounts::{AccountsOutcome, Parts, account};
use super::boiler::{BoilerCase, BoilerOutcome, DemandCase};
use super::digester::DigesterOutcome;
use super::evaluate::{Detail, EvaluateError, Fired, fire_boilers, offered, prepare, run_digesters};
use super::house_year::{HeatJob, HeatOutcome, HeatYear, Offered, heat_job, heat_outcome};
use super::pooling::PoolOutcome;
use crate::balance::carbon::CarbonMethod;
use crate::heat::{HeatLoad, HeatSource, cascade_years, design_load_kw};
use crate::num::VectorClass;

/// What a boiler house stands in: everything of a case that does not depend on it.
pub struct Surroundings<'a> {
    case: &'a Case,
    demand: &'a DemandCase,
    pool: PoolOutcome,
    digesters: Vec<DigesterOutcome>,
    offered: Offered,
    /// Combustion in the leading boiler, of which all others are likenesses.
    leading: BoilerOutcome,
    /// Demand of each hour, before the digesters' heat.
    load: HeatLoad,
    /// The case compares with a reference.
    compares: bool,
}

/// The year of a boiler house.
#[derive(Clone, Debug)]
pub struct HouseOutcome {
    /// Heat.
    pub heat: HeatOutcome,
    /// Flows, energy, carbon, money, jobs.
    pub accounts: AccountsOutcome,
}

impl<'a> Surroundings<'a> {
    /// Computes what all houses share.
    ///
    /// # Errors
    /// When a part of the case makes no sense, it has no boiler or no demand, or the leading boiler has no fuel.
    pub fn new(case: &'a Case) -> Result<Self, EvaluateError> {
        let first = case.boilers.first().ok_or(EvaluateError::NoBoiler)?;
        let demand = case.demand.as_ref().ok_or(EvaluateError::NoDemand)?;
        let prepared = prepare(case, Detail::Totals)?;
        let runs = run_digesters(case, &prepared, Detail::Totals)?;
        let Fired { pool, digesters, boilers, heat } = fire_boilers(case, prepared, runs)?;
        let leading = boilers.into_iter().find(|b| b.id == first.id).ok_or(EvaluateError::NoFuel)?;
        let load = heat.ok_or(EvaluateError::NoDemand)?.load()?;
        let compares = case.carbon.as_ref().is_some_and(|c| c.methods.contains(&CarbonMethod::Avoided));
        let offered = offered(&digesters);
        Ok(Self { case, demand, pool, digesters, offered, leading, load, compares })
    }

    /// The case they belong to.
    pub fn case(&self) -> &Case {
        self.case
    }

    /// Demand of each hour, before the digesters' heat.
    pub fn load(&self) -> &HeatLoad {
        &self.load
    }

    /// Load on a day at design temperature, kW; none for an hourly file.
    pub fn design_kw(&self) -> Option<f64> {
        self.demand.shapes.as_ref().map(|shapes| design_load_kw(shapes, &self.demand.params))
    }

    /// Whether the case compares greenhouse gas with a reference.
    pub fn compares(&self) -> bool {
        self.compares
    }

    /// Combustion in the leading boiler.
    pub fn leading(&self) -> &BoilerOutcome {
        &self.leading
    }

    /// The pools.
    pub fn pool(&self) -> &PoolOutcome {
        &self.pool
    }

    /// The years of houses, each a list of boilers with the leading one first, side by side in lanes: each has the bits of
    /// [`evaluate`](super::evaluate) for the case with these boilers. Carbon by the method `avoided` alone.
    ///
    /// # Errors
    /// For each house whose boilers or accounts make no sense.
    pub fn houses(&self, houses: &[Vec<BoilerCase>], class: VectorClass) -> Vec<Result<HouseOutcome, EvaluateError>> {
        let jobs: Vec<_> = houses.iter().map(|house| self.job(house)).collect();
        // The demand is the same for all, and worked out once.
        let source = HeatSource::Measured(&self.load);
        let supplies: Vec<_> = jobs.iter().flatten().map(|job| job.supply_from(source)).collect();
        let mut years = cascade_years(&supplies, class).into_iter();
        let mut concluded = Vec::with_capacity(houses.len());
        for (house, job) in houses.iter().zip(jobs) {
            concluded.push(job.and_then(|job| {
                let year = years.next().expect("one year for each house that was made");
                self.conclude(house, &job, HeatYear::of(year))
            }));
        }
        concluded
    }

    fn job(&self, house: &[BoilerCase]) -> Result<HeatJob<'_>, EvaluateError> {
        heat_job(self.demand, house, self.case.buffer.as_ref(), std::slice::from_ref(&self.leading), &self.offered)
    }

    fn conclude(&self, house: &[BoilerCase], job: &HeatJob<'_>, year: HeatYear) -> Result<HouseOutcome, EvaluateError> {
        let heat = heat_outcome(job, house, Some(&self.leading), &self.pool, self.case.stock.as_ref(), year)?;
        let alike = |boiler: &BoilerCase| BoilerOutcome { id: boiler.id.clone(), ..self.leading.clone() };
        let boilers: Vec<BoilerOutcome> = house.iter().map(alike).collect();
        let methods: &[CarbonMethod] = if self.compares { &[CarbonMethod::Avoided] } else { &[] };
        let (case, digesters) = (self.case, &self.digesters);
        let parts = Parts { case, house, digesters, boilers: &boilers, heat: Some(&heat), methods };
        let accounts = account(&parts)?;
        Ok(HouseOutcome { heat, accounts })
    }
}
