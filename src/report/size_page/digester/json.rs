//! The sizing of a digester as JSON: units in key names. `docs/json.md` documents every key.

use crate::digestion::adm1::{Inhibitor, Verdict};
use crate::report::size_page::json::{SIZE_SCHEMA, advice, finite};
use crate::sizing::Spread;
use crate::sizing::digester::{
    Chosen, DigesterFigure, DigesterSizing, EnginePoint, EngineSizing, Ladder, Lost, Margin, RatedDigester, Stability,
    SteadyPoint,
};
use serde_json::{Map, Value, json};

/// The sizing of a digester; numbers that do not exist (a ratio without buffer among them) are `null`.
pub fn digester_json(sizing: &DigesterSizing) -> Value {
    let p = &sizing.params;
    let (done, wanted) = sizing.samples;
    let (failed, first_reason) = &sizing.failed;
    json!({
        "id": sizing.id,
        "limits": {
            "fos_tac_max": finite(p.fos_tac_max),
            "digester_probability_min": finite(p.digester_probability_min),
            "engine_unused_max_pct": finite(p.engine_unused_max_pct),
        },
        "volume_m3": sizing.chosen().map(|r| r.volume_m3),
        "present_volume_m3": sizing.present().map(|r| r.volume_m3),
        "rules": {
            "feed_m3_per_d": finite(sizing.rules.feed_m3_per_d),
            "vs_kg_per_d": finite(sizing.rules.vs_kg_per_d),
            "retention_d": finite(p.rule_hrt_d),
            "by_retention_m3": finite(sizing.rules.by_retention_m3),
            "load_kg_vs_per_m3_d": finite(p.rule_olr_kg_vs_m3_d),
            "by_load_m3": finite(sizing.rules.by_load_m3),
        },
        "ladders": sizing.ladders.iter().map(ladder).collect::<Vec<_>>(),
        "engine": sizing.engine.as_ref().map_or(Value::Null, engine),
        "stability": match &sizing.stability {
            Ok(found) => stability(found),
            Err(why) => json!({ "none": why }),
        },
        "advice": sizing.advice.iter().map(advice).collect::<Vec<_>>(),
        "samples": {
            "compared": done, "wanted": wanted, "failed": failed, "first_reason": first_reason, "seed": sizing.seed,
            "stopped": sizing.stopped,
        },
        "years": sizing.years,
    })
}

/// The JSON of `gisement size` where there is a digester and no boiler house.
pub fn digester_only_json(sizing: &DigesterSizing) -> Value {
    json!({
        "schema": SIZE_SCHEMA,
        "version": env!("CARGO_PKG_VERSION"),
        "scenario": { "name": sizing.name, "description": sizing.description },
        "digester": digester_json(sizing),
    })
}

fn ladder(ladder: &Ladder) -> Value {
    let volume = |place: Option<usize>| place.and_then(|k| ladder.rated.get(k)).map(|r| r.volume_m3);
    json!({
        "temperature_c": finite(ladder.temperature_c),
        "is_own": ladder.is_own,
        "smallest_m3": volume(ladder.smallest),
        "surely_m3": volume(ladder.surely),
        "volumes": ladder.rated.iter().map(rated).collect::<Vec<_>>(),
    })
}

fn rated(r: &RatedDigester) -> Value {
    let mut figures = Map::new();
    for figure in DigesterFigure::ALL {
        let mut one = json!({ "nominal": finite(r.nominal.of(figure)) });
        if let Some(s) = r.spread_of(figure) {
            spread_into(&mut one, s);
        }
        figures.insert(figure.key().to_owned(), one);
    }
    json!({
        "volume_m3": finite(r.volume_m3),
        "origin": r.origin.name(),
        "figures": figures,
        "samples": r.count,
        "kept": r.kept,
        "washed_out": r.washed_out,
        "acidified": r.acidified,
        "probability": finite(r.probability()),
        "interval": r.interval.map(|i| json!({ "low": i.low, "high": i.high, "kind": i.kind.word() })),
    })
}

fn spread_into(one: &mut Value, s: &Spread) {
    for (name, value) in [("mean", s.mean), ("p10", s.p10), ("p50", s.p50), ("p90", s.p90)] {
        one[name] = finite(value);
    }
}

fn engine(engine: &EngineSizing) -> Value {
    json!({
        "volume_m3": finite(engine.volume_m3),
        "mean_kwe": finite(engine.mean_kwe),
        "rule_kwe": finite(engine.rule_kwe),
        "power_kwe": engine.chosen().map(|p| p.power_kwe),
        "chosen_by": match engine.by { Chosen::Npv => "npv", Chosen::Unused => "unused" },
        "powers": engine.points.iter().map(point).collect::<Vec<_>>(),
    })
}

fn point(p: &EnginePoint) -> Value {
    let with_spread = |nominal: f64, spread: &Option<Spread>| {
        let mut one = json!({ "nominal": finite(nominal) });
        if let Some(s) = spread {
            spread_into(&mut one, s);
        }
        one
    };
    json!({
        "power_kwe": finite(p.power_kwe),
        "is_own": p.is_own,
        "hours_per_a": with_spread(p.nominal.hours, &p.hours),
        "electricity_mwh_per_a": finite(p.nominal.electricity_mwh),
        "flared_nm3_per_a": finite(p.nominal.unused_nm3),
        "flared_pct": with_spread(p.nominal.unused_pct, &p.unused_pct),
        "npv_eur": p.npv_eur,
        "surplus_eur_per_a": p.surplus_eur_per_a,
    })
}

fn stability(found: &Stability) -> Value {
    let of = |m: &Option<Margin>| m.as_ref().map_or(Value::Null, margin);
    json!({
        "states": found.points.iter().map(state).collect::<Vec<_>>(),
        "unsettled": found.unsettled.iter().map(|(s, e)| json!({ "start": s, "why": e.to_string() })).collect::<Vec<_>>(),
        "margins": {
            "load_times": of(&found.load),
            "retention_d": of(&found.retention_d),
            "ammonia_kmol_per_m3": of(&found.ammonia_kmol_m3),
        },
    })
}

fn state(p: &SteadyPoint) -> Value {
    json!({
        "start": p.start,
        "verdict": word(p.verdict),
        "stable": p.is_stable(),
        "growth_per_d": finite(p.growth_per_d),
        "ph": finite(p.output.ph),
        "fos_tac": finite(p.health.fos_tac()),
        "vfa_kg_cod_per_m3": finite(p.health.vfa_kg_cod_m3),
        "free_ammonia_kmol_per_m3": finite(p.health.free_ammonia_kmol_m3),
        "methane_nm3_per_d": finite(p.output.methane_nm3_per_d),
    })
}

fn margin(m: &Margin) -> Value {
    let lost = match &m.lost {
        None => Value::Null,
        Some(Lost::Failed(verdict)) => json!(word(*verdict)),
        Some(Lost::NotComputed(error)) => json!(format!("not computed: {error}")),
    };
    json!({ "works_until": finite(m.works_until), "lost": lost })
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Working => "working",
        Verdict::WashedOut { .. } => "washed_out",
        Verdict::Acidified { inhibitor: Inhibitor::Ph, .. } => "acidified_ph",
        Verdict::Acidified { inhibitor: Inhibitor::FreeAmmonia, .. } => "acidified_free_ammonia",
        Verdict::Acidified { inhibitor: Inhibitor::NitrogenLack, .. } => "acidified_nitrogen_lack",
    }
}
