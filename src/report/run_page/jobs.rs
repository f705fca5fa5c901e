//! Jobs as ranges: gross, net of what today's outlets employ, and in insertion enterprises.

use super::chapter::{Chapter, decimals, said_in};
use super::labels;
use crate::balance::jobs::{JobsAccount, Range, StepJobs};
use crate::plot::{Bar, Bars, Heading};
use crate::report::{Cell, Column, Row, Run, Table};
use crate::text;
use crate::words::Locale;

pub(super) fn chapter(lang: Locale, run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("jobs", lang.say("Jobs"));
    let Some(accounts) = &run.outcome.accounts else { return chapter };
    let jobs = &accounts.jobs;
    let steps: Vec<&StepJobs<f64>> = jobs.steps.iter().filter(|s| s.fte.high > 0.0).collect();
    if steps.is_empty() {
        return chapter;
    }
    chapter.text(
        lang.say("Full-time equivalents by the factors of the literature, which differ by a factor of two and more: read the range, \
         not the middle. Net is gross less what collection and treatment of the same tonnes employ today."),
    );
    let figure = Bars {
        heading: Heading::new(lang.say("Jobs by step"), lang).subtitle(lang.say("Line: low to high")),
        quantity: lang.say("Jobs").into(),
        unit: "FTE".into(),
        bars: steps.iter().map(|s| bar(&labels::words(s.step.name(), lang), s.fte)).collect(),
    };
    chapter
        .figure(figure.draw(), lang.say("Posts of the project by step, central value with its range, nominal flows."));
    chapter.table(table(lang, jobs, &steps));
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

fn table(lang: Locale, jobs: &JobsAccount<f64>, steps: &[&StepJobs<f64>]) -> Table {
    let columns = vec![
        Column::text(lang.say("Step")),
        Column::number(lang.say("Low"), "FTE"),
        Column::number(lang.say("Central"), "FTE"),
        Column::number(lang.say("High"), "FTE"),
        Column::number(lang.say("Insertion, low"), "FTE"),
        Column::number(lang.say("Insertion, central"), "FTE"),
        Column::number(lang.say("Insertion, high"), "FTE"),
    ];
    let mut table = Table::new(lang.say("Jobs by step, and those of them in insertion enterprises"), columns);
    for step in steps {
        table.push(cells(&labels::words(step.step.name(), lang), step.fte, Some(step.insertion_fte)));
    }
    table.rows.push(Row::Total(cells(lang.say("Gross"), jobs.gross_fte(), Some(jobs.insertion_fte()))));
    table.push(cells(lang.say("Employed today by the same tonnes"), jobs.present_fte, None));
    table.rows.push(Row::Total(cells(lang.say("Net"), jobs.net_fte(), None)));
    let aid = jobs.insertion_aid_eur_per_a();
    if aid.high > 0.0 {
        table.note = lang.tell(&text!("Public aid for the insertion posts: {a} EUR/a (from {b} to {c}); it stands beside the accounts and in none of their lines.", a = said_in(aid.central, 3, lang), b = said_in(aid.low, 3, lang), c = said_in(aid.high, 3, lang)));
    }
    table
}
