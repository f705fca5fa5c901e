//! Combustion: stoichiometry, heating values, flue gas, flame, losses.

use crate::combustion::{CaseError, NOT_COMPUTED, case_columns};
use crate::verify::format::{self, Format};
use crate::verify::outcome::{Row, Suite};
use crate::verify::reason::Reason;
use crate::verify::sheet::{Sheet, View, something};

/// Inputs are the dry analysis, moisture, excess air and humidity of the air, and the heating value where it was measured;
/// every other known column is an answer.
pub(in crate::verify) const FORMAT: Format = Format {
    name: "combustion",
    required: &["moisture_wb_pct", "lam", "C_dry_pct", "H_dry_pct", "O_dry_pct", "ash_dry_pct"],
    compare,
};

/// Inputs that a table may leave out: none of it, then.
const ZERO_INPUTS: [&str; 4] = ["air_humidity_kg_per_kg_dry", "N_dry_pct", "S_dry_pct", "Cl_dry_pct"];

const HEATING_VALUE: &str = "HHV_dry_MJ_kg";
const CORRELATION: &str = "Channiwala-Parikh 2002";

pub(in crate::verify) fn shipped() -> Suite {
    let source = "95 fuels, moistures and excess airs computed with Cantera 3.2 (NASA polynomials); heating values by \
                  Channiwala & Parikh 2002 (doi 10.1016/S0016-2361(01)00131-4) and ISO 18125";
    let text = include_str!("../../../models/verify/combustion.csv");
    format::shipped(&FORMAT, "Combustion", source, text)
}

fn compare(sheet: &Sheet) -> (Vec<Row>, Vec<String>) {
    let rows = sheet.compare("case_id", compare_row);
    let mut notes = Vec::new();
    let left_out: Vec<&str> = NOT_COMPUTED.into_iter().filter(|column| sheet.has(column)).collect();
    if !left_out.is_empty() {
        notes.push(format!("not computed, as they need chemical equilibrium: {}", left_out.join(", ")));
    }
    let zero: Vec<&str> = ZERO_INPUTS.into_iter().filter(|column| !sheet.has(column)).collect();
    if !zero.is_empty() {
        notes.push(format!("columns taken as 0, as the table has none: {}", zero.join(", ")));
    }
    (rows, notes)
}

/// True where the heating value follows from the analysis and is an answer; elsewhere it is an input.
fn is_correlated(view: &View<'_>) -> bool {
    match view.text("hhv_source") {
        Some(source) => source.starts_with("Channiwala"),
        None => view.text(HEATING_VALUE).is_none(),
    }
}

fn compare_row(view: &View<'_>, case: &str) -> Vec<Row> {
    let correlated = is_correlated(view);
    let cell = |column: &str| match (column, view.text(column)) {
        ("hhv_source", _) => correlated.then(|| CORRELATION.to_owned()),
        (column, None) if ZERO_INPUTS.contains(&column) && !view.has(column) => Some("0".to_owned()),
        (_, text) => text.map(str::to_owned),
    };
    let columns = match case_columns(&cell) {
        Ok(columns) => columns,
        Err(error) => return vec![Row::failed(case, "", None, refused(error))],
    };
    let answers = columns.iter().filter(|column| correlated || column.column != HEATING_VALUE);
    let rows = answers.filter_map(|c| view.answer(case, c.column, c.computed, |p| c.tolerance.allowed(p))).collect();
    something(case, rows)
}

/// Cells are named the same way in every kind of table.
fn refused(error: CaseError) -> Reason {
    match error {
        CaseError::Missing { column } => Reason::Blank { column: column.to_owned() },
        CaseError::NotANumber { column, text } => Reason::NotANumber { column: column.to_owned(), text },
        error @ CaseError::Refused(_) => Reason::Combustion(error),
    }
}
