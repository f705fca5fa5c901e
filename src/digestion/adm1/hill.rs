//! Inhibition by pH in the Hill form.

use super::params::power_of_ten;
use crate::num::{Lanes, Mask, Real};

/// The exponent of a pH inhibition.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Exponent {
    /// One whole number in every lane: products only.
    Whole(i32),
    /// Anything else: each lane by its own kind.
    Any,
}

/// pH inhibition in the Hill form of BSM2: K^n/(K^n + h^n) with K = 10^-((UL + LL)/2) and n = 3/(UL - LL).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::digestion) struct Hill<S> {
    exponent: Exponent,
    /// n.
    n: S,
    /// K^n.
    threshold: S,
}

/// Largest whole exponent that takes the path of products.
const WHOLE_MAX: i32 = 12;

/// Where an exponent is this whole number.
#[inline(always)]
fn is_whole<S: Real>(n: S, whole: i32) -> S::Mask {
    (n - f64::from(whole)).abs().lt(S::from_f64(1e-12))
}

impl Exponent {
    fn of<S: Real>(n: S) -> Self {
        (1..=WHOLE_MAX).find(|whole| is_whole(n, *whole).all()).map_or(Self::Any, Self::Whole)
    }
}

/// h^n where lanes differ: products where n is whole, a power elsewhere, as in a lane of its own.
#[cold]
fn mixed_power<S: Real>(h: S, n: S) -> S {
    let mut power = h.powf(n);
    for whole in 1..=WHOLE_MAX {
        let here = is_whole(n, whole);
        if here.any() {
            power = S::select(here, h.powi(whole), power);
        }
    }
    power
}

impl<S: Real> Hill<S> {
    /// From the upper and lower pH limit; the upper must be larger.
    pub(in crate::digestion) fn new(upper: S, lower: S) -> Self {
        Self::with_exponent(S::from_f64(3.0) / (upper - lower), upper, lower)
    }

    /// The same with an exponent of its own.
    pub(in crate::digestion) fn with_exponent(n: S, upper: S, lower: S) -> Self {
        let threshold = power_of_ten(-(n * (upper + lower) * 0.5));
        Self { exponent: Exponent::of(n), n, threshold }
    }

    /// Inhibition (1: none, 0: full) at hydrogen ion `h`, and its derivative by `h`.
    #[inline(always)]
    pub(in crate::digestion) fn at(&self, h: S, inverse_h: S) -> (S, S) {
        let power = match self.exponent {
            Exponent::Whole(k) => h.powi(k),
            Exponent::Any => mixed_power(h, self.n),
        };
        let inverse = S::one() / (self.threshold + power);
        let value = self.threshold * inverse;
        // power * inverse is 1 - value without the loss of digits where nothing inhibits.
        (value, -(value * (power * inverse) * self.n * inverse_h))
    }
}

impl<S: Lanes> Hill<S> {
    pub(in crate::digestion) fn splat(one: &Hill<f64>) -> Self {
        Self { exponent: one.exponent, n: S::from_f64(one.n), threshold: S::from_f64(one.threshold) }
    }

    pub(in crate::digestion) fn set_lane(&mut self, lane: usize, one: &Hill<f64>) {
        self.n.set_lane(lane, one.n);
        self.threshold.set_lane(lane, one.threshold);
        self.exponent = Exponent::of(self.n);
    }
}
