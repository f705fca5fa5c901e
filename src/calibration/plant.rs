//! A scenario's digester as something to calibrate: which inputs, which measured series, and its runs in lanes.

use super::measured::Measured;
use super::problem::{Data, Parameter, Problem};
use super::quantity::Quantity;
use crate::case::{Detail, EvaluateError, Simulation, prepare};
use crate::diag::{Diagnostic, Diagnostics};
use crate::digestion::adm1::{Adm1Run, Adm1Solver, Day, Observe};
use crate::dist::Distribution;
use crate::num::VectorClass;
use crate::scenario::Scenario;
use crate::text;
use crate::words::{Text, nearest};
use rayon::prelude::*;

/// The digester of a scenario that is calibrated.
#[derive(Clone, Debug)]
pub struct Plant<'a> {
    scenario: &'a Scenario,
    place: usize,
    /// Length of its reported run, d.
    pub length_d: f64,
}

impl<'a> Plant<'a> {
    /// The digester that is meant.
    ///
    /// # Errors
    /// A problem to tell: no digester that is simulated, several of them, or none of that name.
    pub fn find(scenario: &'a Scenario, digester: Option<&str>) -> Result<Self, Box<Diagnostic>> {
        let refuse = |message: Text, help: Text| Box::new(Diagnostic::error(message).help(help));
        let case = scenario.case(&scenario.nominal());
        let case = case.map_err(|e| refuse(e.told(), text!("`gisement check` tells more")))?;
        let prepared = prepare(&case, Detail::Totals);
        let prepared = prepared.map_err(|e| refuse(e.told(), text!("`gisement check` tells more")))?;
        let simulated: Vec<usize> =
            (0..case.digesters.len()).filter(|k| prepared.digesters[*k].simulation.is_some()).collect();
        let ids: Vec<&str> = simulated.iter().map(|k| case.digesters[*k].id.as_str()).collect();
        let place = match (digester, simulated.as_slice()) {
            (_, []) => {
                let help = text!(
                    "write [digester] with model = {{ adm1 = {{}} }} and no tanks behind it: calibration takes one tank of ADM1"
                );
                return Err(refuse(text!("the scenario has no digester that is one tank of ADM1"), help));
            }
            (None, [only]) => *only,
            (None, _) => {
                let help = text!("write --digester with one of: {a}", a = ids.join(", "));
                return Err(refuse(text!("there is more than one digester: say which"), help));
            }
            (Some(id), _) => match ids.iter().position(|other| *other == id) {
                Some(k) => simulated[k],
                None => {
                    let near =
                        nearest(id, ids.iter().copied()).map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
                    let help = text!("{near}there is: {a}", near, a = ids.join(", "));
                    return Err(refuse(text!("there is no simulated digester `{id}`", id), help));
                }
            },
        };
        let simulation = prepared.digesters[place].simulation.as_ref();
        let length_d = simulation.map_or(0.0, |s| s.case.t_end_d - s.reported_from_d);
        Ok(Self { scenario, place, length_d })
    }

    /// The digester at given times (d from the start of the reported run, rising) for many lists of input values: in lanes
    /// and threads, each with the bits it has alone.
    pub fn days(&self, values: &[Vec<f64>], times_d: &[f64]) -> Vec<Result<Vec<Day>, String>> {
        let class = VectorClass::best();
        // Lanes are filled before threads are: a second thread with half of the lanes brings little.
        let threads = rayon::current_num_threads().max(1);
        let size = values.len().div_ceil(threads).max(class.lanes());
        let blocks: Vec<_> = values.par_chunks(size.max(1)).map(|block| self.block(block, times_d, class)).collect();
        blocks.into_iter().flatten().collect()
    }

    fn block(&self, values: &[Vec<f64>], times_d: &[f64], class: VectorClass) -> Vec<Result<Vec<Day>, String>> {
        let made: Vec<Result<Simulation, String>> = values.iter().map(|v| self.simulation(v)).collect();
        let simulations: Vec<&Simulation> = made.iter().flatten().collect();
        let Some(first) = simulations.first() else { return made.into_iter().map(|m| m.map(|_| Vec::new())).collect() };
        let observe = Observe::At(times_d.iter().map(|t| t + first.reported_from_d).collect());
        let cases: Vec<_> = simulations.iter().map(|s| &s.case).collect();
        let runs: Vec<Result<Adm1Run, _>> = match Adm1Solver::new(first.case.rtol) {
            Ok(solver) => solver.run_all(&cases, &observe, class),
            Err(error) => cases.iter().map(|_| Err(error.clone())).collect(),
        };
        // The warm-up is as long in every sample: it depends on the calendar, or the run of a stray one would be missed here.
        let same = simulations.iter().map(|s| s.reported_from_d == first.reported_from_d).collect::<Vec<_>>();
        let mut runs = runs.into_iter().zip(same);
        let one = |made: Result<Simulation, String>| {
            let simulation = made?;
            let Some((run, same)) = runs.next() else { return Err("a run is missing".to_owned()) };
            if same {
                return run.map(|r| r.days).map_err(|e| e.to_string());
            }
            let own = Observe::At(times_d.iter().map(|t| t + simulation.reported_from_d).collect());
            let solver = Adm1Solver::new(simulation.case.rtol).map_err(|e| e.to_string())?;
            solver.run(&simulation.case, &own).map(|r| r.days).map_err(|e| e.to_string())
        };
        made.into_iter().map(one).collect()
    }

    /// Differences of runs need them smoother than sweeps do.
    fn simulation(&self, values: &[f64]) -> Result<Simulation, String> {
        let case = self.scenario.case(values).map_err(|e| e.to_string())?;
        let prepared = prepare(&case, Detail::Totals).map_err(|e: EvaluateError| e.to_string())?;
        let simulation = prepared.digesters.into_iter().nth(self.place).and_then(|d| d.simulation);
        let mut simulation = simulation.ok_or_else(|| "the digester is not simulated".to_owned())?;
        simulation.case.rtol = simulation.case.rtol.min(RTOL);
        Ok(simulation)
    }

    /// Name of the scenario.
    pub fn name(&self) -> &str {
        &self.scenario.name
    }

    /// Input values with some of them replaced.
    pub fn values(&self, places: &[usize], point: &[f64]) -> Vec<f64> {
        let mut values = self.scenario.nominal();
        places.iter().zip(point).for_each(|(place, value)| values[*place] = *value);
        values
    }
}

/// Tolerance of the runs of a calibration, where the scenario does not ask for a finer one.
const RTOL: f64 = 1e-5;

/// The calibration of a scenario's digester to measured series. `parameters` are paths; none for all that the scenario draws but
/// the amounts of streams.
///
/// # Errors
/// What is wrong with the parameters, all at once.
pub fn plant<'a>(
    scenario: &'a Scenario,
    digester: &Plant<'a>,
    measured: &Measured,
    parameters: &[String],
) -> Result<Problem<'a>, Diagnostics> {
    let places = places(scenario, parameters)?;
    let parameters = places.iter().map(|place| parameter(scenario, *place)).collect();
    let data: Vec<Data> = measured.columns.iter().map(|(_, data)| data.clone()).collect();
    let quantities: Vec<Quantity> = measured.columns.iter().map(|(quantity, _)| *quantity).collect();
    let mut times: Vec<f64> = data.iter().flat_map(|d| d.times_d.iter().copied()).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    // Where each measured time is among all times.
    let rows: Vec<Vec<usize>> =
        data.iter().map(|d| d.times_d.iter().map(|t| times.partition_point(|other| other < t)).collect()).collect();
    let plant = digester.clone();
    let model = move |points: &[Vec<f64>]| {
        let values: Vec<Vec<f64>> = points.iter().map(|point| plant.values(&places, point)).collect();
        let pick = |days: Result<Vec<Day>, String>| {
            let days = days?;
            let value = |quantity: Quantity, row: usize| days.get(row).map_or(f64::NAN, |day| quantity.of(day));
            let all = quantities.iter().zip(&rows).flat_map(|(q, rows)| rows.iter().map(|row| value(*q, *row)));
            Ok(all.collect())
        };
        plant.days(&values, &times).into_iter().map(pick).collect()
    };
    Ok(Problem { name: scenario.name.clone(), parameters, data, model: Box::new(model) })
}

/// Places of the parameters that are asked for.
fn places(scenario: &Scenario, asked: &[String]) -> Result<Vec<usize>, Diagnostics> {
    let mut found = Diagnostics::default();
    let mut places = Vec::new();
    if asked.is_empty() {
        // What companies deliver is weighed: it is fitted only where it is named.
        let is_amount = |place: &usize| scenario.inputs.list()[*place].path.starts_with("stream.");
        places = scenario.plan.drawn.iter().map(|d| d.place).filter(|place| !is_amount(place)).collect();
        if places.is_empty() {
            let message = text!("the scenario says of no input that it is uncertain: nothing to find");
            found.push(
                Diagnostic::error(message)
                    .help(text!("name inputs under [uncertainty], or pass --parameters digester.k_hyd_ch,...")),
            );
        }
    }
    for path in asked {
        let Some(place) = scenario.inputs.find(path) else {
            let near =
                nearest(path, scenario.inputs.paths()).map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
            let message = text!("there is no input `{path}`", path);
            found.push(Diagnostic::error(message).help(text!("{near}`gisement explain FILE` lists all paths", near)));
            continue;
        };
        if places.contains(&place) {
            found.push(Diagnostic::error(text!("`{path}` stands twice", path)).help(text!("name it once")));
            continue;
        }
        places.push(place);
    }
    for place in &places {
        let input = &scenario.inputs.list()[*place];
        if input.structural {
            let message = text!("`{path}` shapes the case: it cannot be fitted", path = input.path);
            found.push(Diagnostic::error(message).help(text!("leave it out of the parameters")));
        } else if !input.value.is_finite() && law_of(scenario, *place).is_none() {
            let message =
                text!("`{path}` follows from a law of the model: it has no value to start from", path = input.path);
            found.push(
                Diagnostic::error(message)
                    .help(text!("write it in the scenario, or --set {path}=...", path = input.path)),
            );
        }
    }
    if found.has_errors() { Err(found) } else { Ok(places) }
}

/// Shares of a prior without an end that count as its range.
const FAR: f64 = 1e-4;

/// The distribution of an input in the scenario.
fn law_of(scenario: &Scenario, place: usize) -> Option<&Distribution> {
    scenario.plan.drawn.iter().find(|d| d.place == place).map(|d| &d.distribution)
}

fn parameter(scenario: &Scenario, place: usize) -> Parameter {
    let input = &scenario.inputs.list()[place];
    let drawn = law_of(scenario, place).cloned();
    // Where a law of the model gives the value, the search starts at the median of the prior.
    let value = match &drawn {
        Some(law) if !input.value.is_finite() => law.quantile(0.5),
        _ => input.value,
    };
    let within = |value: f64| value.max(input.low).min(input.high);
    let (mut low, mut high) = (input.low, input.high);
    if let Some(law) = &drawn {
        let ends = (law.low(), law.high());
        low = low.max(if ends.0.is_finite() { ends.0 } else { law.quantile(FAR) });
        high = high.min(if ends.1.is_finite() { ends.1 } else { law.quantile(1.0 - FAR) });
    }
    if !(low.is_finite() && high.is_finite() && low < high) {
        // A range without an end, or a law outside the range: a decade about the value.
        let reach = 10.0 * value.abs().max(1e-6);
        (low, high) = (within(value - reach), within(value + reach));
    }
    Parameter {
        path: input.path.clone(),
        unit: input.unit.clone(),
        description: input.description.clone(),
        start: value.max(low).min(high),
        low,
        high,
        prior: drawn,
    }
}
