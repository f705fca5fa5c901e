//! Estimates over the first rows of a column, with intervals by the way the samples were drawn.

use super::binomial;
use super::columns::{Columns, read};
use super::error::StatisticsError;
use super::interval::{self, Interval, IntervalKind, LEVEL, REPLICATE_TAIL_MIN, REPLICATES_MAX, Sampling};
use super::moments::Moments;
use super::order::{Found, Ranks, position};
use super::rows::Rows;
use std::ops::Range;

/// An estimate with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Where the true value lies with a confidence of [`LEVEL`]; none where the samples do not tell.
    pub interval: Option<Interval>,
}

impl Estimate {
    /// The larger distance to an end of the interval.
    pub fn half_width(&self) -> Option<f64> {
        self.interval.map(|i| i.half_width(self.value))
    }
}

/// First rows and the replicates of the design, with the moments of each.
pub(super) struct Groups {
    independent: bool,
    /// Of each prefix, which has the group of the same number: the groups of its replicates.
    replicates: Vec<Vec<usize>>,
    groups: Vec<Rows>,
    moments: Vec<Moments>,
}

impl Groups {
    /// Reads a column once. `prefixes` are numbers of first rows, none larger than the column.
    pub(super) fn read<C: Columns + ?Sized>(
        columns: &C,
        column: usize,
        prefixes: &[u64],
        sampling: &Sampling,
    ) -> Result<Self, StatisticsError<C::Error>> {
        let mut groups: Vec<Rows> = prefixes.iter().map(|end| Rows::of(0..*end)).collect();
        let mut replicates = vec![Vec::new(); prefixes.len()];
        match sampling {
            Sampling::Independent | Sampling::Unknown => {}
            Sampling::Replicates(ranges) => {
                let disordered = ranges.windows(2).any(|w| w[1].start < w[0].end);
                if disordered || ranges.iter().any(Range::is_empty) {
                    return Err(StatisticsError::Ranges);
                }
                for range in ranges.iter().filter(|r| r.end <= columns.rows()) {
                    for (list, end) in replicates.iter_mut().zip(prefixes) {
                        list.extend((range.end <= *end).then_some(groups.len()));
                    }
                    groups.push(Rows::of(range.clone()));
                }
            }
            Sampling::Dealt { replicates } if *replicates > REPLICATES_MAX => {
                return Err(StatisticsError::Replicates { replicates: *replicates });
            }
            Sampling::Dealt { replicates: many } => {
                for (list, end) in replicates.iter_mut().zip(prefixes) {
                    list.extend(groups.len()..groups.len() + *many as usize);
                    groups.extend((0..*many).map(|phase| Rows::dealt(0..*end, *many, phase)));
                }
            }
        }
        let moments = survey(columns, column, &groups)?;
        Ok(Self { independent: *sampling == Sampling::Independent, replicates, groups, moments })
    }

    /// Moments over a prefix.
    pub(super) fn moments(&self, prefix: usize) -> &Moments {
        &self.moments[prefix]
    }

    /// Replicates of a prefix that have values.
    fn replicates_within(&self, prefix: usize) -> impl Iterator<Item = usize> {
        self.replicates[prefix].iter().copied().filter(|r| self.moments[*r].count() > 0)
    }

    /// The order statistics behind quantiles of all prefixes and replicates.
    pub(super) fn ranks(&self, shares: &[f64]) -> Ranks {
        let mut ranks = Ranks::default();
        for (group, (rows, moments)) in self.groups.iter().zip(&self.moments).enumerate() {
            ranks.group(rows.clone());
            let count = moments.count();
            for share in shares.iter().filter(|_| count > 0) {
                ranks.want_at(group, position(*share, count));
                if let Some((low, high)) = self.interval_ranks(group, *share) {
                    ranks.want(group, low);
                    ranks.want(group, high);
                }
            }
        }
        ranks
    }

    /// Ranks, from 0, between which a quantile of independent values lies.
    fn interval_ranks(&self, group: usize, share: f64) -> Option<(u64, u64)> {
        let count = self.moments[group].count();
        let ranks = binomial::ranks(count, share, 0.5 - LEVEL / 2.0).filter(|_| self.independent)?;
        Some((ranks.0 - 1, ranks.1 - 1))
    }

    /// A quantile over a prefix that has values.
    pub(super) fn quantile(&self, found: &Found, prefix: usize, share: f64) -> Estimate {
        let of = |group: usize| found.between(group, position(share, self.moments[group].count()));
        let value = of(prefix);
        let kind = IntervalKind::OrderStatistics;
        let independent = self.interval_ranks(prefix, share).map(|(low, high)| Interval {
            low: found.at(prefix, low),
            high: found.at(prefix, high),
            kind,
        });
        let replicates = || self.by_replicates(prefix, value, of).filter(|_| self.replicates_reach(prefix, share));
        Estimate { value, interval: independent.or_else(replicates) }
    }

    /// Whether replicates hold enough values for a quantile of each to mean something.
    fn replicates_reach(&self, prefix: usize, share: f64) -> bool {
        let (replicates, values) =
            self.replicates_within(prefix).fold((0_u64, 0_u64), |(n, sum), r| (n + 1, sum + self.moments[r].count()));
        // A share such as 0.9 leaves 0.09999999999999998 on its other side.
        let rounding = 1e-9;
        values as f64 * share.min(1.0 - share) >= REPLICATE_TAIL_MIN * replicates as f64 * (1.0 - rounding)
    }

    /// Mean and standard deviation over a prefix; none without values or where they overflow.
    pub(super) fn mean(&self, prefix: usize) -> Option<(Estimate, f64)> {
        let moments = &self.moments[prefix];
        let (value, deviation) = (moments.mean()?, moments.standard_deviation()?);
        let interval = if self.independent {
            interval::of_mean(value, deviation, moments.count())
        } else {
            // A replicate is part of the prefix, whose sums do not overflow.
            self.by_replicates(prefix, value, |group| self.moments[group].mean().unwrap_or(value))
        };
        Some((Estimate { value, interval }, deviation))
    }

    /// The mean over a prefix of zeros and ones, of which `ones` are ones.
    pub(super) fn probability(&self, prefix: usize, ones: u64) -> Option<Estimate> {
        let count = self.moments[prefix].count();
        let value = (count > 0).then_some(ones as f64 / count as f64)?;
        let wilson = || interval::of_probability(ones, count);
        let interval = if self.independent {
            wilson()
        } else {
            let replicates = self.by_replicates(prefix, value, |group| self.moments[group].mean().unwrap_or(value));
            // Where all replicates agree they show no scatter, which is no proof that there is none. A probability lies
            // within 0 and 1, and so does the part of the interval that can be true.
            replicates.and_then(|i| {
                let inside = Interval { low: i.low.max(0.0), high: i.high.min(1.0), kind: i.kind };
                if i.low < i.high { Some(inside) } else { wilson() }
            })
        };
        Some(Estimate { value, interval })
    }

    fn by_replicates(&self, prefix: usize, value: f64, of: impl Fn(usize) -> f64) -> Option<Interval> {
        let estimates: Vec<(u64, f64)> =
            self.replicates_within(prefix).map(|r| (self.moments[r].count(), of(r))).collect();
        interval::of_replicates(value, &estimates)
    }
}

/// Moments of groups of rows in one reading; an infinite value is an error.
fn survey<C: Columns + ?Sized>(
    columns: &C,
    column: usize,
    groups: &[Rows],
) -> Result<Vec<Moments>, StatisticsError<C::Error>> {
    let mut moments = vec![Moments::default(); groups.len()];
    let mut infinite = None;
    read(columns, column, |first, values| {
        if let Some(at) = values.iter().position(|v| v.is_infinite()) {
            infinite = infinite.or(Some(first + at as u64));
        }
        for (rows, moments) in groups.iter().zip(&mut moments) {
            rows.present(first, values).for_each(|v| moments.push(v));
        }
    })?;
    match infinite {
        Some(row) => Err(StatisticsError::Infinite { row }),
        None => Ok(moments),
    }
}
