//! The box that parameters stay in.

use super::error::FitError;

/// An end of a parameter's range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The low end.
    Low,
    /// The high end.
    High,
}

/// Lower and upper bound of each parameter, in its unit: finite, the low one below the high one.
#[derive(Clone, Debug, PartialEq)]
pub struct Bounds {
    low: Vec<f64>,
    high: Vec<f64>,
}

impl Bounds {
    /// Checked bounds.
    ///
    /// # Errors
    /// When the lists differ in length or are empty, an end is not finite, or a low end is not below its high end.
    pub fn new(low: &[f64], high: &[f64]) -> Result<Self, FitError> {
        if low.len() != high.len() {
            return Err(FitError::Length { what: "bounds", one: low.len(), other: high.len() });
        }
        if low.is_empty() {
            return Err(FitError::NoParameters);
        }
        let sound = |(l, h): (&f64, &f64)| l.is_finite() && h.is_finite() && l < h && (h - l).is_finite();
        match low.iter().zip(high).position(|ends| !sound(ends)) {
            Some(parameter) => Err(FitError::Bounds { parameter }),
            None => Ok(Self { low: low.to_vec(), high: high.to_vec() }),
        }
    }

    /// Number of parameters.
    pub fn len(&self) -> usize {
        self.low.len()
    }

    /// Never: bounds have at least one parameter.
    pub fn is_empty(&self) -> bool {
        self.low.is_empty()
    }

    /// Low ends.
    pub fn low(&self) -> &[f64] {
        &self.low
    }

    /// High ends.
    pub fn high(&self) -> &[f64] {
        &self.high
    }

    /// True when every value lies in its range, ends included.
    pub fn hold(&self, values: &[f64]) -> bool {
        self.outside(values).is_none() && values.len() == self.len()
    }

    /// The first value outside its range, or not a number.
    pub(super) fn outside(&self, values: &[f64]) -> Option<usize> {
        values.iter().enumerate().position(|(k, v)| !(self.low[k] <= *v && *v <= self.high[k]))
    }

    /// The nearest value within the range of parameter `k`.
    pub(super) fn nearest(&self, k: usize, value: f64) -> f64 {
        value.max(self.low[k]).min(self.high[k])
    }

    /// The end that a value sits on, if any.
    pub(super) fn end(&self, k: usize, value: f64) -> Option<End> {
        let near = 1e-9 * (self.high[k] - self.low[k]);
        if value - self.low[k] <= near {
            Some(End::Low)
        } else if self.high[k] - value <= near {
            Some(End::High)
        } else {
            None
        }
    }

    /// Checks a starting point.
    pub(super) fn check_start(&self, start: &[f64]) -> Result<(), FitError> {
        if start.len() != self.len() {
            return Err(FitError::Length { what: "starting values and bounds", one: start.len(), other: self.len() });
        }
        match self.outside(start) {
            Some(parameter) => Err(FitError::Start { parameter }),
            None => Ok(()),
        }
    }
}
