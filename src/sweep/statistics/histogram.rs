//! How often values fall where.

use super::columns::{Columns, read};
use super::error::StatisticsError;
use super::order::interpolate;

/// Number of bins.
const BINS: usize = 50;
/// Share of the values below the first edge, and above the last: far values must not squeeze all others into one bin.
pub(super) const OUTSIDE: f64 = 0.001;

/// Counts of a column in bins of equal width.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// Edges, increasing, one more than bins; a column of one value has the edge twice. A bin holds its lower edge, the last
    /// one both.
    pub edges: Vec<f64>,
    /// Values in each bin.
    pub counts: Vec<u64>,
    /// Values below the first edge.
    pub below: u64,
    /// Values above the last edge.
    pub above: u64,
}

impl Histogram {
    /// Counts a column between two of its values.
    pub(super) fn count<C: Columns + ?Sized>(
        columns: &C,
        column: usize,
        (low, high): (f64, f64),
    ) -> Result<Self, StatisticsError<C::Error>> {
        let mut edges: Vec<f64> = (0..=BINS).map(|k| interpolate(low, high, k as f64 / BINS as f64)).collect();
        edges[BINS] = high;
        // Neighbouring numbers leave no room for as many edges.
        edges.dedup();
        if edges.len() == 1 {
            edges.push(high);
        }
        let bins = edges.len() - 1;
        let mut found = Self { counts: vec![0; bins], below: 0, above: 0, edges };
        read(columns, column, |_, values| {
            for value in values.iter().filter(|v| !v.is_nan()) {
                if *value < low {
                    found.below += 1;
                } else if *value > high {
                    found.above += 1;
                } else {
                    let bin = found.edges.partition_point(|edge| edge <= value).max(1) - 1;
                    found.counts[bin.min(bins - 1)] += 1;
                }
            }
        })?;
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::super::columns::Memory;
    use super::*;

    fn histogram(values: &[f64], ends: (f64, f64)) -> Histogram {
        Histogram::count(&Memory::new(&[values.to_vec()]), 0, ends).unwrap()
    }

    #[test]
    fn every_value_is_counted_once() {
        let values: Vec<f64> = (0..=1000).map(f64::from).chain([f64::NAN]).collect();
        let h = histogram(&values, (1.0, 999.0));
        assert_eq!((h.below, h.above, h.counts.iter().sum::<u64>()), (1, 1, 999));
        assert_eq!((h.edges.len(), h.edges[0], h.edges[50]), (51, 1.0, 999.0));
        assert!(h.counts.iter().all(|c| (19..=21).contains(c)), "{h:?}");
    }

    #[test]
    fn one_value_and_neighbours_and_the_whole_range() {
        let one = histogram(&[2.0, 2.0], (2.0, 2.0));
        assert_eq!((one.edges, one.counts), (vec![2.0, 2.0], vec![2]));
        let near = histogram(&[1.0, 1.0 + f64::EPSILON], (1.0, 1.0 + f64::EPSILON));
        assert_eq!(near.counts.iter().sum::<u64>(), 2);
        assert!(near.edges.windows(2).all(|w| w[0] < w[1]), "{near:?}");
        let wide = histogram(&[f64::MIN, 0.0, f64::MAX], (f64::MIN, f64::MAX));
        assert!(wide.edges.iter().all(|e| e.is_finite()) && wide.counts.iter().sum::<u64>() == 3, "{wide:?}");
    }
}
