//! What was found, as the page shows it: tables, figures with their numbers, notes.

use super::error::ApiError;
use crate::ask::{Failed, Tell};
use crate::diag::Sources;
use crate::report::{Block, Page, ReportError, Row, Section, Table};
use crate::words::Locale;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// Reasons of failed samples that are told; the document of the job has all.
const REASONS_SHOWN: usize = 5;

/// Title, what it took, what it lacks, sections as tables, figures.
pub(super) fn answer(found: &dyn Tell, lang: Locale) -> Value {
    let effort = found.effort();
    let reasons = effort.reasons.iter().take(REASONS_SHOWN).map(|(reason, count)| format!("{count}: {reason}"));
    let lacks: Vec<String> =
        effort.stopped.iter().chain(&effort.failed).map(|text| lang.tell(text)).chain(reasons).collect();
    let runs: Vec<String> = effort.runs.iter().map(|text| lang.tell(text)).collect();
    let sections: Vec<Value> = found.sections(lang).iter().flat_map(|section| tables(section, lang)).collect();
    let figures = figures(&found.page(lang), None);
    json!({ "title": found.title(), "runs": runs, "lacks": lacks, "sections": sections, "figures": figures })
}

/// The figures of a page: what an interactive chart needs, or the drawing where there is no such chart; with the tables behind
/// them, or with the address of each where an answer of this number keeps them.
pub(super) fn figures(page: &Page, kept: Option<u64>) -> Vec<Value> {
    let one = |(k, (name, picture, caption)): (usize, (String, &crate::plot::Picture, &str))| {
        let drawn = picture.chart.is_null();
        json!({
            "name": name, "title": picture.title, "caption": caption,
            "csv": kept.is_none().then_some(&picture.csv),
            "table": kept.map(|answer| super::tables::address(answer, k)),
            "chart": picture.chart,
            "svg": drawn.then_some(&picture.svg),
        })
    };
    page.captioned_figures().into_iter().enumerate().map(one).collect()
}

/// The tables of a section, each with the texts before it.
fn tables(section: &Section, lang: Locale) -> Vec<Value> {
    let mut list = Vec::new();
    let mut notes: Vec<String> = Vec::new();
    for block in &section.blocks {
        match block {
            Block::Paragraph(text) => notes.push(text.clone()),
            Block::Table(table) => list.push(table_json(section, table, std::mem::take(&mut notes), lang)),
            Block::KeyFigures(figures) => {
                let columns = ["", lang.say("nominal"), "P10", "P50", "P90", lang.say("unit")];
                let rows: Vec<Vec<String>> = figures
                    .iter()
                    .map(|f| {
                        let text = |x: f64| f.precision.text(x, lang);
                        let [p10, p50, p90] = f.p10_p50_p90.map_or_else(Default::default, |all| all.map(text));
                        vec![f.name.clone(), text(f.nominal), p10, p50, p90, f.unit.clone()]
                    })
                    .collect();
                list.push(section_json(&section.heading, &columns, &rows, std::mem::take(&mut notes)));
            }
            Block::Findings(findings) => {
                let rows: Vec<Vec<String>> = findings
                    .iter()
                    .map(|f| vec![f.severity.word(lang).to_owned(), f.text.clone(), f.source.clone()])
                    .collect();
                list.push(section_json(&section.heading, &["", "", ""], &rows, std::mem::take(&mut notes)));
            }
            Block::Definitions(terms) => {
                let rows: Vec<Vec<String>> =
                    terms.iter().map(|(term, text)| vec![term.clone(), text.clone()]).collect();
                list.push(section_json(&section.heading, &["", ""], &rows, std::mem::take(&mut notes)));
            }
            Block::Figure { .. } => {}
        }
    }
    if !notes.is_empty() {
        list.push(section_json(&section.heading, &[], &[], notes));
    }
    list
}

fn section_json(title: &str, columns: &[&str], rows: &[Vec<String>], notes: Vec<String>) -> Value {
    json!({ "title": title, "columns": columns, "rows": rows, "notes": notes })
}

fn table_json(section: &Section, table: &Table, mut notes: Vec<String>, lang: Locale) -> Value {
    let heading = |c: &crate::report::Column| {
        if c.unit.is_empty() { c.name.clone() } else { format!("{} ({})", c.name, c.unit) }
    };
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| match row {
            Row::Cells(cells) | Row::Total(cells) => cells.iter().map(|cell| cell.shown(lang)).collect(),
            Row::Group(name) => vec![name.clone()],
        })
        .collect();
    if !table.note.is_empty() {
        notes.push(table.note.clone());
    }
    let title = if table.caption.is_empty() { section.heading.clone() } else { table.caption.clone() };
    json!({ "title": title, "columns": table.columns.iter().map(heading).collect::<Vec<_>>(), "rows": rows, "notes": notes })
}

/// Why nothing was found, as an answer; `sources` are the texts of the scenario.
pub(super) fn failure(failed: &Failed, sources: &Sources, lang: Locale) -> ApiError {
    match failed {
        Failed::Problems(found, own) => {
            let list = super::problems::of_scenario(found, own.as_ref().unwrap_or(sources), &[], lang);
            ApiError::invalid(lang.say("it cannot be computed as it stands")).problems(list)
        }
        Failed::Wrong(why, help) => ApiError::invalid(lang.tell(why)).help(lang.tell(help)),
        Failed::Unfit(why) => ApiError::invalid(lang.tell(why)),
        Failed::Stopped => ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "stopped", lang.tell(&failed.reason())),
        Failed::Run(why) => ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "failed", lang.tell(why)),
    }
}

/// A report that could not be written is a defect of the program.
pub(super) fn unwritten(error: &ReportError) -> ApiError {
    ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "defect", error.to_string())
}
