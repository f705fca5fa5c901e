//! The result of a sensitivity analysis, whatever the method.

use super::asked::{Grouping, Method};
use crate::study::Column;
use crate::sweep::sensitivity::{
    Estimate, GivenIndices, Independence, MorrisEffects, NoIndex, RowCounts, Samples, SensitivityError, ShapleyEffects,
    SobolIndices, Tornado, given_indices,
};
use crate::words::word;
use std::collections::BTreeMap;

/// Indices of one output by one method.
#[derive(Clone, Debug, PartialEq)]
pub enum Indices {
    /// Sobol.
    Sobol(SobolIndices),
    /// Shapley.
    Shapley(ShapleyEffects),
    /// Morris.
    Morris(MorrisEffects),
    /// One at a time.
    Tornado(Tornado),
    /// Given data.
    Given(GivenIndices),
}

/// One number for every player.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Key in files.
    pub key: &'static str,
    /// Name in tables and figures.
    pub name: &'static str,
    /// By player; none where there is no such number.
    pub values: Vec<Option<Estimate>>,
    /// What the measure gives to a column that does nothing, where it does not give zero.
    pub noise: Option<Estimate>,
}

impl Measure {
    fn of(key: &'static str, name: &'static str, values: &[Estimate]) -> Self {
        Self { key, name, values: values.iter().copied().map(Some).collect(), noise: None }
    }
}

impl Indices {
    /// All numbers, the one that ranks first.
    pub fn measures(&self) -> Vec<Measure> {
        match self {
            Self::Sobol(s) => {
                vec![Measure::of("total", word("Total"), &s.total), Measure::of("first", word("First order"), &s.first)]
            }
            Self::Shapley(s) => vec![
                Measure::of("shapley", "Shapley", &s.effects),
                Measure { key: "first", name: word("Known first"), values: s.first.clone(), noise: None },
                Measure { key: "last", name: word("Known last"), values: s.last.clone(), noise: None },
            ],
            Self::Morris(m) => vec![
                Measure::of("mu_star", "mu*", &m.mu_star),
                Measure::of("mu", "mu", &m.mu),
                Measure::of("sigma", "sigma", &m.sigma),
            ],
            Self::Tornado(t) => {
                let ends = [("reach", word("Reach")), ("low", word("At P10")), ("high", word("At P90"))];
                let all = t.swings.iter().map(|s| [s.reach, s.low, s.high]);
                let of = |k: usize| all.clone().map(|s| s[k].map(Estimate::exact)).collect();
                let measure = |(k, (key, name)): (usize, (&'static str, &'static str))| Measure {
                    key,
                    name,
                    values: of(k),
                    noise: None,
                };
                ends.into_iter().enumerate().map(measure).collect()
            }
            Self::Given(g) => vec![
                Measure { noise: Some(g.delta_dummy), ..Measure::of("delta", "Delta", &g.delta) },
                Measure { noise: Some(g.pawn_dummy), ..Measure::of("pawn", "PAWN", &g.pawn) },
                Measure { noise: Some(g.rank_dummy), ..Measure::of("rank", word("First order"), &g.rank) },
            ],
        }
    }

    /// Players, most important first.
    pub fn ranking(&self) -> Vec<usize> {
        let measures = self.measures();
        let value = |k: &usize| measures[0].values[*k].map_or(f64::NEG_INFINITY, |e| e.value);
        let mut order: Vec<usize> = (0..measures[0].values.len()).collect();
        order.sort_by(|a, b| value(b).total_cmp(&value(a)).then(a.cmp(b)));
        order
    }

    /// What became of the rows; none for a tornado, which has one.
    pub fn rows(&self) -> Option<RowCounts> {
        match self {
            Self::Sobol(s) => Some(s.rows),
            Self::Shapley(s) => Some(s.rows),
            Self::Morris(m) => Some(m.rows),
            Self::Tornado(_) => None,
            Self::Given(g) => Some(g.rows),
        }
    }
}

/// One output.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputSensitivity {
    /// Key, label, unit.
    pub column: Column,
    /// Its indices, or why it has none.
    pub indices: Result<Indices, NoIndex>,
}

/// The result for all outputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// How.
    pub method: Method,
    /// What was ranked together.
    pub grouping: Grouping,
    /// What is ranked are independent factors behind inputs that depend on each other.
    pub factors: bool,
    /// Where factors are ranked: the first input of each set of dependent inputs, how many the set has, and why they
    /// depend on each other.
    pub dependent: Vec<(String, usize, &'static str)>,
    /// Seed; none for given data.
    pub seed: Option<u64>,
    /// Design rows asked for.
    pub rows_wanted: u64,
    /// Complete design rows.
    pub rows: u64,
    /// Runs.
    pub runs: u64,
    /// Runs that failed.
    pub failed: u64,
    /// Why, with their counts.
    pub reasons: BTreeMap<String, u64>,
    /// Names of what is ranked.
    pub players: Vec<String>,
    /// By output.
    pub outputs: Vec<OutputSensitivity>,
}

/// Measures on the columns of a finished sweep. Samples that failed have NaN in all outputs and count as samples without
/// them; `failed` says how many there were.
///
/// # Errors
/// No input, columns of different length.
pub fn given_sensitivity(
    inputs: &[(Column, Vec<f64>)],
    outputs: Vec<(Column, Vec<f64>)>,
    independence: Independence,
    failed: u64,
) -> Result<Sensitivity, SensitivityError> {
    // An input that never varies ranks nothing, and a sweep's table may hold some.
    let varies = |values: &[f64]| values.iter().any(|v| *v != values[0]);
    let kept: Vec<&(Column, Vec<f64>)> = inputs.iter().filter(|(_, values)| varies(values)).collect();
    let columns: Vec<Vec<f64>> = kept.iter().map(|(_, values)| values.clone()).collect();
    let (names, values): (Vec<Column>, Vec<Vec<f64>>) = outputs.into_iter().unzip();
    let samples = Samples { inputs: &columns, outputs: &values, independence, seed: 1 };
    let found = given_indices(&samples)?;
    let rows = columns.first().map_or(0, Vec::len) as u64;
    let one = |(column, indices): (Column, Result<GivenIndices, NoIndex>)| OutputSensitivity {
        column,
        indices: indices.map(Indices::Given),
    };
    Ok(Sensitivity {
        method: Method::GivenData,
        grouping: Grouping::Each,
        factors: false,
        dependent: Vec::new(),
        seed: None,
        rows_wanted: rows,
        rows,
        runs: rows,
        failed,
        reasons: BTreeMap::new(),
        players: kept.iter().map(|(column, _)| column.key.clone()).collect(),
        outputs: names.into_iter().zip(found).map(one).collect(),
    })
}
