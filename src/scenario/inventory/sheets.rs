//! An inventory as plain tables of text, right or wrong: what a grid shows and people repair.

use super::book::read_xlsx;
use super::columns::{TABLES, columns_of};
use super::export::csv_text;
use super::table::{BETWEEN, plain};
use super::{CheckedInventory, check_inventory};
use crate::diag::{Diagnostic, Sources};
use crate::scenario::Refused;
use crate::words::Text;

/// A table of an inventory as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainTable {
    /// `companies`, `streams` or `purchases`.
    pub table: &'static str,
    /// Headings: the names of the columns where they are known, else as they were written.
    pub headings: Vec<String>,
    /// Rows, as wide as the headings.
    pub rows: Vec<Vec<String>>,
}

/// A cell of one of the tables: row and column from 0, the headings apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellPlace {
    /// The table.
    pub table: &'static str,
    /// The row; none for the headings.
    pub row: Option<usize>,
    /// The column.
    pub column: usize,
}

/// Name of the folder that tables are checked in.
const FOLDER: &str = "inventory";

/// The table that a sheet or file of this name is.
pub fn inventory_table(name: &str) -> Option<&'static str> {
    let asked = crate::library::folded(name.trim());
    TABLES.iter().find(|(_, names)| names.contains(&asked.as_str())).map(|(table, _)| *table)
}

/// The tables of a workbook (XLSX) as they stand in it, whatever is wrong with their cells; sheets that are none of them are
/// left out.
///
/// # Errors
/// It is no workbook, or larger than one may be; with what to do instead.
pub fn workbook_tables(bytes: Vec<u8>) -> Result<Vec<PlainTable>, (Text, Text)> {
    let sheets = read_xlsx(bytes).map_err(|e| (e.told(), e.help()))?;
    let mut tables = Vec::new();
    for sheet in sheets {
        let Some(table) = inventory_table(&sheet.name) else { continue };
        let Some(first) = sheet.cells.keys().next().map(|(row, _)| *row) else { continue };
        let last = sheet.cells.keys().next_back().map_or(first, |(row, _)| *row);
        let width = sheet.cells.keys().map(|(_, column)| column + 1).max().unwrap_or(0);
        let line = |row: u32| (0..width).map(|k| sheet.cells.get(&(row, k)).map(plain).unwrap_or_default()).collect();
        tables.push(table_of(table, std::iter::once(line(first)).chain((first + 1..=last).map(line))));
    }
    Ok(tables)
}

/// A table from the text of a CSV (commas, semicolons or tabs), headings first.
pub fn csv_table(table: &'static str, text: &str) -> PlainTable {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().next().unwrap_or("");
    let delimiter = [b'\t', b';'].into_iter().find(|d| first.contains(char::from(*d))).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    // A record that is no text cannot come from a text.
    let lines = reader.records().filter_map(Result::ok);
    table_of(table, lines.map(|record| record.iter().map(|cell| cell.trim().to_owned()).collect()))
}

/// Rows without a cell are left out, all have the width of the headings.
fn table_of(table: &'static str, mut lines: impl Iterator<Item = Vec<String>>) -> PlainTable {
    let mut headings: Vec<String> = lines.next().unwrap_or_default();
    for heading in &mut headings {
        if let Some(column) = columns_of(table).find(|c| c.is_called(heading)) {
            heading.clone_from(&column.name);
        }
    }
    let width = headings.len();
    let filled = |row: &Vec<String>| row.iter().any(|cell| !cell.is_empty());
    let rows = lines.filter(filled).map(|mut row| {
        row.resize(width, String::new());
        row
    });
    PlainTable { table, rows: rows.collect(), headings }
}

impl PlainTable {
    /// The table as CSV.
    pub fn csv(&self) -> String {
        let lines: Vec<Vec<String>> = std::iter::once(&self.headings).chain(&self.rows).cloned().collect();
        csv_text(&lines)
    }
}

/// Checks tables as an inventory: all problems at once.
///
/// # Errors
/// As [`check_inventory`]; [`cell_of`] says which cell a problem is in.
pub fn check_tables(tables: &[PlainTable]) -> Result<CheckedInventory, Box<Refused>> {
    let files: Vec<(String, String)> = tables.iter().map(|t| (format!("{FOLDER}/{}.csv", t.table), t.csv())).collect();
    let load = |name: &str| {
        let found = files.iter().find(|(file, _)| file == name);
        found.map(|(_, text)| text.clone().into_bytes()).ok_or_else(|| "there is no such table".to_owned())
    };
    check_inventory(FOLDER, &load)
}

/// The cell that a problem of an inventory in CSV or of [`check_tables`] is in.
pub fn cell_of(problem: &Diagnostic, sources: &Sources) -> Option<CellPlace> {
    let location = problem.location.as_ref()?;
    let name = sources.name(location.source).strip_suffix(".csv")?;
    let table = inventory_table(name.rsplit('/').next().unwrap_or(name))?;
    let before = &sources.text(location.source)[..location.span.start];
    let column = before.rsplit('\n').next().unwrap_or("").matches(BETWEEN).count();
    Some(CellPlace { table, row: sources.line(location).checked_sub(2), column })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_cell_is_found_again() {
        let companies = csv_table("companies", "provider_id;name;commune\nA;Alpha;Florange\n");
        let streams = csv_table(
            "streams",
            "stream_id,provider_id,feedstock_id,amount_mode,amount_unit\nA-1,A,pallet_A_soft,12,t/a\nA-2,A,pallet_A_soft,many,t/a\n",
        );
        let refused = check_tables(&[companies, streams]).unwrap_err();
        let cells: Vec<CellPlace> = refused.diagnostics.iter().filter_map(|d| cell_of(d, &refused.sources)).collect();
        assert!(cells.contains(&CellPlace { table: "streams", row: Some(1), column: 3 }), "{cells:?}");
    }

    #[test]
    fn headings_in_french_are_known() {
        let label = &columns_of("companies").find(|c| c.name == "commune").unwrap().label_fr;
        let table = csv_table("companies", &format!("provider_id\t{label}\nA\tFlorange\n\t\n"));
        assert_eq!(table.headings, ["provider_id", "commune"]);
        assert_eq!(table.rows, [["A", "Florange"]]);
    }

    #[test]
    fn what_is_no_workbook_says_what_to_do() {
        let (why, help) = workbook_tables(b"name,amount\n".to_vec()).unwrap_err();
        assert!(why.to_string().contains("no XLSX workbook") && help.to_string().contains(".xlsx"));
    }
}
