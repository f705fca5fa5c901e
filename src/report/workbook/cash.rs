//! The cash flow, year by year, with formulas: whoever changes a year or the rate sees the present value follow.

use super::Book;
use super::format::{Look, plain};
use super::page::{WHOLE, print_setup};
use crate::balance::money::accounts::Accounts;
use crate::balance::money::finance::net_present_value;
use crate::report::{Precision, ReportError};
use rust_xlsxwriter::{Formula, Worksheet};

/// Longest life that is written, years.
const MOST_YEARS: usize = 100;

/// Row of the rate, and the first row of the years.
const RATE_ROW: u32 = 2;
const FIRST: u32 = 6;

/// Adds the sheet.
pub(super) fn add(book: &mut Book, money: &Accounts<f64>) -> Result<(), ReportError> {
    let lang = book.lang;
    let flows = money.cash_flows((money.life_a.ceil() as usize).min(MOST_YEARS));
    let mut sheet = Worksheet::new();
    let name = book.sheet_name(lang.say("Cash flow"));
    sheet.set_name(&name)?;
    sheet.write_string_with_format(0, 0, plain(lang.say("Cash flows over the life")), &book.formats.title)?;
    sheet.write_string_with_format(RATE_ROW, 0, lang.say("Discount rate"), &book.formats.text)?;
    let rate = book.formats.number(money.rate, Precision::Decimals(4), Look::Plain).clone();
    sheet.write_number_with_format(RATE_ROW, 1, money.rate, &rate)?;
    let heads = [
        lang.say("Year").to_owned(),
        format!("{} ({})", lang.say("Cash flow"), lang.unit("EUR")),
        format!("{} ({})", lang.say("Sum so far"), lang.unit("EUR")),
        format!("{} ({})", lang.say("Discounted"), lang.unit("EUR")),
        format!("{} ({})", lang.say("Discounted sum so far"), lang.unit("EUR")),
    ];
    for (k, head) in heads.iter().enumerate() {
        sheet.write_string_with_format(FIRST - 1, k as u16, plain(head), &book.formats.head)?;
    }
    let euros = book.formats.number(1e6, WHOLE, Look::Plain).clone();
    for (year, flow) in flows.iter().enumerate() {
        write_year(&mut sheet, year, &flows, *flow, money.rate, &euros)?;
    }
    write_value(book, &mut sheet, &flows, money)?;
    sheet.set_column_width(0, 34)?.set_column_range_width(1, 4, 18)?.set_freeze_panes(FIRST, 1)?;
    print_setup(&mut sheet);
    book.book.push_worksheet(sheet);
    book.book.define_name("discount_rate", &format!("='{name}'!$B${}", RATE_ROW + 1))?;
    Ok(())
}

fn write_year(
    sheet: &mut Worksheet,
    year: usize,
    flows: &[f64],
    flow: f64,
    rate: f64,
    euros: &rust_xlsxwriter::Format,
) -> Result<(), ReportError> {
    let row = FIRST + year as u32;
    let line = row + 1;
    let computed = |text: String, value: f64| Formula::new(text).set_result(value.to_string());
    let sum: f64 = flows[..=year].iter().sum();
    let discounted = flow / libm::pow(1.0 + rate, year as f64);
    let so_far = net_present_value(&flows[..=year], rate);
    let (first, rate_at) = (FIRST + 1, RATE_ROW + 1);
    sheet.write_number(row, 0, year as f64)?;
    sheet.write_number_with_format(row, 1, flow, euros)?;
    sheet.write_formula_with_format(row, 2, computed(format!("=SUM($B${first}:B{line})"), sum), euros)?;
    sheet.write_formula_with_format(
        row,
        3,
        computed(format!("=B{line}/(1+$B${rate_at})^A{line}"), discounted),
        euros,
    )?;
    sheet.write_formula_with_format(row, 4, computed(format!("=SUM($D${first}:D{line})"), so_far), euros)?;
    Ok(())
}

/// The present value, by the spreadsheet's own function and as the engine found it.
fn write_value(
    book: &mut Book,
    sheet: &mut Worksheet,
    flows: &[f64],
    money: &Accounts<f64>,
) -> Result<(), ReportError> {
    let lang = book.lang;
    let (first, last) = (FIRST + 1, FIRST + flows.len() as u32);
    let euros = book.formats.number(1e6, WHOLE, Look::Total).clone();
    let value = net_present_value(flows, money.rate);
    let formula = Formula::new(format!("=B{first}+NPV($B${},B{}:B{last})", RATE_ROW + 1, first + 1))
        .set_result(value.to_string());
    sheet.write_string_with_format(
        RATE_ROW + 1,
        0,
        plain(lang.say("Net present value, recomputed here")),
        &book.formats.text,
    )?;
    sheet.write_formula_with_format(RATE_ROW + 1, 1, formula, &euros)?;
    sheet.write_string_with_format(RATE_ROW + 1, 2, plain(lang.say("as the program found it")), &book.formats.quiet)?;
    sheet.write_number_with_format(RATE_ROW + 1, 3, money.npv_eur(), &euros)?;
    Ok(())
}
