//! The one function: case in, outcome out.

use super::Case;
use super::accounts::{Parts, account};
use super::boiler::{BoilerCase, BoilerOutcome, emission_limits, fire, input_kw};
use super::digester::{
    DigesterCase, DigesterOutcome, DigesterRun, PreparedDigester, assemble, digested, prepare as prepare_digester,
    run_tanks, sulphide,
};
use super::house_year::{HeatJob, HeatYear, Offered, heat_job, heat_outcome};
use super::outcome::{Notice, Outcome};
use super::pooling::{PoolOutcome, organic_streams, pool, wood_streams};
use crate::balance::carbon::CarbonError;
use crate::balance::flows::FlowError;
use crate::combustion::{CombustionError, fuel_findings};
use crate::digestion::adm1::{Adm1Run, CompositionError, DigestionError, temperature_findings};
use crate::digestion::tank::{TankError, TankRun, TankVerdict};
use crate::feedstock::RegulatoryThresholds;
use crate::feedstock::findings::{Finding, boiler_findings, digestion_findings, injection_findings};
use crate::feedstock::pool::PoolError;
use crate::feedstock::stock::StockError;
use crate::heat::{HeatError, cascade_year, cascade_years};
use crate::num::VectorClass;
use crate::text;
use crate::units::ZERO_CELSIUS_K;
use crate::words::{Text, shown_as_told};

/// How much is kept beside the totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Totals, months and ends of runs: a sample.
    Totals,
    /// Daily and hourly series, findings and limits as well: the nominal case.
    Series,
}

/// Why a case has no outcome.
#[derive(Clone, Debug, PartialEq)]
pub enum EvaluateError {
    /// The pool makes no sense.
    Pool(PoolError),
    /// The feed of a digester makes no sense.
    Feed {
        /// Digester.
        id: String,
        /// Why.
        error: CompositionError,
    },
    /// A digester was not simulated to its end.
    Digestion {
        /// Digester.
        id: String,
        /// Why.
        error: DigestionError,
    },
    /// The kinetic model of a digester contradicts itself with these constants.
    Model {
        /// Digester.
        id: String,
        /// The model's reason.
        reason: Text,
    },
    /// The plant around the tanks of a digester makes no sense.
    Plant {
        /// Digester.
        id: String,
        /// Why.
        reason: Text,
    },
    /// The tanks of a digester were not simulated to their end.
    Tanks {
        /// Digester.
        id: String,
        /// Why.
        error: TankError,
    },
    /// A boiler cannot burn its fuel as described.
    Combustion {
        /// Boiler.
        id: String,
        /// The first problem.
        problem: CombustionError,
    },
    /// Demand or dispatch makes no sense.
    Heat(HeatError),
    /// A boiler without a demand was asked to run a year.
    NoDemand,
    /// A year of heat was asked for without a boiler.
    NoBoiler,
    /// A boiler burns the pool's wood, and there is none.
    NoFuel,
    /// Something is sold for which there is no tariff and no price was given.
    NoPrice {
        /// Path of the price to give.
        path: &'static str,
    },
    /// The stock of pooled wood has no year.
    Stock(StockError),
    /// A flow that cannot be.
    Flow(FlowError),
    /// A carbon method that cannot be applied.
    Carbon(CarbonError),
}

impl EvaluateError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Pool(error) => error.told(),
            Self::Feed { id, error } => text!("feed of digester {id}: {error}", id, error),
            Self::Digestion { id, error } => text!("digester {id}: {error}", id, error),
            Self::Model { id, reason } | Self::Plant { id, reason } => text!("digester {id}: {reason}", id, reason),
            Self::Tanks { id, error } => text!("digester {id}: {error}", id, error),
            Self::Combustion { id, problem } => text!("boiler {id}: {problem}", id, problem),
            Self::Heat(error) => error.told(),
            Self::NoDemand => text!("the boiler has no heat demand: give [demand] annual_heat_mwh or a file"),
            Self::NoBoiler => text!("there is no boiler: give [boiler] power_kw"),
            Self::NoFuel => {
                text!("the boiler has no fuel: give wood streams, or [boiler.fuel] like = \"pallet_A_soft\"")
            }
            Self::NoPrice { path } => {
                text!("there is no tariff for a plant of this size: give {path} (EUR/MWh)", path)
            }
            Self::Stock(error) => error.told(),
            Self::Flow(error) => error.told(),
            Self::Carbon(error) => error.told(),
        }
    }
}

shown_as_told!(EvaluateError);

impl std::error::Error for EvaluateError {}

/// Computes a year (or the length of a raw influent) of a case. A pure function: the same case gives the same bits.
///
/// # Errors
/// When a part of the case makes no sense or cannot be computed. A digester that fails is a result, not an error.
pub fn evaluate(case: &Case, detail: Detail) -> Result<Outcome, EvaluateError> {
    let prepared = prepare(case, detail)?;
    let runs = run_digesters(case, &prepared, detail)?;
    let fired = fire_boilers(case, prepared, runs)?;
    let year = fired.heat.as_ref().map(HeatJob::supply).transpose()?.map(|supply| match detail {
        Detail::Totals => HeatYear::of(cascade_year(supply.source, &supply.offered_kw, supply.house, |_| {})),
        Detail::Series => HeatYear::recorded(&supply),
    });
    conclude(case, fired, year, detail)
}

/// The runs of a case's digesters, in their order; none where there is nothing to simulate.
pub(super) fn run_digesters(
    case: &Case,
    prepared: &Prepared,
    detail: Detail,
) -> Result<Vec<Option<DigesterRun>>, EvaluateError> {
    let simulate =
        |(digester, prepared): (&DigesterCase, &PreparedDigester)| match (&prepared.simulation, &prepared.tanks) {
            (Some(simulation), _) => {
                let run = simulation.run(detail).map_err(|error| failed(digester, error))?;
                let events = if detail == Detail::Series { simulation.events() } else { Ok(Vec::new()) };
                let events = events.map_err(|error| EvaluateError::Tanks { id: digester.id.clone(), error })?;
                Ok(Some(DigesterRun::Adm1(Box::new(run), events)))
            }
            (None, Some(tanks)) => {
                let run = tanks.run(detail).map_err(|error| EvaluateError::Tanks { id: digester.id.clone(), error })?;
                Ok(Some(DigesterRun::Tanks(Box::new(run))))
            }
            (None, None) => Ok(None),
        };
    case.digesters.iter().zip(&prepared.digesters).map(simulate).collect()
}

/// Totals of many cases, digesters and boilers in lanes: each outcome has the bits of [`evaluate`] alone.
pub fn evaluate_all(cases: &[Case], class: VectorClass) -> Vec<Result<Outcome, EvaluateError>> {
    let prepared: Vec<_> = cases.iter().map(|case| prepare(case, Detail::Totals)).collect();
    let mut runs = Runs::of_all(&prepared, class);
    let fired: Vec<_> = cases
        .iter()
        .zip(prepared)
        .map(|(case, prepared)| {
            let prepared = prepared?;
            let own: Vec<_> = case
                .digesters
                .iter()
                .zip(&prepared.digesters)
                .map(|(digester, prepared)| runs.next(digester, prepared))
                .collect();
            fire_boilers(case, prepared, own.into_iter().collect::<Result<_, _>>()?)
        })
        .collect();
    let jobs = || fired.iter().flatten().filter_map(|fired| fired.heat.as_ref());
    let supplies: Vec<_> = jobs().filter_map(|job| job.supply().ok()).collect();
    let mut years = cascade_years(&supplies, class).into_iter();
    cases
        .iter()
        .zip(fired)
        .map(|(case, fired)| {
            let fired = fired?;
            let year = fired.heat.as_ref().and_then(|_| years.next()).map(HeatYear::of);
            conclude(case, fired, year, Detail::Totals)
        })
        .collect()
}

/// The digesters of many cases in lanes, each on its own: no heat network, no accounts. Digesters of one case are fed alike,
/// so that a case may hold many variants of one. An outcome has the bits that [`evaluate`] gives its digester; a case whose
/// pool makes no sense has none.
pub fn digest_all(
    cases: &[Case],
    class: VectorClass,
) -> Vec<Result<Vec<Result<DigesterOutcome, EvaluateError>>, EvaluateError>> {
    let prepared: Vec<_> = cases.iter().map(|case| prepare(case, Detail::Totals)).collect();
    let mut runs = Runs::of_all(&prepared, class);
    let mut outcome = |case: &Case, digester: &DigesterCase, prepared: PreparedDigester| {
        let run = runs.next(digester, &prepared)?;
        assemble(digester, prepared, run, &case.weather)
    };
    let of_case = |(case, prepared): (&Case, Result<Prepared, EvaluateError>)| {
        let digesters = case.digesters.iter().zip(prepared?.digesters);
        Ok(digesters.map(|(digester, prepared)| outcome(case, digester, prepared)).collect())
    };
    cases.iter().zip(prepared).map(of_case).collect()
}

fn failed(digester: &DigesterCase, error: DigestionError) -> EvaluateError {
    EvaluateError::Digestion { id: digester.id.clone(), error }
}

/// Runs of many digesters, taken in their order.
struct Runs {
    adm1: std::vec::IntoIter<Result<Adm1Run, DigestionError>>,
    tanks: std::vec::IntoIter<Result<TankRun, TankError>>,
}

impl Runs {
    /// Runs everything in lanes.
    fn of_all(prepared: &[Result<Prepared, EvaluateError>], class: VectorClass) -> Self {
        let digesters = || prepared.iter().flatten().flat_map(|prepared| &prepared.digesters);
        let tanks: Vec<_> = digesters().filter_map(|digester| digester.tanks.as_ref()).collect();
        Self {
            adm1: simulate_all(prepared, class).collect::<Vec<_>>().into_iter(),
            tanks: run_tanks(&tanks, class).into_iter(),
        }
    }

    /// The run of the next digester; none where it needs none.
    fn next(
        &mut self,
        digester: &DigesterCase,
        prepared: &PreparedDigester,
    ) -> Result<Option<DigesterRun>, EvaluateError> {
        if prepared.simulation.is_some() {
            let run = self.adm1.next().transpose().map_err(|error| failed(digester, error))?;
            return Ok(run.map(|run| DigesterRun::Adm1(Box::new(run), Vec::new())));
        }
        let run = prepared.tanks.as_ref().and_then(|_| self.tanks.next()).transpose();
        let run = run.map_err(|error| EvaluateError::Tanks { id: digester.id.clone(), error })?;
        Ok(run.map(|run| DigesterRun::Tanks(Box::new(run))))
    }
}

/// The runs of all simulations, in their order: those of equal tolerance and wishes together in lanes.
fn simulate_all(
    prepared: &[Result<Prepared, EvaluateError>],
    class: VectorClass,
) -> impl Iterator<Item = Result<Adm1Run, DigestionError>> + use<> {
    let digesters = prepared.iter().flatten().flat_map(|prepared| &prepared.digesters);
    let simulations: Vec<_> = digesters.filter_map(|digester| digester.simulation.as_ref()).collect();
    let mut runs: Vec<Option<Result<Adm1Run, DigestionError>>> = simulations.iter().map(|_| None).collect();
    while let Some(first) = runs.iter().position(Option::is_none) {
        let like_first = |k: &usize| simulations[*k].goes_with(simulations[first]);
        let group: Vec<usize> = (first..runs.len()).filter(|k| runs[*k].is_none()).filter(like_first).collect();
        let cases: Vec<_> = group.iter().map(|k| &simulations[*k].case).collect();
        for (k, run) in group.into_iter().zip(simulations[first].run_all(&cases, class)) {
            runs[k] = Some(run);
        }
    }
    runs.into_iter().flatten()
}

/// A case of which everything is known that comes before the digesters' kinetics.
#[derive(Clone, Debug)]
pub struct Prepared {
    pool: PoolOutcome,
    /// Digesters, in the order of the case: those with a simulation wait for its run.
    pub digesters: Vec<PreparedDigester>,
}

/// The first part of [`evaluate`]: pools the streams and prepares the digesters.
///
/// # Errors
/// When the pool or a feed makes no sense.
pub fn prepare(case: &Case, detail: Detail) -> Result<Prepared, EvaluateError> {
    let pool = pool(&case.streams, detail == Detail::Series).map_err(EvaluateError::Pool)?;
    let organic = pool.organic.as_ref();
    let digesters = case.digesters.iter().map(|d| prepare_digester(d, organic)).collect::<Result<Vec<_>, _>>()?;
    Ok(Prepared { pool, digesters })
}

/// A case of which everything is known that comes before the year of the boiler house.
pub(super) struct Fired<'a> {
    pub(super) pool: PoolOutcome,
    pub(super) digesters: Vec<DigesterOutcome>,
    pub(super) boilers: Vec<BoilerOutcome>,
    pub(super) heat: Option<HeatJob<'a>>,
}

/// The second part of [`evaluate`]: digesters with their runs, and combustion. `runs` holds a run for each digester, in the
/// order of the case; none where there was nothing to simulate.
pub(super) fn fire_boilers(
    case: &Case,
    prepared: Prepared,
    runs: Vec<Option<DigesterRun>>,
) -> Result<Fired<'_>, EvaluateError> {
    let Prepared { pool, digesters } = prepared;
    let parts = case.digesters.iter().zip(digesters).zip(runs);
    let digesters: Vec<_> = parts
        .map(|((digester, prepared), run)| assemble(digester, prepared, run, &case.weather))
        .collect::<Result<_, _>>()?;
    let boilers = case.boilers.iter().filter_map(|b| fire(b, &pool).transpose()).collect::<Result<Vec<_>, _>>()?;
    let heat = match (&case.demand, case.boilers.first()) {
        (Some(demand), Some(_)) => {
            Some(heat_job(demand, &case.boilers, case.buffer.as_ref(), &boilers, &offered(&digesters))?)
        }
        _ => None,
    };
    Ok(Fired { pool, digesters, boilers, heat })
}

/// The last part of [`evaluate`]: heat, accounts, and what is to be said of the nominal case. `year` is that of the boiler
/// house, where there is one.
fn conclude(case: &Case, fired: Fired<'_>, year: Option<HeatYear>, detail: Detail) -> Result<Outcome, EvaluateError> {
    let Fired { pool, digesters, boilers, heat } = fired;
    let heat = match (heat, case.boilers.first(), year) {
        (Some(job), Some(boiler), Some(year)) => {
            let fired = boilers.iter().find(|b| b.id == boiler.id);
            Some(heat_outcome(&job, &case.boilers, fired, &pool, case.stock.as_ref(), year)?)
        }
        _ => None,
    };
    let mut outcome = Outcome { pool, digesters, boilers, heat, accounts: None, notices: Vec::new() };
    if !case.streams.is_empty() || outcome.heat.is_some() {
        let methods = case.carbon.as_ref().map_or(&[][..], |carbon| &carbon.methods);
        let parts = Parts {
            case,
            house: &case.boilers,
            digesters: &outcome.digesters,
            boilers: &outcome.boilers,
            heat: outcome.heat.as_ref(),
            methods,
        };
        outcome.accounts = Some(account(&parts)?);
    }
    if detail == Detail::Series {
        let installation_kw = installation_kw(case, &outcome);
        for fired in &mut outcome.boilers {
            let boiler = case.boilers.iter().find(|b| b.id == fired.id);
            if let Some(boiler) = boiler.filter(|b| input_kw(b, fired).is_some()) {
                fired.limits = emission_limits(boiler, fired, installation_kw);
                fired.fuel_findings = fuel_findings(&fired.fuel, &boiler.acceptance);
            }
        }
        let mut untold = Vec::new();
        for (digester, year) in case.digesters.iter().zip(&mut outcome.digesters).filter(|(_, year)| year.on_pool) {
            year.sulphide = sulphide(digester, year, outcome.pool.organic.as_ref())?;
            match digested(digester, year, &case.streams) {
                Ok(digestate) => year.digestate = digestate.map(Box::new),
                Err(reason) => untold.push(without_digestate(&digester.id, &reason.to_string())),
            }
        }
        outcome.notices = notices(case, &outcome, installation_kw);
        outcome.notices.extend(untold);
    }
    Ok(outcome)
}

/// Thermal input of everything that can burn together, kW LHV: wood boilers and gas backup. The rubric 2910 counts it.
pub fn installation_kw(case: &Case, outcome: &Outcome) -> f64 {
    let fired = |boiler: &BoilerCase| outcome.boilers.iter().find(|b| b.id == boiler.id);
    let wood: f64 = case.boilers.iter().filter_map(|b| input_kw(b, fired(b)?)).sum();
    let backup_kw = outcome.accounts.as_ref().map_or(0.0, |a| a.built.gas_boiler_kw);
    let backup_eta = case.boilers.first().map_or(1.0, |b| b.dispatch.backup_efficiency);
    wood + backup_kw / backup_eta
}

/// Heat of all digesters beyond their own need, by month.
pub(super) fn offered(digesters: &[DigesterOutcome]) -> Offered {
    let mut months = [0.0; 12];
    for digester in digesters.iter().filter(|d| d.on_pool) {
        for (sum, month) in months.iter_mut().zip(&digester.plant_months) {
            *sum += month.heat_used_mwh;
        }
    }
    months
}

fn from_finding(finding: Finding) -> Notice {
    Notice {
        weight: finding.weight.word(),
        text: finding.text,
        source: format!("{} ({})", finding.source, finding.flag.word()),
        providers: finding.providers,
    }
}

/// What laws and models have to say about the nominal case.
fn notices(case: &Case, outcome: &Outcome, installation_kw: f64) -> Vec<Notice> {
    let thresholds = RegulatoryThresholds::defaults();
    let mut list: Vec<Notice> = Vec::new();
    if outcome.digesters.iter().any(|d| d.on_pool) {
        list.extend(digestion_findings(&organic_streams(&case.streams), &thresholds).into_iter().map(from_finding));
    }
    if let Some(accounts) = &outcome.accounts {
        let gwh = accounts.flows.methane.injected_nm3
            * crate::units::METHANE_LHV_MWH_PER_NM3
            * crate::units::METHANE_HHV_PER_LHV
            / 1000.0;
        list.extend(injection_findings(gwh, &thresholds).into_iter().map(from_finding));
    }
    let wood = wood_streams(&case.streams);
    if !wood.is_empty() && installation_kw > 0.0 {
        list.extend(boiler_findings(&wood, installation_kw, &thresholds).into_iter().map(from_finding));
    }
    list.extend(outcome.pool.findings.iter().cloned().map(from_finding));
    list.extend(outcome.boilers.iter().flat_map(broken_limits));
    list.extend(outcome.boilers.iter().flat_map(wrong_fuel));
    list.extend(outcome.boilers.iter().filter_map(unpriced_exchanger));
    list.extend(outcome.digesters.iter().filter_map(failure));
    list.extend(outcome.digesters.iter().flat_map(of_gas_line));
    list.extend(case.digesters.iter().flat_map(of_temperature));
    list.extend(shortage(&outcome.pool, outcome));
    list
}

/// Emission limits that a boiler does not keep.
fn broken_limits(boiler: &BoilerOutcome) -> impl Iterator<Item = Notice> + '_ {
    boiler.limits.iter().filter(|finding| !finding.ok).map(|finding| {
        let limit = finding.limit;
        let quantity = format!("{:?}", limit.quantity).to_uppercase();
        let (value, allowed, unit) = (finding.value, finding.limit_value, &limit.unit);
        let at = limit.reference_o2_pct.map_or(String::new(), |o2| format!(" at {o2} % O2"));
        Notice {
            weight: "warning",
            text: text!(
                "boiler {id}: {quantity} of {value} {unit}{at} at full load breaks the limit of {allowed} ({regime})",
                id = boiler.id,
                quantity,
                value = format!("{value:.0}"),
                unit,
                at,
                allowed = format!("{allowed:.0}"),
                regime = limit.regime
            ),
            source: limit.source.clone(),
            providers: Vec::new(),
        }
    })
}

/// Fuel that the boiler should not get.
fn wrong_fuel(boiler: &BoilerOutcome) -> impl Iterator<Item = Notice> + '_ {
    boiler.fuel_findings.iter().map(|finding| Notice {
        weight: "warning",
        text: text!("boiler {id}: {finding}", id = boiler.id, finding = finding.told()),
        source: "what the boiler accepts, and the French end-of-waste order for packaging wood".to_owned(),
        providers: Vec::new(),
    })
}

/// A condensing exchanger saves wood, and the accounts hold no price for it.
fn unpriced_exchanger(boiler: &BoilerOutcome) -> Option<Notice> {
    let gain = boiler.economiser?.gain_points_lhv;
    Some(Notice {
        weight: "warning",
        text: text!(
            "boiler {id}: the exchanger gains {gain} points of efficiency, and its price is not in the accounts: raise economics.wood_boiler_eur_per_kw by it",
            id = boiler.id,
            gain = format!("{gain:.1}")
        ),
        source: "no dated price of condensing exchangers was found".to_owned(),
        providers: Vec::new(),
    })
}

fn without_digestate(id: &str, reason: &str) -> Notice {
    Notice {
        weight: "note",
        text: text!("digester {id}: no digestate is told, because {reason}", id, reason),
        source: "balance of feed and gas over the year".to_owned(),
        providers: Vec::new(),
    }
}

/// What is to be said of the temperatures of a digester and its events.
fn of_temperature(digester: &DigesterCase) -> impl Iterator<Item = Notice> + '_ {
    let events = digester.events.iter().map(|event| event.params.temperature_c + ZERO_CELSIUS_K);
    let all = std::iter::once(digester.adm1.T_op).chain(events.filter(|t| t.is_finite()));
    all.flat_map(temperature_findings).map(|finding| Notice {
        weight: "warning",
        text: text!("digester {id}: {finding}", id = digester.id, finding),
        source: "laws of temperature (docs/theory/adm1.md)".to_owned(),
        providers: Vec::new(),
    })
}

/// What the operator of the gas line should know.
fn of_gas_line(digester: &DigesterOutcome) -> impl Iterator<Item = Notice> + '_ {
    let findings = digester.around.iter().flat_map(|around| &around.findings);
    findings.map(|finding| Notice {
        weight: "warning",
        text: text!("digester {id}: {finding}", id = digester.id, finding = finding.told()),
        source: "gas line hour by hour".to_owned(),
        providers: Vec::new(),
    })
}

fn failure(digester: &DigesterOutcome) -> Option<Notice> {
    let text = match digester.verdict? {
        TankVerdict::NotJudged | TankVerdict::Working => return None,
        TankVerdict::WashedOut { day } => {
            text!(
                "digester {id} washes out on day {day}: too few methanogens for its retention",
                id = digester.id,
                day = format!("{day:.0}")
            )
        }
        TankVerdict::Inhibited { day, factor } => {
            text!(
                "digester {id} fails on day {day}; strongest inhibition: {factor}",
                id = digester.id,
                day = format!("{day:.0}"),
                factor
            )
        }
    };
    Some(Notice {
        weight: "warning",
        text,
        source: "kinetics: methanogens take up less than half of their substrate".to_owned(),
        providers: Vec::new(),
    })
}

/// Wood that is bought because the stock runs out.
fn bought(outcome: &Outcome) -> Option<Notice> {
    let stock = outcome.heat.as_ref()?.stock.as_ref()?;
    let (bought_mwh, need_mwh) = (stock.sum(|m| m.bought_mwh), stock.sum(|m| m.need_mwh));
    let overflow_t = stock.sum(|m| m.overflow.wet_t());
    if bought_mwh <= 0.0 && overflow_t <= 0.0 {
        return None;
    }
    Some(Notice {
        weight: "note",
        text: text!(
            "the stock of pooled wood runs out: {bought_t} t/a are bought ({b} % of the wood energy), while {overflow_t} t/a find no room in the hall and go elsewhere",
            bought_t = format!("{:.0}", stock.bought_t),
            b = format!("{:.0}", 100.0 * bought_mwh / need_mwh.max(f64::MIN_POSITIVE)),
            overflow_t = format!("{overflow_t:.0}")
        ),
        source: "stock of pooled wood by month".to_owned(),
        providers: Vec::new(),
    })
}

fn shortage(pool: &PoolOutcome, outcome: &Outcome) -> Option<Notice> {
    if let Some(bought) = bought(outcome) {
        return Some(bought);
    }
    let heat = outcome.heat.as_ref().filter(|h| h.fuel_share < 1.0)?;
    let have = pool.wood.as_ref().map_or(0.0, |w| w.year().wet_t);
    Some(Notice {
        weight: "warning",
        text: text!(
            "the pooled wood ({have} t/a) feeds {a} % of what the boiler would burn; gas replaces the rest",
            have = format!("{have:.0}"),
            a = format!("{:.0}", heat.fuel_share * 100.0)
        ),
        source: "wood energy against dispatched fuel".to_owned(),
        providers: Vec::new(),
    })
}
