//! The European List of Waste (Commission Decision 2000/532/EC as amended): `models/territory/waste_*.csv`.
//!
//! All 842 codes in English and French with their hazard star, the chapters above them, and for the codes that matter
//! here what they usually are (own mapping, no law). English titles: Defra, contains public sector information licensed
//! under the Open Government Licence v3.0.

use super::fold::{folded, folded_words};
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetProblem, SheetRow, shipped};
use crate::words::Locale;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Whom the titles are owed to; shown wherever codes are listed.
pub const WASTE_CODE_SOURCE: &str = "European List of Waste, Commission Decision 2000/532/EC as amended; English titles: \
    Defra, contains public sector information licensed under the Open Government Licence v3.0";

/// How a code is classified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WasteEntry {
    /// Never hazardous.
    AbsoluteHarmless,
    /// Always hazardous (star).
    AbsoluteHazardous,
    /// Not hazardous, with a hazardous twin: analyses decide between the two.
    MirrorHarmless,
    /// Hazardous (star), with a harmless twin.
    MirrorHazardous,
}

const ENTRIES: [(&str, WasteEntry); 4] = [
    ("AN", WasteEntry::AbsoluteHarmless),
    ("AH", WasteEntry::AbsoluteHazardous),
    ("MN", WasteEntry::MirrorHarmless),
    ("MH", WasteEntry::MirrorHazardous),
];

/// A code of six digits.
#[derive(Clone, Debug, PartialEq)]
pub struct WasteCode {
    /// Six digits without blanks.
    pub code: String,
    /// How it is classified.
    pub entry: WasteEntry,
    /// English title.
    pub title_en: String,
    /// French title.
    pub title_fr: String,
}

/// A chapter (two digits) or subchapter (four digits).
#[derive(Clone, Debug, PartialEq)]
pub struct WasteChapter {
    /// Two or four digits without blanks.
    pub code: String,
    /// English title.
    pub title_en: String,
    /// French title.
    pub title_fr: String,
}

/// What a code usually is: own mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct WasteMapping {
    /// Six digits.
    pub code: String,
    /// Family: wood, biowaste, grease, ash, packaging, mineral, residue.
    pub family: String,
    /// Usual feedstock of the library; blank where none fits.
    pub feedstock: String,
    /// Where it usually may go.
    pub channels: Vec<String>,
    /// Everyday words for it, French and English.
    pub words: String,
    /// Remarks.
    pub note: String,
    /// Where the mapping is from.
    pub source: String,
    /// How far to trust it.
    pub flag: Flag,
}

fn read_code(row: &SheetRow<'_>) -> Result<WasteCode, SheetError> {
    Ok(WasteCode {
        code: digits(row, &[6])?,
        entry: row.word("entry", &ENTRIES)?,
        title_en: row.filled("title_en")?,
        title_fr: row.filled("title_fr")?,
    })
}

fn read_chapter(row: &SheetRow<'_>) -> Result<WasteChapter, SheetError> {
    Ok(WasteChapter {
        code: digits(row, &[2, 4])?,
        title_en: row.filled("title_en")?,
        title_fr: row.filled("title_fr")?,
    })
}

fn read_mapping(row: &SheetRow<'_>) -> Result<WasteMapping, SheetError> {
    let code = digits(row, &[6])?;
    if waste_code(&code).is_none() {
        return Err(row.unknown_word("code", &code, ["a code of waste_codes.csv"]));
    }
    let feedstock = row.text("feedstock")?.to_owned();
    if !feedstock.is_empty() && super::organic(&feedstock).is_none() && super::wood(&feedstock).is_none() {
        return Err(row.unknown_word("feedstock", &feedstock, ["a feedstock of the library"]));
    }
    let channels = row.text("channels")?.split(';').filter(|c| !c.is_empty()).map(str::to_owned).collect();
    let text = |column: &str| row.text(column).map(str::to_owned);
    Ok(WasteMapping {
        code,
        family: row.filled("family")?,
        feedstock,
        channels,
        words: text("words")?,
        note: text("note")?,
        source: row.filled("source")?,
        flag: row.flag("flag")?,
    })
}

fn digits(row: &SheetRow<'_>, lengths: &[usize]) -> Result<String, SheetError> {
    let code = row.filled("code")?;
    if lengths.contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(code);
    }
    Err(row.error(SheetProblem::UnknownWord {
        column: "code".to_owned(),
        text: code,
        known: lengths.iter().map(|n| format!("{n} digits")).collect(),
    }))
}

shipped! {
    /// All codes, in the order of the list.
    pub fn waste_codes() -> [WasteCode] from "territory/waste_codes.csv" by read_code
}

shipped! {
    /// All chapters and subchapters, in the order of the list.
    pub fn waste_chapters() -> [WasteChapter] from "territory/waste_chapters.csv" by read_chapter
}

shipped! {
    /// What codes usually are, in the order of the list.
    pub fn waste_mappings() -> [WasteMapping] from "territory/waste_mapping.csv" by read_mapping
}

/// A code as people write it (`15 01 03`, `150103`, `15.01.03*`), without what separates the digits; none when something
/// else is in it.
pub fn bare_code(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('*').trim_end();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let separators = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '\u{a0}' | '\u{202f}');
    (!digits.is_empty() && text.chars().all(separators)).then_some(digits)
}

/// The code of this text, in any usual spelling.
pub fn waste_code(text: &str) -> Option<&'static WasteCode> {
    static PLACES: OnceLock<HashMap<&'static str, &'static WasteCode>> = OnceLock::new();
    let places = PLACES.get_or_init(|| waste_codes().iter().map(|c| (c.code.as_str(), c)).collect());
    places.get(bare_code(text)?.as_str()).copied()
}

/// The chapter or subchapter of these two or four digits.
pub fn waste_chapter(code: &str) -> Option<&'static WasteChapter> {
    let bare = bare_code(code)?;
    waste_chapters().iter().find(|c| c.code == bare)
}

impl WasteCode {
    /// True with a star: hazardous waste (Directive 2008/98/EC, annex III).
    pub fn is_hazardous(&self) -> bool {
        matches!(self.entry, WasteEntry::AbsoluteHazardous | WasteEntry::MirrorHazardous)
    }

    /// As the law writes it: `15 01 03`, with a star where it is hazardous.
    pub fn spaced(&self) -> String {
        let star = if self.is_hazardous() { "*" } else { "" };
        format!("{} {} {}{star}", &self.code[..2], &self.code[2..4], &self.code[4..])
    }

    /// The title in a language.
    pub fn title(&self, lang: Locale) -> &str {
        lang.pick(&self.title_en, &self.title_fr)
    }

    /// What it usually is, where this project knows.
    pub fn mapping(&self) -> Option<&'static WasteMapping> {
        waste_mappings().iter().find(|m| m.code == self.code)
    }
}

/// A code that a search found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WasteHit {
    /// The code.
    pub code: &'static WasteCode,
    /// How well it fits; more is better, comparable within one search only.
    pub score: u32,
}

/// Weights of where a word is found: everyday words of the mapping, the title, the titles of the chapters above.
const WEIGHT_WORDS: u32 = 6;
const WEIGHT_TITLE: u32 = 4;
const WEIGHT_CHAPTER: u32 = 1;

/// Folded words to search in, with their weight.
struct Indexed {
    code: &'static WasteCode,
    fields: [(u32, Vec<String>); 3],
    mapped: bool,
}

fn index() -> &'static [Indexed] {
    static INDEX: OnceLock<Vec<Indexed>> = OnceLock::new();
    INDEX.get_or_init(|| waste_codes().iter().map(indexed).collect())
}

fn indexed(code: &'static WasteCode) -> Indexed {
    let mapping = code.mapping();
    let own = mapping.map_or(String::new(), |m| format!("{} {}", m.words, m.note));
    let titles = format!("{} {}", code.title_en, code.title_fr);
    let above: Vec<&WasteChapter> = [2, 4].iter().filter_map(|n| waste_chapter(&code.code[..*n])).collect();
    let above: String = above.iter().map(|c| format!("{} {} ", c.title_en, c.title_fr)).collect();
    let fields = [(WEIGHT_WORDS, own), (WEIGHT_TITLE, titles), (WEIGHT_CHAPTER, above)];
    Indexed { code, fields: fields.map(|(w, text)| (w, folded_words(&text))), mapped: mapping.is_some() }
}

/// How well a word of the question fits a word of the list: 3 the same, also but for a plural; 2 its beginning; 1 within.
fn fit(asked: &str, word: &str) -> u32 {
    let stem = |w: &str| w.trim_end_matches(['s', 'x']).to_owned();
    if word == asked || (asked.len() > 3 && stem(word) == stem(asked)) {
        3
    } else if word.starts_with(asked) {
        2
    } else {
        u32::from(asked.len() > 3 && word.contains(asked))
    }
}

fn score(entry: &Indexed, asked: &[String]) -> Option<u32> {
    let mut sum = u32::from(entry.mapped);
    for word in asked {
        let best =
            entry.fields.iter().map(|(w, words)| w * words.iter().map(|x| fit(word, x)).max().unwrap_or(0)).max();
        match best {
            Some(best) if best > 0 => sum += 2 * best,
            _ => return None,
        }
    }
    Some(sum)
}

/// Codes that fit all words of a question in either language, best first; a question of digits is the start of a code.
///
/// Accents, case and plurals do not matter. Everyday words (`palettes`, `grease trap`) count more than titles, titles more
/// than the chapters above; codes of the mapping come first among equals, then the order of the list.
pub fn search_waste(question: &str) -> Vec<WasteHit> {
    if let Some(prefix) = bare_code(question) {
        let found = waste_codes().iter().filter(|c| c.code.starts_with(&prefix));
        return found.map(|code| WasteHit { code, score: 1 }).collect();
    }
    let asked = folded_words(&folded(question));
    if asked.is_empty() {
        return Vec::new();
    }
    let scored = index().iter().filter_map(|e| score(e, &asked).map(|score| WasteHit { code: e.code, score }));
    let mut hits: Vec<WasteHit> = scored.collect();
    // A stable sort keeps the order of the list among equals.
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.score));
    hits
}

/// The code that a misspelt one most likely means: fewest digits changed or swapped, codes of the mapping first among
/// equals, at most two digits away.
pub fn nearest_waste_code(text: &str) -> Option<&'static WasteCode> {
    let bare: String = text.chars().filter(char::is_ascii_digit).collect();
    let near = |c: &&'static WasteCode| (strsim::osa_distance(&bare, &c.code), u32::from(c.mapping().is_none()));
    waste_codes().iter().min_by_key(near).filter(|c| near(c).0 <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_code_are_one() {
        for text in ["15 01 03", "150103", "15.01.03", " 15-01-03* ", "15\u{a0}01\u{a0}03"] {
            assert_eq!(waste_code(text).map(|c| c.code.as_str()), Some("150103"), "{text}");
        }
        for text in ["", "*", "15 01", "15 01 99", "abc", "15a01b03"] {
            assert!(waste_code(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_slip_of_the_pen_is_understood() {
        assert_eq!(nearest_waste_code("15 10 03").map(|c| c.code.as_str()), Some("150103"));
        assert_eq!(nearest_waste_code("20 01 8").map(|c| c.code.as_str()), Some("200108"));
        assert!(nearest_waste_code("pallets").is_none());
    }
}
