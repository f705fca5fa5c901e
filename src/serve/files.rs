//! Scenario files: listed, made, shown, edited, undone, saved.

use super::draft::{Content, Draft, SaveError};
use super::error::ApiError;
use super::extract::{Body, Lang};
use super::state::{State, locked};
use super::{folder, problems};
use crate::disk::FileError;
use crate::scenario::{Edit, edited, starter, tree_json};
use crate::study::is_override;
use crate::words::Locale;
use axum::Json;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::{Arc, MutexGuard};
use utoipa::ToSchema;

type Answer = Result<Json<Value>, ApiError>;

/// Most edits in one request.
const EDITS_MAX: usize = 1000;

/// Most keys of a path: sections lie a few deep.
const KEYS_MAX: usize = 12;

/// The scenario files of the folder.
#[utoipa::path(get, path = "/api/files", responses((status = 200, description = "`files`: file, title, saved; `tables`: CSV files", body = Object)))]
pub(super) async fn list(Shared(state): Shared<Arc<State>>) -> Json<Value> {
    let open = state.open_files();
    let mut names = state.folder.scenarios();
    names.extend(open.keys().filter(|name| !names.contains(name)).cloned().collect::<Vec<_>>());
    names.sort();
    let files: Vec<Value> = names
        .iter()
        .map(|file| json!({ "file": file, "title": title(&state, file), "saved": open.get(file).copied().unwrap_or(true) }))
        .collect();
    Json(json!({ "files": files, "tables": state.folder.csv_files() }))
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
    if !folder::is_name(&new.file) {
        let refused = ApiError::wrong(format!("`{}` is no name of a scenario file", new.file));
        return Err(refused.help("letters, digits, spaces and -_.()+, and .toml at the end: my_site.toml"));
    }
    let exists = || {
        ApiError::new(StatusCode::CONFLICT, "exists", format!("there is a scenario `{}` already", new.file))
            .help("choose another name")
    };
    if state.folder.scenarios().iter().any(|name| name.eq_ignore_ascii_case(&new.file)) {
        return Err(exists());
    }
    let text: Arc<str> = match (new.from, &new.source) {
        (Origin::Starter, _) => starter().into(),
        (Origin::Empty, _) => {
            let stem = new.file.trim_end_matches(".toml");
            edited("", &[Edit { path: vec!["name".to_owned()], value: json!(stem), append: false }])
                .map_err(|_| ApiError::defect())?
                .into()
        }
        (Origin::Copy, Some(source)) => locked(&*state.draft(source)?).content().text.clone(),
        (Origin::Copy, None) => return Err(ApiError::wrong("`copy` needs the file that is copied, as `source`")),
    };
    let draft = state.add(Draft::fresh(&new.file, &text)).ok_or_else(exists)?;
    let draft = locked(&draft);
    Ok((StatusCode::CREATED, Json(document(&state, &draft, lang))))
}

/// A scenario as it is edited.
#[utoipa::path(get, path = "/api/files/{file}", params(("file" = String, Path)), responses(
    (status = 200, description = "The document: text, tree, problems, how it stands to the disk", body = Object),
    (status = 404, description = "There is none", body = ApiError),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn show(Shared(state): Shared<Arc<State>>, Lang(lang): Lang, Path(file): Path<String>) -> Answer {
    let draft = state.draft(&file)?;
    let draft = locked(&draft);
    Ok(Json(document(&state, &draft, lang)))
}

/// Changes of a scenario.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Changes {
    /// The revision they were made on.
    revision: u64,
    /// All of them are made, or none.
    edits: Vec<OneEdit>,
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
        let most = format!("at most {EDITS_MAX} edits at once, each of a path of at most {KEYS_MAX} keys");
        return Err(ApiError::wrong(most));
    }
    changed(&state, &file, changes.revision, lang, |content| {
        let to_edit = |one: OneEdit| Edit { path: one.path, value: one.value, append: one.append };
        let edits: Vec<Edit> = changes.edits.into_iter().map(to_edit).collect();
        let text = edited(&content.text, &edits).map_err(|why| {
            ApiError::invalid(why.to_string()).help("mend the text of the scenario, or choose another place")
        })?;
        Ok(Content { text: text.into(), tables: content.tables.clone() })
    })
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
    changed(&state, &file, new.revision, lang, |content| {
        Ok(Content { text: new.text.into(), tables: content.tables.clone() })
    })
}

/// Changes a draft that is still what the page believes.
pub(super) fn changed(
    state: &State,
    file: &str,
    revision: u64,
    lang: Locale,
    change: impl FnOnce(&Content) -> Result<Content, ApiError>,
) -> Answer {
    let draft = state.draft(file)?;
    let mut draft = fresh(state, &draft, revision, lang)?;
    let content = change(draft.content())?;
    draft.change(&state.folder, content);
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
    stepped(&state, &file, &at, lang, Draft::step_back)
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
    stepped(&state, &file, &at, lang, Draft::step_again)
}

fn stepped(state: &State, file: &str, at: &AtRevision, lang: Locale, step: fn(&mut Draft) -> bool) -> Answer {
    let draft = state.draft(file)?;
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
        let draft = state.draft(&file)?;
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
        SaveError::Outside(name) => ApiError::wrong(format!("`{name}` cannot be written")),
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
    let draft = state.draft(&file)?;
    let mut draft = fresh(&state, &draft, at.revision, lang)?;
    let found = draft.reload(&state.folder);
    if !found.map_err(|error| ApiError::invalid(lang.tell(&error.told())))? {
        return Err(ApiError::missing(format!("`{file}` is not on the disk")).help("save it to have it there"));
    }
    state.tell_file(&draft);
    Ok(Json(document(&state, &draft, lang)))
}

/// Runs what takes a while aside from the connections.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
) -> Result<T, ApiError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(ApiError::defect()))
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
