//! The Arrow PyCapsule protocol: structures of the C data interface in capsules that Python passes on. Whoever takes one
//! moves the structure out and frees it; a capsule nobody took frees it itself.
//!
//! A requested schema is a wish that may be left unheard; it is: the columns are what they are.

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{Array, RecordBatch, RecordBatchIterator};
use arrow_schema::{ArrowError, Field};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use std::ffi::CStr;

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

fn failed(error: &ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// A schema, or a field.
pub(crate) fn schema<'py>(
    py: Python<'py>,
    of: impl TryInto<FFI_ArrowSchema, Error = ArrowError>,
) -> PyResult<Bound<'py, PyCapsule>> {
    PyCapsule::new_with_value(py, of.try_into().map_err(|error| failed(&error))?, SCHEMA)
}

/// An array with its field.
pub(crate) fn array<'py>(py: Python<'py>, field: &Field, array: &dyn Array) -> PyResult<Bound<'py, PyTuple>> {
    let values = PyCapsule::new_with_value(py, FFI_ArrowArray::new(&array.to_data()), ARRAY)?;
    PyTuple::new(py, [schema(py, field)?, values])
}

/// The batch, as a stream of one.
pub(crate) fn stream<'py>(py: Python<'py>, batch: &RecordBatch) -> PyResult<Bound<'py, PyCapsule>> {
    let reader = RecordBatchIterator::new([Ok(batch.clone())], batch.schema());
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), STREAM)
}
