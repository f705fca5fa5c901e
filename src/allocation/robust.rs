//! The plan under uncertainty: yes/no decisions compared over the same samples, with flows that follow each sample.
//!
//! A decision is a set of places that are opened. In a sample its flows are the best for that sample; a place that does not
//! get its least flow stays idle, and its fixed cost is borne all the same.

use super::front::{cost, open_candidates, shown_channels};
use super::network::Network;
use super::outcome::{Criterion, Decision, Robust, Spread, ValueOfKnowing};
use super::solve::{AllocationError, Solved, Task};
use super::value::values;
use crate::channel::LotKind;
use crate::scenario::{PoleCase, Scenario};
use crate::sweep::{self, Ensemble, SampleRow};
use std::ops::Range;
use std::sync::atomic::AtomicBool;

/// What a robust plan needs to know of the run around it.
pub struct Watch<'a> {
    /// Told how many samples a finished block held.
    pub done: &'a (dyn Fn(u64) + Sync),
    /// Becomes true when the user wants to stop.
    pub stop: &'a AtomicBool,
}

/// Most decisions that are compared.
const DECISIONS_MAX: usize = 8;

/// Samples whose own best decisions are asked first.
const PILOTS: u64 = 16;

/// A robust plan under way.
pub(super) struct Study<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) network: &'a Network,
    pub(super) objective: Criterion,
    pub(super) seed: u64,
    /// Decisions, as openings of all sinks.
    decisions: Vec<Vec<bool>>,
    /// Place of the nominal plan's decision.
    nominal: usize,
}

/// What a sample's row holds behind the values of the decisions.
const TOTALS: usize = 6;

/// Quantiles of what the decision of the nominal plan gives.
pub(super) struct Spreads {
    pub(super) inventory_t: Option<[f64; 3]>,
    pub(super) moved_t: Option<[f64; 3]>,
    pub(super) kept_t: Option<[f64; 3]>,
    pub(super) today_eur: Option<[f64; 3]>,
    pub(super) plan_eur: Option<[f64; 3]>,
    pub(super) gain_eur: Option<[f64; 3]>,
    pub(super) kgco2e: Option<[f64; 3]>,
    pub(super) channel_t: Vec<Option<[f64; 3]>>,
}

/// What one sample gives for the nominal decision.
struct SampleTotals {
    inventory_t: f64,
    moved_t: f64,
    today_eur: f64,
    plan_eur: f64,
    kgco2e: f64,
    open: f64,
}

impl<'a> Study<'a> {
    /// Chooses the decisions: that of the plan, nothing new, those of the fronts, and those of the first samples.
    pub(super) fn new(
        scenario: &'a Scenario,
        network: &'a Network,
        objective: Criterion,
        seed: u64,
        plan: &Solved,
        others: &[Vec<usize>],
    ) -> Self {
        let mut study = Self { scenario, network, objective, seed, decisions: vec![plan.open.clone()], nominal: 0 };
        let case = scenario.pole(&scenario.nominal());
        let Ok(case) = case else { return study };
        let pattern = |open: &[usize]| -> Vec<bool> {
            (0..case.sinks.len()).map(|s| !case.sinks[s].candidate || open.contains(&s)).collect()
        };
        study.consider(pattern(&[]));
        for k in 0..PILOTS {
            if let Some(open) = study.own_decision(k) {
                study.consider(open);
            }
        }
        others.iter().for_each(|open| study.consider(pattern(open)));
        study
    }

    fn consider(&mut self, open: Vec<bool>) {
        if self.decisions.len() < DECISIONS_MAX && !self.decisions.contains(&open) {
            self.decisions.push(open);
        }
    }

    /// Values of a sample.
    fn case(&self, sample: u64) -> Result<PoleCase, AllocationError> {
        let mut inputs = self.scenario.nominal();
        self.scenario.pole_plan().draw(self.seed, sample, &mut inputs);
        Ok(self.scenario.pole(&inputs)?)
    }

    fn own_decision(&self, sample: u64) -> Option<Vec<bool>> {
        let case = self.case(sample).ok()?;
        let values = values(&case, self.network, false).ok()?;
        let task = Task { case: &case, network: self.network, values: &values };
        Some(task.best(self.objective, &[], &|_| true).ok()?.open)
    }

    /// Samples, and what they say.
    pub(super) fn run(&self, samples: usize, watch: &Watch<'_>) -> (Robust, Spreads) {
        let rows = |range: Range<u64>| range.map(|k| self.row(k).map_err(|error| error.to_string())).collect();
        let ensemble = sweep::run(samples, self.seed, &rows, watch.done, watch.stop);
        let spreads = self.spreads(&ensemble);
        (self.summarise(&ensemble), spreads)
    }

    fn spreads(&self, ensemble: &Ensemble) -> Spreads {
        let at = self.decisions.len();
        let column = |k: usize| quantiles(&ensemble.column(k));
        let gain: Vec<f64> =
            ensemble.rows.iter().filter_map(|r| r.as_ref().ok()).map(|r| r[at + 2] - r[at + 3]).collect();
        let kept: Vec<f64> = ensemble.rows.iter().filter_map(|r| r.as_ref().ok()).map(|r| r[at] - r[at + 1]).collect();
        let channels = 2 * at + TOTALS;
        Spreads {
            inventory_t: column(at),
            moved_t: column(at + 1),
            kept_t: quantiles(&kept),
            today_eur: column(at + 2),
            plan_eur: column(at + 3),
            gain_eur: quantiles(&gain),
            kgco2e: column(at + 4),
            channel_t: (0..shown_channels().count()).map(|c| column(channels + c)).collect(),
        }
    }

    /// Values of all decisions, totals and tonnes by channel of the nominal one, feasibility of each, and what may be known.
    fn row(&self, sample: u64) -> Result<Vec<f64>, AllocationError> {
        let case = self.case(sample)?;
        let values = values(&case, self.network, false)?;
        let task = Task { case: &case, network: self.network, values: &values };
        let mut row = Vec::with_capacity(64);
        let mut feasible = Vec::new();
        let mut programmes = 0;
        let mut gap = 0.0_f64;
        let mut nominal = None;
        for (d, open) in self.decisions.iter().enumerate() {
            let (plan, sunk, kept) = self.recourse(&task, open)?;
            programmes += plan.programmes;
            gap = gap.max((plan.value - plan.bound) / plan.value.abs().max(1.0));
            let fixed = if self.objective == Criterion::Cost { sunk } else { 0.0 };
            row.push(task.total(&plan, self.objective) + fixed);
            feasible.push(f64::from(u8::from(kept)));
            if d == self.nominal {
                nominal = Some((totals(&task, &plan, sunk), plan));
            }
        }
        let Some((totals, plan)) = nominal else { return Ok(row) };
        row.extend([totals.inventory_t, totals.moved_t, totals.today_eur, totals.plan_eur, totals.kgco2e, totals.open]);
        row.extend(feasible);
        row.extend(channel_tonnes(&task, &plan));
        row.extend([programmes as f64, gap]);
        row.extend(knowable(&case));
        Ok(row)
    }

    /// The best flows with openings held; where a place lacks its least flow it is left idle, its fixed cost borne.
    fn recourse(&self, task: &Task<'_>, open: &[bool]) -> Result<(Solved, f64, bool), AllocationError> {
        let mut open = open.to_vec();
        let mut sunk = 0.0;
        let mut kept = true;
        loop {
            let error = match task.with_open(self.objective, &open, &|_| true) {
                Ok(plan) => return Ok((plan, sunk, kept)),
                Err(error) => error,
            };
            let AllocationError::Infeasible(unkept) = &error else { return Err(error) };
            let candidate = |s: &usize| task.case.sinks[*s].candidate && open[*s];
            let named: Vec<usize> = unkept.iter().filter_map(|u| u.sink).filter(candidate).collect();
            let idle = if named.is_empty() { (0..open.len()).filter(candidate).collect() } else { named };
            if idle.is_empty() {
                return Err(error);
            }
            for s in idle {
                open[s] = false;
                sunk += task.case.sinks[s].fixed_eur_per_a;
            }
            kept = false;
        }
    }

    fn summarise(&self, ensemble: &Ensemble) -> Robust {
        let rows: Vec<&Vec<f64>> = ensemble.rows.iter().filter_map(|r: &SampleRow| r.as_ref().ok()).collect();
        let count = self.decisions.len();
        let candidates = |open: &Vec<bool>, case: &PoleCase| -> Vec<usize> {
            (0..open.len()).filter(|s| open[*s] && case.sinks[*s].candidate).collect()
        };
        let nominal_case = self.scenario.pole(&self.scenario.nominal());
        let failed = ensemble.reasons();
        let first = failed.first().map_or(String::new(), |(why, _)| why.clone());
        let best: Vec<f64> = rows.iter().map(|r| r[..count].iter().copied().fold(f64::INFINITY, f64::min)).collect();
        let winner = |r: &[f64]| (0..count).fold(0, |b, d| if r[d] < r[b] { d } else { b });
        let mut decisions: Vec<(usize, Decision)> = Vec::new();
        for d in 0..count {
            let open = nominal_case.as_ref().map_or(Vec::new(), |c| candidates(&self.decisions[d], c));
            decisions.push((d, self.decision(d, open, &rows, &best, &winner)));
        }
        decisions.sort_by(|a, b| a.1.expected.total_cmp(&b.1.expected).then(a.0.cmp(&b.0)));
        let top = decisions.first().map_or(0, |d| d.0);
        let nominal = decisions.iter().position(|d| d.0 == self.nominal).unwrap_or(0);
        let evpi = mean(rows.iter().zip(&best).map(|(r, b)| r[top] - b));
        let at = count + TOTALS + count;
        let channels = shown_channels().count();
        let present = shown_channels().position(|id| id == super::network::PRESENT);
        let (wins, used) = channel_shares(&rows, at, channels, present);
        let gain: Vec<f64> = rows.iter().map(|r| r[count + 2] - r[count + 3]).collect();
        Robust {
            samples: ensemble.rows.len(),
            failed: (ensemble.failed(), first),
            seed: self.seed,
            decisions: decisions.into_iter().map(|d| d.1).collect(),
            nominal,
            channel_wins: wins,
            channel_used: used,
            evpi,
            knowing: self.named(knowing(&rows, count, top, at + channels + 2)),
            programmes: rows.iter().map(|r| r[at + channels] as usize).sum(),
            gap: rows.iter().map(|r| r[at + channels + 1]).fold(0.0, f64::max),
            gain_eur: Spread { nominal: f64::NAN, p10_p50_p90: quantiles(&gain) },
        }
    }

    /// Groups with their names, dearest first.
    fn named(&self, list: Vec<(usize, ValueOfKnowing)>) -> Vec<ValueOfKnowing> {
        let sinks: Vec<String> = match self.scenario.pole(&self.scenario.nominal()) {
            Ok(case) => case.sinks.iter().map(|s| s.id.to_string()).collect(),
            Err(_) => Vec::new(),
        };
        let name = |g: usize| match (g / 2, g % 2) {
            (k, 0) if k < KINDS.len() => (format!("amount of {}", KINDS[k].word()), "stream.*.t_per_year".to_owned()),
            (k, _) if k < KINDS.len() => {
                (format!("present cost of {}", KINDS[k].word()), "stream.*.present_cost_eur_per_t".to_owned())
            }
            _ => {
                let id = sinks.get(g - 2 * KINDS.len()).map_or("", String::as_str);
                (format!("fee of {id}"), format!("sink.{id}.gate_fee_eur_per_t"))
            }
        };
        let mut named: Vec<ValueOfKnowing> = list
            .into_iter()
            .map(|(g, found)| {
                let (group, path) = name(g);
                ValueOfKnowing { group, inputs: vec![path], ..found }
            })
            .collect();
        named.sort_by(|a, b| b.value.total_cmp(&a.value).then_with(|| a.group.cmp(&b.group)));
        named
    }

    fn decision(
        &self,
        d: usize,
        open: Vec<usize>,
        rows: &[&Vec<f64>],
        best: &[f64],
        winner: &dyn Fn(&[f64]) -> usize,
    ) -> Decision {
        let column: Vec<f64> = rows.iter().map(|r| r[d]).collect();
        let regret = || column.iter().zip(best).map(|(v, b)| v - b);
        let at = self.decisions.len();
        let today = |r: &Vec<f64>| if self.objective == Criterion::Cost { r[at + 2] } else { 0.0 };
        let share = |yes: &dyn Fn(&Vec<f64>) -> bool| mean(rows.iter().map(|r| f64::from(u8::from(yes(r)))));
        Decision {
            open,
            wins: share(&|r| winner(r) == d),
            expected: mean(column.iter().copied()),
            p10_p50_p90: quantiles(&column).unwrap_or([f64::NAN; 3]),
            regret_mean: mean(regret()),
            regret_max: regret().fold(0.0, f64::max),
            beats_today: share(&|r| r[d] < today(r)),
            feasible: share(&|r| r[at + TOTALS + d] > 0.5),
        }
    }
}

fn totals(task: &Task<'_>, plan: &Solved, sunk: f64) -> SampleTotals {
    let lots = &task.case.lots;
    let kept = task.network.ways.iter().zip(&plan.flows).filter(|(w, _)| w.sink.is_none());
    let inventory_t = lots.iter().map(|l| l.wet_t).sum::<f64>() + 0.0;
    SampleTotals {
        inventory_t,
        moved_t: inventory_t - kept.map(|(_, t)| t).sum::<f64>(),
        today_eur: lots.iter().map(|l| l.wet_t * l.present_cost_eur_per_t).sum::<f64>() + 0.0,
        plan_eur: cost(task, plan) + sunk,
        kgco2e: task.total(plan, Criterion::Co2),
        open: open_candidates(task, plan).len() as f64,
    }
}

fn channel_tonnes(task: &Task<'_>, plan: &Solved) -> Vec<f64> {
    super::front::point(task, plan).channel_t
}

/// Share of samples in which each channel takes most of what moves, and in which it takes anything.
fn channel_shares(rows: &[&Vec<f64>], at: usize, channels: usize, present: Option<usize>) -> (Vec<f64>, Vec<f64>) {
    let (mut wins, mut used) = (vec![0.0; channels], vec![0.0; channels]);
    for row in rows {
        let tonnes = &row[at..at + channels];
        let moved = (0..channels).filter(|c| Some(*c) != present && tonnes[*c] > super::flows::FLOW_MIN_T);
        let best =
            moved.fold(None, |b: Option<usize>, c| if b.is_none_or(|b| tonnes[c] > tonnes[b]) { Some(c) } else { b });
        if let Some(best) = best.or(present) {
            wins[best] += 1.0;
        }
        (0..channels).filter(|c| tonnes[*c] > super::flows::FLOW_MIN_T).for_each(|c| used[c] += 1.0);
    }
    let count = rows.len().max(1) as f64;
    let share = |list: Vec<f64>| list.into_iter().map(|n| n / count).collect();
    (share(wins), share(used))
}

/// Kinds of lots whose amounts and present costs may be measured.
const KINDS: [LotKind; 6] =
    [LotKind::Wood, LotKind::FoodWaste, LotKind::Grease, LotKind::GreenWaste, LotKind::Manure, LotKind::Crop];

/// What a measurement could tell of a sample: amounts and present costs by kind, then the fee of each sink.
fn knowable(case: &PoleCase) -> Vec<f64> {
    let mut list = Vec::new();
    for kind in KINDS {
        let lots = || case.lots.iter().filter(|l| l.kind == kind);
        let t: f64 = lots().map(|l| l.wet_t).sum::<f64>() + 0.0;
        let eur: f64 = lots().map(|l| l.wet_t * l.present_cost_eur_per_t).sum::<f64>() + 0.0;
        list.extend([t, if t > 0.0 { eur / t } else { 0.0 }]);
    }
    list.extend(case.sinks.iter().map(|s| s.gate_eur_per_t));
    list
}

/// Bins of samples that are alike in what was measured.
const BINS: usize = 10;

/// What knowing each group is worth: the decision is chosen anew in each tenth of the samples by what was measured. Chosen
/// on one half of the samples and judged on the other, so that chance is not taken for knowledge (Strong & Oakley 2013,
/// 10.1177/0272989X12465755).
fn knowing(rows: &[&Vec<f64>], decisions: usize, top: usize, at: usize) -> Vec<(usize, ValueOfKnowing)> {
    let Some(width) = rows.first().map(|r| r.len() - at) else { return Vec::new() };
    let mut list = Vec::new();
    for g in 0..width {
        let column: Vec<f64> = rows.iter().map(|r| r[at + g]).collect();
        if column.iter().all(|v| v.to_bits() == column[0].to_bits()) {
            continue;
        }
        let gains = gains(rows, &column, decisions, top);
        let value = mean(gains.iter().copied());
        let variance = mean(gains.iter().map(|v| (v - value) * (v - value)));
        let standard_error = (variance / gains.len().max(1) as f64).sqrt();
        // Knowledge never costs: an estimate below 0 is chance.
        let found = ValueOfKnowing { group: String::new(), inputs: Vec::new(), value: value.max(0.0), standard_error };
        list.push((g, found));
    }
    list
}

/// Gain of each sample by the decision of its bin, chosen on the other half of the bin.
fn gains(rows: &[&Vec<f64>], column: &[f64], decisions: usize, top: usize) -> Vec<f64> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by(|a, b| column[*a].total_cmp(&column[*b]).then(a.cmp(b)));
    let mut gains = vec![0.0; rows.len()];
    let size = rows.len().div_ceil(BINS).max(1);
    for bin in order.chunks(size) {
        for half in 0..2 {
            let other = || bin.iter().filter(|k| **k % 2 != half);
            let sum = |d: usize| other().map(|k| rows[*k][d]).sum::<f64>();
            let best = (0..decisions).fold(top, |b, d| if sum(d) < sum(b) { d } else { b });
            bin.iter().filter(|k| **k % 2 == half).for_each(|k| gains[*k] = rows[*k][top] - rows[*k][best]);
        }
    }
    gains
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(s, n), v| (s + v, n + 1.0));
    if count > 0.0 { sum / count } else { f64::NAN }
}

/// The 10 %, 50 % and 90 % quantiles.
pub(super) fn quantiles(values: &[f64]) -> Option<[f64; 3]> {
    let summary = sweep::summarise(values)?;
    Some([summary.p10, summary.p50, summary.p90])
}
