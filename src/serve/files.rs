//! Scenario files: listed, made, shown, edited, undone, saved.

use super::draft::{Content, Draft, SaveError};
use super::error::ApiError;
use super::extract::{Body, Lang};
use super::state::{State, locked};
use super::{folder, problems};
use crate::disk::FileError;
use crate::scenario::{Edit, edited, starter, tree_json};
use crate::study::is_override;
use crate::text;
use crate::words::Locale;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State as Shared};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, MutexGuard};
use utoipa::{IntoParams, ToSchema};

type Answer = Result<Json<Value>, ApiError>;

/// Most edits in one request.
const EDITS_MAX: usize = 1000;

/// Most keys of a path: sections lie a few deep.
const KEYS_MAX: usize = 12;

/// The scenario files of the folder.
#[utoipa::path(get, path = "/api/files", responses((status = 200, description = "`files`: file, title, saved, on_disk; `tables`: CSV files", body = Object)))]
pub(super) async fn list(Shared(state): Shared<Arc<State>>) -> Answer {
    blocking(move || Ok(Json(listed(&state)))).await
}

fn listed(state: &State) -> Value {
    let open = state.open_files();
    let there = state.folder.scenarios();
    let mut names = there.clone();
    names.extend(open.keys().filter(|name| !there.contains(name)).cloned());
    names.sort();
    let one = |file: &String| {
        let saved = open.get(file).copied().unwrap_or(true);
        json!({ "file": file, "title": title(state, file), "saved": saved, "on_disk": there.contains(file) })
    };
    let files: Vec<Value> = names.iter().map(one).collect();
    json!({ "files": files, "tables": state.folder.csv_files() })
}

/// The title in the text of a file, without reading it as a scenario; that of its draft where it is open.
fn title(state: &State, file: &str) -> Option<String> {
    let text = match state.opened(file) {
        Some(draft) => locked(&draft).content().text.to_string(),
        None => state.folder.text(file).ok()??,
    };
    tree_json(&text)?.get("name")?.as_str().map(str::to_owned)
}

/// A scenario file to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewFile {
    /// Name, ending in `.toml`.
    #[schema(example = "new.toml")]
    file: String,
    /// From what.
    from: Origin,
    /// With `copy`: the file that is copied.
    source: Option<String>,
}

/// What a new scenario begins as.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Origin {
    /// A commented scenario that runs as it is.
    Starter,
    /// Nothing but a title.
    Empty,
    /// Another scenario, as it stands in its draft.
    Copy,
}

/// Makes a scenario; it is on the disk once it is saved.
#[utoipa::path(post, path = "/api/files", request_body = NewFile, responses(
    (status = 201, description = "The document", body = Object),
    (status = 409, description = "There is one of that name", body = ApiError),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn create(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Body(new): Body<NewFile>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    blocking(move || Ok((StatusCode::CREATED, Json(created(&state, &new, lang)?)))).await
}

fn created(state: &State, new: &NewFile, lang: Locale) -> Result<Value, ApiError> {
    let file = &new.file;
    if !folder::is_name(file) {
        let refused = ApiError::wrong(lang.tell(&text!("`{file}` is no name of a scenario file", file)));
        return Err(refused.help(lang.say("letters, digits, spaces and -_.()+,&' and .toml at the end: my_site.toml")));
    }
    let exists = || {
        let message = lang.tell(&text!("there is a file `{file}` already", file));
        ApiError::new(StatusCode::CONFLICT, "exists", message).help(lang.say("choose another name"))
    };
    if state.folder.holds(file) {
        return Err(exists());
    }
    let plain = |text: &str| Content { text: text.into(), tables: BTreeMap::new() };
    let content = match (new.from, &new.source) {
        (Origin::Starter, _) => plain(starter()),
        (Origin::Empty, _) => {
            let name = Edit { path: vec!["name".to_owned()], value: json!(folder::stem(file)), append: false };
            plain(&edited("", &[name]).map_err(|_| ApiError::defect(lang))?)
        }
        (Origin::Copy, Some(source)) => copied(&locked(&*state.draft(source, lang)?), file)?,
        (Origin::Copy, None) => {
            return Err(ApiError::wrong(lang.say("`copy` needs the file that is copied, as `source`")));
        }
    };
    let draft = state.add(Draft::fresh(file, content)).ok_or_else(exists)?;
    let draft = locked(&draft);
    Ok(document(state, &draft, lang))
}

/// The scenario under another name; tables that are not saved yet go with it, to a folder of its own.
fn copied(source: &Draft, file: &str) -> Result<Content, ApiError> {
    let content = source.content();
    let (from, to) = (inventory_folder(source.file()), inventory_folder(file));
    let moved = |name: &str| name.strip_prefix(&from).map_or_else(|| name.to_owned(), |rest| format!("{to}{rest}"));
    let tables: BTreeMap<String, Arc<str>> =
        content.tables.iter().map(|(name, table)| (moved(name), table.clone())).collect();
    if tables.is_empty() {
        return Ok(content.clone());
    }
    let named = Edit { path: vec!["pool".to_owned(), "inventory".to_owned()], value: json!(to), append: false };
    let text = edited(&content.text, &[named]).map_err(|why| ApiError::invalid(why.to_string()))?;
    Ok(Content { text: text.into(), tables })
}

/// Where the page writes the tables of a scenario, beside it.
pub(super) fn inventory_folder(file: &str) -> String {
    format!("{}_inventory", folder::stem(file))
}

/// A scenario as it is edited.
#[utoipa::path(get, path = "/api/files/{file}", params(("file" = String, Path)), responses(
    (status = 200, description = "The document: text, tree, problems, how it stands to the disk", body = Object),
    (status = 404, description = "There is none", body = ApiError),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn show(Shared(state): Shared<Arc<State>>, Lang(lang): Lang, Path(file): Path<String>) -> Answer {
    blocking(move || {
        let draft = state.draft(&file, lang)?;
        let draft = locked(&draft);
        Ok(Json(document(&state, &draft, lang)))
    })
    .await
}

/// Changes of a scenario.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Changes {
    /// The revision they were made on.
    revision: u64,
    /// All of them are made, or none.
    edits: Vec<OneEdit>,
    /// They may be one step, for undo, with the edit before, where that was of the same places a moment ago: a slider moves.
    #[serde(default)]
    joins: bool,
}

/// One change.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OneEdit {
    /// Keys from the root of the file; elements of repeated sections by their `id`, or number from 1.
    #[schema(example = json!(["boiler", "power_kw"]))]
    path: Vec<String>,
    /// What to write; null takes away what is there.
    #[schema(value_type = Option<Value>)]
    #[serde(default)]
    value: Value,
    /// Adds `value`, a table, as a further element of a repeated section.
    #[serde(default)]
    append: bool,
}

/// Edits a scenario; its remarks and its order stay.
#[utoipa::path(patch, path = "/api/files/{file}", params(("file" = String, Path)), request_body = Changes, responses(
    (status = 200, description = "The document", body = Object),
    (status = 409, description = "Another page was faster: `document` is how it stands", body = ApiError),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn edit(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(file): Path<String>,
    Body(changes): Body<Changes>,
) -> Answer {
    if changes.edits.len() > EDITS_MAX || changes.edits.iter().any(|edit| edit.path.len() > KEYS_MAX) {
        let most = text!(
            "at most {edits} edits at once, each of a path of at most {keys} keys",
            edits = EDITS_MAX,
            keys = KEYS_MAX
        );
        return Err(ApiError::wrong(lang.tell(&most)));
    }
    blocking(move || {
        let one_step = changes.joins && !changes.edits.iter().any(|edit| edit.append);
        let places = one_step.then(|| changes.edits.iter().map(|edit| edit.path.clone()).collect());
        changed(&state, &file, changes.revision, places, lang, |content| edited_content(content, changes.edits, lang))
    })
    .await
}

fn edited_content(content: &Content, edits: Vec<OneEdit>, lang: Locale) -> Result<Content, ApiError> {
    let to_edit = |one: OneEdit| Edit { path: one.path, value: one.value, append: one.append };
    let edits: Vec<Edit> = edits.into_iter().map(to_edit).collect();
    let text = edited(&content.text, &edits).map_err(|why| {
        ApiError::invalid(lang.tell(&why.told()))
            .help(lang.say("mend the text of the scenario, or choose another place"))
    })?;
    Ok(Content { text: text.into(), tables: content.tables.clone() })
}

/// The whole text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewText {
    /// The revision it was made on.
    revision: u64,
    /// TOML; it may be wrong, and is then told.
    text: String,
}

/// Writes the text of a scenario anew.
#[utoipa::path(put, path = "/api/files/{file}/text", params(("file" = String, Path)), request_body = NewText, responses(
    (status = 200, description = "The document", body = Object),
    (status = 409, description = "Another page was faster", body = ApiError),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn write(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(file): Path<String>,
    Body(new): Body<NewText>,
) -> Answer {
    blocking(move || {
        changed(&state, &file, new.revision, None, lang, |content| {
            Ok(Content { text: new.text.into(), tables: content.tables.clone() })
        })
    })
    .await
}

/// Changes a draft that is still what the page believes; a change of `places` may join the one before.
pub(super) fn changed(
    state: &State,
    file: &str,
    revision: u64,
    places: Option<Vec<Vec<String>>>,
    lang: Locale,
    change: impl FnOnce(&Content) -> Result<Content, ApiError>,
) -> Answer {
    let draft = state.draft(file, lang)?;
    let mut draft = fresh(state, &draft, revision, lang)?;
    let content = change(draft.content())?;
    match places {
        Some(places) => draft.change_joined(&state.folder, content, places),
        None => draft.change(&state.folder, content),
    }
    state.tell_file(&draft);
    Ok(Json(document(state, &draft, lang)))
}

/// The draft, unless it has been changed since.
fn fresh<'a>(
    state: &State,
    draft: &'a std::sync::Mutex<Draft>,
    revision: u64,
    lang: Locale,
) -> Result<MutexGuard<'a, Draft>, ApiError> {
    let draft = locked(draft);
    if draft.revision() == revision {
        return Ok(draft);
    }
    let message = lang.say("another page has changed this scenario since").to_owned();
    let help = lang.say("it is shown as it stands now; make your change again").to_owned();
    let stale = ApiError::new(StatusCode::CONFLICT, "stale", message).help(help);
    Err(stale.document(document(state, &draft, lang)))
}

/// Which state of a scenario is meant.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AtRevision {
    /// The revision that the page shows.
    revision: u64,
    /// With `save`: write over what somebody else wrote.
    #[serde(default)]
    over: bool,
}

/// Which draft is dropped.
#[derive(Deserialize, IntoParams)]
pub(super) struct Dropped {
    /// The revision that the page shows.
    revision: u64,
}

/// Drops the draft of a scenario that is not on the disk: it is as if it had never been made.
#[utoipa::path(delete, path = "/api/files/{file}", params(("file" = String, Path), Dropped), responses(
    (status = 200, description = "The scenario files that are left, as `GET /api/files` gives them", body = Object),
    (status = 404, description = "There is no such scenario", body = ApiError),
    (status = 409, description = "`stale`: another page was faster; `on_disk`: there is a file of it", body = ApiError),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn drop_draft(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(file): Path<String>,
    which: Result<Query<Dropped>, QueryRejection>,
) -> Answer {
    let Query(which) = which.map_err(|why| ApiError::wrong(why.body_text()))?;
    blocking(move || {
        // One that was never opened is on the disk, or nowhere.
        let draft = state.draft(&file, lang)?;
        match state.drop_draft(&file, which.revision) {
            Some(last) => {
                state.tell(json!({ "file": file, "revision": last, "on_disk": "dropped" }));
                Ok(Json(listed(&state)))
            }
            None => {
                drop(fresh(&state, &draft, which.revision, lang)?);
                let message =
                    lang.tell(&text!("`{file}` is on the disk: only a draft that is not can be dropped", file));
                let help = lang.say("take it away with the means of the system");
                Err(ApiError::new(StatusCode::CONFLICT, "on_disk", message).help(help))
            }
        }
    })
    .await
}

/// Takes the last change back.
#[utoipa::path(post, path = "/api/files/{file}/undo", params(("file" = String, Path)), request_body = AtRevision, responses(
    (status = 200, description = "The document", body = Object), (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn undo(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(file): Path<String>,
    Body(at): Body<AtRevision>,
) -> Answer {
    blocking(move || stepped(&state, &file, &at, lang, Draft::step_back)).await
}

/// Makes a change that was taken back again.
#[utoipa::path(post, path = "/api/files/{file}/redo", params(("file" = String, Path)), request_body = AtRevision, responses(
    (status = 200, description = "The document", body = Object), (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn redo(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(file): Path<String>,
    Body(at): Body<AtRevision>,
) -> Answer {
    blocking(move || stepped(&state, &file, &at, lang, Draft::step_again)).await
}

fn stepped(state: &State, file: &str, at: &AtRevision, lang: Locale, step: fn(&mut Draft) -> bool) -> Answer {
    let draft = state.draft(file, lang)?;
    let mut draft = fresh(state, &draft, at.revision, lang)?;
    if step(&mut draft) {
        state.tell_file(&draft);
    }
    Ok(Json(document(state, &draft, lang)))
}

/// Writes the scenario and its tables to the disk, all or none.
#[utoipa::path(post, path = "/api/files/{file}/save", params(("file" = String, Path)), request_body = AtRevision, responses(
    (status = 200, description = "The document", body = Object),
    (status = 409, description = "`stale`, or `changed_on_disk`: somebody else wrote the file", body = ApiError),
    (status = 507, description = "The disk took nothing; the file is as it was", body = ApiError),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn save(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(file): Path<String>,
    Body(at): Body<AtRevision>,
) -> Answer {
    blocking(move || {
        let draft = state.draft(&file, lang)?;
        let mut draft = fresh(&state, &draft, at.revision, lang)?;
        draft.save(&state.folder, at.over).map_err(|why| unsaved(&why, lang))?;
        state.tell_file(&draft);
        Ok(Json(document(&state, &draft, lang)))
    })
    .await
}

fn unsaved(why: &SaveError, lang: Locale) -> ApiError {
    match why {
        SaveError::Changed => {
            let message = lang.say("the file on the disk is no longer the one that was read here").to_owned();
            let help = lang.say("load it and lose the changes made here, or save over it").to_owned();
            ApiError::new(StatusCode::CONFLICT, "changed_on_disk", message).help(help)
        }
        SaveError::Outside(name) => ApiError::wrong(lang.tell(&text!("`{name}` cannot be written", name))),
        SaveError::File(FileError::Io { error, .. }) if error.kind() == std::io::ErrorKind::StorageFull => full(lang),
        SaveError::File(error) => ApiError::new(StatusCode::INSUFFICIENT_STORAGE, "disk", lang.tell(&error.told()))
            .help(lang.say("nothing was written: the file is as it was, and the changes are still here")),
    }
}

fn full(lang: Locale) -> ApiError {
    ApiError::new(StatusCode::INSUFFICIENT_STORAGE, "disk", lang.say("the disk is full"))
        .help(lang.say("nothing was written: the file is as it was, and the changes are still here"))
}

/// Takes up the file as it is on the disk; what was changed here can be had back by undo.
#[utoipa::path(post, path = "/api/files/{file}/reload", params(("file" = String, Path)), request_body = AtRevision, responses(
    (status = 200, description = "The document", body = Object), (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn reload(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(file): Path<String>,
    Body(at): Body<AtRevision>,
) -> Answer {
    blocking(move || {
        let draft = state.draft(&file, lang)?;
        let mut draft = fresh(&state, &draft, at.revision, lang)?;
        let found = draft.reload(&state.folder);
        if !found.map_err(|error| ApiError::invalid(lang.tell(&error.told())))? {
            let missing = ApiError::missing(lang.tell(&text!("`{file}` is not on the disk", file)));
            return Err(missing.help(lang.say("save it to have it there")));
        }
        state.tell_file(&draft);
        Ok(Json(document(&state, &draft, lang)))
    })
    .await
}

/// Runs what takes a while aside from the connections.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
) -> Result<T, ApiError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(ApiError::defect(Locale::En)))
}

/// Everything the page needs to show a draft.
pub(super) fn document(state: &State, draft: &Draft, lang: Locale) -> Value {
    let content = draft.content();
    let read = content.read(&state.folder, draft.file(), &[]);
    let (valid, title, found, tables) = match &read {
        Ok(scenario) => {
            let list = problems::of_scenario(&scenario.warnings, &scenario.sources, &[], lang);
            let tables = scenario.sources.iter().skip(1).map(|(name, _)| name).filter(|name| !is_override(name));
            (true, Some(scenario.name.clone()), list, tables.map(str::to_owned).collect())
        }
        Err(refused) => {
            let list = problems::of_scenario(&refused.diagnostics, &refused.sources, &[], lang);
            (false, None, list, Vec::new())
        }
    };
    let tree = tree_json(&content.text);
    let named = || tree.as_ref().and_then(|tree| tree.get("name")?.as_str().map(str::to_owned));
    json!({
        "file": draft.file(),
        "title": title.or_else(named),
        "revision": draft.revision(),
        "text": &*content.text,
        "tree": tree,
        "saved": draft.is_saved(),
        "on_disk": draft.on_disk(&state.folder).word(),
        "can_undo": draft.can_undo(),
        "can_redo": draft.can_redo(),
        "valid": valid,
        "problems": found,
        "tables": tables,
    })
}
