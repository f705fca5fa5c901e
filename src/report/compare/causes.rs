//! What makes the difference of two results: lines of their accounts, and flows that go elsewhere.

use super::differences::Compared;
use crate::allocation::{Line, PoleOutcome};
use crate::balance::carbon::CarbonMethod;
use crate::balance::carbon::avoided::AvoidedAccount;
use crate::balance::carbon::waterfall::{Claim, LineKind};
use crate::case::{CarbonOutcome, Outcome};
use crate::words::word;

/// Mass that counts as moved, t/a.
const MOVED_T_MIN: f64 = 1e-6;

/// Lines of one account in all scenarios.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Causes {
    /// `plan_carbon`, `plan_money`, `run_carbon`, `run_money`.
    pub(super) key: &'static str,
    /// Unit of all values.
    pub(super) unit: &'static str,
    /// Method with its version, one a scenario.
    pub(super) methods: Vec<String>,
    /// Reference, one a scenario.
    pub(super) references: Vec<String>,
    /// Result, one a scenario: the sum of its lines.
    pub(super) results: Vec<f64>,
    /// Name of a line, and its value in each scenario.
    pub(super) lines: Vec<(String, Vec<f64>)>,
}

/// A flow that is not the same in all scenarios.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Moved {
    /// Identifier of the stream.
    pub(super) lot: String,
    /// Name of its company.
    pub(super) company: String,
    /// Name of the sink.
    pub(super) sink: String,
    /// t/a in each scenario.
    pub(super) wet_t: Vec<f64>,
}

impl Moved {
    /// Largest distance from the first scenario, t/a.
    pub(super) fn size(&self) -> f64 {
        self.wet_t.iter().map(|t| (t - self.wet_t[0]).abs()).fold(0.0, f64::max)
    }
}

/// All accounts that every scenario has and of which some line differs.
pub(super) fn all(sides: &[Compared<'_>]) -> Vec<Causes> {
    let mut list = Vec::new();
    if let Some(poles) = sides.iter().map(|s| s.pole).collect::<Option<Vec<_>>>() {
        list.push(of_poles(&poles, "plan_carbon", "t CO2e/a", "carbon", carbon_lines));
        list.push(of_poles(&poles, "plan_money", "EUR/a", "money", money_lines));
    }
    if let Some(runs) = sides.iter().map(|s| s.outcome).collect::<Option<Vec<_>>>() {
        list.extend(of_runs(&runs));
    }
    list.retain(|c| c.lines.iter().any(|(_, values)| values.iter().any(|v| *v != values[0])));
    list
}

/// Lines by name over all scenarios, in the order in which they are met.
fn gather(each: &[Vec<(String, f64)>]) -> Vec<(String, Vec<f64>)> {
    let mut lines: Vec<(String, Vec<f64>)> = Vec::new();
    for (k, list) in each.iter().enumerate() {
        for (name, value) in list {
            let place = lines.iter().position(|(n, _)| n == name).unwrap_or_else(|| {
                lines.push((name.clone(), vec![0.0; each.len()]));
                lines.len() - 1
            });
            lines[place].1[k] += value;
        }
    }
    lines
}

fn of_poles(
    poles: &[&PoleOutcome],
    key: &'static str,
    unit: &'static str,
    of: &str,
    lines: fn(&PoleOutcome) -> Vec<(String, f64)>,
) -> Causes {
    let each: Vec<Vec<(String, f64)>> = poles.iter().map(|p| lines(p)).collect();
    let reference = |p: &&PoleOutcome| {
        let found = p.methods.iter().find(|m| m.of == of).map(|m| m.reference.clone());
        found.filter(|r| !r.is_empty()).unwrap_or_else(|| word("today").to_owned())
    };
    let method = |p: &&PoleOutcome| {
        let found = p.methods.iter().find(|m| m.of == of).map(|m| format!("{} {}", m.name, m.version));
        found.unwrap_or_else(|| word("not named").to_owned())
    };
    Causes {
        key,
        unit,
        methods: poles.iter().map(method).collect(),
        references: poles.iter().map(reference).collect(),
        results: each.iter().map(|l| l.iter().map(|(_, v)| v).sum()).collect(),
        lines: gather(&each),
    }
}

fn named(line: &Line, scale: f64) -> (String, f64) {
    (line.name.to_owned(), line.value / scale)
}

fn carbon_lines(pole: &PoleOutcome) -> Vec<(String, f64)> {
    pole.flows.iter().flat_map(|f| &f.carbon).map(|l| named(l, 1000.0)).collect()
}

/// Money of flows, and the fixed costs of what is opened.
fn money_lines(pole: &PoleOutcome) -> Vec<(String, f64)> {
    let mut lines: Vec<(String, f64)> = pole.flows.iter().flat_map(|f| &f.money).map(|l| named(l, 1.0)).collect();
    let rest = pole.totals.plan_eur.nominal - lines.iter().map(|(_, v)| v).sum::<f64>();
    // Rounding of sums in another order is no cost.
    if rest.abs() > 1e-9 * pole.totals.plan_eur.nominal.abs().max(1.0) {
        lines.push(("fixed".to_owned(), rest));
    }
    lines
}

fn avoided(outcome: &Outcome) -> Option<&AvoidedAccount<f64>> {
    outcome.accounts.as_ref()?.carbon.iter().find_map(|c| match c {
        CarbonOutcome::Avoided(account) => Some(account),
        CarbonOutcome::Red(_) => None,
    })
}

/// Name of the carbon method of a run with its version and reference; blank without an account.
pub(super) fn run_method(outcome: &Outcome) -> String {
    avoided(outcome).map_or_else(String::new, |a| {
        format!("{}, {} {}", CarbonMethod::Avoided.version(), a.reference.id, a.reference.version)
    })
}

fn of_runs(runs: &[&Outcome]) -> Vec<Causes> {
    let mut list = Vec::new();
    if let Some(accounts) = runs.iter().map(|o| avoided(o)).collect::<Option<Vec<_>>>() {
        let counted = |a: &AvoidedAccount<f64>| -> Vec<(String, f64)> {
            let lines = a.waterfall.components.iter();
            let lines = lines.filter(|c| c.kind != LineKind::Biogenic && c.claim == Claim::Counted && c.kg_co2e != 0.0);
            lines.map(|c| (c.name.to_owned(), c.kg_co2e / 1000.0)).collect()
        };
        let each: Vec<_> = accounts.iter().map(|a| counted(a)).collect();
        list.push(Causes {
            key: "run_carbon",
            unit: "t CO2e/a",
            methods: vec![CarbonMethod::Avoided.version().to_owned(); runs.len()],
            references: accounts.iter().map(|a| format!("{} {}", a.reference.id, a.reference.version)).collect(),
            results: each.iter().map(|l| l.iter().map(|(_, v)| v).sum()).collect(),
            lines: gather(&each),
        });
    }
    if let Some(accounts) = runs.iter().map(|o| o.accounts.as_ref()).collect::<Option<Vec<_>>>() {
        let each: Vec<Vec<(String, f64)>> = accounts
            .iter()
            .map(|a| a.money.yearly.iter().filter(|l| l.eur != 0.0).map(|l| (l.name.to_owned(), l.eur)).collect())
            .collect();
        list.push(Causes {
            key: "run_money",
            unit: "EUR/a",
            methods: vec![word("yearly accounts").to_owned(); runs.len()],
            references: vec![word("nothing").to_owned(); runs.len()],
            results: each.iter().map(|l| l.iter().map(|(_, v)| v).sum()).collect(),
            lines: gather(&each),
        });
    }
    list
}

/// Flows that differ, largest change first.
pub(super) fn moved(sides: &[Compared<'_>]) -> Vec<Moved> {
    let mut list: Vec<(String, Moved)> = Vec::new();
    for (k, side) in sides.iter().enumerate() {
        let Some(pole) = side.pole else { continue };
        for flow in &pole.flows {
            let (Some(lot), Some(sink)) = (pole.lots.get(flow.lot), pole.sinks.get(flow.sink)) else { continue };
            let key = format!("{}\n{}", lot.id, sink.id);
            let place = list.iter().position(|(name, _)| *name == key).unwrap_or_else(|| {
                let company = pole.companies.get(lot.company).map_or_else(String::new, |c| c.name.clone());
                let (lot, sink) = (lot.id.to_string(), sink.name.clone());
                list.push((key, Moved { lot, company, sink, wet_t: vec![0.0; sides.len()] }));
                list.len() - 1
            });
            list[place].1.wet_t[k] += flow.wet_t;
        }
    }
    let mut moved: Vec<Moved> = list.into_iter().map(|(_, m)| m).filter(|m| m.size() > MOVED_T_MIN).collect();
    moved.sort_by(|a, b| {
        b.size().total_cmp(&a.size()).then_with(|| a.lot.cmp(&b.lot)).then_with(|| a.sink.cmp(&b.sink))
    });
    moved
}
