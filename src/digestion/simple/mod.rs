//! First order, and two pools: degradable matter fades, gas comes of it, nothing inhibits.
//!
//! A model for few data: each of carbohydrate, protein, lipid and volatile fatty acids of the feed is degraded with its own
//! constant ([`FirstOrder`]), or a share of the first three with a slow one ([`TwoPools`], by the feed's `slow_share`). What a
//! unit of oxygen demand gives follows from the elemental formulas ([`macromolecule`](crate::feedstock::macromolecule)): oxygen
//! demand, carbon and nitrogen close. Ammonium keeps bicarbonate in the liquid (`hco3_per_nh4`), the rest of the carbon
//! dioxide is gas. Growth is off unless asked for, as in a batch test whose yield is measured net of it.
//!
//! Units as in ADM1: kg COD/m3, kmol/m3, bar.
//!
//! Not in it: pH, inhibition, solubility of gas, lack of nitrogen. A digester that fails in ADM1 works here.

mod growth;
mod kinetics;
mod pools;

pub use growth::{NetGrowth, net_growth};
pub use pools::{FirstOrder, FirstOrderParams, Pools, SlowPoolParams, TwoPools};
