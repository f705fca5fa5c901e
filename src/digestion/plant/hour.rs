//! One hour of the gas line: gas comes in, users draw in their order, the flare takes what is too much, the relief valve
//! the rest.

use super::engine::Engine;
use super::gas_line::{Boiler, GasLine, GasUser};
use super::holder::GasSpace;
use super::upgrading::Upgrading;
use super::year::{GasTotals, UserTotals};
use crate::num::Real;
use crate::units::METHANE_LHV_MWH_PER_NM3;

/// Fuel energy of methane, kWh/Nm3.
const LHV_KWH: f64 = 1000.0 * METHANE_LHV_MWH_PER_NM3;

/// Gas in the holder, and which users run (1) or stand (0).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct State<S> {
    pub(super) methane_nm3: S,
    pub(super) carbon_dioxide_nm3: S,
    pub(super) running: Vec<S>,
}

/// What an hour brings.
pub(super) struct Hour<S> {
    pub(super) hour: usize,
    pub(super) hour_of_week: usize,
    /// What reaches the holder, Nm3.
    pub(super) methane_nm3: S,
    pub(super) carbon_dioxide_nm3: S,
    pub(super) space: GasSpace<S>,
    pub(super) open: bool,
    pub(super) heat_need_kwh: S,
    pub(super) heat_site_kwh: S,
    pub(super) own_power_kwh: S,
}

/// What users see of the gas, in methane.
struct Offer<S> {
    /// Above the empty holder, Nm3.
    available: S,
    /// What steers the holder to its target, Nm3.
    wish: S,
    /// Methane in the gas, 0..=1.
    share: S,
    /// Filling with the hour's gas.
    level: S,
}

/// What one user did.
struct Drawn<S> {
    taken: S,
    running: S,
    totals: UserTotals<S>,
    power_used_kwh: S,
    heat_used_kwh: S,
}

/// Runs an hour; returns its account. Losses before the holder are the caller's.
pub(super) fn run_hour<S: Real>(
    line: &GasLine<S>,
    state: &mut State<S>,
    hour: &Hour<S>,
    users: &mut [UserTotals<S>],
) -> GasTotals<S> {
    let before = state.methane_nm3;
    let mut offer = offer(line, state, hour);
    state.methane_nm3 += hour.methane_nm3;
    state.carbon_dioxide_nm3 += hour.carbon_dioxide_nm3;
    let mut account =
        GasTotals { heat_own_kwh: hour.heat_need_kwh, power_own_kwh: hour.own_power_kwh, ..GasTotals::zero() };
    for (place, user) in line.users.iter().enumerate() {
        let drawn = match user {
            GasUser::Engine(engine) => draw_engine(engine, &offer, state.running[place], hour),
            GasUser::Boiler(boiler) => draw_boiler(boiler, &offer, &account, hour),
            GasUser::Upgrading(unit) => draw_upgrading(unit, &offer, state.running[place], hour),
        };
        let started = drawn.running * (S::one() - state.running[place]);
        state.running[place] = drawn.running;
        take(state, &offer, drawn.taken);
        offer.available -= drawn.taken;
        offer.wish = (offer.wish - drawn.taken).max(S::zero());
        account.add_user(&drawn.totals);
        account.power_own_kwh += drawn.power_used_kwh;
        account.heat_own_kwh += drawn.heat_used_kwh;
        users[place].add(&drawn.totals, started);
    }
    flare_and_vent(line, state, hour, offer.share, &mut account);
    share_out_heat(&mut account, hour.heat_site_kwh);
    account.stored_nm3 = state.methane_nm3 - before;
    account
}

fn offer<S: Real>(line: &GasLine<S>, state: &State<S>, hour: &Hour<S>) -> Offer<S> {
    let zero = S::zero();
    let before = state.methane_nm3 + state.carbon_dioxide_nm3;
    let inflow = hour.methane_nm3 + hour.carbon_dioxide_nm3;
    let all = before + inflow;
    let some = all.gt(zero);
    let share = S::select(some, (state.methane_nm3 + hour.methane_nm3) / S::select(some, all, S::one()), S::one());
    let share = share.max(zero);
    let target = hour.space.content_nm3(line.holder.target_pct * 0.01);
    let open = S::from_f64(if hour.open { 1.0 } else { 0.0 });
    Offer {
        available: (all - hour.space.content_nm3(zero)).max(zero) * share * open,
        wish: (inflow + (before - target) / line.holder.steering_h).max(zero) * share,
        share,
        level: hour.space.level(all),
    }
}

/// Takes methane out of the holder with the carbon dioxide that belongs to it.
fn take<S: Real>(state: &mut State<S>, offer: &Offer<S>, methane_nm3: S) {
    let raw = methane_nm3 / offer.share.max(S::from_f64(f64::MIN_POSITIVE));
    state.methane_nm3 -= methane_nm3;
    state.carbon_dioxide_nm3 -= raw * (S::one() - offer.share);
}

/// Methane that a steered machine takes: nothing, or between `least` and `most`, and whether it runs. Where the wish is
/// below its least, a standing machine starts once the holder is filled to the first level, and a running one goes on at
/// its least down to the second.
fn steered<S: Real>(offer: &Offer<S>, running: S, least: S, most: S, levels: (S, S)) -> (S, S) {
    let wanted = offer.wish.min(offer.available);
    let can = most.ge(least) & offer.available.ge(least);
    let level = S::select(running.gt(S::from_f64(0.5)), levels.1, levels.0);
    let runs = can & (wanted.ge(least) | offer.level.ge(level));
    let taken = S::select(runs, wanted.max(least).min(most), S::zero());
    (taken, S::select(taken.gt(S::zero()), S::one(), S::zero()))
}

fn draw_engine<S: Real>(engine: &Engine<S>, offer: &Offer<S>, running: S, hour: &Hour<S>) -> Drawn<S> {
    let ready = engine.availability.ready(hour.hour, hour.hour_of_week);
    let full = engine.params.full_nm3_h();
    let most = if ready { full } else { S::zero() };
    let levels = (engine.params.start_level_pct * 0.01, engine.params.stop_level_pct * 0.01);
    let (taken, running) = steered(offer, running, full * engine.params.min_share(), most, levels);
    let made = engine.params.output(taken);
    let totals = UserTotals {
        methane_nm3: taken,
        burnt_nm3: taken - made.slip_nm3,
        slip_nm3: made.slip_nm3,
        electricity_kwh: made.electricity_kwh,
        heat_kwh: made.heat_kwh,
        running_h: running,
        ..UserTotals::zero()
    };
    Drawn { taken, running, totals, power_used_kwh: S::zero(), heat_used_kwh: S::zero() }
}

fn draw_boiler<S: Real>(boiler: &Boiler<S>, offer: &Offer<S>, account: &GasTotals<S>, hour: &Hour<S>) -> Drawn<S> {
    let site = if boiler.serves_site { hour.heat_site_kwh } else { S::zero() };
    let lacking = (account.heat_own_kwh + site - account.heat_made_kwh).max(S::zero());
    let power = boiler.params.power_kw;
    let most = S::select(power.is_finite(), power, S::from_f64(f64::MAX));
    let taken = (lacking.min(most) / (boiler.params.eta * LHV_KWH)).min(offer.available);
    let slip = taken * boiler.params.slip_pct * 0.01;
    let running = S::select(taken.gt(S::zero()), S::one(), S::zero());
    let totals = UserTotals {
        methane_nm3: taken,
        burnt_nm3: taken - slip,
        slip_nm3: slip,
        heat_kwh: taken * LHV_KWH * boiler.params.eta,
        running_h: running,
        ..UserTotals::zero()
    };
    Drawn { taken, running, totals, power_used_kwh: S::zero(), heat_used_kwh: S::zero() }
}

fn draw_upgrading<S: Real>(unit: &Upgrading<S>, offer: &Offer<S>, running: S, hour: &Hour<S>) -> Drawn<S> {
    let params = &unit.params;
    let ready = unit.availability.ready(hour.hour, hour.hour_of_week);
    let most = if ready { unit.most_nm3(hour.hour, offer.share) } else { S::zero() };
    let levels = (params.start_level_pct * 0.01, params.stop_level_pct * 0.01);
    let least = params.capacity_nm3_h * params.min_load_pct * 0.01 * offer.share;
    let (taken, running) = steered(offer, running, least, most, levels);
    let off_gas = taken * params.slip_pct * 0.01;
    let burnt = off_gas * params.offgas_burnt_pct * 0.01;
    let injected = taken - off_gas;
    let raw = taken / offer.share.max(S::from_f64(f64::MIN_POSITIVE));
    let totals = UserTotals {
        methane_nm3: taken,
        burnt_nm3: burnt,
        slip_nm3: off_gas - burnt,
        injected_nm3: injected,
        product_nm3: injected / (params.ch4_pct * 0.01),
        running_h: running,
        ..UserTotals::zero()
    };
    let (power_used_kwh, heat_used_kwh) = (raw * params.power_kwh_per_nm3, raw * params.heat_kwh_per_nm3);
    Drawn { taken, running, totals, power_used_kwh, heat_used_kwh }
}

fn flare_and_vent<S: Real>(
    line: &GasLine<S>,
    state: &mut State<S>,
    hour: &Hour<S>,
    share: S,
    account: &mut GasTotals<S>,
) {
    let zero = S::zero();
    let capacity = line.flare.capacity_nm3_h;
    let capacity = S::select(capacity.is_finite(), capacity, S::from_f64(f64::MAX));
    let open = S::from_f64(if hour.open { 1.0 } else { 0.0 });
    let held = state.methane_nm3 + state.carbon_dioxide_nm3;
    let above = (held - hour.space.content_nm3(line.flare.level_pct * 0.01)).max(zero);
    let to_flare = above.min(capacity) * open;
    let vented = (held - to_flare - hour.space.content_nm3(S::one())).max(zero);
    let flared = to_flare * share;
    account.flare_slip_nm3 = flared * line.flare.slip_pct * 0.01;
    account.flared_nm3 = flared - account.flare_slip_nm3;
    account.vented_nm3 = vented * share;
    state.methane_nm3 -= flared + account.vented_nm3;
    state.carbon_dioxide_nm3 -= (to_flare + vented) * (S::one() - share);
}

/// The plant takes its heat first, then the use on site; what lacks is bought, what is left is wasted.
fn share_out_heat<S: Real>(account: &mut GasTotals<S>, site_kwh: S) {
    let surplus = account.heat_made_kwh - account.heat_own_kwh;
    account.heat_bought_kwh = (-surplus).max(S::zero());
    account.heat_used_kwh = surplus.max(S::zero()).min(site_kwh);
    account.heat_wasted_kwh = surplus.max(S::zero()) - account.heat_used_kwh;
}
