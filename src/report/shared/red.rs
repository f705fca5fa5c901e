//! The Renewable Energy Directive: g CO2e/MJ and per cent of each product, never tonnes.

use super::labels;
use crate::balance::carbon::red_plant::{RedAssessment, RedLine, RedTerms};
use crate::plot::Locale;
use crate::report::chapter::{Chapter, decimals, num};
use crate::report::{Cell, Column, Flag, Row, Table};
use crate::text;

pub(super) fn add(assessment: &RedAssessment<f64>, lang: Locale, chapter: &mut Chapter) {
    let method = assessment.version.method();
    if assessment.made().next().is_none() {
        return;
    }
    let columns = vec![
        Column::text(lang.say("Product")),
        Column::number(lang.say("Emissions"), "g CO2e/MJ"),
        Column::number(lang.say("Fossil comparator"), "g CO2e/MJ"),
        Column::number(lang.say("Saving"), "%"),
        Column::text(lang.say("What the law asks of this plant")),
    ];
    let mut table = Table::new(
        format!("{} {}{}{}", lang.say("Method"), method.name(), lang.colon(), lang.say(method.version())),
        columns,
    );
    for line in assessment.made() {
        table.push(row(line, lang));
    }
    table.note = lang
        .say(
            "Compared with a fossil comparator fixed by law, whatever the waste would have become. The method gives \
             grams per megajoule and per cent, never tonnes avoided.",
        )
        .to_owned();
    chapter.table(table);
    chapter.table(terms(assessment, lang));
}

fn row(line: &RedLine<f64>, lang: Locale) -> Vec<Cell> {
    let note = Cell::text(line.note());
    let note = match line.asked_pct.filter(|_| line.above_size) {
        Some(asked) if line.saving_pct >= asked => note.flag(Flag::Pass),
        Some(_) => note.flag(Flag::Fail),
        None => note,
    };
    vec![
        Cell::text(labels::words(line.product.name(), lang)),
        num(line.g_per_mj),
        decimals(line.comparator, 1),
        decimals(line.saving_pct, 1),
        note,
    ]
}

/// Emissions of the fuels by term.
fn terms(assessment: &RedAssessment<f64>, lang: Locale) -> Table {
    let columns =
        vec![Column::text(lang.say("Term")), Column::number(lang.say("Emissions"), lang.say("g CO2e/MJ fuel"))];
    let name = assessment.version.method().name();
    let caption = lang.tell(&text!("Method {name}: emissions of the fuels by term", name));
    let mut table = Table::new(caption, columns);
    let fuels =
        [(lang.say("Wood, per MJ burnt"), &assessment.wood), (lang.say("Biogas, per MJ used"), &assessment.biogas)];
    for (fuel, terms) in fuels.into_iter().filter(|(_, terms)| rows(terms, lang).iter().any(|(_, g)| *g != 0.0)) {
        table.rows.push(Row::Group(fuel.to_owned()));
        for (term, g) in rows(terms, lang).into_iter().filter(|(_, g)| *g != 0.0) {
            table.push(vec![Cell::text(term), num(g)]);
        }
        table.rows.push(Row::Total(vec![Cell::text(lang.say("Sum")), num(terms.sum())]));
    }
    table.note = lang
        .say(
            "Gases of burning (CH4 and N2O of the boiler, slip and N2O of the engine, off-gas of upgrading) come on \
             top for each product.",
        )
        .to_owned();
    table
}

fn rows(terms: &RedTerms<f64>, lang: Locale) -> [(&'static str, f64); 4] {
    [
        (lang.say("Growing of crops"), terms.cultivation),
        (lang.say("Processing: leaks, digestate store, electricity, shredding"), terms.processing),
        (lang.say("Transport"), terms.transport),
        (lang.say("Credit for manure not stored"), terms.manure_credit),
    ]
}
