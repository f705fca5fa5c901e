//! A scenario file changed in place: order, remarks and layout stay; only what is meant is written anew.
//!
//! The local page edits files with it. A path is a list of keys; in a section that may stand several times the element is
//! named by its `id` or its number from 1, and need not be named while there is one.

use super::overrides::{REPEATED_SECTIONS, REPEATED_WITHIN};
use crate::text;
use crate::words::{Text, shown_as_told};
use serde_json::{Value as Json, json};
use std::ops::Range;
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

/// One change of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Keys from the root.
    pub path: Vec<String>,
    /// What to write: a number, a text, true or false, a list, a table; null takes away what is there.
    pub value: Json,
    /// Adds `value`, a table, as a further element of a section that may stand several times.
    pub append: bool,
}

/// Why a text was not changed.
#[derive(Clone, Debug, PartialEq)]
pub enum EditError {
    /// The text is no TOML: it must be mended as text first.
    NotToml(String),
    /// The path leads nowhere: which part of it.
    NoPlace(String),
    /// The value cannot be written there.
    Value(String),
}

impl EditError {
    /// What is wrong, to be told in a language.
    pub fn told(&self) -> Text {
        match self {
            Self::NotToml(why) => text!("the text is no TOML: {why}", why = why.as_str()),
            Self::NoPlace(part) => text!("there is no place for `{part}` in the file", part = part.as_str()),
            Self::Value(why) => Text::plain(why.clone()),
        }
    }
}

shown_as_told!(EditError);

impl std::error::Error for EditError {}

/// The text after all edits, or none of them.
///
/// # Errors
/// The text is no TOML, a path leads into a value, or a value has no form in TOML.
pub fn edited(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut document: DocumentMut =
        text.parse().map_err(|e: toml_edit::TomlError| EditError::NotToml(e.message().to_owned()))?;
    for edit in edits {
        apply(document.as_table_mut(), edit)?;
    }
    Ok(document.to_string())
}

/// The text as JSON, or nothing where it is no TOML. Dates become texts.
pub fn tree_json(text: &str) -> Option<Json> {
    let document: DocumentMut = text.parse().ok()?;
    Some(table_json(document.as_table()))
}

/// Where the keys of a text stand in it.
pub struct KeyPlaces(toml_edit::Document<String>);

impl KeyPlaces {
    /// The keys of a text; nothing where it is no TOML.
    pub fn of(text: &str) -> Option<Self> {
        toml_edit::Document::parse(text.to_owned()).ok().map(Self)
    }

    /// The keys that lead to the innermost value or section around a place (byte).
    pub fn at(&self, place: usize) -> Option<Vec<String>> {
        let mut path = Vec::new();
        descend(self.0.as_table(), place, &mut path);
        (!path.is_empty()).then_some(path)
    }
}

fn apply(root: &mut Table, edit: &Edit) -> Result<(), EditError> {
    let Some((last, way)) = edit.path.split_last() else {
        return Err(EditError::NoPlace(String::new()));
    };
    if edit.append {
        let at = place(root, way, true)?;
        return append(at, last, &edit.value);
    }
    // `boiler.b2` is an element, not a key of the section.
    if let Some((section, above)) = way.split_last()
        && repeats(section, above.len())
        && let Some(done) = set_element(place(root, above, false)?, section, last, &edit.value)
    {
        return done;
    }
    let remove = edit.value.is_null();
    let mut at = match place(root, way, !remove) {
        // What is not there need not be taken away.
        Err(EditError::NoPlace(_)) if remove => return Ok(()),
        found => found?,
    };
    if remove {
        at.remove(last);
        return Ok(());
    }
    write(at, last, &edit.value)
}

/// A section that may stand several times, by its name and how deep it lies.
fn repeats(name: &str, depth: usize) -> bool {
    let top = REPEATED_SECTIONS.contains(&name) || ["provider", "feedstock"].contains(&name);
    if depth == 0 { top } else { REPEATED_WITHIN.contains(&name) || name == "stream" }
}

/// A table, written in any of the ways TOML has.
enum At<'a> {
    Table(&'a mut Table),
    Inline(&'a mut InlineTable),
}

impl At<'_> {
    fn remove(&mut self, key: &str) {
        match self {
            Self::Table(table) => drop(table.remove(key)),
            Self::Inline(table) => drop(table.remove(key)),
        }
    }
}

/// The table that a path leads to; made where it is missing and `make` says so.
fn place<'a>(root: &'a mut Table, way: &[String], make: bool) -> Result<At<'a>, EditError> {
    let mut at = At::Table(root);
    let mut k = 0;
    while k < way.len() {
        let key = &way[k];
        let rest = &way[k + 1..];
        let (next, used) = step(at, key, k, rest, make)?;
        at = next;
        k += 1 + used;
    }
    Ok(at)
}

/// One key further, and how many parts of the rest an element's name took.
fn step<'a>(at: At<'a>, key: &str, depth: usize, rest: &[String], make: bool) -> Result<(At<'a>, usize), EditError> {
    let missing = || EditError::NoPlace(key.to_owned());
    match at {
        At::Table(table) => {
            if !table.contains_key(key) {
                if !make {
                    return Err(missing());
                }
                let item = if repeats(key, depth) {
                    let mut list = ArrayOfTables::new();
                    list.push(Table::new());
                    Item::ArrayOfTables(list)
                } else {
                    let mut made = Table::new();
                    // A header only where something stands in it.
                    made.set_implicit(!rest.is_empty() && table.is_implicit());
                    Item::Table(made)
                };
                table.insert(key, item);
            }
            match table.get_mut(key).ok_or_else(missing)? {
                Item::Table(next) => Ok((At::Table(next), 0)),
                Item::ArrayOfTables(list) => {
                    let (k, used) = element(&ids(list), rest).ok_or_else(missing)?;
                    Ok((At::Table(list.get_mut(k).ok_or_else(missing)?), used))
                }
                Item::Value(Value::InlineTable(next)) => Ok((At::Inline(next), 0)),
                _ => Err(missing()),
            }
        }
        At::Inline(table) => {
            if !table.contains_key(key) {
                if !make {
                    return Err(missing());
                }
                table.insert(key, Value::InlineTable(InlineTable::new()));
            }
            match table.get_mut(key).ok_or_else(missing)? {
                Value::InlineTable(next) => Ok((At::Inline(next), 0)),
                _ => Err(missing()),
            }
        }
    }
}

/// Names of the elements of a section: the `id` of each, or its number.
fn ids(list: &ArrayOfTables) -> Vec<String> {
    let id = |(k, table): (usize, &Table)| {
        table.get("id").and_then(Item::as_str).map_or_else(|| (k + 1).to_string(), str::to_owned)
    };
    list.iter().enumerate().map(id).collect()
}

/// The element that the next part of a path means, and whether it took that part; the only one needs no name.
fn element(ids: &[String], rest: &[String]) -> Option<(usize, usize)> {
    if let Some(name) = rest.first() {
        if let Some(k) = ids.iter().position(|id| id == name) {
            return Some((k, 1));
        }
        if let Some(k) = name.parse::<usize>().ok().filter(|k| (1..=ids.len()).contains(k)) {
            return Some((k - 1, 1));
        }
        if name == "main" && ids.len() == 1 {
            return Some((0, 1));
        }
    }
    (ids.len() == 1).then_some((0, 0))
}

/// Takes away or replaces an element of a repeated section; nothing where `name` is none of its elements.
fn set_element(at: At<'_>, section: &str, name: &str, value: &Json) -> Option<Result<(), EditError>> {
    let At::Table(table) = at else { return None };
    let Item::ArrayOfTables(list) = table.get_mut(section)? else { return None };
    let one = [name.to_owned()];
    let (k, used) = element(&ids(list), &one)?;
    if used == 0 {
        return None;
    }
    if value.is_null() {
        list.remove(k);
        if list.is_empty() {
            table.remove(section);
        }
        return Some(Ok(()));
    }
    Some(table_of(value).map(|made| {
        if let Some(place) = list.get_mut(k) {
            *place = made;
        }
    }))
}

fn append(at: At<'_>, section: &str, value: &Json) -> Result<(), EditError> {
    let missing = || EditError::NoPlace(section.to_owned());
    let At::Table(table) = at else { return Err(missing()) };
    let made = table_of(value)?;
    match table.get_mut(section) {
        Some(Item::ArrayOfTables(list)) => list.push(made),
        Some(one @ Item::Table(_)) => {
            // The only element was written as a plain section.
            let Item::Table(first) = std::mem::take(one) else { return Err(missing()) };
            let mut list = ArrayOfTables::new();
            list.push(first);
            list.push(made);
            *one = Item::ArrayOfTables(list);
        }
        Some(Item::Value(Value::Array(list))) => list.push(Value::InlineTable(made.into_inline_table())),
        Some(_) => return Err(missing()),
        None => {
            let mut list = ArrayOfTables::new();
            list.push(made);
            table.insert(section, Item::ArrayOfTables(list));
        }
    }
    Ok(())
}

/// Writes a value; the remark behind the old one stays.
fn write(at: At<'_>, key: &str, value: &Json) -> Result<(), EditError> {
    match at {
        At::Inline(table) => {
            let made = value_of(value)?;
            match table.get_mut(key) {
                Some(old) => *old = decorated(made, old),
                None => drop(table.insert(key, made)),
            }
        }
        At::Table(table) => {
            // An object is a section, unless the key is written as a value today.
            let was_value = matches!(table.get(key), Some(Item::Value(_)));
            if value.is_object() && !was_value {
                let made = if flat(key, value) { Item::Value(value_of(value)?) } else { Item::Table(table_of(value)?) };
                table.insert(key, made);
                return Ok(());
            }
            let made = value_of(value)?;
            match table.get_mut(key) {
                // In its place: the remarks above stand before its key, which a new entry would not have.
                Some(Item::Value(old)) => *old = decorated(made, old),
                Some(other) => *other = Item::Value(made),
                None => drop(table.insert(key, Item::Value(made))),
            }
        }
    }
    Ok(())
}

/// With the spaces and the remark around the value that it replaces.
fn decorated(mut made: Value, old: &Value) -> Value {
    *made.decor_mut() = old.decor().clone();
    made
}

/// A table that reads better within its line: a distribution (its key is a path), an amount, a choice.
fn flat(key: &str, value: &Json) -> bool {
    key.contains('.') || value.as_object().is_some_and(|map| map.contains_key("mode"))
}

fn table_of(value: &Json) -> Result<Table, EditError> {
    let Json::Object(map) = value else {
        return Err(EditError::Value("a section is a table: {\"key\": value}".to_owned()));
    };
    let mut table = Table::new();
    for (key, value) in map.iter().filter(|(_, value)| !value.is_null()) {
        table.insert(key, Item::Value(value_of(value)?));
    }
    Ok(table)
}

fn value_of(value: &Json) -> Result<Value, EditError> {
    Ok(match value {
        Json::Null => return Err(EditError::Value("TOML has no null: leave the key out".to_owned())),
        Json::Bool(truth) => Value::from(*truth),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::from(whole),
            (None, Some(x)) if x.is_finite() => Value::from(x),
            _ => return Err(EditError::Value(format!("{number} is too large a number"))),
        },
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(list) => Value::Array(list.iter().map(value_of).collect::<Result<Array, _>>()?),
        Json::Object(map) => {
            let mut table = InlineTable::new();
            for (key, value) in map.iter().filter(|(_, value)| !value.is_null()) {
                table.insert(key, value_of(value)?);
            }
            Value::InlineTable(table)
        }
    })
}

fn table_json(table: &Table) -> Json {
    Json::Object(table.iter().map(|(key, item)| (key.to_owned(), item_json(item))).collect())
}

fn item_json(item: &Item) -> Json {
    match item {
        Item::None => Json::Null,
        Item::Value(value) => value_json(value),
        Item::Table(table) => table_json(table),
        Item::ArrayOfTables(list) => Json::Array(list.iter().map(table_json).collect()),
    }
}

fn value_json(value: &Value) -> Json {
    match value {
        Value::String(text) => json!(text.value()),
        Value::Integer(whole) => json!(whole.value()),
        Value::Float(x) => json!(x.value()),
        Value::Boolean(truth) => json!(truth.value()),
        Value::Datetime(when) => json!(when.value().to_string()),
        Value::Array(list) => Json::Array(list.iter().map(value_json).collect()),
        Value::InlineTable(table) => {
            Json::Object(table.iter().map(|(key, value)| (key.to_owned(), value_json(value))).collect())
        }
    }
}

fn holds(span: Option<Range<usize>>, place: usize) -> bool {
    span.is_some_and(|span| span.start <= place && place <= span.end)
}

fn descend(table: &Table, place: usize, path: &mut Vec<String>) {
    for (name, item) in table.iter() {
        let key = table.key(name).and_then(toml_edit::Key::span);
        match item {
            Item::Value(value) if holds(key.clone(), place) || holds(value.span(), place) => {
                path.push(name.to_owned());
                return descend_value(value, place, path);
            }
            Item::Table(inner) if reaches(inner, place) => {
                path.push(name.to_owned());
                return descend(inner, place, path);
            }
            Item::ArrayOfTables(list) => {
                if let Some((k, inner)) = list.iter().enumerate().find(|(_, inner)| reaches(inner, place)) {
                    path.push(name.to_owned());
                    if list.len() > 1 {
                        path.push(ids(list).swap_remove(k));
                    }
                    return descend(inner, place, path);
                }
            }
            _ => {}
        }
    }
}

fn descend_value(value: &Value, place: usize, path: &mut Vec<String>) {
    let Value::InlineTable(table) = value else { return };
    for (name, inner) in table.iter() {
        let key = table.key(name).and_then(toml_edit::Key::span);
        if holds(key, place) || holds(inner.span(), place) {
            path.push(name.to_owned());
            return descend_value(inner, place, path);
        }
    }
}

/// Does a section hold a place, in its header, its own lines or below?
fn reaches(table: &Table, place: usize) -> bool {
    if !table.is_dotted() && !table.is_implicit() && holds(table.span(), place) {
        return true;
    }
    table.iter().any(|(name, item)| match item {
        Item::Value(value) => {
            holds(table.key(name).and_then(toml_edit::Key::span), place) || holds(value.span(), place)
        }
        Item::Table(inner) => reaches(inner, place),
        Item::ArrayOfTables(list) => list.iter().any(|inner| reaches(inner, place)),
        Item::None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# a remark\nname = \"x\"\n\n[boiler]\npower_kw = 500 # bought\n\n[uncertainty]\n\
        \"boiler.power_kw\" = { uniform = { low = 1, high = 2 } }\n\n[[digester]]\nid = \"a\"\nvolume_m3 = 1\n\n\
        [[digester]]\nid = \"b\"\nvolume_m3 = 2\nmodel = { adm1 = {} }\n";

    fn edit(path: &[&str], value: Json) -> Edit {
        Edit { path: path.iter().map(|p| (*p).to_owned()).collect(), value, append: false }
    }

    #[test]
    fn a_value_is_changed_and_the_rest_stays_as_it_was() {
        let text = edited(TEXT, &[edit(&["boiler", "power_kw"], json!(620.5))]).unwrap();
        assert_eq!(text, TEXT.replace("500", "620.5"));
        let text = edited(TEXT, &[edit(&["digester", "b", "volume_m3"], json!(3))]).unwrap();
        assert_eq!(text, TEXT.replace("volume_m3 = 2", "volume_m3 = 3"));
        assert_eq!(edited(TEXT, &[]).unwrap(), TEXT);
    }

    /// The value at a path of the tree, written again as it is.
    fn same(tree: &Json, path: &mut Vec<String>, all: &mut Vec<Edit>) {
        let Json::Object(map) = tree else { return };
        for (key, value) in map {
            path.push(key.clone());
            match value {
                Json::Object(_) => same(value, path, all),
                _ => all.push(Edit { path: path.clone(), value: value.clone(), append: false }),
            }
            path.pop();
        }
    }

    #[test]
    fn remarks_stay_wherever_a_value_is_written() {
        for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")).unwrap().flatten() {
            let Ok(text) = std::fs::read_to_string(file.path()) else { continue };
            let Some(tree) = tree_json(&text).filter(|_| file.path().extension().is_some_and(|e| e == "toml")) else {
                continue;
            };
            let mut all = Vec::new();
            same(&tree, &mut Vec::new(), &mut all);
            let remarks: Vec<&str> = text.lines().filter(|line| line.contains('#')).collect();
            let mut tried = 0;
            for edit in all.iter().filter(|edit| !edit.value.is_array()) {
                let Ok(now) = edited(&text, std::slice::from_ref(edit)) else { continue };
                let kept = now.lines().filter(|line| line.contains('#')).count();
                assert_eq!(kept, remarks.len(), "{}: {:?}", file.path().display(), edit.path);
                tried += 1;
            }
            assert!(tried > 0, "{}", file.path().display());
        }
    }

    #[test]
    fn keys_sections_and_elements_come_and_go() {
        let text =
            edited(TEXT, &[edit(&["buffer", "volume_m3"], json!(20)), edit(&["boiler", "power_kw"], Json::Null)]);
        let tree = tree_json(&text.unwrap()).unwrap();
        assert_eq!(tree["buffer"]["volume_m3"], 20);
        assert_eq!(tree["boiler"], json!({}));
        let text = edited(TEXT, &[edit(&["digester", "a"], Json::Null)]).unwrap();
        assert_eq!(tree_json(&text).unwrap()["digester"].as_array().unwrap().len(), 1);
        let more = Edit { append: true, ..edit(&["boiler"], json!({ "id": "b2", "power_kw": 100 })) };
        let tree = tree_json(&edited(TEXT, &[more]).unwrap()).unwrap();
        assert_eq!(tree["boiler"], json!([{ "power_kw": 500 }, { "id": "b2", "power_kw": 100 }]));
        let law = json!({ "triangular": { "low": 1, "mode": 2, "high": 3 } });
        let text = edited(TEXT, &[edit(&["uncertainty", "boiler.excess_air"], law.clone())]).unwrap();
        assert_eq!(tree_json(&text).unwrap()["uncertainty"]["boiler.excess_air"], law);
        assert!(text.contains("\"boiler.excess_air\" = {"), "{text}");
        // Nothing there is nothing to take away.
        assert_eq!(edited(TEXT, &[edit(&["nothing", "here"], Json::Null)]).unwrap(), TEXT);
    }

    #[test]
    fn what_makes_no_sense_changes_nothing() {
        let into = edited(TEXT, &[edit(&["name", "x"], json!(1))]);
        assert_eq!(into, Err(EditError::NoPlace("name".to_owned())));
        assert!(matches!(edited("a = [", &[]), Err(EditError::NotToml(_))));
        let both = edited(TEXT, &[edit(&["boiler", "power_kw"], json!([null]))]);
        assert!(matches!(both, Err(EditError::Value(_))));
        let which = edited(TEXT, &[edit(&["digester", "volume_m3"], json!(1))]);
        assert_eq!(which, Err(EditError::NoPlace("digester".to_owned())), "one of two must be named");
    }

    #[test]
    fn a_place_in_the_text_has_its_path() {
        let places = KeyPlaces::of(TEXT).unwrap();
        let at = |what: &str| places.at(TEXT.find(what).unwrap()).unwrap().join("/");
        assert_eq!(at("500"), "boiler/power_kw");
        assert_eq!(at("volume_m3 = 2"), "digester/b/volume_m3");
        assert_eq!(at("high = 2"), "uncertainty/boiler.power_kw/uniform/high");
        assert_eq!(at("[boiler]"), "boiler");
        assert!(KeyPlaces::of("= 1").is_none());
    }
}
