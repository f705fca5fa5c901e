//! A year's hauling from a company, or from a hub, to a destination.

use super::error::{LogisticsError, checked};
use super::fleet::{Container, ContainerKind, Matter, Vehicle, vehicles};
use super::{Haul, whole};
use crate::params;

params! {
    /// What hauling, hubs and rounds have in common.
    pub struct Haulage from "logistics/haulage.csv" {
        eur_per_km_factor, eur_per_h_factor, density_factor, diesel_kgco2e_per_l, lift_min, stops_per_round_max, leg_km,
        round_h_max, hub_eur_per_t, hub_diesel_l_per_t, hub_loss_share, mobilisation_eur, holding_eur_per_t_a,
        campaigns_max,
    }
}

/// With whom a trip is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// Out to the destination and back for this company alone.
    Alone,
    /// A round of like stops, as many as the vehicle, the day and `stops_per_round_max` hold, `leg_km` apart: each bears
    /// the same part of it.
    Round,
    /// One more stop on a round that runs anyway and has room: what it adds, `leg_km` and the time of the stop.
    Joining,
}

/// A year's flow from a company.
#[derive(Clone, Copy, Debug)]
pub struct HaulRequest {
    /// Road distance, one way, km; 0 to 5000.
    pub km: f64,
    /// Mass, t/a as received; above 0.
    pub wet_t: f64,
    /// Share of the year in each month, January first; they sum to 1.
    pub month_share: [f64; 12],
    /// What it waits in.
    pub container: &'static Container,
    /// How many; 1 to 10000.
    pub containers: f64,
    /// What it is.
    pub matter: &'static Matter,
    /// The vehicle; none for the cheapest that can.
    pub vehicle: Option<&'static Vehicle>,
    /// With whom.
    pub sharing: Sharing,
    /// Parameters.
    pub haulage: Haulage<f64>,
}

/// A year's flow from a hub, where a full load can wait for its vehicle.
#[derive(Clone, Copy, Debug)]
pub struct BulkRequest {
    /// Road distance, one way, km; 0 to 5000.
    pub km: f64,
    /// Mass, t/a as received; above 0.
    pub wet_t: f64,
    /// What it is.
    pub matter: &'static Matter,
    /// The vehicle; none for the cheapest of 40 t and more.
    pub vehicle: Option<&'static Vehicle>,
    /// Parameters.
    pub haulage: Haulage<f64>,
}

/// Factors of one sample on what a plan was made with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Draw {
    /// On the distance.
    pub km: f64,
    /// On the cost per kilometre.
    pub eur_per_km: f64,
    /// On the cost per hour.
    pub eur_per_h: f64,
    /// On the bulk density.
    pub density: f64,
    /// On the emissions of a litre.
    pub kgco2e_per_l: f64,
}

impl Draw {
    /// The plan as it was made.
    pub const NOMINAL: Self = Self { km: 1.0, eur_per_km: 1.0, eur_per_h: 1.0, density: 1.0, kgco2e_per_l: 1.0 };
}

/// A request with everything looked up: vehicle, loads, visits. Made once; a sample costs some tens of nanoseconds.
#[derive(Clone, Debug)]
pub struct HaulPlan {
    vehicle: &'static Vehicle,
    km: f64,
    kg_per_m3: f64,
    load: Load,
    visits: Visits,
    sharing: Sharing,
    stops_max: f64,
    leg_km: f64,
    round_h_max: f64,
    stop_h: f64,
    unload_h: f64,
    eur_per_km: f64,
    eur_per_h: f64,
    kgco2e_per_km: f64,
    rent_eur: f64,
}

/// What one stop puts on the vehicle.
#[derive(Clone, Copy, Debug)]
struct Load {
    /// Containers that a visit empties or takes away.
    units: f64,
    /// Volume of one, m3.
    volume_m3: f64,
    /// Most mass in one, kg.
    net_kg_max: f64,
    /// Filling at the visit.
    fill: f64,
    /// Stops that a vehicle carries when it carries whole containers; none when what is in them is tipped in.
    stops: Option<f64>,
}

/// When the vehicle comes.
#[derive(Clone, Debug)]
pub(super) enum Visits {
    /// When a load is full; this often at least.
    Full { per_year_min: f64 },
    /// Month by month: nothing waits for the next.
    Monthly { share: [f64; 12], min: [f64; 12] },
}

impl Visits {
    /// By the rule of what is collected.
    pub(super) fn of(request: &HaulRequest) -> Self {
        let rule = request.matter.rule;
        if rule.carried_over || request.container.kind == ContainerKind::Store {
            Self::Full { per_year_min: rule.visits_per_year_min() }
        } else {
            Self::Monthly { share: request.month_share, min: rule.visits_per_month_min() }
        }
    }

    /// Visits a year for a mass and the mass that a visit takes, t.
    pub(super) fn count(&self, wet_t: f64, load_t: f64) -> f64 {
        match self {
            Self::Full { per_year_min } => whole(wet_t / load_t).max(*per_year_min),
            Self::Monthly { share, min } => {
                let month = |(share, min): (&f64, &f64)| {
                    if *share > 0.0 { whole(wet_t * share / load_t).max(*min) } else { 0.0 }
                };
                share.iter().zip(min).map(month).sum()
            }
        }
    }
}

const KM_MAX: f64 = 5000.0;
const WET_T_MAX: f64 = 1e7;
const CONTAINERS_MAX: f64 = 1e4;

/// A year of hauling with nothing shared or drawn: see [`HaulRequest`] and `docs/theory/logistics.md`.
///
/// # Errors
/// A number outside its range, months that are no year, or no vehicle for the container and what is in it.
pub fn haul(request: &HaulRequest) -> Result<Haul, LogisticsError> {
    let wet_t = checked("the mass to haul (t/a)", request.wet_t, f64::MIN_POSITIVE, WET_T_MAX)?;
    Ok(HaulPlan::new(request)?.year(wet_t, &Draw::NOMINAL))
}

/// A year of hauling full loads from a hub.
///
/// # Errors
/// A number outside its range, or a vehicle that cannot take the matter.
pub fn haul_bulk(request: &BulkRequest) -> Result<Haul, LogisticsError> {
    let wet_t = checked("the mass to haul (t/a)", request.wet_t, f64::MIN_POSITIVE, WET_T_MAX)?;
    Ok(HaulPlan::bulk(request)?.year(wet_t, &Draw::NOMINAL))
}

/// The plan that costs least for a mass; the first where two cost the same.
fn cheapest(plans: impl Iterator<Item = HaulPlan>, wet_t: f64) -> Option<HaulPlan> {
    plans
        .map(|p| (p.year(wet_t, &Draw::NOMINAL).eur_per_t, p))
        .reduce(|a, b| if b.0 < a.0 { b } else { a })
        .map(|p| p.1)
}

impl HaulPlan {
    /// The plan of a request. The vehicle is chosen for the request's mass and kept for every sample: a fleet is bought
    /// before the year is known.
    ///
    /// # Errors
    /// As [`haul`]; the mass may also be 0 (the vehicle is then chosen for a tonne).
    pub fn new(request: &HaulRequest) -> Result<Self, LogisticsError> {
        checked("the road distance (km)", request.km, 0.0, KM_MAX)?;
        checked("the mass to haul (t/a)", request.wet_t, 0.0, WET_T_MAX)?;
        checked("the number of containers", request.containers, 1.0, CONTAINERS_MAX)?;
        let sum: f64 = request.month_share.iter().sum();
        // Written so that NaN is refused too.
        if !((sum - 1.0).abs() < 1e-6 && request.month_share.iter().all(|s| *s >= 0.0)) {
            return Err(LogisticsError::Months { sum });
        }
        let refused = |vehicle: Option<&Vehicle>| LogisticsError::Vehicle {
            vehicle: vehicle.map(|v| v.id.clone()),
            container: request.container.id.clone(),
            matter: request.matter.id.clone(),
        };
        if let Some(vehicle) = request.vehicle {
            let takes = vehicle.takes(request.container, request.matter);
            return if takes { Ok(Self::with(vehicle, request)) } else { Err(refused(Some(vehicle))) };
        }
        let can = vehicles().iter().filter(|v| v.takes(request.container, request.matter));
        let wet_t = if request.wet_t > 0.0 { request.wet_t } else { 1.0 };
        cheapest(can.map(|v| Self::with(v, request)), wet_t).ok_or_else(|| refused(None))
    }

    /// The plan of full loads from a hub.
    ///
    /// # Errors
    /// As [`haul_bulk`].
    pub fn bulk(request: &BulkRequest) -> Result<Self, LogisticsError> {
        checked("the road distance (km)", request.km, 0.0, KM_MAX)?;
        checked("the mass to haul (t/a)", request.wet_t, 0.0, WET_T_MAX)?;
        let refused = |vehicle: Option<&Vehicle>| LogisticsError::Vehicle {
            vehicle: vehicle.map(|v| v.id.clone()),
            container: "hub".to_owned(),
            matter: request.matter.id.clone(),
        };
        if let Some(vehicle) = request.vehicle {
            let takes = vehicle.tank == request.matter.liquid && vehicle.skips == 0.0;
            return if takes { Ok(Self::with_bulk(vehicle, request)) } else { Err(refused(Some(vehicle))) };
        }
        let large = |v: &&Vehicle| v.gross_t >= 40.0 && v.skips == 0.0 && v.tank == request.matter.liquid;
        let wet_t = if request.wet_t > 0.0 { request.wet_t } else { 1.0 };
        cheapest(vehicles().iter().filter(large).map(|v| Self::with_bulk(v, request)), wet_t)
            .ok_or_else(|| refused(None))
    }

    /// A vehicle at a company's containers.
    fn with(vehicle: &'static Vehicle, request: &HaulRequest) -> Self {
        let (container, rule) = (request.container, request.matter.rule);
        let carried = container.kind == ContainerKind::Skip;
        let units = if carried { vehicle.skips.min(request.containers) } else { request.containers };
        let lifted = if container.kind == ContainerKind::Bin { units } else { 0.0 };
        let visits = Visits::of(request);
        Self {
            kg_per_m3: request.matter.kg_per_m3[1] * request.haulage.density_factor,
            load: Load {
                units,
                volume_m3: container.volume_m3,
                net_kg_max: 1000.0 * container.net_t_max,
                fill: rule.fill_share,
                stops: carried.then(|| (vehicle.skips / units).floor()),
            },
            visits,
            sharing: request.sharing,
            stop_h: (vehicle.stop_min + request.haulage.lift_min * lifted) / 60.0,
            rent_eur: 12.0 * container.rent_eur_per_month * request.containers,
            ..Self::empty(vehicle, request.km, &request.haulage)
        }
    }

    /// A vehicle at a hub.
    fn with_bulk(vehicle: &'static Vehicle, request: &BulkRequest) -> Self {
        Self {
            kg_per_m3: request.matter.kg_per_m3[1] * request.haulage.density_factor,
            ..Self::empty(vehicle, request.km, &request.haulage)
        }
    }

    /// A vehicle that always runs full of water, alone: what a plan starts from.
    fn empty(vehicle: &'static Vehicle, km: f64, haulage: &Haulage<f64>) -> Self {
        Self {
            vehicle,
            km,
            kg_per_m3: 1000.0,
            load: Load { units: 1.0, volume_m3: f64::INFINITY, net_kg_max: f64::INFINITY, fill: 1.0, stops: None },
            visits: Visits::Full { per_year_min: 1.0 },
            sharing: Sharing::Alone,
            stops_max: haulage.stops_per_round_max,
            leg_km: haulage.leg_km,
            round_h_max: haulage.round_h_max,
            stop_h: vehicle.stop_min / 60.0,
            unload_h: vehicle.unload_min / 60.0,
            eur_per_km: vehicle.eur_per_km[1] * haulage.eur_per_km_factor,
            eur_per_h: vehicle.eur_per_h[1] * haulage.eur_per_h_factor,
            kgco2e_per_km: vehicle.diesel_l_per_km * haulage.diesel_kgco2e_per_l,
            rent_eur: 0.0,
        }
    }

    /// The vehicle chosen.
    pub fn vehicle(&self) -> &'static Vehicle {
        self.vehicle
    }

    /// A year of this plan with another mass (t/a as received) and the factors of a sample; none where no mass comes, as a
    /// cost per tonne of nothing is no number.
    pub fn at(&self, wet_t: f64, draw: &Draw) -> Option<Haul> {
        (wet_t > 0.0).then(|| self.year(wet_t, draw))
    }

    fn year(&self, wet_t: f64, draw: &Draw) -> Haul {
        let kg_per_m3 = self.kg_per_m3 * draw.density;
        let room_kg =
            if self.load.stops.is_some() { 1000.0 * self.vehicle.payload_t } else { self.vehicle.load_kg(kg_per_m3) };
        let unit_kg = (self.load.volume_m3 * kg_per_m3).min(self.load.net_kg_max) * self.load.fill;
        let load_t = (self.load.units * unit_kg).min(room_kg) / 1000.0;
        let trips = self.visits.count(wet_t, load_t);
        let km = self.km * draw.km;
        let (trip_km, trip_h) = self.trip(km, draw.km * self.leg_km, room_kg, 1000.0 * wet_t / trips);
        let eur = trip_km * self.eur_per_km * draw.eur_per_km + trip_h * self.eur_per_h * draw.eur_per_h;
        Haul {
            km,
            wet_t,
            trips,
            hours: trips * trip_h,
            eur_per_t: (trips * eur + self.rent_eur) / wet_t,
            kgco2e_per_t: trips * trip_km * self.kgco2e_per_km * draw.kgco2e_per_l / wet_t,
        }
    }

    /// Kilometres and hours of one visit: its part of a round, all of a trip, or what it adds.
    fn trip(&self, km: f64, leg_km: f64, room_kg: f64, visit_kg: f64) -> (f64, f64) {
        let speed = self.vehicle.speed_km_h;
        match self.sharing {
            Sharing::Alone => (2.0 * km, 2.0 * km / speed + self.stop_h + self.unload_h),
            Sharing::Joining => (leg_km, leg_km / speed + self.stop_h),
            Sharing::Round => {
                let by_load = self.load.stops.unwrap_or_else(|| (room_kg / visit_kg).floor());
                let left_h = self.round_h_max - self.unload_h - (2.0 * km - leg_km) / speed;
                let by_day = (left_h / (leg_km / speed + self.stop_h)).floor();
                // One stop is served whatever the room and the day: alone it is no round.
                let stops = by_load.min(by_day).min(self.stops_max).max(1.0);
                let trip_km = (2.0 * km + (stops - 1.0) * leg_km) / stops;
                (trip_km, trip_km / speed + self.stop_h + self.unload_h / stops)
            }
        }
    }
}
