//! The columns of published tables, computed by name: what `verify` holds against a table in the same format.

use super::dispatch::{DispatchParams, run_year};
use super::error::HeatError;
use super::load::HeatLoad;
use super::profile::{Profile, ProfileKind};
use super::rules::{direct, greedy_backup_kwh};
use crate::climate::WeatherYear;

/// Parameters of the published rule with buffer: half full and running at first, 0.2 % lost an hour, 88 % efficiency that
/// falls by 6 % towards zero load, no outage.
fn published_rule(power_kw: f64, minimum_load: f64, buffer_hours: f64) -> DispatchParams<f64> {
    DispatchParams {
        power_kw,
        minimum_load,
        buffer_hours,
        buffer_loss_per_h: 0.002,
        initial_charge: 0.5,
        efficiency_nominal: 0.88,
        // 6 % less towards zero load.
        part_load_efficiency_ratio: 1.0 - 0.06 * 0.7,
        outage_share: 0.0,
        summer_stop_day: 0.0,
        summer_restart_day: 0.0,
        auxiliary_electricity_share: 0.0,
        backup_efficiency: 1.0,
        ..DispatchParams::defaults()
    }
}

/// Every output column of the dispatch table for one row: the load's hours, the boiler's output and its minimum load.
///
/// Columns `covA..`: boiler without buffer; `covC`: two in sequence; `covD`: greedy lossless store of 1, 2 and 4 hours of
/// output; `..R`: hysteresis and losses with a store of 1 and 4 hours. Percentages of the demand, kWh, hours.
///
/// # Errors
/// When the load is no year of demand, the output is not above zero, or the minimum load lies outside 0 to 1.
pub fn dispatch_case(load_kw: &[f64], p_bio_kw: f64, min_load: f64) -> Result<Vec<(&'static str, f64)>, HeatError> {
    let load = HeatLoad::new(load_kw.to_vec())?;
    super::error::check_range(DispatchParams::<f64>::table(), &published_rule(p_bio_kw, min_load, 1.0).to_vec())?;
    let demand_kwh = load.annual_kwh();
    let percent = |kwh: f64| 100.0 * kwh / demand_kwh;
    let threshold = min_load * p_bio_kw;
    let single = direct(load_kw, p_bio_kw, threshold);
    let mut columns = vec![
        ("demand_MWh", demand_kwh / 1000.0),
        ("peak_kW", load.peak_kw()),
        ("frac_of_peak", p_bio_kw / load.peak_kw()),
        ("covA_nominload_pct", percent(direct(load_kw, p_bio_kw, 0.0).wood_kwh)),
        ("covA_single_pct", percent(single.wood_kwh)),
        ("hoursA", single.hours),
        ("startsA", single.starts),
        ("flhA", single.wood_kwh / p_bio_kw),
        ("covC_two_units_pct", percent(direct(load_kw, p_bio_kw, 0.5 * threshold).wood_kwh)),
    ];
    for (hours, name) in [(1.0, "covD_lossless_1h_pct"), (2.0, "covD_lossless_2h_pct"), (4.0, "covD_lossless_4h_pct")] {
        columns.push((name, percent(demand_kwh - greedy_backup_kwh(load_kw, p_bio_kw, hours * p_bio_kw))));
    }
    for (hours, names) in [(1.0, BUFFER_1H), (4.0, BUFFER_4H)] {
        let totals = run_year(&published_rule(p_bio_kw, min_load, hours), load_kw, |_, _, _| {});
        let year = totals.year();
        let coverage = 100.0 * totals.coverage();
        let values = [coverage, year.wood_kwh, year.backup_kwh, year.starts, year.hours, year.fuel_kwh];
        columns.extend(names.into_iter().zip(values));
    }
    Ok(columns)
}

const BUFFER_1H: [&str; 6] = ["covR_1h_pct", "bioR_1h_kWh", "gasR_1h_kWh", "startsR_1h", "hoursR_1h", "fuelR_1h_kWh"];
const BUFFER_4H: [&str; 6] = ["covR_4h_pct", "bioR_4h_kWh", "gasR_4h_kWh", "startsR_4h", "hoursR_4h", "fuelR_4h_kWh"];

/// The hours of a column of a load profile table, from hourly temperatures: `MFH_1000MWh_kW` (any profile code, any whole
/// number of MWh) or `MFH_spaceheat_only_kW` (1000 MWh without hot water). None when the name is not of this kind, or the
/// temperatures are no year of weather.
pub fn profile_columns(temperatures_c: &[f64], column: &str) -> Option<Vec<f64>> {
    let (code, rest) = column.split_once('_')?;
    let mut profile = Profile::new(ProfileKind::from_code(code)?);
    let annual_mwh = if rest == "spaceheat_only_kW" {
        profile.hot_water = false;
        1000.0
    } else {
        f64::from(rest.strip_suffix("MWh_kW")?.parse::<u32>().ok()?)
    };
    let weather = WeatherYear::new(temperatures_c.to_vec(), None).ok()?;
    profile.hourly_kw(&weather, annual_mwh * 1000.0).ok()
}
