//! Tables that cannot be read.

use crate::text;
use crate::words::Text;

/// What the reader of CSV says, of which one case is met: rows that are not all as long.
pub fn csv_told(error: &csv::Error) -> Text {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let line = pos.as_ref().map_or(0, csv::Position::line);
            text!("line {line}: {found} cells where {expected} are needed", line, found = len, expected = expected_len)
        }
        csv::ErrorKind::Utf8 { pos, .. } => {
            let line = pos.as_ref().map_or(0, csv::Position::line);
            text!("line {line}: not UTF-8 text, or a quote that is never closed", line)
        }
        _ => Text::plain(error.to_string()),
    }
}
