//! Emissions of a boiler, and its limits.

use super::labels;
use crate::case::BoilerOutcome;
use crate::plot::Locale;
use crate::report::chapter::{decimals, digits, num};
use crate::report::{Cell, Column, Flag, Row, Table};

/// Emissions of a boiler at two reference contents of oxygen and per energy; `of` names the boiler.
pub(in crate::report) fn table(outcome: &BoilerOutcome, of: &str, lang: Locale) -> Table {
    let columns = vec![
        Column::text(lang.say("Pollutant")),
        Column::number(lang.say("At 6 % O2"), lang.say("mg/Nm3 dry")),
        Column::number(lang.say("At 10 % O2"), lang.say("mg/Nm3 dry")),
        Column::number(lang.say("Per energy"), lang.say("mg/MJ LHV")),
    ];
    let mut table = Table::new(format!("{}{of}", lang.say("Emissions")), columns);
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
        .say(
            "Sulphur, chlorine and nitrogen follow from the fuel; carbon monoxide, organic carbon and dust are \
             inputs of the boiler.",
        )
        .to_owned();
    table
}

/// Emissions and efficiency of a boiler against the limits of its installation.
pub(in crate::report) fn limits(outcome: &BoilerOutcome, of: &str, lang: Locale) -> Table {
    let columns = vec![
        Column::text(lang.say("What")),
        Column::number(lang.say("Computed"), ""),
        Column::number(lang.say("Limit"), ""),
        Column::text(lang.say("Unit")),
        Column::number(lang.say("At O2"), "%"),
        Column::text(lang.say("Outcome")),
        Column::text(lang.say("Source")),
    ];
    let caption = lang.say("Emissions and efficiency against limits");
    let mut table = Table::new(format!("{caption}{of}"), columns);
    let mut regime = "";
    for finding in &outcome.limits {
        let limit = finding.limit;
        if limit.regime != regime {
            regime = &limit.regime;
            table.rows.push(Row::Group(regime.to_owned()));
        }
        let outcome = if finding.ok {
            Cell::text(lang.say("kept")).flag(Flag::Pass)
        } else {
            Cell::text(lang.say("broken")).flag(Flag::Fail)
        };
        let source = Cell::source(limit.source.as_str(), "");
        table.push(vec![
            Cell::text(labels::words(limit.quantity.word(), lang)),
            digits(finding.value, 3),
            digits(finding.limit_value, 3),
            Cell::text(lang.unit(&limit.unit)),
            limit.reference_o2_pct.map_or(Cell::empty(), |o2| decimals(o2, 0)),
            outcome,
            if limit.read { source } else { source.flag(Flag::Assumed) },
        ]);
    }
    table.note = lang
        .say("Values at full load stand for seasonal ones. The boiler is taken as new and fed automatically.")
        .to_owned();
    table
}
