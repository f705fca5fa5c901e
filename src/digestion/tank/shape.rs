//! The structure of a network, the same for all cases of one topology: where each unknown and each derivative stands.

use super::{Kinetics, Layout};
use crate::ode::Plan;
use std::any::TypeId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

/// What decides the structure: which tanks are stores, and which streams there are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Topology {
    /// Per tank, whether its level moves.
    pub(super) stores: Vec<bool>,
    /// From which tank to which; none leaves the plant.
    pub(super) streams: Vec<(usize, Option<usize>)>,
}

/// Entries of the Jacobian through which the gas of one kind leaves by one unknown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Vent {
    /// Gas, by its number.
    pub(super) gas: usize,
    /// Entry of the derivative of the outflow.
    pub(super) outflow: usize,
    /// Entry of the gas unknown.
    pub(super) held: usize,
    /// Entry of the running total.
    pub(super) total: usize,
}

/// Where the unknowns and entries of one tank stand.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    /// First unknown: liquid, gas, algebraic follow in the order of the layout.
    pub(super) start: usize,
    /// Volume of the liquid; none where it does not move.
    pub(super) volume: Option<usize>,
    /// First running total: one per gas, the volume of gas, and for a store what has left of each liquid unknown.
    pub(super) totals: usize,
    /// First entry of the model's own derivatives.
    pub(super) entries: usize,
    /// Diagonal entry of each liquid unknown.
    pub(super) diagonal: Vec<usize>,
    /// Entries of the gas rows of the model.
    pub(super) gas_entries: Vec<usize>,
    /// Entries of the outflow row of the model.
    pub(super) outflow_entries: Vec<usize>,
    pub(super) vents: Vec<Vent>,
    /// Per gas, the diagonal entry of the unknown and that of its running total.
    pub(super) own: Vec<(usize, usize)>,
    /// Derivatives by the volume; empty where it does not move.
    pub(super) by_volume: ByVolume,
}

/// Entries that only a store has.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ByVolume {
    /// Per output of the model, the entry of its row and the volume.
    pub(super) outputs: Vec<usize>,
    /// Per gas, the running total by the volume.
    pub(super) gas_totals: Vec<usize>,
    /// Per liquid unknown, its total by itself and by the volume.
    pub(super) left: Vec<(usize, usize)>,
}

/// Entries of a stream between two tanks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Number of the stream.
    pub(super) stream: usize,
    /// Per liquid unknown.
    pub(super) entries: Vec<usize>,
    /// By the volume of the tank it comes from, if that moves.
    pub(super) by_volume: Vec<usize>,
}

/// The structure of a network of one model: unknowns, entries, elimination order. Made once per topology and shared.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    pub(super) layout: &'static Layout,
    pub(super) topology: Topology,
    pub(super) places: Vec<Place>,
    pub(super) links: Vec<Link>,
    pub(super) plan: Plan,
    pattern: Vec<(usize, usize)>,
}

/// Entries as they are found.
#[derive(Default)]
struct Entries {
    of: BTreeMap<(usize, usize), usize>,
    list: Vec<(usize, usize)>,
}

impl Entries {
    fn at(&mut self, row: usize, column: usize) -> usize {
        let next = self.list.len();
        let entry = *self.of.entry((row, column)).or_insert(next);
        if entry == next {
            self.list.push((row, column));
        }
        entry
    }
}

impl Shape {
    /// The structure for a topology of model `K`, from the store of those made before.
    pub(super) fn of<K: Kinetics>(topology: &Topology) -> Arc<Self> {
        type Made = Mutex<BTreeMap<(TypeId, Topology), Arc<Shape>>>;
        static MADE: OnceLock<Made> = OnceLock::new();
        let key = (TypeId::of::<K>(), topology.clone());
        let made = MADE.get_or_init(Mutex::default);
        // What another thread left is whole: an entry is put in by one insertion.
        let known = |found: &mut BTreeMap<_, Arc<Self>>| found.get(&key).cloned();
        let lock = || made.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(shape) = known(&mut lock()) {
            return shape;
        }
        let shape = Arc::new(Self::build(K::layout(), K::HEADSPACE, topology));
        lock().entry(key).or_insert(shape).clone()
    }

    fn build(layout: &'static Layout, headspace: bool, topology: &Topology) -> Self {
        let mut places = place_unknowns(layout, topology);
        let size = places.iter().map(|place| place.totals).max().unwrap_or(0);
        let size = size + places.first().map_or(0, |first| total_count(layout, first.volume.is_some()));
        let controlled = places.last().map_or(0, |last| last.totals);
        let mut entries = Entries::default();
        for place in &mut places {
            place.entries = entries.list.len();
            for (row, column) in &layout.pattern {
                let entry = entries.at(row_of(layout, headspace, place, *row), place.start + column);
                if (layout.liquid..layout.outflow()).contains(row) {
                    place.gas_entries.push(entry);
                } else if *row == layout.outflow() {
                    place.outflow_entries.push(entry);
                }
            }
        }
        for place in &mut places {
            add_engine_entries(layout, headspace, place, &mut entries);
        }
        let links = link(layout, topology, &places, &mut entries);
        let algebraic: Vec<usize> = places
            .iter()
            .flat_map(|place| (layout.outflow()..layout.unknowns.len()).map(|k| place.start + k))
            .collect();
        let plan = Plan::new(size, &entries.list, &algebraic, controlled);
        Self { layout, topology: topology.clone(), places, links, plan, pattern: entries.list }
    }

    /// Unknowns of the network: concentrations and volumes of all tanks, then running totals.
    pub fn size(&self) -> usize {
        self.plan.size()
    }

    /// (row, column) of the derivatives in the order in which a network writes them.
    pub fn pattern(&self) -> &[(usize, usize)] {
        &self.pattern
    }

    /// Structure for the integrator.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// First unknown of a tank.
    pub fn start(&self, tank: usize) -> usize {
        self.places[tank].start
    }

    /// First running total of a tank: one per gas (its unit times m3), then the volume of gas (m3).
    pub fn totals(&self, tank: usize) -> usize {
        self.places[tank].totals
    }
}

/// Running totals of a tank.
fn total_count(layout: &Layout, store: bool) -> usize {
    layout.gas + 1 + if store { layout.liquid } else { 0 }
}

/// Unknowns one tank after the other, then the totals from the last tank to the first: a model writes one value more
/// than it has unknowns, and what follows it must not be written yet.
fn place_unknowns(layout: &Layout, topology: &Topology) -> Vec<Place> {
    let mut places = Vec::new();
    let mut next = 0;
    for store in &topology.stores {
        let start = next;
        next += layout.unknowns.len();
        let volume = store.then_some(next);
        next += usize::from(*store);
        places.push(Place {
            start,
            volume,
            totals: 0,
            entries: 0,
            diagonal: Vec::new(),
            gas_entries: Vec::new(),
            outflow_entries: Vec::new(),
            vents: Vec::new(),
            own: Vec::new(),
            by_volume: ByVolume::default(),
        });
    }
    for place in places.iter_mut().rev() {
        place.totals = next;
        next += total_count(layout, place.volume.is_some());
    }
    places
}

/// Row of the network that an output of the model belongs to.
fn row_of(layout: &Layout, headspace: bool, place: &Place, output: usize) -> usize {
    let outflow = layout.outflow();
    if output < layout.liquid || (output < outflow && headspace) {
        place.start + output
    } else if output <= outflow {
        place.totals + output - layout.liquid
    } else {
        place.start + output - 1
    }
}

fn add_engine_entries(layout: &Layout, headspace: bool, place: &mut Place, entries: &mut Entries) {
    let (start, totals) = (place.start, place.totals);
    place.diagonal = (start..start + layout.liquid).map(|k| entries.at(k, k)).collect();
    let columns: Vec<(usize, usize)> =
        place.outflow_entries.iter().map(|entry| (*entry, entries.list[*entry].1)).collect();
    for gas in 0..layout.gas {
        let row = start + layout.liquid + gas;
        place.own.push((entries.at(row, row), entries.at(totals + gas, row)));
        for (outflow, column) in columns.iter().filter(|_| headspace) {
            let (held, total) = (entries.at(row, *column), entries.at(totals + gas, *column));
            place.vents.push(Vent { gas, outflow: *outflow, held, total });
        }
    }
    if let Some(volume) = place.volume {
        let rows = (0..layout.outputs()).map(|output| row_of(layout, headspace, place, output));
        place.by_volume.outputs = rows.map(|row| entries.at(row, volume)).collect();
        place.by_volume.gas_totals = (0..layout.gas).map(|gas| entries.at(totals + gas, volume)).collect();
        let left = (0..layout.liquid).map(|k| (totals + layout.gas + 1 + k, start + k));
        place.by_volume.left = left.map(|(row, own)| (entries.at(row, own), entries.at(row, volume))).collect();
    }
}

fn link(layout: &Layout, topology: &Topology, places: &[Place], entries: &mut Entries) -> Vec<Link> {
    let mut links = Vec::new();
    for (stream, (from, to)) in topology.streams.iter().enumerate() {
        let Some(to) = *to else { continue };
        let (source, target) = (&places[*from], &places[to]);
        let rows = (0..layout.liquid).map(|k| (target.start + k, source.start + k));
        links.push(Link {
            from: *from,
            to,
            stream,
            entries: rows.clone().map(|(row, column)| entries.at(row, column)).collect(),
            by_volume: source.volume.map_or_else(Vec::new, |v| rows.map(|(row, _)| entries.at(row, v)).collect()),
        });
    }
    links
}
