//! Outlines of the communes around Florange: `models/territory/communes.geojson`.
//!
//! Borders are from IGN Admin Express COG 2018 (through gregoiredavid/france-geojson), simplified; population is INSEE's.
//! Licence Ouverte / Open Licence (Etalab): whoever shows them names the source, see [`outline_credit`].

use serde_json::Value;
use std::sync::LazyLock;

/// A commune with its borders.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// INSEE code, five characters.
    pub insee_code: String,
    /// Its name.
    pub name: String,
    /// Municipal population, inhabitants.
    pub population: f64,
    /// Centre, degrees north.
    pub lat_deg: f64,
    /// Centre, degrees east.
    pub lon_deg: f64,
    /// Borders, each a closed line of (longitude, latitude), degrees; holes are lines of their own.
    pub rings: Vec<Vec<(f64, f64)>>,
}

const TEXT: &str = include_str!("../../models/territory/communes.geojson");

static OUTLINES: LazyLock<Vec<Outline>> =
    LazyLock::new(|| parse_outlines(TEXT).expect("the file that ships is held against its format by a test"));

/// All communes that ship, by INSEE code.
pub fn outlines() -> &'static [Outline] {
    &OUTLINES
}

/// Whose outlines they are, in the words that their licence asks for.
pub fn outline_credit() -> &'static str {
    "IGN Admin Express COG 2018 via france-geojson, INSEE; Licence Ouverte (Etalab)"
}

/// Reads communes from GeoJSON (RFC 7946): a collection of polygons with `code`, `nom`, `pop`, `lat`, `lon`.
///
/// # Errors
/// What is no JSON, and the first feature that lacks something, by its number from 1.
pub fn parse_outlines(text: &str) -> Result<Vec<Outline>, String> {
    let file: Value = serde_json::from_str(text).map_err(|e| format!("no JSON: {e}"))?;
    let features = file["features"].as_array().ok_or("no list `features`")?;
    let mut list = features
        .iter()
        .enumerate()
        .map(|(k, f)| {
            outline(f).ok_or_else(|| format!("feature {}: code, nom, pop, lat, lon or a polygon lacks", k + 1))
        })
        .collect::<Result<Vec<_>, _>>()?;
    list.sort_by(|a, b| a.insee_code.cmp(&b.insee_code));
    Ok(list)
}

fn outline(feature: &Value) -> Option<Outline> {
    let of = |name: &str| &feature["properties"][name];
    let coordinates = feature["geometry"]["coordinates"].as_array()?;
    let rings = match feature["geometry"]["type"].as_str()? {
        "Polygon" => coordinates.iter().map(ring).collect::<Option<Vec<_>>>()?,
        "MultiPolygon" => {
            let polygons = coordinates.iter().map(Value::as_array).collect::<Option<Vec<_>>>()?;
            polygons.into_iter().flatten().map(ring).collect::<Option<Vec<_>>>()?
        }
        _ => return None,
    };
    Some(Outline {
        insee_code: of("code").as_str()?.to_owned(),
        name: of("nom").as_str()?.to_owned(),
        population: of("pop").as_f64()?,
        lat_deg: of("lat").as_f64()?,
        lon_deg: of("lon").as_f64()?,
        rings,
    })
}

fn ring(line: &Value) -> Option<Vec<(f64, f64)>> {
    line.as_array()?.iter().map(|p| Some((p.get(0)?.as_f64()?, p.get(1)?.as_f64()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_ships_is_sound() {
        let list = parse_outlines(TEXT).unwrap();
        assert_eq!(list.len(), 205);
        assert!(list.windows(2).all(|w| w[0].insee_code < w[1].insee_code), "each once");
        let florange = list.iter().find(|c| c.insee_code == "57221").unwrap();
        assert_eq!(florange.name, "Florange");
        for c in &list {
            for ring in &c.rings {
                assert!(ring.len() >= 4 && ring.first() == ring.last(), "{}: rings are closed", c.name);
                assert!(
                    ring.iter().all(|(lon, lat)| (5.5..7.0).contains(lon) && (48.9..49.7).contains(lat)),
                    "{}",
                    c.name
                );
            }
        }
        assert!(TEXT.contains("Licence Ouverte"), "the licence travels with the data");
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(parse_outlines("{").unwrap_err().starts_with("no JSON"));
        let one = r#"{"features":[{"properties":{"code":"1"},"geometry":{"type":"Point","coordinates":[1,2]}}]}"#;
        assert!(parse_outlines(one).unwrap_err().starts_with("feature 1"));
    }
}
