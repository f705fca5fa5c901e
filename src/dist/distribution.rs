//! The distribution of a parameter: one of the laws, behind checking constructors.

use super::bounded::{Beta, Constant, Triangular, Uniform};
use super::error::DistributionError;
use super::normal::{normal_cdf, normal_quantile};
use super::table::{Discrete, Empirical};
use super::unbounded::{Lognormal, Normal, TruncatedNormal};

/// The distribution of an uncertain parameter, in the parameter's unit. A value of this type is sound: the constructors
/// check, and the laws inside keep their numbers to themselves.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// No uncertainty.
    Constant(Constant),
    /// Every value of a range equally likely.
    Uniform(Uniform),
    /// Low, most likely, high, straight lines between.
    Triangular(Triangular),
    /// PERT: low, most likely, high, with thinner ends than the triangular.
    Pert(Beta),
    /// Normal.
    Normal(Normal),
    /// Normal, kept to a range.
    TruncatedNormal(TruncatedNormal),
    /// The logarithm is normal.
    Lognormal(Lognormal),
    /// Beta, stretched over a range.
    Beta(Beta),
    /// Measured values, interpolated.
    Empirical(Empirical),
    /// Some values, each with its probability.
    Discrete(Discrete),
}

/// Constructors. Each refuses numbers that are not finite, ends in the wrong order, and spreads that are not positive.
impl Distribution {
    /// Always `value`.
    ///
    /// # Errors
    /// When it is not finite.
    pub fn constant(value: f64) -> Result<Self, DistributionError> {
        Constant::new(value).map(Self::Constant)
    }

    /// Every value from `low` to `high` equally likely.
    ///
    /// # Errors
    /// See the constructors as a whole.
    pub fn uniform(low: f64, high: f64) -> Result<Self, DistributionError> {
        Uniform::new(low, high).map(Self::Uniform)
    }

    /// Triangular; the mode may sit on an end.
    ///
    /// # Errors
    /// See the constructors as a whole; a mode outside the range.
    pub fn triangular(low: f64, mode: f64, high: f64) -> Result<Self, DistributionError> {
        Triangular::new(low, mode, high).map(Self::Triangular)
    }

    /// PERT (Malcolm et al. 1959): a beta with mean (low + 4 mode + high)/6; the mode may sit on an end.
    ///
    /// # Errors
    /// See the constructors as a whole; a mode outside the range.
    pub fn pert(low: f64, mode: f64, high: f64) -> Result<Self, DistributionError> {
        Beta::pert(low, mode, high).map(Self::Pert)
    }

    /// Normal.
    ///
    /// # Errors
    /// See the constructors as a whole.
    pub fn normal(mean: f64, sd: f64) -> Result<Self, DistributionError> {
        Normal::new(mean, sd).map(Self::Normal)
    }

    /// Normal, kept to a range: `mean` and `sd` are those before the cut. An end may be infinite.
    ///
    /// # Errors
    /// See the constructors as a whole; a range that the normal practically never meets.
    pub fn truncated_normal(mean: f64, sd: f64, low: f64, high: f64) -> Result<Self, DistributionError> {
        TruncatedNormal::new(mean, sd, low, high).map(Self::TruncatedNormal)
    }

    /// Lognormal, by mean and standard deviation of the logarithm.
    ///
    /// # Errors
    /// See the constructors as a whole; a spread whose samples would overflow.
    pub fn lognormal(mu: f64, sigma: f64) -> Result<Self, DistributionError> {
        Lognormal::new(mu, sigma).map(Self::Lognormal)
    }

    /// Lognormal, by its median and its 95 % quantile.
    ///
    /// # Errors
    /// See the constructors as a whole; a median that is not positive; a spread whose samples would overflow.
    pub fn lognormal_median_p95(median: f64, p95: f64) -> Result<Self, DistributionError> {
        Lognormal::from_median_and_p95(median, p95).map(Self::Lognormal)
    }

    /// Lognormal, by its own mean and standard deviation.
    ///
    /// # Errors
    /// See the constructors as a whole; a mean that is not positive; a spread whose samples would overflow.
    pub fn lognormal_mean_sd(mean: f64, sd: f64) -> Result<Self, DistributionError> {
        Lognormal::from_mean_and_sd(mean, sd).map(Self::Lognormal)
    }

    /// Beta of shapes `a` and `b` (0.1 to 10,000), stretched over `low` to `high`.
    ///
    /// # Errors
    /// See the constructors as a whole; a shape outside its range.
    pub fn beta(a: f64, b: f64, low: f64, high: f64) -> Result<Self, DistributionError> {
        Beta::new(a, b, low, high).map(Self::Beta)
    }

    /// Measured values of equal weight, interpolated between the values as [`Empirical`] says.
    ///
    /// # Errors
    /// When there are none, or one is not finite.
    pub fn empirical(values: &[f64]) -> Result<Self, DistributionError> {
        Self::empirical_weighted(values, &vec![1.0; values.len()])
    }

    /// Measured values with weights (of any sum), interpolated between the values as [`Empirical`] says.
    ///
    /// # Errors
    /// When there are none, the lists differ in length, a value is not finite, or a weight is not above zero.
    pub fn empirical_weighted(values: &[f64], weights: &[f64]) -> Result<Self, DistributionError> {
        Empirical::new(values, weights).map(Self::Empirical)
    }

    /// Some values, each with its probability; they sum to 1 within 1e-6.
    ///
    /// # Errors
    /// As [`Distribution::empirical_weighted`], and when the probabilities do not sum to 1.
    pub fn discrete(values: &[f64], probabilities: &[f64]) -> Result<Self, DistributionError> {
        Discrete::new(values, probabilities).map(Self::Discrete)
    }
}

impl Distribution {
    /// The value below which the parameter lies with probability `u`. At 0 and 1 the ends of the support; NaN outside.
    pub fn quantile(&self, u: f64) -> f64 {
        if !(0.0..=1.0).contains(&u) {
            return f64::NAN;
        }
        if u == 0.0 {
            return self.low();
        }
        if u == 1.0 {
            return self.high();
        }
        match self {
            Self::Constant(law) => law.value(),
            Self::Uniform(law) => law.quantile(u),
            Self::Triangular(law) => law.quantile(u),
            Self::Pert(law) | Self::Beta(law) => law.quantile(u),
            Self::Normal(law) => law.at_score(normal_quantile(u)),
            Self::TruncatedNormal(law) => law.quantile(u),
            Self::Lognormal(law) => law.at_score(normal_quantile(u)),
            Self::Empirical(law) => law.quantile(u),
            Self::Discrete(law) => law.quantile(u),
        }
    }

    /// The quantile at the probability of a standard normal score, for correlated sampling: finite wherever `z` is a sum
    /// of [`one_factor`](super::one_factor) scores, also where the probability rounds to 1.
    pub fn from_normal(&self, z: f64) -> f64 {
        match self {
            Self::Normal(law) => law.at_score(z),
            Self::TruncatedNormal(law) => law.at_score(z),
            Self::Lognormal(law) => law.at_score(z),
            _ => self.quantile(normal_cdf(z)),
        }
    }

    /// Probability that the parameter is `x` or less.
    pub fn cdf(&self, x: f64) -> f64 {
        if x.is_nan() {
            return f64::NAN;
        }
        match self {
            Self::Constant(law) => f64::from(u8::from(x >= law.value())),
            Self::Uniform(law) => law.cdf(x),
            Self::Triangular(law) => law.cdf(x),
            Self::Pert(law) | Self::Beta(law) => law.cdf(x),
            Self::Normal(law) => normal_cdf(law.score(x)),
            Self::TruncatedNormal(law) => law.cdf(x),
            Self::Lognormal(law) => law.cdf(x),
            Self::Empirical(law) => law.cdf(x),
            Self::Discrete(law) => law.cdf(x),
        }
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        match self {
            Self::Constant(law) => law.value(),
            Self::Uniform(law) => law.mean(),
            Self::Triangular(law) => law.mean(),
            Self::Pert(law) | Self::Beta(law) => law.mean(),
            Self::Normal(law) => law.mean_and_sd().0,
            Self::TruncatedNormal(law) => law.mean(),
            Self::Lognormal(law) => law.mean(),
            Self::Empirical(law) => law.mean(),
            Self::Discrete(law) => law.mean(),
        }
    }

    /// Low end of the support; minus infinity for a normal.
    pub fn low(&self) -> f64 {
        self.ends().0
    }

    /// High end of the support; infinity for a normal and a lognormal.
    pub fn high(&self) -> f64 {
        self.ends().1
    }

    fn ends(&self) -> (f64, f64) {
        match self {
            Self::Constant(law) => (law.value(), law.value()),
            Self::Uniform(law) => law.ends(),
            Self::Triangular(law) => (law.corners().0, law.corners().2),
            Self::Pert(law) | Self::Beta(law) => law.ends(),
            Self::Normal(_) => (f64::NEG_INFINITY, f64::INFINITY),
            Self::TruncatedNormal(law) => law.ends(),
            Self::Lognormal(_) => (0.0, f64::INFINITY),
            Self::Empirical(law) => law.ends(),
            Self::Discrete(law) => law.ends(),
        }
    }

    /// The law in words, for tables and reports; the unit is the caller's.
    pub fn describe(&self) -> String {
        let (low, high) = self.ends();
        match self {
            Self::Constant(law) => format!("constant {}", law.value()),
            Self::Uniform(_) => format!("uniform from {low} to {high}"),
            Self::Triangular(law) => format!("triangular from {low} over {} to {high}", law.corners().1),
            Self::Pert(law) => match law.mode() {
                Some(mode) => format!("PERT from {low} over {mode} to {high}"),
                None => format!("PERT from {low} to {high}"),
            },
            Self::Normal(law) => {
                let (mean, sd) = law.mean_and_sd();
                format!("normal, mean {mean}, sd {sd}")
            }
            Self::TruncatedNormal(law) => {
                let (mean, sd) = law.parent().mean_and_sd();
                format!("normal, mean {mean}, sd {sd}, kept within {low} to {high}")
            }
            Self::Lognormal(_) => {
                format!("lognormal, median {}, 95 % below {}", brief(self.quantile(0.5)), brief(self.quantile(0.95)))
            }
            Self::Beta(law) => {
                let (a, b) = law.shapes();
                format!("beta of shapes {a} and {b} from {low} to {high}")
            }
            Self::Empirical(law) => format!("{} measured values from {low} to {high}", law.values().len()),
            Self::Discrete(law) => {
                let (values, probabilities) = law.values_and_probabilities();
                let parts: Vec<String> =
                    values.iter().zip(probabilities).map(|(v, p)| format!("{v} ({} %)", brief(p * 100.0))).collect();
                format!("one of {}", parts.join(", "))
            }
        }
    }
}

/// Four significant digits, without trailing zeros: 9.999999999999998 is 10 to a reader.
fn brief(value: f64) -> String {
    let rounded: f64 = format!("{value:.3e}").parse().unwrap_or(value);
    format!("{rounded}")
}
