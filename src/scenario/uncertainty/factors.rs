//! Common causes: who takes part, and how active they are, with factors that all providers share.

use super::plan::Plan;
use crate::case::ProviderParams;
use crate::diag::Diagnostic;
use crate::scenario::providers::Inventory;
use crate::scenario::section::{Context, number_in, unknown_key};
use crate::scenario::tree::{Node, Value};
use crate::text;

/// Who takes part: 1 or 0 with the provider's probability, held together by a common factor.
#[derive(Clone, Debug)]
pub(super) struct Participation {
    pub(super) providers: Vec<TakesPart>,
    pub(super) correlation: f64,
    /// Dimension of the common factor; none when the correlation is 0.
    pub(super) common: Option<usize>,
    /// Dimension of the first provider's own draw, the others follow; none when the correlation is 1.
    pub(super) own: Option<usize>,
}

/// A provider whose participation is drawn.
#[derive(Clone, Debug)]
pub(super) struct TakesPart {
    /// Place of its probability.
    pub(super) probability: usize,
    /// Place of its participation.
    pub(super) place: usize,
}

impl Participation {
    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        self.providers.iter().map(|p| p.place)
    }

    pub(super) fn draws(&self, place: usize) -> bool {
        self.places().any(|p| p == place)
    }
}

/// Activity of each provider: lognormal with mean 1, held together by a common factor.
#[derive(Clone, Debug)]
pub(super) struct Activity {
    /// Places of the activity factors.
    pub(super) providers: Vec<usize>,
    pub(super) log_sd: f64,
    pub(super) correlation: f64,
    /// As of [`Participation`].
    pub(super) common: Option<usize>,
    /// As of [`Participation`].
    pub(super) own: Option<usize>,
}

impl Activity {
    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        self.providers.iter().copied()
    }

    pub(super) fn draws(&self, place: usize) -> bool {
        self.places().any(|p| p == place)
    }
}

/// Reads both into the plan.
pub(super) fn read(context: &mut Context<'_>, node: &Node, inventory: &Inventory, plan: &mut Plan) {
    plan.participation = read_participation(context, node, inventory);
    plan.activity = read_activity(context, node, inventory);
}

fn part(context: &mut Context<'_>, node: &Node, name: &str, low: f64, high: f64, default: f64) -> f64 {
    node.get(name).and_then(|n| number_in(context, n, name, low, high, "")).unwrap_or(default)
}

/// A table with some of these keys; anything else is reported with an example.
fn has_parts(context: &mut Context<'_>, node: &Node, section: &str, names: &[&str], example: &str) -> bool {
    if !matches!(node.value, Value::Table(_)) {
        let found = Diagnostic::error(text!("`{section}` is a table", section));
        let found = found.at(Some(node.location.clone()), text!("{kind} here", kind = node.kind()));
        context.diagnostics.push(found.help(text!("write {section} = {example}", section, example)));
        return false;
    }
    for (key, _) in node.entries() {
        if !names.contains(&key.name.as_str()) {
            context.diagnostics.push(unknown_key(&key.name, &key.location, section, names));
        }
    }
    true
}

fn read_participation(context: &mut Context<'_>, node: &Node, inventory: &Inventory) -> Option<Participation> {
    let node = node.get("participation")?;
    if !has_parts(context, node, "participation", &["correlation"], "{ correlation = 0.3 }") {
        return None;
    }
    let correlation = part(context, node, "correlation", 0.0, 1.0, 0.0);
    let at = |name: &str| ProviderParams::<f64>::table().find(name).expect("a row of the table of providers").0;
    let (probability, participation) = (at("participation_probability"), at("participation"));
    let providers = inventory
        .providers
        .iter()
        .map(|p| {
            let start = p.block.0.start;
            TakesPart { probability: start + probability, place: start + participation }
        })
        .filter(|p| context.inputs.list()[p.place].value.is_nan())
        .collect();
    Some(Participation { providers, correlation, common: None, own: None })
}

fn read_activity(context: &mut Context<'_>, node: &Node, inventory: &Inventory) -> Option<Activity> {
    let node = node.get("activity")?;
    if !has_parts(context, node, "activity", &["spread", "correlation"], "{ spread = 0.15, correlation = 0.5 }") {
        return None;
    }
    let spread = part(context, node, "spread", 0.0, 2.0, 0.15);
    let correlation = part(context, node, "correlation", 0.0, 1.0, 0.0);
    let at = ProviderParams::<f64>::table().find("activity_factor").expect("a row of the table of providers").0;
    let providers = inventory.providers.iter().map(|p| p.block.0.start + at).collect();
    // A lognormal with mean 1 and relative spread s has log-variance ln(1 + s^2).
    let log_sd = libm::log1p(spread * spread).sqrt();
    Some(Activity { providers, log_sd, correlation, common: None, own: None })
}
