//! A sizing as JSON: units in key names, versioned. `docs/json.md` documents every key.

use crate::balance::money::accounts::Capacities;
use crate::balance::money::study::{Column, Comparison};
use crate::scenario::SizeParams;
use crate::sizing::{Advice, Breach, DemandFacts, Figure, Picked, Rated, Shortcut, SizeOutcome, Swing};
use serde_json::{Map, Value, json};

/// Identifier and version of the JSON of `gisement size`. Keys are only ever added under one version.
pub const SIZE_SCHEMA: &str = "gisement.size/1";

/// The sizing as JSON. Candidates are told by their place in `candidates`, which is the order in which they were tried;
/// numbers that do not exist are `null`.
pub fn size_json(size: &SizeOutcome) -> Value {
    let place = |picked: &Option<Picked>| picked.as_ref().map(|p| p.index);
    json!({
        "schema": SIZE_SCHEMA,
        "version": env!("CARGO_PKG_VERSION"),
        "scenario": { "name": size.name, "description": size.description },
        "objective": { "name": size.objective.name(), "figure": objective_key(size), "unit": objective_unit(size) },
        "limits": limits(&size.params),
        "demand": demand(&size.demand),
        "candidates": size.rated.iter().enumerate().map(|(k, r)| candidate(size, k, r)).collect::<Vec<_>>(),
        "ranking": size.ranking,
        "chosen": place(&size.chosen),
        "nominal_best": size.nominal_best,
        "half_peak": place(&size.half_peak),
        "present": place(&size.present),
        "rule_of_half_peak": rule(size),
        "study": size.chosen.as_ref().map_or(Value::Null, study),
        "shortcut": size.shortcut.iter().map(shortcut).collect::<Vec<_>>(),
        "swings": size.swings.iter().map(swing).collect::<Vec<_>>(),
        "advice": size.advice.iter().map(advice).collect::<Vec<_>>(),
        "samples": samples(size),
        "years": size.years,
        "closure_max": finite(worst_closure(size)),
    })
}

fn samples(size: &SizeOutcome) -> Value {
    let (compared, wanted) = size.samples;
    let (failed, first_reason) = &size.failed;
    json!({
        "compared": compared,
        "wanted": wanted,
        "failed": failed,
        "first_reason": first_reason,
        "seed": size.seed,
        "stopped": size.stopped,
    })
}

/// Largest relative residual of all candidates; not a number where one is none.
pub(super) fn worst_closure(size: &SizeOutcome) -> f64 {
    size.rated.iter().map(|r| r.closure).fold(0.0, |a, b| if b > a || b.is_nan() { b } else { a })
}

/// A number, or null where there is none.
pub(super) fn finite(value: f64) -> Value {
    if value.is_finite() { json!(value) } else { Value::Null }
}

fn objective(size: &SizeOutcome) -> Figure {
    use crate::scenario::SizeObjective;
    match size.objective {
        SizeObjective::Cost => Figure::Lcoh,
        SizeObjective::Co2 => Figure::Saved,
        SizeObjective::Coverage => Figure::Coverage,
    }
}

fn objective_key(size: &SizeOutcome) -> &'static str {
    objective(size).key()
}

fn objective_unit(size: &SizeOutcome) -> &'static str {
    objective(size).unit()
}

/// Limits and aims; those that are not set are null.
fn limits(params: &SizeParams<f64>) -> Value {
    json!({
        "coverage_target_pct": finite(params.coverage_target_pct),
        "probability_min": finite(params.probability_min),
        "starts_max_per_a": finite(params.starts_max_per_a),
        "wood_power_max_kw": finite(params.wood_power_max_kw),
        "buffer_m3_max": finite(params.buffer_m3_max),
        "store_t_max": finite(params.store_t_max),
        "wood_heat_min_mwh": finite(params.wood_heat_min_mwh),
        "bought_wood_max_pct": finite(params.bought_wood_max_pct),
    })
}

fn demand(d: &DemandFacts) -> Value {
    json!({
        "useful_mwh": finite(d.useful_mwh),
        "network_loss_mwh": finite(d.network_loss_mwh),
        "from_digester_mwh": finite(d.from_digester_mwh),
        "year_peak_kw": finite(d.year_peak_kw),
        "peak_kw": finite(d.peak_kw),
        "design_kw": finite(d.design_kw),
    })
}

fn candidate(size: &SizeOutcome, place: usize, rated: &Rated) -> Value {
    let c = &rated.candidate;
    let rank = size.ranking.iter().position(|k| *k == place).map(|r| r + 1);
    json!({
        "name": c.name(),
        "rank": rank,
        "units_kw": c.units_kw,
        "wood_kw": c.wood_kw(),
        "share_of_peak": finite(c.wood_kw() / size.demand.peak_kw),
        "buffer_hours": c.buffer_hours,
        "store_days": c.store_days,
        "built": built(&rated.built),
        "figures": figures(rated),
        "probability_target": finite(rated.probability_target),
        "regret": rated.regret.map_or(Value::Null, |r| json!({ "mean": r.mean, "p90": r.p90, "max": r.max })),
        "breaches": rated.breaches.iter().map(breach).collect::<Vec<_>>(),
        "allowed": rated.is_allowed(),
        "on_front": rated.on_front,
        "closure": finite(rated.closure),
    })
}

fn built(b: &Capacities<f64>) -> Value {
    json!({
        "wood_boiler_kw": finite(b.wood_boiler_kw()),
        "gas_boiler_kw": finite(b.gas_boiler_kw),
        "buffer_m3": finite(b.buffer_m3),
        "wood_store_t": finite(b.wood_store_t),
        "network_m": finite(b.network_m),
    })
}

/// By key: `nominal`, and with samples `mean`, `p10`, `p50`, `p90`.
fn figures(rated: &Rated) -> Value {
    let mut map = Map::new();
    for (k, figure) in Figure::ALL.into_iter().enumerate() {
        let mut one = json!({ "nominal": finite(rated.nominal.of(figure)) });
        if let Some(s) = rated.spread.get(k) {
            for (name, value) in [("mean", s.mean), ("p10", s.p10), ("p50", s.p50), ("p90", s.p90)] {
                one[name] = finite(value);
            }
        }
        map.insert(figure.key().to_owned(), one);
    }
    Value::Object(map)
}

fn breach(b: &Breach) -> Value {
    json!({ "limit": b.limit, "value": finite(b.value), "allowed": finite(b.allowed), "unit": b.unit })
}

/// The chosen house less the rule of thumb, by figure, in the nominal case; null where either is missing.
fn rule(size: &SizeOutcome) -> Value {
    let rated = |picked: &Option<Picked>| picked.as_ref().and_then(|p| size.rated.get(p.index));
    let (Some(chosen), Some(half)) = (rated(&size.chosen), rated(&size.half_peak)) else { return Value::Null };
    let mut map = Map::new();
    map.insert("wood_kw".to_owned(), finite(chosen.candidate.wood_kw() - half.candidate.wood_kw()));
    for figure in Figure::ALL {
        map.insert(figure.key().to_owned(), finite(chosen.nominal.of(figure) - half.nominal.of(figure)));
    }
    json!({ "chosen_less_rule": map, "same_house": chosen.candidate == half.candidate })
}

/// The economic study of the chosen house: columns and comparisons, or why there is none.
fn study(picked: &Picked) -> Value {
    match &picked.study {
        Err(error) => json!({ "none": error.to_string() }),
        Ok(study) => json!({
            "columns": study.columns.iter().map(column).collect::<Vec<_>>(),
            "comparisons": study.comparisons.iter().map(comparison).collect::<Vec<_>>(),
            "notes": study.notes.iter().map(|n| json!({ "id": n.id, "en": n.en, "fr": n.fr })).collect::<Vec<_>>(),
        }),
    }
}

fn column(c: &Column) -> Value {
    let lines = c
        .rows
        .iter()
        .map(|r| json!({ "name": r.id.name(), "ht_eur_per_a": finite(r.ht_eur), "vat_eur_per_a": finite(r.vat_eur) }));
    json!({
        "name": c.id.name(),
        "lines": lines.collect::<Vec<_>>(),
        "total_ht_eur_per_a": finite(c.total_ht_eur()),
        "total_ttc_eur_per_a": finite(c.total_ttc_eur()),
        "lcoh_eur_per_mwh": finite(c.cost.lcoh_eur_per_mwh),
        "capital_eur": finite(c.capital_eur()),
        "aid_eur": finite(c.aid.total_eur()),
        "co2_t_per_a": finite(c.co2_t_per_a),
        "cash_eur": c.years.iter().map(|y| finite(y.net_eur)).collect::<Vec<_>>(),
        "r1_eur_per_mwh": c.covering.map_or(Value::Null, |t| finite(t.r1_eur_per_mwh)),
        "r2_eur_per_kw": c.covering.map_or(Value::Null, |t| finite(t.r2_eur_per_unit)),
    })
}

fn comparison(c: &Comparison) -> Value {
    let found = &c.indicators;
    json!({
        "column": c.column.name(),
        "against": c.against.name(),
        "first_year_saving_eur": finite(c.first_year_saving_eur),
        "payback_a": found.payback_a,
        "discounted_payback_a": found.discounted_payback_a,
        "npv_eur": finite(found.npv_eur),
        "irr_pct": found.irr.rate().map(|r| 100.0 * r),
        "co2_saved_t_per_a": finite(c.co2_saved_t_per_a),
    })
}

fn shortcut(s: &Shortcut) -> Value {
    json!({
        "power_kw": finite(s.power_kw),
        "share_of_peak": finite(s.share_of_peak),
        "curve_pct": finite(s.curve_pct),
        "no_cycling_pct": finite(s.no_cycling_pct),
        "cycling_pct": finite(s.cycling_pct),
        "cycling_starts_per_a": finite(s.cycling_starts),
        "simulated_pct": finite(s.simulated_pct),
        "simulated_starts_per_a": finite(s.simulated_starts),
    })
}

fn swing(s: &Swing) -> Value {
    json!({
        "path": s.path,
        "unit": s.unit,
        "values": s.values.map(finite),
        "lcoh_eur_per_mwh": s.lcoh_eur_per_mwh.map(finite),
    })
}

pub(super) fn advice(a: &Advice) -> Value {
    json!({ "severity": a.severity, "id": a.id, "en": a.text_en, "fr": a.text_fr })
}
