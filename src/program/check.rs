//! What makes a programme nonsense, all of it at once.

use super::{Program, Site};
use crate::words::{Text, shown_as_told};

/// Something in a programme that no programme may hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Where: `supply of source 3`.
    pub place: String,
    /// What is wrong, and what to write instead.
    pub what: String,
}

impl Fault {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        Text::plain(format!("{}: {}", self.place, self.what))
    }
}

shown_as_told!(Fault);

/// Collects faults.
#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn push(&mut self, place: String, what: impl Into<String>) {
        self.0.push(Fault { place, what: what.into() });
    }

    /// A value that must be a finite number.
    fn finite(&mut self, place: impl Fn() -> String, value: f64) {
        if !value.is_finite() {
            self.push(place(), format!("{value}; write a finite number"));
        }
    }

    /// A range whose ends may be open.
    fn range(&mut self, place: impl Fn() -> String, low: f64, high: f64) {
        if low.is_nan() || high.is_nan() || low == f64::INFINITY || high == f64::NEG_INFINITY {
            self.push(place(), format!("range {low} to {high}; write numbers, the least no larger than the largest"));
        } else if low > high {
            self.push(place(), format!("least {low} above largest {high}; swap or widen them"));
        }
    }

    fn index(&mut self, place: impl Fn() -> String, index: usize, count: usize, kind: &str) -> bool {
        if index >= count {
            self.push(place(), format!("{kind} {index} does not exist; there are {count}, counted from 0"));
        }
        index < count
    }
}

/// Every fault of a programme.
pub(super) fn faults(program: &Program) -> Vec<Fault> {
    let mut faults = Faults::default();
    for (k, supply) in program.supply.iter().enumerate() {
        if !(supply.is_finite() && *supply >= 0.0) {
            faults.push(format!("supply of source {k}"), format!("{supply}; write a finite mass, 0 or more"));
        }
    }
    program.sites.iter().enumerate().for_each(|(k, site)| site_faults(&mut faults, k, site));
    arc_faults(&mut faults, program);
    row_faults(&mut faults, program);
    faults.0
}

fn site_faults(faults: &mut Faults, k: usize, site: &Site) {
    let place = || format!("flow of site {k}");
    faults.range(place, site.min, site.max);
    if site.min < 0.0 || site.min == f64::NEG_INFINITY {
        faults.push(place(), format!("least flow {}; write 0 or more", site.min));
    }
    if let Some(fixed) = site.fixed {
        faults.finite(|| format!("fixed cost of site {k}"), fixed);
    }
}

fn arc_faults(faults: &mut Faults, program: &Program) {
    for (k, arc) in program.arcs.iter().enumerate() {
        let place = || format!("arc {k}");
        faults.index(place, arc.source, program.supply.len(), "source");
        faults.index(place, arc.site, program.sites.len(), "site");
        if let Some(via) = arc.via {
            faults.index(place, via, program.sites.len(), "site");
            if via == arc.site {
                faults.push(place(), "passes the site at its end; leave `via` out");
            }
        }
        faults.finite(|| format!("cost of arc {k}"), arc.cost);
        if arc.max.is_nan() || arc.max < 0.0 {
            faults.push(place(), format!("largest flow {}; write 0 or more, or infinity", arc.max));
        }
    }
}

fn row_faults(faults: &mut Faults, program: &Program) {
    for row in &program.rows {
        let place = || format!("row `{}`", row.name);
        faults.range(place, row.low, row.high);
        for (weights, count, kind) in
            [(&row.arcs, program.arcs.len(), "arc"), (&row.sites, program.sites.len(), "site")]
        {
            let mut seen: Vec<usize> = weights.iter().map(|w| w.0).collect();
            seen.sort_unstable();
            if let Some(twice) = seen.windows(2).find(|pair| pair[0] == pair[1]) {
                faults.push(place(), format!("{kind} {} stands twice; add the weights up", twice[0]));
            }
            for (index, weight) in weights {
                faults.index(place, *index, count, kind);
                faults.finite(place, *weight);
            }
        }
        for (site, _) in &row.sites {
            if program.sites.get(*site).is_some_and(|s| s.fixed.is_none()) {
                faults.push(place(), format!("site {site} has no yes/no decision to weigh; give it a fixed cost"));
            }
        }
    }
}
