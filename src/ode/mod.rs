//! Stiff integration of index-1 differential-algebraic systems M y' = f(y), with M diagonal of ones and zeros.
//!
//! Linearly implicit Rosenbrock methods with error control: RODAS3, cheap per step, and RODAS4 ([`Method`]). The linear systems have one fixed sparse pattern, ordered once ([`SparseLu`]). The kernels (right-hand
//! side, Jacobian, factorisation, stages) are generic over [`Real`](crate::num::Real); the control of the steps
//! ([`Integrator`]) is plain `f64`. An ensemble in lanes calls the same [`attempt`] with its own time and step in
//! each lane.
//!
//! Systems are autonomous between events: the caller stops at a change of its inputs and restarts. A time that enters the
//! equations is one more state with slope 1.

mod driver;
mod method;
mod sparse;
mod step;
mod system;
#[cfg(test)]
mod tests;

pub use driver::{Control, Integrator, Jobs, OdeError, Statistics};
pub use method::Method;
pub use sparse::SparseLu;
pub use step::{Step, Workspace, attempt, refresh};
pub use system::{Plan, System};
