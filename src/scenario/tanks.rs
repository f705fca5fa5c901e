//! Tanks behind a digester and what befalls it, as read.

use super::inputs::Block;
use super::overrides::element_id;
use super::section::{Context, Section, id_of, is_table};
use super::spec::SectionSpec;
use super::tree::Node;
use crate::case::{EventCase, EventParams, TankCase, TankParams};
use crate::diag::Diagnostic;
use crate::text;
use crate::words::{Text, nearest};

/// A tank as read.
#[derive(Clone, Debug)]
pub(super) struct TankEntry {
    pub(super) id: String,
    pub(super) from: Option<usize>,
    pub(super) params: Block,
}

impl TankEntry {
    pub(super) fn case(&self, values: &[f64]) -> TankCase {
        TankCase { id: self.id.clone(), from: self.from, params: TankParams::from_slice(self.params.of(values)) }
    }
}

/// An event as read.
#[derive(Clone, Debug)]
pub(super) struct EventEntry {
    pub(super) id: String,
    pub(super) params: Block,
}

impl EventEntry {
    pub(super) fn case(&self, values: &[f64]) -> EventCase {
        EventCase { name: self.id.clone(), params: EventParams::from_slice(self.params.of(values)) }
    }
}

/// The elements of a list within a digester, each with an id of its own.
fn members<'a>(
    context: &mut Context<'_>,
    digester: &Section<'a>,
    name: &str,
    spec: &SectionSpec,
) -> Vec<(String, &'a Node)> {
    let mut members: Vec<(String, &Node)> = Vec::new();
    let Some(list) = digester.node(name) else { return members };
    for (k, node) in list.elements().iter().enumerate() {
        if !is_table(context, node, name) {
            continue;
        }
        id_of(context, node);
        let id = element_id(node, k, list.elements().len());
        let place = node.get("id").map_or_else(|| node.location.clone(), |n| n.location.clone());
        if id.contains(['.', '"']) || spec.names().contains(&id.as_str()) {
            let found =
                Diagnostic::error(text!("`{id}` cannot be the id of a {name}: paths would be unclear", id, name));
            let found = found.at(Some(place.clone()), text!("this id"));
            context
                .diagnostics
                .push(found.help(text!("take a name without points and quotes that is no key of the section")));
        }
        if members.iter().any(|(other, _)| *other == id) {
            let found = Diagnostic::error(text!("two [[digester.{name}]] have the id `{id}`", name, id));
            let found = found.at(Some(place), text!("the second one"));
            context.diagnostics.push(found.help(text!("give each {name} an id of its own", name)));
        }
        members.push((id, node));
    }
    members
}

/// Reads the tanks behind a digester.
pub(super) fn read_tanks(context: &mut Context<'_>, digester: &Section<'_>, prefix: &str) -> Vec<TankEntry> {
    let spec = digester.child_spec("tank");
    let members = members(context, digester, "tank", spec);
    let mut tanks: Vec<TankEntry> = Vec::with_capacity(members.len());
    for (id, node) in members {
        let section = Section::open(context, Some(node), spec, format!("{prefix}tank.{id}."));
        let params = section.numbers(context, 0);
        if section.node("volume_m3").is_none() {
            let found =
                Diagnostic::error(text!("tank `{id}` has no volume", id)).at(section.location(), text!("this tank"));
            context.diagnostics.push(found.help(text!("write volume_m3 = 300")));
        }
        let from = match section.text(context, "from") {
            None => tanks.len().checked_sub(1),
            Some(from) => from_tank(context, &section, &from, &tanks),
        };
        tanks.push(TankEntry { id, from, params });
    }
    tanks
}

/// The digester, or a tank before this one.
fn from_tank(context: &mut Context<'_>, section: &Section<'_>, from: &str, tanks: &[TankEntry]) -> Option<usize> {
    let found = tanks.iter().position(|tank| tank.id == from);
    if found.is_none() && from != "digester" {
        let names: Vec<&str> = std::iter::once("digester").chain(tanks.iter().map(|t| t.id.as_str())).collect();
        let near = nearest(from, names.iter().copied()).map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
        let problem = Diagnostic::error(text!("no tank `{from}` before this one", from));
        let problem = problem.at(section.node("from").map(|n| n.location.clone()), text!("not known here"));
        context.diagnostics.push(problem.help(text!("{near}known here: {a}", near, a = names.join(", "))));
    }
    found
}

/// Reads what befalls a digester.
pub(super) fn read_events(context: &mut Context<'_>, digester: &Section<'_>, prefix: &str) -> Vec<EventEntry> {
    let spec = digester.child_spec("event");
    let mut events = Vec::new();
    for (id, node) in members(context, digester, "event", spec) {
        let section = Section::open(context, Some(node), spec, format!("{prefix}event.{id}."));
        let params = section.numbers(context, 0);
        for name in ["from_day", "until_day"] {
            if section.node(name).is_none() {
                let found = Diagnostic::error(text!("event `{id}` has no {name}", id, name));
                let found = found.at(section.location(), text!("this event"));
                context.diagnostics.push(found.help(text!("write {name} = 120 (day of the year)", name)));
            }
        }
        let days = EventParams::from_slice(&context.inputs.values()[params.0.clone()]);
        if days.until_day <= days.from_day {
            let found = Diagnostic::error(text!("event `{id}` ends before it begins", id));
            let found = found.at(section.node("until_day").map(|n| n.location.clone()), text!("not after from_day"));
            context.diagnostics.push(found.help(text!("write an until_day after from_day")));
        }
        events.push(EventEntry { id, params });
    }
    events
}
