//! What laws, norms and models have to say.

use super::chapter::Chapter;
use crate::case::Notice;
use crate::report::{Finding, Run, Severity};

/// Providers named in one finding; more are counted.
const MOST_NAMES: usize = 6;

pub(super) fn chapter(run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("findings", "What laws and models say");
    let mut findings: Vec<Finding> = run.outcome.notices.iter().map(|n| finding(run, n)).collect();
    findings.extend(broken_limits(run));
    // The gravest first; within one weight the order of the case.
    findings.sort_by_key(|f| match f.severity {
        Severity::Breach => 0,
        Severity::Warning => 1,
        Severity::Note => 2,
    });
    if !findings.is_empty() {
        chapter.text(
            "Rules that the nominal case meets or must meet. They inform and replace no legal advice; texts marked as \
             assumed were not read.",
        );
    }
    chapter.findings(findings);
    chapter
}

fn finding(run: &Run<'_>, notice: &Notice) -> Finding {
    let severity = match notice.weight {
        "barrier" => Severity::Breach,
        "duty" | "warning" => Severity::Warning,
        _ => Severity::Note,
    };
    let names: Vec<&str> =
        notice.providers.iter().filter_map(|k| run.case.providers.get(*k)).map(|p| p.name.as_str()).collect();
    let mut text = super::labels::title(&notice.text, super::LANG);
    if !names.is_empty() {
        let more = names.len().saturating_sub(MOST_NAMES);
        text += &format!(" (concerns {}", names[..names.len() - more].join(", "));
        text += &if more > 0 { format!(" and {more} more)") } else { ")".to_owned() };
    }
    Finding { severity, text, source: notice.source.clone() }
}

/// Emission limits that a boiler breaks.
fn broken_limits(run: &Run<'_>) -> Vec<Finding> {
    let broken = run.outcome.boilers.iter().flat_map(|b| b.limits.iter().filter(|l| !l.ok).map(move |l| (b, l)));
    broken
        .map(|(boiler, found)| Finding {
            severity: Severity::Breach,
            text: format!(
                "Boiler {}: {} is {} {}, the limit of {} is {}",
                boiler.id,
                super::labels::words(found.limit.quantity.word(), super::LANG),
                super::chapter::said(found.value, 3),
                found.limit.unit,
                found.limit.regime,
                super::chapter::said(found.limit_value, 3),
            ),
            source: found.limit.source.clone(),
        })
        .collect()
}
