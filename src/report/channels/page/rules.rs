//! Rules that the plan meets: rubrics of installations, findings; accounts that close; numbers assumed; how to repeat it.

use super::ChannelsPage;
use super::carbon::flag;
use super::context::Context;
use crate::report::chapter::{Chapter, as_given, said_in};
use crate::report::shared::again::Again;
use crate::report::{Cell, Column, Finding, Flag, Severity, Table};

pub(super) fn rules(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("rules", c.say("Rules and findings"));
    let findings = c.pole.findings.iter().map(|f| Finding {
        severity: match f.severity {
            "breach" => Severity::Breach,
            "warning" => Severity::Warning,
            _ => Severity::Note,
        },
        text: c.lang.pick(&f.text_en, &f.text_fr).to_owned(),
        source: f.source.clone(),
    });
    chapter.findings(findings.collect());
    let columns = vec![Column::text(c.say("Place")), Column::text(c.say("Rubric and regime"))];
    let caption = c.say("Rubrics of the French nomenclature (ICPE) of each place, by what it takes in the plan.");
    let mut table = Table::new(caption, columns);
    for sink in c.pole.sinks.iter().filter(|s| !s.present) {
        for (english, french) in &sink.rubrics {
            table.push(vec![Cell::text(&*sink.name), Cell::text(c.lang.pick(english, french))]);
        }
    }
    chapter.table(table);
    chapter
}

pub(super) fn closures(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("closures", c.say("Accounts that close"));
    let (value, bound) = c.pole.value_and_bound;
    let number = |v: f64| said_in(v, 6, c.lang);
    chapter.text(format!(
        "{}{}{} ({} {}). {}{}{}.",
        c.say("Value of the aim"),
        c.lang.colon(),
        number(value),
        c.say("proven bound on the best possible"),
        number(bound),
        c.say("Programmes solved in all"),
        c.lang.colon(),
        c.whole(c.pole.programmes as f64),
    ));
    let columns = vec![
        Column::text(c.say("Account")),
        Column::number(c.say("Residual"), ""),
        Column::text(c.say("Unit")),
        Column::number(c.say("Of"), ""),
        Column::text(c.say("Closes to 1e-9")),
    ];
    let mut table = Table::new(c.say("What goes in minus what comes out."), columns);
    for k in &c.pole.closures {
        let closes = if k.closes() {
            Cell::text(c.say("yes")).flag(Flag::Pass)
        } else {
            Cell::text(c.say("no")).flag(Flag::Fail)
        };
        table.push(vec![
            Cell::text(c.words(k.name)),
            crate::report::chapter::digits(k.residual, 2),
            Cell::text(c.lang.unit(k.unit)),
            crate::report::chapter::digits(k.scale, 3),
            closes,
        ]);
    }
    chapter.table(table);
    chapter
}

pub(super) fn assumptions(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("assumptions", c.say("What it rests on"));
    if c.pole.assumptions.is_empty() && c.pole.methods.is_empty() {
        return chapter;
    }
    chapter.table(methods(c));
    chapter.text(c.say("Read: seen in the source named. Computed: follows from values named there. Assumed, in amber: only plausible; replace \
         these first."));
    let columns = vec![
        Column::text(c.say("Input")),
        Column::number(c.say("Value"), ""),
        Column::text(c.say("Unit")),
        Column::text(c.say("What it is")),
        Column::text(c.say("Sampled")),
        Column::text(c.say("Source")),
    ];
    let mut table = Table::new(c.say("Inputs of the plan."), columns);
    for a in &c.pole.assumptions {
        let drawn = if a.drawn.is_empty() { Cell::empty() } else { Cell::text(&*a.drawn).flag(Flag::Sampled) };
        let value = if a.value.is_finite() { as_given(a.value) } else { Cell::text(c.say("drawn")) };
        table.push(vec![
            Cell::text(&*a.path),
            value.flag(flag(a.flag)),
            Cell::text(c.lang.unit(&a.unit)),
            Cell::text(c.lang.say(&a.description)),
            drawn,
            Cell::source(&*a.source, ""),
        ]);
    }
    chapter.table(table);
    chapter
}

fn methods(c: &Context<'_>) -> Table {
    let columns = vec![
        Column::text(c.say("Of¦for")),
        Column::text(c.say("Method")),
        Column::text("Version"),
        Column::text(c.say("Reference")),
    ];
    let mut table = Table::new(c.say("Methods by name."), columns);
    for m in &c.pole.methods {
        table.push(vec![
            Cell::text(c.words(m.of)),
            Cell::text(&*m.name),
            Cell::text(&*m.version),
            Cell::text(&*m.reference),
        ]);
    }
    table
}

pub(super) fn again(c: &Context<'_>, options: &ChannelsPage<'_>) -> Chapter {
    let robust = c.pole.robust.as_ref();
    Again {
        lang: c.lang,
        command: options.command,
        samples: robust.map(|r| r.samples),
        seed: robust.map(|r| r.seed),
        year: Some(c.pole.year),
        accounts: Some((c.pole.closures.len(), c.pole.closures.iter().filter(|k| !k.closes()).count())),
        files: options.files.to_vec(),
        ..Again::default()
    }
    .chapter()
}
