//! A scenario as typed: tables, arrays, texts and numbers, each with the place it was written.
//!
//! The tree knows nothing of what keys mean. Overrides are grafted onto it before it is read, so that an override is
//! checked, typed and reported exactly like the file.

use crate::diag::{Diagnostic, Diagnostics, Location, SourceId, Sources};
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
    pub(super) fn kind(&self) -> &'static str {
        match self.value {
            Value::Table(_) => "a table",
            Value::Array(_) => "a list",
            Value::Text(_) => "a text",
            Value::Number(_) => "a number",
            Value::Bool(_) => "true or false",
            Value::Datetime => "a date",
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

/// Parses a scenario text; every syntax error becomes a diagnostic, and what could be read is returned.
pub(super) fn parse(source: SourceId, sources: &Sources, diagnostics: &mut Diagnostics) -> Node {
    let text = sources.text(source);
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let location = error.span().map(|span| Location { source, span: char_range(text, span) });
        diagnostics.push(Diagnostic::error("the file is not valid TOML").at(location, error.message().trim()));
    }
    let value = convert_table(document.get_ref(), source);
    Node { value, location: Location { source, span: document.span() } }
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
        DeValue::Integer(number) => i64::from_str_radix(&number.as_str().replace('_', ""), number.radix())
            .map_or_else(|_| Value::Text(number.as_str().to_owned()), |n| Value::Number(n as f64)),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Node, Diagnostics, Sources) {
        let mut sources = Sources::default();
        let id = sources.add("t.toml", text);
        let mut diagnostics = Diagnostics::default();
        let node = parse(id, &sources, &mut diagnostics);
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
        assert!(matches!(node.get("a").unwrap().value, Value::Text(_) | Value::Number(_)));
    }
}
