//! A sensitivity analysis as a table: the inputs that matter most for each output.

use crate::plot::{Locale, significant};
use crate::report::{Align, Block, Cell, Column, Section, Table};
use crate::study::{Indices, Method, Sensitivity};
use crate::sweep::sensitivity::{Estimate, RowCounts};

const LANG: Locale = Locale::En;

/// The table: so many inputs for each output.
pub fn sensitivity_sections(found: &Sensitivity, inputs: usize) -> Vec<Section> {
    let mut blocks = vec![Block::Paragraph(how_it_went(found))];
    blocks.extend(dropped(found).map(Block::Paragraph));
    let mut table = Table::new(caption(found.method), columns(found));
    let mut shown_rows = Vec::new();
    for output in &found.outputs {
        match &output.indices {
            Err(why) => {
                let mut row = vec![Cell::text(&output.column.label), Cell::text(why.to_string())];
                row.resize_with(table.columns.len(), Cell::empty);
                table.push(row);
            }
            Ok(indices) => {
                push_inputs(&mut table, found, &output.column.label, indices, inputs);
                shown_rows.push((indices, indices.ranking().into_iter().take(inputs).collect()));
            }
        }
    }
    table.note = notes(found, &shown_rows);
    if !table.rows.is_empty() {
        blocks.push(Block::Table(table));
    }
    vec![Section { id: "sensitivity".into(), heading: "Sensitivity".into(), blocks }]
}

fn how_it_went(found: &Sensitivity) -> String {
    let what = match found.method {
        Method::GivenData => format!("{} samples of a finished sweep", found.runs),
        Method::Tornado => format!("{} runs, one input at a time", found.runs),
        _ => format!("{} runs in {} design rows", found.runs, found.rows),
    };
    let wanted = found.rows_wanted;
    let stopped = if found.rows < wanted { format!(" of {wanted} asked for") } else { String::new() };
    let seed =
        found.seed.filter(|_| found.method != Method::Tornado).map_or_else(String::new, |s| format!(", seed {s}"));
    let failed = if found.failed == 0 { "none failed".to_owned() } else { format!("{} failed", found.failed) };
    format!("{what}{stopped}{seed}; {failed}.")
}

/// Rows that count for each output, where some do not; none where all do.
fn dropped(found: &Sensitivity) -> Option<String> {
    let what = if found.method == Method::GivenData { "samples" } else { "design rows" };
    let mut kinds: Vec<(RowCounts, Vec<&str>)> = Vec::new();
    for output in &found.outputs {
        let Some(rows) = output.indices.as_ref().ok().and_then(Indices::rows) else { continue };
        let label = output.column.label.as_str();
        match kinds.iter_mut().find(|(counts, _)| *counts == rows) {
            Some((_, labels)) => labels.push(label),
            None => kinds.push((rows, vec![label])),
        }
    }
    if kinds.iter().all(|(rows, _)| rows.failed == 0 && rows.absent == 0) {
        return None;
    }
    let one = kinds.len() == 1;
    let told = kinds.iter().map(|(rows, labels)| {
        let all = rows.kept + rows.failed + rows.absent;
        let failed =
            if rows.failed > 0 { format!(", {} dropped for a failed run", rows.failed) } else { String::new() };
        let absent =
            if rows.absent > 0 { format!(", {} dropped for lack of the result", rows.absent) } else { String::new() };
        let of = if one { "every result".to_owned() } else { labels.join(", ") };
        format!("{} of {all} kept{failed}{absent} ({of})", rows.kept)
    });
    let told = told.collect::<Vec<_>>().join("; ");
    let hold =
        "The numbers hold for the inputs where nothing fails and the result is there, not for all that were drawn.";
    Some(format!("Of the {what}: {told}. {hold}"))
}

fn caption(method: Method) -> &'static str {
    match method {
        Method::Sobol => "Shares of variance (Sobol)",
        Method::Shapley => "Shares of variance (Shapley)",
        Method::Morris => "Elementary effects (Morris), in the unit of the output",
        Method::Tornado => "One at a time, in the unit of the output",
        Method::GivenData => "Measures on given samples",
    }
}

fn note(found: &Sensitivity) -> &'static str {
    match found.method {
        Method::Sobol => {
            "Total: share of the variance left when all others are known; first order: share gone when this one is known. \
             In brackets: 95 % intervals."
        }
        Method::Shapley => {
            "The shares of all inputs sum to 1, dependent or not. Known first: share explained when this input is the first \
             to be known, what depends on it included; known last (figures, JSON): share left when all others are known. \
             In brackets: 95 % intervals."
        }
        Method::Morris => {
            "mu*: mean size of the effect of moving the input over its whole range; mu: with its sign. In brackets: 95 % \
             intervals."
        }
        Method::Tornado => "The output with the input at its 10 % and at its 90 % quantile, everything else nominal.",
        Method::GivenData => {
            "Delta: share of the output's probability that the input moves; PAWN: largest shift of its distribution. An \
             input is told from nothing when its range lies above that of the dummy."
        }
    }
}

/// The outputs of the table that have indices, with the players shown for each.
type Shown<'a> = [(&'a Indices, Vec<usize>)];

/// What the columns mean, and what must be known of the numbers in them.
fn notes(found: &Sensitivity, rows: &Shown<'_>) -> String {
    let mut notes = vec![note(found).to_owned()];
    if found.factors {
        let sets = found.dependent.iter().map(|(first, count, why)| format!("{first} ({count} inputs, {why})"));
        let sets = sets.collect::<Vec<_>>().join("; ");
        notes.push(format!(
            "Inputs depend on each other: ranked are the independent factors behind them. Sets of dependent inputs, by the \
             first of each: {sets}. The first carries what it has in common with the others."
        ));
    }
    let columns = shown(found);
    let blank = |(indices, players): &(&Indices, Vec<usize>)| {
        let measures = indices.measures();
        players.iter().any(|p| columns.iter().any(|(k, _)| measures[*k].values[*p].is_none()))
    };
    if rows.iter().any(blank) {
        notes.push(match found.method {
            Method::Shapley => {
                format!("{NONE}: the input is known first or last in too few rows to tell; write a larger -n.")
            }
            _ => format!("{NONE}: the run of that end failed or has no such result."),
        });
    }
    let below = |(indices, players): &(&Indices, Vec<usize>)| match indices {
        Indices::Sobol(s) => players.iter().any(|p| s.total[*p].value < s.first[*p].value),
        _ => false,
    };
    if rows.iter().any(below) {
        notes.push(
            "A total below the first order is noise of the runs: the true one is never smaller. The narrower interval tells \
             more; a larger -n tells them apart."
                .to_owned(),
        );
    }
    notes.join(" ")
}

/// Stands where there is no number; the note says why.
const NONE: &str = "–";

/// Measures that a line of 100 has room for.
const MEASURES: usize = 2;

/// Measures of the table, by their place among the measures.
fn shown(found: &Sensitivity) -> Vec<(usize, &'static str)> {
    let first = found.outputs.iter().find_map(|o| o.indices.as_ref().ok());
    let all = first.map_or_else(Vec::new, |indices| indices.measures().iter().map(|m| m.name).collect());
    let skip = usize::from(found.method == Method::Tornado);
    all.into_iter().enumerate().skip(skip).take(MEASURES).collect()
}

fn columns(found: &Sensitivity) -> Vec<Column> {
    let mut columns = vec![Column::text("Output"), Column::text("Input")];
    for (_, name) in shown(found) {
        columns.push(Column { align: Align::Right, ..Column::text(name) });
    }
    columns
}

fn push_inputs(table: &mut Table, found: &Sensitivity, label: &str, indices: &Indices, inputs: usize) {
    let measures = indices.measures();
    let shown = shown(found);
    let cell = |value: Option<&Estimate>| -> Cell {
        let Some(e) = value else { return Cell::text(NONE) };
        let text = |v: f64| significant(v, digits(e), LANG);
        let is_exact = e.standard_error == 0.0;
        Cell::text(if is_exact {
            text(e.value)
        } else {
            format!("{} [{},\u{a0}{}]", text(e.value), text(e.low), text(e.high))
        })
    };
    for (rank, player) in indices.ranking().into_iter().take(inputs).enumerate() {
        let output = if rank == 0 { label } else { "" };
        let mut row = vec![Cell::text(output), Cell::text(&found.players[player])];
        row.extend(shown.iter().map(|(k, _)| cell(measures[*k].values[player].as_ref())));
        table.push(row);
    }
    if measures.iter().any(|m| m.noise.is_some()) {
        let mut row = vec![Cell::empty(), Cell::text("(dummy)")];
        row.extend(shown.iter().map(|(k, _)| cell(measures[*k].noise.as_ref())));
        table.push(row);
    }
}

/// Digits that the interval backs.
fn digits(e: &Estimate) -> usize {
    match e.standard_error / e.value.abs() {
        error if error > 0.02 => 2,
        error if error > 0.002 => 3,
        _ => 4,
    }
}
