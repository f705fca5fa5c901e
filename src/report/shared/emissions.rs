//! Emissions of a boiler, and its limits.

use super::labels;
use crate::case::BoilerOutcome;
use crate::plot::Locale;
use crate::report::chapter::{decimals, digits, num};
use crate::report::{Cell, Column, Flag, Row, Table};

/// Emissions of a boiler at two reference contents of oxygen and per energy; `of` names the boiler.
pub(in crate::report) fn table(outcome: &BoilerOutcome, of: &str, lang: Locale) -> Table {
    let columns = vec![
        Column::text(lang.pick("Pollutant", "Polluant")),
        Column::number(lang.pick("At 6 % O2", "À 6 % d'O2"), lang.pick("mg/Nm3 dry", "mg/Nm3 sec")),
        Column::number(lang.pick("At 10 % O2", "À 10 % d'O2"), lang.pick("mg/Nm3 dry", "mg/Nm3 sec")),
        Column::number(lang.pick("Per energy", "Par énergie"), lang.pick("mg/MJ LHV", "mg/MJ PCI")),
    ];
    let mut table = Table::new(format!("{}{of}", lang.pick("Emissions", "Émissions")), columns);
    let c = &outcome.combustion;
    let (six, ten) = (c.emissions_at_o2_mg_per_nm3(6.0), c.emissions_at_o2_mg_per_nm3(10.0));
    let energy = &c.emissions_mg_per_mj_lhv;
    let rows = [
        ("co", six.co, ten.co, energy.co),
        ("ogc", six.ogc, ten.ogc, energy.ogc),
        ("nox", six.nox, ten.nox, energy.nox),
        ("so2", six.so2, ten.so2, energy.so2),
        ("hcl", six.hcl, ten.hcl, energy.hcl),
        ("dust", six.dust, ten.dust, energy.dust),
    ];
    for (name, six, ten, energy) in rows {
        table.push(vec![Cell::text(labels::words(name, lang)), num(six), num(ten), num(energy)]);
    }
    table.note = lang
        .pick(
            "Sulphur, chlorine and nitrogen follow from the fuel; carbon monoxide, organic carbon and dust are \
             inputs of the boiler.",
            "Soufre, chlore et azote découlent du combustible ; monoxyde de carbone, carbone organique et poussières \
             sont des données de la chaudière.",
        )
        .to_owned();
    table
}

/// Emissions and efficiency of a boiler against the limits of its installation.
pub(in crate::report) fn limits(outcome: &BoilerOutcome, of: &str, lang: Locale) -> Table {
    let columns = vec![
        Column::text(lang.pick("What", "Grandeur")),
        Column::number(lang.pick("Computed", "Calculé"), ""),
        Column::number(lang.pick("Limit", "Limite"), ""),
        Column::text(lang.pick("Unit", "Unité")),
        Column::number(lang.pick("At O2", "À O2"), "%"),
        Column::text(lang.pick("Outcome", "Verdict")),
        Column::text("Source"),
    ];
    let caption =
        lang.pick("Emissions and efficiency against limits", "Émissions et rendement face aux valeurs limites");
    let mut table = Table::new(format!("{caption}{of}"), columns);
    let mut regime = "";
    for finding in &outcome.limits {
        let limit = finding.limit;
        if limit.regime != regime {
            regime = &limit.regime;
            table.rows.push(Row::Group(regime.to_owned()));
        }
        let outcome = if finding.ok {
            Cell::text(lang.pick("kept", "respectée")).flag(Flag::Pass)
        } else {
            Cell::text(lang.pick("broken", "dépassée")).flag(Flag::Fail)
        };
        let source = Cell::text(limit.source.as_str());
        table.push(vec![
            Cell::text(labels::words(limit.quantity.word(), lang)),
            digits(finding.value, 3),
            digits(finding.limit_value, 3),
            Cell::text(unit(&limit.unit, lang)),
            limit.reference_o2_pct.map_or(Cell::empty(), |o2| decimals(o2, 0)),
            outcome,
            if limit.read { source } else { source.flag(Flag::Assumed) },
        ]);
    }
    table.note = lang
        .pick(
            "Values at full load stand for seasonal ones. The boiler is taken as new and fed automatically.",
            "Les valeurs à pleine charge tiennent lieu de valeurs saisonnières. La chaudière est supposée neuve et à \
             alimentation automatique.",
        )
        .to_owned();
    table
}

/// The unit of a limit in the language of the page.
fn unit(unit: &str, lang: Locale) -> String {
    match lang {
        Locale::En => unit.to_owned(),
        Locale::Fr => unit.replace(" dry", " sec").replace("% of LHV", "% PCI").replace("% of HHV", "% PCS"),
    }
}
