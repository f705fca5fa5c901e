//! What the load-duration curve alone would say of a power, beside what the simulated year says.

use super::rate::rate;
use super::{Candidate, Figure, Shortcut};
use crate::case::{EvaluateError, Surroundings};
use crate::heat::direct;

/// Powers that are shown, as shares of the peak.
const SHARES: [f64; 13] = [0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];

/// One boiler of rising power, each way of judging it side by side. `like` gives buffer and store of the simulated one.
///
/// # Errors
/// When a simulated year makes no sense.
pub(super) fn shortcut(surroundings: &Surroundings<'_>, like: &Candidate) -> Result<Vec<Shortcut>, EvaluateError> {
    let load = surroundings.load();
    let Some(boiler) = surroundings.case().boilers.first() else { return Err(EvaluateError::NoBoiler) };
    let minimum = boiler.dispatch.minimum_load;
    let alone = |share: f64| Candidate { units_kw: vec![share * load.peak_kw()], ..like.clone() };
    let candidates: Vec<Candidate> = SHARES.iter().map(|share| alone(*share)).collect();
    let simulated = rate(surroundings, &candidates, &|| false).unwrap_or_default();
    let mut rows = Vec::with_capacity(SHARES.len());
    for (share, given) in SHARES.into_iter().zip(simulated) {
        let power_kw = share * load.peak_kw();
        let percent = |kwh: f64| 100.0 * kwh / load.annual_kwh();
        let covered = load.kw().iter().map(|kw| kw.min(power_kw)).sum::<f64>();
        let below = load.kw().iter().filter(|kw| **kw < minimum * power_kw).count();
        let figures = given?.figures;
        rows.push(Shortcut {
            power_kw,
            share_of_peak: share,
            curve_pct: percent(covered),
            no_cycling_pct: percent(direct(load.kw(), power_kw, minimum * power_kw).wood_kwh),
            cycling_pct: percent(covered),
            cycling_starts: below as f64,
            simulated_pct: figures.of(Figure::Coverage),
            simulated_starts: figures.of(Figure::Starts),
        });
    }
    Ok(rows)
}
