//! The fronts between cost, greenhouse gas and jobs: exact plans, no weights.

use super::context::{Context, tonnes};
use crate::allocation::{Criterion, Front, FrontPoint};
use crate::plot::{self, Aim, Better};
use crate::report::chapter::{Chapter, decimals};
use crate::report::{Cell, Column, Table};

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("fronts", c.say("What one aim costs in another"));
    let fronts: Vec<&Front> = c.pole.fronts.iter().filter(|f| !f.points.is_empty()).collect();
    if fronts.is_empty() {
        return chapter;
    }
    chapter.text(c.say("Each point is a whole plan that is the best possible under a limit on the other aim; nothing is weighted in secret. \
         Which point to take is a choice of the meeting."));
    for front in fronts {
        chapter.figure(
            draw(c, front),
            c.by_method(
                c.say("The front with what is opened along it; what is chosen and where one stands today are marked."),
                "carbon",
            ),
        );
        chapter.table(table(c, front));
    }
    chapter
}

fn aim(c: &Context<'_>, criterion: Criterion) -> Aim {
    let (quantity, unit, better) = match criterion {
        Criterion::Cost => (c.say("Cost of the pole"), c.eur_a(), Better::Less),
        Criterion::Co2 => (c.say("Greenhouse gas, change¦short"), c.co2_a(), Better::Less),
        Criterion::Jobs => (c.say("Jobs, net"), c.fte(), Better::More),
    };
    Aim { quantity: quantity.to_owned(), unit: unit.to_owned(), better }
}

fn value(criterion: Criterion, point: &FrontPoint) -> f64 {
    match criterion {
        Criterion::Cost => point.eur,
        Criterion::Co2 => tonnes(point.kgco2e),
        Criterion::Jobs => point.fte,
    }
}

fn draw(c: &Context<'_>, front: &Front) -> Result<plot::Picture, plot::PlotError> {
    let at = |p: &FrontPoint| (value(front.best, p), value(front.against, p));
    let point = |p: &FrontPoint| plot::FrontPoint { x: at(p).0, y: at(p).1, open: c.sinks(&p.open) };
    let title = format!("{} / {}", aim(c, front.best).quantity, aim(c, front.against).quantity);
    plot::Front {
        heading: plot::Heading::new(title, c.lang).subtitle(c.carbon()),
        across: aim(c, front.best),
        up: aim(c, front.against),
        points: front.points.iter().map(point).collect(),
        chosen: front.chosen,
        today: Some(at(&front.today)),
    }
    .draw()
}

fn table(c: &Context<'_>, front: &Front) -> Table {
    let columns = vec![
        Column::text(c.say("Plan")),
        Column::number(c.say("Cost"), c.eur_a()),
        Column::number(c.say("Greenhouse gas¦short"), c.co2_a()),
        Column::number(c.say("Jobs, net"), c.fte()),
        Column::text(c.say("Opened")),
    ];
    let caption = c.by_method(c.say("Plans of the front."), "carbon");
    let mut table = Table::new(caption, columns);
    let row = |name: String, p: &FrontPoint| {
        vec![
            Cell::text(name),
            decimals(p.eur, 0),
            decimals(tonnes(p.kgco2e), 2),
            decimals(p.fte, 2),
            Cell::text(c.sinks(&p.open)),
        ]
    };
    table.push(row(c.say("today").to_owned(), &front.today));
    for (k, point) in front.points.iter().enumerate() {
        let chosen = if front.chosen == Some(k) { c.say(" (chosen)") } else { "" };
        table.push(row(format!("{}{chosen}", k + 1), point));
    }
    table
}
