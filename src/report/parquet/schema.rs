//! Columns of the file, how each is stored, and what the metadata says.

use super::{PLAN_KEY, STATUSES_KEY, SweepFileError};
use crate::study::{ENGINE, Identity, Role};
use crate::sweep::Status;
use ::parquet::basic::{Compression, Encoding, LogicalType, Repetition, Type as Physical, ZstdLevel};
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use ::parquet::schema::types::{ColumnPath, Type, TypePtr};
use std::collections::HashSet;
use std::sync::Arc;

/// Names of the columns before the numbers.
pub(super) const SAMPLE: &str = "sample";
pub(super) const STATUS: &str = "status";
pub(super) const STEPS: &str = "steps";
pub(super) const REASON: &str = "reason";

/// How many columns stand before the numbers.
pub(super) const FIXED: usize = 4;

/// The schema of a sweep.
pub(super) fn schema(identity: &Identity) -> Result<TypePtr, SweepFileError> {
    let mut names: HashSet<&str> = HashSet::from([SAMPLE, STATUS, STEPS, REASON]);
    if let Some(twice) = identity.columns.iter().find(|c| !names.insert(&c.key)) {
        return Err(SweepFileError::SameName { name: twice.key.clone() });
    }
    let unsigned = |bit_width| Some(LogicalType::integer(bit_width, false));
    let mut fields = vec![
        field(SAMPLE, Physical::INT64, Repetition::REQUIRED, None)?,
        field(STATUS, Physical::INT32, Repetition::REQUIRED, unsigned(8))?,
        field(STEPS, Physical::INT32, Repetition::REQUIRED, unsigned(32))?,
        field(REASON, Physical::BYTE_ARRAY, Repetition::OPTIONAL, Some(LogicalType::String))?,
    ];
    for column in &identity.columns {
        let repetition = match column.role {
            Role::Input => Repetition::REQUIRED,
            Role::Output => Repetition::OPTIONAL,
        };
        fields.push(field(&column.key, Physical::DOUBLE, repetition, None)?);
    }
    Ok(Arc::new(Type::group_type_builder("sweep").with_fields(fields).build()?))
}

pub(super) fn field(
    name: &str,
    physical: Physical,
    repetition: Repetition,
    logical: Option<LogicalType>,
) -> Result<TypePtr, SweepFileError> {
    let builder = Type::primitive_type_builder(name, physical).with_repetition(repetition);
    Ok(Arc::new(builder.with_logical_type(logical).build()?))
}

/// How columns are stored: nothing in it depends on time, machine or threads.
pub(super) fn properties(identity: &Identity) -> Result<WriterProperties, SweepFileError> {
    let path = |name: &str| ColumnPath::new(vec![name.to_owned()]);
    let mut builder = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_created_by(format!("gisement {ENGINE}"))
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_max_row_group_row_count(None)
        .set_key_value_metadata(Some(identity_metadata(identity)?))
        .set_column_encoding(path(SAMPLE), Encoding::DELTA_BINARY_PACKED)
        .set_column_encoding(path(STATUS), Encoding::PLAIN)
        .set_column_encoding(path(STEPS), Encoding::DELTA_BINARY_PACKED)
        .set_column_encoding(path(REASON), Encoding::PLAIN);
    for column in &identity.columns {
        builder = builder.set_column_encoding(path(&column.key), Encoding::BYTE_STREAM_SPLIT);
    }
    Ok(builder.build())
}

pub(super) fn identity_metadata(identity: &Identity) -> Result<Vec<KeyValue>, SweepFileError> {
    let json = |value: serde_json::Result<String>| value.map_err(SweepFileError::Plan);
    let plan = json(serde_json::to_string(identity))?;
    let statuses = json(serde_json::to_string(&Status::ALL.map(Status::word)))?;
    Ok(vec![KeyValue::new(PLAN_KEY.to_owned(), plan), KeyValue::new(STATUSES_KEY.to_owned(), statuses)])
}
