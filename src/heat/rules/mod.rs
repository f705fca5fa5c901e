//! Rules of thumb and simple rules beside the simulated year: the direct boiler, the greedy store, the load-duration shortcut,
//! and [`thumb_rows`], which shows what each says of the same boiler.

mod simple;
mod thumb;

pub use simple::{DirectTotals, direct, greedy_backup_kwh};
pub use thumb::{Simulated, THUMB_SHARES, ThumbRow, shortcut_coverage, thumb_rows};
