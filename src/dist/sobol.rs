//! The Sobol sequence, with the direction numbers of Joe & Kuo 2008 (10.1137/070709359), randomised by a random linear
//! matrix and a digital shift (Matousek 1998, 10.1006/jcom.1998.0489).

use super::mixer::stretched;
use super::philox::{ParameterId, open_unit, random_words};
use super::replicates::Replicates;
use std::sync::OnceLock;

/// Most dimensions that the table of direction numbers serves.
pub const SOBOL_DIMENSIONS: usize = 2048;

/// Most samples: a number has 52 bits, and with more points than that they would repeat.
pub const SOBOL_SAMPLES: u64 = 1 << 52;

const BITS: usize = u64::BITS as usize;

/// Direction numbers of one dimension: word k stands for bit k of the (Gray-coded) number of a point.
type Directions = [u64; BITS];

/// Added to the seed, so that matrices and shifts are no numbers of the samples themselves.
const DOMAIN: u64 = ParameterId::of("sobol").value();

/// Scrambled Sobol points, each replicate under a matrix and a shift of its own.
///
/// The first 2^m points of a replicate put exactly one into each of 2^m strata of every dimension, and fill boxes of two
/// and more dimensions as evenly as the sequence does. Any number of samples is allowed; what is lost when a replicate's
/// share is no power of two is the fast convergence of its last, unfinished block, not the unbiasedness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sobol {
    pub(super) replicates: Replicates,
}

impl Sobol {
    /// The number of a sample in a dimension below [`SOBOL_DIMENSIONS`]; NaN beyond, which no checked plan asks for.
    pub(super) fn uniform(&self, seed: u64, sample: u64, dimension: usize) -> f64 {
        let Some(directions) = directions().get(dimension) else { return f64::NAN };
        let (replicate, number) = self.replicates.split(sample);
        let [key, shift] = random_words(seed ^ DOMAIN, replicate, dimension as u64);
        open_unit(scrambled(point(directions, number), key) ^ shift)
    }
}

/// Point `number` of the unscrambled sequence in a dimension, as a fraction of 2^64: in Gray-code order, as published
/// lists have it. None beyond [`SOBOL_DIMENSIONS`].
pub fn sobol_point(dimension: usize, number: u64) -> Option<u64> {
    directions().get(dimension).map(|d| point(d, number))
}

fn point(directions: &Directions, number: u64) -> u64 {
    let mut gray = number ^ (number >> 1);
    let mut x = 0;
    while gray != 0 {
        x ^= directions[gray.trailing_zeros() as usize];
        gray &= gray - 1;
    }
    x
}

/// A random lower triangular matrix over GF(2), ones on its diagonal, times x. Column k (from the highest bit) is the bit
/// itself and random ones below it, so that bits above never depend on bits below: strata map to strata.
fn scrambled(x: u64, key: u64) -> u64 {
    let mut rest = x;
    let mut y = 0;
    while rest != 0 {
        let bit = rest.leading_zeros();
        let high = 1_u64 << 63 >> bit;
        y ^= high | (stretched(key, u64::from(bit)) & (high - 1));
        rest ^= high;
    }
    y
}

const TEXT: &str = include_str!("../../models/sampling/sobol_directions.csv");

fn directions() -> &'static [Directions] {
    static TABLE: OnceLock<Vec<Directions>> = OnceLock::new();
    TABLE.get_or_init(|| read(TEXT).expect("the shipped table of direction numbers is sound: a test reads it"))
}

/// The table of `models/sampling/`, dimension 1 (van der Corput) added.
fn read(text: &str) -> Result<Vec<Directions>, String> {
    let mut list = vec![std::array::from_fn(|k| 1_u64 << 63 >> k)];
    for (at, line) in text.lines().enumerate().skip(1) {
        let wrong = |why: &str| format!("line {}: {why}", at + 1);
        let cells: Vec<&str> = line.split(',').collect();
        let [dimension, polynomial, initial] = cells[..] else { return Err(wrong("three cells wanted")) };
        if dimension.parse() != Ok(list.len() + 1) {
            return Err(wrong("dimensions count up by one"));
        }
        let polynomial: u64 = polynomial.parse().map_err(|_| wrong("polynomial is no whole number"))?;
        let initial: Result<Vec<u64>, _> = initial.split(' ').map(str::parse).collect();
        let initial = initial.map_err(|_| wrong("initial numbers are no whole numbers"))?;
        list.push(extended(polynomial, &initial).ok_or_else(|| wrong("no direction numbers"))?);
    }
    Ok(list)
}

/// All direction numbers of a dimension from its first ones: the recurrence of Sobol 1967 as written by Joe & Kuo 2008,
/// equation (2.3).
fn extended(polynomial: u64, initial: &[u64]) -> Option<Directions> {
    let degree = (u64::BITS - 1).checked_sub(polynomial.leading_zeros())? as usize;
    let sound = |(k, m): (usize, &u64)| m % 2 == 1 && *m < 2 << k;
    if degree == 0 || degree != initial.len() || polynomial & 1 == 0 || !initial.iter().enumerate().all(sound) {
        return None;
    }
    let mut v = [0; BITS];
    for k in 0..BITS {
        v[k] = match initial.get(k) {
            Some(m) => m << (BITS - 1 - k),
            None => {
                let inner = (1..degree).filter(|j| polynomial >> (degree - j) & 1 == 1);
                let sum = inner.fold(0, |sum, j| sum ^ v[k - j]);
                sum ^ v[k - degree] ^ (v[k - degree] >> degree)
            }
        };
    }
    Some(v)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_is_sound_and_complete() {
        assert_eq!(read(TEXT).unwrap().len(), SOBOL_DIMENSIONS);
        // A changed cell is refused: an even number, one too large, a degree that does not fit, a row left out.
        for (row, wrong) in [("4,11,1 3 1", "4,11,1 2 1"), ("4,11,1 3 1", "4,11,1 5 1"), ("4,11,1 3 1", "4,19,1 3 1")] {
            assert!(read(&TEXT.replacen(row, wrong, 1)).unwrap_err().starts_with("line 4"), "{wrong}");
        }
        assert!(read(&TEXT.replacen("4,11,1 3 1\n", "", 1)).is_err());
    }

    /// Each matrix of direction numbers is upper triangular with ones: point k and point k' of the first 2^m differ.
    #[test]
    fn every_dimension_is_a_permutation_at_every_level() {
        for (dimension, v) in directions().iter().enumerate() {
            for (k, word) in v.iter().enumerate() {
                assert_eq!(word.trailing_zeros() as usize, BITS - 1 - k, "dimension {dimension}, word {k}");
            }
        }
    }
}
