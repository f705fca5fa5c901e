//! Everything of a digester that needs no integration: what it is fed, and the one run that its kinetics need.

use super::super::evaluate::{Detail, EvaluateError};
use super::schedule::{Entry, Source, Timeline, scale_masses};
use super::simple::simple_year;
use super::tanks::{PooledFeed, TankSimulation, needs_tanks, tank_simulation};
use super::weeks::{influent, weekly_feeds};
use super::{DigesterCase, DigesterFeedCase, MonthOfGas, Start};
use crate::digestion::adm1::{
    Adm1, Adm1Case, Adm1Params, Adm1Run, Adm1Solver, DigestionError, Feed, FeedRow, LIQUID, Observe, Reactor,
};
use crate::digestion::tank::{self, Event, Inlet, Level, NetworkCase, Tank, TankError, TankRun, simulate};
use crate::feedstock::pool::{DigesterFeed, FeedTarget, OrganicPool};
use crate::num::VectorClass;
use crate::units::DAYS_PER_YEAR;

/// A digester ready to run.
#[derive(Clone, Debug)]
pub struct PreparedDigester {
    /// Feed of the weeks of the year, or of the raw run as one; with its gas where the model needs no simulation.
    pub(super) weeks: Vec<MonthOfGas>,
    /// Week of each reported row of the feed, in order; empty for a raw run.
    pub(super) week_of_row: Vec<usize>,
    /// Start of each reported row of the feed, d from the start of the year.
    pub(super) starts_d: Vec<f64>,
    /// The simulation of plain ADM1 to run; none for another model.
    pub simulation: Option<Simulation>,
    /// The simulation of tanks to run; none where one tank of plain ADM1 or no kinetics is all.
    pub tanks: Option<TankSimulation>,
}

/// What the kinetics of a digester gave.
#[derive(Clone, Debug)]
pub enum DigesterRun {
    /// Plain ADM1 in one tank, and what happened in it when series were asked for.
    Adm1(Box<Adm1Run>, Vec<Event>),
    /// Tanks by the engine of tanks.
    Tanks(Box<TankRun>),
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

    /// What happened in the tank, as the engine of tanks tells it: the same equations, a run of its own.
    ///
    /// # Errors
    /// When the engine cannot run what the solver could.
    pub fn events(&self) -> Result<Vec<Event>, TankError> {
        let Adm1Case { params, initial, feed, t_end_d, rtol, kinetic_law } = &self.case;
        let name = "digester".to_owned();
        let cannot = |reason: String| TankError::Temperature { tank: name.clone(), t_d: 0.0, reason };
        let row = |row: &FeedRow| {
            let fed = Inlet::new(row.flow_m3_per_d, row.concentrations.to_vec());
            vec![Inlet { t_op_k: row.t_op_k, ..fed }]
        };
        let case = NetworkCase {
            tanks: vec![Tank {
                model: Reactor::with_law(params, kinetic_law).map_err(|error| cannot(error.to_string()))?,
                level: Level::Overflow { liquid_m3: params.V_liq, gas_m3: params.V_gas },
                initial: initial.to_vec(),
                name: name.clone(),
            }],
            streams: Vec::new(),
            times_d: feed.times_d.clone(),
            rows: feed.rows.iter().map(row).collect(),
            t_end_d: *t_end_d,
            rtol: *rtol,
        };
        simulate::<Adm1>(&case, &tank::Observe::Every(1.0)).map(|run| run.events)
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
            starts_d: Vec::new(),
            tanks: None,
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
    Adm1Case {
        params: digester.adm1,
        initial: digester.initial,
        feed,
        t_end_d,
        rtol: digester.rtol,
        kinetic_law: digester.kinetic_law,
    }
}

fn pooled_year(digester: &DigesterCase, organic: Option<&OrganicPool<f64>>) -> Result<PreparedDigester, EvaluateError> {
    let feeds = weekly_feeds(digester, organic)?;
    let mut weeks: Vec<MonthOfGas> = feeds.iter().map(|week| week.masses).collect();
    if !digester.model.kind().is_kinetic() {
        if let Some(organic) = organic {
            simple_year(digester, organic, &mut weeks);
        }
        return Ok(PreparedDigester {
            weeks,
            week_of_row: Vec::new(),
            starts_d: Vec::new(),
            simulation: None,
            tanks: None,
        });
    }
    let timeline = Timeline::new(digester, &weeks);
    scale_masses(&mut weeks, &timeline);
    let (week_of_row, starts_d) = (timeline.reported_weeks(), timeline.reported_starts_d());
    if needs_tanks(digester) {
        let mean = mean_feed(digester, organic)?;
        let feed = PooledFeed { mean: mean.as_ref(), weeks: &feeds.iter().map(|week| &week.feed).collect::<Vec<_>>() };
        let tanks = Some(tank_simulation(digester, &feed, &timeline)?);
        return Ok(PreparedDigester { weeks, week_of_row, starts_d, simulation: None, tanks });
    }
    // A constant that follows the temperature is the same in every row.
    let p = digester.adm1.with_temperature_laws();
    let rows = feeds.iter().map(|week| influent(digester, &p, &week.feed)).collect::<Result<Vec<_>, _>>()?;
    let mean = mean_row(digester, &p, organic)?.unwrap_or(rows[0]);
    let feed = Feed {
        times_d: timeline.entries.iter().map(|entry| entry.time_d).collect(),
        rows: timeline.entries.iter().map(|entry| row_of(entry, &mean, &rows)).collect(),
    };
    let mut case = case(digester, feed, timeline.reported_from_d + DAYS_PER_YEAR);
    if digester.start == Start::Inoculum {
        let share = digester.preparation.inoculum_share_pct / 100.0;
        case.initial[..LIQUID].iter_mut().for_each(|concentration| *concentration *= share);
    }
    let simulation = Simulation { case, observe: Observe::FeedRows, reported_from_d: timeline.reported_from_d };
    Ok(PreparedDigester { weeks, week_of_row, starts_d, simulation: Some(simulation), tanks: None })
}

/// What goes in during an entry of the timeline.
fn row_of(entry: &Entry, mean: &FeedRow, weeks: &[FeedRow]) -> FeedRow {
    let mut row = match entry.source {
        Source::Mean => *mean,
        Source::Week(week) => weeks[week],
    };
    row.flow_m3_per_d *= entry.factor;
    row.t_op_k = entry.t_op_k;
    row
}

/// The feed of the whole year, mixed; none without a pool.
fn mean_feed(
    digester: &DigesterCase,
    organic: Option<&OrganicPool<f64>>,
) -> Result<Option<DigesterFeed<f64>>, EvaluateError> {
    let Some(organic) = organic else { return Ok(None) };
    let target = FeedTarget::diluted_to(digester.preparation.feed_ts_pct);
    DigesterFeed::of(organic.year(), DAYS_PER_YEAR, &target).map(Some).map_err(EvaluateError::Pool)
}

fn mean_row(
    digester: &DigesterCase,
    p: &Adm1Params<f64>,
    organic: Option<&OrganicPool<f64>>,
) -> Result<Option<FeedRow>, EvaluateError> {
    mean_feed(digester, organic)?.map(|feed| influent(digester, p, &feed)).transpose()
}
