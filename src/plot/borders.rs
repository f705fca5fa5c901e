//! Outlines of territories with fewer points, the same on both sides of each border.

use super::Outline;
use std::collections::HashMap;

/// Points of all borders of a map on a screen.
pub(super) const BORDER_MAX: usize = 2000;

/// Points of a ring from which on it may lose some: no two neighbours go at once, so that a triangle is left.
const RING_MIN: usize = 6;

/// Rings of which a point where three meet is a part.
const MEETING: usize = 3;

type Place = (f64, f64);

/// Outlines with at most [`BORDER_MAX`] points in all, as far as each ring remains one and corners where three meet stay.
///
/// The points go whose corner is the smallest (M. Visvalingam and J. Whyatt, 1993, doi:10.1179/000870493786962263). A point
/// goes from all rings or from none, so that no gap opens between neighbours.
pub(super) fn borders(outlines: &[Outline]) -> Vec<Outline> {
    let rings = || outlines.iter().flat_map(|o| &o.rings);
    if rings().map(Vec::len).sum::<usize>() <= BORDER_MAX {
        return outlines.to_vec();
    }
    let (places, mut open) = numbered(rings());
    loop {
        // Each ring is closed by its first point again.
        let excess = open.iter().map(|ring| ring.len() + 1).sum::<usize>().saturating_sub(BORDER_MAX);
        let gone = dispensable(&places, &open, excess);
        if !gone.contains(&true) {
            break;
        }
        open.iter_mut().for_each(|ring| ring.retain(|k| !gone[*k]));
    }
    let closed = |ring: Vec<usize>| ring.iter().chain(ring.first()).map(|k| places[*k]).collect();
    let mut thinned = open.into_iter().map(closed);
    let with = |o: &Outline| Outline { rings: thinned.by_ref().take(o.rings.len()).collect(), ..o.clone() };
    outlines.iter().map(with).collect()
}

/// Places without repetition, and the rings as places in that list, without the last point, which is the first again.
fn numbered<'a>(rings: impl Iterator<Item = &'a Vec<Place>>) -> (Vec<Place>, Vec<Vec<usize>>) {
    let mut places = Vec::new();
    let mut known: HashMap<(u64, u64), usize> = HashMap::new();
    let mut number = |place: &Place| {
        *known.entry((place.0.to_bits(), place.1.to_bits())).or_insert_with(|| {
            places.push(*place);
            places.len() - 1
        })
    };
    let open = |ring: &'a Vec<Place>| {
        let end = if ring.len() > 1 && ring.first() == ring.last() { ring.len() - 1 } else { ring.len() };
        ring[..end].iter().map(&mut number).collect()
    };
    let open = rings.map(open).collect();
    (places, open)
}

/// Which places can go now: of those with a smaller corner than both neighbours the lighter half, up to the excess.
fn dispensable(places: &[Place], rings: &[Vec<usize>], excess: usize) -> Vec<bool> {
    let (mut weights, mut uses) = (vec![0.0_f64; places.len()], vec![0; places.len()]);
    for ring in rings {
        for (k, [a, b, c]) in corners(ring) {
            uses[k] += 1;
            let own = if ring.len() < RING_MIN { f64::INFINITY } else { area(places[a], places[b], places[c]) };
            weights[k] = if uses[k] < MEETING { weights[k].max(own) } else { f64::INFINITY };
        }
    }
    let lighter = |a: usize, b: usize| weights[a].total_cmp(&weights[b]).then(a.cmp(&b)).is_lt();
    let mut least: Vec<bool> = uses.iter().zip(&weights).map(|(uses, w)| *uses > 0 && w.is_finite()).collect();
    for ring in rings {
        for (k, [a, _, c]) in corners(ring) {
            least[k] &= lighter(k, a) && lighter(k, c);
        }
    }
    let mut order: Vec<usize> = (0..places.len()).filter(|k| least[*k]).collect();
    order.sort_by(|a, b| weights[*a].total_cmp(&weights[*b]).then(a.cmp(b)));
    let mut gone = vec![false; places.len()];
    let mut removed = 0;
    for k in order.iter().take(order.len().div_ceil(2)) {
        if removed >= excess {
            break;
        }
        gone[*k] = true;
        removed += uses[*k];
    }
    gone
}

/// Each place of a ring, and it between its neighbours.
fn corners(ring: &[usize]) -> impl Iterator<Item = (usize, [usize; 3])> + '_ {
    let n = ring.len();
    ring.iter().enumerate().map(move |(k, place)| (*place, [ring[(k + n - 1) % n], *place, ring[(k + 1) % n]]))
}

/// Twice the area of a triangle, square degrees.
fn area(a: Place, b: Place, c: Place) -> f64 {
    ((b.0 - a.0) * (c.1 - a.1) - (c.0 - a.0) * (b.1 - a.1)).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the border between the square `k - 1` and the square `k` runs, with so many points.
    fn border(k: usize, points: usize) -> Vec<Place> {
        let at = |p: usize| (6.0 + 0.01 * k as f64 + 0.001 * (p % 5) as f64, 49.0 + 0.1 * p as f64 / points as f64);
        (0..=points).map(at).collect()
    }

    fn squares(number: usize, points: usize) -> Vec<Outline> {
        let outline = |k: usize| {
            let mut ring = border(k + 1, points);
            ring.extend(border(k, points).into_iter().rev());
            ring.push(ring[0]);
            Outline { name: format!("o{k}"), population: 1.0, centre: (6.0, 49.05), rings: vec![ring] }
        };
        (0..number).map(outline).collect()
    }

    fn points(outlines: &[Outline]) -> usize {
        outlines.iter().flat_map(|o| &o.rings).map(Vec::len).sum()
    }

    #[test]
    fn neighbours_keep_the_same_border() {
        let whole = squares(20, 200);
        let thinned = borders(&whole);
        assert!(points(&whole) > 8000 && points(&thinned) <= BORDER_MAX, "{}", points(&thinned));
        for (k, pair) in thinned.windows(2).enumerate() {
            let shared = border(k + 1, 200);
            let kept = |o: &Outline| shared.iter().map(|p| o.rings[0].contains(p)).collect::<Vec<bool>>();
            assert!(kept(&pair[0]).iter().filter(|is| **is).count() > 10);
            assert_eq!(kept(&pair[0]), kept(&pair[1]));
        }
        assert!(thinned.iter().all(|o| o.rings[0].first() == o.rings[0].last() && o.rings[0].len() > 3));
        assert_eq!(borders(&squares(2, 10)), squares(2, 10));
    }

    #[test]
    fn communes_stay_rings() {
        let outline = |c: &crate::library::Outline| Outline {
            name: c.name.clone(),
            population: c.population,
            centre: (c.lon_deg, c.lat_deg),
            rings: c.rings.clone(),
        };
        let whole: Vec<Outline> = crate::library::outlines().iter().map(outline).collect();
        let thinned = borders(&whole);
        assert!(points(&thinned) <= BORDER_MAX, "{}", points(&thinned));
        assert_eq!(whole.len(), thinned.len());
        for (before, after) in whole.iter().zip(&thinned) {
            assert_eq!((&before.name, before.rings.len()), (&after.name, after.rings.len()));
            assert!(after.rings.iter().all(|ring| ring.len() > 3 && ring.first() == ring.last()), "{}", after.name);
        }
    }
}
