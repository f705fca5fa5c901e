//! The whole of the sizing of a digester.

use super::super::{SizeOptions, Watch};
use super::advice::advice;
use super::engine::{Asked, GasYear, engines};
use super::ladder::{between, rated, rounded, volumes};
use super::sample::{OfSample, Trial};
use super::variant::{Variant, digester_as, resized};
use super::{DigesterFigures, DigesterSizing, Ladder, Origin, Rules, Stability, stability};
use crate::case::{Case, Detail, DigesterCase, DigesterFeedCase, DigestionModel, EvaluateError, digest_all, prepare};
use crate::diag::{Diagnostic, Diagnostics};
use crate::digestion::adm1::{Adm1Case, FeedRow, LIQUID};
use crate::num::VectorClass;
use crate::scenario::{AssembleError, DigesterSizeParams, Scenario};
use crate::text;
use crate::units::{DAYS_PER_YEAR, ZERO_CELSIUS_K};
use crate::words::{Text, shown_as_told};
use std::sync::atomic::Ordering;

/// Why a digester has no sizing.
#[derive(Clone, Debug, PartialEq)]
pub enum DigesterSizeError {
    /// The values give no case.
    Assemble(AssembleError),
    /// No digester on the pool, or none with ADM1: nothing else knows acids and buffer.
    NoDigester,
    /// Nothing is fed.
    NoFeed,
    /// A volume that was asked for takes less than a day's feed.
    FeedLargerThanTank {
        /// The volume, m3.
        volume_m3: f64,
        /// The feed, m3/d.
        feed_m3_per_d: f64,
    },
    /// A temperature at which no law of the kinetics holds.
    Temperature(Text),
    /// The nominal case has no year.
    Nominal(Text),
    /// More than can be kept in memory.
    TooMany {
        /// Volumes times samples.
        asked: usize,
    },
}

/// Most volumes times samples: their figures take 100 bytes each.
const RUNS_MAX: usize = 4_000_000;
/// Retention below which a tank is no digester, d: a day's feed fills it.
const RETENTION_MIN_D: f64 = 1.0;

impl DigesterSizeError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Assemble(error) => error.told(),
            Self::NoDigester => {
                text!("no digester on the pool with model adm1: nothing else knows acids and buffer")
            }
            Self::NoFeed => text!("the digester is fed nothing: there is no fermentable waste in the pool"),
            Self::FeedLargerThanTank { volume_m3, feed_m3_per_d } => {
                text!(
                    "a tank of {volume_m3} m3 is smaller than a day's feed of {feed_m3_per_d} m3",
                    volume_m3 = format!("{volume_m3:.0}"),
                    feed_m3_per_d = format!("{feed_m3_per_d:.1}")
                )
            }
            Self::Temperature(why) | Self::Nominal(why) => why.clone(),
            Self::TooMany { asked } => {
                text!(
                    "{asked} digester years are more than {most}: ask for fewer volumes or samples",
                    asked,
                    most = RUNS_MAX
                )
            }
        }
    }
}

shown_as_told!(DigesterSizeError);

impl std::error::Error for DigesterSizeError {}

impl DigesterSizeError {
    /// The problem at the lines of the scenario that matter, with what to write; none where the scenario is not to blame.
    pub fn located(&self, scenario: &Scenario) -> Option<Diagnostics> {
        let size = scenario.size_location().or(scenario.digester_location());
        let (place, help) = match self {
            Self::NoDigester => (scenario.digester_location(), text!("write [digester] model = { adm1 = {} }")),
            Self::NoFeed => (scenario.digester_location(), text!("pool streams of fermentable waste")),
            Self::FeedLargerThanTank { .. } => {
                (size, text!("write digester_volumes_m3 of some days of feed, or leave it out"))
            }
            Self::Temperature(_) => (size, text!("write digester_temperatures_c between 25 and 60")),
            Self::TooMany { .. } => (size, text!("shorten the lists of [size], or take -n")),
            Self::Assemble(_) | Self::Nominal(_) => return None,
        };
        let problem = Diagnostic::error(self.told()).at(place.cloned(), text!("here")).help(help);
        Some(Diagnostics::one(problem))
    }
}

/// The digester of a case that can be sized: the first on the pool with ADM1.
pub fn digester_of(case: &Case) -> Option<usize> {
    case.digesters
        .iter()
        .position(|d| d.model.kind() == DigestionModel::Adm1 && matches!(d.feed, DigesterFeedCase::Pool))
}

/// Sizes the digester of a scenario and its engine. `watch` follows the samples; whoever stops it early gets what was
/// sampled.
///
/// # Errors
/// When the scenario has no case, no digester that can be sized or no feed, or asks for what cannot be.
pub fn size_digester(
    scenario: &Scenario,
    options: &SizeOptions,
    watch: &Watch<'_>,
) -> Result<DigesterSizing, DigesterSizeError> {
    let values = scenario.nominal();
    let case = scenario.case(&values).map_err(DigesterSizeError::Assemble)?;
    let place = digester_of(&case).ok_or(DigesterSizeError::NoDigester)?;
    let own = &case.digesters[place];
    let (asked, params) = (scenario.size_asked(), scenario.digester_size_params(&values));
    let bare = bare(&case, own)?;
    let feed = mean_row(&simulation(&bare)?, own)?;
    let rules = rules(&bare, &feed, &params)?;
    let samples = if scenario.plan.is_certain() { 0 } else { options.samples.unwrap_or(asked.samples) };
    let seed = options.seed.unwrap_or(scenario.plan.seed);
    let job = Job { scenario, place, own, params: &params, samples, seed, watch };
    let tried = volumes(&asked.digester_volumes_m3, own.adm1.V_liq, &rules);
    let tried = sensible(tried, &asked.digester_volumes_m3, &rules)?;
    let temperatures = temperatures(own, &asked.digester_temperatures_c)?;
    let runs = tried.len() * temperatures.len() * samples.max(1);
    if runs > RUNS_MAX {
        return Err(DigesterSizeError::TooMany { asked: runs });
    }
    let mut years = 0;
    let mut ladders = Vec::with_capacity(temperatures.len());
    let (mut done, mut failed) = (samples, (0, String::new()));
    for temperature_c in temperatures {
        let (ladder, told) = job.ladder(&tried, temperature_c)?;
        years += (ladder.rated.len() * (told.done + 1)) as u64;
        done = done.min(told.done);
        if told.failed.0 > failed.0 {
            failed = told.failed;
        }
        ladders.push(ladder);
    }
    let mut sizing = DigesterSizing {
        name: scenario.name.clone(),
        description: scenario.description.clone(),
        id: own.id.clone(),
        params,
        ladders,
        rules,
        engine: None,
        stability: Err("no volume to show it for".to_owned()),
        advice: Vec::new(),
        samples: (done, samples),
        failed,
        seed,
        stopped: watch.stop.load(Ordering::Relaxed),
        years,
    };
    if let Some(volume_m3) = sizing.shown().map(|r| r.volume_m3) {
        job.fill(&case, volume_m3, &feed, &asked.engine_powers_kwe, &mut sizing);
    }
    sizing.advice = advice(&sizing, case.digesters.len());
    Ok(sizing)
}

/// What all parts of a sizing need.
struct Job<'a> {
    scenario: &'a Scenario,
    place: usize,
    own: &'a DigesterCase,
    params: &'a DigesterSizeParams<f64>,
    samples: usize,
    seed: u64,
    watch: &'a Watch<'a>,
}

/// How many samples were done, and how many of them failed why.
struct Told {
    done: usize,
    failed: (usize, String),
}

impl Job<'_> {
    /// The ladder at one temperature, refined.
    fn ladder(&self, tried: &[(f64, Origin)], temperature_c: Option<f64>) -> Result<(Ladder, Told), DigesterSizeError> {
        let celsius = temperature_c.unwrap_or(self.own.adm1.T_op - ZERO_CELSIUS_K);
        let (rated, told) = self.judge(tried, temperature_c, self.samples, self.watch)?;
        let ladder =
            Ladder { temperature_c: celsius, is_own: temperature_c.is_none(), rated, smallest: None, surely: None };
        let mut ladder = ladder.judged(self.params);
        let between = between(&ladder);
        if !between.is_empty() && !self.watch.stop.load(Ordering::Relaxed) {
            let quiet = Watch { done: &|_| {}, stop: self.watch.stop };
            // As many samples as the ladder has; a refinement that is stopped is left out.
            let (more, refined) = self.judge(&between, temperature_c, told.done, &quiet)?;
            if refined.done == told.done {
                ladder.rated.extend(more);
                ladder = ladder.judged(self.params);
            }
        }
        Ok((ladder, told))
    }

    fn judge(
        &self,
        tried: &[(f64, Origin)],
        temperature_c: Option<f64>,
        samples: usize,
        watch: &Watch<'_>,
    ) -> Result<(Vec<super::RatedDigester>, Told), DigesterSizeError> {
        let variants: Vec<Variant> =
            tried.iter().map(|(volume_m3, _)| Variant { volume_m3: *volume_m3, temperature_c }).collect();
        let trial = Trial { scenario: self.scenario, place: self.place, variants: &variants };
        let nominal =
            trial.nominal(&DigesterFigures::from_year).map_err(|why| DigesterSizeError::Nominal(why.into()))?;
        let rows = trial.sampled(samples, self.seed, watch, &DigesterFigures::from_year);
        let judged = tried.iter().zip(nominal).enumerate();
        let list = judged.map(|(k, (tried, nominal))| rated(*tried, nominal, &rows, k, self.params)).collect();
        Ok((list, told(&rows)))
    }

    /// Engine and stability for the volume that is shown.
    fn fill(&self, case: &Case, volume_m3: f64, feed: &FeedRow, powers_kwe: &[f64], sizing: &mut DigesterSizing) {
        let variant = Variant { volume_m3, temperature_c: None };
        let digester = match digester_as(self.own, &variant) {
            Ok(digester) => digester,
            Err(why) => {
                sizing.stability = Err(why);
                return;
            }
        };
        sizing.stability = stable(&digester, feed);
        let trial = Trial { scenario: self.scenario, place: self.place, variants: &[variant] };
        let quiet = Watch { done: &|_| {}, stop: self.watch.stop };
        let rows = trial.sampled(sizing.samples.0, self.seed, &quiet, &GasYear::of);
        let nominal = trial.nominal(&GasYear::of).ok().and_then(|mut years| years.pop());
        let Some(nominal) = nominal else { return };
        let mut whole = case.clone();
        whole.digesters[self.place] = resized(self.own, volume_m3);
        let asked = Asked { powers_kwe, params: self.params, volume_m3 };
        sizing.engine = engines(&whole, self.place, &nominal, &rows, &asked);
        sizing.years += rows.len() as u64 + 1;
    }
}

fn told(rows: &[OfSample<DigesterFigures>]) -> Told {
    let reasons: Vec<&String> = rows.iter().filter_map(|row| row.as_ref().err()).collect();
    Told { done: rows.len(), failed: (reasons.len(), reasons.first().map_or(String::new(), |r| (*r).clone())) }
}

/// The scenario's own temperature (none), and the others that are asked for.
fn temperatures(own: &DigesterCase, asked_c: &[f64]) -> Result<Vec<Option<f64>>, DigesterSizeError> {
    let own_c = own.adm1.T_op - ZERO_CELSIUS_K;
    let others = asked_c.iter().filter(|c| (*c - own_c).abs() > 1e-6);
    let mut list = vec![None];
    for celsius in others {
        let variant = Variant { volume_m3: own.adm1.V_liq, temperature_c: Some(*celsius) };
        digester_as(own, &variant).map_err(|why| DigesterSizeError::Temperature(why.into()))?;
        list.push(Some(*celsius));
    }
    Ok(list)
}

/// Without volumes that a day's feed fills: an error where one was asked for, left out where it is that of a rule.
fn sensible(
    mut tried: Vec<(f64, Origin)>,
    asked_m3: &[f64],
    rules: &Rules,
) -> Result<Vec<(f64, Origin)>, DigesterSizeError> {
    let feed_m3_per_d = rules.feed_m3_per_d;
    let too_small = |volume_m3: f64| volume_m3 < RETENTION_MIN_D * feed_m3_per_d;
    if let Some(volume_m3) = asked_m3.iter().copied().find(|v| too_small(*v)) {
        return Err(DigesterSizeError::FeedLargerThanTank { volume_m3, feed_m3_per_d });
    }
    tried.retain(|(volume_m3, _)| !too_small(*volume_m3));
    Ok(tried)
}

/// The nominal case with the tank of the digester alone.
fn bare(case: &Case, own: &DigesterCase) -> Result<Case, DigesterSizeError> {
    let variant = Variant { volume_m3: own.adm1.V_liq, temperature_c: None };
    let alone = digester_as(own, &variant).map_err(|why| DigesterSizeError::Temperature(why.into()))?;
    Ok(Case { digesters: vec![alone], ..case.clone() })
}

/// The nominal run of its digester.
fn simulation(bare: &Case) -> Result<Adm1Case, DigesterSizeError> {
    let prepared = prepare(bare, Detail::Totals).map_err(|e| DigesterSizeError::Nominal(e.told()))?;
    let simulation = prepared.digesters.first().and_then(|d| d.simulation.as_ref());
    simulation.map(|s| s.case.clone()).ok_or(DigesterSizeError::NoDigester)
}

/// The feed of the last year of a run, mixed: what goes in over what it is in.
fn mean_row(run: &Adm1Case, digester: &DigesterCase) -> Result<FeedRow, DigesterSizeError> {
    let from_d = run.t_end_d - DAYS_PER_YEAR;
    let ends = run.feed.times_d.iter().skip(1).copied().chain([run.t_end_d]);
    let (mut volume_m3, mut amounts) = (0.0, [0.0; LIQUID]);
    for ((start_d, end_d), row) in run.feed.times_d.iter().zip(ends).zip(&run.feed.rows) {
        let length_d = end_d.min(run.t_end_d) - start_d.max(from_d);
        if length_d > 0.0 && row.flow_m3_per_d > 0.0 {
            let fed_m3 = row.flow_m3_per_d * length_d;
            volume_m3 += fed_m3;
            amounts.iter_mut().zip(row.concentrations).for_each(|(sum, c)| *sum += c * fed_m3);
        }
    }
    if !(volume_m3 > 0.0 && digester.adm1.V_liq > 0.0) {
        return Err(DigesterSizeError::NoFeed);
    }
    let concentrations = amounts.map(|sum| sum / volume_m3);
    Ok(FeedRow { flow_m3_per_d: volume_m3 / DAYS_PER_YEAR, concentrations, t_op_k: None })
}

/// Rules of thumb for the nominal feed.
fn rules(bare: &Case, feed: &FeedRow, params: &DigesterSizeParams<f64>) -> Result<Rules, DigesterSizeError> {
    let years = digest_all(std::slice::from_ref(bare), VectorClass::Scalar).pop();
    let nominal = |e: EvaluateError| DigesterSizeError::Nominal(e.told());
    let years = years.ok_or(DigesterSizeError::NoDigester)?.map_err(nominal)?;
    let year = years.into_iter().next().ok_or(DigesterSizeError::NoDigester)?.map_err(nominal)?;
    let vs_kg_per_d = year.total(|m| m.vs_t) * 1000.0 / DAYS_PER_YEAR;
    Ok(Rules {
        feed_m3_per_d: feed.flow_m3_per_d,
        vs_kg_per_d,
        by_retention_m3: rounded(params.rule_hrt_d * feed.flow_m3_per_d),
        by_load_m3: rounded(vs_kg_per_d / params.rule_olr_kg_vs_m3_d),
    })
}

/// From the digester's own seed, which is a working one; the start of its run may be inoculum.
fn stable(digester: &DigesterCase, feed: &FeedRow) -> Result<Stability, String> {
    let params = digester.kinetic_law.apply(&digester.adm1)?;
    stability(&params, feed, &digester.initial).map_err(|e| e.to_string())
}
