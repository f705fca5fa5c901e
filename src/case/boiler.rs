//! What a boiler house is made of, and combustion in its boilers.

use super::evaluate::EvaluateError;
use super::params::HouseParams;
use super::pooling::PoolOutcome;
use crate::combustion::{
    Combustion, CombustionParams, Economiser, EconomiserParams, Finding as LimitFinding, FuelAcceptance, FuelFinding,
    FuelParams, LoadEmissionParams, Plant, PlantAge, Recirculation, RecirculationParams, Separator, Stoking, burn,
    check, economiser, limit_findings,
};
use crate::feedstock::WoodParams;
use crate::feedstock::stock::{Cover, StockParams};
use crate::heat::{
    BufferModel, BufferParams, BuildingsNeed, DemandParams, DemandShapes, DispatchParams, HeatLoad, NetworkSummary,
};
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
    /// Buildings behind stations of their own; zero where the demand is one amount.
    pub connections: usize,
    /// What the pipes lose, where the network is given by its pipes; `params` hold its means.
    pub network: Option<NetworkSummary>,
}

/// The buffer as a tank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BufferCase {
    /// Temperatures, insulation, form.
    pub params: BufferParams<f64>,
    /// How the water stands in it.
    pub model: BufferModel,
}

/// The pooled wood as a stock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StockCase {
    /// Shredding, screening, store, purchases.
    pub params: StockParams<f64>,
    /// Where it waits.
    pub cover: Cover,
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
