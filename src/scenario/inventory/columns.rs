//! What the tables of an inventory hold: one list of columns gives template, reader, export and help.

use crate::channel::LotKind;
use crate::library::{folded_words, organics, outlets, piece_masses, products, seasons, waste_codes, woods};
use crate::param::sheet::{SheetError, SheetRow, shipped};
use crate::scenario::labels::word_label;
use crate::words::Locale;

/// What a cell of a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Any text.
    Text,
    /// A number.
    Number,
    /// A word of a list.
    Word,
    /// A code of the European List of Waste.
    Code,
}

/// Whether a column must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Without it the table cannot be read.
    Needed,
    /// In the template; may be left out.
    Wanted,
    /// Read where it is; not in the template.
    Extra,
}

/// A column of a table of an inventory.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Table: `companies`, `streams`, `purchases`.
    pub table: String,
    /// Name in CSV files and paths.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// List its words are from; blank where it has none.
    pub list: String,
    /// Whether it must be there.
    pub need: Need,
    /// Heading in English workbooks.
    pub label_en: String,
    /// Heading in French workbooks.
    pub label_fr: String,
    /// What to write, in English.
    pub help_en: String,
    /// What to write, in French.
    pub help_fr: String,
}

impl Column {
    /// The heading in a language.
    pub fn label(&self, lang: Locale) -> &str {
        lang.pick(&self.label_en, &self.label_fr)
    }

    /// What to write, in a language.
    pub fn help(&self, lang: Locale) -> &str {
        lang.pick(&self.help_en, &self.help_fr)
    }

    /// Whether a heading means this column: its name or a label, accents, case and signs left aside.
    pub(super) fn is_called(&self, heading: &str) -> bool {
        let asked = folded_words(heading);
        heading.trim() == self.name || [&self.label_en, &self.label_fr].iter().any(|l| folded_words(l) == asked)
    }
}

fn read_row(row: &SheetRow<'_>) -> Result<Column, SheetError> {
    const KINDS: [(&str, ColumnKind); 4] = [
        ("text", ColumnKind::Text),
        ("number", ColumnKind::Number),
        ("word", ColumnKind::Word),
        ("code", ColumnKind::Code),
    ];
    Ok(Column {
        table: row.filled("table")?,
        name: row.filled("name")?,
        kind: row.word("kind", &KINDS)?,
        list: row.text("list")?.to_owned(),
        need: row.word("need", &[("needed", Need::Needed), ("wanted", Need::Wanted), ("extra", Need::Extra)])?,
        label_en: row.filled("label_en")?,
        label_fr: row.filled("label_fr")?,
        help_en: row.filled("help_en")?,
        help_fr: row.filled("help_fr")?,
    })
}

shipped! {
    /// All columns of the three tables, in the order of the template.
    pub fn inventory_columns() -> [Column] from "territory/inventory_columns.csv" by read_row
}

/// The columns of one table.
pub(super) fn columns_of(table: &str) -> impl Iterator<Item = &'static Column> {
    inventory_columns().iter().filter(move |c| c.table == table)
}

/// The three tables, each with the names its sheet or file may have.
pub(super) const TABLES: [(&str, &[&str]); 3] = [
    ("companies", &["companies", "entreprises", "providers"]),
    ("streams", &["streams", "flux"]),
    ("purchases", &["purchases", "achats"]),
];

/// The heading of a table's sheet in a language.
pub(super) fn sheet_name(table: &str, lang: Locale) -> &'static str {
    match (table, lang) {
        ("companies", Locale::En) => "companies",
        ("companies", Locale::Fr) => "entreprises",
        ("streams", Locale::En) => "streams",
        ("streams", Locale::Fr) => "flux",
        (_, Locale::En) => "purchases",
        (_, Locale::Fr) => "achats",
    }
}

/// How amounts may be counted, with what a year makes of one and whether it is mass, pieces or volume.
pub(super) const UNITS: [(&str, Measure, f64); 14] = [
    ("t/a", Measure::Mass(1.0), 1.0),
    ("t/an", Measure::Mass(1.0), 1.0),
    ("t/month", Measure::Mass(1.0), 12.0),
    ("t/mois", Measure::Mass(1.0), 12.0),
    ("t/week", Measure::Mass(1.0), WEEKS_PER_YEAR),
    ("t/semaine", Measure::Mass(1.0), WEEKS_PER_YEAR),
    ("kg/d", Measure::Mass(1e-3), 365.0),
    ("kg/j", Measure::Mass(1e-3), 365.0),
    ("pieces/a", Measure::Pieces, 1.0),
    ("pièces/an", Measure::Pieces, 1.0),
    ("pieces/week", Measure::Pieces, WEEKS_PER_YEAR),
    ("pièces/semaine", Measure::Pieces, WEEKS_PER_YEAR),
    ("m3/a", Measure::Volume, 1.0),
    ("m3/an", Measure::Volume, 1.0),
];

const WEEKS_PER_YEAR: f64 = 365.0 / 7.0;

/// What an amount counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Measure {
    /// Mass; t in one unit.
    Mass(f64),
    /// Pieces.
    Pieces,
    /// Cubic metres as they wait for collection.
    Volume,
}

/// How an amount is known.
pub(super) const BASES: [&str; 4] = ["weighed", "invoiced", "declared", "estimated"];

/// The words of a list, each with its meaning in a language.
pub fn inventory_words(list: &str, lang: Locale) -> Vec<(String, String)> {
    let plain = |words: &[&str]| words.iter().map(|w| ((*w).to_owned(), String::new())).collect();
    let called = |key: &str, word: &str| {
        word_label("inventory", key, word).map_or_else(String::new, |label| lang.say(label).to_owned())
    };
    match list {
        "kinds" => LotKind::ALL.iter().map(|k| (k.word().to_owned(), called("kind", k.word()))).collect(),
        "feedstocks" => {
            let organic = organics().iter().map(|f| (f.id.clone(), lang.pick(&f.name_en, &f.name_fr).to_owned()));
            organic
                .chain(woods().iter().map(|f| (f.id.clone(), lang.pick(&f.name_en, &f.name_fr).to_owned())))
                .collect()
        }
        "seasons" => seasons().iter().map(|s| (s.id.clone(), s.label(lang).to_owned())).collect(),
        "outlets" => outlets().iter().map(|o| (o.id.clone(), o.label(lang).to_owned())).collect(),
        "units" => UNITS.iter().map(|(w, _, _)| ((*w).to_owned(), String::new())).collect(),
        "pieces" => piece_masses()
            .iter()
            .map(|p| (p.id.clone(), format!("{}: {} - {} - {} kg", p.label(lang), p.low_kg, p.mode_kg, p.high_kg)))
            .collect(),
        "bases" => BASES.iter().map(|word| ((*word).to_owned(), called("basis", word))).collect(),
        "yes_no" => plain(&["yes", "no"]),
        "products" => products().iter().map(|p| (p.id.clone(), format!("{} ({})", p.label(lang), p.unit))).collect(),
        "codes" => waste_codes()
            .iter()
            .filter(|c| c.mapping().is_some())
            .map(|c| (c.spaced(), c.title(lang).to_owned()))
            .collect(),
        _ => Vec::new(),
    }
}
