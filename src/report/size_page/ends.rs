//! What stands at the end: findings of laws and models, closures, every assumption, how to make the page again.

use super::SizePage;
use super::context::Context;
use super::json::worst_closure;
use super::words;
use crate::case::{Case, Notice, Outcome};
use crate::plot::Locale;
use crate::report::chapter::{Chapter, digits};
use crate::report::shared::{assumptions, labels};
use crate::report::{Cell, Column, Finding, Flag, Severity, Table};
use crate::text;

/// Providers named in one finding; more are counted.
const MOST_NAMES: usize = 6;

pub(super) fn findings(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("findings", c.say("What laws and models say"));
    let Some(shown) = c.shown() else { return chapter };
    let mut list: Vec<Finding> = own_notices(shown.outcome).map(|n| finding(c, shown.case, n)).collect();
    list.extend(broken_limits(c, shown.outcome));
    list.sort_by_key(|f| match f.severity {
        Severity::Breach => 0,
        Severity::Warning => 1,
        Severity::Note => 2,
    });
    if !list.is_empty() {
        chapter.text(c.say("Rules that the nominal case meets or must meet. They inform and replace no legal advice."));
    }
    chapter.findings(list);
    chapter
}

/// Notices of the case; broken limits are told once for all boilers, by [`broken_limits`].
fn own_notices(outcome: &Outcome) -> impl Iterator<Item = &Notice> {
    outcome.notices.iter().filter(|n| !n.text.contains("breaks the limit"))
}

/// Emission limits that the boilers break, each once.
fn broken_limits(c: &Context<'_>, outcome: &Outcome) -> Vec<Finding> {
    let mut list: Vec<Finding> = Vec::new();
    for found in outcome.boilers.iter().flat_map(|b| &b.limits).filter(|l| !l.ok) {
        let what = labels::words(found.limit.quantity.word(), c.lang);
        let (value, most, unit) = (c.number(found.value), c.number(found.limit_value), &found.limit.unit);
        let regime = &found.limit.regime;
        let text = c.lang.tell(&text!(
            "{what} is {value} {unit}, the limit of {regime} is {most}",
            what,
            value,
            unit,
            regime,
            most
        ));
        let finding = Finding { severity: Severity::Breach, text, source: found.limit.source.clone() };
        if !list.contains(&finding) {
            list.push(finding);
        }
    }
    list
}

fn finding(c: &Context<'_>, case: &Case, notice: &Notice) -> Finding {
    let severity = match notice.weight {
        "barrier" => Severity::Breach,
        "duty" | "warning" => Severity::Warning,
        _ => Severity::Note,
    };
    let names: Vec<&str> =
        notice.providers.iter().filter_map(|k| case.providers.get(*k)).map(|p| p.name.as_str()).collect();
    let mut text = labels::title(&notice.text, Locale::En);
    if !names.is_empty() {
        let more = names.len().saturating_sub(MOST_NAMES);
        let shown = names[..names.len() - more].join(", ");
        let rest = if more > 0 { format!(" {} {more}", c.say("and others:")) } else { String::new() };
        text += &format!(" ({shown}{rest})");
    }
    Finding { severity, text, source: notice.source.clone() }
}

pub(super) fn closures(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("closures", c.say("Do the accounts close?"));
    let worst = worst_closure(c.size);
    if !c.size.rated.is_empty() {
        let (worst, all) = (crate::plot::significant(worst, 2, c.lang), c.size.rated.len());
        chapter.text(c.lang.tell(&text!("What goes in comes out, is stored or is lost. Largest relative residual over all {all} candidates: {worst}.", all, worst)));
    }
    let Some(shown) = c.shown() else { return chapter };
    let share = c.say("share of throughput");
    let columns = vec![
        Column::text(c.say("Balance")),
        Column::number(c.say("Missing"), share),
        Column::number(c.say("Allowed"), share),
        Column::text(c.say("Outcome")),
    ];
    let caption =
        format!("{}{}{}", c.say("Balances of the nominal year"), c.lang.colon(), c.house(&shown.rated.candidate));
    let mut table = Table::new(caption, columns);
    for closure in shown.outcome.closures() {
        let verdict = if closure.holds() {
            Cell::text(c.say("closes")).flag(Flag::Pass)
        } else {
            Cell::text(c.say("open¦ends")).flag(Flag::Fail)
        };
        let name = Cell::text(labels::title(&closure.name, c.lang));
        table.push(vec![name, digits(closure.value, 2), digits(closure.limit, 2), verdict]);
    }
    chapter.table(table);
    chapter
}

pub(super) fn assumptions(c: &Context<'_>) -> Chapter {
    assumptions_of(c.options)
}

/// Every assumption of the scenario, where the page has one.
pub(super) fn assumptions_of(options: &SizePage<'_>) -> Chapter {
    let mut chapter = Chapter::new("assumptions", options.lang.say("Every assumption"));
    if let Some(scenario) = options.scenario {
        assumptions::add(scenario, true, options.lang, &mut chapter);
    }
    chapter
}

pub(super) fn again(c: &Context<'_>) -> Chapter {
    let aim = (c.say("Aim"), words::objective(c.size.objective, c.lang).to_owned());
    again_of(c.options, &[aim], (c.size.samples.1, c.size.seed))
}

/// How to make the page again: program, command, what else was asked, samples and seed.
pub(super) fn again_of(options: &SizePage<'_>, asked: &[(&str, String)], (samples, seed): (usize, u64)) -> Chapter {
    let say = |english: &'static str| options.lang.say(english);
    let mut chapter = Chapter::new("again", say("How to make this page again"));
    chapter.text(say(
        "The same program version on the same files gives the same numbers, bit for bit, on any machine and with any \
         number of threads.¦ends",
    ));
    let entry = |name: &str, text: String| (name.to_owned(), text);
    let mut terms = vec![entry(say("Program"), format!("gisement {}", env!("CARGO_PKG_VERSION")))];
    if !options.command.trim().is_empty() {
        terms.push(entry(say("Command"), options.command.to_owned()));
    }
    terms.extend(asked.iter().map(|(name, text)| entry(name, text.clone())));
    terms.push(entry(say("Samples"), samples.to_string()));
    terms.push(entry(say("Seed"), seed.to_string()));
    chapter.terms(terms);
    chapter
}
