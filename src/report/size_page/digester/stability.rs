//! Steady states, whether each is stable, and how far the working one is from being lost.

use super::{View, words};
use crate::plot::Locale;
use crate::report::chapter::{Chapter, decimals, digits};
use crate::report::{Cell, Column, Table};
use crate::sizing::digester::{Lost, Margin, Stability};

pub(super) fn chapter(view: &View<'_>) -> Chapter {
    let mut chapter = Chapter::new("stability", view.say("Steady states and margins", "États stationnaires et marges"));
    let found = match &view.sizing.stability {
        Ok(found) => found,
        Err(why) => {
            chapter.text(format!("{}: {why}.", view.say("No steady state", "Pas d'état stationnaire")));
            return chapter;
        }
    };
    chapter.text(view.say(
        "Under the mean feed of the nominal year, from four kinds of start. A state is stable when small disturbances \
         fade; a stable failed state is one from which the digester does not return by itself.",
        "Sous l'alimentation moyenne de l'année nominale, à partir de quatre sortes de départ. Un état est stable quand les \
         petites perturbations s'amortissent ; d'un état d'échec stable, le digesteur ne revient pas seul.",
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
        "working" => lang.pick("working", "en marche"),
        "few_methanogens" => lang.pick("few methanogens, much acid", "peu de méthanogènes, beaucoup d'acides"),
        "no_methanogens" => lang.pick("no methanogens", "sans méthanogènes"),
        _ => lang.pick("sterile", "stérile"),
    }
}

fn points(view: &View<'_>, found: &Stability) -> Table {
    let columns = vec![
        Column::text(view.say("Start", "Départ")),
        Column::text(view.say("State", "État")),
        Column::text(view.say("Stable", "Stable")),
        Column::number(view.say("Growth of disturbances", "Croissance des écarts"), view.say("1/d", "1/j")),
        Column::number("pH", ""),
        Column::number("FOS/TAC", "g/g"),
        Column::number(view.say("Acids", "AGV"), "kg COD/m3"),
        Column::number(view.say("Methane", "Méthane"), view.say("Nm3/d", "Nm3/j")),
    ];
    let mut table = Table::new(view.say("Steady states", "États stationnaires"), columns);
    for p in &found.points {
        table.push(vec![
            Cell::text(start(p.start, view.lang)),
            Cell::text(words::verdict(p.verdict, view.lang)),
            Cell::text(if p.is_stable() { view.say("yes", "oui") } else { view.say("no", "non") }),
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
        Column::text(view.say("What is made worse", "Ce qui est aggravé")),
        Column::number(view.say("Works until", "Fonctionne jusqu'à"), ""),
        Column::text(view.say("Unit", "Unité")),
        Column::text(view.say("Then", "Ensuite")),
    ];
    let mut table = Table::new(view.say("Margins of the working state", "Marges de l'état de marche"), columns);
    let rows = [
        (view.say("Thicker feed, times the load", "Alimentation plus chargée"), &found.load, view.say("times", "fois")),
        (
            view.say("More of the same feed: retention", "Plus de la même alimentation : séjour"),
            &found.retention_d,
            view.say("d", "j"),
        ),
        (
            view.say("Ammonium bicarbonate in the feed", "Bicarbonate d'ammonium dans l'alimentation"),
            &found.ammonia_kmol_m3,
            "kmol N/m3",
        ),
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
        None => view.say("still works where the search ends", "fonctionne encore au bout de la recherche").to_owned(),
        Some(Lost::Failed(verdict)) => words::verdict(*verdict, view.lang).to_owned(),
        Some(Lost::NotComputed(error)) => error.to_string(),
    }
}
