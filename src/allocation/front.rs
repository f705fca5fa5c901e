//! Fronts between two criteria by the method of limits (epsilon-constraint): every point is a plan that is best within a
//! limit, never a weighted mixture.

use super::outcome::{Criterion, Front, FrontPoint};
use super::solve::{AllocationError, Solved, Task};
use crate::channel::channels;

/// The front of two criteria, best `best` first, and the number of programmes solved.
///
/// # Errors
/// When an end of the front cannot be found.
pub(super) fn front(
    task: &Task<'_>,
    best: Criterion,
    against: Criterion,
    chosen: Option<&Solved>,
) -> Result<(Front, usize), AllocationError> {
    let everybody = |_: usize| true;
    let first = ends(task, best, against)?;
    let last = ends(task, against, best)?;
    let (from, to) = (task.total(&first, against), task.total(&last, against));
    let mut programmes = first.programmes + last.programmes;
    let points = (task.case.options.front_points as usize).max(2);
    let mut plans = vec![first];
    for k in 1..points - 1 {
        let limit = from + (to - from) * k as f64 / (points - 1) as f64;
        // A limit between two plans that exist can be kept; one that is missed by rounding is left out.
        if let Ok(plan) = task.best(best, &[(against, limit)], &everybody) {
            programmes += plan.programmes;
            plans.push(plan);
        }
    }
    plans.push(last);
    let plans = undominated(task, plans, best, against);
    let points = plans.iter().map(|p| point(task, p)).collect();
    let chosen = chosen.and_then(|c| plans.iter().position(|p| same(task, p, c)));
    Ok((Front { best, against, points, today: today(task), chosen }, programmes))
}

/// The plan that is best by one criterion and, among those, by another.
fn ends(task: &Task<'_>, first: Criterion, second: Criterion) -> Result<Solved, AllocationError> {
    let everybody = |_: usize| true;
    let best = task.best(first, &[], &everybody)?;
    let value = task.total(&best, first);
    let limit = value + 1e-7 * value.abs().max(1.0);
    match task.best(second, &[(first, limit)], &everybody) {
        Ok(plan) => Ok(Solved { programmes: plan.programmes + best.programmes, ..plan }),
        // The limit is met by the first plan: what fails is rounding.
        Err(_) => Ok(best),
    }
}

/// Plans of which no other is as good in both criteria and better in one.
fn undominated(task: &Task<'_>, plans: Vec<Solved>, best: Criterion, against: Criterion) -> Vec<Solved> {
    let values: Vec<(f64, f64)> = plans.iter().map(|p| (task.total(p, best), task.total(p, against))).collect();
    let scale = |k: usize| {
        let all = values.iter().map(|v| if k == 0 { v.0.abs() } else { v.1.abs() });
        1e-6 * all.fold(1.0, f64::max)
    };
    let (one, other) = (scale(0), scale(1));
    let beaten = |k: usize| {
        let (x, y) = values[k];
        values.iter().enumerate().any(|(j, (u, v))| {
            let as_good = *u <= x + one && *v <= y + other;
            let better = *u < x - one || *v < y - other;
            j != k && as_good && (better || j < k)
        })
    };
    let keep: Vec<bool> = (0..plans.len()).map(|k| !beaten(k)).collect();
    plans.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(p, _)| p).collect()
}

fn same(task: &Task<'_>, a: &Solved, b: &Solved) -> bool {
    Criterion::ALL.into_iter().all(|c| {
        let (x, y) = (task.total(a, c), task.total(b, c));
        (x - y).abs() <= 1e-6 * x.abs().max(1.0)
    })
}

/// A plan as a point.
pub(super) fn point(task: &Task<'_>, plan: &Solved) -> FrontPoint {
    let mut channel_t = vec![0.0; shown_channels().count()];
    for (way, t) in task.network.ways.iter().zip(&plan.flows) {
        let name = way.sink.map_or(super::network::PRESENT, |s| task.case.sinks[s].channel);
        if let Some(k) = shown_channels().position(|id| id == name) {
            channel_t[k] += t;
        }
    }
    FrontPoint {
        eur: cost(task, plan),
        kgco2e: task.total(plan, Criterion::Co2),
        fte: 0.0 - task.total(plan, Criterion::Jobs),
        open: open_candidates(task, plan),
        channel_t,
    }
}

/// Names of the channels that outcomes list.
pub(super) fn shown_channels() -> impl Iterator<Item = &'static str> {
    channels().iter().map(|c| c.id.as_str()).filter(|id| *id != super::network::HUB)
}

/// Cost of a plan without the price of greenhouse gas, EUR/a.
pub(super) fn cost(task: &Task<'_>, plan: &Solved) -> f64 {
    let flows: f64 = task.values.iter().zip(&plan.flows).map(|(v, t)| v.eur_per_t * t).sum();
    flows + open_candidates(task, plan).iter().map(|s| task.case.sinks[*s].fixed_eur_per_a).sum::<f64>()
}

/// Places of the candidates that a plan opens.
pub(super) fn open_candidates(task: &Task<'_>, plan: &Solved) -> Vec<usize> {
    (0..task.case.sinks.len()).filter(|s| task.case.sinks[*s].candidate && plan.open[*s]).collect()
}

/// What happens today.
fn today(task: &Task<'_>) -> FrontPoint {
    let mut channel_t = vec![0.0; shown_channels().count()];
    if let Some(k) = shown_channels().position(|id| id == super::network::PRESENT) {
        channel_t[k] = task.case.lots.iter().map(|l| l.wet_t).sum::<f64>() + 0.0;
    }
    let eur = task.case.lots.iter().map(|l| l.wet_t * l.present_cost_eur_per_t).sum();
    FrontPoint { eur, kgco2e: 0.0, fte: 0.0, open: Vec::new(), channel_t }
}
