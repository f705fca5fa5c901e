//! Choosing a digester and its engine: the smallest volume that stays healthy in enough of the samples, and the power whose
//! hours pay.
//!
//! Every volume of a ladder is run through the year of the scenario, first with its nominal values, then with its samples,
//! all volumes fed alike in each. A volume is judged by the worst week of the year as an operator would see it: FOS/TAC by
//! titration. Around the smallest volume that passes the ladder is refined. The engine's hours come from the monthly gas of
//! the chosen volume. [`stability`] says how far its working state is from being lost.
//!
//! [`size_digester`] is the whole. Theory: `docs/theory/digester_sizing.md`.

mod advice;
mod engine;
mod figure;
mod ladder;
mod outcome;
mod sample;
mod size;
mod variant;

pub use crate::digestion::adm1::{Lost, Margin, Stability, SteadyPoint, stability};
pub use engine::{Chosen, EnginePoint, EngineSizing, EngineYear};
pub use figure::{DIGESTER_FIGURES, DigesterFigure, DigesterFigures, Fate};
pub use outcome::{DigesterSizing, Ladder, Origin, RatedDigester, Rules};
pub use size::{DigesterSizeError, digester_of, size_digester};
