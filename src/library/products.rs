//! What companies buy, and which waste may stand in for it: `models/territory/products.csv`, `substitutions.csv`.

use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};
use crate::words::Locale;

/// Something that companies buy and another's waste may replace.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// Name in tables.
    pub id: String,
    /// English name.
    pub label_en: String,
    /// French name.
    pub label_fr: String,
    /// Unit it is bought in: `t`, `piece`, `MWh`.
    pub unit: String,
    /// Usual price, low, mode and high, EUR per unit without tax.
    pub eur_per_unit: [f64; 3],
    /// What making and bringing one unit emits, low, mode and high, kg CO2e per unit.
    pub kgco2e_per_unit: [f64; 3],
    /// Where the figures are from.
    pub source: String,
    /// How far to trust them.
    pub flag: Flag,
    /// Remarks.
    pub note: String,
}

impl Product {
    /// The name in a language.
    pub fn label(&self, lang: Locale) -> &str {
        lang.pick(&self.label_en, &self.label_fr)
    }
}

/// A waste that may stand in for a purchase.
#[derive(Clone, Debug, PartialEq)]
pub struct Substitution {
    /// Name.
    pub id: String,
    /// Feedstocks of the library.
    pub feedstocks: Vec<String>,
    /// Product it may replace.
    pub product: &'static Product,
    /// Units of the product that a tonne of the waste replaces, low, mode and high.
    pub units_per_t: [f64; 3],
    /// Chance that it works once somebody has looked at it, low, mode and high, 0 to 1.
    pub chance: [f64; 3],
    /// Only the reusable share of the stream can do it.
    pub reusable_only: bool,
    /// What must hold, in English.
    pub condition_en: String,
    /// What must hold, in French.
    pub condition_fr: String,
    /// Where the figures are from.
    pub source: String,
    /// How far to trust them.
    pub flag: Flag,
}

impl Substitution {
    /// What must hold, in a language.
    pub fn condition(&self, lang: Locale) -> &str {
        lang.pick(&self.condition_en, &self.condition_fr)
    }
}

/// Three columns that must rise: low, mode, high.
fn rising(row: &SheetRow<'_>, columns: [&str; 3], high_max: f64) -> Result<[f64; 3], SheetError> {
    let [low, mode, high] = row.numbers(columns)?;
    if 0.0 <= low && low <= mode && mode <= high && high <= high_max {
        Ok([low, mode, high])
    } else {
        Err(row.out_of_range(columns[1], mode, low, high.min(high_max)))
    }
}

fn read_product(row: &SheetRow<'_>) -> Result<Product, SheetError> {
    Ok(Product {
        id: row.filled("id")?,
        label_en: row.filled("label_en")?,
        label_fr: row.filled("label_fr")?,
        unit: row.filled("unit")?,
        eur_per_unit: rising(row, ["eur_low", "eur_mode", "eur_high"], 1e6)?,
        kgco2e_per_unit: rising(row, ["kgco2e_low", "kgco2e_mode", "kgco2e_high"], 1e6)?,
        source: row.filled("source")?,
        flag: row.flag("flag")?,
        note: row.text("note")?.to_owned(),
    })
}

fn read_substitution(row: &SheetRow<'_>) -> Result<Substitution, SheetError> {
    let id = row.filled("product")?;
    let found = product(&id);
    let found = found.ok_or_else(|| row.unknown_word("product", &id, products().iter().map(|p| p.id.as_str())))?;
    let feedstocks: Vec<String> = row.filled("feedstocks")?.split_whitespace().map(str::to_owned).collect();
    if let Some(name) = feedstocks.iter().find(|n| super::organic(n).is_none() && super::wood(n).is_none()) {
        return Err(row.unknown_word("feedstocks", name, ["feedstocks of the library"]));
    }
    Ok(Substitution {
        id: row.filled("id")?,
        feedstocks,
        product: found,
        units_per_t: rising(row, ["units_per_t_low", "units_per_t_mode", "units_per_t_high"], 1e4)?,
        chance: rising(row, ["chance_low", "chance_mode", "chance_high"], 1.0)?,
        reusable_only: row.word("reusable_only", &[("1", true), ("0", false)])?,
        condition_en: row.filled("condition_en")?,
        condition_fr: row.filled("condition_fr")?,
        source: row.filled("source")?,
        flag: row.flag("flag")?,
    })
}

shipped! {
    /// All products, in the order of the table.
    pub fn products() -> [Product] from "territory/products.csv" by read_product
}

shipped! {
    /// All substitutions, in the order of the table.
    pub fn substitutions() -> [Substitution] from "territory/substitutions.csv" by read_substitution
}

/// The product of this name.
pub fn product(id: &str) -> Option<&'static Product> {
    products().iter().find(|p| p.id == id)
}
