//! Overrides: `PATH=VALUE` from the command line, grafted onto the tree before it is read.
//!
//! `digester.k_m_ac=7.2` sets a key of the only digester; `digester.main.k_m_ac=7.2` of the one called `main`;
//! `stream.P01-1.t_per_year_mode=150` a cell of a table of streams. A value is read as TOML; what is no TOML is a text.

use super::format::SCENARIO;
use super::tree::{self, Key, Node, Value};
use crate::diag::{Diagnostic, Diagnostics, Location, SourceId, Sources};
use crate::text;
use crate::words::{Text, nearest};

/// An override of a cell: `stream.P01-1.t_per_year_mode = 150`.
#[derive(Clone, Debug)]
pub(super) struct CellOverride {
    /// Table the cell belongs to: `stream`, `provider`, `feedstock` or `sink`.
    pub(super) family: String,
    /// Identifier of the row.
    pub(super) id: String,
    /// Column.
    pub(super) key: Key,
    /// New value.
    pub(super) node: Node,
}

/// Families of rows that stand in tables beside the scenario, or in libraries.
pub(super) const CELL_FAMILIES: [&str; 4] = ["stream", "provider", "feedstock", "sink"];

/// How the texts of overrides are called among the sources.
pub(super) const SOURCE: &str = "--set";

/// Sections that may stand several times, each with an `id`.
pub(super) const REPEATED_SECTIONS: [&str; 4] = ["digester", "boiler", "building", "pipe"];

/// Sections within those that may stand several times, each with an `id`.
pub(super) const REPEATED_WITHIN: [&str; 2] = ["tank", "event"];

/// Grafts all overrides onto the tree; those of cells are returned for the readers of the tables.
pub(super) fn apply(
    overrides: &[String],
    tree: &mut Node,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<CellOverride> {
    let mut cells = Vec::new();
    for (number, text) in overrides.iter().enumerate() {
        let source = sources.add(format!("{SOURCE} (number {})", number + 1), text.clone());
        match parse_override(text, source) {
            Err(diagnostic) => diagnostics.push(*diagnostic),
            Ok((path, node)) => {
                if CELL_FAMILIES.contains(&path[0].name.as_str()) && path.len() >= 3 {
                    cells.push(cell(path, node));
                } else if let Err(diagnostic) = graft(tree, &path, node) {
                    diagnostics.push(*diagnostic);
                }
            }
        }
    }
    cells
}

/// Identifiers may hold points: the family is the first part, the column the last.
fn cell(path: Vec<Key>, node: Node) -> CellOverride {
    let inner: Vec<&str> = path[1..path.len() - 1].iter().map(|k| k.name.as_str()).collect();
    let key = path[path.len() - 1].clone();
    CellOverride { family: path[0].name.clone(), id: inner.join("."), key, node }
}

type Parsed = (Vec<Key>, Node);

fn parse_override(text: &str, source: SourceId) -> Result<Parsed, Box<Diagnostic>> {
    let whole = || Some(Location { source, span: 0..text.len() });
    let Some((path_text, value_text)) = text.split_once('=') else {
        return Err(Box::new(
            Diagnostic::error(text!("an override is PATH=VALUE"))
                .at(whole(), text!("no `=` here"))
                .help(text!("write for example --set boiler.excess_air=1.6")),
        ));
    };
    let mut path = Vec::new();
    let mut start = 0;
    for part in path_text.split('.') {
        let lead = part.len() - part.trim_start().len();
        let name = part.trim().trim_matches('"').to_owned();
        if name.is_empty() {
            return Err(Box::new(
                Diagnostic::error(text!("a path has a name between its points"))
                    .at(whole(), text!("an empty part in this path"))
                    .help(text!("write for example --set boiler.excess_air=1.6")),
            ));
        }
        let span = start + lead..start + lead + part.trim().len();
        path.push(Key { name, location: Location { source, span } });
        start += part.len() + 1;
    }
    if value_text.trim().is_empty() {
        let found = Diagnostic::error(text!("an override is PATH=VALUE")).at(whole(), text!("no value behind the `=`"));
        return Err(Box::new(found.help(text!("write for example --set boiler.excess_air=1.6"))));
    }
    let span = path_text.len() + 1..text.len();
    let mut node = Node { value: parse_value(value_text), location: Location { source, span } };
    let start = path_text.len() + 1 + (value_text.len() - value_text.trim_start().len());
    place_parts(&mut node.value, source, start, text.len());
    Ok((path, node))
}

/// What stands before a value while it is parsed on its own.
const KEY_OF_VALUE: &str = "v = ";

/// A TOML value, or the bare text where it is none (`--set carbon.methods=avoided`).
fn parse_value(text: &str) -> Value {
    let mut scratch = Sources::default();
    let id = scratch.add("override", format!("{KEY_OF_VALUE}{}\n", text.trim()));
    let mut found = Diagnostics::default();
    let node = tree::parse(id, &scratch, &mut found).root;
    match node.get("v") {
        Some(parsed) if found.is_empty() && node.entries().len() == 1 => parsed.value.clone(),
        _ => Value::Text(text.trim().to_owned()),
    }
}

/// Puts the parts of a value, which were parsed on their own, to their places in the override's text.
fn place_parts(value: &mut Value, source: SourceId, start: usize, end: usize) {
    let moved = |location: &Location| {
        let shift = |at: usize| (start + at.saturating_sub(KEY_OF_VALUE.len())).min(end);
        Location { source, span: shift(location.span.start)..shift(location.span.end) }
    };
    let mut parts: Vec<&mut Node> = match value {
        Value::Array(list) => list.iter_mut().collect(),
        Value::Table(entries) => {
            entries.iter_mut().for_each(|(key, _)| key.location = moved(&key.location));
            entries.iter_mut().map(|(_, node)| node).collect()
        }
        _ => return,
    };
    for part in &mut parts {
        part.location = moved(&part.location);
        place_parts(&mut part.value, source, start, end);
    }
}

/// Sets `path` in the tree, making the tables on the way.
fn graft(tree: &mut Node, path: &[Key], node: Node) -> Result<(), Box<Diagnostic>> {
    let (last, way) = path.split_last().expect("a path has at least one part: parse_override made it");
    let mut here = tree;
    let mut k = 0;
    while k < way.len() {
        let key = &way[k];
        if here.get(&key.name).is_none() {
            let table = Node { value: Value::Table(Vec::new()), location: key.location.clone() };
            here.set(key.clone(), table);
        }
        here = match &mut here.value {
            Value::Table(entries) => match entries.iter_mut().find(|(k, _)| k.name == key.name) {
                Some((_, child)) => child,
                None => return Err(not_a_table(key)),
            },
            _ => return Err(not_a_table(key)),
        };
        k += 1;
        let repeated = (k == 1 && REPEATED_SECTIONS.contains(&key.name.as_str()))
            || (k > 1 && REPEATED_WITHIN.contains(&key.name.as_str()));
        if repeated {
            let (chosen, used) = choose_element(here, key, &way[k..])?;
            here = chosen;
            k += used;
        }
    }
    if !matches!(here.value, Value::Table(_)) {
        return Err(not_a_table(last));
    }
    here.set(last.clone(), node);
    Ok(())
}

fn not_a_table(key: &Key) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error(text!("this path leads into a value that has no parts"))
            .at(Some(key.location.clone()), text!("from here"))
            .help(text!("`gisement explain FILE` lists all paths")),
    )
}

/// Identifier of element `k` of a repeated section with `count` elements: its own, or the one it gets without.
pub(super) fn element_id(node: &Node, k: usize, count: usize) -> String {
    match node.get("id").map(|n| &n.value) {
        Some(Value::Text(text)) => text.clone(),
        _ if count == 1 => "main".to_owned(),
        _ => (k + 1).to_string(),
    }
}

/// The element of a repeated section that a path means, and how many parts of the path that took.
fn choose_element<'a>(
    section: &'a mut Node,
    key: &Key,
    rest: &[Key],
) -> Result<(&'a mut Node, usize), Box<Diagnostic>> {
    let count = section.elements().len();
    let ids: Vec<String> = section.elements().iter().enumerate().map(|(k, n)| element_id(n, k, count)).collect();
    let named = rest.first().and_then(|next| ids.iter().position(|id| *id == next.name));
    if let Some(next) = rest.first().filter(|next| named.is_none() && !is_part(&key.name, &next.name)) {
        let found = Diagnostic::error(text!("there is no {name} `{name2}`", name = key.name, name2 = next.name));
        let found = found.at(Some(next.location.clone()), text!("not known"));
        let near = nearest(&next.name, ids.iter().map(String::as_str));
        let near = near.map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
        return Err(Box::new(found.help(text!("{near}there is: {a}", near, a = ids.join(", ")))));
    }
    let used = usize::from(named.is_some());
    if !matches!(section.value, Value::Array(_)) {
        return Ok((section, used));
    }
    let Value::Array(list) = &mut section.value else { return Err(not_a_table(key)) };
    let at = match (named, list.len()) {
        (Some(at), _) => at,
        (None, 1) => 0,
        _ => {
            let found = Diagnostic::error(text!("there is more than one {name}: say which", name = key.name));
            let found = found.at(Some(key.location.clone()), text!("several sections of this name"));
            return Err(Box::new(found.help(text!("put an id after it: {a}", a = ids.join(", ")))));
        }
    };
    list.get_mut(at).map(|element| (element, used)).ok_or_else(|| not_a_table(key))
}

/// Is it a key or a section of this repeated section?
fn is_part(section: &str, name: &str) -> bool {
    let all = SCENARIO.children.iter().flat_map(|c| std::iter::once(c).chain(c.children));
    all.filter(|c| c.name == section).any(|c| c.names().contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setup(text: &str, overrides: &[&str]) -> (Node, Vec<CellOverride>, Diagnostics) {
        let mut sources = Sources::default();
        let id = sources.add("t.toml", text);
        let mut diagnostics = Diagnostics::default();
        let mut tree = tree::parse(id, &sources, &mut diagnostics).root;
        let list: Vec<String> = overrides.iter().map(|s| (*s).to_owned()).collect();
        let cells = apply(&list, &mut tree, &mut sources, &mut diagnostics);
        (tree, cells, diagnostics)
    }

    fn number(node: &Node) -> f64 {
        match node.value {
            Value::Number(n) => n,
            _ => f64::NAN,
        }
    }

    #[test]
    fn sets_old_and_new_keys() {
        let (tree, _, found) =
            setup("[digester]\nk_m_ac = 8.0\n", &["digester.k_m_ac=7.2", "digester.influent.X_ch=4.0", "name=a b"]);
        assert!(found.is_empty());
        let digester = tree.get("digester").unwrap();
        assert_eq!(number(digester.get("k_m_ac").unwrap()), 7.2);
        assert_eq!(number(digester.get("influent").unwrap().get("X_ch").unwrap()), 4.0);
        assert!(matches!(&tree.get("name").unwrap().value, Value::Text(t) if t == "a b"));
    }

    #[test]
    fn finds_the_element_by_its_id_or_asks_which() {
        let text = "[[boiler]]\nid = \"b1\"\n[[boiler]]\nid = \"b2\"\n";
        let (tree, _, found) = setup(text, &["boiler.b2.power_kw=300"]);
        assert!(found.is_empty());
        let second = &tree.get("boiler").unwrap().elements()[1];
        assert_eq!(number(second.get("power_kw").unwrap()), 300.0);
        for (unclear, why) in [
            ("boiler.power_kw=300", "more than one boiler"),
            ("boiler.b3.power_kw=300", "no boiler `b3`"),
            ("boiler.b3.fuel.like=x", "no boiler `b3`"),
        ] {
            let (_, _, found) = setup(text, &[unclear]);
            let said = found.iter().next().unwrap();
            assert!(said.message.to_string().contains(why), "{}", said.message);
            assert!(said.help.as_ref().unwrap().to_string().contains("b1, b2"));
        }
    }

    #[test]
    fn sections_without_an_id_have_one() {
        for (text, path, at) in [
            ("[boiler]\n", "boiler.main.power_kw=300", 0),
            ("[[boiler]]\n", "boiler.main.fuel.c_pct_db=300", 0),
            ("[[boiler]]\n[[boiler]]\n", "boiler.2.power_kw=300", 1),
            ("", "boiler.main.power_kw=300", 0),
        ] {
            let (tree, _, found) = setup(text, &[path]);
            assert!(found.is_empty(), "{path}: {found:?}");
            let boiler = &tree.get("boiler").unwrap().elements()[at];
            let value = boiler.get("power_kw").or_else(|| boiler.get("fuel")?.get("c_pct_db"));
            assert_eq!(number(value.unwrap()), 300.0, "{path}");
        }
    }

    #[test]
    fn keeps_cells_for_the_tables() {
        let (_, cells, found) = setup("", &["stream.P01-1.t_per_year_mode=150"]);
        assert!(found.is_empty());
        assert_eq!((cells[0].family.as_str(), cells[0].id.as_str()), ("stream", "P01-1"));
        assert_eq!(cells[0].key.name, "t_per_year_mode");
    }

    #[test]
    fn parts_of_a_value_are_underlined_in_the_override() {
        let mut sources = Sources::default();
        let id = sources.add("t.toml", "name = 'x'\n");
        let mut found = Diagnostics::default();
        let mut tree = tree::parse(id, &sources, &mut found).root;
        let text = "carbon =  { methods = ['é', 7] }".to_owned();
        apply(std::slice::from_ref(&text), &mut tree, &mut sources, &mut found);
        let methods = tree.get("carbon").unwrap().get("methods").unwrap();
        let seven = &methods.elements()[1].location;
        assert_eq!(&sources.text(seven.source)[seven.span.clone()], "7");
        let Value::Table(entries) = &tree.get("carbon").unwrap().value else { panic!("no table") };
        let key = &entries[0].0.location;
        assert_eq!((&text[key.span.clone()], sources.name(key.source)), ("methods", "--set (number 1)"));
    }

    #[test]
    fn refuses_what_is_no_override() {
        for wrong in ["boiler", "a..b=1", "name.x=1", "=1", "name=", "boiler.mian.power_kw=1"] {
            let (_, _, found) = setup("name = \"x\"\n", &[wrong]);
            assert!(found.has_errors(), "{wrong}");
        }
    }
}
