//! Ways from lots to sinks: which are lawful, and what vehicles they take. Found once from the nominal case, so that all
//! samples share one structure.

use crate::channel::{Lot, LotKind, Sink, channel, lawful};
use crate::logistics::{
    BulkRequest, Container, HaulPlan, HaulRequest, Haulage, LogisticsError, Place, Sharing, container, matter,
    matter_of, road_km,
};
use crate::scenario::PoleCase;

/// Name of the channel of platforms, which are on the way and no end.
pub(super) const HUB: &str = "hub";

/// Name of the channel of today's outlets.
pub(super) const PRESENT: &str = "present";

/// What a hub sends on.
const SHRED: &str = "wood_shred";

/// How a lot's way is driven.
#[derive(Clone, Debug)]
pub(super) struct Legs {
    /// From the company.
    pub(super) first: HaulPlan,
    /// From the hub on.
    pub(super) second: Option<HaulPlan>,
}

/// A way from a lot to where it ends.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// Place of the lot.
    pub(super) lot: usize,
    /// Place of the sink; none where the lot keeps today's outlet.
    pub(super) sink: Option<usize>,
    /// Place of the hub that it passes.
    pub(super) hub: Option<usize>,
    /// With rounds shared among companies; none for today's outlet, whose price holds its haulage.
    pub(super) shared: Option<Legs>,
    /// For the company alone.
    pub(super) alone: Option<Legs>,
}

/// All ways of a pole, lot by lot.
#[derive(Clone, Debug)]
pub(super) struct Network {
    /// The ways, those of a lot together.
    pub(super) ways: Vec<Way>,
    /// Detour factor with which the legs were made.
    pub(super) detour: f64,
    /// Lots for which no vehicle was found to some sink, with the reason.
    pub(super) unreachable: Vec<(usize, LogisticsError)>,
}

impl Network {
    /// The ways of a nominal case.
    pub(super) fn new(case: &PoleCase) -> Self {
        let mut network = Self { ways: Vec::new(), detour: case.logistics.detour_factor, unreachable: Vec::new() };
        for lot in 0..case.lots.len() {
            network.add_lot(case, lot);
        }
        network
    }

    fn add_lot(&mut self, case: &PoleCase, k: usize) {
        let lot = &case.lots[k];
        if case.asked.keep_present {
            self.ways.push(Way { lot: k, sink: None, hub: None, shared: None, alone: None });
        }
        let hubs: Vec<usize> = (0..case.sinks.len()).filter(|h| is_hub_for(&case.sinks[*h], lot)).collect();
        for (s, sink) in case.sinks.iter().enumerate() {
            if sink.channel == HUB || lawful(lot, sink, case.year).is_err() {
                continue;
            }
            let over = hubs.iter().map(|h| Some(*h)).filter(|_| is_shredded(sink));
            for hub in std::iter::once(None).chain(over) {
                self.add_way(case, k, s, hub);
            }
        }
    }

    fn add_way(&mut self, case: &PoleCase, lot: usize, sink: usize, hub: Option<usize>) {
        let legs = |sharing| legs(case, &case.lots[lot], &case.sinks[sink], hub.map(|h| &case.sinks[h]), sharing);
        match (legs(Sharing::Round), legs(Sharing::Alone)) {
            (Ok(shared), Ok(alone)) => {
                self.ways.push(Way { lot, sink: Some(sink), hub, shared: Some(shared), alone: Some(alone) });
            }
            (Err(error), _) | (_, Err(error)) => {
                if !self.unreachable.iter().any(|(k, e)| *k == lot && *e == error) {
                    self.unreachable.push((lot, error));
                }
            }
        }
    }
}

/// A hub that takes what the lot is.
fn is_hub_for(sink: &Sink, lot: &Lot) -> bool {
    sink.channel == HUB && sink.accepts.contains(&lot.kind)
}

/// Sinks whose channel shreds what it takes: the hub can do it before.
fn is_shredded(sink: &Sink) -> bool {
    channel(sink.channel).is_some_and(|c| c.pretreatment.shred)
}

/// Vehicles of a way.
fn legs(case: &PoleCase, lot: &Lot, sink: &Sink, hub: Option<&Sink>, sharing: Sharing) -> Result<Legs, LogisticsError> {
    let haulage = Haulage::defaults();
    let (container, containers) = container_of(lot)?;
    let first_end = hub.unwrap_or(sink);
    let extra = if hub.is_some() { 0.0 } else { sink.extra_km };
    let first = HaulPlan::new(&HaulRequest {
        km: km(case, lot.place, first_end.place) + extra,
        wet_t: lot.wet_t,
        month_share: lot.season.share_per_10000.map(|share| share / 10_000.0),
        container,
        containers,
        matter: matter_of(feedstock(lot), container)?,
        vehicle: None,
        sharing,
        haulage,
    })?;
    let second = match hub {
        None => None,
        Some(hub) => Some(HaulPlan::bulk(&BulkRequest {
            km: km(case, hub.place, sink.place) + sink.extra_km,
            // A hub gathers full loads: it is the vehicle's cost per full load that counts, not the last part of one.
            wet_t: hub.capacity_t_max.min(1e6),
            matter: matter(SHRED)?,
            vehicle: None,
            haulage,
        })?),
    };
    Ok(Legs { first, second })
}

/// Road distance; where a place is not known, that to the pole's centre, or the shortest counted.
fn km(case: &PoleCase, from: Option<Place>, to: Option<Place>) -> f64 {
    let (detour, least) = (case.logistics.detour_factor, case.logistics.road_km_min);
    match (from.or(case.centre), to.or(case.centre)) {
        (Some(a), Some(b)) => road_km(a, b, detour, least),
        _ => least,
    }
}

/// Name of the feedstock of a lot.
pub(super) fn feedstock(lot: &Lot) -> &'static str {
    match &lot.substance {
        crate::feedstock::Substance::Organic(feedstock, _) => &feedstock.id,
        crate::feedstock::Substance::Wood(feedstock, _) => &feedstock.id,
    }
}

/// The container of a lot, or the usual one of its kind.
fn container_of(lot: &Lot) -> Result<(&'static Container, f64), LogisticsError> {
    match lot.container {
        Some((id, count)) => Ok((container(id)?, count)),
        None => Ok((container(usual_container(lot.kind))?, 1.0)),
    }
}

/// Container where none was named (assumed).
fn usual_container(kind: LotKind) -> &'static str {
    match kind {
        LotKind::Wood => "skip30",
        LotKind::FoodWaste => "bac240",
        LotKind::Grease => "grease_tank",
        LotKind::GreenWaste => "skip15",
        LotKind::Manure | LotKind::Crop => "farm_store",
    }
}
