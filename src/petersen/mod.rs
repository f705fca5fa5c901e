//! Process-matrix text (rows = processes, columns = states) to a checked stoichiometry.
//!
//! A Petersen matrix says what each process takes and gives per unit of its rate. Its cells are expressions in parameter
//! names; a `?` is closed by conservation (carbon, nitrogen). [`Matrix::parse`] resolves every name once;
//! [`Matrix::evaluate`] gives the coefficients for one parameter set, generic over [`Real`](crate::num::Real), and
//! refuses a set that creates or destroys COD, carbon or nitrogen. There is no way to evaluate without that check.

mod expression;
mod matrix;
mod overlay;
mod products;
mod stoichiometry;

pub use expression::{Expression, ExpressionError};
pub use matrix::{Matrix, PetersenError};
pub use products::ProductSums;
pub use stoichiometry::{NotConserved, QUANTITIES, Quantity, Stoichiometry, TOLERANCE};
