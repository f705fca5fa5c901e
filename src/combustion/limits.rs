//! Emission and efficiency limits by law and norm, and which of them a boiler keeps.

use super::burn::Combustion;
use std::fmt;
use std::sync::OnceLock;

/// What a limit is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Carbon monoxide, mg/Nm3 dry.
    Co,
    /// Organic gaseous carbon, mg/Nm3 dry.
    Ogc,
    /// Nitrogen oxides as NO2, mg/Nm3 dry.
    Nox,
    /// Sulphur dioxide, mg/Nm3 dry.
    So2,
    /// Dust, mg/Nm3 dry.
    Dust,
    /// Efficiency, % of LHV: the only one that is a least value.
    Efficiency,
}

impl Quantity {
    /// The word used in the table and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Co => "co",
            Self::Ogc => "ogc",
            Self::Nox => "nox",
            Self::So2 => "so2",
            Self::Dust => "dust",
            Self::Efficiency => "efficiency",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Co, Self::Ogc, Self::Nox, Self::So2, Self::Dust, Self::Efficiency].into_iter().find(|q| q.word() == word)
    }
}

/// When the plant was put into service, as the laws distinguish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlantAge {
    /// To be built.
    New,
    /// In service before the law's date.
    Existing,
}

/// How the fuel is fed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stoking {
    /// By screw or pusher.
    Automatic,
    /// By hand.
    Manual,
}

/// Which power a limit's range refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PowerBasis {
    /// Heat delivered.
    Output,
    /// Heat of the fuel, on LHV.
    Input,
}

/// What the laws ask about a boiler.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plant {
    /// Rated heat output, kW.
    pub output_kw: f64,
    /// Rated thermal input on LHV, kW; law aggregates the boilers of one stack, so give the sum.
    pub input_kw: f64,
    /// New or existing.
    pub age: PlantAge,
    /// Automatic or manual.
    pub stoking: Stoking,
}

/// One row of the table of limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// Law or norm.
    pub regime: String,
    /// For plants of this age only.
    pub age: Option<PlantAge>,
    /// For this way of stoking only.
    pub stoking: Option<Stoking>,
    /// Power the range is about.
    pub power_basis: PowerBasis,
    /// Applies above this power, kW.
    pub power_kw_above: f64,
    /// Applies up to this power, kW.
    pub power_kw_to: f64,
    /// What is limited.
    pub quantity: Quantity,
    /// The limit, in `unit`, before the power term.
    pub limit: f64,
    /// Added per log10 of the output in kW.
    pub per_log10_kw: f64,
    /// Unit of the limit.
    pub unit: String,
    /// Oxygen content the limit refers to, % by volume dry; none for an efficiency.
    pub reference_o2_pct: Option<f64>,
    /// Conditions of the limit.
    pub basis: String,
    /// Where it was read.
    pub source: String,
    /// False where the value was recalled and not read.
    pub read: bool,
}

impl Limit {
    fn applies(&self, plant: &Plant) -> bool {
        let power = match self.power_basis {
            PowerBasis::Output => plant.output_kw,
            PowerBasis::Input => plant.input_kw,
        };
        power > self.power_kw_above
            && power <= self.power_kw_to
            && self.age.is_none_or(|age| age == plant.age)
            && self.stoking.is_none_or(|stoking| stoking == plant.stoking)
    }
}

/// A limit held against a computed value.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The limit.
    pub limit: &'static Limit,
    /// Its value for this plant, in the limit's unit.
    pub limit_value: f64,
    /// The computed value, in the same unit and at the same reference oxygen.
    pub value: f64,
    /// Whether the limit is kept; a value that is no number keeps none.
    pub ok: bool,
}

/// Why a table of limits was refused: line and column name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitsError {
    /// Line, the header being 1.
    pub line: usize,
    /// Name of the offending column.
    pub column: &'static str,
}

impl fmt::Display for LimitsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: column `{}` is missing or not understood", self.line, self.column)
    }
}

impl std::error::Error for LimitsError {}

const COLUMNS: [&str; 14] = [
    "regime",
    "plant",
    "stoking",
    "power_basis",
    "power_kw_above",
    "power_kw_to",
    "quantity",
    "limit",
    "per_log10_kw",
    "unit",
    "reference_o2_pct",
    "basis",
    "source",
    "flag",
];

/// A record with its line, read column by column.
struct Cells<'a> {
    record: &'a csv::StringRecord,
    line: usize,
}

impl Cells<'_> {
    fn error(&self, column: usize) -> LimitsError {
        LimitsError { line: self.line, column: COLUMNS[column] }
    }

    fn text(&self, column: usize) -> Result<String, LimitsError> {
        let cell = self.record.get(column).unwrap_or("").trim();
        if cell.is_empty() { Err(self.error(column)) } else { Ok(cell.to_owned()) }
    }

    fn number(&self, column: usize) -> Result<f64, LimitsError> {
        let value: f64 = self.text(column)?.parse().map_err(|_| self.error(column))?;
        if value.is_finite() { Ok(value) } else { Err(self.error(column)) }
    }

    /// One of some words.
    fn word<T: Copy>(&self, column: usize, words: &[(&str, T)]) -> Result<T, LimitsError> {
        let cell = self.text(column)?;
        words.iter().find(|(w, _)| *w == cell).map(|(_, v)| *v).ok_or_else(|| self.error(column))
    }
}

fn parse(text: &str) -> Result<Vec<Limit>, LimitsError> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().map_err(|_| LimitsError { line: 1, column: COLUMNS[0] })?;
    if let Some(column) = (0..COLUMNS.len()).find(|k| header.get(*k) != Some(COLUMNS[*k])) {
        return Err(LimitsError { line: 1, column: COLUMNS[column] });
    }
    let mut limits = Vec::new();
    for (row, record) in reader.records().enumerate() {
        let line = row + 2;
        let record = record.map_err(|_| LimitsError { line, column: COLUMNS[0] })?;
        limits.push(parse_row(&Cells { record: &record, line })?);
    }
    Ok(limits)
}

fn parse_row(cells: &Cells<'_>) -> Result<Limit, LimitsError> {
    let ages = [("any", None), ("new", Some(PlantAge::New)), ("existing", Some(PlantAge::Existing))];
    let ways = [("any", None), ("automatic", Some(Stoking::Automatic)), ("manual", Some(Stoking::Manual))];
    let quantity = Quantity::from_word(&cells.text(6)?).ok_or_else(|| cells.error(6))?;
    let limit = Limit {
        regime: cells.text(0)?,
        age: cells.word(1, &ages)?,
        stoking: cells.word(2, &ways)?,
        power_basis: cells.word(3, &[("output", PowerBasis::Output), ("input", PowerBasis::Input)])?,
        power_kw_above: cells.number(4)?,
        power_kw_to: cells.number(5)?,
        quantity,
        limit: cells.number(7)?,
        per_log10_kw: cells.number(8)?,
        unit: cells.text(9)?,
        reference_o2_pct: if quantity == Quantity::Efficiency { None } else { Some(cells.number(10)?) },
        basis: cells.text(11)?,
        source: cells.text(12)?,
        read: cells.word(13, &[("read", true), ("assumed", false)])?,
    };
    if limit.power_kw_above >= limit.power_kw_to { Err(cells.error(5)) } else { Ok(limit) }
}

/// The shipped limits.
pub fn limits() -> &'static [Limit] {
    static TABLE: OnceLock<Vec<Limit>> = OnceLock::new();
    TABLE.get_or_init(|| {
        parse(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/combustion/emission_limits.csv")))
            .expect("the shipped limits parse: a test loads them")
    })
}

/// Every limit that applies to a plant, with the computed value beside it. Full-load values stand for seasonal ones.
pub fn limit_findings(result: &Combustion<f64>, plant: &Plant) -> Vec<Finding> {
    limits().iter().filter(|limit| limit.applies(plant)).map(|limit| finding(limit, result, plant)).collect()
}

fn finding(limit: &'static Limit, result: &Combustion<f64>, plant: &Plant) -> Finding {
    let emission = limit.reference_o2_pct.map(|o2| result.emissions_at_o2_mg_per_nm3(o2));
    let limit_value = limit.limit + limit.per_log10_kw * libm::log10(plant.output_kw);
    let of = |pick: fn(&super::Pollutants<f64>) -> f64| emission.as_ref().map_or(f64::NAN, pick);
    let value = match limit.quantity {
        Quantity::Co => of(|e| e.co),
        Quantity::Ogc => of(|e| e.ogc),
        Quantity::Nox => of(|e| e.nox),
        Quantity::So2 => of(|e| e.so2),
        Quantity::Dust => of(|e| e.dust),
        Quantity::Efficiency => result.efficiency_pct_lhv,
    };
    let ok = if limit.quantity == Quantity::Efficiency { value >= limit_value } else { value <= limit_value };
    Finding { limit, limit_value, value, ok }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_limits_load() {
        assert_eq!(limits().len(), 33);
    }

    #[test]
    fn a_wrong_cell_is_named() {
        let good = format!("{}\nR,any,any,output,0,10,co,5,0,mg/Nm3 dry,10,dry,src,read\n", COLUMNS.join(","));
        assert_eq!(parse(&good).unwrap().len(), 1);
        let wrong = |from: &str, to: &str| parse(&good.replace(from, to)).unwrap_err();
        assert_eq!(wrong(",co,", ",soot,"), LimitsError { line: 2, column: "quantity" });
        assert_eq!(wrong(",0,10,co", ",20,10,co"), LimitsError { line: 2, column: "power_kw_to" });
        assert_eq!(wrong(",src,", ",,"), LimitsError { line: 2, column: "source" });
        assert_eq!(wrong("co,5,", "co,inf,"), LimitsError { line: 2, column: "limit" });
        assert_eq!(wrong("regime,", "law,"), LimitsError { line: 1, column: "regime" });
    }
}
