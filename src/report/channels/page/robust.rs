//! The plan under uncertainty: decisions compared, who wins how often, what knowing more would be worth.

use super::context::Context;
use crate::allocation::{Criterion, Robust};
use crate::plot::{Bar, Bars, Picture, PlotError, Stacked, StackedRow};
use crate::report::chapter::{Chapter, decimals, num, said_in};
use crate::report::{Cell, Column, Table};
use crate::text;

/// Decisions and groups that are shown; the data hold all.
const MOST_SHOWN: usize = 12;

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("robust", c.say("How sure it is"));
    let Some(robust) = &c.pole.robust else { return chapter };
    chapter.text(effort(c, robust));
    chapter.table(decisions(c, robust));
    if robust.channel_wins.iter().any(|w| *w > 0.0) {
        chapter.figure(
            wins(c, robust),
            c.say("Share of samples in which a channel takes the largest part of the tonnes that move, and in which it is used at all."),
        );
    }
    if !robust.knowing.is_empty() {
        chapter.figure(
            knowing(c, robust),
            c.say("What it would be worth to know an input before deciding: measure what stands at the top first. A value of zero \
                 means that no answer would change the decision."),
        );
        chapter.table(knowing_table(c, robust));
    }
    chapter
}

/// Unit of the objective, in the language of the page.
fn unit(c: &Context<'_>) -> &'static str {
    match c.pole.objective {
        Criterion::Cost => c.eur_a(),
        Criterion::Co2 => c.say("kg CO2e/a"),
        Criterion::Jobs => c.fte(),
    }
}

fn effort(c: &Context<'_>, r: &Robust) -> String {
    let (samples, programmes) = (c.whole(r.samples as f64), c.whole(r.programmes as f64));
    let (gap, seed) = (said_in(r.gap, 2, c.lang), r.seed);
    let evpi = format!("{} {}", c.number(r.evpi), unit(c));
    let mut text = c.lang.tell(&text!("{samples} samples, seed {seed}; {programmes} programmes solved; largest relative gap to a proven bound {gap}. Knowing everything before deciding would be worth {evpi}.", samples, seed, programmes, gap, evpi));
    if r.failed.0 > 0 {
        let failed = format!(" {} {}{}{}.", r.failed.0, c.say("samples failed"), c.lang.colon(), r.failed.1);
        text.push_str(&failed);
    }
    text
}

fn decisions(c: &Context<'_>, r: &Robust) -> Table {
    let columns = vec![
        Column::text(c.say("Decision: opened")),
        Column::number(c.say("Best in"), "%"),
        Column::number(c.say("Expected"), unit(c)),
        Column::number(c.lang.say("P10"), unit(c)),
        Column::number(c.lang.say("P50"), unit(c)),
        Column::number(c.lang.say("P90"), unit(c)),
        Column::number(c.say("Mean regret"), unit(c)),
        Column::number(c.say("Largest regret"), unit(c)),
        Column::number(c.say("Beats today in"), "%"),
        Column::number(c.say("Feasible in"), "%"),
    ];
    let caption = c.say("Decisions compared on the same samples, flows following each sample. Values are of the aim; less is better (jobs negated).");
    let mut table = Table::new(caption, columns);
    for (k, d) in r.decisions.iter().enumerate().take(MOST_SHOWN) {
        let mark = if k == r.nominal { c.say(" (the plan)") } else { "" };
        let mut cells =
            vec![Cell::text(format!("{}{mark}", c.sinks(&d.open))), decimals(100.0 * d.wins, 1), num(d.expected)];
        cells.extend(d.p10_p50_p90.map(num));
        cells.extend([
            num(d.regret_mean),
            num(d.regret_max),
            decimals(100.0 * d.beats_today, 1),
            decimals(100.0 * d.feasible, 1),
        ]);
        table.push(cells);
    }
    table
}

fn wins(c: &Context<'_>, r: &Robust) -> Result<Picture, PlotError> {
    let pct = |list: &[f64], k: usize| 100.0 * list.get(k).copied().unwrap_or(0.0);
    let mut rows: Vec<StackedRow> = Vec::new();
    for (k, channel) in c.pole.channels.iter().enumerate() {
        let (wins, used) = (pct(&r.channel_wins, k), pct(&r.channel_used, k));
        if used > 0.0 || wins > 0.0 {
            rows.push(StackedRow { label: c.channel(channel.channel), values: vec![wins, (used - wins).max(0.0)] });
        }
    }
    rows.sort_by(|a, b| b.values[0].total_cmp(&a.values[0]));
    Stacked {
        heading: c.heading("Who wins how often"),
        quantity: c.say("Share of samples").to_owned(),
        unit: "%".to_owned(),
        parts: [c.say("takes the largest part"), c.say("is used, without winning")].map(str::to_owned).to_vec(),
        tones: vec![0, 5],
        rows,
    }
    .draw()
}

fn knowing(c: &Context<'_>, r: &Robust) -> Result<Picture, PlotError> {
    let bar = |k: &crate::allocation::ValueOfKnowing| Bar {
        label: c.group(&k.group),
        value: k.value,
        range: Some(((k.value - 2.0 * k.standard_error).max(0.0), k.value + 2.0 * k.standard_error)),
    };
    Bars {
        heading: c.heading("What knowing more is worth").subtitle(c.say("Line: two standard errors either way")),
        quantity: c.say("Value of knowing").to_owned(),
        unit: unit(c).to_owned(),
        bars: r.knowing.iter().take(MOST_SHOWN).map(bar).collect(),
    }
    .draw()
}

fn knowing_table(c: &Context<'_>, r: &Robust) -> Table {
    let columns = vec![
        Column::text(c.say("Group of inputs")),
        Column::number(c.say("Worth"), unit(c)),
        Column::number(c.say("Standard error"), unit(c)),
        Column::number(c.say("Inputs"), ""),
        Column::text(c.say("First of them")),
    ];
    let mut table = Table::new(c.say("Which measurement is worth paying for."), columns);
    for k in &r.knowing {
        table.push(vec![
            Cell::text(c.group(&k.group)),
            num(k.value),
            num(k.standard_error),
            decimals(k.inputs.len() as f64, 0),
            Cell::text(k.inputs.first().map_or("", String::as_str)),
        ]);
    }
    table
}
