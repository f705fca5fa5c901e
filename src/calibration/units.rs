//! Series that are off by a factor between units.

use super::calibrate::CalibrateError;
use super::problem::Data;
use crate::diag::{Diagnostic, Diagnostics};
use crate::fit::Series;
use crate::text;

/// Factors between units that are mixed up, with what the measured column then is.
const MIXED_UP: [(f64, &str); 6] = [
    (24.0, "by the hour, where a day is wanted"),
    (1.0 / 24.0, "of a day and then multiplied by 24"),
    (100.0, "a fraction, where per cent is wanted"),
    (0.01, "per cent, where a fraction is wanted"),
    (1000.0, "in a unit a thousand times too large"),
    (0.001, "in a unit a thousand times too small, such as mg/l or l"),
];

/// Refuses series whose middle is off by a factor between units.
pub(super) fn judge_units(data: &[Data], series: &[Series], before: &[f64]) -> Result<(), CalibrateError> {
    let mut found = Diagnostics::default();
    for (data, s) in data.iter().zip(series) {
        let (model, measured) = (median(&before[s.rows.clone()]), median(&data.values));
        if !(model > 0.0 && measured > 0.0) {
            continue;
        }
        let ratio = model / measured;
        let close = |(factor, _): &&(f64, &str)| (0.75..1.35).contains(&(ratio / factor));
        if let Some((factor, words)) = MIXED_UP.iter().find(close) {
            let message = text!(
                "{name} is about {b} {unit} where the scenario gives {d}",
                name = data.name,
                b = brief(measured),
                unit = data.unit,
                d = brief(model)
            );
            let label = text!("a factor of {a}: perhaps {words}", a = brief(*factor), words);
            let help = text!("bring the column into its unit; --trust-units calibrates all the same");
            found.push(Diagnostic::error(message).at(data.at.clone(), label).help(help));
        }
    }
    if found.has_errors() { Err(CalibrateError::Data(found)) } else { Ok(()) }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    crate::fit::quantile(&sorted, 0.5)
}

/// Three significant digits.
fn brief(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}
