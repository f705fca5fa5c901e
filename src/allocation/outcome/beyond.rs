//! What lies behind the plan: fronts, samples, shares, departures, matches, methods side by side.

use super::Criterion;
use super::plan::Spread;

/// One point of a front: a whole plan.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontPoint {
    /// EUR/a.
    pub eur: f64,
    /// kg CO2e/a against today.
    pub kgco2e: f64,
    /// FTE against today, central.
    pub fte: f64,
    /// Candidates that are open, places in the sinks.
    pub open: Vec<usize>,
    /// t/a by channel, in the order of [`super::PoleOutcome::channels`].
    pub channel_t: Vec<f64>,
}

/// Plans of which none is beaten in both criteria.
#[derive(Clone, Debug, PartialEq)]
pub struct Front {
    /// Made best within each point's limit.
    pub best: Criterion,
    /// Limited, from one end to the other.
    pub against: Criterion,
    /// The points, best `best` first.
    pub points: Vec<FrontPoint>,
    /// What happens today.
    pub today: FrontPoint,
    /// Place of the point that is the plan; none when another criterion was made best.
    pub chosen: Option<usize>,
}

/// A set of yes/no decisions over all samples, with flows that follow each sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Candidates that are opened, places in the sinks; none for doing nothing new.
    pub open: Vec<usize>,
    /// Share of samples in which it is the best decision.
    pub wins: f64,
    /// Mean of the objective over the samples, in its unit (jobs negated).
    pub expected: f64,
    /// 10 %, 50 % and 90 % quantiles.
    pub p10_p50_p90: [f64; 3],
    /// Mean loss against the best decision of each sample.
    pub regret_mean: f64,
    /// Largest loss.
    pub regret_max: f64,
    /// Share of samples in which it beats today.
    pub beats_today: f64,
    /// Share of samples in which its plants get their least flow.
    pub feasible: f64,
}

/// What it would be worth to know an input, or a group of them, before deciding.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueOfKnowing {
    /// Name of the group (`amounts of wood`, `company P01`, a path).
    pub group: String,
    /// Paths of its inputs.
    pub inputs: Vec<String>,
    /// Expected gain by knowing them, in the unit of the objective, 0 or more.
    pub value: f64,
    /// Standard error.
    pub standard_error: f64,
}

/// The plan under uncertainty.
#[derive(Clone, Debug, PartialEq)]
pub struct Robust {
    /// Samples drawn.
    pub samples: usize,
    /// Samples that gave no case or no solution, with the first reason.
    pub failed: (usize, String),
    /// Seed.
    pub seed: u64,
    /// Decisions compared, best expected value first.
    pub decisions: Vec<Decision>,
    /// Place of the nominal plan's decision among them.
    pub nominal: usize,
    /// How often each channel takes the largest share of the tonnes that move, by place in the channels.
    pub channel_wins: Vec<f64>,
    /// How often each channel is used at all.
    pub channel_used: Vec<f64>,
    /// Expected value of knowing everything before deciding, in the unit of the objective.
    pub evpi: f64,
    /// What knowing a group is worth, dearest first.
    pub knowing: Vec<ValueOfKnowing>,
    /// Programmes solved.
    pub programmes: usize,
    /// Largest relative gap between a value and its proven bound.
    pub gap: f64,
    /// Gain of the robust decision against today, EUR/a.
    pub gain_eur: Spread,
}

/// What one company gets of the joint gain.
#[derive(Clone, Debug, PartialEq)]
pub struct CompanyShare {
    /// Place of the company.
    pub company: usize,
    /// Gain that it can have alone, EUR/a.
    pub alone_eur: f64,
    /// Shapley value, EUR/a.
    pub shapley_eur: f64,
    /// Standard error of it; 0 when exact.
    pub shapley_se: f64,
    /// In proportion to tonnes, EUR/a.
    pub by_tonnes_eur: f64,
    /// In proportion to what each has alone, EUR/a.
    pub by_alone_eur: f64,
}

/// Shares of the gain that the companies make together.
#[derive(Clone, Debug, PartialEq)]
pub struct Sharing {
    /// Gain of all together against today, EUR/a.
    pub gain_eur: f64,
    /// Sum of what each can have alone, EUR/a.
    pub alone_eur: f64,
    /// Shares.
    pub companies: Vec<CompanyShare>,
    /// Shapley values are exact, not sampled.
    pub exact: bool,
    /// Coalitions whose programme was solved.
    pub coalitions: usize,
    /// For Shapley, by tonnes, by stand-alone: no coalition among those checked could do better alone.
    pub in_core: [bool; 3],
    /// Least extra that any coalition must forgo for a stable split, EUR/a: 0 or less when the core is not empty.
    pub least_core_eur: f64,
    /// All coalitions were checked; otherwise only those that were searched.
    pub all_checked: bool,
}

/// The pole with and without companies that may count tonnes twice.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Identifiers of those companies.
    pub aggregators: Vec<String>,
    /// With them: inventory t, moved t, gain EUR/a, kg CO2e/a, FTE central.
    pub with: [f64; 5],
    /// Without them.
    pub without: [f64; 5],
    /// Candidates open with them, places in the sinks.
    pub open_with: Vec<usize>,
    /// Candidates open without them.
    pub open_without: Vec<usize>,
}

/// Departures that break a plant.
#[derive(Clone, Debug, PartialEq)]
pub struct Breaking {
    /// Place of the sink.
    pub sink: usize,
    /// Supply that it could lawfully get, t/a.
    pub eligible_t: f64,
    /// Least flow that it needs, t/a.
    pub least_t: f64,
    /// Fewest companies whose leaving breaks it, places of companies; empty when none can.
    pub fewest: Vec<usize>,
    /// Companies each of whose leaving breaks it alone.
    pub single: Vec<usize>,
}

/// Supply over the years in one scenario of supply.
#[derive(Clone, Debug, PartialEq)]
pub struct SupplyBand {
    /// Name of the scenario.
    pub scenario: String,
    /// What comes (`wood`, `food_waste`, ...).
    pub kind: String,
    /// Years.
    pub years: Vec<u32>,
    /// Low, mode and high, t/a of each year.
    pub wet_t: Vec<[f64; 3]>,
}

/// A possible match between two companies: no promise.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchFound {
    /// `substitution` (waste instead of a purchase) or `pooling` (similar wastes).
    pub kind: &'static str,
    /// Place of the giving company.
    pub from: usize,
    /// Place of the taking company.
    pub to: usize,
    /// What is given.
    pub what: String,
    /// What it replaces or joins.
    pub instead_of: String,
    /// t/a.
    pub wet_t: f64,
    /// Road distance, km.
    pub km: f64,
    /// Gain, EUR/a; NaN when unknown.
    pub eur: f64,
    /// Greenhouse gas, kg CO2e/a; NaN when unknown.
    pub kgco2e: f64,
    /// How likely it is to fail, 0 to 1: low, mode, high.
    pub doubt: [f64; 3],
}

/// One cause of the difference of two methods.
#[derive(Clone, Debug, PartialEq)]
pub struct BridgeStep {
    /// Cause.
    pub cause: String,
    /// kg CO2e/a.
    pub kgco2e: f64,
}

/// From the result of one carbon method to that of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    /// First method, with version and reference.
    pub from: String,
    /// Its result for the plan, kg CO2e/a.
    pub from_kgco2e: f64,
    /// Causes; they sum to the difference.
    pub steps: Vec<BridgeStep>,
    /// Second method.
    pub to: String,
    /// Its result for the same plan.
    pub to_kgco2e: f64,
}
