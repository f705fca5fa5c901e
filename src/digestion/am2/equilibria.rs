//! Every equilibrium of AM2 in closed form, and whether it is stable.

use super::model::State::*;
use super::model::{Am2Model, NAMES};
use crate::num::Real;

/// What flows into a tank of AM2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Am2Feed {
    /// Flow over liquid volume, 1/d; above zero.
    pub dilution_per_d: f64,
    /// Organic substrate, g COD/L.
    pub s1: f64,
    /// Volatile fatty acids, mmol/L.
    pub s2: f64,
    /// Alkalinity, mmol/L.
    pub z: f64,
    /// Inorganic carbon, mmol/L.
    pub c: f64,
}

/// An equilibrium.
#[derive(Clone, Debug, PartialEq)]
pub struct Am2Equilibrium {
    /// `washout_total`, `methanogens_only` and `methanogens_only_high_S2`, `acidified_methanogens_out`, `working` and
    /// `interior_high_S2`: which populations live, and which of the two acid levels at which methanogens grow just as fast as
    /// they leave.
    pub name: &'static str,
    /// X1, X2, S1, S2, Z, C; the headspace is left out.
    pub state: [f64; 6],
    /// Largest real part of the eigenvalues, 1/d.
    pub leading_per_d: f64,
}

impl Am2Equilibrium {
    /// Whether small disturbances fade.
    pub fn is_stable(&self) -> bool {
        self.leading_per_d < 0.0
    }
}

/// All equilibria without negative concentrations. With methanogens alone first, then those with acidogens.
pub fn equilibria(model: &Am2Model<f64>, feed: &Am2Feed) -> Vec<Am2Equilibrium> {
    let p = &model.p;
    let lost = p.alpha * feed.dilution_per_d;
    // Acidogens grow as fast as they leave: Monod turned round.
    let growth = lost + p.cd1 * p.mu1max;
    let s1 = if p.mu1max > growth { p.KS1 * growth / (p.mu1max - growth) } else { f64::INFINITY };
    let mut found = Vec::new();
    // Living methanogens hold the acids at a level of theirs, if as much comes in.
    let mut add = |name, x1: f64, s1: f64, level: Methanogens| {
        let acids = feed.s2 + p.k2 * lost * x1 / feed.dilution_per_d;
        let (x2, s2) = match level {
            Methanogens::Gone => (0.0, acids),
            Methanogens::Hold(s2) if s2 < acids => (feed.dilution_per_d * (acids - s2) / (p.k3 * lost), s2),
            Methanogens::Hold(_) => return,
        };
        found.push(at(model, feed, name, [x1, x2, s1, s2]));
    };
    let [low, high] = acids_at(model, lost + p.cd2 * p.mu2max).map(Methanogens::Hold);
    add("washout_total", 0.0, feed.s1, Methanogens::Gone);
    add("methanogens_only", 0.0, feed.s1, low);
    add("methanogens_only_high_S2", 0.0, feed.s1, high);
    if s1 < feed.s1 {
        let x1 = feed.dilution_per_d * (feed.s1 - s1) / (p.k1 * lost);
        add("acidified_methanogens_out", x1, s1, Methanogens::Gone);
        add("working", x1, s1, low);
        add("interior_high_S2", x1, s1, high);
    }
    found
}

/// The methanogens of an equilibrium.
#[derive(Clone, Copy)]
enum Methanogens {
    Gone,
    /// They hold the acids at this level, mmol/L.
    Hold(f64),
}

/// The two acid levels at which methanogens grow with `growth` 1/d, infinite where there are none:
/// S2^2/KI2 + (1 - mu2max/growth) S2 + KS2 = 0.
fn acids_at(model: &Am2Model<f64>, growth: f64) -> [f64; 2] {
    let p = &model.p;
    let half = 0.5 * p.KI2 * (p.mu2max / growth - 1.0);
    let discriminant = half * half - p.KS2 * p.KI2;
    if !(half > 0.0 && discriminant > 0.0) {
        return [f64::INFINITY; 2];
    }
    let high = half + discriminant.sqrt();
    // The product of the roots is KS2 KI2: no difference of nearly equal numbers.
    [p.KS2 * p.KI2 / high, high]
}

/// Completes an equilibrium by its inorganic carbon and its eigenvalues.
fn at(model: &Am2Model<f64>, feed: &Am2Feed, name: &'static str, [x1, x2, s1, s2]: [f64; 4]) -> Am2Equilibrium {
    let p = &model.p;
    let mut y = [0.0; NAMES.len()];
    for (state, value) in [(X1, x1), (X2, x2), (S1, s1), (S2, s2), (Z, feed.z)] {
        y[state as usize] = value;
    }
    let given = p.k4 * model.mu1(&y).0 * x1 + p.k5 * model.mu2(&y).0 * x2;
    y[C as usize] = inorganic_carbon(model, feed, &y, given);
    let state = [x1, x2, s1, s2, feed.z, y[C as usize]];
    Am2Equilibrium { name, state, leading_per_d: leading(model, feed.dilution_per_d, &y) }
}

/// Newton steps and the relative change at which they stop.
const NEWTON_LIMIT: usize = 200;
const SETTLED: f64 = 1e-15;

/// D (C_in - C) - qC(C) + given = 0: qC is convex in C, so that Newton from where nothing leaves never overshoots.
fn inorganic_carbon(model: &Am2Model<f64>, feed: &Am2Feed, y: &[f64], given: f64) -> f64 {
    let methane = model.methane(y);
    let mut y = y.to_vec();
    let mut c = feed.c + given / feed.dilution_per_d;
    for _ in 0..NEWTON_LIMIT {
        y[C as usize] = c;
        let dioxide = model.leaving_dioxide(&y, methane);
        let by_c = dioxide.by_co2 * model.dioxide_share();
        let step = (feed.dilution_per_d * (feed.c - c) - dioxide.flow + given) / (feed.dilution_per_d + by_c);
        c += step;
        if step.abs() <= SETTLED * c.abs() {
            break;
        }
    }
    c
}

/// Largest real part of the eigenvalues. Acidogens do not depend on the rest, methanogens not on alkalinity and carbon: the
/// eigenvalues are those of two blocks of two, and of Z and C.
fn leading(model: &Am2Model<f64>, dilution: f64, y: &[f64]) -> f64 {
    let p = &model.p;
    let lost = p.alpha * dilution;
    let ((mu1, by_s1), (mu2, by_s2)) = (model.mu1(y), model.mu2(y));
    let (x1, x2) = (y[X1 as usize], y[X2 as usize]);
    let acidogens = largest_of_two(mu1 - lost, by_s1 * x1, -p.k1 * mu1, -dilution - p.k1 * by_s1 * x1);
    let methanogens = largest_of_two(mu2 - lost, by_s2 * x2, -p.k3 * mu2, -dilution - p.k3 * by_s2 * x2);
    let dioxide = model.leaving_dioxide(y, model.methane(y));
    let carbon = -dilution - dioxide.by_co2 * model.dioxide_share();
    [acidogens, methanogens, -dilution, carbon].into_iter().fold(f64::NEG_INFINITY, Real::max)
}

/// Largest real part of the eigenvalues of ((a, b), (c, d)).
fn largest_of_two(a: f64, b: f64, c: f64, d: f64) -> f64 {
    let (mean, determinant) = (0.5 * (a + d), a * d - b * c);
    let half = 0.5 * (a - d);
    let under = half * half + b * c;
    if under <= 0.0 {
        return mean;
    }
    let root = under.sqrt();
    // The root of the same sign as the mean is exact; the other is the determinant over it.
    if mean >= 0.0 { mean + root } else { determinant / (mean - root) }
}
