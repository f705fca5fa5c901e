//! Volumes and engines as tables for a spreadsheet.

use crate::report::{Cell, Column, Precision, Table};
use crate::sizing::digester::{DigesterFigure, DigesterSizing, RatedDigester};

/// Every volume as a table; CSV keeps all digits.
///
/// Columns: `temperature` (C), `volume` (m3), `origin`, `passes`, each figure by its key in the nominal case and over the
/// samples (`mean`, `p10`, `p50`, `p90`), `samples`, `kept`, `washed out`, `acidified`, `probability` with its interval.
/// Blank where there is no finite number.
pub fn volume_table(sizing: &DigesterSizing) -> Table {
    let number = |name: &str, unit: &str| Column::number(name, unit);
    let mut columns =
        vec![number("temperature", "C"), number("volume", "m3"), Column::text("origin"), Column::text("passes")];
    for figure in DigesterFigure::ALL {
        columns.push(number(figure.key(), ""));
        columns.extend(["mean", "p10", "p50", "p90"].map(|s| number(&format!("{} {s}", figure.key()), "")));
    }
    let counts = ["samples", "kept", "washed out", "acidified", "probability", "probability low", "probability high"];
    columns.extend(counts.map(|name| number(name, "")));
    let mut table = Table::new("Volumes", columns);
    for ladder in &sizing.ladders {
        for rated in &ladder.rated {
            table.push(row(sizing, ladder.temperature_c, rated));
        }
    }
    table
}

fn cell(value: f64) -> Cell {
    if value.is_finite() { Cell::precise(value, Precision::Significant(6)) } else { Cell::empty() }
}

fn row(sizing: &DigesterSizing, temperature_c: f64, rated: &RatedDigester) -> Vec<Cell> {
    let passes = if rated.passes(&sizing.params) { "yes" } else { "no" };
    let mut cells =
        vec![cell(temperature_c), cell(rated.volume_m3), Cell::text(rated.origin.name()), Cell::text(passes)];
    for figure in DigesterFigure::ALL {
        cells.push(cell(rated.nominal.of(figure)));
        let spread = rated.spread_of(figure).map_or([f64::NAN; 4], |s| [s.mean, s.p10, s.p50, s.p90]);
        cells.extend(spread.map(cell));
    }
    let counts = [rated.count, rated.kept, rated.washed_out, rated.acidified].map(|n| cell(n as f64));
    let (low, high) = rated.interval.map_or((f64::NAN, f64::NAN), |i| (i.low, i.high));
    cells.extend(counts);
    cells.extend([rated.probability(), low, high].map(cell));
    cells
}

/// Every power of the engine as a table; without rows where the gas is not burnt in an engine.
pub fn engine_table(sizing: &DigesterSizing) -> Table {
    let number = |name: &str, unit: &str| Column::number(name, unit);
    let columns = vec![
        number("power", "kW"),
        Column::text("recommended"),
        number("full-load hours", "h/a"),
        number("hours p10", "h/a"),
        number("hours p50", "h/a"),
        number("hours p90", "h/a"),
        number("electricity", "MWh/a"),
        number("flared for lack of power", "Nm3/a"),
        number("flared for lack of power", "%"),
        number("surplus", "EUR/a"),
        number("present value", "EUR"),
    ];
    let mut table = Table::new("Engines", columns);
    let Some(engine) = &sizing.engine else { return table };
    for (k, point) in engine.points.iter().enumerate() {
        let hours = point.hours.map_or([f64::NAN; 3], |s| [s.p10, s.p50, s.p90]);
        let mut cells = vec![
            cell(point.power_kwe),
            Cell::text(if engine.best == Some(k) { "yes" } else { "no" }),
            cell(point.nominal.hours),
        ];
        cells.extend(hours.map(cell));
        cells.extend([point.nominal.electricity_mwh, point.nominal.unused_nm3, point.nominal.unused_pct].map(cell));
        cells.extend([point.surplus_eur_per_a, point.npv_eur].map(|v| cell(v.unwrap_or(f64::NAN))));
        table.push(cells);
    }
    table
}
