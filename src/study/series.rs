//! Time series of chosen samples: the days of digesters and the hours of boilers.

use super::Failure;
use crate::case::{DigesterOutcome, HeatOutcome, Outcome};
use crate::digestion::adm1::Day;

/// One quantity through time.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name with its unit at the end; the digester's id before it.
    pub name: String,
    /// Times from the start of the year or run, h, with the values then.
    pub points: Vec<(f64, f64)>,
}

/// Series of a sample, or why it has none.
pub type SampleSeries = Result<Vec<Series>, Failure>;

const HOURS_PER_DAY: f64 = 24.0;

/// All series of an outcome that was computed with them.
pub fn series(outcome: &Outcome) -> Vec<Series> {
    let digesters = outcome.digesters.iter().flat_map(digester);
    digesters.chain(outcome.heat.iter().flat_map(heat)).collect()
}

type OfDay = (&'static str, fn(&Day) -> f64);

const DAYS: [OfDay; 6] = [
    ("methane_nm3_per_d", |d| d.methane_nm3_per_d),
    ("carbon_dioxide_nm3_per_d", |d| d.carbon_dioxide_nm3_per_d),
    ("ph", |d| d.ph),
    ("vfa_kg_cod_m3", |d| d.vfa_kg_cod_m3),
    ("tan_kmol_m3", |d| d.tan_kmol_m3),
    ("free_ammonia_kmol_m3", |d| d.free_ammonia_kmol_m3),
];

fn digester(digester: &DigesterOutcome) -> Vec<Series> {
    if digester.daily.is_empty() {
        return Vec::new();
    }
    let one = |(name, of): OfDay| Series {
        name: format!("digester.{}.{name}", digester.id),
        points: digester.daily.iter().map(|day| (day.t_d * HOURS_PER_DAY, of(day))).collect(),
    };
    DAYS.into_iter().map(one).collect()
}

fn heat(heat: &HeatOutcome) -> Vec<Series> {
    let Some(hourly) = &heat.dispatch.hourly else { return Vec::new() };
    let list = [
        ("heat.demand_kw", &hourly.demand_kw),
        ("heat.wood_kw", &hourly.wood_kw),
        ("heat.backup_kw", &hourly.backup_kw),
        ("heat.fuel_kw", &hourly.fuel_kw),
        ("heat.buffer_kwh", &hourly.charge_kwh),
    ];
    let one = |(name, values): (&str, &Vec<f64>)| Series {
        name: name.to_owned(),
        points: values.iter().enumerate().map(|(hour, value)| (hour as f64, *value)).collect(),
    };
    list.into_iter().map(one).collect()
}
