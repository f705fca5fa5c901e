//! What all chapters of the page share: the outcome, the language, units, names of methods and colours of channels.

use super::words;
use crate::allocation::{PoleOutcome, Spread};
use crate::balance::jobs::Range;
use crate::plot::{Heading, Locale, fixed, significant};
use crate::report::page::quantile_names;
use crate::report::{Cell, Column, Precision};

/// Kilograms of a tonne.
const KG_PER_T: f64 = 1000.0;
/// Colour of what stays where it is, as in all figures.
const KEPT_TONE: usize = 7;

/// The outcome as the chapters see it.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The allocation.
    pub(super) pole: &'a PoleOutcome,
    /// Language.
    pub(super) lang: Locale,
}

impl<'a> Context<'a> {
    /// The English or the French.
    pub(super) fn say(&self, english: &'static str) -> &'static str {
        self.lang.say(english)
    }

    /// A short name in words.
    pub(super) fn words(&self, name: &str) -> String {
        words::words(name, self.lang)
    }

    /// A heading of a figure.
    pub(super) fn heading(&self, english: &'static str) -> Heading {
        Heading::new(self.say(english), self.lang)
    }

    /// A heading of a figure about carbon: it names method and reference.
    pub(super) fn carbon_heading(&self, english: &'static str) -> Heading {
        self.heading(english).subtitle(self.carbon())
    }

    pub(super) fn eur_a(&self) -> &'static str {
        self.say("EUR/a")
    }

    pub(super) fn eur_t(&self) -> &'static str {
        self.say("EUR/t")
    }

    pub(super) fn t_a(&self) -> &'static str {
        self.say("t/a")
    }

    pub(super) fn co2_a(&self) -> &'static str {
        self.say("t CO2e/a")
    }

    pub(super) fn fte(&self) -> &'static str {
        self.say("FTE")
    }

    /// Method, version and reference of what is counted; blank when the outcome names none.
    pub(super) fn method(&self, of: &str) -> String {
        let Some(m) = self.pole.methods.iter().find(|m| m.of == of) else { return String::new() };
        let colon = self.lang.colon();
        let reference = match m.reference.as_str() {
            "" => String::new(),
            reference => format!(" · {}{colon}{reference}", self.say("reference")),
        };
        format!("{}{colon}{} {}{reference}", self.say("method"), m.name, m.version)
    }

    /// Method of the carbon account.
    pub(super) fn carbon(&self) -> String {
        self.method("carbon")
    }

    /// A caption with the method of what it counts in brackets.
    pub(super) fn by_method(&self, caption: &str, of: &str) -> String {
        match self.method(of).as_str() {
            "" => caption.to_owned(),
            method => format!("{caption} [{method}]"),
        }
    }

    /// Label of a channel.
    pub(super) fn channel(&self, id: &str) -> String {
        match self.pole.channels.iter().find(|c| c.channel == id) {
            Some(c) => words::capital(self.lang.pick(&c.label.0, &c.label.1)),
            None => self.words(id),
        }
    }

    /// Colour of a channel in every figure: those that are used come first, so that they differ.
    pub(super) fn tone(&self, id: &str) -> usize {
        if id == "present" {
            return KEPT_TONE;
        }
        let used = self.pole.channels.iter().filter(|c| c.wet_t.nominal > 0.0 && c.channel != "present");
        let rest = self.pole.channels.iter().filter(|c| c.wet_t.nominal <= 0.0 && c.channel != "present");
        used.chain(rest).position(|c| c.channel == id).unwrap_or(0) % KEPT_TONE
    }

    /// Name of a sink; today's outlets have words in both languages.
    pub(super) fn sink(&self, place: usize) -> String {
        match self.pole.sinks.get(place) {
            Some(sink) if sink.present => self.words(&sink.id),
            Some(sink) => sink.name.clone(),
            None => String::new(),
        }
    }

    /// Names of sinks, with commas between; words for none.
    pub(super) fn sinks(&self, places: &[usize]) -> String {
        let names: Vec<String> = places.iter().map(|k| self.sink(*k)).filter(|n| !n.is_empty()).collect();
        if names.is_empty() { self.say("nothing new").to_owned() } else { names.join(", ") }
    }

    /// A cause of a bridge, `CHANNEL: LINE` or a line alone.
    pub(super) fn cause(&self, text: &str) -> String {
        match text.split_once(": ") {
            Some((channel, line)) => format!("{}{}{}", self.channel(channel), self.lang.colon(), self.words(line)),
            None => self.words(text),
        }
    }

    /// A group of inputs that one may get to know.
    pub(super) fn group(&self, text: &str) -> String {
        let colon = self.lang.colon();
        if let Some(kind) = text.strip_prefix("amount of ") {
            return format!("{}{colon}{}", self.say("Amount"), self.words(&kind.replace(' ', "_")).to_lowercase());
        }
        if let Some(kind) = text.strip_prefix("present cost of ") {
            let cost = self.say("Cost today¦context");
            return format!("{cost}{colon}{}", self.words(&kind.replace(' ', "_")).to_lowercase());
        }
        match text.strip_prefix("fee of ") {
            Some(id) => {
                let name = self.pole.sinks.iter().find(|s| &*s.id == id).map_or(id, |s| s.name.as_str());
                format!("{}{colon}{name}", self.say("Gate fee"))
            }
            None => text.to_owned(),
        }
    }

    /// Names of companies, with commas between.
    pub(super) fn companies(&self, places: &[usize]) -> String {
        let names = places.iter().filter_map(|k| self.pole.companies.get(*k)).map(|c| c.name.as_str());
        names.collect::<Vec<_>>().join(", ")
    }

    /// A number for running text.
    pub(super) fn number(&self, value: f64) -> String {
        significant(value, 3, self.lang)
    }

    /// A whole number for running text.
    pub(super) fn whole(&self, value: f64) -> String {
        fixed(value, 0, self.lang)
    }

    /// A range for running text: central, and low to high.
    pub(super) fn range(&self, range: Range<f64>) -> String {
        let n = |v: f64| fixed(v, 1, self.lang);
        format!("{} ({} {} {})", n(range.central), n(range.low), self.say("to¦context"), n(range.high))
    }

    /// Columns nominal, P10, P50 and P90 of a quantity; only the first when nothing was sampled.
    pub(super) fn spread_columns(&self, name: &str, unit: &str, sampled: bool) -> Vec<Column> {
        let mut columns = vec![Column::number(name, unit)];
        if sampled {
            columns.extend(quantile_names(self.lang).map(|q| Column::number(q, unit)));
        }
        columns
    }

    /// Cells for [`Self::spread_columns`].
    pub(super) fn spread_cells(&self, spread: Spread, sampled: bool, scale: f64, decimals: usize) -> Vec<Cell> {
        let cell = |v: f64| Cell::precise(v / scale, Precision::Decimals(decimals));
        let mut cells = vec![cell(spread.nominal)];
        if sampled {
            match spread.p10_p50_p90 {
                Some(quantiles) => cells.extend(quantiles.map(cell)),
                None => cells.extend([Cell::empty(), Cell::empty(), Cell::empty()]),
            }
        }
        cells
    }
}

/// kg as t.
pub(super) fn tonnes(kg: f64) -> f64 {
    kg / KG_PER_T
}

/// Low, central and high as a list, in order.
pub(super) fn three(range: Range<f64>) -> [f64; 3] {
    [range.low, range.central, range.high]
}

/// Quantiles in thousands of their unit.
pub(super) fn scaled(quantiles: Option<[f64; 3]>, by: f64) -> Option<[f64; 3]> {
    quantiles.map(|q| q.map(|v| v / by))
}
