//! The rows of the table: which there are, and how each is timed.

use super::timing::{self, Speedup, rates};
use crate::text;
use crate::workload::{
    Digesters, Ends, Engine, Workload, boiler_year, boiler_years_in_lanes, digesters, largest_error, peer,
    rtol_of_equal_error,
};

/// A row to time.
pub(super) struct Entry {
    /// Its name.
    pub(super) name: String,
    kind: Kind,
}

enum Kind {
    /// Digesters: with an error, and a peer where there is one.
    Digesters(Box<Digesters>),
    /// A rate and no more.
    Plain(Workload),
    /// Two threads against one on these digesters.
    Scaling(Box<Digesters>),
}

/// A row that was timed.
#[derive(Debug)]
pub(super) struct Row {
    /// What was run.
    pub(super) case: String,
    /// Threads at work.
    pub(super) threads: usize,
    /// Samples with a result a second of the CPU time of the threads.
    pub(super) rate: f64,
    /// What the peer did of the same.
    pub(super) peer: Option<Peer>,
    /// Largest error against a far more accurate run, where one is measured.
    pub(super) error: Option<f64>,
    /// What so many threads do against one.
    pub(super) speedup: Option<Speedup>,
}

/// The peer on the cases of a row.
#[derive(Debug, Default)]
pub(super) struct Peer {
    /// Name and version.
    pub(super) name: &'static str,
    /// Samples a second and core at the row's tolerance.
    pub(super) rate: Option<f64>,
    /// Ours over that.
    pub(super) ratio: Option<f64>,
    /// Its largest error, over the same cases.
    pub(super) error: f64,
    /// How many of those it did not finish.
    pub(super) missing: usize,
    /// At the tolerance that gives it the error of ours.
    pub(super) equal: Option<EqualError>,
}

/// The peer at the loosest tolerance at which its largest error is no larger than ours.
#[derive(Debug)]
pub(super) struct EqualError {
    /// That tolerance.
    pub(super) rtol: f64,
    /// Its error there.
    pub(super) error: f64,
    /// Its rate there.
    pub(super) rate: Option<f64>,
    /// Ours over that.
    pub(super) ratio: Option<f64>,
}

/// Every row that needs no file, the one of threads left out.
pub(super) fn entries() -> Vec<Entry> {
    let digesters = digesters()
        .into_iter()
        .map(|row| Entry { name: format!("{}, {}", row.name, row.by), kind: Kind::Digesters(Box::new(row)) });
    digesters.chain([Entry::plain(boiler_years_in_lanes()), Entry::plain(boiler_year())]).collect()
}

/// Two threads against one, on the first row of digesters.
pub(super) fn scaling() -> Entry {
    let row = digesters().into_iter().next().expect("there are rows of digesters");
    Entry { name: format!("{}, {}, 2 threads", row.name, row.by), kind: Kind::Scaling(Box::new(row)) }
}

impl Entry {
    /// A row of a rate alone.
    pub(super) fn plain(work: Workload) -> Self {
        Self { name: work.name.clone(), kind: Kind::Plain(work) }
    }

    /// Times the row, for about `seconds` each of ours and of the peer's; none where the machine cannot.
    pub(super) fn time(&self, seconds: f64) -> Option<Row> {
        let row = |rate| Row { case: self.name.clone(), threads: 1, rate, peer: None, error: None, speedup: None };
        match &self.kind {
            Kind::Plain(work) => Some(row(rates(work, None, seconds).ours)),
            Kind::Digesters(digesters) => Some(time_digesters(digesters, seconds, row)),
            Kind::Scaling(digesters) => {
                if std::thread::available_parallelism().map_or(1, usize::from) < 2 {
                    super::talk(text!("two threads are not timed: there is one"));
                    return None;
                }
                let work = digesters.workload().expect(SOUND);
                let (rate, speedup) = timing::scaling(&work, seconds)?;
                Some(Row { threads: 2, speedup: Some(speedup), ..row(rate) })
            }
        }
    }
}

const SOUND: &str = "shipped cases and tolerances are in range";

fn time_digesters(digesters: &Digesters, seconds: f64, row: impl Fn(f64) -> Row) -> Row {
    let work = digesters.workload().expect(SOUND);
    let reference = digesters.reference().expect(SOUND);
    let (error, missing) = largest_error(&digesters.ends().expect(SOUND), &reference);
    if missing > 0 {
        super::talk(text!(
            "warning: {missing} of {a} runs of `{name}` failed",
            missing,
            a = reference.len(),
            name = work.name
        ));
    }
    let Some((name, engine)) = peer() else {
        return Row { error: Some(error), ..row(rates(&work, None, seconds).ours) };
    };
    let as_peer = |rtol: f64| Digesters { by: name, rtol, engine, ..digesters.clone() }.workload().expect(SOUND);
    let timed = rates(&work, Some(&as_peer(digesters.rtol)), seconds);
    let equal = rtol_of_equal_error(digesters, engine, error).expect(SOUND).map(|(rtol, error)| {
        let timed = rates(&work, Some(&as_peer(rtol)), seconds / 2.0);
        EqualError { rtol, error, rate: timed.peer, ratio: timed.ratio }
    });
    let (of_peer, missing) = largest_error(&ends_of(engine, digesters), &reference);
    let peer = Peer { name, rate: timed.peer, ratio: timed.ratio, error: of_peer, missing, equal };
    Row { peer: Some(peer), error: Some(error), ..row(timed.ours) }
}

/// Ends of the checked cases by another engine at the row's tolerance.
fn ends_of(engine: Engine, digesters: &Digesters) -> Ends {
    let mut run = engine(digesters.rtol).expect(SOUND);
    run(digesters.checked_cases())
}
