//! The whole of a sizing.

use super::advice::advice;
use super::candidate::candidates;
use super::rank::{breaches, mark_front, ranking};
use super::rate::{Given, house, own, rate};
use super::robust::{Samples, Watch, loss, sample_all};
use super::shortcut::shortcut;
use super::swings::swings;
use super::{Candidate, DemandFacts, Figures, Picked, Rated, SizeOutcome};
use crate::case::{Case, Detail, EvaluateError, HeatOutcome, Surroundings, evaluate, study_of};
use crate::combustion::catalogue;
use crate::diag::{Diagnostic, Diagnostics};
use crate::scenario::{AssembleError, Scenario, SizeAsked, SizeObjective, SizeParams};
use crate::text;
use crate::words::{Text, shown_as_told};
use std::sync::atomic::Ordering;

/// What is asked of [`size`] beside the scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizeOptions {
    /// Instead of the scenario's objective.
    pub objective: Option<SizeObjective>,
    /// Samples; none for the scenario's.
    pub samples: Option<usize>,
    /// Seed of the samples; none for the scenario's.
    pub seed: Option<u64>,
}

/// Why a scenario has no sizing.
#[derive(Clone, Debug, PartialEq)]
pub enum SizeError {
    /// The values give no case.
    Assemble(AssembleError),
    /// The nominal case has no year.
    Evaluate(EvaluateError),
    /// Greenhouse gas is to be made least, and the scenario compares with no reference.
    NoCarbon,
    /// Nothing to try: no power of the catalogue fits the demand.
    NoCandidate {
        /// Smallest power that was looked for, kW.
        low_kw: f64,
        /// Largest, kW.
        high_kw: f64,
    },
    /// More than can be kept in memory.
    TooMany {
        /// Candidates times samples.
        asked: usize,
    },
}

/// Most candidates times samples: their figures take 112 bytes each.
pub const SIZE_RUNS_MAX: usize = 4_000_000;

impl SizeError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Assemble(error) => error.told(),
            Self::Evaluate(error) => error.told(),
            Self::NoCarbon => {
                text!("the objective is greenhouse gas, and the scenario names no method to count it")
            }
            Self::NoCandidate { low_kw, high_kw } => {
                text!(
                    "no boilers of the catalogue have {low_kw} to {high_kw} kW together: write [size] powers_kw = [...] with the powers to try",
                    low_kw = format!("{low_kw:.0}"),
                    high_kw = format!("{high_kw:.0}")
                )
            }
            Self::TooMany { asked } => {
                text!(
                    "{asked} candidate years are more than {most}: ask for fewer candidates or samples",
                    asked,
                    most = SIZE_RUNS_MAX
                )
            }
        }
    }
}

shown_as_told!(SizeError);

impl std::error::Error for SizeError {}

impl SizeError {
    /// The problem at the lines of the scenario that matter, with what to write; none where the scenario is not to blame.
    pub fn located(&self, scenario: &Scenario) -> Option<Diagnostics> {
        let (demand, boiler) = scenario.heat_locations();
        let (place, help) = match self {
            Self::Evaluate(EvaluateError::NoDemand) => {
                (demand, text!("write [demand] annual_heat_mwh = 1800, or file = \"demand.csv\" with a row an hour"))
            }
            Self::Evaluate(EvaluateError::NoBoiler) => {
                (boiler, text!("write [boiler] with its fuel: its power is what the sizing looks for, the rest stays"))
            }
            Self::Evaluate(EvaluateError::NoFuel) => {
                (boiler, text!("write [boiler.fuel] like = \"pallet_A_soft\", or pool wood streams"))
            }
            Self::NoCarbon => (
                scenario.size_location(),
                text!(
                    "write [carbon] methods = [\"avoided\"] and reference = \"gas_boiler_2024\", or another objective"
                ),
            ),
            Self::Evaluate(EvaluateError::Heat(_)) => {
                (boiler, text!("`gisement explain boiler` and `gisement explain demand` show ranges"))
            }
            Self::NoCandidate { .. } => {
                (scenario.size_location().or(demand), text!("or widen power_share_low and power_share_high"))
            }
            Self::TooMany { .. } => (scenario.size_location(), text!("shorten the lists of [size], or take -n")),
            Self::Assemble(_) | Self::Evaluate(_) => return None,
        };
        let problem = Diagnostic::error(self.told()).at(place.cloned(), text!("here")).help(help);
        Some(Diagnostics::one(problem))
    }
}

impl From<EvaluateError> for SizeError {
    fn from(error: EvaluateError) -> Self {
        Self::Evaluate(error)
    }
}

/// What was tried, and what each gave in the nominal case.
struct Tried {
    list: Vec<Candidate>,
    given: Vec<Given>,
    /// Places of what the scenario describes and of the rule of thumb, which are tried whatever is asked.
    present: Option<usize>,
    half_peak: usize,
    /// Candidates that were asked for; those behind them are shown beside.
    asked: usize,
}

/// Sizes the boiler house of a scenario. `watch` follows the samples; whoever stops it early gets what was sampled.
///
/// # Errors
/// When the scenario has no case, no boiler, no demand or no fuel, or there is nothing to try.
pub fn size(scenario: &Scenario, options: &SizeOptions, watch: &Watch<'_>) -> Result<SizeOutcome, SizeError> {
    let values = scenario.nominal();
    let case = scenario.case(&values).map_err(SizeError::Assemble)?;
    let surroundings = Surroundings::new(&case)?;
    let (asked, params) = (scenario.size_asked(), scenario.size_params(&values));
    let tried = tried(&surroundings, &asked, &params)?;
    let certain = scenario.plan.is_certain();
    let objective = options.objective.unwrap_or(asked.objective);
    if objective == SizeObjective::Co2 && !surroundings.compares() {
        return Err(SizeError::NoCarbon);
    }
    let samples = if certain { 0 } else { options.samples.unwrap_or(asked.samples) };
    let runs = tried.list.len() * samples.max(1);
    if runs > SIZE_RUNS_MAX {
        return Err(SizeError::TooMany { asked: runs });
    }
    let seed = options.seed.unwrap_or(scenario.plan.seed);
    let sampled = sample_all(scenario, &tried.list, samples, seed, watch);
    let rated = rated(&tried, &sampled, &params, objective);
    let ranking = ranking(&rated, objective);
    // Whoever writes powers can have no others: the scenario's own house and the rule of thumb are then shown alone.
    let may = |k: &usize| rated[*k].is_allowed() && (asked.powers_kw.is_empty() || *k < tried.asked);
    let chosen = ranking.iter().copied().find(may);
    let close = chosen.or(ranking.first().copied()).unwrap_or(tried.half_peak);
    let years = (tried.list.len() * (sampled.count() + 1)) as u64;
    let half_peak = pick(&case, &tried.list, tried.half_peak)?;
    let mut outcome = SizeOutcome {
        name: scenario.name.clone(),
        description: scenario.description.clone(),
        objective,
        params,
        demand: facts(&surroundings, half_peak.outcome.heat.as_ref()),
        nominal_best: nominal_best(&rated, objective),
        chosen: chosen.map(|k| pick(&case, &tried.list, k)).transpose()?,
        half_peak: Some(half_peak),
        present: tried.present.map(|k| pick(&case, &tried.list, k)).transpose()?,
        shortcut: shortcut(&surroundings, &tried.list[close])?,
        swings: swings(scenario, &tried.list[close]),
        rated,
        ranking,
        advice: Vec::new(),
        samples: (sampled.count(), samples),
        failed: sampled.failed(),
        seed,
        years,
        stopped: watch.stop.load(Ordering::Relaxed),
    };
    outcome.advice = advice(&outcome, &surroundings);
    Ok(outcome)
}

fn facts(surroundings: &Surroundings<'_>, heat: Option<&HeatOutcome>) -> DemandFacts {
    let of = |value: fn(&HeatOutcome) -> f64| heat.map_or(f64::NAN, value);
    DemandFacts {
        useful_mwh: of(|h| h.useful_mwh),
        network_loss_mwh: of(|h| h.network_loss_mwh),
        from_digester_mwh: of(|h| h.from_digester_mwh),
        year_peak_kw: surroundings.load().peak_kw(),
        peak_kw: peak_kw(surroundings),
        design_kw: surroundings.design_kw().unwrap_or(f64::NAN),
    }
}

/// The peak that a house is held against: the larger of the year's and the load at design temperature, kW.
fn peak_kw(surroundings: &Surroundings<'_>) -> f64 {
    surroundings.design_kw().unwrap_or(0.0).max(surroundings.load().peak_kw())
}

/// Every candidate in the nominal case, with the scenario's own house and the rule of thumb among them.
fn tried(surroundings: &Surroundings<'_>, asked: &SizeAsked, params: &SizeParams<f64>) -> Result<Tried, SizeError> {
    let peak_kw = peak_kw(surroundings);
    let (low_kw, high_kw) = (params.power_share_low * peak_kw, params.power_share_high * peak_kw);
    let catalogue_kw = catalogue_powers();
    let mut list = candidates(asked, &catalogue_kw, low_kw, high_kw);
    if list.is_empty() {
        return Err(SizeError::NoCandidate { low_kw, high_kw });
    }
    let asked = list.len();
    let own = own(surroundings.case());
    let like = own.clone().unwrap_or_else(|| list[0].clone());
    let half_peak = place_of(&mut list, half_of(peak_kw, &catalogue_kw, &like));
    let present = own.map(|own| place_of(&mut list, own));
    let rated = rate(surroundings, &list, &|| false).unwrap_or_default();
    let given = rated.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(Tried { list, given, present, half_peak, asked })
}

/// Powers of the catalogue, each once, rising, kW.
pub(super) fn catalogue_powers() -> Vec<f64> {
    let mut powers: Vec<f64> = catalogue().iter().map(|b| b.nominal_kw).collect();
    powers.sort_by(f64::total_cmp);
    powers.dedup();
    powers
}

/// The rule of thumb: one boiler of the catalogue nearest to half the peak, with the buffer and store of `like`.
fn half_of(peak_kw: f64, catalogue_kw: &[f64], like: &Candidate) -> Candidate {
    let half = 0.5 * peak_kw;
    let nearest = catalogue_kw.iter().copied().min_by(|a, b| (a - half).abs().total_cmp(&(b - half).abs()));
    // Beyond the catalogue the rule still says half the peak.
    let within = catalogue_kw.last().is_some_and(|largest| half <= *largest);
    let power_kw = nearest.filter(|_| within).unwrap_or(half);
    Candidate { units_kw: vec![power_kw], ..like.clone() }
}

/// Place of a candidate in the list, at the end where it was not among them.
fn place_of(list: &mut Vec<Candidate>, candidate: Candidate) -> usize {
    list.iter().position(|c| *c == candidate).unwrap_or_else(|| {
        list.push(candidate);
        list.len() - 1
    })
}

fn rated(tried: &Tried, sampled: &Samples, params: &SizeParams<f64>, objective: SizeObjective) -> Vec<Rated> {
    let rate = |(k, (candidate, given)): (usize, (&Candidate, &Given))| {
        let mut rated = Rated {
            candidate: candidate.clone(),
            built: given.built,
            nominal: given.figures,
            spread: sampled.spread(k),
            probability_target: sampled.probability(k, params.coverage_target_pct),
            regret: None,
            breaches: Vec::new(),
            on_front: false,
            closure: given.closure,
        };
        rated.breaches = breaches(&rated, params);
        rated
    };
    let mut list: Vec<Rated> = tried.list.iter().zip(&tried.given).enumerate().map(rate).collect();
    let allowed: Vec<bool> = list.iter().map(Rated::is_allowed).collect();
    if sampled.count() > 0 {
        for (rated, regret) in list.iter_mut().zip(sampled.regrets(objective, &allowed)) {
            rated.regret = regret;
        }
    }
    mark_front(&mut list);
    list
}

/// What the nominal case alone would choose: the best of those that keep every limit and reach the target there.
fn nominal_best(rated: &[Rated], objective: SizeObjective) -> Option<usize> {
    use super::Figure;
    let figures = |k: usize| -> &Figures { &rated[k].nominal };
    let sound = |k: &usize| {
        let sampled_only = rated[*k].breaches.iter().all(|b| b.limit == "probability");
        sampled_only && figures(*k).of(Figure::Lcoh).is_finite()
    };
    let best = (0..rated.len()).filter(sound);
    best.min_by(|a, b| loss(figures(*a), objective).total_cmp(&loss(figures(*b), objective)))
}

/// A candidate with all series of its nominal year.
fn pick(case: &Case, list: &[Candidate], index: usize) -> Result<Picked, SizeError> {
    let boilers = house(case, &list[index]).ok_or(EvaluateError::NoBoiler)?;
    let case = Case { boilers, ..case.clone() };
    let outcome = evaluate(&case, Detail::Series)?;
    let study = study_of(&case, &outcome).ok_or(EvaluateError::NoDemand)?;
    Ok(Picked { index, outcome, study, case })
}
