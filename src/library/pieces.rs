//! Mass of a piece and of a cubic metre, for amounts that are counted or measured by volume and not weighed:
//! `models/territory/piece_masses.csv`, `bulk_densities.csv`.

use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};
use crate::words::Locale;

/// What turns pieces or cubic metres into mass: a triangular distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct MassPer {
    /// Name in tables.
    pub id: String,
    /// English name.
    pub label_en: String,
    /// French name.
    pub label_fr: String,
    /// Feedstocks of the library it is usual for; the first row that names one is its default.
    pub feedstocks: Vec<String>,
    /// Low end, kg a piece or kg/m3.
    pub low_kg: f64,
    /// Most likely, kg a piece or kg/m3.
    pub mode_kg: f64,
    /// High end, kg a piece or kg/m3.
    pub high_kg: f64,
    /// Where it is from.
    pub source: String,
    /// How far to trust it.
    pub flag: Flag,
    /// Remarks.
    pub note: String,
}

fn read_row(row: &SheetRow<'_>, feedstocks: &str, columns: [&str; 3]) -> Result<MassPer, SheetError> {
    let [low_kg, mode_kg, high_kg] = row.numbers(columns)?;
    if !(0.0 < low_kg && low_kg <= mode_kg && mode_kg <= high_kg) {
        return Err(row.out_of_range(columns[1], mode_kg, low_kg, high_kg));
    }
    let names: Vec<String> = row.text(feedstocks)?.split_whitespace().map(str::to_owned).collect();
    if let Some(name) = names.iter().find(|n| super::organic(n).is_none() && super::wood(n).is_none()) {
        return Err(row.unknown_word(feedstocks, name, ["feedstocks of the library"]));
    }
    Ok(MassPer {
        id: row.filled("id")?,
        label_en: row.filled("label_en")?,
        label_fr: row.filled("label_fr")?,
        feedstocks: names,
        low_kg,
        mode_kg,
        high_kg,
        source: row.filled("source")?,
        flag: row.flag("flag")?,
        note: row.text("note")?.to_owned(),
    })
}

fn read_piece(row: &SheetRow<'_>) -> Result<MassPer, SheetError> {
    read_row(row, "feedstock", ["kg_low", "kg_mode", "kg_high"])
}

fn read_density(row: &SheetRow<'_>) -> Result<MassPer, SheetError> {
    read_row(row, "feedstocks", ["kg_per_m3_low", "kg_per_m3_mode", "kg_per_m3_high"])
}

shipped! {
    /// Masses of pieces, in the order of the table.
    pub fn piece_masses() -> [MassPer] from "territory/piece_masses.csv" by read_piece
}

shipped! {
    /// Bulk densities as waste waits for collection, in the order of the table.
    pub fn bulk_densities() -> [MassPer] from "territory/bulk_densities.csv" by read_density
}

/// The mass of a piece of this name.
pub fn piece_mass(id: &str) -> Option<&'static MassPer> {
    piece_masses().iter().find(|p| p.id == id)
}

/// The bulk density of this name.
pub fn bulk_density(id: &str) -> Option<&'static MassPer> {
    bulk_densities().iter().find(|d| d.id == id)
}

/// The usual mass of a piece of a feedstock, where it comes in pieces.
pub fn piece_mass_of(feedstock: &str) -> Option<&'static MassPer> {
    piece_masses().iter().find(|p| p.feedstocks.iter().any(|f| f == feedstock))
}

/// The usual bulk density of a feedstock as it waits for collection.
pub fn bulk_density_of(feedstock: &str) -> Option<&'static MassPer> {
    bulk_densities().iter().find(|d| d.feedstocks.iter().any(|f| f == feedstock))
}

impl MassPer {
    /// Low, mode and high, kg.
    pub fn range_kg(&self) -> [f64; 3] {
        [self.low_kg, self.mode_kg, self.high_kg]
    }

    /// The name in a language.
    pub fn label(&self, lang: Locale) -> &str {
        lang.pick(&self.label_en, &self.label_fr)
    }
}
