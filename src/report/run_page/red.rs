//! The Renewable Energy Directive: g CO2e/MJ and per cent of each product, never tonnes.

use super::chapter::{Chapter, decimals, num};
use super::labels;
use crate::balance::carbon::red_plant::{RedAssessment, RedLine, RedTerms};
use crate::report::{Cell, Column, Flag, Row, Table};

pub(super) fn add(assessment: &RedAssessment<f64>, chapter: &mut Chapter) {
    let method = assessment.version.method();
    if assessment.made().next().is_none() {
        return;
    }
    let columns = vec![
        Column::text("Product"),
        Column::number("Emissions", "g CO2e/MJ"),
        Column::number("Fossil comparator", "g CO2e/MJ"),
        Column::number("Saving", "%"),
        Column::text("What the law asks of this plant"),
    ];
    let mut table = Table::new(format!("Method {}: {}", method.name(), method.version()), columns);
    for line in assessment.made() {
        table.push(row(line));
    }
    table.note =
        "Compared with a fossil comparator fixed by law, whatever the waste would have become. The method gives \
                  grams per megajoule and per cent, never tonnes avoided."
            .to_owned();
    chapter.table(table);
    chapter.table(terms(assessment));
}

fn row(line: &RedLine<f64>) -> Vec<Cell> {
    let note = Cell::text(line.note());
    let note = match line.asked_pct.filter(|_| line.above_size) {
        Some(asked) if line.saving_pct >= asked => note.flag(Flag::Pass),
        Some(_) => note.flag(Flag::Fail),
        None => note,
    };
    vec![
        Cell::text(labels::words(line.product.name())),
        num(line.g_per_mj),
        decimals(line.comparator, 1),
        decimals(line.saving_pct, 1),
        note,
    ]
}

/// Emissions of the fuels by term.
fn terms(assessment: &RedAssessment<f64>) -> Table {
    let columns = vec![Column::text("Term"), Column::number("Emissions", "g CO2e/MJ fuel")];
    let name = assessment.version.method().name();
    let mut table = Table::new(format!("Method {name}: emissions of the fuels by term"), columns);
    let fuels = [("Wood, per MJ burnt", &assessment.wood), ("Biogas, per MJ used", &assessment.biogas)];
    for (fuel, terms) in fuels.into_iter().filter(|(_, terms)| rows(terms).iter().any(|(_, g)| *g != 0.0)) {
        table.rows.push(Row::Group(fuel.to_owned()));
        for (term, g) in rows(terms).into_iter().filter(|(_, g)| *g != 0.0) {
            table.push(vec![Cell::text(term), num(g)]);
        }
        table.rows.push(Row::Total(vec![Cell::text("Sum"), num(terms.sum())]));
    }
    table.note =
        "Gases of burning (CH4 and N2O of the boiler, slip and N2O of the engine, off-gas of upgrading) come on \
                  top for each product."
            .to_owned();
    table
}

fn rows(terms: &RedTerms<f64>) -> [(&'static str, f64); 4] {
    [
        ("Growing of crops", terms.cultivation),
        ("Processing: leaks, digestate store, electricity, shredding", terms.processing),
        ("Transport", terms.transport),
        ("Credit for manure not stored", terms.manure_credit),
    ]
}
