//! Packs without instructions of their own: arrays, operated element by element. The compiler turns them into what the
//! architecture always has.

use super::Lanes;
use crate::num::real::{Mask, Real};
use std::iter::Sum;
use std::ops::{Add, AddAssign, BitAnd, BitOr, Div, DivAssign, Mul, MulAssign, Neg, Not, Sub, SubAssign};

/// Lanes of a pack.
const COUNT: usize = 4;

/// Four numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C, align(32))]
pub struct Pack([f64; COUNT]);

/// A truth value per lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackMask([bool; COUNT]);

#[inline(always)]
fn zip<A: Copy, B: Copy, C>(a: [A; COUNT], b: [B; COUNT], f: impl Fn(A, B) -> C) -> [C; COUNT] {
    std::array::from_fn(|k| f(a[k], b[k]))
}

impl Not for PackMask {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        Self(self.0.map(|m| !m))
    }
}

impl BitAnd for PackMask {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, o: Self) -> Self {
        Self(zip(self.0, o.0, |a, b| a & b))
    }
}

impl BitOr for PackMask {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, o: Self) -> Self {
        Self(zip(self.0, o.0, |a, b| a | b))
    }
}

impl Mask for PackMask {
    #[inline(always)]
    fn from_bits(bits: u64) -> Self {
        Self(std::array::from_fn(|k| bits >> k & 1 == 1))
    }

    #[inline(always)]
    fn bits(self) -> u64 {
        self.0.iter().rev().fold(0, |bits, lane| bits << 1 | u64::from(*lane))
    }

    #[inline(always)]
    fn all(self) -> bool {
        self.0.iter().all(|m| *m)
    }

    #[inline(always)]
    fn any(self) -> bool {
        self.0.iter().any(|m| *m)
    }
}

macro_rules! operators {
    ($($op:ident $method:ident $assign:ident $assign_method:ident $sign:tt),*) => {$(
        impl $op for Pack {
            type Output = Self;
            #[inline(always)]
            fn $method(self, o: Self) -> Self {
                Self(zip(self.0, o.0, |a, b| a $sign b))
            }
        }
        impl $op<f64> for Pack {
            type Output = Self;
            #[inline(always)]
            fn $method(self, o: f64) -> Self {
                Self(self.0.map(|a| a $sign o))
            }
        }
        impl $assign for Pack {
            #[inline(always)]
            fn $assign_method(&mut self, o: Self) {
                *self = *self $sign o;
            }
        }
    )*};
}
operators!(Add add AddAssign add_assign +, Sub sub SubAssign sub_assign -, Mul mul MulAssign mul_assign *, Div div DivAssign div_assign /);

impl Neg for Pack {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(self.0.map(|a| -a))
    }
}

impl Sum for Pack {
    #[inline(always)]
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::from_f64(-0.0), |a, b| a + b)
    }
}

impl Real for Pack {
    type Mask = PackMask;

    #[inline(always)]
    fn from_f64(value: f64) -> Self {
        Self([value; COUNT])
    }

    #[inline(always)]
    fn lt(self, o: Self) -> PackMask {
        PackMask(zip(self.0, o.0, |a, b| a < b))
    }

    #[inline(always)]
    fn le(self, o: Self) -> PackMask {
        PackMask(zip(self.0, o.0, |a, b| a <= b))
    }

    #[inline(always)]
    fn is_finite(self) -> PackMask {
        PackMask(self.0.map(f64::is_finite))
    }

    #[inline(always)]
    fn select(mask: PackMask, if_true: Self, if_false: Self) -> Self {
        Self(std::array::from_fn(|k| if mask.0[k] { if_true.0[k] } else { if_false.0[k] }))
    }

    fn exp(self) -> Self {
        Self(self.0.map(libm::exp))
    }

    fn ln(self) -> Self {
        Self(self.0.map(libm::log))
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(self.0.map(f64::sqrt))
    }

    fn powf(self, exponent: Self) -> Self {
        Self(zip(self.0, exponent.0, libm::pow))
    }
}

impl Lanes for Pack {
    const COUNT: usize = COUNT;

    #[inline(always)]
    fn lane(&self, k: usize) -> f64 {
        self.0[k]
    }

    #[inline(always)]
    fn set_lane(&mut self, k: usize, value: f64) {
        self.0[k] = value;
    }
}
