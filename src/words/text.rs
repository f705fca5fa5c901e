//! A sentence with places to fill, told in a language later.

use super::Locale;
use std::borrow::Cow;
use std::fmt;

/// A sentence: a pattern of the catalogue with its places filled, or a text that is the same in every language (a name, a
/// path, what the system said).
///
/// Made by [`text!`](crate::text); shown with `{}` it is English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pattern: Cow<'static, str>,
    /// None for a text that is no pattern.
    places: Option<Vec<(&'static str, Text)>>,
}

impl Text {
    /// A pattern with `{name}` where its parts go.
    pub fn pattern(pattern: &'static str, places: Vec<(&'static str, Text)>) -> Self {
        Self { pattern: Cow::Borrowed(pattern), places: Some(places) }
    }

    /// A key of the catalogue without places, marked by [`word`](super::word) where it stands.
    pub fn word(key: &'static str) -> Self {
        Self::pattern(key, Vec::new())
    }

    /// A text that no language changes.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { pattern: Cow::Owned(text.into()), places: None }
    }

    /// Several, with a text between them that no language changes.
    pub fn joined(texts: impl IntoIterator<Item = Text>, between: &'static str) -> Self {
        let mut list = texts.into_iter();
        let Some(first) = list.next() else { return Self::plain("") };
        list.fold(first, |so_far, next| Self {
            pattern: Cow::Owned(format!("{{a}}{}{{b}}", between.replace('{', "{{").replace('}', "}}"))),
            places: Some(vec![("a", so_far), ("b", next)]),
        })
    }

    /// True for a text without a character.
    pub fn is_empty(&self) -> bool {
        self.pattern.is_empty()
    }

    /// The sentence in a language.
    pub fn in_lang(&self, lang: Locale) -> String {
        let Some(places) = &self.places else { return self.pattern.clone().into_owned() };
        let pattern = match (&self.pattern, lang) {
            (Cow::Borrowed(key), _) => lang.say(key),
            // Made of others: only its parts have a language.
            (Cow::Owned(joint), _) => joint.as_str(),
        };
        fill(pattern, |name| places.iter().find(|(n, _)| *n == name).map(|(_, part)| part.in_lang(lang)))
    }
}

/// Fills `{name}`; `{{` and `}}` are braces. A place that nobody fills stays as it is written.
fn fill(pattern: &str, part: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(pattern.len() + 32);
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            out.push_str(brace);
            rest = after;
            continue;
        }
        let place = rest.find('}').filter(|_| brace == "{").and_then(|end| Some((end, part(&rest[..end])?)));
        match place {
            Some((end, filled)) => {
                out.push_str(&filled);
                rest = &rest[end + 1..];
            }
            None => out.push_str(brace),
        }
    }
    out + rest
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_lang(Locale::En))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::plain(text)
    }
}

/// Data for machines are English.
impl serde::Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The names of the places of a pattern, in order.
pub(super) fn places(pattern: &str) -> Vec<String> {
    let names = std::cell::RefCell::new(Vec::new());
    fill(pattern, |name| {
        names.borrow_mut().push(name.to_owned());
        Some(String::new())
    });
    names.into_inner()
}

/// What may fill a place.
pub trait Part {
    /// The part as a text.
    fn part(&self) -> Text;
}

impl Part for Text {
    fn part(&self) -> Text {
        self.clone()
    }
}

impl<P: Part + ?Sized> Part for &P {
    fn part(&self) -> Text {
        (*self).part()
    }
}

macro_rules! plain_parts {
    ($($kind:ty),* $(,)?) => {
        $(impl Part for $kind {
            fn part(&self) -> Text {
                Text::plain(self.to_string())
            }
        })*
    };
}
plain_parts!(
    std::convert::Infallible,
    std::sync::Arc<str>,
    String,
    str,
    Cow<'_, str>,
    char,
    bool,
    std::path::Display<'_>,
    f64,
    f32,
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
    i8,
    i16,
    i32,
    i64,
    isize
);

/// A sentence with its places filled: `text!("stream {id} has no amount", id)`, `text!("{n} of {all}", n, all = list.len())`.
///
/// The literal is the key of the catalogue. Gives a [`Text`](crate::words::Text), which is told in a language later.
#[macro_export]
macro_rules! text {
    ($pattern:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::words::Text::pattern($pattern, vec![$((stringify!($name), $crate::text_part!($name $(= $value)?))),*])
    };
}

/// One filled place of [`text!`](crate::text).
#[doc(hidden)]
#[macro_export]
macro_rules! text_part {
    ($name:ident) => {
        $crate::words::Part::part(&$name)
    };
    ($name:ident = $value:expr) => {
        $crate::words::Part::part(&$value)
    };
}

/// Shows an error, which has a method `told() -> Text`, as the English of what it tells; another sentence takes it as a part.
macro_rules! shown_as_told {
    ($kind:ty) => {
        impl std::fmt::Display for $kind {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.told(), f)
            }
        }

        impl $crate::words::Part for $kind {
            fn part(&self) -> $crate::words::Text {
                self.told()
            }
        }
    };
}
pub(crate) use shown_as_told;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_by_name_and_braces_stay() {
        let (id, rows) = ("P{x}", 3_usize);
        let text = crate::text!("{{{id}}} has {n} rows, {id} again", id, n = rows + 1);
        assert_eq!(text.to_string(), "{P{x}} has 4 rows, P{x} again");
        assert_eq!(places("{{a}} {b} {c}"), ["b", "c"]);
        assert_eq!(Text::pattern("{nobody} } {", vec![]).to_string(), "{nobody} } {");
    }

    #[test]
    fn plain_text_and_joined_texts() {
        assert_eq!(Text::plain("{a}").to_string(), "{a}");
        let parts = ["x{", "y", "z"].map(Text::plain);
        assert_eq!(Text::joined(parts, "; ").to_string(), "x{; y; z");
        assert!(Text::joined([], "; ").is_empty());
    }
}
