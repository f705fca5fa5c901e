//! `[stock]`: the wood store of the pole, and the silo beside the boiler.

use super::Scenario;
use super::inputs::Block;
use super::section::{Context, Section};
use crate::feedstock::stock::{Cover, SiloParams, StockParams};

/// A wood store as read.
#[derive(Clone, Debug)]
pub(super) struct StockEntry {
    params: Block,
    silo: Block,
    cover: Cover,
}

/// The wood store of a list of values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StockAsked {
    /// Shredding, screening, store and purchase.
    pub params: StockParams<f64>,
    /// Where the wood waits.
    pub cover: Cover,
    /// Silo and lorries.
    pub silo: SiloParams<f64>,
}

/// Reads `[stock]`.
pub(super) fn read(context: &mut Context<'_>, root: &Section<'_>) -> Option<StockEntry> {
    let section = root.child(context, "stock");
    if !section.is_present() {
        return None;
    }
    let (params, silo) = (section.numbers(context, 0), section.numbers(context, 1));
    let cover = if section.flag(context, "roof", true) { Cover::Roofed } else { Cover::Open };
    Some(StockEntry { params, silo, cover })
}

impl Scenario {
    /// The wood store for a list of values; none where the scenario has no `[stock]`.
    pub fn stock_asked(&self, values: &[f64]) -> Option<StockAsked> {
        self.stock.as_ref().map(|s| StockAsked {
            params: StockParams::from_slice(s.params.of(values)),
            cover: s.cover,
            silo: SiloParams::from_slice(s.silo.of(values)),
        })
    }
}
