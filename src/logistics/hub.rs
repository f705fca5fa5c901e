//! Massification: a small vehicle to a hub, shredding there, a large vehicle on.

use super::costs::Campaign;
use super::error::{LogisticsError, checked};
use super::fleet::Matter;
use super::haul::{BulkRequest, Draw, HaulPlan, Haulage};
use super::{Haul, haul_bulk};
use crate::game::{EXACT_PLAYERS_MAX, Game, Sense};

/// A lot that goes through a hub.
#[derive(Clone, Copy, Debug)]
pub struct HubRequest {
    /// The way of the lot to the hub.
    pub to_hub: Haul,
    /// The way on of all that the hub sends to the destination: its mass is that of the whole hub, not of the lot.
    pub onward: BulkRequest,
}

/// What a tonne that comes to a hub costs until it is at its destination; all per tonne as received at the company.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HubHaul {
    /// To the hub, EUR/t.
    pub to_hub_eur_per_t: f64,
    /// At the hub, EUR/t.
    pub hub_eur_per_t: f64,
    /// On to the destination, EUR/t.
    pub onward_eur_per_t: f64,
    /// All, EUR/t.
    pub eur_per_t: f64,
    /// All, kg CO2e/t, the shredder's diesel included.
    pub kgco2e_per_t: f64,
    /// Mass that arrives, t/t.
    pub arriving_share: f64,
    /// The way on, of the whole hub.
    pub onward: Haul,
}

/// A lot through a hub: what is taken out there (`hub_loss_share`) is not hauled on.
///
/// # Errors
/// As [`haul_bulk`].
pub fn hub_haul(request: &HubRequest) -> Result<HubHaul, LogisticsError> {
    let haulage = &request.onward.haulage;
    let onward = haul_bulk(&request.onward)?;
    let arriving_share = 1.0 - haulage.hub_loss_share;
    let onward_eur_per_t = arriving_share * onward.eur_per_t;
    let shredding = haulage.hub_diesel_l_per_t * haulage.diesel_kgco2e_per_l;
    Ok(HubHaul {
        to_hub_eur_per_t: request.to_hub.eur_per_t,
        hub_eur_per_t: haulage.hub_eur_per_t,
        onward_eur_per_t,
        eur_per_t: request.to_hub.eur_per_t + haulage.hub_eur_per_t + onward_eur_per_t,
        kgco2e_per_t: request.to_hub.kgco2e_per_t + shredding + arriving_share * onward.kgco2e_per_t,
        arriving_share,
        onward,
    })
}

/// A hub that companies may share.
#[derive(Clone, Copy, Debug)]
pub struct Hub {
    /// Fixed cost once anybody uses it, EUR/a.
    pub fixed_eur: f64,
    /// Most mass in its store, t: a mobile shredder comes before it is full.
    pub store_t: f64,
    /// Road distance to the destination, km.
    pub onward_km: f64,
    /// What it sends on.
    pub matter: &'static Matter,
    /// Parameters.
    pub haulage: Haulage<f64>,
}

impl Hub {
    /// A year of the hub with a mass that comes to it (t/a): campaigns, whole trips on, and the fixed cost, EUR/a.
    fn year(&self, onward: &HaulPlan, wet_t: f64) -> Result<f64, LogisticsError> {
        let campaign = Campaign {
            store_t: self.store_t,
            mobilisation_eur: self.haulage.mobilisation_eur,
            service_eur_per_t: self.haulage.hub_eur_per_t,
            holding_eur_per_t_a: self.haulage.holding_eur_per_t_a,
            campaigns_max: self.haulage.campaigns_max,
        };
        let sent = wet_t * (1.0 - self.haulage.hub_loss_share);
        let hauled = onward.at(sent, &Draw::NOMINAL).map_or(0.0, |haul| haul.eur_per_t * sent);
        Ok(self.fixed_eur + campaign.year(wet_t)?.eur + hauled)
    }
}

/// What every coalition of companies pays a year when each of its members goes directly or through the hub, whichever is
/// cheapest for the coalition: a cost game of up to [`EXACT_PLAYERS_MAX`] companies. `direct_eur` and `to_hub_eur` are the
/// yearly costs of each company's own ways (EUR/a), `wet_t` its mass (t/a).
///
/// # Errors
/// Too many companies, a mass of 0 or less, or a hub whose store needs more campaigns than are allowed.
pub fn massification(
    names: &[String],
    direct_eur: &[f64],
    to_hub_eur: &[f64],
    wet_t: &[f64],
    hub: &Hub,
) -> Result<Game, LogisticsError> {
    let players = names.len();
    if players > EXACT_PLAYERS_MAX || [direct_eur, to_hub_eur, wet_t].iter().any(|list| list.len() != players) {
        return Err(LogisticsError::Stops { found: players, most: EXACT_PLAYERS_MAX });
    }
    wet_t.iter().try_for_each(|t| checked("the mass to haul (t/a)", *t, f64::MIN_POSITIVE, 1e7).map(drop))?;
    let onward = HaulPlan::bulk(&BulkRequest {
        km: hub.onward_km,
        wet_t: wet_t.iter().sum(),
        matter: hub.matter,
        vehicle: None,
        haulage: hub.haulage,
    })?;
    let sum = |list: &[f64], set: usize| -> f64 {
        list.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1).map(|(_, v)| v).sum()
    };
    let sets = 1_usize << players;
    let mut through = vec![0.0; sets];
    for (set, eur) in through.iter_mut().enumerate().skip(1) {
        *eur = sum(to_hub_eur, set) + hub.year(&onward, sum(wet_t, set))?;
    }
    let direct: Vec<f64> = (0..sets).map(|set| sum(direct_eur, set)).collect();
    let best = |set: usize| {
        let (mut best, mut part) = (direct[set], set);
        while part > 0 {
            best = best.min(through[part] + direct[set ^ part]);
            part = (part - 1) & set;
        }
        best
    };
    let values = (0..sets).map(|set| if set == 0 { 0.0 } else { best(set) }).collect();
    Game::from_values(names.to_vec(), Sense::Cost, values).map_err(LogisticsError::Game)
}
