//! The numbers behind the figures of live answers: kept for whoever opens a table, so that they are not in every answer and
//! yet belong to the very state that is shown.

use super::error::ApiError;
use super::extract::Lang;
use super::state::{State, locked};
use crate::report::Page;
use crate::words::Locale;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderName;
use axum::http::header::CONTENT_TYPE;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// Answers whose tables are kept, and bytes that they may hold: the oldest goes first.
const KEPT_MAX: usize = 64;
const BYTES_MAX: usize = 32 * 1024 * 1024;

/// The tables of an answer, CSV each, in the order of its figures.
struct Kept {
    answer: u64,
    tables: Vec<Arc<str>>,
}

impl Kept {
    fn bytes(&self) -> usize {
        self.tables.iter().map(|table| table.len()).sum()
    }
}

/// The tables of the last answers.
#[derive(Default)]
pub(super) struct Tables {
    kept: Mutex<(u64, VecDeque<Kept>)>,
}

impl Tables {
    /// Keeps the tables of an answer and gives its number.
    pub(super) fn keep(&self, page: &Page) -> u64 {
        self.put(page.captioned_figures().into_iter().map(|(_, picture, _)| picture.csv.as_str().into()).collect())
    }

    fn put(&self, tables: Vec<Arc<str>>) -> u64 {
        let mut all = locked(&self.kept);
        let (last, kept) = &mut *all;
        *last += 1;
        kept.push_back(Kept { answer: *last, tables });
        let mut bytes: usize = kept.iter().map(Kept::bytes).sum();
        while kept.len() > KEPT_MAX || bytes > BYTES_MAX && kept.len() > 1 {
            bytes -= kept.pop_front().map_or(0, |gone| gone.bytes());
        }
        *last
    }

    fn find(&self, answer: u64, figure: usize) -> Option<Arc<str>> {
        let all = locked(&self.kept);
        all.1.iter().find(|one| one.answer == answer)?.tables.get(figure).cloned()
    }
}

/// Where the table of a figure is.
pub(super) fn address(answer: u64, figure: usize) -> String {
    format!("/api/tables/{answer}/{figure}")
}

/// The numbers behind a figure of a live answer that was asked for without tables: where its `table` says.
#[utoipa::path(get, path = "/api/tables/{answer}/{figure}",
    params(("answer" = u64, Path), ("figure" = u64, Path)), responses(
    (status = 200, description = "CSV", content_type = "text/csv", body = String),
    (status = 404, description = "Not kept any more: those of the last answers are", body = ApiError),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn table(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path((answer, figure)): Path<(String, String)>,
) -> Result<([(HeaderName, &'static str); 1], String), ApiError> {
    let found = answer.parse().ok().zip(figure.parse().ok()).and_then(|(a, f)| state.tables.find(a, f));
    let text = found.ok_or_else(|| gone(lang))?;
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8")], text.to_string()))
}

fn gone(lang: Locale) -> ApiError {
    ApiError::missing(lang.say("the numbers behind this figure are not kept any more"))
        .help(lang.say("ask for the answer anew"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_answers_are_kept_within_their_bytes() {
        let tables = Tables::default();
        let first = tables.put(vec!["a,b\n1,2\n".into(), "c\n".into()]);
        assert_eq!(tables.find(first, 1).as_deref(), Some("c\n"));
        assert!(tables.find(first, 2).is_none() && tables.find(first + 1, 0).is_none());
        let large: Arc<str> = "x".repeat(BYTES_MAX / 2).into();
        let second = tables.put(vec![large.clone()]);
        assert!(tables.find(first, 0).is_some());
        let third = tables.put(vec![large.clone(), large]);
        assert!(tables.find(second, 0).is_none() && tables.find(third, 1).is_some(), "the newest is always kept");
        (0..KEPT_MAX).for_each(|_| _ = tables.put(vec!["y".into()]));
        assert!(tables.find(third, 0).is_none());
    }
}
