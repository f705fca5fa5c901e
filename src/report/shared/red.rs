//! The Renewable Energy Directive: g CO2e/MJ and per cent of each product, never tonnes.

use super::labels;
use crate::balance::carbon::red_plant::{RedAssessment, RedLine, RedTerms};
use crate::plot::Locale;
use crate::report::chapter::{Chapter, decimals, num};
use crate::report::{Cell, Column, Flag, Row, Table};

pub(super) fn add(assessment: &RedAssessment<f64>, lang: Locale, chapter: &mut Chapter) {
    let method = assessment.version.method();
    if assessment.made().next().is_none() {
        return;
    }
    let columns = vec![
        Column::text(lang.pick("Product", "Produit")),
        Column::number(lang.pick("Emissions", "Émissions"), "g CO2e/MJ"),
        Column::number(lang.pick("Fossil comparator", "Comparateur fossile"), "g CO2e/MJ"),
        Column::number(lang.pick("Saving", "Réduction"), "%"),
        Column::text(lang.pick("What the law asks of this plant", "Ce que la loi demande à cette installation")),
    ];
    let mut table = Table::new(
        format!("{} {}{}{}", lang.pick("Method", "Méthode"), method.name(), lang.colon(), method.version()),
        columns,
    );
    for line in assessment.made() {
        table.push(row(line, lang));
    }
    table.note = lang
        .pick(
            "Compared with a fossil comparator fixed by law, whatever the waste would have become. The method gives \
             grams per megajoule and per cent, never tonnes avoided.",
            "Comparaison à un combustible fossile fixé par la loi, quel que soit le devenir actuel du déchet. La \
             méthode donne des grammes par mégajoule et des pour cent, jamais des tonnes évitées.",
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
    let columns = vec![
        Column::text(lang.pick("Term", "Terme")),
        Column::number(lang.pick("Emissions", "Émissions"), lang.pick("g CO2e/MJ fuel", "g CO2e/MJ combustible")),
    ];
    let name = assessment.version.method().name();
    let caption = match lang {
        Locale::En => format!("Method {name}: emissions of the fuels by term"),
        Locale::Fr => format!("Méthode {name} : émissions des combustibles par terme"),
    };
    let mut table = Table::new(caption, columns);
    let fuels = [
        (lang.pick("Wood, per MJ burnt", "Bois, par MJ brûlé"), &assessment.wood),
        (lang.pick("Biogas, per MJ used", "Biogaz, par MJ utilisé"), &assessment.biogas),
    ];
    for (fuel, terms) in fuels.into_iter().filter(|(_, terms)| rows(terms, lang).iter().any(|(_, g)| *g != 0.0)) {
        table.rows.push(Row::Group(fuel.to_owned()));
        for (term, g) in rows(terms, lang).into_iter().filter(|(_, g)| *g != 0.0) {
            table.push(vec![Cell::text(term), num(g)]);
        }
        table.rows.push(Row::Total(vec![Cell::text(lang.pick("Sum", "Somme")), num(terms.sum())]));
    }
    table.note = lang
        .pick(
            "Gases of burning (CH4 and N2O of the boiler, slip and N2O of the engine, off-gas of upgrading) come on \
             top for each product.",
            "Les gaz de combustion (CH4 et N2O de la chaudière, imbrûlés et N2O du moteur, évents de l'épuration) \
             s'ajoutent pour chaque produit.",
        )
        .to_owned();
    table
}

fn rows(terms: &RedTerms<f64>, lang: Locale) -> [(&'static str, f64); 4] {
    [
        (lang.pick("Growing of crops", "Cultures"), terms.cultivation),
        (
            lang.pick(
                "Processing: leaks, digestate store, electricity, shredding",
                "Procédé : fuites, stockage du digestat, électricité, broyage",
            ),
            terms.processing,
        ),
        (lang.pick("Transport", "Transport"), terms.transport),
        (lang.pick("Credit for manure not stored", "Crédit pour effluents non stockés"), terms.manure_credit),
    ]
}
