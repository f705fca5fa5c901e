//! Eigenvalues of a matrix of which many entries are zero.

use nalgebra::{DMatrix, Schur};

/// Sizes of a subdiagonal entry, relative to its neighbours, below which it counts as zero, tried in turn, and sweeps
/// allowed: the QR iteration may stall on rounding (or, for equal eigenvalues, go on forever).
const NEGLIGIBLE: [f64; 4] = [f64::EPSILON, 1e-15, 1e-14, 1e-12];
const SWEEPS: usize = 2000;

/// Eigenvalues (real, imaginary), the largest real part first; none when an entry is not finite or the iteration does not
/// settle.
///
/// The matrix is split into the unknowns that act on each other in both directions: its eigenvalues are those of these
/// blocks. What stands alone (inert ions, microbes that are gone) is exact, and equal eigenvalues do not meet in one block.
pub(super) fn eigenvalues(matrix: &DMatrix<f64>) -> Option<Vec<(f64, f64)>> {
    if matrix.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let mut values = Vec::with_capacity(matrix.nrows());
    for block in blocks(matrix) {
        if let [alone] = block[..] {
            values.push((matrix[(alone, alone)], 0.0));
            continue;
        }
        let own = DMatrix::from_fn(block.len(), block.len(), |row, column| matrix[(block[row], block[column])]);
        let schur = NEGLIGIBLE.iter().find_map(|eps| Schur::try_new(own.clone(), *eps, SWEEPS))?;
        values.extend(schur.complex_eigenvalues().iter().map(|value| (value.re, value.im)));
    }
    values.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)));
    Some(values)
}

/// Groups of unknowns that reach each other through entries that are not zero, each rising.
fn blocks(matrix: &DMatrix<f64>) -> Vec<Vec<usize>> {
    let size = matrix.nrows();
    let mut reaches: Vec<Vec<bool>> =
        (0..size).map(|row| (0..size).map(|column| row == column || matrix[(row, column)] != 0.0).collect()).collect();
    for by in 0..size {
        let through = reaches[by].clone();
        for row in reaches.iter_mut().filter(|row| row[by]) {
            row.iter_mut().zip(&through).for_each(|(reaches, further)| *reaches |= further);
        }
    }
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    let together = |a: usize, b: usize| reaches[a][b] && reaches[b][a];
    for k in 0..size {
        match blocks.iter_mut().find(|block| together(block[0], k)) {
            Some(block) => block.push(k),
            None => blocks.push(vec![k]),
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_give_the_eigenvalues_of_the_whole() {
        // A rotation with a growth of 0.1, fed by a decay of 2 and feeding another of the same: block triangular.
        let matrix = DMatrix::from_row_slice(
            4,
            4,
            &[-2.0, 0.0, 0.0, 0.0, 5.0, 0.1, -3.0, 0.0, 0.0, 3.0, 0.1, 0.0, 1.0, 1.0, 1.0, -2.0],
        );
        let found = eigenvalues(&matrix).unwrap();
        let expected = [(0.1, 3.0), (0.1, -3.0), (-2.0, 0.0), (-2.0, 0.0)];
        for (found, expected) in found.iter().zip(expected) {
            assert!((found.0 - expected.0).abs() < 1e-14 && (found.1 - expected.1).abs() < 1e-14, "{found:?}");
        }
        assert_eq!(eigenvalues(&DMatrix::from_element(2, 2, f64::NAN)), None);
    }
}
