//! The scalar trait and its `f64` implementation.

use std::fmt::Debug;
use std::iter::Sum;
use std::ops::{Add, AddAssign, BitAnd, BitOr, Div, DivAssign, Mul, MulAssign, Neg, Not, Sub, SubAssign};

/// The outcome of comparing two [`Real`]s: one truth value, or one per lane.
pub trait Mask: Copy + Debug + Not<Output = Self> + BitAnd<Output = Self> + BitOr<Output = Self> {
    /// Bit k is lane k; bits without a lane are not looked at.
    fn from_bits(bits: u64) -> Self;
    /// Bit k is lane k; bits without a lane are 0.
    fn bits(self) -> u64;
    /// True in every lane.
    fn all(self) -> bool;
    /// True in at least one lane.
    fn any(self) -> bool;

    /// The same truth value in every lane.
    #[inline(always)]
    fn splat(value: bool) -> Self {
        Self::from_bits(if value { u64::MAX } else { 0 })
    }
}

impl Mask for bool {
    #[inline(always)]
    fn from_bits(bits: u64) -> Self {
        bits & 1 == 1
    }

    #[inline(always)]
    fn bits(self) -> u64 {
        u64::from(self)
    }

    #[inline(always)]
    fn all(self) -> bool {
        self
    }

    #[inline(always)]
    fn any(self) -> bool {
        self
    }
}

/// A real number as model equations see it: `f64`, a dual number, or a pack of lanes.
///
/// Mixed arithmetic with `f64` constants is available on the right-hand side: `x * 2.0`, `x + 1.0`.
pub trait Real:
    Copy
    + Debug
    + Send
    + Sync
    + 'static
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + Add<f64, Output = Self>
    + Sub<f64, Output = Self>
    + Mul<f64, Output = Self>
    + Div<f64, Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
    + DivAssign
    + Sum
{
    /// What a comparison gives.
    type Mask: Mask;

    /// A constant (derivative zero, the same in every lane).
    fn from_f64(value: f64) -> Self;

    /// `self < other`.
    fn lt(self, other: Self) -> Self::Mask;

    /// `self <= other`.
    fn le(self, other: Self) -> Self::Mask;

    /// Neither infinite nor NaN.
    fn is_finite(self) -> Self::Mask;

    /// `if_true` where the mask holds, `if_false` elsewhere. Both sides are evaluated.
    fn select(mask: Self::Mask, if_true: Self, if_false: Self) -> Self;

    /// e to the power `self`.
    fn exp(self) -> Self;

    /// Natural logarithm; NaN below zero.
    fn ln(self) -> Self;

    /// Square root; NaN below zero.
    fn sqrt(self) -> Self;

    /// `self` to a whole power, by repeated multiplication (the same bits on every machine).
    #[inline(always)]
    fn powi(self, exponent: i32) -> Self {
        powi_by_squaring(self, exponent)
    }

    /// `self` to a real power; `self` must be positive.
    fn powf(self, exponent: Self) -> Self;

    /// `self > other`.
    #[inline(always)]
    fn gt(self, other: Self) -> Self::Mask {
        other.lt(self)
    }

    /// `self >= other`.
    #[inline(always)]
    fn ge(self, other: Self) -> Self::Mask {
        other.le(self)
    }

    /// The smaller of two; the second where they compare false (NaN included).
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        Self::select(self.lt(other), self, other)
    }

    /// The larger of two; the second where they compare false (NaN included).
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self::select(other.lt(self), self, other)
    }

    /// Absolute value.
    #[inline(always)]
    fn abs(self) -> Self {
        Self::select(self.lt(Self::zero()), -self, self)
    }

    /// 0.
    #[inline(always)]
    fn zero() -> Self {
        Self::from_f64(0.0)
    }

    /// 1.
    #[inline(always)]
    fn one() -> Self {
        Self::from_f64(1.0)
    }
}

impl Real for f64 {
    type Mask = bool;

    #[inline(always)]
    fn from_f64(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn lt(self, other: Self) -> bool {
        self < other
    }

    #[inline(always)]
    fn le(self, other: Self) -> bool {
        self <= other
    }

    #[inline(always)]
    fn is_finite(self) -> bool {
        f64::is_finite(self)
    }

    #[inline(always)]
    fn select(mask: bool, if_true: Self, if_false: Self) -> Self {
        if mask { if_true } else { if_false }
    }

    fn exp(self) -> Self {
        libm::exp(self)
    }

    fn ln(self) -> Self {
        libm::log(self)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        f64::sqrt(self)
    }

    fn powf(self, exponent: Self) -> Self {
        libm::pow(self, exponent)
    }
}

/// Whole powers by squaring: the compiler's `powi` leaves the order of products open, this does not.
#[inline(always)]
pub(super) fn powi_by_squaring<S: Real>(base: S, exponent: i32) -> S {
    let mut result = S::one();
    let mut square = base;
    let mut remaining = exponent.unsigned_abs();
    while remaining > 0 {
        if remaining & 1 == 1 {
            result *= square;
        }
        remaining >>= 1;
        if remaining > 0 {
            square *= square;
        }
    }
    if exponent < 0 { S::one() / result } else { result }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_powers_are_products() {
        assert_eq!(Real::powi(3.0_f64, 4), 81.0);
        assert_eq!(Real::powi(2.0_f64, -3), 0.125);
        assert_eq!(Real::powi(7.0_f64, 0), 1.0);
    }

    #[test]
    fn min_and_max_do_not_hide_nan_on_the_right() {
        assert!(Real::min(1.0, f64::NAN).is_nan());
        assert!(Real::max(1.0, f64::NAN).is_nan());
        assert_eq!(Real::max(2.0_f64, 3.0), 3.0);
        assert_eq!(Real::min(2.0_f64, 3.0), 2.0);
    }
}
