//! The chunks of a sweep on disk: each carries the start of its SHA-256 in its name, so that a bit that turned is found.

use super::{Store, StoreError, open_file};
use crate::cli::files::{FileError, sha256_of};
use crate::report::{SweepFile, SweepFileError, chunk_bytes};
use crate::study::{Identity, sha256};
use crate::sweep::{Chunks, Row};
use crate::words::word;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Digits of the SHA-256 in a name: 64 bits, ample against accidents.
const DIGITS: usize = 16;

/// A chunk that cannot be used.
pub(in crate::cli) struct Damaged {
    pub(in crate::cli) chunk: u64,
    pub(in crate::cli) path: PathBuf,
    pub(in crate::cli) error: SweepFileError,
}

/// Which chunks are there.
#[derive(Default)]
pub(in crate::cli) struct Present {
    /// Whole and of this plan, with their files.
    pub(in crate::cli) chunks: BTreeMap<u64, PathBuf>,
    /// There, but not what they should be, and no whole one beside them.
    pub(in crate::cli) damaged: Vec<Damaged>,
    /// Whole, but of another plan.
    pub(in crate::cli) foreign: Vec<(u64, PathBuf, Identity)>,
}

impl Present {
    /// Samples of the whole chunks.
    pub(in crate::cli) fn samples(&self, chunks: &Chunks) -> u64 {
        self.chunks.keys().map(|c| chunks.range(*c)).map(|r| r.end - r.start).sum()
    }
}

/// `chunk-000003-0123456789abcdef.parquet`
fn name_of(chunk: u64, bytes: &[u8]) -> String {
    format!("chunk-{chunk:06}-{}.parquet", &sha256(bytes)[..DIGITS])
}

/// Number and digits of a name.
fn parse(name: &str) -> Option<(u64, &str)> {
    let (number, digits) = name.strip_prefix("chunk-")?.strip_suffix(".parquet")?.split_once('-')?;
    let hex = digits.len() == DIGITS && digits.bytes().all(|b| b.is_ascii_hexdigit());
    Some((number.parse().ok().filter(|_| hex)?, digits))
}

impl Store {
    /// Writes a chunk: whole or not at all. Gives its file.
    pub(in crate::cli) fn put_chunk(
        &self,
        identity: &Identity,
        chunk: u64,
        rows: &[Row],
    ) -> Result<PathBuf, StoreError> {
        let first = Chunks::of(identity.samples).range(chunk).start;
        let failed = |error| StoreError::Part { path: self.folder().join(format!("chunk-{chunk:06}")), error };
        let bytes = chunk_bytes(identity, first, rows).map_err(failed)?;
        let name = name_of(chunk, &bytes);
        self.put(&name, &bytes)?;
        Ok(self.folder().join(name))
    }

    /// Looks at every chunk of a plan, at all of its bytes.
    pub(in crate::cli) fn present(&self, identity: &Identity) -> Present {
        self.present_of(identity, &(0..Chunks::of(identity.samples).count()))
    }

    /// Looks at some chunks of a plan, and at no other: a thousand shards must not each read what all have written.
    pub(in crate::cli) fn present_of(&self, identity: &Identity, wanted: &Range<u64>) -> Present {
        let chunks = Chunks::of(identity.samples);
        let mut present = Present::default();
        for name in self.names() {
            let Some((chunk, _)) = parse(&name).filter(|(chunk, _)| wanted.contains(chunk)) else { continue };
            let path = self.folder().join(&name);
            let file = match open_chunk(&path) {
                Ok(file) => file,
                Err(StoreError::Part { error, .. }) => {
                    present.damaged.push(Damaged { chunk, path, error });
                    continue;
                }
                // What cannot even be opened cannot be used.
                Err(_) => continue,
            };
            let range = chunks.range(chunk);
            if file.identity() != identity {
                present.foreign.push((chunk, path, file.identity().clone()));
            } else if file.chunks() == 1 && file.sample_numbers(0).is_ok_and(|s| s.into_iter().eq(range.clone())) {
                present.chunks.insert(chunk, path);
            } else {
                let (wanted, found) = (range.end - range.start, file.samples());
                let error = SweepFileError::Rows { chunk: 0, wanted, found };
                present.damaged.push(Damaged { chunk, path, error });
            }
        }
        // A chunk that was computed again stands beside its damaged file until the end.
        let Present { chunks, damaged, .. } = &mut present;
        damaged.retain(|d| !chunks.contains_key(&d.chunk));
        present
    }
}

/// A chunk whose bytes have the digits of its name.
pub(in crate::cli) fn open_chunk(path: &Path) -> Result<SweepFile, StoreError> {
    let read = |error| StoreError::from(FileError::Io { path: path.to_owned(), action: word("read¦file"), error });
    let part = |error| StoreError::Part { path: path.to_owned(), error };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let wanted = parse(&name).map_or("", |(_, digits)| digits);
    let mut file = open_file(path)?;
    let (found, _) = sha256_of(&mut file).map_err(read)?;
    if !found.starts_with(wanted) {
        let error = SweepFileError::Checksum { wanted: wanted.to_owned(), found: found[..DIGITS].to_owned() };
        return Err(part(error));
    }
    SweepFile::open(file).map_err(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_hold_number_and_digits() {
        let name = name_of(3, b"abc");
        // SHA-256 of `abc`, FIPS 180-4 example.
        assert_eq!(name, "chunk-000003-ba7816bf8f01cfea.parquet");
        assert_eq!(parse(&name), Some((3, "ba7816bf8f01cfea")));
        for odd in ["chunk-000003.parquet", "chunk-3-ba78.parquet", "chunk-x-ba7816bf8f01cfea.parquet", "plan.json"] {
            assert_eq!(parse(odd), None, "{odd}");
        }
    }
}
