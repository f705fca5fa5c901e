//! Tanks over time: cases in, runs out.

use super::books::Closure;
use super::case::NetworkCase;
use super::error::TankError;
use super::flows::{flows, network};
use super::network::Network;
use super::output::{RunRow, TankTotals};
use super::queue::Queue;
use super::settings::Settings;
use super::shape::{Shape, Topology};
use super::story::{Event, TankVerdict};
use super::{Kinetics, Observe};
use crate::num::{Lanes, VectorClass, WithLanes};
use crate::ode::{Control, Integrator, Method, Statistics};
use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a run gives.
#[derive(Clone, Debug, PartialEq)]
pub struct TankRun {
    /// The plant at the end.
    pub end: RunRow,
    /// Rows at the observed times.
    pub rows: Vec<RunRow>,
    /// Totals of each row of the feed, when asked for.
    pub row_totals: Vec<RowTotals>,
    /// Totals over the run, per tank.
    pub totals: Vec<TankTotals>,
    /// Closure of everything the model conserves, over the plant.
    pub closure: Vec<Closure>,
    /// What it cost.
    pub statistics: Statistics,
    /// Per tank, whether it works at the end.
    pub verdicts: Vec<TankVerdict>,
    /// What happened, in order of time, when rows along the way were asked for.
    pub events: Vec<Event>,
}

impl TankRun {
    /// The largest gap of the closures; NaN when one is not a number.
    pub fn worst_closure(&self) -> f64 {
        let gaps = || self.closure.iter().map(|closure| closure.gap);
        if gaps().any(f64::is_nan) { f64::NAN } else { gaps().fold(0.0, f64::max) }
    }

    /// Totals of all tanks together.
    pub fn plant_totals(&self) -> TankTotals {
        let mut sum = TankTotals::zero(self.totals.first().map_or(0, |tank| tank.left.len()));
        self.totals.iter().for_each(|tank| sum.enter(tank));
        sum
    }
}

/// Totals of the tanks over one row of the feed.
#[derive(Clone, Debug, PartialEq)]
pub struct RowTotals {
    /// When it ended, d.
    pub end_d: f64,
    /// Per tank.
    pub tanks: Vec<TankTotals>,
}

/// Simulates one case. Tanks that wash out or turn acid are a result ([`TankRun::verdicts`]), not an error.
///
/// # Errors
/// When the case makes no sense, or the integration fails.
pub fn simulate<K: Kinetics>(case: &NetworkCase<K>, observe: &Observe) -> Result<TankRun, TankError> {
    case.check()?;
    // One lane without the choice of lanes: whoever simulates one case compiles one kind of number.
    let mut runs = Ensemble::new(&[case], observe, &case.topology(), case.changes()).run::<f64>();
    runs.pop().unwrap_or(Err(TankError::TankCount { count: 0 }))
}

/// Simulates cases in lanes: the runs in the order of the cases, each with the bits of [`simulate`]. Cases of unlike
/// topology, tolerance or feed (constant or not) go through the lanes one group after the other.
pub fn simulate_all<K: Kinetics, C: Borrow<NetworkCase<K>>>(
    cases: &[C],
    observe: &Observe,
    class: VectorClass,
) -> Vec<Result<TankRun, TankError>> {
    let cases: Vec<&NetworkCase<K>> = cases.iter().map(Borrow::borrow).collect();
    run_all(&cases, observe, class)
}

fn run_all<K: Kinetics>(
    cases: &[&NetworkCase<K>],
    observe: &Observe,
    class: VectorClass,
) -> Vec<Result<TankRun, TankError>> {
    let mut groups: BTreeMap<(Topology, u64, bool), Vec<usize>> = BTreeMap::new();
    let mut runs: Vec<Option<Result<TankRun, TankError>>> = Vec::with_capacity(cases.len());
    for (k, case) in cases.iter().enumerate() {
        // What cannot be run must not shape a group.
        runs.push(case.check().err().map(Err));
        if runs[k].is_none() {
            groups.entry((case.topology(), case.rtol.to_bits(), case.changes())).or_default().push(k);
        }
    }
    for ((topology, _, changes), members) in groups {
        let own: Vec<&NetworkCase<K>> = members.iter().map(|k| cases[*k]).collect();
        let finished = class.dispatch_few(Ensemble::new(&own, observe, &topology, changes));
        for (k, run) in members.into_iter().zip(finished) {
            runs[k] = Some(run);
        }
    }
    runs.into_iter().flatten().collect()
}

/// Absolute tolerances: floors of the unknowns, of volumes a thousandth of a m3; running totals are not controlled.
fn control(shape: &Shape, settings: &Settings, rtol: f64) -> Control {
    let mut floors = Vec::with_capacity(shape.size());
    for place in &shape.places {
        floors.extend(shape.layout.unknowns.iter().map(|unknown| unknown.floor));
        floors.extend(place.volume.map(|_| VOLUME_FLOOR_M3));
    }
    let mut control = settings.control(rtol, floors.into_iter());
    control.atol.resize(shape.size(), 1.0);
    control
}

const VOLUME_FLOOR_M3: f64 = 1e-3;

/// Cases to be run in whatever lanes there are.
struct Ensemble<'a, K: Kinetics> {
    cases: &'a [&'a NetworkCase<K>],
    observe: &'a Observe,
    shape: Arc<Shape>,
    method: Method,
    control: Control,
}

impl<'a, K: Kinetics> Ensemble<'a, K> {
    /// Cases of one topology and tolerance.
    fn new(cases: &'a [&'a NetworkCase<K>], observe: &'a Observe, topology: &Topology, changes: bool) -> Self {
        let shape = Shape::of::<K>(topology);
        let rtol = cases.first().map_or(1e-4, |case| case.rtol);
        let settings = match observe {
            Observe::End | Observe::FeedRows => Settings::of_ends(rtol, changes),
            _ => Settings::along_the_way(rtol),
        };
        let control = control(&shape, &settings, rtol);
        Self { cases, observe, shape, method: settings.method, control }
    }
}

/// Some network that is finite, for lanes without work.
fn any_network<K: Kinetics>(shape: &Arc<Shape>, cases: &[&NetworkCase<K>]) -> Option<Network<K, f64>> {
    cases.iter().find_map(|case| {
        let models: Vec<_> = case.tanks.iter().map(|tank| tank.model.clone()).collect();
        let inlets = case.rows.first()?;
        let flows = flows(case, inlets, &vec![false; case.tanks.len()], 0.0).ok()?;
        Some(network(shape, case, &models, inlets, &flows))
    })
}

impl<K: Kinetics> WithLanes for Ensemble<'_, K> {
    type Output = Vec<Result<TankRun, TankError>>;

    #[inline(always)]
    fn run<L: Lanes>(self) -> Self::Output {
        let Some(any) = any_network(&self.shape, self.cases) else {
            // No case has flows that make sense: each says why.
            let why = |case: &&NetworkCase<K>| {
                let full = vec![false; case.tanks.len()];
                match case.rows.first().map(|inlets| flows(case, inlets, &full, 0.0)) {
                    Some(Err(error)) => Err(error),
                    _ => Err(TankError::FeedTimes { row: 0 }),
                }
            };
            return self.cases.iter().map(why).collect();
        };
        let mut queue = Queue::<K, L>::new(self.cases, self.observe, &self.shape, &any);
        match Integrator::new(self.shape.plan(), self.method, self.control) {
            Ok(mut integrator) => integrator.drive(self.shape.plan(), &mut queue),
            Err(_) => return self.cases.iter().map(|case| Err(TankError::Tolerance { value: case.rtol })).collect(),
        }
        queue.into_runs()
    }
}
