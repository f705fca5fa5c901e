//! Emission and efficiency limits by law and norm, and which of them a boiler keeps.

use super::burn::Combustion;
use crate::param::sheet::{SheetError, SheetRow, shipped};

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
    const ALL: [Self; 6] = [Self::Co, Self::Ogc, Self::Nox, Self::So2, Self::Dust, Self::Efficiency];

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

fn read_row(row: &SheetRow<'_>) -> Result<Limit, SheetError> {
    let ages = [("any", None), ("new", Some(PlantAge::New)), ("existing", Some(PlantAge::Existing))];
    let ways = [("any", None), ("automatic", Some(Stoking::Automatic)), ("manual", Some(Stoking::Manual))];
    let quantity = row.word("quantity", &Quantity::ALL.map(|q| (q.word(), q)))?;
    let above = row.number_in("power_kw_above", 0.0..=f64::MAX)?;
    Ok(Limit {
        regime: row.filled("regime")?,
        age: row.word("plant", &ages)?,
        stoking: row.word("stoking", &ways)?,
        power_basis: row.word("power_basis", &[("output", PowerBasis::Output), ("input", PowerBasis::Input)])?,
        power_kw_above: above,
        power_kw_to: row.number_in("power_kw_to", above.next_up()..=f64::MAX)?,
        quantity,
        limit: row.number("limit")?,
        per_log10_kw: row.number("per_log10_kw")?,
        unit: row.filled("unit")?,
        reference_o2_pct: match quantity {
            Quantity::Efficiency => None,
            _ => Some(row.number("reference_o2_pct")?),
        },
        basis: row.filled("basis")?,
        source: row.filled("source")?,
        read: row.word("flag", &[("read", true), ("assumed", false)])?,
    })
}

shipped! {
    /// The shipped limits.
    pub fn limits() -> [Limit] from "combustion/emission_limits.csv" by read_row
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
    use crate::param::sheet::Sheet;

    #[test]
    fn the_shipped_limits_load() {
        assert_eq!(limits().len(), 33);
    }

    #[test]
    fn a_wrong_cell_is_named() {
        let header = "regime,plant,stoking,power_basis,power_kw_above,power_kw_to,quantity,limit,per_log10_kw,unit,\
                      reference_o2_pct,basis,source,flag";
        let good = format!("{header}\nR,any,any,output,0,10,co,5,0,mg/Nm3 dry,10,dry,src,read\n");
        let read = |text: &str| Sheet::read("t.csv", text, read_row);
        assert_eq!(read(&good).unwrap().len(), 1);
        let wrong = |from: &str, to: &str| read(&good.replace(from, to)).unwrap_err().to_string();
        assert!(wrong(",co,", ",soot,").starts_with("t.csv:2: column `quantity` holds `soot`"));
        assert!(wrong(",0,10,co", ",20,10,co").starts_with("t.csv:2: column `power_kw_to` holds 10"));
        assert!(wrong(",0,10,co", ",10,10,co").starts_with("t.csv:2: column `power_kw_to` holds 10"));
        assert_eq!(wrong(",src,", ",,"), "t.csv:2: column `source` is blank; fill it");
        assert!(wrong("co,5,", "co,inf,").starts_with("t.csv:2: column `limit` holds `inf`"));
        assert!(wrong("regime,", "law,").starts_with("t.csv:1: column `regime` is missing"));
        assert!(wrong(",read", ",guess").starts_with("t.csv:2: column `flag` holds `guess`"));
    }
}
