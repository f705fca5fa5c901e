//! `gisement codes`: the European List of Waste by words.

use super::args::CodesArguments;
use super::{CommandError, exit, lang, talk};
use crate::library::{WASTE_CODE_SOURCE, WasteCode, bare_code, search_waste, waste_chapter};
use crate::text;
use crate::words::Locale;
use crate::words::Text;
use serde_json::{Value, json};
use std::io::Write;

/// Searches and prints, best first.
pub(super) fn run(arguments: &CodesArguments, out: &mut dyn Write) -> Result<u8, CommandError> {
    let (question, lang) = (arguments.words.join(" "), lang::chosen());
    let hits = search_waste(&question);
    let shown: Vec<&WasteCode> = hits.iter().take(usize::from(arguments.top)).map(|h| h.code).collect();
    if arguments.json {
        let value = json!({
            "schema": "gisement.codes/1", "question": question, "found": hits.len(), "source": WASTE_CODE_SOURCE,
            "codes": shown.iter().map(|c| code_json(c)).collect::<Vec<_>>(),
        });
        writeln!(out, "{}", serde_json::to_string_pretty(&value).map_err(std::io::Error::from)?)?;
        return Ok(exit::OK);
    }
    if hits.is_empty() {
        talk(text!("no code fits `{question}`: try fewer words, or its first digits", question));
        return Ok(exit::OK);
    }
    print(&shown, &question, lang, out)?;
    if hits.len() > shown.len() {
        talk(text!("{a} more; --top {b} shows all", a = hits.len() - shown.len(), b = hits.len().min(1000)));
    }
    talk(Text::plain(WASTE_CODE_SOURCE));
    Ok(exit::OK)
}

fn print(shown: &[&WasteCode], question: &str, lang: Locale, out: &mut dyn Write) -> Result<(), CommandError> {
    // A question of digits walks down the list: say where it is.
    if let Some(digits) = bare_code(question) {
        for length in [2, 4].into_iter().filter(|n| *n <= digits.len()) {
            if let Some(chapter) = waste_chapter(&digits[..length]) {
                writeln!(out, "{:<10} {}", chapter.code, lang.pick(&chapter.title_en, &chapter.title_fr))?;
            }
        }
    }
    for code in shown {
        writeln!(out, "{:<10} {}", code.spaced(), code.title(lang))?;
        let Some(mapping) = code.mapping() else { continue };
        let feedstock = if mapping.feedstock.is_empty() { mapping.family.as_str() } else { mapping.feedstock.as_str() };
        writeln!(out, "{:<10} {feedstock}; {}", "", mapping.channels.join(", "))?;
    }
    Ok(())
}

fn code_json(code: &WasteCode) -> Value {
    let mapping = code.mapping();
    json!({
        "code": code.code, "written": code.spaced(), "hazardous": code.is_hazardous(),
        "title_en": code.title_en, "title_fr": code.title_fr,
        "family": mapping.map(|m| m.family.as_str()),
        "feedstock": mapping.map(|m| m.feedstock.as_str()).filter(|f| !f.is_empty()),
        "channels": mapping.map(|m| &m.channels),
    })
}
