//! Collection and haulage: distances, vehicles, containers, rounds, hubs; cost and carbon of moving a tonne.

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
