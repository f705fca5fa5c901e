//! Stopping early: the rule is looked at after every chunk, in the order of the samples, so that where it stops depends on
//! the samples alone.

use crate::cli::args::SweepArguments;
use crate::cli::store::{StoreError, open_chunk};
use crate::cli::{exit, load, talk};
use crate::diag::Sources;
use crate::dist::Design;
use crate::report::{feed, output_kinds, sampling};
use crate::study::{Identity, Source, Study};
use crate::sweep::{Chunks, Look, Tolerance, Until, Watch};
use crate::text;
use crate::words::Text;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The rule of the arguments, or the exit code and why there is none.
pub(super) fn rule(arguments: &SweepArguments, study: &Study<'_>) -> Result<Option<Until>, (u8, Text)> {
    let Some(text) = &arguments.until else { return Ok(None) };
    let extends = matches!(study.source(), Source::Drawn { design: Design::MonteCarlo | Design::Sobol(_), .. });
    if !extends {
        let why = text!(
            "a Latin hypercube is whole at its end only; leave out --until, or write --design monte_carlo or sobol"
        );
        return Err((exit::USAGE, why));
    }
    let kinds = output_kinds(study.columns());
    let mut sources = Sources::default();
    Until::parse("--until", text, &kinds, &mut sources).map(Some).map_err(|problems| {
        (exit::USAGE, text!("--until cannot be read\n{problems}", problems = load::draw(&problems, &sources)))
    })
}

/// Follows the chunks in their order and says when the rule is met.
pub(super) struct Stopper {
    watch: Watch,
    /// Chunks that are there and not yet looked at.
    there: BTreeMap<u64, PathBuf>,
    next: u64,
    /// Whether it was told that a condition cannot be met.
    told: bool,
    /// Number of chunks that are enough, once known.
    pub(super) enough: Option<u64>,
}

impl Stopper {
    /// Nothing seen yet.
    pub(super) fn new(rule: &Until, identity: &Identity) -> Self {
        let watch = Watch::new(rule.clone(), sampling(identity));
        Self { watch, there: BTreeMap::new(), next: 0, told: false, enough: None }
    }

    /// Chunks have come; looks at those whose turn it is. True when enough is known.
    pub(super) fn see(
        &mut self,
        came: impl IntoIterator<Item = (u64, PathBuf)>,
        chunks: &Chunks,
    ) -> Result<bool, StoreError> {
        self.there.extend(came);
        while self.enough.is_none() && self.next < chunks.count() {
            let Some(path) = self.there.remove(&self.next) else { break };
            let file = open_chunk(&path)?;
            let look = feed(&mut self.watch, &file, 0).map_err(|error| StoreError::Summary { path, error })?;
            self.next += 1;
            self.tell_zeros(&look);
            self.enough = look.stop.then_some(self.next);
        }
        Ok(self.enough.is_some())
    }

    /// A share of an estimate of 0 is 0: such a condition waits for what may never come.
    fn tell_zeros(&mut self, look: &Look) {
        if self.told {
            return;
        }
        let conditions = self.watch.conditions().iter().zip(&look.conditions);
        let zero = conditions.filter(|(c, _)| matches!(c.tolerance, Tolerance::Relative(_)));
        for (condition, _) in zero.filter(|(_, found)| found.as_ref().is_some_and(|(e, _)| e.value == 0.0)) {
            self.told = true;
            talk(text!(
                "warning: --until {text}: the estimate is 0 so far, and a relative tolerance cannot be met at 0; write an absolute one (+- 0.001)",
                text = condition.text
            ));
        }
    }
}
