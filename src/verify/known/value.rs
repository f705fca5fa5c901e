//! Values of JSON cases: numbers, numbers written as text, fractions.

use crate::verify::reason::Reason;
use serde_json::Value;

/// A number, also one written as text or as a fraction.
pub(super) fn exact(value: &Value) -> Option<f64> {
    if let Some(number) = value.as_f64() {
        return Some(number);
    }
    let text = value.as_str()?;
    let number = match text.split_once('/') {
        Some((over, under)) => over.trim().parse::<f64>().ok()? / under.trim().parse::<f64>().ok()?,
        None => text.trim().parse().ok()?,
    };
    number.is_finite().then_some(number)
}

/// A field that must be there.
pub(super) fn field<'a>(value: &'a Value, name: &str) -> Result<&'a Value, Reason> {
    value.get(name).ok_or_else(|| Reason::field(name, "is missing; write it"))
}

/// A number by name.
pub(super) fn number(value: &Value, name: &str) -> Result<f64, Reason> {
    exact(field(value, name)?).ok_or_else(|| Reason::field(name, "is no number; write one"))
}

/// A text by name.
pub(super) fn text<'a>(value: &'a Value, name: &str) -> Result<&'a str, Reason> {
    field(value, name)?.as_str().ok_or_else(|| Reason::field(name, "is no text; write one"))
}

/// A list of numbers.
pub(super) fn numbers(value: &Value, name: &str) -> Result<Vec<f64>, Reason> {
    let list = field(value, name)?.as_array().and_then(|list| list.iter().map(exact).collect());
    list.ok_or_else(|| Reason::field(name, "is no list of numbers; write one"))
}

/// Twelve numbers.
pub(super) fn months(value: &Value, name: &str) -> Result<[f64; 12], Reason> {
    numbers(value, name)?.try_into().map_err(|_| Reason::field(name, "has no twelve numbers; write one a month"))
}

/// A list of lists of numbers.
pub(super) fn matrix(value: &Value, name: &str) -> Result<Vec<Vec<f64>>, Reason> {
    let rows = field(value, name)?.as_array().and_then(|rows| {
        rows.iter().map(|row| row.as_array()?.iter().map(exact).collect::<Option<Vec<f64>>>()).collect()
    });
    rows.ok_or_else(|| Reason::field(name, "is no list of rows of numbers; write one"))
}
