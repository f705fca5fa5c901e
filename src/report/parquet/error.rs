//! Why a file of rows cannot be written or read.

use crate::text;
use crate::words::{Text, shown_as_told};
use ::parquet::errors::ParquetError;

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

impl SweepFileError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Parquet(error) => Text::plain(error.to_string()),
            Self::NotParquet => text!("it is no Parquet file, or a damaged one; write it again, or as CSV"),
            Self::Codec { codec } => text!("it is compressed with {codec}; write it with zstd or snappy", codec),
            Self::NotASweep => text!("it is no sweep; name a file that `gisement sweep` wrote"),
            Self::Plan(error) => text!(
                "its plan cannot be read ({error}); a newer version may have written it",
                error = error.to_string()
            ),
            Self::SameName { name } => text!("two columns are called `{name}`; rename one", name),
            Self::Columns => text!("its columns are not those of its plan"),
            Self::Damaged => text!("its bytes contradict each other: it is damaged"),
            Self::OtherPlan => text!("it is a part of another sweep"),
            Self::Rows { chunk, wanted, found } => {
                text!(
                    "row group {chunk} holds {found} rows of samples other than the {wanted} it should",
                    chunk,
                    found,
                    wanted
                )
            }
            Self::Checksum { wanted, found } => {
                text!("its bytes have changed: SHA-256 {found}..., not {wanted}... as its name says", found, wanted)
            }
            Self::NoChunk { chunk } => {
                text!("chunk {chunk} is no longer whole; run the sweep with --resume, which computes it again", chunk)
            }
            Self::Status { code } => text!("status {code} is not known; a newer version may have written it", code),
            Self::NotNumbers { name } => text!("column `{name}` holds no numbers; leave it out", name),
            Self::NoColumn { name } => text!("there is no column `{name}`", name),
        }
    }
}

shown_as_told!(SweepFileError);

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
