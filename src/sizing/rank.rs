//! Limits, ranking and front.

use super::robust::loss;
use super::{Breach, Figure, Figures, Rated};
use crate::scenario::{SizeObjective, SizeParams};

/// Limits that a candidate does not keep. What does not depend on samples is judged by the nominal case; the target of
/// coverage by its probability where there are samples.
pub(super) fn breaches(rated: &Rated, params: &SizeParams<f64>) -> Vec<Breach> {
    let mut list = Vec::new();
    let mut check = |limit: &'static str, broken: bool, value: f64, allowed: f64, unit: &'static str| {
        if broken {
            list.push(Breach { limit, value, allowed, unit });
        }
    };
    let figure = |figure: Figure| rated.nominal.of(figure);
    let above = |value: f64, limit: f64| limit.is_finite() && value > limit;
    let kw = rated.candidate.wood_kw();
    check("power", above(kw, params.wood_power_max_kw), kw, params.wood_power_max_kw, "kW");
    let (buffer, store) = (rated.built.buffer_m3, rated.built.wood_store_t);
    check("buffer", above(buffer, params.buffer_m3_max), buffer, params.buffer_m3_max, "m3");
    check("store", above(store, params.store_t_max), store, params.store_t_max, "t");
    let starts = figure(Figure::Starts);
    check("starts", above(starts, params.starts_max_per_a), starts, params.starts_max_per_a, "1/a");
    let wood = figure(Figure::WoodHeat);
    let least = params.wood_heat_min_mwh;
    check("production", least.is_finite() && wood < least, wood, least, "MWh/a");
    let bought = 100.0 * figure(Figure::WoodBought) / figure(Figure::WoodBurnt).max(f64::MIN_POSITIVE);
    check("bought_wood", above(bought, params.bought_wood_max_pct), bought, params.bought_wood_max_pct, "%");
    let unmet = figure(Figure::Unmet);
    check("unmet", unmet > 0.0, unmet, 0.0, "MWh/a");
    if rated.spread.is_empty() {
        let (covered, target) = (figure(Figure::Coverage), params.coverage_target_pct);
        check("coverage", covered < target, covered, target, "%");
    } else {
        let (met, least) = (rated.probability_target, params.probability_min);
        check("probability", met < least, met, least, "");
    }
    list
}

/// What a candidate is ranked by: the mean over the samples, or the nominal value where there are none. Small is good.
pub(super) fn score(rated: &Rated, objective: SizeObjective) -> f64 {
    loss(&central(rated), objective)
}

/// Means over the samples, or the nominal figures where there are none.
fn central(rated: &Rated) -> Figures {
    if rated.spread.is_empty() {
        return rated.nominal;
    }
    let mut figures = Figures::UNKNOWN;
    for (figure, spread) in Figure::ALL.into_iter().zip(&rated.spread) {
        figures.set(figure, spread.mean);
    }
    figures
}

/// By how much a candidate breaks its limits together, each over the limit; zero where it keeps all.
fn excess(rated: &Rated) -> f64 {
    let relative = |b: &Breach| (b.value - b.allowed).abs() / b.allowed.abs().max(1e-9);
    rated.breaches.iter().map(|b| if b.value.is_nan() { f64::MAX } else { relative(b) }).sum()
}

/// Places of the candidates, best first: those that keep every limit, then the others by how little they break them.
/// Equal ones stay in the order they were tried, so the smaller buffer and store comes first.
pub(super) fn ranking(rated: &[Rated], objective: SizeObjective) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rated.len()).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&rated[*a], &rated[*b]);
        let broken = excess(a).total_cmp(&excess(b));
        broken.then(score(a, objective).total_cmp(&score(b, objective)))
    });
    order
}

/// Marks the candidates that no other beats in cost, coverage and saving at once.
pub(super) fn mark_front(rated: &mut [Rated]) {
    let aims: Vec<Vec<f64>> = rated.iter().map(|r| aims(&central(r))).collect();
    let beats = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| a <= b) && a.iter().zip(b).any(|(a, b)| a < b);
    for (k, candidate) in rated.iter_mut().enumerate() {
        candidate.on_front = aims[k].iter().all(|v| !v.is_nan()) && !aims.iter().any(|other| beats(other, &aims[k]));
    }
}

/// What is made small: cost, coverage negated, saving negated where it is known.
fn aims(figures: &Figures) -> Vec<f64> {
    let mut list = vec![figures.of(Figure::Lcoh), -figures.of(Figure::Coverage)];
    list.extend(Some(-figures.of(Figure::Saved)).filter(|v| !v.is_nan()));
    list
}
