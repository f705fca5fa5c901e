//! Two packs side by side as one: where a sum waits for its last term, the other pack has work. The lists of indices that
//! drive the sparse kernels are read once for both.

use super::Lanes;
use crate::num::real::{Mask, Real};
use std::iter::Sum;
use std::ops::{Add, AddAssign, BitAnd, BitOr, Div, DivAssign, Mul, MulAssign, Neg, Not, Sub, SubAssign};

/// Twice as many lanes as `L`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Twice<L>(L, L);

/// A truth value per lane of [`Twice`].
#[derive(Debug)]
pub(super) struct TwiceMask<L: Real>(L::Mask, L::Mask);

impl<L: Real> Clone for TwiceMask<L> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<L: Real> Copy for TwiceMask<L> {}

impl<L: Lanes> Not for TwiceMask<L> {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        Self(!self.0, !self.1)
    }
}

impl<L: Lanes> BitAnd for TwiceMask<L> {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, o: Self) -> Self {
        Self(self.0 & o.0, self.1 & o.1)
    }
}

impl<L: Lanes> BitOr for TwiceMask<L> {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, o: Self) -> Self {
        Self(self.0 | o.0, self.1 | o.1)
    }
}

impl<L: Lanes> Mask for TwiceMask<L> {
    #[inline(always)]
    fn from_bits(bits: u64) -> Self {
        Self(L::Mask::from_bits(bits), L::Mask::from_bits(bits >> L::COUNT))
    }

    #[inline(always)]
    fn bits(self) -> u64 {
        self.0.bits() | self.1.bits() << L::COUNT
    }

    #[inline(always)]
    fn all(self) -> bool {
        self.0.all() && self.1.all()
    }

    #[inline(always)]
    fn any(self) -> bool {
        (self.0.bits() | self.1.bits()) != 0
    }
}

macro_rules! operators {
    ($($op:ident $method:ident $assign:ident $assign_method:ident $sign:tt),*) => {$(
        impl<L: Real> $op for Twice<L> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, o: Self) -> Self {
                Self(self.0 $sign o.0, self.1 $sign o.1)
            }
        }
        impl<L: Real> $op<f64> for Twice<L> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, o: f64) -> Self {
                Self(self.0 $sign o, self.1 $sign o)
            }
        }
        impl<L: Real> $assign for Twice<L> {
            #[inline(always)]
            fn $assign_method(&mut self, o: Self) {
                *self = *self $sign o;
            }
        }
    )*};
}
operators!(Add add AddAssign add_assign +, Sub sub SubAssign sub_assign -, Mul mul MulAssign mul_assign *, Div div DivAssign div_assign /);

impl<L: Real> Neg for Twice<L> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(-self.0, -self.1)
    }
}

impl<L: Lanes> Sum for Twice<L> {
    #[inline(always)]
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::from_f64(-0.0), |a, b| a + b)
    }
}

impl<L: Lanes> Real for Twice<L> {
    type Mask = TwiceMask<L>;

    #[inline(always)]
    fn from_f64(value: f64) -> Self {
        Self(L::from_f64(value), L::from_f64(value))
    }

    #[inline(always)]
    fn lt(self, o: Self) -> TwiceMask<L> {
        TwiceMask(self.0.lt(o.0), self.1.lt(o.1))
    }

    #[inline(always)]
    fn le(self, o: Self) -> TwiceMask<L> {
        TwiceMask(self.0.le(o.0), self.1.le(o.1))
    }

    #[inline(always)]
    fn is_finite(self) -> TwiceMask<L> {
        TwiceMask(self.0.is_finite(), self.1.is_finite())
    }

    #[inline(always)]
    fn select(mask: TwiceMask<L>, if_true: Self, if_false: Self) -> Self {
        Self(L::select(mask.0, if_true.0, if_false.0), L::select(mask.1, if_true.1, if_false.1))
    }

    fn exp(self) -> Self {
        Self(self.0.exp(), self.1.exp())
    }

    fn ln(self) -> Self {
        Self(self.0.ln(), self.1.ln())
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(self.0.sqrt(), self.1.sqrt())
    }

    fn powf(self, exponent: Self) -> Self {
        Self(self.0.powf(exponent.0), self.1.powf(exponent.1))
    }
}

impl<L: Lanes> Lanes for Twice<L> {
    const COUNT: usize = 2 * L::COUNT;

    #[inline(always)]
    fn lane(&self, k: usize) -> f64 {
        if k < L::COUNT { self.0.lane(k) } else { self.1.lane(k - L::COUNT) }
    }

    #[inline(always)]
    fn set_lane(&mut self, k: usize, value: f64) {
        if k < L::COUNT {
            self.0.set_lane(k, value);
        } else {
            self.1.set_lane(k - L::COUNT, value);
        }
    }
}
