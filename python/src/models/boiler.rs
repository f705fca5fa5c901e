//! Hourly years of a wood boiler with buffer and gas backup, in lanes.

use super::{Batch, owned, told};
use crate::error;
use crate::given;
use crate::table::{Made, Table, Values};
use crate::watch::watched;
use gisement::ask::Watch;
use gisement::heat::{DispatchParams, HeatLoad, HeatSource, SuppliedYear, Supply, check_dispatch, supplied_years};
use gisement::num::VectorClass;
use pyo3::prelude::*;
use rayon::prelude::*;
use std::sync::atomic::Ordering;

/// Years that a thread takes at a time.
const BLOCK: usize = 64;

/// What a year gave, or why it could not be run.
type Year = Result<SuppliedYear<f64>, String>;

/// A year hour by hour of a wood boiler with buffer and gas backup, for each row of `inputs`.
///
/// Boiler with hysteresis between minimum load and full power, buffer before backup (`docs/theory/heat.md`).
///
/// `demand_kw` is the heat demand of 8760 hours, kW, the same for all. Columns of `inputs` are parameters of the dispatch
/// (`power_kw`, `minimum_load`, `buffer_hours`, ...; `dispatch_parameters()` lists them with unit, range and source); what has
/// no column has its default. Returns a row for each year: heat of wood, backup and fuel (LHV as received), buffer loss, kWh;
/// starts, hours at work, largest hour of the backup, coverage (0 to 1), and how far the account closes.
#[pyfunction]
#[pyo3(signature = (demand_kw, inputs=None, *, threads=None, progress=None))]
pub(crate) fn boiler_year(
    py: Python<'_>,
    demand_kw: &Bound<'_, PyAny>,
    inputs: Option<&Bound<'_, PyAny>>,
    threads: Option<usize>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<Table> {
    let demand = given::numbers(py, "demand_kw", demand_kw)?;
    let load =
        HeatLoad::new(demand).map_err(|why| error::wrong(py, why.to_string(), "give kW for each of 8760 hours"))?;
    let batch = Batch::read(py, inputs, &owned(DispatchParams::<f64>::NAMES))?;
    let years = watched(py, threads, progress, |watch| all_years(&batch, &load, watch))?;
    table(&years)
}

/// Parameters of :func:`boiler_year`: `name`, `default`, `unit`, `low`, `high`, `flag`, `source`, `description`.
#[pyfunction]
pub(crate) fn dispatch_parameters() -> PyResult<Table> {
    told(&[DispatchParams::<f64>::table()])
}

fn all_years(batch: &Batch, load: &HeatLoad, watch: &Watch) -> Vec<Year> {
    watch.total(batch.rows as u64);
    let fixed = DispatchParams::<f64>::defaults().to_vec();
    let starts: Vec<usize> = (0..batch.rows).step_by(BLOCK).collect();
    let block = |start: &usize| {
        if watch.stop.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let rows = *start..(start + BLOCK).min(batch.rows);
        let plants: Vec<DispatchParams<f64>> =
            rows.clone().map(|row| DispatchParams::from_slice(&batch.values(row, &fixed))).collect();
        let checked: Vec<Option<String>> =
            plants.iter().map(|plant| check_dispatch(plant).err().map(|why| why.to_string())).collect();
        let sound = plants.iter().zip(&checked).filter(|(_, why)| why.is_none());
        let source = HeatSource::Measured(load);
        let supplies: Vec<Supply<'_>> =
            sound.map(|(dispatch, _)| Supply { source, offered_kw: [0.0; 12], dispatch }).collect();
        let mut done = supplied_years(&supplies, VectorClass::best()).into_iter();
        watch.done(rows.len() as u64);
        let year = |why: Option<String>| match why {
            Some(why) => Err(why),
            None => done.next().ok_or_else(|| "no year".to_owned()),
        };
        checked.into_iter().map(year).collect::<Vec<Year>>()
    };
    starts.par_iter().map(block).collect::<Vec<_>>().into_iter().flatten().collect()
}

fn table(years: &[Year]) -> PyResult<Table> {
    let numbers = |name: &str, unit: &str, of: &dyn Fn(&SuppliedYear<f64>) -> f64| {
        Made::numbers(name, unit, years.iter().map(|year| year.as_ref().map_or(f64::NAN, of)).collect())
    };
    Table::new(vec![
        numbers("demand_kwh", "kWh", &|y| y.totals.year().demand_kwh),
        numbers("wood_kwh", "kWh", &|y| y.totals.year().wood_kwh),
        numbers("backup_kwh", "kWh", &|y| y.totals.year().backup_kwh),
        numbers("fuel_kwh", "kWh LHV as received", &|y| y.totals.year().fuel_kwh),
        numbers("buffer_loss_kwh", "kWh", &|y| y.totals.year().buffer_loss_kwh),
        numbers("starts", "1/a", &|y| y.totals.year().starts),
        numbers("hours", "h/a", &|y| y.totals.year().hours),
        numbers("backup_peak_kw", "kW", &|y| y.totals.backup_peak_kw),
        numbers("coverage", "", &|y| y.totals.coverage()),
        numbers("closure", "", &|y| y.totals.closure()),
        Made::new("reason", Values::Text(years.iter().map(|year| year.as_ref().err().cloned()).collect())),
    ])
}
