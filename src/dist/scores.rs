//! From a correlation of values to one of normal scores: the first step of a Gaussian copula.
//!
//! A value x = F^-1(Phi(z)) is a series of Hermite polynomials of its score z (normalised), x = mean + sum a_k He_k(z).
//! Two values whose scores correlate by r then have the covariance sum a_k b_k r^k (Mehler's formula): the method known
//! as NORTA (Cario & Nelson 1997) or Nataf's model (Liu & Der Kiureghian 1986, 10.1016/0266-8920(86)90033-0).

use super::distribution::Distribution;
use super::normal::normal_density;
use crate::num::root::bracketed_newton;
use crate::text;
use crate::words::{Text, shown_as_told};
use std::f64::consts::PI;

/// Correlation of normal scores that gives continuous values the rank correlation `rho` of Spearman (-1 to 1), exactly
/// and whatever their laws: Kruskal 1958 (10.1080/01621459.1958.10501481), 2 sin(pi rho/6).
pub fn normal_from_spearman(rho: f64) -> f64 {
    // The sine rounds: at the ends the result is exact, and never beyond them.
    if rho.abs() == 1.0 { rho } else { (2.0 * libm::sin(PI / 6.0 * rho)).clamp(-1.0, 1.0) }
}

/// The inverse of [`normal_from_spearman`].
pub fn spearman_from_normal(rho: f64) -> f64 {
    6.0 / PI * libm::asin(0.5 * rho)
}

/// Why a correlation of values has none of scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ScoreError {
    /// Two such laws cannot correlate like this, however they depend on each other.
    Unreachable {
        /// Smallest correlation: one falls as the other rises.
        low: f64,
        /// Largest: both rise together.
        high: f64,
    },
    /// A law without spread, or one so wide that its variance is not finite.
    NoVariance,
    /// The search did not settle.
    NotSettled,
}

impl ScoreError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Unreachable { low, high } => {
                let (low, high) = (inwards(*low, f64::ceil), inwards(*high, f64::floor));
                text!("two such distributions reach a Pearson correlation of {low} to {high}", low, high)
            }
            Self::NoVariance => {
                text!("a distribution without spread, or with a boundless one, correlates with nothing")
            }
            Self::NotSettled => text!("no correlation of scores was found; write it as spearman"),
        }
    }
}

shown_as_told!(ScoreError);

impl std::error::Error for ScoreError {}

/// Four decimals that are still within reach.
fn inwards(value: f64, round: fn(f64) -> f64) -> f64 {
    round(value * 1e4) / 1e4
}

/// Scores reach this far: beyond, the normal density is below 1e-28.
const REACH: f64 = 11.5;
/// Nodes on either side of zero. The trapezoidal rule on the whole line converges faster than any power for smooth laws;
/// a step of a discrete law is placed within half a node, 0.0014 of a score.
const NODES: i32 = 4096;
/// Terms of the series.
const TERMS: usize = 96;

/// A law standardised, as a function of its score.
#[derive(Clone, Debug)]
pub struct ScoreSeries {
    /// At the nodes, from the lowest: value less mean over standard deviation.
    values: Vec<f64>,
    /// Coefficients of the Hermite polynomials 1, 2, ...
    coefficients: Vec<f64>,
}

fn nodes() -> impl Iterator<Item = (f64, f64)> {
    let step = REACH / f64::from(NODES);
    (-NODES..=NODES).map(move |k| f64::from(k) * step).map(move |z| (z, step * normal_density(z)))
}

impl ScoreSeries {
    /// The series of a law.
    ///
    /// # Errors
    /// When the law has no spread, or no finite variance.
    pub fn new(law: &Distribution) -> Result<Self, ScoreError> {
        let mut values: Vec<f64> = nodes().map(|(z, _)| law.from_normal(z)).collect();
        let mean: f64 = nodes().zip(&values).map(|((_, w), x)| w * x).sum();
        let variance: f64 = nodes().zip(&values).map(|((_, w), x)| w * (x - mean) * (x - mean)).sum();
        let sd = variance.sqrt();
        if !(sd.is_finite() && sd > 1e-12 * mean.abs()) {
            return Err(ScoreError::NoVariance);
        }
        values.iter_mut().for_each(|x| *x = (*x - mean) / sd);
        let mut coefficients = vec![0.0; TERMS];
        for ((z, w), x) in nodes().zip(&values) {
            let (mut before, mut polynomial) = (0.0, 1.0);
            for (k, a) in coefficients.iter_mut().enumerate() {
                let k = k as f64;
                let next = (z * polynomial - k.sqrt() * before) / (k + 1.0).sqrt();
                (before, polynomial) = (polynomial, next);
                *a += w * x * polynomial;
            }
        }
        Ok(Self { values, coefficients })
    }
}

/// Two laws: what their values' Pearson correlation is for each correlation of scores.
#[derive(Clone, Debug)]
pub struct ScorePair {
    /// Coefficient of each power of the correlation of scores, from the first.
    terms: Vec<f64>,
    low: f64,
    high: f64,
}

impl ScorePair {
    /// The pair.
    pub fn new(a: &ScoreSeries, b: &ScoreSeries) -> Self {
        let product = |b: &mut dyn Iterator<Item = &f64>| -> f64 {
            nodes().zip(&a.values).zip(b).map(|(((_, w), x), y)| w * x * y).sum()
        };
        let (low, high) = (product(&mut b.values.iter().rev()), product(&mut b.values.iter()));
        let mut terms: Vec<f64> = a.coefficients.iter().zip(&b.coefficients).map(|(a, b)| a * b).collect();
        // The terms left out (those of laws with steps fall slowly) matter near the ends alone, where the sum is known:
        // two more powers, one odd and one even, carry them.
        let at = |r: f64| terms.iter().rev().fold(0.0, |sum, t| (sum + t) * r);
        let (rest_high, rest_low) = (high - at(1.0), low - at(-1.0));
        terms.push(0.5 * (rest_high - rest_low));
        terms.push(0.5 * (rest_high + rest_low));
        Self { terms, low, high }
    }

    /// Smallest and largest Pearson correlation that the two laws can have.
    pub fn reach(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    /// Pearson correlation of the values when their scores correlate by `r`, and its slope.
    pub fn pearson(&self, r: f64) -> (f64, f64) {
        self.terms.iter().rev().fold((0.0, 0.0), |(value, slope), t| ((value + t) * r, slope * r + (value + t)))
    }

    /// The correlation of scores that gives the values this Pearson correlation.
    ///
    /// # Errors
    /// When no dependence of the two laws reaches it.
    pub fn normal_from_pearson(&self, pearson: f64) -> Result<f64, ScoreError> {
        const TOLERANCE: f64 = 1e-9;
        if (pearson - self.high).abs() <= TOLERANCE {
            return Ok(1.0);
        }
        if (pearson - self.low).abs() <= TOLERANCE {
            return Ok(-1.0);
        }
        if !(self.low..=self.high).contains(&pearson) {
            return Err(ScoreError::Unreachable { low: self.low, high: self.high });
        }
        let excess = |r: f64| {
            let (value, slope) = self.pearson(r);
            (value - pearson, slope)
        };
        bracketed_newton(-1.0, 1.0, 1e-13, excess).map_err(|_| ScoreError::NotSettled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(a: &Distribution, b: &Distribution) -> ScorePair {
        ScorePair::new(&ScoreSeries::new(a).unwrap(), &ScoreSeries::new(b).unwrap())
    }

    /// Two lognormals: (exp(r s1 s2) - 1)/sqrt((exp(s1^2) - 1)(exp(s2^2) - 1)).
    #[test]
    fn lognormals_agree_with_their_closed_form() {
        for (s, t) in [(0.1, 0.1), (0.5, 1.0), (1.5, 0.8), (2.0, 2.0)] {
            let both = pair(&Distribution::lognormal(0.3, s).unwrap(), &Distribution::lognormal(-2.0, t).unwrap());
            let exact = |r: f64| libm::expm1(r * s * t) / (libm::expm1(s * s) * libm::expm1(t * t)).sqrt();
            for r in [-1.0, -0.6, 0.0, 0.3, 0.99, 1.0] {
                let found = both.pearson(r).0;
                assert!((found - exact(r)).abs() < 1e-9, "{s} {t} {r}: {found} against {}", exact(r));
            }
            let back = both.normal_from_pearson(exact(0.7)).unwrap();
            assert!((back - 0.7).abs() < 1e-8, "{back}");
            let error = both.normal_from_pearson(exact(-1.0) - 0.01).unwrap_err();
            assert!(matches!(error, ScoreError::Unreachable { low, .. } if (low - exact(-1.0)).abs() < 1e-9));
        }
    }

    /// Uniforms: Pearson and Spearman are the same. A normal and a uniform: r sqrt(3/pi) (Liu & Der Kiureghian 1986).
    #[test]
    fn uniforms_and_normals_agree_with_theirs() {
        let uniform = Distribution::uniform(3.0, 8.0).unwrap();
        let normal = Distribution::normal(-1.0, 2.0).unwrap();
        for r in [-1.0, -0.9, -0.2, 0.5, 0.999, 1.0] {
            let (both, mixed) = (pair(&uniform, &uniform), pair(&normal, &uniform));
            assert!((both.pearson(r).0 - spearman_from_normal(r)).abs() < 1e-7, "{r}: {}", both.pearson(r).0);
            assert!((mixed.pearson(r).0 - r * (3.0 / PI).sqrt()).abs() < 1e-7, "{r}: {}", mixed.pearson(r).0);
            assert!((normal_from_spearman(spearman_from_normal(r)) - r).abs() < 1e-14);
        }
    }

    /// Two coins: P(both) of the bivariate normal orthant, hence (2/pi) asin r (Sheppard 1899).
    #[test]
    fn coins_agree_with_sheppard() {
        let coin = Distribution::discrete(&[0.0, 1.0], &[0.5, 0.5]).unwrap();
        let both = pair(&coin, &coin);
        for r in [-1.0, -0.8, -0.3, 0.0, 0.5, 0.9, 1.0] {
            let exact = 2.0 / PI * libm::asin(r);
            assert!((both.pearson(r).0 - exact).abs() < 3e-3, "{r}: {} against {exact}", both.pearson(r).0);
        }
    }

    #[test]
    fn a_law_without_spread_is_refused() {
        let one = Distribution::empirical(&[5.0]).unwrap();
        assert_eq!(ScoreSeries::new(&one).unwrap_err(), ScoreError::NoVariance);
    }
}
