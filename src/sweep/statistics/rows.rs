//! Which rows of a column belong together.

use std::ops::Range;

/// Rows of a range, or every so many-th of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rows {
    range: Range<u64>,
    /// Only rows whose number leaves `phase` when divided by `step`.
    step: u64,
    phase: u64,
}

impl Rows {
    /// All rows of a range.
    pub(super) fn of(range: Range<u64>) -> Self {
        Self { range, step: 1, phase: 0 }
    }

    /// Those rows of a range whose number leaves `phase` when divided by `step`; `phase` is below `step`.
    pub(super) fn dealt(range: Range<u64>, step: u64, phase: u64) -> Self {
        Self { range, step, phase }
    }

    /// Values that these rows have in a stretch of a column that starts at row `first`.
    pub(super) fn present<'a>(&self, first: u64, values: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
        let last = first + values.len() as u64;
        let (from, to) = (self.range.start.clamp(first, last), self.range.end.clamp(first, last));
        // The first row from `from` on with the right rest; the sum cannot overflow for numbers of rows.
        let start = from + (self.phase + self.step - from % self.step) % self.step;
        let inside = values.get((start - first) as usize..(to - first) as usize).unwrap_or_default();
        inside.iter().step_by(self.step as usize).copied().filter(|v| !v.is_nan())
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;

    /// However a column is cut, the rows are those of the rule.
    #[test]
    fn rows_are_found_in_any_stretch() {
        let column: Vec<f64> = (0..30).map(f64::from).collect();
        for (range, step, phase) in
            [(0..30, 1, 0), (5..22, 1, 0), (0..30, 4, 3), (7..20, 5, 1), (9..9, 3, 0), (0..29, 40, 7)]
        {
            let rows = Rows::dealt(range.clone(), step, phase);
            let expected: Vec<f64> = range.filter(|k| k % step == phase).map(|k| k as f64).collect();
            for length in [1, 2, 7, 30] {
                let stretches = column.chunks(length).enumerate();
                let found: Vec<f64> = stretches.flat_map(|(k, s)| rows.present((k * length) as u64, s)).collect();
                assert_eq!(found, expected, "{rows:?} in {length}");
            }
        }
    }
}
