//! Collection and haulage: distances, vehicles, containers, rounds, hubs; cost and carbon of moving a tonne.
//!
//! ```
//! use gisement::logistics::{Haulage, HaulRequest, Place, Sharing, container, haul, matter_of, road_km};
//!
//! let company = Place { lat_deg: 49.2209, lon_deg: 6.2183 };
//! let boiler = Place { lat_deg: 49.32789, lon_deg: 6.12319 };
//! let skips = container("skip30")?;
//! let moved = haul(&HaulRequest {
//!     km: road_km(company, boiler, 1.3, 2.0),
//!     wet_t: 162.0,
//!     month_share: [1.0 / 12.0; 12],
//!     container: skips,
//!     containers: 3.0,
//!     matter: matter_of("pallet_A_soft", skips)?,
//!     vehicle: None,
//!     sharing: Sharing::Alone,
//!     haulage: Haulage::defaults(),
//! })?;
//! assert!(moved.eur_per_t > 20.0 && moved.eur_per_t < 50.0);
//! # Ok::<(), gisement::logistics::LogisticsError>(())
//! ```
//!
//! Formulas, sources and limits: `docs/theory/logistics.md`.

mod costs;
mod distance;
mod error;
mod fleet;
mod haul;
mod hub;
mod pooling;
mod tour;

pub use costs::{Bins, BinsYear, BreakEven, Campaign, CampaignYear, Leg, Shuttle, ShuttleYear, hub_break_even};
pub use distance::{DistanceTable, great_circle_km, road_km};
pub use error::LogisticsError;
pub use fleet::{
    Container, ContainerKind, Matter, Rule, Vehicle, container, containers, matter, matter_of, matters, rules, vehicle,
    vehicles,
};
pub use haul::{BulkRequest, Draw, HaulPlan, HaulRequest, Haulage, Sharing, haul, haul_bulk};
pub use hub::{Hub, HubHaul, HubRequest, hub_haul, massification};
pub use pooling::{Pool, PoolRequest, PoolStop, Pooled, Round, pool};
pub use tour::{Matrix, ROUTES_STOPS_MAX, Routes, TOUR_STOPS_MAX, Tour, routes, routes_min, shortest_orders, tour};

/// A place on earth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Degrees north.
    pub lat_deg: f64,
    /// Degrees east.
    pub lon_deg: f64,
}

/// What it takes to bring a year's flow from one place to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Haul {
    /// Road distance, one way, km.
    pub km: f64,
    /// Mass moved, t/a as received.
    pub wet_t: f64,
    /// Trips a year.
    pub trips: f64,
    /// Time of vehicles, h/a.
    pub hours: f64,
    /// Cost, EUR/t as received.
    pub eur_per_t: f64,
    /// Emissions of the vehicles, kg CO2e/t as received.
    pub kgco2e_per_t: f64,
}

/// Rounding of a quotient that should be whole: one part in 10^9 more is no further trip.
const WHOLE: f64 = 1e-9;

/// Trips that a number of loads makes: whole ones, the last counted even when it is not full.
fn whole(loads: f64) -> f64 {
    (loads * (1.0 - WHOLE)).ceil()
}
