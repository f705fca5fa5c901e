//! Slices of an input: samples with about the same value.

/// The slice of each place in the order of the input, numbered from 0 without gaps, and how many slices there are.
///
/// Equal values share a slice. An input with no more values than slices has a slice a value.
pub(super) fn slices(rows: &[u32], x: &[f64], wanted: usize) -> (Vec<u32>, usize) {
    let mut starts = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        if place == 0 || x[*row as usize] != x[rows[place - 1] as usize] {
            starts.push(place);
        }
    }
    let mut slice_of = vec![0; rows.len()];
    let mut slices = 0;
    let mut last = usize::MAX;
    for (k, start) in starts.iter().enumerate() {
        let key = if starts.len() <= wanted { k } else { start * wanted / rows.len() };
        if key != last {
            last = key;
            slices += 1;
        }
        let end = starts.get(k + 1).copied().unwrap_or(rows.len());
        slice_of[*start..end].fill(slices - 1);
    }
    (slice_of, slices as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_a_slice() {
        let x = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
        let rows: Vec<u32> = (0..8).collect();
        assert_eq!(slices(&rows, &x, 4), (vec![0, 0, 1, 1, 2, 2, 3, 3], 4));
        assert_eq!(slices(&rows, &[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0], 4), (vec![0, 0, 0, 0, 0, 0, 0, 1], 2));
        let (of, count) = slices(&rows, &[0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0], 3);
        assert_eq!((of, count), (vec![0, 0, 0, 0, 0, 1, 2, 2], 3));
    }
}
