//! `[supply]`: how what companies bring may change over the years.

mod scenarios;

pub use scenarios::{SupplyAnchor, SupplyScenario, supply_anchors, supply_scenario, supply_scenarios};

use super::providers::Inventory;
use super::section::{Context, Section, is_table, shorten};
use super::spec::SectionSpec;
use super::tree::{Node, Value};
use crate::channel::LotKind;
use crate::diag::Diagnostic;
use crate::text;
use crate::words::{Text, nearest};

/// Years looked ahead unless the scenario says otherwise: the life of a boiler or a digester.
const YEARS: u64 = 20;

/// What an event concerns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SupplyTarget {
    /// A company, by its place in the list.
    Provider(usize),
    /// A kind of waste, of all companies.
    Kind(LotKind),
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum SupplyChange {
    /// It brings nothing from the year on.
    Leaves,
    /// It brings nothing before the year.
    Arrives,
    /// Its amounts change by a factor, low, mode and high, from the year on.
    Factor([f64; 3]),
}

/// Something that is known or feared to happen.
#[derive(Clone, Debug, PartialEq)]
pub struct SupplyEvent {
    /// First year in which it holds.
    pub year: u32,
    /// What it concerns.
    pub target: SupplyTarget,
    /// What happens.
    pub change: SupplyChange,
}

/// What a scenario says of supply over the years.
#[derive(Clone, Debug, PartialEq)]
pub struct SupplyAsked {
    /// Scenarios looked at; all shipped ones unless some are named.
    pub scenarios: Vec<&'static SupplyScenario>,
    /// Events, in all scenarios.
    pub events: Vec<SupplyEvent>,
    /// Number of years from the scenario's own on.
    pub years: u32,
}

/// Reads `[supply]`; all shipped scenarios and no event where it is not written.
pub(super) fn read(context: &mut Context<'_>, root: &Section<'_>, inventory: &Inventory) -> SupplyAsked {
    let section = root.child(context, "supply");
    let years = section.whole(context, "years", 1.0, 60.0).unwrap_or(YEARS) as u32;
    let mut scenarios = Vec::new();
    for (id, place) in section.texts(context, "scenarios") {
        match supply_scenario(&id) {
            Some(found) => scenarios.push(found),
            None => {
                let ids: Vec<&str> = supply_scenarios().iter().map(|s| s.id.as_str()).collect();
                let near =
                    nearest(&id, ids.iter().copied()).map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
                let found =
                    Diagnostic::error(text!("no scenario of supply `{id}`", id)).at(Some(place), text!("not known"));
                context.diagnostics.push(found.help(text!("{near}scenarios: {a}", near, a = ids.join(", "))));
            }
        }
    }
    if section.node("scenarios").is_none() {
        scenarios = supply_scenarios().iter().collect();
    }
    let nodes = section.node("event").map(|n| n.elements().to_vec()).unwrap_or_default();
    let events = nodes.iter().filter_map(|node| read_event(context, node, inventory)).collect();
    SupplyAsked { scenarios, events, years }
}

/// The description of `[[supply.event]]`.
fn event_spec() -> &'static SectionSpec {
    let find = |parent: &'static SectionSpec, name: &str| parent.children.iter().find(|c| c.name == name);
    find(&super::SCENARIO, "supply").and_then(|s| find(s, "event")).expect("the format names this section")
}

fn read_event(context: &mut Context<'_>, node: &Node, inventory: &Inventory) -> Option<SupplyEvent> {
    if !is_table(context, node, "supply.event") {
        return None;
    }
    let section = Section::open(context, Some(node), event_spec(), "supply.event.");
    let year = section.whole(context, "year", 2000.0, 2100.0);
    if section.node("year").is_none() {
        let found = Diagnostic::error(text!("an event has a year")).at(section.location(), text!("none here"));
        context.diagnostics.push(found.help(text!("write year = 2031")));
    }
    let target = read_target(context, &section, inventory);
    let change = read_change(context, &section);
    Some(SupplyEvent { year: year? as u32, target: target?, change: change? })
}

fn read_target(context: &mut Context<'_>, section: &Section<'_>, inventory: &Inventory) -> Option<SupplyTarget> {
    let kind = section.choice(context, "kind").and_then(LotKind::named);
    let provider = section.text(context, "provider");
    match (provider, section.node("kind")) {
        (Some(_), Some(node)) => {
            let found = Diagnostic::error(text!("an event concerns a provider or a kind, not both"));
            context
                .diagnostics
                .push(found.at(Some(node.location.clone()), text!("this too")).help(text!("write two events")));
            None
        }
        (None, Some(_)) => kind.map(SupplyTarget::Kind),
        (None, None) => {
            let found = Diagnostic::error(text!("an event concerns a provider or a kind"))
                .at(section.location(), text!("neither here"));
            context.diagnostics.push(found.help(text!("write provider = \"P01\" or kind = \"wood\"")));
            None
        }
        (Some(id), None) => {
            if let Some(k) = inventory.providers.iter().position(|p| p.id == id) {
                return Some(SupplyTarget::Provider(k));
            }
            let ids: Vec<&str> = inventory.providers.iter().map(|p| p.id.as_str()).collect();
            let near = nearest(&id, ids.iter().copied()).map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
            let place = section.node("provider").map(|n| n.location.clone());
            let found = Diagnostic::error(text!("there is no provider `{id}`", id)).at(place, text!("not known"));
            let help = text!("{near}providers: {a}", near, a = shorten(&ids, "the table of providers"));
            context.diagnostics.push(found.help(help));
            None
        }
    }
}

/// `change = "leaves"`, `"arrives"`, or `factor = 0.8` or low, mode and high of it.
fn read_change(context: &mut Context<'_>, section: &Section<'_>) -> Option<SupplyChange> {
    let word = section.choice(context, "change");
    let Some(node) = section.node("factor") else {
        return match word {
            Some("leaves") => Some(SupplyChange::Leaves),
            Some("arrives") => Some(SupplyChange::Arrives),
            _ => {
                if section.node("change").is_none() {
                    let found = Diagnostic::error(text!("an event says what happens"))
                        .at(section.location(), text!("nothing here"));
                    context
                        .diagnostics
                        .push(found.help(text!("write change = \"leaves\", change = \"arrives\" or factor = 0.8")));
                }
                None
            }
        };
    };
    let number = |name: &str, node: Option<&Node>| match node.map(|n| &n.value) {
        Some(Value::Number(x)) if (0.0..=100.0).contains(x) => Ok(*x),
        _ => Err(name.to_owned()),
    };
    let read = match &node.value {
        Value::Table(_) => ["low", "mode", "high"].map(|name| number(name, node.get(name))),
        _ => ["factor"; 3].map(|name| number(name, Some(node))),
    };
    if let [Ok(low), Ok(mode), Ok(high)] = read
        && low <= mode
        && mode <= high
    {
        return Some(SupplyChange::Factor([low, mode, high]));
    }
    let found = Diagnostic::error(text!("not a factor on an amount"))
        .at(Some(node.location.clone()), text!("from 0 to 100, rising"));
    context
        .diagnostics
        .push(found.help(text!("write factor = 0.8, or factor = {{ low = 0.5, mode = 0.8, high = 1.0 }}")));
    None
}
