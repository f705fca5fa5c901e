//! Amounts in any unit become tonnes a year, each with the range that its conversion brings; what nobody measured is
//! assumed from trade and headcount, with a wide range and a flag.

use super::columns::{BASES, Measure, UNITS};
use crate::diag::{Diagnostic, Diagnostics, Location, Sources};
use crate::library::{
    MassPer, TradeDefault, bulk_density_of, piece_mass, piece_mass_of, piece_masses, trade_defaults, waste_code,
};
use crate::param::Flag;
use crate::scenario::cells::{CellOrigin, CellRow, Cells};
use crate::text;
use crate::words::Locale;
use crate::words::{Text, nearest};
use std::collections::HashMap;

/// Low, mode, high: the ends of names.
const ENDS: [&str; 3] = ["low", "mode", "high"];

/// Largest amount in any unit that makes sense.
const AMOUNT_MAX: f64 = 1e9;

/// What a company's row tells of its trade.
#[derive(Clone, Debug)]
pub(super) struct Trade {
    pub(super) naf: String,
    pub(super) headcount: Option<f64>,
    pub(super) location: Option<Location>,
}

/// Tonnes that a unit of an amount stands for, low, mode and high, and where that is from.
struct PerUnit {
    t: [f64; 3],
    said: Option<String>,
}

/// Works out the tonnes of all streams.
pub(super) fn complete(
    streams: &mut Cells,
    trades: &HashMap<String, Trade>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    for at in 0..streams.len() {
        complete_row(streams, at, trades, sources, diagnostics);
    }
}

fn complete_row(
    streams: &mut Cells,
    at: usize,
    trades: &HashMap<String, Trade>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let row = streams.row(at);
    let written = |stem: &str| ENDS.iter().any(|end| row.cell(&format!("{stem}_{end}")).is_some());
    if written("amount") {
        convert(streams, at, sources, diagnostics);
    } else if !written("t_per_year") {
        assume(streams, at, trades, diagnostics);
    }
}

fn convert(streams: &mut Cells, at: usize, sources: &Sources, diagnostics: &mut Diagnostics) {
    let row = streams.row(at);
    let amounts = ENDS.map(|end| {
        let name = format!("amount_{end}");
        row.cell(&name).map(|cell| (row.number(&name, 0.0, AMOUNT_MAX, diagnostics), cell.location.clone()))
    });
    let per_unit = per_unit(row, diagnostics);
    let basis = basis_of(row, diagnostics);
    if amounts[1].is_none() {
        let place = row.any_cell("amount_mode").map(|c| c.location.clone()).or_else(|| row.location());
        let found = Diagnostic::error(text!("{a}a range needs its most likely amount", a = row.place("amount_mode")));
        diagnostics.push(
            found
                .at(place, text!("blank"))
                .help(text!("write the most likely amount, or leave low and high blank too")),
        );
    }
    let mode = amounts[1].as_ref().and_then(|(value, _)| *value);
    let mode_at = amounts[1].as_ref().map(|(_, location)| location.clone()).or_else(|| row.location());
    let row_at = row.location();
    for (k, end) in ENDS.iter().enumerate() {
        let given = amounts[k].as_ref().map_or(mode.filter(|_| per_unit.said.is_some()), |(value, _)| *value);
        let location =
            amounts[k].as_ref().map(|(_, l)| l.clone()).or_else(|| mode_at.clone()).or_else(|| row_at.clone());
        let Some(location) = location else { continue };
        // Refused amounts were told; a zero in their place lets the rest of the row be judged.
        let refused = amounts[k].as_ref().is_some_and(|(value, _)| value.is_none()) || (k == 1 && given.is_none());
        let Some(value) = given.or(refused.then_some(0.0)) else { continue };
        let source = match &per_unit.said {
            Some(said) => format!("{value} of {}, {said}", sources.place(&location)),
            None => String::new(),
        };
        let source = match basis {
            Some(basis) if basis != "estimated" => format!("{basis}, {}{source}", sources.place(&location)),
            _ => source,
        };
        let flag = match basis {
            Some("weighed" | "invoiced") if per_unit.said.is_none() => Flag::Read,
            _ => Flag::Assumed,
        };
        let tonnes = value * per_unit.t[k];
        streams.work_out(at, &format!("t_per_year_{end}"), tonnes.to_string(), &location, CellOrigin { source, flag });
    }
}

fn basis_of(row: CellRow<'_>, diagnostics: &mut Diagnostics) -> Option<&'static str> {
    let cell = row.cell("basis")?;
    word(row, "basis", &cell.text, &BASES, diagnostics)
}

/// A word of a list, or a diagnostic at the cell.
pub(super) fn word<'w>(
    row: CellRow<'_>,
    column: &str,
    text: &str,
    words: &[&'w str],
    diagnostics: &mut Diagnostics,
) -> Option<&'w str> {
    let asked = crate::library::folded(text);
    if let Some(found) = words.iter().find(|w| crate::library::folded(w) == asked) {
        return Some(found);
    }
    let place = row.cell(column).map(|c| c.location.clone());
    let found = Diagnostic::error(text!("{a}`{text}` is none of its words", a = row.place(column), text))
        .at(place, text!("not known"));
    let near = nearest(text, words.iter().copied()).map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
    diagnostics.push(found.help(text!("{near}words: {a}", near, a = words.join(", "))));
    None
}

/// What a unit of the row's amount is in tonnes.
fn per_unit(row: CellRow<'_>, diagnostics: &mut Diagnostics) -> PerUnit {
    let nothing = PerUnit { t: [1.0; 3], said: None };
    let Some(text) = row.text("amount_unit") else { return nothing };
    let words: Vec<&str> = UNITS.iter().map(|(w, _, _)| *w).collect();
    let Some(unit) = word(row, "amount_unit", text, &words, diagnostics) else { return nothing };
    let Some((_, measure, per_year)) = UNITS.iter().find(|(w, _, _)| *w == unit) else { return nothing };
    match measure {
        Measure::Mass(t) => PerUnit { t: [t * per_year; 3], said: None },
        Measure::Pieces => by_piece(row, *per_year, diagnostics),
        Measure::Volume => by_volume(row, *per_year, diagnostics),
    }
}

/// The mass that the row gives for a piece or a cubic metre.
fn own_mass(row: CellRow<'_>, diagnostics: &mut Diagnostics) -> Option<f64> {
    row.number("kg_per_piece", 1e-3, 5000.0, diagnostics)
}

fn by_piece(row: CellRow<'_>, per_year: f64, diagnostics: &mut Diagnostics) -> PerUnit {
    if let Some(kg) = own_mass(row, diagnostics) {
        return PerUnit { t: [kg * 1e-3 * per_year; 3], said: Some(format!("pieces of {kg} kg")) };
    }
    let named = row.text("piece").and_then(|text| {
        let ids: Vec<&str> = piece_masses().iter().map(|p| p.id.as_str()).collect();
        word(row, "piece", text, &ids, diagnostics).and_then(piece_mass)
    });
    let usual = if row.cell("piece").is_none() { row.text("feedstock_id").and_then(piece_mass_of) } else { None };
    match named.or(usual) {
        Some(piece) => usual_mass(piece, "pieces", per_year),
        None => {
            if row.cell("piece").is_none() && row.cell("kg_per_piece").is_none() {
                let found =
                    Diagnostic::error(text!("{a}pieces without a mass per piece", a = row.place("amount_unit")));
                let ids: Vec<&str> = piece_masses().iter().map(|p| p.id.as_str()).collect();
                let place = row.cell("amount_unit").map(|c| c.location.clone());
                let help = text!("write kg per piece, or which piece: {a}", a = ids.join(", "));
                diagnostics.push(found.at(place, text!("how heavy is one?")).help(help));
            }
            PerUnit { t: [0.0; 3], said: None }
        }
    }
}

fn by_volume(row: CellRow<'_>, per_year: f64, diagnostics: &mut Diagnostics) -> PerUnit {
    if let Some(kg) = own_mass(row, diagnostics) {
        return PerUnit { t: [kg * 1e-3 * per_year; 3], said: Some(format!("cubic metres of {kg} kg")) };
    }
    match row.text("feedstock_id").and_then(bulk_density_of) {
        Some(density) => usual_mass(density, "cubic metres", per_year),
        None => {
            let found = Diagnostic::error(text!("{a}cubic metres without a mass", a = row.place("amount_unit")));
            let place = row.cell("amount_unit").map(|c| c.location.clone());
            diagnostics.push(
                found
                    .at(place, text!("how heavy is one?"))
                    .help(text!("write kg per m3 in the column of kg per piece or m3")),
            );
            PerUnit { t: [0.0; 3], said: None }
        }
    }
}

/// A usual mass: its low end belongs to the low amount and its high end to the high one, the widest range.
fn usual_mass(mass: &MassPer, what: &str, per_year: f64) -> PerUnit {
    let [low, mode, high] = mass.range_kg();
    let said =
        format!("{what} of {low} to {high} kg, most likely {mode} ({}: {})", mass.label(Locale::En), mass.source);
    PerUnit { t: mass.range_kg().map(|kg| kg * 1e-3 * per_year), said: Some(said) }
}

/// Sets the amount of a stream from the trade of its company, or says what is missing.
fn assume(streams: &mut Cells, at: usize, trades: &HashMap<String, Trade>, diagnostics: &mut Diagnostics) {
    let row = streams.row(at);
    let Some(location) = row.any_cell("amount_mode").map(|c| c.location.clone()).or_else(|| row.location()) else {
        return;
    };
    let trade = row.text("provider_id").and_then(|id| trades.get(id));
    let kind = row.text("stream_kind").map(str::to_owned).or_else(|| row.text("ewc_code").and_then(kind_of_code));
    let found = trade.and_then(|t| kind.as_deref().and_then(|kind| default_of(t, kind)));
    let name = row.text("stream_id").unwrap_or("?").to_owned();
    let place = row.place("amount_mode");
    match found {
        Some((rule, driver)) => {
            let text = assumed(streams, at, rule, driver, &location);
            let found = Diagnostic::warning(text!("{place}no amount of stream `{name}`: {text}", place, name, text));
            let help = text!("ask the company: a declaration is always better than a default by trade");
            diagnostics.push(found.at(Some(location), text!("assumed")).help(help));
        }
        None => {
            let found = Diagnostic::error(text!("{place}stream `{name}` has no amount", place, name));
            let help = match trade {
                Some(t) if !t.naf.is_empty() && t.headcount.is_some() => {
                    text!("write it: there is no default for trade {naf} and this kind", naf = t.naf)
                }
                _ => text!("write it; or the company's NAF code and headcount, from which it is then assumed"),
            };
            diagnostics.push(found.at(Some(location.clone()), text!("blank")).help(help));
            let origin = CellOrigin { source: String::new(), flag: Flag::Assumed };
            streams.work_out(at, "t_per_year_mode", "0".to_owned(), &location, origin);
        }
    }
}

/// Fills a row's tonnes from a rule and says how.
fn assumed(streams: &mut Cells, at: usize, rule: &TradeDefault, driver: f64, location: &Location) -> Text {
    let t = rule.t_per_year(driver);
    let text = text!(
        "assumed {a} t/a ({b} to {c}) by {id}: {low} to {high} {unit} x {driver}",
        a = format!("{:.1}", t[1]),
        b = format!("{:.1}", t[0]),
        c = format!("{:.1}", t[2]),
        id = rule.id,
        low = rule.low,
        high = rule.high,
        unit = rule.unit,
        driver
    );
    let source = format!("{text}; {}", rule.source);
    for (end, value) in ENDS.iter().zip(t) {
        let origin = CellOrigin { source: source.clone(), flag: Flag::Assumed };
        streams.work_out(at, &format!("t_per_year_{end}"), value.to_string(), location, origin);
    }
    let origin = CellOrigin { source: String::new(), flag: Flag::Assumed };
    streams.work_out(at, "default_rule", rule.id.clone(), location, origin);
    text
}

/// The kind of stream that trade defaults give for a code.
fn kind_of_code(code: &str) -> Option<String> {
    let wanted = waste_code(code)?;
    let same = |t: &&TradeDefault| waste_code(&t.ewc_code).is_some_and(|c| c.code == wanted.code);
    trade_defaults().iter().find(same).map(|t| t.stream_kind.clone())
}

/// The rule of a trade and a kind with the longest common code, and what drives it.
fn default_of(trade: &Trade, kind: &str) -> Option<(&'static TradeDefault, f64)> {
    defaults_of(trade).into_iter().find(|(rule, _)| rule.stream_kind == kind)
}

/// All rules that the headcount, or the shop itself, drives for a trade; the closest trade first.
fn defaults_of(trade: &Trade) -> Vec<(&'static TradeDefault, f64)> {
    let naf = trade.naf.replace('.', "").to_uppercase();
    let fits = |rule: &&'static TradeDefault| {
        let group = rule.naf_group.replace('.', "").to_uppercase();
        !group.is_empty() && naf.starts_with(&group)
    };
    let driver = |rule: &'static TradeDefault| match rule.driver.as_str() {
        "employee" | "inhabitant" => trade.headcount.map(|n| (rule, n)),
        "store" => Some((rule, 1.0)),
        _ => None,
    };
    let mut rules: Vec<_> = trade_defaults().iter().filter(fits).filter_map(driver).collect();
    rules.sort_by_key(|(rule, _)| std::cmp::Reverse(rule.naf_group.len()));
    let mut kinds: Vec<&str> = Vec::new();
    rules.retain(|(rule, _)| {
        let new = !kinds.contains(&rule.stream_kind.as_str());
        kinds.push(&rule.stream_kind);
        new
    });
    rules
}

/// Streams of companies that list none, assumed from trade and headcount.
pub(super) fn add_defaults(
    streams: &mut Cells,
    trades: &HashMap<String, Trade>,
    order: &[String],
    diagnostics: &mut Diagnostics,
) {
    let listed: Vec<String> = streams.rows().filter_map(|r| r.text("provider_id").map(str::to_owned)).collect();
    for id in order.iter().filter(|id| !listed.contains(id)) {
        let Some(trade) = trades.get(id) else { continue };
        let Some(location) = trade.location.clone() else { continue };
        let rules = defaults_of(trade);
        let mut said = Vec::new();
        for (rule, driver) in &rules {
            let Some(feedstock) = waste_code(&rule.ewc_code).and_then(|c| c.mapping()).map(|m| m.feedstock.clone())
            else {
                continue;
            };
            let at = streams.push_row(&location);
            let words = [
                ("stream_id", format!("{id}-{}", rule.id)),
                ("provider_id", id.clone()),
                ("stream_kind", rule.stream_kind.clone()),
                ("ewc_code", rule.ewc_code.clone()),
                ("feedstock_id", feedstock),
            ];
            for (column, text) in words {
                let origin = CellOrigin { source: String::new(), flag: Flag::Assumed };
                streams.work_out(at, column, text, &location, origin);
            }
            said.push(format!("{} {}", rule.stream, assumed(streams, at, rule, *driver, &location)));
        }
        let found = match said.is_empty() {
            true => Diagnostic::warning(text!("company `{id}` lists no stream, and there is no default for it", id))
                .help(text!("add its streams; or its NAF code and headcount, from which they are then assumed")),
            false => Diagnostic::warning(text!("company `{id}` lists no stream: {a}", id, a = said.join("; ")))
                .help(text!("ask the company: a declaration is always better than a default by trade")),
        };
        diagnostics.push(found.at(Some(location), text!("this company")));
    }
}
