//! Tanks to simulate: plain data, and its checks.

use super::Kinetics;
use super::error::TankError;
use super::shape::Topology;

/// What happens to the level of a tank.
#[derive(Clone, Debug, PartialEq)]
pub enum Level {
    /// The volume stays: what flows in displaces as much.
    Overflow {
        /// Liquid, m3.
        liquid_m3: f64,
        /// Headspace, m3.
        gas_m3: f64,
    },
    /// A store: it fills, overflows when it is full, and is emptied on given days.
    Store {
        /// Liquid and headspace together, m3; of a model without headspace not looked at.
        total_m3: f64,
        /// Liquid when it is full, m3.
        capacity_m3: f64,
        /// Liquid at the start of the run, m3, above 0.
        start_m3: f64,
        /// When it is emptied, rising.
        emptyings: Vec<Emptying>,
    },
}

impl Level {
    /// Volume that contents are counted per: the largest of the liquid, m3.
    pub fn capacity_m3(&self) -> f64 {
        match self {
            Self::Overflow { liquid_m3, .. } => *liquid_m3,
            Self::Store { capacity_m3, .. } => *capacity_m3,
        }
    }

    /// Liquid at the start of the run, m3.
    pub fn start_m3(&self) -> f64 {
        match self {
            Self::Overflow { liquid_m3, .. } => *liquid_m3,
            Self::Store { start_m3, .. } => *start_m3,
        }
    }

    /// Liquid and headspace together, m3.
    pub fn total_m3(&self) -> f64 {
        match self {
            Self::Overflow { liquid_m3, gas_m3 } => liquid_m3 + gas_m3,
            Self::Store { total_m3, .. } => *total_m3,
        }
    }

    /// Days on which it is emptied.
    pub fn emptyings(&self) -> &[Emptying] {
        match self {
            Self::Overflow { .. } => &[],
            Self::Store { emptyings, .. } => emptyings,
        }
    }

    /// Whether it is a store.
    pub fn is_store(&self) -> bool {
        matches!(self, Self::Store { .. })
    }
}

/// A store is emptied: its mixed contents leave the plant down to a level; the gas above takes the room, drawn back from
/// where the gas of the plant is held, with the composition of the headspace.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Emptying {
    /// When, d.
    pub day: f64,
    /// Liquid that stays, m3; a level below that leaves the store as it is.
    pub to_m3: f64,
}

/// A tank.
pub struct Tank<K: Kinetics> {
    /// What reports and errors call it.
    pub name: String,
    /// The kinetic model with its parameters.
    pub model: K::Of<f64>,
    /// Volumes.
    pub level: Level,
    /// Concentrations at the start, in the order of the layout; algebraic unknowns are those that belong to the others,
    /// whatever is given (a guess).
    pub initial: Vec<f64>,
}

/// What is fed to one tank during a row of the feed.
#[derive(Clone, Debug, PartialEq)]
pub struct Inlet {
    /// Flow, m3/d.
    pub flow_m3_per_d: f64,
    /// Concentrations of the liquid unknowns.
    pub influent: Vec<f64>,
    /// Temperature of the tank, K; none keeps that of the model as given.
    pub t_op_k: Option<f64>,
    /// False shuts the gas outlet: pressure rises.
    pub gas_outlet_open: bool,
}

impl Inlet {
    /// Feed at the tank's own temperature, gas outlet open.
    pub fn new(flow_m3_per_d: f64, influent: Vec<f64>) -> Self {
        Self { flow_m3_per_d, influent, t_op_k: None, gas_outlet_open: true }
    }

    /// No feed.
    pub fn none<K: Kinetics>() -> Self {
        Self::new(0.0, vec![0.0; K::layout().liquid])
    }
}

/// How much flows in a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StreamFlow {
    /// So much, m3/d (a pump).
    Pumped(f64),
    /// This share of the volume that overflows the tank. The shares of a tank sum to 1.
    Overflow(f64),
}

/// A flow from a tank to another, or out of the plant.
///
/// `carries` weights each concentration: 1 carries it as it is in the tank, 0 leaves it there. A separator is two streams
/// of the overflow whose factors, weighted by their shares, sum to 1 ([`separated`](Stream::separated)); a single stream
/// that carries less than 1 holds the rest back in the tank.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// Tank it comes from.
    pub from: usize,
    /// Tank it leads to; none leaves the plant.
    pub to: Option<usize>,
    /// How much.
    pub flow: StreamFlow,
    /// Per liquid unknown, concentration in the stream over that in the tank; none carries everything alike.
    pub carries: Option<Vec<f64>>,
}

impl Stream {
    /// All that overflows a tank.
    pub fn overflow(from: usize, to: Option<usize>) -> Self {
        Self { from, to, flow: StreamFlow::Overflow(1.0), carries: None }
    }

    /// A pump.
    pub fn pumped(from: usize, to: Option<usize>, flow_m3_per_d: f64) -> Self {
        Self { from, to, flow: StreamFlow::Pumped(flow_m3_per_d), carries: None }
    }

    /// This stream through a separator: the liquid goes on as before, a share `volume` (0 to 1, both excluded) of the flow
    /// with a share `captured[k]` (0 to 1) of each liquid unknown goes to `to`. Dissolved matter that goes with the water
    /// has `captured[k]` = `volume`. What goes in comes out. The solids come second.
    ///
    /// # Errors
    /// When a share lies outside its range.
    pub fn separated(&self, to: Option<usize>, volume: f64, captured: &[f64]) -> Result<[Self; 2], TankError> {
        let bad = |value| TankError::Stream { stream: 0, value };
        if !(volume > 0.0 && volume < 1.0) {
            return Err(bad(volume));
        }
        if let Some(value) = captured.iter().find(|share| !(0.0..=1.0).contains(*share)) {
            return Err(bad(*value));
        }
        let before = |k: usize| self.carries.as_ref().map_or(1.0, |carries| carries[k]);
        let part = |to, share: f64, of: fn(f64) -> f64| Self {
            from: self.from,
            to,
            flow: match self.flow {
                StreamFlow::Pumped(flow) => StreamFlow::Pumped(flow * share),
                StreamFlow::Overflow(all) => StreamFlow::Overflow(all * share),
            },
            carries: Some(captured.iter().enumerate().map(|(k, c)| before(k) * of(*c) / share).collect()),
        };
        Ok([part(self.to, 1.0 - volume, |c| 1.0 - c), part(to, volume, |c| c)])
    }
}

/// Tanks of one model that feed each other, and what they are fed.
pub struct NetworkCase<K: Kinetics> {
    /// The tanks.
    pub tanks: Vec<Tank<K>>,
    /// Flows among them and out. A tank that no stream of its overflow is named for overflows out of the plant.
    pub streams: Vec<Stream>,
    /// Start of each row of the feed, d; the first is 0, each later than the one before. The last row holds to the end.
    pub times_d: Vec<f64>,
    /// Rows of the feed: per row, an inlet per tank.
    pub rows: Vec<Vec<Inlet>>,
    /// Length of the run, d.
    pub t_end_d: f64,
    /// Relative accuracy wanted, 1e-12 to 1e-2; 1e-4 for sweeps. Holds for the end of the run, and along the way where
    /// rows are observed.
    pub rtol: f64,
}

// A derived one would ask it of `K`, which is only a name.
impl<K: Kinetics> Clone for Tank<K> {
    fn clone(&self) -> Self {
        let Self { name, model, level, initial } = self;
        Self { name: name.clone(), model: model.clone(), level: level.clone(), initial: initial.clone() }
    }
}

impl<K: Kinetics> Clone for NetworkCase<K> {
    fn clone(&self) -> Self {
        Self {
            tanks: self.tanks.clone(),
            streams: self.streams.clone(),
            times_d: self.times_d.clone(),
            rows: self.rows.clone(),
            t_end_d: self.t_end_d,
            rtol: self.rtol,
        }
    }
}

impl<K: Kinetics> NetworkCase<K> {
    /// One tank with a constant feed, at rtol 1e-4.
    pub fn single(tank: Tank<K>, inlet: Inlet, t_end_d: f64) -> Self {
        Self {
            tanks: vec![tank],
            streams: Vec::new(),
            times_d: vec![0.0],
            rows: vec![vec![inlet]],
            t_end_d,
            rtol: 1e-4,
        }
    }

    pub(super) fn topology(&self) -> Topology {
        Topology {
            stores: self.tanks.iter().map(|tank| tank.level.is_store()).collect(),
            streams: self.streams.iter().map(|stream| (stream.from, stream.to)).collect(),
        }
    }

    /// Whether the integrator must follow changes along the way.
    pub(super) fn changes(&self) -> bool {
        let rows_differ = self.rows.windows(2).any(|pair| pair[0] != pair[1]);
        rows_differ || self.tanks.iter().any(|tank| tank.level.is_store())
    }
}
