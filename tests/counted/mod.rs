//! A number that counts what is done with it: kernels are generic over the scalar, so their work can be counted exactly,
//! whatever the compiler and the machine.

use gisement::num::Real;
use std::cell::Cell;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

/// Operations by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Operations {
    /// Additions and subtractions.
    pub(crate) sums: usize,
    /// Multiplications.
    pub(crate) products: usize,
    /// Divisions.
    pub(crate) quotients: usize,
    /// Exponentials, logarithms, roots and real powers.
    pub(crate) functions: usize,
}

thread_local! {
    static DONE: Cell<Operations> = const { Cell::new(Operations { sums: 0, products: 0, quotients: 0, functions: 0 }) };
}

fn note(count: usize, kind: impl Fn(&mut Operations) -> &mut usize) {
    let mut done = DONE.get();
    *kind(&mut done) += count;
    DONE.set(done);
}

/// What a piece of work does.
pub(crate) fn operations(work: impl FnOnce()) -> Operations {
    DONE.set(Operations::default());
    work();
    DONE.get()
}

/// An `f64` whose operations are counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Counted(pub(crate) f64);

macro_rules! counted_operators {
    ($($op:ident $method:ident $assign:ident $assign_method:ident $sign:tt $kind:ident),*) => {$(
        impl $op for Counted {
            type Output = Self;
            fn $method(self, o: Self) -> Self {
                note(1, |done| &mut done.$kind);
                Self(self.0 $sign o.0)
            }
        }
        impl $op<f64> for Counted {
            type Output = Self;
            fn $method(self, o: f64) -> Self {
                self $sign Self(o)
            }
        }
        impl $assign for Counted {
            fn $assign_method(&mut self, o: Self) {
                *self = *self $sign o;
            }
        }
    )*};
}
counted_operators!(Add add AddAssign add_assign + sums, Sub sub SubAssign sub_assign - sums, Mul mul MulAssign mul_assign * products, Div div DivAssign div_assign / quotients);

impl Neg for Counted {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Counted {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self(0.0), |a, b| a + b)
    }
}

fn function(value: f64) -> Counted {
    note(1, |done| &mut done.functions);
    Counted(value)
}

impl Real for Counted {
    type Mask = bool;

    fn from_f64(value: f64) -> Self {
        Self(value)
    }

    fn lt(self, o: Self) -> bool {
        self.0 < o.0
    }

    fn le(self, o: Self) -> bool {
        self.0 <= o.0
    }

    fn is_finite(self) -> bool {
        self.0.is_finite()
    }

    fn select(mask: bool, if_true: Self, if_false: Self) -> Self {
        if mask { if_true } else { if_false }
    }

    fn exp(self) -> Self {
        function(Real::exp(self.0))
    }

    fn ln(self) -> Self {
        function(Real::ln(self.0))
    }

    fn sqrt(self) -> Self {
        function(Real::sqrt(self.0))
    }

    /// Squares and products, as many as squaring takes.
    fn powi(self, exponent: i32) -> Self {
        let whole = exponent.unsigned_abs();
        let squares = whole.checked_ilog2().unwrap_or(0);
        note((squares + whole.count_ones()) as usize, |done| &mut done.products);
        if exponent < 0 {
            note(1, |done| &mut done.quotients);
        }
        Self(Real::powi(self.0, exponent))
    }

    fn powf(self, exponent: Self) -> Self {
        function(Real::powf(self.0, exponent.0))
    }
}
