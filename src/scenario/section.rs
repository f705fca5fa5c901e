//! Reading one section: every key typed, ranged and located, every unknown key named with its nearest neighbour.

use super::inputs::{Block, Inputs};
use super::spec::{Kind, SectionSpec};
use super::tree::{Node, Value};
use crate::diag::{Diagnostic, Diagnostics, Location, Sources};
use crate::param::{Flag, Row};
use crate::text;
use crate::words::{Text, nearest};

/// What reading a scenario needs and fills.
pub(super) struct Context<'a> {
    pub(super) sources: &'a mut Sources,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) inputs: &'a mut Inputs,
    /// Gets the bytes of a file beside the scenario.
    pub(super) load: &'a dyn Fn(&str) -> Result<Vec<u8>, String>,
}

/// An open section.
pub(super) struct Section<'a> {
    node: Option<&'a Node>,
    spec: &'static SectionSpec,
    /// Prefix of the paths of its numbers, with the point.
    prefix: String,
}

impl<'a> Section<'a> {
    /// Opens a section that may be absent, and reports keys it does not know.
    pub(super) fn open(
        context: &mut Context<'_>,
        node: Option<&'a Node>,
        spec: &'static SectionSpec,
        prefix: impl Into<String>,
    ) -> Self {
        let node = node.filter(|node| is_table(context, node, spec.name));
        let section = Self { node, spec, prefix: prefix.into() };
        section.report_unknown_keys(context);
        section
    }

    fn report_unknown_keys(&self, context: &mut Context<'_>) {
        let Some(node) = self.node else { return };
        if self.spec.free_keys {
            return;
        }
        let names = self.spec.names();
        for (key, _) in node.entries() {
            if !names.contains(&key.name.as_str()) {
                context.diagnostics.push(unknown_key(&key.name, &key.location, self.spec.name, &names));
            }
        }
    }

    /// Is the section written at all?
    pub(super) fn is_present(&self) -> bool {
        self.node.is_some()
    }

    /// The section as written: for sections whose keys are not all known beforehand.
    pub(super) fn written(&self) -> Option<&'a Node> {
        self.node
    }

    /// Where the section stands.
    pub(super) fn location(&self) -> Option<Location> {
        self.node.map(|n| n.location.clone())
    }

    /// The raw value of a key.
    pub(super) fn node(&self, name: &str) -> Option<&'a Node> {
        debug_assert!(self.spec.names().contains(&name), "`{name}` is not in the description of [{}]", self.spec.name);
        self.node.and_then(|n| n.get(name))
    }

    /// A section within this one.
    pub(super) fn child(&self, context: &mut Context<'_>, name: &str) -> Section<'a> {
        let spec = self.child_spec(name);
        Section::open(context, self.node(name), spec, format!("{}{name}.", self.prefix))
    }

    /// The description of a section within this one.
    pub(super) fn child_spec(&self, name: &str) -> &'static SectionSpec {
        self.spec.children.iter().find(|c| c.name == name).expect("children are named in the description")
    }

    /// Reads all rows of the section's table number `k` into the inputs.
    pub(super) fn numbers(&self, context: &mut Context<'_>, k: usize) -> Block {
        let table = (self.spec.tables[k])();
        let block = context.inputs.push_table(&self.prefix, table);
        for (row, place) in table.rows().iter().zip(block.0.clone()) {
            let Some(node) = self.node(&row.name) else { continue };
            match number_in(context, node, &row.name, row.low, row.high, &row.unit) {
                Some(value) => set_given(context, place, value, node, row),
                None => context.inputs.refuse(place),
            }
        }
        block
    }

    /// A text.
    pub(super) fn text(&self, context: &mut Context<'_>, name: &str) -> Option<String> {
        let node = self.node(name)?;
        match &node.value {
            Value::Text(text) => Some(text.clone()),
            _ => {
                wrong_kind(context, node, name, text!("a text in quotes"));
                None
            }
        }
    }

    /// A list of texts with their places; a single text is a list of one.
    pub(super) fn texts(&self, context: &mut Context<'_>, name: &str) -> Vec<(String, Location)> {
        let Some(node) = self.node(name) else { return Vec::new() };
        let mut list = Vec::new();
        for element in node.elements() {
            match &element.value {
                Value::Text(text) => list.push((text.clone(), element.location.clone())),
                _ => wrong_kind(context, element, name, text!("a list of texts in quotes")),
            }
        }
        list
    }

    /// A list of numbers within a range, with their places; a single number is a list of one.
    pub(super) fn list(&self, context: &mut Context<'_>, name: &str, low: f64, high: f64) -> Vec<(f64, Location)> {
        let Some(node) = self.node(name) else { return Vec::new() };
        if node.elements().is_empty() {
            let found = Diagnostic::error(text!("`{name}` is an empty list", name));
            let found = found.at(Some(node.location.clone()), text!("nothing to try"));
            context.diagnostics.push(found.help(text!("write at least one number, or leave it out")));
        }
        let mut list = Vec::new();
        for element in node.elements() {
            if let Some(value) = number_in(context, element, name, low, high, "") {
                list.push((value, element.location.clone()));
            }
        }
        list
    }

    /// True or false, or `default`.
    pub(super) fn flag(&self, context: &mut Context<'_>, name: &str, default: bool) -> bool {
        match self.node(name).map(|n| (n, &n.value)) {
            None => default,
            Some((_, Value::Bool(truth))) => *truth,
            Some((node, _)) => {
                wrong_kind(context, node, name, text!("true or false"));
                default
            }
        }
    }

    /// A number within a range, or `default`.
    pub(super) fn number(&self, context: &mut Context<'_>, name: &str, low: f64, high: f64) -> Option<f64> {
        let node = self.node(name)?;
        number_in(context, node, name, low, high, "")
    }

    /// A whole number within a range.
    pub(super) fn whole(&self, context: &mut Context<'_>, name: &str, low: f64, high: f64) -> Option<u64> {
        let node = self.node(name)?;
        let value = number_in(context, node, name, low, high, "")?;
        if value.fract() == 0.0 {
            return Some(value as u64);
        }
        let found = Diagnostic::error(text!("`{name}` must be a whole number", name));
        let found = found.at(Some(node.location.clone()), text!("got {value}", value));
        context.diagnostics.push(found.help(text!("write for example {a}", a = value.floor().max(low))));
        None
    }

    /// One of the words of the key's description.
    pub(super) fn choice(&self, context: &mut Context<'_>, name: &str) -> Option<&'static str> {
        let node = self.node(name)?;
        let words = self.words(name);
        word_of(context, node, name, words)
    }

    /// Some of the words of the key's description.
    pub(super) fn choices(&self, context: &mut Context<'_>, name: &str) -> Vec<&'static str> {
        let Some(node) = self.node(name) else { return Vec::new() };
        let words = self.words(name);
        node.elements().iter().filter_map(|n| word_of(context, n, name, words)).collect()
    }

    fn words(&self, name: &str) -> &'static [&'static str] {
        match self.spec.keys.iter().find(|k| k.name == name).map(|k| k.kind) {
            Some(Kind::Choice(words) | Kind::Choices(words)) => words,
            _ => &[],
        }
    }
}

/// A value given without a source is an assumption, unless it repeats the default.
fn set_given(context: &mut Context<'_>, place: usize, value: f64, node: &Node, row: &Row) {
    let where_given = context.sources.place(&node.location);
    let same_as_default = row.default == Some(value);
    let source = if same_as_default { row.source.clone() } else { format!("given in {where_given}") };
    let flag = if same_as_default { row.flag } else { Flag::Assumed };
    context.inputs.set(place, value, node.location.clone(), source, flag);
}

/// True for a table; anything else where a section is wanted is reported.
pub(super) fn is_table(context: &mut Context<'_>, node: &Node, name: &str) -> bool {
    if matches!(node.value, Value::Table(_)) {
        return true;
    }
    let found = Diagnostic::error(text!("`{name}` is a section, with keys of its own", name));
    let found = found.at(Some(node.location.clone()), text!("{kind} here", kind = node.kind()));
    context
        .diagnostics
        .push(found.help(text!("write [{name}] and its keys below, or {name} = {{ key = value }}", name)));
    false
}

/// The `id` of a section where it has one; what can be no name in a path is reported.
pub(super) fn id_of(context: &mut Context<'_>, node: &Node) -> Option<String> {
    let given = node.get("id")?;
    let Value::Text(id) = &given.value else {
        wrong_kind(context, given, "id", text!("a text in quotes"));
        return None;
    };
    if id.trim().is_empty() {
        let found = Diagnostic::error(text!("an id is a name and cannot be blank"));
        context
            .diagnostics
            .push(found.at(Some(given.location.clone()), text!("blank")).help(text!("write for example id = \"A\"")));
        return None;
    }
    Some(id.clone())
}

/// The diagnostic for a key that is not known.
pub(super) fn unknown_key(name: &str, location: &Location, section: &str, names: &[&str]) -> Diagnostic {
    let message = match section {
        "scenario" => text!("a scenario has no section and no key `{name}`", name),
        _ => text!("[{section}] has no key `{name}`", section, name),
    };
    let found = Diagnostic::error(message).at(Some(location.clone()), text!("not known here"));
    match nearest(name, names.iter().copied()) {
        Some(near) => found.help(text!("did you mean `{near}`?", near)),
        None => found.help(text!("known here: {a}", a = shorten(names, "`gisement schema`"))),
    }
}

/// The first names of a list, so that a message stays readable; `full` is the command that lists all.
pub(super) fn shorten(names: &[&str], full: &str) -> Text {
    const CHARACTERS: usize = 260;
    let mut length = 0;
    let shown = names.iter().take_while(|n| {
        length += n.len() + 2;
        length <= CHARACTERS
    });
    let shown: Vec<&str> = shown.copied().collect();
    if shown.len() == names.len() {
        return Text::plain(names.join(", "));
    }
    text!("{a}, ... ({b} in all: {full} lists them)", a = shown.join(", "), b = names.len(), full)
}

/// A range in words.
pub(super) fn range_text(low: f64, high: f64, unit: &str) -> Text {
    let unit = unit_text(unit);
    if low == f64::MIN && high == f64::MAX {
        text!("finite{unit}", unit)
    } else {
        text!("between {low} and {high}{unit}", low, high, unit)
    }
}

/// A unit behind a number; a plain ratio has none to show.
fn unit_text(unit: &str) -> String {
    if unit == "-" || unit.is_empty() { String::new() } else { format!(" {unit}") }
}

fn word_of(context: &mut Context<'_>, node: &Node, name: &str, words: &'static [&'static str]) -> Option<&'static str> {
    let text = match &node.value {
        Value::Text(text) => text.as_str(),
        _ => {
            wrong_kind(context, node, name, text!("one of {a}", a = words.join(", ")));
            return None;
        }
    };
    if let Some(word) = words.iter().find(|w| **w == text) {
        return Some(word);
    }
    let found = Diagnostic::error(text!("`{name}` cannot be `{text}`", name, text))
        .at(Some(node.location.clone()), text!("not one of its words"));
    let near = nearest(text, words.iter().copied()).map_or(Text::plain(""), |w| text!("did you mean `{w}`? ", w));
    context.diagnostics.push(found.help(text!("{near}words: {a}", near, a = words.join(", "))));
    None
}

/// Notes that a key holds the wrong kind of value.
pub(super) fn wrong_kind(context: &mut Context<'_>, node: &Node, name: &str, wanted: Text) {
    let found = Diagnostic::error(text!("`{name}` must be {wanted}", name, wanted));
    let found = found.at(Some(node.location.clone()), text!("{kind} here", kind = node.kind()));
    let example = match wanted.to_string().as_str() {
        "true or false" => "true",
        "a list of texts in quotes" => "[\"...\", \"...\"]",
        _ => "\"...\"",
    };
    context.diagnostics.push(found.help(text!("write {name} = {example}", name, example)));
}

/// A finite number within a range.
pub(super) fn number_in(
    context: &mut Context<'_>,
    node: &Node,
    name: &str,
    low: f64,
    high: f64,
    unit: &str,
) -> Option<f64> {
    let Value::Number(value) = node.value else {
        let in_unit = if unit_text(unit).is_empty() { Text::plain("") } else { text!(", in {unit}", unit) };
        let found = Diagnostic::error(text!("`{name}` must be a number{in_unit}", name, in_unit));
        let found = found.at(Some(node.location.clone()), text!("{kind} here", kind = node.kind()));
        context.diagnostics.push(found.help(match plain_number(node) {
            Some(number) => text!("write the number alone, without quotes and unit: {number}", number),
            None => text!("write a number {a}", a = range_text(low, high, unit)),
        }));
        return None;
    };
    if (low..=high).contains(&value) {
        return Some(value);
    }
    let range = range_text(low, high, unit);
    let found = Diagnostic::error(text!("`{name}` must be {range}", name, range));
    let found = found.at(Some(node.location.clone()), text!("got {value}", value));
    context.diagnostics.push(found.help(text!("write a number {range}", range)));
    None
}

/// The number at the start of a text such as `500 kW`, with the comma of a decimal made a point.
fn plain_number(node: &Node) -> Option<f64> {
    let Value::Text(text) = &node.value else { return None };
    let start = text.trim().split(|c: char| c.is_whitespace() || c.is_alphabetic() || c == '%').next()?;
    start.replace(',', ".").parse().ok().filter(|n: &f64| n.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_of_names_are_cut_and_say_where_the_rest_is() {
        let names = ["a_rather_long_name_of_a_key"; 30];
        let text = shorten(&names, "`gisement schema`").to_string();
        assert!(text.len() < 340 && text.ends_with("(30 in all: `gisement schema` lists them)"), "{text}");
        assert_eq!(shorten(&["a", "b"], "").to_string(), "a, b");
    }

    #[test]
    fn ranges_are_said_in_words() {
        assert_eq!(range_text(1.0, 10.0, "kW").to_string(), "between 1 and 10 kW");
        assert_eq!(range_text(0.0, 1.0, "-").to_string(), "between 0 and 1");
        assert_eq!(range_text(f64::MIN, f64::MAX, "").to_string(), "finite");
    }
}
