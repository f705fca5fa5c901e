//! The languages, and what differs between them besides words.

use super::{Text, catalogue, unit};
use std::borrow::Cow;

/// Language of words, numbers, units and month names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// English: decimal point, narrow space between thousands.
    #[default]
    En,
    /// French: decimal comma, narrow no-break space between thousands.
    Fr,
}

/// What parts an English text from the note that tells it from the same text elsewhere.
const CONTEXT: char = '¦';

impl Locale {
    /// The language code of HTML's `lang`.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// Words in this language; `chosen¦boiler house` says `chosen` where one English word is several in French, and names
    /// which. The English is the key of the catalogue; what is not in it stays English, and stops a
    /// build with debug assertions, so that a test sees it.
    pub fn say(self, english: &str) -> &str {
        match self {
            Self::En => english.split(CONTEXT).next().unwrap_or(english),
            Self::Fr => catalogue::french(english).unwrap_or_else(|| {
                debug_assert!(english.trim().is_empty(), "no French for {english:?} in models/words/fr/");
                Self::En.say(english)
            }),
        }
    }

    /// The French of a label that also comes from elsewhere (a column of a sweep, a table of the user's own): what the
    /// catalogue does not have stays as it is.
    pub fn known(self, label: &str) -> &str {
        match self {
            Self::En => label,
            Self::Fr => catalogue::french(label).unwrap_or(label),
        }
    }

    /// A sentence in this language, its places filled.
    pub fn tell(self, text: &Text) -> String {
        text.in_lang(self)
    }

    /// A unit as this language writes it: `EUR/a` is `€/an` in French. Numbers and symbols of the SI stay.
    pub fn unit<'a>(self, english: &'a str) -> Cow<'a, str> {
        match self {
            Self::En => Cow::Borrowed(english),
            Self::Fr => unit::french(english),
        }
    }

    /// The English or the French of the two texts, where they are data of both languages (a code list, a library).
    /// What the program itself says goes through [`Locale::say`].
    pub fn pick<'a>(self, english: &'a str, french: &'a str) -> &'a str {
        match self {
            Self::En => english,
            Self::Fr => french,
        }
    }

    /// Short month names, January first.
    pub fn months(self) -> [&'static str; 12] {
        match self {
            Self::En => ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
            Self::Fr => {
                ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
            }
        }
    }

    /// A colon and the space after it; French has one before it too.
    pub fn colon(self) -> &'static str {
        self.pick(": ", "\u{a0}: ")
    }

    pub(super) fn decimal_mark(self) -> char {
        match self {
            Self::En => '.',
            Self::Fr => ',',
        }
    }
}
