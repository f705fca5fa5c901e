//! Calibrations as JSON: versioned; `docs/json.md` documents every key.

use crate::calibration::{Calibration, Fitted, Posterior, SeriesOutcome};
use serde_json::{Value, json};

/// Identifier and version of the JSON of `gisement calibrate`. Keys are only ever added under one version.
pub const CALIBRATION_SCHEMA: &str = "gisement.calibration/1";

/// Calibrations as JSON; numbers that do not exist (an open end, what the data do not see) are `null`.
pub fn calibration_json(found: &[Calibration]) -> Value {
    json!({
        "schema": CALIBRATION_SCHEMA,
        "version": env!("CARGO_PKG_VERSION"),
        "calibrations": found.iter().map(one).collect::<Vec<_>>(),
    })
}

fn one(found: &Calibration) -> Value {
    let estimate = &found.estimate;
    json!({
        "name": found.name,
        "level": found.level,
        "converged": estimate.converged,
        "noise_settled": found.settled,
        "stopped": found.stopped,
        "model_runs": found.evaluations,
        "model_failures": found.failed.0,
        "first_failure": found.failed.1,
        "parameters": found.parameters.iter().map(parameter).collect::<Vec<_>>(),
        "identifiability": {
            "rank": estimate.rank,
            "condition": finite(estimate.condition),
            "eigenvalues": estimate.eigenvalues,
            "directions": estimate.directions,
            "correlations": estimate.correlations,
        },
        "series": found.series.iter().map(series).collect::<Vec<_>>(),
        "posterior": found.posterior.as_ref().map_or(Value::Null, |p| posterior(p, found)),
    })
}

fn parameter(p: &Fitted) -> Value {
    json!({
        "path": p.parameter.path,
        "unit": p.parameter.unit,
        "before": p.parameter.start,
        "bounds": [p.parameter.low, p.parameter.high],
        "prior": p.parameter.prior.as_ref().map(crate::dist::Distribution::describe),
        "value": p.value,
        "standard_error": finite(p.standard_error),
        "seen": p.standard_error.is_finite(),
        "at_bound": p.at_bound,
        "fisher_interval": [finite(p.fisher.0), finite(p.fisher.1)],
        "profile_interval": p.profile.as_ref().map(|x| [x.low, x.high]),
        "profile_points": p.profile.as_ref().map(|x| x.points.iter().map(|(v, r)| json!([v, finite(*r)])).collect::<Vec<_>>()),
        "posterior_mean": p.sampled.map(|s| s.mean),
        "posterior_sd": p.sampled.map(|s| s.sd),
        "posterior_median": p.sampled.map(|s| s.median),
        "posterior_interval": p.sampled.map(|s| [s.interval.0, s.interval.1]),
        "r_hat": p.sampled.and_then(|s| s.convergence).map(|c| finite(c.r_hat)),
        "ess_bulk": p.sampled.and_then(|s| s.convergence).map(|c| c.ess_bulk),
        "ess_tail": p.sampled.and_then(|s| s.convergence).map(|c| c.ess_tail),
    })
}

fn series(s: &SeriesOutcome) -> Value {
    json!({
        "column": s.data.name,
        "unit": s.data.unit,
        "values": s.data.values.len(),
        "gaps": s.data.gaps,
        "effective_size": s.effective_size,
        "rmse_before": s.rmse.0,
        "rmse": s.rmse.1,
        "noise_sd": s.noise.sd,
        "memory_per_d": s.noise.rho,
        "memory_left": s.memory_left,
        "within_band": s.band.covered,
        "band_of": if s.band.of_posterior { "posterior" } else { "slopes" },
        "time_d": s.data.times_d,
        "measured": s.data.values,
        "model_before": s.before,
        "model": s.fitted,
        "model_band": s.band.model,
        "measurement_band": s.band.measurement,
    })
}

fn posterior(p: &Posterior, found: &Calibration) -> Value {
    json!({
        "walkers": p.walkers,
        "ensembles": p.ensembles,
        "steps": p.steps,
        "steps_asked": p.asked,
        "steps_skipped": p.skipped,
        "seed": p.seed,
        "acceptance": p.acceptance,
        "chains_met": Posterior::has_converged(&found.parameters),
    })
}

/// A number, or null where there is none.
fn finite(value: f64) -> Value {
    if value.is_finite() { json!(value) } else { Value::Null }
}
