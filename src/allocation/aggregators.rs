//! The pole with and without companies that may count tonnes of others a second time.

use super::front::{cost, open_candidates};
use super::outcome::{Comparison, Criterion};
use super::solve::{AllocationError, Solved, Task};

/// Both plans side by side; none where no company is said to be an aggregator.
///
/// # Errors
/// When the plan without them cannot be found.
pub(super) fn comparison(
    task: &Task<'_>,
    objective: Criterion,
    plan: &Solved,
) -> Result<Option<Comparison>, AllocationError> {
    let named: Vec<usize> = (0..task.case.companies.len()).filter(|k| task.case.companies[*k].aggregator).collect();
    if named.is_empty() {
        return Ok(None);
    }
    let others = |company: usize| !named.contains(&company);
    let without = task.best(objective, &[], &others)?;
    Ok(Some(Comparison {
        aggregators: named.iter().map(|k| task.case.companies[*k].id.to_string()).collect(),
        with: figures(task, plan, &|_| true),
        without: figures(task, &without, &others),
        open_with: open_candidates(task, plan),
        open_without: open_candidates(task, &without),
    }))
}

/// Inventory t, moved t, gain EUR/a, kg CO2e/a, FTE.
fn figures(task: &Task<'_>, plan: &Solved, brings: &dyn Fn(usize) -> bool) -> [f64; 5] {
    let lots = || task.case.lots.iter().filter(|l| brings(l.provider));
    let inventory = lots().map(|l| l.wet_t).sum::<f64>() + 0.0;
    let today = lots().map(|l| l.wet_t * l.present_cost_eur_per_t).sum::<f64>() + 0.0;
    let kept: f64 = task.network.ways.iter().zip(&plan.flows).filter(|(w, _)| w.sink.is_none()).map(|(_, t)| t).sum();
    let gain = today - cost(task, plan);
    let (kg, fte) = (task.total(plan, Criterion::Co2), 0.0 - task.total(plan, Criterion::Jobs));
    [inventory, inventory - kept, gain, kg, fte]
}
