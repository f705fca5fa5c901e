//! Every parameter of the program by its path, without any scenario: for `explain PATH` and the manual.

use super::format::SCENARIO;
use super::plants::state_descriptions;
use super::spec::SectionSpec;
use crate::feedstock::{OrganicOverrides, WoodOverrides};
use crate::library::{organics, woods};
use crate::param::Flag;
use std::collections::BTreeSet;

/// One parameter of the program.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterDoc {
    /// Path as in `--set`, for the only section of its name.
    pub path: String,
    /// Unit, kind included.
    pub unit: String,
    /// Default; none when the scenario must give it or a law does.
    pub default: Option<f64>,
    /// Smallest value accepted.
    pub low: f64,
    /// Largest value accepted.
    pub high: f64,
    /// What it is.
    pub description: String,
    /// Where the default is from.
    pub source: String,
    /// How far to trust it.
    pub flag: Flag,
}

/// All parameters: those of the sections in the order of the format, then the libraries of feedstocks.
pub fn registry() -> Vec<ParameterDoc> {
    let mut list = Vec::new();
    for section in SCENARIO.children {
        walk(section, &format!("{}.", section.name), &mut list);
    }
    for feedstock in organics() {
        for cell in feedstock.cells().filter(|c| OrganicOverrides::NAMES.contains(&c.spec.field.as_str())) {
            list.push(library_row(&feedstock.id, &cell));
        }
    }
    for feedstock in woods() {
        for cell in feedstock.cells().filter(|c| WoodOverrides::NAMES.contains(&c.spec.field.as_str())) {
            list.push(library_row(&feedstock.id, &cell));
        }
    }
    list
}

/// What inputs and keys of a scenario are, every text once: the language of a page must have each.
pub fn descriptions() -> BTreeSet<String> {
    let mut all: BTreeSet<String> = registry().into_iter().map(|p| p.description).chain(state_descriptions()).collect();
    keys(&SCENARIO, &mut all);
    all
}

fn keys(section: &SectionSpec, all: &mut BTreeSet<String>) {
    all.insert(section.description.to_owned());
    all.extend(section.keys.iter().map(|key| key.description.to_owned()));
    section.children.iter().for_each(|child| keys(child, all));
}

fn walk(section: &SectionSpec, prefix: &str, list: &mut Vec<ParameterDoc>) {
    for table in section.tables {
        for row in table().rows() {
            list.push(ParameterDoc {
                path: format!("{prefix}{}", row.name),
                unit: row.unit.clone(),
                default: row.default,
                low: row.low,
                high: row.high,
                description: row.description.clone(),
                source: row.source.clone(),
                flag: row.flag,
            });
        }
    }
    for child in section.children {
        // Streams have a family of paths of their own: `stream.ID.name`.
        let inner = if child.name == "stream" { "stream.".to_owned() } else { format!("{prefix}{}.", child.name) };
        walk(child, &inner, list);
    }
}

fn library_row(id: &str, cell: &crate::library::Cell<'_>) -> ParameterDoc {
    ParameterDoc {
        path: format!("feedstock.{id}.{}", cell.spec.field),
        unit: cell.spec.unit.clone(),
        default: cell.value,
        low: cell.spec.low,
        high: cell.spec.high,
        description: cell.spec.description.clone(),
        source: cell.source.clone(),
        flag: cell.flag,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_unique_and_every_row_says_where_it_is_from() {
        let all = registry();
        let paths: BTreeSet<&str> = all.iter().map(|p| p.path.as_str()).collect();
        assert_eq!(paths.len(), all.len(), "two parameters share a path");
        assert!(all.iter().all(|p| !p.source.is_empty() && !p.unit.is_empty() && !p.description.is_empty()));
        for path in [
            "digester.k_m_ac",
            "boiler.excess_air",
            "boiler.fuel.c_pct_db",
            "stream.t_per_year_mode",
            "feedstock.bread.ts_pct_fm",
        ] {
            assert!(paths.contains(path), "{path}");
        }
    }
}
