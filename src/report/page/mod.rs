//! The page as HTML that is also well-formed XML: one writer for the pages of all commands.

mod head;
mod outline;
pub(super) mod refer;
mod sources;
mod tables;
mod text;

use super::{Block, Finding, KeyFigure, Page, ReportError, Section, Severity};
use crate::plot::{FONT_FAMILIES, Locale, Picture};
use outline::{Part, Targets};
use sources::Bibliography;
use text::{escaped, linked, uri};

/// What is counted through the page, and what is known of it before the first chapter is written.
struct Writer<'a> {
    out: String,
    lang: Locale,
    sources: Bibliography<'a>,
    targets: Targets,
    figures: usize,
    tables: usize,
}

pub(super) fn page(page: &Page) -> Result<String, ReportError> {
    let cites = !Bibliography::of(page.sections.iter().map(|s| (0, s))).entries.is_empty();
    let parts = outline::parts(page, cites);
    let numbered = parts.iter().filter_map(|p| Some((p.number, p.section?)));
    let sources = Bibliography::of(numbered);
    let targets = Targets::of(&parts);
    let mut w = Writer { out: head::head(page), lang: page.lang, sources, targets, figures: 0, tables: 0 };
    w.contents(&parts);
    w.raw("<main id=\"text\">\n");
    w.legend(page);
    for part in &parts {
        match part.section {
            Some(section) => w.section(part, section)?,
            None => w.bibliography(part, &parts),
        }
    }
    w.raw("</main>\n</div>\n");
    if !page.footer.is_empty() {
        w.raw(&format!("<footer>{}</footer>\n", escaped(&page.footer)));
    }
    w.raw(&format!("</div>\n{}</body>\n</html>\n", head::script()));
    Ok(w.out)
}

/// A drawing without the fonts of each of its texts, which the style sheet names once for all. Only the whole attribute, as
/// the drawing writes it, is taken out: no text can be cut so that it becomes markup.
fn without_fonts(svg: &str) -> String {
    svg.replace(&format!(" font-family=\"{FONT_FAMILIES}\""), "")
}

/// What the three quantiles are called.
pub(super) fn quantile_names(lang: Locale) -> [&'static str; 3] {
    [lang.say("P10"), lang.say("P50"), lang.say("P90")]
}

impl Writer<'_> {
    fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Running text: references within the page and addresses become links.
    fn told(&self, text: &str) -> String {
        refer::resolve(text, linked, |target, words| match self.targets.find(target) {
            Some(t) => format!("<a href=\"#{}\">{}\u{a0}{}</a>", t.anchor, escaped(words), t.number),
            None => escaped(words),
        })
    }

    /// The mark of a source, which leads to its place in the list.
    fn mark(&self, source: &str) -> String {
        self.sources
            .number(source)
            .map_or_else(String::new, |n| format!("<a class=\"cite\" href=\"#source-{n}\">[{n}]</a>"))
    }

    fn heading_of(&self, part: &Part<'_>) -> String {
        escaped(part.section.map_or_else(|| self.lang.say("Sources"), |s| &s.heading))
    }

    fn contents(&mut self, parts: &[Part<'_>]) {
        let word = self.lang.say("Contents");
        self.raw(&format!("<nav aria-label=\"{word}\">\n<details open=\"open\">\n<summary>{word}</summary>\n<ol>\n"));
        for part in parts {
            let (anchor, number, heading) = (&part.anchor, part.number, self.heading_of(part));
            self.raw(&format!("<li><a href=\"#{anchor}\"><span>{number}</span>{heading}</a></li>\n"));
        }
        self.raw("</ol>\n</details>\n</nav>\n");
    }

    fn open(&mut self, part: &Part<'_>) {
        let (anchor, number, heading) = (&part.anchor, part.number, self.heading_of(part));
        self.raw(&format!("<section id=\"{anchor}\">\n<h2><span>{number}</span>{heading}</h2>\n"));
    }

    fn section(&mut self, part: &Part<'_>, section: &Section) -> Result<(), ReportError> {
        self.open(part);
        for block in &section.blocks {
            match block {
                Block::Paragraph(text) => {
                    let text = self.told(text);
                    self.raw(&format!("<p>{text}</p>\n"));
                }
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

    /// Every source that is cited, with the chapters that cite it.
    fn bibliography(&mut self, part: &Part<'_>, parts: &[Part<'_>]) {
        self.open(part);
        self.raw("<ol class=\"sources\">\n");
        let cited = self.lang.say("chapters¦that cite a source");
        for k in 0..self.sources.entries.len() {
            let entry = &self.sources.entries[k];
            let to = |n: &usize| format!("<a href=\"#{}\">{n}</a>", parts[n - 1].anchor);
            let chapters: Vec<String> = entry.chapters.iter().map(to).collect();
            let (number, text, chapters) = (k + 1, linked(entry.text), chapters.join(", "));
            self.raw(&format!(
                "<li id=\"source-{number}\"><span class=\"cite\">[{number}]</span><div>{text} \
                 <span class=\"from\">({cited} {chapters})</span></div></li>\n"
            ));
        }
        self.raw("</ol>\n</section>\n");
    }

    fn figure(&mut self, picture: &Picture, caption: &str) {
        self.figures += 1;
        let number = self.figures;
        let link = self.data_link(&picture.csv, &format!("figure-{number}.csv"));
        let caption = self.told(caption);
        self.raw(&format!(
            "<figure id=\"figure-{number}\">\n<div class=\"drawing\" tabindex=\"0\" role=\"region\" \
             aria-label=\"Figure {number}\">{}</div>\n\
             <figcaption><b>Figure {number}.</b> {caption} {link}</figcaption>\n</figure>\n",
            without_fonts(&picture.svg),
        ));
    }

    fn data_link(&self, csv: &str, file: &str) -> String {
        let word = self.lang.say("Data (CSV)");
        format!("<a class=\"data\" download=\"{file}\" href=\"data:text/csv;charset=utf-8,{}\">{word}</a>", uri(csv))
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
                escaped(&lang.unit(&figure.unit)),
            ));
            if let Some(values) = figure.p10_p50_p90 {
                self.raw("<dl>");
                for (name, value) in quantile_names(lang).into_iter().zip(values) {
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
            let (word, text) = (finding.severity.word(self.lang), self.told(&finding.text));
            self.raw(&format!("<li class=\"{class}\"><b>{word}</b>{text}"));
            if !finding.source.is_empty() {
                let mark = self.mark(&finding.source);
                self.raw(&format!("<cite>{mark} {}</cite>", linked(&finding.source)));
            }
            self.raw("</li>\n");
        }
        self.raw("</ul>\n");
    }

    fn definitions(&mut self, terms: &[(String, String)]) {
        self.raw("<dl class=\"terms\">\n");
        for (term, meaning) in terms {
            let meaning = self.told(meaning);
            self.raw(&format!("<div><dt>{}</dt><dd>{meaning}</dd></div>\n", escaped(term)));
        }
        self.raw("</dl>\n");
    }
}
