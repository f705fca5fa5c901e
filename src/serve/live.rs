//! The answer to an edit: at once for the nominal values, then a distribution that is refined while samples arrive.
//!
//! A stream of events. Whoever closes it has cancelled it: the samples stop within a block.

use super::answer;
use super::draft::Content;
use super::error::ApiError;
use super::extract::{Body, Lang};
use super::files::blocking;
use super::problems;
use super::state::{State, locked};
use crate::ask::run::{Found, nominal};
use crate::ask::{Asked, Watch};
use crate::case::Headline;
use crate::dist::Design;
use crate::report::{run_json, run_page};
use crate::scenario::Scenario;
use crate::study::{Source, Study};
use crate::sweep::{self, Ensemble, SampleRow};
use crate::text;
use crate::words::Locale;
use axum::Json;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use utoipa::ToSchema;

/// What is asked while a slider moves.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Live {
    /// Values that are not in the file yet: `PATH=VALUE`.
    #[serde(default)]
    #[schema(example = json!(["boiler.power_kw=400"]))]
    set: Vec<String>,
    /// Samples; 0 for the nominal answer alone.
    #[serde(default)]
    #[schema(maximum = 20000)]
    samples: usize,
    /// Seed; that of the scenario where none is given.
    seed: Option<u64>,
    /// Leaves the figures out: they take longer than the numbers.
    #[serde(default)]
    without_figures: bool,
    /// Leaves the tables behind the figures out: while a slider moves nobody reads them. Each figure says as `table` where its
    /// own can be had, as long as the answer is one of the last.
    #[serde(default)]
    without_tables: bool,
}

/// An event of a stream.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes what is written as text")]
pub(super) struct EventText {
    /// What it is.
    event: String,
    /// JSON.
    data: String,
}

/// Most samples of a live answer: more belong to a job.
const SAMPLES_MAX: usize = 20_000;

/// Most values that are set beside the file.
const SET_MAX: usize = 2_000;

/// Bars of a distribution.
const BINS: usize = 24;

/// Samples after which the distribution is told, and then each time so many times as many.
const FIRST: usize = 128;
const GROWTH: f64 = 1.8;

/// Answers an edit as a stream of events: `nominal`, `figures`, several `spread`, `done`; or `problems`, or `failed`.
#[utoipa::path(post, path = "/api/files/{file}/live", params(("file" = String, Path)), request_body = Live, responses(
    (status = 200, description = "Events", content_type = "text/event-stream", body = EventText),
    (status = 404, description = "There is no such scenario", body = ApiError),
    (status = 429, description = "Too many live answers at once", body = ApiError),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn live(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(file): Path<String>,
    Body(asked): Body<Live>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    let start = Instant::now();
    if asked.samples > SAMPLES_MAX || asked.set.len() > SET_MAX {
        let most = text!("at most {samples} samples and {values} values", samples = SAMPLES_MAX, values = SET_MAX);
        return Err(ApiError::wrong(lang.tell(&most)).help(lang.say("run a job for more samples")));
    }
    let content = locked(&*state.draft(&file, lang)?).content().clone();
    // A cancelled answer lets go within a block of samples: waiting is short.
    let waiting = tokio::time::timeout(PATIENCE, state.live.clone().acquire_owned());
    let Ok(Ok(place)) = waiting.await else {
        let busy =
            ApiError::new(StatusCode::TOO_MANY_REQUESTS, "busy", lang.say("too many answers are computed at once"));
        return Err(busy.help(lang.say("try again in a moment")));
    };
    let (sender, receiver) = channel(64);
    tokio::task::spawn_blocking(move || {
        let teller = Teller { sender, start };
        let job = Job { state: &state, file: &file, content: &content, asked: &asked, lang };
        // A defect ends this answer and nothing else.
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job.tell(&teller)));
        if done.is_err() {
            teller.tell("failed", json!({ "message": lang.say("a defect of the program"), "help": lang.say("please report what you did") }));
        }
        drop(place);
    });
    Ok(Sse::new(events(receiver)).keep_alive(KeepAlive::default()))
}

/// How long an answer waits for its turn.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

fn events(receiver: Receiver<Event>) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(receiver, |mut receiver| async move {
        let event = receiver.recv().await?;
        Some((Ok(event), receiver))
    })
}

struct Teller {
    sender: Sender<Event>,
    start: Instant,
}

impl Teller {
    /// False when nobody listens any more.
    fn tell(&self, name: &str, data: Value) -> bool {
        self.sender.blocking_send(Event::default().event(name).data(data.to_string())).is_ok()
    }

    fn is_gone(&self) -> bool {
        self.sender.is_closed()
    }

    fn ms(&self) -> f64 {
        self.start.elapsed().as_secs_f64() * 1e3
    }
}

struct Job<'a> {
    state: &'a State,
    file: &'a str,
    content: &'a Content,
    asked: &'a Live,
    lang: Locale,
}

impl Job<'_> {
    fn tell(&self, teller: &Teller) {
        let set = &self.asked.set;
        let scenario = match self.content.read(&self.state.folder, self.file, set) {
            Ok(scenario) => Arc::new(scenario),
            Err(refused) => {
                let list = problems::of_scenario(&refused.diagnostics, &refused.sources, set, self.lang);
                teller.tell("problems", json!({ "problems": list }));
                return;
            }
        };
        let (case, outcome) = match nominal(&scenario) {
            Ok(found) => found,
            Err(failed) => {
                let error = answer::failure(&failed, &scenario.sources, self.lang);
                let (message, help) = error.told();
                teller.tell("failed", json!({ "message": message, "help": help, "problems": error.problem_list() }));
                return;
            }
        };
        let headlines = outcome.headlines();
        let list: Vec<Value> = headlines.iter().map(|h| self.headline(h)).collect();
        let warnings = problems::of_scenario(&scenario.warnings, &scenario.sources, set, self.lang);
        if !teller.tell("nominal", json!({ "ms": teller.ms(), "headlines": list, "problems": warnings })) {
            return;
        }
        let asked = Asked { scenario: scenario.clone(), file: self.file.to_owned(), overrides: set.clone() };
        let found = Found { asked, case, outcome, ensemble: None };
        if !self.asked.without_figures && !teller.is_gone() {
            let page = run_page(&found.run(), self.lang);
            let kept = self.asked.without_tables.then(|| self.state.tables.keep(&page));
            let figures = answer::figures(&page, kept);
            if !teller.tell("figures", json!({ "figures": figures, "ms": teller.ms() })) {
                return;
            }
        }
        self.refine(&scenario, &found, &headlines, teller);
    }

    fn headline(&self, headline: &Headline) -> Value {
        json!({
            "key": headline.key, "label": self.lang.say(headline.label), "unit": self.lang.unit(headline.unit),
            "value": Some(headline.value).filter(|value| value.is_finite()),
        })
    }

    /// Samples in growing batches, each told.
    fn refine(&self, scenario: &Scenario, found: &Found, headlines: &[Headline], teller: &Teller) {
        let wanted = if scenario.plan.is_certain() { 0 } else { self.asked.samples };
        let seed = self.asked.seed.unwrap_or(scenario.plan.seed);
        let study = Study::new(scenario, &found.outcome, Source::Drawn { design: Design::MonteCarlo, seed });
        let mut all = Ensemble { seed, rows: Vec::with_capacity(wanted), wanted };
        let stop = AtomicBool::new(false);
        let mut next = FIRST.min(wanted);
        while all.rows.len() < wanted {
            let from = all.rows.len();
            let rows = |range: std::ops::Range<u64>| -> Vec<SampleRow> {
                study.headlines_of(range.start + from as u64..range.end + from as u64)
            };
            let look = |_: u64| stop.store(teller.is_gone(), Ordering::Relaxed);
            let batch = sweep::run(next - from, seed, &rows, &look, &stop);
            if teller.is_gone() || batch.rows.is_empty() {
                return;
            }
            all.rows.extend(batch.rows);
            if !teller.tell("spread", self.spread(&all, headlines)) {
                return;
            }
            next = ((all.rows.len() as f64 * GROWTH) as usize).max(all.rows.len() + 1).min(wanted);
        }
        let done = json!({ "n": all.rows.len(), "failed": all.failed(), "reasons": all.reasons(), "ms": teller.ms() });
        teller.tell("done", done);
    }

    fn spread(&self, all: &Ensemble, headlines: &[Headline]) -> Value {
        let list: Vec<Value> =
            headlines.iter().enumerate().filter_map(|(k, headline)| distribution(headline.key, all, k)).collect();
        json!({ "n": all.rows.len(), "wanted": all.wanted, "failed": all.failed(), "headlines": list })
    }
}

/// Quantiles and bars of a headline; nothing where no sample has it.
fn distribution(key: &str, all: &Ensemble, k: usize) -> Option<Value> {
    let summary = all.summary(k)?;
    let (low, high) = (summary.min, summary.max);
    let mut bins = [0_u32; BINS];
    for value in all.column(k) {
        let at = if high > low { (value - low) / (high - low) * BINS as f64 } else { 0.0 };
        bins[(at as usize).min(BINS - 1)] += 1;
    }
    Some(json!({
        "key": key, "mean": summary.mean, "p10": summary.p10, "p50": summary.p50, "p90": summary.p90, "low": low,
        "high": high, "bins": bins,
    }))
}

/// The result of a scenario for its nominal values: the document of `gisement run -n 0 --json`.
#[utoipa::path(get, path = "/api/files/{file}/result", params(("file" = String, Path)), responses(
    (status = 200, description = "The document, as docs/json.md describes it", body = Object),
    (status = 422, description = "The scenario has errors, or cannot be computed", body = ApiError),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn result(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(file): Path<String>,
) -> Result<Json<Value>, ApiError> {
    blocking(move || {
        let scenario = Arc::new(super::inputs::scenario_of(&state, &file, lang)?);
        let asked = Asked { scenario: scenario.clone(), file, overrides: Vec::new() };
        let found = crate::ask::run::run(asked, Some(0), None, &Watch::default())
            .map_err(|failed| answer::failure(&failed, &scenario.sources, lang))?;
        Ok(Json(run_json(&found.run())))
    })
    .await
}
