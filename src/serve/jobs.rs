//! Analyses as jobs: asked for, watched, cancelled, their answers shown and taken away.

use super::answer;
use super::error::ApiError;
use super::extract::{Body, Lang};
use super::files::blocking;
use super::inputs::scenario_of;
use super::state::State;
use super::work::{Job, Task};
use crate::ask::{Asked, calibrate, channels, sensitivity, size};
use crate::text;
use crate::words::{Locale, Text};
use axum::Json;
use axum::extract::{Path, Query, State as Shared};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::Arc;
use tokio::sync::broadcast::error::RecvError;
use utoipa::{IntoParams, ToSchema};

/// A job to start.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewJob {
    /// The scenario, as it stands in its draft.
    file: String,
    /// What is asked of it.
    kind: JobKind,
    /// How.
    #[serde(default)]
    options: JobOptions,
}

/// Kinds of jobs.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum JobKind {
    /// The main job, with report and workbook.
    Run,
    /// Sizes of a boiler house and of a digester.
    Size,
    /// What should go where.
    Channels,
    /// Which inputs matter.
    Sensitivity,
    /// Parameters from measured data.
    Calibrate,
    /// Scenarios side by side.
    Compare,
}

/// Options; each kind takes those that it knows.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct JobOptions {
    /// Samples (run, size, channels).
    #[schema(maximum = 1_000_000)]
    samples: Option<usize>,
    /// Seed.
    seed: Option<u64>,
    /// What is best (size, channels).
    objective: Option<String>,
    /// Leaves names out (channels).
    #[serde(default)]
    hide_names: bool,
    /// How inputs are ranked (sensitivity): `sobol`, `shapley`, `morris`, `tornado`; what is measured (calibrate): `ls`, `mcmc`.
    method: Option<String>,
    /// Rows of the design (sensitivity).
    #[schema(maximum = 1_000_000)]
    rows: Option<u64>,
    /// What is ranked together (sensitivity): `none`, `provider`, `feedstock`, `part`.
    group: Option<String>,
    /// Measured series, a CSV of the folder (calibrate).
    data: Option<String>,
    /// Paths of what is fitted (calibrate).
    #[serde(default)]
    parameters: Vec<String>,
    /// The other scenarios (compare), separated by commas or as a list.
    #[serde(default)]
    with: OneOrMany,
}

/// A name, or a list of them.
#[derive(Default, Deserialize, ToSchema)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    /// None.
    #[default]
    None,
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl OneOrMany {
    fn list(&self) -> Vec<&str> {
        match self {
            Self::None => Vec::new(),
            Self::One(name) => vec![name],
            Self::Many(names) => names.iter().map(String::as_str).collect(),
        }
    }
}

/// Most samples of a job, and most scenarios that are compared.
const SAMPLES_MAX: usize = 1_000_000;
const COMPARED_MAX: usize = 8;

/// Starts a job.
#[utoipa::path(post, path = "/api/jobs", request_body = NewJob, responses(
    (status = 202, description = "The job", body = Object),
    (status = 422, description = "The scenario has errors", body = ApiError),
    (status = 429, description = "Too many jobs wait", body = ApiError),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn start(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Body(new): Body<NewJob>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    blocking(move || {
        let asked = asked(&state, &new.file, lang)?;
        let task = task(&state, &asked, &new, lang)?;
        let job = state.work.add(task, asked, lang)?;
        state.tell_job(&job);
        Ok((StatusCode::ACCEPTED, Json(job.json(lang))))
    })
    .await
}

fn asked(state: &State, file: &str, lang: Locale) -> Result<Asked, ApiError> {
    let scenario = Arc::new(scenario_of(state, file, lang)?);
    Ok(Asked { scenario, file: file.to_owned(), overrides: Vec::new() })
}

fn task(state: &State, asked: &Asked, new: &NewJob, lang: Locale) -> Result<Task, ApiError> {
    let options = &new.options;
    let refused = |(why, help): (Text, Text)| ApiError::wrong(lang.tell(&why)).help(lang.tell(&help));
    if options.samples.is_some_and(|n| n > SAMPLES_MAX) || options.rows.is_some_and(|n| n > SAMPLES_MAX as u64) {
        let most = lang.tell(&text!("at most {samples} samples", samples = SAMPLES_MAX));
        return Err(ApiError::wrong(most).help(lang.say("`gisement sweep` takes more")));
    }
    let objective = options.objective.as_deref();
    Ok(match new.kind {
        JobKind::Run => Task::Run { samples: options.samples, seed: options.seed },
        JobKind::Size => Task::Size(size::options(options.samples, objective, options.seed).map_err(refused)?),
        JobKind::Channels => {
            let found = channels::options(options.samples, objective, options.seed).map_err(refused)?;
            Task::Channels(found, options.hide_names)
        }
        JobKind::Sensitivity => {
            let how = sensitivity::Options {
                rows: options.rows,
                method: options.method.as_deref(),
                seed: options.seed,
                group: options.group.as_deref(),
                outputs: None,
                factors: false,
                pairs: false,
            };
            Task::Sensitivity(sensitivity::read(&asked.scenario, &how).map_err(refused)?)
        }
        JobKind::Calibrate => calibration(state, options, lang)?,
        JobKind::Compare => {
            let others = options.with.list();
            if others.is_empty() {
                let none = ApiError::wrong(lang.say("a comparison needs two scenarios"));
                return Err(none.help(lang.say("name another file as `with`")));
            }
            if others.len() >= COMPARED_MAX {
                let most = text!("at most {most} scenarios are compared", most = COMPARED_MAX);
                return Err(ApiError::wrong(lang.tell(&most)));
            }
            let mut all = vec![asked.clone()];
            for other in others {
                all.push(self::asked(state, other, lang)?);
            }
            Task::Compare(all)
        }
    })
}

fn calibration(state: &State, options: &JobOptions, lang: Locale) -> Result<Task, ApiError> {
    let refused = |(why, help): (Text, Text)| ApiError::wrong(lang.tell(&why)).help(lang.tell(&help));
    let name = options.data.clone().ok_or_else(|| {
        ApiError::wrong(lang.say("a calibration needs measured data"))
            .help(lang.say("name a CSV of the folder as `data`"))
    })?;
    let bytes = state.folder.read(&name).map_err(|why| ApiError::invalid(format!("{name}: {}", lang.known(&why))))?;
    let given = calibrate::Given {
        level: crate::calibration::CalibrateOptions::default().level,
        profiles: true,
        trust_units: false,
        walkers: None,
        ensembles: None,
        steps: None,
        seed: options.seed.unwrap_or(1),
    };
    let method = options.method.as_deref().unwrap_or("ls");
    let how = calibrate::options(method, None, &given).map_err(refused)?;
    let data = calibrate::Data { name, bytes };
    Ok(Task::Calibrate { data, parameters: options.parameters.clone(), options: how })
}

/// All jobs, oldest first.
#[utoipa::path(get, path = "/api/jobs", responses((status = 200, description = "`jobs`", body = Object)))]
pub(super) async fn list(Shared(state): Shared<Arc<State>>, Lang(lang): Lang) -> Json<Value> {
    let jobs: Vec<Value> = state.work.list().iter().map(|job| job.json(lang)).collect();
    Json(json!({ "jobs": jobs }))
}

fn job_of(state: &State, id: &str, lang: Locale) -> Result<Arc<Job>, ApiError> {
    let missing = || ApiError::missing(lang.tell(&text!("there is no job {id}", id)));
    id.parse().ok().and_then(|id| state.work.find(id)).ok_or_else(missing)
}

/// A job.
#[utoipa::path(get, path = "/api/jobs/{id}", params(("id" = u64, Path)), responses(
    (status = 200, description = "The job", body = Object), (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn show(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    Ok(Json(job_of(&state, &id, lang)?.json(lang)))
}

/// Which end.
#[derive(Deserialize, IntoParams)]
pub(super) struct Ending {
    /// Forgets a job that is over; without it such a job is left as it is.
    #[serde(default)]
    forget: bool,
}

/// Cancels a job that waits or runs; forgets one that is over where that is asked.
#[utoipa::path(delete, path = "/api/jobs/{id}", params(("id" = u64, Path), Ending), responses(
    (status = 200, description = "The job as it was left", body = Object),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn end(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(id): Path<String>,
    Query(ending): Query<Ending>,
) -> Result<Json<Value>, ApiError> {
    let job = job_of(&state, &id, lang)?;
    state.work.end(&job, ending.forget);
    state.tell_job(&job);
    Ok(Json(job.json(lang)))
}

fn found_of(state: &State, id: &str, lang: Locale) -> Result<(Arc<Job>, Arc<dyn crate::ask::Tell>), ApiError> {
    let job = job_of(state, id, lang)?;
    let found = job.found();
    let none = || ApiError::new(StatusCode::CONFLICT, "no_answer", lang.say("this job has no answer"));
    found.map(|found| (job, found)).ok_or_else(|| none().help(lang.say("wait until its state is `done`")))
}

/// What a job found: tables and figures.
#[utoipa::path(get, path = "/api/jobs/{id}/answer", params(("id" = u64, Path)), responses(
    (status = 200, description = "`title`, `runs` (what was run), `lacks` (what failed or was not done), `sections`, `figures`", body = Object),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn answer_of(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    blocking(move || Ok(Json(answer::answer(&*found_of(&state, &id, lang)?.1, lang)))).await
}

type Download = ([(HeaderName, String); 2], Vec<u8>);

fn download(job: &Job, end: &str, kind: &str, bytes: Vec<u8>) -> Download {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let stem: String = super::folder::stem(job.file()).chars().map(plain).collect();
    let named = format!("attachment; filename=\"{stem}_{}.{end}\"", job.kind());
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, named)], bytes)
}

/// The document of a job, as the command writes it with `--json`.
#[utoipa::path(get, path = "/api/jobs/{id}/result", params(("id" = u64, Path)), responses(
    (status = 200, description = "JSON, with its `schema`", body = Object),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn result(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(id): Path<String>,
) -> Result<Download, ApiError> {
    blocking(move || {
        let (job, found) = found_of(&state, &id, lang)?;
        Ok(download(&job, "json", "application/json", format!("{:#}\n", found.json(lang)).into_bytes()))
    })
    .await
}

/// The report of a job: one HTML file that needs nothing else.
#[utoipa::path(get, path = "/api/jobs/{id}/report", params(("id" = u64, Path)), responses(
    (status = 200, description = "HTML", content_type = "text/html", body = String),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn report(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(id): Path<String>,
) -> Result<Download, ApiError> {
    blocking(move || {
        let (job, found) = found_of(&state, &id, lang)?;
        let html = found.page(lang).html().map_err(|error| answer::unwritten(&error))?;
        Ok(download(&job, "html", "text/html; charset=utf-8", html.into_bytes()))
    })
    .await
}

/// The workbook of a job.
#[utoipa::path(get, path = "/api/jobs/{id}/workbook", params(("id" = u64, Path)), responses(
    (status = 200, description = "XLSX",
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn workbook(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(id): Path<String>,
) -> Result<Download, ApiError> {
    blocking(move || {
        let (job, found) = found_of(&state, &id, lang)?;
        let bytes = found.workbook(lang).map_err(|error| answer::unwritten(&error))?;
        Ok(download(&job, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
    })
    .await
}

/// News: `job` when a job moves, `file` when a scenario is changed or saved, here or on the disk.
#[utoipa::path(get, path = "/api/events", responses(
    (status = 200, description = "Events", content_type = "text/event-stream", body = super::live::EventText),
))]
pub(super) async fn events(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let news = stream::unfold(state.news(), move |mut news| async move {
        loop {
            match news.recv().await {
                Ok(one) => {
                    let (name, data) = one.told(lang);
                    let event = Event::default().event(name).data(data.to_string());
                    return Some((Ok(event), news));
                }
                // Too slow for some: the next ones say how things stand.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    });
    Sse::new(news).keep_alive(KeepAlive::default())
}
