//! What goes wrong, as an answer: a status, a code for programs, a message and what to do for people.

use crate::words::Locale;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Why a request was refused.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ApiError {
    #[serde(skip)]
    status: StatusCode,
    /// What went wrong.
    #[schema(inline)]
    error: Box<Told>,
    /// The document as it stands, where another tab was faster.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    document: Option<Box<Value>>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Told {
    /// For programs: `stale`, `changed_on_disk`, `invalid`, `missing`, ...
    code: &'static str,
    /// For people.
    message: String,
    /// What to do.
    help: String,
    /// Problems with their places, where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    problems: Vec<Value>,
}

impl ApiError {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        let error = Told { code, message: message.into(), help: String::new(), problems: Vec::new() };
        Self { status, error: Box::new(error), document: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.error.help = help.into();
        self
    }

    pub(super) fn problems(mut self, problems: Vec<Value>) -> Self {
        self.error.problems = problems;
        self
    }

    pub(super) fn document(mut self, document: Value) -> Self {
        self.document = Some(Box::new(document));
        self
    }

    pub(super) fn wrong(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "wrong", message)
    }

    pub(super) fn missing(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "missing", message)
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", message)
    }

    pub(super) fn defect(lang: Locale) -> Self {
        let message = lang.say("a defect of the program");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "defect", message).help(lang.say("please report what you did"))
    }

    /// Why it is told in messages that are no answers (streams, jobs).
    pub(super) fn told(&self) -> (&str, &str) {
        (&self.error.message, &self.error.help)
    }

    pub(super) fn problem_list(&self) -> &[Value] {
        &self.error.problems
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.status, Json(self)).into_response()
    }
}
