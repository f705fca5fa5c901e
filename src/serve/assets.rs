//! The files of the page, carried in the program.

use super::error::ApiError;
use super::extract::Lang;
use crate::words::Locale;
use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use std::fmt::Write;

#[derive(rust_embed::RustEmbed)]
#[folder = "web/"]
struct Web;

/// The page itself.
pub(super) async fn index(Lang(lang): Lang, headers: HeaderMap) -> Response {
    file("index.html", &headers, lang)
}

/// A file of the page.
pub(super) async fn asset(Lang(lang): Lang, Path(path): Path<String>, headers: HeaderMap) -> Response {
    file(&path, &headers, lang)
}

fn file(path: &str, headers: &HeaderMap, lang: Locale) -> Response {
    let (Some(kind), Some(found)) = (kind_of(path), Web::get(path)) else {
        return ApiError::missing(lang.say("there is no such page")).into_response();
    };
    let mut tag = String::from("\"");
    for byte in &found.metadata.sha256_hash()[..16] {
        // Writing to a String cannot fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    // A browser keeps the file, and asks whether it is still the same: another version may listen on this port.
    let rules = [(CONTENT_TYPE, kind.to_owned()), (CACHE_CONTROL, "no-cache".to_owned()), (ETAG, tag.clone())];
    if headers.get(IF_NONE_MATCH).is_some_and(|given| given.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, rules).into_response();
    }
    (rules, Body::from(found.data)).into_response()
}

fn kind_of(path: &str) -> Option<&'static str> {
    let (_, end) = path.rsplit_once('.')?;
    Some(match end {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "LICENSE" | "NOTICE" => "text/plain; charset=utf-8",
        _ => return None,
    })
}
