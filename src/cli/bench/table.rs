//! The rows as a table and as JSON.

use super::machine;
use super::rows::{Peer, Row};
use super::timing::REPEATS;
use crate::cli::CommandError;
use crate::report::{Cell, Column, Table};
use serde_json::{Value, json};
use std::io::Write;

/// A list of objects, one a row.
pub(super) fn json(rows: &[Row]) -> Value {
    // A number that is not finite has no place in JSON: null.
    rows.iter().map(object).collect()
}

fn object(row: &Row) -> Value {
    let peer = row.peer.as_ref();
    let equal = peer.and_then(|peer| peer.equal.as_ref());
    json!({
        "case": row.case,
        "rate_per_s_per_core": row.rate,
        "peer": peer.map(|peer| peer.name),
        "peer_rate_per_s_per_core": peer.and_then(|peer| peer.rate),
        "ratio": peer.and_then(|peer| peer.ratio),
        "max_rel_error": row.error,
        "peer_max_rel_error": peer.map(|peer| peer.error),
        "peer_rtol_of_equal_error": equal.map(|equal| equal.rtol),
        "ratio_at_equal_error": equal.and_then(|equal| equal.ratio),
        "threads": row.threads,
        "speedup": row.speedup.as_ref().map(|speedup| speedup.wall),
        "speedup_cpu": row.speedup.as_ref().map(|speedup| speedup.cpu),
    })
}

/// The table, and beneath it what it was made on and how.
pub(super) fn write(rows: &[Row], seconds: f64, out: &mut dyn Write) -> Result<(), CommandError> {
    let columns = vec![
        Column::text("Case"),
        Column::number("Rate", ""),
        Column::number("Peer", ""),
        Column::number("Ratio", ""),
        Column::number("Error", ""),
        Column::number("Peer's error", ""),
    ];
    let mut table = Table::new("Runs or years per second and core of this machine", columns);
    for row in rows {
        table.push(cells(row));
    }
    let text = crate::cli::terminal().table(&table).expect("every row has one cell a column");
    writeln!(out, "{text}")?;
    for line in notes(rows, seconds) {
        writeln!(out, "{}", crate::cli::terminal().paragraph(&line).trim_end())?;
    }
    Ok(())
}

fn cells(row: &Row) -> Vec<Cell> {
    let number = |value: Option<f64>| value.map_or(Cell::text("-"), Cell::number);
    let error = |value: Option<f64>| Cell::text(value.map_or("-".to_owned(), |error| format!("{error:.1e}")));
    let peer = row.peer.as_ref();
    vec![
        Cell::text(row.case.clone()),
        number(Some(row.rate)),
        number(peer.and_then(|peer| peer.rate)),
        number(peer.and_then(|peer| peer.ratio)),
        error(row.error),
        error(peer.map(|peer| peer.error)),
    ]
}

/// Errors that differ by less than this factor are about the same.
const ALIKE: f64 = 1.2;

/// One line on the peer of a row: its error beside ours, and how it does at equal error.
fn compare(row: &Row, peer: &Peer) -> String {
    let own = row.error.unwrap_or(f64::NAN);
    let word = match peer.error / own {
        quotient if quotient > ALIKE => "larger than",
        quotient if quotient < 1.0 / ALIKE => "smaller than",
        _ => "about",
    };
    let missing = if peer.missing == 0 { String::new() } else { format!(", {} runs failed", peer.missing) };
    let equal = match &peer.equal {
        Some(equal) => {
            let (rate, ratio) = (equal.rate.unwrap_or(f64::NAN), equal.ratio.unwrap_or(f64::NAN));
            let (rtol, error) = (equal.rtol, equal.error);
            format!("at rtol {rtol:.1e} it is {error:.1e}, and the rate {rate:.0} 1/s/core, ratio {ratio:.1}")
        }
        None => "no tolerance gives it the error of ours".to_owned(),
    };
    format!("{}: the error of {} is {word} ours{missing}; {equal}.", row.case, peer.name)
}

fn notes(rows: &[Row], seconds: f64) -> Vec<String> {
    let mut lines = vec![
        format!("Machine: {}; gisement {}.", machine::describe(), env!("CARGO_PKG_VERSION")),
        format!(
            "CPU time of one thread, median of {REPEATS} repeats over {seconds} s, after a warm-up. Digesters: the BSM2 \
             benchmark with 64 inputs drawn within 45 %. Error: largest |difference|/(|reference| + floor) of any state \
             at the end, against runs at rtol 1e-10."
        ),
    ];
    for row in rows {
        if let Some(speedup) = &row.speedup {
            let (threads, wall, cpu) = (row.threads, speedup.wall, speedup.cpu);
            lines.push(format!(
                "{}: {threads} threads do {wall:.2} times the work of one by the wall clock, which other work on the \
                 machine disturbs, and {cpu:.2} times by their CPU time.",
                row.case
            ));
        }
        lines.extend(row.peer.as_ref().map(|peer| compare(row, peer)));
    }
    if !cfg!(feature = "peers") {
        lines.push("A peer (diffsol) is timed beside it in a build with `--features peers`.".to_owned());
    }
    lines
}
