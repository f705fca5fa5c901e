//! The short answer as HTML for a notebook: tables without a style of their own, in the notebook's.

use crate::table::escaped;
use gisement::report::{Align, Block, Cell, KeyFigure, Row, Section, Table};
use gisement::words::Locale;

/// The sections below their title.
pub(crate) fn html(title: &str, sections: &[Section], lang: Locale) -> String {
    let mut html = format!("<h3>{}</h3>", escaped(title));
    for section in sections {
        html += &format!("<h4>{}</h4>", escaped(&section.heading));
        section.blocks.iter().for_each(|block| html += &block_html(block, lang));
    }
    html
}

fn block_html(block: &Block, lang: Locale) -> String {
    match block {
        Block::Paragraph(text) => format!("<p>{}</p>", escaped(text)),
        Block::Figure { picture, caption } => format!("{}<p>{}</p>", picture.svg, escaped(caption)),
        Block::Table(table) => table_html(table, lang),
        Block::KeyFigures(figures) => key_figures(figures, lang),
        Block::Findings(findings) => {
            let one = |f: &gisement::report::Finding| {
                format!("<li><b>{}{}</b> {}</li>", f.severity.word(lang), lang.colon(), escaped(&f.text))
            };
            format!("<ul>{}</ul>", findings.iter().map(one).collect::<String>())
        }
        Block::Definitions(terms) => {
            let one =
                |(term, meaning): &(String, String)| format!("<dt>{}</dt><dd>{}</dd>", escaped(term), escaped(meaning));
            format!("<dl>{}</dl>", terms.iter().map(one).collect::<String>())
        }
    }
}

/// A notebook aligns all cells to the right unless told otherwise.
fn side(align: Align) -> &'static str {
    match align {
        Align::Left => "text-align:left",
        Align::Right => "text-align:right",
    }
}

fn heading(name: &str, unit: &str, align: Align, lang: Locale) -> String {
    let unit =
        if unit.is_empty() { String::new() } else { format!("<br><small>{}</small>", escaped(&lang.unit(unit))) };
    format!("<th style=\"{}\">{}{unit}</th>", side(align), escaped(name))
}

fn table_html(table: &Table, lang: Locale) -> String {
    let heads: String = table.columns.iter().map(|c| heading(&c.name, &c.unit, c.align, lang)).collect();
    let mut html =
        format!("<table><caption>{}</caption><thead><tr>{heads}</tr></thead><tbody>", escaped(&table.caption));
    let cells = |cells: &[Cell], weight: &str| -> String {
        let all = cells.iter().zip(&table.columns).map(|(c, column)| cell(c, column.align, weight, lang));
        format!("<tr>{}</tr>", all.collect::<String>())
    };
    for row in &table.rows {
        html += &match row {
            Row::Group(name) => {
                let (span, left) = (table.columns.len(), side(Align::Left));
                format!("<tr><th colspan=\"{span}\" style=\"{left}\">{}</th></tr>", escaped(name))
            }
            Row::Cells(list) => cells(list, ""),
            Row::Total(list) => cells(list, ";font-weight:bold"),
        };
    }
    html += "</tbody></table>";
    if !table.note.is_empty() {
        html += &format!("<p><small>{}</small></p>", escaped(&table.note));
    }
    html
}

fn cell(cell: &Cell, align: Align, weight: &str, lang: Locale) -> String {
    let flag = cell.flag.map_or(String::new(), |flag| format!(" <small>{}</small>", flag.word(lang)));
    format!("<td style=\"{}{weight}\">{}{flag}</td>", side(align), escaped(&cell.shown(lang)))
}

fn key_figures(figures: &[KeyFigure], lang: Locale) -> String {
    let heads =
        ["", "Nominal", "P10", "P50", "P90", "", ""].map(|head| heading(lang.known(head), "", Align::Right, lang));
    let one = |f: &KeyFigure| {
        let number = |value: f64| format!("<td>{}</td>", escaped(&f.precision.text(value, lang)));
        let spread = f.p10_p50_p90.map_or("<td></td><td></td><td></td>".to_owned(), |v| v.map(number).concat());
        let words = |text: &str| format!("<td style=\"{}\">{}</td>", side(Align::Left), escaped(text));
        // The frame a number holds in belongs to it: a saving without its method says nothing.
        let (unit, frame) = (words(&lang.unit(&f.unit)), words(&f.note));
        format!("<tr>{}{}{spread}{unit}{frame}</tr>", words(&f.name), number(f.nominal))
    };
    let rows: String = figures.iter().map(one).collect();
    format!("<table><thead><tr>{}</tr></thead><tbody>{rows}</tbody></table>", heads.concat())
}
