//! Reading and writing files, for all adapters: sizes and encodings are checked, nothing is left half written.

use crate::text;
use crate::words::{Text, shown_as_told, word};
use sha2::{Digest, Sha256};
use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::BuildHasher;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Largest file that is read; a scenario is a text written by hand, its tables some thousand rows.
const BYTES_MAX: u64 = 32 * 1024 * 1024;

/// Why a file was not read or written.
#[derive(Debug)]
pub enum FileError {
    /// The system said no.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was tried, as a marked word.
        action: &'static str,
        /// What the system said.
        error: std::io::Error,
    },
    /// Too large to be meant.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Largest number of bytes read.
        bytes_max: u64,
    },
    /// A folder where a file is wanted.
    NotAFile {
        /// The folder.
        path: PathBuf,
    },
    /// Not UTF-8.
    NotText {
        /// The file.
        path: PathBuf,
        /// Line of the byte that is wrong, from 1.
        line: usize,
        /// Its place, from 0.
        byte: usize,
    },
}

impl FileError {
    /// The reason without the name, for messages that name the file themselves.
    pub fn reason(&self) -> Text {
        match self {
            Self::Io { error, .. } if error.kind() == std::io::ErrorKind::NotFound => text!("there is no such file"),
            Self::Io { error, .. } => Text::plain(error.to_string()),
            Self::TooLarge { bytes_max, .. } => text!("it has more than {mb} MB", mb = bytes_max / 1024 / 1024),
            Self::NotAFile { .. } => text!("it is a folder; name a file in it"),
            Self::NotText { byte, .. } => text!("byte {byte} is not UTF-8", byte),
        }
    }

    /// What happened, to be told in a language.
    pub fn told(&self) -> Text {
        let reason = self.reason();
        match self {
            Self::Io { path, action, .. } => {
                let action = text_of(action);
                text!("cannot {action} {path}: {reason}", action, path = path.display(), reason)
            }
            Self::TooLarge { path, .. } => text!(
                "cannot read {path}: {reason}; put long tables in a CSV of their own",
                path = path.display(),
                reason
            ),
            Self::NotAFile { path } => text!("cannot read {path}: {reason}", path = path.display(), reason),
            Self::NotText { path, line, .. } => text!(
                "{path}:{line}: {reason}; save the file as UTF-8 (in a spreadsheet: CSV UTF-8)",
                path = path.display(),
                line,
                reason
            ),
        }
    }
}

/// A marked word as a text.
fn text_of(word: &'static str) -> Text {
    Text::pattern(word, Vec::new())
}

shown_as_told!(FileError);

impl std::error::Error for FileError {}

/// The bytes of a file of reasonable size.
///
/// # Errors
/// What the system said; for reading also a file that is too large or no text.
pub fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    read_up_to(path, BYTES_MAX)
}

/// The bytes of a file of at most so many.
///
/// # Errors
/// What the system said; for reading also a file that is too large or no text.
pub fn read_up_to(path: &Path, bytes_max: u64) -> Result<Vec<u8>, FileError> {
    let failed = |error| FileError::Io { path: path.to_owned(), action: word("read¦file"), error };
    let file = fs::File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        return Err(FileError::NotAFile { path: path.to_owned() });
    }
    let mut bytes = Vec::new();
    // Counted while reading: a device or a pipe does not tell its size beforehand.
    file.take(bytes_max + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > bytes_max {
        return Err(FileError::TooLarge { path: path.to_owned(), bytes_max });
    }
    Ok(bytes)
}

/// The text of a file, without the byte order mark that spreadsheets put first.
///
/// # Errors
/// What the system said; for reading also a file that is too large or no text.
pub fn read_text(path: &Path) -> Result<String, FileError> {
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

/// SHA-256 in hexadecimal digits and length, in bytes, of what is left of a file.
///
/// # Errors
/// What the system said; for reading also a file that is too large or no text.
pub fn sha256_of(file: &mut fs::File) -> std::io::Result<(String, u64)> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    let mut bytes = 0;
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            n => {
                hash.update(&buffer[..n]);
                bytes += n as u64;
            }
        }
    }
    Ok((hash.finalize().iter().map(|b| format!("{b:02x}")).collect(), bytes))
}

/// Makes a folder and what leads to it.
///
/// # Errors
/// What the system said; for reading also a file that is too large or no text.
pub fn make_folder(path: &Path) -> Result<(), FileError> {
    fs::create_dir_all(path).map_err(|error| FileError::Io {
        path: path.to_owned(),
        action: word("make the folder"),
        error,
    })
}

/// Writes a file whole or not at all: aside first, then renamed.
///
/// # Errors
/// What the system said; for reading also a file that is too large or no text.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    write_together(&[(path.to_owned(), bytes)])
}

/// Writes several files, all of them or none: each aside and whole first, then all renamed.
///
/// # Errors
/// What the system said; for reading also a file that is too large or no text.
pub fn write_together(files: &[(PathBuf, &[u8])]) -> Result<(), FileError> {
    // Once the first has its name, nothing must stop the next.
    if let Some((path, _)) = files.iter().find(|(path, _)| path.is_dir()) {
        let error = std::io::Error::from(std::io::ErrorKind::IsADirectory);
        return Err(FileError::Io { path: path.clone(), action: word("write"), error });
    }
    let aside: Vec<PathBuf> = files.iter().map(|(path, _)| aside_of(path)).collect();
    let written = files.iter().zip(&aside).try_for_each(|((path, bytes), aside)| {
        write_aside(aside, bytes).map_err(|error| FileError::Io { path: path.clone(), action: word("write"), error })
    });
    let result = written.and_then(|()| {
        files.iter().zip(&aside).try_for_each(|((path, _), aside)| {
            fs::rename(aside, path).map_err(|error| FileError::Io { path: path.clone(), action: word("write"), error })
        })
    });
    if result.is_err() {
        // The first error is the one worth telling; some parts may not even exist.
        aside.iter().for_each(|part| drop(fs::remove_file(part)));
    }
    result
}

/// Fails now if a folder will not take files later: a long run should not be lost at its end.
///
/// # Errors
/// What the system said; for reading also a file that is too large or no text.
pub fn probe_folder(folder: &Path) -> Result<(), FileError> {
    let probe = aside_of(&folder.join("probe"));
    let failed = |error| FileError::Io { path: folder.to_owned(), action: word("write into the folder"), error };
    fs::File::create(&probe).and_then(|_| fs::remove_file(&probe)).map_err(failed)
}

/// The first of the files to write that is one of those that are read, by whatever way it is named.
pub fn written_over<'a>(write: impl IntoIterator<Item = &'a Path>, read: &[PathBuf]) -> Option<&'a Path> {
    let read: Vec<PathBuf> = read.iter().filter_map(|path| path.canonicalize().ok()).collect();
    write.into_iter().find(|path| path.canonicalize().is_ok_and(|path| read.contains(&path)))
}

/// Fails now if a folder that may not be there yet could not be made and take files later; makes nothing.
///
/// # Errors
/// What the system said of the folder, or of the first one above it that is there.
pub fn probe_place(folder: &Path) -> Result<(), FileError> {
    if folder.is_dir() {
        return probe_folder(folder);
    }
    let there = folder.ancestors().find(|above| above.exists()).unwrap_or_else(|| Path::new("."));
    let probe = aside_of(&there.join("probe"));
    // A file on the way cannot be told from a folder by its name.
    let made = if there.is_dir() {
        fs::create_dir(&probe).and_then(|()| fs::remove_dir(&probe))
    } else {
        Err(std::io::Error::from(std::io::ErrorKind::NotADirectory))
    };
    made.map_err(|error| FileError::Io { path: folder.to_owned(), action: word("make the folder"), error })
}

fn aside_of(path: &Path) -> PathBuf {
    let mut aside = path.as_os_str().to_owned();
    aside.push(format!(".{}.part", own_name()));
    PathBuf::from(aside)
}

/// A name that no other process has, on this machine or another: containers often give all of theirs one number.
pub fn own_name() -> &'static str {
    static NAME: OnceLock<String> = OnceLock::new();
    NAME.get_or_init(|| {
        // The keys of a fresh hasher come from the system's random numbers.
        let random = RandomState::new().hash_one(std::process::id());
        format!("{}-{random:016x}", std::process::id())
    })
}

fn write_aside(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
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

    #[test]
    fn writes_all_files_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("blocked");
        fs::create_dir(&blocked).unwrap();
        let files = [(blocked, b"1".as_slice()), (folder.path().join("second"), b"2".as_slice())];
        assert!(write_together(&files).is_err());
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["blocked"]);
        probe_folder(folder.path()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(probe_folder(&folder.path().join("none")).is_err());
    }

    #[test]
    fn a_device_without_an_end_is_too_large() {
        if Path::new("/dev/zero").exists() {
            assert!(matches!(read(Path::new("/dev/zero")), Err(FileError::TooLarge { .. })));
        }
    }
}
