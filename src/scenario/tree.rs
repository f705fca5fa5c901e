//! A scenario as typed: tables, arrays, texts and numbers, each with the place it was written.
//!
//! The tree knows nothing of what keys mean. Overrides are grafted onto it before it is read, so that an override is
//! checked, typed and reported exactly like the file.

use crate::diag::{Diagnostic, Diagnostics, Location, SourceId, Sources};
use crate::text;
use crate::words::Text;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) location: Location,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Table(Vec<(Key, Node)>),
    Array(Vec<Node>),
    Text(String),
    Number(f64),
    Bool(bool),
    /// A date or time: known to TOML, used nowhere in a scenario.
    Datetime,
}

/// A key and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) location: Location,
}

impl Node {
    /// What the value is, for messages.
    pub(super) fn kind(&self) -> Text {
        match self.value {
            Value::Table(_) => text!("a table"),
            Value::Array(_) => text!("a list"),
            Value::Text(_) => text!("a text"),
            Value::Number(_) => text!("a number"),
            Value::Bool(_) => text!("true or false"),
            Value::Datetime => text!("a date"),
        }
    }

    /// The entry of a table.
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        match &self.value {
            Value::Table(entries) => entries.iter().find(|(k, _)| k.name == name).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The entries of a table; nothing for other values.
    pub(super) fn entries(&self) -> &[(Key, Node)] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The elements of a list, or the value itself as the only element of one.
    pub(super) fn elements(&self) -> &[Node] {
        match &self.value {
            Value::Array(list) => list,
            _ => std::slice::from_ref(self),
        }
    }

    /// Sets an entry of a table, in place of the old one if there is one.
    pub(super) fn set(&mut self, key: Key, node: Node) {
        if let Value::Table(entries) = &mut self.value {
            match entries.iter_mut().find(|(k, _)| k.name == key.name) {
                Some(entry) => *entry = (key, node),
                None => entries.push((key, node)),
            }
        }
    }
}

/// A document as far as it could be read.
pub(super) struct Parsed {
    pub(super) root: Node,
    /// Every syntax error is one that leaves the rest of the document as it was meant: a value without quotes, a key
    /// written twice. What the rest says can then be judged.
    pub(super) rest_is_sound: bool,
}

/// Largest number of syntax errors that are told: one bracket left open can make hundreds.
const SYNTAX_ERRORS_MAX: usize = 12;

/// Parses a scenario text; every syntax error becomes a diagnostic, in the order of the text.
pub(super) fn parse(source: SourceId, sources: &Sources, diagnostics: &mut Diagnostics) -> Parsed {
    let text = sources.text(source);
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut found: Vec<(Option<Range<usize>>, String)> =
        errors.iter().map(|e| (e.span().map(|s| char_range(text, s)), e.message().trim().to_owned())).collect();
    found.sort_by_key(|(span, _)| span.as_ref().map_or(0, |s| s.start));
    found.dedup();
    let rest_is_sound = found.iter().all(|(_, message)| message == DUPLICATE || is_of_a_value(message));
    let untold = found.split_off(found.len().min(SYNTAX_ERRORS_MAX));
    for (span, message) in found {
        diagnostics.push(syntax_error(source, text, span, &message));
    }
    if let Some((span, _)) = untold.first() {
        let location = Location { source, span: span.clone().unwrap_or(0..0) };
        let found = Diagnostic::error(text!("{a} more syntax errors", a = untold.len()))
            .at(Some(location), text!("from here on"));
        diagnostics.push(found.help(text!("mend the first ones: most of the others follow from them")));
    }
    let value = convert_table(document.get_ref(), source);
    let root = Node { value, location: Location { source, span: char_range(text, document.span()) } };
    Parsed { root, rest_is_sound }
}

/// What the parser says of a key that stands twice.
const DUPLICATE: &str = "duplicate key";

/// Does a syntax error concern one value alone, so that the rest of the text is as it was meant?
fn is_of_a_value(message: &str) -> bool {
    const STARTS: [&str; 11] = [
        "string values must be quoted",
        "invalid boolean",
        "invalid float",
        "invalid integer",
        "invalid mantissa",
        "invalid fraction",
        "invalid exponent",
        "invalid time",
        "invalid date",
        "redundant numeric sign",
        "`_` may only go",
    ];
    STARTS.iter().any(|start| message.starts_with(start))
}

fn syntax_error(source: SourceId, text: &str, span: Option<Range<usize>>, message: &str) -> Diagnostic {
    // So the parser calls a text without quotes, after its first letter.
    const TEXTS: [&str; 3] = ["string", "invalid boolean", "invalid float, expected `"];
    let written = span.clone().map_or("", |s| text[s].trim());
    let after = span.as_ref().map_or("", |s| &text[s.start..]);
    let number_first = written.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    let as_said = || Text::plain(message);
    let (label, help) = match message {
        DUPLICATE => (text!("written before"), text!("keep one of them")),
        _ if message.contains("recurs") => (as_said(), text!("a scenario is never nested this deeply")),
        _ if message.starts_with("string") && written.is_empty() => {
            (text!("a value is missing here"), text!("write key = value"))
        }
        _ if !number_first && TEXTS.iter().any(|start| message.starts_with(start)) => {
            (text!("a text must stand in quotes"), text!("write key = \"text\"; numbers, true and false go without"))
        }
        _ if is_of_a_value(message) => (
            text!("neither a number nor a text"),
            text!("write the number alone, without a unit, with a decimal point: 1.5"),
        ),
        _ if after.starts_with(',') => (as_said(), text!("write the decimal point as a point: 1.5")),
        _ => (
            as_said(),
            text!("write key = value, one a line; texts in quotes, lists in [ ], parts of a value in {{ }}"),
        ),
    };
    // Where the parser gives no place, the start of the file stands for it.
    let location = Location { source, span: span.unwrap_or(0..0) };
    Diagnostic::error(text!("the file is not valid TOML")).at(Some(location), label).help(help)
}

/// A span that starts and ends on character borders and is not empty where the text allows it.
fn char_range(text: &str, span: Range<usize>) -> Range<usize> {
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

fn convert_table(table: &DeTable<'_>, source: SourceId) -> Value {
    let entries = table.iter().map(|(key, value)| {
        let key = Key { name: key.get_ref().to_string(), location: Location { source, span: key.span() } };
        (key, convert(value, source))
    });
    Value::Table(entries.collect())
}

fn convert(value: &Spanned<DeValue<'_>>, source: SourceId) -> Node {
    let converted = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => integer(&number.as_str().replace('_', ""), number.radix()),
        DeValue::Float(number) => number
            .as_str()
            .replace('_', "")
            .parse()
            .map_or_else(|_| Value::Text(number.as_str().to_owned()), Value::Number),
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::Datetime(_) => Value::Datetime,
        DeValue::Array(list) => Value::Array(list.iter().map(|v| convert(v, source)).collect()),
        DeValue::Table(table) => convert_table(table, source),
    };
    Node { value: converted, location: Location { source, span: value.span() } }
}

/// A whole number as f64; one too large for 64 bits keeps its size, so that the range check can refuse it.
fn integer(digits: &str, radix: u32) -> Value {
    match i64::from_str_radix(digits, radix) {
        Ok(number) => Value::Number(number as f64),
        Err(_) if radix == 10 => digits.parse().map_or_else(|_| Value::Text(digits.to_owned()), Value::Number),
        Err(_) => Value::Number(f64::INFINITY),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Node, Diagnostics, Sources) {
        let mut sources = Sources::default();
        let id = sources.add("t.toml", text);
        let mut diagnostics = Diagnostics::default();
        let node = parse(id, &sources, &mut diagnostics).root;
        (node, diagnostics, sources)
    }

    #[test]
    fn keeps_spans_and_order() {
        let (node, diagnostics, sources) = read("name = \"x\"\n[site]\nb = 1\na = 2.5\n");
        assert!(diagnostics.is_empty());
        let site = node.get("site").unwrap();
        assert_eq!(site.entries().iter().map(|(k, _)| k.name.as_str()).collect::<Vec<_>>(), ["b", "a"]);
        assert_eq!(sources.place(&site.get("a").unwrap().location), "t.toml:4");
    }

    #[test]
    fn reports_every_syntax_error() {
        let (_, diagnostics, _) = read("a = \nb = [1,\nc = é\n");
        assert!(diagnostics.counts().0 >= 2, "{diagnostics:?}");
    }

    #[test]
    fn huge_and_odd_numbers_do_not_panic() {
        let (node, _, _) = read("a = 99999999999999999999\nb = 0x1F\nc = -inf\nd = nan\n");
        assert!(matches!(node.get("b").unwrap().value, Value::Number(31.0)));
        assert!(matches!(node.get("a").unwrap().value, Value::Number(n) if n == 99999999999999999999.0));
    }

    #[test]
    fn a_value_without_quotes_leaves_the_rest_sound_and_an_open_bracket_does_not() {
        let sound = |text: &str| {
            let mut sources = Sources::default();
            let id = sources.add("t.toml", text);
            parse(id, &sources, &mut Diagnostics::default()).rest_is_sound
        };
        assert!(sound("a = 1\n") && sound("a = x\nb = \nb = 1\n") && sound("a = true1\nb = 1.2.3\nc = 5.\n"));
        assert!(!sound("a = [1,\nb = 2\n") && !sound("[a\nb = 1\n"));
    }

    #[test]
    fn one_open_bracket_does_not_fill_the_screen() {
        let (_, diagnostics, _) = read(&format!("a = {}", "{a=".repeat(1000)));
        assert!((1..=14).contains(&diagnostics.counts().0), "{}", diagnostics.counts().0);
    }
}
