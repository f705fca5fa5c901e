//! Greenhouse gas of the plan: line by line, what is shown and not counted, and another method beside it.

use super::channels::summed;
use super::context::{Context, tonnes};
use crate::plot::{Abutment, Bridge, Heading, Picture, PlotError, Step, Waterfall};
use crate::report::chapter::{Chapter, decimals};
use crate::report::{Cell, Column, Flag, Row, Table};
use crate::{allocation, param};

/// Lines with a row of their own in the figure.
const MOST_LINES: usize = 16;

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("carbon", c.say("Greenhouse gas"));
    chapter.text(c.say("Each method answers another question, and the method alone can turn the sign: compare numbers of one method and one \
         reference only. What happens today comes first; a credit and a counterfactual for the same gas are never both counted."));
    if c.pole.flows.iter().any(|f| !f.carbon.is_empty()) {
        chapter.figure(waterfall(c), c.by_method(c.say("The plan, line by line."), "carbon"));
    }
    chapter.table(table(c));
    if let Some(bridge) = &c.pole.bridge {
        chapter.figure(
            drawn(c, bridge),
            c.say("Two methods on the same plan: what makes the difference, cause by cause."),
        );
        chapter.table(bridge_table(c, bridge));
    }
    chapter
}

/// Method and reference of the account, never blank.
fn frame(c: &Context<'_>) -> (String, String) {
    let unnamed = || c.say("not named").to_owned();
    match c.pole.methods.iter().find(|m| m.of == "carbon") {
        Some(m) => {
            let reference = if m.reference.is_empty() { unnamed() } else { m.reference.clone() };
            (format!("{} {}", m.name, m.version), reference)
        }
        None => (unnamed(), unnamed()),
    }
}

fn waterfall(c: &Context<'_>) -> Result<Picture, PlotError> {
    let (method, reference) = frame(c);
    let lines = summed(c.pole.flows.iter().flat_map(|f| &f.carbon));
    let (own, small) = lines.split_at(lines.len().min(MOST_LINES));
    let mut steps: Vec<Step> = own
        .iter()
        .filter(|l| l.value != 0.0)
        .map(|l| Step::Part { label: c.words(l.name), value: tonnes(l.value) })
        .collect();
    let rest: f64 = small.iter().map(|l| l.value).sum();
    if rest != 0.0 {
        steps.push(Step::Part { label: c.say("Smaller lines").to_owned(), value: tonnes(rest) });
    }
    let net: f64 = c.pole.flows.iter().map(allocation::Flow::kgco2e).sum();
    steps.push(Step::Total { label: c.say("Change against today").to_owned(), value: tonnes(net) });
    for line in summed(c.pole.flows.iter().flat_map(|f| &f.carbon_shown)) {
        steps.push(Step::Memo { label: c.words(line.name), value: tonnes(line.value) });
    }
    Waterfall {
        heading: c.heading("Greenhouse gas of the plan¦carbon"),
        method,
        reference,
        quantity: c.say("Greenhouse gas").to_owned(),
        unit: c.co2_a().to_owned(),
        increase: c.say("emitted, or lost by the plan").to_owned(),
        decrease: c.say("avoided¦carbon").to_owned(),
        steps,
    }
    .draw()
}

/// How far to trust a value, as cells show it.
pub(super) fn flag(flag: param::Flag) -> Flag {
    match flag {
        param::Flag::Read => Flag::Read,
        param::Flag::Computed => Flag::Computed,
        param::Flag::Assumed => Flag::Assumed,
    }
}

fn table(c: &Context<'_>) -> Table {
    let columns = vec![
        Column::text(c.say("Line")),
        Column::number(c.say("Change"), c.co2_a()),
        Column::text(c.say("Source of its factor")),
    ];
    let mut table = Table::new(c.by_method(c.say("Lines of the account."), "carbon"), columns);
    for line in summed(c.pole.flows.iter().flat_map(|f| &f.carbon)) {
        let value = decimals(tonnes(line.value), 3).flag(flag(line.flag));
        table.push(vec![Cell::text(c.words(line.name)), value, Cell::source(line.source, "")]);
    }
    let total = decimals(tonnes(c.pole.totals.kgco2e.nominal), 3);
    table.rows.push(Row::Total(vec![Cell::text(c.say("Pole")), total, Cell::empty()]));
    let shown = summed(c.pole.flows.iter().flat_map(|f| &f.carbon_shown));
    if !shown.is_empty() {
        let group = c.say("Shown, not counted: claimed by the company itself, or unlawful as a reference");
        table.rows.push(Row::Group(group.to_owned()));
    }
    for line in shown {
        let value = decimals(tonnes(line.value), 3).flag(flag(line.flag));
        table.push(vec![Cell::text(c.words(line.name)), value, Cell::source(line.source, "")]);
    }
    table
}

/// Causes with a bar of their own in the bridge.
const MOST_CAUSES: usize = 14;

fn drawn(c: &Context<'_>, bridge: &allocation::Bridge) -> Result<Picture, PlotError> {
    let (_, reference) = frame(c);
    // `METHOD, REFERENCE`, or a method alone with the reference of the plan.
    let end = |name: &str, kg: f64| {
        let (method, reference) = name.split_once(", ").unwrap_or((name, &reference));
        let (method, reference) = (method.to_owned(), reference.to_owned());
        Abutment { label: reference.clone(), method, reference, value: tonnes(kg) }
    };
    let mut causes: Vec<(String, f64)> = bridge.steps.iter().map(|s| (c.cause(&s.cause), tonnes(s.kgco2e))).collect();
    causes.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    if causes.len() > MOST_CAUSES {
        let rest = causes.split_off(MOST_CAUSES - 1);
        causes.push((c.say("Smaller causes").to_owned(), rest.iter().map(|(_, t)| t).sum()));
    }
    Bridge {
        heading: Heading::new(c.say("Two methods side by side"), c.lang),
        quantity: c.say("Greenhouse gas").to_owned(),
        unit: c.co2_a().to_owned(),
        from: end(&bridge.from, bridge.from_kgco2e),
        causes,
        to: end(&bridge.to, bridge.to_kgco2e),
    }
    .draw()
}

fn bridge_table(c: &Context<'_>, bridge: &allocation::Bridge) -> Table {
    let columns = vec![Column::text(c.say("Cause")), Column::number(c.say("Difference"), c.co2_a())];
    let caption = format!("{} → {}", bridge.from, bridge.to);
    let mut table = Table::new(caption, columns);
    let row = |name: String, kg: f64| vec![Cell::text(name), decimals(tonnes(kg), 3)];
    table.rows.push(Row::Total(row(bridge.from.clone(), bridge.from_kgco2e)));
    for step in &bridge.steps {
        table.push(row(c.cause(&step.cause), step.kgco2e));
    }
    table.rows.push(Row::Total(row(bridge.to.clone(), bridge.to_kgco2e)));
    table
}
