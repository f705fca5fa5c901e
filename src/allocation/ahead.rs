//! What lies ahead of a plan, as it is shown: supply over the years, departures that break a plant, matches.

use super::matches::{Match, MatchKind, MatchParams, Question, matches};
use super::outcome::{Breaking, MatchFound, SupplyBand};
use super::supply::{departures, path};
use crate::channel::{Lot, Physics, Sink, channel, lawful};
use crate::feedstock::Substance;
use crate::scenario::{PoleCase, Scenario};

/// What lies ahead.
#[derive(Clone, Debug, PartialEq)]
pub struct Ahead {
    /// Supply of each scenario and kind.
    pub supply: Vec<SupplyBand>,
    /// Departures, for each sink that needs a least flow.
    pub breaking: Vec<Breaking>,
    /// Matches, the largest likely gain first.
    pub matches: Vec<MatchFound>,
}

/// Most matches that are shown; a pole of hundreds has thousands of near neighbours.
const MATCHES_MAX: usize = 60;

/// What lies ahead of a scenario. Lots count for a plant where it may lawfully take them; a hub takes its kinds.
pub fn look_ahead(scenario: &Scenario, case: &PoleCase) -> Ahead {
    let ranges = scenario.amount_ranges(&scenario.nominal());
    Ahead { supply: bands(scenario, case, &ranges), breaking: breaking(case), matches: found(scenario, case, &ranges) }
}

fn bands(scenario: &Scenario, case: &PoleCase, ranges: &[[f64; 3]]) -> Vec<SupplyBand> {
    let asked = scenario.supply();
    let years = case.year..case.year + asked.years;
    let paths = asked.scenarios.iter().map(|s| path(&case.lots, ranges, s, &asked.events, years.clone()));
    let bands = paths.flat_map(|path| {
        let (scenario, years) = (path.scenario, path.years);
        path.kinds.into_iter().map(move |kind| SupplyBand {
            scenario: scenario.clone(),
            kind: kind.kind.word().to_owned(),
            years: years.clone(),
            wet_t: kind.t_per_a,
        })
    });
    bands.collect()
}

fn breaking(case: &PoleCase) -> Vec<Breaking> {
    let hub = |sink: &Sink| channel(sink.channel).is_some_and(|c| c.physics == Physics::Transit);
    let eligible = |sink: &Sink, lot: &Lot| match hub(sink) {
        true => sink.accepts.contains(&lot.kind),
        false => lawful(lot, sink, case.year).is_ok(),
    };
    let with_least = case.sinks.iter().enumerate().filter(|(_, s)| s.capacity_t_min > 0.0);
    let one = |(k, sink): (usize, &Sink)| {
        let mut brought = vec![0.0; case.companies.len()];
        for lot in case.lots.iter().filter(|lot| eligible(sink, lot)) {
            brought[lot.provider] += lot.wet_t;
        }
        let found = departures(&brought, sink.capacity_t_min);
        Breaking {
            sink: k,
            eligible_t: found.supply_t,
            least_t: found.least_t,
            fewest: found.fewest,
            single: found.single,
        }
    };
    with_least.map(one).collect()
}

fn found(scenario: &Scenario, case: &PoleCase, ranges: &[[f64; 3]]) -> Vec<MatchFound> {
    let (places, purchases) = (case.companies.iter().map(|c| c.place).collect::<Vec<_>>(), scenario.purchases());
    let question = Question {
        lots: &case.lots,
        ranges,
        places: &places,
        purchases: &purchases,
        detour: case.logistics.detour_factor,
        params: &MatchParams::defaults(),
    };
    let list = matches(&question);
    list.iter().take(MATCHES_MAX).map(|m| shown(m, &case.lots)).collect()
}

fn shown(found: &Match, lots: &[Lot]) -> MatchFound {
    let name = |lot: usize| match &lots[lot].substance {
        Substance::Organic(entry, _) => entry.id.clone(),
        Substance::Wood(entry, _) => entry.id.clone(),
    };
    let (kind, instead_of) = match found.kind {
        MatchKind::Substitution { rule, .. } => ("substitution", rule.product.label_en.clone()),
        MatchKind::Pooling { with } => ("pooling", name(with)),
    };
    MatchFound {
        kind,
        from: found.from,
        to: found.to,
        what: name(found.lot),
        instead_of,
        wet_t: found.wet_t[1],
        km: found.km.unwrap_or(f64::NAN),
        eur: found.eur_per_a[1],
        kgco2e: found.kgco2e_per_a.map_or(f64::NAN, |range| range[1]),
        doubt: found.doubt,
    }
}
