//! What handlers take from a request: language, JSON bodies with errors in our own form, names of files.

use super::error::ApiError;
use crate::words::Locale;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, JsonRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use std::convert::Infallible;

/// The language of `?lang=`; English where none is asked for.
#[derive(Clone, Copy)]
pub(super) struct Lang(pub(super) Locale);

impl<S: Sync> FromRequestParts<S> for Lang {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let french = parts.uri.query().is_some_and(|query| query.split('&').any(|pair| pair == "lang=fr"));
        Ok(Self(if french { Locale::Fr } else { Locale::En }))
    }
}

/// A body of JSON.
pub(super) struct Body<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(why) => Err(json_error(&why)),
        }
    }
}

fn json_error(why: &JsonRejection) -> ApiError {
    let status = why.status();
    let code = match status {
        StatusCode::PAYLOAD_TOO_LARGE => return too_large(),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "media_type",
        _ => "wrong",
    };
    ApiError::new(status, code, why.body_text()).help("the body is JSON as /api/openapi.json describes it")
}

/// A body of bytes.
pub(super) struct Upload(pub(super) Bytes);

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match Bytes::from_request(request, state).await {
            Ok(bytes) => Ok(Self(bytes)),
            Err(why) => Err(bytes_error(&why)),
        }
    }
}

fn bytes_error(why: &BytesRejection) -> ApiError {
    match why.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        status => ApiError::new(status, "wrong", why.body_text()),
    }
}

fn too_large() -> ApiError {
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "this is too large to be meant")
        .help("an inventory is a workbook or a CSV of at most 32 MB")
}
