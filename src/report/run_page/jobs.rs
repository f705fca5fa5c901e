//! Jobs as ranges: gross, net of what today's outlets employ, and in insertion enterprises.

use super::chapter::{Chapter, decimals, said};
use super::{LANG, labels};
use crate::balance::jobs::{JobsAccount, Range, StepJobs};
use crate::plot::{Bar, Bars, Heading};
use crate::report::{Cell, Column, Row, Run, Table};

pub(super) fn chapter(run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("jobs", "Jobs");
    let Some(accounts) = &run.outcome.accounts else { return chapter };
    let jobs = &accounts.jobs;
    let steps: Vec<&StepJobs<f64>> = jobs.steps.iter().filter(|s| s.fte.high > 0.0).collect();
    if steps.is_empty() {
        return chapter;
    }
    chapter.text(
        "Full-time equivalents by the factors of the literature, which differ by a factor of two and more: read the range, \
         not the middle. Net is gross less what collection and treatment of the same tonnes employ today.",
    );
    let figure = Bars {
        heading: Heading::new("Jobs by step", LANG).subtitle("Line: low to high"),
        quantity: "Jobs".into(),
        unit: "FTE".into(),
        bars: steps.iter().map(|s| bar(&labels::words(s.step.name(), LANG), s.fte)).collect(),
    };
    chapter.figure(figure.draw(), "Posts of the project by step, central value with its range, nominal flows.");
    chapter.table(table(jobs, &steps));
    chapter
}

fn bar(label: &str, range: Range<f64>) -> Bar {
    Bar { label: label.to_owned(), value: range.central, range: Some((range.low, range.high)) }
}

fn cells(name: &str, fte: Range<f64>, insertion: Option<Range<f64>>) -> Vec<Cell> {
    let mut row = vec![Cell::text(name)];
    row.extend([fte.low, fte.central, fte.high].map(|v| decimals(v, 2)));
    match insertion {
        Some(i) => row.extend([i.low, i.central, i.high].map(|v| decimals(v, 2))),
        None => row.extend([Cell::empty(), Cell::empty(), Cell::empty()]),
    }
    row
}

fn table(jobs: &JobsAccount<f64>, steps: &[&StepJobs<f64>]) -> Table {
    let columns = vec![
        Column::text("Step"),
        Column::number("Low", "FTE"),
        Column::number("Central", "FTE"),
        Column::number("High", "FTE"),
        Column::number("Insertion, low", "FTE"),
        Column::number("Insertion, central", "FTE"),
        Column::number("Insertion, high", "FTE"),
    ];
    let mut table = Table::new("Jobs by step, and those of them in insertion enterprises", columns);
    for step in steps {
        table.push(cells(&labels::words(step.step.name(), LANG), step.fte, Some(step.insertion_fte)));
    }
    table.rows.push(Row::Total(cells("Gross", jobs.gross_fte(), Some(jobs.insertion_fte()))));
    table.push(cells("Employed today by the same tonnes", jobs.present_fte, None));
    table.rows.push(Row::Total(cells("Net", jobs.net_fte(), None)));
    let aid = jobs.insertion_aid_eur_per_a();
    if aid.high > 0.0 {
        table.note = format!(
            "Public aid for the insertion posts: {} EUR/a (from {} to {}); it stands beside the accounts and in none of \
             their lines.",
            said(aid.central, 3),
            said(aid.low, 3),
            said(aid.high, 3),
        );
    }
    table
}
