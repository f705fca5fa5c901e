//! What failed samples could change, had they ended with a value.

/// Least and most that a statistic could have been; none for an end without limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bracket {
    /// Had every failed sample been smallest.
    pub low: Option<f64>,
    /// Had every failed sample been largest.
    pub high: Option<f64>,
}

/// Positions, from 0, among `count` sorted values at which the quantile `share` would lie had any of the `failed` samples
/// had values, all below or all above the others; none where it would lie among them.
///
/// With j more values below, the quantile of definition 7 lies at share (count + j - 1) - j of the known values, which
/// falls as j grows; with j more above, at share (count + j - 1), which rises: j = `failed` bounds all cases.
pub(super) fn positions(share: f64, count: u64, failed: u64) -> [Option<f64>; 2] {
    let (last, failed) = ((count - 1) as f64, failed as f64);
    let low = share * last - failed * (1.0 - share);
    let high = share * last + failed * share;
    [(low >= 0.0).then_some(low), (high <= last).then_some(high)]
}

/// The share of ones among `count` values had the `failed` samples been all zeros, or all ones.
pub(super) fn probability(ones: u64, count: u64, failed: u64) -> Bracket {
    let all = (count + failed) as f64;
    Bracket { low: Some(ones as f64 / all), high: Some((ones + failed) as f64 / all) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 91 values 0..=90 and 10 failures: the median of 101 values is the 51st. All below: 0-based 50 - 10 = 40; all
    /// above: 50. The 5 % and 95 % quantiles could be anything below or above.
    #[test]
    fn positions_by_counting() {
        assert_eq!(positions(0.5, 91, 10), [Some(40.0), Some(50.0)]);
        assert_eq!(positions(0.05, 91, 10)[0], None);
        assert_eq!(positions(0.95, 91, 10)[1], None);
        assert_eq!(positions(0.5, 91, 0), [Some(45.0), Some(45.0)]);
        assert_eq!(probability(3, 10, 2), Bracket { low: Some(0.25), high: Some(5.0 / 12.0) });
    }
}
