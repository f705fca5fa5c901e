//! Rows of a sweep as Parquet: one row a sample, one row group a chunk, the identity of the sweep in the metadata.
//!
//! Columns: `sample` (64 bits), `status` (8 bits, words in the metadata), `steps` (32 bits), `reason` (text, null where
//! nothing failed), then inputs by path and outputs by key in 64-bit floats. An output that a sample does not have is null.
//! Floats are stored as byte streams under zstd, without dictionaries, statistics and times: the same rows give the same
//! bytes.

mod error;
mod guard;
mod read;
mod schema;
mod series;
mod summary;
mod table;
mod write;

pub use error::SweepFileError;
pub use guard::panic_is_an_error;
pub use read::SweepFile;
pub use series::write_series;
pub use summary::{SummaryError, described, feed, output_kinds, sampling, sweep_report};
pub use table::number_columns;
pub use write::{Merger, chunk_bytes};

/// Key of the metadata that holds the identity of the sweep as JSON.
pub const PLAN_KEY: &str = "gisement.plan";

/// Key of the metadata that holds the words of the statuses, in the order of their codes, as JSON.
pub const STATUSES_KEY: &str = "gisement.statuses";
