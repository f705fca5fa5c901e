//! The shape of a scenario file: sections, keys, tables. One description serves the reader, `schema`, `explain` and the
//! manual.

use crate::param::Table;

/// What the value of a key may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A list of numbers, of which the range is checked where it is read.
    Numbers,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// One or several of these words.
    Choices(&'static [&'static str]),
    /// True or false.
    Bool,
    /// A number, of which the range is checked where it is read.
    Number,
    /// A file beside the scenario.
    File,
    /// A file beside the scenario, or a list of them.
    Files,
    /// An amount with its unit (`"120 t/a"`), or a table with low, mode and high.
    Amount,
    /// One of these words, or a table with one of them as its only key (`{ adm1 = {} }`).
    Variant(&'static [&'static str]),
    /// Concentrations by the names of the first so many ADM1 states; with `file`, also the name of a file.
    States {
        /// Number of states.
        count: usize,
        /// A file may be named.
        file: bool,
    },
    /// A table of tables of numbers: properties by library entry.
    Properties,
    /// A list of correlations: paths, and a coefficient or a matrix of them.
    Correlations,
    /// A table with keys of its own, described in the manual.
    Table,
}

/// A key that is no number of a parameter table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeySpec {
    /// Name as written in the file.
    pub name: &'static str,
    /// What it may hold.
    pub kind: Kind,
    /// What it means, and what holds when it is left out.
    pub description: &'static str,
}

/// A section of the file.
#[derive(Debug)]
pub struct SectionSpec {
    /// Name as written in the file.
    pub name: &'static str,
    /// May stand several times, as `[[name]]`.
    pub repeated: bool,
    /// What it holds.
    pub description: &'static str,
    /// Its keys are not all known beforehand (paths of inputs).
    pub free_keys: bool,
    /// Parameter tables whose rows are keys of the section.
    pub tables: &'static [fn() -> &'static Table],
    /// Other keys.
    pub keys: &'static [KeySpec],
    /// Sections within the section.
    pub children: &'static [SectionSpec],
}

impl SectionSpec {
    /// All names that may stand in the section.
    pub fn names(&self) -> Vec<&str> {
        let rows = self.tables.iter().flat_map(|t| t().rows().iter().map(|r| r.name.as_str()));
        let keys = self.keys.iter().map(|k| k.name);
        let children = self.children.iter().map(|c| c.name);
        rows.chain(keys).chain(children).collect()
    }
}
