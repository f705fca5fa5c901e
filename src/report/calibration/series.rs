//! Measured series beside the model: a table of noise, and a figure for each.

use super::chapter as open;
use crate::calibration::{Calibration, SeriesOutcome};
use crate::plot::{Heading, Locale, Series, TimeAxis, TimeSeries};
use crate::report::chapter::{Chapter, decimals, digits};
use crate::report::{Cell, Column, Section, Table};

pub(super) fn chapter(found: &Calibration, prefix: &str, lang: Locale) -> Chapter {
    let mut c = open("series", prefix, lang.pick("Measured and modelled", "Mesuré et modélisé"));
    let number = |english: &str, french: &str| Column::number(lang.pick(english, french).to_owned(), "");
    let columns = vec![
        Column::text(lang.pick("Series", "Série")),
        Column::text(lang.pick("Unit", "Unité")),
        number("Values", "Valeurs"),
        number("Gaps", "Lacunes"),
        number("Worth, independent", "Équivalent indépendant"),
        number("RMSE before", "REQM avant"),
        number("after", "après"),
        number("Noise sd", "Écart type du bruit"),
        number("Memory a day apart", "Mémoire à un jour"),
        number("Within band (%)", "Dans la bande (%)"),
    ];
    let mut table = Table::new(lang.pick("Series, their fit and their noise", "Séries, calage et bruit"), columns);
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
    table.note = match lang {
        Locale::En => format!(
            "Band: where {percent} % of measurements should lie. {} model runs, {} failed.",
            found.evaluations, found.failed.0
        ),
        Locale::Fr => format!(
            "Bande : où {percent} % des mesures devraient se trouver. {} calculs du modèle, {} en échec.",
            found.evaluations, found.failed.0
        ),
    };
    c.table(table);
    c
}

/// A figure for each series.
pub(super) fn figures(found: &Calibration, prefix: &str, lang: Locale) -> Vec<Section> {
    let mut c = open("figures", prefix, lang.pick("Through time", "Au cours du temps"));
    for s in &found.series {
        c.figure(figure(found, s, lang).draw(), caption(found, s, lang));
    }
    c.finish().into_iter().collect()
}

fn caption(found: &Calibration, s: &SeriesOutcome, lang: Locale) -> String {
    let percent = super::percent(found.level, lang);
    let made = match (s.band.of_posterior, lang) {
        (true, Locale::En) => "posterior predictive",
        (true, Locale::Fr) => "prédictive a posteriori",
        (false, Locale::En) => "by the slopes at the fit",
        (false, Locale::Fr) => "d'après les pentes au point trouvé",
    };
    match lang {
        Locale::En => format!(
            "{}: measured, model before and after. Band: {percent} % of measurements, {made}.",
            s.data.description
        ),
        Locale::Fr => {
            format!("{} : mesuré, modèle avant et après. Bande : {percent} % des mesures, {made}.", s.data.name)
        }
    }
}

fn figure(found: &Calibration, s: &SeriesOutcome, lang: Locale) -> TimeSeries {
    let points = |values: &[f64]| s.data.times_d.iter().copied().zip(values.iter().copied()).collect();
    let line = |english: &str, french: &str, values: &[f64]| Series {
        name: lang.pick(english, french).to_owned(),
        points: points(values),
        band: Vec::new(),
        band_name: String::new(),
    };
    let percent = super::percent(found.level, lang);
    let fitted = Series {
        band: s.band.measurement.clone(),
        band_name: match lang {
            Locale::En => format!("{percent} % of data"),
            Locale::Fr => format!("{percent} % des mesures"),
        },
        ..line("fitted", "calé", &s.fitted)
    };
    TimeSeries {
        heading: Heading::new(s.data.description.as_str(), lang),
        quantity: s.data.description.clone(),
        unit: s.data.unit.clone(),
        axis: TimeAxis::Days,
        series: vec![fitted, line("measured", "mesuré", &s.data.values), line("before", "avant", &s.before)],
        levels: Vec::new(),
    }
}
