//! First-order share of variance from ranks (Gamboa, Gremaud, Klein & Lagnoux 2022, after Chatterjee 2021,
//! doi:10.1080/01621459.2020.1758115).

/// Share of the variance of `y` that goes with the input in whose order `rows` are: neighbours in that order have nearly
/// the same input, so that half their mean square difference is the variance that the input leaves. NaN where `y` does
/// not vary.
pub(super) fn first_order(rows: &[u32], y: &[f64]) -> f64 {
    let value = |row: &u32| y[*row as usize];
    let mean = rows.iter().map(value).sum::<f64>() / rows.len() as f64;
    let variance = rows.iter().map(|row| (value(row) - mean) * (value(row) - mean)).sum::<f64>() / rows.len() as f64;
    let steps = rows.windows(2).map(|pair| (value(&pair[1]) - value(&pair[0])) * (value(&pair[1]) - value(&pair[0])));
    let left = 0.5 * steps.sum::<f64>() / (rows.len() - 1) as f64;
    if variance > 0.0 { 1.0 - left / variance } else { f64::NAN }
}
