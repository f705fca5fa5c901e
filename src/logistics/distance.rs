//! Distances: great circle with a detour factor, or a table.

use super::Place;
use super::error::LogisticsError;
use crate::param::sheet::{Sheet, SheetProblem, SheetRow};
use std::collections::BTreeMap;

/// Mean radius of the earth, km (IUGG).
const EARTH_RADIUS_KM: f64 = 6371.0088;

/// Great-circle distance between two places, km (haversine formula on a sphere; up to 0.3 % from the ellipsoid).
pub fn great_circle_km(a: Place, b: Place) -> f64 {
    let (p1, p2) = (a.lat_deg.to_radians(), b.lat_deg.to_radians());
    let half_lat = libm::sin((p2 - p1) / 2.0);
    let half_lon = libm::sin((b.lon_deg - a.lon_deg).to_radians() / 2.0);
    let h = half_lat * half_lat + libm::cos(p1) * libm::cos(p2) * half_lon * half_lon;
    2.0 * EARTH_RADIUS_KM * libm::asin(h.sqrt().min(1.0))
}

/// Road distance, km: the great circle times a detour factor, and never below the shortest distance counted.
pub fn road_km(a: Place, b: Place, detour: f64, km_min: f64) -> f64 {
    (detour * great_circle_km(a, b)).max(km_min)
}

/// Road distances by name: from a route planner, or measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DistanceTable {
    ways: BTreeMap<(String, String), f64>,
}

/// Longest way accepted, km.
const KM_MAX: f64 = 5000.0;

impl DistanceTable {
    /// Reads a table with the columns `from`, `to`, `km`. A way holds in both directions unless the other is there too.
    ///
    /// # Errors
    /// The first row that breaks a rule, by file and line: a blank name, a number outside 0..=5000, a way there twice.
    pub fn parse(file: &str, text: &str) -> Result<Self, LogisticsError> {
        let mut ways = BTreeMap::new();
        for row in Sheet::parse(file, text).map_err(LogisticsError::Table)?.rows() {
            let (from, to, km) = read_way(&row).map_err(LogisticsError::Table)?;
            if ways.insert((from.clone(), to.clone()), km).is_some() {
                let id = format!("{from} to {to}");
                return Err(LogisticsError::Table(row.error(SheetProblem::Repeated { id })));
            }
        }
        Ok(Self { ways })
    }

    /// Road distance from one name to another, km; that of the way back where only it is known.
    ///
    /// # Errors
    /// When neither direction is in the table.
    pub fn km(&self, from: &str, to: &str) -> Result<f64, LogisticsError> {
        let of = |a: &str, b: &str| self.ways.get(&(a.to_owned(), b.to_owned())).copied();
        of(from, to)
            .or_else(|| of(to, from))
            .ok_or_else(|| LogisticsError::Distance { from: from.to_owned(), to: to.to_owned() })
    }

    /// Number of ways, each direction that is written counted.
    pub fn len(&self) -> usize {
        self.ways.len()
    }

    /// True when no way is written.
    pub fn is_empty(&self) -> bool {
        self.ways.is_empty()
    }
}

fn read_way(row: &SheetRow<'_>) -> Result<(String, String, f64), crate::param::sheet::SheetError> {
    Ok((row.filled("from")?, row.filled("to")?, row.number_in("km", 0.0..=KM_MAX)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(lat_deg: f64, lon_deg: f64) -> Place {
        Place { lat_deg, lon_deg }
    }

    /// One degree of a great circle is 2 pi R / 360 = 111.195 km.
    #[test]
    fn a_degree_is_111_km() {
        assert!((great_circle_km(place(49.0, 6.0), place(50.0, 6.0)) - 111.195).abs() < 1e-3);
        assert!((great_circle_km(place(0.0, 6.0), place(0.0, 7.0)) - 111.195).abs() < 1e-3);
        assert_eq!(great_circle_km(place(49.3, 6.1), place(49.3, 6.1)), 0.0);
    }

    #[test]
    fn nothing_is_nearer_than_the_floor() {
        let (a, b) = (place(49.3, 6.1), place(49.35, 6.2));
        assert_eq!(road_km(a, a, 1.3, 2.0), 2.0);
        assert_eq!(road_km(a, b, 1.3, 2.0), 1.3 * great_circle_km(a, b));
        assert_eq!(road_km(a, b, 1.3, 2.0), road_km(b, a, 1.3, 2.0));
    }

    #[test]
    fn a_table_knows_the_way_back_and_names_what_it_lacks() {
        let table = DistanceTable::parse("d.csv", "from,to,km\nA,B,7.5\nB,A,8\nA,C,3\n").unwrap();
        assert_eq!((table.km("A", "B"), table.km("B", "A"), table.km("C", "A")), (Ok(7.5), Ok(8.0), Ok(3.0)));
        assert!(table.km("B", "C").unwrap_err().to_string().contains("no way from `B` to `C`"));
        let twice = DistanceTable::parse("d.csv", "from,to,km\nA,B,7\nA,B,8\n").unwrap_err();
        assert_eq!(twice.to_string(), "d.csv:3: `A to B` is there twice; rename one");
        let negative = DistanceTable::parse("d.csv", "from,to,km\nA,B,-7\n").unwrap_err().to_string();
        assert_eq!(negative, "d.csv:2: column `km` holds -7; write a number from 0 to 5000");
        assert!(DistanceTable::default().is_empty() && table.len() == 3);
    }
}
