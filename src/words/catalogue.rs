//! The one catalogue: English to French, as files of `english,french`, one for each part of the house.

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

/// Names and texts of the catalogue's files, in `models/words/fr/`.
const FILES: [(&str, &str); 5] = [
    ("engine.csv", include_str!("../../models/words/fr/engine.csv")),
    ("inputs.csv", include_str!("../../models/words/fr/inputs.csv")),
    ("plot.csv", include_str!("../../models/words/fr/plot.csv")),
    ("report.csv", include_str!("../../models/words/fr/report.csv")),
    ("command.csv", include_str!("../../models/words/fr/command.csv")),
];

/// A line of the catalogue that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueError {
    /// The file.
    pub file: &'static str,
    /// Its line, from 1.
    pub line: u64,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "models/words/fr/{}:{}: {}", self.file, self.line, self.reason)
    }
}

impl std::error::Error for CatalogueError {}

/// The French of an English text of the program; none when the catalogue does not have it.
pub(super) fn french(english: &str) -> Option<&'static str> {
    static CATALOGUE: OnceLock<HashMap<String, String>> = OnceLock::new();
    let all = CATALOGUE.get_or_init(|| read().0.into_iter().map(|entry| (entry.english, entry.french)).collect());
    all.get(english).map(String::as_str)
}

/// One line of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The file.
    pub file: &'static str,
    /// Its line, from 1.
    pub line: u64,
    /// What stands in the code.
    pub english: String,
    /// What a French reader reads.
    pub french: String,
}

/// All lines of the catalogue, and what is wrong with it: lines that cannot be read, texts that come twice, places that the
/// French does not fill or invents.
pub fn read() -> (Vec<Entry>, Vec<CatalogueError>) {
    let (mut entries, mut wrong) = (Vec::new(), Vec::new());
    for (file, text) in FILES {
        read_file(file, text, &mut entries, &mut wrong);
    }
    let mut seen: HashMap<&str, &Entry> = HashMap::new();
    for entry in &entries {
        let mut refuse = |reason: String| wrong.push(CatalogueError { file: entry.file, line: entry.line, reason });
        if let Some(first) = seen.insert(&entry.english, entry) {
            refuse(format!("{:?} stands in {}:{} already", entry.english, first.file, first.line));
        }
        let sorted = |text: &str| {
            let mut names = super::text::places(text);
            names.sort();
            names.dedup();
            names
        };
        if sorted(&entry.english) != sorted(&entry.french) {
            refuse(format!("the French of {:?} fills other places", entry.english));
        }
    }
    (entries, wrong)
}

fn read_file(file: &'static str, text: &str, entries: &mut Vec<Entry>, wrong: &mut Vec<CatalogueError>) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                wrong.push(CatalogueError { file, line, reason: error.to_string() });
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        match (record.len(), record.get(0), record.get(1)) {
            (2, Some(english), Some(french)) if !english.is_empty() && !french.is_empty() => {
                entries.push(Entry { file, line, english: english.to_owned(), french: french.to_owned() });
            }
            _ => wrong.push(CatalogueError { file, line, reason: "write english,french".to_owned() }),
        }
    }
}
