//! The samples of a scenario: what varies, what comes out, and the rows of any range of samples.
//!
//! Joins scenario, case and sweep. A row is a pure function of the scenario, the way its samples are drawn and its number.

mod column;
mod failure;
mod identity;
mod sensitivity;
mod series;
mod source;

pub use column::{Column, Role};
pub use failure::Failure;
pub use identity::{Difference, ENGINE, FORMAT, Identity, NUMERIC_CLASS, is_override, scenario_sha256, sha256};
pub use sensitivity::{
    Analysis, AnalysisError, Asked, Grouping, Indices, Measure, Method, Outcomes, OutputSensitivity,
    SENSITIVITY_RUNS_MAX, Sensitivity, given_sensitivity,
};
pub use series::{SampleSeries, Series, series as series_of};
pub use source::Source;

use crate::case::{Detail, DigesterOutcome, Headline, Outcome, evaluate, evaluate_all};
use crate::digestion::tank::TankVerdict;
use crate::num::VectorClass;
use crate::scenario::Scenario;
use crate::sweep::{Chunks, Row, SampleRow};
use std::ops::Range;

/// The samples of a scenario.
#[derive(Debug)]
pub struct Study<'a> {
    scenario: &'a Scenario,
    source: Source,
    /// Places of the inputs that differ between samples.
    varied: Vec<usize>,
    /// Headlines of the nominal case, which fix what every sample has.
    headlines: Vec<Headline>,
    /// Places of the digesters that have a verdict.
    judged: Vec<usize>,
    columns: Vec<Column>,
}

/// What a sample gives when it is computed: its outputs and the steps of its integrations.
pub type Evaluated = Result<(Vec<f64>, u32), Failure>;

impl<'a> Study<'a> {
    /// The samples of a scenario whose nominal outcome is known: that one says which outputs there are.
    pub fn new(scenario: &'a Scenario, nominal: &Outcome, source: Source) -> Self {
        let varied = source.varied(scenario);
        let headlines = nominal.headlines();
        let judged: Vec<usize> =
            nominal.digesters.iter().enumerate().filter(|(_, d)| d.verdict.is_some()).map(|(k, _)| k).collect();
        let mut columns = column::inputs(scenario, &varied);
        columns.extend(column::outputs(&headlines));
        let ids: Vec<&str> = judged.iter().map(|k| nominal.digesters[*k].id.as_str()).collect();
        columns.extend(column::verdicts(&ids, nominal.digesters.len()));
        Self { scenario, source, varied, headlines, judged, columns }
    }

    /// Inputs that vary, then outputs, as they stand in a row.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Headlines of the nominal case: the first outputs of a row, in this order.
    pub fn headlines(&self) -> &[Headline] {
        &self.headlines
    }

    /// Number of outputs of a row.
    pub fn output_count(&self) -> usize {
        self.headlines.len() + 2 * self.judged.len()
    }

    /// How its samples are drawn.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Values of all inputs of a sample, in the order of [`Scenario::inputs`].
    pub fn values(&self, sample: u64) -> Vec<f64> {
        self.source.values(self.scenario, sample)
    }

    /// What makes the rows of so many samples the same bits anywhere; `until` is a rule by which they may be fewer.
    pub fn identity(&self, samples: u64, until: Option<String>) -> Identity {
        Identity {
            format: FORMAT.to_owned(),
            scenario: self.scenario.name.clone(),
            scenario_sha256: scenario_sha256(self.scenario),
            engine: ENGINE.to_owned(),
            numeric_class: NUMERIC_CLASS.to_owned(),
            overrides: identity::overrides(self.scenario),
            design: self.source.name().to_owned(),
            replicates: self.source.replicates(),
            given_sha256: self.source.given_sha256().map(str::to_owned),
            seed: self.source.seed(),
            until,
            samples,
            chunk_samples: Chunks::of(samples).size(),
            columns: self.columns.clone(),
        }
    }

    /// The rows of a range of samples, in order.
    pub fn rows(&self, range: Range<u64>) -> Vec<Row> {
        let values: Vec<Vec<f64>> = range.map(|sample| self.values(sample)).collect();
        let row = |(values, found): (&Vec<f64>, Evaluated)| {
            let inputs: Vec<f64> = self.varied.iter().map(|place| values[*place]).collect();
            match found {
                Ok((outputs, steps)) => Row::done(inputs, outputs, steps),
                Err(failure) => Row::failed(inputs, self.output_count(), failure.status, failure.reason),
            }
        };
        values.iter().zip(self.evaluate(&values)).map(row).collect()
    }

    /// The time series of a sample.
    ///
    /// # Errors
    /// Why the sample failed.
    pub fn series(&self, sample: u64) -> SampleSeries {
        let case = self.scenario.case(&self.values(sample)).map_err(|e| Failure::assemble(&e))?;
        let outcome = evaluate(&case, Detail::Series).map_err(|e| Failure::evaluate(&e))?;
        Ok(series::series(&outcome))
    }

    /// The headlines alone of a range of samples, in the order of [`Study::headlines`], or why the sample failed.
    pub fn headlines_of(&self, range: Range<u64>) -> Vec<SampleRow> {
        let headlines = |row: Row| match row.reason {
            Some(reason) => Err(reason),
            None => Ok(row.outputs.into_iter().take(self.headlines.len()).collect()),
        };
        self.rows(range).into_iter().map(headlines).collect()
    }

    /// Outputs of a block of samples, given all values of each: they are computed together, in lanes, and each has the bits
    /// it has alone.
    pub fn evaluate(&self, block: &[Vec<f64>]) -> Vec<Evaluated> {
        let mut cases = Vec::with_capacity(block.len());
        let assembled: Vec<Result<(), Failure>> = block
            .iter()
            .map(|values| {
                let case = self.scenario.case(values).map_err(|e| Failure::assemble(&e))?;
                cases.push(case);
                Ok(())
            })
            .collect();
        let mut outcomes = evaluate_all(&cases, VectorClass::best()).into_iter();
        let evaluated = |made: Result<(), Failure>| {
            made?;
            let outcome = outcomes.next().expect("one outcome for each case that was made");
            self.evaluated(&outcome.map_err(|e| Failure::evaluate(&e))?)
        };
        assembled.into_iter().map(evaluated).collect()
    }

    fn evaluated(&self, outcome: &Outcome) -> Evaluated {
        let steps: u64 = outcome.digesters.iter().map(|d| d.steps).sum();
        // The integrator's limit on steps is far below; a sum beyond it would be a count nobody reads.
        Ok((self.outputs(outcome)?, u32::try_from(steps).unwrap_or(u32::MAX)))
    }

    /// The outputs of an outcome, in the order of the nominal ones.
    fn outputs(&self, outcome: &Outcome) -> Result<Vec<f64>, Failure> {
        let found = outcome.headlines();
        let value = |want: &Headline| match found.iter().find(|h| h.key == want.key).map(|h| h.value) {
            Some(value) if value.is_finite() => Ok(value),
            None if want.optional => Ok(f64::NAN),
            Some(_) => Err(Failure::not_finite(want.key)),
            None => Err(Failure::absent(want.key)),
        };
        let mut outputs: Vec<f64> = Vec::with_capacity(self.output_count());
        for want in &self.headlines {
            outputs.push(value(want)?);
        }
        outputs.extend(self.judged.iter().flat_map(|k| verdict(&outcome.digesters[*k])));
        Ok(outputs)
    }
}

/// Washed out and acidified, each 0 or 1: their means are probabilities.
fn verdict(digester: &DigesterOutcome) -> [f64; 2] {
    match digester.verdict {
        Some(TankVerdict::WashedOut { .. }) => [1.0, 0.0],
        Some(TankVerdict::Inhibited { .. }) => [0.0, 1.0],
        Some(TankVerdict::NotJudged | TankVerdict::Working) => [0.0, 0.0],
        // The model of a digester is the same in every sample; without a verdict there is nothing to say.
        None => [f64::NAN; 2],
    }
}
