//! A sensitivity analysis as a table: the inputs that matter most for each output.

use crate::plot::{Locale, significant};
use crate::report::{Align, Block, Cell, Column, Section, Table};
use crate::study::{Indices, Method, Sensitivity};
use crate::sweep::sensitivity::{Estimate, RowCounts};
use crate::text;

/// The table: so many inputs for each output.
pub fn sensitivity_sections(lang: Locale, found: &Sensitivity, inputs: usize) -> Vec<Section> {
    let mut blocks = vec![Block::Paragraph(how_it_went(lang, found))];
    blocks.extend(dropped(lang, found).map(Block::Paragraph));
    let mut table = Table::new(caption(lang, found.method), columns(lang, found));
    let mut shown_rows = Vec::new();
    for output in &found.outputs {
        match &output.indices {
            Err(why) => {
                let mut row = vec![Cell::text(lang.known(&output.column.label)), Cell::text(why.to_string())];
                row.resize_with(table.columns.len(), Cell::empty);
                table.push(row);
            }
            Ok(indices) => {
                push_inputs(lang, &mut table, found, lang.known(&output.column.label), indices, inputs);
                shown_rows.push((indices, indices.ranking().into_iter().take(inputs).collect()));
            }
        }
    }
    table.note = notes(lang, found, &shown_rows);
    if !table.rows.is_empty() {
        blocks.push(Block::Table(table));
    }
    vec![Section { id: "sensitivity".into(), heading: lang.say("Sensitivity").into(), blocks }]
}

fn how_it_went(lang: Locale, found: &Sensitivity) -> String {
    let what = match found.method {
        Method::GivenData => lang.tell(&text!("{runs} samples of a finished sweep", runs = found.runs)),
        Method::Tornado => lang.tell(&text!("{runs} runs, one input at a time", runs = found.runs)),
        _ => lang.tell(&text!("{runs} runs in {rows} design rows", runs = found.runs, rows = found.rows)),
    };
    let wanted = found.rows_wanted;
    let stopped = if found.rows < wanted { lang.tell(&text!(" of {wanted} asked for", wanted)) } else { String::new() };
    let seed = found
        .seed
        .filter(|_| found.method != Method::Tornado)
        .map_or_else(String::new, |s| lang.tell(&text!(", seed {s}", s)));
    let failed = if found.failed == 0 {
        lang.say("none failed").to_owned()
    } else {
        lang.tell(&text!("{failed} failed", failed = found.failed))
    };
    format!("{what}{stopped}{seed}; {failed}.")
}

/// Rows that count for each output, where some do not; none where all do.
fn dropped(lang: Locale, found: &Sensitivity) -> Option<String> {
    let what = if found.method == Method::GivenData { "samples" } else { lang.say("design rows") };
    let mut kinds: Vec<(RowCounts, Vec<&str>)> = Vec::new();
    for output in &found.outputs {
        let Some(rows) = output.indices.as_ref().ok().and_then(Indices::rows) else { continue };
        let label = lang.known(&output.column.label);
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
        let failed = if rows.failed > 0 {
            lang.tell(&text!(", {failed} dropped for a failed run", failed = rows.failed))
        } else {
            String::new()
        };
        let absent = if rows.absent > 0 {
            lang.tell(&text!(", {absent} dropped for lack of the result", absent = rows.absent))
        } else {
            String::new()
        };
        let of = if one { lang.say("every result").to_owned() } else { labels.join(", ") };
        lang.tell(&text!("{kept} of {all} kept{failed}{absent} ({of})", kept = rows.kept, all, failed, absent, of))
    });
    let told = told.collect::<Vec<_>>().join("; ");
    let hold = lang.say(
        "The numbers hold for the inputs where nothing fails and the result is there, not for all that were drawn.",
    );
    Some(lang.tell(&text!("Of the {what}: {told}. {hold}", what, told, hold)))
}

fn caption(lang: Locale, method: Method) -> &'static str {
    match method {
        Method::Sobol => lang.say("Shares of variance (Sobol)"),
        Method::Shapley => lang.say("Shares of variance (Shapley)"),
        Method::Morris => lang.say("Elementary effects (Morris), in the unit of the output"),
        Method::Tornado => lang.say("One at a time, in the unit of the output"),
        Method::GivenData => lang.say("Measures on given samples"),
    }
}

fn note(lang: Locale, found: &Sensitivity) -> &'static str {
    match found.method {
        Method::Sobol => {
            lang.say("Total: share of the variance left when all others are known; first order: share gone when this one is known. \
             In brackets: 95 % intervals.")
        }
        Method::Shapley => {
            lang.say("The shares of all inputs sum to 1, dependent or not. Known first: share explained when this input is the first \
             to be known, what depends on it included; known last (figures, JSON): share left when all others are known. \
             In brackets: 95 % intervals.")
        }
        Method::Morris => {
            lang.say("mu*: mean size of the effect of moving the input over its whole range; mu: with its sign. In brackets: 95 % \
             intervals.")
        }
        Method::Tornado => lang.say("The output with the input at its 10 % and at its 90 % quantile, everything else nominal."),
        Method::GivenData => {
            lang.say("Delta: share of the output's probability that the input moves; PAWN: largest shift of its distribution. An \
             input is told from nothing when its range lies above that of the dummy.")
        }
    }
}

/// The outputs of the table that have indices, with the players shown for each.
type Shown<'a> = [(&'a Indices, Vec<usize>)];

/// What the columns mean, and what must be known of the numbers in them.
fn notes(lang: Locale, found: &Sensitivity, rows: &Shown<'_>) -> String {
    let mut notes = vec![note(lang, found).to_owned()];
    if found.factors {
        let sets = found
            .dependent
            .iter()
            .map(|(first, count, why)| lang.tell(&text!("{first} ({count} inputs, {why})", first, count, why)));
        let sets = sets.collect::<Vec<_>>().join("; ");
        notes.push(lang.tell(&text!("Inputs depend on each other: ranked are the independent factors behind them. Sets of dependent inputs, by the first of each: {sets}. The first carries what it has in common with the others.", sets)));
    }
    let columns = shown(found);
    let blank = |(indices, players): &(&Indices, Vec<usize>)| {
        let measures = indices.measures();
        players.iter().any(|p| columns.iter().any(|(k, _)| measures[*k].values[*p].is_none()))
    };
    if rows.iter().any(blank) {
        notes.push(match found.method {
            Method::Shapley => lang.tell(&text!(
                "{NONE}: the input is known first or last in too few rows to tell; write a larger -n.",
                NONE
            )),
            _ => lang.tell(&text!("{NONE}: the run of that end failed or has no such result.", NONE)),
        });
    }
    let below = |(indices, players): &(&Indices, Vec<usize>)| match indices {
        Indices::Sobol(s) => players.iter().any(|p| s.total[*p].value < s.first[*p].value),
        _ => false,
    };
    if rows.iter().any(below) {
        notes.push(
            lang.say("A total below the first order is noise of the runs: the true one is never smaller. The narrower interval tells \
             more; a larger -n tells them apart.")
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

fn columns(lang: Locale, found: &Sensitivity) -> Vec<Column> {
    let mut columns = vec![Column::text(lang.say("Output")), Column::text(lang.say("Input"))];
    for (_, name) in shown(found) {
        columns.push(Column { align: Align::Right, ..Column::text(lang.known(name)) });
    }
    columns
}

fn push_inputs(lang: Locale, table: &mut Table, found: &Sensitivity, label: &str, indices: &Indices, inputs: usize) {
    let measures = indices.measures();
    let shown = shown(found);
    let cell = |value: Option<&Estimate>| -> Cell {
        let Some(e) = value else { return Cell::text(NONE) };
        let text = |v: f64| significant(v, digits(e), lang);
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
