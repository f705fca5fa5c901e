//! Reading a sweep back: columns by name, chunk by chunk, so that memory does not grow with the number of samples.

use super::guard::guarded;
use super::schema::{FIXED, REASON, SAMPLE, STATUS, STEPS};
use super::{PLAN_KEY, SweepFileError};
use crate::study::{Column, Identity, Role};
use crate::sweep::{Status, StatusCounts};
use ::parquet::basic::Type as Physical;
use ::parquet::column::reader::{ColumnReaderImpl, get_typed_column_reader};
use ::parquet::data_type::{ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use ::parquet::file::metadata::ParquetMetaData;
use ::parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use ::parquet::schema::types::ColumnDescPtr;
use std::collections::BTreeMap;

/// A finished sweep, or one chunk of it. Reads from a file or from bytes.
pub struct SweepFile {
    reader: Box<dyn FileReader>,
    identity: Identity,
}

impl SweepFile {
    /// Opens a file.
    ///
    /// # Errors
    /// When it is no Parquet, no sweep, or one whose columns are not those of its identity.
    pub fn open<R: ChunkReader + 'static>(from: R) -> Result<Self, SweepFileError> {
        let (reader, identity) = guarded(|| {
            let reader = SerializedFileReader::new(from)?;
            let identity = identity_of(reader.metadata())?;
            Ok((reader, identity))
        })?;
        Ok(Self { reader: Box::new(reader), identity })
    }

    /// What its rows are a pure function of.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Number of chunks.
    pub fn chunks(&self) -> usize {
        self.reader.num_row_groups()
    }

    /// Number of samples.
    pub fn samples(&self) -> u64 {
        (0..self.chunks()).map(|k| self.rows_of(k) as u64).sum()
    }

    /// Number of samples of a chunk.
    pub fn rows_of(&self, chunk: usize) -> usize {
        usize::try_from(self.reader.metadata().row_group(chunk).num_rows()).unwrap_or(0)
    }

    /// Place of a column of numbers among [`Identity::columns`].
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn find(&self, name: &str) -> Result<usize, SweepFileError> {
        let place = self.identity.columns.iter().position(|c| c.key == name);
        place.ok_or_else(|| SweepFileError::NoColumn { name: name.to_owned() })
    }

    /// Columns of numbers: inputs, then outputs.
    pub fn columns(&self) -> &[Column] {
        &self.identity.columns
    }

    /// Numbers of a column in a chunk, one a sample; NaN where a sample has none.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn numbers(&self, chunk: usize, column: usize) -> Result<Vec<f64>, SweepFileError> {
        let (values, levels) = self.read::<DoubleType>(chunk, FIXED + column)?;
        if levels.is_empty() {
            return Ok(values);
        }
        let mut values = values.into_iter();
        Ok(levels.iter().map(|level| if *level > 0 { values.next().unwrap_or(f64::NAN) } else { f64::NAN }).collect())
    }

    /// Numbers of the samples of a chunk.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn sample_numbers(&self, chunk: usize) -> Result<Vec<u64>, SweepFileError> {
        Ok(self.read::<Int64Type>(chunk, 0)?.0.into_iter().map(i64::cast_unsigned).collect())
    }

    /// Statuses of the samples of a chunk.
    ///
    /// # Errors
    /// When the file is damaged, or from a version with more statuses.
    pub fn statuses(&self, chunk: usize) -> Result<Vec<Status>, SweepFileError> {
        let known =
            |code: i32| u8::try_from(code).ok().and_then(Status::from_code).ok_or(SweepFileError::Status { code });
        self.read::<Int32Type>(chunk, 1)?.0.into_iter().map(known).collect()
    }

    /// Steps of the samples of a chunk.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn steps(&self, chunk: usize) -> Result<Vec<u32>, SweepFileError> {
        Ok(self.read::<Int32Type>(chunk, 2)?.0.into_iter().map(i32::cast_unsigned).collect())
    }

    /// How many samples ended how.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn counts(&self) -> Result<StatusCounts, SweepFileError> {
        let mut counts = StatusCounts::default();
        for chunk in 0..self.chunks() {
            self.statuses(chunk)?.into_iter().for_each(|status| counts.add(status));
        }
        Ok(counts)
    }

    /// Reasons of samples that failed, with their counts.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn reasons(&self) -> Result<BTreeMap<String, u64>, SweepFileError> {
        let mut reasons = BTreeMap::new();
        for chunk in 0..self.chunks() {
            for reason in self.read::<ByteArrayType>(chunk, 3)?.0 {
                *reasons.entry(String::from_utf8_lossy(reason.data()).into_owned()).or_insert(0) += 1;
            }
        }
        Ok(reasons)
    }

    fn read<T: DataType>(&self, chunk: usize, column: usize) -> Result<(Vec<T::T>, Vec<i16>), SweepFileError> {
        guarded(|| values_of::<T>(self.reader.as_ref(), chunk, column))
    }
}

/// Values of a column of a row group without nulls, and the definition levels where it may have some.
pub(super) fn values_of<T: DataType>(
    reader: &dyn FileReader,
    group: usize,
    column: usize,
) -> Result<(Vec<T::T>, Vec<i16>), SweepFileError> {
    let metadata = reader.metadata().row_group(group);
    let rows = usize::try_from(metadata.num_rows()).unwrap_or(0);
    let nullable = metadata.column(column).column_descr().max_def_level() > 0;
    let group_reader = reader.get_row_group(group)?;
    let mut columns: ColumnReaderImpl<T> = get_typed_column_reader(group_reader.get_column_reader(column)?);
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    let mut read = 0;
    while read < rows {
        let (more, _, _) = columns.read_records(rows - read, nullable.then_some(&mut levels), None, &mut values)?;
        if more == 0 {
            return Err(SweepFileError::Rows { chunk: group, wanted: rows as u64, found: read as u64 });
        }
        read += more;
    }
    Ok((values, levels))
}

/// The identity that a file names, once its columns are known to be the ones it says.
pub(super) fn identity_of(metadata: &ParquetMetaData) -> Result<Identity, SweepFileError> {
    let metadata = metadata.file_metadata();
    let values = metadata.key_value_metadata();
    let plan = values.and_then(|list| list.iter().find(|v| v.key == PLAN_KEY)).and_then(|v| v.value.as_deref());
    let identity: Identity =
        serde_json::from_str(plan.ok_or(SweepFileError::NotASweep)?).map_err(SweepFileError::Plan)?;
    let columns = metadata.schema_descr().columns();
    let fixed = [
        (SAMPLE, Physical::INT64, 0),
        (STATUS, Physical::INT32, 0),
        (STEPS, Physical::INT32, 0),
        (REASON, Physical::BYTE_ARRAY, 1),
    ];
    let numbers =
        identity.columns.iter().map(|c| (c.key.as_str(), Physical::DOUBLE, i16::from(c.role == Role::Output)));
    let wanted: Vec<_> = fixed.into_iter().chain(numbers).collect();
    let is = |(wanted, found): (&(&str, Physical, i16), &ColumnDescPtr)| {
        *wanted == (found.name(), found.physical_type(), found.max_def_level()) && found.max_rep_level() == 0
    };
    let same = columns.len() == wanted.len() && wanted.iter().zip(columns).all(is);
    if same { Ok(identity) } else { Err(SweepFileError::Columns) }
}
