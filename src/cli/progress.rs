//! A progress bar with rate and ETA, on stderr, only when that is a terminal.

use super::lang;
use crate::ask::Watch;
use crate::text;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::io::IsTerminal;

/// A bar over so many items, which a marked word names; hidden when stderr is no terminal.
pub(super) fn bar(items: u64, what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(items), ProgressDrawTarget::stderr());
    let template = "{msg:>10} [{bar:40}] {pos}/{len}  {rate}  ETA {eta}  {prefix}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        let rate = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            // A bar that cannot be drawn is no error.
            let _ = write!(out, "{:.0}/s", state.per_sec());
        };
        bar.set_style(style.with_key("rate", rate).progress_chars("=> "));
    }
    bar.set_message(lang::chosen().say(what));
    bar
}

/// Shows how far watched work is.
pub(super) fn show(bar: &ProgressBar, watch: &Watch) {
    let (done, all) = watch.so_far();
    bar.set_length(all.max(done));
    bar.set_position(done);
    match watch.failures() {
        0 => bar.set_prefix(watch.stage()),
        failed => bar.set_prefix(lang::chosen().tell(&text!("failed {failed}", failed))),
    }
}
