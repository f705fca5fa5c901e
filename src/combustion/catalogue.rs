//! The boilers that a sizing may choose from.

use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// A wood boiler of the shipped catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogueBoiler {
    /// Its name in the catalogue; `GEN` is a generic size, anything else a make.
    pub id: String,
    /// Heat output at full load, kW.
    pub nominal_kw: f64,
    /// Least load over full load, above 0 and below 1.
    pub min_load: f64,
    /// Efficiency on the test bench at full load, % of LHV. The field gives less.
    pub efficiency_pct_lhv: f64,
    /// Efficiency at least load over that at full load.
    pub part_load_ratio: f64,
    /// Water content, l.
    pub water_l: f64,
    /// Fans, drives and control at full load, W.
    pub electricity_w: f64,
    /// Electric ignition, W; none where the fire is kept or lit otherwise.
    pub ignition_w: Option<f64>,
    /// Flue gas at full load, C.
    pub flue_gas_c: f64,
    /// Flue gas at least load, C.
    pub flue_gas_part_c: f64,
    /// `read` from a maker's sheet, or `assumed` by a rule.
    pub flag: Flag,
    /// Where the numbers are from.
    pub source: String,
}

impl CatalogueBoiler {
    /// Least output, kW.
    pub fn min_kw(&self) -> f64 {
        self.nominal_kw * self.min_load
    }
}

fn read_row(row: &SheetRow<'_>) -> Result<CatalogueBoiler, SheetError> {
    Ok(CatalogueBoiler {
        id: row.filled("id")?,
        nominal_kw: row.number_in("nominal_kw", 1.0..=1e5)?,
        min_load: row.number_in("min_load", 0.05..=0.95)?,
        efficiency_pct_lhv: row.number_in("efficiency_pct_lhv", 30.0..=115.0)?,
        part_load_ratio: row.number_in("part_load_ratio", 0.5..=1.2)?,
        water_l: row.number_in("water_l", 1.0..=1e6)?,
        electricity_w: row.number_in("electricity_w", 0.0..=1e7)?,
        ignition_w: row.number_if_any("ignition_w")?,
        flue_gas_c: row.number_in("flue_gas_c", 20.0..=500.0)?,
        flue_gas_part_c: row.number_in("flue_gas_part_c", 20.0..=500.0)?,
        flag: row.flag("flag")?,
        source: row.filled("source")?,
    })
}

shipped! {
    /// The shipped catalogue: four makes whose data could be read, and generic sizes from 20 kW to 3 MW made by rules. A
    /// make of which only flue-gas temperatures could be read is no boiler one can choose, and is left out.
    pub fn catalogue() -> [CatalogueBoiler] from "combustion/catalogue.csv" by read_row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_sound() {
        let all = catalogue();
        assert_eq!(all.len(), 30);
        assert_eq!(all.iter().filter(|b| b.flag == Flag::Read).count(), 4);
        let mut ids: Vec<_> = all.iter().map(|b| b.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all.len(), "one row each");
        for b in all {
            assert!(b.flue_gas_part_c < b.flue_gas_c && (0.9..=1.03).contains(&b.part_load_ratio), "{}", b.id);
            assert!(b.min_kw() < b.nominal_kw);
        }
    }

    /// The line that the generic water contents follow, within 15 % of what the makers print.
    #[test]
    fn generic_water_contents_follow_the_makers() {
        for b in catalogue().iter().filter(|b| b.flag == Flag::Read) {
            let line = 180.0 + 1.45 * b.nominal_kw;
            assert!((line / b.water_l - 1.0).abs() < 0.16, "{}: {line} against {}", b.id, b.water_l);
        }
    }
}
