//! Whether the accounts close, as a table.

use super::labels;
use crate::case::Closure;
use crate::plot::Locale;
use crate::report::chapter::digits;
use crate::report::{Cell, Column, Flag, Table};

/// All closures with what may be missing and what is.
pub(in crate::report) fn table(caption: impl Into<String>, closures: &[Closure], lang: Locale) -> Table {
    let share = lang.say("share of throughput");
    let columns = vec![
        Column::text(lang.say("Balance")),
        Column::number(lang.say("Missing"), share),
        Column::number(lang.say("Allowed"), share),
        Column::text(lang.say("Outcome")),
    ];
    let mut table = Table::new(caption, columns);
    for closure in closures {
        let verdict = if closure.holds() {
            Cell::text(lang.say("closes")).flag(Flag::Pass)
        } else {
            Cell::text(lang.say("open¦ends")).flag(Flag::Fail)
        };
        let name = Cell::text(labels::capital(&lang.tell(&closure.name)));
        table.push(vec![name, digits(closure.value, 2), digits(closure.limit, 2), verdict]);
    }
    table
}
