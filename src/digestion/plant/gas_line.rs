//! The gas line as it is given: sources, holder, users in their order, flare.

use super::calendar::hourly_of_daily;
use super::engine::{Engine, EngineParams};
use super::finding::GasLineError;
use super::holder::HolderParams;
use super::upgrading::{GridLimits, Upgrading, UpgradingParams};
use crate::num::{Mask, Real};
use crate::param::Table;
use crate::params;

params! {
    /// A boiler on raw biogas.
    pub struct BoilerParams from "digestion/biogas_boiler.csv" { power_kw, eta, slip_pct }
}

params! {
    /// The flare.
    pub struct FlareParams from "digestion/flare.csv" { level_pct, capacity_nm3_h, slip_pct }
}

/// A boiler as it stands in the gas line.
#[derive(Clone, Debug, PartialEq)]
pub struct Boiler<S> {
    /// What it is called.
    pub name: String,
    /// Its numbers.
    pub params: BoilerParams<S>,
    /// Whether it also serves the use on site; otherwise only what the plant itself needs.
    pub serves_site: bool,
}

/// What takes gas.
// A line has a handful of users: their size does not matter, a plain match does.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug, PartialEq)]
pub enum GasUser<S> {
    /// Engine with generator: follows the filling of the holder.
    Engine(Engine<S>),
    /// Boiler: follows the need of heat that users before it leave.
    Boiler(Boiler<S>),
    /// Upgrading and injection: follows the filling of the holder, within the grid's limit.
    Upgrading(Upgrading<S>),
}

impl<S> GasUser<S> {
    /// What it is called.
    pub fn name(&self) -> &str {
        match self {
            Self::Engine(engine) => &engine.name,
            Self::Boiler(boiler) => &boiler.name,
            Self::Upgrading(unit) => &unit.name,
        }
    }
}

/// Holder, users, flare.
#[derive(Clone, Debug, PartialEq)]
pub struct GasLine<S> {
    /// The gas holder.
    pub holder: HolderParams<S>,
    /// Who takes gas; the first is served first.
    pub users: Vec<GasUser<S>>,
    /// The flare.
    pub flare: FlareParams<S>,
}

/// Where gas comes from: a tank, a covered store.
#[derive(Clone, Debug, PartialEq)]
pub struct GasSource<S> {
    /// What it is called.
    pub name: String,
    /// Methane of each hour, Nm3.
    pub methane_nm3: Vec<S>,
    /// Carbon dioxide of each hour, Nm3.
    pub carbon_dioxide_nm3: Vec<S>,
    /// Share of its gas lost before the holder, %.
    pub leak_pct: S,
}

impl<S: Real> GasSource<S> {
    /// A source from amounts of days, each spread evenly over its hours.
    pub fn of_days(name: &str, methane_nm3: &[S], carbon_dioxide_nm3: &[S], leak_pct: S) -> Self {
        Self {
            name: name.to_owned(),
            methane_nm3: hourly_of_daily(methane_nm3),
            carbon_dioxide_nm3: hourly_of_daily(carbon_dioxide_nm3),
            leak_pct,
        }
    }
}

/// What happens hour by hour. All series begin on 1 January 0 h and are equally long, of any length.
#[derive(Clone, Debug, PartialEq)]
pub struct GasSeries<S> {
    /// Where gas comes from.
    pub sources: Vec<GasSource<S>>,
    /// Temperature of the air, C.
    pub air_temperature_c: Vec<f64>,
    /// Temperature of the tank under the holder, C.
    pub tank_temperature_c: S,
    /// Heat that the plant itself needs, kWh of each hour.
    pub heat_need_kwh: Vec<S>,
    /// Heat that a use on site can take, kWh of each hour.
    pub heat_site_kwh: Vec<S>,
    /// Electricity that the plant takes without upgrading, kWh of each hour.
    pub own_power_kwh: Vec<S>,
    /// Hours (true) in which the gas outlet is open; none: always.
    pub outlet_open: Option<Vec<bool>>,
    /// Hour of the week of the first hour, 0..168, Monday 0 h is 0.
    pub first_hour_of_week: usize,
}

impl<S: Real> GasSeries<S> {
    /// Hours of the series.
    pub fn hours(&self) -> usize {
        self.air_temperature_c.len()
    }
}

/// Refuses parameters outside their table's range; blank ones are allowed where the table has no default and `may_lack`
/// names them.
fn check_table<S: Real>(table: &Table, values: &[S], may_lack: &[&str]) -> Result<(), GasLineError> {
    for (row, value) in table.rows().iter().zip(values) {
        let blank = may_lack.contains(&row.name.as_str());
        let inside = value.ge(S::from_f64(row.low)) & value.le(S::from_f64(row.high));
        let inside = if blank { inside | !value.is_finite() } else { inside };
        if !inside.all() {
            return Err(GasLineError::Parameter { name: row.name.clone(), low: row.low, high: row.high });
        }
    }
    Ok(())
}

/// Refuses negative and infinite values and wrong lengths.
fn check_series<S: Real>(what: &str, values: &[S], hours: usize) -> Result<(), GasLineError> {
    if values.len() != hours {
        return Err(GasLineError::Length { what: what.to_owned(), found: values.len(), wanted: hours });
    }
    match values.iter().position(|v| !(v.is_finite() & v.ge(S::zero())).all()) {
        Some(hour) => Err(GasLineError::BadValue { what: what.to_owned(), hour }),
        None => Ok(()),
    }
}

impl<S: Real> GasLine<S> {
    /// Refuses parameters out of range.
    pub(super) fn check(&self) -> Result<(), GasLineError> {
        check_table(HolderParams::<S>::table(), &self.holder.to_vec(), &[])?;
        check_table(FlareParams::<S>::table(), &self.flare.to_vec(), &["capacity_nm3_h"])?;
        if !self.holder.high_mbar.ge(self.holder.low_mbar).all() {
            return Err(GasLineError::Pressures);
        }
        for user in &self.users {
            match user {
                GasUser::Engine(e) => check_table(EngineParams::<S>::table(), &e.params.to_vec(), &[])?,
                GasUser::Boiler(b) => check_table(BoilerParams::<S>::table(), &b.params.to_vec(), &["power_kw"])?,
                GasUser::Upgrading(u) => {
                    check_table(UpgradingParams::<S>::table(), &u.params.to_vec(), &[])?;
                    check_table(GridLimits::<S>::table(), &u.grid.to_vec(), &["max_nm3_h"])?;
                }
            }
        }
        Ok(())
    }
}

impl<S: Real> GasSeries<S> {
    /// Refuses series that are no series.
    pub(super) fn check(&self) -> Result<(), GasLineError> {
        let hours = self.hours();
        if hours == 0 || self.sources.is_empty() {
            return Err(GasLineError::Nothing);
        }
        if let Some(hour) = self.air_temperature_c.iter().position(|t| !(-60.0..=60.0).contains(t)) {
            return Err(GasLineError::BadValue { what: "air temperature".to_owned(), hour });
        }
        let tank = self.tank_temperature_c;
        if !(tank.ge(S::zero()) & tank.le(S::from_f64(90.0))).all() {
            return Err(GasLineError::BadValue { what: "tank temperature".to_owned(), hour: 0 });
        }
        for source in &self.sources {
            check_series(&format!("methane of `{}`", source.name), &source.methane_nm3, hours)?;
            check_series(&format!("carbon dioxide of `{}`", source.name), &source.carbon_dioxide_nm3, hours)?;
            if !(source.leak_pct.ge(S::zero()) & source.leak_pct.le(S::from_f64(100.0))).all() {
                return Err(GasLineError::Parameter { name: "leak_pct".to_owned(), low: 0.0, high: 100.0 });
            }
        }
        check_series("heat need", &self.heat_need_kwh, hours)?;
        check_series("heat on site", &self.heat_site_kwh, hours)?;
        check_series("own power", &self.own_power_kwh, hours)?;
        match &self.outlet_open {
            Some(open) if open.len() != hours => {
                Err(GasLineError::Length { what: "gas outlet".to_owned(), found: open.len(), wanted: hours })
            }
            _ => Ok(()),
        }
    }
}
