//! Accounts of channels: every lawful pair of a library stream and a channel closes, and the limits hold.

#![allow(clippy::unwrap_used)]

mod channel_support;

use channel_support::{NO_HAUL, frame, organic_lot, sink, wood_lot};
use gisement::channel::{Settings, account, channels};
use gisement::library::{organics, woods};

#[test]
fn mass_closes_for_every_lawful_pair() {
    let (frame, settings) = (frame("present_outlets_2024"), Settings::defaults());
    let mut lots: Vec<_> = organics().iter().map(|o| organic_lot(&o.id, "unknown")).collect();
    lots.extend(woods().iter().filter(|w| w.numbers.c_pct_db.is_some()).map(|w| wood_lot(&w.id, "unknown")));
    let mut pairs = 0;
    for lot in &mut lots {
        for contamination in [0.0, 0.05] {
            lot.contamination_share = contamination;
            for channel in channels() {
                let Ok(a) = account(lot, &sink(&channel.id), &NO_HAUL, &frame, &settings) else { continue };
                pairs += 1;
                assert!((a.products.mass_t() - 1.0).abs() < 1e-9, "{}: {:?}", channel.id, a.products);
                assert!(a.money.total_eur().is_finite() && a.carbon.total_kg().is_finite(), "{}", channel.id);
                assert!(a.jobs.net().low <= a.jobs.net().high, "{}", channel.id);
            }
        }
    }
    assert!(pairs > 500, "{pairs}");
}
