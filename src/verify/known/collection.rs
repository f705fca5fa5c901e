//! Collection: shuttles, rounds, routes, bins, hubs, campaigns; distances.

use super::value::{exact, field, matrix, months, number, numbers, text};
use crate::logistics::{
    Bins, Campaign, Leg, LogisticsError, Matrix, Place, Shuttle, great_circle_km, hub_break_even, road_km, routes,
    routes_min, shortest_orders, tour,
};
use crate::verify::document::{self, DocumentFormat};
use crate::verify::outcome::{Row, Suite};
use crate::verify::reason::Reason;
use serde_json::Value;

/// A case of one `kind` with `inputs`; every quantity of `expected` that has a value is compared.
pub(in crate::verify) const COSTS: DocumentFormat = DocumentFormat {
    name: "collection costs",
    list: "cases",
    required: &["kind", "inputs", "expected"],
    compare: compare_costs,
};

/// Two places; the great circle and the road distance by rule are compared.
pub(in crate::verify) const DISTANCES: DocumentFormat = DocumentFormat {
    name: "distances",
    list: "cases",
    required: &["from_lat_lon", "to_lat_lon", "haversine_km_R6371_0088", "road_km_rule"],
    compare: compare_distances,
};

/// Relative tolerance of costs.
const RELATIVE: f64 = 1e-9;

/// Tolerance of distances, km.
const KM: f64 = 1e-6;

/// Detour factor and shortest distance (km) of the rule that the distances were made with.
const ROAD_RULE: [f64; 2] = [1.3, 2.0];

pub(in crate::verify) fn shipped_costs() -> Suite {
    let source = "11 synthetic cases of collection in exact fractions; rounds by enumeration of all orders";
    document::shipped(
        &COSTS,
        "Collection costs",
        source,
        include_str!("../../../models/verify/allocation/collection_cost.json"),
    )
}

pub(in crate::verify) fn shipped_distances() -> Suite {
    let source = "10 pairs of communes, haversine on the IUGG mean radius, road distance max(2 km, 1.3 x haversine)";
    document::shipped(&DISTANCES, "Distances", source, include_str!("../../../models/verify/allocation/distances.json"))
}

type Answers = Vec<(&'static str, f64)>;

fn compare_costs(case: &Value, name: &str) -> Vec<Row> {
    let rows = text(case, "kind").and_then(|kind| answers(kind, &case["inputs"])).and_then(|answers| {
        let expected = field(case, "expected")?.as_object();
        let expected = expected.ok_or_else(|| Reason::field("expected", "is no object; write one"))?;
        Ok(expected.iter().map(|(quantity, value)| cost_row(name, quantity, value, &answers)).collect())
    });
    rows.unwrap_or_else(|reason| vec![Row::failed(name, "", None, reason)])
}

/// A quantity against what is published: a number, `{value, exact}`, yes or no, or a list whose worst entry counts.
fn cost_row(case: &str, quantity: &str, published: &Value, answers: &Answers) -> Row {
    let of = |wanted: &str| answers.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
    if let Some(list) = published.as_array() {
        let differing = list.iter().enumerate().filter(|(k, v)| {
            let name = MONTHS.get(*k).copied().unwrap_or("");
            exact(v).is_none() || of(name) != exact(v)
        });
        return Row::compared(case, &format!("{quantity} otherwise"), differing.count() as f64, 0.0, 0.0);
    }
    let fraction = published.get("exact").and_then(exact).or_else(|| published.get("value").and_then(exact));
    let value = fraction.or_else(|| exact(published)).or_else(|| published.as_bool().map(|b| f64::from(u8::from(b))));
    match (of(quantity), value) {
        (Some(computed), Some(value)) => {
            Row::compared(case, quantity, computed, value, RELATIVE * value.abs().max(1e-6))
        }
        (None, value) => Row::failed(case, quantity, value, Reason::Name),
        (_, None) => Row::failed(case, quantity, None, Reason::NothingPublished),
    }
}

/// Names of the visits of each month.
const MONTHS: [&str; 12] = ["m01", "m02", "m03", "m04", "m05", "m06", "m07", "m08", "m09", "m10", "m11", "m12"];

fn answers(kind: &str, inputs: &Value) -> Result<Answers, Reason> {
    match kind {
        "shuttle" => shuttle(inputs),
        "round" => round(inputs),
        "cvrp" => vehicles(inputs),
        "frequency" => bins(inputs),
        "hub_break_even" => hub(inputs),
        "campaign" => campaign(inputs),
        _ => Err(Reason::field(
            "kind",
            "is none of shuttle, round, cvrp, frequency, hub_break_even, campaign; write one of them",
        )),
    }
}

/// Errors of the formulas as reasons.
fn refused(error: LogisticsError) -> Reason {
    Reason::Refused(error.to_string())
}

fn shuttle(inputs: &Value) -> Result<Answers, Reason> {
    let of = |name: &str| number(inputs, name);
    let wet_t = of("q_t_per_year")?;
    let shuttle = Shuttle {
        payload_kg: of("payload_kg")?,
        volume_m3: of("volume_m3")?,
        kg_per_m3: of("density_kg_m3")?,
        fill_share: of("fill")?,
        km: of("distance_km")?,
        speed_km_h: of("speed_km_h")?,
        load_min: of("load_min")?,
        unload_min: of("unload_min")?,
        eur_per_km: of("eur_per_km")?,
        eur_per_h: of("eur_per_h")?,
        kgco2e_per_km: of("kgco2e_per_km")?,
        rent_eur_per_month: of("rent_eur_per_month")?,
        containers: of("containers")?,
    };
    let year = shuttle.year(wet_t).map_err(refused)?;
    Ok(vec![
        ("kg_per_trip", year.kg_per_trip),
        ("trips_per_year", year.trips),
        ("hours_per_trip", year.hours_per_trip),
        ("cost_eur_per_year", year.eur),
        ("cost_eur_per_t", year.eur / wet_t),
        ("kgco2e_per_year", year.kgco2e),
        ("kgco2e_per_t", year.kgco2e / wet_t),
    ])
}

fn round(inputs: &Value) -> Result<Answers, Reason> {
    let of = |name: &str| number(inputs, name);
    let ways = Matrix::new(matrix(inputs, "distance_km")?).map_err(refused)?;
    let loads = numbers(inputs, "kg_per_round")?;
    let best = tour(&ways);
    let load_kg: f64 = loads.iter().sum();
    let hours = best.km / of("speed_km_h")? + (of("stop_min")? * loads.len() as f64 + of("unload_min")?) / 60.0;
    let (eur, rounds) = (best.km * of("eur_per_km")? + hours * of("eur_per_h")?, of("rounds_per_year")?);
    Ok(vec![
        ("tour_km", best.km),
        ("optimal_orders_up_to_reversal", shortest_orders(&ways).map_err(refused)?),
        ("load_kg", load_kg),
        ("feasible", f64::from(u8::from(load_kg <= of("payload_kg")?))),
        ("hours_per_round", hours),
        ("cost_eur_per_round", eur),
        ("cost_eur_per_year", rounds * eur),
        ("tonnes_per_year", rounds * load_kg / 1000.0),
        ("cost_eur_per_t", 1000.0 * eur / load_kg),
        ("kgco2e_per_t", 1000.0 * best.km * of("kgco2e_per_km")? / load_kg),
    ])
}

fn vehicles(inputs: &Value) -> Result<Answers, Reason> {
    let of = |name: &str| number(inputs, name);
    let ways = Matrix::new(matrix(inputs, "distance_km")?).map_err(refused)?;
    let (loads, capacity) = (numbers(inputs, "kg")?, of("capacity_kg")?);
    let best = routes(&ways, &loads, capacity, of("eur_per_km")?, of("eur_per_route")?).map_err(refused)?;
    Ok(vec![
        ("min_cost_eur", best.eur),
        ("km_of_that_optimum", best.km),
        ("routes_of_that_optimum", best.routes.len() as f64),
        ("lower_bound_routes", routes_min(&loads, capacity)),
    ])
}

fn bins(inputs: &Value) -> Result<Answers, Reason> {
    let of = |name: &str| number(inputs, name);
    let wet_t = of("q_t_per_year")?;
    let bins = Bins {
        month_share: months(inputs, "share_per_10000")?.map(|share| share / 10_000.0),
        net_kg: of("net_kg_per_container")?,
        count: of("containers")?,
        fill_share: of("fill")?,
        visits_min: months(inputs, "min_visits_per_month")?,
        eur_per_visit: of("eur_per_visit")?,
        eur_per_lift: of("eur_per_lift")?,
    };
    let year = bins.year(wet_t).map_err(refused)?;
    let mut answers: Answers = MONTHS.into_iter().zip(year.visits).collect();
    answers.extend([
        ("visits_per_year", year.visits_per_year),
        ("cost_eur_per_year", year.eur),
        ("cost_eur_per_t", year.eur / wet_t),
        ("mean_filling_at_visit", year.mean_filling.unwrap_or(f64::NAN)),
    ]);
    Ok(answers)
}

fn leg(inputs: &Value, name: &str) -> Result<Leg, Reason> {
    let inputs = field(inputs, name)?;
    let of = |name: &str| number(inputs, name);
    Ok(Leg {
        payload_kg: of("payload_kg")?,
        volume_m3: of("volume_m3")?,
        kg_per_m3: of("density_kg_m3")?,
        eur_per_km: of("eur_per_km")?,
        eur_per_h: of("eur_per_h")?,
        speed_km_h: of("speed_km_h")?,
        fixed_min: of("fixed_min")?,
    })
}

fn hub(inputs: &Value) -> Result<Answers, Reason> {
    let (small, large) = (leg(inputs, "small")?, leg(inputs, "large")?);
    let even = hub_break_even(&small, &large, number(inputs, "km_to_hub")?, number(inputs, "hub_eur_per_t")?);
    let even = even.map_err(refused)?;
    Ok(vec![
        ("kg_small", small.load_kg()),
        ("kg_large", large.load_kg()),
        ("slope_small_eur_per_t_km", small.slope_eur_per_t_km()),
        ("slope_large_eur_per_t_km", large.slope_eur_per_t_km()),
        ("break_even_km", even.km),
        ("cost_at_break_even_eur_per_t", even.eur_per_t),
    ])
}

fn campaign(inputs: &Value) -> Result<Answers, Reason> {
    let of = |name: &str| number(inputs, name);
    let wet_t = of("q_t")?;
    let campaign = Campaign {
        store_t: of("storage_t")?,
        mobilisation_eur: of("mobilisation_eur")?,
        service_eur_per_t: of("service_eur_per_t")?,
        holding_eur_per_t_a: of("holding_eur_per_t_year")?,
        campaigns_max: of("max_campaigns")?,
    };
    let year = campaign.year(wet_t).map_err(refused)?;
    Ok(vec![
        ("optimal_campaigns", year.campaigns),
        ("cost_eur_per_year", year.eur),
        ("cost_eur_per_t", year.eur / wet_t),
        ("minimum_by_storage", year.campaigns_min),
    ])
}

fn place(case: &Value, name: &str) -> Result<Place, Reason> {
    let [lat_deg, lon_deg] = numbers(case, name)?
        .try_into()
        .map_err(|_| Reason::field(name, "is no pair; write degrees north and degrees east"))?;
    Ok(Place { lat_deg, lon_deg })
}

fn compare_distances(case: &Value, name: &str) -> Vec<Row> {
    let rows = || -> Result<Vec<Row>, Reason> {
        let (from, to) = (place(case, "from_lat_lon")?, place(case, "to_lat_lon")?);
        let [detour, km_min] = ROAD_RULE;
        let row = |quantity: &str, computed| Ok(Row::compared(name, quantity, computed, number(case, quantity)?, KM));
        Ok(vec![
            row("haversine_km_R6371_0088", great_circle_km(from, to))?,
            row("road_km_rule", road_km(from, to, detour, km_min))?,
        ])
    };
    rows().unwrap_or_else(|reason| vec![Row::failed(name, "", None, reason)])
}
