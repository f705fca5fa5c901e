//! Wood streams and fuels: `models/feedstock/wood.csv`.

use super::cell::{self, CellNote, FieldSpec, cells_of, numeric_fields};
use crate::param::sheet::{Sheet, SheetError, SheetProblem, SheetRow};
use std::sync::OnceLock;

/// How the waste trade sorts wood in France; usage, not law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WoodClass {
    /// Bare wood, uncoloured pallets.
    A,
    /// Glued or painted, not hazardous.
    B,
    /// Hazardous: creosote, salts.
    C,
    /// Taken by no boiler of this kind (methyl bromide mark).
    Reject,
    /// By-product of wood processing: no waste.
    ByProduct,
    /// Fuel bought as such.
    Fuel,
    /// Green wood.
    Green,
    /// Agricultural, for comparison.
    Agro,
}

const CLASSES: [(&str, WoodClass); 8] = [
    ("A", WoodClass::A),
    ("B", WoodClass::B),
    ("C", WoodClass::C),
    ("reject", WoodClass::Reject),
    ("by_product", WoodClass::ByProduct),
    ("fuel", WoodClass::Fuel),
    ("green", WoodClass::Green),
    ("agro", WoodClass::Agro),
];

impl WoodClass {
    /// The word used in tables.
    pub fn word(self) -> &'static str {
        CLASSES.iter().find(|(_, c)| *c == self).map_or("", |(w, _)| w)
    }
}

numeric_fields! {
    /// The numbers of a wood stream; each is described in `models/feedstock/wood_fields.csv`.
    pub struct WoodNumbers {
        required: [moisture_pct_ar, ash_pct_db, bulk_density_kg_m3],
        optional: [
            c_pct_db, h_pct_db, o_pct_db, n_pct_db, s_pct_db, cl_pct_db, as_mg_kg_db, cd_mg_kg_db, cr_mg_kg_db,
            cu_mg_kg_db, hg_mg_kg_db, pb_mg_kg_db, zn_mg_kg_db,
        ],
    }
}

/// A wood stream of the library.
#[derive(Clone, Debug, PartialEq)]
pub struct WoodFeedstock {
    /// Name in scenarios.
    pub id: String,
    /// English name.
    pub name_en: String,
    /// French name.
    pub name_fr: String,
    /// Class in the waste trade.
    pub class: WoodClass,
    /// French installation heading under which it may be burnt, in words.
    pub icpe_route: String,
    /// Its numbers.
    pub numbers: WoodNumbers,
    /// Remarks.
    pub note: String,
    notes: Vec<CellNote>,
}

const FILE: &str = "models/feedstock/wood.csv";
const TEXT: &str = include_str!("../../models/feedstock/wood.csv");
const FIELDS_FILE: &str = "models/feedstock/wood_fields.csv";
const FIELDS_TEXT: &str = include_str!("../../models/feedstock/wood_fields.csv");

/// Largest distance of C + H + O + N + S + Cl + ash from 100 % of dry mass; analyses leave traces out.
pub const ANALYSIS_SUM_TOLERANCE_PCT: f64 = 0.5;

/// Unit, range and meaning of each numeric field.
pub fn wood_fields() -> &'static [FieldSpec] {
    static SPECS: OnceLock<Vec<FieldSpec>> = OnceLock::new();
    SPECS.get_or_init(|| cell::parse_specs(FIELDS_FILE, FIELDS_TEXT).expect("a shipped table: a test loads it"))
}

/// All wood streams, in the order of the table.
pub fn woods() -> &'static [WoodFeedstock] {
    static LIST: OnceLock<Vec<WoodFeedstock>> = OnceLock::new();
    LIST.get_or_init(|| parse_woods(FILE, TEXT).expect("a shipped table is well formed: a test loads it"))
}

/// The wood stream of this name.
pub fn wood(id: &str) -> Option<&'static WoodFeedstock> {
    woods().iter().find(|f| f.id == id)
}

/// Reads a table in the format of `models/feedstock/wood.csv`.
///
/// # Errors
/// The first cell that breaks a rule, with its line: a number outside its range, an analysis that does not sum to 100
/// within 0.5 points, an unknown word or source, a repeated name.
pub fn parse_woods(file: &str, text: &str) -> Result<Vec<WoodFeedstock>, SheetError> {
    Sheet::read_named(file, text, parse_row)
}

fn parse_row(row: &SheetRow<'_>) -> Result<WoodFeedstock, SheetError> {
    let specs = wood_fields();
    let numbers = WoodNumbers::read(row, specs)?;
    if let Some(sum) = numbers.analysis_sum_pct_db()
        && (sum - 100.0).abs() > ANALYSIS_SUM_TOLERANCE_PCT
    {
        let what = "C, H, O, N, S, Cl and ash, % of dry mass,".to_owned();
        return Err(row.error(SheetProblem::WrongSum { what, sum, wanted: 100.0 }));
    }
    Ok(WoodFeedstock {
        id: row.filled("id")?,
        name_en: row.filled("name_en")?,
        name_fr: row.filled("name_fr")?,
        class: row.word("wood_class", &CLASSES)?,
        icpe_route: row.filled("icpe_route")?,
        numbers,
        note: row.text("note")?.to_owned(),
        notes: specs.iter().map(|s| cell::note(row, s, numbers.get(&s.field))).collect::<Result<_, _>>()?,
    })
}

impl WoodNumbers {
    /// C + H + O + N + S + Cl + ash, % of dry mass; none when C, H or O is not known. N, S and Cl that were not
    /// determined are small against the tolerance.
    pub fn analysis_sum_pct_db(&self) -> Option<f64> {
        let traces = [self.n_pct_db, self.s_pct_db, self.cl_pct_db].into_iter().flatten().sum::<f64>();
        Some(self.c_pct_db? + self.h_pct_db? + self.o_pct_db? + traces + self.ash_pct_db)
    }
}

cells_of!(WoodFeedstock, wood_fields);
