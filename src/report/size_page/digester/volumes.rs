//! Volumes: how often each keeps the limit, what it gives, what rules of thumb would build.

use super::{View, findings, words};
use crate::plot::{Curve, CurvePanel, Curves, Heading, Level, Locale, Picture, PlotError};
use crate::report::chapter::{Chapter, decimals};
use crate::report::{Cell, Column, KeyFigure, Precision, Table};
use crate::sizing::digester::{DigesterFigure, Ladder, RatedDigester};
use crate::text;

pub(super) fn chapter(view: &View<'_>, with_figures: bool) -> Chapter {
    let mut chapter = Chapter::new("digester", view.say("Digester¦volumes"));
    chapter.text(lead(view));
    chapter.cards(cards(view));
    chapter.findings(findings(view));
    if with_figures {
        for ladder in &view.sizing.ladders {
            chapter.figure(figure(view, ladder), caption(view));
        }
    }
    for ladder in &view.sizing.ladders {
        chapter.table(table(view, ladder));
    }
    chapter
}

fn lead(view: &View<'_>) -> String {
    let sizing = view.sizing;
    let (limit, p) = (sizing.params.fos_tac_max, 100.0 * sizing.params.digester_probability_min);
    let limit = view.number(limit, 3);
    let p = view.number(p, 3);
    let (done, wanted) = sizing.samples;
    let mut text = match (sizing.chosen(), view.lang) {
        (Some(c), Locale::En) => format!(
            "Smallest volume of digester {} whose FOS/TAC stays below {limit} in every week of the year, in {p} % of the \
             samples: {} m3.",
            sizing.id,
            view.number(c.volume_m3, 3)
        ),
        (Some(c), Locale::Fr) => format!(
            "Plus petit volume du digesteur {} dont le FOS/TAC reste sous {limit} chaque semaine de l'année, dans {p} % des \
             tirages : {} m3.",
            sizing.id,
            view.number(c.volume_m3, 3)
        ),
        (None, Locale::En) => {
            format!("No volume tried keeps FOS/TAC below {limit} in every week of the year in {p} % of the samples.")
        }
        (None, Locale::Fr) => format!(
            "Aucun volume essayé ne garde FOS/TAC sous {limit} chaque semaine de l'année dans {p} % des tirages."
        ),
    };
    if let Some(i) = sizing.chosen().and_then(|c| c.interval) {
        let (low, high) = (view.number(100.0 * i.low, 3), view.number(100.0 * i.high, 3));
        text += &view.lang.tell(&text!(
            " It keeps the limit with a probability between {low} and {high} % (95 %, Wilson).",
            low,
            high
        ));
    }
    if wanted == 0 {
        text += view.say(" Without samples it is the nominal case that is judged.");
    } else {
        text += &view.lang.tell(&text!(
            " {done} of {wanted} samples, {years} digester years.",
            done,
            wanted,
            years = sizing.years
        ));
    }
    let (failed, reason) = &sizing.failed;
    if *failed > 0 {
        text += &view.lang.tell(&text!(" {failed} samples failed and count nowhere: {reason}.", failed, reason));
    }
    text
}

fn cards(view: &View<'_>) -> Vec<KeyFigure> {
    let Some(shown) = view.sizing.shown() else { return Vec::new() };
    let card = |figure: DigesterFigure| {
        let (name, unit, decimals) = words::figure(figure, view.lang);
        let quantiles = shown.spread_of(figure).map(|s| [s.p10, s.p50, s.p90]);
        KeyFigure {
            name: name.to_owned(),
            unit: unit.to_owned(),
            nominal: shown.nominal.of(figure),
            p10_p50_p90: quantiles.filter(|q| q.iter().all(|v| v.is_finite())),
            precision: Precision::Decimals(decimals),
            note: String::new(),
        }
    };
    let volume = KeyFigure {
        name: view.say("Liquid volume").to_owned(),
        unit: "m3".to_owned(),
        nominal: shown.volume_m3,
        p10_p50_p90: None,
        precision: Precision::Decimals(0),
        note: match view.sizing.chosen() {
            Some(_) => view.say("recommended").to_owned(),
            None => view.say("of the scenario").to_owned(),
        },
    };
    let figures = [
        DigesterFigure::Retention,
        DigesterFigure::Load,
        DigesterFigure::FosTac,
        DigesterFigure::Methane,
        DigesterFigure::HeatShare,
    ];
    let shown = figures.map(card).into_iter().filter(|c| c.nominal.is_finite());
    std::iter::once(volume).chain(shown).collect()
}

fn caption(view: &View<'_>) -> String {
    let text = view.say(
        "Above: how often a volume fails (washes out or turns acid) and how often some week exceeds the limit. Below: \
         FOS/TAC of the worst week; where the upper curve crosses the limit the answer lies.",
    );
    text.to_owned()
}

/// FOS/TAC beyond which a curve is cut: what lies higher has failed.
const FOS_TAC_SHOWN: f64 = 3.0;

fn figure(view: &View<'_>, ladder: &Ladder) -> Result<Picture, PlotError> {
    let curve = |name: &'static str, tone: usize, of: &dyn Fn(&RatedDigester) -> f64| Curve {
        name: name.to_owned(),
        tone,
        points: ladder.rated.iter().map(|r| (r.volume_m3, of(r))).filter(|p| p.1.is_finite()).collect(),
    };
    let spread = |k: usize| {
        move |r: &RatedDigester| {
            let value = r.spread_of(DigesterFigure::FosTac).map_or(f64::NAN, |s| [s.p50, s.p90][k]);
            if value <= FOS_TAC_SHOWN { value } else { f64::NAN }
        }
    };
    let nominal = |r: &RatedDigester| {
        let value = r.nominal.of(DigesterFigure::FosTac);
        if value <= FOS_TAC_SHOWN { value } else { f64::NAN }
    };
    let chances = vec![
        curve(view.say("exceeds the limit"), 1, &|r| 100.0 * (1.0 - r.probability())),
        curve(view.say("fails"), 0, &|r| 100.0 * r.failing()),
    ];
    let acids = vec![curve("P90", 1, &spread(1)), curve("P50", 2, &spread(0)), curve(view.say("nominal"), 3, &nominal)];
    let panel = |quantity: &str, unit: &str, curves: Vec<Curve>, levels: Vec<Level>| CurvePanel {
        quantity: quantity.to_owned(),
        unit: unit.to_owned(),
        curves: curves.into_iter().filter(|c| !c.points.is_empty()).collect(),
        levels,
    };
    let allowed = Level {
        name: view.say("allowed").to_owned(),
        value: 100.0 * (1.0 - view.sizing.params.digester_probability_min),
    };
    let limit = Level { name: view.say("limit").to_owned(), value: view.sizing.params.fos_tac_max };
    let panels = vec![
        panel(view.say("Probability"), "%", chances, vec![allowed]),
        panel(view.say("FOS/TAC, worst week"), "g/g", acids, vec![limit]),
    ];
    let celsius = view.number(ladder.temperature_c, 3);
    let title = view.lang.tell(&text!("Failure and FOS/TAC against volume, {celsius} C", celsius));
    Curves {
        heading: Heading::new(title, view.lang),
        across: view.say("Liquid volume").to_owned(),
        across_unit: "m3".to_owned(),
        panels: panels.into_iter().filter(|p| !p.curves.is_empty()).collect(),
        marks: marks(view, ladder),
    }
    .draw()
}

fn marks(view: &View<'_>, ladder: &Ladder) -> Vec<Level> {
    let smallest = ladder.smallest.and_then(|k| ladder.rated.get(k));
    let mark = |name: &str, volume_m3: f64| Level { name: name.to_owned(), value: volume_m3 };
    let own = view.sizing.present().map(|r| mark(view.say("scenario"), r.volume_m3));
    let chosen = smallest.map(|r| mark(view.say("smallest that passes"), r.volume_m3));
    let inside = |m: &Level| ladder.rated.iter().any(|r| r.volume_m3 == m.value);
    [chosen, own].into_iter().flatten().filter(inside).collect()
}

fn table(view: &View<'_>, ladder: &Ladder) -> Table {
    let sampled = ladder.rated.iter().any(|r| r.count > 0);
    let figures = [
        DigesterFigure::Retention,
        DigesterFigure::Load,
        DigesterFigure::Methane,
        DigesterFigure::Residual,
        DigesterFigure::FosTac,
        DigesterFigure::Ph,
        DigesterFigure::FreeAmmonia,
        DigesterFigure::Heat,
        DigesterFigure::HeatShare,
    ];
    let mut columns = vec![Column::number(view.say("Volume"), "m3"), Column::text(view.say("What¦volumes"))];
    for figure in figures {
        let (name, unit, _) = words::figure(figure, view.lang);
        columns.push(Column::number(name, unit));
    }
    if sampled {
        columns.push(Column::number(view.say("FOS/TAC P90"), "g/g"));
        columns.push(Column::number(view.say("Keeps the limit"), "%"));
        columns.push(Column::number(view.say("Washed out"), "%"));
        columns.push(Column::number(view.say("Acid"), "%"));
    }
    let celsius = view.number(ladder.temperature_c, 3);
    let caption = view.lang.tell(&text!("Volumes at {celsius} C, nominal case unless said otherwise", celsius));
    let mut table = Table::new(caption, columns);
    for (k, rated) in ladder.rated.iter().enumerate() {
        table.push(row(view, rated, ladder.smallest == Some(k), &figures, sampled));
    }
    table
}

fn row(
    view: &View<'_>,
    rated: &RatedDigester,
    is_smallest: bool,
    figures: &[DigesterFigure],
    sampled: bool,
) -> Vec<Cell> {
    let smallest = if is_smallest { view.say("smallest that passes") } else { "" };
    let origin = words::origin(rated.origin, view.lang);
    let what: Vec<&str> = [smallest, origin].into_iter().filter(|w| !w.is_empty()).collect();
    let mut cells = vec![decimals(rated.volume_m3, 0), Cell::text(what.join(", "))];
    for figure in figures {
        let value = rated.nominal.of(*figure);
        // No buffer is left: a number that says nothing is not written.
        let none = *figure == DigesterFigure::FosTac && value == f64::INFINITY;
        let cell = decimals(value, words::figure(*figure, view.lang).2);
        cells.push(if none { Cell::text(view.say("no buffer")) } else { cell });
    }
    if sampled {
        let count = rated.count as f64;
        let p90 = rated.spread_of(DigesterFigure::FosTac).map_or(f64::NAN, |s| s.p90);
        cells.push(if p90 == f64::INFINITY { Cell::text(view.say("no buffer")) } else { decimals(p90, 3) });
        for share in [rated.kept, rated.washed_out, rated.acidified] {
            cells.push(decimals(100.0 * share as f64 / count, 1));
        }
    }
    cells
}
