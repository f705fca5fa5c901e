//! Power of the engine against its hours.

use super::engine::Engine;
use super::finding::GasLineError;
use super::gas_line::{GasLine, GasSeries, GasUser};
use super::year::gas_line;
use crate::num::Real;

/// What an engine of one power would do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChpSize<S> {
    /// Electric power, kW.
    pub power_kwe: f64,
    /// Electricity over power: hours at full load, h.
    pub full_load_h: S,
    /// Hours in which it runs, h.
    pub running_h: S,
    /// Starts.
    pub starts: S,
    /// Electricity, MWh.
    pub electricity_mwh: S,
    /// Heat that is needed or used on site, MWh.
    pub heat_useful_mwh: S,
    /// Electricity over the lower heating value of its gas, 0..=1; 0 when it never runs.
    pub eta_el: S,
    /// Methane flared, Nm3.
    pub flared_nm3: S,
    /// Methane lost in engine, flare and relief valve and before the holder, Nm3.
    pub lost_nm3: S,
}

/// Runs the gas line with one engine of each power in place of its engines. `engine` gives everything but the power.
///
/// # Errors
/// As [`gas_line`].
pub fn chp_sizes<S: Real>(
    line: &GasLine<S>,
    series: &GasSeries<S>,
    engine: &Engine<S>,
    powers_kwe: &[f64],
) -> Result<Vec<ChpSize<S>>, GasLineError> {
    let place = line.users.iter().position(|user| matches!(user, GasUser::Engine(_))).unwrap_or(0);
    let mut others = line.users.clone();
    others.retain(|user| !matches!(user, GasUser::Engine(_)));
    powers_kwe.iter().map(|power| with_power(line, series, engine, &others, place, *power)).collect()
}

fn with_power<S: Real>(
    line: &GasLine<S>,
    series: &GasSeries<S>,
    engine: &Engine<S>,
    others: &[GasUser<S>],
    place: usize,
    power_kwe: f64,
) -> Result<ChpSize<S>, GasLineError> {
    let mut tried = engine.clone();
    tried.params.power_kwe = S::from_f64(power_kwe);
    let mut users = others.to_vec();
    users.insert(place.min(users.len()), GasUser::Engine(tried));
    let place = place.min(others.len());
    let year = gas_line(&GasLine { users, ..line.clone() }, series)?;
    let (total, done) = (year.total(), year.users[place]);
    let fuel_kwh = done.methane_nm3 * (1000.0 * crate::units::METHANE_LHV_MWH_PER_NM3);
    let ran = fuel_kwh.gt(S::zero());
    Ok(ChpSize {
        power_kwe,
        full_load_h: done.electricity_kwh / power_kwe,
        running_h: done.running_h,
        starts: done.starts,
        electricity_mwh: done.electricity_kwh / 1000.0,
        heat_useful_mwh: (total.heat_made_kwh - total.heat_wasted_kwh) / 1000.0,
        eta_el: S::select(ran, done.electricity_kwh / S::select(ran, fuel_kwh, S::one()), S::zero()),
        flared_nm3: total.flared_nm3,
        lost_nm3: total.leak_nm3 + total.slip_nm3 + total.flare_slip_nm3 + total.vented_nm3,
    })
}
