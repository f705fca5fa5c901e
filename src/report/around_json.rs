//! The plant around the tanks of a digester, and its digestate, as JSON.

use crate::case::DigestateOutcome;
use crate::digestion::digestate::Digestate;
use crate::digestion::plant::{GasYear, MethaneLoss, StoreYear};
use serde_json::{Value, json};

pub(super) fn gas_line(gas: &GasYear<f64>) -> Value {
    let total = gas.total();
    let users = gas.user_names.iter().zip(&gas.users).map(|(name, user)| {
        json!({
            "name": name,
            "methane_nm3": user.methane_nm3,
            "running_h": user.running_h,
            "starts": user.starts,
            "electricity_mwh": user.electricity_kwh / 1000.0,
            "heat_mwh": user.heat_kwh / 1000.0,
            "methane_injected_nm3": user.injected_nm3,
            "methane_unburnt_nm3": user.slip_nm3,
        })
    });
    json!({
        "users": users.collect::<Vec<_>>(),
        "methane_flared_nm3": total.flared_nm3,
        "methane_vented_nm3": total.vented_nm3,
        "methane_stored_nm3": total.stored_nm3,
    })
}

pub(super) fn loss(loss: &MethaneLoss<f64>) -> Value {
    json!({
        "place": loss.place,
        "methane_nm3": loss.nm3,
        "methane_kg": loss.kg_ch4,
        "share_of_produced": loss.share_of_produced,
    })
}

pub(super) fn store(store: &StoreYear<f64>) -> Value {
    json!({
        "methane_lost_nm3": store.lost_nm3,
        "methane_recovered_nm3": store.recovered_nm3,
        "mean_temperature_c": store.temperature_c,
        "overflow_m3": store.overflow_m3,
        "closure": store.closure(),
    })
}

fn part(part: &Digestate<f64>) -> Value {
    json!({
        "mass_t": part.mass_t,
        "ts_t": part.ts_t,
        "vs_t": part.vs_t,
        "nitrogen_t": part.n_t,
        "ammonia_n_t": part.tan_t,
        "phosphorus_t": part.p.value(),
        "potassium_t": part.k.value(),
    })
}

pub(super) fn digestate(digestate: &DigestateOutcome) -> Value {
    json!({
        "whole": part(&digestate.whole),
        "solid": digestate.separated.as_ref().map(|parts| part(&parts.solid)),
        "liquid": digestate.separated.as_ref().map(|parts| part(&parts.liquid)),
        "land_ha": digestate.land.land_ha,
        "limit_kg_n_per_ha": digestate.limit_kg_n_per_ha,
        "store_needed_m3": digestate.storage.needed_m3,
    })
}
