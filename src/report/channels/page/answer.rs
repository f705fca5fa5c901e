//! The answer first: what should go where, what it saves, what it costs, how sure it is.

use super::context::{Context, scaled, tonnes};
use super::words::kind;
use crate::allocation::{Criterion, Flow};
use crate::channel::LotKind;
use crate::plot::percent;
use crate::report::chapter::{Chapter, decimals, num, part_pct};
use crate::report::{Cell, Column, Finding, KeyFigure, Precision, Row, Severity, Table};
use crate::text;

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("answer", c.say("What should go where"));
    chapter.text(lead(c));
    chapter.cards(cards(c));
    chapter.table(table(c));
    for sentence in certainty(c) {
        chapter.text(sentence);
    }
    chapter.findings(breaches(c));
    chapter
}

fn lead(c: &Context<'_>) -> String {
    let t = &c.pole.totals;
    let objective = c.words(c.pole.objective.name());
    let opened: Vec<usize> =
        (0..c.pole.sinks.len()).filter(|k| c.pole.sinks[*k].candidate && c.pole.sinks[*k].open).collect();
    let moved = c.whole(t.moved_t.nominal);
    let all = c.whole(t.inventory_t.nominal);
    let (companies, open) = (c.pole.companies.len(), c.sinks(&opened));
    c.lang.tell(&text!("Of {all} t a year from {companies} companies, {moved} t should leave today's outlet. To be opened: {open}. Aim: {objective}, for the pole as a whole; laws of {year}.", all, companies, moved, open, objective, year = c.pole.year))
}

fn cards(c: &Context<'_>) -> Vec<KeyFigure> {
    let t = &c.pole.totals;
    let card = |name: &str, unit: &str, nominal: f64, quantiles, decimals: usize, note: String| KeyFigure {
        name: name.to_owned(),
        unit: unit.to_owned(),
        nominal,
        p10_p50_p90: quantiles,
        precision: Precision::Decimals(decimals),
        note,
    };
    let local = c.pole.valorised[1].mass[0] * 100.0;
    let range = format!("{} {}", c.range(t.fte), c.say("central (low to high)"));
    vec![
        card(c.say("Saved"), c.eur_a(), t.gain_eur.nominal, t.gain_eur.p10_p50_p90, 0, c.method("money")),
        card(
            c.say("Greenhouse gas, change"),
            c.co2_a(),
            tonnes(t.kgco2e.nominal),
            scaled(t.kgco2e.p10_p50_p90, 1000.0),
            1,
            c.carbon(),
        ),
        card(c.say("Jobs, net of today"), c.fte(), t.fte.central, None, 1, range),
        card(c.say("Moved"), c.t_a(), t.moved_t.nominal, t.moved_t.p10_p50_p90, 0, String::new()),
        card(
            c.say("Valorised locally"),
            "%",
            local,
            None,
            1,
            format!("{} {}", percent(c.pole.valorised[0].mass[0], 1, c.lang), c.say("today, by mass")),
        ),
        card(c.say("Capital"), "EUR", t.capital_eur, None, 0, String::new()),
    ]
}

/// One row of the table: a kind of stream into a sink.
struct Way {
    kind: LotKind,
    sink: usize,
    wet_t: f64,
    eur: f64,
    kgco2e: f64,
    companies: Vec<usize>,
}

fn ways(c: &Context<'_>) -> Vec<Way> {
    let mut list: Vec<Way> = Vec::new();
    let add = |list: &mut Vec<Way>, flow: &Flow| {
        let Some(lot) = c.pole.lots.get(flow.lot) else { return };
        let place = list.iter().position(|w| w.kind == lot.kind && w.sink == flow.sink).unwrap_or_else(|| {
            let way = Way { kind: lot.kind, sink: flow.sink, wet_t: 0.0, eur: 0.0, kgco2e: 0.0, companies: Vec::new() };
            list.push(way);
            list.len() - 1
        });
        let way = &mut list[place];
        way.wet_t += flow.wet_t;
        way.eur += flow.eur();
        way.kgco2e += flow.kgco2e();
        if !way.companies.contains(&lot.company) {
            way.companies.push(lot.company);
        }
    };
    c.pole.flows.iter().for_each(|f| add(&mut list, f));
    list.sort_by(|a, b| a.kind.cmp(&b.kind).then(b.wet_t.total_cmp(&a.wet_t)).then(a.sink.cmp(&b.sink)));
    list
}

fn table(c: &Context<'_>) -> Table {
    let columns = vec![
        Column::text(c.say("Stream")),
        Column::text(c.say("Goes to")),
        Column::text(c.say("Channel")),
        Column::number(c.say("Mass"), c.t_a()),
        Column::number(c.say("Share"), "%"),
        Column::number(c.say("From"), c.say("companies")),
        Column::number(c.say("Cost"), c.eur_t()),
        Column::number(c.say("Greenhouse gas¦short"), "kg CO2e/t"),
    ];
    let caption = c.say("What should go where. Cost is what the pole pays a tonne, fixed costs of new sites left out; greenhouse gas is the \
         change against today, saved when negative.");
    let mut table = Table::new(c.by_method(caption, "carbon"), columns);
    let whole = c.pole.totals.inventory_t.nominal;
    let ways = ways(c);
    for way in &ways {
        let Some(sink) = c.pole.sinks.get(way.sink) else { continue };
        table.push(vec![
            Cell::text(kind(way.kind, c.lang)),
            Cell::text(c.sink(way.sink)),
            Cell::text(c.channel(sink.channel)),
            decimals(way.wet_t, 1),
            part_pct(way.wet_t, whole),
            decimals(way.companies.len() as f64, 0),
            num(way.eur / way.wet_t),
            num(way.kgco2e / way.wet_t),
        ]);
    }
    let mass: f64 = ways.iter().map(|w| w.wet_t).sum();
    table.rows.push(Row::Total(vec![
        Cell::text(c.say("All")),
        Cell::empty(),
        Cell::empty(),
        decimals(mass, 1),
        part_pct(mass, whole),
        decimals(c.pole.companies.len() as f64, 0),
        num(ways.iter().map(|w| w.eur).sum::<f64>() / mass),
        num(ways.iter().map(|w| w.kgco2e).sum::<f64>() / mass),
    ]));
    table
}

/// How sure the answer is, in sentences.
fn certainty(c: &Context<'_>) -> Vec<String> {
    let Some(robust) = &c.pole.robust else {
        return vec![c.say("Nothing was sampled: how sure the answer is, this page cannot tell.").to_owned()];
    };
    let Some(nominal) = robust.decisions.get(robust.nominal) else { return Vec::new() };
    let pct = |share: f64| percent(share, 0, c.lang);
    let (beats, wins, samples) = (pct(nominal.beats_today), pct(nominal.wins), c.whole(robust.samples as f64));
    let compared = robust.decisions.len();
    let mut list = vec![c.lang.tell(&text!("How sure: over {samples} samples, this decision beats today in {beats} and is the best of the {compared} compared in {wins}.", samples, beats, compared, wins))];
    if robust.nominal != 0 {
        let best = c.sinks(&robust.decisions[0].open);
        list.push(c.lang.tell(&text!("On average over the samples another decision is better: {best}.", best)));
    }
    if c.pole.objective != Criterion::Cost {
        list.push(c.say("The aim here is not cost: the euros above are what it takes.").to_owned());
    }
    list
}

/// Findings that break a rule are told at once; all others have their chapter.
fn breaches(c: &Context<'_>) -> Vec<Finding> {
    let breach = c.pole.findings.iter().filter(|f| f.severity == "breach");
    breach
        .map(|f| Finding {
            severity: Severity::Breach,
            text: c.lang.pick(&f.text_en, &f.text_fr).to_owned(),
            source: f.source.clone(),
        })
        .collect()
}
