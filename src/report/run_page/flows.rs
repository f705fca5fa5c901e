//! Who brings what, when, and where it goes.

use super::chapter::{Chapter, decimals, num, said_in};
use super::labels::{feedstock_words, outlet_words};
use super::{energy_flow, mass_flow};
use crate::case::{PooledStream, StreamCase};
use crate::feedstock::Substance;
use crate::plot::{Bar, Bars, Heading, Monthly, MonthlyGroup};
use crate::report::{Cell, Column, Row, Run, Table};
use crate::text;
use crate::words::Locale;

/// Most bars of one figure; the smallest beyond it become one.
const MOST_BARS: usize = 40;

pub(super) fn chapter(lang: Locale, run: &Run<'_>) -> Chapter {
    let alone = run.outcome.pool.streams.is_empty();
    let mut chapter =
        Chapter::new("flows", if alone { lang.say("Flows of energy") } else { lang.say("Flows: who brings what") });
    if !alone {
        chapter.text(intake(lang, run));
        left_out(lang, run, &mut chapter);
        for organic in [false, true] {
            months(lang, run, organic, &mut chapter);
            providers(lang, run, organic, &mut chapter);
        }
        chapter.table(streams(lang, run));
    }
    mass_flow::add(lang, run, &mut chapter);
    energy_flow::add(lang, run, &mut chapter);
    crate::report::shared::wood_limits::add(&run.outcome.pool.limits, Some(run.case), lang, &mut chapter);
    chapter
}

fn kind(lang: Locale, organic: bool) -> &'static str {
    if organic { lang.say("fermentable waste") } else { lang.say("wood") }
}

fn of_kind<'a>(run: &Run<'a>, organic: bool) -> impl Iterator<Item = &'a PooledStream> {
    run.outcome.pool.streams.iter().filter(move |s| s.organic == organic)
}

/// Deposit, what comes and what is usable, and the mean of the samples, which is another number.
fn intake(lang: Locale, run: &Run<'_>) -> String {
    let mut parts = vec![
        lang.say("The deposit is what the streams would give if everybody took part, at the most likely amounts. What comes is the \
         deposit times participation and activity of each provider; in the nominal case a provider takes part by its \
         probability. What is usable is free of other wood classes and foreign matter; the rest is sorted out and keeps \
         its present outlet.")
            .to_owned(),
    ];
    for (organic, key) in [(false, "wood_t_per_a"), (true, "organic_t_per_a")] {
        let sum = |of: fn(&PooledStream) -> f64| of_kind(run, organic).map(of).sum::<f64>();
        if of_kind(run, organic).next().is_none() {
            continue;
        }
        let mean = run.headlines().into_iter().find(|h| h.headline.key == key).and_then(|h| h.summary);
        let mean = mean.map_or_else(String::new, |s| {
            lang.tell(&text!(
                " (mean of the samples: {a} t/a, because amounts are skewed)",
                a = said_in(s.mean, 3, lang)
            ))
        });
        parts.push(lang.tell(&text!(
            "Of {a}, the deposit is {b} t/a, {c} t/a come and {d} t/a are usable{mean}.",
            a = kind(lang, organic),
            b = said_in(sum(|s| s.deposit_t), 3, lang),
            c = said_in(sum(|s| s.collected_t), 3, lang),
            d = said_in(sum(|s| s.usable_t), 3, lang),
            mean
        )));
    }
    parts.join(" ")
}

fn left_out(lang: Locale, run: &Run<'_>, chapter: &mut Chapter) {
    let out: Vec<String> = run
        .scenario
        .stream_names()
        .filter(|s| !s.2)
        .map(|(provider, id, _)| lang.tell(&text!("{id} of {provider}", id, provider)))
        .collect();
    if !out.is_empty() {
        chapter.text(lang.tell(&text!("Not pooled, by choice of the scenario: {a}.", a = out.join(", "))));
    }
}

fn feedstock(stream: &StreamCase) -> &'static str {
    match stream.substance {
        Substance::Organic(f, _) => &f.id,
        Substance::Wood(f, _) => &f.id,
    }
}

/// Usable mass by month and feedstock, largest first.
fn monthly_groups(lang: Locale, run: &Run<'_>, organic: bool) -> Vec<MonthlyGroup> {
    let mut groups: Vec<(&str, [f64; 12])> = Vec::new();
    for stream in run.case.streams.iter().filter(|s| s.is_organic() == organic) {
        let months = stream.season.spread(stream.usable_t());
        let id = feedstock(stream);
        match groups.iter_mut().find(|(name, _)| *name == id) {
            Some((_, sum)) => sum.iter_mut().zip(months).for_each(|(s, m)| *s += m),
            None => groups.push((id, months)),
        }
    }
    let total = |values: &[f64; 12]| values.iter().sum::<f64>();
    groups.retain(|(_, values)| total(values) > 0.0);
    groups.sort_by(|a, b| total(&b.1).total_cmp(&total(&a.1)));
    groups.into_iter().map(|(id, values)| MonthlyGroup { name: feedstock_words(id, lang), values }).collect()
}

fn months(lang: Locale, run: &Run<'_>, organic: bool, chapter: &mut Chapter) {
    let groups = monthly_groups(lang, run, organic);
    if groups.is_empty() {
        return;
    }
    let kind = kind(lang, organic);
    let figure = Monthly {
        heading: Heading::new(lang.tell(&text!("Usable {kind} through the year", kind)), lang),
        quantity: lang.say("Mass as received").into(),
        unit: lang.unit("t/month").into_owned(),
        groups,
    };
    chapter.figure(
        figure.draw(),
        lang.tell(&text!(
            "Usable {kind} by month and kind, nominal case; the seasons are those of each provider's trade.",
            kind
        )),
    );
}

fn providers(lang: Locale, run: &Run<'_>, organic: bool, chapter: &mut Chapter) {
    let mut sums = vec![0.0; run.case.providers.len()];
    for stream in of_kind(run, organic) {
        if let Some(sum) = sums.get_mut(stream.provider) {
            *sum += stream.usable_t;
        }
    }
    let mut bars: Vec<Bar> =
        run.case.providers.iter().zip(sums).filter(|(_, t)| *t > 0.0).map(|(p, t)| Bar::new(&*p.name, t)).collect();
    if bars.is_empty() {
        return;
    }
    bars.sort_by(|a, b| b.value.total_cmp(&a.value));
    if bars.len() > MOST_BARS {
        let rest = bars.split_off(MOST_BARS - 1);
        bars.push(Bar::new(lang.tell(&text!("{a} others", a = rest.len())), rest.iter().map(|b| b.value).sum()));
    }
    let kind = kind(lang, organic);
    let figure = Bars {
        heading: Heading::new(lang.tell(&text!("Usable {kind} by provider", kind)), lang),
        quantity: lang.say("Mass as received").into(),
        unit: "t/a".into(),
        bars,
    };
    chapter.figure(
        figure.draw(),
        lang.tell(&text!(
            "Usable {kind} of each provider in the nominal case: its amount times its chance to take part.",
            kind
        )),
    );
}

fn streams(lang: Locale, run: &Run<'_>) -> Table {
    let columns = vec![
        Column::text(lang.say("Provider")),
        Column::text(lang.say("Stream")),
        Column::text(lang.say("What it is")),
        Column::number(lang.say("Deposit"), "t/a"),
        Column::number(lang.say("Comes"), "t/a"),
        Column::number(lang.say("Usable"), "t/a"),
        Column::number(lang.say("Road"), "km"),
        Column::text(lang.say("Outlet today")),
    ];
    let mut table = Table::new(lang.say("Streams of the pool, nominal case, mass as received"), columns);
    for organic in [false, true] {
        if of_kind(run, organic).next().is_none() {
            continue;
        }
        table.rows.push(Row::Group(if organic { lang.say("Fermentable waste") } else { lang.say("Wood") }.to_owned()));
        let pairs = run.outcome.pool.streams.iter().zip(&run.case.streams);
        for (pooled, case) in pairs.filter(|(pooled, _)| pooled.organic == organic) {
            table.push(stream_row(lang, run, pooled, case));
        }
        let sum = |of: fn(&PooledStream) -> f64| num(of_kind(run, organic).map(of).sum());
        table.rows.push(Row::Total(vec![
            Cell::text(lang.tell(&text!("All {kind}", kind = kind(lang, organic)))),
            Cell::empty(),
            Cell::empty(),
            sum(|s| s.deposit_t),
            sum(|s| s.collected_t),
            sum(|s| s.usable_t),
            Cell::empty(),
            Cell::empty(),
        ]));
    }
    table
}

fn stream_row(lang: Locale, run: &Run<'_>, pooled: &PooledStream, case: &StreamCase) -> Vec<Cell> {
    let provider = run.case.providers.get(pooled.provider).map_or("", |p| p.name.as_str());
    vec![
        Cell::text(provider),
        Cell::text(&*pooled.id),
        Cell::text(feedstock_words(pooled.feedstock, lang)),
        num(pooled.deposit_t),
        num(pooled.collected_t),
        num(pooled.usable_t),
        decimals(case.road_km, 1),
        Cell::text(outlet_words(pooled.outlet, lang)),
    ]
}
