//! A digester with tanks behind it, or by another kinetic model than ADM1 as in BSM2: a network for the one engine of tanks.

use super::super::evaluate::{Detail, EvaluateError};
use super::schedule::{Entry, Source, Timeline};
use super::weeks::composition;
use super::{DigesterCase, ModelCase, Start};
use crate::digestion::adm1::{Adm1, Reactor};
use crate::digestion::adm1da::{Adm1da, Adm1daSet, Tank as Adm1daTank};
use crate::digestion::simple::{Pools, TwoPools};
use crate::digestion::tank::{
    Composition, CompositionError, Inlet, Kinetics, Level, NetworkCase, Observe, Stream, Tank, TankError, TankRun,
    simulate, simulate_all,
};
use crate::digestion::weinrich::{R3, R3Model, R4, R4Model};
use crate::feedstock::pool::DigesterFeed;
use crate::num::VectorClass;
use crate::units::{DAYS_PER_YEAR, ZERO_CELSIUS_K};
use crate::words::Text;

/// The tanks of a digester as a case of the engine, whichever its kinetic model.
#[derive(Clone)]
pub enum Network {
    /// ADM1 as in BSM2.
    Adm1(NetworkCase<Adm1>),
    /// ADM1 for agricultural plants.
    Adm1da(NetworkCase<Adm1da>),
    /// R3 of Weinrich & Nelles.
    R3(NetworkCase<R3>),
    /// R4 of Weinrich & Nelles.
    R4(NetworkCase<R4>),
    /// Fast and slow pools of first order.
    TwoPools(NetworkCase<TwoPools>),
}

/// The same expression for the case of whichever model.
macro_rules! each {
    ($network:expr, $case:ident => $body:expr) => {
        match $network {
            Network::Adm1($case) => $body,
            Network::Adm1da($case) => $body,
            Network::R3($case) => $body,
            Network::R4($case) => $body,
            Network::TwoPools($case) => $body,
        }
    };
}

impl std::fmt::Debug for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        each!(self, case => write!(f, "network of {} tanks over {} d", case.tanks.len(), case.t_end_d))
    }
}

fn factors_of<K: Kinetics>(_: &NetworkCase<K>) -> &'static [&'static str] {
    K::layout().factors
}

fn unknowns_of<K: Kinetics>(_: &NetworkCase<K>) -> Vec<&'static str> {
    K::layout().unknowns.iter().map(|unknown| unknown.name).collect()
}

impl Network {
    /// Names of the factors that the model's rows carry.
    pub fn factors(&self) -> &'static [&'static str] {
        each!(self, case => factors_of(case))
    }

    /// Names of the unknowns of a tank.
    pub fn unknowns(&self) -> Vec<&'static str> {
        each!(self, case => unknowns_of(case))
    }

    fn simulate(&self, observe: &Observe) -> Result<TankRun, TankError> {
        each!(self, case => simulate(case, observe))
    }
}

/// One run of tanks that holds the warm-up and what is reported.
#[derive(Clone, Debug)]
pub struct TankSimulation {
    /// What to simulate.
    pub network: Network,
    /// When the reported time starts, d; it lasts to the end of the run.
    pub reported_from_d: f64,
}

impl TankSimulation {
    /// Simulates: totals of every row of the feed, and with series the days of the reported year with what happened.
    ///
    /// # Errors
    /// When the case makes no sense, or the integration fails.
    pub fn run(&self, detail: Detail) -> Result<TankRun, TankError> {
        let mut run = self.network.simulate(&Observe::FeedRows)?;
        if detail == Detail::Series {
            // The series comes from a run of its own: the totals must not depend on whether somebody looks.
            let seen = self.network.simulate(&self.days())?;
            run.rows = seen.rows;
            run.events = seen.events;
        }
        Ok(run)
    }

    fn days(&self) -> Observe {
        Observe::At((0..=DAYS_PER_YEAR as u32).map(|day| self.reported_from_d + f64::from(day)).collect())
    }
}

/// Runs of many simulations in lanes, in their order.
pub(in super::super) fn run_all(
    simulations: &[&TankSimulation],
    class: VectorClass,
) -> Vec<Result<TankRun, TankError>> {
    let mut runs: Vec<Option<Result<TankRun, TankError>>> = simulations.iter().map(|_| None).collect();
    macro_rules! family {
        ($variant:ident) => {
            let own = |(k, simulation): (usize, &&TankSimulation)| match &simulation.network {
                Network::$variant(_) => Some(k),
                _ => None,
            };
            let places: Vec<usize> = simulations.iter().enumerate().filter_map(own).collect();
            let cases: Vec<_> = simulations
                .iter()
                .filter_map(|simulation| match &simulation.network {
                    Network::$variant(case) => Some(case),
                    _ => None,
                })
                .collect();
            if !cases.is_empty() {
                for (k, run) in places.into_iter().zip(simulate_all(&cases, &Observe::FeedRows, class)) {
                    runs[k] = Some(run);
                }
            }
        };
    }
    family!(Adm1);
    family!(Adm1da);
    family!(R3);
    family!(R4);
    family!(TwoPools);
    runs.into_iter().flatten().collect()
}

/// What a digester is fed: the mean of the year, and week by week.
pub(super) struct PooledFeed<'a> {
    pub(super) mean: Option<&'a DigesterFeed<f64>>,
    pub(super) weeks: &'a [&'a DigesterFeed<f64>],
}

/// The simulation of a digester on the pool by the engine of tanks.
pub(super) fn tank_simulation(
    digester: &DigesterCase,
    feed: &PooledFeed<'_>,
    timeline: &Timeline,
) -> Result<TankSimulation, EvaluateError> {
    let model = |reason: Text| EvaluateError::Model { id: digester.id.clone(), reason };
    let network = match &digester.model {
        ModelCase::Adm1 | ModelCase::FirstOrder | ModelCase::BuswellBoyle => {
            let reactor =
                Reactor::with_law(&digester.adm1, &digester.kinetic_law).map_err(|error| model(error.told()))?;
            Network::Adm1(network::<Adm1>(digester, &reactor, feed, timeline)?)
        }
        ModelCase::Adm1da(own) => {
            let set = Adm1daSet { own: own.0, ..adm1da_set(digester, &own.1) };
            let tank = Adm1daTank::new(&set).map_err(|error| model(error.told()))?;
            Network::Adm1da(network::<Adm1da>(digester, &tank, feed, timeline)?)
        }
        ModelCase::R3(p) => Network::R3(network::<R3>(digester, &R3Model::new(p), feed, timeline)?),
        ModelCase::R4(p) => Network::R4(network::<R4>(digester, &R4Model::new(p), feed, timeline)?),
        ModelCase::TwoPools(p) => {
            let pools = Pools::two_pools(&p.0, &p.1).map_err(|why| model(why.into()))?;
            Network::TwoPools(network::<TwoPools>(digester, &pools, feed, timeline)?)
        }
    };
    Ok(TankSimulation { network, reported_from_d: timeline.reported_from_d })
}

/// ADM1da's constants, with those of ADM1 that the scenario itself gives.
fn adm1da_set(digester: &DigesterCase, given: &[usize]) -> Adm1daSet<f64> {
    let mut set = Adm1daSet::defaults();
    let (mut values, own) = (set.base.to_vec(), digester.adm1.to_vec());
    given.iter().for_each(|place| values[*place] = own[*place]);
    set.base = crate::digestion::adm1::Adm1Params::from_slice(&values);
    set.base.T_op = digester.adm1.T_op;
    set
}

fn network<K: Kinetics>(
    digester: &DigesterCase,
    model: &K::Of<f64>,
    feed: &PooledFeed<'_>,
    timeline: &Timeline,
) -> Result<NetworkCase<K>, EvaluateError> {
    let failed = |error| EvaluateError::Tanks { id: digester.id.clone(), error };
    let at = |name: &str, t_op_k: f64| {
        let cannot = |reason| failed(TankError::Temperature { tank: name.to_owned(), t_d: 0.0, reason });
        K::at_temperature(model, t_op_k).map_err(cannot)
    };
    let main_k = digester.adm1.T_op;
    let mut tanks = vec![Tank {
        name: digester.id.clone(),
        model: at(&digester.id, main_k)?,
        level: Level::Overflow { liquid_m3: digester.adm1.V_liq, gas_m3: digester.adm1.V_gas },
        initial: initial::<K>(digester),
    }];
    for tank in &digester.tanks {
        let p = &tank.params;
        let t_op_k = if p.temperature_c.is_finite() { p.temperature_c + ZERO_CELSIUS_K } else { main_k };
        let gas_m3 = if p.gas_m3.is_finite() { p.gas_m3 } else { 0.1 * p.volume_m3 };
        tanks.push(Tank {
            name: tank.id.clone(),
            model: at(&tank.id, t_op_k)?,
            level: Level::Overflow { liquid_m3: p.volume_m3, gas_m3 },
            initial: initial::<K>(digester),
        });
    }
    let inlets = |feed: &DigesterFeed<f64>| -> Result<Inlet, EvaluateError> {
        let composition = composition(digester, feed);
        let refused = |error| EvaluateError::Feed { id: digester.id.clone(), error };
        let influent = match K::influent(&tanks[0].model, &composition) {
            // The model gives protein and inerts more nitrogen than the analysis holds: the model's content stands.
            Err(CompositionError::NitrogenDeficit { held, .. }) => {
                K::influent(&tanks[0].model, &Composition { total_nitrogen: Some(held), ..composition })
            }
            taken => taken,
        };
        let influent = influent.map_err(refused)?;
        Ok(Inlet::new(composition.flow_m3_per_d, influent))
    };
    let none = || Ok(Inlet::none::<K>());
    let mean = feed.mean.map_or_else(none, inlets)?;
    let fed = |feed: &&DigesterFeed<f64>| if feed.flow_m3_per_d > 0.0 { inlets(feed) } else { none() };
    let weeks = feed.weeks.iter().map(fed).collect::<Result<Vec<_>, _>>()?;
    let row = |entry: &Entry| {
        let mut inlet = match entry.source {
            Source::Mean => mean.clone(),
            Source::Week(week) => weeks[week].clone(),
        };
        inlet.flow_m3_per_d *= entry.factor;
        inlet.t_op_k = entry.t_op_k;
        std::iter::once(inlet).chain(digester.tanks.iter().map(|_| Inlet::none::<K>())).collect()
    };
    Ok(NetworkCase {
        streams: streams(digester),
        times_d: timeline.entries.iter().map(|entry| entry.time_d).collect(),
        rows: timeline.entries.iter().map(row).collect(),
        t_end_d: timeline.reported_from_d + DAYS_PER_YEAR,
        rtol: digester.rtol,
        tanks,
    })
}

/// What overflows each tank goes to those that name it, in equal parts; pumps carry back to the digester.
fn streams(digester: &DigesterCase) -> Vec<Stream> {
    let mut streams = Vec::new();
    for from in 0..=digester.tanks.len() {
        let takes = |tank: &super::TankCase| tank.from.map_or(0, |place| place + 1) == from;
        let to: Vec<usize> =
            digester.tanks.iter().enumerate().filter(|(_, tank)| takes(tank)).map(|(k, _)| k + 1).collect();
        if to.is_empty() {
            streams.push(Stream::overflow(from, None));
        }
        for next in &to {
            let flow = crate::digestion::tank::StreamFlow::Overflow(1.0 / to.len() as f64);
            streams.push(Stream { flow, ..Stream::overflow(from, Some(*next)) });
        }
    }
    for (k, tank) in digester.tanks.iter().enumerate().filter(|(_, tank)| tank.params.recirculation_m3_per_d > 0.0) {
        streams.push(Stream::pumped(k + 1, Some(0), tank.params.recirculation_m3_per_d));
    }
    streams
}

/// State at the start of the models in masses, kg/m3 (strong ions kmol/m3): that of R3 in Weinrich & Nelles 2021, which R4
/// shares as far as it has the unknowns.
const IN_MASSES: [(&str, f64); 14] = [
    ("S_ac", 0.049_466_757),
    ("S_ch4", 0.011_651_281),
    ("S_IC", 4.975_218_032),
    ("S_IN", 0.963_856_43),
    ("S_h2o", 957.102_301_7),
    ("X_ch", 2.961_799_612),
    ("X_pr", 0.948_575_266),
    ("X_li", 0.412_040_528),
    ("X_bac", 1.925_585_752),
    ("X_ac", 0.521_526_150),
    ("S_cat", 0.056_25),
    ("S_an", 0.0075),
    ("S_gas_ch4", 0.358_267_793),
    ("S_gas_co2", 0.660_494_134),
];

/// State at the start: that of the models in masses, or ADM1's by the names of the model; thinned where the digester starts from inoculum.
fn initial<K: Kinetics>(digester: &DigesterCase) -> Vec<f64> {
    use crate::digestion::adm1::State;
    let layout = K::layout();
    let share = if digester.start == Start::Inoculum { digester.preparation.inoculum_share_pct / 100.0 } else { 1.0 };
    let in_masses = layout.place("S_h2o").is_some();
    let of_masses = |name: &str| IN_MASSES.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let of_adm1 = |name: &str| {
        State::ALL.iter().find(|state| state.name() == name).map(|state| digester.initial[*state as usize])
    };
    let value = |name: &str| if in_masses { of_masses(name) } else { of_adm1(name) }.unwrap_or(0.0);
    let own = layout.unknowns.iter().enumerate();
    own.map(|(k, unknown)| value(unknown.name) * if k < layout.liquid { share } else { 1.0 }).collect()
}

/// Whether a digester needs the engine of tanks.
pub(super) fn needs_tanks(digester: &DigesterCase) -> bool {
    let own =
        matches!(digester.model, ModelCase::Adm1da(_) | ModelCase::R3(_) | ModelCase::R4(_) | ModelCase::TwoPools(_));
    own || (matches!(digester.model, ModelCase::Adm1) && !digester.tanks.is_empty())
}
