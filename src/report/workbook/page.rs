//! A chapter of a page as a sheet: its tables one below the other, its headline numbers and findings.

use super::Book;
use super::format::{Look, plain};
use crate::report::page::quantile_names;
use crate::report::{
    Block, Cell, Column, Content, Finding, KeyFigure, Page, Precision, ReportError, Row, Section, Table,
};
use crate::words::Locale;
use rust_xlsxwriter::Worksheet;

/// Narrowest and widest column, letters.
const WIDTHS: (f64, f64) = (9.0, 60.0);

/// A note is at least as wide as so many columns.
const NOTE_COLUMNS: usize = 4;

/// Height of a line of text, and most lines of a row (a spreadsheet takes 409 points).
const LINE_POINTS: f64 = 13.5;
const MOST_LINES: f64 = 30.0;

/// A sheet under construction: where the next row goes, how wide its columns are.
struct Sheet {
    sheet: Worksheet,
    row: u32,
    widths: Vec<f64>,
    /// Header and last row of its tables.
    tables: Vec<(u32, u32, u16)>,
    /// Letters of wrapped cells, by row, first and last column: their rows must be high enough.
    wrapped: Vec<(u32, [usize; 2], usize)>,
}

/// Adds the sheet of a chapter; one without numbers, findings or terms has none.
pub(super) fn add(book: &mut Book, page: &Page, section: &Section) -> Result<(), ReportError> {
    let holds = |block: &Block| !matches!(block, Block::Paragraph(_) | Block::Figure { .. });
    if !section.blocks.iter().any(holds) {
        return Ok(());
    }
    let mut made =
        Sheet { sheet: Worksheet::new(), row: 0, widths: Vec::new(), tables: Vec::new(), wrapped: Vec::new() };
    made.sheet.set_name(book.sheet_name(&section.heading))?;
    made.line(&page.title, &book.formats.quiet.clone())?;
    made.line(&section.heading, &book.formats.title.clone())?;
    for block in &section.blocks {
        made.row += 1;
        match block {
            Block::Table(table) => made.table(book, table)?,
            Block::KeyFigures(figures) => made.table(book, &figures_table(figures, book.lang))?,
            Block::Findings(findings) => made.table(book, &findings_table(findings, book.lang))?,
            Block::Definitions(terms) => made.table(book, &terms_table(terms, book.lang))?,
            Block::Paragraph(_) | Block::Figure { .. } => made.row -= 1,
        }
    }
    made.finish(book)
}

impl Sheet {
    fn line(&mut self, text: &str, format: &rust_xlsxwriter::Format) -> Result<(), ReportError> {
        self.sheet.write_string_with_format(self.row, 0, plain(text), &format.clone().unset_text_wrap())?;
        self.row += 1;
        Ok(())
    }

    fn table(&mut self, book: &mut Book, table: &Table) -> Result<(), ReportError> {
        table.check()?;
        if !table.caption.is_empty() {
            self.line(&table.caption, &book.formats.caption.clone())?;
        }
        let header = self.row;
        for (k, column) in table.columns.iter().enumerate() {
            let name = heading(column, book.lang);
            self.sheet.write_string_with_format(self.row, k as u16, plain(&name), &book.formats.head)?;
            self.widen(k, name.split_whitespace().map(|w| w.chars().count()).max().unwrap_or(0));
            self.wrapped.push((self.row, [k, k], name.chars().count() + 2));
        }
        self.row += 1;
        for row in &table.rows {
            match row {
                Row::Group(name) => {
                    self.sheet.write_string_with_format(self.row, 0, plain(name), &book.formats.group)?;
                }
                Row::Cells(cells) | Row::Total(cells) => {
                    for (k, cell) in cells.iter().enumerate() {
                        self.cell(book, k, cell, matches!(row, Row::Total(_)))?;
                    }
                }
            }
            self.row += 1;
        }
        self.tables.push((header, self.row.saturating_sub(1), table.columns.len() as u16));
        if !table.note.is_empty() {
            self.note(&table.note, table.columns.len(), &book.formats.quiet)?;
        }
        Ok(())
    }

    /// Small print below a table, as wide as it.
    fn note(&mut self, note: &str, columns: usize, format: &rust_xlsxwriter::Format) -> Result<(), ReportError> {
        let last = columns.max(NOTE_COLUMNS) - 1;
        self.sheet.merge_range(self.row, 0, self.row, last as u16, &plain(note), format)?;
        self.wrapped.push((self.row, [0, last], note.chars().count()));
        self.row += 1;
        Ok(())
    }

    fn cell(&mut self, book: &mut Book, column: usize, cell: &Cell, total: bool) -> Result<(), ReportError> {
        let (look, at) = (Look::of(cell.flag, total), column as u16);
        let text = match &cell.content {
            Content::Empty => return Ok(()),
            Content::Number(value, precision) if value.is_finite() => {
                self.sheet.write_number_with_format(
                    self.row,
                    at,
                    *value,
                    book.formats.number(*value, *precision, look),
                )?;
                self.widen(column, precision.text(*value, book.lang).chars().count());
                return Ok(());
            }
            // A spreadsheet has no infinity.
            Content::Number(value, precision) => precision.text(*value, book.lang),
            Content::Text(text) => text.clone(),
            Content::Source(source) if source.place.is_empty() => source.text.clone(),
            Content::Source(source) => format!("{} ({})", source.text, source.place),
        };
        // As a string whatever it begins with: a name like `=1+1` is no formula.
        self.sheet.write_string_with_format(self.row, at, plain(&text), &book.formats.words(look))?;
        self.widen(column, text.lines().map(|l| l.chars().count()).max().unwrap_or(0));
        self.wrapped.push((self.row, [column, column], text.chars().count()));
        Ok(())
    }

    fn widen(&mut self, column: usize, letters: usize) {
        if self.widths.len() <= column {
            self.widths.resize(column + 1, WIDTHS.0);
        }
        self.widths[column] = self.widths[column].max(letters as f64 + 2.0).min(WIDTHS.1);
    }

    /// Rows as high as their wrapped texts: programs that read the file do not all do it themselves.
    fn heighten(&mut self) -> Result<(), ReportError> {
        let mut lines: std::collections::BTreeMap<u32, f64> = std::collections::BTreeMap::new();
        for (row, [first, last], letters) in &self.wrapped {
            let room: f64 = (*first..=*last).map(|k| self.widths.get(k).copied().unwrap_or(WIDTHS.0)).sum();
            let needed = (*letters as f64 / (room - 1.0)).ceil().clamp(1.0, MOST_LINES);
            let row = lines.entry(*row).or_insert(1.0);
            *row = row.max(needed);
        }
        for (row, lines) in lines.into_iter().filter(|(_, lines)| *lines > 1.0) {
            self.sheet.set_row_height(row, lines * LINE_POINTS)?;
        }
        Ok(())
    }

    /// Widths, print set-up, a filter where the sheet is one long table.
    fn finish(mut self, book: &mut Book) -> Result<(), ReportError> {
        for (k, width) in self.widths.iter().enumerate() {
            self.sheet.set_column_width(k as u16, *width)?;
        }
        self.heighten()?;
        if let [(header, last, columns)] = self.tables[..]
            && last > header
        {
            self.sheet.autofilter(header, 0, last, columns.saturating_sub(1))?;
            self.sheet.set_freeze_panes(header + 1, 0)?;
            self.sheet.set_repeat_rows(header, header)?;
        } else {
            self.sheet.set_freeze_panes(2, 0)?;
        }
        print_setup(&mut self.sheet);
        book.book.push_worksheet(self.sheet);
        Ok(())
    }
}

/// A4 across, as wide as the paper, with the page and the sheet at its foot.
pub(super) fn print_setup(sheet: &mut Worksheet) {
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_footer("&L&A&R&P / &N");
}

fn heading(column: &Column, lang: Locale) -> String {
    if column.unit.is_empty() { column.name.clone() } else { format!("{} ({})", column.name, lang.unit(&column.unit)) }
}

fn figures_table(figures: &[KeyFigure], lang: Locale) -> Table {
    let mut columns = vec![Column::text(lang.say("Result")), Column::number(lang.say("Nominal"), "")];
    columns.extend(quantile_names(lang).map(|name| Column::number(name, "")));
    columns.extend([Column::text(lang.say("Unit")), Column::text(lang.say("Frame"))]);
    let mut table = Table::new("", columns);
    for figure in figures {
        let number = |value: f64| Cell::precise(value, figure.precision);
        let quantile = |k: usize| figure.p10_p50_p90.map_or(Cell::empty(), |q| number(q[k]));
        let unit = Cell::text(lang.unit(&figure.unit));
        let name = Cell::text(&*figure.name);
        let note = Cell::text(&*figure.note);
        table.push(vec![name, number(figure.nominal), quantile(0), quantile(1), quantile(2), unit, note]);
    }
    table
}

fn findings_table(findings: &[Finding], lang: Locale) -> Table {
    let columns =
        vec![Column::text(lang.say("Weight")), Column::text(lang.say("Finding")), Column::text(lang.say("Source"))];
    let mut table = Table::new("", columns);
    for finding in findings {
        let word = Cell::text(finding.severity.word(lang));
        table.push(vec![word, Cell::text(&*finding.text), Cell::text(&*finding.source)]);
    }
    table
}

fn terms_table(terms: &[(String, String)], lang: Locale) -> Table {
    let mut table = Table::new("", vec![Column::text(lang.say("What")), Column::text(lang.say("Value"))]);
    for (name, text) in terms {
        table.push(vec![Cell::text(&**name), Cell::text(&**text)]);
    }
    table
}

/// How a number of hours or euros is shown.
pub(super) const WHOLE: Precision = Precision::Decimals(0);
