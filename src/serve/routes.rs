//! The addresses of the page, and their description.

use super::error::ApiError;
use super::extract::lang_of;
use super::state::State;
use super::{assets, files, form, guard, inputs, inventory, jobs, library, live, tables};
use crate::text;
use crate::words::Locale;
use axum::extract::{DefaultBodyLimit, State as Shared};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::timeout::TimeoutLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(info(
    title = "gisement",
    description = "The local page's own interface, the same for scripts. Send `Authorization: Bearer TOKEN` with the token \
of the address that `gisement serve` prints. Every path takes `?lang=en` or `?lang=fr`. Errors are \
`{\"error\": {\"code\", \"message\", \"help\", \"problems\"}}`."
))]
struct Description;

/// Largest body of JSON, and of a file that is dropped on the page.
const BODY_MAX: usize = 4 * 1024 * 1024;
const UPLOAD_MAX: usize = 32 * 1024 * 1024;

/// How long a request may take until its answer begins, its body included: one whose body never comes ends.
const REQUEST_MAX: Duration = Duration::from_secs(40);

/// All routes, each behind the guard.
pub(super) fn router(state: Arc<State>) -> Router {
    let (api, description) = described().split_for_parts();
    let description = Arc::new(serde_json::to_value(description).unwrap_or_default());
    let openapi = move || async move { Json(Value::clone(&description)) };
    let compressed = SizeAbove::new(512).and(NotForContentType::SSE);
    api.route("/api/openapi.json", get(openapi))
        .route("/", get(assets::index))
        .route("/{*path}", get(assets::asset))
        .fallback(nothing)
        .method_not_allowed_fallback(not_so)
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_MAX))
        .layer(CatchPanicLayer::custom(|_| ApiError::defect(Locale::En).into_response()))
        .layer(CompressionLayer::new().compress_when(compressed))
        .layer(from_fn_with_state(state.clone(), guard::guard))
        .with_state(state)
}

fn described() -> OpenApiRouter<Arc<State>> {
    let uploads = OpenApiRouter::new()
        .routes(routes!(inventory::judge))
        .routes(routes!(inventory::show, inventory::replace))
        .layer(DefaultBodyLimit::max(UPLOAD_MAX));
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(session))
        .routes(routes!(files::list, files::create))
        .routes(routes!(files::show, files::edit, files::drop_draft))
        .routes(routes!(files::write))
        .routes(routes!(files::undo))
        .routes(routes!(files::redo))
        .routes(routes!(files::save))
        .routes(routes!(files::reload))
        .routes(routes!(form::form))
        .routes(routes!(inputs::inputs))
        .routes(routes!(library::library))
        .routes(routes!(inventory::companies))
        .routes(routes!(live::live))
        .routes(routes!(live::result))
        .routes(routes!(tables::table))
        .routes(routes!(jobs::start, jobs::list))
        .routes(routes!(jobs::show, jobs::end))
        .routes(routes!(jobs::answer_of))
        .routes(routes!(jobs::result))
        .routes(routes!(jobs::report))
        .routes(routes!(jobs::workbook))
        .routes(routes!(jobs::events))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .merge(uploads)
}

/// Version of the program, the folder that is served, samples of a live answer.
#[utoipa::path(get, path = "/api/session", responses((status = 200, description = "The session", body = Object)))]
async fn session(Shared(state): Shared<Arc<State>>) -> Json<Value> {
    Json(
        json!({ "version": env!("CARGO_PKG_VERSION"), "folder": state.folder.name(), "samples": SAMPLES, "file": state.first }),
    )
}

/// Samples of a live answer unless the page asks for others.
const SAMPLES: usize = 2000;

async fn nothing(uri: Uri) -> Response {
    ApiError::missing(lang_of(&uri).tell(&text!("there is nothing at {path}", path = uri.path()))).into_response()
}

async fn not_so(method: Method, uri: Uri) -> Response {
    let message = text!("{method} is nothing that {path} takes", method = method.as_str(), path = uri.path());
    let message = lang_of(&uri).tell(&message);
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "method", message).into_response()
}
