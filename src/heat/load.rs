//! A year of heat demand, checked.

use super::error::HeatError;
use crate::climate::{Column, WithFindings, read_hourly_csv};
use crate::units::HOURS_PER_YEAR;

/// Largest hourly demand accepted, kW: more than the largest district heating network of France gives.
pub(super) const LARGEST_KW: f64 = 1e7;

/// Hourly heat demand of a year: 8760 values of 0 to 1e7 kW, at least one above zero unless another source meets them all
/// ([`HeatLoad::less`]).
#[derive(Clone, Debug, PartialEq)]
pub struct HeatLoad {
    kw: Vec<f64>,
}

impl HeatLoad {
    /// A year from its hourly demand, kW.
    ///
    /// # Errors
    /// When there are not 8760 values, an hour lies outside 0 to 1e7 kW, or all hours are zero.
    pub fn new(kw: Vec<f64>) -> Result<Self, HeatError> {
        if kw.len() != HOURS_PER_YEAR {
            return Err(HeatError::HourCount { found: kw.len() });
        }
        if let Some((value_kw, hour)) = kw.iter().zip(1..).find(|(v, _)| !(0.0..=LARGEST_KW).contains(*v)) {
            return Err(HeatError::BadHour { hour, value_kw: *value_kw });
        }
        if kw.iter().all(|v| *v == 0.0) {
            return Err(HeatError::ZeroDemand);
        }
        Ok(Self { kw })
    }

    /// What is left when another source gives up to `offered` kW in each hour (a value of zero or more per hour). Nothing
    /// may be left at all: that is no demand of zero, but one that is met.
    #[must_use]
    pub fn less(&self, offered: impl Iterator<Item = f64>) -> Self {
        Self { kw: self.kw.iter().zip(offered).map(|(load, offer)| load - load.min(offer)).collect() }
    }

    /// Hourly demand, kW.
    pub fn kw(&self) -> &[f64] {
        &self.kw
    }

    /// Demand of the year, kWh.
    pub fn annual_kwh(&self) -> f64 {
        self.kw.iter().sum()
    }

    /// Largest hour, kW.
    pub fn peak_kw(&self) -> f64 {
        self.kw.iter().copied().fold(0.0, f64::max)
    }
}

/// Reads an hourly demand from CSV: a column `heat_kw`, `demand_kw`, `heat_demand_kw`, `load_kw` or `besoin_kw` in kW, and
/// an optional time column (names and separators as [`read_hourly_csv`]).
///
/// # Errors
/// When the file is refused (by line and column), or all hours are zero.
pub fn read_load_csv(text: &str) -> Result<WithFindings<HeatLoad>, HeatError> {
    let names = &["heat_kw", "demand_kw", "heat_demand_kw", "load_kw", "besoin_kw"];
    let column = Column { what: "heat demand", names, low: 0.0, high: LARGEST_KW, required: true };
    let table = read_hourly_csv(text, &[column]).map_err(HeatError::File)?;
    let value = HeatLoad::new(table.columns.into_iter().flatten().next().unwrap_or_default())?;
    Ok(WithFindings { value, findings: table.findings })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_load_is_checked() {
        let with = |hour: usize, value: f64| {
            let mut kw = vec![1.0; 8760];
            kw[hour - 1] = value;
            HeatLoad::new(kw)
        };
        assert_eq!(with(7, -1.0), Err(HeatError::BadHour { hour: 7, value_kw: -1.0 }));
        assert!(with(7, f64::NAN).is_err() && with(8760, f64::INFINITY).is_err());
        assert_eq!(with(7, 5.0).map(|load| load.peak_kw()), Ok(5.0));
        assert_eq!(HeatLoad::new(vec![0.0; 8760]), Err(HeatError::ZeroDemand));
        assert_eq!(HeatLoad::new(vec![1.0; 8784]), Err(HeatError::HourCount { found: 8784 }));
    }

    #[test]
    fn a_file_is_read_and_refused_with_line_and_column() {
        let text = format!("hour,heat_kw\n{}", (1..=8760).map(|h| format!("{h},{h}.5\n")).collect::<String>());
        assert_eq!(read_load_csv(&text).map(|read| read.value.peak_kw()), Ok(8760.5));
        let wrong = read_load_csv(&text.replacen(",4.5\n", ",-4.5\n", 1)).unwrap_err();
        assert_eq!(wrong.to_string(), "line 5, column `heat_kw`: -4.5 lies outside 0 to 10000000");
    }
}
