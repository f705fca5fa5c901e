//! The boiler house through the year: fuel of the pool, combustion, hourly dispatch with buffer and gas backup.

use super::evaluate::EvaluateError;
use super::params::HouseParams;
use super::pooling::PoolOutcome;
use crate::combustion::{
    Combustion, CombustionParams, Economiser, EconomiserParams, Finding as LimitFinding, FuelAcceptance, FuelFinding,
    FuelParams, LoadEmissionParams, Plant, PlantAge, Recirculation, RecirculationParams, Separator, Stoking, burn,
    check, economiser, limit_findings,
};
use crate::feedstock::WoodParams;
use crate::heat::{
    BuildingsNeed, DemandParams, DemandShapes, DispatchParams, DispatchResult, HeatLoad, HeatSource, HourlyDispatch,
    NetworkSummary, SuppliedYear, Supply, check_dispatch, check_network, design_load_kw, network_load, supplied_year,
};
use crate::units::{DAYS_OF_MONTH, MJ_PER_KWH};
use std::sync::Arc;

/// A wood boiler.
#[derive(Clone, Debug)]
pub struct BoilerCase {
    /// Identifier.
    pub id: String,
    /// Its fuel; none when it burns the pooled wood.
    pub fuel: Option<FuelParams<f64>>,
    /// Combustion.
    pub combustion: CombustionParams<f64>,
    /// Dispatch; no power when the case asks for combustion alone.
    pub dispatch: DispatchParams<f64>,
    /// The efficiency of the dispatch was given and stands; otherwise combustion gives it.
    pub efficiency_given: bool,
    /// The boiler house.
    pub house: HouseParams<f64>,
    /// Carbon monoxide against load, and what starts and stops emit.
    pub load_emissions: LoadEmissionParams<f64>,
    /// A condensing exchanger; none without one.
    pub economiser: Option<EconomiserParams<f64>>,
    /// Flue gas led back into the furnace.
    pub recirculation: RecirculationParams<f64>,
    /// What fuel the boiler takes.
    pub acceptance: FuelAcceptance<f64>,
    /// What holds dust back, where it is named; its separation is in `combustion`.
    pub separator: Option<&'static Separator>,
}

/// Heat demand of the network.
#[derive(Clone, Debug)]
pub struct DemandCase {
    /// Parts that follow from weather and choices; none when the demand is an hourly file.
    pub shapes: Option<Arc<DemandShapes>>,
    /// Amounts.
    pub params: DemandParams<f64>,
    /// Hourly demand from a file.
    pub measured: Option<Arc<HeatLoad>>,
    /// What the buildings need, where the demand is made of buildings; `params` hold its sums.
    pub buildings: Option<BuildingsNeed>,
    /// What the pipes lose, where the network is given by its pipes; `params` hold its means.
    pub network: Option<NetworkSummary>,
}

/// Combustion in one boiler.
#[derive(Clone, Debug)]
pub struct BoilerOutcome {
    /// Identifier.
    pub id: String,
    /// The fuel burnt.
    pub fuel: FuelParams<f64>,
    /// Everything known about burning a kilogram of it.
    pub combustion: Combustion<f64>,
    /// Emissions against the limits of the installation, in the nominal case and when the boiler has a power.
    pub limits: Vec<LimitFinding>,
    /// Efficiency in the field, heat over LHV, of boiler and exchanger together.
    pub efficiency_field: f64,
    /// What the condensing exchanger gains; none without one.
    pub economiser: Option<Economiser<f64>>,
    /// What the fuel is to this boiler: too wet, too dry, too much chlorine; in the nominal case.
    pub fuel_findings: Vec<FuelFinding>,
}

/// Heat of the network through the year.
#[derive(Clone, Debug)]
pub struct HeatOutcome {
    /// Demand at the substations, MWh/a.
    pub useful_mwh: f64,
    /// Losses of the network, MWh/a.
    pub network_loss_mwh: f64,
    /// Heat of the digester that the network took, MWh/a.
    pub from_digester_mwh: f64,
    /// Heat that the digester offered and the network did not need at that hour, MWh/a.
    pub refused_mwh: f64,
    /// What the boilers did with the rest.
    pub dispatch: DispatchResult,
    /// Largest hour of the demand, kW.
    pub peak_kw: f64,
    /// Load on a day at design temperature, kW; none for an hourly file.
    pub design_kw: Option<f64>,
    /// Energy of the pooled wood, MWh LHV/a; infinite when the fuel is not the pool's.
    pub wood_available_mwh: f64,
    /// Part of the dispatched wood heat that the pooled wood can feed, 0 to 1; the backup gives the rest.
    pub fuel_share: f64,
    /// Heat of the digester that the network took in each hour, kW, when recorded.
    pub from_digester_kw: Vec<f64>,
}

impl HeatOutcome {
    /// Heat of the wood boiler, MWh/a, as far as there is wood.
    pub fn wood_mwh(&self) -> f64 {
        self.dispatch.year.wood_kwh / 1000.0 * self.fuel_share
    }

    /// Wood heat over nominal output, h/a, as far as there is wood.
    pub fn full_load_hours(&self) -> f64 {
        self.dispatch.full_load_hours * self.fuel_share
    }

    /// Wood burnt, MWh LHV/a.
    pub fn wood_fuel_mwh(&self) -> f64 {
        self.dispatch.year.fuel_kwh / 1000.0 * self.fuel_share
    }

    /// Heat of the gas backup, MWh/a: what the dispatch asks of it, and what lacks for want of wood.
    pub fn backup_mwh(&self) -> f64 {
        let short = self.dispatch.year.wood_kwh / 1000.0 * (1.0 - self.fuel_share);
        self.dispatch.year.backup_kwh / 1000.0 + short
    }

    /// Share of the heat sent out that does not come from natural gas, 0 to 1.
    pub fn renewable_share(&self) -> f64 {
        let sent = self.useful_mwh + self.network_loss_mwh;
        1.0 - self.backup_mwh() / sent
    }
}

/// The pooled wood as fuel.
pub(super) fn pool_fuel(wood: &WoodParams<f64>) -> FuelParams<f64> {
    FuelParams {
        c_pct_db: wood.c_pct_db,
        h_pct_db: wood.h_pct_db,
        o_pct_db: wood.o_pct_db,
        n_pct_db: wood.n_pct_db,
        s_pct_db: wood.s_pct_db,
        cl_pct_db: wood.cl_pct_db,
        ash_pct_db: wood.ash_pct_db,
        moisture_pct_ar: wood.moisture_pct_ar,
        hhv_mj_per_kg_db: f64::NAN,
    }
}

/// Burns one kilogram in a boiler; none where the boiler burns the pool's wood and there is none.
pub(super) fn fire(boiler: &BoilerCase, pool: &PoolOutcome) -> Result<Option<BoilerOutcome>, EvaluateError> {
    let pooled = || pool.wood.as_ref().map(|w| pool_fuel(&w.year_fuel()));
    let Some(fuel) = boiler.fuel.or_else(pooled) else { return Ok(None) };
    if let Some(problem) = check(&fuel, &boiler.combustion).into_iter().next() {
        return Err(EvaluateError::Combustion { id: boiler.id.clone(), problem });
    }
    let burnt = burn(&fuel, &boiler.combustion);
    let recirculates = boiler.recirculation.recirculated_share > 0.0;
    let back = recirculates.then(|| Recirculation::of(&fuel, &boiler.combustion, &boiler.recirculation));
    let combustion = back.map_or(burnt, |back| back.applied_to(&burnt));
    let return_c = boiler.house.return_temperature_c;
    let economiser = boiler.economiser.map(|params| economiser(&fuel, &boiler.combustion, return_c, &params));
    let gain = economiser.map_or(0.0, |e| e.gain_points_lhv);
    let field = combustion.efficiency_pct_lhv + gain - boiler.house.field_gap_points;
    let efficiency_field = if boiler.efficiency_given { boiler.dispatch.efficiency_nominal } else { field / 100.0 };
    Ok(Some(BoilerOutcome {
        id: boiler.id.clone(),
        fuel,
        combustion,
        limits: Vec::new(),
        efficiency_field,
        economiser,
        fuel_findings: Vec::new(),
    }))
}

/// Thermal input of a boiler, kW LHV; none where the case asks for combustion alone.
pub(super) fn input_kw(boiler: &BoilerCase, fired: &BoilerOutcome) -> Option<f64> {
    Some(boiler.dispatch.power_kw / fired.efficiency_field).filter(|kw| kw.is_finite())
}

/// Emissions of a boiler against the limits of an installation of this thermal input: laws count all units that can run
/// together, backup included.
pub(super) fn emission_limits(boiler: &BoilerCase, fired: &BoilerOutcome, installation_kw: f64) -> Vec<LimitFinding> {
    let output_kw = boiler.dispatch.power_kw;
    let plant = Plant { output_kw, input_kw: installation_kw, age: PlantAge::New, stoking: Stoking::Automatic };
    limit_findings(&fired.combustion, &plant)
}

/// Heat of the digester that is offered to the network, MWh by month.
pub(super) type Offered = [f64; 12];

/// The boiler house ready to run its year.
#[derive(Clone, Debug)]
pub(super) struct HeatJob<'a> {
    demand: &'a DemandCase,
    dispatch: DispatchParams<f64>,
    offered_kw: [f64; 12],
}

/// Checks what the year of the boiler house needs.
pub(super) fn heat_job<'a>(
    demand: &'a DemandCase,
    house: &[BoilerCase],
    fired: Option<&BoilerOutcome>,
    offered: &Offered,
) -> Result<HeatJob<'a>, EvaluateError> {
    let [boiler, ..] = house else { return Err(EvaluateError::NoBoiler) };
    if let (None, Some(shapes)) = (&demand.measured, &demand.shapes) {
        check_network(shapes, &demand.params).map_err(EvaluateError::Heat)?;
    }
    let mut dispatch = boiler.dispatch;
    if let Some(fired) = fired {
        dispatch.efficiency_nominal = fired.efficiency_field;
    }
    check_dispatch(&dispatch).map_err(EvaluateError::Heat)?;
    let mut offered_kw = [0.0; 12];
    for ((kw, mwh), days) in offered_kw.iter_mut().zip(offered).zip(DAYS_OF_MONTH) {
        *kw = mwh * 1000.0 / (days * 24) as f64;
    }
    let job = HeatJob { demand, dispatch, offered_kw };
    job.source()?;
    Ok(job)
}

impl HeatJob<'_> {
    fn source(&self) -> Result<HeatSource<'_, f64>, EvaluateError> {
        match (&self.demand.measured, &self.demand.shapes) {
            (Some(measured), _) => Ok(HeatSource::Measured(measured)),
            (None, Some(shapes)) => Ok(HeatSource::Network(shapes, &self.demand.params)),
            (None, None) => Err(EvaluateError::NoDemand),
        }
    }

    /// The year to run.
    pub(super) fn supply(&self) -> Result<Supply<'_>, EvaluateError> {
        Ok(self.supply_from(self.source()?))
    }

    /// The year to run, with its demand worked out elsewhere.
    pub(super) fn supply_from<'b>(&'b self, source: HeatSource<'b, f64>) -> Supply<'b> {
        Supply { source, offered_kw: self.offered_kw, dispatch: &self.dispatch }
    }

    /// The demand of each hour.
    pub(super) fn load(&self) -> Result<HeatLoad, EvaluateError> {
        match self.source()? {
            HeatSource::Measured(load) => Ok(load.clone()),
            HeatSource::Network(shapes, params) => network_load(shapes, params).map_err(EvaluateError::Heat),
        }
    }
}

/// A year of the boiler house as it went, with its hours when series are wanted.
pub(super) struct HeatYear {
    sums: SuppliedYear<f64>,
    hourly: Option<HourlyDispatch>,
    taken_kw: Vec<f64>,
}

impl HeatYear {
    /// Sums alone.
    pub(super) fn of(sums: SuppliedYear<f64>) -> Self {
        Self { sums, hourly: None, taken_kw: Vec::new() }
    }

    /// Runs one year and keeps its hours.
    pub(super) fn recorded(supply: &Supply<'_>) -> Self {
        let (mut hourly, mut taken_kw) = (HourlyDispatch::with_room(), Vec::new());
        let sums = supplied_year(supply.source, &supply.offered_kw, supply.dispatch, |hour| {
            hourly.push(hour.left, hour.flows, hour.state);
            taken_kw.push(hour.taken);
        });
        if supply.offered_kw.iter().all(|kw| *kw <= 0.0) {
            taken_kw.clear();
        }
        Self { sums, hourly: Some(hourly), taken_kw }
    }
}

/// What the year of the boiler house comes to.
pub(super) fn heat_outcome(
    job: &HeatJob<'_>,
    house: &[BoilerCase],
    fired: Option<&BoilerOutcome>,
    pool: &PoolOutcome,
    year: HeatYear,
) -> Result<HeatOutcome, EvaluateError> {
    let [boiler, ..] = house else { return Err(EvaluateError::NoBoiler) };
    let HeatYear { sums, hourly, taken_kw } = year;
    let demand = job.demand;
    if let (false, Some(shapes)) = (sums.sound, &demand.shapes) {
        // The load by itself says which hour is wrong.
        network_load(shapes, &demand.params).map_err(EvaluateError::Heat)?;
    }
    let wood_available_mwh = match (boiler.fuel, &pool.wood, fired) {
        (Some(_), _, _) => f64::INFINITY,
        (None, Some(wood), Some(fired)) => wood.year().wet_t * fired.combustion.lhv_mj_per_kg_ar / MJ_PER_KWH,
        _ => 0.0,
    };
    let dispatch = DispatchResult::of(sums.totals, &job.dispatch, hourly);
    let needed = dispatch.year.fuel_kwh / 1000.0;
    let fuel_share = if needed > wood_available_mwh { wood_available_mwh / needed } else { 1.0 };
    let p = &demand.params;
    let network_loss_mwh = match demand.shapes {
        Some(_) => p.network_length_m * p.network_loss_w_per_m * 8.76e-3,
        None => 0.0,
    };
    Ok(HeatOutcome {
        useful_mwh: sums.demand_kwh / 1000.0 - network_loss_mwh,
        network_loss_mwh,
        from_digester_mwh: sums.taken_kwh / 1000.0,
        refused_mwh: sums.refused_kwh / 1000.0,
        peak_kw: sums.peak_kw,
        design_kw: demand.shapes.as_ref().map(|shapes| design_load_kw(shapes, p)),
        wood_available_mwh,
        fuel_share,
        from_digester_kw: taken_kw,
        dispatch,
    })
}
