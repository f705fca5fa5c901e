//! A comparison for people: sections for the terminal, and the page with its bridges.

use super::Comparison;
use super::causes::Causes;
use crate::plot::{Abutment, Bridge, Heading, Locale, Picture, PlotError};
use crate::report::channels::words;
use crate::report::chapter::{Chapter, as_given, digits};
use crate::report::shared::again::{Again, counted};
use crate::report::shared::{closures, labels};
use crate::report::{Cell, Column, Flag, Page, Row, Section, Table};

/// Rows of long tables on the terminal; the page and the JSON hold all.
const SHOWN: usize = 12;
/// Lines of an account with a bar of their own in a bridge.
const MOST_LINES: usize = 14;

/// Where text goes.
#[derive(Clone, Copy)]
struct View<'a> {
    found: &'a Comparison,
    lang: Locale,
    /// Rows of long tables.
    most: usize,
}

/// The comparison for the terminal: results, changed inputs, causes, flows that moved.
pub fn compare_sections(found: &Comparison, lang: Locale) -> Vec<Section> {
    let view = View { found, lang, most: SHOWN };
    chapters(&view, false).into_iter().filter_map(Chapter::finish).collect()
}

/// The comparison as a page; `command` makes it again.
pub fn compare_page(found: &Comparison, lang: Locale, command: &str) -> Page {
    let view = View { found, lang, most: usize::MAX };
    let mut chapters = chapters(&view, true);
    chapters.push(closing(&view));
    let accounts = Some(counted(&found.closures.concat()));
    let files = found.files.clone();
    chapters.push(Again { lang, command, accounts, files, ..Again::default() }.chapter());
    Page {
        title: found.labels.join(" · "),
        subtitle: view.say("Scenarios side by side").to_owned(),
        lang,
        sections: chapters.into_iter().filter_map(Chapter::finish).collect(),
        footer: format!("gisement {}", env!("CARGO_PKG_VERSION")),
    }
}

/// Whether the accounts of each scenario close.
fn closing(view: &View<'_>) -> Chapter {
    let mut chapter = Chapter::new("closures", view.say("Do the accounts close?"));
    for (label, closures) in view.found.labels.iter().zip(&view.found.closures) {
        let caption = format!("{}{}{label}", view.say("Balances of the nominal year"), view.lang.colon());
        chapter.table(closures::table(caption, closures, view.lang));
    }
    chapter
}

fn chapters(view: &View<'_>, figures: bool) -> Vec<Chapter> {
    let mut results = Chapter::new("results", view.say("Results"));
    if view.found.is_same() {
        results.text(view.say("Nothing differs, input or result."));
    }
    if figures {
        results.terms(view.found.labels.iter().cloned().zip(view.found.made_of.iter().cloned()).collect());
    }
    results.table(measures(view));
    let mut inputs = Chapter::new("inputs", view.say("What was changed"));
    inputs.table(methods(view));
    inputs.table(changed(view));
    let mut causes = Chapter::new("causes", view.say("What makes the difference"));
    for account in &view.found.causes {
        if figures {
            for k in 1..view.found.labels.len() {
                causes.figure(bridge(view, account, k), title(view, account));
            }
        }
        causes.table(lines(view, account));
    }
    let mut moved = Chapter::new("moved", view.say("Flows that go elsewhere"));
    moved.table(flows(view));
    vec![results, inputs, causes, moved]
}

impl View<'_> {
    fn say(&self, english: &'static str) -> &'static str {
        self.lang.say(english)
    }

    /// A column for each scenario, and for the difference of each from the first.
    fn columns(&self, unit: &str) -> Vec<Column> {
        let labels = &self.found.labels;
        let mut columns: Vec<Column> = labels.iter().map(|l| Column::number(l.clone(), unit)).collect();
        let name = |l: &String| {
            if labels.len() == 2 { self.say("Difference").to_owned() } else { format!("{l} − {}", labels[0]) }
        };
        columns.extend(labels.iter().skip(1).map(|l| Column::number(name(l), unit)));
        columns
    }

    /// Cells for [`Self::columns`].
    fn cells(&self, values: &[Option<f64>], cell: fn(f64) -> Cell) -> Vec<Cell> {
        let mut cells: Vec<Cell> = values.iter().map(|v| v.map_or_else(Cell::empty, cell)).collect();
        let first = values.first().copied().flatten();
        let difference = |v: &Option<f64>| match (first, v) {
            (Some(a), Some(b)) => digits(b - a, 3),
            _ => Cell::empty(),
        };
        cells.extend(values.iter().skip(1).map(difference));
        cells
    }

    /// The note of a table that is cut.
    fn cut(&self, table: &mut Table, all: usize) {
        if all > self.most {
            let more = all - self.most;
            table.note = format!("{} {more} {}", self.say("and"), self.say("more: see page or JSON"));
        }
    }
}

fn four(value: f64) -> Cell {
    digits(value, 4)
}

fn measures(view: &View<'_>) -> Table {
    let mut columns = vec![Column::text(view.say("Result")), Column::text(view.say("Unit"))];
    columns.extend(view.columns(""));
    let mut table = Table::new(view.say("Results of all scenarios."), columns);
    let mut notes: Vec<String> = Vec::new();
    let both = [true, false].iter().all(|run| view.found.measures.iter().any(|m| m.of_run == *run));
    for (k, m) in view.found.measures.iter().enumerate() {
        if both && (k == 0 || view.found.measures[k - 1].of_run != m.of_run) {
            let run = view.say("The year of its plants");
            let plan = view.say("What should go where");
            table.rows.push(Row::Group(if m.of_run { run } else { plan }.to_owned()));
        }
        let mut row = vec![Cell::text(view.lang.pick(&m.label.0, &m.label.1)), Cell::text(view.lang.unit(m.unit))];
        row.extend(view.cells(&m.values, four));
        table.push(row);
        if m.unit.contains("CO2e") {
            notes.push(format!("{} [{}]", view.lang.pick(&m.label.0, &m.label.1), said_once(&m.methods, view.lang)));
        }
    }
    table.note = notes.join("; ");
    table
}

/// Texts with arrows between; one where all are the same.
fn said_once(texts: &[String], lang: Locale) -> String {
    match texts.first() {
        Some(first) if texts.iter().all(|t| t == first) => lang.known(first).to_owned(),
        _ => texts.iter().map(|text| lang.known(text)).collect::<Vec<_>>().join(" → "),
    }
}

fn methods(view: &View<'_>) -> Table {
    let mut columns = vec![Column::text(view.say("Method of"))];
    columns.extend(view.found.labels.iter().map(|l| Column::text(l.clone())));
    let mut table = Table::new(view.say("Methods and aims that differ."), columns);
    for (of, texts) in &view.found.methods {
        let mut row = vec![Cell::text(words(of, view.lang))];
        row.extend(texts.iter().map(Cell::text));
        table.push(row);
    }
    table
}

fn changed(view: &View<'_>) -> Table {
    let mut columns = vec![Column::text(view.say("Input")), Column::text(view.say("Unit"))];
    columns.extend(view.found.labels.iter().map(|l| Column::number(l.clone(), "")));
    columns.push(Column::text(view.say("What it is")));
    let mut table = Table::new(view.say("Inputs that differ."), columns);
    for c in view.found.changed.iter().take(view.most) {
        let mut row = vec![Cell::text(&*c.path), Cell::text(view.lang.unit(&c.unit))];
        row.extend(c.values.iter().zip(&c.drawn).map(|(v, drawn)| input(view, *v, drawn)));
        row.push(Cell::text(view.lang.say(&c.description)));
        table.push(row);
    }
    view.cut(&mut table, view.found.changed.len());
    table
}

fn input(view: &View<'_>, value: Option<f64>, drawn: &str) -> Cell {
    match value {
        None => Cell::text(view.say("none¦page")),
        Some(v) if v.is_finite() && drawn.is_empty() => as_given(v),
        Some(v) if v.is_finite() => as_given(v).flag(Flag::Sampled),
        Some(_) => Cell::text(if drawn.is_empty() { view.say("by its law") } else { view.say("drawn") }),
    }
}

/// What an account is, with its methods and references.
fn title(view: &View<'_>, account: &Causes) -> String {
    let name = match account.key {
        "plan_carbon" => view.say("Greenhouse gas of the plan"),
        "plan_money" => view.say("Cost of the plan"),
        "run_carbon" => view.say("Greenhouse gas of the year of its plants"),
        _ => view.say("Yearly income (positive) and expense of the year that was run"),
    };
    let (method, reference) = (said_once(&account.methods, view.lang), said_once(&account.references, view.lang));
    let colon = view.lang.colon();
    let (m, r) = (view.say("method"), view.say("reference"));
    format!("{name} [{m}{colon}{method} · {r}{colon}{reference}]")
}

/// From the first scenario to another, line by line; the smallest lines stand together.
fn bridge(view: &View<'_>, account: &Causes, other: usize) -> Result<Picture, PlotError> {
    let end = |k: usize| Abutment {
        label: view.found.labels[k].clone(),
        method: view.lang.known(&account.methods[k]).to_owned(),
        reference: view.lang.known(&account.references[k]).to_owned(),
        value: account.results[k],
    };
    let mut causes: Vec<(String, f64)> = account
        .lines
        .iter()
        .map(|(name, values)| (line_words(view, account, name), values[other] - values[0]))
        .filter(|(_, difference)| *difference != 0.0)
        .collect();
    causes.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    if causes.len() > MOST_LINES {
        let rest = causes.split_off(MOST_LINES - 1);
        causes.push((view.say("Smaller lines").to_owned(), rest.iter().map(|(_, v)| v).sum()));
    }
    let quantity = if account.key.ends_with("carbon") { view.say("Greenhouse gas") } else { view.say("Money") };
    let title = format!("{quantity}{}{} → {}", view.lang.colon(), view.found.labels[0], view.found.labels[other]);
    Bridge {
        heading: Heading::new(title, view.lang),
        quantity: quantity.to_owned(),
        unit: account.unit.to_owned(),
        from: end(0),
        causes,
        to: end(other),
    }
    .draw()
}

/// The name of a line of an account of a plan, or of the year that was run.
fn line_words(view: &View<'_>, account: &Causes, name: &str) -> String {
    if account.key.starts_with("run_") { labels::words(name, view.lang) } else { words(name, view.lang) }
}

fn lines(view: &View<'_>, account: &Causes) -> Table {
    let mut columns = vec![Column::text(view.say("Line"))];
    columns.extend(view.columns(account.unit));
    let mut table = Table::new(title(view, account), columns);
    let row = |name: String, values: &[f64]| {
        let values: Vec<Option<f64>> = values.iter().map(|v| Some(*v)).collect();
        let mut row = vec![Cell::text(name)];
        row.extend(view.cells(&values, four));
        row
    };
    for (name, values) in account.lines.iter().filter(|(_, v)| v.iter().any(|x| *x != v[0])) {
        table.push(row(line_words(view, account, name), values));
    }
    table.rows.push(Row::Total(row(view.say("All lines").to_owned(), &account.results)));
    table
}

fn flows(view: &View<'_>) -> Table {
    let mut columns =
        vec![Column::text(view.say("Stream")), Column::text(view.say("Company")), Column::text(view.say("Goes to"))];
    columns.extend(view.columns(view.say("t/a")));
    let caption = view.say("Flows that differ, largest change first.");
    let mut table = Table::new(caption, columns);
    for m in view.found.moved.iter().take(view.most) {
        let values: Vec<Option<f64>> = m.wet_t.iter().map(|t| Some(*t)).collect();
        let mut row = vec![Cell::text(&*m.lot), Cell::text(&*m.company), Cell::text(&*m.sink)];
        row.extend(view.cells(&values, four));
        table.push(row);
    }
    view.cut(&mut table, view.found.moved.len());
    table
}
