//! The parameters of a known answer, as tables write them: `V=10 m3;UA=18 W/K;draw 2 kg/s return 50 C`.

use super::error::BufferCaseError;
use std::collections::BTreeMap;

/// Words that say what is taken for granted.
const NOTES: [&str; 5] = ["no loss", "upwind, exact in time", "upwind", "step at mid height", "infinite-domain"];

/// Units and remarks that may stand behind a number.
const BEHIND: [&str; 13] =
    ["", "m3", "m", "W/K", "C", "kW", "kg/s", "m2/s", "W/(m K)", "W/mK", "split by volume", "(equal split)", "-"];

/// Numbers by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Words {
    numbers: BTreeMap<String, f64>,
    /// Temperatures of the lowest and the highest layer.
    pub(super) linear_c: Option<(f64, f64)>,
    /// Volumes that are mixed, m3, each with its temperature, C.
    pub(super) parts: Vec<(f64, f64)>,
}

impl Words {
    pub(super) fn read(text: &str) -> Result<Self, BufferCaseError> {
        let mut words = Self::default();
        text.split(';').map(str::trim).filter(|word| !word.is_empty()).try_for_each(|word| words.take(word))?;
        Ok(words)
    }

    /// A number that must be there.
    pub(super) fn need(&self, name: &'static str) -> Result<f64, BufferCaseError> {
        self.numbers.get(name).copied().ok_or(BufferCaseError::Missing { name })
    }

    /// A number that may be missing.
    pub(super) fn or(&self, name: &str, missing: f64) -> f64 {
        self.numbers.get(name).copied().unwrap_or(missing)
    }

    fn take(&mut self, word: &str) -> Result<(), BufferCaseError> {
        let unknown = || BufferCaseError::Words { words: word.to_owned() };
        if NOTES.contains(&word) {
            return Ok(());
        }
        if let Some(rest) = word.strip_prefix("T0 linear ") {
            let (low, high) = rest.split_once("->").ok_or_else(unknown)?;
            let end = |text: &str, behind: &str| number(text.trim().trim_end_matches(behind)).ok_or_else(unknown);
            self.linear_c = Some((end(low, "(bottom)")?, end(high, "(top)")?));
            return Ok(());
        }
        if let Some(rest) = word.strip_prefix("charge ") {
            return self.put("charge", number(rest).ok_or_else(unknown)?);
        }
        if let Some(rest) = word.strip_prefix("draw ") {
            let (flow, back) = rest.split_once("return ").ok_or_else(unknown)?;
            self.put("draw", number(flow).ok_or_else(unknown)?)?;
            return self.put("return", number(back).ok_or_else(unknown)?);
        }
        if word.contains(" at ") {
            let part = |part: &str| {
                let (volume, temperature) = part.split_once(" at ")?;
                Some((number(volume)?, number(temperature)?))
            };
            self.parts = word.split('+').map(part).collect::<Option<_>>().ok_or_else(unknown)?;
            return Ok(());
        }
        let (name, value) = word.split_once('=').ok_or_else(unknown)?;
        self.put(name.trim(), number(value).ok_or_else(unknown)?)
    }

    fn put(&mut self, name: &str, value: f64) -> Result<(), BufferCaseError> {
        match self.numbers.insert(name.to_owned(), value) {
            Some(_) => Err(BufferCaseError::Twice { name: name.to_owned() }),
            None => Ok(()),
        }
    }
}

/// A finite number with a unit or a remark behind it.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let (digits, behind) = text.split_once(' ').unwrap_or((text, ""));
    let value = digits.parse::<f64>().ok().filter(|value| value.is_finite())?;
    BEHIND.contains(&behind.trim()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_with_their_units() {
        let words =
            Words::read("V=10 m3;UA=18 (equal split);draw 2 kg/s return 50 C; no loss;T0 linear 55 (bottom)->85 (top)");
        let words = words.unwrap();
        let read = ["V", "UA", "draw", "return"].map(|name| words.or(name, f64::NAN));
        assert_eq!(read, [10.0, 18.0, 2.0, 50.0]);
        assert_eq!(words.linear_c, Some((55.0, 85.0)));
        assert_eq!(Words::read("3 m3 at 85 + 7 m3 at 50 C").unwrap().parts, [(3.0, 85.0), (7.0, 50.0)]);
    }

    #[test]
    fn what_is_not_understood_is_not_passed_over() {
        for text in
            ["V=ten", "V=10 litres", "V", "some loss", "draw 2 kg/s", "V=inf", "T0 linear 55", "3 at x", "charge"]
        {
            assert!(matches!(Words::read(text), Err(BufferCaseError::Words { .. })), "{text}");
        }
        assert_eq!(Words::read("V=1;V=2"), Err(BufferCaseError::Twice { name: "V".into() }));
        assert_eq!(Words::read("").unwrap().need("V"), Err(BufferCaseError::Missing { name: "V" }));
    }
}
