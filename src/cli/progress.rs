//! A progress bar with rate and ETA, on stderr, only when that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;

/// A bar over so many items; hidden when stderr is no terminal.
pub(super) fn bar(items: u64, what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(items), ProgressDrawTarget::stderr());
    let template = "{msg:>10} [{bar:40}] {pos}/{len}  {per_sec}  ETA {eta}  {prefix}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message(what);
    bar
}
