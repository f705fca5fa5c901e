//! Lanes: packs of numbers that go through the same equations at once, one sample a lane.
//!
//! The model code is generic over [`Real`]; here are the types that make one instruction work on several samples, and the
//! choice among them when the program runs: AVX-512 (16 lanes, two registers side by side), AVX2 (8 lanes, likewise), or
//! portable packs (4 lanes) that compile to what every machine of the architecture has (SSE2, or NEON on 64-bit ARM).
//! Additions, products, quotients and roots are rounded as IEEE 754 says and never fused, and `exp`, `ln` and `pow` are taken lane by lane from `libm`: a lane has
//! the bits of the plain number, whatever the machine and its mates.
//!
//! ```
//! use gisement::num::{Lanes, Real, VectorClass, WithLanes};
//!
//! /// Square roots, as many at once as the machine can.
//! struct Roots<'a>(&'a mut [f64]);
//!
//! impl WithLanes for Roots<'_> {
//!     type Output = ();
//!     fn run<L: Lanes>(self) {
//!         for chunk in self.0.chunks_mut(L::COUNT) {
//!             let pack = L::from_fn(|k| chunk.get(k).copied().unwrap_or(0.0)).sqrt();
//!             chunk.iter_mut().enumerate().for_each(|(k, x)| *x = pack.lane(k));
//!         }
//!     }
//! }
//!
//! let mut x = [1.0, 4.0, 9.0];
//! VectorClass::best().dispatch(Roots(&mut x));
//! assert_eq!(x, [1.0, 2.0, 3.0]);
//! ```

mod portable;
#[cfg(target_arch = "x86_64")]
mod twice;
#[cfg(target_arch = "x86_64")]
mod x86;

use super::real::{Mask, Real};
pub use portable::{Pack, PackMask};
use std::fmt;

/// A number of which each lane belongs to a sample of its own. `f64` is one lane.
pub trait Lanes: Real {
    /// Number of lanes.
    const COUNT: usize;

    /// Lane `k` (below [`COUNT`](Self::COUNT)).
    fn lane(&self, k: usize) -> f64;

    /// Changes lane `k` (below [`COUNT`](Self::COUNT)).
    fn set_lane(&mut self, k: usize, value: f64);

    /// Each lane from its number.
    #[inline(always)]
    fn from_fn(mut value: impl FnMut(usize) -> f64) -> Self {
        let mut pack = Self::zero();
        for k in 0..Self::COUNT {
            pack.set_lane(k, value(k));
        }
        pack
    }
}

impl Lanes for f64 {
    const COUNT: usize = 1;

    #[inline(always)]
    fn lane(&self, _: usize) -> f64 {
        *self
    }

    #[inline(always)]
    fn set_lane(&mut self, _: usize, value: f64) {
        *self = value;
    }
}

/// Numbers of the lanes in which a mask holds, rising.
pub fn lanes_of<M: Mask>(mask: M) -> impl Iterator<Item = usize> {
    let mut bits = mask.bits();
    std::iter::from_fn(move || {
        let lane = bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        (lane < u64::BITS).then_some(lane as usize)
    })
}

/// Work that is written for any lanes.
pub trait WithLanes {
    /// What it gives.
    type Output;

    /// Does it. Must be `#[inline(always)]`, like everything hot below it: only then is it compiled for the instructions
    /// of the lanes (it is correct in any case).
    fn run<L: Lanes>(self) -> Self::Output;
}

/// Kinds of lanes that this program can choose from when it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VectorClass {
    /// 16 lanes in pairs of AVX-512 registers.
    Avx512,
    /// 8 lanes in pairs of AVX2 registers.
    Avx2,
    /// 4 lanes in what every machine of this architecture has.
    Portable,
    /// One lane: plain numbers.
    Scalar,
}

impl VectorClass {
    /// All, widest first.
    pub const ALL: [Self; 4] = [Self::Avx512, Self::Avx2, Self::Portable, Self::Scalar];

    /// The widest that this machine has.
    pub fn best() -> Self {
        Self::ALL.into_iter().find(|class| class.is_available()).unwrap_or(Self::Portable)
    }

    /// Whether this machine has it.
    pub fn is_available(self) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => x86::has_avx512(),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => x86::has_avx2(),
            #[cfg(not(target_arch = "x86_64"))]
            Self::Avx512 | Self::Avx2 => false,
            Self::Portable | Self::Scalar => true,
        }
    }

    /// Number of lanes.
    pub fn lanes(self) -> usize {
        match self {
            Self::Avx512 => 16,
            Self::Avx2 => 8,
            Self::Portable => 4,
            Self::Scalar => 1,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Avx512 => "AVX-512, 16 lanes",
            Self::Avx2 => "AVX2, 8 lanes",
            Self::Portable => "portable, 4 lanes",
            Self::Scalar => "scalar, 1 lane",
        }
    }

    /// Does the work on these lanes; on portable ones where the machine lacks them. The bits of a lane are the same.
    pub fn dispatch<W: WithLanes>(self, work: W) -> W::Output {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 if x86::has_avx512() => x86::run_avx512(work),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 if x86::has_avx2() => x86::run_avx2(work),
            Self::Scalar => work.run::<f64>(),
            _ => work.run::<Pack>(),
        }
    }

    /// The same with fewer kinds of lanes compiled: those of AVX2 for both vector classes that have them, plain numbers
    /// otherwise. For work that exists once per model, where each more kind costs a long build and little speed is left to
    /// gain. The bits of a lane are the same.
    pub fn dispatch_few<W: WithLanes>(self, work: W) -> W::Output {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 | Self::Avx2 if x86::has_avx2() => x86::run_avx2(work),
            #[cfg(not(target_arch = "x86_64"))]
            Self::Portable => work.run::<Pack>(),
            _ => work.run::<f64>(),
        }
    }
}

impl fmt::Display for VectorClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests;
