//! Dated emission factors and named tables of warming potentials.

use crate::balance::carbon::CarbonError;
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// One emission factor of `models/carbon/emission_factors.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// Name.
    pub id: String,
    /// Value in `unit`.
    pub value: f64,
    /// Unit (`kgCO2e/kWh`, `kgCO2e/t`).
    pub unit: String,
    /// What the unit counts (`HHV (PCS)`, `wet`).
    pub basis: String,
    /// Year of the value, or `undated` where the source gives none.
    pub year: String,
    /// What it covers.
    pub description: String,
    /// How far to trust it.
    pub flag: Flag,
    /// Where it is from.
    pub source: String,
}

fn read_factor(r: &SheetRow<'_>) -> Result<Factor, SheetError> {
    Ok(Factor {
        id: r.filled("id")?,
        value: r.number("value")?,
        unit: r.filled("unit")?,
        basis: r.filled("basis")?,
        year: r.filled("year")?,
        description: r.filled("description")?,
        flag: r.flag("flag")?,
        source: r.filled("source")?,
    })
}

shipped! {
    /// All emission factors.
    pub fn factors() -> [Factor] from "carbon/emission_factors.csv" by read_factor
}

/// The factor of a name.
pub fn factor(id: &str) -> Option<&'static Factor> {
    factors().iter().find(|f| f.id == id)
}

/// Warming potentials of one assessment, kg CO2e per kg.
#[derive(Clone, Debug, PartialEq)]
pub struct Gwp {
    /// Name of assessment and table: "AR6 methane" is 27.0 or 27.9 by table.
    pub id: String,
    /// Methane of biogenic origin.
    pub ch4_biogenic: f64,
    /// Methane of fossil origin; none where the table gives none.
    pub ch4_fossil: Option<f64>,
    /// Nitrous oxide.
    pub n2o: f64,
    /// Horizon, years.
    pub horizon_years: f64,
    /// How far to trust it.
    pub flag: Flag,
    /// Where it is from.
    pub source: String,
}

fn read_gwp(r: &SheetRow<'_>) -> Result<Gwp, SheetError> {
    Ok(Gwp {
        id: r.filled("id")?,
        ch4_biogenic: r.number("ch4_biogenic")?,
        ch4_fossil: r.number_if_any("ch4_fossil")?,
        n2o: r.number("n2o")?,
        horizon_years: r.number("horizon_years")?,
        flag: r.flag("flag")?,
        source: r.filled("source")?,
    })
}

shipped! {
    /// All tables of warming potentials.
    pub fn gwps() -> [Gwp] from "carbon/gwp.csv" by read_gwp
}

/// The 100-year warming potentials of a name.
///
/// # Errors
/// No table has the name, or it has another horizon.
pub fn gwp100(id: &str) -> Result<&'static Gwp, CarbonError> {
    let found = gwps().iter().find(|g| g.id == id).ok_or_else(|| CarbonError::UnknownGwp(id.to_owned()))?;
    if found.horizon_years == 100.0 { Ok(found) } else { Err(CarbonError::GwpHorizon(id.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_load_and_names_are_unique() {
        let mut ids: Vec<&str> = factors().iter().map(|f| f.id.as_str()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        assert!(factors().iter().all(|f| f.value > 0.0));
    }

    #[test]
    fn methane_of_ar6_depends_on_the_table() {
        assert_eq!(gwp100("AR6_7SM7").unwrap().ch4_biogenic, 27.9);
        assert_eq!(gwp100("AR6_Table7.15").unwrap().ch4_biogenic, 27.0);
        assert!(matches!(gwp100("AR6"), Err(CarbonError::UnknownGwp(_))));
        assert!(matches!(gwp100("AR6_GWP20"), Err(CarbonError::GwpHorizon(_))));
    }
}
