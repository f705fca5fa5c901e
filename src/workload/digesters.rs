//! Digesters to time: the benchmark over 200 d, and years under a feed that changes, all with 64 inputs drawn.

use super::{Runner, Workload};
use crate::digestion::adm1::{
    Adm1Case, Adm1Solver, DigestionError, Feed, Observe, State, StateVector, spread_case, state_error,
};
use crate::num::VectorClass;
use std::sync::Arc;

/// Concentrations at the ends of runs, in the order of their cases; none where a run failed.
pub type Ends = Vec<Option<StateVector>>;

/// What runs a list of cases, with its own scratch.
pub type Simulate = Box<dyn FnMut(&[Adm1Case]) -> Ends>;

/// A way to simulate digesters: makes what does it at a relative tolerance.
pub type Engine = fn(rtol: f64) -> Result<Simulate, DigestionError>;

/// One case after the other, in plain numbers.
///
/// # Errors
/// When the tolerance lies outside what a run takes.
pub fn scalar(rtol: f64) -> Result<Simulate, DigestionError> {
    in_lanes(rtol, VectorClass::Scalar)
}

/// Many cases at once, in the widest lanes of this machine.
///
/// # Errors
/// When the tolerance lies outside what a run takes.
pub fn lanes(rtol: f64) -> Result<Simulate, DigestionError> {
    in_lanes(rtol, VectorClass::best())
}

fn in_lanes(rtol: f64, class: VectorClass) -> Result<Simulate, DigestionError> {
    let solver = Adm1Solver::new(rtol)?;
    Ok(Box::new(move |cases| {
        let runs = solver.run_all(cases, &Observe::End, class);
        runs.into_iter().map(|run| run.ok().map(|run| run.final_output.state)).collect()
    }))
}

/// A row of digesters: its cases, and who simulates them how accurately.
#[derive(Clone)]
pub struct Digesters {
    /// What is simulated, without who does it: "adm1 200 d, rtol 1e-4".
    pub name: String,
    /// Who: "scalar".
    pub by: &'static str,
    /// The cases of a batch.
    pub cases: Arc<[Adm1Case]>,
    /// Relative tolerance.
    pub rtol: f64,
    /// Who simulates them.
    pub engine: Engine,
    /// How many of the cases are held against a far more accurate run.
    pub checked: usize,
}

/// Relative tolerance of the runs that errors are measured against.
const REFERENCE: f64 = 1e-10;
const SEED: u64 = 1;
/// Half width of the factors on each input: what accuracy is stated for.
const HALF_WIDTH: f64 = 0.45;

impl Digesters {
    /// The row to time.
    ///
    /// # Errors
    /// When the tolerance lies outside what a run takes.
    pub fn workload(&self) -> Result<Workload, DigestionError> {
        // Tried once here, so that making a runner later cannot fail.
        drop((self.engine)(self.rtol)?);
        let (engine, rtol, cases) = (self.engine, self.rtol, Arc::clone(&self.cases));
        let make = move || -> Runner {
            let mut run = engine(rtol).expect("the same tolerance was taken before");
            let cases = Arc::clone(&cases);
            Box::new(move |_| run(&cases).iter().flatten().count())
        };
        Ok(Workload { name: format!("{}, {}", self.name, self.by), batch: self.cases.len(), make: Box::new(make) })
    }

    /// The cases that errors are measured on.
    pub fn checked_cases(&self) -> &[Adm1Case] {
        &self.cases[..self.checked.min(self.cases.len())]
    }

    /// Ends of the checked cases, far more accurate than any row.
    ///
    /// # Errors
    /// Never for the rows of [`digesters`].
    pub fn reference(&self) -> Result<Ends, DigestionError> {
        Ok(scalar(REFERENCE)?(self.checked_cases()))
    }

    /// Ends of the checked cases as this row simulates them.
    ///
    /// # Errors
    /// When the tolerance lies outside what a run takes.
    pub fn ends(&self) -> Result<Ends, DigestionError> {
        Ok((self.engine)(self.rtol)?(self.checked_cases()))
    }
}

/// The largest error ([`state_error`]) of ends against a reference, over the cases that have both, and how many of the
/// reference's cases have none. NaN where a state is not finite.
pub fn largest_error(found: &Ends, reference: &Ends) -> (f64, usize) {
    let pairs = || found.iter().zip(reference);
    let missing = pairs().filter(|(end, reference)| end.is_none() && reference.is_some()).count();
    let errors = pairs().filter_map(|(end, reference)| Some(state_error(end.as_ref()?, reference.as_ref()?)));
    // Not `f64::max`, which would drop a NaN.
    let worst = errors.fold(0.0, |worst: f64, error| if worst.is_nan() || worst >= error { worst } else { error });
    (worst, missing)
}

/// The peer that is timed beside ours, and its name: none in a build without the feature `peers`.
pub fn peer() -> Option<(&'static str, Engine)> {
    #[cfg(feature = "peers")]
    return Some((super::diffsol::PEER, super::diffsol::engine));
    #[cfg(not(feature = "peers"))]
    None
}

/// The loosest relative tolerance of another engine, on a grid of four a decade from 1e-2 to 1e-9, at which its largest
/// error over the checked cases of a row is no larger than `error`, and that error; none where there is none.
///
/// # Errors
/// When an engine does not take a tolerance.
pub fn rtol_of_equal_error(row: &Digesters, engine: Engine, error: f64) -> Result<Option<(f64, f64)>, DigestionError> {
    let reference = row.reference()?;
    for quarter in 8..=36_i32 {
        let rtol = libm::pow(10.0, -f64::from(quarter) / 4.0);
        let (found, missing) = largest_error(&engine(rtol)?(row.checked_cases()), &reference);
        // A tolerance at which runs fail is no setting one could use.
        if found <= error && missing == 0 {
            return Ok(Some((rtol, found)));
        }
    }
    Ok(None)
}

/// The feed of a case made to change every `days` over a year, by a fixed pattern of up to 25 % on carbohydrates and
/// lipids.
#[must_use]
pub fn changing_feed(mut case: Adm1Case, days: u32) -> Adm1Case {
    let Some(base) = case.feed.rows.first().copied() else { return case };
    case.feed = Feed { times_d: Vec::new(), rows: Vec::new() };
    case.t_end_d = 365.0;
    for start in (0..365).step_by(days.max(1) as usize) {
        let wave = f64::from(start * 37 % 100) / 100.0 - 0.5;
        let mut row = base;
        row.concentrations[State::X_ch as usize] *= 1.0 + 0.5 * wave;
        row.concentrations[State::X_li as usize] *= 1.0 - 0.5 * wave;
        case.feed.times_d.push(f64::from(start));
        case.feed.rows.push(row);
    }
    case
}

/// Every row of digesters: what is simulated, by every engine there is.
pub fn digesters() -> Vec<Digesters> {
    let cases = |count: u64, shape: &dyn Fn(Adm1Case) -> Adm1Case| -> Arc<[Adm1Case]> {
        (0..count).map(|k| shape(spread_case(SEED, k, HALF_WIDTH))).collect()
    };
    let constant = cases(1024, &|case| case);
    let weekly = cases(64, &|case| changing_feed(case, 7));
    let daily = cases(32, &|case| changing_feed(case, 1));
    let engines: [(&str, Engine); 2] = [("lanes", lanes), ("scalar", scalar)];
    let kinds = [
        ("adm1 200 d, rtol 1e-4", &constant, 1e-4, 64),
        ("adm1 200 d, rtol 1e-6", &constant, 1e-6, 64),
        ("adm1 365 d weekly fed, rtol 1e-4", &weekly, 1e-4, 16),
        ("adm1 365 d daily fed, rtol 1e-4", &daily, 1e-4, 4),
    ];
    let mut rows = Vec::new();
    for (name, cases, rtol, checked) in kinds {
        for (by, engine) in engines {
            rows.push(Digesters { name: name.to_owned(), by, cases: Arc::clone(cases), rtol, engine, checked });
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_the_worst_and_a_missing_end_is_counted() {
        let reference = Adm1Case::bsm2().initial;
        let mut near = reference;
        near[State::X_I as usize] *= 1.001;
        let (worst, missing) = largest_error(
            &vec![Some(near), None, Some(reference), None],
            &vec![Some(reference), Some(reference), Some(reference), None],
        );
        assert!((worst / 1e-3 - 1.0).abs() < 1e-3 && missing == 1, "{worst} {missing}");
        let mut broken = reference;
        broken[3] = f64::INFINITY;
        for order in [vec![Some(broken), Some(near)], vec![Some(near), Some(broken)]] {
            assert!(largest_error(&order, &vec![Some(reference); 2]).0.is_nan());
        }
    }

    #[test]
    fn a_changing_feed_covers_the_year_and_keeps_the_rest() {
        let base = spread_case(1, 5, 0.45);
        for (days, rows) in [(7, 53), (1, 365)] {
            let case = changing_feed(base.clone(), days);
            assert_eq!((case.feed.rows.len(), case.feed.times_d.len(), case.t_end_d), (rows, rows, 365.0));
            assert!(case.feed.rows.windows(2).all(|pair| pair[0] != pair[1]));
            // A constant that follows the temperature is NaN, which is not equal to itself.
            assert_eq!(format!("{:?}", case.params), format!("{:?}", base.params));
        }
    }
}
