//! The methane lost, place by place.

use super::store::StoreYear;
use super::year::GasYear;
use crate::num::Real;
use crate::units::METHANE_KG_PER_NM3;

/// Methane lost at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct MethaneLoss<S> {
    /// Where: a source, a user, `flare`, `relief valve`, a store.
    pub place: String,
    /// Methane, Nm3.
    pub nm3: S,
    /// Methane, kg.
    pub kg_ch4: S,
    /// Share of the methane that all sources of the gas line give, 0..=1. The gas of an open store is not part of that.
    pub share_of_produced: S,
}

/// Every place where methane is lost, in the order of the gas: sources, users, flare, relief valve, open stores.
pub fn methane_losses<S: Real>(year: &GasYear<S>, stores: &[(&str, &StoreYear<S>)]) -> Vec<MethaneLoss<S>> {
    let total = year.total();
    let produced = total.methane_nm3.max(S::from_f64(f64::MIN_POSITIVE));
    let row = |place: &str, nm3: S| MethaneLoss {
        place: place.to_owned(),
        nm3,
        kg_ch4: nm3 * METHANE_KG_PER_NM3,
        share_of_produced: nm3 / produced,
    };
    let mut rows: Vec<_> = year.sources.iter().map(|(name, _, lost)| row(name, *lost)).collect();
    rows.extend(year.user_names.iter().zip(&year.users).map(|(name, user)| row(name, user.slip_nm3)));
    rows.push(row("flare", total.flare_slip_nm3));
    rows.push(row("relief valve", total.vented_nm3));
    rows.extend(stores.iter().map(|(name, store)| row(name, store.lost_nm3)));
    rows
}
