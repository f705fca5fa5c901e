//! Lots, sinks and frames that the tests of channels share.

#![allow(dead_code, clippy::unwrap_used)]

use gisement::balance::carbon::CarbonParams;
use gisement::balance::carbon::factors::gwp100;
use gisement::balance::carbon::outlets::outlet;
use gisement::balance::carbon::reference::reference;
use gisement::channel::{CarbonFrame, Lot, LotKind, Sink};
use gisement::feedstock::{OrganicOverrides, OrganicParams, Substance, WoodOverrides, WoodParams};
use gisement::library::{OrganicCategory, organic, season, wood};
use gisement::logistics::Haul;

/// A lot of wood of the library, without foreign matter, at its library moisture.
pub(crate) fn wood_lot(id: &str, present: &str) -> Lot {
    let feedstock = wood(id).unwrap();
    let params = WoodParams::resolve(feedstock, &WoodOverrides::default()).unwrap();
    lot(LotKind::Wood, Substance::Wood(feedstock, params), params.moisture_pct_ar / 100.0, present)
}

/// A lot of organic matter of the library, without foreign matter.
pub(crate) fn organic_lot(id: &str, present: &str) -> Lot {
    let feedstock = organic(id).unwrap();
    let params = OrganicParams::resolve(feedstock, &OrganicOverrides::default()).unwrap();
    let kind = match feedstock.category {
        OrganicCategory::Fat => LotKind::Grease,
        OrganicCategory::Green => LotKind::GreenWaste,
        OrganicCategory::Manure => LotKind::Manure,
        OrganicCategory::Crop => LotKind::Crop,
        _ => LotKind::FoodWaste,
    };
    lot(kind, Substance::Organic(feedstock, params), 1.0 - params.ts_pct_fm / 100.0, present)
}

fn lot(kind: LotKind, substance: Substance, moisture_share: f64, present: &str) -> Lot {
    Lot {
        id: "L1".into(),
        provider: 0,
        kind,
        substance,
        ewc: None,
        wet_t: 100.0,
        moisture_share,
        class_a_share: 1.0,
        contamination_share: 0.0,
        reusable_share: 0.35,
        season: season("flat").unwrap(),
        outlet: outlet(present).unwrap(),
        present_cost_eur_per_t: 60.0,
        container: None,
        claimed_elsewhere: false,
        aggregator: false,
        place: None,
    }
}

/// A sink of a channel that takes everything the law allows.
pub(crate) fn sink(channel: &'static str) -> Sink {
    Sink {
        id: "S1".into(),
        name: channel.to_owned(),
        channel,
        candidate: false,
        place: None,
        accepts: LotKind::ALL.to_vec(),
        capacity_t_min: 0.0,
        capacity_t_max: 4000.0,
        fixed_eur_per_a: 0.0,
        capital_eur: 0.0,
        gate_eur_per_t: 10.0,
        moisture_share_max: 1.0,
        contamination_share_max: 1.0,
        class_a_share_min: 0.0,
        extra_km: 0.0,
        owned: false,
    }
}

/// No haul at all.
pub(crate) const NO_HAUL: Haul =
    Haul { km: 0.0, wet_t: 0.0, trips: 0.0, hours: 0.0, eur_per_t: 0.0, kgco2e_per_t: 0.0 };

/// The frame of a reference with default factors.
pub(crate) fn frame(name: &str) -> CarbonFrame {
    CarbonFrame {
        reference: reference(name).unwrap(),
        gwp: gwp100("AR6_7SM7").unwrap(),
        params: CarbonParams::defaults(),
    }
}
