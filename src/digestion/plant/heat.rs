//! Heat that the plant itself needs, hour by hour: feed to the tank's temperature, losses of the tanks through wall, roof
//! and floor, hygienisation with an exchanger.
//!
//! Hygienised material enters the tank warmer than the feed; what it carries above the tank's temperature heats the tank.
//! With all of it used, hygienisation costs only its losses; where the tank needs less, the rest is told as surplus.

use super::finding::GasLineError;
use crate::num::{Mask, Real};
use crate::params;

params! {
    /// Tanks and feed as they take heat.
    pub struct HeatNeedParams from "digestion/heat_need.csv" {
        u_wall_w_m2_k, u_roof_w_m2_k, u_ground_w_m2_k, ground_c, feed_c, heat_capacity_water_kj_kg_k,
        heat_capacity_solids_kj_kg_k,
    }
}

params! {
    /// A unit that holds feed hot.
    pub struct HygienisationUnit from "digestion/hygienisation.csv" {
        temperature_c, hold_min, fill_and_empty_min, exchanger_pct, loss_pct, power_kwh_per_t,
    }
}

/// Coldest feed that storage lets through, C.
const FEED_MIN_C: f64 = 5.0;

/// kJ of a kWh.
const KJ_PER_KWH: f64 = 3600.0;

/// Wall, roof and floor of a tank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TankShell<S> {
    /// Wall against the air, m2.
    pub wall_m2: S,
    /// Roof against the air, m2.
    pub roof_m2: S,
    /// Floor against the ground, m2.
    pub floor_m2: S,
    /// Temperature in the tank, C.
    pub temperature_c: S,
}

impl<S: Real> TankShell<S> {
    /// A standing cylinder of a volume, m3, with a height of so many diameters; the roof is flat.
    pub fn cylinder(volume_m3: S, height_per_diameter: f64, temperature_c: S) -> Self {
        let pi = std::f64::consts::PI;
        let diameter_m = (volume_m3 * (4.0 / (pi * height_per_diameter))).powf(S::from_f64(1.0 / 3.0));
        let end_m2 = diameter_m * diameter_m * (pi / 4.0);
        Self { wall_m2: end_m2 * (4.0 * height_per_diameter), roof_m2: end_m2, floor_m2: end_m2, temperature_c }
    }
}

/// Heat that a tank loses, kW; nothing where it is colder than what is around it.
pub fn shell_heat_kw<S: Real>(shell: &TankShell<S>, params: &HeatNeedParams<S>, air_c: f64) -> S {
    let to_air = (shell.temperature_c - air_c).max(S::zero());
    let to_ground = (shell.temperature_c - params.ground_c).max(S::zero());
    let air = (params.u_wall_w_m2_k * shell.wall_m2 + params.u_roof_w_m2_k * shell.roof_m2) * to_air;
    (air + params.u_ground_w_m2_k * shell.floor_m2 * to_ground) / 1000.0
}

/// Feed of a day, spread evenly over its hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FeedHeatDay<S> {
    /// Feed with its dilution water, t.
    pub feed_t: S,
    /// Dry matter of the feed, t/t.
    pub ts_share: S,
    /// Part of the feed that is hygienised, t.
    pub hygienised_t: S,
}

/// What hygienisation does to some material, kWh.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hygienised<S> {
    /// Heat that must come from outside, at the temperature of hygienisation.
    pub hot_kwh: S,
    /// Heat that the exchanger brings back.
    pub recovered_kwh: S,
    /// Heat that the material brings into the tank above (below: less than zero) the tank's temperature.
    pub carried_kwh: S,
}

/// Hygienises material of a heat capacity (kWh/K) that comes at `feed_c` and goes into a tank at `tank_c`.
pub fn hygienisation<S: Real>(unit: &HygienisationUnit<S>, kwh_per_k: S, feed_c: S, tank_c: S) -> Hygienised<S> {
    let rise_k = (unit.temperature_c - feed_c).max(S::zero());
    let recovered_k = rise_k * unit.exchanger_pct * 0.01;
    let given = (rise_k - recovered_k) * kwh_per_k;
    let out_c = unit.temperature_c.max(feed_c) - recovered_k;
    Hygienised {
        hot_kwh: given / (S::one() - unit.loss_pct * 0.01),
        recovered_kwh: recovered_k * kwh_per_k,
        carried_kwh: (out_c - tank_c) * kwh_per_k,
    }
}

impl<S: Real> HygienisationUnit<S> {
    /// Room that hygienisation of so many m3 a day needs, m3: what passes while one batch is filled, held and emptied.
    pub fn room_m3(&self, m3_per_d: S) -> S {
        m3_per_d * (self.hold_min + self.fill_and_empty_min) / 1440.0
    }
}

/// Heat need hour by hour with its parts summed, kWh.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatNeed<S> {
    /// Of each hour.
    pub hours_kwh: Vec<S>,
    /// Losses of the tanks.
    pub shell_kwh: S,
    /// Feed that is not hygienised, to the tank's temperature.
    pub feed_kwh: S,
    /// Hygienisation, what comes from outside.
    pub hygienisation_kwh: S,
    /// What the exchanger brings back.
    pub recovered_kwh: S,
    /// What hygienised material brings into the tank.
    pub carried_kwh: S,
    /// Of that, what the tank could not use in its hour: it must be cooled or grows warmer.
    pub surplus_kwh: S,
}

/// Heat that tanks and feed need in each hour of `air_c`: `days` has a value for each day begun, the first tank takes
/// the feed. Without `unit` nothing is hygienised.
///
/// # Errors
/// No tank; fewer days than hours need; a negative or endless value.
pub fn heat_need<S: Real>(
    params: &HeatNeedParams<S>,
    unit: Option<&HygienisationUnit<S>>,
    shells: &[TankShell<S>],
    days: &[FeedHeatDay<S>],
    air_c: &[f64],
) -> Result<HeatNeed<S>, GasLineError> {
    check(shells, days, air_c)?;
    let zero = S::zero();
    let mut need = HeatNeed {
        hours_kwh: Vec::with_capacity(air_c.len()),
        shell_kwh: zero,
        feed_kwh: zero,
        hygienisation_kwh: zero,
        recovered_kwh: zero,
        carried_kwh: zero,
        surplus_kwh: zero,
    };
    let tank_c = shells[0].temperature_c;
    for (hour, air) in air_c.iter().enumerate() {
        let day = &days[hour / 24];
        let feed_c = S::select(params.feed_c.is_finite(), params.feed_c, S::from_f64(air.max(FEED_MIN_C)));
        let kj_per_kg_k = params.heat_capacity_water_kj_kg_k * (S::one() - day.ts_share)
            + params.heat_capacity_solids_kj_kg_k * day.ts_share;
        let kwh_per_k = |t: S| t / 24.0 * kj_per_kg_k * (1000.0 / KJ_PER_KWH);
        let hygienised_t = if unit.is_some() { day.hygienised_t.min(day.feed_t) } else { zero };
        let feed_kwh = kwh_per_k(day.feed_t - hygienised_t) * (tank_c - feed_c).max(zero);
        let hot = unit.map(|unit| hygienisation(unit, kwh_per_k(hygienised_t), feed_c, tank_c));
        let (hot_kwh, recovered, carried) =
            hot.map_or((zero, zero, zero), |h| (h.hot_kwh, h.recovered_kwh, h.carried_kwh));
        let shell_kwh: S = shells.iter().map(|shell| shell_heat_kw(shell, params, *air)).sum();
        let tank = shell_kwh + feed_kwh - carried;
        need.hours_kwh.push(tank.max(zero) + hot_kwh);
        need.shell_kwh += shell_kwh;
        need.feed_kwh += feed_kwh;
        need.hygienisation_kwh += hot_kwh;
        need.recovered_kwh += recovered;
        need.carried_kwh += carried;
        need.surplus_kwh += (-tank).max(zero);
    }
    Ok(need)
}

fn check<S: Real>(shells: &[TankShell<S>], days: &[FeedHeatDay<S>], air_c: &[f64]) -> Result<(), GasLineError> {
    if shells.is_empty() || air_c.is_empty() {
        return Err(GasLineError::Nothing);
    }
    let wanted = air_c.len().div_ceil(24);
    if days.len() < wanted {
        return Err(GasLineError::Length {
            what: "feed of the days".to_owned(),
            found: 24 * days.len(),
            wanted: air_c.len(),
        });
    }
    if let Some(hour) = air_c.iter().position(|t| !t.is_finite()) {
        return Err(GasLineError::BadValue { what: "air temperature".to_owned(), hour });
    }
    let sound = |v: S| v.is_finite() & v.ge(S::zero());
    let bad = |day: &FeedHeatDay<S>| {
        !(sound(day.feed_t) & sound(day.hygienised_t) & sound(day.ts_share) & day.ts_share.le(S::one())).all()
    };
    if let Some(day) = days.iter().position(bad) {
        return Err(GasLineError::BadValue { what: "feed of the days".to_owned(), hour: 24 * day });
    }
    let bad = |shell: &TankShell<S>| {
        !(sound(shell.wall_m2) & sound(shell.roof_m2) & sound(shell.floor_m2) & shell.temperature_c.is_finite()).all()
    };
    match shells.iter().position(bad) {
        Some(_) => Err(GasLineError::BadValue { what: "shell of a tank".to_owned(), hour: 0 }),
        None => Ok(()),
    }
}
