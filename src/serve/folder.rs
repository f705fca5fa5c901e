//! The folder whose scenarios are served: nothing outside of it is read or written.

use crate::disk::{self, FileError};
use crate::text;
use crate::words::Locale;
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
        let names = entries.filter_map(Result::ok).map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut list: Vec<String> =
            names.filter(|name| self.scenario(name).is_some_and(|path| path.is_file())).collect();
        list.sort();
        list
    }

    /// Whether anything of this name is there, in whatever case: some systems take them for one.
    pub(super) fn holds(&self, name: &str) -> bool {
        let Ok(entries) = std::fs::read_dir(&self.root) else { return false };
        entries.filter_map(Result::ok).any(|entry| entry.file_name().to_string_lossy().eq_ignore_ascii_case(name))
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

    /// The path of a scenario file of this name, whether it is there or not; nothing for what cannot be one: another kind of
    /// name, a folder, a pipe, a link that leads out.
    pub(super) fn scenario(&self, name: &str) -> Option<PathBuf> {
        let path = self.beside(name).ok().filter(|_| is_name(name))?;
        let there = std::fs::symlink_metadata(&path).is_ok();
        // What is there and no plain file would be waited for without end, or written into.
        (!there || path.is_file()).then_some(path)
    }

    /// The path of a file beside a scenario. What leads out of the folder, also by a link on the way, is refused.
    pub(super) fn beside(&self, name: &str) -> Result<PathBuf, String> {
        let outside = || Locale::En.tell(&text!("it lies outside the folder that is served"));
        let plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !plain {
            return Err(outside());
        }
        let path = self.root.join(name);
        // What is not there yet will be where its nearest folder really is; a link to nothing may lead anywhere.
        let dangling = std::fs::symlink_metadata(&path).is_ok() && path.canonicalize().is_err();
        let nearest = path.ancestors().find_map(|part| part.canonicalize().ok());
        if dangling || !nearest.is_some_and(|full| full.starts_with(&self.root)) {
            return Err(outside());
        }
        Ok(path)
    }

    /// The bytes of a file beside a scenario.
    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let path = self.beside(name)?;
        if path.exists() && !path.is_file() {
            return Err(Locale::En.tell(&text!("it is no plain file")));
        }
        disk::read(&path).map_err(|error| error.reason().to_string())
    }

    /// The text of a scenario file; nothing where there is none.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, FileError> {
        let Some(path) = self.scenario(name) else { return Ok(None) };
        match disk::read_text(&path) {
            Ok(text) => Ok(Some(text)),
            Err(FileError::Io { error, .. }) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// What every scenario file ends with.
const END: &str = ".toml";

/// The name of a scenario file without its end.
pub(super) fn stem(name: &str) -> &str {
    let end = name.len().saturating_sub(END.len());
    match name.get(end..) {
        Some(last) if last.eq_ignore_ascii_case(END) => &name[..end],
        _ => name,
    }
}

/// A name of a scenario file: one part, ending in `.toml`, nothing that a system or a shell takes otherwise.
pub(super) fn is_name(name: &str) -> bool {
    let stem = stem(name);
    // Accents may be letters of their own (macOS writes names so).
    let accent = |c: char| ('\u{300}'..='\u{36f}').contains(&c);
    let plain = |c: char| c.is_alphanumeric() || accent(c) || " -_.()+,'\u{2019}&".contains(c);
    stem != name
        && !stem.trim().is_empty()
        && name.len() <= NAME_MAX
        && !name.starts_with(['.', ' ', '-'])
        && name.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        for name in
            ["florange.toml", "Été 2026 (b).toml", "a.b.toml", "projet d'Orne.toml", "E\u{301}te\u{301}.toml", "A.TOML"]
        {
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
        assert_eq!((stem("a.toml.toml"), stem("b.TOML"), stem("c")), ("a.toml", "b", "c"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::symlink;
            symlink(outer.path(), inner.join("out_inventory")).unwrap();
            assert!(folder.beside("out_inventory/new.csv").is_err(), "a link on the way");
            symlink(outer.path().join("none.toml"), inner.join("nowhere.toml")).unwrap();
            std::fs::write(outer.path().join("a.toml"), "name = \"secret\"").unwrap();
            symlink(outer.path().join("a.toml"), inner.join("there.toml")).unwrap();
            std::fs::create_dir(inner.join("folder.toml")).unwrap();
            for name in ["nowhere.toml", "there.toml", "folder.toml"] {
                assert!(folder.scenario(name).is_none() && folder.text(name).unwrap().is_none(), "{name}");
            }
            assert!(folder.scenarios().is_empty());
        }
        assert!(matches!(Folder::open(&inner.join("own.csv")), Err(FolderError::NoScenario(_))));
        assert!(matches!(Folder::open(&inner.join("none")), Err(FolderError::NoFolder(..))));
    }
}
