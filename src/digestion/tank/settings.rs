//! Which method integrates digesters, and how far a step may err.

use crate::ode::{Control, Method};

/// Attempts allowed between two changes of the feed.
const STEP_LIMIT: usize = 100_000;

/// At and above this tolerance RODAS4 is the cheaper one for a constant feed.
pub(in crate::digestion) const LOOSE: f64 = 3e-5;

/// A method, and how many times the accuracy wanted a step may err with it at the start and at the end of a stretch.
#[derive(Clone, Debug)]
pub(in crate::digestion) struct Settings {
    pub(in crate::digestion) method: Method,
    slack: (f64, f64),
}

impl Settings {
    /// Where rows along the way are wanted, every step counts.
    pub(in crate::digestion) fn along_the_way(rtol: f64) -> Self {
        let method = if rtol >= LOOSE { Method::rodas4() } else { Method::rodas5p() };
        Self { method, slack: (1.0, 1.0) }
    }

    /// Where the ends of stretches and the totals are wanted: what goes wrong in a transient fades, and the totals average
    /// it out. Calibrated on 2,000 digesters with 64 inputs drawn within 45 % (`spread_case`) and on years of weekly and
    /// daily feed of the same; tests/kinetics/adm1_lanes.rs says what is reached. A feed that changes keeps a digester near its
    /// own rhythm, where RODAS5P may stride; a digester that is left to itself from a far start can tip over, and there
    /// its first steps must be small.
    pub(in crate::digestion) fn of_ends(rtol: f64, feed_changes: bool) -> Self {
        let looser = rtol / 1e-4;
        if rtol >= LOOSE && !feed_changes {
            let relaxation = (8.0 * libm::pow(looser, 0.3)).min(8.0);
            return Self { method: Method::rodas4(), slack: (1.2 * relaxation, 0.35 * relaxation) };
        }
        let start = (50.0 * libm::pow(looser, 0.4)).clamp(1.0, if feed_changes { 50.0 } else { 10.0 });
        let end = (5.0 * libm::pow(looser, 0.16)).clamp(1.0, 5.0);
        Self { method: Method::rodas5p(), slack: (start, end) }
    }

    /// Limits of the integration; absolute tolerances are `rtol` times the floors of the unknowns.
    pub(in crate::digestion) fn control(&self, rtol: f64, floors: impl Iterator<Item = f64>) -> Control {
        let atol = floors.map(|floor| rtol * floor).collect();
        Control { rtol, atol, step_limit: STEP_LIMIT, step_max: f64::INFINITY, slack: self.slack }
    }
}
