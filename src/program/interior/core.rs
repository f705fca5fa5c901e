//! What the interior-point method works on: variables in groups of one supply each, then loose ones, and rows that are
//! equations.

use crate::program::model::Model;
use std::ops::Range;

/// The programme in scaled units: flows by the mean supply, costs by the largest, rows by their largest weight.
#[derive(Clone, Debug, Default)]
pub(in crate::program) struct Core {
    starts: Vec<usize>,
    /// Of each group.
    pub(super) supply: Vec<f64>,
    pub(super) cost: Vec<f64>,
    pub(super) max: Vec<f64>,
    entry_starts: Vec<usize>,
    entry_rows: Vec<u32>,
    entry_weights: Vec<f64>,
    /// Of each row.
    pub(super) rhs: Vec<f64>,
    /// Column of the model that a variable is; none for a slack.
    columns: Vec<Option<usize>>,
    /// Unit of each variable.
    units: Vec<f64>,
    /// Row of the model, and unit of its price.
    rows: Vec<(usize, f64)>,
}

/// Why there is no core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::program) enum NoCore {
    /// What is left cannot be kept, whatever the flows.
    Infeasible,
    /// Nothing is left to choose.
    Decided,
}

/// Share of the largest limit by which a row without variables may be broken.
const ROUNDING: f64 = 1e-9;

impl Core {
    /// The core of a model: the columns `by_source[s]` of each source that has any, which carry all its supply, and loose
    /// columns. `base` is what each row already holds.
    pub(in crate::program) fn new(
        model: &Model,
        by_source: &[Vec<usize>],
        loose: &[usize],
        base: &[f64],
    ) -> Result<Self, NoCore> {
        let sources: Vec<usize> = (0..by_source.len()).filter(|s| !by_source[*s].is_empty()).collect();
        let kept = || sources.iter().flat_map(|s| by_source[*s].iter()).chain(loose).copied();
        if kept().next().is_none() {
            return Err(NoCore::Decided);
        }
        let total: f64 = sources.iter().map(|s| model.supply[*s]).sum();
        let mass = if total > 0.0 { total / sources.len() as f64 } else { 1.0 };
        let unit = |column: usize| if model.columns[column].source.is_some() { mass } else { 1.0 };
        let worth = kept().map(|c| model.columns[c].cost.abs() * unit(c)).fold(0.0, f64::max);
        let worth = if worth > 0.0 { worth } else { 1.0 };
        let mut largest = vec![0.0_f64; model.rows.len()];
        for column in kept() {
            for (row, weight) in &model.columns[column].entries {
                largest[*row] = largest[*row].max((weight * unit(column)).abs());
            }
        }
        let mut core = Self { starts: vec![0], entry_starts: vec![0], ..Self::default() };
        let places = core.add_rows(model, base, &largest, worth)?;
        for source in &sources {
            core.supply.push(model.supply[*source] / mass);
            by_source[*source].iter().for_each(|c| core.push(model, *c, mass, worth, &places, &largest));
            core.starts.push(core.cost.len());
        }
        loose.iter().for_each(|c| core.push(model, *c, 1.0, worth, &places, &largest));
        core.add_slacks(model, base, &largest);
        Ok(core)
    }

    /// Keeps the rows that some variable touches and that have a limit; where each went.
    fn add_rows(
        &mut self,
        model: &Model,
        base: &[f64],
        largest: &[f64],
        worth: f64,
    ) -> Result<Vec<Option<u32>>, NoCore> {
        let mut places = vec![None; model.rows.len()];
        for (row, limit) in model.rows.iter().enumerate() {
            let slack = ROUNDING * base[row].abs().max(1.0);
            if largest[row] == 0.0 {
                if base[row] < limit.low - slack || base[row] > limit.high + slack {
                    return Err(NoCore::Infeasible);
                }
            } else if limit.low > f64::NEG_INFINITY || limit.high < f64::INFINITY {
                places[row] = u32::try_from(self.rows.len()).ok();
                self.rows.push((row, worth / largest[row]));
            }
        }
        Ok(places)
    }

    fn push(&mut self, model: &Model, at: usize, unit: f64, worth: f64, places: &[Option<u32>], largest: &[f64]) {
        let column = &model.columns[at];
        self.cost.push(column.cost * unit / worth);
        self.max.push(column.max / unit);
        self.columns.push(Some(at));
        self.units.push(unit);
        for (row, weight) in &column.entries {
            if let Some(place) = places[*row] {
                self.entry_rows.push(place);
                self.entry_weights.push(weight * unit / largest[*row]);
            }
        }
        self.entry_starts.push(self.entry_rows.len());
    }

    /// Turns every row into an equation: what is left to its largest value is a variable, or else what is above its least.
    fn add_slacks(&mut self, model: &Model, base: &[f64], largest: &[f64]) {
        for place in 0..self.rows.len() {
            let row = self.rows[place].0;
            let (low, high) = (model.rows[row].low, model.rows[row].high);
            let scaled = |limit: f64| (limit - base[row]) / largest[row];
            let (rhs, weight) = if high < f64::INFINITY { (scaled(high), 1.0) } else { (scaled(low), -1.0) };
            self.rhs.push(rhs);
            if low == high {
                continue;
            }
            self.cost.push(0.0);
            self.max.push(if weight > 0.0 { (high - low) / largest[row] } else { f64::INFINITY });
            self.columns.push(None);
            self.units.push(largest[row]);
            self.entry_rows.push(place as u32);
            self.entry_weights.push(weight);
            self.entry_starts.push(self.entry_rows.len());
        }
    }

    pub(super) fn len(&self) -> usize {
        self.cost.len()
    }

    pub(super) fn groups(&self) -> usize {
        self.supply.len()
    }

    pub(super) fn group(&self, group: usize) -> Range<usize> {
        self.starts[group]..self.starts[group + 1]
    }

    /// Variables of no group.
    pub(super) fn loose(&self) -> Range<usize> {
        self.starts[self.supply.len()]..self.cost.len()
    }

    pub(super) fn entries(&self, variable: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.entry_starts[variable]..self.entry_starts[variable + 1];
        self.entry_rows[range.clone()].iter().map(|row| *row as usize).zip(self.entry_weights[range].iter().copied())
    }

    /// A column times prices.
    pub(super) fn dot(&self, variable: usize, prices: &[f64]) -> f64 {
        self.entries(variable).fold(0.0, |sum, (row, weight)| sum + weight * prices[row])
    }

    /// Adds a multiple of a column to rows.
    pub(super) fn add(&self, variable: usize, times: f64, rows: &mut [f64]) {
        self.entries(variable).for_each(|(row, weight)| rows[row] += weight * times);
    }

    /// Writes values into those of the model's columns.
    pub(in crate::program) fn write_values(&self, x: &[f64], values: &mut [f64]) {
        for ((column, unit), x) in self.columns.iter().zip(&self.units).zip(x) {
            if let Some(column) = column {
                values[*column] = x * unit;
            }
        }
    }

    /// Prices of the model's rows; zero for rows without a say.
    pub(in crate::program) fn prices(&self, pi: &[f64], rows: usize) -> Vec<f64> {
        let mut prices = vec![0.0; rows];
        self.rows.iter().zip(pi).for_each(|((row, unit), pi)| prices[*row] = pi * unit);
        prices
    }
}
