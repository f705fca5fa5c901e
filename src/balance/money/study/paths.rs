//! How prices go on over the years of a study, in real terms.

use super::StudyError;

/// The course of one price against its first year.
#[derive(Clone, Debug, PartialEq)]
pub enum PricePath {
    /// Real growth, 1/a: the price of year k (1, 2, ...) is (1 + growth)^(k - 1) times the first.
    Growth(f64),
    /// Price of each year over that of the first year, as many as the study has years.
    Factors(Vec<f64>),
}

impl PricePath {
    /// Nothing changes.
    pub fn flat() -> Self {
        Self::Growth(0.0)
    }

    /// A path from prices by year, in any unit: divided by the first.
    ///
    /// # Errors
    /// When there is no price or the first is not above zero.
    pub fn from_prices(prices: &[f64]) -> Result<Self, StudyError> {
        let first = prices.first().copied().unwrap_or(f64::NAN);
        if !(first.is_finite() && first > 0.0) {
            return Err(StudyError::range("first price of a path", first, f64::MIN_POSITIVE, f64::MAX));
        }
        Ok(Self::Factors(prices.iter().map(|p| p / first).collect()))
    }

    /// Factors of years 1 to `years`.
    ///
    /// # Errors
    /// When the growth is not in -50 % to 50 %, when the list is shorter than the study or holds what is no factor.
    pub fn factors(&self, name: &'static str, years: usize) -> Result<Vec<f64>, StudyError> {
        match self {
            Self::Growth(growth) => {
                StudyError::check(name, *growth, -0.5, 0.5)?;
                let mut factor = 1.0;
                let mut next = || {
                    let this = factor;
                    factor *= 1.0 + growth;
                    this
                };
                Ok((0..years).map(|_| next()).collect())
            }
            Self::Factors(list) if list.len() < years => {
                Err(StudyError::ShortPath { name, given: list.len(), needed: years })
            }
            Self::Factors(list) => {
                list[..years].iter().map(|f| StudyError::check(name, *f, 0.0, 100.0).map(|()| *f)).collect()
            }
        }
    }
}

/// Paths of all prices.
#[derive(Clone, Debug, PartialEq)]
pub struct PricePaths {
    /// Wood fuel.
    pub wood: PricePath,
    /// Natural gas; its excise stays what it is.
    pub gas: PricePath,
    /// Another fuel, as heating oil.
    pub other: PricePath,
    /// Electricity.
    pub electricity: PricePath,
    /// Operation, upkeep, ash, renewal, and the fixed part of a tariff.
    pub operation: PricePath,
    /// Heat sold at one price.
    pub heat: PricePath,
}

/// Factors of all prices by year.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Factors {
    pub(super) wood: Vec<f64>,
    pub(super) gas: Vec<f64>,
    pub(super) other: Vec<f64>,
    pub(super) electricity: Vec<f64>,
    pub(super) operation: Vec<f64>,
    pub(super) heat: Vec<f64>,
    pub(super) flat: Vec<f64>,
}

impl PricePaths {
    pub(super) fn factors(&self, years: usize) -> Result<Factors, StudyError> {
        Ok(Factors {
            wood: self.wood.factors("growth or path of the wood price", years)?,
            gas: self.gas.factors("growth or path of the gas price", years)?,
            other: self.other.factors("growth or path of the price of another fuel", years)?,
            electricity: self.electricity.factors("growth or path of the electricity price", years)?,
            operation: self.operation.factors("growth or path of operation", years)?,
            heat: self.heat.factors("growth or path of the heat price", years)?,
            flat: vec![1.0; years],
        })
    }
}
