//! From masses on ways to flows with their accounts.

use super::network::Network;
use super::outcome::{Flow, Fte, Line, Quantity};
use super::value::WayValue;
use crate::balance::jobs::Range;
use crate::channel::{Account, CarbonItem, JobsStep, MoneyItem};
use crate::param::Flag;

/// A line of a plan is a factor times the tonnes of streams: it is as sure as its least sure part, and tonnes are assumed
/// until somebody weighs them. The flags of the factors stand in their tables and in the assumptions.
const LINE_FLAG: Flag = Flag::Assumed;

/// Flows below this are rounding, t/a.
pub(super) const FLOW_MIN_T: f64 = 1e-9;

/// Flows of a plan. Present outlets are sinks behind the table: `outlet_of` gives the place of a lot's.
pub(super) fn flows(
    network: &Network,
    values: &[WayValue],
    masses: &[f64],
    outlet_of: impl Fn(usize) -> usize,
) -> Vec<Flow> {
    let mut list = Vec::new();
    for ((way, value), t) in network.ways.iter().zip(values).zip(masses).filter(|(_, t)| **t > FLOW_MIN_T) {
        let sink = way.sink.unwrap_or_else(|| outlet_of(way.lot));
        list.push(flow(way.lot, sink, way.hub, way.sink.is_none(), value, *t));
    }
    list
}

fn flow(lot: usize, sink: usize, hub: Option<usize>, kept: bool, value: &WayValue, t: f64) -> Flow {
    let share = if value.haul.wet_t > 0.0 { t / value.haul.wet_t } else { 0.0 };
    let (carbon, shown) = if kept { (Vec::new(), Vec::new()) } else { carbon(&value.account, t) };
    Flow {
        lot,
        sink,
        hub,
        wet_t: t,
        km: if kept { f64::NAN } else { value.haul.km },
        trips: value.haul.trips * share,
        money: money(value, t),
        carbon,
        carbon_shown: shown,
        jobs: if kept { Vec::new() } else { jobs(&value.account, t) },
        products: products(&value.account, t),
        red_saving_pct: None,
    }
}

fn money(value: &WayValue, t: f64) -> Vec<Line> {
    let account = &value.account.money;
    let counted = account.lines.iter().filter(|(item, eur)| *eur != 0.0 && account.is_counted(*item));
    let line = |(item, eur): (MoneyItem, f64)| Line {
        name: item.name(),
        value: eur * t,
        source: item.source(),
        flag: LINE_FLAG,
    };
    let mut list: Vec<Line> = counted.map(line).collect();
    if value.hub_eur_per_t != 0.0 {
        let (name, value) = ("hub", value.hub_eur_per_t * t);
        list.push(Line { name, value, source: "fee of the platform", flag: LINE_FLAG });
    }
    list
}

/// Lines below this are rounding, kg CO2e/t.
const KG_MIN_PER_T: f64 = 1e-12;

/// Lines that count, and those that others claim or the law does not let count.
fn carbon(account: &Account, t: f64) -> (Vec<Line>, Vec<Line>) {
    let carbon = &account.carbon;
    let mut counted = Vec::new();
    let mut shown = Vec::new();
    for (item, kg) in carbon.lines.iter().filter(|(_, kg)| kg.abs() > KG_MIN_PER_T) {
        let line = Line { name: item.name(), value: kg * t, source: item.source(), flag: LINE_FLAG };
        let later = item == CarbonItem::LaterLife && carbon.later_kg() != 0.0;
        if carbon.is_counted(item) || later { counted.push(line) } else { shown.push(line) }
    }
    (counted, shown)
}

fn jobs(account: &Account, t: f64) -> Vec<Fte> {
    let kt = t / 1000.0;
    let jobs = &account.jobs;
    let mut list = Vec::new();
    for (k, step) in JobsStep::ALL.into_iter().enumerate() {
        let (all, insertion) = (jobs.fte_per_kt[k], jobs.insertion_fte_per_kt[k]);
        // The same round is driven today: it is no new post.
        let same_round = step == JobsStep::Collection && jobs.collected_today;
        if all.high == 0.0 || same_round {
            continue;
        }
        let insertion_share = if all.central > 0.0 { insertion.central / all.central } else { 0.0 };
        list.push(Fte { step: step.name(), fte: all.times(kt), insertion_share });
    }
    if jobs.present_treatment_fte_per_kt.high != 0.0 {
        let fte = -jobs.present_treatment_fte_per_kt.times(kt);
        list.push(Fte { step: "displaced", fte, insertion_share: 0.0 });
    }
    list
}

/// Products below this are rounding, a tonne's unit each.
const PRODUCT_MIN_PER_T: f64 = 1e-13;

fn products(account: &Account, t: f64) -> Vec<Quantity> {
    // Heat and power that cancel leave rounding behind.
    let some = account.products.iter().filter(|(_, amount)| amount.abs() > PRODUCT_MIN_PER_T);
    let quantity = |(product, amount): (crate::channel::Product, f64)| {
        let unit = product.unit();
        let mass_t = if unit == "t" { amount * t } else { 0.0 };
        Quantity { name: product.name(), unit, amount: amount * t, mass_t }
    };
    some.map(quantity).collect()
}

/// Adds lines of the same name.
pub(super) fn add_lines(sum: &mut Vec<Line>, lines: &[Line]) {
    for line in lines {
        match sum.iter_mut().find(|l| l.name == line.name) {
            Some(found) => found.value += line.value,
            None => sum.push(line.clone()),
        }
    }
}

/// Adds products of the same name.
pub(super) fn add_products(sum: &mut Vec<Quantity>, more: &[Quantity]) {
    for product in more {
        match sum.iter_mut().find(|q| q.name == product.name) {
            Some(found) => {
                found.amount += product.amount;
                found.mass_t += product.mass_t;
            }
            None => sum.push(product.clone()),
        }
    }
}

/// Insertion posts of a flow, FTE.
pub(super) fn insertion(flow: &Flow) -> f64 {
    flow.jobs.iter().map(|j| j.fte.central * j.insertion_share).sum()
}

/// No jobs.
pub(super) const NO_FTE: Range<f64> = Range { low: 0.0, central: 0.0, high: 0.0 };
