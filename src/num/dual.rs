//! Forward-mode dual numbers with `N` directions.

// The product and quotient rules do mix operators.
#![allow(clippy::suspicious_arithmetic_impl)]

use super::real::{Real, powi_by_squaring};
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

/// A value and its derivatives in `N` directions.
///
/// Comparisons look at the value alone: a selected branch carries its own derivative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dual<const N: usize> {
    /// The value.
    pub value: f64,
    /// Its derivatives.
    pub slope: [f64; N],
}

impl<const N: usize> Dual<N> {
    /// A constant: all derivatives zero.
    pub fn constant(value: f64) -> Self {
        Self { value, slope: [0.0; N] }
    }

    /// An independent variable: derivative one in `direction` (`direction < N`).
    pub fn variable(value: f64, direction: usize) -> Self {
        let mut slope = [0.0; N];
        slope[direction] = 1.0;
        Self { value, slope }
    }

    /// f(self), given f's value and derivative at `self.value`.
    fn chain(self, value: f64, derivative: f64) -> Self {
        Self { value, slope: self.slope.map(|s| s * derivative) }
    }

    fn zip(self, other: Self, value: f64, slope: impl Fn(f64, f64) -> f64) -> Self {
        let mut out = [0.0; N];
        for (k, o) in out.iter_mut().enumerate() {
            *o = slope(self.slope[k], other.slope[k]);
        }
        Self { value, slope: out }
    }
}

impl<const N: usize> Add for Dual<N> {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        self.zip(o, self.value + o.value, |a, b| a + b)
    }
}

impl<const N: usize> Sub for Dual<N> {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        self.zip(o, self.value - o.value, |a, b| a - b)
    }
}

impl<const N: usize> Mul for Dual<N> {
    type Output = Self;
    fn mul(self, o: Self) -> Self {
        self.zip(o, self.value * o.value, |a, b| a * o.value + self.value * b)
    }
}

impl<const N: usize> Div for Dual<N> {
    type Output = Self;
    fn div(self, o: Self) -> Self {
        let value = self.value / o.value;
        self.zip(o, value, |a, b| (a - value * b) / o.value)
    }
}

impl<const N: usize> Neg for Dual<N> {
    type Output = Self;
    fn neg(self) -> Self {
        self.chain(-self.value, -1.0)
    }
}

macro_rules! with_f64 {
    ($($op:ident $method:ident $assign:ident $assign_method:ident),*) => {$(
        impl<const N: usize> $op<f64> for Dual<N> {
            type Output = Self;
            fn $method(self, o: f64) -> Self {
                self.$method(Self::constant(o))
            }
        }
        impl<const N: usize> $assign for Dual<N> {
            fn $assign_method(&mut self, o: Self) {
                *self = self.$method(o);
            }
        }
    )*};
}
with_f64!(Add add AddAssign add_assign, Sub sub SubAssign sub_assign, Mul mul MulAssign mul_assign, Div div DivAssign div_assign);

impl<const N: usize> Sum for Dual<N> {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::constant(0.0), |a, b| a + b)
    }
}

impl<const N: usize> Real for Dual<N> {
    type Mask = bool;

    fn from_f64(value: f64) -> Self {
        Self::constant(value)
    }

    fn lt(self, other: Self) -> bool {
        self.value < other.value
    }

    fn le(self, other: Self) -> bool {
        self.value <= other.value
    }

    fn is_finite(self) -> bool {
        self.value.is_finite() && self.slope.iter().all(|s| s.is_finite())
    }

    fn select(mask: bool, if_true: Self, if_false: Self) -> Self {
        if mask { if_true } else { if_false }
    }

    fn exp(self) -> Self {
        let value = libm::exp(self.value);
        self.chain(value, value)
    }

    fn ln(self) -> Self {
        self.chain(libm::log(self.value), 1.0 / self.value)
    }

    fn sqrt(self) -> Self {
        let value = self.value.sqrt();
        self.chain(value, 0.5 / value)
    }

    fn powi(self, exponent: i32) -> Self {
        powi_by_squaring(self, exponent)
    }

    fn powf(self, exponent: Self) -> Self {
        let value = libm::pow(self.value, exponent.value);
        let by_base = exponent.value * libm::pow(self.value, exponent.value - 1.0);
        let by_exponent = value * libm::log(self.value);
        self.zip(exponent, value, |a, b| a * by_base + b * by_exponent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn f<S: Real>(x: S, y: S) -> S {
        (x * y).exp() / (x + 2.0) + y.powi(3) * x.sqrt() - x.ln() * x.powf(y)
    }

    /// The gap to central differences must fall as the square of the step, then rise by rounding.
    #[test]
    fn derivatives_match_central_differences() {
        let (x, y) = (1.3, 0.7);
        let dual = f(Dual::<2>::variable(x, 0), Dual::<2>::variable(y, 1));
        assert_eq!(dual.value, f(x, y));
        let gap = |h: f64| {
            let dx = (f(x + h, y) - f(x - h, y)) / (2.0 * h);
            let dy = (f(x, y + h) - f(x, y - h)) / (2.0 * h);
            (dx - dual.slope[0]).abs().max((dy - dual.slope[1]).abs())
        };
        let ratio = gap(1e-2) / gap(1e-3);
        assert!((80.0..120.0).contains(&ratio), "second order: {ratio}");
        assert!(gap(1e-5) < 1e-9);
    }
}
