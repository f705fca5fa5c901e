//! AM2: two bacterial populations, two substrates, alkalinity and inorganic carbon.
//!
//! Bernard, Hadj-Sadok, Dochain, Genovesi & Steyer 2001, doi 10.1002/bit.10036: acidogens (X1) turn organic substrate (S1) into
//! volatile fatty acids (S2), methanogens (X2) turn these into methane; S2 inhibits them (Haldane), so that working and
//! acidified states can both be stable. Units as published: X g VSS/L, S1 g COD/L, S2, alkalinity Z and inorganic carbon C
//! mmol/L, gas mmol per litre of liquid and day.
//!
//! Carbon dioxide passes to a gas phase at rest: its partial pressure follows from the two gas flows in closed form. There is no
//! headspace: gas leaves as it forms. A share `1 - alpha` of the biomass sits on carriers
//! and does not leave.
//!
//! What is conserved: alkalinity, and the methane and carbon dioxide that S1 and S2 can give. The published yields balance
//! neither carbon nor oxygen demand: growth on 268 mmol of acids gives 453 mmol of methane.

mod equilibria;
mod gas;
mod kinetics;
mod model;

pub use equilibria::{Am2Equilibrium, Am2Feed, equilibria};
pub use model::{Am2, Am2Model, Am2Params};
