//! The text of a stop rule.

// A rule is refused once, and its problem is moved once.
#![allow(clippy::result_large_err)]

use super::{Condition, Tolerance, Until, Wanted};
use crate::diag::{Diagnostic, Diagnostics, Location, SourceId, Sources};
use crate::sweep::statistics::OutputKind;
use crate::text;
use crate::words::word;
use crate::words::{Text, nearest};
use std::ops::Range;

/// What to write, for every error of the grammar.
const FORM: &str = word(
    "write OUTPUT.mean or OUTPUT.p1 to OUTPUT.p99, then `+-`, then a number in the unit of the output or in %, e.g. \
                    `biogas.p50 +- 0.5%`; join several with `and`",
);
/// Ways to write plus or minus.
const PLUS_MINUS: [&str; 3] = ["+-", "+/-", "±"];
/// Words of the units at the ends of keys.
const UNIT_WORDS: [&str; 17] =
    ["a", "co2e", "d", "eur", "fte", "h", "kg", "kw", "kwh", "m3", "mj", "mwh", "nm3", "pct", "per", "t", "years"];

impl Until {
    /// Reads a stop rule. `name` is what the user knows it by, e.g. `--until`; `outputs` are the keys of all outputs with what
    /// they are. A key may be written without its unit where that is clear: `biogas` for `biogas_nm3_per_a`.
    ///
    /// # Errors
    /// Every problem at once, each underlined in `text`, which is added to `sources`.
    pub fn parse(
        name: &str,
        text: &str,
        outputs: &[(&str, OutputKind)],
        sources: &mut Sources,
    ) -> Result<Self, Diagnostics> {
        let reader = Reader { text, source: sources.add(name, text), outputs };
        let mut problems = Diagnostics::default();
        let mut conditions = Vec::new();
        for span in pieces(text) {
            match reader.condition(span) {
                Ok(condition) => conditions.push(condition),
                Err(found) => found.into_iter().for_each(|p| problems.push(p)),
            }
        }
        if problems.is_empty() { Ok(Self { conditions }) } else { Err(problems) }
    }
}

/// The stretches between the words `and`.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut list = Vec::new();
    let mut start = 0;
    for (at, word) in words(text) {
        if word == "and" {
            list.push(start..at);
            start = at + word.len();
        }
    }
    list.push(start..text.len());
    list
}

/// The words of a text with where they start.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

struct Reader<'a> {
    text: &'a str,
    source: SourceId,
    outputs: &'a [(&'a str, OutputKind)],
}

impl Reader<'_> {
    fn error(
        &self,
        message: impl Into<Text>,
        span: Range<usize>,
        label: impl Into<Text>,
        help: impl Into<Text>,
    ) -> Diagnostic {
        // Nothing to underline: the place where it is missing.
        let span =
            if span.is_empty() { span.start.min(self.text.len())..span.start.min(self.text.len()) } else { span };
        let location = Location { source: self.source, span };
        Diagnostic::error(message).at(Some(location), label).help(help)
    }

    fn condition(&self, span: Range<usize>) -> Result<Condition, Vec<Diagnostic>> {
        let span = self.trimmed(span);
        let text = &self.text[span.clone()];
        if text.is_empty() {
            return Err(vec![self.error(
                text!("a condition is missing"),
                span,
                text!("nothing is written here"),
                Text::word(FORM),
            )]);
        }
        let sign = PLUS_MINUS.into_iter().filter_map(|sign| Some((text.find(sign)?, sign))).min();
        let Some((at, sign)) = sign else {
            return Err(vec![self.error(
                text!("a condition has no `+-`"),
                span,
                text!("how close must it be known?"),
                Text::word(FORM),
            )]);
        };
        let left = self.estimate(self.trimmed(span.start..span.start + at));
        let right = self.tolerance(self.trimmed(span.start + at + sign.len()..span.end));
        match (left, right) {
            (Ok((output, wanted)), Ok(tolerance)) => {
                Ok(Condition { text: text.to_owned(), output, kind: self.outputs[output].1, wanted, tolerance })
            }
            (left, right) => Err(left.err().into_iter().chain(right.err()).collect()),
        }
    }

    fn trimmed(&self, span: Range<usize>) -> Range<usize> {
        let text = &self.text[span.clone()];
        let start = span.start + (text.len() - text.trim_start().len());
        start..start + text.trim().len()
    }

    /// `OUTPUT.mean` or `OUTPUT.pNN`.
    fn estimate(&self, span: Range<usize>) -> Result<(usize, Wanted), Diagnostic> {
        let text = &self.text[span.clone()];
        let Some((key, statistic)) = text.rsplit_once('.') else {
            return Err(self.error(
                text!("what is to be known is not said"),
                span,
                text!("no `.mean` and no `.p50`"),
                Text::word(FORM),
            ));
        };
        let from = span.start + key.len() + 1;
        let wanted = match statistic.strip_prefix('p').and_then(|share| share.parse::<u8>().ok()) {
            Some(share @ 1..=99) => Wanted::Quantile(f64::from(share) / 100.0),
            _ if statistic == "mean" => Wanted::Mean,
            _ => {
                return Err(self.error(
                    text!("unknown statistic"),
                    from..span.end,
                    text!("no mean and no quantile"),
                    Text::word(FORM),
                ));
            }
        };
        let output = self.output(span.start..span.start + key.len())?;
        if self.outputs[output].1 == OutputKind::ZeroOrOne && wanted != Wanted::Mean {
            let help = text!("write `{key}.mean`: the mean of zeros and ones is the probability", key);
            return Err(self.error(
                text!("an output of zeros and ones has no useful quantile"),
                from..span.end,
                text!("a quantile"),
                help,
            ));
        }
        Ok((output, wanted))
    }

    /// The output of a key, written in full or without its unit.
    fn output(&self, span: Range<usize>) -> Result<usize, Diagnostic> {
        let name = &self.text[span.clone()];
        if let Some(exact) = self.outputs.iter().position(|(key, _)| *key == name) {
            return Ok(exact);
        }
        let is_meant = |key: &str| key.strip_prefix(name).and_then(|rest| rest.strip_prefix('_')).is_some_and(is_unit);
        let meant: Vec<usize> = (0..self.outputs.len()).filter(|k| is_meant(self.outputs[*k].0)).collect();
        match meant.as_slice() {
            [only] => Ok(*only),
            [] => {
                let keys = || self.outputs.iter().map(|o| o.0);
                let help = match nearest(name, keys()) {
                    Some(near) => text!("did you mean `{near}`?", near),
                    None => text!("write one of {a}", a = listed(keys())),
                };
                Err(self.error(text!("unknown output `{name}`", name), span, text!("no output of this sweep"), help))
            }
            several => {
                let help = text!("write one of {a}", a = listed(several.iter().map(|k| self.outputs[*k].0)));
                Err(self.error(text!("`{name}` is not clear", name), span, text!("several outputs start so"), help))
            }
        }
    }

    fn tolerance(&self, span: Range<usize>) -> Result<Tolerance, Diagnostic> {
        let text = &self.text[span.clone()];
        let (number, relative) = match text.strip_suffix('%') {
            Some(number) => (number.trim_end(), true),
            None => (text, false),
        };
        match number.parse::<f64>() {
            Ok(value) if value > 0.0 && value.is_finite() => {
                Ok(if relative { Tolerance::Relative(value / 100.0) } else { Tolerance::Absolute(value) })
            }
            Ok(_) => Err(self.error(
                text!("the half width must be a number above 0"),
                span,
                text!("not above 0"),
                Text::word(FORM),
            )),
            Err(_) => Err(self.error(
                text!("the half width is no number"),
                span,
                text!("expected a number, or a number and %"),
                Text::word(FORM),
            )),
        }
    }
}

fn is_unit(words: &str) -> bool {
    words.split('_').all(|word| UNIT_WORDS.contains(&word))
}

fn listed<'a>(keys: impl Iterator<Item = &'a str>) -> String {
    keys.map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUTS: [(&str, OutputKind); 6] = [
        ("biogas_nm3_per_a", OutputKind::Amount),
        ("biogas_heat_used_mwh_per_a", OutputKind::Amount),
        ("npv_eur", OutputKind::Amount),
        ("jobs_net_fte", OutputKind::Amount),
        ("digester.main.washed_out", OutputKind::ZeroOrOne),
        ("npv_eur_per_a", OutputKind::Amount),
    ];

    fn read(text: &str) -> Result<Until, String> {
        let mut sources = Sources::default();
        Until::parse("--until", text, &OUTPUTS, &mut sources)
            .map_err(|p| p.render(&sources, false, crate::words::Locale::En))
    }

    #[test]
    fn conditions_of_every_form() {
        let rule = read("biogas.p50 +- 0.5% and npv_eur.mean+/-2e4  and digester.main.washed_out.mean ± 0.01").unwrap();
        let found: Vec<_> = rule.conditions().iter().map(|c| (c.output, c.wanted, c.tolerance)).collect();
        assert_eq!(
            found,
            [
                (0, Wanted::Quantile(0.5), Tolerance::Relative(0.005)),
                (2, Wanted::Mean, Tolerance::Absolute(2e4)),
                (4, Wanted::Mean, Tolerance::Absolute(0.01)),
            ]
        );
        assert_eq!(rule.conditions()[1].text, "npv_eur.mean+/-2e4");
        assert_eq!(read("jobs_net.p5 +- 3 %").unwrap().conditions()[0].tolerance, Tolerance::Relative(0.03));
    }

    #[test]
    fn what_is_wrong_is_underlined_with_what_to_write() {
        for (text, message, underlined) in [
            ("", "a condition is missing", ""),
            ("npv_eur.mean", "no `+-`", "^^^^^^^^^^^^ how close"),
            ("npv_eur +- 3", "not said", "^^^^^^^"),
            ("npv_eur.p100 +- 3", "unknown statistic", "^^^^ no mean"),
            ("npv_eur.p0 +- 3", "unknown statistic", "^^ no mean"),
            ("npv_eur.median +- 3", "unknown statistic", "^^^^^^ no mean"),
            ("npv_eur.mean +- three", "no number", "^^^^^ expected"),
            ("npv_eur.mean +- -3", "above 0", "^^ not above"),
            ("npv_eur.mean +- nan%", "above 0", "^^^^"),
            ("npv_eur.mean +-", "no number", "expected a number"),
            ("npv_eur.mean +- 1 and", "a condition is missing", "nothing is written"),
            ("biogass_nm3_per_a.mean +- 1", "unknown output", "did you mean `biogas_nm3_per_a`?"),
            ("zzz.mean +- 1", "unknown output", "write one of `biogas_nm3_per_a`"),
            ("npv.mean +- 1", "not clear", "write one of `npv_eur`, `npv_eur_per_a`"),
            ("digester.main.washed_out.p50 +- 1", "no useful quantile", "washed_out.mean"),
        ] {
            let problems = read(text).unwrap_err();
            assert!(problems.contains(message) && problems.contains(underlined), "{text}:\n{problems}");
            assert!(problems.contains("--until"), "{problems}");
        }
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let problems = read("zzz.mean +- x and npv_eur.p50").unwrap_err();
        assert_eq!(problems.matches("error").count(), 3, "{problems}");
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_it(text in "\\PC{0,40}|([a-z_.%±+0-9-]{1,12} ){0,6}|(npv_eur|é)?\\.?(p50|mean)? ?(\\+-|±)? ?[0-9é%]{0,3}( and)?") {
            if let Err(problems) = read(&text) {
                proptest::prop_assert!(problems.contains("help"), "{}", problems);
            }
        }
    }
}
