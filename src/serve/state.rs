//! What the handlers share: the folder, the drafts, the work under way, who is to be told.

use super::draft::{Draft, OnDisk};
use super::error::ApiError;
use super::folder::Folder;
use super::guard::Guard;
use super::tables::Tables;
use super::work::{Job, Work};
use crate::text;
use crate::words::Locale;
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Semaphore, broadcast};

/// Everything.
pub(super) struct State {
    pub(super) folder: Folder,
    /// The file to show first, where one was named.
    pub(super) first: Option<String>,
    pub(super) guard: Guard,
    pub(super) work: Work,
    /// Live answers that are computed at once.
    pub(super) live: Arc<Semaphore>,
    /// Tables behind the figures of the last live answers.
    pub(super) tables: Tables,
    drafts: Mutex<HashMap<String, Arc<Mutex<Draft>>>>,
    told: broadcast::Sender<News>,
}

/// Something that all pages are told, each in its language.
#[derive(Clone)]
pub(super) enum News {
    /// How a file stands.
    File(Value),
    /// A job has moved.
    Job(Arc<Job>),
}

impl News {
    /// Name and data of the event.
    pub(super) fn told(&self, lang: Locale) -> (&'static str, Value) {
        match self {
            Self::File(value) => ("file", value.clone()),
            Self::Job(job) => ("job", job.json(lang)),
        }
    }
}

/// Live answers at once: an answer takes all cores, more than a few of them would all be late.
const LIVE_MAX: usize = 4;

/// News that a slow listener may be behind.
const NEWS_MAX: usize = 256;

impl State {
    pub(super) fn new(folder: Folder, first: Option<String>, guard: Guard) -> Self {
        let (told, _) = broadcast::channel(NEWS_MAX);
        let (drafts, live) = (Mutex::default(), Arc::new(Semaphore::new(LIVE_MAX)));
        Self { folder, first, guard, work: Work::default(), live, tables: Tables::default(), drafts, told }
    }

    /// Tells all pages about a file.
    pub(super) fn tell(&self, file: Value) {
        // Nobody listens: nobody needs to be told.
        let _ = self.told.send(News::File(file));
    }

    /// Tells all pages how a job stands, as it does when they hear of it.
    pub(super) fn tell_job(&self, job: &Arc<Job>) {
        let _ = self.told.send(News::Job(job.clone()));
    }

    /// News from now on.
    pub(super) fn news(&self) -> broadcast::Receiver<News> {
        self.told.subscribe()
    }

    /// The draft of a file, taken up from the disk when it is first asked for.
    pub(super) fn draft(&self, file: &str, lang: Locale) -> Result<Arc<Mutex<Draft>>, ApiError> {
        if let Some(draft) = self.opened(file) {
            return Ok(draft);
        }
        let missing = || ApiError::missing(lang.tell(&text!("there is no scenario `{file}`", file)));
        if self.folder.scenario(file).is_none() {
            let help = lang.say("a scenario is a file ending in .toml in the folder that is served");
            return Err(missing().help(help));
        }
        // A slow disk holds nobody else.
        let read = Draft::open(&self.folder, file);
        let draft = read.map_err(|error| unreadable(lang.tell(&error.told())))?.ok_or_else(missing)?;
        let mut drafts = locked(&self.drafts);
        Ok(drafts.entry(file.to_owned()).or_insert_with(|| Arc::new(Mutex::new(draft))).clone())
    }

    /// The draft of a file that is open.
    pub(super) fn opened(&self, file: &str) -> Option<Arc<Mutex<Draft>>> {
        locked(&self.drafts).get(file).cloned()
    }

    /// Puts a new draft in place; false where one is there.
    pub(super) fn add(&self, draft: Draft) -> Option<Arc<Mutex<Draft>>> {
        let mut drafts = locked(&self.drafts);
        if drafts.contains_key(draft.file()) {
            return None;
        }
        let (name, draft) = (draft.file().to_owned(), Arc::new(Mutex::new(draft)));
        drafts.insert(name, draft.clone());
        Some(draft)
    }

    /// Lets go of a draft that is not on the disk, if it is still at this revision. Gives its last revision, or nothing where it is
    /// not so.
    pub(super) fn drop_draft(&self, file: &str, revision: u64) -> Option<u64> {
        let held = self.opened(file)?;
        let mut draft = locked(&held);
        if draft.revision() != revision || !matches!(draft.on_disk(&self.folder), OnDisk::New | OnDisk::Gone) {
            return None;
        }
        // Whoever waits for it finds it changed.
        let last = draft.end();
        locked(&self.drafts).remove(file);
        Some(last)
    }

    /// Names of the files that are open, and whether each is saved.
    pub(super) fn open_files(&self) -> HashMap<String, bool> {
        let drafts: Vec<(String, Arc<Mutex<Draft>>)> =
            locked(&self.drafts).iter().map(|(name, draft)| (name.clone(), draft.clone())).collect();
        drafts.into_iter().map(|(name, draft)| (name, locked(&draft).is_saved())).collect()
    }

    /// How the open files stand on the disk.
    pub(super) fn on_disk(&self) -> Vec<(String, u64, OnDisk)> {
        let drafts: Vec<Arc<Mutex<Draft>>> = locked(&self.drafts).values().cloned().collect();
        drafts
            .iter()
            .map(|draft| {
                let draft = locked(draft);
                (draft.file().to_owned(), draft.revision(), draft.on_disk(&self.folder))
            })
            .collect()
    }

    /// Tells all pages how a file stands.
    pub(super) fn tell_file(&self, draft: &Draft) {
        let on_disk = draft.on_disk(&self.folder).word();
        self.tell(json!({ "file": draft.file(), "revision": draft.revision(), "on_disk": on_disk }));
    }
}

/// A lock; whoever panicked while holding it has left whole values behind.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unreadable(why: String) -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "unreadable", why)
}
