//! What is calibrated: parameters, measured series, a model of both.

use crate::diag::Location;
use crate::dist::{Distribution, normal_cdf, normal_quantile};

/// A parameter to find.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its path, as `--set` takes it.
    pub path: String,
    /// Its unit.
    pub unit: String,
    /// What it is.
    pub description: String,
    /// Its value before: where the search starts, within the bounds.
    pub start: f64,
    /// Smallest value that is tried; finite.
    pub low: f64,
    /// Largest value that is tried; finite.
    pub high: f64,
    /// What is believed of it before the data speak: its distribution in the scenario; none for every value within the
    /// bounds alike. The bounds cut it.
    pub prior: Option<Distribution>,
}

impl Parameter {
    /// The value at a standard normal score of the prior.
    pub(super) fn at_score(&self, z: f64) -> f64 {
        match &self.prior {
            Some(law) => law.from_normal(z),
            None => self.low + normal_cdf(z) * (self.high - self.low),
        }
    }

    /// The score of a value: kept off the far ends, where the prior says next to nothing.
    pub(super) fn score(&self, value: f64) -> f64 {
        let u = match &self.prior {
            Some(law) => law.cdf(value),
            None => (value - self.low) / (self.high - self.low),
        };
        normal_quantile(u.clamp(1e-9, 1.0 - 1e-9))
    }
}

/// A measured series: values of one quantity, in the order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// Name of the column.
    pub name: String,
    /// Unit of the values.
    pub unit: String,
    /// What it is, in words.
    pub description: String,
    /// Times, d, rising.
    pub times_d: Vec<f64>,
    /// What was measured then.
    pub values: Vec<f64>,
    /// Cells that were empty.
    pub gaps: usize,
    /// Its name in the table, for messages.
    pub at: Option<Location>,
}

/// What the model gives at all measured times of all series, one after the other, for many sets of parameters together.
pub type Model<'a> = dyn FnMut(&[Vec<f64>]) -> Vec<Result<Vec<f64>, String>> + 'a;

/// A calibration to do.
pub struct Problem<'a> {
    /// What it is called.
    pub name: String,
    /// Parameters to find.
    pub parameters: Vec<Parameter>,
    /// Measured series.
    pub data: Vec<Data>,
    /// The model.
    pub model: Box<Model<'a>>,
}

impl std::fmt::Debug for Problem<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Problem")
            .field("name", &self.name)
            .field("parameters", &self.parameters)
            .field("data", &self.data)
            .finish_non_exhaustive()
    }
}

impl Problem<'_> {
    /// All measured values, series after series.
    pub fn measured(&self) -> Vec<f64> {
        self.data.iter().flat_map(|d| d.values.iter().copied()).collect()
    }
}
