//! Every value of the tables that are no parameter tables, with flag and source, for manuals and reports.
//!
//! Parameters list themselves through their [`Table`](crate::param::Table).

use crate::balance::carbon::factors::{factors, gwps};
use crate::balance::carbon::outlets::outlets;
use crate::balance::carbon::red_method::red_constants;
use crate::balance::carbon::reference::references;
use crate::balance::carbon::transport::vehicles;
use crate::balance::jobs::{outlet_jobs, steps};
use crate::balance::money::capital::capital_rows;
use crate::balance::money::tariffs::tariffs;
use crate::param::Flag;

/// One value of a shipped table.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// The table.
    pub file: &'static str,
    /// The row, and the column where a row has several values.
    pub id: String,
    /// The value; none where the row is a choice of words.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: String,
    /// How far to trust it.
    pub flag: Flag,
    /// Where it is from.
    pub source: &'static str,
}

fn row(file: &'static str, id: &str, value: f64, unit: &str, flag: Flag, source: &'static str) -> Provenance {
    Provenance { file, id: id.to_owned(), value: Some(value), unit: unit.to_owned(), flag, source }
}

/// All values of the carbon, money and jobs tables, in the order of the files.
pub fn provenance() -> Vec<Provenance> {
    let mut all = carbon_rows();
    let tariffs = tariffs().iter();
    all.extend(tariffs.map(|t| row("models/economics/tariffs.csv", &t.id, t.value, &t.unit, t.flag, &t.source)));
    for c in capital_rows() {
        all.push(row("models/economics/capital.csv", &c.id, c.central, &c.unit, c.flag, &c.source));
    }
    for s in steps() {
        all.push(row("models/jobs/steps.csv", &s.id, s.fte.central, "FTE per kt or plant", s.flag, &s.source));
    }
    for o in outlet_jobs() {
        all.push(row("models/jobs/outlets.csv", &o.id, o.fte.central, "FTE per kt", o.flag, &o.source));
    }
    all
}

fn carbon_rows() -> Vec<Provenance> {
    let mut all = Vec::new();
    for f in factors() {
        let unit = format!("{} {}", f.unit, f.basis);
        all.push(row("models/carbon/emission_factors.csv", &f.id, f.value, &unit, f.flag, &f.source));
    }
    for g in gwps() {
        let id = format!("{}.ch4_biogenic", g.id);
        all.push(row("models/carbon/gwp.csv", &id, g.ch4_biogenic, "kgCO2e/kg", g.flag, &g.source));
        all.push(row("models/carbon/gwp.csv", &format!("{}.n2o", g.id), g.n2o, "kgCO2e/kg", g.flag, &g.source));
    }
    for v in vehicles() {
        let file = "models/carbon/vehicles.csv";
        all.push(row(file, &v.id, v.litre_per_t_km(), "l/(t km)", v.flag, &v.source));
    }
    for o in outlets() {
        all.push(row("models/carbon/outlets.csv", &o.id, o.kgco2e_per_t, "kgCO2e/t wet", o.flag, &o.source));
    }
    for c in red_constants() {
        for (method, v) in [("red2", &c.red2), ("red3", &c.red3)] {
            let id = format!("{method}.{}", c.key);
            all.push(row("models/carbon/red_methods.csv", &id, v.value, &c.unit, v.flag, &v.source));
        }
    }
    for r in references() {
        let file = "models/carbon/reference_scenarios.csv";
        let (id, unit) = (r.id.clone(), "scenario".to_owned());
        all.push(Provenance { file, id, value: None, unit, flag: r.flag, source: &r.source });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_a_source_and_a_name_of_its_own() {
        let all = provenance();
        assert!(all.len() > 100, "{}", all.len());
        let mut names: Vec<(&str, &str)> = all.iter().map(|p| (p.file, p.id.as_str())).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "two rows share a name");
        assert!(all.iter().all(|p| p.source.len() > 3 && !p.unit.is_empty()));
        assert!(all.iter().all(|p| p.value.is_none_or(f64::is_finite)));
    }
}
