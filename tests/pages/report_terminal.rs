//! Tables on terminals of any width: nothing is broken inside a number or a word, nothing is lost.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use gisement::report::{Align, Cell, Column, Table, Terminal};

const NUMBERS: [&str; 4] = [
    "1\u{202f}025\u{202f}000\u{a0}±\u{a0}2\u{202f}000",
    "987\u{202f}000\u{a0}±\u{a0}3\u{202f}100",
    "1\u{202f}024\u{202f}000\u{a0}±\u{a0}2\u{202f}900",
    "1\u{202f}063\u{202f}000\u{a0}±\u{a0}4\u{202f}200",
];

fn right(name: &str) -> Column {
    Column { name: name.into(), unit: String::new(), align: Align::Right }
}

fn sweep() -> Table {
    let mut columns = vec![Column::text("Output"), Column::text("Unit")];
    columns.extend(["Mean", "P10", "P50", "P90"].map(right));
    let mut table = Table::new("What the samples say", columns);
    let mut row = vec![Cell::text("Present value of the saving of the providers"), Cell::text("EUR/a")];
    row.extend(NUMBERS.map(Cell::text));
    table.push(row);
    table
}

fn drawn(table: &Table, width: u16) -> String {
    let text = Terminal { width, ..Terminal::default() }.table(table).unwrap();
    for line in text.lines() {
        assert!(line.chars().count() <= usize::from(width), "{width}: {line}");
    }
    text
}

#[test]
fn numbers_stay_whole_and_none_is_lost() {
    for width in [40, 60, 80, 100, 140, 200] {
        let text = drawn(&sweep(), width);
        for number in NUMBERS {
            assert!(text.contains(number), "{width}:\n{text}");
        }
        for word in ["Mean", "P10", "P50", "P90", "providers"] {
            assert!(text.contains(word), "{width}, {word}:\n{text}");
        }
    }
    let heads = |width| drawn(&sweep(), width).matches("Unit").count();
    assert!(heads(80) > 1, "there is no room for four such numbers");
    assert_eq!(heads(140), 1);
}

/// A path is broken after a dot or an underscore, and what is printed is the path.
#[test]
fn paths_are_broken_between_their_words() {
    let path = "provider.cafeteria.stream.kitchen_waste.contamination_share_max";
    let mut table = Table::new("", vec![Column::text("Input"), right("Total")]);
    table.push(vec![Cell::text(path), Cell::text("0.97")]);
    for width in [40, 44, 50, 60, 100] {
        let text = drawn(&table, width);
        assert!(!text.contains('\u{200b}'), "{text}");
        let pieces: Vec<&str> = text
            .lines()
            .filter_map(|line| line.split_whitespace().next())
            .filter(|word| word.chars().any(|c| c == '_' || c == '.') || path.ends_with(word))
            .filter(|word| *word != "0.97")
            .collect();
        assert_eq!(pieces.concat(), path, "{width}:\n{text}");
        let (last, before) = pieces.split_last().unwrap();
        assert!(before.iter().all(|p| p.ends_with(['.', '_'])) && path.ends_with(last), "{width}: {pieces:?}");
    }
}
