//! What to settle before the decision: inputs that are assumed and move the cost, permits, supply, aid.

use super::context::{Context, Looked};
use crate::case::installation_kw;
use crate::combustion::rubric_class;
use crate::param::Flag;
use crate::report::chapter::Chapter;
use crate::report::{Cell, Column, Table};
use crate::scenario::Origin;
use crate::sizing::{Figure, Swing};
use crate::text;

/// Assumed inputs that are named.
const MOST_INPUTS: usize = 5;

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("next", c.say("What to settle next"));
    let Some(shown) = c.shown() else { return chapter };
    chapter.text(c.say(
        "What this study rests on and does not know, in the order in which it weighs; then what a house of this size has to \
         ask for before it is built.",
    ));
    let columns = vec![Column::text(c.say("Step")), Column::text(c.say("Why"))];
    let mut table = Table::new(c.say("Before the decision"), columns);
    let mut step = |what: String, why: String| table.push(vec![Cell::text(what), Cell::text(why)]);
    for (what, why) in inputs(c) {
        step(what, why);
    }
    for (what, why) in supply(c, &shown).into_iter().chain(permit(c, &shown)) {
        step(what, why);
    }
    step(
        c.say("Ask for aid before anything is ordered").to_owned(),
        c.say("Aid to renewable heat is given to works that have not been engaged when it is asked for.").to_owned(),
    );
    chapter.table(table);
    chapter
}

/// Assumed inputs by how far they move the cost of heat.
fn inputs(c: &Context<'_>) -> Vec<(String, String)> {
    let Some(scenario) = c.options.scenario else { return Vec::new() };
    let assumed = |swing: &&Swing| {
        scenario
            .inputs
            .list()
            .iter()
            .any(|i| i.path == swing.path && i.flag == Flag::Assumed && matches!(i.origin, Origin::Default))
    };
    let row = |swing: &Swing| {
        let path = &swing.path;
        let [low, high] = swing.lcoh_eur_per_mwh.map(|eur| c.fixed(eur, 1));
        let what = c.lang.tell(&text!("Find out: {path}", path));
        let why = c.lang.tell(&text!(
            "It is assumed, and within its range the cost of heat goes from {low} to {high} EUR/MWh.",
            low,
            high
        ));
        (what, why)
    };
    c.size.swings.iter().filter(assumed).take(MOST_INPUTS).map(row).collect()
}

fn supply(c: &Context<'_>, shown: &Looked<'_>) -> Option<(String, String)> {
    let tonnes = c.number(shown.rated.nominal.of(Figure::WoodBurnt));
    let fuel = &shown.outcome.boilers.first()?.fuel;
    let (water, ash) = (c.number(fuel.moisture_pct_ar), c.number(fuel.ash_pct_db));
    Some((
        c.say("Write the supply down").to_owned(),
        c.lang.tell(&text!(
            "{tonnes} t of wood a year with {water} % of water and {ash} % of ash (dry): who brings it, how it is measured, what \
             happens when it is wetter or missing.",
            tonnes,
            water,
            ash
        )),
    ))
}

/// The class of the installation by the rubric 2910: all units that run together.
fn permit(c: &Context<'_>, shown: &Looked<'_>) -> Option<(String, String)> {
    let input = installation_kw(shown.case, shown.outcome);
    let class = rubric_class(input)?;
    let regime = match class.id.as_str() {
        "unclassified" => c.say("not classified"),
        "declaration" => c.say("declaration"),
        "registration" => c.say("registration"),
        _ => c.say("authorisation"),
    };
    let input = c.number(input / 1000.0);
    Some((
        c.lang.tell(&text!("Rubric 2910-A: {regime}", regime)),
        c.lang.tell(&text!(
            "Wood boilers and backup together have {input} MW of rated input; wood that is still waste falls under other rubrics.",
            input
        )),
    ))
}
