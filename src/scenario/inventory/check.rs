//! An inventory by itself: all its problems, and what it holds.

use super::{Tables, open};
use crate::case::StreamParams;
use crate::channel::LotKind;
use crate::diag::{Diagnostic, Diagnostics, Sources};
use crate::scenario::inputs::Inputs;
use crate::scenario::providers::{Inventory, StreamEntry, read_book};
use crate::scenario::section::Context;
use crate::scenario::{Refused, known_outlet, places};
use crate::text;

/// Tonnes of one kind of stream.
#[derive(Clone, Debug, PartialEq)]
pub struct KindTotal {
    /// The kind.
    pub kind: LotKind,
    /// Number of streams.
    pub streams: usize,
    /// Sums of low, mode and high amounts, t/a as received. The sum of modes is not the mean of the sum.
    pub t_per_a: [f64; 3],
    /// Present cost at modes, EUR/a; negative when the companies are paid.
    pub present_eur_per_a: f64,
}

/// An inventory that can be used.
#[derive(Clone, Debug)]
pub struct CheckedInventory {
    /// Texts it was read from.
    pub sources: Sources,
    /// Warnings.
    pub warnings: Diagnostics,
    /// Number of companies.
    pub companies: usize,
    /// Number of streams.
    pub streams: usize,
    /// Number of purchases.
    pub purchases: usize,
    /// Streams whose amount was weighed or invoiced.
    pub measured: usize,
    /// Tonnes by kind, kinds without a stream left out.
    pub kinds: Vec<KindTotal>,
}

/// Reads an inventory by the name of its file or folder; `load` gets bytes by name.
///
/// # Errors
/// All problems at once, when at least one is an error.
pub fn check_inventory(
    name: &str,
    load: &dyn Fn(&str) -> Result<Vec<u8>, String>,
) -> Result<CheckedInventory, Box<Refused>> {
    let (mut sources, mut diagnostics, mut inputs) = (Sources::default(), Diagnostics::default(), Inputs::default());
    let mut context = Context { sources: &mut sources, diagnostics: &mut diagnostics, inputs: &mut inputs, load };
    let book = open(&mut context, name, None);
    let inventory = read_book(&mut context, &book);
    places::check(&mut context, &inventory.providers, None);
    check_outlets(&mut context, &book);
    let values = inputs.values();
    for stream in &inventory.streams {
        check_order(&values, stream, &mut diagnostics);
    }
    let diagnostics = super::name_cells(&diagnostics, &sources);
    if diagnostics.has_errors() {
        return Err(Box::new(Refused { sources, diagnostics }));
    }
    Ok(summary(&inventory, &book, &values, sources, diagnostics))
}

/// Whether the outlets are known: of a whole scenario it is told with the pool, which an inventory alone does not have.
fn check_outlets(context: &mut Context<'_>, book: &Tables) {
    for row in book.streams.iter().flat_map(|table| table.rows()) {
        if let Some(cell) = row.cell("present_outlet") {
            known_outlet(context, &cell.text, Some(cell.location.clone()));
        }
    }
}

/// Low, mode and high amount of a stream, t/a.
fn amount(values: &[f64], stream: &StreamEntry) -> [f64; 3] {
    let params = StreamParams::from_slice(stream.block.of(values));
    let mode = params.t_per_year_mode;
    let or_mode = |x: f64| if x.is_nan() { mode } else { x };
    [or_mode(params.t_per_year_low), mode, or_mode(params.t_per_year_high)]
}

fn check_order(values: &[f64], stream: &StreamEntry, diagnostics: &mut Diagnostics) {
    let [low, mode, high] = amount(values, stream);
    if low <= mode && mode <= high {
        return;
    }
    let message = text!(
        "stream `{id}`: amounts {low}, {mode}, {high} t/a do not rise from low to high",
        id = stream.id,
        low,
        mode,
        high
    );
    let found = Diagnostic::error(message).at(stream.location.clone(), text!("in this row"));
    diagnostics.push(found.help(text!("low <= most likely <= high")));
}

fn summary(
    inventory: &Inventory,
    book: &Tables,
    values: &[f64],
    sources: Sources,
    warnings: Diagnostics,
) -> CheckedInventory {
    let kinds = LotKind::ALL.iter().filter_map(|kind| {
        let mut total = KindTotal { kind: *kind, streams: 0, t_per_a: [0.0; 3], present_eur_per_a: 0.0 };
        for stream in inventory.streams.iter().filter(|s| s.waste.kind == *kind) {
            let amounts = amount(values, stream);
            total.streams += 1;
            total.t_per_a = std::array::from_fn(|k| total.t_per_a[k] + amounts[k]);
            let cost = StreamParams::from_slice(stream.block.of(values)).present_cost_eur_per_t_mode;
            total.present_eur_per_a += amounts[1] * cost;
        }
        (total.streams > 0).then_some(total)
    });
    let measured = book.streams.iter().flat_map(|t| t.rows());
    let measured = measured.filter(|r| matches!(r.text("basis"), Some("weighed" | "invoiced"))).count();
    CheckedInventory {
        sources,
        warnings,
        companies: inventory.providers.len(),
        streams: inventory.streams.len(),
        purchases: inventory.purchases.len(),
        measured,
        kinds: kinds.collect(),
    }
}
