//! The page as HTML that is also well-formed XML.

use super::{Block, Finding, Flag, KeyFigure, Page, ReportError, Row, Section, Severity, Table};
use crate::plot::{Locale, Picture};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const STYLE: &str = include_str!("page.css");

/// Nothing is loaded and nothing runs, whatever stands in the page: the browser itself is told so.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// What is counted through the page.
struct Writer {
    out: String,
    lang: Locale,
    figures: usize,
    tables: usize,
}

pub(super) fn page(page: &Page) -> Result<String, ReportError> {
    let lang = page.lang;
    let anchors = anchors(&page.sections);
    let mut w = Writer { out: head(page), lang, figures: 0, tables: 0 };
    w.contents(&page.sections, &anchors);
    w.raw("<main>\n");
    for (k, (section, anchor)) in page.sections.iter().zip(&anchors).enumerate() {
        w.section(k + 1, section, anchor)?;
    }
    w.raw("</main>\n</div>\n");
    if !page.footer.is_empty() {
        w.raw(&format!("<footer>{}</footer>\n", escaped(&page.footer)));
    }
    w.raw("</div>\n</body>\n</html>\n");
    Ok(w.out)
}

fn head(page: &Page) -> String {
    let (title, code) = (escaped(&page.title), page.lang.code());
    let subtitle =
        if page.subtitle.is_empty() { String::new() } else { format!("<p>{}</p>\n", escaped(&page.subtitle)) };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta name=\"color-scheme\" content=\"light dark\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"/>\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<div class=\"sheet\">\n\
         <header>\n<h1>{title}</h1>\n{subtitle}</header>\n<div class=\"body\">\n"
    )
}

impl Writer {
    fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    fn contents(&mut self, sections: &[Section], anchors: &[String]) {
        let word = self.lang.say("Contents");
        self.raw(&format!("<nav aria-label=\"{word}\">\n<h2>{word}</h2>\n<ol>\n"));
        for (k, (section, anchor)) in sections.iter().zip(anchors).enumerate() {
            let heading = escaped(&section.heading);
            self.raw(&format!("<li><a href=\"#{anchor}\"><span>{}</span>{heading}</a></li>\n", k + 1));
        }
        self.raw("</ol>\n</nav>\n");
    }

    fn section(&mut self, number: usize, section: &Section, anchor: &str) -> Result<(), ReportError> {
        let heading = escaped(&section.heading);
        self.raw(&format!("<section id=\"{anchor}\">\n<h2><span>{number}</span>{heading}</h2>\n"));
        for block in &section.blocks {
            match block {
                Block::Paragraph(text) => self.raw(&format!("<p>{}</p>\n", escaped(text))),
                Block::Figure { picture, caption } => self.figure(picture, caption),
                Block::Table(table) => self.table(table)?,
                Block::KeyFigures(figures) if !figures.is_empty() => self.key_figures(figures),
                Block::Findings(findings) if !findings.is_empty() => self.findings(findings),
                Block::Definitions(terms) if !terms.is_empty() => self.definitions(terms),
                Block::KeyFigures(_) | Block::Findings(_) | Block::Definitions(_) => {}
            }
        }
        self.raw("</section>\n");
        Ok(())
    }

    fn figure(&mut self, picture: &Picture, caption: &str) {
        self.figures += 1;
        let number = self.figures;
        let link = self.data_link(&picture.csv, &format!("figure-{number}.csv"));
        self.raw(&format!(
            "<figure id=\"figure-{number}\">\n<div class=\"drawing\">{}</div>\n\
             <figcaption><b>Figure {number}.</b> {} {link}</figcaption>\n</figure>\n",
            picture.svg,
            escaped(caption),
        ));
    }

    fn data_link(&self, csv: &str, file: &str) -> String {
        let word = self.lang.say("Data (CSV)");
        format!("<a class=\"data\" download=\"{file}\" href=\"data:text/csv;charset=utf-8,{}\">{word}</a>", uri(csv))
    }

    fn table(&mut self, table: &Table) -> Result<(), ReportError> {
        self.tables += 1;
        let number = self.tables;
        let link = self.data_link(&table.csv()?, &format!("table-{number}.csv"));
        let word = self.lang.say("Table");
        let caption = escaped(&table.caption);
        self.raw(&format!(
            "<figure id=\"table-{number}\">\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" \
             aria-label=\"{word} {number}\">\n<table>\n<caption><b>{word} {number}.</b> {caption} {link}</caption>\n\
             <thead><tr>"
        ));
        for column in &table.columns {
            let class = if column.align == super::Align::Right { " class=\"number\"" } else { "" };
            let unit = match column.unit.as_str() {
                "" => String::new(),
                unit => format!("<span class=\"unit\">{}</span>", escaped(unit)),
            };
            self.raw(&format!("<th scope=\"col\"{class}>{}{unit}</th>", escaped(&column.name)));
        }
        self.raw("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.row(table, row);
        }
        self.raw("</tbody>\n</table>\n</div>\n");
        if !table.note.is_empty() {
            self.raw(&format!("<p class=\"small\">{}</p>\n", escaped(&table.note)));
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
            let number = column.align == super::Align::Right;
            let assumed = cell.flag == Some(Flag::Assumed);
            let class = match (number, assumed) {
                (true, true) => " class=\"number cell-assumed\"",
                (true, false) => " class=\"number\"",
                (false, true) => " class=\"cell-assumed\"",
                (false, false) => "",
            };
            let badge = cell.flag.map_or(String::new(), |flag| {
                format!("<span class=\"badge {}\">{}</span>", flag.class(), flag.word(self.lang))
            });
            let shown = breakable(&cell.shown(self.lang));
            // Before a number, so that digits stay below digits.
            let cell = if number { badge + &shown } else { shown + &badge };
            // The words that open a row name it: readers that speak repeat them before each cell.
            let markup = if k == 0 && !number {
                format!("<th scope=\"row\"{class}>{cell}</th>")
            } else {
                format!("<td{class}>{cell}</td>")
            };
            self.raw(&markup);
        }
        self.raw("</tr>\n");
    }

    fn key_figures(&mut self, figures: &[KeyFigure]) {
        self.raw("<div class=\"cards\">\n");
        for figure in figures {
            let lang = self.lang;
            let number = |value: f64| escaped(&figure.precision.text(value, lang));
            self.raw(&format!(
                "<div class=\"card\">\n<h3>{}</h3>\n<p class=\"value\">{} <span>{}</span></p>\n",
                escaped(&figure.name),
                number(figure.nominal),
                escaped(&figure.unit),
            ));
            if let Some(quantiles) = figure.p10_p50_p90 {
                self.raw("<dl>");
                for (name, value) in ["P10", "P50", "P90"].into_iter().zip(quantiles) {
                    self.raw(&format!("<div><dt>{name}</dt><dd>{}</dd></div>", number(value)));
                }
                self.raw("</dl>\n");
            }
            if !figure.note.is_empty() {
                self.raw(&format!("<p class=\"note\">{}</p>\n", escaped(&figure.note)));
            }
            self.raw("</div>\n");
        }
        self.raw("</div>\n");
    }

    fn findings(&mut self, findings: &[Finding]) {
        self.raw("<ul class=\"findings\">\n");
        for finding in findings {
            let class = match finding.severity {
                Severity::Note => "note",
                Severity::Warning => "warning",
                Severity::Breach => "breach",
            };
            let word = finding.severity.word(self.lang);
            self.raw(&format!("<li class=\"{class}\"><b>{word}</b>{}", escaped(&finding.text)));
            if !finding.source.is_empty() {
                self.raw(&format!("<cite>{}</cite>", escaped(&finding.source)));
            }
            self.raw("</li>\n");
        }
        self.raw("</ul>\n");
    }

    fn definitions(&mut self, terms: &[(String, String)]) {
        self.raw("<dl class=\"terms\">\n");
        for (term, meaning) in terms {
            self.raw(&format!("<div><dt>{}</dt><dd>{}</dd></div>\n", escaped(term), escaped(meaning)));
        }
        self.raw("</dl>\n");
    }
}

/// Anchors of the sections: their ids in small letters, digits and hyphens, each once.
fn anchors(sections: &[Section]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut anchor = |section: &Section| {
        let plain: String =
            section.id.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
        // A prefix keeps them apart from the ids of figures and tables.
        let base = format!("section-{}", plain.trim_matches('-'));
        let mut name = base.clone();
        let mut number = 2;
        while !taken.insert(name.clone()) {
            name = format!("{base}-{number}");
            number += 1;
        }
        name
    };
    sections.iter().map(&mut anchor).collect()
}

/// Text for element content and for attributes in double quotes; what XML cannot hold becomes a replacement mark.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Letters of a word beyond which it may be broken.
const LONG_WORD: usize = 16;

/// Text for a cell, where addresses and paths may break behind their separators: one long word must not widen a table.
fn breakable(text: &str) -> String {
    let word = |word: &str| {
        if word.chars().count() <= LONG_WORD {
            return escaped(word);
        }
        let parts: Vec<String> = word.split_inclusive(['/', '_', '.', '-', ';', ',']).map(escaped).collect();
        parts.join("<wbr/>")
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Bytes for the data part of a `data:` address (RFC 2397, RFC 3986): what could end it or the attribute is encoded.
fn uri(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 5 / 4);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b',' | b'(' | b')' => {
                out.push(char::from(byte));
            }
            byte => write!(out, "%{byte:02X}").expect("writing to a string cannot fail"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_for_content_and_for_attributes() {
        assert_eq!(escaped("a<b>&\"c'\u{0}\u{ffff}"), "a&lt;b&gt;&amp;&quot;c&#39;\u{fffd}\u{fffd}");
        assert_eq!(breakable("short a/b x<y"), "short a/b x&lt;y");
        assert_eq!(breakable("digester.digestate_loss"), "digester.<wbr/>digestate_<wbr/>loss");
        assert_eq!(uri("a,b\n\"#é%"), "a,b%0A%22%23%C3%A9%25");
    }
}
