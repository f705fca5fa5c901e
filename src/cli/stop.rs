//! Ctrl-C: the first one asks the running work to end in order, the second one ends the program.

use super::exit;
use std::sync::atomic::{AtomicBool, Ordering};

static STOP: AtomicBool = AtomicBool::new(false);
static HOSTED: AtomicBool = AtomicBool::new(false);

/// From now on the program around this one hears Ctrl-C and says when to stop.
pub(super) fn hosted() {
    HOSTED.store(true, Ordering::Relaxed);
    STOP.store(false, Ordering::Relaxed);
}

/// Asks the running command to end in order.
pub(super) fn ask() {
    STOP.store(true, Ordering::Relaxed);
}

/// Listens to Ctrl-C from now on.
pub(super) fn listen() {
    if HOSTED.load(Ordering::Relaxed) {
        return;
    }
    // A second handler cannot be set; then Ctrl-C just ends the program.
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(exit::INTERRUPTED));
        }
    });
}

/// Becomes true at Ctrl-C.
pub(super) fn flag() -> &'static AtomicBool {
    &STOP
}
