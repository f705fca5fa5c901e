//! What the integrator needs of a model.

use super::sparse::SparseLu;
use crate::num::{Mask, Real};

/// The equations M y' = f(y), with inputs constant until the caller restarts.
pub trait System<S: Real> {
    /// f(y): slopes of the differential unknowns, residuals of the algebraic ones.
    fn rhs(&self, y: &[S], out: &mut [S]);

    /// df/dy, in the order of the pattern the [`Plan`] was made from.
    fn jacobian(&self, y: &[S], out: &mut [S]);

    /// False where a state lies outside the model's domain, so that the step is repeated smaller.
    fn admissible(&self, _y: &[S]) -> S::Mask {
        S::Mask::splat(true)
    }
}

/// The structure of a system, worked out once: sparsity, elimination order, which unknowns are algebraic.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub(super) lu: SparseLu,
    pub(super) entry_count: usize,
    pub(super) algebraic: Vec<usize>,
    /// Slots of the diagonal entries of the differential unknowns.
    pub(super) differential_diagonal: Vec<u32>,
    pub(super) controlled: usize,
}

impl Plan {
    /// A plan for `size` unknowns whose Jacobian has entries at `pattern` (row, column), each once. Unknowns listed in
    /// `algebraic` have a zero in M. Only the first `controlled` unknowns enter the error norm; the others (running
    /// totals that nothing depends on) inherit their accuracy.
    pub fn new(size: usize, pattern: &[(usize, usize)], algebraic: &[usize], controlled: usize) -> Self {
        let lu = SparseLu::new(size, pattern);
        let differential = lu.diagonal().iter().enumerate().filter(|(k, _)| !algebraic.contains(k));
        let differential_diagonal = differential.map(|(_, slot)| *slot).collect();
        Self { lu, entry_count: pattern.len(), algebraic: algebraic.to_vec(), differential_diagonal, controlled }
    }

    /// Number of unknowns.
    pub fn size(&self) -> usize {
        self.lu.size()
    }

    /// Entries of the Jacobian, and of its factors.
    pub fn entry_counts(&self) -> (usize, usize) {
        (self.entry_count, self.lu.slot_count())
    }
}
