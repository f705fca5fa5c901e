//! What a tonne on each way costs, saves and employs, for one case.

use super::network::{HUB, Legs, Network, PRESENT};
use crate::channel::{Account, Accountant, Draw, LotFacts, Refusal, Sink, SinkFacts};
use crate::logistics::{Draw as HaulDraw, Haul};
use crate::scenario::PoleCase;
use crate::text;
use crate::words::{Text, shown_as_told};
use std::sync::Arc;

/// Values of one way.
#[derive(Clone, Copy, Debug)]
pub(super) struct WayValue {
    /// The account of a tonne.
    pub(super) account: Account,
    /// Its haulage, both legs; nothing for today's outlet.
    pub(super) haul: Haul,
    /// Fee of the hub, EUR/t.
    pub(super) hub_eur_per_t: f64,
    /// What the pole pays, EUR/t.
    pub(super) eur_per_t: f64,
    /// Greenhouse gas against the reference with later lives, kg CO2e/t.
    pub(super) kg_per_t: f64,
    /// Jobs net of today's outlet, central, FTE/t.
    pub(super) fte_per_t: f64,
}

/// Why a case has no values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueError {
    /// Factors of the accounts are missing.
    Carbon(Text),
    /// A rule refuses a way that the nominal case allows.
    Refused {
        /// The lot.
        lot: Arc<str>,
        /// The rule.
        why: String,
    },
}

impl ValueError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Carbon(why) => why.clone(),
            Self::Refused { lot, why } => text!("stream `{lot}`: {why}", lot, why),
        }
    }
}

shown_as_told!(ValueError);

impl std::error::Error for ValueError {}

/// A place that stands for today's outlets.
pub(super) fn present_sink() -> Sink {
    Sink {
        id: Arc::from(PRESENT),
        name: PRESENT.to_owned(),
        channel: PRESENT,
        candidate: false,
        place: None,
        accepts: Vec::new(),
        capacity_t_min: 0.0,
        capacity_t_max: f64::INFINITY,
        fixed_eur_per_a: 0.0,
        capital_eur: 0.0,
        gate_eur_per_t: 0.0,
        moisture_share_max: 1.0,
        contamination_share_max: 1.0,
        class_a_share_min: 0.0,
        extra_km: 0.0,
        owned: false,
    }
}

const NO_HAUL: Haul = Haul { km: 0.0, wet_t: 0.0, trips: 0.0, hours: 0.0, eur_per_t: 0.0, kgco2e_per_t: 0.0 };

/// Values of all ways. With `alone`, each company drives for itself.
///
/// # Errors
/// When a way of the network is refused with these values.
pub(super) fn values(case: &PoleCase, network: &Network, alone: bool) -> Result<Vec<WayValue>, ValueError> {
    let accountant = Accountant::new(case.frame, case.settings).map_err(|error| ValueError::Carbon(error.told()))?;
    let present = present_sink();
    let refused = |lot: &Arc<str>, why: Refusal| ValueError::Refused { lot: lot.clone(), why: why.to_string() };
    let nobody: Arc<str> = Arc::from("");
    let sinks: Vec<Option<SinkFacts<'_>>> = case
        .sinks
        .iter()
        .map(|s| if s.channel == HUB { Ok(None) } else { SinkFacts::of(s, &accountant).map(Some) })
        .collect::<Result<_, _>>()
        .map_err(|why| refused(&nobody, why))?;
    let kept = SinkFacts::of(&present, &accountant).map_err(|why| refused(&nobody, why))?;
    let lots: Vec<LotFacts<'_>> = case.lots.iter().map(LotFacts::of).collect();
    let draw = HaulDraw { km: case.logistics.detour_factor / network.detour, ..HaulDraw::NOMINAL };
    let value = |way: &super::network::Way| {
        let lot = &lots[way.lot];
        let facts = way.sink.and_then(|s| sinks[s].as_ref()).unwrap_or(&kept);
        let legs = if alone { &way.alone } else { &way.shared };
        let haul = legs.as_ref().map_or(NO_HAUL, |legs| drive(legs, lot.lot.wet_t, &draw));
        let account = accountant.account(lot, facts, &haul).map_err(|why| refused(&lot.lot.id, why))?;
        let hub_eur_per_t = way.hub.map_or(0.0, |h| case.sinks[h].gate_eur_per_t);
        Ok(WayValue {
            eur_per_t: account.money.total_eur() + hub_eur_per_t,
            kg_per_t: if way.sink.is_none() { 0.0 } else { account.carbon.cascade_kg() },
            fte_per_t: if way.sink.is_none() { 0.0 } else { account.jobs.net().central / 1000.0 },
            account,
            haul,
            hub_eur_per_t,
        })
    };
    network.ways.iter().map(value).collect()
}

/// Both legs of a way together, per tonne.
fn drive(legs: &Legs, wet_t: f64, draw: &HaulDraw) -> Haul {
    let Some(first) = legs.first.at(wet_t, draw) else { return NO_HAUL };
    // On the second leg the lot rides in full loads: per tonne as for a thousand.
    let Some(second) = legs.second.as_ref().and_then(|leg| leg.at(FULL_LOADS_T, draw)) else { return first };
    Haul {
        km: first.km + second.km,
        wet_t,
        trips: first.trips + second.trips * wet_t / FULL_LOADS_T,
        hours: first.hours + second.hours * wet_t / FULL_LOADS_T,
        eur_per_t: first.eur_per_t + second.eur_per_t,
        kgco2e_per_t: first.kgco2e_per_t + second.kgco2e_per_t,
    }
}

/// Mass by which the cost of full loads is found, t/a.
const FULL_LOADS_T: f64 = 1000.0;

/// Parts of a lot, from the one that most channels can take to the rest: channels that draw on the same part share it.
pub(super) fn part_of(draw: Draw) -> usize {
    match draw {
        Draw::Reusable | Draw::Fit => 0,
        Draw::ClassA => 1,
        Draw::Whole => 2,
    }
}

/// Parts of a lot, see [`part_of`].
pub(super) const PARTS: usize = 3;
