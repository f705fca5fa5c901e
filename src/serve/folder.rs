//! The folder whose scenarios are served: nothing outside of it is read or written.

use crate::disk::{self, FileError};
use std::fmt;
use std::path::{Component, Path, PathBuf};

/// A folder of scenarios.
pub(super) struct Folder {
    root: PathBuf,
}

/// Why a folder cannot be served.
#[derive(Debug)]
pub enum FolderError {
    /// It is not there, or cannot be read.
    NoFolder(PathBuf, std::io::Error),
    /// The file named is no scenario.
    NoScenario(PathBuf),
}

impl fmt::Display for FolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFolder(path, error) => write!(f, "cannot serve {}: {error}", path.display()),
            Self::NoScenario(path) => {
                write!(f, "cannot serve {}: name a folder, or a scenario file (.toml)", path.display())
            }
        }
    }
}

impl std::error::Error for FolderError {}

/// Entries of a folder that are looked at.
const ENTRIES_MAX: usize = 2000;

/// Longest name of a scenario file, bytes.
const NAME_MAX: usize = 120;

impl Folder {
    /// The folder, and the file to show first where one was named.
    pub(super) fn open(place: &Path) -> Result<(Self, Option<String>), FolderError> {
        let full = place.canonicalize().map_err(|error| FolderError::NoFolder(place.to_owned(), error))?;
        if full.is_dir() {
            return Ok((Self { root: full }, None));
        }
        let name = full.file_name().map(|name| name.to_string_lossy().into_owned()).filter(|name| is_name(name));
        match (full.parent(), name) {
            (Some(root), Some(name)) => Ok((Self { root: root.to_owned() }, Some(name))),
            _ => Err(FolderError::NoScenario(place.to_owned())),
        }
    }

    /// What the page calls the folder.
    pub(super) fn name(&self) -> String {
        self.root.file_name().map_or_else(|| "/".to_owned(), |name| name.to_string_lossy().into_owned())
    }

    /// Names of the scenario files, sorted.
    pub(super) fn scenarios(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(&self.root) else { return Vec::new() };
        let names = entries.filter_map(Result::ok).filter(|entry| entry.path().is_file());
        let mut list: Vec<String> =
            names.map(|entry| entry.file_name().to_string_lossy().into_owned()).filter(|name| is_name(name)).collect();
        list.sort();
        list
    }

    /// Names of the CSV files of the folder, and of the folders in it, sorted: measured series are among them.
    pub(super) fn csv_files(&self) -> Vec<String> {
        let mut list = Vec::new();
        self.add_csv_files("", 1, &mut list);
        list.sort();
        list
    }

    fn add_csv_files(&self, within: &str, depth: usize, list: &mut Vec<String>) {
        let Ok(entries) = std::fs::read_dir(self.root.join(within)) else { return };
        for entry in entries.filter_map(Result::ok).take(ENTRIES_MAX) {
            let name = entry.file_name().to_string_lossy().into_owned();
            let place = if within.is_empty() { name.clone() } else { format!("{within}/{name}") };
            // A link may lead anywhere: it is not followed.
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_file() && name.ends_with(".csv") {
                list.push(place);
            } else if kind.is_dir() && depth > 0 && !name.starts_with('.') {
                self.add_csv_files(&place, depth - 1, list);
            }
        }
    }

    /// The path of a scenario file of this name, where it is one.
    pub(super) fn scenario(&self, name: &str) -> Option<PathBuf> {
        is_name(name).then(|| self.root.join(name))
    }

    /// The path of a file beside a scenario. What leads out of the folder, also by a link, is refused.
    pub(super) fn beside(&self, name: &str) -> Result<PathBuf, String> {
        let plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !plain {
            return Err("it lies outside the folder that is served".to_owned());
        }
        let path = self.root.join(name);
        match path.canonicalize() {
            Ok(full) if !full.starts_with(&self.root) => Err("it lies outside the folder that is served".to_owned()),
            _ => Ok(path),
        }
    }

    /// The bytes of a file beside a scenario.
    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let path = self.beside(name)?;
        disk::read(&path).map_err(|error| error.reason().to_string())
    }

    /// The text of a scenario file; nothing where there is none.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, FileError> {
        let path = self.root.join(name);
        match disk::read_text(&path) {
            Ok(text) => Ok(Some(text)),
            Err(FileError::Io { error, .. }) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// A name of a scenario file: one part, ending in `.toml`, nothing that a system or a shell takes otherwise.
pub(super) fn is_name(name: &str) -> bool {
    let stem = name.strip_suffix(".toml").unwrap_or("");
    let plain = |c: char| c.is_alphanumeric() || " -_.()+,".contains(c);
    !stem.trim().is_empty() && name.len() <= NAME_MAX && !name.starts_with(['.', ' ', '-']) && name.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        for name in ["florange.toml", "Été 2026 (b).toml", "a.b.toml"] {
            assert!(is_name(name), "{name}");
        }
        for name in
            ["", ".toml", "../x.toml", "a/b.toml", "a\\b.toml", ".x.toml", "x.csv", "a\0.toml", "-x.toml", " .toml"]
        {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn nothing_outside_is_read() {
        let outer = tempfile::tempdir().unwrap();
        let inner = outer.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        std::fs::write(outer.path().join("secret.csv"), "x").unwrap();
        std::fs::write(inner.join("own.csv"), "y").unwrap();
        let (folder, _) = Folder::open(&inner).unwrap();
        assert_eq!(folder.read("own.csv").unwrap(), b"y");
        for name in ["../secret.csv", "/etc/hostname", "a/../../secret.csv"] {
            assert!(folder.read(name).unwrap_err().contains("outside"), "{name}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(outer.path().join("secret.csv"), inner.join("link.csv")).unwrap();
            assert!(folder.read("link.csv").unwrap_err().contains("outside"));
        }
        assert!(matches!(Folder::open(&inner.join("own.csv")), Err(FolderError::NoScenario(_))));
        assert!(matches!(Folder::open(&inner.join("none")), Err(FolderError::NoFolder(..))));
    }
}
