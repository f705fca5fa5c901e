//! The gas line over all hours: what each hour did, and the accounts by month, source and user.

use super::calendar::{HOURS_PER_WEEK, month_of_hour};
use super::finding::GasLineError;
use super::gas_line::{GasLine, GasSeries, GasUser};
use super::holder::GasSpace;
use super::hour::{Hour, State, run_hour};
use super::sums::sums;
use crate::num::Real;

sums! {
    /// Gas, power and heat over some time.
    pub struct GasTotals {
        /// Methane from all sources, Nm3.
        methane_nm3,
        /// Methane lost before the holder, Nm3.
        leak_nm3,
        /// Methane burnt in engines, boilers and off-gas treatment, Nm3.
        burnt_nm3,
        /// Methane in the gas injected, Nm3.
        injected_nm3,
        /// Methane that passes users unburnt, Nm3.
        slip_nm3,
        /// Methane burnt in the flare, Nm3.
        flared_nm3,
        /// Methane that passes the flare unburnt, Nm3.
        flare_slip_nm3,
        /// Methane that leaves by the relief valve, Nm3.
        vented_nm3,
        /// Methane in the holder at the end less that at the beginning, Nm3.
        stored_nm3,
        /// Electricity of the engines, kWh.
        electricity_kwh,
        /// Electricity that the plant takes, upgrading included, kWh.
        power_own_kwh,
        /// Heat of engines and boilers, kWh.
        heat_made_kwh,
        /// Heat that the plant itself needs, upgrading included, kWh.
        heat_own_kwh,
        /// Of that, what the gas did not give, kWh.
        heat_bought_kwh,
        /// Heat that the use on site takes, kWh.
        heat_used_kwh,
        /// Heat without a use, kWh.
        heat_wasted_kwh,
    }
}

sums! {
    /// What one user of the gas did over some time.
    pub struct UserTotals {
        /// Methane taken, Nm3.
        methane_nm3,
        /// Methane burnt, Nm3.
        burnt_nm3,
        /// Methane that passes unburnt, Nm3.
        slip_nm3,
        /// Methane in the gas injected, Nm3.
        injected_nm3,
        /// Gas injected, Nm3.
        product_nm3,
        /// Electricity made, kWh.
        electricity_kwh,
        /// Heat made, kWh.
        heat_kwh,
        /// Hours in which it ran.
        running_h,
        /// Starts.
        starts,
    }
}

impl<S: Real> UserTotals<S> {
    pub(super) fn add(&mut self, hour: &Self, started: S) {
        *self = self.plus(*hour);
        self.starts += started;
    }
}

impl<S: Real> GasTotals<S> {
    pub(super) fn add_user(&mut self, user: &UserTotals<S>) {
        self.burnt_nm3 += user.burnt_nm3;
        self.slip_nm3 += user.slip_nm3;
        self.injected_nm3 += user.injected_nm3;
        self.electricity_kwh += user.electricity_kwh;
        self.heat_made_kwh += user.heat_kwh;
    }

    /// Methane produced less all its ways, over what was produced or, where that is less, held: 0 when it closes.
    pub fn methane_closure(&self) -> S {
        let out = self.leak_nm3
            + self.burnt_nm3
            + self.injected_nm3
            + self.slip_nm3
            + self.flared_nm3
            + self.flare_slip_nm3
            + self.vented_nm3;
        let size = self.methane_nm3.max(out).max(self.stored_nm3.abs()).max(S::from_f64(f64::MIN_POSITIVE));
        (self.methane_nm3 - out - self.stored_nm3).abs() / size
    }

    /// Heat made and bought less heat needed, used and wasted, over their sum: 0 when it closes.
    pub fn heat_closure(&self) -> S {
        let sources = self.heat_made_kwh + self.heat_bought_kwh;
        let uses = self.heat_own_kwh + self.heat_used_kwh + self.heat_wasted_kwh;
        (sources - uses).abs() / sources.max(S::from_f64(f64::MIN_POSITIVE))
    }
}

/// One hour as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GasHour<S> {
    /// Pressure of the holder above the atmosphere at the end of the hour, mbar.
    pub pressure_mbar: S,
    /// Filling of the holder at the end of the hour: 0 empty, 1 full.
    pub level: S,
    /// Electricity of the engines, kWh.
    pub electricity_kwh: S,
    /// Heat made, kWh.
    pub heat_kwh: S,
    /// Methane injected, Nm3.
    pub injected_nm3: S,
    /// Methane to the flare, Nm3.
    pub flare_nm3: S,
    /// Methane out of the relief valve, Nm3.
    pub vented_nm3: S,
}

/// The gas line over its series.
#[derive(Clone, Debug, PartialEq)]
pub struct GasYear<S> {
    /// Each hour.
    pub hours: Vec<GasHour<S>>,
    /// The account of each month, January first; hours after a year add to the months again.
    pub months: [GasTotals<S>; 12],
    /// Each source in its order: name, methane produced and methane lost before the holder, Nm3.
    pub sources: Vec<(String, S, S)>,
    /// Each user in its order.
    pub users: Vec<UserTotals<S>>,
    /// Names of the users.
    pub user_names: Vec<String>,
    /// Whether the holder has any room.
    pub has_holder: bool,
    /// Hours with a closed outlet.
    pub closed_hours: usize,
}

impl<S: Real> GasYear<S> {
    /// All months together.
    pub fn total(&self) -> GasTotals<S> {
        self.months.iter().fold(GasTotals::zero(), |sum, month| sum.plus(*month))
    }
}

fn space<S: Real>(line: &GasLine<S>, series: &GasSeries<S>, hour: usize) -> GasSpace<S> {
    let air = S::from_f64(series.air_temperature_c[hour]);
    GasSpace::new(&line.holder, air + (series.tank_temperature_c - air) * line.holder.warmth_share)
}

/// The gas in the holder at the beginning: as full as `start_pct` says, of the mix of the first hour that brings gas.
fn start<S: Real>(line: &GasLine<S>, series: &GasSeries<S>) -> State<S> {
    let sum = |pick: &dyn Fn(usize) -> S| (0..series.sources.len()).map(pick).sum::<S>();
    let mut share = S::one();
    for hour in (0..series.hours()).rev() {
        let methane = sum(&|k| series.sources[k].methane_nm3[hour]);
        let all = methane + sum(&|k| series.sources[k].carbon_dioxide_nm3[hour]);
        let some = all.gt(S::zero());
        share = S::select(some, methane / S::select(some, all, S::one()), share);
    }
    let content = space(line, series, 0).content_nm3(line.holder.start_pct * 0.01);
    State {
        methane_nm3: content * share,
        carbon_dioxide_nm3: content * (S::one() - share),
        running: vec![S::zero(); line.users.len()],
    }
}

/// Methane and carbon dioxide that reach the holder in an hour, and the methane that does not, Nm3; adds to the sources.
fn inflow<S: Real>(series: &GasSeries<S>, hour: usize, sources: &mut [(String, S, S)]) -> (S, S, S) {
    let (mut methane, mut carbon_dioxide, mut leak) = (S::zero(), S::zero(), S::zero());
    for (source, sums) in series.sources.iter().zip(sources) {
        let lost = source.methane_nm3[hour] * source.leak_pct * 0.01;
        methane += source.methane_nm3[hour] - lost;
        carbon_dioxide += source.carbon_dioxide_nm3[hour] * (S::one() - source.leak_pct * 0.01);
        leak += lost;
        sums.1 += source.methane_nm3[hour];
        sums.2 += lost;
    }
    (methane, carbon_dioxide, leak)
}

/// Runs the gas line over all hours of the series. Every hour is well mixed and steady in itself.
///
/// # Errors
/// A parameter out of range; a series that is too short, negative or no number.
pub fn gas_line<S: Real>(line: &GasLine<S>, series: &GasSeries<S>) -> Result<GasYear<S>, GasLineError> {
    line.check()?;
    series.check()?;
    let mut state = start(line, series);
    let mut year = GasYear {
        hours: Vec::with_capacity(series.hours()),
        months: [GasTotals::zero(); 12],
        sources: series.sources.iter().map(|s| (s.name.clone(), S::zero(), S::zero())).collect(),
        users: vec![UserTotals::zero(); line.users.len()],
        user_names: line.users.iter().map(|user| GasUser::name(user).to_owned()).collect(),
        has_holder: space(line, series, 0).has_room(),
        closed_hours: 0,
    };
    for hour in 0..series.hours() {
        let (methane_nm3, carbon_dioxide_nm3, leak_nm3) = inflow(series, hour, &mut year.sources);
        let open = series.outlet_open.as_ref().is_none_or(|open| open[hour]);
        year.closed_hours += usize::from(!open);
        let given = Hour {
            hour,
            hour_of_week: series.first_hour_of_week % HOURS_PER_WEEK,
            methane_nm3,
            carbon_dioxide_nm3,
            space: space(line, series, hour),
            open,
            heat_need_kwh: series.heat_need_kwh[hour],
            heat_site_kwh: series.heat_site_kwh[hour],
            own_power_kwh: series.own_power_kwh[hour],
        };
        let mut account = run_hour(line, &mut state, &given, &mut year.users);
        account.methane_nm3 = methane_nm3 + leak_nm3;
        account.leak_nm3 = leak_nm3;
        let level = given.space.level(state.methane_nm3 + state.carbon_dioxide_nm3);
        year.hours.push(GasHour {
            pressure_mbar: given.space.over_pressure_mbar(level),
            level,
            electricity_kwh: account.electricity_kwh,
            heat_kwh: account.heat_made_kwh,
            injected_nm3: account.injected_nm3,
            flare_nm3: account.flared_nm3 + account.flare_slip_nm3,
            vented_nm3: account.vented_nm3,
        });
        let month = &mut year.months[month_of_hour(hour)];
        *month = month.plus(account);
    }
    Ok(year)
}
