//! Columns of numbers of any Parquet file: samples that a user brings.

use super::SweepFileError;
use super::guard::guarded;
use super::read::{identity_of, values_of};
use crate::study::Role;
use ::parquet::basic::{Compression, Type as Physical};
use ::parquet::data_type::{DataType, DoubleType, FloatType, Int32Type, Int64Type};
use ::parquet::file::metadata::ColumnChunkMetaData;
use ::parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};

/// All columns of a file with their names; of a sweep, its inputs alone. Null is NaN.
///
/// # Errors
/// When it is no Parquet, or a column holds no numbers.
pub fn number_columns<R: ChunkReader + 'static>(from: R) -> Result<Vec<(String, Vec<f64>)>, SweepFileError> {
    guarded(|| read_columns(&SerializedFileReader::new(from).map_err(|_| SweepFileError::NotParquet)?))
}

fn read_columns(reader: &dyn FileReader) -> Result<Vec<(String, Vec<f64>)>, SweepFileError> {
    let metadata = reader.metadata();
    let mut codecs = metadata.row_groups().iter().flat_map(|g| g.columns()).map(ColumnChunkMetaData::compression);
    let known = |c: &Compression| matches!(c, Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::ZSTD(_));
    if let Some(codec) = codecs.find(|c| !known(c)) {
        return Err(SweepFileError::Codec { codec: codec.to_string() });
    }
    // An earlier sweep may be run again as it is.
    let inputs: Option<Vec<String>> = identity_of(metadata)
        .ok()
        .map(|identity| identity.columns.into_iter().filter(|c| c.role == Role::Input).map(|c| c.key).collect());
    let columns = metadata.file_metadata().schema_descr().columns();
    let mut table = Vec::new();
    for (place, column) in columns.iter().enumerate() {
        let name = column.path().string();
        if inputs.as_ref().is_some_and(|inputs| !inputs.contains(&name)) {
            continue;
        }
        let values = match column.physical_type() {
            _ if column.max_rep_level() > 0 => return Err(SweepFileError::NotNumbers { name }),
            Physical::DOUBLE => all::<DoubleType>(reader, place, |v| v)?,
            Physical::FLOAT => all::<FloatType>(reader, place, f64::from)?,
            Physical::INT32 => all::<Int32Type>(reader, place, f64::from)?,
            Physical::INT64 => all::<Int64Type>(reader, place, |v| v as f64)?,
            _ => return Err(SweepFileError::NotNumbers { name }),
        };
        table.push((name, values));
    }
    Ok(table)
}

/// A column of all row groups, null as NaN.
fn all<T: DataType>(
    reader: &dyn FileReader,
    place: usize,
    number: fn(T::T) -> f64,
) -> Result<Vec<f64>, SweepFileError> {
    let mut all = Vec::new();
    let full = reader.metadata().file_metadata().schema_descr().column(place).max_def_level();
    for group in 0..reader.num_row_groups() {
        let (values, levels) = values_of::<T>(reader, group, place)?;
        let mut values = values.into_iter().map(number);
        if full == 0 {
            all.extend(values);
        } else {
            all.extend(levels.iter().map(|l| if *l == full { values.next().unwrap_or(f64::NAN) } else { f64::NAN }));
        }
    }
    Ok(all)
}
