//! Allocations: linear programmes of flows to sinks, and which sites to open.

use crate::program::{Arc, Program, ProgramError, Row as ProgramRow, Site, solve};
use crate::verify::document::{self, DocumentFormat};
use crate::verify::outcome::{Row, Suite};
use crate::verify::reason::Reason;
use serde_json::Value;

/// Flows from `sources` to `sinks` at `cost_eur_per_t`; `objective_eur` is the answer unless `status` is infeasible.
pub(in crate::verify) const PROGRAMMES: DocumentFormat = DocumentFormat {
    name: "allocation",
    list: "cases",
    required: &["sources", "sinks", "cost_eur_per_t", "status"],
    compare: compare_programme,
};

/// Which of `sites` to open for `sources`; `objective_eur_per_year` is the answer, and `open_sites` where the second
/// best set is dearer.
pub(in crate::verify) const FACILITIES: DocumentFormat = DocumentFormat {
    name: "facilities",
    list: "cases",
    required: &["sources", "sites", "cost_eur_per_t", "objective_eur_per_year"],
    compare: compare_facility,
};

/// Categories of the carbon table that are programmes.
const CATEGORIES: [&str; 2] = ["lp_allocation", "facility_location"];

/// Relative tolerance of an optimum.
const OPTIMUM: f64 = 1e-7;

pub(in crate::verify) fn shipped_programmes() -> Suite {
    let source = "30 synthetic programmes; optimum re-solved in exact rationals from a HiGHS basis, and equal to CBC";
    let text = include_str!("../../../models/verify/allocation/allocation_lp.json");
    document::shipped(&PROGRAMMES, "Allocation programmes", source, text)
}

pub(in crate::verify) fn shipped_facilities() -> Suite {
    let source =
        "10 synthetic facility problems; HiGHS with gap 0, equal to full enumeration of site subsets or assignments";
    let text = include_str!("../../../models/verify/allocation/facility_milp.json");
    document::shipped(&FACILITIES, "Facilities", source, text)
}

fn compare_programme(case: &Value, name: &str) -> Vec<Row> {
    vec![programme_row(case, name).unwrap_or_else(|reason| Row::failed(name, "objective_eur", None, reason))]
}

fn programme_row(case: &Value, name: &str) -> Result<Row, Reason> {
    let program = flows_program(case)?;
    if text(case, "status")? == "infeasible" {
        return match solve(&program) {
            Err(ProgramError::Infeasible { .. }) => Ok(Row::compared(name, "infeasible", 1.0, 1.0, 0.0)),
            Err(error) => Err(Reason::Program(error)),
            Ok(_) => Ok(Row::compared(name, "infeasible", 0.0, 1.0, 0.0)),
        };
    }
    let published = number(case, "objective_eur")?;
    let best = solve(&program).map_err(Reason::Program)?;
    Ok(Row::compared(name, "objective_eur", best.objective, published, OPTIMUM * published.abs().max(1.0)))
}

fn compare_facility(case: &Value, name: &str) -> Vec<Row> {
    facility_rows(case, name).unwrap_or_else(|reason| vec![Row::failed(name, "objective_eur_per_year", None, reason)])
}

fn facility_rows(case: &Value, name: &str) -> Result<Vec<Row>, Reason> {
    let program = facility_program(case)?;
    let published = number(case, "objective_eur_per_year")?;
    let best = solve(&program).map_err(Reason::Program)?;
    let tolerance = OPTIMUM * published.abs().max(1.0);
    let mut rows = vec![Row::compared(name, "objective_eur_per_year", best.objective, published, tolerance)];
    let second = case.get("second_best_open_set_objective").and_then(Value::as_f64);
    if let (Some(second), Some(open)) = (second, case.get("open_sites").and_then(Value::as_array))
        && second > published + tolerance
    {
        let sites = list(case, "sites")?;
        let differing = sites.iter().zip(&program.sites).zip(&best.open).filter(|((site, decision), is_open)| {
            let named = site.get("id").is_some_and(|id| open.contains(id));
            decision.fixed.is_some() && named != **is_open
        });
        rows.push(Row::compared(name, "sites opened otherwise", differing.count() as f64, 0.0, 0.0));
    }
    Ok(rows)
}

/// What a category of the carbon table makes of its inputs; none where it is no programme.
pub(super) fn category(category: &str, inputs_json: &str) -> Option<Result<f64, Reason>> {
    CATEGORIES.contains(&category).then(|| {
        let inputs: Value = serde_json::from_str(inputs_json)
            .map_err(|error| Reason::field("inputs_json", format!("is no JSON ({error}); write an object")))?;
        let program = if category == CATEGORIES[0] { channels_program(&inputs)? } else { places_program(&inputs)? };
        solve(&program).map(|best| best.objective).map_err(Reason::Program)
    })
}

fn text<'a>(value: &'a Value, field: &str) -> Result<&'a str, Reason> {
    value.get(field).and_then(Value::as_str).ok_or_else(|| Reason::field(field, "is no text; write one"))
}

fn number(value: &Value, field: &str) -> Result<f64, Reason> {
    value.get(field).and_then(Value::as_f64).ok_or_else(|| Reason::field(field, "is no number; write one"))
}

fn list<'a>(value: &'a Value, field: &str) -> Result<&'a [Value], Reason> {
    let list = value.get(field).and_then(Value::as_array).map(Vec::as_slice);
    list.ok_or_else(|| Reason::field(field, "is no list; write one"))
}

/// A number, `null` standing for `missing`.
fn number_or(value: &Value, field: &str, missing: f64) -> Result<f64, Reason> {
    if value.is_null() {
        return Ok(missing);
    }
    value.as_f64().ok_or_else(|| Reason::field(field, "holds what is no number; write a number or null"))
}

fn numbers(value: &Value, field: &str, missing: f64) -> Result<Vec<f64>, Reason> {
    list(value, field)?.iter().map(|v| number_or(v, field, missing)).collect()
}

/// Arcs of a matrix of costs, source by source; `null` is no way.
fn arcs_of(case: &Value, field: &str, sources: usize, sites: usize) -> Result<Vec<Arc>, Reason> {
    let matrix = list(case, field)?;
    if matrix.len() != sources || matrix.iter().any(|row| row.as_array().is_none_or(|row| row.len() != sites)) {
        return Err(Reason::field(field, format!("must hold {sources} rows of {sites} numbers or null")));
    }
    let mut arcs = Vec::new();
    for (source, row) in matrix.iter().enumerate() {
        for (site, cost) in row.as_array().into_iter().flatten().enumerate() {
            let cost = number_or(cost, field, f64::NAN)?;
            if !cost.is_nan() {
                arcs.push(Arc { source, site, via: None, cost, max: f64::INFINITY });
            }
        }
    }
    Ok(arcs)
}

fn flows_program(case: &Value) -> Result<Program, Reason> {
    let (sources, sinks) = (list(case, "sources")?, list(case, "sinks")?);
    let supply = sources.iter().map(|s| number(s, "supply_t")).collect::<Result<Vec<_>, _>>()?;
    let arcs = arcs_of(case, "cost_eur_per_t", supply.len(), sinks.len())?;
    let mut rows = Vec::new();
    let mut sites = Vec::new();
    for (k, sink) in sinks.iter().enumerate() {
        let max = number_or(sink.get("max_t").unwrap_or(&Value::Null), "max_t", f64::INFINITY)?;
        let min = number_or(sink.get("min_t").unwrap_or(&Value::Null), "min_t", 0.0)?;
        sites.push(Site { min, max, fixed: None });
        for (quality, window) in sink.get("windows").and_then(Value::as_object).into_iter().flatten() {
            let bounds = window.as_array().filter(|w| w.len() == 2);
            let bounds = bounds.ok_or_else(|| Reason::field("windows", "holds no pair; write [least, largest]"))?;
            let (least, largest) =
                (number_or(&bounds[0], "windows", f64::NAN)?, number_or(&bounds[1], "windows", f64::NAN)?);
            let zero = |low: bool| if low { [0.0, f64::INFINITY] } else { [f64::NEG_INFINITY, 0.0] };
            for (bound, is_low) in [(least, true), (largest, false)].into_iter().filter(|b| !b.0.is_nan()) {
                rows.push(quality_row(sources, &arcs, k, quality, bound, zero(is_low))?);
            }
        }
    }
    Ok(Program { supply, sites, arcs, rows, open_max: None, single_source: false })
}

/// A bound on the mean quality of what comes to a site.
fn quality_row(
    sources: &[Value],
    arcs: &[Arc],
    site: usize,
    quality: &str,
    bound: f64,
    [low, high]: [f64; 2],
) -> Result<ProgramRow, Reason> {
    let mut weights = Vec::new();
    for (k, arc) in arcs.iter().enumerate().filter(|(_, arc)| arc.site == site) {
        let value = sources[arc.source].get("quality").and_then(|q| q.get(quality)).and_then(Value::as_f64);
        let value = value.ok_or_else(|| Reason::field(quality, "is missing of a source; write its quality"))?;
        weights.push((k, value - bound));
    }
    Ok(ProgramRow { name: format!("{quality} of site {site}"), arcs: weights, sites: Vec::new(), low, high })
}

fn facility_program(case: &Value) -> Result<Program, Reason> {
    let (sources, sites) = (list(case, "sources")?, list(case, "sites")?);
    let supply = sources.iter().map(|s| number(s, "supply_t")).collect::<Result<Vec<_>, _>>()?;
    let arcs = arcs_of(case, "cost_eur_per_t", supply.len(), sites.len())?;
    let mut rows = Vec::new();
    let mut decisions = Vec::new();
    for (k, site) in sites.iter().enumerate() {
        let always = site.get("always_open").and_then(Value::as_bool).unwrap_or(false);
        let (fixed, max) = (number(site, "fixed_eur_per_year")?, number(site, "capacity_t")?);
        let min = number(site, "min_throughput_t")?;
        decisions.push(Site { min, max, fixed: (!always).then_some(fixed) });
        for (quality, largest) in site.get("max_quality").and_then(Value::as_object).into_iter().flatten() {
            let largest = number_or(largest, "max_quality", f64::NAN)?;
            rows.push(quality_row(sources, &arcs, k, quality, largest, [f64::NEG_INFINITY, 0.0])?);
        }
    }
    let open_max = case.get("max_open_sites").and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
    let single_source = case.get("variant").and_then(Value::as_str).is_some_and(|v| v.starts_with("single_source"));
    Ok(Program { supply, sites: decisions, arcs, rows, open_max, single_source })
}

/// `lp_allocation`: supply of sources, capacities of channels, net cost of each pair.
fn channels_program(inputs: &Value) -> Result<Program, Reason> {
    let supply = numbers(inputs, "supply_t", 0.0)?;
    let capacity = numbers(inputs, "capacity_t", f64::INFINITY)?;
    let arcs = arcs_of(inputs, "net_cost_eur_t", supply.len(), capacity.len())?;
    let sites = capacity.into_iter().map(|max| Site { min: 0.0, max, fixed: None }).collect();
    Ok(Program { supply, sites, arcs, rows: Vec::new(), open_max: None, single_source: false })
}

/// `facility_location`: places with a supply, each of which can be opened at a fixed cost; cost by straight distance.
fn places_program(inputs: &Value) -> Result<Program, Reason> {
    if text(inputs, "metric")? != "euclid" {
        return Err(Reason::field("metric", "is not known; write `euclid`"));
    }
    let supply = numbers(inputs, "t", 0.0)?;
    let fixed = numbers(inputs, "fixed_eur", 0.0)?;
    let rate = number(inputs, "eur_per_t_km")?;
    let places = list(inputs, "xy_km")?;
    if places.len() != supply.len() || fixed.len() != supply.len() {
        return Err(Reason::field("xy_km", "must be as long as `t` and `fixed_eur`"));
    }
    let xy = places.iter().map(|p| match p.as_array().map(Vec::as_slice) {
        Some([x, y]) => Ok([number_or(x, "xy_km", f64::NAN)?, number_or(y, "xy_km", f64::NAN)?]),
        _ => Err(Reason::field("xy_km", "holds no pair; write [x, y]")),
    });
    let xy = xy.collect::<Result<Vec<_>, _>>()?;
    let mut arcs = Vec::new();
    for (source, from) in xy.iter().enumerate() {
        for (site, to) in xy.iter().enumerate() {
            let cost = rate * libm::hypot(from[0] - to[0], from[1] - to[1]);
            arcs.push(Arc { source, site, via: None, cost, max: f64::INFINITY });
        }
    }
    let sites = fixed.into_iter().map(|f| Site { min: 0.0, max: f64::INFINITY, fixed: Some(f) }).collect();
    Ok(Program { supply, sites, arcs, rows: Vec::new(), open_max: None, single_source: false })
}
