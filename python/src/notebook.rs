//! The short answer as HTML for a notebook: tables without a style of their own, in the notebook's.

use crate::table::escaped;
use gisement::report::{Block, Cell, KeyFigure, Row, Section, Table};
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
                format!("<li><b>{}</b> {}</li>", f.severity.word(lang), escaped(&f.text))
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

fn table_html(table: &Table, lang: Locale) -> String {
    let mut html = format!("<table><caption>{}</caption><thead><tr>", escaped(&table.caption));
    for column in &table.columns {
        let unit = if column.unit.is_empty() {
            String::new()
        } else {
            format!("<br><small>{}</small>", escaped(&lang.unit(&column.unit)))
        };
        html += &format!("<th>{}{unit}</th>", escaped(&column.name));
    }
    html += "</tr></thead><tbody>";
    for row in &table.rows {
        html += &match row {
            Row::Group(name) => format!("<tr><th colspan=\"{}\">{}</th></tr>", table.columns.len(), escaped(name)),
            Row::Cells(cells) | Row::Total(cells) => {
                format!("<tr>{}</tr>", cells.iter().map(|c| cell(c, lang)).collect::<String>())
            }
        };
    }
    html += "</tbody></table>";
    if !table.note.is_empty() {
        html += &format!("<p><small>{}</small></p>", escaped(&table.note));
    }
    html
}

fn cell(cell: &Cell, lang: Locale) -> String {
    let flag = cell.flag.map_or(String::new(), |flag| format!(" <small>{}</small>", flag.word(lang)));
    format!("<td>{}{flag}</td>", escaped(&cell.shown(lang)))
}

fn key_figures(figures: &[KeyFigure], lang: Locale) -> String {
    let heads = ["", "nominal", "P10", "P50", "P90", ""].map(|head| format!("<th>{}</th>", lang.known(head)));
    let one = |f: &KeyFigure| {
        let number = |value: f64| format!("<td>{}</td>", escaped(&f.precision.text(value, lang)));
        let spread = f.p10_p50_p90.map_or("<td></td><td></td><td></td>".to_owned(), |v| v.map(number).concat());
        format!(
            "<tr><th>{}</th>{}{spread}<td>{}</td></tr>",
            escaped(&f.name),
            number(f.nominal),
            escaped(&lang.unit(&f.unit))
        )
    };
    format!(
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        heads.concat(),
        figures.iter().map(one).collect::<String>()
    )
}
