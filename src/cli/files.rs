//! Reading and writing files: sizes and encodings are checked, nothing is left half written.

use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Largest file that is read; a scenario is a text written by hand, its tables some thousand rows.
const BYTES_MAX: u64 = 32 * 1024 * 1024;

/// Why a file was not read or written.
#[derive(Debug)]
pub(super) enum FileError {
    /// The system said no.
    Io { path: PathBuf, action: &'static str, error: std::io::Error },
    /// Too large to be meant.
    TooLarge { path: PathBuf, bytes: u64 },
    /// A folder where a file is wanted.
    NotAFile { path: PathBuf },
    /// Not UTF-8.
    NotText { path: PathBuf, line: usize, byte: usize },
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, action, error } => write!(f, "cannot {action} {}: {error}", path.display()),
            Self::TooLarge { path, bytes } => write!(
                f,
                "{} has {:.0} MB; at most {} MB are read. Put long tables in a CSV of their own",
                path.display(),
                *bytes as f64 / 1e6,
                BYTES_MAX / 1024 / 1024
            ),
            Self::NotAFile { path } => write!(f, "{} is a folder; name a file in it", path.display()),
            Self::NotText { path, line, byte } => write!(
                f,
                "{}:{line}: byte {byte} is not UTF-8; save the file as UTF-8 (in a spreadsheet: CSV UTF-8)",
                path.display()
            ),
        }
    }
}

impl std::error::Error for FileError {}

/// The bytes of a file of reasonable size.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    let failed = |error| FileError::Io { path: path.to_owned(), action: "read", error };
    let metadata = fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        return Err(FileError::NotAFile { path: path.to_owned() });
    }
    if metadata.len() > BYTES_MAX {
        return Err(FileError::TooLarge { path: path.to_owned(), bytes: metadata.len() });
    }
    fs::read(path).map_err(failed)
}

/// The text of a file, without the byte order mark that spreadsheets put first.
pub(super) fn read_text(path: &Path) -> Result<String, FileError> {
    let bytes = read(path)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(error) => {
            let byte = error.utf8_error().valid_up_to();
            let line = 1 + error.as_bytes()[..byte].iter().filter(|b| **b == b'\n').count();
            Err(FileError::NotText { path: path.to_owned(), line, byte })
        }
    }
}

/// Makes a folder and what leads to it.
pub(super) fn make_folder(path: &Path) -> Result<(), FileError> {
    fs::create_dir_all(path).map_err(|error| FileError::Io { path: path.to_owned(), action: "make the folder", error })
}

/// Writes a file whole or not at all: aside first, then renamed.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let failed = |error| FileError::Io { path: path.to_owned(), action: "write", error };
    let mut aside = path.as_os_str().to_owned();
    aside.push(format!(".{}.part", std::process::id()));
    let aside = PathBuf::from(aside);
    let result = fs::File::create(&aside)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&aside, path));
    if result.is_err() {
        // The first error is the one worth telling; the part file may not even exist.
        let _ = fs::remove_file(&aside);
    }
    result.map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_where_a_file_is_not_utf8() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a b é.toml");
        fs::write(&path, b"name = 1\nx = \"\xff\"\n").unwrap();
        let said = read_text(&path).unwrap_err().to_string();
        assert!(said.contains("a b é.toml:2: byte 14 is not UTF-8"), "{said}");
    }

    #[test]
    fn writes_whole_files_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.txt");
        write_whole(&path, b"one").unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write_whole(&folder.path().join("none/x.txt"), b"").is_err());
    }
}
