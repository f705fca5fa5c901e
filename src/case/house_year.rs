//! The year of the boiler house: its boilers in cascade on the demand, the wood stock behind them, what they emit.

use super::boiler::{BoilerCase, BoilerOutcome, BufferCase, DemandCase, StockCase};
use super::evaluate::EvaluateError;
use super::pooling::PoolOutcome;
use crate::combustion::{LoadClass, Pollutants, year_emissions};
use crate::feedstock::stock::{StockYear, arrivals, stock_year};
use crate::heat::{
    Cascade, CascadeStep, CascadeSupply, CascadeYear, DispatchParams, DispatchResult, HeatError, HeatLoad, HeatSource,
    HourlyDispatch, Silo, Tank, UnitMonth, buffer_volume_m3, cascade_year, check_network, design_load_kw, network_load,
};
use crate::units::{DAYS_OF_MONTH, MJ_PER_KWH};

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
    /// Each wood boiler through the year, the leading one first.
    pub units: Vec<UnitMonth<f64>>,
    /// Heat that nobody could give, MWh/a; counted with the backup in the dispatch.
    pub unmet_mwh: f64,
    /// Wood that starts burnt without heat, MWh LHV/a; within the fuel of the dispatch.
    pub start_fuel_mwh: f64,
    /// Lorries of wood to the store, 1/a; zero where the store never runs out.
    pub deliveries: f64,
    /// What the wood boilers emit in the year, starts and stops included, kg; none without combustion.
    pub emitted: Option<Emitted>,
    /// The pooled wood month by month; none when it is balanced over the year.
    pub stock: Option<StockYear>,
    /// Hours of operation that wear the boilers as this year did, h/a.
    pub wear_h: f64,
    /// Hours, when recorded.
    pub hours: HouseHours,
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

/// Heat of the digester that is offered to the network, MWh by month.
pub(super) type Offered = [f64; 12];

/// The boiler house ready to run its year.
#[derive(Clone, Debug)]
pub(super) struct HeatJob<'a> {
    demand: &'a DemandCase,
    house: Cascade<f64>,
    offered_kw: [f64; 12],
}

/// Checks what the year of the boiler house needs. A boiler without combustion of its own has that of the leading one.
pub(super) fn heat_job<'a>(
    demand: &'a DemandCase,
    boilers: &[BoilerCase],
    buffer: Option<&BufferCase>,
    fired: &[BoilerOutcome],
    offered: &Offered,
) -> Result<HeatJob<'a>, EvaluateError> {
    if let (None, Some(shapes)) = (&demand.measured, &demand.shapes) {
        check_network(shapes, &demand.params).map_err(EvaluateError::Heat)?;
    }
    let house = cascade(boilers, buffer, fired)?;
    let mut offered_kw = [0.0; 12];
    for ((kw, mwh), days) in offered_kw.iter_mut().zip(offered).zip(DAYS_OF_MONTH) {
        *kw = mwh * 1000.0 / (days * 24) as f64;
    }
    let job = HeatJob { demand, house, offered_kw };
    job.source()?;
    Ok(job)
}

/// The boilers on one buffer, the leading one first, with the wood store beside them.
fn cascade(
    boilers: &[BoilerCase],
    buffer: Option<&BufferCase>,
    fired: &[BoilerOutcome],
) -> Result<Cascade<f64>, EvaluateError> {
    let [leading, ..] = boilers else { return Err(EvaluateError::NoBoiler) };
    let own = |boiler: &BoilerCase| fired.iter().find(|f| f.id == boiler.id).or(fired.first());
    let unit = |boiler: &BoilerCase| {
        let efficiency_nominal = own(boiler).map_or(boiler.dispatch.efficiency_nominal, |f| f.efficiency_field);
        DispatchParams { efficiency_nominal, ..boiler.dispatch }
    };
    let mut units: Vec<_> = boilers.iter().map(unit).collect();
    if let Some(buffer) = buffer {
        tank(&mut units, leading, buffer).map_err(EvaluateError::Heat)?;
    }
    let steps = (60.0 / leading.house.step_minutes).round() as usize;
    let house = Cascade::new(&units).and_then(|house| house.with_steps(steps)).map_err(EvaluateError::Heat)?;
    match (fired.first(), leading.house.store_days > 0.0) {
        (Some(fired), true) => house.with_silo(store(&units, leading, fired)).map_err(EvaluateError::Heat),
        _ => Ok(house),
    }
}

/// Gives the boilers a tank of the volume that their buffers have together: what of it is usable, and what it loses.
fn tank(units: &mut [DispatchParams<f64>], leading: &BoilerCase, buffer: &BufferCase) -> Result<(), HeatError> {
    let wanted_kwh: f64 = units.iter().map(|unit| unit.power_kw * unit.buffer_hours).sum();
    if wanted_kwh <= 0.0 {
        return Ok(());
    }
    let volume_m3 = buffer_volume_m3(wanted_kwh, leading.house.buffer_difference_k);
    let tank = Tank::new(buffer.model, volume_m3, &buffer.params)?;
    for unit in units {
        unit.buffer_hours *= tank.capacity_kwh / wanted_kwh;
        unit.buffer_loss_per_h = tank.loss_share_per_h;
    }
    Ok(())
}

/// The wood store: so many days of all boilers at nominal power, filled by lorries that bring at most half of it.
fn store(units: &[DispatchParams<f64>], leading: &BoilerCase, fired: &BoilerOutcome) -> Silo<f64> {
    let fuel_kw: f64 = units.iter().map(|unit| unit.power_kw / unit.efficiency_nominal).sum();
    let capacity_kwh = fuel_kw * 24.0 * leading.house.store_days;
    let lorry_kwh = leading.house.lorry_t * 1000.0 * fired.combustion.lhv_mj_per_kg_ar / MJ_PER_KWH;
    Silo {
        capacity_kwh,
        delivery_kwh: lorry_kwh.min(0.5 * capacity_kwh),
        deliveries_per_day: leading.house.lorries_per_day,
        first_weekday: FIRST_WEEKDAY,
    }
}

/// Weekday of 1 January in the year of weather and profiles: a Sunday, as in the profiles' calendar.
const FIRST_WEEKDAY: usize = 6;

impl HeatJob<'_> {
    fn source(&self) -> Result<HeatSource<'_, f64>, EvaluateError> {
        match (&self.demand.measured, &self.demand.shapes) {
            (Some(measured), _) => Ok(HeatSource::Measured(measured)),
            (None, Some(shapes)) => Ok(HeatSource::Network(shapes, &self.demand.params)),
            (None, None) => Err(EvaluateError::NoDemand),
        }
    }

    /// The year to run.
    pub(super) fn supply(&self) -> Result<CascadeSupply<'_>, EvaluateError> {
        Ok(self.supply_from(self.source()?))
    }

    /// The year to run, with its demand worked out elsewhere.
    pub(super) fn supply_from<'b>(&'b self, source: HeatSource<'b, f64>) -> CascadeSupply<'b> {
        CascadeSupply { source, offered_kw: self.offered_kw, house: &self.house }
    }

    /// The demand of each hour.
    pub(super) fn load(&self) -> Result<HeatLoad, EvaluateError> {
        match self.source()? {
            HeatSource::Measured(load) => Ok(load.clone()),
            HeatSource::Steps(load) => load.hours().map_err(EvaluateError::Heat),
            HeatSource::Network(shapes, params) => network_load(shapes, params).map_err(EvaluateError::Heat),
        }
    }
}

/// The hours of a boiler house, when they are recorded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HouseHours {
    /// Heat of each wood boiler, kW, the leading one first.
    pub units_kw: Vec<Vec<f64>>,
    /// Heat of the digester that the network took, kW; empty where none is offered.
    pub from_digester_kw: Vec<f64>,
    /// Wood in the store at the end of the hour, kWh; empty where it never runs out.
    pub store_kwh: Vec<f64>,
}

/// A year of the boiler house as it went, with its hours when series are wanted.
pub(super) struct HeatYear {
    year: CascadeYear<f64>,
    hourly: Option<HourlyDispatch>,
    hours: HouseHours,
}

impl HeatYear {
    /// Sums alone.
    pub(super) fn of(year: CascadeYear<f64>) -> Self {
        Self { year, hourly: None, hours: HouseHours::default() }
    }

    /// Runs one year and keeps its hours.
    pub(super) fn recorded(supply: &CascadeSupply<'_>) -> Self {
        let house = supply.house;
        let mut hourly = HourlyDispatch::with_room();
        let mut hours = HouseHours { units_kw: vec![Vec::new(); house.count()], ..HouseHours::default() };
        let year = cascade_year(supply.source, &supply.offered_kw, house, |step| {
            record(step, &mut hourly, &mut hours);
        });
        if supply.offered_kw.iter().all(|kw| *kw <= 0.0) {
            hours.from_digester_kw.clear();
        }
        if house.silo().is_none() {
            hours.store_kwh.clear();
        }
        Self { year, hourly: Some(hourly), hours }
    }
}

/// Adds a step to its hour: the parts of an hour sum, levels are those at its end.
fn record(step: &CascadeStep<'_, f64>, hourly: &mut HourlyDispatch, hours: &mut HouseHours) {
    let hour = step.hour;
    let add = |series: &mut Vec<f64>, kwh: f64| match series.get_mut(hour) {
        Some(sum) => *sum += kwh,
        None => series.push(kwh),
    };
    add(&mut hourly.demand_kw, step.demand_kwh);
    add(&mut hourly.wood_kw, step.wood_kwh);
    add(&mut hourly.backup_kw, step.backup_kwh + step.unmet_kwh);
    add(&mut hourly.fuel_kw, step.fuel_kwh);
    add(&mut hours.from_digester_kw, step.taken_kwh);
    hours.units_kw.iter_mut().zip(step.unit_kwh).for_each(|(series, kwh)| add(series, *kwh));
    let level = |series: &mut Vec<f64>, kwh: f64| match series.get_mut(hour) {
        Some(last) => *last = kwh,
        None => series.push(kwh),
    };
    level(&mut hourly.charge_kwh, step.charge_kwh);
    level(&mut hours.store_kwh, step.silo_kwh);
}

/// What the year of the boiler house comes to.
pub(super) fn heat_outcome(
    job: &HeatJob<'_>,
    boilers: &[BoilerCase],
    fired: Option<&BoilerOutcome>,
    pool: &PoolOutcome,
    stock: Option<&StockCase>,
    heat_year: HeatYear,
) -> Result<HeatOutcome, EvaluateError> {
    let [leading, ..] = boilers else { return Err(EvaluateError::NoBoiler) };
    let HeatYear { year, hourly, hours } = heat_year;
    let demand = job.demand;
    if let (false, Some(shapes)) = (year.sound, &demand.shapes) {
        // The load by itself says which hour is wrong.
        network_load(shapes, &demand.params).map_err(EvaluateError::Heat)?;
    }
    let wood_available_mwh = match (leading.fuel, &pool.wood, fired) {
        (Some(_), _, _) => f64::INFINITY,
        (None, Some(wood), Some(fired)) => wood.year().wet_t * fired.combustion.lhv_mj_per_kg_ar / MJ_PER_KWH,
        _ => 0.0,
    };
    let sums = year.year();
    let dispatch = dispatched(job, boilers, &year, hourly);
    let stock = stocked(leading, stock, pool, &year)?;
    let needed = dispatch.year.fuel_kwh / 1000.0;
    let fuel_share = match &stock {
        Some(stock) if needed > 0.0 => 1.0 - stock.sum(|month| month.unmet_mwh) / needed,
        None if needed > wood_available_mwh => wood_available_mwh / needed,
        _ => 1.0,
    };
    let p = &demand.params;
    let network_loss_mwh = match demand.shapes {
        Some(_) => p.network_length_m * p.network_loss_w_per_m * 8.76e-3,
        None => 0.0,
    };
    Ok(HeatOutcome {
        useful_mwh: (sums.demand_kwh + year.taken_kwh) / 1000.0 - network_loss_mwh,
        network_loss_mwh,
        from_digester_mwh: year.taken_kwh / 1000.0,
        refused_mwh: year.refused_kwh / 1000.0,
        peak_kw: year.peak_kw,
        design_kw: demand.shapes.as_ref().map(|shapes| design_load_kw(shapes, p)),
        wood_available_mwh,
        fuel_share,
        units: (0..job.house.count()).map(|k| sums.units[k]).collect(),
        unmet_mwh: sums.unmet_kwh / 1000.0,
        start_fuel_mwh: sums.start_fuel_kwh / 1000.0,
        deliveries: sums.deliveries,
        wear_h: year.wear_h(&job.house),
        emitted: fired.map(|fired| emitted(boilers, fired, &sums.units, fuel_share)),
        stock,
        hours,
        dispatch,
    })
}

/// What the boilers emit in a year, kg: while they run, and by their starts and stops.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Emitted {
    /// While they run.
    pub running_kg: Pollutants<f64>,
    /// By starts and stops.
    pub starts_kg: Pollutants<f64>,
}

/// Each boiler in two classes of load, at its minimum and above it, as far as there is wood.
fn emitted(boilers: &[BoilerCase], fired: &BoilerOutcome, units: &[UnitMonth<f64>; 4], fuel_share: f64) -> Emitted {
    let mut total = Emitted { running_kg: Pollutants::none(), starts_kg: Pollutants::none() };
    for (boiler, unit) in boilers.iter().zip(units) {
        let power_kw = boiler.dispatch.power_kw;
        let least = boiler.dispatch.minimum_load;
        let above_h = unit.hours - unit.hours_at_minimum;
        let above_kwh = unit.wood_kwh - unit.hours_at_minimum * least * power_kw;
        let efficiency_pct_lhv = fired.efficiency_field * 100.0;
        let class = |load: f64, hours: f64| LoadClass { load, hours: hours * fuel_share, efficiency_pct_lhv };
        let mut classes = vec![class(least, unit.hours_at_minimum)];
        if above_h > 0.0 {
            classes.push(class(above_kwh / (above_h * power_kw), above_h));
        }
        let starts = unit.starts() * fuel_share;
        let year = year_emissions(&fired.combustion, power_kw, &classes, starts, &boiler.load_emissions);
        total.running_kg = total.running_kg.plus(&year.running_kg);
        total.starts_kg = total.starts_kg.plus(&year.starts_kg).plus(&year.stops_kg);
    }
    total
}

/// The stock through the year, where the house burns the pool's wood and a stock is asked for.
fn stocked(
    leading: &BoilerCase,
    stock: Option<&StockCase>,
    pool: &PoolOutcome,
    year: &CascadeYear<f64>,
) -> Result<Option<StockYear>, EvaluateError> {
    let (None, Some(case), Some(wood)) = (leading.fuel, stock, &pool.wood) else { return Ok(None) };
    let need_mwh = year.months.map(|month| month.wood().fuel_kwh / 1000.0);
    let stock = stock_year(&case.params, case.cover, &arrivals(wood), &need_mwh);
    stock.map(Some).map_err(EvaluateError::Stock)
}

/// All boilers together, as one.
fn dispatched(
    job: &HeatJob<'_>,
    boilers: &[BoilerCase],
    year: &CascadeYear<f64>,
    hourly: Option<HourlyDispatch>,
) -> DispatchResult {
    let leading = job.house.units()[0];
    let together = DispatchParams { power_kw: job.house.power_kw(), ..leading };
    let mut dispatch = DispatchResult::of(year.totals(), &together, hourly);
    dispatch.closure = year.closure();
    // Fans and feeding of each boiler by its own share, and what holds its dust back.
    let sums = year.year();
    dispatch.auxiliary_electricity_kwh = boilers
        .iter()
        .zip(&sums.units)
        .map(|(boiler, unit)| {
            let separator = boiler.separator.map_or(0.0, |s| s.electricity_kwh_per_mwh / 1000.0);
            unit.wood_kwh * (boiler.dispatch.auxiliary_electricity_share + separator)
        })
        .sum();
    dispatch
}
