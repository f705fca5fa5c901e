//! What companies buy: rows of the table of purchases.

use crate::case::StreamParams;
use crate::diag::{Diagnostic, Location};
use crate::library::{Product, product, products};
use crate::scenario::cells::{CellRow, Cells};
use crate::scenario::inputs::Block;
use crate::scenario::section::Context;
use crate::scenario::{Scenario, SupplyAsked};
use crate::text;
use crate::words::{Text, nearest};

/// A purchase as read.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct PurchaseEntry {
    pub(in crate::scenario) id: String,
    /// Place of its company in the list.
    pub(in crate::scenario) provider: usize,
    pub(in crate::scenario) product: &'static Product,
    /// Low, mode and high, units of the product a year.
    pub(in crate::scenario) units_per_a: [f64; 3],
    /// Price, EUR per unit; none where the usual one holds.
    pub(in crate::scenario) eur_per_unit: Option<f64>,
    pub(in crate::scenario) location: Option<Location>,
}

/// What a company buys.
#[derive(Clone, Debug, PartialEq)]
pub struct Purchase {
    /// Identifier.
    pub id: String,
    /// Place of its company in the list.
    pub provider: usize,
    /// What it buys.
    pub product: &'static Product,
    /// Low, mode and high, units of the product a year.
    pub units_per_a: [f64; 3],
    /// Low, mode and high price, EUR per unit without tax: what was written, or what is usual.
    pub eur_per_unit: [f64; 3],
}

impl Scenario {
    /// What the companies buy, in the order of the tables.
    pub fn purchases(&self) -> Vec<Purchase> {
        let one = |p: &PurchaseEntry| Purchase {
            id: p.id.clone(),
            provider: p.provider,
            product: p.product,
            units_per_a: p.units_per_a,
            eur_per_unit: p.eur_per_unit.map_or(p.product.eur_per_unit, |eur| [eur; 3]),
        };
        self.purchases.iter().map(one).collect()
    }

    /// How supply may change over the years.
    pub fn supply(&self) -> &SupplyAsked {
        &self.supply
    }

    /// Low, mode and high of what each stream brings when its company takes part, t/a as received, in the order of the
    /// streams.
    pub fn amount_ranges(&self, values: &[f64]) -> Vec<[f64; 3]> {
        let range = |block: &Block| {
            let params = StreamParams::from_slice(block.of(values));
            let or_mode = |x: f64| if x.is_nan() { params.t_per_year_mode } else { x };
            [or_mode(params.t_per_year_low), params.t_per_year_mode, or_mode(params.t_per_year_high)]
        };
        self.streams.iter().map(|s| range(&s.entry.block)).collect()
    }
}

/// Largest amount of a purchase that makes sense, units a year.
const UNITS_MAX: f64 = 1e9;

/// Reads a table of purchases; `provider` finds the place of a company.
pub(in crate::scenario) fn read(
    context: &mut Context<'_>,
    table: &Cells,
    provider: &dyn Fn(&str) -> Option<usize>,
    ids: &[String],
) -> Vec<PurchaseEntry> {
    let mut list: Vec<PurchaseEntry> = Vec::new();
    for row in table.rows() {
        let Some(entry) = read_row(context, row, provider, ids) else { continue };
        if list.iter().any(|p| p.id == entry.id) {
            let found = Diagnostic::error(text!("two purchases have the id `{id}`", id = entry.id));
            let found = found.at(entry.location.clone(), text!("the second one"));
            context.diagnostics.push(found.help(text!("give each purchase an id of its own")));
        }
        list.push(entry);
    }
    list
}

fn read_row(
    context: &mut Context<'_>,
    row: CellRow<'_>,
    provider: &dyn Fn(&str) -> Option<usize>,
    ids: &[String],
) -> Option<PurchaseEntry> {
    let (id, owner, name) = (row.text("purchase_id"), row.text("provider_id"), row.text("product"));
    let (Some(id), Some(owner), Some(name)) = (id, owner, name) else {
        let found = Diagnostic::error(text!(
            "{a}a purchase needs its id, its company and its product",
            a = row.place("purchase_id")
        ));
        context
            .diagnostics
            .push(found.at(row.location(), text!("not all in this row")).help(text!("fill the three cells")));
        return None;
    };
    let place = provider(owner);
    if place.is_none() {
        let cell = row.cell("provider_id").map(|c| c.location.clone());
        let message =
            text!("{a}purchase `{id}`: there is no provider `{owner}`", a = row.place("provider_id"), id, owner);
        let near = nearest(owner, ids.iter().map(String::as_str)).map(|n| text!("did you mean `{n}`?", n));
        let help = near.unwrap_or_else(|| text!("add it to the table of companies"));
        context.diagnostics.push(Diagnostic::error(message).at(cell, text!("not known")).help(help));
    }
    let bought = product(name);
    if bought.is_none() {
        let cell = row.cell("product").map(|c| c.location.clone());
        let words: Vec<&str> = products().iter().map(|p| p.id.as_str()).collect();
        let near = nearest(name, words.iter().copied()).map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
        let found = Diagnostic::error(text!("{a}no product `{name}`", a = row.place("product"), name))
            .at(cell, text!("not known"));
        context.diagnostics.push(found.help(text!("{near}products: {a}", near, a = words.join(", "))));
    }
    let mut amount = |end: &str| row.number(&format!("amount_{end}"), 0.0, UNITS_MAX, context.diagnostics);
    let [low, mode, high] = ["low", "mode", "high"].map(&mut amount);
    let eur_per_unit = row.number("price_eur", 0.0, 1e6, context.diagnostics);
    let mode = checked_mode(context, row, low, mode, high)?;
    Some(PurchaseEntry {
        id: id.to_owned(),
        provider: place?,
        product: bought?,
        units_per_a: [low.unwrap_or(mode), mode, high.unwrap_or(mode)],
        eur_per_unit,
        location: row.location(),
    })
}

/// The most likely amount, between low and high where they are given.
fn checked_mode(
    context: &mut Context<'_>,
    row: CellRow<'_>,
    low: Option<f64>,
    mode: Option<f64>,
    high: Option<f64>,
) -> Option<f64> {
    let Some(mode) = mode else {
        // A cell that is no number was told.
        if row.cell("amount_mode").is_none() {
            let place = row.any_cell("amount_mode").map(|c| c.location.clone()).or_else(|| row.location());
            let found = Diagnostic::error(text!("{a}a purchase needs its amount", a = row.place("amount_mode")));
            context
                .diagnostics
                .push(found.at(place, text!("blank")).help(text!("write the most likely amount a year")));
        }
        return None;
    };
    if low.is_some_and(|low| low > mode) || high.is_some_and(|high| high < mode) {
        let place = row.cell("amount_mode").map(|c| c.location.clone());
        let found =
            Diagnostic::error(text!("{a}{mode} does not lie between low and high", a = row.place("amount_mode"), mode));
        context.diagnostics.push(found.at(place, text!("out of order")).help(text!("low <= most likely <= high")));
    }
    Some(mode)
}
