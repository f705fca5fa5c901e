//! Numbers: the [`Real`] scalar that model equations are generic over, dual numbers, guarded roots.
//!
//! Model equations are written once. They run on `f64` for one case, on dual numbers where derivatives are wanted, and
//! on lanes of samples in an ensemble. Lanes cannot branch apart, so a kernel never uses `if` on a value: it compares
//! into a [`Mask`] and [`Real::select`]s.
//!
//! Same bits everywhere: `exp`, `ln` and `pow` come from the pure-Rust `libm`, never from the system's, and products
//! and sums are never fused.

mod dual;
mod lanes;
mod real;
pub mod root;

pub use dual::Dual;
pub use lanes::{Lanes, Pack, PackMask, VectorClass, WithLanes, lanes_of};
pub use real::{Mask, Real};
