//! The pole of a scenario: its lots, the sinks that may take them, what is asked of the allocation.
//!
//! `[channels]` and `[[sink]]` add numbers behind those of `gisement run` and draws of their own, so that a scenario runs
//! and sweeps as it did before it named its sinks.

mod assemble;
mod params;
mod sinks;

pub use assemble::{Asked, PoleCase, PoleCompany, PoleError};
pub use params::{AllocationParams, SinkParams};

pub(super) use sinks::SinkEntry;

use super::format::SCENARIO;
use super::inputs::{Block, Inputs};
use super::overrides::CellOverride;
use super::providers::Inventory;
use super::section::{Context, Section, shorten};
use super::spec::SectionSpec;
use super::uncertainty::{Drawn, Plan};
use super::{CarbonEntry, Scenario, StreamPlace};
use crate::diag::{Diagnostic, Diagnostics, Location};
use crate::dist::Distribution;
use crate::text;
use crate::words::{Text, nearest};

/// Words of the objective.
pub(super) const OBJECTIVES: &[&str] = &["cost", "co2", "jobs"];

/// `[channels]`, the sinks and their numbers, as read.
#[derive(Clone, Debug)]
pub(super) struct PoleEntry {
    pub(super) sinks: Vec<SinkEntry>,
    pub(super) options: Block,
    pub(super) channel: Block,
    pub(super) asked: Asked,
    pub(super) location: Option<Location>,
}

/// The description of a section of the root by name.
fn spec(name: &str) -> &'static SectionSpec {
    SCENARIO.children.iter().find(|c| c.name == name).expect("the format names this section")
}

/// Reads `[channels]`, `[channel]` and `[[sink]]`; nothing where `[channels]` is not written.
pub(super) fn read(
    context: &mut Context<'_>,
    root: &Section<'_>,
    inventory: &Inventory,
    cells: &mut Vec<CellOverride>,
) -> Option<PoleEntry> {
    let section = root.child(context, "channels");
    if !section.is_present() {
        for name in ["channel", "sink"] {
            if let Some(node) = root.node(name) {
                let found = Diagnostic::error(text!("[{name}] belongs to an allocation", name));
                let found = found.at(Some(node.location.clone()), text!("without [channels]"));
                context.diagnostics.push(found.help(text!("write [channels] with its sinks, or leave this out")));
            }
        }
        return None;
    }
    let options = section.numbers(context, 0);
    let objective = section.choice(context, "objective").unwrap_or(OBJECTIVES[0]);
    let keep_present = section.flag(context, "keep_present", true);
    let hide_names = section.flag(context, "hide_names", false);
    let aggregators = read_aggregators(context, &section, inventory);
    let sinks = sinks::read(context, root, &section, cells);
    if sinks.is_empty() && !context.diagnostics.has_errors() {
        let found = Diagnostic::error(text!("an allocation needs places that take something"));
        let found = found.at(section.location(), text!("no sink here"));
        context.diagnostics.push(found.help(text!("write sinks = \"sinks.csv\", or [[sink]] sections")));
    }
    let channel = root.child(context, "channel").numbers(context, 0);
    let asked = Asked { objective, keep_present, hide_names, aggregators };
    Some(PoleEntry { sinks, options, channel, asked, location: section.location() })
}

/// Places of the companies that may count tonnes of others a second time.
fn read_aggregators(context: &mut Context<'_>, section: &Section<'_>, inventory: &Inventory) -> Vec<usize> {
    let mut list = Vec::new();
    for (id, place) in section.texts(context, "aggregators") {
        if let Some(k) = inventory.providers.iter().position(|p| p.id == id) {
            list.push(k);
            continue;
        }
        let ids: Vec<&str> = inventory.providers.iter().map(|p| p.id.as_str()).collect();
        let near = nearest(&id, ids.iter().copied()).map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
        let found = Diagnostic::error(text!("there is no provider `{id}`", id)).at(Some(place), text!("not known"));
        let help = text!("{near}providers: {a}", near, a = shorten(&ids, "the table of providers"));
        context.diagnostics.push(found.help(help));
    }
    list
}

/// Separates the draws of the allocation from those of a run: `plan` keeps the latter, the result has both.
pub(super) fn plan(inputs: &Inputs, inventory: &Inventory, pole: &PoleEntry, plan: &mut Plan) -> Plan {
    let mut whole = plan.clone();
    let drawn_here = |d: &Drawn| pole.owns(d.place);
    if plan.drawn.iter().any(drawn_here) {
        plan.drawn.retain(|d| !drawn_here(d));
        plan.settle(inputs, inventory);
    }
    for sink in &pole.sinks {
        if let Some(drawn) = gate(inputs, &sink.block).filter(|d| !whole.draws(d.place)) {
            whole.drawn.push(drawn);
        }
    }
    whole.settle(inputs, inventory);
    whole
}

/// The gate fee of a sink that gives a low and a high, as a triangle.
fn gate(inputs: &Inputs, block: &Block) -> Option<Drawn> {
    let table = SinkParams::<f64>::table();
    let place = |name: &str| block.0.start + table.find(name).expect("a row of the table of sinks").0;
    let value = |name: &str| inputs.list()[place(name)].value;
    let [low, mode, high] = ["_low", "_mode", "_high"].map(|end| value(&format!("gate_fee_eur_per_t{end}")));
    let ordered = low < high && (low..=high).contains(&mode);
    if !value("gate_fee_eur_per_t").is_nan() || !ordered {
        return None;
    }
    let distribution = Distribution::triangular(low, mode, high).ok()?;
    Some(Drawn { place: place("gate_fee_eur_per_t"), distribution, correlated: false })
}

impl PoleEntry {
    /// True for a number that only the allocation reads.
    fn owns(&self, place: usize) -> bool {
        let blocks = self.sinks.iter().map(|s| &s.block).chain([&self.options, &self.channel]);
        blocks.into_iter().any(|b| b.0.contains(&place))
    }
}

/// What only the whole shows: a carbon method by name, streams that nobody may take.
pub(super) fn check(scenario: &Scenario, diagnostics: &mut Diagnostics) {
    let Some(pole) = &scenario.pole else { return };
    let named = scenario.carbon.as_ref().is_some_and(CarbonEntry::compares);
    if !named {
        let what = text!("an allocation names its carbon method and what it compares with");
        // What the plants are asked needs no allocation: `run` goes on, and `channels` refuses.
        let runs = !(scenario.digesters.is_empty() && scenario.boilers.is_empty());
        let found = if runs { Diagnostic::warning(what) } else { Diagnostic::error(what) };
        let found = found.at(pole.location.clone(), text!("no [carbon] with the method `avoided`"));
        let help = text!("write [carbon] with methods = [\"avoided\"] and reference = \"present_outlets_2024\"");
        diagnostics.push(found.help(help));
    }
    if scenario.streams.is_empty() {
        let found = Diagnostic::error(text!("an allocation needs streams"))
            .at(pole.location.clone(), text!("nothing to allocate"));
        diagnostics
            .push(found.help(text!("add [pool] with tables of providers and streams, or [[provider]] sections")));
    }
    for stream in &scenario.streams {
        check_container(stream, diagnostics);
    }
    if diagnostics.has_errors() {
        return;
    }
    let Ok(case) = scenario.pole(&scenario.nominal()) else { return };
    for (lot, stream) in case.lots.iter().zip(&scenario.streams) {
        check_lot(&case, lot, stream, pole, diagnostics);
    }
}

/// A container is one of the table.
fn check_container(stream: &StreamPlace, diagnostics: &mut Diagnostics) {
    let Some(named) = &stream.entry.waste.container else { return };
    if let Err(error) = crate::logistics::container(&named.id) {
        let found = Diagnostic::error(text!("stream `{id}`: {error}", id = stream.entry.id, error));
        let ids: Vec<&str> = crate::logistics::containers().iter().map(|c| c.id.as_str()).collect();
        let found = found.at(named.location.clone(), text!("not known"));
        diagnostics.push(found.help(text!("containers: {a}", a = ids.join(", "))));
    }
}

/// A stream that no sink may take has to keep a lawful outlet.
fn check_lot(
    case: &PoleCase,
    lot: &crate::channel::Lot,
    stream: &StreamPlace,
    pole: &PoleEntry,
    diagnostics: &mut Diagnostics,
) {
    let refusals: Vec<_> = case.sinks.iter().map(|sink| crate::channel::lawful(lot, sink, case.year)).collect();
    let keeps = pole.asked.keep_present && lot.outlet.is_lawful(case.year);
    if keeps || refusals.iter().any(Result::is_ok) {
        return;
    }
    let why = refusals.into_iter().filter_map(Result::err).find(|r| r.id != "kind" && r.id != "transit");
    let why = why.map_or_else(|| text!("no sink lists what it is"), |r| Text::plain(r.to_string()));
    let found = Diagnostic::error(text!("stream `{id}`: no channel may lawfully take it", id = &*lot.id));
    let found = found.at(stream.entry.location.clone(), text!("today: {id}", id = lot.outlet.id));
    diagnostics.push(found.help(text!("{why}; add a sink that may take it", why)));
}
