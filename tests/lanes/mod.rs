//! Packs of lanes for tests: kernels are generic over the scalar, and a lane must give the bits of the plain number.

use gisement::num::{Mask, Real};
use std::iter::Sum;
use std::ops::{Add, AddAssign, BitAnd, BitOr, Div, DivAssign, Mul, MulAssign, Neg, Not, Sub, SubAssign};

/// Lanes of a pack.
pub(crate) const LANES: usize = 4;

/// The plainest lanes there are: an array, operated element by element.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Lanes(pub(crate) [f64; LANES]);

/// A truth value per lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LaneMask(pub(crate) [bool; LANES]);

fn zip<A: Copy, B: Copy, C>(a: [A; LANES], b: [B; LANES], f: impl Fn(A, B) -> C) -> [C; LANES] {
    std::array::from_fn(|k| f(a[k], b[k]))
}

impl Not for LaneMask {
    type Output = Self;
    fn not(self) -> Self {
        Self(self.0.map(|m| !m))
    }
}

impl BitAnd for LaneMask {
    type Output = Self;
    fn bitand(self, o: Self) -> Self {
        Self(zip(self.0, o.0, |a, b| a & b))
    }
}

impl BitOr for LaneMask {
    type Output = Self;
    fn bitor(self, o: Self) -> Self {
        Self(zip(self.0, o.0, |a, b| a | b))
    }
}

impl Mask for LaneMask {
    fn splat(value: bool) -> Self {
        Self([value; LANES])
    }

    fn all(self) -> bool {
        self.0.iter().all(|m| *m)
    }

    fn any(self) -> bool {
        self.0.iter().any(|m| *m)
    }
}

macro_rules! lane_operators {
    ($($op:ident $method:ident $assign:ident $assign_method:ident $sign:tt),*) => {$(
        impl $op for Lanes {
            type Output = Self;
            fn $method(self, o: Self) -> Self {
                Self(zip(self.0, o.0, |a, b| a $sign b))
            }
        }
        impl $op<f64> for Lanes {
            type Output = Self;
            fn $method(self, o: f64) -> Self {
                Self(self.0.map(|a| a $sign o))
            }
        }
        impl $assign for Lanes {
            fn $assign_method(&mut self, o: Self) {
                *self = *self $sign o;
            }
        }
    )*};
}
lane_operators!(Add add AddAssign add_assign +, Sub sub SubAssign sub_assign -, Mul mul MulAssign mul_assign *, Div div DivAssign div_assign /);

impl Neg for Lanes {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.map(|a| -a))
    }
}

impl Sum for Lanes {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self([0.0; LANES]), |a, b| a + b)
    }
}

impl Real for Lanes {
    type Mask = LaneMask;

    fn from_f64(value: f64) -> Self {
        Self([value; LANES])
    }

    fn lt(self, o: Self) -> LaneMask {
        LaneMask(zip(self.0, o.0, |a, b| a < b))
    }

    fn le(self, o: Self) -> LaneMask {
        LaneMask(zip(self.0, o.0, |a, b| a <= b))
    }

    fn is_finite(self) -> LaneMask {
        LaneMask(self.0.map(f64::is_finite))
    }

    fn select(mask: LaneMask, if_true: Self, if_false: Self) -> Self {
        Self(std::array::from_fn(|k| if mask.0[k] { if_true.0[k] } else { if_false.0[k] }))
    }

    fn exp(self) -> Self {
        Self(self.0.map(Real::exp))
    }

    fn ln(self) -> Self {
        Self(self.0.map(Real::ln))
    }

    fn sqrt(self) -> Self {
        Self(self.0.map(Real::sqrt))
    }

    fn powi(self, exponent: i32) -> Self {
        Self(self.0.map(|a| Real::powi(a, exponent)))
    }

    fn powf(self, exponent: Self) -> Self {
        Self(zip(self.0, exponent.0, Real::powf))
    }
}

/// The k-th numbers of all lanes side by side, for every k.
pub(crate) fn pack(lanes: [Vec<f64>; LANES]) -> Vec<Lanes> {
    (0..lanes[0].len()).map(|k| Lanes(std::array::from_fn(|lane| lanes[lane][k]))).collect()
}
