//! The economic study in three columns, as a French study shows it: situation actuelle, solution de référence, solution
//! bois without aid and with it.

use super::context::Context;
use crate::balance::money::study::{Chapter as Part, Column as Solution, ColumnId, Comparison, LineId, Study, Words};
use crate::plot::{CashFlow, CashTrail, Picture, PlotError};
use crate::report::chapter::{Chapter, decimals};
use crate::report::{Cell, Column, Finding, Row, Severity, Table};

pub(super) fn add(c: &Context<'_>, chapter: &mut Chapter) {
    let Some(shown) = c.shown() else { return };
    let study = match shown.study {
        Ok(study) => study,
        Err(error) => {
            let why = c.say("There is no study in three columns");
            return chapter.text(format!("{why}{}{error}.", c.lang.colon()));
        }
    };
    chapter.text(c.say(
        "Three solutions that give the same heat: what is there today, the reference one would build otherwise, and \
         wood with its backup, without aid and with it. P1 is fuel, P1' electricity, P2 running and small \
         maintenance, P3 renewal, P4 capital; lines of the first year, capital as constant yearly payments.",
    ));
    chapter.table(columns(c, study));
    chapter.table(aid(c, study));
    chapter.table(comparisons(c, study));
    if study.comparisons.iter().any(|x| x.against == ColumnId::Reference) {
        chapter.figure(
            cash(c, study),
            c.say("Cash of each year against the reference solution: what wood costs more to build, and what it saves. Where \
                 a line passes zero, the wood solution is paid back."),
        );
    }
    chapter.table(tariffs(c, study));
    let note = |n: &crate::balance::money::study::Note| Finding {
        severity: Severity::Note,
        text: c.lang.pick(&n.en, &n.fr).to_owned(),
        source: String::new(),
    };
    chapter.findings(study.notes.iter().map(note).collect());
}

/// The words of the study in the language of the page.
fn word(c: &Context<'_>, words: Words) -> &'static str {
    c.lang.pick(words.en, words.fr)
}

/// A figure of a solution: name with unit, decimals, value.
type Figure = (&'static str, usize, fn(&Solution) -> f64);

/// Every line of the four columns, with sums by chapter, VAT, and the cost of heat.
fn columns(c: &Context<'_>, study: &Study) -> Table {
    let eur = c.say("EUR/a");
    let mut columns = vec![Column::text(c.say("Line¦study"))];
    columns.extend(study.columns.iter().map(|s| Column::number(word(c, s.id.words()), eur)));
    let caption = c.say("The study in three columns, without VAT");
    let mut table = Table::new(caption, columns);
    for part in Part::ALL {
        let lines = LineId::ALL.into_iter().filter(|id| id.chapter() == part);
        let used: Vec<LineId> = lines.filter(|id| study.columns.iter().any(|s| amount(s, *id) != 0.0)).collect();
        if used.is_empty() {
            continue;
        }
        table.rows.push(Row::Group(word(c, part.words()).to_owned()));
        for id in used {
            push(&mut table, word(c, id.words()), study, 0, |s| amount(s, id));
        }
        total(&mut table, c.say("Sum"), study, 0, |s| s.chapter(part).0);
    }
    table.rows.push(Row::Group(c.say("Year").to_owned()));
    total(&mut table, c.say("All, without VAT"), study, 0, Solution::total_ht_eur);
    push(&mut table, c.say("VAT"), study, 0, Solution::vat_eur);
    total(&mut table, c.say("All, with VAT"), study, 0, Solution::total_ttc_eur);
    let rows: [Figure; 6] = [
        (c.say("Heat, first year, EUR/MWh without VAT"), 1, Solution::cost_ht_eur_per_mwh),
        (c.say("Heat, first year, EUR/MWh with VAT"), 1, Solution::cost_ttc_eur_per_mwh),
        (c.say("Heat over the study (LCOH), EUR/MWh without VAT"), 1, |s| s.cost.lcoh_eur_per_mwh),
        (c.say("Capital, EUR without VAT"), 0, Solution::capital_eur),
        (c.say("Aid, EUR"), 0, |s| s.aid.total_eur()),
        (c.say("Greenhouse gas burnt in the house, t CO2e/a"), 1, |s| s.co2_t_per_a),
    ];
    table.rows.push(Row::Group(c.say("What it comes to¦short").to_owned()));
    for (name, digits, value) in rows {
        push(&mut table, name, study, digits, value);
    }
    table.note = c
        .say(
            "The last group has its own units. Greenhouse gas here is that of fuel and electricity of the boiler \
             house; what the project avoids elsewhere stands in the chapter on the environment.",
        )
        .to_owned();
    table
}

fn amount(solution: &Solution, id: LineId) -> f64 {
    solution.rows.iter().filter(|r| r.id == id).map(|r| r.ht_eur).sum()
}

fn cells(name: &str, study: &Study, digits: usize, value: impl Fn(&Solution) -> f64) -> Vec<Cell> {
    let numbers = study.columns.iter().map(|s| decimals(value(s), digits));
    std::iter::once(Cell::text(name)).chain(numbers).collect()
}

fn push(table: &mut Table, name: &str, study: &Study, digits: usize, value: impl Fn(&Solution) -> f64) {
    table.push(cells(name, study, digits, value));
}

fn total(table: &mut Table, name: &str, study: &Study, digits: usize, value: impl Fn(&Solution) -> f64) {
    table.rows.push(Row::Total(cells(name, study, digits, value)));
}

/// Each aid: asked for, most allowed, granted, and why.
fn aid(c: &Context<'_>, study: &Study) -> Table {
    let eur = c.say("EUR");
    let columns = vec![
        Column::text(c.say("Aid")),
        Column::number(c.say("Asked for"), eur),
        Column::number(c.say("At most"), eur),
        Column::number(c.say("Counted¦study"), eur),
        Column::text(c.say("Why")),
    ];
    let mut table = Table::new(c.say("Aid to the wood solution"), columns);
    let Some(aided) = study.column(ColumnId::WoodAided) else { return table };
    for line in &aided.aid.lines {
        table.push(vec![
            Cell::text(word(c, line.id.words())),
            decimals(line.asked_eur, 0),
            decimals(line.cap_eur, 0),
            decimals(line.granted_eur, 0),
            Cell::text(word(c, line.bound.words())),
        ]);
    }
    let sum =
        vec![Cell::text("Total"), Cell::empty(), Cell::empty(), decimals(aided.aid.total_eur(), 0), Cell::empty()];
    table.rows.push(Row::Total(sum));
    table
}

/// The wood solution against today and against the reference.
fn comparisons(c: &Context<'_>, study: &Study) -> Table {
    let years = c.say("a¦years");
    let columns = vec![
        Column::text(c.say("Solution")),
        Column::text(c.say("Against")),
        Column::number(c.say("Saved in the first year"), c.say("EUR/a")),
        Column::number(c.say("Payback"), years),
        Column::number(c.say("Discounted payback"), years),
        Column::number(c.say("Net present value¦short"), c.say("EUR")),
        Column::number(c.say("Rate of return"), "%"),
        Column::number(c.say("Greenhouse gas saved¦study"), c.say("t CO2e/a")),
    ];
    let caption = c.say("Wood against what it replaces; greenhouse gas is that of fuel and electricity of the boiler house alone, by the \
         factors of the carbon account");
    let mut table = Table::new(caption, columns);
    for comparison in &study.comparisons {
        table.push(compared(c, comparison));
    }
    table.note = c
        .say(
            "Without a payback: it is not paid back within the study. Without a rate: there is none, or several \
             answer.",
        )
        .to_owned();
    table
}

fn compared(c: &Context<'_>, comparison: &Comparison) -> Vec<Cell> {
    let found = &comparison.indicators;
    let or_none = |value: Option<f64>| decimals(value.unwrap_or(f64::NAN), 1);
    vec![
        Cell::text(word(c, comparison.column.words())),
        Cell::text(word(c, comparison.against.words())),
        decimals(comparison.first_year_saving_eur, 0),
        or_none(found.payback_a),
        or_none(found.discounted_payback_a),
        decimals(found.npv_eur, 0),
        or_none(found.irr.rate().map(|r| 100.0 * r)),
        decimals(comparison.co2_saved_t_per_a, 1),
    ]
}

/// Cash by year against the reference, thousands of euros.
fn cash(c: &Context<'_>, study: &Study) -> Result<Picture, PlotError> {
    let mut against: Vec<&Comparison> =
        study.comparisons.iter().filter(|x| x.against == ColumnId::Reference).rev().collect();
    // Without any aid both courses are one.
    against.dedup_by(|a, b| a.indicators.flows_eur == b.indicators.flows_eur);
    let alone = against.len() == 1;
    let name = |column: ColumnId| match column {
        _ if alone => c.say("Wood¦the wood solution"),
        ColumnId::WoodAided => c.say("With aid"),
        _ => c.say("Without aid"),
    };
    let trail = |x: &Comparison| CashTrail {
        name: name(x.column).to_owned(),
        flows: x.indicators.flows_eur.iter().map(|eur| eur / 1000.0).collect(),
    };
    CashFlow {
        heading: c.heading("Cash against the reference solution"),
        quantity: c.say("Cash").to_owned(),
        unit: c.say("kEUR").to_owned(),
        trails: against.iter().map(|x| trail(x)).collect(),
    }
    .draw()
}

/// R1 and R2 that cover the costs.
fn tariffs(c: &Context<'_>, study: &Study) -> Table {
    let columns = vec![
        Column::text(c.say("Solution")),
        Column::number("R1", c.say("EUR/MWh¦study")),
        Column::number("R2", c.say("EUR/kW and year")),
    ];
    let caption =
        c.say("Tariff that covers the costs: R1 for the fuels, R2 for all the rest (first year, without VAT)");
    let mut table = Table::new(caption, columns);
    for (solution, tariff) in study.covering_tariffs() {
        table.push(vec![
            Cell::text(word(c, solution.id.words())),
            decimals(tariff.r1_eur_per_mwh, 2),
            decimals(tariff.r2_eur_per_unit, 2),
        ]);
    }
    table
}
