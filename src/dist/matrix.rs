//! Correlation matrices of normal scores: are they valid, which valid one is nearest, and how independent scores are
//! mixed to have them.

use nalgebra::{DMatrix, SymmetricEigen};

/// A symmetric matrix with ones on its diagonal and everything else within -1 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct CorrelationMatrix(DMatrix<f64>);

/// Eigenvalues down to minus this count as zero: what rounding makes of a matrix that is just valid.
const ROUNDING: f64 = 1e-9;

/// Rounds of alternating projections: they converge linearly, small matrices within some tens.
const ROUNDS: usize = 2000;

impl CorrelationMatrix {
    /// No correlation among `n` scores.
    pub fn identity(n: usize) -> Self {
        Self(DMatrix::identity(n, n))
    }

    /// Number of scores.
    pub fn size(&self) -> usize {
        self.0.nrows()
    }

    /// Correlation of two scores, from 0.
    pub fn get(&self, i: usize, j: usize) -> f64 {
        self.0[(i, j)]
    }

    /// Sets the correlation of two different scores, within -1 to 1.
    ///
    /// # Panics
    /// When the two are the same, or the number is outside.
    pub fn set(&mut self, i: usize, j: usize, rho: f64) {
        assert!(i != j && (-1.0..=1.0).contains(&rho), "a correlation of {rho} of scores {i} and {j}");
        self.0[(i, j)] = rho;
        self.0[(j, i)] = rho;
    }

    /// The smallest eigenvalue: below zero no random numbers have these correlations.
    pub fn smallest_eigenvalue(&self) -> f64 {
        SymmetricEigen::new(self.0.clone()).eigenvalues.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// Are there random numbers with these correlations?
    pub fn is_valid(&self) -> bool {
        self.smallest_eigenvalue() >= -ROUNDING
    }

    /// The nearest correlation matrix in the Frobenius norm whose eigenvalues are all at least `floor` (0 to below 1):
    /// alternating projections with Dykstra's correction, Higham 2002 (10.1093/imanum/22.3.329), algorithm 3.3.
    #[must_use]
    pub fn nearest(&self, floor: f64) -> Self {
        let n = self.size();
        let mut y = self.0.clone();
        let mut correction = DMatrix::zeros(n, n);
        for _ in 0..ROUNDS {
            let r = &y - &correction;
            let x = with_floor(&r, floor);
            correction = &x - &r;
            let before = y;
            y = x;
            y.fill_diagonal(1.0);
            if (&y - &before).amax() < 1e-11 {
                break;
            }
        }
        // Eigenvectors may differ in their last bits between machines: nine decimals are the same on all.
        let rounded = |v: f64| (v * 1e9).round() / 1e9;
        let mut near = Self::identity(n);
        for (i, j) in (0..n).flat_map(|i| (0..i).map(move |j| (i, j))) {
            near.set(i, j, rounded(0.5 * (y[(i, j)] + y[(j, i)])).clamp(-1.0, 1.0));
        }
        near.pulled_to(floor)
    }

    /// The matrix with its correlations shrunk just as far as its eigenvalues need to reach `floor`: what is left to do
    /// after rounding.
    fn pulled_to(mut self, floor: f64) -> Self {
        let smallest = self.smallest_eigenvalue();
        if smallest < floor {
            let share = ((floor - smallest) / (1.0 - smallest) * 1e9).ceil() / 1e9;
            let keep = 1.0 - share;
            let n = self.size();
            for (i, j) in (0..n).flat_map(|i| (0..i).map(move |j| (i, j))) {
                let rho = self.get(i, j) * keep;
                self.set(i, j, rho);
            }
        }
        self
    }

    /// The lower triangular L with L times its transpose equal to the matrix, row by row; none when the matrix is not
    /// valid. Where a score follows wholly from those before it, its own weight is zero: Cholesky's factorization for
    /// semidefinite matrices, by additions, products and roots in a fixed order alone.
    pub fn factor(&self) -> Option<Vec<f64>> {
        if !self.is_valid() {
            return None;
        }
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(self.size());
        for i in 0..self.size() {
            let mut row = Vec::with_capacity(i + 1);
            for (j, above) in rows.iter().enumerate() {
                let rest = row.iter().zip(above).fold(self.get(i, j), |rest, (a, b)| rest - a * b);
                row.push(if above[j] > 0.0 { rest / above[j] } else { 0.0 });
            }
            let rest = row.iter().fold(1.0, |rest, a| rest - a * a);
            row.push(if rest > ROUNDING { rest.sqrt() } else { 0.0 });
            rows.push(row);
        }
        Some(rows.concat())
    }
}

/// The nearest symmetric matrix with no eigenvalue below `floor`.
fn with_floor(matrix: &DMatrix<f64>, floor: f64) -> DMatrix<f64> {
    let eigen = SymmetricEigen::new(matrix.clone());
    let n = matrix.nrows();
    // In a fixed order: a library product may fuse, and differ between machines.
    DMatrix::from_fn(n, n, |i, j| {
        (0..n).fold(0.0, |sum, k| {
            sum + eigen.eigenvectors[(i, k)] * eigen.eigenvalues[k].max(floor) * eigen.eigenvectors[(j, k)]
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(n: usize, pairs: &[(usize, usize, f64)]) -> CorrelationMatrix {
        let mut m = CorrelationMatrix::identity(n);
        pairs.iter().for_each(|(i, j, rho)| m.set(*i, *j, *rho));
        m
    }

    /// Higham 2002, section 4: the tridiagonal matrix of ones, whose nearest correlation matrix has 0.7607 and 0.1573.
    #[test]
    fn finds_the_nearest_matrix_of_higham() {
        let given = matrix(3, &[(0, 1, 1.0), (1, 2, 1.0)]);
        assert!((given.smallest_eigenvalue() - (1.0 - 2.0_f64.sqrt())).abs() < 1e-12);
        assert!(!given.is_valid() && given.factor().is_none());
        let near = given.nearest(0.0);
        assert!(near.is_valid());
        for (i, j, rho) in [(0, 1, 0.7607), (1, 2, 0.7607), (0, 2, 0.1573)] {
            assert!((near.get(i, j) - rho).abs() < 5e-5, "{i} {j}: {}", near.get(i, j));
        }
        let inner = given.nearest(0.01);
        assert!(inner.smallest_eigenvalue() >= 0.01 - 1e-12);
    }

    #[test]
    fn a_valid_matrix_is_its_own_nearest() {
        let given = matrix(3, &[(0, 1, 0.5), (1, 2, -0.25), (0, 2, 0.125)]);
        assert_eq!(given.nearest(0.0), given);
    }

    /// Also for scores that follow wholly from others.
    #[test]
    fn factors_give_the_matrix_back() {
        let full = matrix(4, &[(0, 1, 1.0), (0, 2, 0.6), (1, 2, 0.6), (0, 3, -1.0), (1, 3, -1.0), (2, 3, -0.6)]);
        for m in [full, matrix(3, &[(0, 1, 0.5), (1, 2, -0.3)]), CorrelationMatrix::identity(5)] {
            let factor = m.factor().unwrap();
            let at = |i: usize, j: usize| if j > i { 0.0 } else { factor[i * (i + 1) / 2 + j] };
            for (i, j) in (0..m.size()).flat_map(|i| (0..m.size()).map(move |j| (i, j))) {
                let product: f64 = (0..m.size()).map(|k| at(i, k) * at(j, k)).sum();
                assert!((product - m.get(i, j)).abs() < 1e-14, "{i} {j}: {product}");
            }
        }
    }
}
