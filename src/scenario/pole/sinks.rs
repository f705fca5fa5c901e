//! Sinks: a table beside the scenario, or `[[sink]]` sections in it. Both become the same entries.

use super::params::SinkParams;
use crate::channel::{LotKind, channel_of_kind};
use crate::diag::{Diagnostic, Location};
use crate::scenario::cells::{CellRow, Cells};
use crate::scenario::inputs::Block;
use crate::scenario::overrides::CellOverride;
use crate::scenario::providers::{graft_cells, row_block};
use crate::scenario::section::{Context, Section, id_of, is_table};
use crate::scenario::tree::Node;
use crate::text;
use crate::words::{Text, nearest};
use std::sync::Arc;

/// A sink as read.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct SinkEntry {
    pub(in crate::scenario) id: Arc<str>,
    pub(in crate::scenario) name: String,
    pub(in crate::scenario) channel: &'static str,
    pub(in crate::scenario) candidate: bool,
    pub(in crate::scenario) owned: bool,
    pub(in crate::scenario) accepts: Vec<LotKind>,
    pub(in crate::scenario) block: Block,
    pub(in crate::scenario) location: Option<Location>,
}

/// Channel of today's outlets: no place of a table.
const PRESENT: &str = "present";

/// Columns of text that the table may have.
const TEXTS: &[&str] = &[
    "name",
    "kind",
    "status",
    "owned",
    "insee_code",
    "commune",
    "accepts",
    "needs_pretreatment",
    "hierarchy_rank",
    "flag",
    "source",
    "note",
];

/// The words of a sink, each with its place.
struct Words {
    id: String,
    name: Option<String>,
    kind: Option<(String, Option<Location>)>,
    accepts: Vec<(String, Option<Location>)>,
    candidate: bool,
    owned: bool,
    block: Block,
    location: Option<Location>,
}

/// Reads the table that `[channels]` names, then the sections `[[sink]]`.
pub(super) fn read(
    context: &mut Context<'_>,
    root: &Section<'_>,
    channels: &Section<'_>,
    cells: &mut Vec<CellOverride>,
) -> Vec<SinkEntry> {
    let mut list = Vec::new();
    for source in crate::scenario::files::load_texts(context, channels, "sinks") {
        let rows = SinkParams::<f64>::table().rows().iter().map(|r| r.name.as_str());
        let names: Vec<&str> = rows.chain(TEXTS.iter().copied()).collect();
        let required = ["sink_id", "kind"];
        let Some(mut table) = Cells::parse(source, context.sources, &required, &names, context.diagnostics) else {
            continue;
        };
        table.apply("sink_id", "sink", cells, context.diagnostics);
        for row in table.rows() {
            read_row(context, row, &mut list);
        }
    }
    let sections = root.node("sink").map(|n| n.elements().to_vec()).unwrap_or_default();
    for (k, node) in sections.iter().enumerate() {
        if is_table(context, node, "sink") {
            read_section(context, node, k, cells, &mut list);
        }
    }
    list
}

fn read_row(context: &mut Context<'_>, row: CellRow<'_>, list: &mut Vec<SinkEntry>) {
    let Some(id) = row.text("sink_id") else {
        let found = Diagnostic::error(text!("a sink needs a sink_id")).at(row.location(), text!("none in this row"));
        context.diagnostics.push(found.help(text!("write a short name of your own, such as B1, in its column")));
        return;
    };
    let place = |column: &str| row.cell(column).map_or_else(|| row.location(), |c| Some(c.location.clone()));
    let accepts = row.text("accepts").unwrap_or("").split('|').map(str::trim).filter(|w| !w.is_empty());
    let words = Words {
        id: id.to_owned(),
        name: row.text("name").map(str::to_owned),
        kind: row.text("kind").map(|k| (k.to_owned(), place("kind"))),
        accepts: accepts.map(|w| (w.to_owned(), place("accepts"))).collect(),
        candidate: row.text("status").is_some_and(|s| s.contains("candidate")),
        owned: yes_or_no(context, row, "owned"),
        block: row_block(context, row, &format!("sink.{id}."), SinkParams::<f64>::table()),
        location: row.location(),
    };
    push(context, words, list);
}

/// A cell of yes or no; blank is no.
fn yes_or_no(context: &mut Context<'_>, row: CellRow<'_>, column: &str) -> bool {
    let Some(cell) = row.cell(column) else { return false };
    match cell.text.as_str() {
        "yes" | "true" => true,
        "no" | "false" => false,
        other => {
            let found = Diagnostic::error(text!("{a}`{other}` is neither yes nor no", a = row.place(column), other));
            let found = found.at(Some(cell.location.clone()), text!("not known"));
            context.diagnostics.push(found.help(text!("write yes or no, or leave the cell blank")));
            false
        }
    }
}

fn read_section(
    context: &mut Context<'_>,
    node: &Node,
    k: usize,
    cells: &mut Vec<CellOverride>,
    list: &mut Vec<SinkEntry>,
) {
    let id = id_of(context, node).unwrap_or_else(|| format!("S{}", k + 1));
    let mut node = node.clone();
    graft_cells(&mut node, "sink", &id, cells);
    let section = Section::open(context, Some(&node), super::spec("sink"), format!("sink.{id}."));
    let kind = section.text(context, "kind");
    let place = section.node("kind").map_or_else(|| section.location(), |n| Some(n.location.clone()));
    let accepts = section.texts(context, "accepts");
    let words = Words {
        name: section.text(context, "name"),
        kind: kind.map(|k| (k, place)),
        accepts: accepts.into_iter().map(|(w, at)| (w, Some(at))).collect(),
        candidate: section.flag(context, "candidate", false),
        owned: section.flag(context, "owned", false),
        block: section.numbers(context, 0),
        location: section.location(),
        id,
    };
    push(context, words, list);
}

fn push(context: &mut Context<'_>, words: Words, list: &mut Vec<SinkEntry>) {
    let id = &words.id;
    if list.iter().any(|s| *s.id == **id) {
        let found = Diagnostic::error(text!("two sinks have the id `{id}`", id));
        let found = found.at(words.location.clone(), text!("the second one"));
        context.diagnostics.push(found.help(text!("give each sink an id of its own")));
    }
    let channel = channel_named(context, &words);
    let accepts = accepted(context, &words, channel);
    check_place(context, &words);
    let channel = channel.map_or("", |c| c.id.as_str());
    let name = words.name.clone().unwrap_or_else(|| id.clone());
    let (id, candidate, owned) = (Arc::from(id.as_str()), words.candidate, words.owned);
    let (block, location) = (words.block, words.location);
    list.push(SinkEntry { id, name, channel, candidate, owned, accepts, block, location });
}

fn channel_named(context: &mut Context<'_>, words: &Words) -> Option<&'static crate::channel::Channel> {
    let all = || {
        let kinds = crate::channel::channels().iter().flat_map(|c| c.kinds.iter());
        let mut kinds: Vec<&str> = kinds.map(|k| k.split(':').next().unwrap_or(k)).collect();
        kinds.dedup();
        kinds
    };
    let Some((kind, place)) = &words.kind else {
        let found = Diagnostic::error(text!("sink `{id}` has no kind", id = words.id));
        let found = found.at(words.location.clone(), text!("in this sink"));
        context.diagnostics.push(found.help(text!("write one of {a}", a = all().join(", "))));
        return None;
    };
    let channel = channel_of_kind(kind, words.candidate).filter(|c| c.id != PRESENT);
    if channel.is_none() {
        let found = Diagnostic::error(text!("no channel and no kind of sink is called `{kind}`", kind));
        let near = nearest(kind, all()).map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
        let help = text!("{near}kinds: {a}", near, a = all().join(", "));
        context.diagnostics.push(found.at(place.clone(), text!("not known")).help(help));
    }
    channel
}

/// What the sink takes: as written, or all that its channel can use.
fn accepted(
    context: &mut Context<'_>,
    words: &Words,
    channel: Option<&'static crate::channel::Channel>,
) -> Vec<LotKind> {
    let mut list = Vec::new();
    for (word, place) in &words.accepts {
        match LotKind::named(word) {
            Some(kind) => list.push(kind),
            None => {
                let found = Diagnostic::error(text!("sink `{id}` cannot take `{word}`", id = words.id, word));
                let near = nearest(word, LotKind::ALL.map(LotKind::word));
                let near = near.map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
                let known = LotKind::ALL.map(LotKind::word).join(", ");
                context.diagnostics.push(found.at(place.clone(), text!("not known")).help(text!(
                    "{near}kinds: {known}",
                    near,
                    known
                )));
            }
        }
    }
    if words.accepts.is_empty() { channel.map_or(Vec::new(), |c| c.accepts.clone()) } else { list }
}

/// A sink has a place, and its least flow is not above its most.
fn check_place(context: &mut Context<'_>, words: &Words) {
    if !context.inputs.is_sound(&words.block) {
        return;
    }
    let values = context.inputs.values();
    let params = SinkParams::from_slice(words.block.of(&values));
    let id = &words.id;
    let mut error = |text: Text, label: Text, help: Text| {
        context.diagnostics.push(Diagnostic::error(text).at(words.location.clone(), label).help(help));
    };
    if !(params.lat_deg.is_finite() && params.lon_deg.is_finite()) {
        error(text!("sink `{id}` has no place", id), text!("nowhere"), text!("write its lat_deg and lon_deg"));
    }
    if params.capacity_t_per_year_min > params.capacity_t_per_year_max {
        let (min, max) = (params.capacity_t_per_year_min, params.capacity_t_per_year_max);
        let text = text!("sink `{id}` needs at least {min} t/a and takes at most {max}", id, min, max);
        error(text, text!("no flow fits"), Text::plain("capacity_t_per_year_min <= capacity_t_per_year_max"));
    }
    let (low, mode, high) =
        (params.gate_fee_eur_per_t_low, params.gate_fee_eur_per_t_mode, params.gate_fee_eur_per_t_high);
    if low > mode || mode > high {
        let text = text!("sink `{id}`: the gate fees {low}, {mode}, {high} are not in order", id, low, mode, high);
        error(text, text!("not in order"), Text::plain("low <= mode <= high"));
    }
}
