//! Who may use the page: the holder of the token, from the page itself.
//!
//! The address that is opened carries the token once; the answer puts it into a cookie that scripts cannot read and other
//! sites cannot send (`HttpOnly`, `SameSite=Strict`). Scripts of the user send `Authorization: Bearer TOKEN`. Whatever the
//! token, the `Host` must be this machine's own, so that a name that another site lets point here (DNS rebinding) leads
//! nowhere, and what changes something must come from this origin.

use super::error::ApiError;
use super::extract::lang_of;
use super::state::State;
use crate::text;
use crate::words::Locale;
use axum::extract::{Request, State as Shared};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use std::fmt::Write;
use std::sync::Arc;

/// What nobody else knows, and what this server is called.
pub(super) struct Guard {
    token: String,
    port: u16,
}

/// A fresh token: 128 random bits in hexadecimal digits.
pub(super) fn new_token() -> std::io::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
    let mut token = String::with_capacity(32);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(token, "{byte:02x}");
    }
    Ok(token)
}

impl Guard {
    pub(super) fn new(token: String, port: u16) -> Self {
        Self { token, port }
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// Cookies of one host are shared by all its ports: the name tells servers apart.
    fn cookie(&self) -> String {
        format!("gisement_{}", self.port)
    }

    fn hosts(&self) -> [String; 2] {
        [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)]
    }

    /// Named once, by one of this machine's own names.
    fn is_own_host(&self, headers: &HeaderMap) -> bool {
        let mut named = headers.get_all(HOST).iter();
        match (named.next().and_then(|host| host.to_str().ok()), named.next()) {
            (Some(host), None) => self.hosts().iter().any(|own| own.eq_ignore_ascii_case(host)),
            _ => false,
        }
    }

    /// From no other site: browsers say where a request comes from; programs say nothing.
    fn is_own_origin(&self, headers: &HeaderMap) -> bool {
        let origin = headers.get(ORIGIN).map(|origin| origin.to_str().unwrap_or(""));
        let site = headers.get("sec-fetch-site").map(|site| site.to_str().unwrap_or(""));
        let own = |origin: &str| self.hosts().iter().any(|host| origin == format!("http://{host}"));
        origin.is_none_or(own) && site.is_none_or(|site| site == "same-origin" || site == "none")
    }

    fn knows(&self, headers: &HeaderMap) -> bool {
        let bearer = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        if bearer.is_some_and(|token| same(token, &self.token)) {
            return true;
        }
        let name = self.cookie();
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|list| list.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(key, value)| key == name && same(value, &self.token))
    }
}

/// Compares without telling by its time how far two texts agree.
fn same(given: &str, token: &str) -> bool {
    given.len() == token.len() && given.bytes().zip(token.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

/// Nothing of another origin, no inline script or style, no frame around the page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Asks every request who it is, and writes the rules for browsers on every answer.
pub(super) async fn guard(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    let lang = lang_of(request.uri());
    let mut response = match admitted(&state.guard, &request) {
        Ok(()) => own_words(next.run(request).await, lang),
        Err(refusal) => *refusal,
    };
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Refusals of the layers below have no body, or a plain one: they get the form that all errors have.
fn own_words(response: Response, lang: Locale) -> Response {
    let status = response.status();
    let has_form =
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !status.is_client_error() || has_form {
        return response;
    }
    let (code, message) = match status {
        StatusCode::REQUEST_TIMEOUT => ("timeout", lang.say("this took too long")),
        _ => ("wrong", lang.say("this request cannot be read")),
    };
    ApiError::new(status, code, message).into_response()
}

fn admitted(guard: &Guard, request: &Request) -> Result<(), Box<Response>> {
    let (headers, lang) = (request.headers(), lang_of(request.uri()));
    let named = request.uri().authority().map(|a| a.as_str().to_owned());
    if !guard.is_own_host(headers) || named.is_some_and(|host| !guard.hosts().contains(&host)) {
        let refusal = ApiError::new(StatusCode::MISDIRECTED_REQUEST, "host", lang.say("this host is not served here"))
            .help(lang.tell(&text!("use {address}", address = format!("http://{}", guard.hosts()[0]))));
        return Err(Box::new(refusal.into_response()));
    }
    let reads = [Method::GET, Method::HEAD].contains(request.method());
    let (path, query) = (request.uri().path(), request.uri().query().unwrap_or(""));
    let given = query.split('&').find_map(|pair| pair.strip_prefix("token="));
    if path == "/" && reads && given.is_some_and(|token| same(token, &guard.token)) {
        return Err(Box::new(welcome(guard)));
    }
    if !guard.knows(headers) {
        return Err(Box::new(unknown(path, lang)));
    }
    if !guard.is_own_origin(headers) && (path.starts_with("/api/") || !reads) {
        let refusal = ApiError::new(StatusCode::FORBIDDEN, "origin", lang.say("another site may not use this page"));
        return Err(Box::new(refusal.into_response()));
    }
    Ok(())
}

/// The token goes into a cookie and out of the address.
fn welcome(guard: &Guard) -> Response {
    let cookie = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", guard.cookie(), guard.token);
    (StatusCode::SEE_OTHER, [(LOCATION, "/".to_owned()), (SET_COOKIE, cookie)]).into_response()
}

fn unknown(path: &str, lang: Locale) -> Response {
    let refusal = ApiError::new(StatusCode::UNAUTHORIZED, "token", lang.say("the token is missing or wrong"))
        .help(lang.say("open the address that `gisement serve` printed, or send `Authorization: Bearer TOKEN`"));
    if path.starts_with("/api/") {
        return refusal.into_response();
    }
    let page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>gisement</title>\
<h1>gisement</h1><p>Open the address that <code>gisement serve</code> printed: it carries a token that this page needs.</p>\
<p lang=\"fr\">Ouvrez l\u{2019}adresse que <code>gisement serve</code> a affichée\u{a0}: elle porte un jeton dont cette page a besoin.</p>";
    (StatusCode::UNAUTHORIZED, Html(page)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(&'static str, &str)]) -> HeaderMap {
        list.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn only_this_machine_by_its_own_names() {
        let guard = Guard::new("t".to_owned(), 80);
        assert!(guard.is_own_host(&headers(&[("host", "127.0.0.1:80")])));
        for host in ["evil.example:80", "127.0.0.1", "127.0.0.1:81", "127.0.0.1:80.evil.example"] {
            assert!(!guard.is_own_host(&headers(&[("host", host)])), "{host}");
        }
        assert!(!guard.is_own_host(&HeaderMap::new()));
        let mut two = headers(&[("host", "127.0.0.1:80")]);
        two.append(HOST, HeaderValue::from_static("evil.example"));
        assert!(!guard.is_own_host(&two));
    }

    #[test]
    fn the_token_comes_as_cookie_or_bearer() {
        let guard = Guard::new("abc".to_owned(), 80);
        assert!(guard.knows(&headers(&[("authorization", "Bearer abc")])));
        assert!(guard.knows(&headers(&[("cookie", "a=b; gisement_80=abc")])));
        for (name, value) in [
            ("authorization", "Bearer abd"),
            ("authorization", "abc"),
            ("cookie", "gisement_81=abc"),
            ("cookie", "gisement_80=abcd"),
        ] {
            assert!(!guard.knows(&headers(&[(name, value)])), "{name}: {value}");
        }
    }

    #[test]
    fn other_sites_are_told_apart() {
        let guard = Guard::new("t".to_owned(), 80);
        assert!(guard.is_own_origin(&HeaderMap::new()));
        assert!(guard.is_own_origin(&headers(&[("origin", "http://localhost:80"), ("sec-fetch-site", "same-origin")])));
        for list in [[("origin", "http://evil.example")], [("origin", "null")], [("sec-fetch-site", "cross-site")]] {
            assert!(!guard.is_own_origin(&headers(&list)), "{list:?}");
        }
    }

    #[test]
    fn tokens_differ() {
        let (one, other) = (new_token().unwrap(), new_token().unwrap());
        assert!(one.len() == 32 && one != other);
    }
}
