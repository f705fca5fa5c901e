//! What a boiler house asks of a furnace in motion: how long a start takes, what start and stop cost, how fast a load
//! step is followed.
//!
//! The model has no ignition: fuel on the grate decomposes with primary air whatever its temperature. A start is
//! therefore that of a grate whose fire is kept or lit at once, and an ignition of some minutes comes on top. From a cold
//! boiler the pump stands until the water is as hot as the return (the usual protection), then runs.

use super::error::{FurnaceError, within};
use super::model::{FurnaceInputs, FurnaceParams, FurnaceState};
use super::run::{Interval, Moment, advance};
use super::sets::FurnacePoint;
use super::steady::{Steady, steady_state};

/// Step between two looks at a transient, s.
const LOOK_S: f64 = 10.0;

/// Longest wait for a transient, s.
const LONGEST_S: f64 = 86_400.0;

/// What starts are measured against: this part of the useful heat at rest.
const REACHED: f64 = 0.9;

/// How a boiler stands before it starts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Warmth {
    /// All at room temperature, grate empty.
    Cold,
    /// Kept warm by the network: boiler at return temperature, refractory as after this pause; grate empty.
    Pause {
        /// Since the fire went out, h.
        hours: f64,
    },
}

/// A start from an empty grate to full load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StartUp {
    /// Until 90 % of the useful heat at rest, s.
    pub to_90_pct_s: f64,
    /// Until then: heat of the fuel fed (LHV as received), kWh.
    pub fuel_kwh: f64,
    /// Until then: heat delivered, kWh.
    pub heat_kwh: f64,
    /// Fuel of the whole start beyond what the delivered heat takes at the efficiency at rest, kWh per kW of nominal
    /// output: what is put into grate, refractory and boiler, and lost on the way. A stop gives part of it back.
    pub extra_fuel_kwh_per_kw: f64,
}

/// A burn-out: feed off, half the air, pump on while the boiler is hotter than the return.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShutDown {
    /// Until less than 5 % of the useful heat at rest is delivered, s.
    pub to_5_pct_s: f64,
    /// Heat delivered after the feed stopped, kWh per kW of nominal output.
    pub heat_kwh_per_kw: f64,
    /// Stored heat that was not delivered but lost by stack, refractory and boiler until then, kWh per kW.
    pub lost_kwh_per_kw: f64,
}

/// A start and the stop that follows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cycle {
    /// The start.
    pub start: StartUp,
    /// The stop.
    pub stop: ShutDown,
    /// Fuel lost by both together, kWh (LHV as received) per kW of nominal output: what the start takes beyond the heat it
    /// delivers, less what the heat of the burn-out would have taken, both at the efficiency at rest. Losses of the
    /// boiler while it stands come on top, by the hour.
    pub lost_fuel_kwh_per_kw: f64,
}

/// A change of load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoadStep {
    /// Useful heat at rest before, kW.
    pub from_kw: f64,
    /// Useful heat at rest after, kW.
    pub to_kw: f64,
    /// Until 90 % of the change, s.
    pub to_90_pct_s: f64,
}

fn half_air_no_feed(inputs: &FurnaceInputs<f64>) -> FurnaceInputs<f64> {
    FurnaceInputs {
        feed_kg_per_s: 0.0,
        primary_kg_per_s: 0.5 * inputs.primary_kg_per_s,
        secondary_kg_per_s: 0.5 * inputs.secondary_kg_per_s,
        ..*inputs
    }
}

/// The same inputs with the pump as its protection has it.
fn protected(inputs: &FurnaceInputs<f64>, state: &FurnaceState<f64>) -> FurnaceInputs<f64> {
    let hot = state.boiler_c > inputs.return_c;
    FurnaceInputs { pumped: if hot { inputs.pumped } else { 0.0 }, ..*inputs }
}

fn look(params: &FurnaceParams<f64>, at: &Moment, inputs: &FurnaceInputs<f64>) -> Result<Moment, FurnaceError> {
    advance(params, at, &Interval::held(LOOK_S, protected(inputs, &at.state)))
}

/// Goes on until `done` says so of the useful heat; the instant is interpolated between two looks.
fn until(
    params: &FurnaceParams<f64>,
    start: Moment,
    inputs: &FurnaceInputs<f64>,
    what: &'static str,
    kw: f64,
    rising: bool,
) -> Result<(f64, Moment), FurnaceError> {
    let useful = |m: &Moment| params.rates(&m.state, &protected(inputs, &m.state)).useful_kw;
    let (mut at, mut last) = (start, useful(&start));
    while at.t_s - start.t_s < LONGEST_S {
        let next = look(params, &at, inputs)?;
        let now = useful(&next);
        let crossed = if rising { now >= kw } else { now <= kw };
        if crossed {
            let part = if now == last { 1.0 } else { ((kw - last) / (now - last)).clamp(0.0, 1.0) };
            return Ok((at.t_s - start.t_s + part * LOOK_S, next));
        }
        (at, last) = (next, now);
    }
    Err(FurnaceError::NotReached { what, within_s: LONGEST_S })
}

/// Cools for some hours without feed and fans, the boiler held at return temperature by the network.
fn after_pause(
    params: &FurnaceParams<f64>,
    from: &Steady,
    inputs: &FurnaceInputs<f64>,
    hours: f64,
) -> Result<FurnaceState<f64>, FurnaceError> {
    within("pause_hours", hours, 0.0, 8760.0)?;
    let out = shut(params, from, inputs)?.1;
    let standing = FurnaceInputs { feed_kg_per_s: 0.0, primary_kg_per_s: 0.0, secondary_kg_per_s: 0.0, ..*inputs };
    let mut at = Moment::start(out.state);
    let mut left_s = hours * 3600.0;
    while left_s > 0.0 {
        let duration_s = left_s.min(3600.0);
        at = advance(params, &at, &Interval::held(duration_s, standing))?;
        left_s -= duration_s;
    }
    Ok(FurnaceState { water_kg: 0.0, dry_kg: 0.0, refractory_c: at.state.refractory_c, boiler_c: inputs.return_c })
}

/// A start to full load of a furnace of `nominal_kw` under `inputs`.
///
/// # Errors
/// As [`advance`] and [`steady_state`]; a start that does not reach 90 % within a day.
pub fn start_up(
    params: &FurnaceParams<f64>,
    inputs: &FurnaceInputs<f64>,
    from: Warmth,
) -> Result<StartUp, FurnaceError> {
    let steady = steady_state(params, inputs)?;
    let state = match from {
        Warmth::Cold => {
            FurnaceState { water_kg: 0.0, dry_kg: 0.0, refractory_c: params.ambient_c, boiler_c: params.ambient_c }
        }
        Warmth::Pause { hours } => after_pause(params, &steady, inputs, hours)?,
    };
    let start = Moment::start(state);
    let (to_90_pct_s, mut at) =
        until(params, start, inputs, "90 % of the output", REACHED * steady.rates.useful_kw, true)?;
    let (fuel_kj, heat_kj) = (at.sums.fed_lhv_kj(params), at.sums.useful_kj);
    // What a start takes is over when all time constants are long past.
    let settled_s = at.t_s + 12.0 * steady.time_constants_s[3];
    while at.t_s < settled_s {
        at = advance(params, &at, &Interval::held(60.0, protected(inputs, &at.state)))?;
    }
    let extra_kj = at.sums.fed_lhv_kj(params) - at.sums.useful_kj / steady.efficiency_lhv;
    Ok(StartUp {
        to_90_pct_s,
        fuel_kwh: fuel_kj / 3600.0,
        heat_kwh: heat_kj / 3600.0,
        extra_fuel_kwh_per_kw: extra_kj / 3600.0 / steady.rates.useful_kw,
    })
}

fn shut(
    params: &FurnaceParams<f64>,
    from: &Steady,
    inputs: &FurnaceInputs<f64>,
) -> Result<(f64, Moment), FurnaceError> {
    let kw = 0.05 * from.rates.useful_kw;
    until(params, Moment::start(from.state), &half_air_no_feed(inputs), "burn-out", kw, false)
}

/// A stop from the state at rest under `inputs`: feed off, fans at half, until less than 5 % of the heat is delivered.
///
/// # Errors
/// As [`start_up`].
pub fn shut_down(params: &FurnaceParams<f64>, inputs: &FurnaceInputs<f64>) -> Result<ShutDown, FurnaceError> {
    let steady = steady_state(params, inputs)?;
    let (to_5_pct_s, end) = shut(params, &steady, inputs)?;
    let lost = end.sums.stack_kj + end.sums.refractory_loss_kj + end.sums.boiler_loss_kj + end.sums.unburnt_kj;
    let per_kw = |kj: f64| kj / 3600.0 / steady.rates.useful_kw;
    Ok(ShutDown { to_5_pct_s, heat_kwh_per_kw: per_kw(end.sums.useful_kj), lost_kwh_per_kw: per_kw(lost) })
}

/// A start from this warmth and the stop after it: what cycling costs.
///
/// # Errors
/// As [`start_up`].
pub fn cycle(params: &FurnaceParams<f64>, inputs: &FurnaceInputs<f64>, from: Warmth) -> Result<Cycle, FurnaceError> {
    let steady = steady_state(params, inputs)?;
    let (start, stop) = (start_up(params, inputs, from)?, shut_down(params, inputs)?);
    let lost_fuel_kwh_per_kw = start.extra_fuel_kwh_per_kw - stop.heat_kwh_per_kw / steady.efficiency_lhv;
    Ok(Cycle { start, stop, lost_fuel_kwh_per_kw })
}

/// A step of load of a furnace of any size between two loads of its table (0.3 to 1).
///
/// # Errors
/// As [`advance`] and [`steady_state`]; loads out of range; a step that is not followed within a day.
pub fn load_step(nominal_kw: f64, from: f64, to: f64) -> Result<LoadStep, FurnaceError> {
    let params = FurnaceParams::of_size(nominal_kw)?;
    let (before, after) = (FurnacePoint::of_size(nominal_kw, from)?, FurnacePoint::of_size(nominal_kw, to)?);
    let (from, to) = (steady_state(&params, &before)?, steady_state(&params, &after)?);
    let (from_kw, to_kw) = (from.rates.useful_kw, to.rates.useful_kw);
    let reached = from_kw + REACHED * (to_kw - from_kw);
    let (to_90_pct_s, _) = until(&params, Moment::start(from.state), &after, "the new load", reached, to_kw > from_kw)?;
    Ok(LoadStep { from_kw, to_kw, to_90_pct_s })
}

/// What a start and the stop after it lose, kWh fuel (LHV) per kW of nominal output: from an hour's pause, and cold. Of the
/// 300 kW furnace; its parameters scale with the size, so that other sizes lose as much per kW.
pub fn start_losses_kwh_per_kw() -> [f64; 2] {
    static LOSSES: std::sync::OnceLock<[f64; 2]> = std::sync::OnceLock::new();
    *LOSSES.get_or_init(|| {
        let of = |warmth| {
            let (params, point) = (FurnaceParams::of_size(REFERENCE_KW)?, FurnacePoint::of_size(REFERENCE_KW, 1.0)?);
            cycle(&params, &point, warmth).map(|cycle| cycle.lost_fuel_kwh_per_kw)
        };
        [Warmth::Pause { hours: 1.0 }, Warmth::Cold].map(|w| of(w).expect("a test starts and stops this furnace"))
    })
}

/// Size of the furnace whose starts stand for all, kW.
const REFERENCE_KW: f64 = 300.0;
