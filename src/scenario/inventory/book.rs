//! Workbooks and folders of CSV as sheets of raw cells: what was typed, before anyone knows what it means.

use crate::scenario::cells::letters;
use crate::text;
use crate::words::Text;
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use std::collections::BTreeMap;
use std::fmt;
use std::io::{Cursor, Read};

/// Most rows and columns of a sheet: an inventory is written by hand. A stray cell far away must not fill the memory.
const ROWS_MAX: u32 = 20_000;
const COLUMNS_MAX: u32 = 200;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Raw {
    Text(String),
    Number(f64),
    /// Year, month, day.
    Date(u16, u8, u8),
    Truth(bool),
    /// A formula that gives no value: `#DIV/0!`.
    Fault(String),
}

/// Bytes that the parts of a workbook may unfold to.
const UNFOLDED_MAX: u64 = 200_000_000;

/// One sheet: cells by row and column, both from 0.
#[derive(Clone, Debug, Default)]
pub(super) struct RawSheet {
    pub(super) name: String,
    pub(super) cells: BTreeMap<(u32, u32), Raw>,
    /// Merged regions: first and last row and column.
    pub(super) merged: Vec<((u32, u32), (u32, u32))>,
}

/// Why a workbook cannot be read at all.
#[derive(Debug)]
pub(super) enum BookError {
    /// Not a workbook, or a broken one.
    NotAWorkbook(String),
    /// It unfolds to more than an inventory can have.
    TooLarge,
    /// A cell lies beyond what an inventory may have.
    TooFar { sheet: String, cell: String },
}

impl BookError {
    /// What is wrong with it, to be told in a language.
    pub(super) fn told(&self) -> Text {
        match self {
            Self::NotAWorkbook(why) => text!("it is no XLSX workbook ({why})", why = why.as_str()),
            Self::TooLarge => text!("it unfolds to more than {mb} MB", mb = UNFOLDED_MAX / 1_000_000),
            Self::TooFar { sheet, cell } => {
                text!("{sheet}!{cell} is used, far beyond a table", sheet = sheet.as_str(), cell = cell.as_str())
            }
        }
    }

    pub(super) fn help(&self) -> Text {
        match self {
            Self::NotAWorkbook(_) => {
                text!("save it as an Excel workbook (.xlsx); `gisement init --inventory x.xlsx` writes a template")
            }
            Self::TooLarge => text!("copy the tables into a new workbook: an inventory has some thousand rows"),
            Self::TooFar { .. } => {
                text!("delete that cell: an inventory has at most 20,000 rows and 200 columns a sheet")
            }
        }
    }
}

/// A cell as a spreadsheet names it, row and column from 0: `F7`.
pub(super) fn address(row: u32, column: u32) -> String {
    format!("{}{}", letters(column as usize), row + 1)
}

/// Unfolds every part once, keeping nothing: the sizes that a workbook declares may be lies.
fn check_size(bytes: &[u8]) -> Result<(), BookError> {
    let broken = |e: &dyn fmt::Display| BookError::NotAWorkbook(e.to_string());
    let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    let mut left = UNFOLDED_MAX;
    for k in 0..parts.len() {
        let part = parts.by_index(k).map_err(|e| broken(&e))?;
        let unfolded = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|e| broken(&e))?;
        left = left.checked_sub(unfolded).ok_or(BookError::TooLarge)?;
    }
    Ok(())
}

/// All sheets of a workbook.
pub(super) fn read_xlsx(bytes: Vec<u8>) -> Result<Vec<RawSheet>, BookError> {
    check_size(&bytes)?;
    let broken = |e: calamine::XlsxError| BookError::NotAWorkbook(e.to_string());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        // A sheet without a list of merged regions has none.
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let merged = merged.iter().map(|d| (d.start, d.end)).collect();
        // A sheet of charts has no cells to read.
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else { continue };
        let mut cells = BTreeMap::new();
        while let Some(cell) = reader.next_cell().map_err(broken)? {
            let Some(raw) = raw(cell.get_value()) else { continue };
            let (row, column) = cell.get_position();
            if row >= ROWS_MAX || column >= COLUMNS_MAX {
                return Err(BookError::TooFar { sheet: name, cell: address(row, column) });
            }
            cells.insert((row, column), raw);
        }
        sheets.push(RawSheet { name, cells, merged });
    }
    Ok(sheets)
}

fn raw(data: &DataRef<'_>) -> Option<Raw> {
    let text = |s: &str| {
        let trimmed = s.trim();
        (!trimmed.is_empty()).then(|| Raw::Text(trimmed.to_owned()))
    };
    match data {
        DataRef::Int(n) => Some(Raw::Number(*n as f64)),
        DataRef::Float(x) => Some(Raw::Number(*x)),
        DataRef::String(s) => text(s),
        DataRef::SharedString(s) => text(s),
        DataRef::Bool(b) => Some(Raw::Truth(*b)),
        DataRef::DateTime(when) => Some(date(when)),
        DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => Some(iso_date(s).unwrap_or_else(|| Raw::Text(s.clone()))),
        DataRef::Error(e) => Some(Raw::Fault(e.to_string())),
        DataRef::Empty => None,
    }
}

fn date(when: &ExcelDateTime) -> Raw {
    if when.is_duration() || !(0.0..3e6).contains(&when.as_f64()) {
        return Raw::Number(when.as_f64());
    }
    let (year, month, day, ..) = when.to_ymd_hms_milli();
    Raw::Date(year, month, day)
}

fn iso_date(text: &str) -> Option<Raw> {
    let mut parts = text.get(..10)?.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Raw::Date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_a_spreadsheet_names_them() {
        assert_eq!(address(6, 5), "F7");
        assert_eq!(
            (letters(0), letters(25), letters(26), letters(701), letters(702)),
            ("A".into(), "Z".into(), "AA".into(), "ZZ".into(), "AAA".into())
        );
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        assert!(matches!(read_xlsx(b"name,amount\n".to_vec()), Err(BookError::NotAWorkbook(_))));
        assert!(matches!(read_xlsx(Vec::new()), Err(BookError::NotAWorkbook(_))));
    }
}
