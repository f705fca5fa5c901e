//! Tables of an inventory as an XLSX workbook: headings with notes, lists to choose from, a sheet of help.

use super::columns::{ColumnKind, Need, columns_of, inventory_columns, inventory_words, sheet_name};
use super::export::{CellText, Heading, TableText};
use crate::library::{COMMUNE_SOURCE, WASTE_CODE_SOURCE};
use crate::text;
use crate::words::{Locale, Text, shown_as_told};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, Formula, Note, Workbook,
    Worksheet, XlsxError,
};

/// Why a workbook was not made: a text too long for a cell, say.
#[derive(Debug)]
pub struct WriteError(XlsxError);

impl WriteError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        text!("cannot make the workbook: {why}", why = self.0.to_string())
    }
}

shown_as_told!(WriteError);

impl std::error::Error for WriteError {}

impl From<XlsxError> for WriteError {
    fn from(error: XlsxError) -> Self {
        Self(error)
    }
}

/// Rows below the table that offer lists and keep codes as text.
const ROWS_READY: u32 = 500;

/// The bytes of a workbook with these tables, headings in a language. The same tables give the same bytes.
///
/// # Errors
/// When a text does not fit into a cell.
pub fn to_xlsx(tables: &[TableText], lang: Locale) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    // Without the clock, so that the same tables give the same bytes.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title("gisement").set_creation_datetime(&made));
    add_inventory(&mut book, tables, lang)?;
    write_help(book.add_worksheet(), lang)?;
    Ok(book.save_to_buffer()?)
}

/// Adds the sheets of the tables, and that of the lists to choose from, to a workbook; gives their names.
///
/// # Errors
/// When a text does not fit into a cell, or a sheet of that name is there.
pub fn add_inventory(book: &mut Workbook, tables: &[TableText], lang: Locale) -> Result<Vec<String>, WriteError> {
    let lists = lists(lang);
    let mut names = Vec::new();
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(table.table, lang))?;
        write_table(sheet, table, &lists, lang)?;
        // A4 across, as wide as the paper, the headings on every page.
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        names.push(sheet_name(table.table, lang).to_owned());
    }
    write_lists(book.add_worksheet(), &lists, lang)?;
    names.push(lists_sheet(lang).to_owned());
    Ok(names)
}

/// A list to choose from: its name, its words and what they mean.
type List = (String, Vec<(String, String)>);

fn lists(lang: Locale) -> Vec<List> {
    let mut names: Vec<&str> = Vec::new();
    for column in inventory_columns().iter().filter(|c| !c.list.is_empty()) {
        if !names.contains(&column.list.as_str()) {
            names.push(&column.list);
        }
    }
    let lists = names.into_iter().map(|name| (name.to_owned(), inventory_words(name, lang)));
    lists.filter(|(_, words)| !words.is_empty()).collect()
}

fn lists_sheet(lang: Locale) -> &'static str {
    lang.pick("lists", "listes")
}

fn head_format(needed: bool) -> Format {
    let colour = if needed { Color::RGB(0x00F6_D7A7) } else { Color::RGB(0x00DD_E7DD) };
    Format::new().set_bold().set_text_wrap().set_background_color(colour)
}

fn write_table(sheet: &mut Worksheet, table: &TableText, lists: &[List], lang: Locale) -> Result<(), WriteError> {
    for (k, heading) in table.headings.iter().enumerate() {
        let column = k as u16;
        write_heading(sheet, heading, column, lang)?;
        if heading.column.is_some_and(|c| c.kind == ColumnKind::Code) {
            // A code typed into a column of numbers becomes a date.
            sheet.set_column_format(column, &Format::new().set_num_format("@"))?;
        }
        if let Some(validation) = validation(heading, lists, lang) {
            sheet.add_data_validation(1, column, table.rows.len() as u32 + ROWS_READY, column, &validation)?;
        }
    }
    for (r, row) in table.rows.iter().enumerate() {
        for (k, cell) in row.iter().enumerate() {
            let (row, column) = (r as u32 + 1, k as u16);
            match cell {
                CellText::Blank => {}
                CellText::Text(text) => drop(sheet.write_string(row, column, text)?),
                CellText::Number(x) => drop(sheet.write_number(row, column, *x)?),
            }
        }
    }
    sheet.set_freeze_panes(1, 2)?;
    Ok(())
}

fn write_heading(sheet: &mut Worksheet, heading: &Heading, column: u16, lang: Locale) -> Result<(), WriteError> {
    let label = heading.column.map_or(heading.name.as_str(), |c| c.label(lang));
    let needed = heading.column.is_some_and(|c| c.need == Need::Needed);
    sheet.write_string_with_format(0, column, label, &head_format(needed))?;
    sheet.set_column_width(column, (label.chars().count() as f64 * 0.9).clamp(10.0, 24.0))?;
    if let Some(known) = heading.column {
        sheet.insert_note(0, column, &Note::new(known.help(lang)).set_author("gisement"))?;
    }
    Ok(())
}

/// A list to choose from, for columns of words: other words give a warning, since the library may grow.
fn validation(heading: &Heading, lists: &[List], lang: Locale) -> Option<DataValidation> {
    let column = heading.column.filter(|c| c.kind == ColumnKind::Word)?;
    let at = lists.iter().position(|(name, _)| *name == column.list)?;
    let letters = crate::scenario::cells::letters(2 * at);
    let last = lists[at].1.len() + 2;
    let formula = Formula::new(format!("={}!${letters}$3:${letters}${last}", lists_sheet(lang)));
    let validation = DataValidation::new().allow_list_formula(formula);
    let validation = validation.set_error_style(DataValidationErrorStyle::Warning);
    let title = lang.pick("Not in the list", "Absent de la liste");
    validation.set_error_title(title).ok()
}

fn write_lists(sheet: &mut Worksheet, lists: &[List], lang: Locale) -> Result<(), WriteError> {
    sheet.set_name(lists_sheet(lang))?;
    let said =
        lang.pick("Words that the columns may hold, and what they mean", "Mots admis dans les colonnes, et leur sens");
    sheet.write_string(0, 0, said)?;
    for (k, (name, words)) in lists.iter().enumerate() {
        let column = 2 * k as u16;
        sheet.write_string_with_format(1, column, name, &head_format(false))?;
        sheet.set_column_width(column, 18.0)?;
        sheet.set_column_width(column + 1, 30.0)?;
        for (r, (word, meaning)) in words.iter().enumerate() {
            sheet.write_string(r as u32 + 2, column, word)?;
            sheet.write_string(r as u32 + 2, column + 1, meaning)?;
        }
    }
    Ok(())
}

fn write_help(sheet: &mut Worksheet, lang: Locale) -> Result<(), WriteError> {
    sheet.set_name(lang.pick("help", "aide"))?;
    let lines = lang.pick(HELP_EN, HELP_FR).lines();
    let mut row = 0;
    for line in lines.chain([WASTE_CODE_SOURCE, COMMUNE_SOURCE]) {
        sheet.write_string(row, 0, line)?;
        row += 1;
    }
    for table in ["companies", "streams", "purchases"] {
        row += 1;
        sheet.write_string_with_format(row, 0, sheet_name(table, lang), &head_format(true))?;
        for column in columns_of(table) {
            row += 1;
            sheet.write_string(row, 0, column.label(lang))?;
            sheet.write_string(row, 1, &column.name)?;
            sheet.write_string(row, 2, column.help(lang))?;
        }
    }
    sheet.set_column_width(0, 32)?;
    sheet.set_column_width(1, 26)?;
    sheet.set_column_width(2, 90)?;
    Ok(())
}

const HELP_EN: &str = "\
An inventory says what companies buy and throw away. One row a company, one row a stream, one row a purchase.
Orange columns must be filled. What you do not know, leave blank: the program says what it assumes instead, and from where.
Write numbers without units and with the decimal sign of your spreadsheet; amounts are as received, water included.
A range is worth more than a figure: low and high are what you would bet on nineteen times out of twenty.
A column of your own starts with #. Do not merge cells. Then: gisement check FILE.xlsx";

const HELP_FR: &str = "\
Un inventaire dit ce que les entreprises achètent et jettent. Une ligne par entreprise, par flux, par achat.
Les colonnes orange sont à remplir. Laissez vide ce que vous ne savez pas : le programme dit ce qu'il suppose, et d'où.
Écrivez les nombres sans unité, avec le signe décimal de votre tableur ; les quantités sont brutes, eau comprise.
Une fourchette vaut mieux qu'un chiffre : basse et haute sont ce que vous parieriez dix-neuf fois sur vingt.
Une colonne à vous commence par #. Ne fusionnez pas de cellules. Ensuite : gisement check FICHIER.xlsx";
