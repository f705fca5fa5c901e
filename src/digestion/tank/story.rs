//! What went wrong in a tank, when, and by which inhibition: a result, not an error.
//!
//! A tank is judged by its methanogens: of the substrate that they take up or that leaves with the liquid, how much do
//! they take up? Below one half the tank has failed. If they could not keep up even without any inhibition (they grow slower
//! than they leave, or too few are there), they are washed out; otherwise inhibition did it, and the strongest is named.
//! On the way to that the acids rise and factors fall: events.

use super::output::acids;
use super::{Kinetics, Methanogens};
use crate::params;
use std::fmt;

params! {
    /// Limits by which a run is told.
    pub struct StoryParams from "digestion/story.csv" {
        acids_high, propionate_high, factor_strong, calmed, look_d,
    }
}

/// Share of the substrate taken up below which a tank has failed.
const FAILED_BELOW: f64 = 0.5;

/// State of a tank at the end of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum TankVerdict {
    /// The model has no methanogens to fail, or the tank was never fed.
    #[default]
    NotJudged,
    /// The methanogens take up at least half of their substrate.
    Working,
    /// They leave faster than they grow, or were never there.
    WashedOut {
        /// When uptake fell below one half for good, d.
        day: f64,
    },
    /// They are inhibited.
    Inhibited {
        /// When uptake fell below one half for good, d.
        day: f64,
        /// What takes most from them then.
        factor: &'static str,
    },
}

/// Something that happened in a tank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Happening {
    /// Acids rose above the limit of an overload: their sum.
    AcidsHigh {
        /// Their sum, in the unit of the model.
        value: f64,
    },
    /// Acids are normal again.
    AcidsNormal,
    /// Propionate rose above its limit.
    PropionateHigh {
        /// Propionate, in the unit of the model.
        value: f64,
    },
    /// Propionate is normal again.
    PropionateNormal,
    /// A factor came to take more than it leaves.
    FactorStrong {
        /// Its name.
        factor: &'static str,
        /// Its value, 1 none to 0 full.
        value: f64,
    },
    /// A factor eased.
    FactorEased {
        /// Its name.
        factor: &'static str,
    },
    /// The methanogens fell behind: see [`TankVerdict`].
    Failed {
        /// True where they could not keep up even without inhibition.
        washed_out: bool,
    },
    /// They keep up again.
    Recovered,
}

/// An event of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// Number of the tank.
    pub tank: usize,
    /// When it was seen, d.
    pub day: f64,
    /// What happened.
    pub what: Happening,
    /// The strongest factor then and its value; none where the model has no factors.
    pub strongest: Option<(&'static str, f64)>,
}

impl fmt::Display for Happening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AcidsHigh { value } => write!(f, "organic acids high at {value:.2}"),
            Self::AcidsNormal => write!(f, "organic acids normal again"),
            Self::PropionateHigh { value } => write!(f, "propionate high at {value:.2}"),
            Self::PropionateNormal => write!(f, "propionate normal again"),
            Self::FactorStrong { factor, value } => write!(f, "{factor} leaves only {:.0} %", 100.0 * value),
            Self::FactorEased { factor } => write!(f, "{factor} eased"),
            Self::Failed { washed_out: true } => write!(f, "failed: the methanogens wash out"),
            Self::Failed { washed_out: false } => write!(f, "failed: the methanogens are inhibited"),
            Self::Recovered => write!(f, "recovered: the methanogens keep up again"),
        }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "day {:.1}: {}", self.day, self.what)?;
        match (self.what, self.strongest) {
            (Happening::FactorStrong { .. } | Happening::FactorEased { .. } | Happening::Recovered, _) | (_, None) => {
                Ok(())
            }
            (_, Some((factor, value))) => write!(f, "; strongest factor {factor} at {value:.2}"),
        }
    }
}

/// Follows one tank.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch {
    verdict: TankVerdict,
    acids_high: bool,
    propionate_high: bool,
    strong: Vec<bool>,
}

impl Watch {
    pub(super) fn verdict(&self) -> TankVerdict {
        self.verdict
    }

    /// Judges the methanogens; says what changed.
    pub(super) fn judge<K: Kinetics>(&mut self, seen: &Methanogens, dilution: f64, day: f64) -> Option<Happening> {
        let fails_with = |taken_up: f64| taken_up < (taken_up + seen.lost) * FAILED_BELOW;
        // Nothing to convert is no failure, and a tank at rest is judged as it was when it was last fed.
        let fails = seen.lost > 0.0 && fails_with(seen.taken_up);
        if dilution <= 0.0 {
            return None;
        }
        let failed = matches!(self.verdict, TankVerdict::WashedOut { .. } | TankVerdict::Inhibited { .. });
        if !fails {
            self.verdict = TankVerdict::Working;
            return failed.then_some(Happening::Recovered);
        }
        if failed {
            return None;
        }
        let washed_out = seen.growth_per_d < dilution || fails_with(seen.uninhibited);
        let factor = K::layout().factors.get(seen.strongest).copied().unwrap_or("inhibition");
        self.verdict = if washed_out { TankVerdict::WashedOut { day } } else { TankVerdict::Inhibited { day, factor } };
        Some(Happening::Failed { washed_out })
    }

    /// What else changed: acids and factors.
    pub(super) fn tell<K: Kinetics>(
        &mut self,
        limits: &StoryParams<f64>,
        state: &[f64],
        factors: &[f64],
    ) -> Vec<Happening> {
        let mut told = Vec::new();
        if let Some(value) = acids::<K>(state).filter(|_| K::layout().place("S_ac").is_some()) {
            match turned(&mut self.acids_high, value, limits.acids_high, limits.calmed) {
                Some(true) => told.push(Happening::AcidsHigh { value }),
                Some(false) => told.push(Happening::AcidsNormal),
                None => {}
            }
        }
        if let Some(value) = K::layout().place("S_pro").map(|k| state[k]) {
            match turned(&mut self.propionate_high, value, limits.propionate_high, limits.calmed) {
                Some(true) => told.push(Happening::PropionateHigh { value }),
                Some(false) => told.push(Happening::PropionateNormal),
                None => {}
            }
        }
        self.strong.resize(factors.len(), false);
        for ((factor, value), strong) in K::layout().factors.iter().zip(factors).zip(&mut self.strong) {
            if !*strong && *value < limits.factor_strong {
                *strong = true;
                told.push(Happening::FactorStrong { factor, value: *value });
            } else if *strong && *value > 0.5 * (1.0 + limits.factor_strong) {
                *strong = false;
                told.push(Happening::FactorEased { factor });
            }
        }
        told
    }
}

/// Whether a value has crossed its limit upwards, or come back below a share of it.
fn turned(high: &mut bool, value: f64, limit: f64, calmed: f64) -> Option<bool> {
    let now = if *high { value > limit * calmed } else { value > limit };
    let changed = now != *high;
    *high = now;
    changed.then_some(now)
}

/// The factor that takes most.
pub(super) fn strongest<K: Kinetics>(factors: &[f64]) -> Option<(&'static str, f64)> {
    let pairs = K::layout().factors.iter().zip(factors).map(|(name, value)| (*name, *value));
    pairs.reduce(|least, next| if next.1 < least.1 { next } else { least })
}
