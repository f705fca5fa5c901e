//! Joint costs and gains shared out: every rule, the core, the least core.

use super::value::{exact, field, number, text};
use crate::game::{Game, GameError, Rule, Search, Sense, SharedOut, share_out};
use crate::verify::document::{self, DocumentFormat};
use crate::verify::outcome::{Row, Suite};
use crate::verify::reason::Reason;
use serde_json::Value;

/// A game by the value of each coalition (names joined by `+`); the rules, core membership and the least core compared.
pub(in crate::verify) const FORMAT: DocumentFormat = DocumentFormat {
    name: "cost sharing",
    list: "games",
    required: &["type", "players", "tonnes", "coalition_value", "rules"],
    compare,
};

/// Relative tolerance of shares; of the least core too, which is published as a decimal of nine places.
const RELATIVE: f64 = 1e-9;

pub(in crate::verify) fn shipped() -> Suite {
    let source =
        "10 synthetic games in exact fractions, Shapley values equal to the mean over all orders, least core by HiGHS";
    document::shipped(
        &FORMAT,
        "Cost sharing",
        source,
        include_str!("../../../models/verify/allocation/cost_sharing.json"),
    )
}

fn compare(case: &Value, name: &str) -> Vec<Row> {
    rows(case, name).unwrap_or_else(|reason| vec![Row::failed(name, "", None, reason)])
}

fn refused(error: GameError) -> Reason {
    Reason::Refused(error.to_string())
}

fn rows(case: &Value, name: &str) -> Result<Vec<Row>, Reason> {
    let game = game(case)?;
    let names = players(case)?;
    let tonnes = field(case, "tonnes")?;
    let weights = names.iter().map(|player| number(tonnes, player)).collect::<Result<Vec<_>, _>>()?;
    let shared = share_out(&game, &weights, &Search::default()).map_err(refused)?;
    let mut rows = Vec::new();
    let rules = field(case, "rules")?.as_object().ok_or_else(|| Reason::field("rules", "is no object; write one"))?;
    for (rule, published) in rules {
        rows.extend(rule_rows(name, rule, published, &shared)?);
    }
    let scale = shared.scale();
    let truth = |yes: bool| f64::from(u8::from(yes));
    let mut compared = |quantity: &str, computed: f64, published: Option<f64>, tolerance: f64| {
        rows.extend(published.map(|published| Row::compared(name, quantity, computed, published, tolerance)));
    };
    let said = |quantity: &str| case.get(quantity).and_then(Value::as_bool).map(truth);
    compared("total", shared.total, case.get("total").and_then(exact), RELATIVE * scale);
    let epsilon = case.get("least_core_epsilon").and_then(exact);
    compared("least_core_epsilon", shared.least_core.epsilon, epsilon, RELATIVE * scale);
    compared("core_nonempty", truth(shared.least_core.core_is_not_empty(scale)), said("core_nonempty"), 0.0);
    compared("subadditive", truth(game.joining_never_hurts()), said("subadditive"), 0.0);
    Ok(rows)
}

/// The share of each player, and whether the division lies in the core.
fn rule_rows(case: &str, rule: &str, published: &Value, shared: &SharedOut) -> Result<Vec<Row>, Reason> {
    let known = Rule::ALL.into_iter().find(|r| r.word() == rule);
    let known = known.ok_or_else(|| Reason::field("rules", format!("has `{rule}`, which is no known rule")))?;
    let shares = published.get("exact").or_else(|| published.get("value"));
    let Some(shares) = shares.and_then(Value::as_object) else {
        // The table says that the rule cannot be applied.
        let applied = f64::from(u8::from(shared.of(known).is_some()));
        return Ok(vec![Row::compared(case, &format!("{rule} applied"), applied, 0.0, 0.0)]);
    };
    let division = shared.of(known).ok_or(Reason::NotFinite)?;
    let mut rows = Vec::new();
    for (player, computed) in shared.names.iter().zip(&division.shares) {
        let share = shares.get(player).and_then(exact);
        let share = share.ok_or_else(|| Reason::field(rule, format!("has no share of {player}; write it")))?;
        rows.push(Row::compared(case, &format!("{rule} of {player}"), *computed, share, RELATIVE * shared.scale()));
    }
    if let Some(inside) = published.get("in_core").and_then(Value::as_bool) {
        let found = f64::from(u8::from(division.objection.is_none()));
        rows.push(Row::compared(case, &format!("{rule} in core"), found, f64::from(u8::from(inside)), 0.0));
    }
    Ok(rows)
}

fn players(case: &Value) -> Result<Vec<String>, Reason> {
    let list = field(case, "players")?.as_array();
    let names = list.and_then(|list| list.iter().map(|name| name.as_str().map(str::to_owned)).collect());
    names.ok_or_else(|| Reason::field("players", "is no list of names; write one"))
}

fn game(case: &Value) -> Result<Game, Reason> {
    let names = players(case)?;
    let sense = match text(case, "type")? {
        "cost" => Sense::Cost,
        "value" => Sense::Gain,
        _ => return Err(Reason::field("type", "is neither cost nor value; write one of them")),
    };
    let values = field(case, "coalition_value")?;
    let of = |mask: usize| {
        let inside = names.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1);
        let coalition = inside.map(|(_, name)| name.as_str()).collect::<Vec<_>>().join("+");
        number(values, &coalition)
    };
    let most = crate::game::EXACT_PLAYERS_MAX;
    if names.len() > most {
        return Err(refused(GameError::TooMany { found: names.len(), most }));
    }
    let values = (0..1_usize << names.len()).map(|mask| if mask == 0 { Ok(0.0) } else { of(mask) });
    Game::from_values(names.clone(), sense, values.collect::<Result<Vec<_>, _>>()?).map_err(refused)
}
