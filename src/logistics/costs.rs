//! Closed formulas of collection: shuttle, visits by bin size and season, hub against direct, shredding campaigns.

use super::error::{LogisticsError, checked};
use super::whole;

/// A vehicle that goes out full of one company's and comes back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shuttle {
    /// Most mass on it, kg.
    pub payload_kg: f64,
    /// Volume of the load, m3.
    pub volume_m3: f64,
    /// Bulk density, kg/m3.
    pub kg_per_m3: f64,
    /// Filling, m3/m3.
    pub fill_share: f64,
    /// Road distance, one way, km.
    pub km: f64,
    /// Mean speed, km/h.
    pub speed_km_h: f64,
    /// Loading, min.
    pub load_min: f64,
    /// Unloading, min.
    pub unload_min: f64,
    /// Cost per kilometre, EUR/km.
    pub eur_per_km: f64,
    /// Cost per hour, EUR/h.
    pub eur_per_h: f64,
    /// Emissions, kg CO2e/km.
    pub kgco2e_per_km: f64,
    /// Rent of a container, EUR a month.
    pub rent_eur_per_month: f64,
    /// Containers.
    pub containers: f64,
}

/// A year of a shuttle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShuttleYear {
    /// Mass a trip, kg.
    pub kg_per_trip: f64,
    /// Trips a year.
    pub trips: f64,
    /// Time of a trip, h.
    pub hours_per_trip: f64,
    /// Cost, EUR/a.
    pub eur: f64,
    /// Emissions, kg CO2e/a.
    pub kgco2e: f64,
}

impl Shuttle {
    /// A year's trips: m = min(payload, V rho fill), n = ceil(Q/m), C = n (2 d c_km + h c_h) + 12 rent containers.
    ///
    /// # Errors
    /// A mass below 0, or a load, a speed or a filling of 0 or less.
    pub fn year(&self, wet_t: f64) -> Result<ShuttleYear, LogisticsError> {
        checked("the mass to haul (t/a)", wet_t, 0.0, f64::MAX)?;
        checked("the speed (km/h)", self.speed_km_h, f64::MIN_POSITIVE, f64::MAX)?;
        checked("the road distance (km)", self.km, 0.0, f64::MAX)?;
        let kg_per_trip = self.payload_kg.min(self.volume_m3 * self.kg_per_m3 * self.fill_share);
        checked("the load of a trip (kg)", kg_per_trip, f64::MIN_POSITIVE, f64::MAX)?;
        let trips = whole(1000.0 * wet_t / kg_per_trip);
        let hours_per_trip = 2.0 * self.km / self.speed_km_h + (self.load_min + self.unload_min) / 60.0;
        let rent_eur = 12.0 * self.rent_eur_per_month * self.containers;
        Ok(ShuttleYear {
            kg_per_trip,
            trips,
            hours_per_trip,
            eur: trips * (2.0 * self.km * self.eur_per_km + hours_per_trip * self.eur_per_h) + rent_eur,
            kgco2e: trips * 2.0 * self.km * self.kgco2e_per_km,
        })
    }
}

/// Bins that are emptied month by month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bins {
    /// Share of the year in each month, January first; they sum to 1.
    pub month_share: [f64; 12],
    /// Most mass in a bin, kg.
    pub net_kg: f64,
    /// Bins.
    pub count: f64,
    /// Filling at which they are emptied, kg/kg.
    pub fill_share: f64,
    /// Fewest visits of each month.
    pub visits_min: [f64; 12],
    /// Cost of a visit, EUR.
    pub eur_per_visit: f64,
    /// Cost of a lift, EUR.
    pub eur_per_lift: f64,
}

/// A year of visits to bins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BinsYear {
    /// Visits of each month.
    pub visits: [f64; 12],
    /// Visits a year.
    pub visits_per_year: f64,
    /// Cost, EUR/a.
    pub eur: f64,
    /// Mean filling at a visit, kg/kg; none where nobody comes.
    pub mean_filling: Option<f64>,
}

impl Bins {
    /// A year's visits: max(rule, ceil(q/(net bins fill))) in every month, each visit lifting every bin.
    ///
    /// # Errors
    /// A mass below 0, or bins that hold nothing.
    pub fn year(&self, wet_t: f64) -> Result<BinsYear, LogisticsError> {
        checked("the mass to haul (t/a)", wet_t, 0.0, f64::MAX)?;
        let visit_kg = self.net_kg * self.count * self.fill_share;
        checked("what the bins hold (kg)", visit_kg, f64::MIN_POSITIVE, f64::MAX)?;
        let month = |m: usize| whole(1000.0 * wet_t * self.month_share[m] / visit_kg).max(self.visits_min[m]);
        let visits: [f64; 12] = std::array::from_fn(month);
        let visits_per_year: f64 = visits.iter().sum();
        let held = visits_per_year * self.net_kg * self.count;
        Ok(BinsYear {
            visits,
            visits_per_year,
            eur: visits_per_year * (self.eur_per_visit + self.eur_per_lift * self.count),
            mean_filling: (held > 0.0).then(|| 1000.0 * wet_t / held),
        })
    }
}

/// A vehicle of one leg of a hub.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leg {
    /// Most mass on it, kg.
    pub payload_kg: f64,
    /// Volume of the load, m3.
    pub volume_m3: f64,
    /// Bulk density, kg/m3.
    pub kg_per_m3: f64,
    /// Cost per kilometre, EUR/km.
    pub eur_per_km: f64,
    /// Cost per hour, EUR/h.
    pub eur_per_h: f64,
    /// Mean speed, km/h.
    pub speed_km_h: f64,
    /// Loading and unloading of a trip, min.
    pub fixed_min: f64,
}

impl Leg {
    /// Mass of a full load, kg.
    pub fn load_kg(&self) -> f64 {
        self.payload_kg.min(self.volume_m3 * self.kg_per_m3)
    }

    /// Cost of a tonne and kilometre of road distance, the way back included, EUR/(t km).
    pub fn slope_eur_per_t_km(&self) -> f64 {
        2.0 * (self.eur_per_km + self.eur_per_h / self.speed_km_h) * 1000.0 / self.load_kg()
    }

    /// Cost of a tonne in full loads over a road distance, EUR/t.
    pub fn eur_per_t(&self, km: f64) -> f64 {
        self.fixed_min / 60.0 * self.eur_per_h * 1000.0 / self.load_kg() + self.slope_eur_per_t_km() * km
    }
}

/// From which distance on a hub pays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BreakEven {
    /// Road distance, one way, at which both ways cost the same, km; below 0 the hub pays at once.
    pub km: f64,
    /// What both cost there, EUR/t.
    pub eur_per_t: f64,
}

/// The distance D where direct hauling by the small vehicle costs what the hub costs: small(D) = small(km_to_hub) + hub +
/// large(D).
///
/// # Errors
/// Where the large vehicle costs as much a tonne-kilometre as the small one.
pub fn hub_break_even(
    small: &Leg,
    large: &Leg,
    km_to_hub: f64,
    hub_eur_per_t: f64,
) -> Result<BreakEven, LogisticsError> {
    let slope = small.slope_eur_per_t_km() - large.slope_eur_per_t_km();
    if slope.is_nan() || slope <= 0.0 {
        return Err(LogisticsError::NoBreakEven);
    }
    let km = (small.eur_per_t(km_to_hub) + hub_eur_per_t + large.eur_per_t(0.0) - small.eur_per_t(0.0)) / slope;
    Ok(BreakEven { km, eur_per_t: small.eur_per_t(km) })
}

/// A store that a mobile shredder empties.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Campaign {
    /// Most mass in the store, t.
    pub store_t: f64,
    /// Bringing the shredder and taking it away, EUR a campaign.
    pub mobilisation_eur: f64,
    /// Shredding, EUR/t.
    pub service_eur_per_t: f64,
    /// Keeping a tonne for a year, EUR/(t a).
    pub holding_eur_per_t_a: f64,
    /// Most campaigns a year.
    pub campaigns_max: f64,
}

/// A year of campaigns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CampaignYear {
    /// Campaigns that cost least.
    pub campaigns: f64,
    /// Campaigns that the store needs.
    pub campaigns_min: f64,
    /// Cost, EUR/a.
    pub eur: f64,
}

impl Campaign {
    /// The campaigns that cost least: min over n of n M + Q s + h Q/(2n), with Q/n in the store.
    ///
    /// # Errors
    /// A mass of 0 or less, no store, or a store that needs more campaigns than are allowed.
    pub fn year(&self, wet_t: f64) -> Result<CampaignYear, LogisticsError> {
        checked("the mass to shred (t/a)", wet_t, f64::MIN_POSITIVE, f64::MAX)?;
        checked("the store (t)", self.store_t, f64::MIN_POSITIVE, f64::MAX)?;
        let least = whole(wet_t / self.store_t).max(1.0);
        if least > self.campaigns_max {
            return Err(LogisticsError::Campaigns { needed: least, most: self.campaigns_max });
        }
        let eur = |n: f64| {
            n * self.mobilisation_eur + wet_t * self.service_eur_per_t + self.holding_eur_per_t_a * wet_t / (2.0 * n)
        };
        // The cost is convex in n: the best whole number lies beside the best real one.
        let best = (self.holding_eur_per_t_a * wet_t / (2.0 * self.mobilisation_eur)).sqrt();
        let most = self.campaigns_max.floor();
        let inside = |n: f64| if n.is_nan() { least } else { n.max(least).min(most) };
        let (below, above) = (inside(best.floor()), inside(best.ceil()));
        let campaigns = if eur(above) < eur(below) { above } else { below };
        Ok(CampaignYear { campaigns, campaigns_min: least, eur: eur(campaigns) })
    }
}
