//! Whether the digester works, has washed out or turned acid: a result, not an error.
//!
//! The criterion looks at acetate, through which most of the methane comes and on which failing digesters fail: of the
//! acetate that its degraders take up or that leaves with the digestate, how much do they take up? A working digester
//! converts nearly all (BSM2: 98 %). Below one half it has failed: most of the acetate formed is lost, and in any
//! steady state the same share of the methane with it.
//!
//! The cause is judged when it failed for good. If the degraders could not keep up even without any inhibition, because
//! they grow slower than they leave (Y k_m S/(K + S) - decay below the dilution rate; with BSM2's constants that is a
//! retention below 2.6 d) or because too few of them are there, they are washed out. Otherwise inhibition did it, and acids
//! pile up: acidified, with the strongest inhibitor named.

use super::model::Model;
use super::rates::Inhibition;
use super::state::State;
use crate::num::{Lanes, Mask, Real};

/// What dominates when a digester turns acid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inhibitor {
    /// Low pH.
    Ph,
    /// Free ammonia.
    FreeAmmonia,
    /// Lack of inorganic nitrogen.
    NitrogenLack,
}

/// State of methanogenesis at the end of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// The acetate degraders take up at least half of the acetate.
    Working,
    /// They leave faster than they grow, or were never there.
    WashedOut {
        /// When conversion fell below one half for good, d.
        day: f64,
    },
    /// They are inhibited, and acids pile up.
    Acidified {
        /// When conversion fell below one half for good, d.
        day: f64,
        /// The strongest inhibitor then.
        inhibitor: Inhibitor,
    },
}

/// Share of acetate converted below which the digester has failed.
const FAILED_BELOW: f64 = 0.5;

/// What the acetate degraders do in a state.
#[derive(Clone, Copy, Debug)]
pub(super) struct Condition<S: Real> {
    /// Where something is fed: a digester at rest is judged as it was when it was last fed.
    pub(super) fed: S::Mask,
    /// Where they take up their share, or have nothing to take up.
    pub(super) works: S::Mask,
    /// Where they could not keep up even without inhibition.
    washes_out: S::Mask,
    inhibition: Inhibition<S>,
}

/// What the acetate degraders take up of their substrate.
pub(super) struct Uptake<S> {
    /// Acetate, kg COD/m3.
    pub(super) acetate: S,
    /// Without inhibition, kg COD/(m3 d).
    pub(super) uninhibited: S,
    /// With it, kg COD/(m3 d).
    pub(super) taken_up: S,
    /// Net growth without inhibition, 1/d.
    pub(super) growth: S,
    pub(super) inhibition: Inhibition<S>,
}

impl<S: Real> Uptake<S> {
    #[inline(always)]
    pub(super) fn of(model: &Model<S>, y: &[S]) -> Self {
        let (p, zero) = (model.params(), S::zero());
        let (acetate, degraders) = (y[State::S_ac as usize].max(zero), y[State::X_ac as usize].max(zero));
        let inhibition = model.inhibition(y);
        let monod = acetate / (p.K_S_ac + acetate);
        let uninhibited = p.k_m_ac * monod * degraders;
        let taken_up = uninhibited * inhibition.ph_ac * inhibition.nh3 * inhibition.nitrogen;
        let growth = p.Y_ac * p.k_m_ac * monod - p.k_dec_Xac;
        Self { acetate, uninhibited, taken_up, growth, inhibition }
    }
}

impl<S: Real> Condition<S> {
    /// Looks at a state; cheap enough for every step.
    #[inline(always)]
    pub(super) fn of(model: &Model<S>, y: &[S]) -> Self {
        let zero = S::zero();
        let Uptake { acetate, uninhibited, taken_up, growth, inhibition } = Uptake::of(model, y);
        let lost = model.dilution * acetate;
        let converts = |uptake: S| uptake.ge((uptake + lost) * FAILED_BELOW);
        Self {
            fed: model.dilution.gt(zero),
            // Nothing to convert is no failure.
            works: lost.le(zero) | converts(taken_up),
            washes_out: growth.lt(model.dilution) | !converts(uninhibited),
            inhibition,
        }
    }
}

impl<L: Lanes> Condition<L> {
    /// That of one lane.
    pub(super) fn lane(&self, lane: usize) -> Condition<f64> {
        let is = |mask: L::Mask| mask.bits() >> lane & 1 == 1;
        let i = &self.inhibition;
        Condition {
            fed: is(self.fed),
            works: is(self.works),
            washes_out: is(self.washes_out),
            inhibition: Inhibition {
                ph_aa: i.ph_aa.lane(lane),
                ph_ac: i.ph_ac.lane(lane),
                ph_h2: i.ph_h2.lane(lane),
                h2_fa: i.h2_fa.lane(lane),
                h2_c4: i.h2_c4.lane(lane),
                h2_pro: i.h2_pro.lane(lane),
                nh3: i.nh3.lane(lane),
                nitrogen: i.nitrogen.lane(lane),
            },
        }
    }
}

/// Follows a run and remembers when and why it failed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Watch {
    failed: Option<Verdict>,
}

impl Watch {
    /// Looks at a state.
    pub(super) fn see(&mut self, model: &Model<f64>, t_d: f64, y: &[f64]) {
        self.note(&Condition::of(model, y), t_d);
    }

    /// Takes note of a condition.
    pub(super) fn note(&mut self, condition: &Condition<f64>, t_d: f64) {
        if !condition.fed {
            return;
        }
        if condition.works {
            self.failed = None;
        } else if self.failed.is_none() {
            self.failed = Some(if condition.washes_out {
                Verdict::WashedOut { day: t_d }
            } else {
                Verdict::Acidified { day: t_d, inhibitor: strongest(&condition.inhibition) }
            });
        }
    }

    pub(super) fn is_failing(&self) -> bool {
        self.failed.is_some()
    }

    pub(super) fn verdict(&self) -> Verdict {
        self.failed.unwrap_or(Verdict::Working)
    }
}

fn strongest(inhibition: &Inhibition<f64>) -> Inhibitor {
    let (ph, ammonia, nitrogen) = (inhibition.ph_ac, inhibition.nh3, inhibition.nitrogen);
    if ph <= ammonia && ph <= nitrogen {
        Inhibitor::Ph
    } else if ammonia <= nitrogen {
        Inhibitor::FreeAmmonia
    } else {
        Inhibitor::NitrogenLack
    }
}
