//! Ranks between which a quantile lies, whatever the distribution.

/// The ranks, from 1, of the two order statistics of `count` independent values between which the quantile `share` lies
/// with a probability of at least 1 - 2 `tail`; none where there are too few values for both.
///
/// The number of values below the quantile is binomial: exact, distribution free (David & Nagaraja 2003, Order
/// Statistics, section 7.1, doi:10.1002/0471722162). At most `tail` lies on each side. Probabilities by their ratios from
/// the mode outward: no approximation for any count, in time of its square root.
pub(super) fn ranks(count: u64, share: f64, tail: f64) -> Option<(u64, u64)> {
    let n = count as f64;
    let odds = share / (1.0 - share);
    let mode = ((n + 1.0) * share).floor().min(n);
    let down = |k: f64, f: f64| f * (k / (n - k + 1.0)) / odds;
    let up = |k: f64, f: f64| f * ((n - k) / (k + 1.0)) * odds;
    let left = side(mode, |k| k > 0.0, -1.0, down);
    let right = side(mode, |k| k < n, 1.0, up);
    // The mode itself, with weight 1, is in both sums.
    let limit = tail * (left + right - 1.0);
    let below = outward(mode, left, limit, -1.0, down);
    let above = outward(mode, right, limit, 1.0, up);
    // At most `tail` below or at `below`: the lower rank is the next one. At most `tail` from `above` on.
    (below >= 0.0 && above <= n).then_some((below as u64 + 1, above as u64))
}

/// Sum of weights from the mode outward, until they no longer count.
fn side(mode: f64, more: impl Fn(f64) -> bool, step: f64, next: impl Fn(f64, f64) -> f64) -> f64 {
    let (mut k, mut weight, mut sum) = (mode, 1.0, 1.0);
    while more(k) && weight > 1e-20 {
        weight = next(k, weight);
        k += step;
        sum += weight;
    }
    sum
}

/// The first place, going outward from the mode, from which on no more than `limit` of the weights is left.
fn outward(mode: f64, sum: f64, limit: f64, step: f64, next: impl Fn(f64, f64) -> f64) -> f64 {
    let (mut k, mut weight, mut rest) = (mode, 1.0, sum);
    while rest > limit && weight > 0.0 {
        rest -= weight;
        weight = next(k, weight);
        k += step;
    }
    k
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Binomial, DiscreteCDF};

    /// Median of 20 and of 100 values: P(B <= 5) = 0.0207 and P(B <= 6) = 0.0577 of binomial(20, 1/2), P(B <= 39) = 0.0176
    /// and P(B <= 40) = 0.0284 of binomial(100, 1/2), by summing whole numbers.
    #[test]
    fn textbook_ranks() {
        assert_eq!(ranks(20, 0.5, 0.025), Some((6, 15)));
        assert_eq!(ranks(100, 0.5, 0.025), Some((40, 61)));
        // Six values are the fewest: 2 / 2^6 = 0.031.
        assert_eq!((ranks(5, 0.5, 0.025), ranks(6, 0.5, 0.025)), (None, Some((1, 6))));
        // 0.9^36 = 0.0225, 0.9^35 = 0.0250316.
        assert_eq!((ranks(35, 0.9, 0.025), ranks(36, 0.9, 0.025).map(|r| r.1)), (None, Some(36)));
        assert_eq!((ranks(0, 0.5, 0.025), ranks(1, 0.5, 0.025)), (None, None));
    }

    /// Against a binomial distribution by other hands: enough on each side, and not one rank too many.
    #[test]
    fn no_rank_too_many_and_none_too_few() {
        for share in [0.001, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.999] {
            for count in [50, 100, 365, 1000, 4096, 100_000, 3_000_000] {
                let Some((low, high)) = ranks(count, share, 0.025) else { continue };
                let law = Binomial::new(share, count).unwrap();
                let at_most = |k: u64| law.cdf(k);
                assert!(at_most(low - 1) <= 0.025 + 1e-9, "{share} {count}: {low}");
                assert!(at_most(low) > 0.025 - 1e-9, "{share} {count}: {low} is too low");
                assert!(1.0 - at_most(high - 1) <= 0.025 + 1e-9, "{share} {count}: {high}");
                assert!(high < 2 || 1.0 - at_most(high - 2) > 0.025 - 1e-9, "{share} {count}: {high} is too high");
            }
        }
    }
}
