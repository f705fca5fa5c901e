//! The result of a run as JSON: nested objects, units in key names, versioned. `docs/json.md` documents every key.

use super::{Run, around_json};
use crate::balance::carbon::waterfall::{Claim, LineKind};
use crate::balance::energy::EnergyBalance;
use crate::balance::jobs::Range;
use crate::balance::money::accounts::MoneyLine;
use crate::case::{
    AccountsOutcome, BoilerOutcome, CarbonOutcome, DigesterOutcome, HeatOutcome, PoolOutcome, TankOutcome,
};
use crate::digestion::plant::PlantBalance;
use crate::digestion::tank::{Event, TankVerdict};
use crate::feedstock::WoodAmounts;
use crate::feedstock::{OrganicAmounts, WoodParams};
use crate::units::ZERO_CELSIUS_K;
use serde_json::{Map, Value, json};

/// Identifier and version of the JSON of `gisement run`. Keys are only ever added under one version.
pub const SCHEMA: &str = "gisement.run/1";

/// The result as JSON.
pub fn run_json(run: &Run<'_>) -> Value {
    let outcome = run.outcome;
    let mut root = Map::new();
    let mut put = |key: &str, value: Value| {
        root.insert(key.to_owned(), value);
    };
    put("schema", json!(SCHEMA));
    put("version", json!(env!("CARGO_PKG_VERSION")));
    put("scenario", json!({ "name": run.scenario.name, "overrides": run.overrides }));
    put("headlines", headlines(run));
    put("uncertainty", uncertainty(run));
    if !outcome.pool.streams.is_empty() {
        put("pool", pool(run, &outcome.pool));
    }
    let digesters: Vec<(&str, Value)> = outcome.digesters.iter().map(|d| (d.id.as_str(), digester(d))).collect();
    put_all(&mut put, "digester", "digesters", digesters);
    let boilers: Vec<(&str, Value)> = outcome.boilers.iter().map(|b| (b.id.as_str(), boiler(b))).collect();
    put_all(&mut put, "boiler", "boilers", boilers);
    if let Some(found) = &outcome.heat {
        put("heat", heat(found));
    }
    if let Some(accounts) = &outcome.accounts {
        put("energy", energy(&accounts.energy));
        put("carbon", carbon(accounts));
        put("money", money(accounts));
        put("jobs", jobs(accounts));
    }
    put("closures", closures(run));
    put("findings", findings(run));
    Value::Object(root)
}

/// All elements by id, and the only one under the singular as well, as in the paths.
fn put_all(put: &mut impl FnMut(&str, Value), one: &str, many: &str, list: Vec<(&str, Value)>) {
    if let [(_, only)] = list.as_slice() {
        put(one, only.clone());
    }
    if !list.is_empty() {
        put(many, Value::Object(list.into_iter().map(|(id, value)| (id.to_owned(), value)).collect()));
    }
}

fn headlines(run: &Run<'_>) -> Value {
    let mut map = Map::new();
    for h in run.headlines() {
        let mut entry = json!({ "label": h.headline.label, "unit": h.headline.unit, "nominal": h.headline.value });
        if let (Some(s), Value::Object(entry)) = (h.summary, &mut entry) {
            for (key, value) in [
                ("mean", s.mean),
                ("standard_deviation", s.standard_deviation),
                ("min", s.min),
                ("p10", s.p10),
                ("p50", s.p50),
                ("p90", s.p90),
                ("max", s.max),
            ] {
                entry.insert(key.to_owned(), json!(value));
            }
        }
        map.insert(h.headline.key.to_owned(), entry);
    }
    Value::Object(map)
}

fn uncertainty(run: &Run<'_>) -> Value {
    match run.ensemble {
        None => json!({ "samples_wanted": 0, "samples": 0, "failed": 0, "reasons": {} }),
        Some(e) => json!({
            "samples_wanted": e.wanted,
            "samples": e.rows.len(),
            "failed": e.failed(),
            "reasons": e.reasons().into_iter().map(|(reason, count)| (reason, json!(count))).collect::<Map<_, _>>(),
            "seed": e.seed,
            "quantiles": "p10, p50, p90 are the 10 %, 50 % and 90 % quantiles over the samples that did not fail",
        }),
    }
}

fn pool(run: &Run<'_>, pool: &PoolOutcome) -> Value {
    let provider = |k: usize| run.case.providers.get(k).map_or("", |p| p.id.as_str());
    let streams: Vec<Value> = pool
        .streams
        .iter()
        .map(|s| {
            json!({
                "id": s.id.as_ref(),
                "provider": provider(s.provider),
                "feedstock": s.feedstock,
                "kind": if s.organic { "organic" } else { "wood" },
                "deposit_t_per_a": s.deposit_t,
                "collected_t_per_a": s.collected_t,
                "usable_t_per_a": s.usable_t,
                "present_outlet": s.outlet,
            })
        })
        .collect();
    let limits: Vec<Value> = pool
        .limits
        .iter()
        .map(|l| {
            json!({
                "component": l.limit.component,
                "limit_mg_per_kg_db": l.limit.value,
                "content_mg_per_kg_db": l.content_mg_kg_db,
                "analysed_share": l.analysed_share,
                "verdict": format!("{:?}", l.verdict).to_lowercase(),
                "caused_by": l.caused_by().map(provider),
            })
        })
        .collect();
    json!({
        "organic": pool.organic.as_ref().map(|o| json!({
            "year": organic(o.year()),
            "months": o.months().iter().map(organic).collect::<Vec<_>>(),
        })),
        "wood": pool.wood.as_ref().map(|w| json!({
            "year": wood(w.year(), &w.year_fuel()),
            "months_wet_t": w.months().iter().map(|m| m.wet_t).collect::<Vec<_>>(),
        })),
        "streams": streams,
        "end_of_waste_limits": limits,
    })
}

fn organic(a: &OrganicAmounts<f64>) -> Value {
    json!({
        "wet_t": a.wet_t, "ts_t": a.ts_t, "vs_t": a.vs_t, "cod_t": a.cod_t, "nitrogen_t": a.n_t, "ammonia_n_t": a.tan_t,
        "carbon_t": a.c_t, "sulphur_t": a.s_t, "lignin_t": a.lignin_t, "bulk_volume_m3": a.volume_m3,
        "cod_carbohydrate_t": a.cod_carb_t, "cod_protein_t": a.cod_protein_t, "cod_lipid_t": a.cod_lipid_t,
        "cod_vfa_t": a.cod_vfa_t, "bmp_nm3": a.bmp_nm3, "theoretical_methane_nm3": a.bmp_theoretical_nm3,
    })
}

fn wood(a: &WoodAmounts<f64>, fuel: &WoodParams<f64>) -> Value {
    json!({
        "wet_t": a.wet_t, "dry_t": a.dry_t, "ash_t": a.ash_t, "moisture_pct_ar": fuel.moisture_pct_ar,
        "c_pct_db": fuel.c_pct_db, "h_pct_db": fuel.h_pct_db, "o_pct_db": fuel.o_pct_db, "n_pct_db": fuel.n_pct_db,
        "s_pct_db": fuel.s_pct_db, "cl_pct_db": fuel.cl_pct_db, "ash_pct_db": fuel.ash_pct_db,
        "hhv_mj_per_kg_db": fuel.hhv_mj_per_kg_db().0, "lhv_mj_per_kg_ar": fuel.lhv_mj_per_kg_ar().0,
        "bulk_density_kg_per_m3": fuel.bulk_density_kg_m3,
    })
}

fn digester(d: &DigesterOutcome) -> Value {
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        map.insert(key.to_owned(), value);
    };
    put("model", json!(d.model.word()));
    put("days", json!(d.total(|m| m.days)));
    if let Some(end) = &d.end {
        put("state", Value::Object(end.named().into_iter().map(|(n, v)| (n.to_owned(), json!(v))).collect()));
        put("ph", json!(end.ph));
        put("biogas_m3_per_d", json!(end.q_gas));
        put("methane_m3_per_d", json!(end.q_ch4));
        put("methane_nm3_per_d", json!(end.methane_nm3_per_d));
        put("gas_pressure_bar", json!(end.p_gas));
        put("vfa_kg_cod_per_m3", json!(end.vfa_kg_cod_m3()));
    }
    put("verdict", d.verdict.map_or(Value::Null, |v| verdict(&v)));
    put("feed_received_t", json!(d.total(|m| m.received_t)));
    put("feed_t", json!(d.total(|m| m.feed_t)));
    put("vs_fed_t", json!(d.total(|m| m.vs_t)));
    put("biogas_nm3", json!(d.total(|m| m.methane_nm3 + m.carbon_dioxide_nm3)));
    put("methane_nm3", json!(d.total(|m| m.methane_nm3)));
    put("methane_potential_nm3", json!(d.total(|m| m.potential_nm3)));
    put("months_methane_nm3", json!(d.months.iter().map(|m| m.methane_nm3).collect::<Vec<_>>()));
    put("plant", plant(&d.plant));
    if !d.closure.is_empty() {
        let closures = d.closure.iter().map(|(name, gap)| (name.to_lowercase().replace(' ', "_"), json!(gap)));
        put("closure", Value::Object(closures.collect()));
    }
    if !d.tanks.is_empty() {
        put("tanks", Value::Object(d.tanks.iter().map(|tank| (tank.id.clone(), tank_of(tank))).collect()));
    }
    if !d.events.is_empty() {
        put("events", Value::Array(d.events.iter().map(|event| event_of(d, event)).collect()));
    }
    if let Some(around) = &d.around {
        if let Some(gas) = &around.gas {
            put("gas_line", around_json::gas_line(gas));
        }
        put("lost_methane", Value::Array(around.losses.iter().map(around_json::loss).collect()));
        if let Some(store) = &around.store {
            put("digestate_store", around_json::store(store));
        }
    }
    if let Some(sulphide) = &d.sulphide {
        put("hydrogen_sulphide_ppm_unvalidated", json!(sulphide.gas_ppm));
    }
    if let Some(digestate) = &d.digestate {
        put("digestate", around_json::digestate(digestate));
    }
    put("integrator_steps", json!(d.steps));
    Value::Object(map)
}

fn tank_of(tank: &TankOutcome) -> Value {
    json!({
        "volume_m3": tank.volume_m3,
        "temperature_c": tank.t_op_k - ZERO_CELSIUS_K,
        "methane_nm3": tank.methane_nm3,
        "carbon_dioxide_nm3": tank.carbon_dioxide_nm3,
        "digestate_m3": tank.left_m3,
        "residual_methane_nm3": tank.left_methane_nm3,
        "verdict": verdict(&tank.verdict),
    })
}

fn event_of(digester: &DigesterOutcome, event: &Event) -> Value {
    let tank = digester.tanks.get(event.tank).map_or(digester.id.as_str(), |tank| tank.id.as_str());
    json!({ "tank": tank, "day": event.day, "text": event.to_string() })
}

fn verdict(verdict: &TankVerdict) -> Value {
    match verdict {
        TankVerdict::NotJudged => Value::Null,
        TankVerdict::Working => json!({ "state": "working" }),
        TankVerdict::WashedOut { day } => json!({ "state": "washed_out", "day": day }),
        TankVerdict::Inhibited { day, factor } => json!({ "state": "acidified", "day": day, "inhibitor": factor }),
    }
}

fn plant(b: &PlantBalance<f64>) -> Value {
    json!({
        "methane_nm3": b.methane_nm3,
        "methane_burnt_nm3": b.burnt_nm3,
        "methane_injected_nm3": b.injected_nm3,
        "methane_flared_nm3": b.flared_nm3,
        "methane_lost_digester_nm3": b.lost_digester_nm3,
        "methane_lost_use_nm3": b.lost_use_nm3,
        "methane_lost_flare_nm3": b.lost_flare_nm3,
        "methane_lost_digestate_store_nm3": b.lost_store_nm3,
        "electricity_gross_mwh": b.electricity_gross_mwh,
        "electricity_own_mwh": b.electricity_own_mwh,
        "heat_gross_mwh": b.heat_gross_mwh,
        "heat_own_mwh": b.heat_own_mwh,
        "heat_bought_mwh": b.heat_bought_mwh,
        "heat_used_mwh": b.heat_used_mwh,
        "heat_wasted_mwh": b.heat_wasted_mwh,
    })
}

fn boiler(b: &BoilerOutcome) -> Value {
    let f = &b.fuel;
    let limits: Vec<Value> = b
        .limits
        .iter()
        .map(|l| {
            json!({
                "regime": l.limit.regime, "quantity": format!("{:?}", l.limit.quantity).to_lowercase(),
                "limit": l.limit_value, "value": l.value, "unit": l.limit.unit,
                "reference_o2_pct": l.limit.reference_o2_pct, "kept": l.ok,
            })
        })
        .collect();
    json!({
        "fuel": {
            "c_pct_db": f.c_pct_db, "h_pct_db": f.h_pct_db, "o_pct_db": f.o_pct_db, "n_pct_db": f.n_pct_db,
            "s_pct_db": f.s_pct_db, "cl_pct_db": f.cl_pct_db, "ash_pct_db": f.ash_pct_db,
            "moisture_pct_ar": f.moisture_pct_ar,
        },
        "combustion": serde_json::to_value(b.combustion).unwrap_or(Value::Null),
        "efficiency_field_lhv": b.efficiency_field,
        "limits": limits,
    })
}

fn heat(h: &HeatOutcome) -> Value {
    let year = &h.dispatch.year;
    json!({
        "useful_mwh": h.useful_mwh,
        "network_loss_mwh": h.network_loss_mwh,
        "peak_kw": h.peak_kw,
        "design_kw": h.design_kw,
        "wood_mwh": h.wood_mwh(),
        "wood_fuel_mwh_lhv": h.wood_fuel_mwh(),
        "wood_available_mwh_lhv": h.wood_available_mwh,
        "backup_mwh": h.backup_mwh(),
        "from_digester_mwh": h.from_digester_mwh,
        "renewable_share": h.renewable_share(),
        "fuel_share": h.fuel_share,
        "dispatch": {
            "coverage": h.dispatch.coverage,
            "wood_mwh": year.wood_kwh / 1000.0,
            "backup_mwh": year.backup_kwh / 1000.0,
            "fuel_mwh_lhv": year.fuel_kwh / 1000.0,
            "buffer_loss_mwh": year.buffer_loss_kwh / 1000.0,
            "starts": year.starts,
            "hours": year.hours,
            "full_load_hours": h.dispatch.full_load_hours,
            "efficiency_mean_lhv": h.dispatch.efficiency_mean,
            "auxiliary_electricity_mwh": h.dispatch.auxiliary_electricity_kwh / 1000.0,
            "closure": h.dispatch.closure,
        },
    })
}

fn energy(e: &EnergyBalance<f64>) -> Value {
    json!({
        "wood_in_mwh_lhv": e.wood_in_mwh, "biogas_in_mwh_lhv": e.biogas_in_mwh, "gas_in_mwh_lhv": e.gas_in_mwh,
        "electricity_in_mwh": e.electricity_in_mwh, "heat_out_mwh": e.heat_out_mwh,
        "electricity_out_mwh": e.electricity_out_mwh, "biomethane_out_mwh_lhv": e.biomethane_out_mwh,
        "own_use_mwh": e.own_use_mwh, "conversion_loss_mwh": e.conversion_loss_mwh, "heat_loss_mwh": e.heat_loss_mwh,
        "gas_loss_mwh": e.gas_loss_mwh, "closure": e.closure(),
    })
}

fn carbon(accounts: &AccountsOutcome) -> Value {
    let mut map = Map::new();
    for outcome in &accounts.carbon {
        match outcome {
            CarbonOutcome::Avoided(account) => {
                let w = &account.waterfall;
                let lines: Vec<Value> = w.components.iter().map(carbon_line).collect();
                map.insert(
                    "avoided".to_owned(),
                    json!({
                        "version": crate::balance::carbon::CarbonMethod::Avoided.version(),
                        "reference": account.reference.id,
                        "reference_version": account.reference.version,
                        "gwp": account.gwp.id,
                        "saving_t_co2e": account.saving_t(),
                        "direct_t_co2e": w.direct_kg() / 1000.0,
                        "avoided_t_co2e": w.avoided_kg() / 1000.0,
                        "not_claimable_t_co2e": w.not_claimable_kg() / 1000.0,
                        "biogenic_t_co2": w.biogenic_kg() / 1000.0,
                        "unlawful": std::collections::BTreeSet::from_iter(account.breaches()),
                        "lines": lines,
                    }),
                );
            }
            CarbonOutcome::Red(assessment) => {
                let lines: Map<String, Value> = assessment
                    .made()
                    .map(|l| {
                        let line = json!({
                            "g_co2e_per_mj": l.g_per_mj, "comparator_g_co2e_per_mj": l.comparator,
                            "saving_pct": l.saving_pct, "asked_pct": l.asked_pct,
                            "size_threshold_mw": l.size_threshold_mw, "above_size_threshold": l.above_size,
                            "note": l.note(),
                        });
                        (l.product.name().to_owned(), line)
                    })
                    .collect();
                let method = assessment.version.method();
                map.insert(method.name().to_owned(), json!({ "version": method.version(), "products": lines }));
            }
        }
    }
    Value::Object(map)
}

fn carbon_line(c: &crate::balance::carbon::waterfall::Component<f64>) -> Value {
    let kind = match c.kind {
        LineKind::Direct => "direct",
        LineKind::Avoided => "avoided",
        LineKind::Biogenic => "biogenic",
    };
    let claim = match &c.claim {
        Claim::Counted => "counted".to_owned(),
        Claim::Unlawful { law } => format!("not claimable: {law}"),
        Claim::ClaimedElsewhere => "claimed elsewhere".to_owned(),
    };
    json!({ "name": c.name, "detail": c.detail, "kind": kind, "claim": claim, "t_co2e": c.kg_co2e / 1000.0, "source": c.source })
}

fn money(accounts: &AccountsOutcome) -> Value {
    let m = &accounts.money;
    let lines = |list: &[MoneyLine<f64>]| -> Vec<Value> {
        list.iter()
            .filter(|l| l.eur != 0.0)
            .map(|l| json!({ "name": l.name, "activity": format!("{:?}", l.activity).to_lowercase(), "eur": l.eur }))
            .collect()
    };
    let payback = m.payback();
    json!({
        "investment_eur": m.invested_eur(),
        "surplus_eur_per_a": m.surplus_eur_per_a(),
        "npv_eur": m.npv_eur(),
        "lcoh_eur_per_mwh": (m.heat_mwh > 0.0).then(|| m.lcoh_eur_per_mwh()),
        "payback_a": payback.within_life.then_some(payback.years),
        "providers_today_eur_per_a": m.providers_today_eur_per_a,
        "providers_then_eur_per_a": m.providers_then_eur_per_a,
        "discount_rate": m.rate,
        "life_a": m.life_a,
        "capital": lines(&m.capital),
        "yearly": lines(&m.yearly),
    })
}

fn jobs(accounts: &AccountsOutcome) -> Value {
    let j = &accounts.jobs;
    let range = |r: Range<f64>| json!({ "low": r.low, "central": r.central, "high": r.high });
    let steps: Map<String, Value> = j
        .steps
        .iter()
        .map(|s| (s.step.name().to_owned(), json!({ "fte": range(s.fte), "insertion_fte": range(s.insertion_fte) })))
        .collect();
    json!({
        "gross_fte": range(j.gross_fte()),
        "present_fte": range(j.present_fte),
        "net_fte": range(j.net_fte()),
        "insertion_fte": range(j.insertion_fte()),
        "steps": steps,
    })
}

fn closures(run: &Run<'_>) -> Value {
    let list: Vec<Value> = run
        .outcome
        .closures()
        .iter()
        .map(|c| json!({ "name": c.name, "residual": c.value, "limit": c.limit, "holds": c.holds() }))
        .collect();
    json!(list)
}

fn findings(run: &Run<'_>) -> Value {
    let provider = |k: &usize| run.case.providers.get(*k).map_or("", |p| p.id.as_str());
    let list: Vec<Value> = run
        .outcome
        .notices
        .iter()
        .map(|n| {
            let providers: Vec<&str> = n.providers.iter().map(provider).collect();
            json!({ "weight": n.weight, "text": n.text, "source": n.source, "providers": providers })
        })
        .collect();
    json!(list)
}
