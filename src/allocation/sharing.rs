//! Who gets what of the pole's gain: the game of its companies.
//!
//! A coalition gains what its streams cost today less what they cost at best with its own streams alone. It may open any of
//! the candidates that the whole pole opens, and drives shared rounds; a company by itself drives for itself.

use super::network::Network;
use super::outcome::{CompanyShare, Criterion, Sharing};
use super::programme::Model;
use super::quick::Quick;
use super::solve::{AllocationError, Solved, Task};
use super::value::{PARTS, values};
use crate::game::{Characteristic, GameError, Rule, Search, Sense, share_out};
use crate::program::solve_with_open;
use crate::scenario::PoleCase;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Most candidates of the plan whose every subset a coalition is offered.
const SUBSETS_OF_MAX: usize = 6;

/// Openings a coalition may choose among, each with what no coupling would give.
struct Offer {
    open: Vec<bool>,
    quick: Quick,
}

/// The game of the companies that bring anything.
struct PoleGame {
    names: Vec<String>,
    /// Companies of each player.
    players: Vec<Vec<usize>>,
    /// Company of each source.
    owner: Vec<usize>,
    shared: Model,
    alone: Model,
    offers: Vec<Offer>,
    alone_offers: Vec<Offer>,
    today: Vec<f64>,
    known: Mutex<HashMap<Vec<bool>, f64>>,
}

impl PoleGame {
    fn new(case: &PoleCase, network: &Network, task: &Task<'_>, plan: &Solved) -> Result<Self, AllocationError> {
        let lonely = values(case, network, true)?;
        let everybody = |_: usize| true;
        let shared = Model::new(case, network, task.values, Criterion::Cost, everybody);
        let alone = Model::new(case, network, &lonely, Criterion::Cost, everybody);
        let mut today = vec![0.0; case.companies.len()];
        for lot in &case.lots {
            today[lot.provider] += lot.wet_t * lot.present_cost_eur_per_t;
        }
        let players = players(case, &today);
        let patterns = patterns(case, plan);
        let offers = |model: &Model| -> Vec<Offer> {
            let offer = |open: &Vec<bool>| Offer { quick: Quick::new(&model.program, open), open: open.clone() };
            patterns.iter().map(offer).collect()
        };
        Ok(Self {
            names: players.iter().map(|p| name(case, p)).collect(),
            owner: case.lots.iter().flat_map(|l| [l.provider; PARTS]).collect(),
            offers: offers(&shared),
            alone_offers: offers(&alone),
            shared,
            alone,
            players,
            today,
            known: Mutex::new(HashMap::new()),
        })
    }

    /// Gain of companies: today's cost less the least cost over the openings offered; never below 0, as all may stay as
    /// they are where that is allowed.
    fn gain(&self, members: &[bool]) -> f64 {
        let inside: Vec<usize> =
            self.players.iter().zip(members).filter(|(_, m)| **m).flat_map(|(p, _)| p.iter().copied()).collect();
        self.gain_of(&inside)
    }

    fn gain_of(&self, inside: &[usize]) -> f64 {
        let (model, offers) =
            if inside.len() == 1 { (&self.alone, &self.alone_offers) } else { (&self.shared, &self.offers) };
        let supply = self.owner.iter().zip(&model.program.supply);
        let supply: Vec<f64> = supply.map(|(owner, t)| if inside.contains(owner) { *t } else { 0.0 }).collect();
        let today: f64 = inside.iter().map(|k| self.today[*k]).sum();
        let mut least = f64::INFINITY;
        for offer in offers {
            let floor = offer.quick.floor(&model.program, &supply);
            if floor >= least {
                continue;
            }
            let cost = match offer.quick.plan(&model.program, &offer.open, &supply) {
                Some((cost, _)) => cost,
                None => {
                    let program = crate::program::Program { supply: supply.clone(), ..model.program.clone() };
                    solve_with_open(&program, &offer.open).map_or(f64::INFINITY, |optimum| optimum.objective)
                }
            };
            least = least.min(cost);
        }
        if least.is_finite() { today - least } else { 0.0 }
    }
}

/// Most companies that are players each by themselves.
const SINGLE_MAX: usize = 12;
/// Players where there are more companies.
const PLAYERS_OF_MANY: usize = 8;

/// Companies by player: each by itself in a small pole; in a large one those that pay most today, and the others as one.
fn players(case: &PoleCase, today: &[f64]) -> Vec<Vec<usize>> {
    let brings = |k: &usize| case.lots.iter().any(|l| l.provider == *k && l.wet_t > 0.0);
    let mut all: Vec<usize> = (0..case.companies.len()).filter(brings).collect();
    if all.len() <= SINGLE_MAX {
        return all.into_iter().map(|k| vec![k]).collect();
    }
    all.sort_by(|a, b| today[*b].total_cmp(&today[*a]).then(a.cmp(b)));
    let mut others = all.split_off(PLAYERS_OF_MANY - 1);
    others.sort_unstable();
    all.sort_unstable();
    all.into_iter().map(|k| vec![k]).chain([others]).collect()
}

fn name(case: &PoleCase, player: &[usize]) -> String {
    match player {
        [k] => case.companies[*k].id.to_string(),
        many => format!("{} others", many.len()),
    }
}

/// Openings of all subsets of what the plan opens; of the whole and nothing where there are too many.
fn patterns(case: &PoleCase, plan: &Solved) -> Vec<Vec<bool>> {
    let opened: Vec<usize> = (0..case.sinks.len()).filter(|s| case.sinks[*s].candidate && plan.open[*s]).collect();
    let pattern = |chosen: &dyn Fn(usize) -> bool| -> Vec<bool> {
        let place = |s: usize| opened.iter().position(|o| *o == s);
        let open = |s: usize| !case.sinks[s].candidate || place(s).is_some_and(chosen);
        (0..case.sinks.len()).map(open).chain([true]).collect()
    };
    if opened.len() > SUBSETS_OF_MAX {
        return vec![pattern(&|_| false), pattern(&|_| true)];
    }
    (0..1_usize << opened.len()).map(|mask| pattern(&|k| mask >> k & 1 == 1)).collect()
}

impl Characteristic for PoleGame {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn sense(&self) -> Sense {
        Sense::Gain
    }

    fn value(&self, members: &[bool]) -> f64 {
        if !members.contains(&true) {
            return 0.0;
        }
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(members).copied();
        if let Some(value) = known {
            return value;
        }
        let value = self.gain(members);
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(members.to_vec(), value);
        value
    }
}

/// Shares of the gain of a plan; the error tells why there are none.
pub(super) fn sharing(
    network: &Network,
    task: &Task<'_>,
    plan: &Solved,
    seed: u64,
) -> Result<Result<Sharing, GameError>, AllocationError> {
    let case = task.case;
    let game = PoleGame::new(case, network, task, plan)?;
    let tonnes = |k: usize| case.lots.iter().filter(|l| l.provider == k).map(|l| l.wet_t).sum::<f64>();
    let weights: Vec<f64> = game.players.iter().map(|p| p.iter().map(|k| tonnes(*k)).sum()).collect();
    let search = Search { seed, pairs: PAIRS, starts: STARTS };
    let shared = match share_out(&game, &weights, &search) {
        Ok(shared) => shared,
        Err(error) => return Ok(Err(error)),
    };
    let of = |rule: Rule| shared.of(rule).map(|d| d.shares.clone()).unwrap_or_default();
    let at = |list: &Vec<f64>, i: usize| list.get(i).copied().unwrap_or(f64::NAN);
    let (shapley, by_tonnes, by_alone) =
        (of(Rule::Shapley), of(Rule::ProportionalToWeight), of(Rule::ProportionalToStandAlone));
    let errors = shared.of(Rule::Shapley).and_then(|d| d.standard_errors.clone());
    let share = |(i, k): (usize, usize)| {
        let part = if game.players[i].len() > 1 { tonnes(k) / weights[i] } else { 1.0 };
        CompanyShare {
            company: k,
            alone_eur: if game.players[i].len() > 1 { game.gain_of(&[k]) } else { shared.alone[i] },
            shapley_eur: part * at(&shapley, i),
            shapley_se: errors.as_ref().map_or(0.0, |e| part * at(e, i)),
            by_tonnes_eur: part * at(&by_tonnes, i),
            by_alone_eur: part * at(&by_alone, i),
        }
    };
    let each = || game.players.iter().enumerate().flat_map(|(i, p)| p.iter().map(move |k| (i, *k)));
    let mut companies: Vec<CompanyShare> = each().map(share).collect();
    companies.sort_by_key(|c| c.company);
    let single = game.players.iter().all(|p| p.len() == 1);
    let stable = |rule: Rule| shared.of(rule).is_some_and(|d| d.objection.is_none());
    let coalitions = game.known.lock().unwrap_or_else(PoisonError::into_inner).len();
    Ok(Ok(Sharing {
        gain_eur: shared.total,
        alone_eur: companies.iter().map(|c| c.alone_eur).sum(),
        companies,
        exact: shared.exact && single,
        coalitions,
        in_core: [Rule::Shapley, Rule::ProportionalToWeight, Rule::ProportionalToStandAlone].map(stable),
        least_core_eur: shared.least_core.epsilon,
        all_checked: shared.exact && single,
    }))
}

/// Pairs of orders for sampled Shapley values.
const PAIRS: u64 = 100;
/// Starts of the search for objections.
const STARTS: u64 = 6;
