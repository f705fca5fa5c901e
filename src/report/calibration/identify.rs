//! What the data see: correlations, the spectrum of the Fisher information, and the least seen combinations in words.

use super::chapter as open;
use crate::calibration::Calibration;
use crate::plot::Locale;
use crate::report::chapter::{Chapter, decimals, digits, said_in};
use crate::report::{Cell, Column, Finding, Flag, Severity, Table};
use crate::text;

/// Combinations seen less than this share of the best one are named.
const HARDLY: f64 = 0.1;
/// Parameters with a smaller share in a combination are left out of its words.
const NAMED: f64 = 0.2;

pub(super) fn chapter(found: &Calibration, prefix: &str, lang: Locale) -> Chapter {
    let mut c = open("identify", prefix, lang.say("What the data see"));
    let estimate = &found.estimate;
    let (rank, count) = (estimate.rank, found.parameters.len());
    let condition = said_in(estimate.condition, 3, lang);
    c.text(lang.tell(&text!("The data see {rank} of {count} combinations of parameters; condition of the scaled sensitivities: {condition} (below 10 good, above 100 hardly told apart).", rank, count, condition)));
    c.findings(unseen(found, lang));
    if count > 1 {
        c.table(correlations(found, lang));
    }
    c.table(spectrum(found, lang));
    c
}

fn unseen(found: &Calibration, lang: Locale) -> Vec<Finding> {
    let one = |u: crate::fit::Unseen| {
        let mut parts: Vec<(f64, &str)> =
            u.direction.iter().zip(&found.parameters).map(|(d, p)| (*d, p.parameter.path.as_str())).collect();
        parts.retain(|(d, _)| d.abs() > NAMED);
        parts.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
        let sign = parts.first().map_or(1.0, |(d, _)| d.signum());
        let (up, down) = (lang.say("up"), lang.say("down"));
        let words = parts.iter().map(|(d, path)| format!("{path} {}", if d * sign > 0.0 { up } else { down }));
        let words = words.collect::<Vec<_>>().join(", ");
        let share = said_in(100.0 * u.seen, 2, lang);
        let text = lang.tell(&text!("Hardly seen ({share} % of the best seen combination): {words}. Fix one of them, or measure something else.", share, words));
        Finding { severity: Severity::Warning, text, source: String::new() }
    };
    found.estimate.unseen(HARDLY).into_iter().map(one).collect()
}

fn correlations(found: &Calibration, lang: Locale) -> Table {
    let mut columns = vec![Column::text(lang.say("Parameter"))];
    columns.extend((1..=found.parameters.len()).map(|k| Column::number(k.to_string(), "")));
    let mut table = Table::new(lang.say("Correlations of the estimates"), columns);
    for (k, p) in found.parameters.iter().enumerate() {
        let mut row = vec![Cell::text(format!("{} {}", k + 1, p.parameter.path))];
        let cell = |(j, r): (usize, &f64)| {
            let cell = decimals(*r, 2);
            if j != k && r.abs() > 0.95 { cell.flag(Flag::Fail) } else { cell }
        };
        row.extend(found.estimate.correlations[k].iter().enumerate().map(cell));
        table.push(row);
    }
    table
}

fn spectrum(found: &Calibration, lang: Locale) -> Table {
    let columns = vec![
        Column::number(lang.say("Eigenvalue"), ""),
        Column::text(lang.say("Combination (shares of scaled parameters)")),
    ];
    let caption = lang.say("Spectrum of the Fisher information, scaled");
    let mut table = Table::new(caption, columns);
    for (eigenvalue, direction) in found.estimate.eigenvalues.iter().zip(&found.estimate.directions) {
        let part =
            |(d, p): (&f64, &crate::calibration::Fitted)| format!("{} {}", said_in(*d, 2, lang), p.parameter.path);
        let named = direction.iter().zip(&found.parameters).filter(|(d, _)| d.abs() > 0.1).map(part);
        table.push(vec![digits(*eigenvalue, 3), Cell::text(named.collect::<Vec<_>>().join("; "))]);
    }
    table
}
