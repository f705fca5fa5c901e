//! Greenhouse gases, method by method: each with its version and its reference, since the method alone can turn the sign.

use super::chapter::Chapter;
use crate::report::{Run, shared::carbon};
use crate::words::Locale;

pub(super) fn chapter(lang: Locale, run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("carbon", lang.say("Greenhouse gases"));
    if let Some(accounts) = run.outcome.accounts.as_ref().filter(|a| !a.carbon.is_empty()) {
        carbon::add(accounts, lang, &mut chapter);
    }
    chapter
}
