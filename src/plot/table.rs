//! The numbers behind a figure, as CSV.

/// Digits of numbers behind figures of long series: finer than any eye, and an hourly year takes half the bytes.
const DIGITS: usize = 6;

/// Rows up to which a table keeps all digits.
const ROWS_IN_FULL: usize = 200;

/// A fraction with more digits than [`DIGITS`], rounded; all other cells as they are.
fn rounded(cell: String) -> String {
    if cell.len() <= DIGITS + 1 || !cell.contains('.') {
        return cell;
    }
    let number: Option<f64> = cell.parse().ok().filter(|v: &f64| v.is_finite());
    let short = number.and_then(|v| format!("{v:.*e}", DIGITS - 1).parse::<f64>().ok());
    short.map_or(cell, |v| v.to_string())
}

/// A header and rows as CSV text; long series to six significant digits, all else in full.
pub(super) fn csv(header: &[String], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).expect("writing to memory cannot fail");
    let rows: Vec<Vec<String>> = rows.into_iter().collect();
    let long = rows.len() > ROWS_IN_FULL;
    for row in rows {
        let cells = row.into_iter().map(|cell| if long { rounded(cell) } else { cell });
        writer.write_record(cells).expect("rows have as many cells as the header");
    }
    let bytes = writer.into_inner().expect("writing to memory cannot fail");
    String::from_utf8(bytes).expect("made from strings")
}

/// `name (unit)`, or the name alone.
pub(super) fn with_unit(name: &str, unit: &str) -> String {
    if unit.is_empty() { name.to_owned() } else { format!("{name} ({unit})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_short_and_all_else_stays() {
        let cells =
            ["1237.716451151833", "-0.000123456789123", "1e-300", "800", "12345678901234", "a.b.c.d.e.f", "0.1", ""];
        let short = ["1237.72", "-0.000123457", "1e-300", "800", "12345678901234", "a.b.c.d.e.f", "0.1", ""];
        assert_eq!(cells.map(|c| rounded(c.to_owned())), short);
    }
}
