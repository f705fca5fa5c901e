//! Known answers from the outside: one row of a table in, one number out, by the code that the balances use.

use crate::balance::carbon::landfill::Decay;
use crate::balance::carbon::red::{self, Moisture, Substrate};
use crate::balance::carbon::transport::transport_kg;
use crate::balance::money::finance::{HeatCost, capital_recovery};
use crate::balance::money::tariffs::{bg16, tgap_landfill};
use serde_json::{Map, Value};
use std::fmt;

/// Why a row was not computed.
#[derive(Clone, Debug, PartialEq)]
pub enum CaseError {
    /// No such category.
    UnknownCategory(String),
    /// The inputs are no JSON object.
    NotAnObject,
    /// An input is missing.
    Missing(&'static str),
    /// An input is no finite number (or list of them).
    NotANumber(&'static str),
    /// Lists that belong together have different lengths.
    UnequalLists(&'static str),
    /// An output is asked that the category does not have.
    UnknownOutput(String),
    /// The tariff does not exist for this size.
    NoTariff {
        /// Size, kW.
        size: f64,
    },
    /// The inputs have no finite answer.
    NotFinite,
}

impl fmt::Display for CaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCategory(c) => {
                let known = CATEGORIES.map(|(name, _)| name).join(", ");
                write!(f, "category `{c}` cannot be computed here; known are {known}")
            }
            Self::NotAnObject => write!(f, "inputs are a JSON object, as {{\"E\": 3.7}}"),
            Self::Missing(key) => write!(f, "input `{key}` is missing"),
            Self::NotANumber(key) => write!(f, "input `{key}` must be a finite number, or a list of them"),
            Self::UnequalLists(key) => write!(f, "list `{key}` has another length than the lists beside it"),
            Self::UnknownOutput(o) => write!(f, "output `{o}` is not known; write EC_el or EC_h"),
            Self::NoTariff { size } => write!(f, "there is no BG16 tariff at {size} kW; it ends at 500 kW"),
            Self::NotFinite => write!(f, "these inputs have no finite answer"),
        }
    }
}

impl std::error::Error for CaseError {}

/// How a category is computed.
type Compute = fn(&Inputs) -> Result<f64, CaseError>;

/// Categories of [`carbon_case`].
const CATEGORIES: [(&str, Compute); 13] = [
    ("red2_sum", |i| Ok(red::sum(&i.list("terms")?))),
    ("red2_saving", |i| Ok(red::saving_pct(i.number("E")?, i.number("comparator")?, i.number("eta")?))),
    ("red2_codigestion", codigestion),
    ("red2_chp_exergy", chp_exergy),
    ("carnot", |i| Ok(red::carnot(i.number("T_K")?))),
    ("methane_slip", |i| Ok(red::methane_slip(i.number("slip_MJ_per_MJ")?, i.number("lhv_MJ_kg")?, i.number("gwp")?))),
    ("composting", composting),
    ("manure_credit", |i| Ok(red::manure_credit(i.number("kg_per_t")?, i.number("P_MJ_per_kg")?))),
    ("ipcc_fod_cumulative", first_order_decay),
    ("transport", transport),
    ("bg16_linear_80_500", bg16_price),
    ("tgap_landfill", landfill_tax),
    ("pallet_mass", |i| Ok(i.number("kt")? / i.number("M_pallets")?)),
];

/// Inputs of a row.
struct Inputs(Map<String, Value>);

impl Inputs {
    fn parse(text: &str) -> Result<Self, CaseError> {
        match serde_json::from_str(text) {
            Ok(Value::Object(map)) => Ok(Self(map)),
            _ => Err(CaseError::NotAnObject),
        }
    }

    fn number(&self, key: &'static str) -> Result<f64, CaseError> {
        let value = self.0.get(key).ok_or(CaseError::Missing(key))?;
        value.as_f64().filter(|v| v.is_finite()).ok_or(CaseError::NotANumber(key))
    }

    fn list(&self, key: &'static str) -> Result<Vec<f64>, CaseError> {
        let value = self.0.get(key).ok_or(CaseError::Missing(key))?;
        let items = value.as_array().ok_or(CaseError::NotANumber(key))?;
        items.iter().map(|v| v.as_f64().filter(|v| v.is_finite()).ok_or(CaseError::NotANumber(key))).collect()
    }

    /// A list that may be absent or null.
    fn optional_list(&self, key: &'static str) -> Result<Option<Vec<f64>>, CaseError> {
        match self.0.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(_) => self.list(key).map(Some),
        }
    }
}

/// Computes a row in the format of `models/verify/carbon.csv`: a category and its inputs as a JSON object.
///
/// # Errors
/// A category or an output that is not known, inputs that are missing or no numbers, no finite answer.
pub fn carbon_case(category: &str, inputs_json: &str) -> Result<f64, CaseError> {
    let known = CATEGORIES.iter().find(|(name, _)| *name == category);
    let (_, compute) = known.ok_or_else(|| CaseError::UnknownCategory(category.to_owned()))?;
    let value = compute(&Inputs::parse(inputs_json)?)?;
    if value.is_finite() { Ok(value) } else { Err(CaseError::NotFinite) }
}

fn codigestion(inputs: &Inputs) -> Result<f64, CaseError> {
    let (e, i, p) = (inputs.list("E")?, inputs.list("I")?, inputs.list("P")?);
    let (am, sm) = (inputs.optional_list("AM")?, inputs.optional_list("SM")?);
    let moistures = match (am, sm) {
        (None, None) => None,
        (Some(_), None) => return Err(CaseError::Missing("SM")),
        (None, Some(_)) => return Err(CaseError::Missing("AM")),
        (Some(am), Some(sm)) => Some((am, sm)),
    };
    let lengths = [("I", i.len()), ("P", p.len())];
    let moist = moistures.iter().flat_map(|(am, sm)| [("AM", am.len()), ("SM", sm.len())]);
    if let Some((key, _)) = lengths.into_iter().chain(moist).find(|(_, len)| *len != e.len()) {
        return Err(CaseError::UnequalLists(key));
    }
    let substrate = |k: usize| Substrate {
        g_per_mj: e[k],
        yield_mj_per_kg: p[k],
        wet_mass: i[k],
        moisture: moistures.as_ref().map(|(am, sm)| Moisture { actual: am[k], standard: sm[k] }),
    };
    Ok(red::codigestion(&(0..e.len()).map(substrate).collect::<Vec<_>>()))
}

fn chp_exergy(inputs: &Inputs) -> Result<f64, CaseError> {
    let n = |key| inputs.number(key);
    let both = red::chp_exergy(n("E")?, n("eta_el")?, n("eta_h")?, n("T_K")?);
    match inputs.0.get("out").and_then(Value::as_str) {
        Some("EC_el") => Ok(both.electricity),
        Some("EC_h") => Ok(both.heat),
        Some(other) => Err(CaseError::UnknownOutput(other.to_owned())),
        None => Err(CaseError::Missing("out")),
    }
}

fn first_order_decay(inputs: &Inputs) -> Result<f64, CaseError> {
    let n = |key| inputs.number(key);
    let decay = Decay {
        doc: n("DOC")?,
        docf: n("DOCf")?,
        k_per_a: n("k")?,
        methane_share: n("F")?,
        correction_factor: n("MCF")?,
        oxidation_share: n("OX")?,
    };
    match inputs.0.get("years") {
        Some(Value::Null) => Ok(decay.ultimate_kg_per_t()),
        _ => Ok(decay.cumulative_kg_per_t(n("years")?)),
    }
}

fn composting(inputs: &Inputs) -> Result<f64, CaseError> {
    let n = |key| inputs.number(key);
    Ok(red::composting(n("ch4_g_kg")?, n("n2o_g_kg")?, n("gwp_ch4")?, n("gwp_n2o")?))
}

fn transport(inputs: &Inputs) -> Result<f64, CaseError> {
    let n = |key| inputs.number(key);
    Ok(transport_kg(n("t")?, n("km")?, n("load_t")?, n("l_per_km")?, n("kgco2e_l")?))
}

fn landfill_tax(inputs: &Inputs) -> Result<f64, CaseError> {
    let n = |key| inputs.number(key);
    Ok(tgap_landfill(n("t")?, n("t_over_objective")?, n("base")?, n("surcharge")?))
}

fn bg16_price(inputs: &Inputs) -> Result<f64, CaseError> {
    let size = inputs.number("P_kWe")?;
    let tariff = bg16(size, inputs.number("effluent_share")?);
    if tariff.exists { Ok(tariff.eur_per_mwh) } else { Err(CaseError::NoTariff { size }) }
}

/// Computes a row in the format of `models/verify/lcoh.csv`: `get` gives a column by name.
///
/// Returns capital recovery factor, annuity and cost of heat under the names of their columns; none when a column is
/// missing or an answer is not finite.
pub fn lcoh_case(get: &dyn Fn(&str) -> Option<f64>) -> Option<Vec<(&'static str, f64)>> {
    let cost = HeatCost {
        capital_eur: get("capex_EUR")?,
        subsidy_eur: get("subsidy_EUR")?,
        rate: get("discount_rate")?,
        years: get("life_yr")?,
        fixed_eur_per_a: get("opex_fix_EUR_yr")?,
        variable_eur_per_mwh: get("opex_var_EUR_MWh")?,
        heat_mwh: get("heat_MWh_yr")?,
        wood_share: get("bio_share")?,
        eta_wood: get("eta_bio")?,
        wood_eur_per_mwh_lhv: get("price_bio_EUR_MWh_LHV")?,
        eta_gas: get("eta_gas")?,
        gas_eur_per_mwh_lhv: get("price_gas_EUR_MWh_LHV")?,
    };
    let answers = vec![
        ("CRF", capital_recovery(cost.rate, cost.years)),
        ("annuity_EUR_yr", cost.annuity_eur_per_a()),
        ("LCOH_EUR_MWh", cost.lcoh_eur_per_mwh()),
    ];
    answers.iter().all(|(_, v)| v.is_finite()).then_some(answers)
}
