//! Steady states, whether each is stable, and how far the working one is from being lost.

use super::{View, words};
use crate::plot::Locale;
use crate::report::chapter::{Chapter, decimals, digits};
use crate::report::{Cell, Column, Table};
use crate::sizing::digester::{Lost, Margin, Stability};

pub(super) fn chapter(view: &View<'_>) -> Chapter {
    let mut chapter = Chapter::new("stability", view.say("Steady states and margins"));
    let found = match &view.sizing.stability {
        Ok(found) => found,
        Err(why) => {
            chapter.text(format!("{}: {why}.", view.say("No steady state")));
            return chapter;
        }
    };
    chapter.text(view.say(
        "Under the mean feed of the nominal year, from four kinds of start. A state is stable when small disturbances \
         fade; a stable failed state is one from which the digester does not return by itself.",
    ));
    chapter.table(points(view, found));
    chapter.table(margins(view, found));
    for (start, error) in &found.unsettled {
        chapter.text(format!("{start}: {error}."));
    }
    chapter
}

fn start(name: &str, lang: Locale) -> &'static str {
    match name {
        "working" => lang.say("working"),
        "few_methanogens" => lang.say("few methanogens, much acid"),
        "no_methanogens" => lang.say("no methanogens"),
        _ => lang.say("sterile"),
    }
}

fn points(view: &View<'_>, found: &Stability) -> Table {
    let columns = vec![
        Column::text(view.say("Start")),
        Column::text(view.say("State")),
        Column::text(view.say("Stable")),
        Column::number(view.say("Growth of disturbances"), view.say("1/d")),
        Column::number("pH", ""),
        Column::number("FOS/TAC", "g/g"),
        Column::number(view.say("Acids"), "kg COD/m3"),
        Column::number(view.say("Methane"), view.say("Nm3/d")),
    ];
    let mut table = Table::new(view.say("Steady states"), columns);
    for p in &found.points {
        table.push(vec![
            Cell::text(start(p.start, view.lang)),
            Cell::text(words::verdict(p.verdict, view.lang)),
            Cell::text(if p.is_stable() { view.say("yes") } else { view.say("no") }),
            digits(p.growth_per_d, 3),
            decimals(p.output.ph, 2),
            digits(p.health.fos_tac(), 3),
            digits(p.health.vfa_kg_cod_m3, 3),
            digits(p.output.methane_nm3_per_d, 4),
        ]);
    }
    table
}

fn margins(view: &View<'_>, found: &Stability) -> Table {
    let columns = vec![
        Column::text(view.say("What is made worse")),
        Column::number(view.say("Works until"), ""),
        Column::text(view.say("Unit")),
        Column::text(view.say("Then")),
    ];
    let mut table = Table::new(view.say("Margins of the working state"), columns);
    let rows = [
        (view.say("Thicker feed, times the load"), &found.load, view.say("times")),
        (view.say("More of the same feed: retention"), &found.retention_d, view.say("d")),
        (view.say("Ammonium bicarbonate in the feed"), &found.ammonia_kmol_m3, "kmol N/m3"),
    ];
    for (what, margin, unit) in rows {
        let Some(margin) = margin else { continue };
        let cells =
            vec![Cell::text(what), digits(margin.works_until, 3), Cell::text(unit), Cell::text(then(view, margin))];
        table.push(cells);
    }
    table
}

fn then(view: &View<'_>, margin: &Margin) -> String {
    match &margin.lost {
        None => view.say("still works where the search ends").to_owned(),
        Some(Lost::Failed(verdict)) => words::verdict(*verdict, view.lang).to_owned(),
        Some(Lost::NotComputed(error)) => error.to_string(),
    }
}
