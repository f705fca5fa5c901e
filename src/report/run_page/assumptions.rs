//! Every number behind the result: value, unit, source, how far to trust it, whether it was drawn.

use super::LANG;
use super::chapter::Chapter;
use crate::report::{Run, shared::assumptions};

/// Heading, which other chapters point to.
pub(super) const HEADING: &str = "Every assumption";

pub(super) fn chapter(run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("assumptions", HEADING);
    assumptions::add(run.scenario, run.outcome.accounts.is_some(), LANG, &mut chapter);
    chapter
}
