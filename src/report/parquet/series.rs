//! Time series of chosen samples as Parquet, one row a point: sample, series, time, value. A row group is a sample.

use super::SweepFileError;
use super::schema::{field, identity_metadata};
use super::write::put;
use crate::study::{ENGINE, Identity, Series};
use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::types::Type;
use std::io::Write;
use std::sync::Arc;

/// Writes the series of samples, one after the other; `series_of` gives those of a sample when its turn comes.
///
/// # Errors
/// When it cannot be written.
pub fn write_series<W: Write + Send>(
    to: W,
    identity: &Identity,
    samples: &[u64],
    series_of: &mut dyn FnMut(u64) -> Vec<Series>,
) -> Result<W, SweepFileError> {
    let required = Repetition::REQUIRED;
    let fields = vec![
        field("sample", Physical::INT64, required, None)?,
        field("series", Physical::BYTE_ARRAY, required, Some(LogicalType::String))?,
        field("time_h", Physical::DOUBLE, required, None)?,
        field("value", Physical::DOUBLE, required, None)?,
    ];
    let schema = Arc::new(Type::group_type_builder("series").with_fields(fields).build()?);
    let properties = WriterProperties::builder()
        .set_created_by(format!("gisement {ENGINE}"))
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_key_value_metadata(Some(identity_metadata(identity)?));
    let mut writer = SerializedFileWriter::new(to, schema, Arc::new(properties.build()))?;
    for sample in samples {
        let list = series_of(*sample);
        let points = || list.iter().flat_map(|s| &s.points);
        let mut group = writer.next_row_group()?;
        put::<Int64Type, _>(&mut group, &vec![sample.cast_signed(); points().count()], None)?;
        let names = list.iter().flat_map(|s| std::iter::repeat_n(ByteArray::from(s.name.as_str()), s.points.len()));
        put::<ByteArrayType, _>(&mut group, &names.collect::<Vec<_>>(), None)?;
        put::<DoubleType, _>(&mut group, &points().map(|p| p.0).collect::<Vec<_>>(), None)?;
        put::<DoubleType, _>(&mut group, &points().map(|p| p.1).collect::<Vec<_>>(), None)?;
        group.close()?;
    }
    Ok(writer.into_inner()?)
}
