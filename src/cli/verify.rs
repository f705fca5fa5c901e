//! `gisement verify`: computed beside published.

use super::args::VerifyArguments;
use super::{CommandError, exit, files, talk, told};
use crate::report::{Cell, Column, Flag, Precision, Row as TableRow, Table, Terminal};
use crate::text;
use crate::verify::{Check, Reason, Row, Suite, folder, json, shipped, table};
use std::io::Write;
use std::path::Path;

/// Runs the shipped cases, or the tables given.
pub(super) fn run(arguments: &VerifyArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let suites = if arguments.cases.is_empty() {
        shipped()
    } else {
        // All tables are read before anything is reported: a result beside an error would look like agreement.
        let read: Vec<Result<Vec<Suite>, String>> = arguments.cases.iter().map(|path| suites_of(path)).collect();
        for error in read.iter().filter_map(|suite| suite.as_ref().err()) {
            talk(text!("error: {error}", error = error.to_string()));
        }
        match read.into_iter().collect::<Result<Vec<Vec<Suite>>, String>>() {
            Ok(suites) => suites.into_iter().flatten().collect(),
            Err(_) => return Ok(exit::SCENARIO_INVALID),
        }
    };
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &json(&suites, arguments.all)).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        write_text(&suites, arguments.all, out)?;
    }
    Ok(if suites.iter().all(Suite::holds) { exit::OK } else { exit::RUN_FAILED })
}

/// The suites of a file or of the tables in a folder, or what is wrong with it.
fn suites_of(path: &Path) -> Result<Vec<Suite>, String> {
    if path.is_dir() {
        return suites_of_folder(path);
    }
    let text = files::read_text(path).map_err(|error| error.to_string())?;
    let name = path.display().to_string();
    table(&name, &text).map(|suite| vec![suite]).map_err(|error| format!("{name}: {error}"))
}

/// All `.csv` files of a folder, in the order of their names.
fn suites_of_folder(path: &Path) -> Result<Vec<Suite>, String> {
    let unreadable = |error: std::io::Error| format!("{}: {error}", path.display());
    let entries = std::fs::read_dir(path).map_err(unreadable)?.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
    let mut paths: Vec<_> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.retain(|file| file.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv")) && file.is_file());
    paths.sort();
    if paths.is_empty() {
        return Err(format!("{}: no .csv file in this folder", path.display()));
    }
    let read = |file: &std::path::PathBuf| {
        let text = files::read_text(file).map_err(|error| error.to_string())?;
        Ok((file.display().to_string(), text))
    };
    let tables = paths.iter().map(read).collect::<Result<Vec<_>, String>>()?;
    folder(&tables).map_err(|(file, error)| format!("{file}: {error}"))
}

fn write_text(suites: &[Suite], all: bool, out: &mut dyn Write) -> Result<(), CommandError> {
    for suite in suites {
        let shown: Vec<&Row> = suite.rows.iter().filter(|row| all || row.check == Check::Fail).collect();
        if !shown.is_empty() {
            write_rows(suite, &shown, out)?;
        }
    }
    let summary = super::terminal().table(&summary(suites)).expect("every row of the summary has one cell a column");
    writeln!(out, "{summary}")?;
    write_sources(suites, out)?;
    let (passed, failed) = (total(suites, Suite::passed), total(suites, Suite::failed));
    let (word, colour) = if suites.iter().all(Suite::holds) { (say("PASS"), GREEN) } else { (say("FAIL"), RED) };
    let end = text!(
        "{verdict}: {passed} pass, {failed} fail{hint}",
        verdict = paint(word, colour),
        passed,
        failed,
        hint = hint(suites, all)
    );
    writeln!(out, "\n{}", told(&end))?;
    Ok(())
}

/// What else could be shown.
fn hint(suites: &[Suite], all: bool) -> String {
    let context = total(suites, Suite::informative);
    let context = match context {
        0 => String::new(),
        n => told(&text!(", {n} rows are context and no test", n)),
    };
    let every = if all { "" } else { say(" (--all shows every row)") };
    format!("{context}{every}")
}

fn total(suites: &[Suite], count: fn(&Suite) -> usize) -> usize {
    suites.iter().map(count).sum()
}

/// Where the published numbers are from, and what else must be known.
fn write_sources(suites: &[Suite], out: &mut dyn Write) -> Result<(), CommandError> {
    if suites.iter().any(|suite| suite.file.is_none()) {
        writeln!(out, "{}", say("Sources of the published numbers"))?;
    }
    for suite in suites {
        let source = Some(&suite.source).filter(|_| suite.file.is_none());
        for line in source.into_iter().chain(&suite.notes) {
            write_indented(&format!("{}: {line}", title(suite)), 2, out)?;
        }
    }
    Ok(())
}

/// Running text with a margin.
fn write_indented(text: &str, margin: u16, out: &mut dyn Write) -> Result<(), CommandError> {
    let whole = super::terminal();
    let narrow = Terminal { width: whole.width.saturating_sub(margin), ..whole };
    for line in narrow.paragraph(text).lines() {
        writeln!(out, "{:1$}{line}", "", usize::from(margin))?;
    }
    Ok(())
}

fn say(english: &'static str) -> &'static str {
    super::lang::chosen().say(english)
}

fn title(suite: &Suite) -> String {
    match &suite.file {
        Some(file) => format!("{file} ({})", suite.name),
        None => suite.name.clone(),
    }
}

/// Room for the name of a suite in the summary, so that each takes one line.
const TITLE: usize = 44;

fn summary(suites: &[Suite]) -> Table {
    let columns = vec![
        Column::text(say("Suite")),
        Column::number(say("Rows"), ""),
        Column::number(say("Pass"), ""),
        Column::number(say("Fail"), ""),
        Column::number(say("Worst / allowed"), ""),
        Column::text(say("Result")),
    ];
    let mut table = Table::new(say("Computed against published"), columns);
    let count = |n: usize| Cell::precise(n as f64, Precision::Decimals(0));
    let verdict = |holds: bool| {
        if holds { Cell::text(say("pass")).flag(Flag::Pass) } else { Cell::text(say("FAIL")).flag(Flag::Fail) }
    };
    for s in suites {
        let worst = s.worst_share().map_or(Cell::text("-"), |share| Cell::text(format!("{share:.1e}")));
        let tests = s.passed() + s.failed();
        table.push(vec![
            Cell::text(fit_end(&title(s), TITLE)),
            count(tests),
            count(s.passed()),
            count(s.failed()),
            worst,
            verdict(s.holds()),
        ]);
    }
    let (passed, failed) = (total(suites, Suite::passed), total(suites, Suite::failed));
    let holds = suites.iter().all(Suite::holds);
    let cells = [Cell::text(say("Total")), count(passed + failed), count(passed), count(failed), Cell::empty()];
    table.rows.push(TableRow::Total(cells.into_iter().chain([verdict(holds)]).collect()));
    table
}

/// Widths of a line of 100: verdict, then case and quantity as long as they are, then four numbers.
const NUMBER: usize = 13;
const DIFFERENCE: usize = 9;
const NAMES: usize = 100 - 6 - 2 * (NUMBER + 1) - 2 * (DIFFERENCE + 1);

fn write_rows(suite: &Suite, rows: &[&Row], out: &mut dyn Write) -> Result<(), CommandError> {
    let longest = |name: fn(&Row) -> &str| rows.iter().map(|row| name(row).chars().count()).max().unwrap_or(0);
    let quantity = longest(|row| &row.quantity).clamp(8, NAMES / 2);
    let case = longest(|row| &row.case).clamp(4, NAMES - quantity - 1);
    let quantity = longest(|row| &row.quantity).clamp(8, NAMES - case - 1);
    writeln!(out, "{}", super::terminal().heading(&title(suite)).trim_end())?;
    writeln!(
        out,
        "      {:case$} {:quantity$} {:>NUMBER$} {:>NUMBER$} {:>DIFFERENCE$} {:>DIFFERENCE$}",
        say("case¦table"),
        say("quantity¦table"),
        say("computed¦table"),
        say("published¦table"),
        say("differs¦table"),
        say("allowed¦table")
    )?;
    for row in rows {
        write_row(row, case, quantity, out)?;
    }
    writeln!(out)?;
    Ok(())
}

fn write_row(row: &Row, case: usize, quantity: usize, out: &mut dyn Write) -> Result<(), CommandError> {
    let verdict = match row.check {
        Check::Pass => paint(&format!("{:<5}", say("pass¦row")), GREEN),
        Check::Fail => paint(&format!("{:<5}", say("FAIL")), RED),
        Check::Informative => format!("{:<5}", say("note")),
    };
    let name = format!("{verdict} {:case$} {:quantity$}", fit(&row.case, case), fit(&row.quantity, quantity));
    let why = row
        .reason
        .as_ref()
        .filter(|reason| !matches!(reason, Reason::Differs | Reason::Context | Reason::Repeated { .. }));
    let (nine, two) = (|v: Option<f64>| number(v, 9), |v: Option<f64>| number(v, 2));
    let numbers = format!(
        " {:>NUMBER$} {:>NUMBER$} {:>DIFFERENCE$} {:>DIFFERENCE$}",
        nine(row.computed),
        nine(row.published),
        two(row.difference()),
        two(row.tolerance)
    );
    let numbers = if row.computed.or(row.published).is_some() { numbers } else { String::new() };
    writeln!(out, "{}", format!("{name}{numbers}").trim_end())?;
    if let Some(reason) = why {
        let line = row.line.map_or(String::new(), |line| told(&text!("line {line}, ", line)));
        write_indented(&format!("{line}{reason}"), 6, out)?;
    }
    Ok(())
}

/// A name in so many characters, cut in the middle: both ends tell rows apart. Nothing in it moves the cursor.
fn fit(text: &str, width: usize) -> String {
    let plain: Vec<char> = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if plain.len() <= width {
        return plain.into_iter().collect();
    }
    let end = width.saturating_sub(1) / 2;
    let start = width.saturating_sub(1) - end;
    let (head, tail) = (&plain[..start], &plain[plain.len() - end..]);
    head.iter().chain(&['…']).chain(tail).collect()
}

/// The end of a name in so many characters: of a path, the file is what matters.
fn fit_end(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        text.to_owned()
    } else {
        text.chars().skip(length - width + 1).fold("…".to_owned(), |s, c| s + c.encode_utf8(&mut [0; 4]))
    }
}

/// A number to so many significant digits, as short as it can be written.
fn number(value: Option<f64>, digits: i32) -> String {
    let Some(value) = value else { return "-".to_owned() };
    if value == 0.0 {
        return "0".to_owned();
    }
    let exponent = libm::floor(libm::log10(value.abs()));
    if !(-2.0..f64::from(digits)).contains(&exponent) {
        // Mantissa and exponent of three figures and two signs must fit as well.
        let decimals = (digits - 1).min(5) as usize;
        return format!("{value:.decimals$e}");
    }
    let decimals = (f64::from(digits) - 1.0 - exponent) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

const RED: &str = "31";
const GREEN: &str = "32";

/// In colour; the stream drops it where there is no terminal.
fn paint(text: &str, code: &str) -> String {
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_fit() {
        let of = |value: f64| number(Some(value), 9);
        assert_eq!(of(0.0), "0");
        assert_eq!(of(63.6245757), "63.6245757");
        assert_eq!(of(2955.703454193784), "2955.70345");
        assert_eq!(of(-28.0), "-28");
        assert_eq!(of(1.5e12), "1.50000e12");
        assert_eq!(number(Some(1.2345e-9), 2), "1.2e-9");
        assert_eq!(number(None, 9), "-");
        for exponent in -307..308 {
            for mantissa in [-1.23456789123, -9.99999999999, 9.99999999999] {
                let value = mantissa * libm::pow(10.0, f64::from(exponent));
                assert!(number(Some(value), 9).len() <= NUMBER, "{}", of(value));
                assert!(number(Some(value), 2).len() <= DIFFERENCE, "{}", number(Some(value), 2));
            }
        }
    }

    #[test]
    fn names_fit() {
        assert_eq!(fit("abc", 3), "abc");
        assert_eq!(fit("abcd", 3), "a…d");
        assert_eq!(fit("abcdefgh", 6), "abc…gh");
        assert_eq!(fit("é\u{1b}x", 8), "é x");
    }
}
