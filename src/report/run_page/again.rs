//! How to make this page again.

use super::chapter::Chapter;
use crate::report::{Run, shared::assumptions::base_name};

pub(super) fn chapter(run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("again", "How to make this page again");
    chapter.text(
        "The same program version on the same files gives the same numbers, bit for bit, on any machine and with any \
         number of threads.",
    );
    let file = run.scenario.sources.first_name().map_or("SCENARIO.toml", base_name);
    let mut terms = vec![
        ("Program".to_owned(), format!("gisement {}", env!("CARGO_PKG_VERSION"))),
        ("Scenario file".to_owned(), file.to_owned()),
        ("Command".to_owned(), command(run, file)),
    ];
    if !run.overrides.is_empty() {
        terms.push(("Overrides".to_owned(), run.overrides.join("; ")));
    }
    if let Some(ensemble) = run.ensemble {
        terms.push(("Samples".to_owned(), ensemble.wanted.to_string()));
        terms.push(("Seed".to_owned(), ensemble.seed.to_string()));
    }
    terms.push(("Laws and prices of".to_owned(), run.case.year.to_string()));
    chapter.terms(terms);
    chapter
}

fn command(run: &Run<'_>, file: &str) -> String {
    let mut command = format!("gisement run {}", quoted(file));
    if let Some(ensemble) = run.ensemble {
        command += &format!(" -n {} --seed {}", ensemble.wanted, ensemble.seed);
    }
    for change in run.overrides {
        command += &format!(" --set {}", quoted(change));
    }
    command
}

/// An argument as a shell takes it: bare when nothing in it means anything to a shell.
fn quoted(argument: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+%".contains(c);
    if !argument.is_empty() && argument.chars().all(plain) {
        argument.to_owned()
    } else {
        format!("'{}'", argument.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_survive_a_shell() {
        assert_eq!(quoted("boiler.power_kw=600"), "boiler.power_kw=600");
        assert_eq!(quoted("my case.toml"), "'my case.toml'");
        assert_eq!(quoted("name=it's"), "'name=it'\\''s'");
    }
}
