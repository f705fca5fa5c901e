//! Problems of a scenario for programs: the same list wherever they are told.

use crate::diag::{Diagnostic, Diagnostics, Severity, Sources};
use crate::words::Locale;
use serde_json::{Value, json};

/// Problems as JSON in English: severity, message, place (line and column from 1), label and help.
pub fn problems_json(diagnostics: &Diagnostics, sources: &Sources) -> Vec<Value> {
    problems_told(diagnostics, sources, Locale::En)
}

/// The same in a language.
pub fn problems_told(diagnostics: &Diagnostics, sources: &Sources, lang: Locale) -> Vec<Value> {
    let one = |d: &Diagnostic| {
        let place = d.location.as_ref();
        let column = place.map(|l| {
            let text = sources.text(l.source);
            let start = l.span.start.min(text.len());
            let before = &text.as_bytes()[..start];
            let line_start = before.iter().rposition(|b| *b == b'\n').map_or(0, |k| k + 1);
            1 + String::from_utf8_lossy(&before[line_start..]).chars().count()
        });
        json!({
            "severity": match d.severity { Severity::Error => "error", Severity::Warning => "warning" },
            "message": lang.tell(&d.message),
            "file": place.map(|l| sources.name(l.source)),
            "line": place.map(|l| sources.line(l)),
            "column": column,
            "label": lang.tell(&d.label),
            "help": d.help.as_ref().map(|help| lang.tell(help)),
        })
    };
    diagnostics.iter().map(one).collect()
}
