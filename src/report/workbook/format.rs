//! How cells look, and texts as a cell can hold them.

use crate::report::{Flag, Precision};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};
use std::collections::HashMap;

/// Most letters of a cell.
const CELL_LETTERS: usize = 32_767;

const INK: Color = Color::RGB(0x1f_29_33);
const HEAD: Color = Color::RGB(0xe6_ec_f1);
const AMBER: Color = Color::RGB(0xff_e8_b8);
const RED: Color = Color::RGB(0xf9_d4_cc);

/// The looks of a workbook.
pub(super) struct Formats {
    pub(super) title: Format,
    pub(super) caption: Format,
    pub(super) head: Format,
    pub(super) group: Format,
    pub(super) text: Format,
    pub(super) wrapped: Format,
    pub(super) quiet: Format,
    pub(super) time: Format,
    numbers: HashMap<(String, Look), Format>,
}

/// What is to be seen in a cell besides its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Look {
    Plain,
    Total,
    Assumed,
    Wrong,
}

impl Look {
    /// The look of a cell with a flag, or of a sum.
    pub(super) fn of(flag: Option<Flag>, total: bool) -> Self {
        match flag {
            Some(Flag::Assumed) => Self::Assumed,
            Some(Flag::Fail) => Self::Wrong,
            _ if total => Self::Total,
            _ => Self::Plain,
        }
    }

    fn on(self, format: Format) -> Format {
        match self {
            Self::Plain => format,
            Self::Total => format.set_bold().set_border_top(FormatBorder::Thin),
            Self::Assumed => format.set_background_color(AMBER),
            Self::Wrong => format.set_background_color(RED),
        }
    }
}

impl Formats {
    pub(super) fn new() -> Self {
        let base = || Format::new().set_font_name("Arial").set_font_size(10).set_font_color(INK);
        Self {
            title: base().set_bold().set_font_size(15),
            caption: base().set_bold().set_font_size(11),
            head: base().set_bold().set_background_color(HEAD).set_text_wrap().set_align(FormatAlign::Top),
            group: base().set_bold().set_border_bottom(FormatBorder::Thin),
            text: base().set_align(FormatAlign::Top),
            wrapped: base().set_text_wrap().set_align(FormatAlign::Top),
            quiet: base().set_font_color(Color::RGB(0x5a_66_70)).set_text_wrap().set_align(FormatAlign::Top),
            time: base().set_num_format("yyyy-mm-dd hh:mm"),
            numbers: HashMap::new(),
        }
    }

    /// A number of a look.
    pub(super) fn number(&mut self, value: f64, precision: Precision, look: Look) -> &Format {
        let code = code(value, precision);
        let make = || {
            let base =
                Format::new().set_font_name("Arial").set_font_size(10).set_font_color(INK).set_align(FormatAlign::Top);
            look.on(base.set_num_format(&code))
        };
        self.numbers.entry((code.clone(), look)).or_insert_with(make)
    }

    /// A text of a look.
    pub(super) fn words(&self, look: Look) -> Format {
        look.on(self.wrapped.clone())
    }
}

/// The number format that shows a value as the page does; the cell keeps all its digits.
fn code(value: f64, precision: Precision) -> String {
    let decimals = match precision {
        Precision::Decimals(decimals) => decimals as i32,
        Precision::Significant(digits) if value != 0.0 => {
            let size = libm::floor(libm::log10(value.abs())) as i32;
            if !(-4..9).contains(&size) {
                return format!("0.{}E+00", "0".repeat(digits.saturating_sub(1)));
            }
            (digits as i32 - 1 - size).max(0)
        }
        Precision::Significant(_) => 0,
    };
    if decimals == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(decimals as usize)) }
}

/// A text that a cell can hold: no control characters, no more than it takes, with a mark where it was cut.
pub(super) fn plain(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
    // The limit counts UTF-16.
    if clean.encode_utf16().count() <= CELL_LETTERS {
        return clean;
    }
    clean.chars().take(CELL_LETTERS / 2 - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_the_digits_of_the_page() {
        assert_eq!(code(12_345.6, Precision::Significant(3)), "#,##0");
        assert_eq!(code(0.012_345, Precision::Significant(3)), "#,##0.0000");
        assert_eq!(code(1.5e-9, Precision::Significant(2)), "0.0E+00");
        assert_eq!(code(0.0, Precision::Significant(3)), "#,##0");
        assert_eq!(code(7.0, Precision::Decimals(2)), "#,##0.00");
    }

    #[test]
    fn texts_fit_into_a_cell() {
        assert_eq!(plain("a\u{1}b\nc"), "a b\nc");
        assert!(plain(&"é".repeat(40_000)).encode_utf16().count() <= CELL_LETTERS);
        assert!(plain(&"😀".repeat(40_000)).encode_utf16().count() <= CELL_LETTERS);
    }
}
