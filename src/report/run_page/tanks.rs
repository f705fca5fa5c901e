//! Tanks one by one, and the story of a digester: what went wrong, when, and by which inhibition.

use super::LANG;
use super::chapter::{Chapter, decimals, num, part_pct};
use crate::case::{DigesterOutcome, TankOutcome};
use crate::digestion::tank::{TankRow, TankVerdict};
use crate::plot::{Heading, Series, TimeAxis, TimeSeries};
use crate::report::{Cell, Column, Row, Table};
use crate::units::ZERO_CELSIUS_K;

/// Adds the tanks, where there is more than one or their days were recorded, and what happened in them.
pub(super) fn add(outcome: &DigesterOutcome, chapter: &mut Chapter) {
    if outcome.tanks.len() > 1 {
        chapter.table(overview(outcome));
    }
    if outcome.tanks.iter().any(|tank| !tank.rows.is_empty()) {
        days(outcome, chapter);
    }
    story(outcome, chapter);
}

fn state(verdict: TankVerdict) -> String {
    match verdict {
        TankVerdict::NotJudged => "not judged".to_owned(),
        TankVerdict::Working => "works".to_owned(),
        TankVerdict::WashedOut { day } => format!("washed out from day {day:.0}"),
        TankVerdict::Inhibited { day, factor } => format!("failed from day {day:.0}: {factor}"),
    }
}

fn overview(outcome: &DigesterOutcome) -> Table {
    let columns = vec![
        Column::text("Tank"),
        Column::number("Liquid", "m3"),
        Column::number("Temperature", "°C"),
        Column::number("Methane", "Nm3/a"),
        Column::number("Share", "%"),
        Column::number("Digestate out", "m3/a"),
        Column::number("Methane left in it", "Nm3/a"),
        Column::text("State"),
    ];
    let mut table = Table::new("Tanks", columns);
    let all: f64 = outcome.tanks.iter().map(|tank| tank.methane_nm3).sum();
    for tank in &outcome.tanks {
        table.push(vec![
            Cell::text(&tank.id),
            num(tank.volume_m3),
            decimals(tank.t_op_k - ZERO_CELSIUS_K, 1),
            num(tank.methane_nm3),
            part_pct(tank.methane_nm3, all),
            num(tank.left_m3),
            num(tank.left_methane_nm3),
            Cell::text(state(tank.verdict)),
        ]);
    }
    let out: f64 = outcome.tanks.iter().map(|tank| tank.left_m3).sum();
    let left: f64 = outcome.tanks.iter().map(|tank| tank.left_methane_nm3).sum();
    let volume: f64 = outcome.tanks.iter().map(|tank| tank.volume_m3).sum();
    table.rows.push(Row::Total(vec![
        Cell::text("Together"),
        num(volume),
        Cell::empty(),
        num(all),
        part_pct(all, all),
        num(out),
        num(left),
        Cell::empty(),
    ]));
    table
}

/// A line of a tank through the year; none where the model does not have the quantity.
fn line(name: &str, tank: &TankOutcome, of: impl Fn(&TankRow) -> Option<f64>) -> Option<Series> {
    let point = |(day, row): (usize, &TankRow)| of(row).map(|value| (day as f64, value));
    let points: Vec<_> = tank.rows.iter().enumerate().filter_map(point).collect();
    (points.len() > 1).then(|| Series { name: name.to_owned(), points, band: Vec::new(), band_name: String::new() })
}

fn figure(chapter: &mut Chapter, title: &str, quantity: (&str, &str), series: Vec<Series>, caption: &str) {
    if series.is_empty() {
        return;
    }
    let figure = TimeSeries {
        heading: Heading::new(title, LANG),
        quantity: quantity.0.to_owned(),
        unit: quantity.1.to_owned(),
        axis: TimeAxis::Year,
        series,
        levels: Vec::new(),
    };
    chapter.figure(figure.draw(), caption);
}

fn days(outcome: &DigesterOutcome, chapter: &mut Chapter) {
    let each = |of: &dyn Fn(&TankRow) -> Option<f64>| -> Vec<Series> {
        outcome.tanks.iter().filter_map(|tank| line(&tank.id, tank, of)).collect()
    };
    let methane = each(&|row| Some(row.methane_nm3_per_d));
    figure(
        chapter,
        "Methane by tank",
        ("Methane", "Nm3/d"),
        methane,
        "By day, dry at 0 °C and 101.325 kPa, nominal case.",
    );
    figure(chapter, "pH by tank", ("pH", "-"), each(&|row| row.ph), "pH by day, nominal case.");
    let acids = each(&|row| row.acids);
    figure(
        chapter,
        "Volatile fatty acids by tank",
        ("Volatile fatty acids", "unit of the model"),
        acids,
        "Acids pile up before a digester fails: kg COD/m3 in ADM1 and ADM1da, kg/m3 in R3.",
    );
    factors(outcome, chapter);
}

/// Most lines of a figure of factors.
const LINES: usize = 5;

/// The factors of the first tank that take most, through the year.
fn factors(outcome: &DigesterOutcome, chapter: &mut Chapter) {
    let Some(tank) = outcome.tanks.first() else { return };
    let lowest = |k: usize| tank.rows.iter().filter_map(|row| row.factors.get(k)).fold(1.0_f64, |low, f| low.min(*f));
    let mut places: Vec<usize> = (0..outcome.factors.len()).filter(|k| lowest(*k) < 0.98).collect();
    places.sort_by(|a, b| lowest(*a).total_cmp(&lowest(*b)));
    places.truncate(LINES);
    let series = places.iter().filter_map(|k| line(outcome.factors[*k], tank, |row| row.factors.get(*k).copied()));
    figure(
        chapter,
        "What slows the degraders",
        ("Factor on growth", "-"),
        series.collect(),
        "Inhibitions and limitations of the first tank that take most: 1 is none, 0 is standstill.",
    );
}

fn story(outcome: &DigesterOutcome, chapter: &mut Chapter) {
    if outcome.events.is_empty() {
        return;
    }
    let columns = vec![
        Column::number("Day", "of the year"),
        Column::text("Tank"),
        Column::text("What happened"),
        Column::text("Strongest factor then"),
    ];
    let mut table = Table::new("What happened, and by which inhibition", columns);
    for event in &outcome.events {
        let tank = outcome.tanks.get(event.tank).map_or(outcome.id.as_str(), |tank| tank.id.as_str());
        let strongest = event.strongest.map_or(String::new(), |(factor, value)| format!("{factor}: {value:.2}"));
        table.push(vec![
            decimals(event.day, 1),
            Cell::text(tank),
            Cell::text(event.what.to_string()),
            Cell::text(strongest),
        ]);
    }
    chapter.text(
        "The nominal case, told from the tanks' own kinetics: acids above their limits, factors that leave less than a \
         half of the growth, and methanogens that take up less than half of their substrate.",
    );
    chapter.table(table);
}
