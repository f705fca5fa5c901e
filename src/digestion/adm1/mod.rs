//! Anaerobic Digestion Model No 1 exactly as in the Benchmark Simulation Model No 2.
//!
//! Batstone et al. 2002 (IWA Scientific and Technical Report 13); Rosen & Jeppsson 2006, *Aspects on ADM1 Implementation
//! within the BSM2 Framework* (Lund University, LUTEDX/TEIE-7224), BSM2 for short below.
//!
//! One stirred tank of constant liquid volume with a headspace. The unknowns are the 26 liquid and 3 gas concentrations of
//! BSM2, and the hydrogen ion as an algebraic unknown of the same system (charge balance); ions and free ammonia are
//! functions of it. Dissolved hydrogen stays a stiff state with its own absolute tolerance. Four running totals carry
//! what left as gas.
//!
//! The stoichiometry is data (`models/adm1/stoichiometry.csv`, closed and checked by [`petersen`](crate::petersen)); the
//! rates are code.
//!
//! Gas reference conditions: `q_gas` and `biogas` are m3/d of wet gas at T_op and P_atm; flows named `nm3` are dry at
//! 0 C and 101.325 kPa, ideal gas (22.41396954 Nm3/kmol).

mod case;
pub(super) mod charge;
mod closure;
mod error;
pub(super) mod feed;
mod health;
mod hill;
mod jacobian;
mod kinetics;
mod model;
mod output;
pub(super) mod params;
mod queue;
mod rates;
mod recorder;
mod run;
mod spread;
mod stability;
mod state;
mod steady;
mod temperature;
pub(super) mod uptake;
mod verdict;

pub use super::tank::{Composition, CompositionError, Observe};
pub use case::Adm1Case;
pub use charge::{Ions, hydrogen_ion};
pub use closure::Closure;
pub use error::DigestionError;
pub use feed::{Feed, FeedRow};
pub use health::Health;
pub(super) use hill::Hill;
pub use jacobian::jacobian_pattern;
pub use kinetics::{Adm1, Reactor};
pub use model::Model;
pub use output::{Day, METHANE_NM3_PER_KG_COD, Output, Stretch, Totals};
pub use params::Adm1Params;
pub use rates::{Inhibition, PROCESSES, RATE_COUNT};
pub use run::{Adm1Run, Adm1Solver, simulate};
pub use spread::{spread_case, spread_inputs, state_error};
pub use stability::{Lost, Margin, Stability, SteadyPoint, growth_per_d, stability};
pub use state::{LIQUID, STATE_COUNT, State, StateVector, UNKNOWNS};
pub use steady::{Steady, steady_state};
pub(super) use temperature::check_temperature;
pub use temperature::{KineticExponents, KineticLaw, exponential, temperature_findings};
pub use verdict::{Inhibitor, Verdict};
