//! The shipped matrices with their names resolved.

use crate::digestion::scheme::unweighted;
use crate::petersen::{Matrix, Stoichiometry};

/// Reads a shipped matrix of constant coefficients, one column per liquid unknown.
pub(super) fn shipped(file: &str, text: &str, states: &[&str], processes: &[&str]) -> Matrix {
    let matrix = Matrix::parse((file, text), ("states", &unweighted(states)), states, &[])
        .expect("the shipped stoichiometry agrees with the model: a test loads it");
    assert_eq!(matrix.processes(), processes, "rows of the stoichiometry are the rates, in order");
    matrix
}

/// Its coefficients.
pub(super) fn coefficients(matrix: &Matrix) -> Stoichiometry<f64> {
    matrix.evaluate(&[]).expect("constant coefficients without weights break no balance")
}
