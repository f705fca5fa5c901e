//! What handlers take from a request: language, JSON bodies with errors in our own form, names of files.

use super::error::ApiError;
use crate::text;
use crate::words::Locale;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, JsonRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use serde::de::DeserializeOwned;
use std::convert::Infallible;

/// The language of `?lang=`; English where none is asked for.
#[derive(Clone, Copy)]
pub(super) struct Lang(pub(super) Locale);

impl<S: Sync> FromRequestParts<S> for Lang {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(lang_of(&parts.uri)))
    }
}

/// The language that an address asks for.
pub(super) fn lang_of(uri: &Uri) -> Locale {
    let french = uri.query().is_some_and(|query| query.split('&').any(|pair| pair == "lang=fr"));
    if french { Locale::Fr } else { Locale::En }
}

/// A body of JSON.
pub(super) struct Body<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let lang = lang_of(request.uri());
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(why) => Err(json_error(&why, lang)),
        }
    }
}

fn json_error(why: &JsonRejection, lang: Locale) -> ApiError {
    let status = why.status();
    let code = match status {
        StatusCode::PAYLOAD_TOO_LARGE => return too_large(lang),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "media_type",
        _ => "wrong",
    };
    let message = lang.tell(&text!("the body of the request cannot be read: {why}", why = why.body_text()));
    ApiError::new(status, code, message).help(lang.say("the body is JSON as /api/openapi.json describes it"))
}

/// A body of bytes.
pub(super) struct Upload(pub(super) Bytes);

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let lang = lang_of(request.uri());
        match Bytes::from_request(request, state).await {
            Ok(bytes) => Ok(Self(bytes)),
            Err(why) => Err(bytes_error(&why, lang)),
        }
    }
}

fn bytes_error(why: &BytesRejection, lang: Locale) -> ApiError {
    match why.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(lang),
        status => ApiError::new(status, "wrong", why.body_text()),
    }
}

fn too_large(lang: Locale) -> ApiError {
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", lang.say("this is too large to be meant"))
        .help(lang.say("an inventory is a workbook or a CSV of at most 32 MB"))
}
