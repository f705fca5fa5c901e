//! A scenario file while it is edited: its text and tables, undone and redone, apart from the disk until it is saved.

use super::folder::Folder;
use crate::disk::{self, FileError};
use crate::scenario::{Refused, Scenario};
use crate::study::sha256;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What a draft holds at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Content {
    /// The scenario.
    pub(super) text: Arc<str>,
    /// Tables beside it that were changed here, by name.
    pub(super) tables: BTreeMap<String, Arc<str>>,
}

impl Content {
    fn bytes(&self) -> usize {
        self.text.len() + self.tables.values().map(|table| table.len()).sum::<usize>()
    }

    /// Reads the scenario: tables of the draft before those of the disk.
    pub(super) fn read(&self, folder: &Folder, file: &str, set: &[String]) -> Result<Scenario, Box<Refused>> {
        let load = |name: &str| match self.tables.get(name) {
            Some(table) => Ok(table.as_bytes().to_vec()),
            None => folder.read(name),
        };
        Scenario::read(file, &self.text, set, &load)
    }
}

/// How a draft stands to its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnDisk {
    /// As it was read.
    Same,
    /// Somebody else wrote it since.
    Changed,
    /// It is not there any more.
    Gone,
    /// It was never there.
    New,
}

impl OnDisk {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Gone => "gone",
            Self::New => "new",
        }
    }
}

/// Steps that can be taken back, and bytes that they may hold.
const STEPS_MAX: usize = 200;
const UNDO_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Edits of the same places that follow each other within so long are one step, where they say that they may be.
const JOINED: Duration = Duration::from_millis(1200);

/// A scenario file while it is edited.
pub(super) struct Draft {
    file: String,
    revision: u64,
    content: Content,
    saved: Option<Content>,
    /// SHA-256 of the files when they were read or written here; none for one that was not there.
    seen: BTreeMap<String, Option<String>>,
    undo: Vec<Content>,
    redo: Vec<Content>,
    /// The places of the last edit, where the next one of the same may join it, and when it was made.
    joint: Option<(Vec<Vec<String>>, Instant)>,
}

/// Why a draft was not saved.
pub(super) enum SaveError {
    /// The file is not as it was when it was read.
    Changed,
    /// The system said no; nothing was written.
    File(FileError),
    /// The name of a table leads out of the folder.
    Outside(String),
}

impl Draft {
    /// Takes up a file; nothing where there is none.
    pub(super) fn open(folder: &Folder, file: &str) -> Result<Option<Self>, FileError> {
        let Some(text) = folder.text(file)? else { return Ok(None) };
        let content = Content { text: text.into(), tables: BTreeMap::new() };
        let mut draft = Self::new(file, content.clone());
        draft.saved = Some(content);
        draft.see_all(folder);
        Ok(Some(draft))
    }

    /// A file that is not there yet.
    pub(super) fn fresh(file: &str, content: Content) -> Self {
        let mut draft = Self::new(file, content);
        draft.seen.insert(file.to_owned(), None);
        draft
    }

    fn new(file: &str, content: Content) -> Self {
        Self {
            file: file.to_owned(),
            revision: 1,
            content,
            saved: None,
            seen: BTreeMap::new(),
            undo: Vec::new(),
            redo: Vec::new(),
            joint: None,
        }
    }

    pub(super) fn file(&self) -> &str {
        &self.file
    }

    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    pub(super) fn content(&self) -> &Content {
        &self.content
    }

    pub(super) fn is_saved(&self) -> bool {
        self.saved.as_ref() == Some(&self.content)
    }

    pub(super) fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    pub(super) fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// Changes the draft; the state before can be had back. What changes nothing is no step.
    pub(super) fn change(&mut self, folder: &Folder, content: Content) {
        if content == self.content {
            return;
        }
        for table in content.tables.keys().filter(|name| !self.seen.contains_key(*name)).cloned().collect::<Vec<_>>() {
            self.see(folder, &table);
        }
        self.joint = None;
        self.undo.push(std::mem::replace(&mut self.content, content));
        self.redo.clear();
        self.revision += 1;
        let mut bytes: usize = self.undo.iter().map(Content::bytes).sum();
        while self.undo.len() > STEPS_MAX || bytes > UNDO_BYTES_MAX && self.undo.len() > 1 {
            bytes -= self.undo.remove(0).bytes();
        }
    }

    /// Changes places of the draft; one step together with the edit before, where that was of the same places a moment ago
    /// and nothing happened between them: a slider that is moved by keys.
    pub(super) fn change_joined(&mut self, folder: &Folder, content: Content, places: Vec<Vec<String>>) {
        if content == self.content {
            return;
        }
        let joins = self.joint.as_ref().is_some_and(|(last, when)| *last == places && when.elapsed() < JOINED);
        if joins {
            self.content = content;
            self.revision += 1;
            // Moved back to where it began: there is nothing to take back.
            if self.undo.last() == Some(&self.content) {
                self.undo.pop();
                self.joint = None;
                return;
            }
        } else {
            self.change(folder, content);
        }
        self.joint = Some((places, Instant::now()));
    }

    /// Ends the draft: what was made on any revision of it is refused from now on. Gives the last one.
    pub(super) fn end(&mut self) -> u64 {
        self.revision += 1;
        self.revision
    }

    /// Takes the last step back; false where there is none.
    pub(super) fn step_back(&mut self) -> bool {
        self.joint = None;
        let Some(before) = self.undo.pop() else { return false };
        self.redo.push(std::mem::replace(&mut self.content, before));
        self.revision += 1;
        true
    }

    /// Takes a step that was taken back again; false where there is none.
    pub(super) fn step_again(&mut self) -> bool {
        self.joint = None;
        let Some(after) = self.redo.pop() else { return false };
        self.undo.push(std::mem::replace(&mut self.content, after));
        self.revision += 1;
        true
    }

    /// How the draft's files stand on the disk.
    pub(super) fn on_disk(&self, folder: &Folder) -> OnDisk {
        let now = |name: &str| digest(folder, name);
        let own = self.seen.get(&self.file).cloned().flatten();
        match (own, now(&self.file)) {
            (None, None) => return OnDisk::New,
            (Some(_), None) => return OnDisk::Gone,
            (seen, found) if seen != found => return OnDisk::Changed,
            _ => {}
        }
        let moved = |name: &String| self.seen.get(name).is_some_and(|seen| *seen != now(name));
        if self.content.tables.keys().any(moved) { OnDisk::Changed } else { OnDisk::Same }
    }

    /// Writes what was changed, all files or none. `over` writes over what somebody else wrote.
    pub(super) fn save(&mut self, folder: &Folder, over: bool) -> Result<(), SaveError> {
        let on_disk = self.on_disk(folder);
        if !over && matches!(on_disk, OnDisk::Changed | OnDisk::Gone) {
            return Err(SaveError::Changed);
        }
        let Some(path) = folder.scenario(&self.file) else {
            return Err(SaveError::Outside(self.file.clone()));
        };
        let mut files: Vec<(PathBuf, &[u8])> = Vec::new();
        for (name, table) in &self.content.tables {
            let place = folder.beside(name).map_err(SaveError::Outside)?;
            if let Some(parent) = place.parent() {
                disk::make_folder(parent).map_err(SaveError::File)?;
            }
            files.push((place, table.as_bytes()));
        }
        // The scenario last: it names the tables.
        files.push((path, self.content.text.as_bytes()));
        disk::write_together(&files).map_err(SaveError::File)?;
        self.joint = None;
        let names: Vec<String> = self.content.tables.keys().cloned().chain([self.file.clone()]).collect();
        names.iter().for_each(|name| self.see(folder, name));
        self.saved = Some(self.content.clone());
        Ok(())
    }

    /// Takes up what is on the disk; the draft before can be had back by undo. False where there is no file.
    pub(super) fn reload(&mut self, folder: &Folder) -> Result<bool, FileError> {
        let Some(text) = folder.text(&self.file)? else { return Ok(false) };
        let content = Content { text: text.into(), tables: BTreeMap::new() };
        self.change(folder, content.clone());
        self.seen.clear();
        self.see_all(folder);
        // Tables beside it may have changed as well: what was read before is no longer true.
        self.revision += 1;
        self.saved = Some(content);
        Ok(true)
    }

    /// Notes the scenario and every table it reads, as they are now.
    fn see_all(&mut self, folder: &Folder) {
        let read = std::cell::RefCell::new(BTreeMap::new());
        let load = |name: &str| {
            let found = folder.read(name);
            read.borrow_mut().insert(name.to_owned(), found.as_ref().ok().map(|bytes| sha256(bytes)));
            found
        };
        // What it says is of no interest here.
        let _ = Scenario::read(&self.file, &self.content.text, &[], &load);
        self.seen.extend(read.into_inner());
        let file = self.file.clone();
        self.see(folder, &file);
    }

    fn see(&mut self, folder: &Folder, name: &str) {
        self.seen.insert(name.to_owned(), digest(folder, name));
    }
}

fn digest(folder: &Folder, name: &str) -> Option<String> {
    folder.read(name).ok().map(|bytes| sha256(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("a.toml"), "name = \"a\"\n").unwrap();
        let (folder, _) = Folder::open(place.path()).unwrap();
        (place, folder)
    }

    fn content(text: &str) -> Content {
        Content { text: text.into(), tables: BTreeMap::new() }
    }

    #[test]
    fn steps_are_taken_back_and_again() {
        let (_place, folder) = folder();
        let mut draft = Draft::open(&folder, "a.toml").unwrap().unwrap();
        draft.change(&folder, content("name = \"b\"\n"));
        draft.change(&folder, content("name = \"b\"\n"));
        assert!(draft.step_back() && draft.is_saved() && !draft.step_back(), "what changes nothing is no step");
        assert!(draft.step_again() && &*draft.content().text == "name = \"b\"\n" && !draft.is_saved());
        assert_eq!(draft.revision(), 4);
    }

    #[test]
    fn moves_of_a_slider_are_one_step() {
        let (_place, folder) = folder();
        let mut draft = Draft::open(&folder, "a.toml").unwrap().unwrap();
        let place = |name: &str| vec![vec![name.to_owned()]];
        for text in ["name = \"b\"\n", "name = \"c\"\n", "name = \"d\"\n"] {
            draft.change_joined(&folder, content(text), place("name"));
        }
        assert_eq!(draft.revision(), 4, "each is a revision of its own: nobody edits what he has not seen");
        draft.change_joined(&folder, content("name = \"e\"\n"), place("other"));
        assert!(draft.step_back() && &*draft.content().text == "name = \"d\"\n", "another place is another step");
        draft.change_joined(&folder, content("name = \"f\"\n"), place("name"));
        assert!(draft.step_back() && &*draft.content().text == "name = \"d\"\n", "what was taken back is not joined");
        assert!(draft.step_back() && draft.is_saved() && !draft.can_undo());
        draft.change_joined(&folder, content("name = \"b\"\n"), place("name"));
        draft.joint.as_mut().unwrap().1 -= JOINED;
        draft.change_joined(&folder, content("name = \"c\"\n"), place("name"));
        draft.change_joined(&folder, content("name = \"b\"\n"), place("name"));
        assert!(draft.step_back() && draft.is_saved() && !draft.can_undo(), "moved back to where it was is no step");
    }

    #[test]
    fn nothing_of_others_is_written_over_unasked() {
        let (place, folder) = folder();
        let file = place.path().join("a.toml");
        let mut draft = Draft::open(&folder, "a.toml").unwrap().unwrap();
        draft.change(&folder, content("name = \"mine\"\n"));
        std::fs::write(&file, "name = \"theirs\"\n").unwrap();
        assert!(matches!(draft.save(&folder, false), Err(SaveError::Changed)));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "name = \"theirs\"\n");
        assert!(draft.save(&folder, true).is_ok() && draft.is_saved());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "name = \"mine\"\n");
        std::fs::remove_file(&file).unwrap();
        assert_eq!(draft.on_disk(&folder), OnDisk::Gone);
        assert!(matches!(draft.save(&folder, false), Err(SaveError::Changed)));
    }

    #[test]
    fn tables_are_saved_with_the_scenario_and_watched_as_well() {
        let (place, folder) = folder();
        let mut draft = Draft::open(&folder, "a.toml").unwrap().unwrap();
        let mut changed = content("name = \"a\"\n");
        changed.tables.insert("a_inventory/streams.csv".to_owned(), "x\n".into());
        draft.change(&folder, changed);
        std::fs::create_dir(place.path().join("a_inventory")).unwrap();
        std::fs::write(place.path().join("a_inventory/streams.csv"), "theirs\n").unwrap();
        assert!(matches!(draft.save(&folder, false), Err(SaveError::Changed)));
        draft.save(&folder, true).ok().unwrap();
        assert_eq!(std::fs::read_to_string(place.path().join("a_inventory/streams.csv")).unwrap(), "x\n");
        std::fs::remove_file(place.path().join("a_inventory/streams.csv")).unwrap();
        assert_eq!(draft.on_disk(&folder), OnDisk::Changed, "a table that vanished is noticed");
        let mut outside = draft.content().clone();
        outside.tables.insert("../streams.csv".to_owned(), "x\n".into());
        draft.change(&folder, outside);
        assert!(matches!(draft.save(&folder, true), Err(SaveError::Outside(_))));
    }
}
