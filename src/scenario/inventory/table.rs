//! A sheet of raw cells as a table with named columns, each cell with its place; what a spreadsheet did to it is told.

use super::book::{Raw, RawSheet, address};
use super::columns::{Column, ColumnKind, Need, columns_of};
use crate::diag::{Diagnostic, Diagnostics, Location, SourceId, Sources};
use crate::library::waste_code;
use crate::scenario::cells::{Cell, Cells};
use crate::text;
use crate::words::Locale;
use crate::words::Text;
use crate::words::nearest;
use std::ops::Range;

/// What stands between cells where a sheet is shown as text.
pub(super) const BETWEEN: &str = " | ";

/// What stands between the name of a workbook and that of a sheet.
pub(super) const SHEET: &str = ", sheet ";

/// A sheet as text, one line a row, so that a cell can be underlined like any other text.
struct Shown {
    source: SourceId,
    /// Byte range of each cell, by row and column.
    spans: Vec<Vec<Range<usize>>>,
}

impl Shown {
    fn location(&self, row: u32, column: u32) -> Location {
        let line = self.spans.get(row as usize);
        let span = line.and_then(|l| l.get(column as usize).or(l.last())).cloned().unwrap_or(0..0);
        Location { source: self.source, span }
    }
}

/// Which table a sheet is read as.
pub(super) struct Form<'a> {
    /// Name of the table.
    pub(super) table: &'static str,
    /// Columns that the engine reads beside those of the list.
    pub(super) engine: &'a [String],
    /// A table that shares the sheet: its columns are left to it.
    pub(super) beside: Option<&'static str>,
    /// What the sheet is called among the sources.
    pub(super) source: &'a str,
}

/// Reads one sheet as a table of the inventory.
pub(super) fn read(
    sheet: &RawSheet,
    form: &Form<'_>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Cells> {
    let shown = show(sheet, form.source, sources);
    let (table, engine) = (form.table, form.engine);
    let Some(head) = sheet.cells.keys().next().map(|(row, _)| *row) else {
        let found = Diagnostic::error(text!("{source} is empty", source = form.source));
        let names: Vec<&str> =
            columns_of(table).filter(|c| c.need == Need::Needed).map(|c| c.label(Locale::En)).collect();
        let help = text!("its first row names the columns: {a}, ...", a = names.join(", "));
        diagnostics.push(found.at(Some(shown.location(0, 0)), text!("nothing here")).help(help));
        return None;
    };
    tell_merged(sheet, &shown, diagnostics);
    let columns = read_header(sheet, head, form, &shown, diagnostics)?;
    let width = columns.len();
    let mut rows: Vec<(usize, Vec<Cell>)> = Vec::new();
    let mut numbers: Vec<u32> = sheet.cells.keys().map(|(row, _)| *row).filter(|row| *row > head).collect();
    numbers.dedup();
    for row in numbers {
        let mut cells = Vec::with_capacity(width);
        for (k, column) in columns.iter().enumerate() {
            let place = Place { sheet, shown: &shown, row, column: k as u32 };
            cells.push(read_cell(sheet.cells.get(&(row, k as u32)), column, &place, diagnostics));
        }
        if cells.iter().any(|c| !c.text.is_empty()) {
            rows.push((row as usize + 1, cells));
        }
    }
    let header = columns.iter().map(|c| c.name.clone()).collect();
    let known = columns_of(table).map(|c| c.name.clone()).chain(engine.iter().cloned()).collect();
    Some(Cells::of_sheet(&sheet.name, header, known, rows, shown.source))
}

/// The sheet as text among the sources.
fn show(sheet: &RawSheet, name: &str, sources: &mut Sources) -> Shown {
    let last = sheet.cells.keys().next_back().map_or(0, |(row, _)| *row);
    let (mut text, mut spans) = (String::new(), Vec::new());
    for row in 0..=last {
        let width = sheet.cells.range((row, 0)..=(row, u32::MAX)).next_back().map_or(0, |((_, c), _)| c + 1);
        let mut line = Vec::new();
        for column in 0..width {
            if column > 0 {
                text.push_str(BETWEEN);
            }
            let start = text.len();
            // A blank has a place too: something may be missing there.
            let shown = sheet.cells.get(&(row, column)).map_or_else(|| " ".to_owned(), |raw| one_line(&plain(raw)));
            text.push_str(&shown);
            line.push(start..text.len());
        }
        // A place behind the last cell, for columns that the row does not reach.
        text.push(' ');
        line.push(text.len() - 1..text.len());
        text.push('\n');
        spans.push(line);
    }
    let source = sources.add(name, text);
    Shown { source, spans }
}

fn one_line(text: &str) -> String {
    // The stroke between cells stays theirs.
    text.split(['\n', '\r', '\t']).collect::<Vec<_>>().join(" ").replace('|', "\u{a6}")
}

/// Names the cell in the message of every problem that lies in a sheet and does not name it yet.
pub(in crate::scenario) fn name_cells(diagnostics: &Diagnostics, sources: &Sources) -> Diagnostics {
    let mut named = Diagnostics::default();
    for diagnostic in diagnostics.iter() {
        let mut diagnostic = diagnostic.clone();
        if let Some(location) = &diagnostic.location
            && let Some((_, sheet)) = sources.name(location.source).rsplit_once(SHEET)
            && !diagnostic.message.to_string().starts_with(&format!("{sheet}!"))
        {
            let text = &sources.text(location.source)[..location.span.start];
            let line = text.rsplit('\n').next().unwrap_or("");
            let cell = address(sources.line(location) as u32 - 1, line.matches(BETWEEN).count() as u32);
            diagnostic.message = Text::joined([Text::plain(format!("{sheet}!{cell}")), diagnostic.message], ": ");
        }
        named.push(diagnostic);
    }
    named
}

/// A raw cell as the text it stands for.
pub(super) fn plain(raw: &Raw) -> String {
    match raw {
        Raw::Text(text) | Raw::Fault(text) => text.clone(),
        Raw::Number(x) => x.to_string(),
        Raw::Date(y, m, d) => format!("{y:04}-{m:02}-{d:02}"),
        Raw::Truth(true) => "yes".to_owned(),
        Raw::Truth(false) => "no".to_owned(),
    }
}

fn tell_merged(sheet: &RawSheet, shown: &Shown, diagnostics: &mut Diagnostics) {
    for ((row, column), (row_last, column_last)) in &sheet.merged {
        // Merged beyond the table is decoration.
        let touches = sheet.cells.range((*row, 0)..=(*row_last, u32::MAX)).next().is_some();
        if !touches {
            continue;
        }
        let (first, last) = (address(*row, *column), address(*row_last, *column_last));
        let found = Diagnostic::error(text!(
            "{name}!{first}:{last} are merged cells: only {first} holds a value",
            name = sheet.name,
            first,
            last
        ));
        let found = found.at(Some(shown.location(*row, *column)), text!("merged"));
        diagnostics.push(found.help(text!("split them and write the value into each row it is meant for")));
    }
}

/// A column of the file: what it holds, or a name that is the user's own.
struct Heading {
    name: String,
    kind: ColumnKind,
}

fn read_header(
    sheet: &RawSheet,
    head: u32,
    form: &Form<'_>,
    shown: &Shown,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Heading>> {
    let width = sheet.cells.keys().map(|(_, column)| column + 1).max().unwrap_or(0);
    let mut columns: Vec<Heading> = Vec::new();
    for column in 0..width {
        let text = sheet.cells.get(&(head, column)).map(plain).unwrap_or_default();
        let place = Place { sheet, shown, row: head, column };
        let heading = heading(&text, form, &place, diagnostics);
        if !heading.name.is_empty() && columns.iter().any(|h| h.name == heading.name) {
            let found = Diagnostic::error(text!("{name}the column `{text}` is there twice", name = place.name(), text));
            diagnostics
                .push(found.at(Some(place.location()), text!("second time")).help(text!("leave one of them out")));
        }
        columns.push(heading);
    }
    // An unknown column hides nothing else: only what cannot be read without a column stops here.
    let before = diagnostics.counts().0;
    for needed in columns_of(form.table).filter(|c| c.need == Need::Needed) {
        let stands_in = needed.name.replace("amount_", "t_per_year_");
        if !columns.iter().any(|h| h.name == needed.name || h.name == stands_in) {
            let place = Place { sheet, shown, row: head, column: 0 };
            let message = text!(
                "the sheet `{name}` lacks the column `{label_en}`",
                name = sheet.name,
                label_en = needed.label_en
            );
            let help = text!(
                "add `{label_en}`, `{label_fr}` or `{name}`: {help_en}",
                label_en = needed.label_en,
                label_fr = needed.label_fr,
                name = needed.name,
                help_en = needed.help_en
            );
            diagnostics
                .push(Diagnostic::error(message).at(Some(place.location()), text!("in this row of names")).help(help));
        }
    }
    (diagnostics.counts().0 == before).then_some(columns)
}

fn heading(text: &str, form: &Form<'_>, place: &Place<'_>, diagnostics: &mut Diagnostics) -> Heading {
    let (table, engine) = (form.table, form.engine);
    let own = Heading { name: String::new(), kind: ColumnKind::Text };
    if text.is_empty() || text.starts_with('#') {
        return own;
    }
    if let Some(column) = columns_of(table).find(|c| c.is_called(text)) {
        return Heading { name: column.name.clone(), kind: column.kind };
    }
    if let Some(name) = engine.iter().find(|n| *n == text) {
        return Heading { name: name.clone(), kind: ColumnKind::Number };
    }
    if form.beside.is_some_and(|other| columns_of(other).any(|c| c.is_called(text))) {
        return own;
    }
    let names = || columns_of(table).flat_map(|c: &Column| [c.label_en.as_str(), c.label_fr.as_str(), c.name.as_str()]);
    let found = Diagnostic::error(text!("{name}no column `{text}` is known", name = place.name(), text));
    let found = found.at(Some(place.location()), text!("not known"));
    let own_column = || text!("a column of your own starts with #");
    diagnostics.push(match nearest(text, names()) {
        Some(near) => found.help(text!("did you mean `{near}`? {own_column}", near, own_column = own_column())),
        None => found.help(text!(
            "{own_column}; the sheet of lists and `gisement init --inventory` show those that are read",
            own_column = own_column()
        )),
    });
    own
}

struct Place<'a> {
    sheet: &'a RawSheet,
    shown: &'a Shown,
    row: u32,
    column: u32,
}

impl Place<'_> {
    fn location(&self) -> Location {
        self.shown.location(self.row, self.column)
    }

    /// `streams!F7: `
    fn name(&self) -> String {
        format!("{}!{}: ", self.sheet.name, address(self.row, self.column))
    }
}

fn read_cell(raw: Option<&Raw>, column: &Heading, place: &Place<'_>, diagnostics: &mut Diagnostics) -> Cell {
    let location = place.location();
    let Some(raw) = raw.filter(|_| !column.name.is_empty()) else { return Cell::typed("", location) };
    match (raw, column.kind) {
        (Raw::Fault(why), _) => {
            let found = Diagnostic::error(text!("{name}the formula gives no value: {why}", name = place.name(), why));
            diagnostics.push(
                found
                    .at(Some(location.clone()), text!("this formula"))
                    .help(text!("mend it, or write the value itself")),
            );
            Cell::typed("", location)
        }
        (Raw::Date(..), ColumnKind::Code) => {
            tell_dated_code(raw, place, diagnostics);
            Cell::typed("-", location)
        }
        (Raw::Number(x), ColumnKind::Code) => Cell::typed(code_of_number(*x), location),
        (Raw::Date(..), ColumnKind::Number) => {
            let hint = "the spreadsheet made a date of what was typed: format the cell as a number and type it again";
            Cell { hint: Some(hint.to_owned()), ..Cell::typed(plain(raw), location) }
        }
        _ => Cell::typed(plain(raw), location),
    }
}

/// Six digits of a number; a spreadsheet drops the zero of chapters 01 to 09.
fn code_of_number(x: f64) -> String {
    if x.fract() == 0.0 && (1e4..1e6).contains(&x) { format!("{:06}", x as u32) } else { x.to_string() }
}

/// A code such as 15 01 03 that a spreadsheet took for a date: say which code was most likely typed.
fn tell_dated_code(raw: &Raw, place: &Place<'_>, diagnostics: &mut Diagnostics) {
    let Raw::Date(y, m, d) = raw else { return };
    let year = y % 100;
    let ways = [
        (u16::from(*d), u16::from(*m), year),
        (u16::from(*m), u16::from(*d), year),
        (year, u16::from(*m), u16::from(*d)),
    ];
    let codes = ways.iter().filter_map(|(a, b, c)| waste_code(&format!("{a:02}{b:02}{c:02}")));
    // The way of the country first: a code that this project knows before others.
    let mut codes: Vec<_> = codes.collect();
    codes.sort_by_key(|c| c.mapping().is_none());
    let found = Diagnostic::error(text!(
        "{name}the spreadsheet made the date {b} of a waste code",
        name = place.name(),
        b = plain(raw)
    ));
    let found = found.at(Some(place.location()), text!("a date"));
    let again = "format the column as text and type it again";
    diagnostics.push(match codes.first() {
        Some(code) => found.help(text!(
            "did you mean {spaced}, {title_en}? {again}",
            spaced = code.spaced(),
            title_en = code.title_en,
            again
        )),
        None => found.help(text!("{again}, such as 15 01 03", again)),
    });
}
