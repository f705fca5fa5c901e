//! Problems of a scenario for programs: the same list wherever they are told.

use crate::diag::{Diagnostic, Diagnostics, Severity, Sources};
use serde_json::{Value, json};

/// Problems as JSON: severity, message, place (line and column from 1), label and help.
pub fn problems_json(diagnostics: &Diagnostics, sources: &Sources) -> Vec<Value> {
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
            "message": d.message.to_string(),
            "file": place.map(|l| sources.name(l.source)),
            "line": place.map(|l| sources.line(l)),
            "column": column,
            "label": d.label.to_string(),
            "help": d.help.as_ref().map(ToString::to_string),
        })
    };
    diagnostics.iter().map(one).collect()
}
