//! Problems as the page shows them: in its language, each with the keys or the cell it belongs to.

use crate::diag::{Diagnostic, Diagnostics, Severity, Sources};
use crate::report::problems_told;
use crate::scenario::{KeyPlaces, cell_of};
use crate::text;
use crate::words::Locale;
use serde_json::{Value, json};

/// How the texts of overrides are called among the sources.
const OVERRIDE: &str = "--set (number ";

/// Problems of a scenario. `set` are the overrides it was read with: their problems get the path of the override.
pub(super) fn of_scenario(found: &Diagnostics, sources: &Sources, set: &[String], lang: Locale) -> Vec<Value> {
    let found = &first(found, lang);
    let mut list = problems_told(found, sources, lang);
    let places = sources.iter().next().and_then(|(_, text)| KeyPlaces::of(text));
    for (problem, diagnostic) in list.iter_mut().zip(found.iter()) {
        problem["path"] = json!(path_of(diagnostic, sources, set, places.as_ref()));
        add_cell(problem, diagnostic, sources);
    }
    list
}

/// Problems of tables of an inventory.
pub(super) fn of_tables(found: &Diagnostics, sources: &Sources, lang: Locale) -> Vec<Value> {
    let found = &first(found, lang);
    let mut list = problems_told(found, sources, lang);
    for (problem, diagnostic) in list.iter_mut().zip(found.iter()) {
        add_cell(problem, diagnostic, sources);
    }
    list
}

/// Problems that are told at once: nobody reads thousands.
const TOLD_MAX: usize = 500;

/// The first problems, errors before warnings where not all are told, and how many more there are.
fn first(found: &Diagnostics, lang: Locale) -> Diagnostics {
    let all: Vec<&Diagnostic> = found.iter().collect();
    if all.len() <= TOLD_MAX {
        return found.clone();
    }
    let (errors, warnings): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
        all.iter().partition(|one| one.severity == Severity::Error);
    let mut told = Diagnostics::default();
    errors.into_iter().chain(warnings).take(TOLD_MAX).for_each(|one| told.push(one.clone()));
    told.push(Diagnostic::warning(lang.tell(&text!("... and {more} more", more = all.len() - TOLD_MAX))));
    told
}

fn path_of(problem: &Diagnostic, sources: &Sources, set: &[String], places: Option<&KeyPlaces>) -> Option<Vec<String>> {
    let location = problem.location.as_ref()?;
    let name = sources.name(location.source);
    if let Some(number) = name.strip_prefix(OVERRIDE).and_then(|rest| rest.strip_suffix(')')) {
        let given = set.get(number.parse::<usize>().ok()?.checked_sub(1)?)?;
        let path = given.split_once('=')?.0;
        return Some(path.split('.').map(|part| part.trim().trim_matches('"').to_owned()).collect());
    }
    // What concerns the file as a whole stands at its beginning: the first key is not to blame.
    if sources.first_name() != Some(name) || location.span == (0..0) {
        return None;
    }
    places?.at(location.span.start)
}

/// Table, row and column where the problem lies in a table of the inventory.
fn add_cell(problem: &mut Value, diagnostic: &Diagnostic, sources: &Sources) {
    let Some(place) = cell_of(diagnostic, sources) else { return };
    let Some(location) = &diagnostic.location else { return };
    let head = sources.text(location.source).lines().next().unwrap_or("");
    problem["table"] = json!(place.table);
    problem["row"] = json!(place.row);
    problem["column"] = json!(place.column);
    problem["cell"] = json!(head.split(" | ").nth(place.column).map(str::trim));
}
