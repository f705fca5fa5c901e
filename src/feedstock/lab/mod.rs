//! From a laboratory's numbers to model inputs: analyses ([`characterise`]) and methane potentials ([`bmp`]).

mod analysis;
pub mod bmp;
mod characterise;
mod characterised;
mod charge;
mod closing;

pub use analysis::{Analysis, AnalysisProblem, AnalysisRanges};
pub use characterise::{LabDefaults, characterise};
pub use characterised::{Characterised, FeedAmounts, Origin};
