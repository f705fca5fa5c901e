//! ADM1da: ADM1 for agricultural plants (Schlattmann 2011, as in SIMBA# biogas and PyADM1ODE), as a difference to
//! [`adm1`](super::adm1).
//!
//! Composites X_xc give way to a slow and a fast pool each of carbohydrate, protein and lipid, which the feed fills and
//! which turn into ADM1's hydrolysable X_ch, X_pr, X_li; decayed biomass goes there too. pH holds groups back with Hill
//! exponents of their own (1, 2, 3), free ammonia squared and also on propionate, undissociated acids on their own degraders, and
//! lack of inorganic carbon on hydrogen uptake. Kinetic constants follow temperature by group. Hydrolysis takes volume: what
//! leaves is the feed less that.
//!
//! The stoichiometry is `models/adm1da/stoichiometry.csv` upon that of ADM1, closed for COD, carbon and nitrogen; the parameters
//! are those of ADM1 with `models/adm1da/changed.csv`, and `models/adm1da/parameters.csv` beside them. Decay
//! fractions that do not sum to 1, as printed, create COD: the unknown `COD_gap` carries what they create (negative), so that
//! nothing is created in silence; with the defaults it stays empty.
//!
//! ADM1's `k_p` has no meaning here: the outlet is `k_p_liq` per m3 of liquid.

mod factors;
mod kinetics;
mod model;
mod params;
mod peer;
mod slopes;
mod state;

pub use factors::{FACTOR_NAMES, Factors};
pub use kinetics::Adm1da;
pub use model::{PROCESSES, Tank};
pub use params::{Adm1daParams, Adm1daSet};
pub use peer::Gas20C;
pub use state::{LIQUID, NAMES, State, UNKNOWNS};
