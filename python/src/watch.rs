//! Long work beside a live interpreter: other Python threads go on, Ctrl-C stops it, a callable hears how far it is.

use crate::error;
use gisement::ask::Watch;
use pyo3::prelude::*;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How often signals and progress are looked at.
const LOOK: Duration = Duration::from_millis(50);

/// Does the work on a thread of its own while this one waits without the interpreter's lock, and looks now and then. What
/// the first look that failed said comes beside the result: it is the work's own affair to end early.
///
/// # Errors
/// No thread can be had; the work panicked, which is a defect.
pub(crate) fn waited<T: Send>(
    py: Python<'_>,
    look: &mut dyn FnMut() -> PyResult<()>,
    work: impl FnOnce() -> T + Send,
) -> PyResult<(T, Option<PyErr>)> {
    let (sender, receiver) = sync_channel(1);
    let receiver = Mutex::new(receiver);
    std::thread::scope(|scope| {
        let job = move || {
            // Somebody waits as long as this thread runs.
            let _ = sender.send(std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)));
        };
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, job);
        thread.map_err(|why| error::run_error(format!("cannot start a thread: {why}")))?;
        let mut raised = None;
        loop {
            let heard = py.detach(|| {
                let receiver = receiver.lock().unwrap_or_else(PoisonError::into_inner);
                receiver.recv_timeout(LOOK)
            });
            match heard {
                Ok(Ok(result)) => return Ok((result, raised)),
                Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => return Err(error::defect()),
                Err(RecvTimeoutError::Timeout) if raised.is_some() => {}
                Err(RecvTimeoutError::Timeout) => raised = look().err(),
            }
        }
    })
}

/// Long work of the engine with so many threads below it (all cores where none are given). `progress(done, total)` is
/// called now and then, and at the end.
///
/// # Errors
/// `KeyboardInterrupt` after Ctrl-C, and what `progress` raises: both stop the work.
pub(crate) fn watched<T: Send>(
    py: Python<'_>,
    threads: Option<usize>,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&Watch) -> T + Send,
) -> PyResult<T> {
    let pool = threads.map(|n| rayon::ThreadPoolBuilder::new().num_threads(n).build()).transpose();
    let pool = pool.map_err(|why| error::run_error(format!("no {} threads: {why}", threads.unwrap_or(0))))?;
    let watch = Watch::default();
    let mut told = 0;
    let mut look = || {
        let heard = py.check_signals().and_then(|()| tell(&watch, &mut told, progress));
        watch.stop.store(heard.is_err(), Ordering::Relaxed);
        heard
    };
    let (result, raised) = waited(py, &mut look, || match &pool {
        Some(pool) => pool.install(|| work(&watch)),
        None => work(&watch),
    })?;
    match raised {
        Some(error) => Err(error),
        None => tell(&watch, &mut told, progress).map(|()| result),
    }
}

/// The stack of the thread that works: as large as a main thread's usually is.
const STACK: usize = 8 * 1024 * 1024;

fn tell(watch: &Watch, told: &mut u64, progress: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
    let (done, total) = watch.so_far();
    let Some(progress) = progress.filter(|_| done != *told) else { return Ok(()) };
    *told = done;
    progress.call1((done, total.max(done))).map(drop)
}
