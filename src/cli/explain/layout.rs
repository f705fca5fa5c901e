//! Lines of at most 100 columns: a value with its flag, and below it what there is to say.

use crate::cli::lang;
use std::io::Write;

/// Columns of a terminal that nobody measures.
pub(super) const WIDTH: usize = 100;

/// One value of a listing.
pub(super) struct Entry<'a> {
    pub(super) path: &'a str,
    /// The value, or what stands for it.
    pub(super) value: String,
    pub(super) unit: &'a str,
    /// Flag, at the right edge.
    pub(super) flag: String,
    /// Below it, wrapped.
    pub(super) note: &'a str,
}

/// `path = value unit        flag`, then the note, indented. A path is never broken, so that it can be copied.
pub(super) fn entry(entry: &Entry<'_>, out: &mut dyn Write) -> std::io::Result<()> {
    let unit = if entry.unit == "-" { "".into() } else { lang::chosen().unit(entry.unit) };
    let left = format!("{} = {} {unit}", entry.path, entry.value);
    let left = left.trim_end();
    let room = WIDTH.saturating_sub(left.chars().count());
    writeln!(out, "{left}{:>width$}", entry.flag, width = room.max(entry.flag.chars().count() + 2))?;
    wrapped(entry.note, 4, 4, out)
}

/// Names, as marked words, and texts, the texts wrapped in a column of their own.
pub(super) fn named_lines(lines: &[(&str, String)], out: &mut dyn Write) -> std::io::Result<()> {
    const NAME: usize = 12;
    for (name, text) in lines {
        if name.is_empty() {
            writeln!(out, "{text}")?;
        } else {
            write!(out, "  {:<NAME$}", lang::chosen().say(name))?;
            wrapped(text, 0, NAME + 2, out)?;
        }
    }
    Ok(())
}

/// A text in lines of at most [`WIDTH`] columns: `first` blanks before the first line (none where it follows a name that
/// is already written), `indent` before the others.
pub(super) fn wrapped(text: &str, first: usize, indent: usize, out: &mut dyn Write) -> std::io::Result<()> {
    let room = WIDTH - indent;
    let mut line = String::new();
    let mut lines = Vec::new();
    for word in text.split_whitespace() {
        let length = line.chars().count() + 1 + word.chars().count();
        if !line.is_empty() && length > room {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    for (k, line) in lines.iter().enumerate() {
        let blanks = if k == 0 { first } else { indent };
        writeln!(out, "{:blanks$}{line}", "")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(of: impl Fn(&mut dyn Write) -> std::io::Result<()>) -> String {
        let mut bytes = Vec::new();
        of(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn lines_fit_and_paths_stay_whole() {
        let note = "a source that is long enough to be broken, é, ".repeat(6);
        let path = "boiler.residue_heat_capacity_kj_per_kg_k";
        let one = Entry { path, value: "0.84".to_owned(), unit: "kJ/(kg K)", flag: "assumed".to_owned(), note: &note };
        let said = text(|out| entry(&one, out));
        assert!(said.lines().all(|l| l.chars().count() <= WIDTH), "{said}");
        assert!(said.starts_with(&format!("{path} = 0.84 kJ/(kg K) ")) && said.lines().count() >= 3, "{said}");
        let said = text(|out| named_lines(&[("", "head".to_owned()), ("source", note.clone())], out));
        assert!(said.lines().all(|l| l.chars().count() <= WIDTH), "{said}");
        assert!(said.lines().nth(2).unwrap().starts_with("              "), "{said}");
    }
}
