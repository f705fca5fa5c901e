//! Why a file of rows cannot be written or read.

use ::parquet::errors::ParquetError;
use std::fmt;

/// Why a file of rows cannot be written or read.
#[derive(Debug)]
pub enum SweepFileError {
    /// The bytes are no Parquet, or could not be read or written.
    Parquet(ParquetError),
    /// The bytes of a table of the user's own are no Parquet.
    NotParquet,
    /// Compressed in a way that this program does not read.
    Codec {
        /// Its name.
        codec: String,
    },
    /// Parquet, but no sweep of this program.
    NotASweep,
    /// Its identity cannot be read.
    Plan(serde_json::Error),
    /// Two columns with one name.
    SameName {
        /// The name.
        name: String,
    },
    /// It has other columns than its identity says.
    Columns,
    /// Its bytes contradict each other.
    Damaged,
    /// It is a part of another sweep.
    OtherPlan,
    /// Rows that are not those of a chunk.
    Rows {
        /// Number of the row group.
        chunk: usize,
        /// What it should hold.
        wanted: u64,
        /// What it holds.
        found: u64,
    },
    /// Bytes that are not those that were written.
    Checksum {
        /// The digits of SHA-256 that its name holds.
        wanted: String,
        /// The digits of its bytes.
        found: String,
    },
    /// A chunk that is needed and not there.
    NoChunk {
        /// Its number.
        chunk: u64,
    },
    /// A status that this version does not know.
    Status {
        /// Its code.
        code: i32,
    },
    /// A column that holds no numbers.
    NotNumbers {
        /// Its name.
        name: String,
    },
    /// There is no such column.
    NoColumn {
        /// The name asked for.
        name: String,
    },
}

impl fmt::Display for SweepFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parquet(error) => write!(f, "{error}"),
            Self::NotParquet => write!(f, "it is no Parquet file, or a damaged one; write it again, or as CSV"),
            Self::Codec { codec } => write!(f, "it is compressed with {codec}; write it with zstd or snappy"),
            Self::NotASweep => write!(f, "it is no sweep; name a file that `gisement sweep` wrote"),
            Self::Plan(error) => write!(f, "its plan cannot be read ({error}); a newer version may have written it"),
            Self::SameName { name } => write!(f, "two columns are called `{name}`; rename one"),
            Self::Columns => write!(f, "its columns are not those of its plan"),
            Self::Damaged => write!(f, "its bytes contradict each other: it is damaged"),
            Self::OtherPlan => write!(f, "it is a part of another sweep"),
            Self::Rows { chunk, wanted, found } => {
                write!(f, "row group {chunk} holds {found} rows of samples other than the {wanted} it should")
            }
            Self::Checksum { wanted, found } => {
                write!(f, "its bytes have changed: SHA-256 {found}..., not {wanted}... as its name says")
            }
            Self::NoChunk { chunk } => {
                write!(f, "chunk {chunk} is no longer whole; run the sweep with --resume, which computes it again")
            }
            Self::Status { code } => write!(f, "status {code} is not known; a newer version may have written it"),
            Self::NotNumbers { name } => write!(f, "column `{name}` holds no numbers; leave it out"),
            Self::NoColumn { name } => write!(f, "there is no column `{name}`"),
        }
    }
}

impl std::error::Error for SweepFileError {}

impl From<ParquetError> for SweepFileError {
    fn from(error: ParquetError) -> Self {
        Self::Parquet(error)
    }
}

impl SweepFileError {
    /// The system said no.
    pub fn from_io(error: std::io::Error) -> Self {
        Self::Parquet(ParquetError::External(Box::new(error)))
    }

    /// The system's own error, where writing failed for such a reason.
    pub fn io(&self) -> Option<&std::io::Error> {
        match self {
            Self::Parquet(ParquetError::External(error)) => error.downcast_ref(),
            _ => None,
        }
    }
}
