//! Small dense linear algebra of fits: damped least squares and the spectrum of a Jacobian. Sums run in a fixed order.

use nalgebra::{DMatrix, DVector};

/// A Jacobian: residuals down, parameters across.
pub(super) type Matrix = DMatrix<f64>;

/// The step that minimises |J d + r|^2 + damping |D d|^2 over the free parameters; those that are held get 0.
///
/// By Householder QR of the stacked matrix, whose condition is the root of that of the normal equations (More 1978,
/// 10.1007/BFb0067700). `None` when the stacked matrix is singular.
pub(super) fn damped_step(
    jacobian: &Matrix,
    residuals: &[f64],
    scales: &[f64],
    damping: f64,
    free: &[usize],
) -> Option<Vec<f64>> {
    let (rows, held) = (jacobian.nrows(), jacobian.ncols());
    let mut stacked = DMatrix::zeros(rows + free.len(), free.len());
    let mut right = DVector::zeros(rows + free.len());
    for (column, k) in free.iter().enumerate() {
        for row in 0..rows {
            stacked[(row, column)] = jacobian[(row, *k)];
        }
        stacked[(rows + column, column)] = damping.sqrt() * scales[*k];
    }
    for (row, residual) in residuals.iter().enumerate() {
        right[row] = -residual;
    }
    let qr = stacked.qr();
    qr.q_tr_mul(&mut right);
    let solved = qr.unpack_r().solve_upper_triangular(&right.rows(0, free.len()))?;
    let mut step = vec![0.0; held];
    for (column, k) in free.iter().enumerate() {
        step[*k] = solved[column];
    }
    step.iter().all(|d| d.is_finite()).then_some(step)
}

/// Sum of squares, in order.
pub(super) fn sum_of_squares(residuals: &[f64]) -> f64 {
    residuals.iter().fold(0.0, |sum, r| sum + r * r)
}

/// Half the gradient of the sum of squares: J' r.
pub(super) fn gradient(jacobian: &Matrix, residuals: &[f64]) -> Vec<f64> {
    (0..jacobian.ncols())
        .map(|k| residuals.iter().enumerate().fold(0.0, |s, (i, r)| s + jacobian[(i, k)] * r))
        .collect()
}

/// |J d + r|^2, what the linear model promises of a step.
pub(super) fn promised(jacobian: &Matrix, residuals: &[f64], step: &[f64]) -> f64 {
    let row = |i: usize| step.iter().enumerate().fold(residuals[i], |sum, (k, d)| sum + jacobian[(i, k)] * d);
    (0..residuals.len()).fold(0.0, |sum, i| sum + row(i) * row(i))
}

/// Length of each column.
pub(super) fn column_lengths(jacobian: &Matrix) -> Vec<f64> {
    (0..jacobian.ncols()).map(|k| jacobian.column(k).iter().fold(0.0, |s, x| s + x * x).sqrt()).collect()
}

/// Singular values of a Jacobian, largest first, each with its direction in the space of the parameters.
pub(super) fn spectrum(jacobian: &Matrix) -> Vec<(f64, Vec<f64>)> {
    let svd = jacobian.clone().svd(false, true);
    let Some(directions) = svd.v_t else { return Vec::new() };
    let mut list: Vec<(f64, Vec<f64>)> = svd
        .singular_values
        .iter()
        .enumerate()
        .map(|(k, value)| (*value, directions.row(k).iter().copied().collect()))
        .collect();
    list.sort_by(|a, b| b.0.total_cmp(&a.0));
    list
}

/// Logarithm of the product of the `rank` largest eigenvalues of C'C, for columns C: of the information that the data hold.
pub(super) fn information_log_det(columns: &[Vec<f64>], rank: usize) -> f64 {
    let count = columns.len();
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + a * b);
    let lengths: Vec<f64> = columns.iter().map(|c| dot(c, c).sqrt()).collect();
    let scale = |k: usize| if lengths[k] > 0.0 { lengths[k] } else { 1.0 };
    let information = DMatrix::from_fn(count, count, |a, b| dot(&columns[a], &columns[b]) / (scale(a) * scale(b)));
    let mut eigenvalues: Vec<f64> = information.symmetric_eigenvalues().iter().copied().collect();
    eigenvalues.sort_by(|a, b| b.total_cmp(a));
    let scales = lengths.iter().filter(|l| **l > 0.0).fold(0.0, |sum, l| sum + 2.0 * libm::log(*l));
    eigenvalues.iter().take(rank).filter(|e| **e > 0.0).fold(scales, |sum, e| sum + libm::log(*e))
}
