//! What is uncertain: distributions by path, low/mode/high of streams, common factors of providers, correlations.
//!
//! A sample is a pure function of (seed, sample, parameter): each draw is keyed by the path of what it draws, so that
//! adding a parameter moves no other.

mod correlation;
mod dimension;
mod factors;
mod laws;
mod pairs;
mod plan;
mod scores;

pub use dimension::{Cause, Dependence, Dimension};
pub use plan::{Drawn, Plan};

use super::inputs::Inputs;
use super::providers::Inventory;
use super::section::{Context, Section, range_text};
use super::tree::{Key, Node, Value};
use crate::case::StreamParams;
use crate::diag::Diagnostic;
use crate::dist::Distribution;
use crate::text;
use crate::words::nearest;
use laws::{DISTRIBUTIONS, read_distribution};

/// Samples of `run` unless the scenario says otherwise.
const SAMPLES: usize = 1000;
const SEED: u64 = 1;

/// Largest number of samples of one run, whose rows are kept in memory.
pub const SAMPLES_MAX: usize = 5_000_000;

const WORDS: [&str; 6] = ["samples", "seed", "streams", "participation", "activity", "correlation"];

/// Reads `[uncertainty]`.
pub(super) fn read(context: &mut Context<'_>, root: &Section<'_>, inventory: &Inventory) -> Plan {
    let section = root.child(context, "uncertainty");
    let samples = section.whole(context, "samples", 1.0, SAMPLES_MAX as f64).unwrap_or(SAMPLES as u64) as usize;
    let seed = section.whole(context, "seed", 0.0, 9.0e15).unwrap_or(SEED);
    let mut plan = Plan::new(samples, seed);
    let with_streams = section.flag(context, "streams", true);
    if let Some(node) = section.written() {
        factors::read(context, node, inventory, &mut plan);
        for (key, value) in node.entries() {
            if !WORDS.contains(&key.name.as_str()) {
                read_path(context, &key.name, key, value, &mut plan);
            }
        }
    }
    if with_streams {
        draw_streams(context, inventory, &mut plan);
    }
    if let (Some(node), Some(written)) = (section.node("correlation"), section.written()) {
        correlation::read(context, node, written, &mut plan);
    }
    plan.settle(context.inputs, inventory);
    plan
}

/// `"path" = { distribution = {...} }`; unquoted paths arrive as nested tables.
fn read_path(context: &mut Context<'_>, path: &str, key: &Key, node: &Node, plan: &mut Plan) {
    let Value::Table(entries) = &node.value else {
        let found = Diagnostic::error(text!("`{path}` needs a distribution", path))
            .at(Some(node.location.clone()), text!("here"));
        context.diagnostics.push(found.help(text!("write {{ triangular = {{ low = 1, mode = 2, high = 3 }} }}")));
        return;
    };
    let is_distribution = entries.first().is_some_and(|(k, _)| DISTRIBUTIONS.iter().any(|(n, _)| *n == k.name));
    if !is_distribution && context.inputs.find(path).is_none() {
        let deeper = entries.iter().any(|(_, v)| matches!(v.value, Value::Table(_)));
        if deeper && entries.iter().all(|(k, _)| DISTRIBUTIONS.iter().all(|(n, _)| *n != k.name)) {
            for (inner, value) in entries {
                read_path(context, &format!("{path}.{}", inner.name), inner, value, plan);
            }
            return;
        }
    }
    let place = place_of(context, path, key);
    let distribution = read_distribution(context, node);
    if let (Some(place), Some(distribution)) = (place, distribution) {
        push_drawn(context, place, distribution, key, plan);
    }
}

fn place_of(context: &mut Context<'_>, path: &str, key: &Key) -> Option<usize> {
    let place = context.inputs.find(path);
    if place.is_none() {
        let found = Diagnostic::error(text!("no input has the path `{path}`", path));
        let found = found.at(Some(key.location.clone()), text!("not known"));
        let near = nearest(path, context.inputs.paths()).map(str::to_owned);
        context.diagnostics.push(match near {
            Some(near) => found.help(text!("did you mean `{near}`?", near)),
            None => found.help(text!("`gisement explain FILE` lists all paths")),
        });
    }
    place
}

/// Refuses a distribution that leaves the input's range, or an input that no sample may move.
fn push_drawn(context: &mut Context<'_>, place: usize, distribution: Distribution, key: &Key, plan: &mut Plan) {
    let input = &context.inputs.list()[place];
    if input.structural {
        let message = text!("`{path}` shapes the case and cannot differ between samples", path = input.path);
        let found = Diagnostic::error(message).at(Some(key.location.clone()), text!("not possible here"));
        context.diagnostics.push(found.help(text!("set it in its section, and run the scenario once for each value")));
        return;
    }
    if context.inputs.is_overridden(place, context.sources) {
        let found =
            Diagnostic::warning(text!("`{path}` is set on the command line: it is not drawn", path = input.path));
        let found = found.at(Some(key.location.clone()), text!("left out of the samples"));
        context.diagnostics.push(found.help(text!("leave the --set out to draw it")));
        return;
    }
    if plan.draws(place) && !plan.drawn.iter().any(|d| d.place == place) {
        let message = text!(
            "`{path}` follows the common factor of all providers and has no second distribution",
            path = input.path
        );
        let found = Diagnostic::error(message).at(Some(key.location.clone()), text!("drawn twice"));
        context.diagnostics.push(found.help(text!("leave this line out, or `participation` and `activity`")));
        return;
    }
    if plan.drawn.iter().any(|d| d.place == place) {
        let message = text!("`{path}` is given two distributions", path = input.path);
        let found = Diagnostic::error(message).at(Some(key.location.clone()), text!("the second one"));
        context.diagnostics.push(found.help(text!("keep one of them")));
        return;
    }
    let (low, high) = (distribution.low(), distribution.high());
    let (tail_low, tail_high) = (distribution.quantile(1e-9), distribution.quantile(1.0 - 1e-9));
    if tail_low < input.low || tail_high > input.high {
        let message = text!(
            "`{path}` must be {b}, the distribution reaches from {c} to {d}",
            path = input.path,
            b = range_text(input.low, input.high, &input.unit),
            c = if low.is_finite() { low } else { tail_low },
            d = if high.is_finite() { high } else { tail_high }
        );
        let found = Diagnostic::error(message).at(Some(key.location.clone()), text!("reaches too far"));
        context.diagnostics.push(found.help(text!("narrow it, or use truncated_normal with low and high")));
        return;
    }
    plan.drawn.push(Drawn { place, distribution, correlated: false });
}

/// Amount, water content and present cost of every stream that gives a low and a high, as triangles.
fn draw_streams(context: &mut Context<'_>, inventory: &Inventory, plan: &mut Plan) {
    for stream in &inventory.streams {
        for name in ["t_per_year", "moisture_pct", "present_cost_eur_per_t"] {
            if let Some(drawn) = triangle(context.inputs, stream.block.0.start, name)
                && !plan.drawn.iter().any(|d| d.place == drawn.place)
            {
                plan.drawn.push(drawn);
            }
        }
    }
}

fn triangle(inputs: &Inputs, start: usize, name: &str) -> Option<Drawn> {
    let table = StreamParams::<f64>::table();
    let place = |suffix: &str| start + table.find(&format!("{name}{suffix}")).expect("a row of the table of streams").0;
    let value = |suffix: &str| inputs.list()[place(suffix)].value;
    let (low, mode, high) = (value("_low"), value("_mode"), value("_high"));
    let fixed = value("");
    let ordered = low < high && (low..=high).contains(&mode);
    if !fixed.is_nan() || !ordered {
        return None;
    }
    let place = place("");
    let distribution = Distribution::triangular(low, mode, high).ok()?;
    Some(Drawn { place, distribution, correlated: false })
}
