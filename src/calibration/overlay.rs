//! Parameters written back: lines that `--set @FILE` takes.

use super::outcome::{Calibration, Fitted};

/// The fitted values as an overlay of the scenario: a TOML file of dotted keys, each with where it is from. With a sampled
/// posterior the median is written, otherwise the least-squares value. `gisement run FILE --set @THIS` takes it.
pub fn overlay(found: &Calibration, scenario: &str, command: &str) -> String {
    let mut text = format!("# Parameters of {scenario} as calibrated. Made by: {command}\n");
    text.push_str(&format!("# Use: gisement run {scenario} --set @THIS_FILE\n"));
    for fitted in &found.parameters {
        let (value, (low, high), how) = chosen(fitted);
        let percent = 100.0 * found.level;
        let unit = &fitted.parameter.unit;
        let warn = if seen(fitted) { "" } else { "; the data do not see it" };
        text.push_str(&format!(
            "{} = {} # {unit}; {how}, {percent:.0} % within {} to {}; before {}{warn}\n",
            key(&fitted.parameter.path),
            number(value),
            number(low),
            number(high),
            number(fitted.parameter.start),
        ));
    }
    text
}

/// The value that is written back, its interval and where they are from.
fn chosen(fitted: &Fitted) -> (f64, (f64, f64), &'static str) {
    if let Some(sampled) = &fitted.sampled {
        return (sampled.median, sampled.interval, "median of the posterior");
    }
    (fitted.value, fitted.fisher, "least squares")
}

fn seen(fitted: &Fitted) -> bool {
    fitted.standard_error.is_finite()
}

/// A path as a dotted key; parts that are no bare keys are quoted.
fn key(path: &str) -> String {
    let bare = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    let part = |part: &str| if bare(part) { part.to_owned() } else { format!("\"{part}\"") };
    path.split('.').map(part).collect::<Vec<_>>().join(".")
}

/// A number that reads back to within 1e-7 of itself, as TOML writes it.
fn number(value: f64) -> String {
    if !value.is_finite() {
        return if value > 0.0 { "inf".to_owned() } else { "-inf".to_owned() };
    }
    let rounded: f64 = format!("{value:.7e}").parse().unwrap_or(value);
    format!("{rounded:?}")
}
