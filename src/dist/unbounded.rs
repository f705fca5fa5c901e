//! Laws built on the normal one: normal, truncated normal, lognormal. All can be sampled from a normal score.

use super::error::{DistributionError, finite, ordered, positive};
use super::normal::{normal_cdf, normal_density, normal_quantile};

/// The normal law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normal {
    mean: f64,
    sd: f64,
}

impl Normal {
    pub(super) fn new(mean: f64, sd: f64) -> Result<Self, DistributionError> {
        Ok(Self { mean: finite("mean", mean)?, sd: positive("sd", sd)? })
    }

    /// Mean and standard deviation.
    pub fn mean_and_sd(&self) -> (f64, f64) {
        (self.mean, self.sd)
    }

    pub(super) fn at_score(&self, z: f64) -> f64 {
        self.mean + self.sd * z
    }

    pub(super) fn score(&self, x: f64) -> f64 {
        (x - self.mean) / self.sd
    }
}

/// A normal law kept to a range: `mean` and `sd` are those of the normal before the cut. One end may be infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TruncatedNormal {
    parent: Normal,
    low: f64,
    high: f64,
    /// Scores of the ends, turned over if the range lies in the upper tail, where probabilities lose their digits.
    scores: (f64, f64),
    turned: bool,
    /// Probability below the lower score, between the scores, and above the upper one.
    below: f64,
    mass: f64,
    above: f64,
}

impl TruncatedNormal {
    pub(super) fn new(mean: f64, sd: f64, low: f64, high: f64) -> Result<Self, DistributionError> {
        let parent = Normal::new(mean, sd)?;
        ordered(("low", low), ("high", high))?;
        let (a, b) = (parent.score(low), parent.score(high));
        let turned = a > 0.0;
        let scores = if turned { (-b, -a) } else { (a, b) };
        let below = normal_cdf(scores.0);
        let mass = normal_cdf(scores.1) - below;
        // Below this the samples would stand on a few representable probabilities.
        if mass > 1e-290 && mass > 1e-9 * below {
            Ok(Self { parent, low, high, scores, turned, below, mass, above: normal_cdf(-scores.1) })
        } else {
            Err(DistributionError::NoMass { low, high })
        }
    }

    /// The normal law before the cut.
    pub fn parent(&self) -> Normal {
        self.parent
    }

    pub(super) fn ends(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    pub(super) fn quantile(&self, u: f64) -> f64 {
        self.at(u, 1.0 - u)
    }

    pub(super) fn at_score(&self, z: f64) -> f64 {
        self.at(normal_cdf(z), normal_cdf(-z))
    }

    /// The value with probability `below` on its low side and `above` on its high side: both are given, so that neither
    /// tail is told by its distance from 1.
    fn at(&self, below: f64, above: f64) -> f64 {
        let (below, above) = if self.turned { (above, below) } else { (below, above) };
        let z = if below <= above {
            normal_quantile(self.below + self.mass * below)
        } else {
            -normal_quantile(self.above + self.mass * above)
        };
        // Beyond an end only by rounding.
        self.parent.at_score(if self.turned { -z } else { z }).clamp(self.low, self.high)
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        let z = self.parent.score(x.clamp(self.low, self.high));
        let p = (normal_cdf(if self.turned { -z } else { z }) - self.below) / self.mass;
        let p = p.clamp(0.0, 1.0);
        if self.turned { 1.0 - p } else { p }
    }

    pub(super) fn mean(&self) -> f64 {
        let shift = (normal_density(self.scores.0) - normal_density(self.scores.1)) / self.mass;
        // Beyond an end only by rounding.
        self.parent.at_score(if self.turned { -shift } else { shift }).clamp(self.low, self.high)
    }
}

/// The logarithm is normal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lognormal {
    mu: f64,
    sigma: f64,
}

/// Score that no sample passes: a sum of two scores of (0, 1) numbers at most 1.42 * 8.3 off zero.
const LARGEST_SCORE: f64 = 12.0;

impl Lognormal {
    pub(super) fn new(mu: f64, sigma: f64) -> Result<Self, DistributionError> {
        let (mu, sigma) = (finite("mu", mu)?, positive("sigma", sigma)?);
        // Samples stay within 1e-300 and 1e300; the mean, whose logarithm is mu + sigma^2/2, too.
        let reach = (mu.abs() + LARGEST_SCORE * sigma).max(mu + 0.5 * sigma * sigma);
        if reach < 690.0 { Ok(Self { mu, sigma }) } else { Err(DistributionError::TooWide { sigma }) }
    }

    pub(super) fn from_median_and_p95(median: f64, p95: f64) -> Result<Self, DistributionError> {
        let (median, p95) = (positive("median", median)?, finite("p95", p95)?);
        ordered(("median", median), ("p95", p95))?;
        let mu = libm::log(median);
        Self::new(mu, (libm::log(p95) - mu) / normal_quantile(0.95))
    }

    pub(super) fn from_mean_and_sd(mean: f64, sd: f64) -> Result<Self, DistributionError> {
        let spread = positive("sd", sd)? / positive("mean", mean)?;
        let variance = libm::log1p(spread * spread);
        Self::new(libm::log(mean) - 0.5 * variance, variance.sqrt())
    }

    /// Mean and standard deviation of the logarithm.
    pub fn mu_and_sigma(&self) -> (f64, f64) {
        (self.mu, self.sigma)
    }

    pub(super) fn at_score(&self, z: f64) -> f64 {
        libm::exp(self.mu + self.sigma * z)
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        if x > 0.0 { normal_cdf((libm::log(x) - self.mu) / self.sigma) } else { 0.0 }
    }

    pub(super) fn mean(&self) -> f64 {
        libm::exp(self.mu + 0.5 * self.sigma * self.sigma)
    }
}
