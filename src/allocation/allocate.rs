//! The allocation of a scenario: the nominal plan, and all that lies behind it.

use super::aggregators::comparison;
use super::ahead::look_ahead;
use super::assemble::Parts;
use super::bridge::bridge;
use super::front::front;
use super::network::Network;
use super::outcome::{Assumption, Closure, Comparison, Criterion, Finding, Method, PoleOutcome};
use super::robust::{Study, Watch};
use super::sharing::sharing;
use super::solve::{AllocationError, Solved, Task};
use super::value::values;
use crate::scenario::{PoleCase, Scenario};

/// What is asked of [`allocate`] beside the scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Instead of the scenario's objective.
    pub objective: Option<Criterion>,
    /// Samples of the robust plan; none for the scenario's.
    pub samples: Option<usize>,
    /// Seed of the samples; none for the scenario's.
    pub seed: Option<u64>,
}

/// The allocation of a scenario. `watch` follows the samples; whoever stops it early gets what was sampled.
///
/// # Errors
/// When the scenario has no case, or no plan keeps all limits.
pub fn allocate(scenario: &Scenario, options: &Options, watch: &Watch<'_>) -> Result<PoleOutcome, AllocationError> {
    let case = scenario.pole(&scenario.nominal())?;
    let network = Network::new(&case);
    let values = values(&case, &network, false)?;
    let task = Task { case: &case, network: &network, values: &values };
    let objective = options.objective.or(Criterion::from_name(case.asked.objective)).unwrap_or(Criterion::Cost);
    let plan = task.best(objective, &[], &|_| true)?;
    let mut outcome = outcome(scenario, &task, objective, &plan);
    outcome.aggregators = comparison(&task, objective, &plan)?;
    outcome.findings.extend(outcome.aggregators.as_ref().and_then(leaning));
    outcome.bridge = bridge(&task, &network, &plan);
    add_fronts(&mut outcome, &task, objective, &plan);
    add_sharing(&mut outcome, &task, &plan, options.seed.unwrap_or(scenario.pole_plan().seed))?;
    add_robust(&mut outcome, scenario, &network, &plan, options, watch);
    let ahead = look_ahead(scenario, &case);
    (outcome.supply, outcome.breaking, outcome.matches) = (ahead.supply, ahead.breaking, ahead.matches);
    Ok(outcome)
}

/// Fronts of cost against carbon and against jobs; one that cannot be found becomes a finding.
fn add_fronts(outcome: &mut PoleOutcome, task: &Task<'_>, objective: Criterion, plan: &Solved) {
    for against in [Criterion::Co2, Criterion::Jobs] {
        let chosen = (objective == Criterion::Cost || objective == against).then_some(plan);
        match front(task, Criterion::Cost, against, chosen) {
            Ok((front, programmes)) => {
                outcome.programmes += programmes;
                outcome.fronts.push(front);
            }
            Err(error) => outcome.findings.push(missing("front", "front", &error.to_string())),
        }
    }
}

/// Place of greenhouse gas in the lists of a comparison, kg CO2e/a.
const KGCO2E: usize = 3;

/// Told where most of the saved greenhouse gas, or its sign, hangs on companies whose tonnes may be counted twice.
fn leaning(found: &Comparison) -> Option<Finding> {
    let (with, without) = (found.with[KGCO2E] / 1000.0, found.without[KGCO2E] / 1000.0);
    (with < 0.0 && without > 0.5 * with).then(|| Finding {
        severity: "warning",
        text_en: format!(
            "most of the greenhouse gas saved hangs on companies whose tonnes may be counted twice: {with:.0} t CO2e a year \
             with them, {without:.0} without"
        ),
        text_fr: format!(
            "l'essentiel des GES évités tient à des entreprises dont les tonnes peuvent être comptées deux fois : {with:.0} t \
             CO2e par an avec elles, {without:.0} sans"
        ),
        source: "[channels] aggregators".to_owned(),
    })
}

fn missing(what_en: &str, what_fr: &str, why: &str) -> Finding {
    Finding {
        severity: "warning",
        text_en: format!("no {what_en}: {why}"),
        text_fr: format!("pas de {what_fr} : {why}"),
        source: String::new(),
    }
}

/// What is shared beside money.
fn priced(eur: f64) -> Finding {
    Finding {
        severity: "warning",
        text_en: format!(
            "the gain that is shared counts greenhouse gas at the pole's own price, {eur:.0} EUR/a of cost; nobody pays it unless \
             the pole does"
        ),
        text_fr: format!(
            "le gain partagé compte les gaz à effet de serre au prix que le pôle leur donne, {eur:.0} €/an de coût\u{202f}; personne ne \
             les paie, sauf le pôle"
        ),
        source: String::new(),
    }
}

/// Shares of the gain, where cost is what was made best; each company's cost follows from them.
fn add_sharing(outcome: &mut PoleOutcome, task: &Task<'_>, plan: &Solved, seed: u64) -> Result<(), AllocationError> {
    if outcome.objective != Criterion::Cost {
        return Ok(());
    }
    match sharing(task.network, task, plan, seed)? {
        Err(error) => outcome.findings.push(missing("sharing", "partage", &error.to_string())),
        Ok(shared) => {
            for share in &shared.companies {
                let company = &mut outcome.companies[share.company];
                company.shared_eur = company.today_eur - share.shapley_eur;
            }
            let paid: f64 = outcome.companies.iter().map(|c| c.shared_eur).sum();
            // Where the pole prices greenhouse gas, what is shared is the gain of the programme: money and that price.
            let priced_eur = task.case.options.co2_price_eur_per_t * outcome.totals.kgco2e.nominal / 1000.0;
            if priced_eur != 0.0 {
                outcome.findings.push(priced(priced_eur));
            }
            outcome.closures.push(Closure {
                name: "shares to the pole",
                unit: "EUR/a",
                residual: paid - outcome.totals.plan_eur.nominal - priced_eur,
                scale: outcome.totals.today_eur.nominal.abs(),
            });
            outcome.sharing = Some(shared);
        }
    }
    Ok(())
}

/// Decisions compared over samples, where anything is drawn and samples are asked for.
fn add_robust(
    outcome: &mut PoleOutcome,
    scenario: &Scenario,
    network: &Network,
    plan: &Solved,
    options: &Options,
    watch: &Watch<'_>,
) {
    let draws = scenario.pole_plan();
    let samples = options.samples.unwrap_or(draws.samples);
    if samples == 0 || draws.is_certain() {
        return;
    }
    let others: Vec<Vec<usize>> = outcome.fronts.iter().flat_map(|f| f.points.iter().map(|p| p.open.clone())).collect();
    let seed = options.seed.unwrap_or(draws.seed);
    let study = Study::new(scenario, network, outcome.objective, seed, plan, &others);
    let (mut robust, spreads) = study.run(samples, watch);
    let totals = &mut outcome.totals;
    robust.gain_eur.nominal = totals.gain_eur.nominal;
    let pairs = [
        (&mut totals.inventory_t, spreads.inventory_t),
        (&mut totals.moved_t, spreads.moved_t),
        (&mut totals.kept_t, spreads.kept_t),
        (&mut totals.today_eur, spreads.today_eur),
        (&mut totals.plan_eur, spreads.plan_eur),
        (&mut totals.gain_eur, spreads.gain_eur),
        (&mut totals.kgco2e, spreads.kgco2e),
    ];
    for (spread, quantiles) in pairs {
        spread.p10_p50_p90 = quantiles;
    }
    for (channel, quantiles) in outcome.channels.iter_mut().zip(spreads.channel_t) {
        channel.wet_t.p10_p50_p90 = quantiles;
    }
    outcome.robust = Some(robust);
}

fn outcome(scenario: &Scenario, task: &Task<'_>, objective: Criterion, plan: &Solved) -> PoleOutcome {
    let parts = Parts::new(task, plan);
    PoleOutcome {
        name: scenario.name.clone(),
        description: scenario.description.clone(),
        year: task.case.year,
        objective,
        methods: methods(task.case),
        centre: task.case.centre.map(|p| (p.lat_deg, p.lon_deg)),
        companies: parts.companies,
        lots: parts.lots,
        sinks: parts.sinks,
        flows: parts.flows,
        channels: parts.channels,
        totals: parts.totals,
        valorised: parts.valorised,
        closures: parts.closures,
        value_and_bound: (plan.value, plan.bound),
        programmes: plan.programmes,
        fronts: Vec::new(),
        robust: None,
        sharing: None,
        aggregators: None,
        breaking: Vec::new(),
        supply: Vec::new(),
        matches: Vec::new(),
        bridge: None,
        findings: findings(task),
        assumptions: assumptions(scenario),
    }
}

fn methods(case: &PoleCase) -> Vec<Method> {
    let reference = case.frame.reference;
    let method =
        |of, name: &str, version: String, reference: String| Method { of, name: name.to_owned(), version, reference };
    vec![
        method("carbon", "avoided", reference.version.clone(), format!("{} ({})", reference.id, case.frame.gwp.id)),
        method("money", "cost of the pole, without tax", case.year.to_string(), "today's outlets".to_owned()),
        method("jobs", "posts by step, net of today's outlets", case.year.to_string(), "today's outlets".to_owned()),
        method(
            "distances",
            "great circle times a detour factor",
            case.logistics.detour_factor.to_string(),
            String::new(),
        ),
    ]
}

fn findings(task: &Task<'_>) -> Vec<Finding> {
    let mut list = Vec::new();
    let unlawful: f64 = task.case.lots.iter().filter(|l| !l.outlet.is_lawful(task.case.year)).map(|l| l.wet_t).sum();
    if unlawful > 0.0 {
        list.push(Finding {
            severity: "breach",
            text_en: format!("{unlawful:.0} t a year go today to outlets that the law no longer allows"),
            text_fr: format!(
                "{unlawful:.0} t par an partent aujourd'hui vers des exutoires que la loi n'autorise plus"
            ),
            source: "models/carbon/outlets.csv".to_owned(),
        });
    }
    for (lot, error) in &task.network.unreachable {
        let id = &task.case.lots[*lot].id;
        list.push(Finding {
            severity: "warning",
            text_en: format!("stream {id} has no vehicle: {error}"),
            text_fr: format!("flux {id} sans véhicule : {error}"),
            source: "models/logistics/vehicles.csv".to_owned(),
        });
    }
    list
}

/// Numbers behind the plan: all of the channels and sinks, and whatever else is drawn.
fn assumptions(scenario: &Scenario) -> Vec<Assumption> {
    let plan = scenario.pole_plan();
    let named = |path: &str| ["channels.", "channel.", "sink."].iter().any(|p| path.starts_with(p));
    let list = scenario.inputs.list().iter().enumerate();
    let shown = list.filter(|(k, i)| (named(&i.path) || plan.draws(*k)) && (i.value.is_finite() || plan.draws(*k)));
    let one = |(k, input): (usize, &crate::scenario::Input)| Assumption {
        path: input.path.clone(),
        description: input.description.clone(),
        unit: input.unit.clone(),
        value: input.value,
        drawn: plan.describe(k).unwrap_or_default(),
        source: input.source.clone(),
        flag: input.flag,
    };
    shown.map(one).collect()
}
