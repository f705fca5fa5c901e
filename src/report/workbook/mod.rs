//! Results as one workbook for people: the tables of the page, the inventory in the columns that are read back, the hours of
//! the year, the cash flow with formulas that recompute what the page says.
//!
//! Everything is data of the page or of the run; nothing is computed here but what a spreadsheet computes again. The same
//! results give the same bytes: no clock.

mod cash;
mod format;
mod hours;
mod page;

use super::{Page, ReportError, Run, run_page};
use crate::balance::money::accounts::Accounts;
use crate::case::HeatOutcome;
use crate::scenario::{Scenario, add_inventory};
use crate::words::Locale;
use format::Formats;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use std::collections::BTreeSet;

/// Most letters of the name of a sheet.
const NAME_LETTERS: usize = 31;

/// The one name that spreadsheets keep for themselves.
const RESERVED: &str = "History";

/// A workbook under construction.
struct Book {
    book: Workbook,
    formats: Formats,
    lang: Locale,
    names: BTreeSet<String>,
}

/// What a workbook holds besides the tables of its page.
#[derive(Clone, Copy, Debug, Default)]
pub struct BookParts<'a> {
    /// The scenario, for its inventory.
    pub scenario: Option<&'a Scenario>,
    /// The year of heat, for its hours.
    pub heat: Option<&'a HeatOutcome>,
    /// The accounts, for the cash flow.
    pub money: Option<&'a Accounts<f64>>,
}

/// The workbook of a run.
///
/// # Errors
/// [`ReportError::Workbook`] when the library refuses what is written.
pub fn run_workbook(run: &Run<'_>, lang: Locale) -> Result<Vec<u8>, ReportError> {
    let parts = BookParts {
        scenario: Some(run.scenario),
        heat: run.outcome.heat.as_ref(),
        money: run.outcome.accounts.as_ref().map(|a| &a.money),
    };
    workbook(&run_page(run, lang), &parts)
}

/// The tables of a page, one sheet a chapter, with the parts that only a workbook holds.
///
/// # Errors
/// [`ReportError::RowLength`] when a row has another number of cells than its table has columns;
/// [`ReportError::Workbook`] when the library refuses what is written.
pub fn workbook(page: &Page, parts: &BookParts<'_>) -> Result<Vec<u8>, ReportError> {
    let mut book = Book { book: Workbook::new(), formats: Formats::new(), lang: page.lang, names: BTreeSet::new() };
    // Without the clock, so that the same results give the same bytes.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.book.set_properties(
        &DocProperties::new()
            .set_title(format::plain(&page.title))
            .set_comment(&page.footer)
            .set_creation_datetime(&made),
    );
    let (first, rest) = page.sections.split_at(page.sections.len().min(1));
    for section in first {
        page::add(&mut book, page, section)?;
    }
    if let Some(tables) =
        parts.scenario.map(Scenario::inventory_tables).filter(|t| t.iter().any(|t| !t.rows.is_empty()))
    {
        let names = add_inventory(&mut book.book, &tables, page.lang)?;
        book.names.extend(names.iter().map(|name| name.to_lowercase()));
    }
    for section in rest {
        page::add(&mut book, page, section)?;
    }
    if let Some(money) = parts.money {
        cash::add(&mut book, money)?;
    }
    if let Some(heat) = parts.heat {
        hours::add(&mut book, heat)?;
    }
    Ok(book.book.save_to_buffer()?)
}

impl Book {
    /// A name that a sheet may have and no other sheet has.
    fn sheet_name(&mut self, wanted: &str) -> String {
        let clean: String =
            wanted.chars().map(|c| if "[]:*?/\\'".contains(c) || c.is_control() { ' ' } else { c }).collect();
        let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
        // The limit counts UTF-16.
        let cut = |tail: &str| -> String {
            let mut room = NAME_LETTERS - tail.len();
            let fits = |c: &char| room.checked_sub(c.len_utf16()).map(|left| room = left).is_some();
            format!("{}{tail}", clean.chars().take_while(fits).collect::<String>().trim_end())
        };
        let numbered = (2..).map(|k| cut(&format!(" {k}")));
        let name = std::iter::once(cut("")).chain(numbered).find(|name| {
            !name.is_empty() && !name.eq_ignore_ascii_case(RESERVED) && !self.names.contains(&name.to_lowercase())
        });
        let name = name.expect("numbers do not end");
        self.names.insert(name.to_lowercase());
        name
    }
}

impl From<rust_xlsxwriter::XlsxError> for ReportError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        Self::Workbook { why: error.to_string() }
    }
}

impl From<crate::scenario::WriteError> for ReportError {
    fn from(error: crate::scenario::WriteError) -> Self {
        Self::Workbook { why: error.to_string() }
    }
}
