//! Communes around Florange: `models/territory/communes.csv` (IGN and Insee, Licence Ouverte 2.0).

use super::fold::folded;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// Whom the table is owed to.
pub const COMMUNE_SOURCE: &str = "IGN Admin Express and Insee, Licence Ouverte 2.0";

/// A commune.
#[derive(Clone, Debug, PartialEq)]
pub struct Commune {
    /// Insee code.
    pub insee_code: String,
    /// Name.
    pub name: String,
    /// Intercommunality it belongs to.
    pub intercommunality: String,
    /// Municipal population, inhabitants.
    pub population: f64,
    /// Latitude of a point of its territory, degrees north.
    pub lat_deg: f64,
    /// Longitude of that point, degrees east.
    pub lon_deg: f64,
    /// Postal codes, blanks between.
    pub postal_codes: String,
}

fn read_row(row: &SheetRow<'_>) -> Result<Commune, SheetError> {
    Ok(Commune {
        insee_code: row.filled("insee_code")?,
        name: row.filled("name")?,
        intercommunality: row.text("intercommunality")?.to_owned(),
        population: row.number_in("population", 0.0..=1e8)?,
        lat_deg: row.number_in("lat_deg", -90.0..=90.0)?,
        lon_deg: row.number_in("lon_deg", -180.0..=180.0)?,
        postal_codes: row.text("postal_codes")?.to_owned(),
    })
}

shipped! {
    /// All communes, nearest to Florange first.
    pub fn communes() -> [Commune] from "territory/communes.csv" by read_row
}

/// The commune of an Insee code, or of a name (accents and case do not matter).
pub fn commune(text: &str) -> Option<&'static Commune> {
    let wanted = folded(text.trim()).replace(['-', ' '], "");
    let same = |c: &&Commune| c.insee_code == wanted || folded(&c.name).replace(['-', ' '], "") == wanted;
    communes().iter().find(same)
}
