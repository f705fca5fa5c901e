//! Rounds that companies share, against each company's own trips: what is saved, and whose it is.

use super::error::{LogisticsError, checked};
use super::fleet::{ContainerKind, Vehicle};
use super::haul::{HaulRequest, Haulage, Visits};
use super::tour::{Matrix, Partitions, Shortest, TOUR_STOPS_MAX, partitions, parts, savings_routes};
use super::whole;
use crate::game::{Characteristic, Search, Sense, SharedOut, share_out};
use std::cell::RefCell;
use std::collections::HashMap;

/// A company on a round.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolStop {
    /// Its name.
    pub name: String,
    /// Mass, t/a as received.
    pub wet_t: f64,
    /// Fewest visits a year by the rules of collection.
    pub visits_min: f64,
    /// Most mass that waits for a visit, t.
    pub load_t_max: f64,
    /// Bins lifted at a visit.
    pub lifts: f64,
}

impl PoolStop {
    /// A company's flow as a stop: visits by rule, season and containers. Of several skips each visit takes one away.
    pub fn of(name: &str, request: &HaulRequest) -> Self {
        let (container, matter) = (request.container, request.matter);
        let kg_per_m3 = matter.kg_per_m3[1] * request.haulage.density_factor;
        let unit_kg = (container.volume_m3 * kg_per_m3).min(1000.0 * container.net_t_max) * matter.rule.fill_share;
        let units = if container.kind == ContainerKind::Skip { 1.0 } else { request.containers };
        let load_t_max = units * unit_kg / 1000.0;
        Self {
            name: name.to_owned(),
            wet_t: request.wet_t,
            visits_min: Visits::of(request).count(request.wet_t, load_t_max),
            load_t_max,
            lifts: if container.kind == ContainerKind::Bin { units } else { 0.0 },
        }
    }
}

/// Companies, ways and vehicles.
#[derive(Clone, Debug)]
pub struct PoolRequest {
    /// The companies.
    pub stops: Vec<PoolStop>,
    /// Distances, km: 0 is the destination, then the companies in their order.
    pub matrix: Matrix,
    /// Bulk density of what is collected, kg/m3.
    pub kg_per_m3: f64,
    /// Vehicles to choose from for every round.
    pub vehicles: Vec<&'static Vehicle>,
    /// Parameters.
    pub haulage: Haulage<f64>,
}

/// A round and what a year of it costs. Rents of containers are each company's own and stand apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// Companies in the order of their visit, by place in the request.
    pub stops: Vec<usize>,
    /// The vehicle.
    pub vehicle: &'static Vehicle,
    /// Rounds a year.
    pub visits: f64,
    /// Length, km.
    pub km: f64,
    /// Time, h.
    pub hours: f64,
    /// Cost, EUR/a.
    pub eur: f64,
    /// Emissions, kg CO2e/a.
    pub kgco2e: f64,
}

/// The cheapest rounds of every coalition of companies: exact over all partitions up to [`TOUR_STOPS_MAX`] companies, by
/// savings beyond.
#[derive(Clone, Debug)]
pub struct Pool {
    request: PoolRequest,
    names: Vec<String>,
    visits: Vec<f64>,
    /// None beyond the exact size.
    exact: Option<Exact>,
}

/// Every coalition.
#[derive(Clone, Debug)]
struct Exact {
    /// Euros and kilograms a year.
    year: Vec<[f64; 2]>,
    best: Partitions,
    shortest: Shortest,
}

/// What pooling saves, and whose it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Pooled {
    /// Each company's own trips.
    pub alone: Vec<Round>,
    /// The rounds of all.
    pub rounds: Vec<Round>,
    /// Savings in EUR/a, shared out by name; in proportion to tonnes where weights are asked for.
    pub savings_eur: SharedOut,
    /// Savings in kg CO2e/a, shared out by name. Rounds are chosen by cost: they may be negative.
    pub savings_kgco2e: SharedOut,
    /// The rounds are the cheapest there are; otherwise good ones.
    pub exact: bool,
}

/// Checks a request and prepares every coalition that can be.
///
/// # Errors
/// Another number of companies than of distances, a mass or a load that is none, no vehicle to choose from.
pub fn pool(request: PoolRequest) -> Result<Pool, LogisticsError> {
    let stops = request.stops.len();
    if request.matrix.stops() != stops {
        return Err(LogisticsError::Matrix { rows: stops + 1, row: 0, cells: request.matrix.stops() + 1 });
    }
    checked("the bulk density (kg/m3)", request.kg_per_m3, 1.0, 5000.0)?;
    checked("the number of vehicles to choose from", request.vehicles.len() as f64, 1.0, 1000.0)?;
    for stop in &request.stops {
        checked("the mass to haul (t/a)", stop.wet_t, f64::MIN_POSITIVE, 1e7)?;
        checked("what waits for a visit (t)", stop.load_t_max, f64::MIN_POSITIVE, 1e6)?;
        checked("the fewest visits a year", stop.visits_min, 0.0, 1e5)?;
        checked("the lifts of a visit", stop.lifts, 0.0, 1e4)?;
    }
    let visits = request.stops.iter().map(|s| whole(s.wet_t / s.load_t_max).max(s.visits_min)).collect();
    let names = request.stops.iter().map(|s| s.name.clone()).collect();
    let mut pool = Pool { request, names, visits, exact: None };
    if stops <= TOUR_STOPS_MAX {
        pool.exact = Some(pool.every_coalition()?);
    }
    Ok(pool)
}

impl Pool {
    /// One round through each set, then the cheapest partition of each set into such rounds.
    fn every_coalition(&self) -> Result<Exact, LogisticsError> {
        let stops = self.request.stops.len();
        let shortest = Shortest::new(&self.request.matrix)?;
        let one = |set: usize| {
            let round = self.round(&members_of(set, stops), shortest.closed_km[set]);
            round.map_or([f64::INFINITY; 2], |r| [r.eur, r.kgco2e])
        };
        let groups: Vec<[f64; 2]> = (0..1 << stops).map(|set| if set == 0 { [0.0; 2] } else { one(set) }).collect();
        let best = partitions(&groups.iter().map(|g| g[0]).collect::<Vec<_>>());
        let mut year = vec![[0.0; 2]; groups.len()];
        for set in 1..year.len() {
            let first = best.first[set];
            let rest = year[set ^ first];
            year[set] = [groups[first][0] + rest[0], groups[first][1] + rest[1]];
        }
        Ok(Exact { year, best, shortest })
    }

    /// The cheapest vehicle on a round of this length; none where the round takes too long or no vehicle holds it.
    ///
    /// All stops are served at every round, as often as the most demanding of them and the load need.
    fn round(&self, members: &[usize], km: f64) -> Option<Round> {
        let one = |vehicle: &'static Vehicle| {
            let haulage = &self.request.haulage;
            let carried = vehicle.skips > 0.0;
            if carried && members.len() as f64 > vehicle.skips {
                return None;
            }
            let stop = |i: &usize| vehicle.stop_min + haulage.lift_min * self.request.stops[*i].lifts;
            let stops_min: f64 = members.iter().map(stop).sum();
            let hours = km / vehicle.speed_km_h + (stops_min + vehicle.unload_min) / 60.0;
            if members.len() > 1 && hours > haulage.round_h_max {
                return None;
            }
            let wet_t: f64 = members.iter().map(|i| self.request.stops[*i].wet_t).sum();
            let room_kg = if carried { 1000.0 * vehicle.payload_t } else { vehicle.load_kg(self.request.kg_per_m3) };
            let asked = members.iter().map(|i| self.visits[*i]).fold(0.0, f64::max);
            let visits = asked.max(whole(1000.0 * wet_t / room_kg));
            let (eur_per_km, eur_per_h) =
                (vehicle.eur_per_km[1] * haulage.eur_per_km_factor, vehicle.eur_per_h[1] * haulage.eur_per_h_factor);
            Some(Round {
                stops: members.to_vec(),
                vehicle,
                visits,
                km,
                hours,
                eur: visits * (km * eur_per_km + hours * eur_per_h),
                kgco2e: visits * km * vehicle.diesel_l_per_km * haulage.diesel_kgco2e_per_l,
            })
        };
        self.request.vehicles.iter().filter_map(|v| one(v)).reduce(|a, b| if b.eur < a.eur { b } else { a })
    }

    /// The rounds of a coalition, its members by place in the request.
    pub fn rounds(&self, members: &[usize]) -> Vec<Round> {
        let matrix = &self.request.matrix;
        let in_order = |order: Vec<usize>, round: Option<Round>| {
            let stops = order.iter().map(|place| place - 1).collect();
            round.map(|round| Round { stops, ..round })
        };
        let round_of = |set: usize, exact: &Exact| {
            let round = self.round(&members_of(set, self.names.len()), exact.shortest.closed_km[set]);
            in_order(exact.shortest.order(matrix, set), round)
        };
        match &self.exact {
            Some(exact) => {
                let set = members.iter().fold(0, |set, i| set | 1 << i);
                parts(&exact.best, set).into_iter().filter_map(|part| round_of(part, exact)).collect()
            }
            None => {
                let routes = self.good_routes(members).into_iter();
                routes.filter_map(|order| in_order(order.clone(), self.round_in_order(&order))).collect()
            }
        }
    }

    /// A round through places of the matrix in this order.
    fn round_in_order(&self, order: &[usize]) -> Option<Round> {
        let inside: Vec<usize> = order.iter().map(|place| place - 1).collect();
        self.round(&inside, self.request.matrix.tour_km(order))
    }

    /// Routes by savings, places of the matrix in order.
    fn good_routes(&self, members: &[usize]) -> Vec<Vec<usize>> {
        let places: Vec<usize> = members.iter().map(|i| i + 1).collect();
        savings_routes(&self.request.matrix, &places, |route| self.round_in_order(route).map(|r| r.eur))
    }

    /// Euros and kilograms a year of a coalition.
    pub fn year(&self, members: &[bool]) -> [f64; 2] {
        let inside: Vec<usize> = members.iter().enumerate().filter(|(_, m)| **m).map(|(i, _)| i).collect();
        match &self.exact {
            Some(exact) => exact.year[inside.iter().fold(0, |set, i| set | 1 << i)],
            None => self.rounds(&inside).iter().fold([0.0; 2], |sum, r| [sum[0] + r.eur, sum[1] + r.kgco2e]),
        }
    }

    /// What pooling saves against each company alone, shared out by name; `search` serves beyond 16 companies.
    ///
    /// # Errors
    /// No company, or two of one name.
    pub fn share_out(&self, search: &Search) -> Result<Pooled, LogisticsError> {
        let stops = self.request.stops.len();
        let alone: Vec<Round> = (0..stops).flat_map(|i| self.rounds(&[i])).collect();
        let tonnes: Vec<f64> = self.request.stops.iter().map(|s| s.wet_t).collect();
        let seen = RefCell::default();
        let shared = |what: usize| {
            let alone = alone.iter().map(|r| [r.eur, r.kgco2e][what]).collect();
            share_out(&Saved { pool: self, alone, what, seen: &seen }, &tonnes, search).map_err(LogisticsError::Game)
        };
        Ok(Pooled {
            savings_eur: shared(0)?,
            savings_kgco2e: shared(1)?,
            rounds: self.rounds(&(0..stops).collect::<Vec<_>>()),
            alone,
            exact: self.exact.is_some(),
        })
    }
}

/// The members of a set.
fn members_of(set: usize, stops: usize) -> Vec<usize> {
    (0..stops).filter(|j| set >> j & 1 == 1).collect()
}

impl Characteristic for Pool {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn sense(&self) -> Sense {
        Sense::Cost
    }

    fn value(&self, members: &[bool]) -> f64 {
        self.year(members)[0]
    }
}

/// Savings of coalitions: what their members cost alone less what they cost together.
struct Saved<'a> {
    pool: &'a Pool,
    alone: Vec<f64>,
    /// 0 for euros, 1 for kilograms.
    what: usize,
    /// Coalitions computed before: a search comes back to many.
    seen: &'a RefCell<HashMap<Vec<bool>, [f64; 2]>>,
}

impl Characteristic for Saved<'_> {
    fn names(&self) -> &[String] {
        &self.pool.names
    }

    fn sense(&self) -> Sense {
        Sense::Gain
    }

    fn value(&self, members: &[bool]) -> f64 {
        if members.iter().filter(|m| **m).count() < 2 {
            return 0.0;
        }
        let apart: f64 = members.iter().zip(&self.alone).filter(|(m, _)| **m).map(|(_, v)| v).sum();
        let known = self.seen.borrow().get(members).copied();
        let together = known.unwrap_or_else(|| {
            let year = self.pool.year(members);
            self.seen.borrow_mut().insert(members.to_vec(), year);
            year
        });
        apart - together[self.what]
    }
}
