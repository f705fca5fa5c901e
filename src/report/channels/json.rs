//! An allocation as JSON: units in key names, versioned. `docs/json.md` documents every key.

use crate::allocation::{
    Assumption, Breaking, Bridge, ChannelTotal, Company, Comparison, Decision, Flow, Front, FrontPoint, Fte, Line,
    LotOutcome, MatchFound, PoleOutcome, Quantity, Robust, Sharing, SinkOutcome, Spread, SupplyBand, Totals, Valorised,
    ValueOfKnowing,
};
use crate::balance::jobs::Range;
use serde_json::{Map, Value, json};

/// Identifier and version of the JSON of `gisement channels`. Keys are only ever added under one version.
pub const CHANNELS_SCHEMA: &str = "gisement.channels/1";

/// The allocation as JSON. Places of companies, streams and sinks are given by their ids.
pub fn channels_json(pole: &PoleOutcome) -> Value {
    let mut root = Map::new();
    let mut put = |key: &str, value: Value| {
        root.insert(key.to_owned(), value);
    };
    put("schema", json!(CHANNELS_SCHEMA));
    put("version", json!(env!("CARGO_PKG_VERSION")));
    put("scenario", json!({ "name": pole.name, "description": pole.description, "year": pole.year }));
    put("objective", json!({ "name": pole.objective.name(), "unit": pole.objective.unit() }));
    put("methods", methods(pole));
    put("totals", totals(&pole.totals));
    let [today, plan] = &pole.valorised;
    put("valorised", json!({ "today": valorised(today), "plan": valorised(plan) }));
    put("channels", pole.channels.iter().map(channel).collect());
    put("sinks", pole.sinks.iter().map(sink).collect());
    put("companies", pole.companies.iter().map(|c| company(pole, c)).collect());
    put("streams", pole.lots.iter().map(|l| stream(pole, l)).collect());
    put("flows", pole.flows.iter().map(|f| flow(pole, f)).collect());
    put("fronts", pole.fronts.iter().map(|f| front(pole, f)).collect());
    put("robust", pole.robust.as_ref().map_or(Value::Null, |r| robust(pole, r)));
    put("sharing", pole.sharing.as_ref().map_or(Value::Null, |s| sharing(pole, s)));
    put("aggregators", pole.aggregators.as_ref().map_or(Value::Null, |c| comparison(pole, c)));
    put("bridge", pole.bridge.as_ref().map_or(Value::Null, bridge));
    put("breaking", pole.breaking.iter().map(|b| breaking(pole, b)).collect());
    put("supply", pole.supply.iter().map(supply).collect());
    put("matches", pole.matches.iter().map(|m| matched(pole, m)).collect());
    let (value, bound) = pole.value_and_bound;
    put("solution", json!({ "value": value, "bound": bound, "programmes": pole.programmes }));
    put("closures", closures(pole));
    put("findings", findings(pole));
    put("assumptions", pole.assumptions.iter().map(assumption).collect());
    let mut document = Value::Object(root);
    plain_zeros(&mut document);
    document
}

/// A sum of nothing is 0, and no -0.
fn plain_zeros(value: &mut Value) {
    match value {
        Value::Number(n) if n.as_f64() == Some(0.0) && n.is_f64() => *value = json!(0.0),
        Value::Array(list) => list.iter_mut().for_each(plain_zeros),
        Value::Object(map) => map.values_mut().for_each(plain_zeros),
        _ => {}
    }
}

fn company_id(pole: &PoleOutcome, k: usize) -> &str {
    pole.companies.get(k).map_or("", |c| c.id.as_str())
}

fn sink_id(pole: &PoleOutcome, k: usize) -> &str {
    pole.sinks.get(k).map_or("", |s| &s.id)
}

fn sink_ids(pole: &PoleOutcome, list: &[usize]) -> Value {
    list.iter().map(|k| json!(sink_id(pole, *k))).collect()
}

fn company_ids(pole: &PoleOutcome, list: &[usize]) -> Value {
    list.iter().map(|k| json!(company_id(pole, *k))).collect()
}

fn spread(spread: &Spread) -> Value {
    match spread.p10_p50_p90 {
        None => json!({ "nominal": spread.nominal }),
        Some([p10, p50, p90]) => json!({ "nominal": spread.nominal, "p10": p10, "p50": p50, "p90": p90 }),
    }
}

fn range(range: &Range<f64>) -> Value {
    json!({ "low": range.low, "central": range.central, "high": range.high })
}

fn lines(lines: &[Line]) -> Value {
    let one = |l: &Line| json!({ "name": l.name, "value": l.value, "source": l.source, "flag": l.flag.word() });
    lines.iter().map(one).collect()
}

fn jobs(jobs: &[Fte]) -> Value {
    let one = |j: &Fte| json!({ "step": j.step, "fte": range(&j.fte), "insertion_share": j.insertion_share });
    jobs.iter().map(one).collect()
}

fn products(list: &[Quantity]) -> Value {
    let one = |q: &Quantity| json!({ "name": q.name, "unit": q.unit, "amount": q.amount, "mass_t": q.mass_t });
    list.iter().map(one).collect()
}

fn methods(pole: &PoleOutcome) -> Value {
    let one = |m: &crate::allocation::Method| json!({ "of": m.of, "name": m.name, "version": m.version, "reference": m.reference });
    pole.methods.iter().map(one).collect()
}

fn totals(t: &Totals) -> Value {
    json!({
        "inventory_t_per_a": spread(&t.inventory_t),
        "moved_t_per_a": spread(&t.moved_t),
        "kept_t_per_a": spread(&t.kept_t),
        "today_eur_per_a": spread(&t.today_eur),
        "plan_eur_per_a": spread(&t.plan_eur),
        "gain_eur_per_a": spread(&t.gain_eur),
        "kgco2e_per_a": spread(&t.kgco2e),
        "kgco2e_shown_per_a": t.kgco2e_shown,
        "fte": range(&t.fte),
        "insertion_fte": t.insertion_fte,
        "capital_eur": t.capital_eur,
        "tkm_per_a": t.tkm,
        "trips_per_a": t.trips,
    })
}

fn valorised(v: &Valorised) -> Value {
    let shares = |[local, elsewhere, not]: [f64; 3]| json!({ "local": local, "elsewhere": elsewhere, "not": not });
    json!({ "mass_share": shares(v.mass), "energy_share": shares(v.energy) })
}

fn channel(c: &ChannelTotal) -> Value {
    let per_tonne = c.per_tonne.map_or(Value::Null, |[eur, kg, fte]| {
        let range = |[low, mean, high]: [f64; 3]| json!({ "low": low, "mean": mean, "high": high });
        json!({ "eur_per_t": range(eur), "kgco2e_per_t": range(kg), "fte_per_kt": range(fte) })
    });
    json!({
        "channel": c.channel,
        "label": { "en": c.label.0, "fr": c.label.1 },
        "hierarchy_rank": c.hierarchy_rank,
        "t_per_a": spread(&c.wet_t),
        "eur_per_a": spread(&c.eur),
        "today_eur_per_a": spread(&c.today_eur),
        "kgco2e_per_a": spread(&c.kgco2e),
        "fte": range(&c.fte),
        "insertion_fte": c.insertion_fte,
        "per_tonne": per_tonne,
        "money_eur_per_a": lines(&c.money),
        "carbon_kgco2e_per_a": lines(&c.carbon),
        "products_per_a": products(&c.products),
    })
}

fn sink(s: &SinkOutcome) -> Value {
    let binding: Vec<Value> =
        s.binding.iter().map(|b| json!({ "limit": b.limit, "value": b.value, "limit_value": b.limit_value })).collect();
    json!({
        "id": s.id.as_ref(),
        "name": s.name,
        "channel": s.channel,
        "hub": s.hub,
        "present_outlet": s.present,
        "place": place(s.place),
        "candidate": s.candidate,
        "open": s.open,
        "t_per_a": s.wet_t,
        "capacity_t_per_a": { "min": s.capacity_t.0, "max": s.capacity_t.1 },
        "fixed_eur_per_a": s.fixed_eur,
        "capital_eur": s.capital_eur,
        "quality_share": { "moisture": s.quality[0], "contamination": s.quality[1], "class_a": s.quality[2] },
        "binding": binding,
        "price_eur_per_t_of_capacity": s.price.map(|p| p.per_t),
        "rubrics": pairs(&s.rubrics),
    })
}

fn place(place: Option<(f64, f64)>) -> Value {
    place.map_or(Value::Null, |(lat, lon)| json!({ "lat_deg": lat, "lon_deg": lon }))
}

fn pairs(list: &[(String, String)]) -> Value {
    list.iter().map(|(en, fr)| json!({ "en": en, "fr": fr })).collect()
}

fn company(pole: &PoleOutcome, c: &Company) -> Value {
    let streams: Vec<&str> = c.lots.iter().filter_map(|l| pole.lots.get(*l)).map(|l| &*l.id).collect();
    json!({
        "id": c.id,
        "name": c.name,
        "place": place(c.place),
        "aggregator": c.aggregator,
        "claims_itself": c.claims_itself,
        "t_per_a": c.wet_t,
        "today_eur_per_a": c.today_eur,
        "tomorrow_eur_per_a": c.tomorrow_eur,
        "shared_eur_per_a": c.shared_eur,
        "kgco2e_per_a": c.kgco2e,
        "fte": range(&c.fte),
        "streams": streams,
        "asked": pairs(&c.asked),
    })
}

fn stream(pole: &PoleOutcome, l: &LotOutcome) -> Value {
    json!({
        "id": l.id.as_ref(),
        "company": company_id(pole, l.company),
        "kind": l.kind.word(),
        "feedstock": l.feedstock,
        "ewc_code": l.ewc.as_deref(),
        "t_per_a": l.wet_t,
        "moisture_share": l.moisture_share,
        "energy_mwh_per_a": l.energy_mwh,
        "present_outlet": l.outlet,
        "present_outlet_unlawful": l.outlet_unlawful,
        "today_eur_per_t": l.today_eur_per_t,
        "kept_t_per_a": l.kept_t,
    })
}

fn flow(pole: &PoleOutcome, f: &Flow) -> Value {
    json!({
        "stream": pole.lots.get(f.lot).map_or("", |l| &l.id),
        "sink": sink_id(pole, f.sink),
        "hub": f.hub.map(|h| sink_id(pole, h)),
        "t_per_a": f.wet_t,
        "km": f.km,
        "trips_per_a": f.trips,
        "eur_per_a": f.eur(),
        "kgco2e_per_a": f.kgco2e(),
        "fte": range(&f.fte()),
        "money_eur_per_a": lines(&f.money),
        "carbon_kgco2e_per_a": lines(&f.carbon),
        "carbon_shown_kgco2e_per_a": lines(&f.carbon_shown),
        "jobs": jobs(&f.jobs),
        "products_per_a": products(&f.products),
        "red_saving_pct": f.red_saving_pct,
    })
}

fn front(pole: &PoleOutcome, f: &Front) -> Value {
    json!({
        "best": f.best.name(),
        "against": f.against.name(),
        "points": f.points.iter().map(|p| point(pole, p)).collect::<Value>(),
        "today": point(pole, &f.today),
        "chosen": f.chosen,
    })
}

fn point(pole: &PoleOutcome, p: &FrontPoint) -> Value {
    let channels = pole.channels.iter().zip(&p.channel_t).filter(|(_, t)| **t > 0.0);
    json!({
        "eur_per_a": p.eur,
        "kgco2e_per_a": p.kgco2e,
        "fte": p.fte,
        "open": sink_ids(pole, &p.open),
        "channel_t_per_a": channels.map(|(c, t)| (c.channel.to_owned(), json!(t))).collect::<Map<_, _>>(),
    })
}

fn robust(pole: &PoleOutcome, r: &Robust) -> Value {
    let shares = |list: &[f64]| -> Map<String, Value> {
        pole.channels.iter().zip(list).map(|(c, share)| (c.channel.to_owned(), json!(share))).collect()
    };
    json!({
        "samples": r.samples,
        "failed": r.failed.0,
        "first_reason": r.failed.1,
        "seed": r.seed,
        "decisions": r.decisions.iter().map(|d| decision(pole, d)).collect::<Value>(),
        "nominal_decision": r.nominal,
        "channel_wins_share": shares(&r.channel_wins),
        "channel_used_share": shares(&r.channel_used),
        "evpi": r.evpi,
        "value_of_knowing": r.knowing.iter().map(knowing).collect::<Value>(),
        "programmes": r.programmes,
        "gap": r.gap,
        "gain_eur_per_a": spread(&r.gain_eur),
    })
}

fn decision(pole: &PoleOutcome, d: &Decision) -> Value {
    let [p10, p50, p90] = d.p10_p50_p90;
    json!({
        "open": sink_ids(pole, &d.open),
        "wins_share": d.wins,
        "expected": d.expected,
        "p10": p10,
        "p50": p50,
        "p90": p90,
        "regret_mean": d.regret_mean,
        "regret_max": d.regret_max,
        "beats_today_share": d.beats_today,
        "feasible_share": d.feasible,
    })
}

fn knowing(k: &ValueOfKnowing) -> Value {
    json!({ "group": k.group, "inputs": k.inputs, "value": k.value, "standard_error": k.standard_error })
}

fn sharing(pole: &PoleOutcome, s: &Sharing) -> Value {
    let one = |c: &crate::allocation::CompanyShare| {
        json!({
            "company": company_id(pole, c.company),
            "alone_eur_per_a": c.alone_eur,
            "shapley_eur_per_a": c.shapley_eur,
            "shapley_standard_error": c.shapley_se,
            "by_tonnes_eur_per_a": c.by_tonnes_eur,
            "by_alone_eur_per_a": c.by_alone_eur,
        })
    };
    let [shapley, tonnes, alone] = s.in_core;
    json!({
        "gain_eur_per_a": s.gain_eur,
        "alone_eur_per_a": s.alone_eur,
        "companies": s.companies.iter().map(one).collect::<Value>(),
        "exact": s.exact,
        "coalitions": s.coalitions,
        "no_objection_found": { "shapley": shapley, "by_tonnes": tonnes, "by_alone": alone },
        "least_core_eur_per_a": s.least_core_eur,
        "all_coalitions_checked": s.all_checked,
    })
}

fn comparison(pole: &PoleOutcome, c: &Comparison) -> Value {
    let figures = |[inventory, moved, gain, kg, fte]: [f64; 5], open: &[usize]| {
        json!({
            "inventory_t_per_a": inventory,
            "moved_t_per_a": moved,
            "gain_eur_per_a": gain,
            "kgco2e_per_a": kg,
            "fte": fte,
            "open": sink_ids(pole, open),
        })
    };
    json!({
        "companies": c.aggregators,
        "with": figures(c.with, &c.open_with),
        "without": figures(c.without, &c.open_without),
    })
}

fn bridge(b: &Bridge) -> Value {
    let steps: Value = b.steps.iter().map(|s| json!({ "cause": s.cause, "kgco2e_per_a": s.kgco2e })).collect();
    json!({
        "from": b.from,
        "from_kgco2e_per_a": b.from_kgco2e,
        "steps": steps,
        "to": b.to,
        "to_kgco2e_per_a": b.to_kgco2e,
    })
}

fn breaking(pole: &PoleOutcome, b: &Breaking) -> Value {
    json!({
        "sink": sink_id(pole, b.sink),
        "eligible_t_per_a": b.eligible_t,
        "least_t_per_a": b.least_t,
        "fewest_departures": company_ids(pole, &b.fewest),
        "single_departures": company_ids(pole, &b.single),
    })
}

fn supply(s: &SupplyBand) -> Value {
    json!({ "scenario": s.scenario, "kind": s.kind, "years": s.years, "low_mode_high_t_per_a": s.wet_t })
}

fn matched(pole: &PoleOutcome, m: &MatchFound) -> Value {
    json!({
        "kind": m.kind,
        "from": company_id(pole, m.from),
        "to": company_id(pole, m.to),
        "what": m.what,
        "instead_of": m.instead_of,
        "t_per_a": m.wet_t,
        "km": m.km,
        "eur_per_a": m.eur,
        "kgco2e_per_a": m.kgco2e,
        "doubt": m.doubt,
    })
}

fn closures(pole: &PoleOutcome) -> Value {
    let one = |c: &crate::allocation::Closure| json!({ "name": c.name, "unit": c.unit, "residual": c.residual, "scale": c.scale, "holds": c.closes() });
    pole.closures.iter().map(one).collect()
}

fn findings(pole: &PoleOutcome) -> Value {
    let one = |f: &crate::allocation::Finding| json!({ "severity": f.severity, "text": { "en": f.text_en, "fr": f.text_fr }, "source": f.source });
    pole.findings.iter().map(one).collect()
}

fn assumption(a: &Assumption) -> Value {
    json!({
        "path": a.path,
        "description": a.description,
        "unit": a.unit,
        "value": a.value,
        "drawn": a.drawn,
        "source": a.source,
        "flag": a.flag.word(),
    })
}
