//! Tables, key figures and findings as text for a terminal.

use super::page::refer::words_of;
use super::{
    Align, Block, Cell, Column, Content, Finding, Flag, KeyFigure, Page, ReportError, Row, Section, Severity, Table,
};
use crate::plot::Locale;
use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Width};

/// How text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Columns of the terminal; lines are no wider. At least 40.
    pub width: u16,
    /// Colours and bold letters; without it, the text is plain.
    pub colour: bool,
    /// Language of numbers and words.
    pub locale: Locale,
}

impl Default for Terminal {
    fn default() -> Self {
        Self { width: 100, colour: false, locale: Locale::En }
    }
}

const NARROWEST: u16 = 40;
/// Free columns around the text of a cell.
const PADDING: usize = 2;
/// Free columns between two cells; there are none after the last.
const BETWEEN: usize = 1;
/// A word that is longer may be broken.
const WORD: usize = 24;
/// Where a word may be broken; it has no width, and is not printed.
const BREAK: char = '\u{200b}';
const BOLD: &str = "1";
const AMBER: &str = "33";
const RED: &str = "31";
const GREEN: &str = "32";

impl Terminal {
    /// The whole page; figures are named, not drawn.
    ///
    /// # Errors
    /// [`ReportError::RowLength`] when a row has another number of cells than its table has columns.
    pub fn page(&self, page: &Page) -> Result<String, ReportError> {
        let mut out = self.heading(&page.title);
        if !page.subtitle.is_empty() {
            out.push_str(&self.paragraph(&page.subtitle));
        }
        for section in &page.sections {
            out.push('\n');
            out.push_str(&self.section(section)?);
        }
        Ok(out)
    }

    /// A section with its heading.
    ///
    /// # Errors
    /// [`ReportError::RowLength`] when a row has another number of cells than its table has columns.
    pub fn section(&self, section: &Section) -> Result<String, ReportError> {
        let mut out = self.heading(&section.heading);
        let mut before: Option<&Block> = None;
        for block in &section.blocks {
            let figures = matches!((before, block), (Some(Block::Figure { .. }), Block::Figure { .. }));
            if before.is_some() && !figures {
                out.push('\n');
            }
            before = Some(block);
            let text = match block {
                Block::Paragraph(text) => self.paragraph(text),
                Block::Figure { picture, .. } => {
                    let word = self.locale.say("Figure in the page");
                    self.paragraph(&format!("[{word}{}{}]", self.locale.colon(), picture.title))
                }
                Block::Table(table) => self.table(table)?,
                Block::KeyFigures(figures) => self.key_figures(figures),
                Block::Findings(findings) => self.findings(findings),
                Block::Definitions(terms) => terms
                    .iter()
                    .map(|(term, meaning)| self.paragraph(&format!("{term}{}{meaning}", self.locale.colon())))
                    .collect(),
            };
            out.push_str(&text);
        }
        Ok(out)
    }

    /// A heading with a rule below it.
    pub fn heading(&self, text: &str) -> String {
        let lines = wrap(&clean(text), self.room());
        let longest = lines.iter().map(|l| l.chars().count()).max().unwrap_or(0);
        let bold: Vec<String> = lines.iter().map(|l| self.paint(l, BOLD)).collect();
        format!("{}\n{}\n", bold.join("\n"), "─".repeat(longest))
    }

    /// Running text, broken between words.
    pub fn paragraph(&self, text: &str) -> String {
        wrap(&clean(&words_of(text)), self.room()).into_iter().map(|l| l + "\n").collect()
    }

    /// A table with its caption above and its notes below.
    ///
    /// # Errors
    /// [`ReportError::RowLength`] when a row has another number of cells than the table has columns.
    pub fn table(&self, table: &Table) -> Result<String, ReportError> {
        table.check()?;
        let mut out = if table.caption.is_empty() { String::new() } else { self.paragraph(&table.caption) };
        let grids: Vec<String> = self.parts(table).iter().map(|part| self.grid(part)).collect();
        out.push_str(&grids.join("\n"));
        if table.has(Flag::Assumed) {
            let mark = self.marks_painted("†");
            out.push_str(&format!("{mark} {}\n", Flag::Assumed.word(self.locale)));
        }
        if table.has(Flag::Sampled) {
            out.push_str(&format!("~ {}\n", Flag::Sampled.word(self.locale)));
        }
        if !table.note.is_empty() {
            out.push_str(&self.paragraph(&table.note));
        }
        Ok(out)
    }

    /// The table, or where its numbers have no room side by side the same rows several times, each with the words and some
    /// of the numbers.
    fn parts(&self, table: &Table) -> Vec<Table> {
        let widths: Vec<usize> = (0..table.columns.len()).map(|k| self.least(table, k) + PADDING + BETWEEN).collect();
        let is_number = |k: &usize| table.columns[*k].align == Align::Right;
        let words: usize = (0..widths.len()).filter(|k| !is_number(k)).map(|k| widths[k]).sum();
        let mut parts: Vec<Vec<usize>> = Vec::new();
        let mut used = usize::MAX;
        for k in (0..widths.len()).filter(is_number) {
            if used.saturating_add(widths[k]) > self.room() + BETWEEN {
                parts.push((0..widths.len()).filter(|k| !is_number(k)).collect());
                used = words;
            }
            used += widths[k];
            parts.last_mut().expect("the first number opens a part").push(k);
        }
        if parts.len() < 2 {
            return vec![table.clone()];
        }
        parts.iter_mut().for_each(|part| part.sort_unstable());
        parts.iter().map(|part| of_columns(table, part)).collect()
    }

    /// Columns of the screen that a column of the table needs so that nothing is broken but between words.
    fn least(&self, table: &Table, column: usize) -> usize {
        let cells = table.rows.iter().filter_map(|row| Some((row, row.cells().get(column)?)));
        let texts = cells.map(|(row, cell)| {
            let lead = if column == 0 && matches!(row, Row::Total(_)) { 2 } else { 0 };
            let mark = if mark(cell.flag).is_empty() { 0 } else { 2 };
            longest_word(&clean(&cell.shown(self.locale))) + lead + mark
        });
        let longest = texts.chain([longest_word(&heading(&table.columns[column], self.locale))]).max().unwrap_or(0);
        if table.columns[column].align == Align::Right { longest } else { longest.min(WORD) }
    }

    /// With words and numbers whole where that fits; else as it fits.
    fn grid(&self, table: &Table) -> String {
        // Colours take characters, not columns.
        let plain = Self { colour: false, ..*self }.drawn(table, true);
        let fits = plain.lines().all(|line| line.chars().count() <= usize::from(self.width));
        self.drawn(table, fits)
    }

    fn drawn(&self, table: &Table, whole_words: bool) -> String {
        let mut grid = comfy_table::Table::new();
        grid.load_style(UTF8_HORIZONTAL_ONLY)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(self.width.max(NARROWEST));
        grid.style_mut().row_separator = comfy_table::LineStyle::none();
        grid.set_header(table.columns.iter().map(|c| clean(&heading(c, self.locale))));
        let marked: Vec<bool> = (0..table.columns.len())
            .map(|c| table.rows.iter().any(|r| r.cells().get(c).is_some_and(|cell| !mark(cell.flag).is_empty())))
            .collect();
        for row in &table.rows {
            grid.add_row(self.cells(row, &marked));
        }
        let least: Vec<usize> = (0..table.columns.len()).map(|k| self.least(table, k) + PADDING).collect();
        let fits = whole_words && least.iter().map(|width| width + BETWEEN).sum::<usize>() <= self.room() + BETWEEN;
        for (k, column) in table.columns.iter().enumerate() {
            let Some(drawn) = grid.column_mut(k) else { continue };
            if column.align == Align::Right {
                drawn.set_cell_alignment(CellAlignment::Right);
            }
            if let (true, Ok(least)) = (fits, u16::try_from(least[k])) {
                drawn.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
            }
        }
        self.marks_painted(&grid.trim_fmt()).replace(BREAK, "") + "\n"
    }

    /// Headline numbers as a table: nominal value beside its quantiles.
    pub fn key_figures(&self, figures: &[KeyFigure]) -> String {
        let locale = self.locale;
        let [p10, p50, p90] = super::page::quantile_names(locale);
        let columns = vec![
            Column::text(locale.say("Result")),
            Column::number(locale.say("Nominal"), ""),
            Column::number(p10, ""),
            Column::number(p50, ""),
            Column::number(p90, ""),
            Column::text(locale.say("Unit")),
            Column::text(locale.say("Frame")),
        ];
        if figures.is_empty() {
            return String::new();
        }
        let mut table = Table::new("", columns);
        for figure in figures {
            let number = |value: Option<f64>| value.map_or(Cell::empty(), |v| Cell::precise(v, figure.precision));
            let quantile = |k: usize| number(figure.p10_p50_p90.map(|q| q[k]));
            table.push(vec![
                Cell::text(&*figure.name),
                number(Some(figure.nominal)),
                quantile(0),
                quantile(1),
                quantile(2),
                Cell::text(locale.unit(&figure.unit)),
                Cell::text(&*figure.note),
            ]);
        }
        if figures.iter().all(|f| f.note.is_empty()) {
            table.columns.pop();
            for row in &mut table.rows {
                if let Row::Cells(cells) = row {
                    cells.pop();
                }
            }
        }
        self.table(&table).expect("rows are made with one cell a column")
    }

    /// Findings, one a paragraph, with their sources.
    pub fn findings(&self, findings: &[Finding]) -> String {
        let mut out = String::new();
        for finding in findings {
            let colour = match finding.severity {
                Severity::Note => BOLD,
                Severity::Warning => AMBER,
                Severity::Breach => RED,
            };
            let word = finding.severity.word(self.locale);
            let source = if finding.source.is_empty() { String::new() } else { format!(" [{}]", finding.source) };
            let text = self.paragraph(&format!("{word}{}{}{source}", self.locale.colon(), finding.text));
            out.push_str(&text.replacen(word, &self.paint(word, colour), 1));
        }
        out
    }

    fn cells(&self, row: &Row, marked: &[bool]) -> Vec<comfy_table::Cell> {
        if let Row::Group(name) = row {
            let mut cells = vec![comfy_table::Cell::new(format!("[{}]", clean(name)))];
            cells.resize(marked.len(), comfy_table::Cell::new(""));
            return cells;
        }
        let lead = if matches!(row, Row::Total(_)) { "= " } else { "" };
        let text = |(k, (cell, marked)): (usize, (&Cell, &bool))| {
            let lead = if k == 0 { lead } else { "" };
            // Where some numbers have a mark, the others leave its room free, so that digits stay below digits.
            let mark = match mark(cell.flag) {
                "" if *marked && matches!(cell.content, Content::Number(..)) => "\u{a0}",
                mark => mark,
            };
            let gap = if mark.is_empty() { "" } else { "\u{a0}" };
            let text = format!("{lead}{}{gap}{mark}", clean(&cell.shown(self.locale)));
            if text.contains(' ') {
                return comfy_table::Cell::new(text);
            }
            comfy_table::Cell::new(breakable(&text)).set_delimiter(BREAK)
        };
        row.cells().iter().zip(marked).enumerate().map(text).collect()
    }

    fn marks_painted(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for (mark, colour) in [("†", AMBER), ("✗", RED), ("✓", GREEN)] {
            out = out.replace(mark, &self.paint(mark, colour));
        }
        out
    }

    fn paint(&self, text: &str, code: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn room(&self) -> usize {
        usize::from(self.width.max(NARROWEST))
    }
}

/// Some of the columns of a table, without its caption and its note.
fn of_columns(table: &Table, places: &[usize]) -> Table {
    let pick = |cells: &[Cell]| places.iter().map(|k| cells[*k].clone()).collect();
    let row = |row: &Row| match row {
        Row::Cells(cells) => Row::Cells(pick(cells)),
        Row::Total(cells) => Row::Total(pick(cells)),
        Row::Group(name) => Row::Group(name.clone()),
    };
    let columns = places.iter().map(|k| table.columns[*k].clone()).collect();
    Table { rows: table.rows.iter().map(row).collect(), ..Table::new("", columns) }
}

/// A path may be broken after a dot or an underscore, where a word begins.
fn breakable(text: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for c in text.chars() {
        if matches!(before, '.' | '_') && c.is_alphabetic() {
            out.push(BREAK);
        }
        out.push(c);
        before = c;
    }
    out
}

/// Characters of the longest piece that cannot be broken.
fn longest_word(text: &str) -> usize {
    let words = text.split(' ').map(|word| if text.contains(' ') { word.to_owned() } else { breakable(word) });
    words.flat_map(|w| w.split(BREAK).map(|piece| piece.chars().count()).collect::<Vec<_>>()).max().unwrap_or(0)
}

/// The sign of a flag behind a value.
fn mark(flag: Option<Flag>) -> &'static str {
    match flag {
        Some(Flag::Assumed) => "†",
        Some(Flag::Sampled) => "~",
        Some(Flag::Pass) => "✓",
        Some(Flag::Fail) => "✗",
        Some(Flag::Read | Flag::Computed) | None => "",
    }
}

fn heading(column: &Column, locale: Locale) -> String {
    if column.unit.is_empty() {
        column.name.clone()
    } else {
        format!("{} [{}]", column.name, locale.unit(&column.unit))
    }
}

/// Without control characters: a name in a scenario must not move the cursor or change colours.
fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let mut word: Vec<char> = word.chars().collect();
        loop {
            let last = lines.len() - 1;
            let used = lines[last].chars().count();
            let gap = usize::from(used > 0);
            if used + gap + word.len() <= room {
                lines[last].push_str(if gap == 1 { " " } else { "" });
                lines[last].extend(word);
                break;
            }
            if used > 0 {
                lines.push(String::new());
                continue;
            }
            let rest = word.split_off(room);
            lines[last].extend(word);
            lines.push(String::new());
            word = rest;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_their_intervals_stay_whole() {
        let columns = vec![
            Column::text("Output"),
            Column::text("Unit"),
            Column::number("Mean", ""),
            Column::number("P10", ""),
            Column::number("P50", ""),
            Column::number("P90", ""),
        ];
        let mut table = Table::new("What the samples say", columns);
        let number = |text: &str| Cell::text(text.replace(' ', "\u{a0}"));
        let rows = [
            ("Heat not from gas (coverage)", "%", ["97.32 ± 0.015"; 4]),
            (
                "Net present value",
                "EUR",
                ["109 700 ± 15 000", "−46 870 ± 28 000", "111 100 ± 19 000", "268 300 ± 20 000"],
            ),
            ("CO2 saving against the reference", "t CO2e/a", ["461.7 ± 4.4"; 4]),
            ("of which insertion (central)", "FTE", ["0.04355 ± 0.00050"; 4]),
        ];
        for (name, unit, numbers) in rows {
            let mut row = vec![Cell::text(name), Cell::text(unit)];
            row.extend(numbers.map(number));
            table.push(row);
        }
        for width in [100, 120, 90] {
            let text = Terminal { width, ..Terminal::default() }.table(&table).unwrap().replace('\u{a0}', " ");
            assert!(text.lines().all(|line| line.chars().count() <= usize::from(width)), "{text}");
            let whole = |number: &str| text.contains(number);
            assert!(rows.iter().flat_map(|row| row.2).all(whole), "{width}:\n{text}");
        }
    }
}
