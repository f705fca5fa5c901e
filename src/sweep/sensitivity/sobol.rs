//! Sobol indices from the runs of a pick-freeze design.

use super::error::{NoIndex, SensitivityError};
use super::interval::{Estimate, Independence, Ratios, Resampling};
use super::pick_freeze::PickFreeze;
use super::runs::{KeptRows, RowCounts, Runs, centre};
use rayon::prelude::*;
use serde::Serialize;

/// Shares of an output's variance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SobolIndices {
    /// Mean of the output, its unit.
    pub mean: Estimate,
    /// Variance of the output, its unit squared.
    pub variance: Estimate,
    /// First order, by player: the share of variance that knowing this player alone would take away on average. They sum
    /// to at most 1.
    pub first: Vec<Estimate>,
    /// Total, by player: the share that is left on average when all others are known, interactions included.
    pub total: Vec<Estimate>,
    /// Second order: the share that two players have together, beyond that of each. Empty unless the design has the runs.
    pub second: Vec<Pair>,
    /// Rows behind the numbers.
    pub rows: RowCounts,
}

/// An index of a pair of players.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// The two players, the smaller number first.
    pub players: (usize, usize),
    /// Their index.
    pub index: Estimate,
}

/// Which estimator of first order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FirstOrder {
    /// Mean of B (AB_i - A), Saltelli et al. 2010 (doi:10.1016/j.cpc.2009.09.018), table 2 (b): precise for small indices.
    Saltelli,
    /// Variance less half the mean of (B - AB_i)^2, Jansen 1999 (doi:10.1016/S0010-4655(98)00154-4): precise for large ones.
    Jansen,
    /// The mixture of both that varies least between groups of rows. Both estimate the same, so that their difference is a
    /// control variate: the mixture is at least as precise as the better of the two, for small and large indices alike.
    #[default]
    Mixed,
}

/// Indices of every output from Monte Carlo rows, first order by [`FirstOrder::Mixed`], total by Jansen 1999.
///
/// Runs may stop early: complete rows count.
///
/// # Errors
/// When the runs are not those of the design; and for each output by itself, when it has no indices.
pub fn sobol_indices(
    design: &PickFreeze,
    runs: &Runs,
    resampling: Resampling,
) -> Result<Vec<Result<SobolIndices, NoIndex>>, SensitivityError> {
    sobol_indices_by(design, runs, FirstOrder::default(), Independence::Rows, resampling)
}

/// [`sobol_indices`] with the estimator of first order, and with how the rows depend on each other.
///
/// # Errors
/// As [`sobol_indices`].
pub fn sobol_indices_by(
    design: &PickFreeze,
    runs: &Runs,
    first: FirstOrder,
    independence: Independence,
    resampling: Resampling,
) -> Result<Vec<Result<SobolIndices, NoIndex>>, SensitivityError> {
    runs.check(design.runs())?;
    let one = |output| {
        let view = View { design, runs, output, first };
        let kept = runs.rows(design.runs_per_row(), output);
        view.indices(&kept, independence, resampling)
    };
    Ok((0..runs.outputs()).into_par_iter().map(one).collect())
}

/// One output of the runs.
struct View<'a> {
    design: &'a PickFreeze,
    runs: &'a Runs,
    output: usize,
    first: FirstOrder,
}

impl View<'_> {
    /// The output in a place of a row.
    fn at(&self, row: u64, place: usize) -> f64 {
        self.runs.value(row * self.design.runs_per_row() + place as u64, self.output)
    }

    fn indices(
        &self,
        kept: &KeptRows,
        independence: Independence,
        resampling: Resampling,
    ) -> Result<SobolIndices, NoIndex> {
        let (grouping, bootstrap) = kept.grouping(independence, resampling)?;
        // Every index is the same for y and y - centre; without the centre, differences of large products lose all digits.
        let centre = centre(kept.rows.iter().flat_map(|row| [self.at(*row, 0), self.at(*row, 1)]))?;
        let players = self.design.players().count();
        let pairs = pairs(if self.design.is_second_order() { players } else { 0 });
        let ratios = 2 + 3 * players + pairs.len();
        let mut sums = Ratios::sum(&grouping, ratios, |k, numerators, denominators| {
            self.row(kept.rows[k], centre, &pairs, numerators);
            denominators.fill(0.5 * numerators[1]);
            // Mean and variance are per point, and a row has two.
            denominators[..2].fill(2.0);
        });
        for player in 0..players {
            let (saltelli, jansen) = (2 + player, 2 + 2 * players + player);
            match self.first {
                FirstOrder::Saltelli => {}
                FirstOrder::Jansen => sums.replace(saltelli, jansen),
                FirstOrder::Mixed => sums.mix(saltelli, jansen),
            }
        }
        let found: Option<Vec<Estimate>> = sums.estimates(&bootstrap).into_iter().collect();
        let mut found = found.ok_or(NoIndex::Constant)?.into_iter();
        let (mean, variance) = (found.next(), found.next());
        let (mean, variance) = mean.zip(variance).expect("two ratios stand before those of the players");
        let shifted = |v: f64| v + centre;
        let mean = Estimate { value: shifted(mean.value), low: shifted(mean.low), high: shifted(mean.high), ..mean };
        let first = found.by_ref().take(players).collect();
        let total = found.by_ref().take(players).collect();
        let found = found.skip(players);
        let second = pairs.into_iter().zip(found).map(|(players, index)| Pair { players, index }).collect();
        Ok(SobolIndices { mean, variance, first, total, second, rows: kept.counts })
    }

    /// Mean, twice the variance, then a partial variance for each index, of one row.
    fn row(&self, row: u64, centre: f64, pairs: &[(usize, usize)], numerators: &mut [f64]) {
        let players = self.design.players().count();
        let value = |place: usize| self.at(row, place) - centre;
        let (a, b) = (value(0), value(1));
        numerators[0] = a + b;
        numerators[1] = a * a + b * b;
        let variance = 0.5 * numerators[1];
        let saltelli = |from: f64, other: f64, hybrid: f64| other * (hybrid - from);
        // Half the mean square difference is the variance left when what both share is known.
        let left = |x: f64, y: f64| 0.5 * (x - y) * (x - y);
        for player in 0..players {
            let ab = value(2 + player);
            let mut found = [saltelli(a, b, ab), left(a, ab), variance - left(b, ab)];
            if self.design.is_second_order() {
                let ba = value(2 + players + player);
                let back = [saltelli(b, a, ba), left(b, ba), variance - left(a, ba)];
                found.iter_mut().zip(back).for_each(|(there, back)| *there = 0.5 * (*there + back));
            }
            for (block, value) in found.into_iter().enumerate() {
                numerators[2 + block * players + player] = value;
            }
        }
        for (k, (i, j)) in pairs.iter().enumerate() {
            // BA_i and AB_j share players i (from A) and j (from B) and nothing else: Saltelli 2002
            // (doi:10.1016/S0010-4655(02)00280-1), theorem 1; once more with i and j exchanged.
            let closed = |i: usize, j: usize| value(2 + players + i) * value(2 + j) - a * b;
            let both = 0.5 * (closed(*i, *j) + closed(*j, *i));
            numerators[2 + 3 * players + k] = both - numerators[2 + i] - numerators[2 + j];
        }
    }
}

/// All pairs of players.
fn pairs(players: usize) -> Vec<(usize, usize)> {
    (0..players).flat_map(|i| (i + 1..players).map(move |j| (i, j))).collect()
}
