//! Jobs of a kilotonne by step, as ranges, net of what today's outlet employs.

use super::account::{Accountant, Work};
use super::{LotFacts, Physics, SinkFacts};
use crate::balance::jobs::{Range, Step};

/// A step of a channel that employs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobsStep {
    /// Collection.
    Collection,
    /// Sorting.
    Sorting,
    /// Shredding.
    Shredding,
    /// Repair, dismantling, boiler, digester, plant: the process itself.
    Operation,
}

impl JobsStep {
    /// All steps, in the order shown.
    pub const ALL: [Self; 4] = [Self::Collection, Self::Sorting, Self::Shredding, Self::Operation];

    /// Stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Collection => "collection",
            Self::Sorting => "sorting",
            Self::Shredding => "shredding",
            Self::Operation => "operation",
        }
    }
}

/// Jobs of a kilotonne a year as received, FTE/kt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jobs {
    /// Posts by step, in the order of [`JobsStep::ALL`].
    pub fte_per_kt: [Range<f64>; 4],
    /// Of these, in insertion enterprises.
    pub insertion_fte_per_kt: [Range<f64>; 4],
    /// Posts of today's treatment, collection not included.
    pub present_treatment_fte_per_kt: Range<f64>,
    /// Somebody collects the lot today: the same round is no new job.
    pub collected_today: bool,
}

impl Jobs {
    const NONE: Self = Self {
        fte_per_kt: [ZERO; 4],
        insertion_fte_per_kt: [ZERO; 4],
        present_treatment_fte_per_kt: ZERO,
        collected_today: false,
    };

    /// Posts of a step, FTE/kt.
    pub fn step(&self, step: JobsStep) -> Range<f64> {
        self.fte_per_kt[step as usize]
    }

    /// All posts, FTE/kt.
    pub fn gross(&self) -> Range<f64> {
        self.fte_per_kt.iter().copied().sum()
    }

    /// Posts in insertion enterprises, FTE/kt.
    pub fn insertion(&self) -> Range<f64> {
        self.insertion_fte_per_kt.iter().copied().sum()
    }

    /// Posts less those that today's outlet loses, FTE/kt; may be negative. Collection that exists today is the same
    /// posts in both worlds and cancels exactly.
    pub fn net(&self) -> Range<f64> {
        let from = usize::from(self.collected_today);
        let new: Range<f64> = self.fte_per_kt[from..].iter().copied().sum();
        new - self.present_treatment_fte_per_kt
    }
}

const ZERO: Range<f64> = Range { low: 0.0, central: 0.0, high: 0.0 };

/// Factors of the steps under some parameters, FTE/kt.
#[derive(Clone, Copy, Debug)]
pub(super) struct StepFactors {
    steps: [(Range<f64>, Range<f64>); 3],
}

impl StepFactors {
    pub(super) fn new(p: &crate::balance::jobs::JobsParams<f64>) -> Self {
        let of = |step: Step| (step.fte(p), step.insertion());
        Self { steps: [of(Step::Collection), of(Step::Sorting), of(Step::Shredding)] }
    }
}

impl Accountant {
    /// Posts of a kilotonne; today's outlet going on is no change and has no line.
    pub(super) fn jobs(&self, lot: &LotFacts<'_>, sink: &SinkFacts<'_>, work: &Work) -> Jobs {
        if sink.channel.physics == Physics::Present {
            return Jobs::NONE;
        }
        let mut jobs = Jobs::NONE;
        let amounts = [1.0, work.sorted_t, work.shredded_t];
        for (k, ((fte, insertion), t)) in self.steps.steps.iter().zip(amounts).enumerate() {
            jobs.fte_per_kt[k] = fte.times(t);
            jobs.insertion_fte_per_kt[k] = jobs.fte_per_kt[k].product(*insertion);
        }
        jobs.fte_per_kt[3] = sink.operation_fte_per_kt;
        jobs.insertion_fte_per_kt[3] = sink.operation_fte_per_kt.product(sink.channel.insertion);
        jobs.present_treatment_fte_per_kt = lot.present_jobs.fte;
        jobs.collected_today = lot.present_jobs.fte.high > 0.0;
        jobs
    }
}
