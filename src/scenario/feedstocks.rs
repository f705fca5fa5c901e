//! Library feedstocks that a scenario uses, as inputs: every property has a path and may be changed or drawn.

use super::inputs::{Block, Input, Origin};
use super::overrides::CellOverride;
use super::providers::{FeedstockKey, Inventory};
use super::section::{Context, Section, is_table, number_in, unknown_key};
use super::tree::{Key, Node};
use crate::diag::Diagnostic;
use crate::feedstock::{OrganicOverrides, WoodOverrides};
use crate::library::{Cell, organic, wood};
use crate::param::Flag;
use crate::text;
use crate::words::{nearest, word};

/// A feedstock in use.
#[derive(Clone, Debug)]
pub(super) struct FeedstockEntry {
    pub(super) key: FeedstockKey,
    pub(super) block: Block,
}

/// Names of the properties that may be changed.
pub(super) fn fields(key: FeedstockKey) -> &'static [&'static str] {
    match key {
        FeedstockKey::Organic(_) => OrganicOverrides::NAMES,
        FeedstockKey::Wood(_) => WoodOverrides::NAMES,
    }
}

fn cell(key: FeedstockKey, field: &str) -> Option<Cell<'static>> {
    match key {
        FeedstockKey::Organic(id) => organic(id)?.cell(field),
        FeedstockKey::Wood(id) => wood(id)?.cell(field),
    }
}

/// Puts the properties of all feedstocks in use into the inputs and applies `[feedstock.ID]` and overrides of cells.
pub(super) fn read(
    context: &mut Context<'_>,
    root: &Section<'_>,
    inventory: &Inventory,
    cells: &mut Vec<CellOverride>,
) -> Vec<FeedstockEntry> {
    let mut entries: Vec<FeedstockEntry> = Vec::new();
    for stream in &inventory.streams {
        if !entries.iter().any(|e| e.key == stream.feedstock) {
            let block = push_properties(context, stream.feedstock);
            entries.push(FeedstockEntry { key: stream.feedstock, block });
        }
    }
    if let Some(node) = root.node("feedstock").filter(|n| is_table(context, n, "feedstock")) {
        for (key, table) in node.entries() {
            if is_table(context, table, &format!("feedstock.{}", key.name)) {
                change_all(context, key, table, &entries);
            }
        }
    }
    cells.retain(|o| {
        let entry = entries.iter().find(|e| o.family == "feedstock" && e.key.id() == o.id);
        if let Some(entry) = entry {
            change(context, entry, &o.key, &o.node);
        }
        entry.is_none()
    });
    entries
}

fn push_properties(context: &mut Context<'_>, key: FeedstockKey) -> Block {
    let start = context.inputs.list().len();
    for field in fields(key) {
        let cell = cell(key, field);
        let value = cell.as_ref().and_then(|c| c.value).unwrap_or(f64::NAN);
        let spec = cell.as_ref().map(|c| c.spec.clone());
        context.inputs.push(Input {
            path: format!("feedstock.{}.{field}", key.id()),
            unit: spec.as_ref().map_or_else(|| derived(field).0.to_owned(), |s| s.unit.clone()),
            description: spec.as_ref().map_or_else(|| derived(field).1.to_owned(), |s| s.description.clone()),
            source: cell.as_ref().map_or_else(|| derived(field).2.to_owned(), |c| c.source.clone()),
            flag: cell.as_ref().map_or(Flag::Computed, |c| c.flag),
            low: spec.as_ref().map_or(0.0, |s| s.low),
            high: spec.as_ref().map_or_else(|| derived(field).3, |s| s.high),
            value,
            origin: if value.is_nan() { Origin::ByLaw } else { Origin::Default },
            structural: false,
        });
    }
    Block(start..context.inputs.list().len())
}

/// Unit, meaning, law and largest value of properties that the library does not hold.
fn derived(field: &str) -> (&'static str, &'static str, &'static str, f64) {
    match field {
        "degradable_fraction" => {
            ("-", word("degradable share of the oxygen demand"), "when blank: from the BMP and the composition", 1.0)
        }
        "s_pct_ts" => ("% of TS", word("sulphur"), "when blank: from the protein", 10.0),
        _ => ("mg/kg dry mass", word("contaminant"), "when blank: nobody knows", 1e6),
    }
}

fn change_all(context: &mut Context<'_>, key: &Key, table: &Node, entries: &[FeedstockEntry]) {
    let Some(entry) = entries.iter().find(|e| e.key.id() == key.name) else {
        let used = || entries.iter().map(|e| e.key.id());
        let found = Diagnostic::error(text!("no stream uses a feedstock `{name}`", name = key.name));
        let found = found.at(Some(key.location.clone()), text!("not in use"));
        context.diagnostics.push(match nearest(&key.name, used()) {
            Some(near) => found.help(text!("did you mean `{near}`?", near)),
            None => found.help(text!("in use: {a}", a = used().collect::<Vec<_>>().join(", "))),
        });
        return;
    };
    for (field, node) in table.entries() {
        change(context, entry, field, node);
    }
}

fn change(context: &mut Context<'_>, entry: &FeedstockEntry, field: &Key, node: &Node) {
    let names = fields(entry.key);
    let Some(k) = names.iter().position(|n| *n == field.name) else {
        context.diagnostics.push(unknown_key(&field.name, &field.location, "feedstock", names));
        return;
    };
    let place = entry.block.0.start + k;
    let (low, high, unit) = {
        let input = &context.inputs.list()[place];
        (input.low, input.high, input.unit.clone())
    };
    match number_in(context, node, &field.name, low, high, &unit) {
        Some(value) => {
            let source = format!("given in {}", context.sources.place(&node.location));
            context.inputs.set(place, value, node.location.clone(), source, Flag::Assumed);
        }
        None => context.inputs.refuse(place),
    }
}
