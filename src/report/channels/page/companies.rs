//! One sheet per company: what it brings, its euros per tonne today and tomorrow, its gains, what is asked of it.

use super::context::{Context, tonnes};
use super::words::{feedstock, kind};
use crate::allocation::{Company, Flow};
use crate::report::chapter::{Chapter, decimals, num};
use crate::report::{Cell, Column, KeyFigure, Precision, Row, Table};

/// All companies in one table whose sums are the pole's.
pub(super) fn overview(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("companies", c.say("Company by company"));
    chapter.text(c.say("Each tonne and each saved kilogram has one claimant: the rows add up to the pole. A sheet for each company follows."));
    let columns = vec![
        Column::text(c.say("Company")),
        Column::number(c.say("Brings"), c.t_a()),
        Column::number(c.say("Today"), c.eur_a()),
        Column::number(c.say("In the plan"), c.eur_a()),
        Column::number(c.say("Once the gain is shared"), c.eur_a()),
        Column::number(c.say("Greenhouse gas¦short"), c.co2_a()),
        Column::number(c.say("Jobs, central"), c.fte()),
        Column::text(c.say("Notes")),
    ];
    let mut table = Table::new(c.by_method(c.say("All companies."), "carbon"), columns);
    let row = |name: &str, [wet, today, plan, shared, kg, fte]: [f64; 6], note: String| {
        vec![
            Cell::text(name),
            decimals(wet, 1),
            decimals(today, 0),
            decimals(plan, 0),
            decimals(shared, 0),
            decimals(tonnes(kg), 2),
            decimals(fte, 2),
            Cell::text(note),
        ]
    };
    let values = |k: &Company| [k.wet_t, k.today_eur, k.tomorrow_eur, k.shared_eur, k.kgco2e, k.fte.central];
    let mut sums = [0.0; 6];
    for company in &c.pole.companies {
        let of = values(company);
        sums.iter_mut().zip(of).for_each(|(sum, v)| *sum += v);
        table.push(row(&company.name, of, notes(c, company)));
    }
    table.rows.push(Row::Total(row(c.say("Pole"), sums, String::new())));
    chapter.table(table);
    chapter
}

fn notes(c: &Context<'_>, company: &Company) -> String {
    let mut notes = Vec::new();
    if company.aggregator {
        notes.push(c.say("may count tonnes of others twice"));
    }
    if company.claims_itself {
        notes.push(c.say("claims its savings itself"));
    }
    notes.join("; ")
}

/// The sheet of one company.
pub(super) fn sheet(c: &Context<'_>, place: usize) -> Chapter {
    let company = &c.pole.companies[place];
    let mut chapter = Chapter::new(&format!("company-{}", company.id), company.name.clone());
    chapter.text(lead(c, company));
    chapter.cards(cards(c, company));
    chapter.table(brings(c, company));
    chapter.table(goes(c, place));
    let asked = company.asked.iter().enumerate();
    let asked: Vec<(String, String)> =
        asked.map(|(k, (english, french))| ((k + 1).to_string(), c.lang.pick(english, french).to_owned())).collect();
    if !asked.is_empty() {
        chapter.text(c.say("What is asked of it:"));
        chapter.terms(asked);
    }
    chapter
}

fn lead(c: &Context<'_>, company: &Company) -> String {
    let gain = company.today_eur - company.shared_eur;
    let (wet, euros) = (c.number(company.wet_t), c.whole(gain.abs()));
    let note = notes(c, company);
    let note = if note.is_empty() { note } else { format!(" ({note})") };
    match (c.lang, gain >= 0.0) {
        (crate::plot::Locale::En, true) => format!("Brings {wet} t a year{note}; saves {euros} EUR a year."),
        (crate::plot::Locale::En, false) => format!("Brings {wet} t a year{note}; pays {euros} EUR a year more."),
        (crate::plot::Locale::Fr, true) => format!("Apporte {wet} t par an{note} ; économise {euros} € par an."),
        (crate::plot::Locale::Fr, false) => format!("Apporte {wet} t par an{note} ; paie {euros} € par an de plus."),
    }
}

/// Euros of a tonne; NaN without a tonne.
fn per_tonne(eur: f64, wet_t: f64) -> f64 {
    if wet_t > 0.0 { eur / wet_t } else { f64::NAN }
}

fn cards(c: &Context<'_>, k: &Company) -> Vec<KeyFigure> {
    let card = |name: &str, unit: &str, nominal: f64, decimals: usize, note: String| KeyFigure {
        name: name.to_owned(),
        unit: unit.to_owned(),
        nominal,
        p10_p50_p90: None,
        precision: Precision::Decimals(decimals),
        note,
    };
    let money = c.method("money");
    vec![
        card(c.say("Pays today"), c.eur_t(), per_tonne(k.today_eur, k.wet_t), 1, money.clone()),
        card(c.say("Pays tomorrow, gain shared"), c.eur_t(), per_tonne(k.shared_eur, k.wet_t), 1, c.method("sharing")),
        card(c.say("Gain"), c.eur_a(), k.today_eur - k.shared_eur, 0, money),
        card(c.say("Greenhouse gas, change¦short"), c.co2_a(), tonnes(k.kgco2e), 2, c.carbon()),
        card(c.say("Jobs, net"), c.fte(), k.fte.central, 2, c.range(k.fte)),
    ]
}

fn brings(c: &Context<'_>, company: &Company) -> Table {
    let columns = vec![
        Column::text(c.say("Stream")),
        Column::text(c.say("Feedstock")),
        Column::text(c.say("Waste code")),
        Column::number(c.say("Mass"), c.t_a()),
        Column::number(c.say("Water"), "%"),
        Column::text(c.say("Today")),
        Column::number(c.say("Costs today"), c.eur_t()),
    ];
    let mut table = Table::new(c.say("What it brings."), columns);
    for lot in company.lots.iter().filter_map(|k| c.pole.lots.get(*k)) {
        let unlawful = if lot.outlet_unlawful { c.say(" (no longer lawful)") } else { "" };
        table.push(vec![
            Cell::text(format!("{} ({})", &*lot.id, kind(lot.kind, c.lang))),
            Cell::text(feedstock(&lot.feedstock, c.lang)),
            Cell::text(lot.ewc.as_deref().unwrap_or("")),
            decimals(lot.wet_t, 1),
            decimals(100.0 * lot.moisture_share, 0),
            Cell::text(format!("{}{unlawful}", c.words(lot.outlet))),
            num(lot.today_eur_per_t),
        ]);
    }
    table
}

fn goes(c: &Context<'_>, place: usize) -> Table {
    let columns = vec![
        Column::text(c.say("Stream")),
        Column::text(c.say("Goes to")),
        Column::number(c.say("Mass"), c.t_a()),
        Column::number(c.say("Distance"), "km"),
        Column::number(c.say("Cost"), c.eur_t()),
        Column::number(c.say("Greenhouse gas¦short"), "kg CO2e/t"),
    ];
    let mut table = Table::new(c.by_method(c.say("Where it should go."), "carbon"), columns);
    let mine = |f: &&Flow| c.pole.lots.get(f.lot).is_some_and(|l| l.company == place);
    for flow in c.pole.flows.iter().filter(mine) {
        table.push(vec![
            Cell::text(&*c.pole.lots[flow.lot].id),
            Cell::text(way(c, flow)),
            decimals(flow.wet_t, 1),
            num(flow.km),
            num(per_tonne(flow.eur(), flow.wet_t)),
            num(per_tonne(flow.kgco2e(), flow.wet_t)),
        ]);
    }
    table
}

/// Name of the sink, and of the hub on the way.
fn way(c: &Context<'_>, flow: &Flow) -> String {
    let sink = c.sinks(&[flow.sink]);
    match flow.hub {
        Some(hub) => format!("{sink} ({} {})", c.say("through"), c.sinks(&[hub])),
        None => sink,
    }
}
