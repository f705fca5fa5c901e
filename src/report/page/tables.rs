//! Tables as markup.

use super::Writer;
use super::head::badge;
use super::text::{breakable, escaped};
use crate::report::{Align, Cell, Column, Content, Flag, ReportError, Row, Table};
use crate::words::Locale;

/// Columns that a phone has room for; a table of more is scrolled, rather than squeezed.
const FEW_COLUMNS: usize = 4;
/// Columns beyond which a table is set in small letters on paper.
const MANY_COLUMNS: usize = 8;

impl Writer<'_> {
    pub(super) fn table(&mut self, table: &Table) -> Result<(), ReportError> {
        self.tables += 1;
        let number = self.tables;
        let link = self.data_link(&table.csv()?, &format!("table-{number}.csv"));
        let word = self.lang.say("Table");
        let caption = self.told(&table.caption);
        let wide = match table.columns.len() {
            0..=FEW_COLUMNS => "",
            n if n <= MANY_COLUMNS => " many",
            _ => " many wide",
        };
        self.raw(&format!(
            "<figure id=\"table-{number}\" class=\"of-table{wide}\">\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" \
             aria-label=\"{word} {number}\">\n<table>\n<caption><span><b>{word} {number}.</b> {caption} {link}</span></caption>\n\
             <thead><tr>"
        ));
        for column in &table.columns {
            self.raw(&heading(column, self.lang));
        }
        self.raw("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.row(table, row);
        }
        self.raw("</tbody>\n</table>\n</div>\n");
        if !table.note.is_empty() {
            let note = self.told(&table.note);
            self.raw(&format!("<p class=\"small\">{note}</p>\n"));
        }
        self.raw("</figure>\n");
        Ok(())
    }

    fn row(&mut self, table: &Table, row: &Row) {
        match row {
            Row::Group(name) => {
                let (span, name) = (table.columns.len(), escaped(name));
                self.raw(&format!("<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{span}\">{name}</th></tr>\n"));
                return;
            }
            Row::Total(_) => self.raw("<tr class=\"total\">"),
            Row::Cells(_) => self.raw("<tr>"),
        }
        for (k, (cell, column)) in row.cells().iter().zip(&table.columns).enumerate() {
            let markup = self.cell(cell, column.align == Align::Right, k == 0);
            self.raw(&markup);
        }
        self.raw("</tr>\n");
    }

    fn cell(&self, cell: &Cell, number: bool, first: bool) -> String {
        let class = match (number, cell.flag == Some(Flag::Assumed)) {
            (true, true) => " class=\"number cell-assumed\"",
            (true, false) => " class=\"number\"",
            (false, true) => " class=\"cell-assumed\"",
            (false, false) => "",
        };
        let badge = cell.flag.map_or_else(String::new, |flag| badge(flag, self.lang));
        let shown = match &cell.content {
            Content::Source(source) => self.cited(&source.text, &source.place),
            _ => breakable(&cell.shown(self.lang)),
        };
        // Before a number, so that digits stay below digits.
        let text = if number { badge + &shown } else { shown + &badge };
        // The words that open a row name it: readers that speak repeat them before each cell.
        if first && !number {
            format!("<th scope=\"row\"{class}>{text}</th>")
        } else {
            format!("<td{class}>{text}</td>")
        }
    }

    /// The mark of a source, and where the value was set.
    fn cited(&self, source: &str, place: &str) -> String {
        let place = if place.is_empty() { String::new() } else { format!(" {}", breakable(place)) };
        self.mark(source) + &place
    }
}

fn heading(column: &Column, lang: Locale) -> String {
    let class = if column.align == Align::Right { " class=\"number\"" } else { "" };
    let unit = match column.unit.as_str() {
        "" => String::new(),
        unit => format!("<span class=\"unit\">{}</span>", escaped(&lang.unit(unit))),
    };
    format!("<th scope=\"col\"{class}>{}{unit}</th>", escaped(&column.name))
}
