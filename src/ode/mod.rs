//! Stiff integration of index-1 differential-algebraic systems M y' = f(y), with M diagonal of ones and zeros.
//!
//! Linearly implicit Rosenbrock methods with error control ([`Method`]): RODAS3, cheap per step, RODAS4, and RODAS5P for
//! tight tolerances. The linear systems have one fixed sparse pattern, ordered once ([`SparseLu`]). Everything is generic
//! over the number: an [`Integrator`] drives lanes, each with its own time, step, accept and reject, and asks its [`Jobs`]
//! for the next stretch of a lane that is done; plain `f64` is one lane.
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
