//! What stands at the end: findings of laws and models, closures, every assumption, how to make the page again.

use super::SizePage;
use super::context::Context;
use super::json::worst_closure;
use super::words;
use crate::case::{Case, Notice, Outcome};
use crate::plot::Locale;
use crate::report::chapter::Chapter;
use crate::report::shared::again::{Again, MadeFrom, counted};
use crate::report::shared::{assumptions, closures, labels};
use crate::report::{Finding, Severity};
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
    let caption =
        format!("{}{}{}", c.say("Balances of the nominal year"), c.lang.colon(), c.house(&shown.rated.candidate));
    chapter.table(closures::table(caption, &shown.outcome.closures(), c.lang));
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
    let accounts = c.shown().map(|shown| counted(&shown.outcome.closures()));
    again_of(c.options, vec![aim], (c.size.samples.1, c.size.seed), accounts)
}

/// How to make the page again: what was asked, samples and seed, and the files of the scenario.
pub(super) fn again_of(
    options: &SizePage<'_>,
    asked: Vec<(&'_ str, String)>,
    (samples, seed): (usize, u64),
    accounts: Option<(usize, usize)>,
) -> Chapter {
    Again {
        lang: options.lang,
        command: options.command,
        asked,
        samples: Some(samples),
        seed: Some(seed),
        accounts,
        files: options.scenario.map(MadeFrom::of).unwrap_or_default(),
        ..Again::default()
    }
    .chapter()
}
