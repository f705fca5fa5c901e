//! Borgonovo's delta (2007, doi:10.1016/j.ress.2006.04.015): the share of the output's probability that an input moves.

use super::Ranking;
use super::slices::slices;

/// Slices of the input, and bins of the output, for so many samples.
fn resolution(samples: usize) -> usize {
    ((2.0 * libm::cbrt(samples as f64)) as usize).clamp(8, 80)
}

/// Folds: the cells counted as gains are chosen on the others.
const FOLDS: usize = 5;

/// Times that the differences are smoothed before the places of gain are chosen.
const PASSES: usize = 3;

/// Half the mean distance between the output's density in a slice of the input and over all samples.
///
/// The distance is the probability that the slice gains where it gains. Choosing those places and measuring the gain on
/// the same samples would count noise as gain, and an input without effect would score well above zero; so the places are
/// chosen on four fifths of the samples and the gain is measured on the last fifth, each fifth in turn.
pub(super) fn delta(rows: &[u32], x: &[f64], ranking: &Ranking) -> f64 {
    let bins = resolution(rows.len());
    let (slice_of, slices) = slices(rows, x, bins);
    let mut counts = vec![0.0; FOLDS * slices * bins];
    for (place, (row, slice)) in rows.iter().zip(&slice_of).enumerate() {
        let standing = ranking.standing[*row as usize];
        let middle = (u64::from(standing.below) + u64::from(standing.up_to)) as usize;
        let bin = (middle * bins / (2 * rows.len())).min(bins - 1);
        counts[((place % FOLDS) * slices + *slice as usize) * bins + bin] += 1.0;
    }
    let cells = slices * bins;
    let total: Vec<f64> = (0..cells).map(|cell| (0..FOLDS).map(|fold| counts[fold * cells + cell]).sum()).collect();
    let mut gain = 0.0;
    for fold in counts.chunks(cells) {
        let rest: Vec<f64> = total.iter().zip(fold).map(|(t, f)| t - f).collect();
        let measured = differences(fold, bins);
        let mut chosen = differences(&rest, bins);
        // Neighbouring cells are alike: together they say more surely where the slice gains. The few values of a
        // discrete input are no neighbours.
        for _ in 0..PASSES {
            chosen = smooth(&chosen, bins, slices == bins);
        }
        let sum: f64 = chosen.iter().zip(&measured).map(|(c, m)| if *c > 0.0 { *m } else { 0.0 }).sum();
        gain += sum / FOLDS as f64;
    }
    gain
}

/// Each cell with its neighbours among the bins, and among the slices if wanted; weights 1, 2, 1.
fn smooth(cells: &[f64], bins: usize, along_slices: bool) -> Vec<f64> {
    let slices = cells.len() / bins;
    let mix = |low: f64, middle: f64, high: f64| 0.25 * low + 0.5 * middle + 0.25 * high;
    let mut found = Vec::with_capacity(cells.len());
    for slice in cells.chunks(bins) {
        let at = |bin: usize| slice[bin.min(bins - 1)];
        found.extend((0..bins).map(|bin| mix(at(bin.saturating_sub(1)), at(bin), at(bin + 1))));
    }
    if !along_slices {
        return found;
    }
    let at = |slice: usize, bin: usize| found[slice.min(slices - 1) * bins + bin];
    let one = |k: usize| {
        let (slice, bin) = (k / bins, k % bins);
        mix(at(slice.saturating_sub(1), bin), at(slice, bin), at(slice + 1, bin))
    };
    (0..cells.len()).map(one).collect()
}

/// Probability of each cell less what it would be if slice and bin were independent.
fn differences(counts: &[f64], bins: usize) -> Vec<f64> {
    let mut of_bin = vec![0.0; bins];
    for slice in counts.chunks(bins) {
        of_bin.iter_mut().zip(slice).for_each(|(sum, c)| *sum += c);
    }
    let all: f64 = of_bin.iter().sum();
    let mut found = Vec::with_capacity(counts.len());
    for slice in counts.chunks(bins) {
        let of_slice: f64 = slice.iter().sum();
        found.extend(slice.iter().zip(&of_bin).map(|(c, b)| c / all - of_slice * b / (all * all)));
    }
    found
}
