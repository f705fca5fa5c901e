//! Every number behind the result: value, unit, source, how far to trust it, whether it was drawn.

use super::chapter::Chapter;
use crate::report::{Run, shared::assumptions};
use crate::words::Locale;
use crate::words::word;

/// Heading, which other chapters point to.
pub(super) const HEADING: &str = word("Every assumption");

pub(super) fn chapter(lang: Locale, run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("assumptions", lang.say(HEADING));
    assumptions::add(run.scenario, run.outcome.accounts.is_some(), lang, &mut chapter);
    chapter
}
