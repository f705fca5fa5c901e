//! The result as JSON.

use super::outcome::{Check, Row, Suite};
use serde_json::{Map, Value, json};

/// Name and version of the schema. A change that could break a reader raises the number.
pub const SCHEMA: &str = "gisement.verify/1";

/// Suites as JSON, in the order given.
///
/// ```text
/// schema        "gisement.verify/1"
/// pass          true when every suite passes
/// passed, failed, informative      rows, over all suites
/// suites[]
///   name        what is compared; the kind of table for one that was given
///   file        the table that was given; null for a shipped suite
///   source      where the published numbers are from
///   pass        true when no row fails and at least one passes
///   passed, failed, informative    rows
///   worst_share_of_tolerance       largest |difference|/tolerance of the passing rows; null without any
///   notes[]     columns not computed, defaults taken
///   rows[]      every test; rows that are context only with `all`
///     case, quantity               of the row
///     line      in the table; null for suites that are no table
///     computed, published          in the unit of the table; null where there is none
///     difference                   computed - published; null where one is missing
///     tolerance                    largest difference that passes, same unit; null where nothing was compared
///     pass      true, false, or null for context
///     reason    why the row does not pass; null for rows that do
/// ```
pub fn json(suites: &[Suite], all: bool) -> Value {
    let sum = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>();
    json!({
        "schema": SCHEMA,
        "pass": suites.iter().all(Suite::holds),
        "passed": sum(Suite::passed),
        "failed": sum(Suite::failed),
        "informative": sum(Suite::informative),
        "suites": suites.iter().map(|s| suite(s, all)).collect::<Vec<_>>(),
    })
}

fn suite(suite: &Suite, all: bool) -> Value {
    let shown = suite.rows.iter().filter(|row| all || row.check != Check::Informative);
    json!({
        "name": suite.name,
        "file": suite.file,
        "source": suite.source,
        "pass": suite.holds(),
        "passed": suite.passed(),
        "failed": suite.failed(),
        "informative": suite.informative(),
        "worst_share_of_tolerance": suite.worst_share(),
        "notes": suite.notes,
        "rows": shown.map(row).collect::<Vec<_>>(),
    })
}

fn row(row: &Row) -> Value {
    let pass = match row.check {
        Check::Pass => Value::Bool(true),
        Check::Fail => Value::Bool(false),
        Check::Informative => Value::Null,
    };
    let mut map = Map::new();
    map.insert("case".into(), row.case.as_str().into());
    map.insert("quantity".into(), row.quantity.as_str().into());
    map.insert("line".into(), row.line.into());
    map.insert("computed".into(), row.computed.into());
    map.insert("published".into(), row.published.into());
    map.insert("difference".into(), row.difference().into());
    map.insert("tolerance".into(), row.tolerance.into());
    map.insert("pass".into(), pass);
    map.insert("reason".into(), row.reason.as_ref().map(ToString::to_string).into());
    Value::Object(map)
}
