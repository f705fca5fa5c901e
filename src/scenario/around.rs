//! The plant around the tanks of a digester as read: gas holder and machines, store, digestate.

use super::inputs::Block;
use super::section::{Context, Section};
use crate::case::{DigestateCase, GasLineCase, StoreCase};
use crate::diag::Diagnostic;
use crate::digestion::digestate::{DigestateParams, NitrogenRule, SeparationKind, separation_kinds};
use crate::digestion::plant::{
    BoilerParams, Cover, EngineParams, FlareParams, GridLimits, HeatNeedParams, HolderParams, HygienisationUnit,
    OwnPowerParams, StoreParams, UpgradingParams,
};
use crate::feedstock::pool::MONTHS;
use crate::text;
use crate::words::{Text, nearest};

/// Sections of the gas line, in the order of their blocks.
const GAS_LINE: [&str; 9] =
    ["holder", "engine", "gas_boiler", "flare", "upgrading", "grid", "heat", "hygienisation", "power"];

/// Months in which digestate is spread unless the scenario says otherwise: before and after the main crops, 0 is January.
const SPREADING: [usize; 5] = [1, 2, 3, 7, 8];

/// The plant around the tanks as read.
#[derive(Clone, Debug)]
pub(super) struct AroundEntry {
    /// Blocks of the gas line; none without a holder.
    gas_line: Option<[Block; 9]>,
    store: Option<(Block, Cover, [f64; MONTHS])>,
    digestate: Block,
    separator: Option<&'static SeparationKind>,
    rule: NitrogenRule,
}

impl AroundEntry {
    /// All blocks of numbers.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &Block> {
        let line = self.gas_line.iter().flatten();
        line.chain(self.store.iter().map(|store| &store.0)).chain(std::iter::once(&self.digestate))
    }

    pub(super) fn gas_line(&self, values: &[f64]) -> Option<Box<GasLineCase>> {
        let [holder, engine, boiler, flare, upgrading, grid, heat, hygienisation, power] = self.gas_line.as_ref()?;
        Some(Box::new(GasLineCase {
            holder: HolderParams::from_slice(holder.of(values)),
            engine: EngineParams::from_slice(engine.of(values)),
            boiler: BoilerParams::from_slice(boiler.of(values)),
            flare: FlareParams::from_slice(flare.of(values)),
            upgrading: UpgradingParams::from_slice(upgrading.of(values)),
            grid: GridLimits::from_slice(grid.of(values)),
            heat: HeatNeedParams::from_slice(heat.of(values)),
            hygienisation: HygienisationUnit::from_slice(hygienisation.of(values)),
            power: OwnPowerParams::from_slice(power.of(values)),
        }))
    }

    pub(super) fn store(&self, values: &[f64]) -> Option<StoreCase> {
        let (block, cover, emptying) = self.store.as_ref()?;
        Some(StoreCase { params: StoreParams::from_slice(block.of(values)), cover: *cover, emptying: *emptying })
    }

    pub(super) fn digestate(&self, values: &[f64]) -> DigestateCase {
        DigestateCase {
            params: DigestateParams::from_slice(self.digestate.of(values)),
            separator: self.separator,
            rule: self.rule,
        }
    }
}

/// Reads the plant around the tanks of a digester.
pub(super) fn read(context: &mut Context<'_>, digester: &Section<'_>) -> AroundEntry {
    let gas_line = read_gas_line(context, digester);
    let store = read_store(context, digester);
    let section = digester.child(context, "digestate");
    let digestate = section.numbers(context, 0);
    let rule = section.choice(context, "nitrogen_rule").and_then(NitrogenRule::from_word).unwrap_or(NitrogenRule::All);
    let separator = section.text(context, "separator").and_then(|name| {
        let found = separation_kinds().iter().find(|kind| kind.id == name);
        if found.is_none() {
            let ids: Vec<&str> = separation_kinds().iter().map(|kind| kind.id.as_str()).collect();
            let near =
                nearest(&name, ids.iter().copied()).map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
            let problem = Diagnostic::error(text!("no separator `{name}`", name));
            let problem = problem.at(section.node("separator").map(|n| n.location.clone()), text!("not known"));
            context.diagnostics.push(problem.help(text!("{near}separators: {a}", near, a = ids.join(", "))));
        }
        found
    });
    AroundEntry { gas_line, store, digestate, separator, rule }
}

fn read_gas_line(context: &mut Context<'_>, digester: &Section<'_>) -> Option<[Block; 9]> {
    if digester.node("holder").is_some() {
        return Some(GAS_LINE.map(|name| digester.child(context, name).numbers(context, 0)));
    }
    for name in GAS_LINE {
        let why = text!("the quick account by month has no hours; write [digester.holder] to follow them");
        super::plants::warn_unused(context, digester, name, text!("without [digester.holder]"), why);
    }
    None
}

fn read_store(context: &mut Context<'_>, digester: &Section<'_>) -> Option<(Block, Cover, [f64; MONTHS])> {
    digester.node("store")?;
    let section = digester.child(context, "store");
    let block = section.numbers(context, 0);
    let cover = if section.choice(context, "cover") == Some("gas_tight") { Cover::GasTight } else { Cover::Open };
    if cover == Cover::GasTight && digester.node("holder").is_none() {
        let found = Diagnostic::error(text!("a gas-tight store gives its gas to a gas line, and there is none"));
        let found = found.at(section.node("cover").map(|n| n.location.clone()), text!("needs [digester.holder]"));
        context.diagnostics.push(found.help(text!("write [digester.holder] membrane_m3 = 300, or cover = \"open\"")));
    }
    let mut emptying = [0.0; MONTHS];
    let given = section.list(context, "emptied_in", 1.0, 12.0);
    for (month, place) in &given {
        if month.fract() != 0.0 {
            let found = Diagnostic::error(text!("months are whole numbers from 1 to 12"))
                .at(Some(place.clone()), text!("no month"));
            context.diagnostics.push(found.help(text!("write for example emptied_in = [3, 8]")));
        }
        emptying[(*month as usize - 1).min(MONTHS - 1)] = 1.0;
    }
    if section.node("emptied_in").is_none() {
        SPREADING.into_iter().for_each(|month| emptying[month] = 1.0);
    }
    Some((block, cover, emptying))
}
