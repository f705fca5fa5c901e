//! Amounts as people write them: `120 t/a`, `350 kg/d`, `2 t/week`.

use std::fmt;

/// A flow of wet mass, kept with the text's meaning: tonnes per year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// Wet mass as received, t per year.
    pub t_per_year: f64,
}

/// Why a text is no amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmountError {
    /// The part before the unit is no number.
    NotANumber,
    /// The unit is none of those known.
    UnknownUnit,
    /// Negative, infinite or not a number.
    OutOfRange,
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber => write!(f, "an amount starts with a number"),
            Self::UnknownUnit => write!(f, "unit not known; write one of {}", known_units()),
            Self::OutOfRange => write!(f, "an amount is zero or more, and finite"),
        }
    }
}

impl std::error::Error for AmountError {}

const MASSES_T: [(&str, f64); 3] = [("t", 1.0), ("kg", 1e-3), ("Mg", 1.0)];
const PERIODS_PER_YEAR: [(&str, f64); 9] = [
    ("a", 1.0),
    ("an", 1.0),
    ("y", 1.0),
    ("year", 1.0),
    ("yr", 1.0),
    ("month", 12.0),
    ("week", 365.0 / 7.0),
    ("d", 365.0),
    ("day", 365.0),
];

fn known_units() -> String {
    "t/a, kg/a, t/month, t/week, kg/week, t/d, kg/d".to_owned()
}

impl std::str::FromStr for Amount {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, AmountError> {
        let text = text.trim();
        let split = text.find(|c: char| c.is_alphabetic() && c != 'e' && c != 'E').ok_or(AmountError::UnknownUnit)?;
        let (number, unit) = text.split_at(split);
        let value: f64 = number.trim().parse().map_err(|_| AmountError::NotANumber)?;
        let (mass, period) = unit.split_once('/').ok_or(AmountError::UnknownUnit)?;
        let tonnes = find(&MASSES_T, mass.trim()).ok_or(AmountError::UnknownUnit)?;
        let periods = find(&PERIODS_PER_YEAR, period.trim()).ok_or(AmountError::UnknownUnit)?;
        let t_per_year = value * tonnes * periods;
        if t_per_year.is_finite() && t_per_year >= 0.0 { Ok(Self { t_per_year }) } else { Err(AmountError::OutOfRange) }
    }
}

fn find(table: &[(&str, f64)], name: &str) -> Option<f64> {
    table.iter().find(|(n, _)| *n == name).map(|(_, v)| *v)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_amounts() {
        let t = |s: &str| s.parse::<Amount>().map(|a| a.t_per_year);
        assert_eq!(t("120 t/a"), Ok(120.0));
        assert_eq!(t("1000kg/month"), Ok(12.0));
        assert_eq!(t("2 t/d"), Ok(730.0));
        assert_eq!(t("1e3 kg/a"), Ok(1.0));
        assert_eq!(t("-3 t/a"), Err(AmountError::OutOfRange));
        assert_eq!(t("3 pallets/a"), Err(AmountError::UnknownUnit));
        assert_eq!(t("many t/a"), Err(AmountError::NotANumber));
        assert_eq!(t("x3 t/a"), Err(AmountError::NotANumber));
    }
}
