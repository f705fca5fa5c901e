//! The plan under two references: what explains the difference, cause by cause.

use super::network::Network;
use super::outcome::{Bridge, BridgeStep};
use super::solve::{Solved, Task};
use super::value::values;
use crate::balance::carbon::reference::{ReferenceScenario, references};
use crate::channel::{CarbonFrame, bridge as account_bridge};
use crate::scenario::PoleCase;

/// The bridge from the scenario's reference to another: the one asked for, or the first other one of the table. None where
/// the other refuses a flow, or there is no other.
pub(super) fn bridge(task: &Task<'_>, network: &Network, plan: &Solved) -> Option<Bridge> {
    let first = task.case.frame.reference;
    let second = references().iter().find(|r| r.id != first.id)?;
    let other = PoleCase { frame: CarbonFrame { reference: second, ..task.case.frame }, ..task.case.clone() };
    let second_values = values(&other, network, false).ok()?;
    let mut steps: Vec<BridgeStep> = Vec::new();
    let (mut from, mut to) = (0.0, 0.0);
    for (k, way) in network.ways.iter().enumerate().filter(|(_, w)| w.sink.is_some()) {
        let t = plan.flows[k];
        if t <= super::flows::FLOW_MIN_T {
            continue;
        }
        let (a, b) = (&task.values[k].account, &second_values[k].account);
        // As the plan counts: later lives included.
        from += a.carbon.cascade_kg() * t;
        to += b.carbon.cascade_kg() * t;
        let later = b.carbon.later_kg() - a.carbon.later_kg();
        if later != 0.0 {
            add(&mut steps, &format!("{}: later_life", way_channel(task, way.sink)), later * t);
        }
        for step in account_bridge(a, b) {
            add(&mut steps, &format!("{}: {}", way_channel(task, way.sink), step.what), step.kg * t);
        }
    }
    let name = |r: &ReferenceScenario| format!("avoided, {} version {}", r.id, r.version);
    Some(Bridge { from: name(first), from_kgco2e: from, steps, to: name(second), to_kgco2e: to })
}

fn way_channel<'a>(task: &'a Task<'_>, sink: Option<usize>) -> &'a str {
    sink.map_or("", |s| task.case.sinks[s].channel)
}

fn add(steps: &mut Vec<BridgeStep>, cause: &str, kgco2e: f64) {
    match steps.iter_mut().find(|s| s.cause == cause) {
        Some(step) => step.kgco2e += kgco2e,
        None => steps.push(BridgeStep { cause: cause.to_owned(), kgco2e }),
    }
}
