//! How a page is made again: program, command, seed, the files it was made from, whether the accounts close. Every page ends
//! with it.

use crate::case::Closure;
use crate::plot::Locale;
use crate::report::chapter::{Chapter, decimals};
use crate::report::page::refer;
use crate::report::{Cell, Column, Table};
use crate::scenario::Scenario;
use crate::study::{is_override, sha256};
use crate::text;

/// A file that a page was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeFrom {
    /// Its name, as the scenario calls it.
    pub name: String,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
}

impl MadeFrom {
    /// A file by its bytes.
    pub fn new(name: impl Into<String>, bytes: &[u8]) -> Self {
        Self { name: name.into(), sha256: sha256(bytes), bytes: bytes.len() as u64 }
    }

    /// The files of a scenario: itself, without the folders that lead to it, and the tables beside it.
    pub fn of(scenario: &Scenario) -> Vec<Self> {
        let files = scenario.sources.iter().filter(|(name, _)| !is_override(name)).enumerate();
        let one = |(k, (name, text)): (usize, (&str, &str))| {
            Self::new(if k == 0 { super::assumptions::base_name(name) } else { name }, text.as_bytes())
        };
        files.map(one).collect()
    }
}

/// What is known of the making of a page; what is left out (`Default`) is not told.
#[derive(Clone, Debug, Default)]
pub(in crate::report) struct Again<'a> {
    /// Language.
    pub(in crate::report) lang: Locale,
    /// The command; blank to leave it out.
    pub(in crate::report) command: &'a str,
    /// What else was asked for: name, and what it was.
    pub(in crate::report) asked: Vec<(&'a str, String)>,
    /// Samples that were drawn.
    pub(in crate::report) samples: Option<usize>,
    /// Their seed.
    pub(in crate::report) seed: Option<u64>,
    /// The year of laws and prices.
    pub(in crate::report) year: Option<u32>,
    /// All accounts, and those that do not close.
    pub(in crate::report) accounts: Option<(usize, usize)>,
    /// The files it was made from.
    pub(in crate::report) files: Vec<MadeFrom>,
}

/// How many accounts there are, and how many do not close.
pub(in crate::report) fn counted(closures: &[Closure]) -> (usize, usize) {
    (closures.len(), closures.iter().filter(|c| !c.holds()).count())
}

impl Again<'_> {
    /// The chapter.
    pub(in crate::report) fn chapter(self) -> Chapter {
        let lang = self.lang;
        let mut chapter = Chapter::new("again", lang.say("How to make this page again"));
        chapter.text(lang.say(
            "The same program version on the same files gives the same numbers, bit for bit, on any machine and with \
             any number of threads.",
        ));
        chapter.terms(self.terms());
        chapter.table(self.table());
        chapter
    }

    fn terms(&self) -> Vec<(String, String)> {
        let say = |english: &'static str| self.lang.say(english);
        let entry = |name: &str, text: String| (name.to_owned(), text);
        let mut terms = vec![entry(say("Program"), format!("gisement {}", env!("CARGO_PKG_VERSION")))];
        if !self.command.trim().is_empty() {
            terms.push(entry(say("Command"), self.command.to_owned()));
        }
        terms.extend(self.asked.iter().map(|(name, text)| entry(name, text.clone())));
        terms.extend(self.samples.map(|n| entry(say("Samples"), n.to_string())));
        terms.extend(self.seed.map(|n| entry(say("Seed"), n.to_string())));
        terms.extend(self.year.map(|n| entry(say("Laws and prices of"), n.to_string())));
        terms.extend(self.accounts.filter(|(all, _)| *all > 0).map(|a| entry(say("Accounts"), self.closing(a))));
        terms
    }

    /// Whether the accounts close, leading to the chapter that shows each.
    fn closing(&self, (all, open): (usize, usize)) -> String {
        let told = match open {
            0 => self.lang.tell(&text!("all {all} close", all)),
            _ => self.lang.tell(&text!("{open} of {all} do NOT close", open, all)),
        };
        format!("{told}; {}", refer::chapter("closures", self.lang.say("chapter¦reference")))
    }

    fn table(&self) -> Table {
        let columns = vec![
            Column::text(self.lang.say("File")),
            Column::number(self.lang.say("Bytes"), ""),
            Column::text("SHA-256"),
        ];
        let mut table = Table::new(self.lang.say("Files that this page was made from"), columns);
        for file in &self.files {
            table.push(vec![Cell::text(&*file.name), decimals(file.bytes as f64, 0), Cell::text(&*file.sha256)]);
        }
        table
    }
}

/// A command as a shell takes it: each argument bare when nothing in it means anything to a shell.
pub fn command_line<'a>(arguments: impl IntoIterator<Item = &'a str>) -> String {
    arguments.into_iter().map(quoted).collect::<Vec<_>>().join(" ")
}

fn quoted(argument: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+%@".contains(c);
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
        assert_eq!(command_line(["gisement", "run", "a b.toml"]), "gisement run 'a b.toml'");
    }

    #[test]
    fn a_page_of_which_nothing_is_known_names_its_program() {
        let section = Again::default().chapter().finish().expect("it has blocks");
        assert_eq!(section.blocks.len(), 2, "the sentence and the program: {section:?}");
    }
}
