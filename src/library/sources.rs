//! Citations behind the short keys of the feedstock tables.

use super::sheet::{Sheet, SheetError, SheetProblem, SheetRow};
use crate::param::Flag;
use std::sync::OnceLock;

/// A publication, norm or page that values were taken from.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Short key, as the tables use it.
    pub key: String,
    /// What to look up.
    pub citation: String,
    /// `read` when the source was seen, `assumed` when the figures are from memory.
    pub flag: Flag,
}

const FILE: &str = "models/feedstock/sources.csv";
const TEXT: &str = include_str!("../../models/feedstock/sources.csv");

fn parse(text: &str) -> Result<Vec<Source>, SheetError> {
    Sheet::parse(FILE, text)?
        .rows()
        .map(|row| {
            Ok(Source {
                key: row.filled("key")?.to_owned(),
                citation: row.filled("citation")?.to_owned(),
                flag: row.flag("flag")?,
            })
        })
        .collect()
}

/// All sources of the feedstock tables.
pub fn sources() -> &'static [Source] {
    static LIST: OnceLock<Vec<Source>> = OnceLock::new();
    LIST.get_or_init(|| parse(TEXT).expect("a shipped table is well formed: a test loads it"))
}

/// The citations behind the keys in a cell, which are separated by blanks.
pub(super) fn citations(row: &SheetRow<'_>, column: &str) -> Result<String, SheetError> {
    let mut found = Vec::new();
    for key in row.filled(column)?.split_whitespace() {
        let source = sources().iter().find(|s| s.key == key).ok_or_else(|| {
            row.error(SheetProblem::UnknownWord {
                column: column.to_owned(),
                text: key.to_owned(),
                known: sources().iter().map(|s| s.key.clone()).collect(),
            })
        })?;
        found.push(source.citation.as_str());
    }
    Ok(found.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique() {
        let mut keys: Vec<&str> = sources().iter().map(|s| s.key.as_str()).collect();
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count);
    }
}
