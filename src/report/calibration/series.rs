//! Measured series beside the model: a table of noise, and a figure for each.

use super::chapter as open;
use crate::calibration::{Calibration, SeriesOutcome};
use crate::plot::{Heading, Locale, Series, TimeAxis, TimeSeries};
use crate::report::chapter::{Chapter, decimals, digits};
use crate::report::{Cell, Column, Section, Table};
use crate::text;

pub(super) fn chapter(found: &Calibration, prefix: &str, lang: Locale) -> Chapter {
    let mut c = open("series", prefix, lang.say("Measured and modelled"));
    let say_number = |english: &str| Column::number(lang.say(english).to_owned(), "");
    let columns = vec![
        Column::text(lang.say("Series")),
        Column::text(lang.say("Unit")),
        say_number("Values"),
        say_number("Gaps"),
        say_number("Worth, independent"),
        say_number("RMSE before"),
        say_number("after"),
        say_number("Noise sd"),
        say_number("Memory a day apart"),
        say_number("Within band (%)"),
    ];
    let mut table = Table::new(lang.say("Series, their fit and their noise"), columns);
    for s in &found.series {
        table.push(vec![
            Cell::text(s.data.name.as_str()),
            Cell::text(s.data.unit.as_str()),
            decimals(s.data.values.len() as f64, 0),
            decimals(s.data.gaps as f64, 0),
            digits(s.effective_size, 3),
            digits(s.rmse.0, 3),
            digits(s.rmse.1, 3),
            digits(s.noise.sd, 3),
            decimals(s.noise.rho, 2),
            decimals(100.0 * s.band.covered, 0),
        ]);
    }
    let percent = super::percent(found.level, lang);
    table.note = lang.tell(&text!(
        "Band: where {percent} % of measurements should lie. {evaluations} model runs, {b} failed.",
        percent,
        evaluations = found.evaluations,
        b = found.failed.0
    ));
    c.table(table);
    c
}

/// A figure for each series.
pub(super) fn figures(found: &Calibration, prefix: &str, lang: Locale) -> Vec<Section> {
    let mut c = open("figures", prefix, lang.say("Through time"));
    for s in &found.series {
        c.figure(figure(found, s, lang).draw(), caption(found, s, lang));
    }
    c.finish().into_iter().collect()
}

fn caption(found: &Calibration, s: &SeriesOutcome, lang: Locale) -> String {
    let percent = super::percent(found.level, lang);
    let made =
        if s.band.of_posterior { lang.say("posterior predictive") } else { lang.say("by the slopes at the fit") };
    // Series are described in English only; French names the column.
    let what = lang.pick(&s.data.description, &s.data.name);
    lang.tell(&text!(
        "{what}: measured, model before and after. Band: {percent} % of measurements, {made}.",
        what,
        percent,
        made
    ))
}

fn figure(found: &Calibration, s: &SeriesOutcome, lang: Locale) -> TimeSeries {
    let points = |values: &[f64]| s.data.times_d.iter().copied().zip(values.iter().copied()).collect();
    let say_line = |english: &str, values: &[f64]| Series {
        name: lang.say(english).to_owned(),
        points: points(values),
        band: Vec::new(),
        band_name: String::new(),
    };
    let percent = super::percent(found.level, lang);
    let fitted = Series {
        band: s.band.measurement.clone(),
        band_name: lang.tell(&text!("{percent} % of data", percent)),
        ..say_line("fitted", &s.fitted)
    };
    TimeSeries {
        heading: Heading::new(s.data.description.as_str(), lang),
        quantity: s.data.description.clone(),
        unit: s.data.unit.clone(),
        axis: TimeAxis::Days,
        series: vec![fitted, say_line("measured", &s.data.values), say_line("before", &s.before)],
        levels: Vec::new(),
    }
}
