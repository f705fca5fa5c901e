//! Units as French writes them.

use super::catalogue;
use std::borrow::Cow;

/// A unit in French: words by the catalogue, `EUR` as `€`, a year as `an`, a day as `j`.
pub(super) fn french(english: &str) -> Cow<'_, str> {
    if let Some(known) = catalogue::french(english) {
        return Cow::Borrowed(known);
    }
    let mut out = String::with_capacity(english.len() + 4);
    for (k, piece) in pieces(english).enumerate() {
        match piece {
            "EUR" => out.push('€'),
            "kEUR" => out.push_str("k€"),
            "MEUR" => out.push_str("M€"),
            // A letter alone is a year or a day only below a stroke: `t/a`, `m3/d`; `d` alone is days too.
            "a" if k > 0 => out.push_str("an"),
            "d" => out.push('j'),
            "dry" => out.push_str("sec"),
            other => out.push_str(other),
        }
    }
    if out == english { Cow::Borrowed(english) } else { Cow::Owned(out) }
}

/// Runs of letters, and what is between them.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let letter = first.is_alphabetic();
        let end = rest.find(|c: char| c.is_alphabetic() != letter).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_days_and_euros() {
        let cases = [
            ("EUR/MWh", "€/MWh"),
            ("kEUR/a", "k€/an"),
            ("t/a", "t/an"),
            ("t CO2e/a", "t CO2e/an"),
            ("MWh/(m a)", "MWh/(m·an)"),
            ("1/a", "1/an"),
            ("m3/d", "m3/j"),
            ("d", "j"),
            ("kW", "kW"),
            ("mg/Nm3 dry", "mg/Nm3 sec"),
            ("t CO2e/an", "t CO2e/an"),
            ("", ""),
        ];
        for (english, expected) in cases {
            assert_eq!(french(english), expected);
        }
    }
}
