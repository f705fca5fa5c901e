//! The sizing on a terminal, and all candidates as a table for a spreadsheet.

use super::context::Context;
use super::{SizePage, answer, comparison};
use crate::report::chapter::Chapter;
use crate::report::{Cell, Column, Precision, Section, Table};
use crate::sizing::{Figure, Rated, SizeOutcome};

/// What the terminal shows: the answer, the chosen house beside the rule of 50 %, warnings, and so many rows of the
/// ranking.
pub fn size_sections(size: &SizeOutcome, options: &SizePage<'_>, rows: usize) -> Vec<Section> {
    let c = Context { size, options, lang: options.lang };
    let answer = answer::chapter(&c);
    let mut ranking = Chapter::new("comparison", c.say("Ranking"));
    ranking.table(comparison::ranked_short(&c, rows));
    [answer, ranking].into_iter().filter_map(Chapter::finish).collect()
}

/// Every candidate as a table, the best first; CSV keeps all digits.
///
/// Columns: `rank`, `boilers` (`2 x 300`), `wood power` (kW), `buffer` (h), `buffer volume` (m3), `store` (d), `store
/// mass` (t), then each figure by its key in the nominal case and, with samples, its `mean`, `p10`, `p50`, `p90`;
/// `probability of the target`, `regret` (mean, P90, largest; in the unit of the objective), `on the front`, `breaches`
/// (ids, spaces between), `closure`.
pub fn ranking_table(size: &SizeOutcome) -> Table {
    let sampled = size.rated.iter().any(|r| !r.spread.is_empty());
    let mut table = Table::new("Candidates", columns(sampled));
    for (rank, place) in size.ranking.iter().enumerate() {
        if let Some(rated) = size.rated.get(*place) {
            table.push(row(rank, rated, sampled));
        }
    }
    table
}

const STATISTICS: [&str; 4] = ["mean", "p10", "p50", "p90"];

fn columns(sampled: bool) -> Vec<Column> {
    let number = |name: &str, unit: &str| Column::number(name, unit);
    let mut columns = vec![
        number("rank", ""),
        Column::text("boilers"),
        number("wood power", "kW"),
        number("buffer", "h"),
        number("buffer volume", "m3"),
        number("store", "d"),
        number("store mass", "t"),
    ];
    for figure in Figure::ALL {
        columns.push(number(figure.key(), ""));
        if sampled {
            columns.extend(STATISTICS.map(|s| number(&format!("{} {s}", figure.key()), "")));
        }
    }
    if sampled {
        let regrets = ["regret mean", "regret p90", "regret max"];
        columns.push(number("probability of the target", ""));
        columns.extend(regrets.map(|name| number(name, "")));
    }
    columns.extend([Column::text("on the front"), Column::text("breaches"), number("closure", "")]);
    columns
}

fn cell(value: f64) -> Cell {
    if value.is_finite() { Cell::precise(value, Precision::Significant(6)) } else { Cell::empty() }
}

fn row(rank: usize, rated: &Rated, sampled: bool) -> Vec<Cell> {
    let candidate = &rated.candidate;
    let mut cells = vec![Cell::precise((rank + 1) as f64, Precision::Decimals(0)), Cell::text(candidate.boilers())];
    let sizes = [
        candidate.wood_kw(),
        candidate.buffer_hours,
        rated.built.buffer_m3,
        candidate.store_days,
        rated.built.wood_store_t,
    ];
    cells.extend(sizes.map(cell));
    for (k, figure) in Figure::ALL.into_iter().enumerate() {
        cells.push(cell(rated.nominal.of(figure)));
        if sampled {
            let spread = rated.spread.get(k).map_or([f64::NAN; 4], |s| [s.mean, s.p10, s.p50, s.p90]);
            cells.extend(spread.map(cell));
        }
    }
    if sampled {
        let regret = rated.regret.map_or([f64::NAN; 3], |r| [r.mean, r.p90, r.max]);
        cells.push(cell(rated.probability_target));
        cells.extend(regret.map(cell));
    }
    let breaches: Vec<&str> = rated.breaches.iter().map(|b| b.limit).collect();
    cells.extend([
        Cell::text(if rated.on_front { "yes" } else { "no" }),
        Cell::text(breaches.join(" ")),
        cell(rated.closure),
    ]);
    cells
}
