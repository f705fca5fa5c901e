//! Companies, streams and purchases as tables: shown, judged, taken into a scenario; and where the companies are.

use super::draft::Content;
use super::error::ApiError;
use super::extract::{Body, Lang, Upload};
use super::files::{blocking, changed, inventory_folder};
use super::inputs::scenario_of;
use super::problems;
use super::state::{State, locked};
use crate::ask::run::nominal;
use crate::scenario::{
    Column, ColumnKind, Edit, Need, PlainTable, Scenario, TableText, check_tables, csv_table, edited,
    inventory_columns, inventory_table, inventory_words, template_tables, to_csv, tree_json, workbook_tables,
};
use crate::text;
use crate::words::Locale;
use axum::Json;
use axum::extract::{Path, Query, State as Shared};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Most cells of tables that are judged at once.
const CELLS_MAX: usize = 200_000;

/// A table as text.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GridTable {
    /// `companies`, `streams` or `purchases`.
    table: String,
    /// Names of its columns.
    columns: Vec<String>,
    /// Rows of text, as wide as the columns.
    rows: Vec<Vec<String>>,
}

/// The tables of an inventory.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Tables {
    /// Companies, streams and, where something is bought, purchases.
    tables: Vec<GridTable>,
}

/// The companies, streams and purchases of a scenario.
#[utoipa::path(get, path = "/api/files/{file}/inventory", params(("file" = String, Path)), responses(
    (status = 200, description = "`tables` with columns and rows", body = Object),
    (status = 422, description = "The scenario has errors", body = ApiError),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn show(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(file): Path<String>,
) -> Result<Json<Value>, ApiError> {
    blocking(move || {
        let scenario = match scenario_of(&state, &file, lang) {
            Ok(scenario) => scenario,
            // Whatever else is wrong, the tables can be repaired.
            Err(error) => return written(&state, &file, lang).ok_or(error).map(Json),
        };
        let tables = scenario.inventory_tables();
        let empty = tables.iter().all(|table| table.rows.is_empty());
        let tables = if empty { without_example(template_tables(lang)) } else { tables };
        let plain: Vec<PlainTable> = tables.iter().filter_map(plain).collect();
        let source = scenario.sources.iter().skip(1).map(|(name, _)| name.to_owned()).collect::<Vec<_>>();
        Ok(Json(json!({ "tables": shown(&plain, lang), "source": source })))
    })
    .await
}

/// The inventory that a scenario names, as it is written, where the scenario itself cannot be read.
fn written(state: &State, file: &str, lang: Locale) -> Option<Value> {
    let content = locked(&*state.draft(file, lang).ok()?).content().clone();
    let tree = tree_json(&content.text)?;
    if [&tree["pool"]["inventory"], &tree["pool"]["providers"], &tree["provider"]].iter().all(|given| given.is_null()) {
        let empty: Vec<PlainTable> = without_example(template_tables(lang)).iter().filter_map(plain).collect();
        return Some(json!({ "tables": shown(&empty, lang), "source": [] }));
    }
    let name = tree["pool"]["inventory"].as_str()?.trim_end_matches('/').to_owned();
    let read = |name: &str| match content.tables.get(name) {
        Some(table) => Some(table.as_bytes().to_vec()),
        None => state.folder.read(name).ok(),
    };
    let tables = if name.to_lowercase().ends_with(".xlsx") {
        workbook_tables(read(&name)?).ok()?
    } else {
        let one = |table: &'static str| {
            let text = String::from_utf8(read(&format!("{name}/{table}.csv"))?).ok()?;
            Some(csv_table(table, &text))
        };
        ["companies", "streams", "purchases"].into_iter().filter_map(one).collect()
    };
    (!tables.is_empty()).then(|| json!({ "tables": shown(&tables, lang), "source": [name] }))
}

/// The template names the columns; its example is nobody's.
fn without_example(mut tables: Vec<TableText>) -> Vec<TableText> {
    tables.iter_mut().for_each(|table| table.rows.clear());
    tables
}

fn plain(table: &TableText) -> Option<PlainTable> {
    inventory_table(table.table).map(|name| csv_table(name, &to_csv(table)))
}

/// Tables with what is known of their columns.
fn shown(tables: &[PlainTable], lang: Locale) -> Vec<Value> {
    let one = |table: &PlainTable| {
        let known = |name: &String| {
            let column = inventory_columns().iter().find(|c| c.table == table.table && c.name == *name);
            column.map_or_else(|| unknown(name), |column| described(column, lang))
        };
        let columns: Vec<Value> = table.headings.iter().map(known).collect();
        json!({ "table": table.table, "columns": columns, "rows": table.rows })
    };
    tables.iter().map(one).collect()
}

fn unknown(name: &str) -> Value {
    json!({ "name": name, "label": name, "help": "", "kind": "text", "need": "optional", "words": [] })
}

fn described(column: &Column, lang: Locale) -> Value {
    let kind = match column.kind {
        ColumnKind::Text => "text",
        ColumnKind::Number => "number",
        ColumnKind::Word => "choice",
        ColumnKind::Code => "code",
    };
    let need = match column.need {
        Need::Needed => "always",
        Need::Wanted => "usually",
        Need::Extra => "optional",
    };
    let words: Vec<Value> = inventory_words(&column.list, lang)
        .into_iter()
        .map(|(word, meaning)| json!({ "word": word, "meaning": meaning }))
        .collect();
    json!({
        "name": column.name, "label": column.label(lang), "help": column.help(lang), "kind": kind, "need": need,
        "words": words,
    })
}

/// What an upload is called.
#[derive(Deserialize, IntoParams)]
pub(super) struct Called {
    /// Name of the file: `.xlsx`, or `.csv` of one table.
    name: Option<String>,
}

/// Reads and judges an inventory (a workbook, a CSV, or tables as JSON) and keeps nothing.
#[utoipa::path(post, path = "/api/inventory", params(Called),
    request_body(content((Tables = "application/json"), (Vec<u8> = "application/octet-stream"))),
    responses(
        (status = 200, description = "`valid`, `problems` at their cells, `tables`, `counts`", body = Object),
        (status = "4XX", description = "It cannot be read", body = ApiError),
    ))]
pub(super) async fn judge(
    Lang(lang): Lang,
    Query(called): Query<Called>,
    headers: HeaderMap,
    Upload(bytes): Upload,
) -> Result<Json<Value>, ApiError> {
    let is_json = headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    blocking(move || {
        let tables = if is_json {
            let given: Tables = serde_json::from_slice(&bytes).map_err(|why| ApiError::wrong(why.to_string()))?;
            plain_tables(given, lang)?
        } else {
            uploaded(called.name.as_deref().unwrap_or("inventory.xlsx"), bytes.to_vec(), lang)?
        };
        Ok(Json(judged(&tables, lang)))
    })
    .await
}

fn uploaded(name: &str, bytes: Vec<u8>, lang: Locale) -> Result<Vec<PlainTable>, ApiError> {
    if name.to_lowercase().ends_with(".csv") {
        let text = String::from_utf8(bytes).map_err(|_| {
            ApiError::invalid(format!("{name}: {}", lang.say("it is no text in UTF-8")))
                .help(lang.say("save it as CSV UTF-8"))
        })?;
        let table = inventory_table(name.trim_end_matches(".csv")).unwrap_or("streams");
        let table = csv_table(table, &text);
        let cells = table.headings.len().max(1) * (table.rows.len() + 1);
        return if cells > CELLS_MAX { Err(too_many(lang)) } else { Ok(vec![table]) };
    }
    let tables = workbook_tables(bytes)
        .map_err(|(why, help)| ApiError::invalid(format!("{name}: {}", lang.tell(&why))).help(lang.tell(&help)))?;
    if tables.is_empty() {
        let refused = ApiError::invalid(format!("{name}: {}", lang.say("it has no sheet `companies` or `streams`")));
        return Err(
            refused.help(lang.say("name the sheets companies, streams, purchases (or entreprises, flux, achats)"))
        );
    }
    Ok(tables)
}

fn too_many(lang: Locale) -> ApiError {
    ApiError::invalid(lang.tell(&text!("these are more than {most} cells", most = CELLS_MAX)))
        .help(lang.say("an inventory has some thousand rows"))
}

fn plain_tables(given: Tables, lang: Locale) -> Result<Vec<PlainTable>, ApiError> {
    let cells: usize = given.tables.iter().map(|t| t.columns.len().max(1) * (t.rows.len() + 1)).sum();
    if cells > CELLS_MAX {
        return Err(too_many(lang));
    }
    let one = |given: GridTable| {
        let table = inventory_table(&given.table).ok_or_else(|| {
            ApiError::wrong(lang.tell(&text!("there is no table `{name}`", name = given.table)))
                .help("companies, streams, purchases")
        })?;
        let width = given.columns.len();
        let wide = |mut row: Vec<String>| {
            row.resize(width, String::new());
            row
        };
        Ok(PlainTable { table, headings: given.columns, rows: given.rows.into_iter().map(wide).collect() })
    };
    given.tables.into_iter().map(one).collect()
}

fn judged(tables: &[PlainTable], lang: Locale) -> Value {
    let (valid, found, counts) = match check_tables(tables) {
        Ok(checked) => {
            let counts = json!({
                "companies": checked.companies, "streams": checked.streams, "purchases": checked.purchases,
            });
            (true, problems::of_tables(&checked.warnings, &checked.sources, lang), counts)
        }
        Err(refused) => (false, problems::of_tables(&refused.diagnostics, &refused.sources, lang), Value::Null),
    };
    json!({ "valid": valid, "problems": found, "tables": shown(tables, lang), "counts": counts })
}

/// The tables of an inventory for a scenario.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewInventory {
    /// The revision they were made on.
    revision: u64,
    /// They take the place of all companies of the scenario.
    tables: Vec<GridTable>,
}

/// Takes an inventory into a scenario: it becomes CSV beside the file at the next save, and takes the place of all companies
/// that the scenario has.
#[utoipa::path(put, path = "/api/files/{file}/inventory", params(("file" = String, Path)), request_body = NewInventory,
    responses(
        (status = 200, description = "The document", body = Object),
        (status = 409, description = "Another page was faster", body = ApiError),
        (status = "4XX", description = "Refused", body = ApiError),
    ))]
pub(super) async fn replace(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(file): Path<String>,
    Body(new): Body<NewInventory>,
) -> Result<Json<Value>, ApiError> {
    blocking(move || {
        let tables = plain_tables(Tables { tables: new.tables }, lang)?;
        changed(&state, &file, new.revision, None, lang, |content| taken(content, &file, &tables))
    })
    .await
}

/// The scenario with these companies and no others.
fn taken(content: &Content, file: &str, tables: &[PlainTable]) -> Result<Content, ApiError> {
    let folder = inventory_folder(file);
    let tree = tree_json(&content.text).unwrap_or_default();
    let edit = |path: &[&str], value: Value| Edit {
        path: path.iter().map(|part| (*part).to_owned()).collect(),
        value,
        append: false,
    };
    let mut edits = vec![edit(&["pool", "inventory"], json!(folder))];
    for key in ["providers", "streams"].into_iter().filter(|key| !tree["pool"][*key].is_null()) {
        edits.push(edit(&["pool", key], Value::Null));
    }
    if !tree["provider"].is_null() {
        edits.push(edit(&["provider"], Value::Null));
    }
    let text = edited(&content.text, &edits).map_err(|why| ApiError::invalid(why.to_string()))?;
    let mut files: BTreeMap<String, Arc<str>> = content.tables.clone();
    files.retain(|name, _| !name.starts_with(&format!("{folder}/")));
    files.extend(tables.iter().map(|table| (format!("{folder}/{}.csv", table.table), table.csv().into())));
    Ok(Content { text: text.into(), tables: files })
}

/// Where the companies and the plant are, and what comes from each.
#[utoipa::path(get, path = "/api/files/{file}/companies", params(("file" = String, Path)), responses(
    (status = 200, description = "`site` and `companies`", body = Object),
    (status = 422, description = "The scenario has errors", body = ApiError),
    (status = "4XX", description = "Refused", body = ApiError),
))]
pub(super) async fn companies(
    Shared(state): Shared<Arc<State>>,
    Lang(lang): Lang,
    Path(file): Path<String>,
) -> Result<Json<Value>, ApiError> {
    blocking(move || {
        let scenario = scenario_of(&state, &file, lang)?;
        Ok(Json(places(&scenario)))
    })
    .await
}

fn places(scenario: &Scenario) -> Value {
    let streams = nominal(scenario).map(|(_, outcome)| outcome.pool.streams).unwrap_or_default();
    let sum = |k: usize, organic: bool| -> f64 {
        streams.iter().filter(|s| s.provider == k && s.organic == organic).map(|s| s.usable_t).sum::<f64>() + 0.0
    };
    let companies: Vec<Value> = scenario
        .company_places()
        .enumerate()
        .map(|(k, company)| {
            json!({
                "id": company.id, "name": company.name, "lat": company.place.map(|p| p.0),
                "lon": company.place.map(|p| p.1), "organic_t": sum(k, true), "wood_t": sum(k, false),
                "pooled": streams.iter().any(|s| s.provider == k),
            })
        })
        .collect();
    let site = scenario.site_place().map(|(lat, lon)| json!({ "name": scenario.name, "lat": lat, "lon": lon }));
    json!({ "site": site, "companies": companies })
}
