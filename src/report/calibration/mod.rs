//! A calibration for people: what was found, what the data do not see, noise, figures; the terminal, JSON.

mod answer;
mod identify;
mod json;
mod series;

pub use json::{CALIBRATION_SCHEMA, calibration_json};

use super::chapter::Chapter;
use super::shared::again::Again;
use super::{MadeFrom, Page, Section};
use crate::calibration::Calibration;
use crate::plot::Locale;

/// What the page needs besides the outcome.
#[derive(Clone, Copy, Debug)]
pub struct CalibrationPage<'a> {
    /// Language of words and numbers.
    pub lang: Locale,
    /// Title.
    pub title: &'a str,
    /// The command that makes the page again.
    pub command: &'a str,
    /// The files it was made from.
    pub files: &'a [MadeFrom],
}

/// The page of calibrations: one, or one for each treatment of a laboratory.
pub fn calibration_page(found: &[Calibration], options: &CalibrationPage<'_>) -> Page {
    let mut sections = calibration_sections(found, options.lang);
    sections.extend(
        found.iter().flat_map(|one| series::figures(one, prefix(found, one), options.lang)).collect::<Vec<_>>(),
    );
    sections.extend(again(options).finish());
    Page {
        title: options.title.to_owned(),
        subtitle: options.lang.say("Calibration to measured data").to_owned(),
        lang: options.lang,
        sections,
        footer: format!("gisement {}", env!("CARGO_PKG_VERSION")),
    }
}

/// The tables of calibrations, for the terminal and the page.
pub fn calibration_sections(found: &[Calibration], lang: Locale) -> Vec<Section> {
    let one = |one: &Calibration| {
        let prefix = prefix(found, one);
        [
            answer::chapter(one, prefix, lang),
            identify::chapter(one, prefix, lang),
            series::chapter(one, prefix, lang),
            answer::posterior(one, prefix, lang),
        ]
    };
    found.iter().flat_map(one).filter_map(Chapter::finish).collect()
}

/// What stands before the headings of one of several calibrations.
fn prefix<'a>(found: &[Calibration], one: &'a Calibration) -> &'a str {
    if found.len() > 1 { &one.name } else { "" }
}

/// A chapter with its heading behind the name of its calibration.
fn chapter(id: &str, prefix: &str, heading: &str) -> Chapter {
    if prefix.is_empty() { Chapter::new(id, heading) } else { Chapter::new(id, format!("{prefix}: {heading}")) }
}

/// A level in per cent, with the digits it was given with: 90, 99.9.
fn percent(level: f64, lang: Locale) -> String {
    let text = format!("{:.6}", 100.0 * level);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if lang == Locale::Fr { text.replace('.', ",") } else { text.to_owned() }
}

fn again(options: &CalibrationPage<'_>) -> Chapter {
    let files = options.files.to_vec();
    Again { lang: options.lang, command: options.command, files, ..Again::default() }.chapter()
}
