//! What should go where: lots of a pole to channels, under capacities, qualities, rules and budgets.
//!
//! A [`PoleOutcome`] is all that is shown of it: terminal table, page, JSON and CSV read it and compute nothing of their own.

mod aggregators;
mod ahead;
mod allocate;
mod asked;
mod assemble;
mod bridge;
mod flows;
mod front;
pub mod matches;
mod network;
mod outcome;
mod programme;
mod quick;
mod robust;
mod sharing;
mod solve;
pub mod supply;
#[cfg(test)]
mod tests;
mod value;

pub use ahead::{Ahead, look_ahead};
pub use allocate::{Options, allocate};
pub use outcome::{
    Assumption, Binding, Breaking, Bridge, BridgeStep, ChannelTotal, Closure, Company, CompanyShare, Comparison,
    Criterion, Decision, Finding, Flow, Front, FrontPoint, Fte, Line, LotOutcome, MatchFound, Method, PoleOutcome,
    Price, Quantity, Robust, Sharing, SinkOutcome, Spread, SupplyBand, Totals, Valorised, ValueOfKnowing,
};
pub use robust::Watch;
pub use solve::{AllocationError, Unkept};
pub use value::ValueError;
