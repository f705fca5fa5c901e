//! The summary of a sweep as tables.

use super::{OutputReport, SweepReport, quantile_name};
use crate::plot::{Locale, percent, significant};
use crate::report::{Align, Block, Cell, Column, Section, Table};
use crate::sweep::{Bracket, Estimate, IntervalKind, REPLICATE_TAIL_MIN, Spread, Status};
use crate::text;

/// Shares of the quantiles that the tables show; the JSON has all.
const SHOWN: [f64; 3] = [0.1, 0.5, 0.9];

/// The summary: how the samples ended, what they say and how surely, and what failed ones could change.
pub fn sweep_sections(lang: Locale, sweep: &SweepReport) -> Vec<Section> {
    let mut blocks = vec![Block::Paragraph(how_it_went(lang, sweep))];
    blocks.extend(until(lang, sweep).map(Block::Paragraph));
    for table in [amounts(lang, sweep), probabilities(lang, sweep), with_failed(lang, sweep)] {
        if !table.rows.is_empty() {
            blocks.push(Block::Table(table));
        }
    }
    vec![Section { id: "sweep".into(), heading: lang.say("Sweep").into(), blocks }]
}

fn how_it_went(lang: Locale, sweep: &SweepReport) -> String {
    let seed = sweep.seed.map_or_else(String::new, |seed| lang.tell(&text!(", seed {seed}", seed)));
    let done = sweep.counts.total();
    let stopped = if done < sweep.wanted {
        lang.tell(&text!(" of {wanted} asked for", wanted = sweep.wanted))
    } else {
        String::new()
    };
    let failed = match sweep.counts.failed() {
        0 => lang.say("none failed").to_owned(),
        n => {
            let failures = sweep.counts.iter().filter(|(status, count)| *status != Status::Done && *count > 0);
            let kinds = failures.map(|(status, count)| format!("{status} {count}"));
            lang.tell(&text!("{n} failed ({a})", n, a = kinds.collect::<Vec<_>>().join(", ")))
        }
    };
    lang.tell(&text!(
        "{done} samples{stopped}, {design}{seed}; {failed}.",
        done,
        stopped,
        design = sweep.design,
        seed,
        failed
    ))
}

fn until(lang: Locale, sweep: &SweepReport) -> Option<String> {
    let (rule, look) = sweep.until.as_ref()?;
    let states = rule.conditions().iter().zip(&look.conditions).map(|(condition, found)| {
        let known = found.as_ref().and_then(|(e, limit)| Some((e.half_width()?, *limit)));
        match known {
            Some((half, limit)) => lang.tell(&text!(
                "{text}: known to ± {b}, asked ± {c}",
                text = condition.text,
                b = significant(half, 2, lang),
                c = significant(limit, 2, lang)
            )),
            None => lang.tell(&text!("{text}: too few samples to tell", text = condition.text)),
        }
    });
    let states = states.collect::<Vec<_>>().join("; ");
    let verdict = match (look.stop, look.met) {
        (true, _) => "met",
        (false, true) => lang.say("met at the last look alone; two in a row are asked for"),
        (false, false) => lang.say("not met"),
    };
    Some(lang.tell(&text!("Stop rule {verdict}. {states}.", verdict, states)))
}

/// Outputs that are no probabilities, with their spread.
fn amounts(lang: Locale, sweep: &SweepReport) -> Table {
    let names = [lang.say("Mean"), lang.say("P10"), lang.say("P50"), lang.say("P90")].map(right);
    let columns = [Column::text(lang.say("Output")), Column::text(lang.say("Unit"))].into_iter().chain(names).collect();
    let mut table = Table::new(lang.say("What the samples say"), columns);
    for output in &sweep.outputs {
        let Some(spread) = output.statistics.spread.as_ref().filter(|s| s.probability.is_none()) else { continue };
        let estimates = std::iter::once(&spread.mean).chain(shown(spread).map(|q| &q.estimate));
        let mut row = vec![Cell::text(lang.known(&output.label)), Cell::text(lang.unit(&output.unit))];
        row.extend(estimates.map(|e| cell(lang, e)));
        table.push(row);
    }
    table.note =
        format!("{} {}", lang.say("P10: one sample in ten lies below; P90: nine in ten."), intervals(lang, sweep));
    table
}

fn shown(spread: &Spread) -> impl Iterator<Item = &crate::sweep::Quantile> {
    SHOWN.iter().filter_map(|share| spread.quantile(*share))
}

fn right(name: &str) -> Column {
    Column { name: name.into(), unit: String::new(), align: Align::Right }
}

/// A value and half the width of its interval.
fn cell(lang: Locale, estimate: &Estimate) -> Cell {
    let value = significant(estimate.value, 4, lang);
    match estimate.half_width() {
        Some(half) => Cell::text(format!("{value}\u{a0}±\u{a0}{}", significant(half, 2, lang))),
        None => Cell::text(value),
    }
}

fn intervals(lang: Locale, sweep: &SweepReport) -> String {
    let spreads = || sweep.outputs.iter().filter_map(|o| o.statistics.spread.as_ref());
    // The mean has its interval with far fewer values than a quantile.
    let Some(kind) = spreads().find_map(|s| s.mean.interval).map(|i| i.kind) else {
        return lang.say("The samples do not tell how surely these are known.").to_owned();
    };
    let bare = spreads().filter(|s| s.probability.is_none()).any(|s| shown(s).any(|q| q.estimate.interval.is_none()));
    let (by, why) = match kind {
        IntervalKind::Replicates { replicates } => {
            let by = lang.tell(&text!("by {replicates} randomised replicates (Student's t)", replicates));
            let (tail, middle) = (REPLICATE_TAIL_MIN / 0.1, REPLICATE_TAIL_MIN / 0.5);
            let why = lang.tell(&text!(
                "a replicate must hold {tail} values for P10 and P90 and {middle} for P50; take more samples",
                tail = format!("{tail:.0}"),
                middle = format!("{middle:.0}")
            ));
            (by, why)
        }
        _ => {
            let by = lang.say("the larger side (mean: Student's t; quantiles: order statistics)").to_owned();
            (by, lang.say("P10 and P90 need 36 values, P50 needs 6; take more samples").to_owned())
        }
    };
    let bare =
        if bare { lang.tell(&text!(" A quantile without ± has too few values: {why}.", why)) } else { String::new() };
    lang.tell(&text!("±: half width of the 95 % interval, {by}.{bare}", by, bare))
}

/// Outputs of zeros and ones.
fn probabilities(lang: Locale, sweep: &SweepReport) -> Table {
    let columns = vec![
        Column::text(lang.say("Output")),
        right(lang.say("Samples")),
        right(lang.say("Probability")),
        right(lang.say("95 % interval")),
    ];
    let mut table = Table::new(lang.say("How often it happens"), columns);
    for output in &sweep.outputs {
        let Some(p) = output.statistics.spread.as_ref().and_then(|s| s.probability.as_ref()) else { continue };
        let interval = p.estimate.interval.map_or_else(String::new, |i| range(lang, i.low, i.high));
        table.push(vec![
            Cell::text(lang.known(&output.label)),
            Cell::text(lang.tell(&text!("{ones} of {all}", ones = p.ones, all = output.statistics.count))),
            Cell::text(percent(p.estimate.value, 2, lang)),
            Cell::text(interval),
        ]);
    }
    table
}

fn range(lang: Locale, low: f64, high: f64) -> String {
    lang.tell(&text!("{low} to {high}", low = percent(low, 2, lang), high = percent(high, 2, lang)))
}

/// What failed samples could change; no rows when none failed.
fn with_failed(lang: Locale, sweep: &SweepReport) -> Table {
    let mut columns = vec![Column::text(lang.say("Output")), Column::text(lang.say("Unit"))];
    columns.extend(SHOWN.map(|share| right(&quantile_name(share))));
    columns.push(right(lang.say("Probability")));
    let mut table =
        Table::new(lang.say("What the failed samples could have changed, had they ended with any value"), columns);
    for output in sweep.outputs.iter().filter(|o| o.statistics.failed > 0) {
        if let Some(spread) = &output.statistics.spread {
            table.push(bounds(lang, output, spread));
        }
    }
    table.note = lang
        .say("A quantile over these samples could have been anything within its range; the mean has no bounds.")
        .to_owned();
    table
}

fn bounds(lang: Locale, output: &OutputReport, spread: &Spread) -> Vec<Cell> {
    let end = |value: Option<f64>| value.map_or_else(|| "any".to_owned(), |v| significant(v, 4, lang));
    let text = |b: &Bracket| lang.tell(&text!("{low} to {high}", low = end(b.low), high = end(b.high)));
    let mut row = vec![Cell::text(lang.known(&output.label)), Cell::text(lang.unit(&output.unit))];
    match &spread.probability {
        Some(p) => {
            row.extend(SHOWN.map(|_| Cell::empty()));
            let ends = p.with_failed.low.zip(p.with_failed.high);
            row.push(ends.map_or_else(Cell::empty, |(low, high)| Cell::text(range(lang, low, high))));
        }
        None => {
            row.extend(shown(spread).map(|q| Cell::text(text(&q.with_failed))));
            row.push(Cell::empty());
        }
    }
    row
}
