//! Tables and arrays that a user brings: data frames, dictionaries of arrays, a matrix with names.

use crate::error;
use pyo3::buffer::PyBuffer;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

/// Named columns of numbers.
pub(crate) type Columns = Vec<(String, Vec<f64>)>;

/// Columns of whatever holds some.
///
/// # Errors
/// `ScenarioError` that says what was found and what is taken.
pub(crate) fn columns(py: Python<'_>, what: &str, given: &Bound<'_, PyAny>) -> PyResult<Columns> {
    if let Ok(pair) = given.cast::<PyTuple>() {
        return matrix(py, what, pair);
    }
    if let Ok(columns) = given.cast::<PyDict>() {
        let one = |(name, values): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
            let name: String = name.extract()?;
            let values = numbers(py, &format!("column `{name}` of the {what}"), &values)?;
            Ok((name, values))
        };
        return columns.iter().map(one).collect();
    }
    if given.hasattr("columns")? {
        return frame(py, what, given);
    }
    let kind = given.get_type().name()?.to_string();
    Err(error::wrong(
        py,
        format!("{what}: a {kind} holds no named columns"),
        "give a table (polars, pandas, pyarrow), a dictionary of columns by name, or (names, matrix)",
    ))
}

/// `(names, matrix)`: a row a sample, as SALib has them.
fn matrix(py: Python<'_>, what: &str, pair: &Bound<'_, PyTuple>) -> PyResult<Columns> {
    let takes = || format!("{what}: a pair is (names, matrix), with a column of the matrix for each name");
    let (names, rows): (Vec<String>, Bound<'_, PyAny>) = pair.extract().map_err(|_| error::wrong(py, takes(), ""))?;
    let buffer = PyBuffer::<f64>::get(&rows);
    let buffer = buffer.map_err(|_| error::wrong(py, takes(), "give the matrix as a numpy array of float64"))?;
    let (shape, width) = (buffer.shape().to_vec(), names.len());
    if shape.len() != 2 || shape[1] != width {
        let found = shape.iter().map(ToString::to_string).collect::<Vec<_>>().join(" x ");
        return Err(error::wrong(py, format!("{what}: the matrix is {found}, and there are {width} names"), takes()));
    }
    let values = buffer.to_vec(py)?;
    let column = |k: usize| values.iter().skip(k).step_by(width.max(1)).copied().collect();
    Ok(names.into_iter().enumerate().map(|(k, name)| (name, column(k))).collect())
}

/// Numbers of an array, or of anything that gives one number after another.
pub(crate) fn numbers(py: Python<'_>, what: &str, values: &Bound<'_, PyAny>) -> PyResult<Vec<f64>> {
    if let Ok(buffer) = PyBuffer::<f64>::get(values) {
        return flat(py, what, &buffer, |v| v);
    }
    if let Ok(buffer) = PyBuffer::<f32>::get(values) {
        return flat(py, what, &buffer, f64::from);
    }
    if let Ok(buffer) = PyBuffer::<i64>::get(values) {
        return flat(py, what, &buffer, |v| v as f64);
    }
    if let Ok(buffer) = PyBuffer::<i32>::get(values) {
        return flat(py, what, &buffer, f64::from);
    }
    if values.hasattr("__array_interface__")? {
        let array = py.import("numpy")?.getattr("ascontiguousarray")?.call1((values, "float64"));
        if let Ok(buffer) = array.and_then(|array| PyBuffer::<f64>::get(&array)) {
            return flat(py, what, &buffer, |v| v);
        }
    }
    values.extract().map_err(|_| {
        let kind = values.get_type().name().map_or_else(|_| "value".to_owned(), |name| name.to_string());
        error::wrong(py, format!("{what}: a {kind} holds no list of numbers"), "give numbers, one for each row")
    })
}

fn flat<T: pyo3::buffer::Element + Copy>(
    py: Python<'_>,
    what: &str,
    buffer: &PyBuffer<T>,
    number: fn(T) -> f64,
) -> PyResult<Vec<f64>> {
    if buffer.dimensions() != 1 {
        let found = buffer.dimensions();
        return Err(error::wrong(py, format!("{what}: {found} dimensions"), "give one number for each row"));
    }
    Ok(buffer.to_vec(py)?.into_iter().map(number).collect())
}

/// Columns of a data frame; null is NaN. polars, pandas, pyarrow and our own tables name and give them alike.
fn frame(py: Python<'_>, what: &str, given: &Bound<'_, PyAny>) -> PyResult<Columns> {
    let names = given.getattr("column_names").or_else(|_| given.getattr("columns"))?;
    let mut columns = Columns::new();
    for name in names.try_iter()? {
        let name = name?;
        let text: String = name.str()?.extract()?;
        let column = given.get_item(&name)?;
        let column = if column.hasattr("to_numpy")? { column.call_method0("to_numpy")? } else { column };
        let values = numbers(py, &format!("column `{text}` of the {what}"), &column)?;
        columns.push((text, values));
    }
    Ok(columns)
}
