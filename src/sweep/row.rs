//! A sample as a row: how it ended, what it cost, what went in and what came out.

use std::fmt;

/// How a sample ended. A digester that washes out or turns acid is [`Status::Done`]: that is a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It was computed to its end.
    Done,
    /// The integrator used up its steps.
    StepLimit,
    /// A number was not finite.
    NotFinite,
    /// The integrator needed a step too small to move time.
    StepTooSmall,
    /// The values drawn make no case: a composition that sums to 130 %, a price that is missing.
    Impossible,
}

impl Status {
    /// All, in the order of their codes.
    pub const ALL: [Self; 5] = [Self::Done, Self::StepLimit, Self::NotFinite, Self::StepTooSmall, Self::Impossible];

    /// Its number in files, from 0.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The status of a number.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }

    /// Its word in files and messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::StepLimit => "step_limit",
            Self::NotFinite => "not_finite",
            Self::StepTooSmall => "step_too_small",
            Self::Impossible => "impossible",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// How it ended.
    pub status: Status,
    /// Steps of all integrations; 0 for a sample that failed.
    pub steps: u32,
    /// Values of the inputs that differ between samples.
    pub inputs: Vec<f64>,
    /// Outputs. NaN stands for an output that this sample does not have (the saving of a product that is not made) and
    /// for all outputs of a sample that failed, never for a number that went wrong.
    pub outputs: Vec<f64>,
    /// Why it failed, without the numbers of this one sample, so that equal reasons can be counted.
    pub reason: Option<String>,
}

impl Row {
    /// A sample that was computed. With an infinite output it is one that failed.
    pub fn done(inputs: Vec<f64>, outputs: Vec<f64>, steps: u32) -> Self {
        if outputs.iter().any(|v| v.is_infinite()) {
            return Self::failed(inputs, outputs.len(), Status::NotFinite, "an output is infinite".to_owned());
        }
        Self { status: Status::Done, steps, inputs, outputs, reason: None }
    }

    /// A sample that failed.
    pub fn failed(inputs: Vec<f64>, outputs: usize, status: Status, reason: String) -> Self {
        Self { status, steps: 0, inputs, outputs: vec![f64::NAN; outputs], reason: Some(reason) }
    }
}

/// How many samples ended how. The counts of all statuses sum to the number of samples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatusCounts {
    counts: [u64; Status::ALL.len()],
}

impl StatusCounts {
    /// One more sample.
    pub fn add(&mut self, status: Status) {
        self.counts[usize::from(status.code())] += 1;
    }

    /// Samples with a status.
    pub fn of(&self, status: Status) -> u64 {
        self.counts[usize::from(status.code())]
    }

    /// All samples.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Samples that failed.
    pub fn failed(&self) -> u64 {
        self.total() - self.of(Status::Done)
    }

    /// Every status with its count, those that never happened as well: [`Status::Done`], then the failures.
    pub fn iter(&self) -> impl Iterator<Item = (Status, u64)> + '_ {
        Status::ALL.into_iter().map(|status| (status, self.of(status)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back_and_words_differ() {
        for (k, status) in Status::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(status.code()), k);
            assert_eq!(Status::from_code(status.code()), Some(status));
            assert!(Status::ALL.iter().filter(|s| s.word() == status.word()).count() == 1);
        }
        assert_eq!(Status::from_code(5), None);
    }

    #[test]
    fn an_infinite_output_is_a_failure_and_an_absent_one_is_not() {
        assert_eq!(Row::done(vec![1.0], vec![2.0, f64::NAN], 3).status, Status::Done);
        let row = Row::done(vec![1.0], vec![2.0, f64::INFINITY], 3);
        assert_eq!((row.status, row.steps, row.inputs.as_slice()), (Status::NotFinite, 0, [1.0].as_slice()));
        assert!(row.outputs.len() == 2 && row.outputs.iter().all(|v| v.is_nan()));
    }

    #[test]
    fn counts_sum_to_all() {
        let mut counts = StatusCounts::default();
        [Status::Done, Status::Impossible, Status::Done, Status::StepLimit].into_iter().for_each(|s| counts.add(s));
        assert_eq!((counts.total(), counts.failed(), counts.of(Status::Done)), (4, 2, 2));
        assert_eq!(counts.iter().map(|(_, n)| n).sum::<u64>(), 4);
    }
}
