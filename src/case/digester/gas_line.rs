//! The plant around the tanks hour by hour: gas holder, engines, upgrading, flare, stores; where a scenario describes it.

use super::super::evaluate::EvaluateError;
use super::{DigesterCase, MonthOfGas};
use crate::climate::WeatherYear;
use crate::digestion::plant::{
    Availability, Boiler, BoilerParams, Cover, Engine, EngineParams, FeedHeatDay, FlareParams, GasFinding, GasLine,
    GasLineError, GasSeries, GasSource, GasTotals, GasUse, GasUser, GasYear, GridLimits, HeatNeed, HeatNeedParams,
    HolderParams, HygienisationUnit, MethaneLoss, OwnPowerParams, PlantBalance, PowerDay, StoreDay, StoreParams,
    StoreYear, TankShell, Upgrading, UpgradingParams, gas_line, heat_need, hourly_of_daily, methane_losses, own_power,
    store_year,
};
use crate::feedstock::FeedstockDefaults;
use crate::units::{DAYS_OF_WEEK, DAYS_PER_YEAR, HOURS_PER_YEAR, METHANE_LHV_MWH_PER_NM3, ZERO_CELSIUS_K};
use crate::words::Text;

/// The plant around the tanks as a scenario describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct GasLineCase {
    /// Gas holder.
    pub holder: HolderParams<f64>,
    /// Engine; its power, efficiencies and slip are those of `[digester.gas]` where it gives none of its own.
    pub engine: EngineParams<f64>,
    /// Boiler on raw biogas.
    pub boiler: BoilerParams<f64>,
    /// Flare.
    pub flare: FlareParams<f64>,
    /// Upgrading.
    pub upgrading: UpgradingParams<f64>,
    /// What the grid takes.
    pub grid: GridLimits<f64>,
    /// Heat that tanks and feed take.
    pub heat: HeatNeedParams<f64>,
    /// Hygienisation.
    pub hygienisation: HygienisationUnit<f64>,
    /// Electricity that the plant takes.
    pub power: OwnPowerParams<f64>,
}

/// A digestate store as a scenario describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoreCase {
    /// Volumes, rate, temperature.
    pub params: StoreParams<f64>,
    /// Whether its gas is kept.
    pub cover: Cover,
    /// Share of the contents above the heel that is spread in each month, January first.
    pub emptying: [f64; 12],
}

/// A year of the plant around the tanks.
#[derive(Clone, Debug)]
pub struct PlantYear {
    /// The gas line, when one is described.
    pub gas: Option<GasYear<f64>>,
    /// What its operator should know.
    pub findings: Vec<GasFinding>,
    /// Heat that tanks and feed take, when a gas line is described.
    pub heat: Option<HeatNeed<f64>>,
    /// The store, when one is described.
    pub store: Option<StoreYear<f64>>,
    /// Methane lost at each place, when a gas line is described.
    pub losses: Vec<MethaneLoss<f64>>,
}

/// What the tanks gave in the times with constant feed of the reported year.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots {
    /// Start of each, d from the start of the year.
    pub(super) starts_d: Vec<f64>,
    /// Per tank: name, and methane and carbon dioxide of each slot, Nm3.
    pub(super) tanks: Vec<(String, Vec<f64>, Vec<f64>)>,
    /// Digestate that leaves, m3, and the methane it would still give, Nm3.
    pub(super) digestate: Vec<(f64, f64)>,
}

impl Slots {
    /// Amounts of slots spread evenly over their time, in `per_day` equal parts of each day of the year.
    fn spread(&self, amounts: impl Iterator<Item = f64>, per_day: usize) -> Vec<f64> {
        let parts = DAYS_PER_YEAR as usize * per_day;
        let mut spread = vec![0.0; parts];
        let ends = self.starts_d.iter().skip(1).copied().chain([DAYS_PER_YEAR]);
        for ((start_d, end_d), amount) in self.starts_d.iter().zip(ends).zip(amounts) {
            let (start, end) = (start_d * per_day as f64, end_d * per_day as f64);
            let rate = amount / (end - start);
            for (part, sum) in spread.iter_mut().enumerate().skip(start as usize).take_while(|(k, _)| (*k as f64) < end)
            {
                let (from, until) = (start.max(part as f64), end.min(part as f64 + 1.0));
                *sum += rate * (until - from).max(0.0);
            }
        }
        spread
    }
}

/// Share of the heat made that the rounding of sums may leave.
const ROUNDING: f64 = 1e-12;
/// Where the hours begin within a week: the model year begins with its first week.
const FIRST_HOUR_OF_WEEK: usize = 0;
/// A site that takes all the heat there is: what it takes of it is a share (`heat_use_share_pct`).
const ALL_HEAT_KWH: f64 = 1e7;
/// A machine whose size is not said is this much larger than the mean flow.
const SPARE: f64 = 1.25;

/// The year of the plant, and its months as the accounts take them; none where neither gas line nor store is described.
pub(super) fn plant_year(
    digester: &DigesterCase,
    weeks: &[MonthOfGas],
    slots: &Slots,
    weather: &WeatherYear,
    months: &mut [PlantBalance<f64>],
) -> Result<Option<PlantYear>, EvaluateError> {
    if digester.gas_line.is_none() && digester.store.is_none() {
        return Ok(None);
    }
    let failed = |reason: Text| EvaluateError::Plant { id: digester.id.clone(), reason };
    let air_c = weather.temperature_c();
    let store = digester.store.as_ref().map(|store| stored(digester, store, slots, air_c)).transpose();
    let store = store.map_err(|error| failed(error.told()))?;
    let mut year = PlantYear { gas: None, findings: Vec::new(), heat: None, store, losses: Vec::new() };
    if let Some(line) = &digester.gas_line {
        run_line(digester, line, weeks, slots, air_c, &mut year).map_err(|error| failed(error.told()))?;
        let share = digester.plant.heat_use_share_pct / 100.0;
        let gas = year.gas.as_ref().expect("the line has just run");
        for (month, totals) in months.iter_mut().zip(&gas.months) {
            *month = PlantBalance { lost_store_nm3: month.lost_store_nm3, ..balance(totals, share) };
        }
    }
    if let Some(store) = &year.store {
        let lost = year.store.as_ref().map_or(0.0, |s| s.lost_nm3);
        for (month, of_store) in months.iter_mut().zip(&store.months) {
            month.lost_store_nm3 = if lost > 0.0 { of_store.methane_nm3 } else { 0.0 };
        }
    }
    Ok(Some(year))
}

fn stored(
    digester: &DigesterCase,
    store: &StoreCase,
    slots: &Slots,
    air_c: &[f64],
) -> Result<StoreYear<f64>, crate::digestion::plant::StoreError> {
    let volumes = slots.spread(slots.digestate.iter().map(|(m3, _)| *m3), 1);
    let residuals = slots.spread(slots.digestate.iter().map(|(_, nm3)| *nm3), 1);
    let last = digester.tanks.last().map_or(f64::NAN, |tank| tank.params.temperature_c);
    let inflow_c = if last.is_finite() { last } else { digester.adm1.T_op - ZERO_CELSIUS_K };
    let air = crate::digestion::plant::daily_means(air_c);
    let days: Vec<StoreDay<f64>> = volumes
        .iter()
        .zip(&residuals)
        .zip(&air)
        .map(|((inflow_m3, residual_nm3), air_c)| StoreDay {
            inflow_m3: *inflow_m3,
            residual_nm3: *residual_nm3,
            inflow_c,
            air_c: *air_c,
        })
        .collect();
    store_year(&store.params, store.cover, &store.emptying, &days)
}

fn run_line(
    digester: &DigesterCase,
    case: &GasLineCase,
    weeks: &[MonthOfGas],
    slots: &Slots,
    air_c: &[f64],
    year: &mut PlantYear,
) -> Result<(), GasLineError> {
    let sources = sources(digester, slots, year.store.as_ref());
    let heat = heat_of(digester, case, weeks, air_c)?;
    let own_power_kwh = power_of(digester, case, weeks)?;
    let line = GasLine { holder: case.holder, users: users(digester, case, &sources), flare: case.flare };
    let series = GasSeries {
        sources,
        air_temperature_c: air_c.to_vec(),
        tank_temperature_c: digester.adm1.T_op - ZERO_CELSIUS_K,
        heat_need_kwh: heat.hours_kwh.clone(),
        heat_site_kwh: vec![ALL_HEAT_KWH; HOURS_PER_YEAR],
        own_power_kwh,
        outlet_open: None,
        first_hour_of_week: FIRST_HOUR_OF_WEEK,
    };
    let gas = gas_line(&line, &series)?;
    year.findings = gas.findings(&line);
    let open = year.store.as_ref().filter(|store| store.lost_nm3 > 0.0);
    let stores: Vec<(&str, &StoreYear<f64>)> = open.map(|store| ("digestate store", store)).into_iter().collect();
    year.losses = methane_losses(&gas, &stores);
    year.heat = Some(heat);
    year.gas = Some(gas);
    Ok(())
}

/// The tanks, and the store where its gas is kept.
fn sources(digester: &DigesterCase, slots: &Slots, store: Option<&StoreYear<f64>>) -> Vec<GasSource<f64>> {
    let leak_pct = digester.plant.leak_pct;
    let mut sources: Vec<GasSource<f64>> = slots
        .tanks
        .iter()
        .map(|(name, methane, carbon_dioxide)| GasSource {
            name: name.clone(),
            methane_nm3: slots.spread(methane.iter().copied(), 24),
            carbon_dioxide_nm3: slots.spread(carbon_dioxide.iter().copied(), 24),
            leak_pct,
        })
        .collect();
    if let (Some(store), Some(case)) = (store.filter(|s| s.recovered_nm3 > 0.0), &digester.store) {
        let methane_nm3 = hourly_of_daily(&store.days_nm3);
        let other = 100.0 / case.params.methane_pct - 1.0;
        sources.push(GasSource {
            name: "digestate store".to_owned(),
            carbon_dioxide_nm3: methane_nm3.iter().map(|nm3| nm3 * other).collect(),
            methane_nm3,
            leak_pct,
        });
    }
    sources
}

fn or(value: f64, otherwise: f64) -> f64 {
    if value.is_finite() { value } else { otherwise }
}

/// Who takes the gas: by what it is for.
fn users(digester: &DigesterCase, case: &GasLineCase, sources: &[GasSource<f64>]) -> Vec<GasUser<f64>> {
    let gas = &digester.gas;
    let total = |of: fn(&GasSource<f64>) -> &Vec<f64>| sources.iter().flat_map(of).sum::<f64>();
    let (methane, other) = (total(|s| &s.methane_nm3), total(|s| &s.carbon_dioxide_nm3));
    let hours = HOURS_PER_YEAR as f64;
    let always = Availability::always;
    let boiler = |serves_site| {
        GasUser::Boiler(Boiler {
            name: "gas boiler".to_owned(),
            params: BoilerParams { eta: or(case.boiler.eta, gas.boiler_eta), ..case.boiler },
            serves_site,
        })
    };
    match digester.gas_use {
        GasUse::Chp => {
            let mean_kwe = methane / hours * METHANE_LHV_MWH_PER_NM3 * 1000.0 * gas.chp_eta_el;
            let power_kwe = or(case.engine.power_kwe, or(gas.chp_power_kwe, SPARE * mean_kwe));
            let params = EngineParams {
                power_kwe,
                eta_el: gas.chp_eta_el,
                eta_heat: gas.chp_eta_heat,
                slip_pct: gas.chp_slip_pct,
                ..case.engine
            };
            vec![GasUser::Engine(Engine { name: "engine".to_owned(), params, availability: always() })]
        }
        GasUse::Boiler => vec![boiler(true)],
        GasUse::Injection => {
            let capacity_nm3_h = or(case.upgrading.capacity_nm3_h, SPARE * (methane + other) / hours);
            let params = UpgradingParams {
                capacity_nm3_h,
                slip_pct: gas.upgrading_slip_pct,
                power_kwh_per_nm3: gas.upgrading_power_kwh_per_nm3,
                ..case.upgrading
            };
            let unit = Upgrading {
                name: "upgrading".to_owned(),
                params,
                grid: case.grid,
                grid_by_month: None,
                grid_by_hour: None,
                availability: always(),
            };
            vec![boiler(false), GasUser::Upgrading(unit)]
        }
    }
}

/// Height over diameter of the tanks whose shells are not said.
const HEIGHT_PER_DIAMETER: f64 = 0.4;

fn heat_of(
    digester: &DigesterCase,
    case: &GasLineCase,
    weeks: &[MonthOfGas],
    air_c: &[f64],
) -> Result<HeatNeed<f64>, GasLineError> {
    let main_c = digester.adm1.T_op - ZERO_CELSIUS_K;
    let shell = |volume_m3: f64, c: f64| TankShell::cylinder(volume_m3, HEIGHT_PER_DIAMETER, c);
    let mut shells = vec![shell(digester.adm1.V_liq + digester.adm1.V_gas, main_c)];
    shells.extend(digester.tanks.iter().map(|tank| {
        let p = &tank.params;
        shell(p.volume_m3 + or(p.gas_m3, 0.1 * p.volume_m3), or(p.temperature_c, main_c))
    }));
    let share = digester.plant.hygienised_share_pct / 100.0;
    let days: Vec<FeedHeatDay<f64>> = each_day(weeks)
        .map(|week| FeedHeatDay {
            feed_t: week.feed_t / week.days,
            ts_share: week.ts_share,
            hygienised_t: or(share * week.feed_t, week.hygienised_t) / week.days,
        })
        .collect();
    let hygienises = days.iter().any(|day| day.hygienised_t > 0.0);
    heat_need(&case.heat, hygienises.then_some(&case.hygienisation), &shells, &days, air_c)
}

fn power_of(digester: &DigesterCase, case: &GasLineCase, weeks: &[MonthOfGas]) -> Result<Vec<f64>, GasLineError> {
    let mixed_m3 = digester.adm1.V_liq + digester.tanks.iter().map(|tank| tank.params.volume_m3).sum::<f64>();
    let back: f64 = digester.tanks.iter().map(|tank| tank.params.recirculation_m3_per_d).sum();
    let density = FeedstockDefaults::<f64>::defaults().feed_density_kg_m3 / 1000.0;
    let share = digester.plant.hygienised_share_pct / 100.0;
    let days: Vec<PowerDay<f64>> = each_day(weeks)
        .map(|week| PowerDay {
            received_t: week.received_t / week.days,
            mixed_m3,
            pumped_m3: 2.0 * week.feed_t / density / week.days + back,
            other_kwh: case.hygienisation.power_kwh_per_t * or(share * week.feed_t, week.hygienised_t) / week.days,
        })
        .collect();
    own_power(&case.power, &days)
}

/// The week of each day of the year.
fn each_day(weeks: &[MonthOfGas]) -> impl Iterator<Item = &MonthOfGas> {
    weeks.iter().zip(DAYS_OF_WEEK).flat_map(|(week, days)| std::iter::repeat_n(week, days))
}

/// A month of the gas line as the accounts take it: of the gas that left the holder (what it gained or lost is in the
/// next month), and of the heat beyond the plant's need the share that has a use.
fn balance(totals: &GasTotals<f64>, heat_use_share: f64) -> PlantBalance<f64> {
    let mwh = |kwh: f64| kwh / 1000.0;
    let beyond = totals.heat_used_kwh + totals.heat_wasted_kwh;
    // A boiler that serves the plant alone leaves the rounding of its hours.
    let rest = |kwh: f64| if kwh > ROUNDING * totals.heat_made_kwh { kwh } else { 0.0 };
    let (surplus, bought) = (rest(beyond), rest(totals.heat_bought_kwh));
    PlantBalance {
        methane_nm3: totals.methane_nm3 - totals.stored_nm3,
        lost_digester_nm3: totals.leak_nm3 + totals.vented_nm3,
        lost_use_nm3: totals.slip_nm3,
        lost_flare_nm3: totals.flare_slip_nm3,
        flared_nm3: totals.flared_nm3,
        burnt_nm3: totals.burnt_nm3,
        injected_nm3: totals.injected_nm3,
        electricity_gross_mwh: mwh(totals.electricity_kwh),
        electricity_own_mwh: mwh(totals.power_own_kwh),
        heat_gross_mwh: mwh(totals.heat_made_kwh),
        heat_own_mwh: mwh(totals.heat_own_kwh),
        heat_bought_mwh: mwh(bought),
        heat_used_mwh: mwh(surplus * heat_use_share),
        heat_wasted_mwh: mwh(surplus * (1.0 - heat_use_share)),
        ..PlantBalance::zero()
    }
}
