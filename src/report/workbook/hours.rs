//! The hours of the boiler house: who makes the heat, what the buffer holds.

use super::Book;
use super::format::plain;
use super::page::print_setup;
use crate::case::HeatOutcome;
use crate::report::ReportError;
use crate::report::shared::hours::Hours;
use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet};

/// Adds the sheet; none without recorded hours.
pub(super) fn add(book: &mut Book, heat: &HeatOutcome) -> Result<(), ReportError> {
    let lang = book.lang;
    let Some(hours) = Hours::of(heat) else { return Ok(()) };
    let mut columns = vec![(format!("{} (kW)", lang.say("Demand")), &hours.demand_kw)];
    let layers = hours.made(lang, &[]);
    columns.extend(layers.iter().map(|layer| (format!("{} (kW)", layer.name), &layer.power_kw)));
    columns.push((lang.say("Heat in the buffer, kWh").to_owned(), &hours.charge_kwh));
    let mut sheet = Worksheet::new();
    sheet.set_name(book.sheet_name(lang.say("Hours")))?;
    sheet.write_string_with_format(
        0,
        0,
        plain(lang.say("Hour, from its start (a year without leap day)")),
        &book.formats.head,
    )?;
    for (k, (name, _)) in columns.iter().enumerate() {
        sheet.write_string_with_format(0, k as u16 + 1, plain(name), &book.formats.head)?;
    }
    let shown = Format::new().set_num_format("0.0");
    // Any year of 365 days: 2026 is the one the calendar of the engine has.
    let start = ExcelDateTime::from_ymd(2026, 1, 1)?.to_excel();
    for hour in 0..hours.demand_kw.len() {
        let row = hour as u32 + 1;
        sheet.write_number_with_format(row, 0, start + hour as f64 / 24.0, &book.formats.time)?;
        for (k, (_, values)) in columns.iter().enumerate() {
            if let Some(value) = values.get(hour).filter(|v| v.is_finite()) {
                sheet.write_number_with_format(row, k as u16 + 1, rounded(*value), &shown)?;
            }
        }
    }
    sheet.set_column_width(0, 18)?.set_column_range_width(1, columns.len() as u16, 14)?;
    sheet.set_freeze_panes(1, 1)?.set_repeat_rows(0, 0)?;
    print_setup(&mut sheet);
    book.book.push_worksheet(sheet);
    Ok(())
}

/// To a watt: more digits of a simulated hour mean nothing and make the file twice as large.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
