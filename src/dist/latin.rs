//! Latin hypercube sampling: McKay, Beckman & Conover 1979 (10.2307/1268522).
//!
//! Nothing is shuffled and stored: the stratum of a sample is a keyed permutation of its number, so that any sample of
//! any dimension is had by itself.

use super::mixer::stretched;
use super::philox::{ParameterId, open_unit, random_words};
use super::replicates::Replicates;

/// Added to the seed, so that the keys of permutations are no numbers of the samples themselves.
const DOMAIN: u64 = ParameterId::of("latin hypercube").value();

/// Rounds of the permutation of numbers of so many bits. Four make a Feistel network hard to tell from random where the
/// halves are wide (Luby & Rackoff 1988, 10.1137/0217022); narrow halves need more, as tests over all permutations of few
/// numbers show.
fn rounds(bits: u32) -> u64 {
    match bits {
        0..=3 => 40,
        4..=8 => 16,
        _ => 8,
    }
}

/// Latin hypercubes, one a replicate: within each, every dimension has exactly one sample in each of its strata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LatinHypercube {
    pub(super) replicates: Replicates,
}

impl LatinHypercube {
    /// The number of a sample in the dimension of this parameter. A sample beyond the last belongs to a further set of
    /// hypercubes of the same size.
    pub(super) fn uniform(&self, seed: u64, sample: u64, parameter: ParameterId) -> f64 {
        let samples = self.replicates.samples();
        let (set, within) = (sample / samples, sample % samples);
        let (replicate, number) = self.replicates.split(within);
        let strata = self.replicates.size(replicate);
        // Sets and replicates together: no two hypercubes share a key.
        let hypercube = set.wrapping_mul(self.replicates.count()).wrapping_add(replicate);
        let key = random_words(seed ^ DOMAIN, hypercube, parameter.value())[0];
        let stratum = permuted(number, strata, key);
        // Within its stratum the sample lies where plain Monte Carlo would put it in the whole range.
        let jitter = open_unit(random_words(seed, sample, parameter.value())[0]);
        let u = (stratum as f64 + jitter) / strata as f64;
        // The sum may round up to the end of the stratum, and the last end is 1.
        u.min(1.0 - f64::EPSILON / 2.0)
    }
}

/// The image of `k` under a random permutation of 0..n: a Feistel network on the next power of two, walked until it is
/// inside (Black & Rogaway 2002, 10.1007/3-540-45760-7_9). Below two tries on average.
fn permuted(k: u64, n: u64, key: u64) -> u64 {
    let bits = u64::BITS - (n - 1).leading_zeros();
    let mut x = k;
    loop {
        x = scrambled(x, bits, key);
        if x < n {
            return x;
        }
    }
}

/// A permutation of the numbers of so many bits.
fn scrambled(x: u64, bits: u32, key: u64) -> u64 {
    if bits <= 1 {
        return if bits == 1 { x ^ (stretched(key, 0) >> 63) } else { x };
    }
    let (mut left_bits, mut right_bits) = (bits / 2, bits - bits / 2);
    let (mut left, mut right) = (x >> right_bits, x & mask(right_bits));
    for round in 0..rounds(bits) {
        // The round's number far above any half: no two rounds share a word.
        let noise = stretched(key, right | round << 56);
        (left, right) = (right, left ^ (noise >> (u64::BITS - left_bits)));
        (left_bits, right_bits) = (right_bits, left_bits);
    }
    left << right_bits | right
}

fn mask(bits: u32) -> u64 {
    (1 << bits) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permutations_are_permutations() {
        for n in (1..70).chain([127, 128, 129, 1000, 4097]) {
            for key in [0, 7, u64::MAX, 0x1234_5678_9abc_def0] {
                let mut seen = vec![false; n as usize];
                (0..n).for_each(|k| seen[permuted(k, n, key) as usize] = true);
                assert!(seen.iter().all(|s| *s), "{n} under {key:x}");
            }
        }
        assert!(permuted(u64::MAX / 3, u64::MAX / 2, 5) < u64::MAX / 2);
    }

    /// All permutations of a few numbers equally likely: chi square against 5 standard deviations of its law.
    #[test]
    fn permutations_of_few_numbers_are_equally_likely() {
        for n in 2..=6_u64 {
            let count = (1..=n).product::<u64>() as usize;
            let keys = 400 * count as u64;
            let mut hits = std::collections::HashMap::new();
            for key in 0..keys {
                let key = random_words(3, key, 11)[0];
                let image: Vec<u64> = (0..n).map(|k| permuted(k, n, key)).collect();
                *hits.entry(image).or_insert(0_u32) += 1;
            }
            assert_eq!(hits.len(), count, "{n}");
            let chi2: f64 = hits.values().map(|h| (f64::from(*h) - 400.0).powi(2) / 400.0).sum();
            let freedom = (count - 1) as f64;
            assert!((chi2 - freedom).abs() < 5.0 * (2.0 * freedom).sqrt() + 5.0, "{n}: {chi2} on {freedom}");
        }
    }

    /// Where two of more numbers go: every pair of places equally likely.
    #[test]
    fn pairs_of_places_are_equally_likely() {
        for n in [7_u64, 8, 11, 16, 20, 33] {
            let cells = n * (n - 1);
            let mut hits = vec![0.0; (n * n) as usize];
            for key in 0..100 * cells {
                let key = random_words(5, key, n)[0];
                hits[(permuted(0, n, key) * n + permuted(n / 2, n, key)) as usize] += 1.0;
            }
            let chi2: f64 = hits.iter().filter(|h| **h > 0.0).map(|h: &f64| (h - 100.0).powi(2) / 100.0).sum();
            let freedom = (cells - 1) as f64;
            assert!((chi2 - freedom).abs() < 5.0 * (2.0 * freedom).sqrt(), "{n}: {chi2} on {freedom}");
        }
    }
}
