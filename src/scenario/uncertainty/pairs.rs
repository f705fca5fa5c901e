//! `correlation = [...]` as written: which two inputs, how measured, how strong.

use super::plan::Plan;
use crate::diag::{Diagnostic, Location};
use crate::scenario::section::{Context, number_in, unknown_key, wrong_kind};
use crate::scenario::tree::{Node, Value};
use crate::text;
use crate::words::{Text, nearest};

/// How a correlation is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// Of ranks.
    Spearman,
    /// Of the values.
    Pearson,
}

impl Measure {
    const ALL: [Self; 2] = [Self::Spearman, Self::Pearson];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Spearman => "spearman",
            Self::Pearson => "pearson",
        }
    }
}

/// A correlation of two drawn inputs.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    /// Places in the list of drawn inputs.
    pub(super) members: (usize, usize),
    pub(super) measure: Measure,
    pub(super) rho: f64,
    /// Of the number.
    pub(super) location: Location,
    /// Of the entry.
    pub(super) entry: Location,
    /// The nearest valid matrix may be used.
    pub(super) nearest: bool,
}

const EXAMPLE: &str = "{ of = [\"path a\", \"path b\"], spearman = 0.6 }";
const KEYS: [&str; 4] = ["of", "spearman", "pearson", "nearest"];

/// Reads all entries; none when one of them is wrong. `section` is `[uncertainty]`.
pub(super) fn read(context: &mut Context<'_>, node: &Node, section: &Node, plan: &Plan) -> Option<Vec<Pair>> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut sound = true;
    if !matches!(node.value, Value::Array(_)) {
        let found =
            Diagnostic::error(text!("`correlation` is a list")).at(Some(node.location.clone()), node.kind().to_owned());
        context.diagnostics.push(found.help(text!("write correlation = [{EXAMPLE}]", EXAMPLE)));
        return None;
    }
    for entry in node.elements() {
        match read_entry(context, entry, section, plan) {
            Some(of_entry) => {
                for pair in of_entry {
                    sound &= is_new(context, &pairs, &pair, plan);
                    pairs.push(pair);
                }
            }
            None => sound = false,
        }
    }
    sound.then_some(pairs)
}

fn is_new(context: &mut Context<'_>, pairs: &[Pair], pair: &Pair, plan: &Plan) -> bool {
    let (a, b) = pair.members;
    let Some(before) = pairs.iter().find(|p| p.members == (a, b) || p.members == (b, a)) else { return true };
    let path = |k: usize| &context.inputs.list()[plan.drawn[k].place].path;
    let message = text!("the correlation of `{a}` and `{b}` is given twice", a = path(a), b = path(b));
    let found = Diagnostic::error(message).at(Some(pair.location.clone()), text!("the second one"));
    let line = context.sources.line(&before.location);
    context.diagnostics.push(found.help(text!("keep one of them; the first stands in line {line}", line)));
    false
}

fn read_entry(context: &mut Context<'_>, entry: &Node, section: &Node, plan: &Plan) -> Option<Vec<Pair>> {
    if !matches!(entry.value, Value::Table(_)) {
        let found = Diagnostic::error(text!("a correlation says of which inputs, and how strong"));
        let found = found.at(Some(entry.location.clone()), text!("{kind} here", kind = entry.kind()));
        context.diagnostics.push(found.help(text!("write {EXAMPLE}", EXAMPLE)));
        return None;
    }
    let mut sound = true;
    for (key, _) in entry.entries().iter().filter(|(k, _)| !KEYS.contains(&k.name.as_str())) {
        context.diagnostics.push(unknown_key(&key.name, &key.location, "correlation", &KEYS));
        sound = false;
    }
    let nearest = match entry.get("nearest").map(|n| (n, &n.value)) {
        None => false,
        Some((_, Value::Bool(truth))) => *truth,
        Some((node, _)) => {
            wrong_kind(context, node, "nearest", text!("true or false"));
            sound = false;
            false
        }
    };
    let members = read_members(context, entry, section, plan);
    let size = entry.get("of").map_or(0, |of| of.elements().len());
    let strengths = read_strengths(context, entry, size);
    let (members, (measure, strengths)) = (members?, strengths?);
    let pair = |(i, j, rho, location): Strength| {
        // The order of the list: the first mentioned first.
        let members = (members[j]?, members[i]?);
        Some(Pair { members, measure, rho, location, entry: entry.location.clone(), nearest })
    };
    sound.then(|| strengths.into_iter().filter_map(pair).collect())
}

/// The inputs of an entry as places in the list of drawn inputs; none for one that the command line sets.
fn read_members(context: &mut Context<'_>, entry: &Node, section: &Node, plan: &Plan) -> Option<Vec<Option<usize>>> {
    let Some(of) = entry.get("of").filter(|n| matches!(n.value, Value::Array(_)) && n.elements().len() > 1) else {
        let place = entry.get("of").unwrap_or(entry).location.clone();
        let found =
            Diagnostic::error(text!("a correlation is of two or more inputs")).at(Some(place), text!("not here"));
        context.diagnostics.push(found.help(text!("write their paths: {EXAMPLE}", EXAMPLE)));
        return None;
    };
    let mut members: Vec<Option<usize>> = Vec::new();
    let mut places = Vec::new();
    let mut sound = true;
    for element in of.elements() {
        let Value::Text(path) = &element.value else {
            wrong_kind(context, element, "of", text!("a list of texts in quotes"));
            sound = false;
            continue;
        };
        let Some((place, member)) = drawn(context, path, element, section, plan) else {
            sound = false;
            continue;
        };
        if places.contains(&place) {
            let found = Diagnostic::error(text!("`{path}` stands twice in this list", path));
            let found = found.at(Some(element.location.clone()), text!("the second one"));
            context.diagnostics.push(found.help(text!("name each input once")));
            sound = false;
        }
        places.push(place);
        members.push(member);
    }
    sound.then_some(members)
}

/// Place of an input, and its number among those drawn.
fn drawn(
    context: &mut Context<'_>,
    path: &str,
    node: &Node,
    section: &Node,
    plan: &Plan,
) -> Option<(usize, Option<usize>)> {
    let here = Some(node.location.clone());
    let Some(place) = context.inputs.find(path) else {
        let found = Diagnostic::error(text!("no input has the path `{path}`", path)).at(here, text!("not known"));
        let drawn = plan.drawn.iter().map(|d| context.inputs.list()[d.place].path.as_str());
        let near = nearest(path, drawn).or_else(|| nearest(path, context.inputs.paths()));
        let help = near.map_or(text!("`gisement explain FILE` lists all paths"), |n| text!("did you mean `{n}`?", n));
        context.diagnostics.push(found.help(help));
        return None;
    };
    if plan.participation.as_ref().is_some_and(|p| p.draws(place))
        || plan.activity.as_ref().is_some_and(|a| a.draws(place))
    {
        let found = Diagnostic::error(text!("`{path}` already follows a common factor", path))
            .at(here, text!("not here as well"));
        let help =
            text!("leave it out here; how strongly providers go together is the `correlation` of their common factor");
        context.diagnostics.push(found.help(help));
        return None;
    }
    if let Some(member) = plan.drawn.iter().position(|d| d.place == place) {
        return Some((place, Some(member)));
    }
    if context.inputs.is_overridden(place, context.sources) {
        let found = Diagnostic::warning(text!("`{path}` is set on the command line: it correlates with nothing", path));
        context
            .diagnostics
            .push(found.at(here, text!("left out of the correlation")).help(text!("leave the --set out to draw it")));
        return Some((place, None));
    }
    // Where its distribution was refused that has been told.
    if section.get(path).is_none() {
        let found = Diagnostic::error(text!("`{path}` is not drawn: it correlates with nothing", path))
            .at(here, text!("certain"));
        context
            .diagnostics
            .push(found.help(text!("give it a distribution in [uncertainty]: \"{path}\" = {{ ... }}", path)));
    }
    None
}

/// A correlation of two inputs of an entry: their numbers in its list, the later first; how strong; where written.
type Strength = (usize, usize, f64, Location);

/// The measure of an entry, and the correlation of every two of its inputs.
fn read_strengths(context: &mut Context<'_>, entry: &Node, size: usize) -> Option<(Measure, Vec<Strength>)> {
    let given: Vec<(Measure, &Node)> =
        Measure::ALL.into_iter().filter_map(|m| entry.get(m.word()).map(|n| (m, n))).collect();
    let [(measure, node)] = given[..] else {
        let found = Diagnostic::error(text!("a correlation is given as spearman (of ranks) or as pearson (of values)"));
        let label = if given.is_empty() { text!("neither here") } else { text!("both here") };
        context.diagnostics.push(found.at(Some(entry.location.clone()), label).help(text!("write {EXAMPLE}", EXAMPLE)));
        return None;
    };
    if matches!(node.value, Value::Array(_)) {
        return Some((measure, read_matrix(context, node, measure, size)?));
    }
    let rho = number_in(context, node, measure.word(), -1.0, 1.0, "")?;
    let every = (1..size).flat_map(|i| (0..i).map(move |j| (i, j)));
    Some((measure, every.map(|(i, j)| (i, j, rho, node.location.clone())).collect()))
}

/// The correlations below the diagonal of a matrix: row, column, number, place.
fn read_matrix(context: &mut Context<'_>, node: &Node, measure: Measure, size: usize) -> Option<Vec<Strength>> {
    let name = measure.word();
    let rows: Vec<&[Node]> = node.elements().iter().map(Node::elements).collect();
    let lists = node.elements().iter().all(|n| matches!(n.value, Value::Array(_)));
    if !lists || rows.len() != size || rows.iter().any(|r| r.len() != size) {
        let found = Diagnostic::error(text!(
            "`{name}` of {size} inputs is a number, or {size} rows of {size} numbers",
            name,
            size
        ));
        let found = found.at(Some(node.location.clone()), text!("{a} here", a = shape(&rows, lists)));
        context.diagnostics.push(found.help(text!("write a row for each input: [[1, 0.5], [0.5, 1]]")));
        return None;
    }
    let mut sound = true;
    let mut numbers = vec![vec![0.0; size]; size];
    for (i, j) in (0..size).flat_map(|i| (0..size).map(move |j| (i, j))) {
        match number_in(context, &rows[i][j], name, -1.0, 1.0, "") {
            Some(number) => numbers[i][j] = number,
            None => {
                sound = false;
                numbers[i][j] = f64::NAN;
            }
        }
    }
    let mut list = Vec::new();
    for i in 0..size {
        let cell = &rows[i][i];
        if (numbers[i][i] - 1.0).abs() > 0.0 {
            let found = Diagnostic::error(text!("an input correlates with itself by 1"));
            let found = found.at(Some(cell.location.clone()), text!("row {a}, column {a}", a = i + 1));
            context.diagnostics.push(found.help(text!("write 1 all along the diagonal")));
            sound = false;
        }
        for j in 0..i {
            if (numbers[i][j] - numbers[j][i]).abs() > 0.0 {
                let message =
                    text!("the matrix is not symmetric: {a} here, {b} across", a = numbers[i][j], b = numbers[j][i]);
                let found = Diagnostic::error(message)
                    .at(Some(rows[i][j].location.clone()), text!("row {a}, column {b}", a = i + 1, b = j + 1));
                context.diagnostics.push(found.help(text!("write the same number on both sides of the diagonal")));
                sound = false;
            }
            list.push((i, j, numbers[i][j], rows[i][j].location.clone()));
        }
    }
    sound.then_some(list)
}

/// What was written in place of a matrix, in words.
fn shape(rows: &[&[Node]], lists: bool) -> Text {
    if !lists {
        return text!("one row");
    }
    let lengths: Vec<String> = rows.iter().map(|r| r.len().to_string()).collect();
    text!("{a} rows of {b}", a = rows.len(), b = lengths.join(", "))
}
