//! Companies of an inventory: places from communes, trades for what nobody measured, rows that say the same twice; and
//! what the waste code of a stream says about the rest of its row.

use super::amounts::Trade;
use super::columns::columns_of;
use crate::diag::{Diagnostic, Diagnostics};
use crate::library::{COMMUNE_SOURCE, commune, folded, outlet, waste_code, wood};
use crate::param::Flag;
use crate::scenario::cells::{CellOrigin, Cells};
use crate::text;
use std::collections::HashMap;

/// One file holds companies and streams: the first row of a company gives its cells, later ones may only repeat them.
pub(super) fn merge(companies: &mut Cells, diagnostics: &mut Diagnostics) {
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut kept = Vec::new();
    for (at, row) in companies.rows().enumerate() {
        let Some(id) = row.text("provider_id") else {
            kept.push(true);
            continue;
        };
        let Some(&head) = first.get(id) else {
            first.insert(id.to_owned(), at);
            kept.push(true);
            continue;
        };
        kept.push(false);
        let before = companies.row(head);
        // A column that streams have too (a note) is theirs.
        let theirs = |name: &str| name != "provider_id" && columns_of("streams").any(|s| s.name == name);
        for column in columns_of("companies").filter(|c| !theirs(&c.name)) {
            let (Some(cell), Some(earlier)) = (row.cell(&column.name), before.cell(&column.name)) else { continue };
            if cell.text != earlier.text {
                let place = row.place(&column.name);
                let message = text!(
                    "{place}company `{id}` is `{text}` here and `{text2}` before",
                    place,
                    id,
                    text = cell.text,
                    text2 = earlier.text
                );
                let found = Diagnostic::error(message).at(Some(cell.location.clone()), text!("another value"));
                diagnostics.push(found.help(text!("write the same in all rows of a company, or only in the first")));
            }
        }
    }
    let mut at = 0;
    companies.retain(|_| {
        at += 1;
        kept[at - 1]
    });
}

/// Coordinates of communes where none are given; a company that is there twice under two names of its own.
pub(super) fn complete(companies: &mut Cells, diagnostics: &mut Diagnostics) {
    let mut seen: Vec<(String, String)> = Vec::new();
    for at in 0..companies.len() {
        let row = companies.row(at);
        if let (Some(id), Some(name)) = (row.text("provider_id"), row.text("name")) {
            let key = format!("{} {}", folded(name), folded(row.text("commune").unwrap_or("")));
            if let Some((_, other)) = seen.iter().find(|(k, other)| *k == key && other != id) {
                let cell = row.cell("name").map(|c| c.location.clone());
                let message =
                    text!("{a}`{name}` is there as `{other}` and as `{id}`", a = row.place("name"), name, other, id);
                let found = Diagnostic::warning(message).at(cell, text!("the same company?"));
                diagnostics
                    .push(found.help(text!("its waste would count twice: leave one out, or tell their names apart")));
            }
            seen.push((key, id.to_owned()));
        }
        place_of(companies, at, diagnostics);
    }
}

fn place_of(companies: &mut Cells, at: usize, diagnostics: &mut Diagnostics) {
    let row = companies.row(at);
    match (row.cell("lat_deg"), row.cell("lon_deg")) {
        (Some(_), Some(_)) => return,
        (None, None) => {}
        (Some(cell), None) | (None, Some(cell)) => {
            let found = Diagnostic::error(text!("one coordinate alone is no place"))
                .at(Some(cell.location.clone()), text!("alone here"));
            diagnostics
                .push(found.help(text!("write latitude and longitude, or leave both blank and name the commune")));
            return;
        }
    }
    let named = row.cell("insee_code").or_else(|| row.cell("commune"));
    let Some(named) = named else { return };
    let by_name = row.text("commune").and_then(commune);
    let Some(found) = row.text("insee_code").and_then(commune).or(by_name) else {
        let message = text!("no coordinates, and no commune `{text}` around Florange", text = named.text);
        let found = Diagnostic::warning(message).at(Some(named.location.clone()), text!("not known"));
        diagnostics.push(found.help(text!("write latitude and longitude: without a place there is no distance")));
        return;
    };
    let location = named.location.clone();
    for (column, value) in [("lat_deg", found.lat_deg), ("lon_deg", found.lon_deg)] {
        let source = format!("a point of the commune {} ({COMMUNE_SOURCE})", found.name);
        let origin = CellOrigin { source, flag: Flag::Computed };
        companies.work_out(at, column, value.to_string(), &location, origin);
    }
}

/// Trades by company, and the companies in the order of the table.
pub(super) fn trades(companies: &Cells) -> (HashMap<String, Trade>, Vec<String>) {
    let mut trades = HashMap::new();
    let mut order = Vec::new();
    for row in companies.rows() {
        let Some(id) = row.text("provider_id") else { continue };
        let number = |column: &str| row.text(column).and_then(|t| t.parse::<f64>().ok());
        let headcount = number("employees_or_inhabitants").filter(|n| n.is_finite() && *n >= 0.0);
        let trade = Trade { naf: row.text("naf_code").unwrap_or("").to_owned(), headcount, location: row.location() };
        trades.insert(id.to_owned(), trade);
        order.push(id.to_owned());
    }
    (trades, order)
}

/// Feedstocks from waste codes, costs from outlets; what is hazardous or does not fit its code is told.
pub(super) fn complete_streams(streams: &mut Cells, diagnostics: &mut Diagnostics) {
    for at in 0..streams.len() {
        feedstock_of_code(streams, at, diagnostics);
        cost_of_outlet(streams, at);
    }
}

fn feedstock_of_code(streams: &mut Cells, at: usize, diagnostics: &mut Diagnostics) {
    let row = streams.row(at);
    let Some(cell) = row.cell("ewc_code") else { return };
    let Some(code) = waste_code(&cell.text) else { return };
    let (location, place) = (cell.location.clone(), row.place("ewc_code"));
    if code.is_hazardous() {
        let message = text!(
            "{place}{spaced} is hazardous waste: {title_en}",
            place,
            spaced = code.spaced(),
            title_en = code.title_en
        );
        let found = Diagnostic::warning(message).at(Some(location.clone()), text!("with a star"));
        diagnostics.push(found.help(text!("no channel here may take it; keep its present outlet")));
    }
    let mapping = code.mapping();
    match (row.text("feedstock_id"), mapping) {
        (Some(given), Some(mapping)) if (mapping.family == "wood") != wood(given).is_some() => {
            let message = text!(
                "{place}{spaced} is {to_lowercase}, `{given}` is not",
                place,
                spaced = code.spaced(),
                to_lowercase = code.title_en.to_lowercase(),
                given
            );
            let found = Diagnostic::warning(message).at(Some(location), text!("do they belong together?"));
            diagnostics.push(found.help(text!("`gisement codes WORDS` finds the code of a waste")));
        }
        (None, Some(mapping)) if !mapping.feedstock.is_empty() => {
            let source = format!("usual for {}", code.spaced());
            let origin = CellOrigin { source, flag: Flag::Assumed };
            streams.work_out(at, "feedstock_id", mapping.feedstock.clone(), &location, origin);
        }
        _ => {}
    }
}

fn cost_of_outlet(streams: &mut Cells, at: usize) {
    let row = streams.row(at);
    let ends = ["low", "mode", "high"].map(|end| format!("present_cost_eur_per_t_{end}"));
    if ends.iter().any(|name| row.cell(name).is_some()) {
        return;
    }
    let Some(cell) = row.cell("present_outlet") else { return };
    let Some(usual) = outlet(&cell.text) else { return };
    let location = cell.location.clone();
    let costs = [usual.cost_eur_per_t_low, usual.cost_eur_per_t_mode, usual.cost_eur_per_t_high];
    for (name, cost) in ends.iter().zip(costs) {
        let origin = CellOrigin { source: format!("usual for {}: {}", usual.id, usual.source), flag: usual.flag };
        streams.work_out(at, name, cost.to_string(), &location, origin);
    }
}
