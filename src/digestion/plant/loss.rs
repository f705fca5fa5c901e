//! The methane lost, place by place.

use super::store::StoreYear;
use super::year::GasYear;
use crate::num::Real;
use crate::units::METHANE_KG_PER_NM3;
use std::fmt;

/// Where methane is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LossPlace {
    /// Before the holder, at a source: leaks of a tank or a covered store.
    Source(String),
    /// Unburnt through an engine or boiler, or with the off-gas of an upgrading unit.
    User(String),
    /// Unburnt through the flare.
    Flare,
    /// Out of the relief valve.
    ReliefValve,
    /// From the surface of an open store.
    Store(String),
}

impl fmt::Display for LossPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source(name) | Self::User(name) | Self::Store(name) => write!(f, "{name}"),
            Self::Flare => write!(f, "flare"),
            Self::ReliefValve => write!(f, "relief valve"),
        }
    }
}

/// Methane lost at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct MethaneLoss<S> {
    /// Where.
    pub place: LossPlace,
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
    let row = |place: LossPlace, nm3: S| MethaneLoss {
        place,
        nm3,
        kg_ch4: nm3 * METHANE_KG_PER_NM3,
        share_of_produced: nm3 / produced,
    };
    let mut rows: Vec<_> =
        year.sources.iter().map(|(name, _, lost)| row(LossPlace::Source(name.clone()), *lost)).collect();
    rows.extend(
        year.user_names.iter().zip(&year.users).map(|(name, user)| row(LossPlace::User(name.clone()), user.slip_nm3)),
    );
    rows.push(row(LossPlace::Flare, total.flare_slip_nm3));
    rows.push(row(LossPlace::ReliefValve, total.vented_nm3));
    rows.extend(stores.iter().map(|(name, store)| row(LossPlace::Store((*name).to_owned()), store.lost_nm3)));
    rows
}
