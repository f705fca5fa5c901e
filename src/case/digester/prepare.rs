//! Everything of a digester that needs no integration: what it is fed, and the one run that its kinetics need.

use super::super::evaluate::{Detail, EvaluateError};
use super::schedule::{Slot, slots};
use super::simple::simple_year;
use super::weeks::{influent, weekly_feeds};
use super::{DigesterCase, DigesterFeedCase, DigestionModel, MonthOfGas, Start};
use crate::digestion::adm1::{
    Adm1Case, Adm1Params, Adm1Run, Adm1Solver, DigestionError, Feed, FeedRow, LIQUID, Observe,
};
use crate::feedstock::pool::{DigesterFeed, FeedTarget, OrganicPool, WEEKS};
use crate::num::VectorClass;
use crate::units::{DAYS_OF_WEEK, DAYS_PER_YEAR};

/// A digester ready to run.
#[derive(Clone, Debug)]
pub struct PreparedDigester {
    /// Feed of the weeks of the year, or of the raw run as one; with its gas where the model needs no simulation.
    pub(super) weeks: Vec<MonthOfGas>,
    /// Week of each reported row of the feed, in order; empty for a raw run.
    pub(super) week_of_row: Vec<usize>,
    /// The simulation to run; none for a model that needs none.
    pub simulation: Option<Simulation>,
}

/// One run of ADM1 that holds the warm-up and what is reported.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulation {
    /// What to simulate.
    pub case: Adm1Case,
    /// What of it is wanted: every row of the feed for a year on the pool, whose last 52 are the reported weeks.
    pub observe: Observe,
    /// When the reported time starts, d; it lasts to the end of the run.
    pub reported_from_d: f64,
}

impl Simulation {
    /// Simulates, with daily rows of the reported time when series are wanted.
    ///
    /// # Errors
    /// When the case makes no sense, or the integration fails.
    pub fn run(&self, detail: Detail) -> Result<Adm1Run, DigestionError> {
        let solver = Adm1Solver::new(self.case.rtol)?;
        let mut run = solver.run(&self.case, &self.observe)?;
        if detail == Detail::Series {
            // The series comes from a run of its own: rows between steps ask for the other method, and the end state must
            // not depend on whether somebody looks.
            run.days = solver.run(&self.case, &self.daily())?.days;
        }
        Ok(run)
    }

    /// Whether two simulations can go through the same lanes.
    pub(in super::super) fn goes_with(&self, other: &Self) -> bool {
        self.observe == other.observe && self.case.rtol == other.case.rtol
    }

    /// Runs cases of simulations that go with this one, in lanes.
    pub(in super::super) fn run_all(
        &self,
        cases: &[&Adm1Case],
        class: VectorClass,
    ) -> Vec<Result<Adm1Run, DigestionError>> {
        match Adm1Solver::new(self.case.rtol) {
            Ok(solver) => solver.run_all(cases, &self.observe, class),
            Err(error) => cases.iter().map(|_| Err(error.clone())).collect(),
        }
    }

    fn daily(&self) -> Observe {
        if self.reported_from_d == 0.0 {
            return Observe::Every(1.0);
        }
        let days = (self.case.t_end_d - self.reported_from_d) as u32;
        Observe::At((0..=days).map(|k| self.reported_from_d + f64::from(k)).collect())
    }
}

/// Prepares one digester.
pub(in super::super) fn prepare(
    digester: &DigesterCase,
    organic: Option<&OrganicPool<f64>>,
) -> Result<PreparedDigester, EvaluateError> {
    match &digester.feed {
        DigesterFeedCase::Influent { feed, duration_d } => Ok(PreparedDigester {
            weeks: vec![MonthOfGas::nothing(*duration_d)],
            week_of_row: Vec::new(),
            simulation: Some(Simulation {
                case: case(digester, feed.clone(), *duration_d),
                observe: Observe::End,
                reported_from_d: 0.0,
            }),
        }),
        DigesterFeedCase::Pool => pooled_year(digester, organic),
    }
}

fn case(digester: &DigesterCase, feed: Feed, t_end_d: f64) -> Adm1Case {
    Adm1Case { params: digester.adm1, initial: digester.initial, feed, t_end_d, rtol: digester.rtol }
}

fn pooled_year(digester: &DigesterCase, organic: Option<&OrganicPool<f64>>) -> Result<PreparedDigester, EvaluateError> {
    let feeds = weekly_feeds(digester, organic)?;
    let mut weeks: Vec<MonthOfGas> = feeds.iter().map(|week| week.masses).collect();
    if digester.model != DigestionModel::Adm1 {
        if let Some(organic) = organic {
            simple_year(digester, organic, &mut weeks);
        }
        return Ok(PreparedDigester { weeks, week_of_row: Vec::new(), simulation: None });
    }
    // A constant that follows the temperature is the same in every row.
    let p = digester.adm1.with_temperature_laws();
    let rows = feeds.iter().map(|week| influent(digester, &p, &week.feed)).collect::<Result<Vec<_>, _>>()?;
    let events: Vec<_> = digester.events.iter().map(|event| event.params).collect();
    let reported = slots(&rows, &digester.preparation, &events);
    spread_masses(&mut weeks, &rows, &reported);
    let warm_up = match digester.start {
        Start::Inoculum => WarmUp::none(),
        Start::Settled => {
            let mean = mean_row(digester, &p, organic)?.unwrap_or(rows[0]);
            WarmUp::new(mean, &rows, warm_up_weeks(&weeks), digester)
        }
    };
    let (feed, reported_from_d) = warm_up.then(&reported);
    let mut case = case(digester, feed, reported_from_d + DAYS_PER_YEAR);
    if digester.start == Start::Inoculum {
        let share = digester.preparation.inoculum_share_pct / 100.0;
        case.initial[..LIQUID].iter_mut().for_each(|concentration| *concentration *= share);
    }
    let simulation = Simulation { case, observe: Observe::FeedRows, reported_from_d };
    let week_of_row = reported.iter().map(|slot| slot.week).collect();
    Ok(PreparedDigester { weeks, week_of_row, simulation: Some(simulation) })
}

/// Masses of the weeks where events change what is fed: in proportion to the flow that goes in.
fn spread_masses(weeks: &mut [MonthOfGas], rows: &[FeedRow], reported: &[Slot]) {
    let mut fed_m3 = vec![0.0; weeks.len()];
    let ends = reported.iter().skip(1).map(|slot| slot.start_d).chain([DAYS_PER_YEAR]);
    for (slot, end_d) in reported.iter().zip(ends) {
        fed_m3[slot.week] += slot.row.flow_m3_per_d * (end_d - slot.start_d);
    }
    for ((week, row), fed_m3) in weeks.iter_mut().zip(rows).zip(fed_m3) {
        let pooled_m3 = row.flow_m3_per_d * week.days;
        // A week that nothing befalls keeps its masses to the bit.
        if pooled_m3 > 0.0 && (fed_m3 / pooled_m3 - 1.0).abs() > 1e-9 {
            week.scale_feed(fed_m3 / pooled_m3);
        }
    }
}

/// The feed of the whole year, mixed; none without a pool.
fn mean_row(
    digester: &DigesterCase,
    p: &Adm1Params<f64>,
    organic: Option<&OrganicPool<f64>>,
) -> Result<Option<FeedRow>, EvaluateError> {
    let Some(organic) = organic else { return Ok(None) };
    let target = FeedTarget::diluted_to(digester.preparation.feed_ts_pct);
    let feed = DigesterFeed::of(organic.year(), DAYS_PER_YEAR, &target).map_err(EvaluateError::Pool)?;
    influent(digester, p, &feed).map(Some)
}

/// The warm-up from the seed: so long at the mean of the year, which takes few steps, ...
const WARM_UP_MEAN_D: f64 = 365.0;
/// ... then the last weeks of the calendar, so that the reported year starts from a digester in its own rhythm: few where no
/// week brings a quarter more or less than the mean, more otherwise. Measured against the sixth year of the calendar
/// (docs/theory/adm1.md): about 1e-4 of the year's methane at most, up to a retention of 100 d.
const EVEN_WEEKS: usize = 8;
const UNEVEN_WEEKS: usize = 26;
const EVEN_WITHIN: f64 = 0.25;

/// Last weeks of the calendar that the warm-up needs.
fn warm_up_weeks(weeks: &[MonthOfGas]) -> usize {
    let mean = weeks.iter().map(|week| week.vs_t).sum::<f64>() / DAYS_PER_YEAR;
    let even = |week: &MonthOfGas| (week.vs_t / week.days - mean).abs() <= EVEN_WITHIN * mean;
    if weeks.iter().all(even) { EVEN_WEEKS } else { UNEVEN_WEEKS }
}

/// What is fed before the reported year.
struct WarmUp {
    feed: Feed,
    /// When the reported year starts, d.
    end_d: f64,
}

impl WarmUp {
    fn none() -> Self {
        Self { feed: Feed { times_d: Vec::new(), rows: Vec::new() }, end_d: 0.0 }
    }

    /// So long at the mean, then so many last weeks of the calendar, fed as in the reported year and without its events.
    fn new(mean: FeedRow, rows: &[FeedRow], weeks: usize, digester: &DigesterCase) -> Self {
        let mut warm_up = Self::none();
        warm_up.push(0.0, mean);
        let first_d = DAYS_OF_WEEK[..WEEKS - weeks].iter().sum::<usize>() as f64;
        for slot in slots(rows, &digester.preparation, &[]) {
            if slot.start_d >= first_d {
                warm_up.push(WARM_UP_MEAN_D + slot.start_d - first_d, slot.row);
            }
        }
        warm_up.end_d = WARM_UP_MEAN_D + DAYS_PER_YEAR - first_d;
        warm_up
    }

    fn push(&mut self, time_d: f64, row: FeedRow) {
        self.feed.times_d.push(time_d);
        self.feed.rows.push(row);
    }

    /// The feed of warm-up and year, and when the year starts.
    fn then(mut self, reported: &[Slot]) -> (Feed, f64) {
        let end_d = self.end_d;
        reported.iter().for_each(|slot| self.push(end_d + slot.start_d, slot.row));
        (self.feed, end_d)
    }
}
