//! Jobs as ranges by step, gross and net of what today's outlets employ.
//!
//! The central value of a step is a parameter; its low and high scale with it in the proportions of
//! `models/jobs/steps.csv`. Figures of a kind "jobs per thousand tonnes" differ tenfold between surveys: the range is
//! the result, and no single number should be quoted from it.

use crate::balance::flows::{Flows, StreamFlow};
use crate::num::Real;
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

crate::params! {
    /// Central employment factors and the aid per post.
    pub struct JobsParams from "jobs/parameters.csv" {
        collection_fte_per_kt, sorting_fte_per_kt, shredding_fte_per_kt, reuse_fte_per_kt,
        boiler_operation_fte_per_kt, digester_operation_fte_per_plant, insertion_aid_eur_per_fte_a,
    }
}

/// A range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range<S> {
    /// Low end.
    pub low: S,
    /// Central value.
    pub central: S,
    /// High end.
    pub high: S,
}

impl<S: Real> Range<S> {
    /// Zero.
    pub fn zero() -> Self {
        Self { low: S::zero(), central: S::zero(), high: S::zero() }
    }

    /// Every part times a number of zero or more.
    #[must_use]
    pub fn times(self, factor: S) -> Self {
        Self { low: self.low * factor, central: self.central * factor, high: self.high * factor }
    }

    /// Product of two ranges of zero or more: low with low, high with high.
    #[must_use]
    pub fn product(self, other: Self) -> Self {
        Self { low: self.low * other.low, central: self.central * other.central, high: self.high * other.high }
    }
}

impl<S: Real> Add for Range<S> {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Self { low: self.low + o.low, central: self.central + o.central, high: self.high + o.high }
    }
}

impl<S: Real> Neg for Range<S> {
    type Output = Self;
    /// The low end of what is taken away is the high end of what remains.
    fn neg(self) -> Self {
        Self { low: -self.high, central: -self.central, high: -self.low }
    }
}

impl<S: Real> Sub for Range<S> {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        self + -o
    }
}

impl<S: Real> Sum for Range<S> {
    fn sum<I: Iterator<Item = Self>>(ranges: I) -> Self {
        ranges.fold(Self::zero(), |a, b| a + b)
    }
}

/// A range in a table.
fn read_range(r: &SheetRow<'_>, columns: [&str; 3]) -> Result<Range<f64>, SheetError> {
    let high = r.number_in(columns[2], 0.0..=f64::MAX)?;
    let low = r.number_in(columns[0], 0.0..=high)?;
    Ok(Range { low, central: r.number_in(columns[1], low..=high)?, high })
}

/// A step of the project that employs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Collection of all streams.
    Collection,
    /// Sorting of wood.
    Sorting,
    /// Shredding for the boiler.
    Shredding,
    /// Repair and reuse.
    Reuse,
    /// Operation of the wood boilers.
    BoilerOperation,
    /// Operation of the digesters.
    DigesterOperation,
}

impl Step {
    /// All steps, in the order of the table.
    pub const ALL: [Self; 6] =
        [Self::Collection, Self::Sorting, Self::Shredding, Self::Reuse, Self::BoilerOperation, Self::DigesterOperation];

    /// Name in tables and results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Collection => "collection",
            Self::Sorting => "sorting",
            Self::Shredding => "shredding",
            Self::Reuse => "reuse",
            Self::BoilerOperation => "boiler_operation",
            Self::DigesterOperation => "digester_operation",
        }
    }

    /// The central factor of the parameters, FTE per kt or per plant.
    fn central<S: Real>(self, p: &JobsParams<S>) -> S {
        match self {
            Self::Collection => p.collection_fte_per_kt,
            Self::Sorting => p.sorting_fte_per_kt,
            Self::Shredding => p.shredding_fte_per_kt,
            Self::Reuse => p.reuse_fte_per_kt,
            Self::BoilerOperation => p.boiler_operation_fte_per_kt,
            Self::DigesterOperation => p.digester_operation_fte_per_plant,
        }
    }

    /// What the factor multiplies: kt wet or plants.
    fn basis<S: Real>(self, flows: &Flows<S>) -> S {
        let kt = |t: S| t / 1000.0;
        match self {
            Self::Collection => kt(flows.wet_t(|_| true)),
            Self::Sorting => kt(flows.wet_t(|s| !s.kind.is_digested())),
            Self::Shredding | Self::BoilerOperation => kt(flows.wood.burnt_t),
            Self::Reuse => kt(flows.wood.reused_t),
            Self::DigesterOperation => flows.digesters,
        }
    }

    fn row(self) -> &'static StepRow {
        &steps()[self as usize]
    }

    /// Posts per kt wet, or per plant, with the central value of the parameters.
    pub fn fte<S: Real>(self, p: &JobsParams<S>) -> Range<S> {
        scaled(&self.row().fte, self.central(p))
    }

    /// Share of its posts in insertion enterprises.
    pub fn insertion(self) -> Range<f64> {
        self.row().insertion
    }
}

/// One row of `models/jobs/steps.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct StepRow {
    /// Name.
    pub id: String,
    /// FTE per kt wet, or per plant.
    pub fte: Range<f64>,
    /// Share of them in insertion enterprises.
    pub insertion: Range<f64>,
    /// What it is.
    pub description: String,
    /// How far to trust it.
    pub flag: Flag,
    /// Where it is from.
    pub source: String,
}

fn read_step(r: &SheetRow<'_>) -> Result<StepRow, SheetError> {
    Ok(StepRow {
        id: r.filled("id")?,
        fte: read_range(r, ["low", "central", "high"])?,
        insertion: read_range(r, ["insertion_low", "insertion_central", "insertion_high"])?,
        description: r.filled("description")?,
        flag: r.flag("flag")?,
        source: r.filled("source")?,
    })
}

shipped! {
    /// Ranges of all steps, in the order of [`Step::ALL`].
    pub fn steps() -> [StepRow] from "jobs/steps.csv" by read_step
}

/// One row of `models/jobs/outlets.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct OutletJobs {
    /// Kind of treatment, as outlets name it.
    pub id: String,
    /// FTE per kt wet treated, collection not included.
    pub fte: Range<f64>,
    /// How far to trust it.
    pub flag: Flag,
    /// Where it is from.
    pub source: String,
}

fn read_outlet_jobs(r: &SheetRow<'_>) -> Result<OutletJobs, SheetError> {
    Ok(OutletJobs {
        id: r.filled("id")?,
        fte: read_range(r, ["low", "central", "high"])?,
        flag: r.flag("flag")?,
        source: r.filled("source")?,
    })
}

shipped! {
    /// Employment of today's treatments.
    pub fn outlet_jobs() -> [OutletJobs] from "jobs/outlets.csv" by read_outlet_jobs
}

/// Jobs of one step, FTE.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepJobs<S> {
    /// The step.
    pub step: Step,
    /// All posts.
    pub fte: Range<S>,
    /// Posts in insertion enterprises, among them.
    pub insertion_fte: Range<S>,
}

/// Jobs of a project, FTE.
#[derive(Clone, Debug, PartialEq)]
pub struct JobsAccount<S> {
    /// By step.
    pub steps: Vec<StepJobs<S>>,
    /// Employed today by collection and treatment of the same tonnes.
    pub present_fte: Range<S>,
    /// Aid per insertion post, EUR/(FTE a).
    pub insertion_aid_eur_per_fte_a: S,
}

impl<S: Real> JobsAccount<S> {
    /// Posts of the project, FTE.
    pub fn gross_fte(&self) -> Range<S> {
        self.steps.iter().map(|s| s.fte).sum()
    }

    /// Posts of the project less those that today's outlets lose; may be negative.
    pub fn net_fte(&self) -> Range<S> {
        self.gross_fte() - self.present_fte
    }

    /// Posts in insertion enterprises, FTE.
    pub fn insertion_fte(&self) -> Range<S> {
        self.steps.iter().map(|s| s.insertion_fte).sum()
    }

    /// Aid for the insertion posts, EUR/a; shown beside the accounts and in none of their lines.
    pub fn insertion_aid_eur_per_a(&self) -> Range<S> {
        self.insertion_fte().times(self.insertion_aid_eur_per_fte_a)
    }
}

/// The range of a table row, moved so that its central value is the parameter.
fn scaled<S: Real>(row: &Range<f64>, central: S) -> Range<S> {
    let factor = central / row.central;
    Range { low: factor * row.low, central, high: factor * row.high }
}

fn constant<S: Real>(row: &Range<f64>) -> Range<S> {
    Range { low: S::from_f64(row.low), central: S::from_f64(row.central), high: S::from_f64(row.high) }
}

/// What collection and treatment of a stream employ today, FTE. Streams without paid treatment employ nobody.
fn present_jobs<S: Real>(stream: &StreamFlow<S>, p: &JobsParams<S>) -> Range<S> {
    let kind = &stream.present_outlet.treatment_jobs;
    let treatment = outlet_jobs().iter().find(|o| o.id == *kind);
    let treatment = treatment.expect("a test finds the jobs of every outlet");
    let kt = stream.wet_t / 1000.0;
    if treatment.fte.high == 0.0 {
        return Range::zero();
    }
    let collection = scaled(&Step::Collection.row().fte, Step::Collection.central(p));
    (collection + constant(&treatment.fte)).times(kt)
}

/// Jobs of a year's flows.
pub fn jobs<S: Real>(flows: &Flows<S>, p: &JobsParams<S>) -> JobsAccount<S> {
    let of_step = |step: Step| {
        let fte = scaled(&step.row().fte, step.central(p)).times(step.basis(flows));
        StepJobs { step, fte, insertion_fte: fte.product(constant(&step.row().insertion)) }
    };
    JobsAccount {
        steps: Step::ALL.map(of_step).to_vec(),
        present_fte: flows.streams.iter().map(|s| present_jobs(s, p)).sum(),
        insertion_aid_eur_per_fte_a: p.insertion_aid_eur_per_fte_a,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::balance::carbon::outlets::outlets;

    #[test]
    fn tables_agree_with_the_code() {
        let ids: Vec<&str> = steps().iter().map(|s| s.id.as_str()).collect();
        assert_eq!(ids, Step::ALL.map(Step::name));
        for o in outlets() {
            assert!(outlet_jobs().iter().any(|j| j.id == o.treatment_jobs), "{}", o.id);
        }
        let p = JobsParams::<f64>::defaults();
        for step in Step::ALL {
            assert_eq!(step.central(&p), step.row().fte.central, "{}", step.name());
            assert!(step.row().insertion.high <= 1.0);
        }
    }

    #[test]
    fn subtracting_a_range_widens_it() {
        let r = |low, central, high| Range { low, central, high };
        assert_eq!(r(5.0, 6.0, 8.0) - r(1.0, 2.0, 4.0), r(1.0, 4.0, 7.0));
    }
}
