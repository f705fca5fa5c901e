//! Fermentable streams: `models/feedstock/organic.csv`.

use super::cell::{self, CellNote, FieldSpec, cells_of, numeric_fields};
use crate::param::Flag;
use crate::param::sheet::{Sheet, SheetError, SheetProblem, SheetRow};
use std::sync::OnceLock;

/// What kind of stream it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrganicCategory {
    /// Food waste of kitchens, shops and the food trade.
    Food,
    /// By-products of the food and drink industry.
    Agrofood,
    /// Fats, oils and greases.
    Fat,
    /// Slaughterhouse and meat-industry waste.
    Meat,
    /// Crops and crop residues.
    Crop,
    /// Green waste.
    Green,
    /// Livestock manure.
    Manure,
    /// Sludge of waste-water treatment.
    Sludge,
}

/// Category of animal by-product, Regulation (EC) 1069/2009.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnimalByProduct {
    /// No animal by-product.
    None,
    /// Category 3: digestion after pasteurisation at 70 C for an hour.
    Category3,
    /// Category 3 or no animal by-product, depending on its origin.
    Category3OrNone,
    /// Category 2 or 3, depending on its origin.
    Category2Or3,
    /// Category 2 that may be digested without pressure sterilisation (manure, digestive-tract content).
    Category2Derogation,
}

/// List of the French heading ICPE 2781 a stream belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Icpe2781 {
    /// 2781-1: vegetal raw matter, manure, stomach content, whey, vegetal agri-food waste.
    List1,
    /// 2781-2: other non-hazardous waste.
    List2,
}

const CATEGORIES: [(&str, OrganicCategory); 8] = [
    ("food", OrganicCategory::Food),
    ("agrofood", OrganicCategory::Agrofood),
    ("fat", OrganicCategory::Fat),
    ("meat", OrganicCategory::Meat),
    ("crop", OrganicCategory::Crop),
    ("green", OrganicCategory::Green),
    ("manure", OrganicCategory::Manure),
    ("sludge", OrganicCategory::Sludge),
];

const BY_PRODUCTS: [(&str, AnimalByProduct); 5] = [
    ("none", AnimalByProduct::None),
    ("cat3", AnimalByProduct::Category3),
    ("cat3_or_none", AnimalByProduct::Category3OrNone),
    ("cat2_or_3", AnimalByProduct::Category2Or3),
    ("cat2_derog", AnimalByProduct::Category2Derogation),
];

const LISTS: [(&str, Icpe2781); 2] = [("2781-1", Icpe2781::List1), ("2781-2", Icpe2781::List2)];

impl AnimalByProduct {
    /// True for category 3, and for streams that are category 3 depending on their origin.
    pub fn may_need_pasteurisation(self) -> bool {
        matches!(self, Self::Category3 | Self::Category3OrNone | Self::Category2Or3)
    }
}

impl OrganicCategory {
    /// The word used in tables.
    pub fn word(self) -> &'static str {
        CATEGORIES.iter().find(|(_, c)| *c == self).map_or("", |(w, _)| w)
    }
}

numeric_fields! {
    /// The numbers of a fermentable stream; each is described in `models/feedstock/organic_fields.csv`.
    pub struct OrganicNumbers {
        required: [
            ts_pct_fm, vs_pct_ts, bmp_nl_per_kg_vs, carb_pct_vs, protein_pct_vs, lipid_pct_vs, lignin_pct_vs,
            vfa_pct_vs, tan_pct_of_n, bulk_density_kg_m3, k_hyd_per_d,
        ],
        optional: [bmp_sd, ch4_pct_reported],
    }
}

/// A fermentable stream of the library.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganicFeedstock {
    /// Name in scenarios.
    pub id: String,
    /// English name.
    pub name_en: String,
    /// French name.
    pub name_fr: String,
    /// Kind of stream.
    pub category: OrganicCategory,
    /// Who typically has it.
    pub typical_provider: String,
    /// Its numbers.
    pub numbers: OrganicNumbers,
    /// Category of animal by-product.
    pub animal_by_product: AnimalByProduct,
    /// List of ICPE 2781.
    pub icpe_2781: Icpe2781,
    /// How far category of animal by-product and ICPE list are to be trusted.
    pub regulatory_flag: Flag,
    /// Grown as a main crop for energy (capped in France).
    pub main_crop: bool,
    /// When it arises, in words.
    pub season: String,
    /// How the BMP was obtained from its sources.
    pub bmp_basis: String,
    /// Remarks.
    pub note: String,
    notes: Vec<CellNote>,
}

const FILE: &str = "models/feedstock/organic.csv";
const TEXT: &str = include_str!("../../models/feedstock/organic.csv");
const FIELDS_FILE: &str = "models/feedstock/organic_fields.csv";
const FIELDS_TEXT: &str = include_str!("../../models/feedstock/organic_fields.csv");

/// Largest distance of a composition's sum from 100 % of VS.
pub const COMPOSITION_SUM_TOLERANCE_PCT: f64 = 0.5;

/// Unit, range and meaning of each numeric field.
pub fn organic_fields() -> &'static [FieldSpec] {
    static SPECS: OnceLock<Vec<FieldSpec>> = OnceLock::new();
    SPECS.get_or_init(|| cell::parse_specs(FIELDS_FILE, FIELDS_TEXT).expect("a shipped table: a test loads it"))
}

/// All fermentable streams, in the order of the table.
pub fn organics() -> &'static [OrganicFeedstock] {
    static LIST: OnceLock<Vec<OrganicFeedstock>> = OnceLock::new();
    LIST.get_or_init(|| parse_organics(FILE, TEXT).expect("a shipped table is well formed: a test loads it"))
}

/// The fermentable stream of this name.
pub fn organic(id: &str) -> Option<&'static OrganicFeedstock> {
    organics().iter().find(|f| f.id == id)
}

/// Reads a table in the format of `models/feedstock/organic.csv`.
///
/// # Errors
/// The first cell that breaks a rule, with its line: a number outside its range, a composition that does not sum to 100
/// within 0.5 points, an unknown word or source, a repeated name.
pub fn parse_organics(file: &str, text: &str) -> Result<Vec<OrganicFeedstock>, SheetError> {
    Sheet::read_named(file, text, parse_row)
}

fn parse_row(row: &SheetRow<'_>) -> Result<OrganicFeedstock, SheetError> {
    let specs = organic_fields();
    let numbers = OrganicNumbers::read(row, specs)?;
    let n = &numbers;
    let sum = n.carb_pct_vs + n.protein_pct_vs + n.lipid_pct_vs + n.lignin_pct_vs + n.vfa_pct_vs;
    if (sum - 100.0).abs() > COMPOSITION_SUM_TOLERANCE_PCT {
        let what = "carbohydrate, protein, lipid, lignin and VFA, % of VS,".to_owned();
        return Err(row.error(SheetProblem::WrongSum { what, sum, wanted: 100.0 }));
    }
    let text = |column: &str| row.text(column).map(str::to_owned);
    Ok(OrganicFeedstock {
        id: row.filled("id")?,
        name_en: row.filled("name_en")?,
        name_fr: row.filled("name_fr")?,
        category: row.word("category", &CATEGORIES)?,
        typical_provider: text("provider")?,
        numbers,
        animal_by_product: row.word("abp", &BY_PRODUCTS)?,
        icpe_2781: row.word("icpe_2781", &LISTS)?,
        regulatory_flag: row.flag("regulatory_flag")?,
        main_crop: row.word("main_crop", &[("yes", true), ("no", false)])?,
        season: text("season")?,
        bmp_basis: text("bmp_basis")?,
        note: text("note")?,
        notes: specs.iter().map(|s| cell::note(row, s, numbers.get(&s.field))).collect::<Result<_, _>>()?,
    })
}

cells_of!(OrganicFeedstock, organic_fields);
