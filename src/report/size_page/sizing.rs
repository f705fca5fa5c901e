//! Sizing: who covers the year, what the load-duration curve alone would say, why not the rule of thumb.

use super::context::Context;
use super::rule;
use crate::plot::{Curve, CurvePanel, Curves, Level, LoadDuration, Picture, PlotError, percent};
use crate::report::chapter::{Chapter, decimals};
use crate::report::shared::hours::Hours;
use crate::report::{Column, Table};
use crate::sizing::Shortcut;
use crate::text;

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("sizing", c.say("Sizing"));
    monotone(c, &mut chapter);
    if !c.size.shortcut.is_empty() {
        chapter.text(c.say(
            "The load-duration curve alone (the area below a power) is the most that a boiler without buffer could \
             give: it knows no minimum load, no sequence of hours, no outage. A boiler that never runs below its \
             minimum load loses summer and mild nights the more the larger it is; real boilers cycle instead, and \
             pay in starts, carbon monoxide and fouling. A buffer gives most of it back, and carries heat into hours \
             above the power of the boiler. All four are shown for one boiler of each power.",
        ));
        chapter.figure(
            curves(c),
            c.say(
                "Look at the gap between the upper curve and the one with the buffer: this is what the shortcut \
                 hides. Below, what cycling costs in starts.",
            ),
        );
        chapter.table(table(c));
    }
    rule::add(c, &mut chapter);
    chapter
}

fn monotone(c: &Context<'_>, chapter: &mut Chapter) {
    let Some(shown) = c.shown() else { return };
    let Some((heat, hours)) = shown.heat().and_then(|h| Some((h, Hours::of(h)?))) else { return };
    let candidate = &shown.rated.candidate;
    let mut levels = vec![Level { name: c.say("Wood power").to_owned(), value: candidate.wood_kw() }];
    if let [large, .., small] = candidate.units_kw.as_slice() {
        let smallest = if large == small { candidate.wood_kw() / candidate.units_kw.len() as f64 } else { *large };
        levels.push(Level { name: c.say("First boiler").to_owned(), value: smallest });
    }
    let layers = hours.cover(c.lang, &candidate.units_kw);
    let figure = LoadDuration {
        heading: c.heading("Load-duration curve, and who covers it").subtitle(c.house(candidate)),
        demand_kw: hours.demand_kw,
        layers,
        levels,
    };
    let covered = percent(heat.renewable_share(), 1, c.lang);
    let caption = c.lang.tell(&text!("Hours of the nominal year sorted by load. Wood covers the body of the curve, the buffer carries it over the hours around, gas takes the peak: {covered} of the heat sent out is not from gas.", covered));
    chapter.figure(figure.draw(), caption);
}

/// A curve through the powers: words, tone, value.
type Line = (&'static str, usize, fn(&Shortcut) -> f64);

fn curves(c: &Context<'_>) -> Result<Picture, PlotError> {
    let list = &c.size.shortcut;
    let curve = |(name, tone, value): Line| Curve {
        name: name.to_owned(),
        tone,
        points: list.iter().map(|s| (100.0 * s.share_of_peak, value(s))).filter(|p| p.1.is_finite()).collect(),
    };
    let (buffered, cycling) = (c.say("Simulated, with buffer"), c.say("On and off, no buffer"));
    // Going on and off loses no heat in hours, so that both may be one curve.
    let same = list.iter().all(|s| s.cycling_pct == s.curve_pct);
    let curve_name = match same {
        true => c.say("Curve, or on and off"),
        false => c.say("Load-duration curve"),
    };
    let mut coverage: Vec<Line> = vec![
        (curve_name, 3, |s| s.curve_pct),
        (buffered, 0, |s| s.simulated_pct),
        (c.say("Never below minimum"), 1, |s| s.no_cycling_pct),
    ];
    if !same {
        coverage.push((cycling, 2, |s| s.cycling_pct));
    }
    let starts: [Line; 2] = [(buffered, 0, |s| s.simulated_starts), (cycling, 2, |s| s.cycling_starts)];
    let panel = |quantity: &str, unit: &str, lines: &[Line], levels| CurvePanel {
        quantity: quantity.to_owned(),
        unit: unit.to_owned(),
        curves: lines.iter().map(|l| curve(*l)).filter(|x| !x.points.is_empty()).collect(),
        levels,
    };
    let target = c.size.params.coverage_target_pct;
    let target = Level { name: format!("{} {}", c.say("Target"), percent(target / 100.0, 0, c.lang)), value: target };
    Curves {
        heading: c.heading("Coverage and starts against the power"),
        across: c.say("Wood power over the peak").to_owned(),
        across_unit: "%".to_owned(),
        panels: vec![
            panel(c.say("Coverage"), "%", &coverage, vec![target]),
            panel(c.say("Starts"), c.say("1/a"), &starts, Vec::new()),
        ],
        marks: marks(c),
    }
    .draw()
}

fn marks(c: &Context<'_>) -> Vec<Level> {
    let mark = |word: &str, rated: &crate::sizing::Rated| Level {
        name: format!("{word}{}{}", c.lang.colon(), c.boilers(&rated.candidate)),
        value: c.peak_pct(&rated.candidate),
    };
    let chosen = c.chosen().map(|l| mark(c.say("chosen¦boiler house"), l.rated));
    let half = c.half().map(|l| mark(c.say("rule of 50 %"), l.rated));
    [chosen, half].into_iter().flatten().filter(|m| m.value.is_finite()).collect()
}

fn table(c: &Context<'_>) -> Table {
    let starts = c.say("1/a");
    let columns = vec![
        Column::number(c.say("Wood power"), "kW"),
        Column::number(c.say("Over the peak"), "%"),
        Column::number(c.say("Load-duration curve"), "%"),
        Column::number(c.say("Simulated, with buffer"), "%"),
        Column::number(c.say("Gap"), "points"),
        Column::number(c.say("On and off, no buffer"), "%"),
        Column::number(c.say("Never below minimum, no buffer"), "%"),
        Column::number(c.say("Starts, with buffer"), starts),
        Column::number(c.say("Starts, on and off"), starts),
    ];
    let caption = c.say("Coverage by one boiler: the shortcut beside the simulated year");
    let mut table = Table::new(caption, columns);
    for s in &c.size.shortcut {
        table.push(vec![
            decimals(s.power_kw, 0),
            decimals(100.0 * s.share_of_peak, 0),
            decimals(s.curve_pct, 1),
            decimals(s.simulated_pct, 1),
            decimals(s.simulated_pct - s.curve_pct, 1),
            decimals(s.cycling_pct, 1),
            decimals(s.no_cycling_pct, 1),
            decimals(s.simulated_starts, 0),
            decimals(s.cycling_starts, 0),
        ]);
    }
    table.note = c
        .say("The simulated year has outages, losses of the buffer and a store that may run short; the others have none of \
             that. Starts of going on and off: one for each hour below the minimum load.")
        .to_owned();
    table
}
