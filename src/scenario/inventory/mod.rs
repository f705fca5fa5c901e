//! Inventories: what companies buy and throw away, as an XLSX workbook, a folder of CSV or one CSV file.
//!
//! A sheet becomes a table whose cells keep their place; amounts in any unit become tonnes, communes become coordinates,
//! and what nobody measured is assumed with its range and flag. After that an inventory is read as the tables beside a
//! scenario are.

mod amounts;
mod book;
mod check;
mod columns;
mod companies;
mod export;
mod folder;
mod purchases;
mod sheets;
mod table;
mod write;

pub use check::{CheckedInventory, KindTotal, check_inventory};
pub use columns::{Column, ColumnKind, Need, inventory_columns, inventory_words};
pub use export::{CellText, Heading, TableText, template_tables, to_csv, to_one_csv};
pub use sheets::{CellPlace, PlainTable, cell_of, check_tables, csv_table, inventory_table, workbook_tables};
pub use write::{WriteError, add_inventory, to_xlsx};

pub use purchases::Purchase;
pub(super) use purchases::{PurchaseEntry, read as read_purchases};

use super::cells::Cells;
use super::section::Context;
use crate::case::{ProviderParams, StreamParams};
use crate::diag::{Diagnostic, Location};
use crate::text;
pub(super) use table::name_cells;

use book::RawSheet;
use columns::TABLES;
use table::Form;

/// The company of the template; its rows are left out.
pub const EXAMPLE_COMPANY: &str = "EXAMPLE";

/// The tables of an inventory, worked out.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) companies: Option<Cells>,
    pub(super) streams: Option<Cells>,
    pub(super) purchases: Option<Cells>,
}

/// Sheets as raw cells, with the name each has among the sources and the table it is.
struct Sheets {
    list: Vec<(&'static str, RawSheet, String)>,
    /// One sheet holds companies and streams together.
    shared: bool,
}

/// Reads an inventory by the name of its file or folder; `place` is where a scenario names it.
pub(super) fn open(context: &mut Context<'_>, name: &str, place: Option<&Location>) -> Tables {
    let lower = name.to_lowercase();
    let sheets = if lower.ends_with(".csv") {
        folder::one_file(context, name, place)
    } else if [".xlsx", ".xlsm", ".xls", ".ods"].iter().any(|end| lower.ends_with(end)) {
        workbook(context, name, place)
    } else {
        folder::all_files(context, name, place)
    };
    match sheets {
        Some(sheets) => complete(context, &sheets),
        None => Tables::default(),
    }
}

fn workbook(context: &mut Context<'_>, name: &str, place: Option<&Location>) -> Option<Sheets> {
    let bytes = match (context.load)(name) {
        Ok(bytes) => bytes,
        Err(why) => {
            let found = Diagnostic::error(text!("cannot read `{name}`: {why}", name, why))
                .at(place.cloned(), text!("named here"));
            context.diagnostics.push(found.help(text!("the path is relative to the scenario file")));
            return None;
        }
    };
    let raw = match book::read_xlsx(bytes) {
        Ok(raw) => raw,
        Err(error) => {
            let found = Diagnostic::error(text!("cannot read `{name}`: {error}", name, error = error.told()))
                .at(place.cloned(), text!("named here"));
            context.diagnostics.push(found.help(error.help()));
            return None;
        }
    };
    let names: Vec<String> = raw.iter().map(|s| s.name.clone()).collect();
    let mut list = Vec::new();
    for sheet in raw {
        let asked = crate::library::folded(sheet.name.trim());
        if let Some((table, _)) = TABLES.iter().find(|(_, names)| names.contains(&asked.as_str())) {
            let source = format!("{name}{}{}", table::SHEET, sheet.name);
            list.push((*table, sheet, source));
        }
    }
    for (table, wanted) in &TABLES[..2] {
        if !list.iter().any(|(found, ..)| found == table) {
            let found = Diagnostic::error(text!("`{name}` has no sheet `{table}`", name, table))
                .at(place.cloned(), text!("named here"));
            let help = text!("call it {a}; there are: {b}", a = wanted[..2].join(" or "), b = names.join(", "));
            context.diagnostics.push(found.help(help));
        }
    }
    Some(Sheets { list, shared: false })
}

fn complete(context: &mut Context<'_>, sheets: &Sheets) -> Tables {
    let mut tables = Tables::default();
    for (table, sheet, source) in &sheets.list {
        let engine = engine_columns(table);
        // Whoever buys nothing leaves the sheet of purchases empty.
        if *table == "purchases" && sheet.cells.is_empty() {
            continue;
        }
        let beside = sheets.shared.then(|| if *table == "companies" { "streams" } else { "companies" });
        let form = Form { table, engine: &engine, beside, source };
        let read = table::read(sheet, &form, context.sources, context.diagnostics);
        let slot = match *table {
            "companies" => &mut tables.companies,
            "streams" => &mut tables.streams,
            _ => &mut tables.purchases,
        };
        *slot = read;
    }
    leave_out_example(context, &mut tables);
    if let Some(companies) = &mut tables.companies {
        if sheets.shared {
            companies::merge(companies, context.diagnostics);
        }
        companies::complete(companies, context.diagnostics);
        if let Some(streams) = &mut tables.streams {
            let (trades, order) = companies::trades(companies);
            companies::complete_streams(streams, context.diagnostics);
            amounts::complete(streams, &trades, context.sources, context.diagnostics);
            amounts::add_defaults(streams, &trades, &order, context.diagnostics);
        }
    }
    tables
}

/// Columns of numbers that the engine reads.
fn engine_columns(table: &str) -> Vec<String> {
    let rows = match table {
        "companies" => ProviderParams::<f64>::table().rows(),
        "streams" => StreamParams::<f64>::table().rows(),
        _ => &[],
    };
    let extra = ["crow_km_to_florange"].iter().filter(|_| table == "companies").map(|c| (*c).to_owned());
    rows.iter().map(|r| r.name.clone()).chain(extra).collect()
}

fn leave_out_example(context: &mut Context<'_>, tables: &mut Tables) {
    let mut place = None;
    for cells in [&mut tables.companies, &mut tables.streams, &mut tables.purchases].into_iter().flatten() {
        let of_example = |r: super::cells::CellRow<'_>| r.text("provider_id") == Some(EXAMPLE_COMPANY);
        place = place.or_else(|| cells.rows().find(|r| of_example(*r)).and_then(|r| r.location()));
        cells.retain(|r| !of_example(r));
    }
    if place.is_some() {
        let found = Diagnostic::warning(text!("the fictitious example of the template is left out"))
            .at(place, text!("its first row"));
        context.diagnostics.push(found.help(text!("delete its rows")));
    }
}
