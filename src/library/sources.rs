//! Citations behind the short keys of the feedstock tables.

use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

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

fn read_row(row: &SheetRow<'_>) -> Result<Source, SheetError> {
    Ok(Source { key: row.filled("key")?, citation: row.filled("citation")?, flag: row.flag("flag")? })
}

shipped! {
    /// All sources of the feedstock tables.
    pub fn sources() -> [Source] from "feedstock/sources.csv" by read_row
}

/// The citations behind the keys in a cell, which are separated by blanks.
pub(super) fn citations(row: &SheetRow<'_>, column: &str) -> Result<String, SheetError> {
    let mut found = Vec::new();
    for key in row.filled(column)?.split_whitespace() {
        let source = sources().iter().find(|s| s.key == key);
        let source = source.ok_or_else(|| row.unknown_word(column, key, sources().iter().map(|s| s.key.as_str())))?;
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
