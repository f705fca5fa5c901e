//! The programme of a case: sources are parts of lots, sites are sinks, hubs and today's outlets.

use super::network::{Network, Way};
use super::outcome::Criterion;
use super::value::{PARTS, WayValue, part_of};
use crate::program::{Arc, Program, Row, Site};
use crate::scenario::PoleCase;

/// A programme with the way of each of its arcs.
#[derive(Clone, Debug)]
pub(super) struct Model {
    /// The programme.
    pub(super) program: Program,
    /// Way of each arc.
    pub(super) way_of: Vec<usize>,
}

/// What one tonne on a way adds to a criterion, jobs negated so that less is better.
pub(super) fn weight(case: &PoleCase, value: &WayValue, criterion: Criterion) -> f64 {
    match criterion {
        Criterion::Cost => value.eur_per_t + case.options.co2_price_eur_per_t * value.kg_per_t / 1000.0,
        Criterion::Co2 => value.kg_per_t,
        Criterion::Jobs => -value.fte_per_t,
    }
}

/// What opening a sink adds to a criterion.
pub(super) fn opening(case: &PoleCase, sink: usize, criterion: Criterion) -> f64 {
    match criterion {
        Criterion::Cost => case.sinks[sink].fixed_eur_per_a,
        Criterion::Co2 | Criterion::Jobs => 0.0,
    }
}

impl Model {
    /// The programme that makes a criterion best. Lots whose company is in `without` bring nothing.
    pub(super) fn new(
        case: &PoleCase,
        network: &Network,
        values: &[WayValue],
        criterion: Criterion,
        brings: impl Fn(usize) -> bool,
    ) -> Self {
        let shares = shares(case, network, values);
        let brought = |k: usize| if brings(case.lots[k].provider) { case.lots[k].wet_t } else { 0.0 };
        let supply = shares.iter().enumerate().flat_map(|(k, parts)| parts.map(|p| p * brought(k))).collect();
        let mut arcs = Vec::new();
        let mut way_of = Vec::new();
        let takes_all = |lot: usize| {
            let mut ways = network.ways.iter().zip(values);
            ways.any(|(w, v)| w.lot == lot && w.sink.is_some() && part_of(v.account.draw) == PARTS - 1)
        };
        for (w, (way, value)) in network.ways.iter().zip(values).enumerate() {
            // An outlet that the law forbids is no choice where another may take all of the stream.
            let forbidden = way.sink.is_none() && !case.lots[way.lot].outlet.is_lawful(case.year);
            if forbidden && takes_all(way.lot) {
                continue;
            }
            let cost = weight(case, value, criterion);
            let site = way.sink.unwrap_or(case.sinks.len());
            for part in 0..=part_of(value.account.draw) {
                let arc = Arc { source: way.lot * PARTS + part, site, via: way.hub, cost, max: f64::INFINITY };
                arcs.push(arc);
                way_of.push(w);
            }
        }
        let rows = rows(case, network, values, &way_of);
        let sites = sites(case, criterion);
        let program = Program { supply, sites, arcs, rows, open_max: None, single_source: false };
        Self { program, way_of }
    }

    /// Adds a limit on a criterion: its value in any plan is at most `most`.
    pub(super) fn limit(&mut self, case: &PoleCase, values: &[WayValue], criterion: Criterion, most: f64) {
        let arcs = self.way_of.iter().enumerate().map(|(a, w)| (a, weight(case, &values[*w], criterion)));
        let openings = (0..case.sinks.len()).map(|s| (s, opening(case, s, criterion)));
        self.program.rows.push(Row {
            name: format!("limit on {}", criterion.name()),
            arcs: arcs.filter(|(_, weight)| *weight != 0.0).collect(),
            sites: openings.filter(|(s, eur)| *eur != 0.0 && case.sinks[*s].candidate).collect(),
            low: f64::NEG_INFINITY,
            high: most,
        });
    }

    /// Mass on each way, t/a, from flows on arcs.
    pub(super) fn way_flows(&self, ways: usize, flows: &[f64]) -> Vec<f64> {
        let mut list = vec![0.0; ways];
        for (way, flow) in self.way_of.iter().zip(flows) {
            list[*way] += flow;
        }
        list
    }
}

/// Shares of the parts of each lot: what is added by each kind of draw to the one before.
fn shares(case: &PoleCase, network: &Network, values: &[WayValue]) -> Vec<[f64; PARTS]> {
    let mut reach = vec![[0.0_f64; PARTS]; case.lots.len()];
    for (way, value) in network.ways.iter().zip(values) {
        let part = part_of(value.account.draw);
        let reach = &mut reach[way.lot][part];
        *reach = reach.max(value.account.share_max);
    }
    let parts = |[first, second, _]: [f64; PARTS]| {
        let second = second.max(first);
        [first, second - first, 1.0 - second]
    };
    reach.into_iter().map(parts).collect()
}

fn sites(case: &PoleCase, criterion: Criterion) -> Vec<Site> {
    let site = |(k, s): (usize, &crate::channel::Sink)| Site {
        min: s.capacity_t_min,
        max: s.capacity_t_max,
        fixed: s.candidate.then(|| opening(case, k, criterion)),
    };
    let present = Site { min: 0.0, max: f64::INFINITY, fixed: None };
    case.sinks.iter().enumerate().map(site).chain([present]).collect()
}

/// Quality windows of the mixtures that sinks take, and the budget.
fn rows(case: &PoleCase, network: &Network, values: &[WayValue], way_of: &[usize]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (s, sink) in case.sinks.iter().enumerate() {
        let mut window = |what: &str, above: &dyn Fn(&WayValue) -> f64| {
            let of = |way: &Way| way.sink == Some(s);
            let arcs = way_of.iter().enumerate().filter(|(_, w)| of(&network.ways[**w]));
            rows.push(Row {
                name: format!("{what} of {}", sink.id),
                arcs: arcs.map(|(a, w)| (a, above(&values[*w]))).collect(),
                sites: Vec::new(),
                low: f64::NEG_INFINITY,
                high: 0.0,
            });
        };
        if sink.moisture_share_max < 1.0 {
            window("water", &|v| v.account.delivered.moisture_share - sink.moisture_share_max);
        }
        if sink.contamination_share_max < 1.0 {
            window("foreign matter", &|v| v.account.delivered.contamination_share - sink.contamination_share_max);
        }
        if sink.class_a_share_min > 0.0 {
            window("class A wood", &|v| sink.class_a_share_min - v.account.delivered.class_a_share);
        }
    }
    if case.options.capital_max_eur.is_finite() {
        let capital = case.sinks.iter().enumerate().filter(|(_, s)| s.candidate && s.capital_eur > 0.0);
        rows.push(Row {
            name: "capital".to_owned(),
            arcs: Vec::new(),
            sites: capital.map(|(k, s)| (k, s.capital_eur)).collect(),
            low: f64::NEG_INFINITY,
            high: case.options.capital_max_eur,
        });
    }
    rows
}
