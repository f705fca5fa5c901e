//! A section under construction, and the cells that tables of all chapters use.

use crate::plot::{Locale, Picture, PlotError};
use crate::report::{Block, Cell, Column, Finding, KeyFigure, Precision, Row, Section, Table};

/// A section under construction.
pub(super) struct Chapter {
    section: Section,
}

impl Chapter {
    pub(super) fn new(id: &str, heading: impl Into<String>) -> Self {
        Self { section: Section { id: id.to_owned(), heading: heading.into(), blocks: Vec::new() } }
    }

    pub(super) fn text(&mut self, text: impl Into<String>) {
        self.section.blocks.push(Block::Paragraph(text.into()));
    }

    /// A figure, or the reason why there is none.
    pub(super) fn figure(&mut self, drawn: Result<Picture, PlotError>, caption: impl Into<String>) {
        match drawn {
            Ok(picture) => self.section.blocks.push(Block::Figure { picture, caption: caption.into() }),
            Err(error) => self.text(format!("{} This figure cannot be drawn: {error}.", caption.into())),
        }
    }

    /// A table; one without rows is left out.
    pub(super) fn table(&mut self, table: Table) {
        if table.rows.iter().any(|row| !matches!(row, Row::Group(_))) {
            self.section.blocks.push(Block::Table(table));
        }
    }

    pub(super) fn cards(&mut self, figures: Vec<KeyFigure>) {
        if !figures.is_empty() {
            self.section.blocks.push(Block::KeyFigures(figures));
        }
    }

    pub(super) fn findings(&mut self, findings: Vec<Finding>) {
        if !findings.is_empty() {
            self.section.blocks.push(Block::Findings(findings));
        }
    }

    pub(super) fn terms(&mut self, terms: Vec<(String, String)>) {
        if !terms.is_empty() {
            self.section.blocks.push(Block::Definitions(terms));
        }
    }

    pub(super) fn blocks(&mut self, blocks: Vec<Block>) {
        self.section.blocks.extend(blocks);
    }

    /// The section; none without content.
    pub(super) fn finish(self) -> Option<Section> {
        (!self.section.blocks.is_empty()).then_some(self.section)
    }
}

/// A number to three significant digits; nothing where there is none.
pub(super) fn num(value: f64) -> Cell {
    digits(value, 3)
}

/// A number to so many significant digits; nothing where there is none.
pub(super) fn digits(value: f64, digits: usize) -> Cell {
    if value.is_finite() { Cell::precise(value, Precision::Significant(digits)) } else { Cell::empty() }
}

/// A number with so many decimals; nothing where there is none.
pub(super) fn decimals(value: f64, decimals: usize) -> Cell {
    if value.is_finite() { Cell::precise(value, Precision::Decimals(decimals)) } else { Cell::empty() }
}

/// A number with the digits it was given with, at most six; nothing where there is none.
pub(super) fn as_given(value: f64) -> Cell {
    digits(value, (1..MOST_DIGITS).find(|n| rounded(value, *n) == rounded(value, MOST_DIGITS)).unwrap_or(MOST_DIGITS))
}

/// Digits beyond which an input is rounded for reading.
const MOST_DIGITS: usize = 6;

/// The value to so many significant digits, as text that compares.
fn rounded(value: f64, digits: usize) -> Option<f64> {
    format!("{value:.*e}", digits - 1).parse().ok()
}

/// A part of a whole in per cent; nothing where the whole is zero.
pub(super) fn part_pct(part: f64, whole: f64) -> Cell {
    if whole > 0.0 { decimals(100.0 * part / whole, 1) } else { Cell::empty() }
}

/// A number as words for running text.
pub(super) fn said_in(value: f64, digits: usize, locale: Locale) -> String {
    if value.is_finite() { crate::plot::significant(value, digits, locale) } else { locale.say("unknown").to_owned() }
}

/// A table of quantities: what, value, unit.
pub(super) struct Quantities {
    table: Table,
    lang: Locale,
}

impl Quantities {
    /// With its columns in a language.
    pub(super) fn in_lang(caption: impl Into<String>, lang: Locale) -> Self {
        let columns = vec![
            Column::text(lang.say("Quantity")),
            Column::number(lang.say("Value"), ""),
            Column::text(lang.say("Unit")),
        ];
        Self { table: Table::new(caption, columns), lang }
    }

    pub(super) fn group(&mut self, name: impl Into<String>) {
        self.table.rows.push(Row::Group(name.into()));
    }

    /// A row with four significant digits, whole numbers without decimals; left out where there is no value.
    pub(super) fn push(&mut self, name: &str, value: f64, unit: &str) {
        if value.is_finite() {
            let whole = value.fract() == 0.0 && value.abs() < 10_000.0;
            let cell = if whole { decimals(value, 0) } else { digits(value, 4) };
            self.table.push(vec![Cell::text(name), cell, Cell::text(self.lang.unit(unit))]);
        }
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        self.table.note = note.into();
        self
    }

    pub(super) fn done(self) -> Table {
        self.table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_are_written_as_given() {
        let text = |v: f64| as_given(v).shown(Locale::En);
        assert_eq!(text(1.3), "1.3");
        assert_eq!(text(10.0), "10");
        assert_eq!(text(0.0018), "0.0018");
        assert_eq!(text(49.322_155_8), "49.3222");
        assert_eq!(text(0.0), "0");
        assert_eq!(text(f64::NAN), "");
    }
}
