//! Damaged files are errors: the library that reads Parquet (59.3) ends some of them by a panic, which stops here.

use super::SweepFileError;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static READING: Cell<bool> = const { Cell::new(false) };
}

/// True while this thread reads a file of which a panic is only an error: a hook that prints panics may stay silent.
pub fn panic_is_an_error() -> bool {
    READING.get()
}

/// Runs a read; a panic in it is a damaged file.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T, SweepFileError>) -> Result<T, SweepFileError> {
    let before = READING.replace(true);
    // What the read leaves half done is dropped with its error.
    let result = catch_unwind(AssertUnwindSafe(read));
    READING.set(before);
    result.unwrap_or(Err(SweepFileError::Damaged))
}
