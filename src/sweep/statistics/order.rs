//! Exact order statistics of a column that need not fit into memory.

use super::columns::{Columns, read};
use super::error::StatisticsError;
use super::rows::Rows;
use std::collections::{BTreeMap, BTreeSet};

/// Rows up to which a column is sorted in memory (32 MB); longer ones are counted in passes.
const SORTED_UP_TO: u64 = 1 << 22;
/// Bits of the key found by each pass over a long column: 8,192 counters a bucket that is looked into.
const DIGIT: u32 = 13;

/// Order statistics to find, and then those found: by group of rows and by rank, from 0, among its values.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranks {
    groups: Vec<Rows>,
    wanted: BTreeSet<(usize, u64)>,
}

/// Found order statistics.
#[derive(Clone, Debug)]
pub(super) struct Found(BTreeMap<(usize, u64), f64>);

/// Where a quantile lies among `count` sorted values, from 0, linear between order statistics: definition 7 of Hyndman & Fan 1996
/// (doi:10.1080/00031305.1996.10473566).
pub(super) fn position(share: f64, count: u64) -> f64 {
    share * (count - 1) as f64
}

impl Ranks {
    /// Adds a group of rows; groups may overlap. Returns its number.
    pub(super) fn group(&mut self, rows: Rows) -> usize {
        self.groups.push(rows);
        self.groups.len() - 1
    }

    /// Wants the value of a rank.
    pub(super) fn want(&mut self, group: usize, rank: u64) {
        self.wanted.insert((group, rank));
    }

    /// Wants what lies at a position, from 0, between two ranks.
    pub(super) fn want_at(&mut self, group: usize, position: f64) {
        self.want(group, position.floor() as u64);
        self.want(group, position.ceil() as u64);
    }

    /// Finds all. A wanted rank must be below the number of values of its group.
    pub(super) fn find<C: Columns + ?Sized>(
        &self,
        columns: &C,
        column: usize,
    ) -> Result<Found, StatisticsError<C::Error>> {
        if columns.rows() <= SORTED_UP_TO { self.sort(columns, column) } else { self.refine(columns, column) }
    }

    fn sort<C: Columns + ?Sized>(&self, columns: &C, column: usize) -> Result<Found, StatisticsError<C::Error>> {
        let mut values = Vec::with_capacity(columns.rows() as usize);
        read(columns, column, |_, stretch| values.extend_from_slice(stretch))?;
        let mut found = BTreeMap::new();
        for (group, rows) in self.groups.iter().enumerate() {
            let mut sorted: Vec<f64> = rows.present(0, &values).collect();
            sorted.sort_unstable_by(f64::total_cmp);
            for (_, rank) in self.wanted.range((group, 0)..(group + 1, 0)) {
                found.insert((group, *rank), sorted[*rank as usize]);
            }
        }
        Ok(Found(found))
    }

    /// Radix selection: each pass counts the next digit of the keys in every bucket that holds a wanted rank.
    fn refine<C: Columns + ?Sized>(&self, columns: &C, column: usize) -> Result<Found, StatisticsError<C::Error>> {
        // Of each wanted rank: the leading bits of its key, and its rank among the values with these bits.
        let mut state: BTreeMap<(usize, u64), (u64, u64)> = self.wanted.iter().map(|w| (*w, (0, w.1))).collect();
        let mut known = 0;
        while known < u64::BITS {
            let digit = DIGIT.min(u64::BITS - known);
            let mut buckets: BTreeMap<(usize, u64), Vec<u64>> =
                state.iter().map(|((group, _), (prefix, _))| ((*group, *prefix), vec![0; 1 << digit])).collect();
            self.count(columns, column, (known, digit), &mut buckets)?;
            for ((group, _), (prefix, rank)) in &mut state {
                let mut bucket = 0;
                for count in &buckets[&(*group, *prefix)] {
                    if *rank < *count {
                        break;
                    }
                    *rank -= count;
                    bucket += 1;
                }
                *prefix = *prefix << digit | bucket;
            }
            known += digit;
        }
        Ok(Found(state.into_iter().map(|(wanted, (key, _))| (wanted, from_key(key))).collect()))
    }

    fn count<C: Columns + ?Sized>(
        &self,
        columns: &C,
        column: usize,
        (known, digit): (u32, u32),
        buckets: &mut BTreeMap<(usize, u64), Vec<u64>>,
    ) -> Result<(), StatisticsError<C::Error>> {
        // By group, sorted by prefix as the map is.
        let mut open: Vec<Vec<(u64, &mut Vec<u64>)>> = self.groups.iter().map(|_| Vec::new()).collect();
        for ((group, prefix), counts) in buckets {
            open[*group].push((*prefix, counts));
        }
        read(columns, column, |first, values| {
            for (rows, open) in self.groups.iter().zip(&mut open) {
                for value in rows.present(first, values) {
                    let key = to_key(value);
                    // Nothing is known before the first pass, and a shift by all bits is none.
                    let leading = key.checked_shr(u64::BITS - known).unwrap_or(0);
                    if let Ok(bucket) = open.binary_search_by_key(&leading, |(prefix, _)| *prefix) {
                        let next = key >> (u64::BITS - known - digit) & ((1 << digit) - 1);
                        open[bucket].1[next as usize] += 1;
                    }
                }
            }
        })
    }
}

impl Found {
    /// A value that was wanted.
    pub(super) fn at(&self, group: usize, rank: u64) -> f64 {
        self.0[&(group, rank)]
    }

    /// What lies at a position that was wanted.
    pub(super) fn between(&self, group: usize, position: f64) -> f64 {
        let (low, high) = (self.at(group, position.floor() as u64), self.at(group, position.ceil() as u64));
        interpolate(low, high, position - position.floor())
    }
}

/// `share` of the way from `low` to `high`; finite for all finite ends.
pub(super) fn interpolate(low: f64, high: f64, share: f64) -> f64 {
    let gap = high - low;
    if gap.is_finite() { low + share * gap } else { (1.0 - share) * low + share * high }
}

/// Bits that rise as the numbers do (the order of `f64::total_cmp`).
fn to_key(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

fn from_key(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key })
}

#[cfg(test)]
mod tests {
    use super::super::columns::Memory;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// Sorting and counting find the same bits, with ties, gaps, zeros of both signs and the ends of the range.
        #[test]
        fn counting_finds_what_sorting_finds(
            values in prop::collection::vec(
                prop_oneof![
                    any::<f64>().prop_filter("finite", |v| v.is_finite()),
                    (-3i8..3).prop_map(f64::from),
                    Just(f64::NAN), Just(-0.0), Just(f64::MAX), Just(-5e-324),
                ],
                2..300,
            ),
            cut in 0.0f64..1.0,
        ) {
            let n = values.len() as u64;
            let cut = (cut * n as f64) as u64;
            let groups = [Rows::of(0..n), Rows::of(0..cut), Rows::of(cut..n), Rows::dealt(0..n, 3, 1), Rows::dealt(0..cut, 2, 0)];
            let mut ranks = Ranks::default();
            for rows in groups {
                let present = rows.present(0, &values).count() as u64;
                let group = ranks.group(rows);
                for rank in [0, present / 3, present / 2, present.saturating_sub(1)] {
                    if rank < present {
                        ranks.want(group, rank);
                    }
                }
            }
            let columns = [values];
            let sorted = ranks.sort(&Memory::new(&columns), 0).unwrap();
            let counted = ranks.refine(&Memory::new(&columns), 0).unwrap();
            let bits = |f: &Found| f.0.iter().map(|(k, v)| (*k, v.to_bits())).collect::<Vec<_>>();
            prop_assert_eq!(bits(&sorted), bits(&counted));
            prop_assert!(sorted.0.len() == ranks.wanted.len());
        }

        #[test]
        fn keys_keep_order_and_value(a in any::<f64>(), b in any::<f64>()) {
            prop_assert_eq!(to_key(a).cmp(&to_key(b)), a.total_cmp(&b));
            prop_assert_eq!(from_key(to_key(a)).to_bits(), a.to_bits());
        }
    }
}
