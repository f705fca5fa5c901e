//! Every number of a scenario, for forms and search.

use super::error::ApiError;
use super::extract::Lang;
use super::form::finite;
use super::problems;
use super::state::{State, locked};
use crate::diag::Location;
use crate::scenario::{Input, KeyPlaces, Origin, Scenario};
use crate::words::Locale;
use axum::Json;
use axum::extract::{Path, Query, State as Shared};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::Arc;
use utoipa::IntoParams;

/// Which inputs.
#[derive(Deserialize, IntoParams)]
pub(super) struct Which {
    /// Only paths that begin so.
    #[serde(default)]
    prefix: String,
}

/// Every number of a scenario: value, unit, range, default, source, flag.
#[utoipa::path(get, path = "/api/files/{file}/inputs", params(("file" = String, Path), Which), responses(
    (status = 200, description = "`inputs`", body = Object),
    (status = 422, description = "The scenario has errors", body = ApiError),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn inputs(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(file): Path<String>,
    Query(which): Query<Which>,
) -> Result<Json<Value>, ApiError> {
    super::files::blocking(move || {
        let scenario = scenario_of(&state, &file, lang)?;
        let drawn: HashSet<usize> = scenario.plan.drawn_places().into_iter().collect();
        let wanted = scenario.inputs.list().iter().enumerate().filter(|(_, i)| i.path.starts_with(&which.prefix));
        let places = scenario.sources.iter().next().and_then(|(_, text)| KeyPlaces::of(text));
        let list: Vec<Value> = wanted
            .map(|(place, input)| {
                let mut told = one(input, drawn.contains(&place), &scenario, places.as_ref(), lang);
                told["default"] = json!(scenario.inputs.default_of(place).filter(|value| value.is_finite()));
                told
            })
            .collect();
        Ok(Json(json!({ "inputs": list })))
    })
    .await
}

/// The scenario of a draft, or its problems.
pub(super) fn scenario_of(state: &State, file: &str, lang: Locale) -> Result<Scenario, ApiError> {
    let content = locked(&*state.draft(file, lang)?).content().clone();
    content.read(&state.folder, file, &[]).map_err(|refused| {
        ApiError::invalid(lang.say("the scenario has errors")).problems(problems::of_scenario(
            &refused.diagnostics,
            &refused.sources,
            &[],
            lang,
        ))
    })
}

fn one(input: &Input, drawn: bool, scenario: &Scenario, places: Option<&KeyPlaces>, lang: Locale) -> Value {
    let keys = match &input.origin {
        Origin::Given(place) => keys_of(place, scenario, places),
        // Streams, companies and feedstocks have rows of their own: what is not given there is edited as a table.
        Origin::Default | Origin::ByLaw if is_of_a_row(&input.path) => None,
        Origin::Default | Origin::ByLaw => Some(input.path.split('.').map(str::to_owned).collect()),
    };
    json!({
        "path": input.path,
        "keys": keys,
        "value": Some(input.value).filter(|value| value.is_finite()),
        "unit": lang.unit(&input.unit),
        "low": finite(input.low),
        "high": finite(input.high),
        "flag": input.flag.word(),
        "source": input.source,
        "description": lang.known(&input.description),
        "given": matches!(input.origin, Origin::Given(_)),
        "uncertain": drawn,
        "structural": input.structural,
    })
}

fn is_of_a_row(path: &str) -> bool {
    ["stream.", "provider.", "feedstock.", "sink."].iter().any(|family| path.starts_with(family))
}

/// The keys in the scenario's text; none for a cell of a table.
fn keys_of(place: &Location, scenario: &Scenario, places: Option<&KeyPlaces>) -> Option<Vec<String>> {
    let own = scenario.sources.first_name() == Some(scenario.sources.name(place.source));
    places.filter(|_| own)?.at(place.span.start)
}
