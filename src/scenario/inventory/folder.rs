//! Inventories as CSV: a folder with a file for each table, or one file with companies and streams together.

use super::Sheets;
use super::book::{Raw, RawSheet};
use super::columns::TABLES;
use crate::diag::{Diagnostic, Location, csv_told};
use crate::scenario::section::Context;
use crate::text;
use crate::words::Text;

/// One file whose rows are streams, each with the columns of its company.
pub(super) fn one_file(context: &mut Context<'_>, name: &str, place: Option<&Location>) -> Option<Sheets> {
    let bytes = match (context.load)(name) {
        Ok(bytes) => bytes,
        Err(why) => {
            let found = Diagnostic::error(text!("cannot read `{name}`: {why}", name, why))
                .at(place.cloned(), text!("named here"));
            context.diagnostics.push(found.help(text!("the path is relative to the scenario file")));
            return None;
        }
    };
    let sheet = sheet_of(context, name, bytes, place)?;
    let list = vec![("companies", sheet.clone(), name.to_owned()), ("streams", sheet, name.to_owned())];
    Some(Sheets { list, shared: true })
}

/// A folder: `companies.csv`, `streams.csv` and, where something is bought, `purchases.csv`, or their French names.
pub(super) fn all_files(context: &mut Context<'_>, name: &str, place: Option<&Location>) -> Option<Sheets> {
    let folder = name.trim_end_matches('/');
    let mut list = Vec::new();
    for (table, names) in &TABLES {
        let files: Vec<String> = names.iter().map(|n| format!("{folder}/{n}.csv")).collect();
        let mut why = String::new();
        let mut found = None;
        for file in &files {
            match (context.load)(file) {
                Ok(bytes) => {
                    found = Some((file.clone(), bytes));
                    break;
                }
                Err(reason) if why.is_empty() => why = reason,
                Err(_) => {}
            }
        }
        match found {
            Some((file, bytes)) => {
                if let Some(sheet) = sheet_of(context, &file, bytes, place) {
                    list.push((*table, sheet, file));
                }
            }
            None if *table == "purchases" => {}
            None => {
                let found = Diagnostic::error(text!("cannot read `{a}`: {why}", a = files[0], why))
                    .at(place.cloned(), text!("named here"));
                let help = text!(
                    "an inventory is a workbook (.xlsx), one .csv, or a folder with companies.csv and streams.csv"
                );
                context.diagnostics.push(found.help(help));
            }
        }
    }
    Some(Sheets { list, shared: false })
}

/// A CSV text (commas or semicolons) as a sheet of texts.
fn sheet_of(context: &mut Context<'_>, name: &str, bytes: Vec<u8>, place: Option<&Location>) -> Option<RawSheet> {
    let refuse = |context: &mut Context<'_>, why: Text| {
        let found =
            Diagnostic::error(text!("{name} is not a table: {why}", name, why)).at(place.cloned(), text!("named here"));
        context
            .diagnostics
            .push(found.help(text!("save it as CSV UTF-8, with commas or semicolons between the cells")));
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            refuse(context, Text::plain(error.utf8_error().to_string()));
            return None;
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let delimiter = if text.lines().next().unwrap_or("").contains(';') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let short = name.rsplit('/').next().unwrap_or(name).to_owned();
    let mut sheet = RawSheet { name: short, ..RawSheet::default() };
    for (row, record) in reader.records().enumerate() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                refuse(context, csv_told(&error));
                return None;
            }
        };
        for (column, field) in record.iter().enumerate().filter(|(_, f)| !f.trim().is_empty()) {
            sheet.cells.insert((row as u32, column as u32), Raw::Text(field.trim().to_owned()));
        }
    }
    Some(sheet)
}
