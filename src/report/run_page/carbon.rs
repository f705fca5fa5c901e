//! Greenhouse gases, method by method: each with its version and its reference, since the method alone can turn the sign.

use super::LANG;
use super::chapter::Chapter;
use crate::report::{Run, shared::carbon};

pub(super) fn chapter(run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("carbon", "Greenhouse gases");
    if let Some(accounts) = run.outcome.accounts.as_ref().filter(|a| !a.carbon.is_empty()) {
        carbon::add(accounts, LANG, &mut chapter);
    }
    chapter
}
