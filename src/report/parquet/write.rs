//! Writing: a chunk as a file of one row group, and chunks joined into one file without touching their bytes.

use super::SweepFileError;
use super::guard::guarded;
use super::read::identity_of;
use super::schema::{properties, schema};
use crate::study::{Identity, Role};
use crate::sweep::Row;
use ::parquet::column::writer::ColumnCloseResult;
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use ::parquet::file::metadata::ParquetMetaDataReader;
use ::parquet::file::reader::ChunkReader;
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use std::io::Write;
use std::sync::Arc;

/// The file of a chunk: its rows as one row group, `first` being the number of the first sample.
///
/// # Errors
/// When two columns have one name; nothing else can go wrong in memory.
pub fn chunk_bytes(identity: &Identity, first: u64, rows: &[Row]) -> Result<Vec<u8>, SweepFileError> {
    let mut writer = SerializedFileWriter::new(Vec::new(), schema(identity)?, Arc::new(properties(identity)?))?;
    let mut group = writer.next_row_group()?;
    let samples: Vec<i64> = (first..).take(rows.len()).map(|k| k as i64).collect();
    put::<Int64Type, _>(&mut group, &samples, None)?;
    let statuses: Vec<i32> = rows.iter().map(|r| i32::from(r.status.code())).collect();
    put::<Int32Type, _>(&mut group, &statuses, None)?;
    // Unsigned numbers keep their bits in the signed type that Parquet stores.
    let steps: Vec<i32> = rows.iter().map(|r| r.steps.cast_signed()).collect();
    put::<Int32Type, _>(&mut group, &steps, None)?;
    let reasons: Vec<ByteArray> = rows.iter().filter_map(|r| r.reason.as_deref()).map(ByteArray::from).collect();
    let there: Vec<i16> = rows.iter().map(|r| i16::from(r.reason.is_some())).collect();
    put::<ByteArrayType, _>(&mut group, &reasons, Some(&there))?;
    let (mut input, mut output) = (0, 0);
    for column in &identity.columns {
        match column.role {
            Role::Input => {
                let values: Vec<f64> = rows.iter().map(|r| r.inputs[input]).collect();
                put::<DoubleType, _>(&mut group, &values, None)?;
                input += 1;
            }
            Role::Output => {
                let all = || rows.iter().map(|r| r.outputs[output]);
                let values: Vec<f64> = all().filter(|v| !v.is_nan()).collect();
                let there: Vec<i16> = all().map(|v| i16::from(!v.is_nan())).collect();
                put::<DoubleType, _>(&mut group, &values, Some(&there))?;
                output += 1;
            }
        }
    }
    group.close()?;
    Ok(writer.into_inner()?)
}

/// One column: values, and for a column that may be null which rows have one.
pub(super) fn put<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &[T::T],
    there: Option<&[i16]>,
) -> Result<(), SweepFileError> {
    let Some(mut column) = group.next_column()? else { return Err(SweepFileError::Columns) };
    column.typed::<T>().write_batch(values, there, None)?;
    Ok(column.close()?)
}

/// Joins chunks into one file. The bytes of their columns are copied as they are, so that the file depends on the rows
/// alone, never on how they came together.
pub struct Merger<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    identity: Identity,
    chunk: usize,
}

impl<W: Write + Send> Merger<W> {
    /// Starts a file.
    ///
    /// # Errors
    /// When it cannot be written, or two columns have one name.
    pub fn new(to: W, identity: &Identity) -> Result<Self, SweepFileError> {
        let writer = SerializedFileWriter::new(to, schema(identity)?, Arc::new(properties(identity)?))?;
        Ok(Self { writer, identity: identity.clone(), chunk: 0 })
    }

    /// Adds the next chunk, which must be a file of [`chunk_bytes`] with the same identity and hold `wanted` rows.
    ///
    /// # Errors
    /// When the chunk cannot be read or has other rows, or the file cannot be written.
    pub fn add(&mut self, part: &impl ChunkReader, wanted: u64) -> Result<(), SweepFileError> {
        guarded(|| self.copy(part, wanted))
    }

    fn copy(&mut self, part: &impl ChunkReader, wanted: u64) -> Result<(), SweepFileError> {
        let metadata = ParquetMetaDataReader::new().parse_and_finish(part)?;
        if identity_of(&metadata)? != self.identity {
            return Err(SweepFileError::OtherPlan);
        }
        let found = metadata.row_groups().iter().map(|g| g.num_rows().unsigned_abs()).sum();
        let ([from], true) = (metadata.row_groups(), found == wanted) else {
            return Err(SweepFileError::Rows { chunk: self.chunk, wanted, found });
        };
        let mut group = self.writer.next_row_group()?;
        for metadata in from.columns() {
            let close = ColumnCloseResult {
                bytes_written: metadata.compressed_size() as u64,
                rows_written: found,
                metadata: metadata.clone(),
                bloom_filter: None,
                column_index: None,
                offset_index: None,
            };
            group.append_column(part, close)?;
        }
        group.close()?;
        self.chunk += 1;
        Ok(())
    }

    /// Ends the file and gives back what it was written to.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> Result<W, SweepFileError> {
        Ok(self.writer.into_inner()?)
    }
}
