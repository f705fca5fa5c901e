//! What the load-duration curve alone would say of a power, beside what the simulated year says.

use super::rate::rate;
use super::{Candidate, Figure, Shortcut};
use crate::case::{EvaluateError, Surroundings};
use crate::heat::{DispatchParams, thumb_rows};
use crate::num::VectorClass;

/// Powers that are shown, as shares of the peak.
const SHARES: [f64; 13] = [0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];

/// One boiler of rising power, each way of judging it side by side. `like` gives buffer and store of the simulated one.
///
/// # Errors
/// When a simulated year makes no sense.
pub(super) fn shortcut(surroundings: &Surroundings<'_>, like: &Candidate) -> Result<Vec<Shortcut>, EvaluateError> {
    let load = surroundings.load();
    let Some(boiler) = surroundings.case().boilers.first() else { return Err(EvaluateError::NoBoiler) };
    // What a rule of thumb speaks of: a boiler that is always there.
    let bare = DispatchParams { outage_share: 0.0, summer_stop_day: 0.0, summer_restart_day: 0.0, ..boiler.dispatch };
    let thumbs = thumb_rows(load, &bare, &SHARES, VectorClass::best()).map_err(EvaluateError::Heat)?;
    let alone = |share: f64| Candidate { units_kw: vec![share * load.peak_kw()], ..like.clone() };
    let candidates: Vec<Candidate> = SHARES.iter().map(|share| alone(*share)).collect();
    let simulated = rate(surroundings, &candidates, &|| false).unwrap_or_default();
    let mut rows = Vec::with_capacity(SHARES.len());
    for (thumb, given) in thumbs.into_iter().zip(simulated) {
        let figures = given?.figures;
        rows.push(Shortcut {
            power_kw: thumb.power_kw,
            share_of_peak: thumb.share_of_peak,
            curve_pct: 100.0 * thumb.shortcut,
            no_cycling_pct: 100.0 * thumb.direct,
            cycling_pct: 100.0 * thumb.cycling.coverage,
            cycling_starts: thumb.cycling.starts,
            simulated_pct: figures.of(Figure::Coverage),
            simulated_starts: figures.of(Figure::Starts),
        });
    }
    Ok(rows)
}
