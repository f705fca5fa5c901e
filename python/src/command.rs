//! The command line in this process.

use crate::watch::waited;
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

/// Runs the command line in this process and returns its exit code.
///
/// `arguments` follow the program's name: `command(["sweep", "scenarios/florange.toml", "-n", "10000"])`. Results go to the
/// stdout of the process, talk to its stderr. Other Python threads go on; Ctrl-C ends the command in order (130), and what
/// it has done is kept.
#[pyfunction]
pub(crate) fn command(py: Python<'_>, arguments: Vec<PathBuf>) -> PyResult<u8> {
    hosted(py, arguments, |arguments| gisement::cli::run_within(arguments, &mut anstream::stdout()))
}

/// As :func:`command`, and returns its exit code, its results and its talk: what would go to stdout and to stderr.
#[pyfunction]
pub(crate) fn capture(py: Python<'_>, arguments: Vec<PathBuf>) -> PyResult<(u8, String, String)> {
    hosted(py, arguments, |arguments| {
        let mut out = anstream::StripStream::new(Vec::new());
        let (code, talk) = gisement::cli::run_quietly(arguments, &mut out);
        // Writing to memory cannot fail.
        let _ = out.flush();
        (code, String::from_utf8_lossy(&out.into_inner()).into_owned(), talk)
    })
}

fn hosted<T: Send>(py: Python<'_>, arguments: Vec<PathBuf>, run: impl FnOnce(&[OsString]) -> T + Send) -> PyResult<T> {
    let all: Vec<OsString> =
        std::iter::once(OsString::from("gisement")).chain(arguments.into_iter().map(PathBuf::into_os_string)).collect();
    let mut look = || py.check_signals().inspect_err(|_| gisement::cli::stop());
    let (done, raised) = waited(py, &mut look, || run(&all))?;
    match raised {
        // That it was interrupted, the command says by its exit code.
        Some(error) if !error.is_instance_of::<PyKeyboardInterrupt>(py) => Err(error),
        _ => Ok(done),
    }
}

/// What makes results the same bits: version of the engine, its numeric class, the format of sweeps.
#[pyfunction]
pub(crate) fn engine() -> (&'static str, &'static str, &'static str) {
    (gisement::study::ENGINE, gisement::study::NUMERIC_CLASS, gisement::study::FORMAT)
}
