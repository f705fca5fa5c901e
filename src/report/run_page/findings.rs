//! What laws, norms and models have to say.

use super::chapter::Chapter;
use crate::case::Notice;
use crate::report::{Finding, Run, Severity};
use crate::text;
use crate::words::Locale;

/// Providers named in one finding; more are counted.
const MOST_NAMES: usize = 6;

pub(super) fn chapter(lang: Locale, run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("findings", lang.say("What laws and models say"));
    let mut findings: Vec<Finding> = run.outcome.notices.iter().map(|n| finding(lang, run, n)).collect();
    findings.extend(broken_limits(lang, run));
    // The gravest first; within one weight the order of the case.
    findings.sort_by_key(|f| match f.severity {
        Severity::Breach => 0,
        Severity::Warning => 1,
        Severity::Note => 2,
    });
    if !findings.is_empty() {
        chapter.text(lang.say(
            "Rules that the nominal case meets or must meet. They inform and replace no legal advice; texts marked as \
             assumed were not read.",
        ));
    }
    chapter.findings(findings);
    chapter
}

fn finding(lang: Locale, run: &Run<'_>, notice: &Notice) -> Finding {
    let severity = match notice.weight {
        "barrier" => Severity::Breach,
        "duty" | "warning" => Severity::Warning,
        _ => Severity::Note,
    };
    let names: Vec<&str> =
        notice.providers.iter().filter_map(|k| run.case.providers.get(*k)).map(|p| p.name.as_str()).collect();
    let mut text = super::labels::title(&notice.text, lang);
    if !names.is_empty() {
        let more = names.len().saturating_sub(MOST_NAMES);
        text += &lang.tell(&text!(" (concerns {a}", a = names[..names.len() - more].join(", ")));
        text += &if more > 0 { lang.tell(&text!(" and {more} more)", more)) } else { ")".to_owned() };
    }
    Finding { severity, text, source: notice.source.clone() }
}

/// Emission limits that a boiler breaks.
fn broken_limits(lang: Locale, run: &Run<'_>) -> Vec<Finding> {
    let broken = run.outcome.boilers.iter().flat_map(|b| b.limits.iter().filter(|l| !l.ok).map(move |l| (b, l)));
    broken
        .map(|(boiler, found)| Finding {
            severity: Severity::Breach,
            text: lang.tell(&text!(
                "Boiler {id}: {b} is {c} {unit}, the limit of {regime} is {f}",
                id = boiler.id,
                b = super::labels::words(found.limit.quantity.word(), lang),
                c = super::chapter::said_in(found.value, 3, lang),
                unit = found.limit.unit,
                regime = found.limit.regime,
                f = super::chapter::said_in(found.limit_value, 3, lang)
            )),
            source: found.limit.source.clone(),
        })
        .collect()
}
