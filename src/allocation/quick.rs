//! The plan without coupling: every source takes its cheapest open way. Where such a plan keeps all limits it is the best
//! one, because nothing could be cheaper for any source; no programme is then needed.

use crate::program::Program;

/// Cheapest way of each source with openings held.
#[derive(Clone, Debug)]
pub(super) struct Quick {
    /// Arc of each source; none where nothing is open to it.
    arcs: Vec<Option<usize>>,
    fixed: f64,
}

impl Quick {
    /// The cheapest ways of a programme; the first where two cost the same.
    pub(super) fn new(program: &Program, open: &[bool]) -> Self {
        let mut arcs: Vec<Option<usize>> = vec![None; program.supply.len()];
        let closed = |site: usize| program.sites[site].fixed.is_some() && !open[site];
        for (a, arc) in program.arcs.iter().enumerate() {
            if closed(arc.site) || arc.via.is_some_and(closed) {
                continue;
            }
            let best = &mut arcs[arc.source];
            if best.is_none_or(|b| arc.cost < program.arcs[b].cost) {
                *best = Some(a);
            }
        }
        let fixed = program.sites.iter().zip(open).filter(|(_, o)| **o).filter_map(|(s, _)| s.fixed).sum::<f64>();
        Self { arcs, fixed }
    }

    /// Value and flows on arcs for a supply, where the plan keeps all limits of a programme.
    pub(super) fn plan(&self, program: &Program, open: &[bool], supply: &[f64]) -> Option<(f64, Vec<f64>)> {
        let mut flows = vec![0.0; program.arcs.len()];
        let mut at_site = vec![0.0; program.sites.len()];
        let mut value = self.fixed;
        for (arc, t) in self.arcs.iter().zip(supply).filter(|(_, t)| **t > 0.0) {
            let a = (*arc)?;
            let arc = &program.arcs[a];
            flows[a] = *t;
            value += arc.cost * t;
            at_site[arc.site] += t;
            if let Some(via) = arc.via {
                at_site[via] += t;
            }
        }
        self.keeps(program, open, &flows, &at_site).then_some((value, flows))
    }

    fn keeps(&self, program: &Program, open: &[bool], flows: &[f64], at_site: &[f64]) -> bool {
        let sites = program.sites.iter().zip(open).zip(at_site);
        let within =
            sites.filter(|((s, open), _)| s.fixed.is_none() || **open).all(|((s, _), t)| s.min <= *t && *t <= s.max);
        let opened = |s: usize| if open[s] { 1.0 } else { 0.0 };
        within
            && program.rows.iter().all(|row| {
                let arcs: f64 = row.arcs.iter().map(|(a, w)| w * flows[*a]).sum();
                let sites: f64 = row.sites.iter().map(|(s, w)| w * opened(*s)).sum();
                let value = arcs + sites;
                row.low <= value && value <= row.high
            })
    }
}

impl Quick {
    /// No plan with these openings costs less.
    pub(super) fn floor(&self, program: &Program, supply: &[f64]) -> f64 {
        let taken = self.arcs.iter().zip(supply).filter(|(_, t)| **t > 0.0);
        let cost = |(arc, t): (&Option<usize>, &f64)| arc.map_or(f64::INFINITY, |a| program.arcs[a].cost * t);
        self.fixed + taken.map(cost).sum::<f64>()
    }
}
