//! Shortest closed tours through a depot and stops, and stops shared out among tours.

use super::error::{LogisticsError, checked};
use super::whole;

/// Most stops of an exact tour.
pub const TOUR_STOPS_MAX: usize = 16;

/// Most stops of an exact sharing among vehicles.
pub const ROUTES_STOPS_MAX: usize = 14;

/// Road distances; 0 is the depot. Ways there and back may differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    km: Vec<Vec<f64>>,
}

impl Matrix {
    /// Checks that the matrix is square and every distance a number of 0 or more.
    ///
    /// # Errors
    /// The first row or distance that is not.
    pub fn new(km: Vec<Vec<f64>>) -> Result<Self, LogisticsError> {
        let rows = km.len();
        for (row, cells) in km.iter().enumerate() {
            if cells.len() != rows {
                return Err(LogisticsError::Matrix { rows, row, cells: cells.len() });
            }
            cells.iter().try_for_each(|km| checked("a distance (km)", *km, 0.0, 1e6).map(drop))?;
        }
        if rows == 0 { Err(LogisticsError::Matrix { rows, row: 0, cells: 0 }) } else { Ok(Self { km }) }
    }

    /// Number of stops, the depot not counted.
    pub fn stops(&self) -> usize {
        self.km.len() - 1
    }

    /// Distance from one place to another, km; 0 is the depot.
    pub fn km(&self, from: usize, to: usize) -> f64 {
        self.km[from][to]
    }

    /// Length of the closed tour through stops in this order, km.
    pub fn tour_km(&self, order: &[usize]) -> f64 {
        let mut at = 0;
        let mut sum = 0.0;
        for &stop in order.iter().chain([&0]) {
            sum += self.km[at][stop];
            at = stop;
        }
        sum
    }

    /// True when every way has the length of the way back.
    pub fn is_symmetric(&self) -> bool {
        (0..self.km.len()).all(|a| (0..a).all(|b| self.km[a][b] == self.km[b][a]))
    }
}

/// The shortest tour through all stops.
#[derive(Clone, Debug, PartialEq)]
pub struct Tour {
    /// Stops in order.
    pub order: Vec<usize>,
    /// Length, km.
    pub km: f64,
    /// No tour is shorter than this, km: `km` itself where the tour is exact.
    pub km_low: f64,
}

/// Lengths that differ by less than this part are the same.
const SAME: f64 = 1e-12;

/// Shortest tours through every set of stops, by the programme of Held & Karp 1962 (10.1137/0110015).
#[derive(Clone, Debug)]
pub(super) struct Shortest {
    stops: usize,
    /// Shortest way from the depot through the set to its last stop, and how many ways are as short.
    ways: Vec<(f64, f64)>,
    /// Shortest closed tour of every set, km.
    pub(super) closed_km: Vec<f64>,
}

impl Shortest {
    pub(super) fn new(matrix: &Matrix) -> Result<Self, LogisticsError> {
        let stops = matrix.stops();
        if stops > TOUR_STOPS_MAX {
            return Err(LogisticsError::Stops { found: stops, most: TOUR_STOPS_MAX });
        }
        let sets = 1_usize << stops;
        let mut ways = vec![(f64::INFINITY, 0.0); sets * stops.max(1)];
        let mut closed_km = vec![0.0; sets];
        for set in 1..sets {
            let mut closed = f64::INFINITY;
            for last in (0..stops).filter(|j| set >> j & 1 == 1) {
                let before = set & !(1 << last);
                let way = if before == 0 {
                    (matrix.km(0, last + 1), 1.0)
                } else {
                    let from = (0..stops).filter(|j| before >> j & 1 == 1);
                    from.fold((f64::INFINITY, 0.0), |best, j| {
                        let (km, count) = ways[before * stops + j];
                        shorter(best, (km + matrix.km(j + 1, last + 1), count))
                    })
                };
                ways[set * stops + last] = way;
                closed = closed.min(way.0 + matrix.km(last + 1, 0));
            }
            closed_km[set] = closed;
        }
        Ok(Self { stops, ways, closed_km })
    }

    /// Number of orders of all stops that are shortest.
    fn orders(&self, matrix: &Matrix) -> f64 {
        let all = (1 << self.stops) - 1;
        let closed = (0..self.stops).fold((f64::INFINITY, 0.0), |best, last| {
            let (km, count) = self.ways[all * self.stops + last];
            shorter(best, (km + matrix.km(last + 1, 0), count))
        });
        closed.1
    }

    /// One shortest order of a set: found backwards, the lowest number first where lengths are the same.
    pub(super) fn order(&self, matrix: &Matrix, mut set: usize) -> Vec<usize> {
        let mut order = Vec::new();
        let mut next = 0;
        while set != 0 {
            let inside = (0..self.stops).filter(|j| set >> j & 1 == 1);
            let length = |j: usize| self.ways[set * self.stops + j].0 + matrix.km(j + 1, next);
            let Some(last) = inside.reduce(|a, b| if length(b) < length(a) { b } else { a }) else { break };
            order.push(last + 1);
            next = last + 1;
            set &= !(1 << last);
        }
        order.reverse();
        order
    }
}

/// The shorter of two lengths, counts added where they are the same.
fn shorter(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    if (a.0 - b.0).abs() <= SAME * a.0.abs() && a.0.is_finite() {
        (a.0.min(b.0), a.1 + b.1)
    } else if b.0 < a.0 {
        b
    } else {
        a
    }
}

/// The shortest tour through all stops: exact up to [`TOUR_STOPS_MAX`], beyond by insertion and exchange, with a bound.
pub fn tour(matrix: &Matrix) -> Tour {
    match Shortest::new(matrix) {
        Ok(shortest) => {
            let order = shortest.order(matrix, (1 << matrix.stops()) - 1);
            let km = matrix.tour_km(&order);
            Tour { order, km, km_low: km }
        }
        Err(_) => {
            let stops: Vec<usize> = (1..=matrix.stops()).collect();
            let order = good_order(matrix, &stops);
            Tour { km: matrix.tour_km(&order), km_low: bound_km(matrix, &stops), order }
        }
    }
}

/// How many orders of the stops are shortest; an order and its reverse count once where ways are as long as ways back.
///
/// # Errors
/// More than [`TOUR_STOPS_MAX`] stops.
pub fn shortest_orders(matrix: &Matrix) -> Result<f64, LogisticsError> {
    let orders = Shortest::new(matrix)?.orders(matrix);
    Ok(if matrix.stops() > 1 && matrix.is_symmetric() { orders / 2.0 } else { orders })
}

/// A bound below any tour: every stop is reached from, and left for, its nearest place.
fn bound_km(matrix: &Matrix, stops: &[usize]) -> f64 {
    let places: Vec<usize> = [0].iter().chain(stops).copied().collect();
    let nearest = |from: bool| {
        let of = |a: usize| {
            let others = places.iter().filter(|b| **b != a);
            others.map(|&b| if from { matrix.km(a, b) } else { matrix.km(b, a) }).fold(f64::INFINITY, f64::min)
        };
        places.iter().map(|a| of(*a)).sum::<f64>()
    };
    if stops.is_empty() { 0.0 } else { nearest(true).max(nearest(false)) }
}

/// A good order: each stop in turn where it lengthens the tour least, then stops and stretches moved while that helps.
pub(super) fn good_order(matrix: &Matrix, stops: &[usize]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(stops.len());
    for &stop in stops {
        let at = |k: usize| if k == 0 { 0 } else { order[k - 1] };
        let after = |k: usize| order.get(k).copied().unwrap_or(0);
        let longer = |k: usize| matrix.km(at(k), stop) + matrix.km(stop, after(k)) - matrix.km(at(k), after(k));
        let best = (0..=order.len()).reduce(|a, b| if longer(b) < longer(a) { b } else { a }).unwrap_or(0);
        order.insert(best, stop);
    }
    let mut km = matrix.tour_km(&order);
    // Each pass shortens the tour or ends it; the number of passes is bounded all the same.
    for _ in 0..10 * order.len() {
        let Some((better, next)) = exchange(matrix, &order, km) else { break };
        (order, km) = (better, next);
    }
    order
}

/// The best tour with one stretch turned round or one stop moved; none where none is shorter.
fn exchange(matrix: &Matrix, order: &[usize], km: f64) -> Option<(Vec<usize>, f64)> {
    let mut best: Option<(Vec<usize>, f64)> = None;
    let limit = km * (1.0 - SAME);
    let mut take = |trial: Vec<usize>| {
        let length = matrix.tour_km(&trial);
        if length < best.as_ref().map_or(limit, |b| b.1) {
            best = Some((trial, length));
        }
    };
    for a in 0..order.len() {
        for b in 0..order.len() {
            let mut trial = order.to_vec();
            if a < b {
                trial[a..=b].reverse();
                take(trial);
            }
            let mut moved = order.to_vec();
            let stop = moved.remove(a);
            moved.insert(b.min(moved.len()), stop);
            take(moved);
        }
    }
    best
}

/// Stops shared out among vehicles.
#[derive(Clone, Debug, PartialEq)]
pub struct Routes {
    /// Each vehicle's stops in order.
    pub routes: Vec<Vec<usize>>,
    /// Cost, EUR.
    pub eur: f64,
    /// Length of all routes, km.
    pub km: f64,
    /// No sharing costs less than this, EUR: `eur` itself where it is exact.
    pub eur_low: f64,
}

/// Fewest vehicles by load alone.
pub fn routes_min(loads: &[f64], capacity: f64) -> f64 {
    whole(loads.iter().sum::<f64>() / capacity)
}

/// The sharing of stops among vehicles of one capacity that costs least, each route its length and a fixed cost: over all
/// set partitions up to [`ROUTES_STOPS_MAX`] stops; beyond by the savings of Clarke & Wright 1964 (10.1287/opre.12.4.568),
/// with a bound (Haimovich & Rinnooy Kan 1985, 10.1287/moor.10.4.527; it needs the triangle inequality).
///
/// # Errors
/// A load below 0 or above the capacity, or another number of loads than stops.
pub fn routes(
    matrix: &Matrix,
    loads: &[f64],
    capacity: f64,
    eur_per_km: f64,
    eur_per_route: f64,
) -> Result<Routes, LogisticsError> {
    let stops = matrix.stops();
    if loads.len() != stops {
        return Err(LogisticsError::Matrix { rows: loads.len() + 1, row: 0, cells: stops + 1 });
    }
    for (k, load) in loads.iter().enumerate() {
        checked("a load", *load, 0.0, f64::MAX)?;
        if *load > capacity {
            return Err(LogisticsError::Stop { stop: k + 1, load: *load, capacity });
        }
    }
    let cost = |km: f64| km * eur_per_km + eur_per_route;
    if stops > ROUTES_STOPS_MAX {
        let fits = |route: &[usize]| route.iter().map(|s| loads[s - 1]).sum::<f64>() <= capacity * (1.0 + SAME);
        let routes = savings_routes(matrix, &(1..=stops).collect::<Vec<_>>(), |route| {
            fits(route).then(|| cost(matrix.tour_km(route)))
        });
        let km = routes.iter().map(|r| matrix.tour_km(r)).sum();
        let radial: f64 = (1..=stops).map(|s| (matrix.km(0, s) + matrix.km(s, 0)) * loads[s - 1] / capacity).sum();
        let eur_low = radial * eur_per_km + routes_min(loads, capacity) * eur_per_route;
        return Ok(Routes { eur: routes.iter().map(|r| cost(matrix.tour_km(r))).sum(), routes, km, eur_low });
    }
    let shortest = Shortest::new(matrix)?;
    let group = |set: usize| {
        let load: f64 = (0..stops).filter(|j| set >> j & 1 == 1).map(|j| loads[j]).sum();
        if load <= capacity * (1.0 + SAME) { cost(shortest.closed_km[set]) } else { f64::INFINITY }
    };
    let groups: Vec<f64> = (0..1 << stops).map(|set| if set == 0 { 0.0 } else { group(set) }).collect();
    let best = partitions(&groups);
    let sets = parts(&best, (1 << stops) - 1);
    let routes: Vec<_> = sets.iter().map(|set| shortest.order(matrix, *set)).collect();
    let (eur, km) = (best.eur[best.eur.len() - 1], routes.iter().map(|r| matrix.tour_km(r)).sum());
    Ok(Routes { routes, eur, km, eur_low: eur })
}

/// Cheapest partitions of every set.
#[derive(Clone, Debug)]
pub(super) struct Partitions {
    pub(super) eur: Vec<f64>,
    pub(super) first: Vec<usize>,
}

/// The cheapest partition of every set into groups: the group of its lowest member, and the cheapest partition of the rest.
pub(super) fn partitions(groups: &[f64]) -> Partitions {
    let mut eur = vec![0.0; groups.len()];
    let mut first = vec![0; groups.len()];
    for set in 1..groups.len() {
        let lowest = set & set.wrapping_neg();
        let rest = set ^ lowest;
        let (mut best, mut part) = (f64::INFINITY, rest);
        loop {
            // `part` are the mates of the lowest member.
            let cost = groups[part | lowest] + eur[rest ^ part];
            if cost < best {
                (best, first[set]) = (cost, part | lowest);
            }
            if part == 0 {
                break;
            }
            part = (part - 1) & rest;
        }
        eur[set] = best;
    }
    Partitions { eur, first }
}

/// The groups of a set's cheapest partition.
pub(super) fn parts(best: &Partitions, mut set: usize) -> Vec<usize> {
    let mut parts = Vec::new();
    while set != 0 && best.first[set] != 0 {
        parts.push(best.first[set]);
        set ^= best.first[set];
    }
    parts
}

/// Routes by savings: every stop alone, then the two routes joined end to end that saves most, while any saves. `cost` is
/// none where a route is not allowed.
pub(super) fn savings_routes(
    matrix: &Matrix,
    stops: &[usize],
    cost: impl Fn(&[usize]) -> Option<f64>,
) -> Vec<Vec<usize>> {
    let of = |route: &[usize]| cost(route).unwrap_or(f64::INFINITY);
    let mut routes: Vec<(Vec<usize>, f64)> = stops.iter().map(|s| (vec![*s], of(&[*s]))).collect();
    let saved = |a: &(Vec<usize>, f64), b: &(Vec<usize>, f64)| {
        cost(&[a.0.as_slice(), b.0.as_slice()].concat()).map_or(0.0, |eur| a.1 + b.1 - eur)
    };
    let count = routes.len();
    // What joining saves, for every two routes in both orders; only those of a new route are computed again.
    let mut savings = vec![vec![0.0; count]; count];
    for (a, row) in savings.iter_mut().enumerate() {
        for (b, cell) in row.iter_mut().enumerate().filter(|(b, _)| *b != a) {
            *cell = saved(&routes[a], &routes[b]);
        }
    }
    loop {
        let pairs =
            savings.iter().enumerate().flat_map(|(a, row)| row.iter().enumerate().map(move |(b, s)| (*s, a, b)));
        let best = pairs.reduce(|x, y| if y.0 > x.0 { y } else { x });
        let Some((_, a, b)) = best.filter(|x| x.0 > 0.0) else { break };
        let joined = [routes[a].0.as_slice(), routes[b].0.as_slice()].concat();
        routes[a] = (joined.clone(), of(&joined));
        routes[b].0.clear();
        for other in 0..count {
            (savings[b][other], savings[other][b]) = (0.0, 0.0);
            if other != a && !routes[other].0.is_empty() {
                savings[a][other] = saved(&routes[a], &routes[other]);
                savings[other][a] = saved(&routes[other], &routes[a]);
            }
        }
    }
    let better = |(route, eur): (Vec<usize>, f64)| {
        let order = good_order(matrix, &route);
        if of(&order) < eur { order } else { route }
    };
    routes.into_iter().filter(|r| !r.0.is_empty()).map(better).collect()
}
