//! What a comparison gives: rows with a verdict, and suites of rows.

use super::reason::Reason;

/// The verdict on a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// Computed, and within the tolerance.
    Pass,
    /// Outside the tolerance, or not computable.
    Fail,
    /// Context: shown on request, never a failure.
    Informative,
}

/// One published number and what the program computes for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Name of the case.
    pub case: String,
    /// What is compared: a column, a state, a quantity. Empty where the row fails before that is known.
    pub quantity: String,
    /// Line in the table; none for suites that are no table.
    pub line: Option<u64>,
    /// The number computed, in the unit of the published one.
    pub computed: Option<f64>,
    /// The number published.
    pub published: Option<f64>,
    /// Largest difference that passes, same unit.
    pub tolerance: Option<f64>,
    /// The verdict.
    pub check: Check,
    /// Why, for every row that does not pass.
    pub reason: Option<Reason>,
}

/// Rounding of the tolerance itself: a difference of exactly the tolerance passes whatever its last bit.
const ROUNDING: f64 = 1e-9;

impl Row {
    /// A comparison. What is not finite fails.
    pub(super) fn compared(case: &str, quantity: &str, computed: f64, published: f64, tolerance: f64) -> Self {
        let (check, reason) = if !computed.is_finite() {
            (Check::Fail, Some(Reason::NotFinite))
        } else if (computed - published).abs() <= tolerance * (1.0 + ROUNDING) {
            (Check::Pass, None)
        } else {
            (Check::Fail, Some(Reason::Differs))
        };
        Self {
            case: case.to_owned(),
            quantity: quantity.to_owned(),
            line: None,
            computed: Some(computed).filter(|v| v.is_finite()),
            published: Some(published),
            tolerance: Some(tolerance),
            check,
            reason,
        }
    }

    /// A row that cannot be compared, and therefore fails.
    pub(super) fn failed(case: &str, quantity: &str, published: Option<f64>, reason: Reason) -> Self {
        Self {
            case: case.to_owned(),
            quantity: quantity.to_owned(),
            line: None,
            computed: None,
            published,
            tolerance: None,
            check: Check::Fail,
            reason: Some(reason),
        }
    }

    /// The same row as context: it says what was found and fails no more.
    pub(super) fn informative(mut self, reason: Reason) -> Self {
        if self.check == Check::Pass || self.reason.is_none() {
            self.reason = Some(reason);
        }
        self.check = Check::Informative;
        self
    }

    /// Computed minus published; none where one of them is missing.
    pub fn difference(&self) -> Option<f64> {
        Some(self.computed? - self.published?)
    }

    /// Share of the tolerance that the difference uses; none where nothing was compared.
    pub fn share(&self) -> Option<f64> {
        let (difference, tolerance) = (self.difference()?.abs(), self.tolerance?);
        Some(if difference == 0.0 { 0.0 } else { difference / tolerance })
    }
}

/// Known answers of one kind from one source.
#[derive(Clone, Debug, PartialEq)]
pub struct Suite {
    /// What is compared.
    pub name: String,
    /// The file, for a table that was given.
    pub file: Option<String>,
    /// Where the published numbers are from.
    pub source: String,
    /// What the reader must know: columns that are not computed, defaults taken.
    pub notes: Vec<String>,
    /// The rows, in the order of the table.
    pub rows: Vec<Row>,
}

impl Suite {
    fn count(&self, check: Check) -> usize {
        self.rows.iter().filter(|row| row.check == check).count()
    }

    /// Rows that pass.
    pub fn passed(&self) -> usize {
        self.count(Check::Pass)
    }

    /// Rows that fail.
    pub fn failed(&self) -> usize {
        self.count(Check::Fail)
    }

    /// Rows that are context.
    pub fn informative(&self) -> usize {
        self.count(Check::Informative)
    }

    /// True when nothing fails and something passes: a suite that compares nothing proves nothing.
    pub fn holds(&self) -> bool {
        self.failed() == 0 && self.passed() > 0
    }

    /// The largest share of its tolerance that a passing row uses; none where no row passes.
    pub fn worst_share(&self) -> Option<f64> {
        let passing = self.rows.iter().filter(|row| row.check == Check::Pass);
        passing.filter_map(Row::share).reduce(f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(computed: f64, published: f64, tolerance: f64) -> Check {
        Row::compared("c", "q", computed, published, tolerance).check
    }

    #[test]
    fn a_row_passes_within_its_tolerance_only() {
        assert_eq!(check(1.05, 1.0, 0.05), Check::Pass, "the tolerance itself");
        assert_eq!(check(1.0501, 1.0, 0.05), Check::Fail);
        assert_eq!(check(3.0, 3.0, 0.0), Check::Pass);
        assert_eq!(check(3.0 + 1e-15, 3.0, 0.0), Check::Fail);
        for odd in [f64::NAN, f64::INFINITY] {
            assert_eq!(check(odd, 1.0, 1.0), Check::Fail);
            assert_eq!(check(1.0, odd, 1.0), Check::Fail);
            assert_eq!(check(1.0, 2.0, f64::NAN), Check::Fail);
        }
        assert_eq!(Row::compared("c", "q", f64::NAN, 1.0, 1.0).reason, Some(Reason::NotFinite));
    }

    #[test]
    fn a_suite_without_a_pass_does_not_hold() {
        let suite = |rows| Suite { name: "s".into(), file: None, source: "x".into(), notes: vec![], rows };
        let pass = Row::compared("c", "q", 1.0, 1.0, 0.1);
        let context = Row::compared("c", "q", 9.0, 1.0, 0.1).informative(Reason::Context);
        assert_eq!(context.reason, Some(Reason::Differs), "context still says that it differs");
        assert!(!suite(vec![]).holds());
        assert!(!suite(vec![context.clone()]).holds());
        assert!(suite(vec![context.clone(), pass.clone()]).holds());
        let fail = Row::failed("c", "q", None, Reason::NoAnswer);
        assert!(!suite(vec![context, pass, fail]).holds());
    }
}
