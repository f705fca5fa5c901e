//! What `gisement run` found, ready to be shown: nominal outcome, samples, headlines with their spread.

use crate::case::{Case, Headline, Outcome};
use crate::scenario::Scenario;
use crate::sweep::{Ensemble, Summary};

/// A finished run.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The scenario as read.
    pub scenario: &'a Scenario,
    /// Its nominal case.
    pub case: &'a Case,
    /// The nominal outcome, with series.
    pub outcome: &'a Outcome,
    /// Samples of the headlines, in their order; none when nothing is uncertain.
    pub ensemble: Option<&'a Ensemble>,
    /// Overrides of the command line.
    pub overrides: &'a [String],
}

/// A headline with its spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeadlineSpread {
    /// Key, label, unit and nominal value.
    pub headline: Headline,
    /// Statistics over the samples that did not fail.
    pub summary: Option<Summary>,
}

impl Run<'_> {
    /// All headlines with their spread.
    pub fn headlines(&self) -> Vec<HeadlineSpread> {
        let spread = |(k, headline)| HeadlineSpread { headline, summary: self.ensemble.and_then(|e| e.summary(k)) };
        self.outcome.headlines().into_iter().enumerate().map(spread).collect()
    }
}
