//! Tanks one by one, and the story of a digester: what went wrong, when, and by which inhibition.

use super::chapter::{Chapter, decimals, num, part_pct};
use crate::case::{DigesterOutcome, TankOutcome};
use crate::digestion::tank::{TankRow, TankVerdict};
use crate::plot::{Heading, Series, TimeAxis, TimeSeries};
use crate::report::{Cell, Column, Row, Table};
use crate::text;
use crate::units::ZERO_CELSIUS_K;
use crate::words::Locale;
use crate::words::fixed;

/// Adds the tanks, where there is more than one or their days were recorded, and what happened in them.
pub(super) fn add(lang: Locale, outcome: &DigesterOutcome, chapter: &mut Chapter) {
    if outcome.tanks.len() > 1 {
        chapter.table(overview(lang, outcome));
    }
    if outcome.tanks.iter().any(|tank| !tank.rows.is_empty()) {
        days(lang, outcome, chapter);
    }
    story(lang, outcome, chapter);
}

fn state(lang: Locale, verdict: TankVerdict) -> String {
    match verdict {
        TankVerdict::NotJudged => lang.say("not judged").to_owned(),
        TankVerdict::Working => "works".to_owned(),
        TankVerdict::WashedOut { day } => lang.tell(&text!("washed out from day {day}", day = format!("{day:.0}"))),
        TankVerdict::Inhibited { day, factor } => {
            lang.tell(&text!("failed from day {day}: {factor}", day = format!("{day:.0}"), factor))
        }
    }
}

fn overview(lang: Locale, outcome: &DigesterOutcome) -> Table {
    let columns = vec![
        Column::text(lang.say("Tank")),
        Column::number(lang.say("Liquid"), "m3"),
        Column::number(lang.say("Temperature"), "°C"),
        Column::number(lang.say("Methane"), "Nm3/a"),
        Column::number(lang.say("Share"), "%"),
        Column::number(lang.say("Digestate out"), "m3/a"),
        Column::number(lang.say("Methane left in it"), "Nm3/a"),
        Column::text(lang.say("State")),
    ];
    let mut table = Table::new(lang.say("Tanks"), columns);
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
            Cell::text(state(lang, tank.verdict)),
        ]);
    }
    let out: f64 = outcome.tanks.iter().map(|tank| tank.left_m3).sum();
    let left: f64 = outcome.tanks.iter().map(|tank| tank.left_methane_nm3).sum();
    let volume: f64 = outcome.tanks.iter().map(|tank| tank.volume_m3).sum();
    table.rows.push(Row::Total(vec![
        Cell::text(lang.say("Together")),
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

fn figure(
    lang: Locale,
    chapter: &mut Chapter,
    title: &str,
    quantity: (&str, &str),
    series: Vec<Series>,
    caption: &str,
) {
    if series.is_empty() {
        return;
    }
    let figure = TimeSeries {
        heading: Heading::new(title, lang),
        quantity: quantity.0.to_owned(),
        unit: quantity.1.to_owned(),
        axis: TimeAxis::Year,
        series,
        levels: Vec::new(),
    };
    chapter.figure(figure.draw(), caption);
}

fn days(lang: Locale, outcome: &DigesterOutcome, chapter: &mut Chapter) {
    let each = |of: &dyn Fn(&TankRow) -> Option<f64>| -> Vec<Series> {
        outcome.tanks.iter().filter_map(|tank| line(&tank.id, tank, of)).collect()
    };
    let methane = each(&|row| Some(row.methane_nm3_per_d));
    figure(
        lang,
        chapter,
        lang.say("Methane by tank"),
        (lang.say("Methane"), "Nm3/d"),
        methane,
        lang.say("By day, dry at 0 °C and 101.325 kPa, nominal case."),
    );
    figure(
        lang,
        chapter,
        lang.say("pH by tank"),
        ("pH", "-"),
        each(&|row| row.ph),
        lang.say("pH by day, nominal case."),
    );
    let acids = each(&|row| row.acids);
    figure(
        lang,
        chapter,
        lang.say("Volatile fatty acids by tank"),
        (lang.say("Volatile fatty acids"), lang.say("unit of the model")),
        acids,
        lang.say("Acids pile up before a digester fails: kg COD/m3 in ADM1 and ADM1da, kg/m3 in R3."),
    );
    factors(lang, outcome, chapter);
}

/// Most lines of a figure of factors.
const LINES: usize = 5;

/// The factors of the first tank that take most, through the year.
fn factors(lang: Locale, outcome: &DigesterOutcome, chapter: &mut Chapter) {
    let Some(tank) = outcome.tanks.first() else { return };
    let lowest = |k: usize| tank.rows.iter().filter_map(|row| row.factors.get(k)).fold(1.0_f64, |low, f| low.min(*f));
    let mut places: Vec<usize> = (0..outcome.factors.len()).filter(|k| lowest(*k) < 0.98).collect();
    places.sort_by(|a, b| lowest(*a).total_cmp(&lowest(*b)));
    places.truncate(LINES);
    let series = places.iter().filter_map(|k| line(outcome.factors[*k], tank, |row| row.factors.get(*k).copied()));
    figure(
        lang,
        chapter,
        lang.say("What slows the degraders"),
        (lang.say("Factor on growth"), "-"),
        series.collect(),
        lang.say("Inhibitions and limitations of the first tank that take most: 1 is none, 0 is standstill."),
    );
}

fn story(lang: Locale, outcome: &DigesterOutcome, chapter: &mut Chapter) {
    if outcome.events.is_empty() {
        return;
    }
    let columns = vec![
        Column::number(lang.say("Day"), "of the year"),
        Column::text(lang.say("Tank")),
        Column::text(lang.say("What happened")),
        Column::text(lang.say("Strongest factor then")),
    ];
    let mut table = Table::new(lang.say("What happened, and by which inhibition"), columns);
    for event in &outcome.events {
        let tank = outcome.tanks.get(event.tank).map_or(outcome.id.as_str(), |tank| tank.id.as_str());
        let strongest = event
            .strongest
            .map_or(String::new(), |(factor, value)| format!("{factor}{}{}", lang.colon(), fixed(value, 2, lang)));
        table.push(vec![
            decimals(event.day, 1),
            Cell::text(tank),
            Cell::text(event.what.to_string()),
            Cell::text(strongest),
        ]);
    }
    chapter.text(lang.say(
        "The nominal case, told from the tanks' own kinetics: acids above their limits, factors that leave less than a \
         half of the growth, and methanogens that take up less than half of their substrate.",
    ));
    chapter.table(table);
}
