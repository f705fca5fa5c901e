//! Tables in Arrow memory: what pyarrow, polars, pandas, DuckDB and numpy read without copying.

use crate::capsule;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type, UInt8Type, UInt32Type};
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, StructArray, UInt8Array, UInt32Array};
use arrow_buffer::{NullBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, FieldRef, Fields, Schema};
use pyo3::exceptions::{PyAttributeError, PyIndexError, PyKeyError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList, PyTuple};
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

/// The values of a column.
pub(crate) enum Values {
    /// Numbers; NaN stands for none, and is null.
    Numbers(Vec<f64>),
    /// Whole numbers.
    Whole(Vec<i64>),
    /// Counts.
    Counts(Vec<u32>),
    /// Codes.
    Codes(Vec<u8>),
    /// Words.
    Text(Vec<Option<String>>),
}

/// A column on its way into a table.
pub(crate) struct Made {
    name: String,
    unit: String,
    label: String,
    values: Values,
}

impl Made {
    pub(crate) fn new(name: impl Into<String>, values: Values) -> Self {
        Self { name: name.into(), unit: String::new(), label: String::new(), values }
    }

    pub(crate) fn numbers(name: impl Into<String>, unit: impl Into<String>, values: Vec<f64>) -> Self {
        Self { unit: unit.into(), ..Self::new(name, Values::Numbers(values)) }
    }

    pub(crate) fn text(name: impl Into<String>, values: impl IntoIterator<Item = String>) -> Self {
        Self::new(name, Values::Text(values.into_iter().map(Some).collect()))
    }

    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    fn field_and_array(self) -> (FieldRef, ArrayRef) {
        let array: ArrayRef = match self.values {
            Values::Numbers(values) => Arc::new(numbers(values)),
            Values::Whole(values) => Arc::new(Int64Array::from(values)),
            Values::Counts(values) => Arc::new(UInt32Array::from(values)),
            Values::Codes(values) => Arc::new(UInt8Array::from(values)),
            Values::Text(values) => Arc::new(StringArray::from(values)),
        };
        let nullable = matches!(array.data_type(), DataType::Utf8 | DataType::Float64);
        let told = [("unit", self.unit), ("label", self.label)];
        let told: HashMap<String, String> =
            told.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| (key.to_owned(), text)).collect();
        (Arc::new(Field::new(self.name, array.data_type().clone(), nullable).with_metadata(told)), array)
    }
}

/// NaN stays in the memory and is null beside it: Arrow readers skip it, numpy sees NaN.
fn numbers(values: Vec<f64>) -> Float64Array {
    let absent = values.iter().any(|v| v.is_nan());
    let nulls = absent.then(|| values.iter().map(|v| !v.is_nan()).collect::<Vec<bool>>()).map(NullBuffer::from);
    Float64Array::new(ScalarBuffer::from(values), nulls)
}

/// Columns of equal length, by name, in Arrow memory.
///
/// `polars.DataFrame(table)`, `pyarrow.table(table)`, `duckdb.sql("from table")` (through pyarrow) and `numpy.asarray(table["x"])` read it
/// without copying; `table.units` says in which unit each column is.
#[pyclass(frozen, module = "gisement")]
#[derive(Clone)]
pub(crate) struct Table {
    batch: RecordBatch,
}

impl Table {
    /// A table of columns of equal length.
    pub(crate) fn new(columns: Vec<Made>) -> PyResult<Self> {
        let (fields, arrays): (Vec<FieldRef>, Vec<ArrayRef>) = columns.into_iter().map(Made::field_and_array).unzip();
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays);
        batch.map(|batch| Self { batch }).map_err(|error| PyValueError::new_err(error.to_string()))
    }

    fn fields(&self) -> Fields {
        self.batch.schema().fields().clone()
    }

    fn place(&self, name: &str) -> PyResult<usize> {
        self.batch.schema().index_of(name).map_err(|_| {
            let fields = self.fields();
            let near = gisement::words::nearest(name, fields.iter().map(|f| f.name().as_str()));
            let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            PyKeyError::new_err(format!("there is no column `{name}`{near}"))
        })
    }

    fn column(&self, place: usize) -> Column {
        Column { field: self.fields()[place].clone(), array: self.batch.column(place).clone() }
    }
}

#[pymethods]
impl Table {
    /// Names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.fields().iter().map(|f| f.name().clone()).collect()
    }

    /// Units of the columns that have one.
    #[getter]
    fn units(&self) -> HashMap<String, String> {
        told(&self.fields(), "unit")
    }

    /// What the columns are, in words.
    #[getter]
    fn labels(&self) -> HashMap<String, String> {
        told(&self.fields(), "label")
    }

    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    fn __contains__(&self, name: &str) -> bool {
        self.batch.schema().index_of(name).is_ok()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyList::new(py, self.columns())?.try_iter()?.into_any())
    }

    /// A column.
    fn __getitem__(&self, name: &str) -> PyResult<Column> {
        Ok(self.column(self.place(name)?))
    }

    /// The columns as lists.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let all = PyDict::new(py);
        for (place, field) in self.fields().iter().enumerate() {
            all.set_item(field.name(), self.column(place).to_list(py)?)?;
        }
        Ok(all)
    }

    /// A `pyarrow.Table` over the same memory; needs pyarrow.
    fn to_arrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("pyarrow")?.getattr("table")?.call1((slf,))
    }

    /// A `pandas.DataFrame`; needs pandas and pyarrow.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        Self::to_arrow(slf)?.call_method0("to_pandas")
    }

    /// A `polars.DataFrame` over the same memory; needs polars.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("polars")?.getattr("DataFrame")?.call1((slf,))
    }

    /// An `xarray.Dataset` along one of the columns, with the others as variables and their units; needs xarray and numpy.
    /// Columns of words are left out.
    fn to_xarray<'py>(slf: &Bound<'py, Self>, along: &str) -> PyResult<Bound<'py, PyAny>> {
        let (py, table) = (slf.py(), slf.get());
        let index = table.place(along)?;
        let array = py.import("numpy")?.getattr("asarray")?;
        let variables = PyDict::new(py);
        let coordinates = PyDict::new(py);
        for place in 0..table.fields().len() {
            let column = table.column(place);
            if column.memory().is_none() {
                continue;
            }
            let name = column.field.name().clone();
            let told = PyDict::new(py);
            for (key, attribute) in [("unit", "units"), ("label", "long_name")] {
                if let Some(text) = column.field.metadata().get(key) {
                    told.set_item(attribute, text)?;
                }
            }
            let values = array.call1((column,))?;
            let into = if place == index { &coordinates } else { &variables };
            into.set_item(name, ((along,), values, told))?;
        }
        py.import("xarray")?.getattr("Dataset")?.call1((variables, coordinates))
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        capsule::stream(py, &self.batch)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let _ = requested_schema;
        let field = Field::new_struct("", self.fields(), false);
        capsule::array(py, &field, &StructArray::from(self.batch.clone()))
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::schema(py, self.batch.schema().as_ref())
    }

    fn __repr__(&self) -> String {
        let mut text = format!("Table of {} rows\n", self.batch.num_rows());
        let fields = self.fields();
        let width = fields.iter().map(|f| f.name().chars().count()).max().unwrap_or(0);
        for (place, field) in fields.iter().enumerate() {
            let unit = field.metadata().get("unit").map_or(String::new(), |unit| format!(" {unit}"));
            let column = self.column(place);
            let first: Vec<String> = (0..self.batch.num_rows().min(FIRST)).map(|row| column.shown(row)).collect();
            let more = if self.batch.num_rows() > FIRST { ", ..." } else { "" };
            // Writing to a text cannot fail.
            let _ = writeln!(text, "  {:width$}  {}{more}{unit}", field.name(), first.join(", "));
        }
        text.truncate(text.trim_end().len());
        text
    }

    fn _repr_html_(&self) -> String {
        let fields = self.fields();
        let mut html = "<table><thead><tr>".to_owned();
        for field in &fields {
            let unit = field
                .metadata()
                .get("unit")
                .map_or(String::new(), |unit| format!("<br><small>{}</small>", escaped(unit)));
            html += &format!("<th>{}{unit}</th>", escaped(field.name()));
        }
        html += "</tr></thead><tbody>";
        let rows = self.batch.num_rows();
        for row in 0..rows.min(ROWS_SHOWN) {
            html += "<tr>";
            for place in 0..fields.len() {
                html += &format!("<td>{}</td>", escaped(&self.column(place).shown(row)));
            }
            html += "</tr>";
        }
        html += "</tbody></table>";
        if rows > ROWS_SHOWN {
            html += &format!("<p>{ROWS_SHOWN} of {rows} rows</p>");
        }
        html
    }
}

/// Values of a column in a line of text, and rows of a table in a notebook.
const FIRST: usize = 4;
const ROWS_SHOWN: usize = 20;

fn told(fields: &Fields, key: &str) -> HashMap<String, String> {
    fields.iter().filter_map(|f| Some((f.name().clone(), f.metadata().get(key)?.clone()))).collect()
}

/// Text within HTML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// One column of a table, in the same memory.
#[pyclass(frozen, module = "gisement")]
pub(crate) struct Column {
    field: FieldRef,
    array: ArrayRef,
}

impl Column {
    fn shown(&self, row: usize) -> String {
        let array = &self.array;
        if array.is_null(row) {
            return "-".to_owned();
        }
        match array.data_type() {
            DataType::Float64 => {
                let value = array.as_primitive::<Float64Type>().value(row);
                if value != 0.0 && (value.abs() < 1e-3 || value.abs() >= 1e7) {
                    format!("{value:.5e}")
                } else {
                    format!("{}", (value * 1e6).round() / 1e6)
                }
            }
            DataType::Int64 => array.as_primitive::<Int64Type>().value(row).to_string(),
            DataType::UInt32 => array.as_primitive::<UInt32Type>().value(row).to_string(),
            DataType::UInt8 => array.as_primitive::<UInt8Type>().value(row).to_string(),
            _ => array.as_string::<i32>().value(row).to_owned(),
        }
    }

    /// Where the numbers stand, and their type in the words of numpy.
    fn memory(&self) -> Option<(usize, &'static str)> {
        let array = &self.array;
        match array.data_type() {
            DataType::Float64 => Some((array.as_primitive::<Float64Type>().values().as_ptr().addr(), "<f8")),
            DataType::Int64 => Some((array.as_primitive::<Int64Type>().values().as_ptr().addr(), "<i8")),
            DataType::UInt32 => Some((array.as_primitive::<UInt32Type>().values().as_ptr().addr(), "<u4")),
            DataType::UInt8 => Some((array.as_primitive::<UInt8Type>().values().as_ptr().addr(), "|u1")),
            _ => None,
        }
    }
}

#[pymethods]
impl Column {
    /// Its name.
    #[getter]
    fn name(&self) -> &str {
        self.field.name()
    }

    /// Its unit; empty where it has none.
    #[getter]
    fn unit(&self) -> &str {
        self.field.metadata().get("unit").map_or("", String::as_str)
    }

    /// What it is, in words.
    #[getter]
    fn label(&self) -> &str {
        self.field.metadata().get("label").map_or("", String::as_str)
    }

    fn __len__(&self) -> usize {
        self.array.len()
    }

    /// A value; None where there is none.
    fn __getitem__<'py>(&self, py: Python<'py>, row: isize) -> PyResult<Bound<'py, PyAny>> {
        let length = self.array.len();
        let place = if row < 0 { row + length as isize } else { row };
        let place = usize::try_from(place).ok().filter(|k| *k < length);
        let place = place.ok_or_else(|| PyIndexError::new_err(format!("there is no row {row} of {length}")))?;
        let array = &self.array;
        if array.is_null(place) {
            return Ok(py.None().into_bound(py));
        }
        Ok(match array.data_type() {
            DataType::Float64 => array.as_primitive::<Float64Type>().value(place).into_pyobject(py)?.into_any(),
            DataType::Int64 => array.as_primitive::<Int64Type>().value(place).into_pyobject(py)?.into_any(),
            DataType::UInt32 => array.as_primitive::<UInt32Type>().value(place).into_pyobject(py)?.into_any(),
            DataType::UInt8 => array.as_primitive::<UInt8Type>().value(place).into_pyobject(py)?.into_any(),
            _ => array.as_string::<i32>().value(place).into_pyobject(py)?.into_any(),
        })
    }

    /// The values; None where there is none.
    fn to_list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let values = (0..self.array.len() as isize).map(|row| self.__getitem__(py, row));
        PyList::new(py, values.collect::<PyResult<Vec<_>>>()?)
    }

    /// How numpy reads it without copying; absent values are NaN. Words have no such memory.
    #[getter]
    fn __array_interface__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let (address, kind) = self
            .memory()
            .ok_or_else(|| PyAttributeError::new_err(format!("`{}` holds words; take to_list()", self.field.name())))?;
        let told = PyDict::new(py);
        told.set_item("version", 3)?;
        told.set_item("shape", (self.array.len(),))?;
        told.set_item("typestr", kind)?;
        // The second says that nobody may write there.
        told.set_item("data", (address, true))?;
        Ok(told)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let _ = requested_schema;
        capsule::array(py, &self.field, &self.array)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::schema(py, self.field.as_ref())
    }

    fn __repr__(&self) -> String {
        let shown: Vec<String> = (0..self.array.len().min(FIRST)).map(|row| self.shown(row)).collect();
        let more = if self.array.len() > FIRST { ", ..." } else { "" };
        format!("Column {} of {}: {}{more} {}", self.field.name(), self.array.len(), shown.join(", "), self.unit())
    }
}
