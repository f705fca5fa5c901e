//! AVX-512 and AVX2 lanes: the one module with `unsafe`.
//!
//! Each use is one of three. (1) An intrinsic that needs AVX2 or AVX-512: values of these types are only made below
//! [`run_avx512`] and [`run_avx2`], which are reached only where the machine was asked and has the instructions.
//! (2) Looking at a register type as the array of `f64` it holds: same size, at least the same alignment, every bit
//! pattern valid. (3) The call of a function compiled for instructions that were just found to be there.
#![allow(unsafe_code)]

use super::twice::Twice;
use super::{Lanes, WithLanes};
use crate::num::real::{Mask, Real};
use std::arch::x86_64::*;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, BitAnd, BitOr, Div, DivAssign, Mul, MulAssign, Neg, Not, Sub, SubAssign};

pub(super) fn has_avx512() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl")
        && has_avx2()
}

pub(super) fn has_avx2() -> bool {
    is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi1") && is_x86_feature_detected!("bmi2")
}

/// Runs the work on two packs of eight lanes; the caller has asked [`has_avx512`].
pub(super) fn run_avx512<W: WithLanes>(work: W) -> W::Output {
    #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx2,bmi1,bmi2")]
    fn inner<W: WithLanes>(work: W) -> W::Output {
        work.run::<Twice<F64x8>>()
    }
    assert!(has_avx512(), "lanes are chosen by asking the machine");
    // SAFETY: the features were found on this machine on the line above.
    unsafe { inner(work) }
}

/// Runs the work on two packs of four lanes; the caller has asked [`has_avx2`].
pub(super) fn run_avx2<W: WithLanes>(work: W) -> W::Output {
    #[target_feature(enable = "avx2,bmi1,bmi2")]
    fn inner<W: WithLanes>(work: W) -> W::Output {
        work.run::<Twice<F64x4>>()
    }
    assert!(has_avx2(), "lanes are chosen by asking the machine");
    // SAFETY: the features were found on this machine on the line above.
    unsafe { inner(work) }
}

/// Eight numbers in an AVX-512 register.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(super) struct F64x8(__m512d);

/// A truth value per lane of [`F64x8`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mask8(__mmask8);

/// Four numbers in an AVX2 register.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(super) struct F64x4(__m256d);

/// A truth value per lane of [`F64x4`]: all bits of a lane set or none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mask4(__m256d);

impl Not for Mask8 {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        Self(!self.0)
    }
}

impl BitAnd for Mask8 {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, o: Self) -> Self {
        Self(self.0 & o.0)
    }
}

impl BitOr for Mask8 {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, o: Self) -> Self {
        Self(self.0 | o.0)
    }
}

impl Mask for Mask8 {
    #[inline(always)]
    fn from_bits(bits: u64) -> Self {
        Self((bits & 0xff) as u8)
    }

    #[inline(always)]
    fn bits(self) -> u64 {
        u64::from(self.0)
    }

    #[inline(always)]
    fn all(self) -> bool {
        self.0 == 0xff
    }

    #[inline(always)]
    fn any(self) -> bool {
        self.0 != 0
    }
}

/// Operators of a mask that is a register of four lanes.
macro_rules! mask4_operator {
    ($op:ident, $method:ident, $intrinsic:ident) => {
        impl $op for Mask4 {
            type Output = Self;
            #[inline(always)]
            fn $method(self, o: Self) -> Self {
                // SAFETY: use (1) of the module.
                Self(unsafe { $intrinsic(self.0, o.0) })
            }
        }
    };
}
mask4_operator!(BitAnd, bitand, _mm256_and_pd);
mask4_operator!(BitOr, bitor, _mm256_or_pd);

impl Not for Mask4 {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        // SAFETY: use (1) of the module.
        Self(unsafe { _mm256_xor_pd(self.0, _mm256_castsi256_pd(_mm256_set1_epi64x(-1))) })
    }
}

impl Mask for Mask4 {
    #[inline(always)]
    fn from_bits(bits: u64) -> Self {
        let lane = |k: u32| if bits >> k & 1 == 1 { -1 } else { 0 };
        // SAFETY: use (1) of the module.
        Self(unsafe { _mm256_castsi256_pd(_mm256_set_epi64x(lane(3), lane(2), lane(1), lane(0))) })
    }

    #[inline(always)]
    fn bits(self) -> u64 {
        // SAFETY: use (1) of the module.
        unsafe { _mm256_movemask_pd(self.0) as u64 }
    }

    #[inline(always)]
    fn all(self) -> bool {
        self.bits() == 0xf
    }

    #[inline(always)]
    fn any(self) -> bool {
        self.bits() != 0
    }
}

macro_rules! operator {
    ($type:ident, $splat:ident, $op:ident $method:ident $assign:ident $assign_method:ident $intrinsic:ident) => {
        impl $op for $type {
            type Output = Self;
            #[inline(always)]
            fn $method(self, o: Self) -> Self {
                // SAFETY: use (1) of the module.
                Self(unsafe { $intrinsic(self.0, o.0) })
            }
        }
        impl $op<f64> for $type {
            type Output = Self;
            #[inline(always)]
            fn $method(self, o: f64) -> Self {
                // SAFETY: use (1) of the module.
                Self(unsafe { $intrinsic(self.0, $splat(o)) })
            }
        }
        impl $assign for $type {
            #[inline(always)]
            fn $assign_method(&mut self, o: Self) {
                // SAFETY: use (1) of the module.
                self.0 = unsafe { $intrinsic(self.0, o.0) };
            }
        }
    };
}

/// What both types have in common: operators, lanes as an array, functions without an instruction of their own.
macro_rules! number {
    ($type:ident, $count:literal, $splat:ident, $add:ident, $sub:ident, $mul:ident, $div:ident) => {
        operator!($type, $splat, Add add AddAssign add_assign $add);
        operator!($type, $splat, Sub sub SubAssign sub_assign $sub);
        operator!($type, $splat, Mul mul MulAssign mul_assign $mul);
        operator!($type, $splat, Div div DivAssign div_assign $div);

        impl $type {
            #[inline(always)]
            fn array(&self) -> &[f64; $count] {
                // SAFETY: use (2) of the module.
                unsafe { &*std::ptr::from_ref(self).cast() }
            }

            #[inline(always)]
            fn array_mut(&mut self) -> &mut [f64; $count] {
                // SAFETY: use (2) of the module.
                unsafe { &mut *std::ptr::from_mut(self).cast() }
            }

            fn map(mut self, f: impl Fn(f64) -> f64) -> Self {
                self.array_mut().iter_mut().for_each(|x| *x = f(*x));
                self
            }
        }

        impl Lanes for $type {
            const COUNT: usize = $count;

            #[inline(always)]
            fn lane(&self, k: usize) -> f64 {
                self.array()[k]
            }

            #[inline(always)]
            fn set_lane(&mut self, k: usize, value: f64) {
                self.array_mut()[k] = value;
            }
        }

        impl Sum for $type {
            #[inline(always)]
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
                iter.fold(Self::from_f64(-0.0), |a, b| a + b)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.array().fmt(f)
            }
        }
    };
}
number!(F64x8, 8, _mm512_set1_pd, _mm512_add_pd, _mm512_sub_pd, _mm512_mul_pd, _mm512_div_pd);
number!(F64x4, 4, _mm256_set1_pd, _mm256_add_pd, _mm256_sub_pd, _mm256_mul_pd, _mm256_div_pd);

impl Neg for F64x8 {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        // SAFETY: use (1) of the module.
        Self(unsafe { _mm512_xor_pd(self.0, _mm512_set1_pd(-0.0)) })
    }
}

impl Neg for F64x4 {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        // SAFETY: use (1) of the module.
        Self(unsafe { _mm256_xor_pd(self.0, _mm256_set1_pd(-0.0)) })
    }
}

impl Real for F64x8 {
    type Mask = Mask8;

    #[inline(always)]
    fn from_f64(value: f64) -> Self {
        // SAFETY: use (1) of the module.
        Self(unsafe { _mm512_set1_pd(value) })
    }

    #[inline(always)]
    fn lt(self, o: Self) -> Mask8 {
        // SAFETY: use (1) of the module.
        Mask8(unsafe { _mm512_cmp_pd_mask::<_CMP_LT_OQ>(self.0, o.0) })
    }

    #[inline(always)]
    fn le(self, o: Self) -> Mask8 {
        // SAFETY: use (1) of the module.
        Mask8(unsafe { _mm512_cmp_pd_mask::<_CMP_LE_OQ>(self.0, o.0) })
    }

    #[inline(always)]
    fn is_finite(self) -> Mask8 {
        // SAFETY: use (1) of the module.
        let size = Self(unsafe { _mm512_andnot_pd(_mm512_set1_pd(-0.0), self.0) });
        size.lt(Self::from_f64(f64::INFINITY))
    }

    #[inline(always)]
    fn select(mask: Mask8, if_true: Self, if_false: Self) -> Self {
        // SAFETY: use (1) of the module.
        Self(unsafe { _mm512_mask_blend_pd(mask.0, if_false.0, if_true.0) })
    }

    fn exp(self) -> Self {
        self.map(libm::exp)
    }

    fn ln(self) -> Self {
        self.map(libm::log)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        // SAFETY: use (1) of the module.
        Self(unsafe { _mm512_sqrt_pd(self.0) })
    }

    fn powf(self, exponent: Self) -> Self {
        Self::from_fn(|k| libm::pow(self.lane(k), exponent.lane(k)))
    }
}

impl Real for F64x4 {
    type Mask = Mask4;

    #[inline(always)]
    fn from_f64(value: f64) -> Self {
        // SAFETY: use (1) of the module.
        Self(unsafe { _mm256_set1_pd(value) })
    }

    #[inline(always)]
    fn lt(self, o: Self) -> Mask4 {
        // SAFETY: use (1) of the module.
        Mask4(unsafe { _mm256_cmp_pd::<_CMP_LT_OQ>(self.0, o.0) })
    }

    #[inline(always)]
    fn le(self, o: Self) -> Mask4 {
        // SAFETY: use (1) of the module.
        Mask4(unsafe { _mm256_cmp_pd::<_CMP_LE_OQ>(self.0, o.0) })
    }

    #[inline(always)]
    fn is_finite(self) -> Mask4 {
        // SAFETY: use (1) of the module.
        let size = Self(unsafe { _mm256_andnot_pd(_mm256_set1_pd(-0.0), self.0) });
        size.lt(Self::from_f64(f64::INFINITY))
    }

    #[inline(always)]
    fn select(mask: Mask4, if_true: Self, if_false: Self) -> Self {
        // SAFETY: use (1) of the module.
        Self(unsafe { _mm256_blendv_pd(if_false.0, if_true.0, mask.0) })
    }

    fn exp(self) -> Self {
        self.map(libm::exp)
    }

    fn ln(self) -> Self {
        self.map(libm::log)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        // SAFETY: use (1) of the module.
        Self(unsafe { _mm256_sqrt_pd(self.0) })
    }

    fn powf(self, exponent: Self) -> Self {
        Self::from_fn(|k| libm::pow(self.lane(k), exponent.lane(k)))
    }
}
