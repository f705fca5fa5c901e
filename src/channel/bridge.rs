//! Two results for the same tonne, and the difference explained cause by cause.

use super::account::Accountant;
use super::{Account, CarbonFrame, CarbonItem, Lot, LotFacts, Refusal, Settings, Sink, SinkFacts};
use crate::balance::carbon::CarbonParams;
use crate::balance::carbon::waterfall::Claim;
use crate::logistics::Haul;

/// Why a step of a bridge exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BridgeCause {
    /// The number of a line differs.
    Amount,
    /// The second account may not claim the line because of the law.
    LostToLaw,
    /// The second account may not claim the line because somebody else does.
    LostToOther,
    /// The first account could not claim the line and the second can.
    Gained,
    /// Another table of warming potentials.
    Gwp,
    /// Another reference scenario.
    Reference,
    /// Another factor of the carbon parameters.
    Factor,
    /// Other prices, yields or choices of the channels.
    Settings,
}

/// A step of a bridge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BridgeStep {
    /// Why.
    pub cause: BridgeCause,
    /// What: a line of the account, a factor, a table or a reference.
    pub what: &'static str,
    /// Second result minus first, kg CO2e/t.
    pub kg: f64,
}

/// From the year's total of `first` to that of `second`, line by line; steps of zero are left out. The steps add up to the
/// difference of the totals.
pub fn bridge(first: &Account, second: &Account) -> Vec<BridgeStep> {
    let (a, b) = (&first.carbon, &second.carbon);
    let mut steps = Vec::new();
    for item in CarbonItem::ALL {
        let (x, y) = (a.lines.get(*item), b.lines.get(*item));
        let step = |cause, kg| BridgeStep { cause, what: item.name(), kg };
        match (a.is_counted(*item), b.is_counted(*item)) {
            (true, true) => steps.push(step(BridgeCause::Amount, y - x)),
            (true, false) => {
                let other = b.claim(*item) == Claim::ClaimedElsewhere;
                steps.push(step(if other { BridgeCause::LostToOther } else { BridgeCause::LostToLaw }, -x));
            }
            (false, true) => steps.push(step(BridgeCause::Gained, y)),
            (false, false) => {}
        }
    }
    steps.retain(|s| s.kg != 0.0);
    steps
}

/// How a tonne is judged: frame and settings.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Carbon frame.
    pub frame: CarbonFrame,
    /// Numbers and choices of the channels.
    pub settings: Settings,
}

impl View {
    fn total(&self, lot: &Lot, sink: &Sink, haul: &Haul) -> Result<f64, Refusal> {
        let accountant = Accountant::new(self.frame, self.settings).expect("a test finds the vehicles");
        let facts = SinkFacts::of(sink, &accountant)?;
        Ok(accountant.account(&LotFacts::of(lot), &facts, haul)?.carbon.total_kg())
    }
}

/// From one view of a tonne to another, assumption by assumption: warming potentials, then each factor in the order of
/// its table, then settings, then the reference. Each step changes one thing and keeps it; the steps add up to the
/// difference of the totals. The order is part of the answer: effects that need two changes fall on the later one.
///
/// # Errors
/// One of the views refuses the lot.
pub fn bridge_views(
    lot: &Lot,
    sink: &Sink,
    haul: &Haul,
    first: &View,
    second: &View,
) -> Result<Vec<BridgeStep>, Refusal> {
    let mut now = *first;
    let mut total = now.total(lot, sink, haul)?;
    let mut steps = Vec::new();
    let mut change = |now: &View, cause, what| -> Result<(), Refusal> {
        let next = now.total(lot, sink, haul)?;
        if next != total {
            steps.push(BridgeStep { cause, what, kg: next - total });
        }
        total = next;
        Ok(())
    };
    now.frame.gwp = second.frame.gwp;
    change(&now, BridgeCause::Gwp, &second.frame.gwp.id)?;
    let (mut factors, wanted) = (now.frame.params.to_vec(), second.frame.params.to_vec());
    for (k, name) in CarbonParams::<f64>::NAMES.iter().enumerate() {
        if factors[k].to_bits() != wanted[k].to_bits() {
            factors[k] = wanted[k];
            now.frame.params = CarbonParams::from_slice(&factors);
            change(&now, BridgeCause::Factor, name)?;
        }
    }
    now.settings = second.settings;
    change(&now, BridgeCause::Settings, "settings of the channels")?;
    now.frame.reference = second.frame.reference;
    change(&now, BridgeCause::Reference, &second.frame.reference.id)?;
    Ok(steps)
}
