//! Who gets what of the joint gain, with what a doubter asks: could a group do better alone? And possible matches.

use super::context::{Context, tonnes};
use crate::allocation::{CompanyShare, MatchFound, Sharing};
use crate::report::chapter::{Chapter, decimals, num};
use crate::report::{Cell, Column, Flag, Row, Table};
use crate::text;

/// A least core below this share of the gain is rounding: the core is not empty.
const ROUNDING: f64 = 1e-9;

pub(super) fn shares(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("sharing", c.say("Sharing the gain"));
    let Some(sharing) = &c.pole.sharing else { return chapter };
    chapter.text(lead(c, sharing));
    chapter.table(stability(c, sharing));
    chapter.table(table(c, sharing));
    chapter
}

fn lead(c: &Context<'_>, s: &Sharing) -> String {
    let n = |v: f64| format!("{} {}", c.whole(v), c.eur_a());
    let (gain, alone, together) = (n(s.gain_eur), n(s.alone_eur), n(s.gain_eur - s.alone_eur));
    let exact = if s.exact { c.say("exact") } else { c.say("of the companies that pay most and the others as one") };
    c.lang.tell(&text!("Together the companies gain {gain}; each alone, {alone} in sum: going together is worth {together}. Shapley value {exact}, {a} coalitions solved.", gain, alone, together, exact, a = c.whole(s.coalitions as f64)))
}

fn stability(c: &Context<'_>, s: &Sharing) -> Table {
    let columns = vec![Column::text(c.say("Rule")), Column::text(c.say("Stable: no group does better alone"))];
    let caption = c.say("Membership of the core.");
    let mut table = Table::new(c.by_method(caption, "sharing"), columns);
    let rules = [c.say("Shapley value"), c.say("In proportion to tonnes"), c.say("In proportion to each alone")];
    for (rule, inside) in rules.into_iter().zip(s.in_core) {
        let cell =
            if inside { Cell::text(c.say("yes")).flag(Flag::Pass) } else { Cell::text(c.say("no")).flag(Flag::Fail) };
        table.push(vec![Cell::text(rule), cell]);
    }
    let least = format!("{} {}", c.number(s.least_core_eur), c.eur_a());
    let all = if s.all_checked {
        c.say("All coalitions were checked.")
    } else {
        c.say("Only coalitions that were searched were checked.")
    };
    let empty = if s.least_core_eur > ROUNDING * s.gain_eur.abs().max(1.0) {
        c.say("no split is stable without it")
    } else {
        c.say("stable splits exist")
    };
    table.note = format!("{}{}{least} ({empty}). {all}", c.say("Least core"), c.lang.colon());
    table
}

fn table(c: &Context<'_>, s: &Sharing) -> Table {
    let columns = vec![
        Column::text(c.say("Company")),
        Column::number(c.say("Brings"), c.t_a()),
        Column::number(c.say("Alone"), c.eur_a()),
        Column::number("Shapley", c.eur_a()),
        Column::number(c.say("Standard error"), c.eur_a()),
        Column::number(c.say("By tonnes"), c.eur_a()),
        Column::number(c.say("By stand-alone gain"), c.eur_a()),
    ];
    let caption = c.say("Shares of the gain; each column of a rule adds up to it.");
    let mut table = Table::new(c.by_method(caption, "sharing"), columns);
    for share in &s.companies {
        let Some(company) = c.pole.companies.get(share.company) else { continue };
        let mut cells = vec![Cell::text(&*company.name), decimals(company.wet_t, 1)];
        let values = [share.alone_eur, share.shapley_eur, share.shapley_se, share.by_tonnes_eur, share.by_alone_eur];
        cells.extend(values.map(|v| decimals(v, 0)));
        table.push(cells);
    }
    let sum = |of: fn(&CompanyShare) -> f64| decimals(s.companies.iter().map(of).sum(), 0);
    table.rows.push(Row::Total(vec![
        Cell::text(c.say("Pole")),
        decimals(c.pole.totals.inventory_t.nominal, 1),
        sum(|x| x.alone_eur),
        sum(|x| x.shapley_eur),
        Cell::empty(),
        sum(|x| x.by_tonnes_eur),
        sum(|x| x.by_alone_eur),
    ]));
    table
}

pub(super) fn matches(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("matches", c.say("Possible matches between companies"));
    if c.pole.matches.is_empty() {
        return chapter;
    }
    chapter.text(c.say("Found by comparing lists, not by asking: each is a call to make, not a promise. Doubt is how likely it is to fail."));
    let columns = vec![
        Column::text(c.say("From")),
        Column::text(c.say("To")),
        Column::text(c.say("What¦sharing")),
        Column::text(c.say("Instead of, or with")),
        Column::text(c.say("Kind")),
        Column::number(c.say("Mass"), c.t_a()),
        Column::number(c.say("Distance"), "km"),
        Column::number(c.say("Gain"), c.eur_a()),
        Column::number(c.say("Greenhouse gas¦short"), c.co2_a()),
        Column::number(c.say("Doubt, low"), "%"),
        Column::number(c.say("Doubt, likely"), "%"),
        Column::number(c.say("Doubt, high"), "%"),
    ];
    let mut table = Table::new(c.by_method(c.say("Possible matches."), "carbon"), columns);
    c.pole.matches.iter().for_each(|m| table.push(row(c, m)));
    chapter.table(table);
    chapter
}

fn row(c: &Context<'_>, m: &MatchFound) -> Vec<Cell> {
    let mut cells = vec![
        Cell::text(c.companies(&[m.from])),
        Cell::text(c.companies(&[m.to])),
        Cell::text(&*m.what),
        Cell::text(&*m.instead_of),
        Cell::text(c.words(m.kind)),
        num(m.wet_t),
        num(m.km),
        num(m.eur),
        num(tonnes(m.kgco2e)),
    ];
    cells.extend(m.doubt.map(|d| decimals(100.0 * d, 0)));
    cells
}
