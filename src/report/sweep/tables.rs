//! The summary of a sweep as tables.

use super::{OutputReport, SweepReport, quantile_name};
use crate::plot::{Locale, percent, significant};
use crate::report::{Align, Block, Cell, Column, Section, Table};
use crate::sweep::{Bracket, Estimate, IntervalKind, REPLICATE_TAIL_MIN, Spread, Status};

const LANG: Locale = Locale::En;
/// Shares of the quantiles that the tables show; the JSON has all.
const SHOWN: [f64; 3] = [0.1, 0.5, 0.9];

/// The summary: how the samples ended, what they say and how surely, and what failed ones could change.
pub fn sweep_sections(sweep: &SweepReport) -> Vec<Section> {
    let mut blocks = vec![Block::Paragraph(how_it_went(sweep))];
    blocks.extend(until(sweep).map(Block::Paragraph));
    for table in [amounts(sweep), probabilities(sweep), with_failed(sweep)] {
        if !table.rows.is_empty() {
            blocks.push(Block::Table(table));
        }
    }
    vec![Section { id: "sweep".into(), heading: "Sweep".into(), blocks }]
}

fn how_it_went(sweep: &SweepReport) -> String {
    let seed = sweep.seed.map_or_else(String::new, |seed| format!(", seed {seed}"));
    let done = sweep.counts.total();
    let stopped = if done < sweep.wanted { format!(" of {} asked for", sweep.wanted) } else { String::new() };
    let failed = match sweep.counts.failed() {
        0 => "none failed".to_owned(),
        n => {
            let failures = sweep.counts.iter().filter(|(status, count)| *status != Status::Done && *count > 0);
            let kinds = failures.map(|(status, count)| format!("{status} {count}"));
            format!("{n} failed ({})", kinds.collect::<Vec<_>>().join(", "))
        }
    };
    format!("{done} samples{stopped}, {}{seed}; {failed}.", sweep.design)
}

fn until(sweep: &SweepReport) -> Option<String> {
    let (rule, look) = sweep.until.as_ref()?;
    let states = rule.conditions().iter().zip(&look.conditions).map(|(condition, found)| {
        let known = found.as_ref().and_then(|(e, limit)| Some((e.half_width()?, *limit)));
        match known {
            Some((half, limit)) => format!(
                "{}: known to ± {}, asked ± {}",
                condition.text,
                significant(half, 2, LANG),
                significant(limit, 2, LANG)
            ),
            None => format!("{}: too few samples to tell", condition.text),
        }
    });
    let states = states.collect::<Vec<_>>().join("; ");
    let verdict = match (look.stop, look.met) {
        (true, _) => "met",
        (false, true) => "met at the last look alone; two in a row are asked for",
        (false, false) => "not met",
    };
    Some(format!("Stop rule {verdict}. {states}."))
}

/// Outputs that are no probabilities, with their spread.
fn amounts(sweep: &SweepReport) -> Table {
    let names = ["Mean", "P10", "P50", "P90"].map(right);
    let columns = [Column::text("Output"), Column::text("Unit")].into_iter().chain(names).collect();
    let mut table = Table::new("What the samples say", columns);
    for output in &sweep.outputs {
        let Some(spread) = output.statistics.spread.as_ref().filter(|s| s.probability.is_none()) else { continue };
        let estimates = std::iter::once(&spread.mean).chain(shown(spread).map(|q| &q.estimate));
        let mut row = vec![Cell::text(&output.label), Cell::text(&output.unit)];
        row.extend(estimates.map(cell));
        table.push(row);
    }
    table.note = format!("{} {}", "P10: one sample in ten lies below; P90: nine in ten.", intervals(sweep));
    table
}

fn shown(spread: &Spread) -> impl Iterator<Item = &crate::sweep::Quantile> {
    SHOWN.iter().filter_map(|share| spread.quantile(*share))
}

fn right(name: &str) -> Column {
    Column { name: name.into(), unit: String::new(), align: Align::Right }
}

/// A value and half the width of its interval.
fn cell(estimate: &Estimate) -> Cell {
    let value = significant(estimate.value, 4, LANG);
    match estimate.half_width() {
        Some(half) => Cell::text(format!("{value}\u{a0}±\u{a0}{}", significant(half, 2, LANG))),
        None => Cell::text(value),
    }
}

fn intervals(sweep: &SweepReport) -> String {
    let spreads = || sweep.outputs.iter().filter_map(|o| o.statistics.spread.as_ref());
    // The mean has its interval with far fewer values than a quantile.
    let Some(kind) = spreads().find_map(|s| s.mean.interval).map(|i| i.kind) else {
        return "The samples do not tell how surely these are known.".to_owned();
    };
    let bare = spreads().filter(|s| s.probability.is_none()).any(|s| shown(s).any(|q| q.estimate.interval.is_none()));
    let (by, why) = match kind {
        IntervalKind::Replicates { replicates } => {
            let by = format!("by {replicates} randomised replicates (Student's t)");
            let (tail, middle) = (REPLICATE_TAIL_MIN / 0.1, REPLICATE_TAIL_MIN / 0.5);
            let why = format!(
                "a replicate must hold {tail:.0} values for P10 and P90 and {middle:.0} for P50; take more samples"
            );
            (by, why)
        }
        _ => {
            let by = "the larger side (mean: Student's t; quantiles: order statistics)".to_owned();
            (by, "P10 and P90 need 36 values, P50 needs 6; take more samples".to_owned())
        }
    };
    let bare = if bare { format!(" A quantile without ± has too few values: {why}.") } else { String::new() };
    format!("±: half width of the 95 % interval, {by}.{bare}")
}

/// Outputs of zeros and ones.
fn probabilities(sweep: &SweepReport) -> Table {
    let columns = vec![Column::text("Output"), right("Samples"), right("Probability"), right("95 % interval")];
    let mut table = Table::new("How often it happens", columns);
    for output in &sweep.outputs {
        let Some(p) = output.statistics.spread.as_ref().and_then(|s| s.probability.as_ref()) else { continue };
        let interval = p.estimate.interval.map_or_else(String::new, |i| range(i.low, i.high));
        table.push(vec![
            Cell::text(&output.label),
            Cell::text(format!("{} of {}", p.ones, output.statistics.count)),
            Cell::text(percent(p.estimate.value, 2, LANG)),
            Cell::text(interval),
        ]);
    }
    table
}

fn range(low: f64, high: f64) -> String {
    format!("{} to {}", percent(low, 2, LANG), percent(high, 2, LANG))
}

/// What failed samples could change; no rows when none failed.
fn with_failed(sweep: &SweepReport) -> Table {
    let mut columns = vec![Column::text("Output"), Column::text("Unit")];
    columns.extend(SHOWN.map(|share| right(&quantile_name(share))));
    columns.push(right("Probability"));
    let mut table = Table::new("What the failed samples could have changed, had they ended with any value", columns);
    for output in sweep.outputs.iter().filter(|o| o.statistics.failed > 0) {
        if let Some(spread) = &output.statistics.spread {
            table.push(bounds(output, spread));
        }
    }
    table.note =
        "A quantile over these samples could have been anything within its range; the mean has no bounds.".to_owned();
    table
}

fn bounds(output: &OutputReport, spread: &Spread) -> Vec<Cell> {
    let end = |value: Option<f64>| value.map_or_else(|| "any".to_owned(), |v| significant(v, 4, LANG));
    let text = |b: &Bracket| format!("{} to {}", end(b.low), end(b.high));
    let mut row = vec![Cell::text(&output.label), Cell::text(&output.unit)];
    match &spread.probability {
        Some(p) => {
            row.extend(SHOWN.map(|_| Cell::empty()));
            let ends = p.with_failed.low.zip(p.with_failed.high);
            row.push(ends.map_or_else(Cell::empty, |(low, high)| Cell::text(range(low, high))));
        }
        None => {
            row.extend(shown(spread).map(|q| Cell::text(text(&q.with_failed))));
            row.push(Cell::empty());
        }
    }
    row
}
