//! How samples ended.

/// Samples by how they ended: every sample is in exactly one count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Samples that ended with outputs.
    pub done: u64,
    /// Kinds of numerical failure, in the order first told, with their counts; a kind may have happened never.
    pub failures: Vec<(String, u64)>,
}

impl Tally {
    /// Nothing counted yet; `kinds` are the failures that are told even where they never happen.
    pub fn new(kinds: &[&str]) -> Self {
        Self { done: 0, failures: kinds.iter().map(|kind| ((*kind).to_owned(), 0)).collect() }
    }

    /// Counts a sample: none for one that ended with outputs, else its kind of failure.
    pub fn note(&mut self, failure: Option<&str>) {
        match failure {
            None => self.done += 1,
            Some(kind) => self.add(kind, 1),
        }
    }

    fn add(&mut self, kind: &str, count: u64) {
        match self.failures.iter_mut().find(|f| f.0 == kind) {
            Some(found) => found.1 += count,
            None => self.failures.push((kind.to_owned(), count)),
        }
    }

    /// Adds the counts of other samples.
    pub fn join(&mut self, other: &Self) {
        self.done += other.done;
        other.failures.iter().for_each(|(kind, count)| self.add(kind, *count));
    }

    /// Samples that failed.
    pub fn failed(&self) -> u64 {
        self.failures.iter().map(|f| f.1).sum()
    }

    /// All samples.
    pub fn samples(&self) -> u64 {
        self.done + self.failed()
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn counts_sum_to_all() {
        let mut tally = Tally::new(&["step_limit", "not_finite"]);
        for failure in [None, Some("not_finite"), None, Some("odd")] {
            tally.note(failure);
        }
        tally.join(&tally.clone());
        let kinds: Vec<(&str, u64)> = tally.failures.iter().map(|f| (f.0.as_str(), f.1)).collect();
        assert_eq!(kinds, [("step_limit", 0), ("not_finite", 2), ("odd", 2)]);
        assert_eq!((tally.done, tally.failed(), tally.samples()), (4, 4, 8));
    }
}
