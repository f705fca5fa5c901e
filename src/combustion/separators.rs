//! What takes the dust out of the flue gas, and what it costs in electricity.

use super::params::CombustionParams;
use crate::num::Real;
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// A dust separator.
#[derive(Clone, Debug, PartialEq)]
pub struct Separator {
    /// Its word: `none`, `cyclone`, `electrostatic` or `bag`.
    pub id: String,
    /// Dust held back, % of what leaves the boiler.
    pub dust_separation_pct: f64,
    /// Electricity, kWh per MWh of heat.
    pub electricity_kwh_per_mwh: f64,
    /// How far to trust it.
    pub flag: Flag,
    /// Where it is from.
    pub source: String,
}

impl Separator {
    /// The separator of a word.
    pub fn find(id: &str) -> Option<&'static Self> {
        separators().iter().find(|s| s.id == id)
    }

    /// The same boiler with this separator behind it.
    pub fn behind<S: Real>(&self, boiler: &CombustionParams<S>) -> CombustionParams<S> {
        CombustionParams { dust_separation_pct: S::from_f64(self.dust_separation_pct), ..*boiler }
    }
}

fn read_row(row: &SheetRow<'_>) -> Result<Separator, SheetError> {
    Ok(Separator {
        id: row.filled("id")?,
        dust_separation_pct: row.number_in("dust_separation_pct", 0.0..=100.0)?,
        electricity_kwh_per_mwh: row.number_in("electricity_kwh_per_mwh", 0.0..=1000.0)?,
        flag: row.flag("flag")?,
        source: row.filled("source")?,
    })
}

shipped! {
    /// The separators to choose from, from none to the best.
    pub fn separators() -> [Separator] from "combustion/separators.csv" by read_row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::combustion::{FuelParams, burn};

    #[test]
    fn dust_falls_by_what_is_held_back_and_nothing_else_changes() {
        let (fuel, boiler) = (FuelParams::<f64>::defaults(), CombustionParams::defaults());
        let raw = burn(&fuel, &Separator::find("none").unwrap().behind(&boiler)).emissions_mg_per_nm3;
        let mut last = f64::INFINITY;
        for separator in separators() {
            let clean = burn(&fuel, &separator.behind(&boiler)).emissions_mg_per_nm3;
            let passed = 1.0 - separator.dust_separation_pct / 100.0;
            assert!((clean.dust - raw.dust * passed).abs() < 1e-9, "{}", separator.id);
            assert!(clean.dust < last, "each is better than the one before");
            assert_eq!((clean.nox, clean.hcl, clean.co), (raw.nox, raw.hcl, raw.co));
            last = clean.dust;
        }
        assert_eq!(separators().len(), 4);
        assert_eq!(Separator::find("wishes"), None);
    }
}
