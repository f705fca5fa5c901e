//! Laws on a bounded range: constant, uniform, triangular, beta (and PERT, which is a beta).

use super::beta::{SHAPE_RANGE, Shapes};
use super::error::{DistributionError, finite, range};

/// One value, always.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant(f64);

impl Constant {
    pub(super) fn new(value: f64) -> Result<Self, DistributionError> {
        finite("value", value).map(Self)
    }

    /// The value.
    pub fn value(&self) -> f64 {
        self.0
    }
}

/// Every value of the range equally likely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uniform {
    low: f64,
    high: f64,
}

impl Uniform {
    pub(super) fn new(low: f64, high: f64) -> Result<Self, DistributionError> {
        let (low, high) = range(low, high)?;
        Ok(Self { low, high })
    }

    pub(super) fn ends(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    pub(super) fn quantile(&self, u: f64) -> f64 {
        within(self.low, self.high, u)
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        share(self.low, self.high, x)
    }

    pub(super) fn mean(&self) -> f64 {
        within(self.low, self.high, 0.5)
    }
}

/// low + share of the width, never past the end by rounding.
fn within(low: f64, high: f64, share: f64) -> f64 {
    (low + (high - low) * share).min(high)
}

/// Where x stands in the range, 0 to 1: a distribution function is 0 below and 1 above.
fn share(low: f64, high: f64, x: f64) -> f64 {
    ((x - low) / (high - low)).clamp(0.0, 1.0)
}

/// Density rising from `low` to `mode` and falling to `high`, straight lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Triangular {
    low: f64,
    mode: f64,
    high: f64,
}

impl Triangular {
    pub(super) fn new(low: f64, mode: f64, high: f64) -> Result<Self, DistributionError> {
        let (low, high) = range(low, high)?;
        let mode = mode_within(low, mode, high)?;
        Ok(Self { low, mode, high })
    }

    /// Low end, mode, high end.
    pub fn corners(&self) -> (f64, f64, f64) {
        (self.low, self.mode, self.high)
    }

    pub(super) fn quantile(&self, u: f64) -> f64 {
        let width = self.high - self.low;
        let (left, right) = ((self.mode - self.low) / width, (self.high - self.mode) / width);
        if u <= left { self.low + width * (u * left).sqrt() } else { self.high - width * ((1.0 - u) * right).sqrt() }
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        let width = self.high - self.low;
        let x = x.clamp(self.low, self.high);
        if x < self.mode {
            (x - self.low) / width * ((x - self.low) / (self.mode - self.low))
        } else if self.high > self.mode {
            1.0 - (self.high - x) / width * ((self.high - x) / (self.high - self.mode))
        } else {
            1.0
        }
    }

    pub(super) fn mean(&self) -> f64 {
        self.low + ((self.mode - self.low) + (self.high - self.low)) / 3.0
    }
}

fn mode_within(low: f64, mode: f64, high: f64) -> Result<f64, DistributionError> {
    if (low..=high).contains(&mode) { Ok(mode) } else { Err(DistributionError::ModeOutside { mode, low, high }) }
}

/// A beta law stretched over a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beta {
    shapes: Shapes,
    low: f64,
    high: f64,
    /// The mode, where the law was given by it (PERT).
    mode: Option<f64>,
}

impl Beta {
    pub(super) fn new(a: f64, b: f64, low: f64, high: f64) -> Result<Self, DistributionError> {
        let (low, high) = range(low, high)?;
        for (name, value) in [("a", a), ("b", b)] {
            if !(SHAPE_RANGE.0..=SHAPE_RANGE.1).contains(&value) {
                return Err(DistributionError::Shape { name, value, range: SHAPE_RANGE });
            }
        }
        Ok(Self { shapes: Shapes::new(a, b), low, high, mode: None })
    }

    /// PERT (Malcolm et al. 1959): a beta whose mean is (low + 4 mode + high)/6.
    pub(super) fn pert(low: f64, mode: f64, high: f64) -> Result<Self, DistributionError> {
        let (low, high) = range(low, high)?;
        let mode = mode_within(low, mode, high)?;
        let width = high - low;
        let law = Self::new(1.0 + 4.0 * (mode - low) / width, 1.0 + 4.0 * (high - mode) / width, low, high)?;
        Ok(Self { mode: Some(mode), ..law })
    }

    /// The two shapes.
    pub fn shapes(&self) -> (f64, f64) {
        (self.shapes.a(), self.shapes.b())
    }

    /// The mode, where the law was given by it (PERT).
    pub fn mode(&self) -> Option<f64> {
        self.mode
    }

    pub(super) fn ends(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    pub(super) fn quantile(&self, u: f64) -> f64 {
        within(self.low, self.high, self.shapes.quantile(u))
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        self.shapes.cdf(share(self.low, self.high, x))
    }

    pub(super) fn mean(&self) -> f64 {
        within(self.low, self.high, self.shapes.a() / (self.shapes.a() + self.shapes.b()))
    }
}
