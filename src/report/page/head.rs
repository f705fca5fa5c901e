//! What stands before the first chapter: the head of the document, the title, how to read the page.

use super::Writer;
use super::text::{escaped, linked};
use crate::report::{Block, Flag, Page, Row};
use crate::words::{Locale, word};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Nothing is loaded, and nothing runs but the one script of the page, known by its hash: the browser itself is told so.
fn policy() -> String {
    let hash = BASE64_STANDARD.encode(Sha256::digest(script_text()));
    format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
    )
}

/// The script as it stands between its tags: without comments and indents.
fn script_text() -> String {
    let lines = SCRIPT.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.fold(String::from("\n"), |text, line| text + line + "\n")
}

/// Everything up to the opening of the contents.
pub(super) fn head(page: &Page) -> String {
    let (title, code, policy) = (escaped(&page.title), page.lang.code(), policy());
    let subtitle =
        if page.subtitle.is_empty() { String::new() } else { format!("<p>{}</p>\n", escaped(&page.subtitle)) };
    let skip = page.lang.say("Skip to the text");
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta name=\"color-scheme\" content=\"light dark\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"/>\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#text\">{skip}</a>\n<div class=\"sheet\">\n\
         <header>\n<h1>{title}</h1>\n{subtitle}</header>\n<div class=\"body\">\n"
    )
}

/// The script, at the end of the body: all it works on is there.
pub(super) fn script() -> String {
    format!("<script>{}</script>\n", script_text())
}

impl Writer<'_> {
    /// How to read the page, once, before its first chapter: only what the page has.
    pub(super) fn legend(&mut self, page: &Page) {
        let entries = legend(page, !self.sources.entries.is_empty());
        if entries.is_empty() {
            return;
        }
        let name = self.lang.say("How to read this page");
        self.raw(&format!("<aside class=\"legend\" aria-label=\"{name}\">\n<dl>\n"));
        for (mark, meaning) in entries {
            self.raw(&format!("<div><dt>{mark}</dt><dd>{}</dd></div>\n", linked(meaning)));
        }
        self.raw("</dl>\n</aside>\n");
    }
}

/// Marks of a page as markup, each with what it means.
fn legend(page: &Page, cites: bool) -> Vec<(String, &str)> {
    let lang = page.lang;
    let mut list = Vec::new();
    let meanings = [
        (Flag::Assumed, word("Not verified, only plausible: replace these values first.")),
        (Flag::Sampled, word("Drawn at random in the samples.")),
    ];
    for (flag, meaning) in meanings {
        if has_flag(page, flag) {
            list.push((badge(flag, lang), lang.say(meaning)));
        }
    }
    if blocks(page).any(|b| matches!(b, Block::KeyFigures(list) if list.iter().any(|f| f.p10_p50_p90.is_some()))) {
        let names = super::quantile_names(lang).join(", ");
        let meaning = word(
            "One sample in ten lies below the first, half below the second, nine in ten below the third. The large \
             number beside them is the nominal case.",
        );
        list.push((escaped(&names), lang.say(meaning)));
    }
    if cites {
        let meaning = word("Number of a source; the list of sources names it in full.");
        list.push(("<span class=\"cite\">[1]</span>".to_owned(), lang.say(meaning)));
    }
    list
}

fn blocks(page: &Page) -> impl Iterator<Item = &Block> {
    page.sections.iter().flat_map(|s| &s.blocks)
}

fn has_flag(page: &Page, flag: Flag) -> bool {
    blocks(page).any(|block| match block {
        Block::Table(table) => table.rows.iter().flat_map(Row::cells).any(|cell| cell.flag == Some(flag)),
        _ => false,
    })
}

/// A flag as a mark.
pub(super) fn badge(flag: Flag, lang: Locale) -> String {
    format!("<span class=\"badge {}\">{}</span>", flag.class(), flag.word(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_small_and_the_same_in_html_and_xml() {
        let text = script_text();
        assert!(text.len() < 6_400, "{} bytes", text.len());
        assert!(!text.contains(['<', '&', '\r']), "XML would read it otherwise");
        assert!(!text.contains("]]>"));
    }
}
