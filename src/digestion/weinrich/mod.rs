//! R3 and R4: the Anaerobic Digestion Model No 1 simplified, in masses.
//!
//! Weinrich & Nelles 2021, doi 10.1016/j.biortech.2021.125124 (structure) and 10.1016/j.biortech.2021.125104 (experiments).
//! R3 keeps acetic acid and its degraders, inhibited by pH, free ammonia and lack of nitrogen; R4 turns carbohydrate,
//! protein and lipid into biogas directly. Units are kg/m3, strong ions and the hydrogen ion kmol/m3, pressures bar.
//!
//! The coefficients are the published ones; water closes the mass of every process, which moves it by less than 4e-5 kg per
//! kg from what is printed. Carbon, nitrogen and oxygen demand of the printed coefficients close to 0.2, 0.3 and 1 %
//! ([`published_gaps`]): the engine closes mass, not these.
//!
//! Ions are at equilibrium (the published code lets them relax within 1e-10 d), and the hydrogen ion is an algebraic unknown.
//! Gas leaves as k_p (p_gas - p_atm) p_gas/p_atm, as in the published code.

mod balance;
mod gas;
mod laws;
mod matrix;
mod outlet;
mod r3;
mod r4;

pub use balance::{Gap, published_gaps};
pub use r3::{R3, R3Model, R3Params};
pub use r4::{R4, R4Model, R4Params};

/// kg per kmol as the models have them: methane, carbon dioxide, acetic acid, ammonia.
const METHANE: f64 = 16.0;
const CARBON_DIOXIDE: f64 = 44.0;
const ACETIC_ACID: f64 = 60.0;
const AMMONIA: f64 = 17.0;
/// Nitrogen of inerts, kmol N/kg COD (Rosen & Jeppsson 2006): the models have no inerts, but a feed's total nitrogen has.
const INERT_NITROGEN: f64 = 0.06 / 14.0;
