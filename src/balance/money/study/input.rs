//! What a study is made from, and what is refused.

use super::StudyParams;
use super::aid::AidRequest;
use super::paths::PricePaths;
use super::tariff::{Basis, Sale};
use crate::text;
use crate::words::{Text, shown_as_told};

/// Prices of the first year, without VAT.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prices {
    /// Wood fuel at the boiler, EUR/MWh **LHV**; negative where one is paid to take it.
    pub wood_eur_per_mwh_lhv: f64,
    /// Gas before excise, EUR/MWh **HHV**, as it is billed.
    pub gas_eur_per_mwh_hhv: f64,
    /// Excise on gas, EUR/MWh HHV.
    pub gas_excise_eur_per_mwh_hhv: f64,
    /// Another fuel, EUR/MWh LHV.
    pub other_eur_per_mwh_lhv: f64,
    /// Electricity, EUR/MWh.
    pub electricity_eur_per_mwh: f64,
    /// Outlet of ash, EUR/t, tax included; negative where it is bought.
    pub ash_eur_per_t: f64,
    /// HHV over LHV of the gas, about 1.11.
    pub hhv_per_lhv: f64,
}

/// What a piece of capital serves: aid looks at production and network apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Wood boilers, filter, store, buffer.
    Production,
    /// Pipes and substations.
    Network,
    /// Gas or oil boilers.
    Backup,
    /// Engineering and unforeseen works: serve all in proportion.
    Common,
}

/// One piece of capital.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CapitalItem {
    /// Short name, as in the accounts.
    pub name: &'static str,
    /// What it serves.
    pub part: Part,
    /// EUR without VAT.
    pub eur: f64,
}

/// Parts that are replaced in a year of the study.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Replacement {
    /// Year, from 1.
    pub year: usize,
    /// EUR in prices of the first year, without VAT.
    pub eur: f64,
}

/// One way to heat: what is built and what a year takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// What is built in year 0.
    pub capital: Vec<CapitalItem>,
    /// Replaced beyond the yearly provision.
    pub replacements: Vec<Replacement>,
    /// Wood burnt, MWh/a LHV.
    pub wood_mwh_lhv: f64,
    /// Gas burnt, MWh/a LHV; billed on HHV.
    pub gas_mwh_lhv: f64,
    /// Another fuel burnt, MWh/a LHV.
    pub other_mwh_lhv: f64,
    /// Electricity of the boiler house, MWh/a.
    pub electricity_mwh: f64,
    /// Ash, t/a.
    pub ash_t: f64,
    /// Useful heat from renewable or recovered energy, MWh/a.
    pub renewable_heat_mwh: f64,
    /// Fixed operation of wood boilers, P2 and P3, EUR/a.
    pub fixed_wood_eur_per_a: f64,
    /// Fixed operation of the rest, P2 and P3, EUR/a.
    pub fixed_other_eur_per_a: f64,
    /// Variable operation without electricity, EUR/a.
    pub variable_eur_per_a: f64,
    /// Fossil greenhouse gas by the method of the carbon account, t CO2e/a; shown beside the money.
    pub co2_t_per_a: f64,
}

impl Solution {
    /// Nothing built, nothing burnt.
    pub fn none() -> Self {
        Self {
            capital: Vec::new(),
            replacements: Vec::new(),
            wood_mwh_lhv: 0.0,
            gas_mwh_lhv: 0.0,
            other_mwh_lhv: 0.0,
            electricity_mwh: 0.0,
            ash_t: 0.0,
            renewable_heat_mwh: 0.0,
            fixed_wood_eur_per_a: 0.0,
            fixed_other_eur_per_a: 0.0,
            variable_eur_per_a: 0.0,
            co2_t_per_a: 0.0,
        }
    }

    /// All capital, EUR.
    pub fn capital_eur(&self) -> f64 {
        self.capital.iter().map(|c| c.eur).sum()
    }

    fn check(&self, years: usize) -> Result<(), StudyError> {
        for (what, value) in [
            ("wood burnt, MWh", self.wood_mwh_lhv),
            ("gas burnt, MWh", self.gas_mwh_lhv),
            ("other fuel burnt, MWh", self.other_mwh_lhv),
            ("electricity of the boiler house, MWh", self.electricity_mwh),
            ("ash, t", self.ash_t),
            ("renewable heat, MWh", self.renewable_heat_mwh),
            ("fixed operation of wood boilers, EUR/a", self.fixed_wood_eur_per_a),
            ("fixed operation of the rest, EUR/a", self.fixed_other_eur_per_a),
            ("variable operation, EUR/a", self.variable_eur_per_a),
        ] {
            StudyError::check(what, value, 0.0, 1e12)?;
        }
        StudyError::check("greenhouse gas, t", self.co2_t_per_a, -1e9, 1e9)?;
        for item in &self.capital {
            StudyError::check("capital, EUR", item.eur, 0.0, 1e12)?;
        }
        for part in &self.replacements {
            StudyError::check("replacement, EUR", part.eur, 0.0, 1e12)?;
            StudyError::check("year of a replacement", part.year as f64, 1.0, years as f64)?;
        }
        Ok(())
    }
}

/// A study: three ways to give the same heat.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyInput {
    /// Length of the study, a whole number of years, 1 to 60.
    pub years: usize,
    /// Discount rate, 1/a, real as the prices are.
    pub rate: f64,
    /// Useful heat, MWh/a, the same for all.
    pub heat_mwh: f64,
    /// Prices of the first year.
    pub prices: Prices,
    /// How they go on.
    pub paths: PricePaths,
    /// Situation actuelle: what is there, without new capital.
    pub today: Solution,
    /// Solution de référence: new gas boilers, or what exists renewed.
    pub reference: Solution,
    /// Solution bois: wood with its backup.
    pub wood: Solution,
    /// Aid that the wood solution asks for.
    pub aid: AidRequest,
    /// Who pays for the heat.
    pub sale: Sale,
    /// What a fixed part R2 is spread over, for the tariff that covers the costs.
    pub spread: Option<(Basis, f64)>,
}

impl StudyInput {
    /// Checks every number.
    ///
    /// # Errors
    /// The first that is no number or outside its range. A negative price is refused, but for wood and ash, which one
    /// may be paid to take.
    pub fn check(&self, p: &StudyParams<f64>) -> Result<(), StudyError> {
        StudyError::check("years of the study", self.years as f64, 1.0, 60.0)?;
        StudyError::check("discount rate", self.rate, -0.2, 1.0)?;
        StudyError::check("useful heat, MWh", self.heat_mwh, f64::MIN_POSITIVE, 1e9)?;
        let prices = &self.prices;
        for (what, value, low, high) in [
            ("wood price, EUR/MWh LHV", prices.wood_eur_per_mwh_lhv, -500.0, 1000.0),
            ("gas price, EUR/MWh HHV", prices.gas_eur_per_mwh_hhv, 0.0, 1000.0),
            ("excise on gas, EUR/MWh HHV", prices.gas_excise_eur_per_mwh_hhv, 0.0, 500.0),
            ("price of another fuel, EUR/MWh LHV", prices.other_eur_per_mwh_lhv, 0.0, 1000.0),
            ("electricity price, EUR/MWh", prices.electricity_eur_per_mwh, 0.0, 5000.0),
            ("outlet of ash, EUR/t", prices.ash_eur_per_t, -500.0, 5000.0),
            ("HHV over LHV of gas", prices.hhv_per_lhv, 1.0, 1.25),
            ("heat from wood for aid, MWh", self.aid.biomass_mwh, 0.0, 1e9),
            ("network for aid, m", self.aid.network_m, 0.0, 1e7),
            ("certificates, MWh cumac", self.aid.cee_mwh_cumac, 0.0, 1e9),
            ("other grants, EUR", self.aid.other_grants_eur, 0.0, 1e12),
            ("stated aid, EUR", self.aid.stated_eur, 0.0, 1e12),
        ] {
            StudyError::check(what, value, low, high)?;
        }
        if let Some((_, units)) = self.spread {
            StudyError::check("units of R2", units, f64::MIN_POSITIVE, 1e9)?;
        }
        self.sale.check()?;
        for solution in [&self.today, &self.reference, &self.wood] {
            solution.check(self.years)?;
        }
        check_params(p, self.years)
    }
}

/// Whether the parameters of a study of so many years make sense: in the ranges of their table; shares that split something
/// no more than all of it; whole years; a loan that ends within the study.
///
/// # Errors
/// The first that does not.
pub fn check_params(p: &StudyParams<f64>, years: usize) -> Result<(), StudyError> {
    for (row, value) in StudyParams::<f64>::table().rows().iter().zip(p.to_vec()) {
        if !(value.is_nan() && row.default.is_none()) {
            StudyError::check(&row.name, value, row.low, row.high)?;
        }
    }
    let split =
        p.renewal_share_of_fixed + p.sweeping_share_of_fixed + p.monitoring_share_of_fixed + p.insurance_share_of_fixed;
    StudyError::check("shares of the fixed operation together", split, 0.0, 1.0)?;
    let house = p.share_boiler + p.share_feeding + p.share_hydraulics + p.share_chimney + p.share_engineering;
    StudyError::check("shares of the boiler house together", house, 0.0, 1.0)?;
    for (name, value) in [("loan_years", p.loan_years), ("loan_grace_years", p.loan_grace_years)] {
        if value != libm::round(value) {
            return Err(StudyError::NotWhole { name, value });
        }
    }
    if p.loan_share > 0.0 {
        StudyError::check("loan_years", p.loan_years, p.loan_grace_years + 1.0, years as f64)?;
    }
    Ok(())
}

/// Why there is no study.
#[derive(Clone, Debug, PartialEq)]
pub enum StudyError {
    /// A number outside its range, or none.
    OutOfRange {
        /// What it is.
        what: String,
        /// Its value.
        value: f64,
        /// Smallest value accepted.
        low: f64,
        /// Largest value accepted.
        high: f64,
    },
    /// A number of years that is not whole.
    NotWhole {
        /// What it is.
        name: &'static str,
        /// Its value.
        value: f64,
    },
    /// A list of prices that ends before the study does.
    ShortPath {
        /// Which.
        name: &'static str,
        /// Years given.
        given: usize,
        /// Years of the study.
        needed: usize,
    },
}

impl StudyError {
    pub(super) fn range(what: &str, value: f64, low: f64, high: f64) -> Self {
        Self::OutOfRange { what: what.to_owned(), value, low, high }
    }

    /// Refuses what is outside `low..=high`, or no number.
    pub(super) fn check(what: &str, value: f64, low: f64, high: f64) -> Result<(), Self> {
        if value >= low && value <= high { Ok(()) } else { Err(Self::range(what, value, low, high)) }
    }
}

impl StudyError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::OutOfRange { what, value, low, .. } if *low == f64::MIN_POSITIVE => {
                text!("{what}: {value} is not above 0", what, value)
            }
            Self::OutOfRange { what, value, low, high } => {
                text!("{what}: {value} is not in {low} to {high}", what, value, low, high)
            }
            Self::NotWhole { name, value } => text!("{name}: {value} is no whole number of years", name, value),
            Self::ShortPath { name, given, needed } => {
                text!(
                    "{name}: {given} years for a study of {needed}; give one value for each year",
                    name,
                    given,
                    needed
                )
            }
        }
    }
}

shown_as_told!(StudyError);

impl std::error::Error for StudyError {}
