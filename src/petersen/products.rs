//! Sums of products over index lists: what a matrix times rates comes down to once its names are resolved.

use crate::num::Real;

/// For each target, the pairs of factors whose products it sums.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductSums {
    counts: Vec<u16>,
    pairs: Vec<(u16, u16)>,
}

impl ProductSums {
    /// From (target, left factor, right factor); the products of a target keep their order. Targets count from 0 to
    /// `targets`.
    ///
    /// # Panics
    /// When an index does not fit 16 bits: lists are made from shipped matrices, far smaller than that.
    pub fn new(targets: usize, products: &[(usize, usize, usize)]) -> Self {
        let narrow = |k: usize| u16::try_from(k).expect("a matrix has far fewer than 65536 entries");
        let mut sums = Self { counts: Vec::new(), pairs: Vec::new() };
        for target in 0..targets {
            let own = products.iter().filter(|(of, _, _)| *of == target);
            let before = sums.pairs.len();
            sums.pairs.extend(own.map(|(_, left, right)| (narrow(*left), narrow(*right))));
            sums.counts.push(narrow(sums.pairs.len() - before));
        }
        sums
    }

    /// out += sum of left x right, target by target. Each sum stays in a register until it is complete.
    #[inline(always)]
    pub fn add<S: Real>(&self, left: &[S], right: &[S], out: &mut [S]) {
        let mut pairs = self.pairs.as_slice();
        for (out, count) in out.iter_mut().zip(&self.counts) {
            let (own, rest) = pairs.split_at(*count as usize);
            pairs = rest;
            let mut sum = *out;
            for (a, b) in own {
                sum += left[*a as usize] * right[*b as usize];
            }
            *out = sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_products_by_target() {
        let sums = ProductSums::new(3, &[(2, 0, 1), (0, 1, 0), (2, 1, 1)]);
        let mut out = [1.0, 5.0, 0.0];
        sums.add(&[2.0, 3.0], &[10.0, 100.0], &mut out);
        assert_eq!(out, [31.0, 5.0, 500.0]);
    }
}
