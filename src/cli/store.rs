//! The parts of a sweep on disk: what is there is whole, what is not is missing.
//!
//! Beside `OUT` lies the folder `OUT.parts`: `plan.json` (what the rows are a pure function of), one file a chunk (with its
//! checksum in its name), a note
//! for every shard that was started, a note for every session. Every file is written aside, synced, renamed, and the folder
//! synced: a process may be killed at any moment. The folder goes when the final file is whole, synced and in its place.

mod chunks;

pub(super) use chunks::{Damaged, Present, open_chunk};

use super::CommandError;
use super::files::{self, FileError};
use crate::report::{SummaryError, SweepFile, SweepFileError};
use crate::study::Identity;
use crate::text;
use crate::words::{Text, shown_as_told, word};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

const PLAN: &str = "plan.json";
const LOCK: &str = "lock";

/// End of the names of files that are being written.
const ASIDE: &str = ".aside";

/// The parts of a sweep.
pub(super) struct Store {
    out: PathBuf,
    folder: PathBuf,
    /// Held while this process writes; none where the file system has no locks.
    lock: Option<File>,
}

/// Why parts cannot be used.
#[derive(Debug)]
pub(super) enum StoreError {
    /// The system said no.
    File(FileError),
    /// The plan cannot be read.
    Plan { path: PathBuf, error: serde_json::Error },
    /// The plan says what no sweep says.
    OddPlan { path: PathBuf },
    /// A chunk or a final file that is not what the plan says.
    Part { path: PathBuf, error: SweepFileError },
    /// A finished file that cannot be summed up.
    Summary { path: PathBuf, error: SummaryError },
    /// A finished file that is not the one its manifest was written for.
    Changed { out: PathBuf, manifest: PathBuf, wanted: String, found: String },
    /// Another process writes here.
    Busy { folder: PathBuf },
}

impl StoreError {
    /// What is wrong and what to do, told in a language later.
    pub(super) fn told(&self) -> Text {
        match self {
            Self::File(error) => error.told(),
            Self::Plan { path, error } => text!(
                "{path} cannot be read ({error}); remove the folder it is in to start over, or name another --out",
                path = path.display(),
                error = error.to_string()
            ),
            Self::OddPlan { path } => text!(
                "{path} names other chunks than its number of samples has; remove the folder it is in to start over, or name another --out",
                path = path.display()
            ),
            Self::Part { path, error } => text!("{file}: {error}", file = path.display(), error),
            Self::Summary { path, error } => text!("{file}: {error}", file = path.display(), error),
            Self::Changed { out, manifest, wanted, found } => text!(
                "{out} has changed since it was written: its SHA-256 is {found}, {manifest} says {wanted}; run the sweep \
                 again with --force, or bring the file back",
                out = out.display(),
                found,
                manifest = manifest.display(),
                wanted
            ),
            Self::Busy { folder } => text!(
                "another gisement is at work in {folder}; wait for it, or name another --out",
                folder = folder.display()
            ),
        }
    }
}

shown_as_told!(StoreError);

impl From<FileError> for StoreError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::File(error) => Self::File(error),
            other => Self::Store(Box::new(other)),
        }
    }
}

/// Whether other processes may write parts at the same time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Share {
    /// Other shards may.
    Shards,
    /// Nobody may.
    Nobody,
}

impl Store {
    /// The parts of the file `out`.
    pub(super) fn of(out: &Path) -> Self {
        let mut folder = out.as_os_str().to_owned();
        folder.push(".parts");
        Self { out: out.to_owned(), folder: PathBuf::from(folder), lock: None }
    }

    /// The final file.
    pub(super) fn out(&self) -> &Path {
        &self.out
    }

    /// The folder of the parts.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The plan of the parts; none when there are no parts.
    pub(super) fn plan(&self) -> Result<Option<Identity>, StoreError> {
        let path = self.folder.join(PLAN);
        match fs::read(&path) {
            Ok(bytes) => {
                let plan: Identity =
                    serde_json::from_slice(&bytes).map_err(|error| StoreError::Plan { path: path.clone(), error })?;
                if plan.is_sound() { Ok(Some(plan)) } else { Err(StoreError::OddPlan { path }) }
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(FileError::Io { path, action: word("read¦file"), error }.into()),
        }
    }

    /// The finished file; none when there is none.
    pub(super) fn finished(&self) -> Result<Option<SweepFile>, StoreError> {
        open(&self.out)
    }

    /// The finished file, which must be there.
    pub(super) fn whole(&self) -> Result<SweepFile, StoreError> {
        self.finished()?.ok_or_else(|| not_there(&self.out))
    }

    /// True when something lies where the final file would be.
    pub(super) fn is_taken(&self) -> bool {
        fs::symlink_metadata(&self.out).is_ok()
    }

    /// Makes the folder and writes the plan, unless they are there; then locks.
    pub(super) fn begin(&mut self, identity: &Identity, share: Share) -> Result<(), StoreError> {
        super::files::make_folder(&self.folder)?;
        if let Some(parent) = parent(&self.folder) {
            sync_folder(parent)?;
        }
        self.lock(share)?;
        if !self.folder.join(PLAN).exists() {
            let text = serde_json::to_string_pretty(identity).map_err(|error| self.bad_plan(error))?;
            self.put(PLAN, format!("{text}\n").as_bytes())?;
        }
        Ok(())
    }

    fn bad_plan(&self, error: serde_json::Error) -> StoreError {
        StoreError::Plan { path: self.folder.join(PLAN), error }
    }

    /// Takes the lock; where the file system has none, there is none.
    pub(super) fn lock(&mut self, share: Share) -> Result<(), StoreError> {
        let path = self.folder.join(LOCK);
        // Read as well: over NFS a shared lock is one of reading.
        let file = File::options().create(true).truncate(false).read(true).write(true).open(&path);
        let file = file.map_err(|error| FileError::Io { path, action: word("write"), error })?;
        let taken = match share {
            Share::Shards => file.try_lock_shared(),
            Share::Nobody => file.try_lock(),
        };
        match taken {
            Ok(()) => self.lock = Some(file),
            Err(fs::TryLockError::WouldBlock) => return Err(StoreError::Busy { folder: self.folder.clone() }),
            Err(fs::TryLockError::Error(_)) => self.lock = None,
        }
        Ok(())
    }

    /// Notes that shard `k` of `n` was started here.
    pub(super) fn note_shard(&self, k: u64, n: u64) -> Result<(), StoreError> {
        self.put(&format!("shard-{k}-of-{n}"), b"")
    }

    /// Numbers of shards (`n` of `k/n`) that were started here.
    pub(super) fn shard_counts(&self) -> Vec<u64> {
        let names = self.names().into_iter();
        let mut counts: Vec<u64> = names
            .filter_map(|name| name.strip_prefix("shard-").and_then(|n| n.split_once("-of-")?.1.parse().ok()))
            .collect();
        counts.sort_unstable();
        counts.dedup();
        counts
    }

    /// Writes the note of a session.
    pub(super) fn put_session(&self, name: &str, text: &str) -> Result<(), StoreError> {
        self.put(&format!("session-{name}.json"), text.as_bytes())
    }

    /// The notes of all sessions, by name.
    pub(super) fn sessions(&self) -> Vec<String> {
        let notes = self.names().into_iter().filter(|n| n.starts_with("session-") && n.ends_with(".json"));
        notes.filter_map(|name| fs::read_to_string(self.folder.join(name)).ok()).collect()
    }

    /// Names of all files in the folder, sorted.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.filter_map(|e| e.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    /// Writes the final file through `write`, which is given a file aside; then puts it into its place.
    pub(super) fn put_final(&self, write: impl FnOnce(File) -> Result<File, SweepFileError>) -> Result<(), StoreError> {
        self.put_large(&self.folder, &self.out, write)
    }

    /// Writes a large file through `write`, aside in a folder of the same file system first.
    pub(super) fn put_large(
        &self,
        folder: &Path,
        path: &Path,
        write: impl FnOnce(File) -> Result<File, SweepFileError>,
    ) -> Result<(), StoreError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let aside = folder.join(format!("{name}.{}{ASIDE}", files::own_name()));
        let io = |error| FileError::Io { path: path.to_owned(), action: word("write"), error };
        let opened = File::options().create(true).truncate(true).read(true).write(true).open(&aside);
        let result = opened.map_err(io).map_err(StoreError::from).and_then(|file| {
            let file = write(file).map_err(|error| file_error(path, error))?;
            file.sync_all().map_err(io)?;
            fs::rename(&aside, path).map_err(io)?;
            sync_folder(parent(path).unwrap_or(Path::new(".")))
        });
        if result.is_err() {
            // The first error is the one worth telling.
            let _ = fs::remove_file(&aside);
        }
        result
    }

    /// Writes a file beside the final one: whole or not at all.
    pub(super) fn put_beside(&self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // The folder of the parts is gone where the sweep was whole before.
        let beside = parent(path).unwrap_or(Path::new("."));
        let folder = if self.folder.exists() { self.folder.as_path() } else { beside };
        let aside = folder.join(format!("{name}.{}{ASIDE}", files::own_name()));
        durable(&aside, path, bytes)
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let aside = self.folder.join(format!("{name}.{}{ASIDE}", files::own_name()));
        durable(&aside, &self.folder.join(name), bytes)
    }

    /// Removes the parts, the plan last, and the folder if nothing else is in it. What is not ours stays.
    pub(super) fn clear(&mut self) -> Result<(), StoreError> {
        for name in self.names() {
            let chunk = name.starts_with("chunk-") && name.ends_with(".parquet");
            let note = name.starts_with("shard-") || name.starts_with("session-");
            if chunk || note || name.ends_with(ASIDE) {
                remove(&self.folder.join(name))?;
            }
        }
        remove(&self.folder.join(PLAN))?;
        // Windows keeps a file that is open.
        self.lock = None;
        remove(&self.folder.join(LOCK))?;
        // Files that are not ours keep the folder.
        let _ = fs::remove_dir(&self.folder);
        Ok(())
    }

    /// Removes what killed processes left half written. Only while nobody else writes here.
    pub(super) fn sweep_asides(&self) -> Result<(), StoreError> {
        self.names().iter().filter(|n| n.ends_with(ASIDE)).try_for_each(|n| remove(&self.folder.join(n)))
    }
}

/// A sweep file; none when there is no file.
fn open(path: &Path) -> Result<Option<SweepFile>, StoreError> {
    match open_file(path) {
        Ok(file) => SweepFile::open(file).map(Some).map_err(|error| StoreError::Part { path: path.to_owned(), error }),
        Err(FileError::Io { error, .. }) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn open_file(path: &Path) -> Result<File, FileError> {
    File::open(path).map_err(|error| FileError::Io { path: path.to_owned(), action: word("read¦file"), error })
}

/// An error of the system behind an error of writing is told as such.
fn file_error(path: &Path, error: SweepFileError) -> StoreError {
    match error.io() {
        Some(io) => {
            let error = std::io::Error::new(io.kind(), io.to_string());
            FileError::Io { path: path.to_owned(), action: word("write"), error }.into()
        }
        None => StoreError::Part { path: path.to_owned(), error },
    }
}

fn not_there(path: &Path) -> StoreError {
    let error = std::io::Error::from(std::io::ErrorKind::NotFound);
    FileError::Io { path: path.to_owned(), action: word("read¦file"), error }.into()
}

fn parent(path: &Path) -> Option<&Path> {
    path.parent().map(|p| if p.as_os_str().is_empty() { Path::new(".") } else { p })
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(FileError::Io { path: path.to_owned(), action: word("remove"), error }.into())
        }
        _ => Ok(()),
    }
}

/// Writes `bytes` aside, syncs, renames, syncs the folder. After a failure nothing is left of it.
fn durable(aside: &Path, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let write = || {
        let mut file = File::create(aside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(aside, path)
    };
    write().map_err(|error| {
        // The first error is the one worth telling.
        let _ = fs::remove_file(aside);
        FileError::Io { path: path.to_owned(), action: word("write"), error }
    })?;
    sync_folder(parent(path).unwrap_or(Path::new(".")))
}

/// Makes names in a folder survive a power cut.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    let synced = File::open(folder).and_then(|f| f.sync_all());
    Ok(synced.map_err(|error| FileError::Io { path: folder.to_owned(), action: word("sync the folder"), error })?)
}

/// Other systems cannot open folders; the rename itself is what they offer.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> Result<(), StoreError> {
    Ok(())
}
