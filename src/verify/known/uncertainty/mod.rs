//! Sensitivity indices, means, variances and quantiles of functions whose answers are known in closed form.
//!
//! Every answer is estimated as for a scenario, from designs of 2^14 rows, and must lie within four of its own standard
//! errors: an estimator that is wrong fails, and so does one whose standard error is too small.

mod functions;
mod laws;

use crate::dist::{ParameterId, normal_quantile, uniform};
use crate::sweep::sensitivity::{
    Dependence, Estimate, Independence, LEVELS, Permutations, PickFreeze, Players, Resampling, Runs, Samples,
    Trajectories, given_indices, morris_effects, shapley_effects, sobol_indices,
};
use crate::verify::format::{self, Format};
use crate::verify::outcome::{Row, Suite};
use crate::verify::reason::Reason;
use crate::verify::sheet::{Sheet, View};
use functions::Function;
use std::collections::BTreeMap;

/// A row names a function, a quantity and, for an index, its inputs; `value` is the closed form.
pub(in crate::verify) const FORMAT: Format =
    Format { name: "uncertainty", required: &["function", "quantity", "index", "value"], compare };

pub(in crate::verify) fn shipped() -> Suite {
    let source = "Closed forms: Ishigami & Homma 1990, Sobol' 1993, Saltelli & Sobol' 1995, conditional variances of the \
                  normal distribution; delta by quadrature";
    format::shipped(&FORMAT, "Uncertainty", source, include_str!("../../../../models/verify/uncertainty.csv"))
}

/// Design rows.
const ROWS: u64 = 1 << 14;
/// Seed of all designs.
const SEED: u64 = 1;
/// Standard errors within which an answer must lie.
const ERRORS: f64 = 4.0;
/// Rounding of numbers that are found exactly.
const ROUNDING: f64 = 1e-9;

/// What is found for a function, by quantity and index.
type Answers = BTreeMap<(String, String), Estimate>;

fn compare(sheet: &Sheet) -> (Vec<Row>, Vec<String>) {
    let mut known: BTreeMap<String, Option<Answers>> = BTreeMap::new();
    let rows = sheet.compare("function", |view, case| {
        let answers = known.entry(case.to_owned()).or_insert_with(|| answers(case));
        vec![compare_row(view, case, answers.as_ref())]
    });
    let note = format!("answers from designs of {ROWS} rows, allowed are {ERRORS} standard errors");
    (rows, vec![note])
}

fn compare_row(view: &View<'_>, case: &str, answers: Option<&Answers>) -> Row {
    let quantity = view.text("quantity").unwrap_or("");
    let index = view.text("index").unwrap_or("");
    let name = format!("{quantity} {index}");
    let published = match view.number("value") {
        Ok(value) => value,
        Err(reason) => return Row::failed(case, name.trim(), None, reason),
    };
    let Some(answers) = answers else {
        return Row::failed(case, name.trim(), Some(published), Reason::Function { function: case.to_owned() });
    };
    let found = answers.get(&(quantity.to_owned(), index.to_owned()));
    match found {
        Some(e) => {
            let tolerance = ERRORS * e.standard_error + ROUNDING * published.abs().max(1.0);
            Row::compared(case, name.trim(), e.value, published, tolerance)
        }
        // Mean square derivatives are no measure that this program offers.
        None if quantity.starts_with("DGSM") => {
            Row { reason: None, ..Row::failed(case, name.trim(), Some(published), Reason::Context) }
                .informative(Reason::Context)
        }
        None => Row::failed(case, name.trim(), Some(published), Reason::Name),
    }
}

/// All answers for a function; none when it is not known.
fn answers(name: &str) -> Option<Answers> {
    if let Some(answers) = laws::answers(name) {
        return Some(answers);
    }
    let function = Function::parse(name)?;
    let mut answers = Answers::new();
    match &function {
        Function::Gaussian { correlations: Some(correlations), .. } => shapley(&function, correlations, &mut answers)?,
        Function::Gaussian { correlations: None, .. } => given(&function, &mut answers)?,
        Function::Linear { .. } => morris(&function, &mut answers)?,
        _ => sobol(&function, &mut answers)?,
    }
    Some(answers)
}

fn put(answers: &mut Answers, quantity: &str, index: &str, e: Estimate) {
    answers.insert((quantity.to_owned(), index.to_owned()), e);
}

fn put_each(answers: &mut Answers, quantity: &str, estimates: &[Option<Estimate>]) {
    for (k, e) in estimates.iter().enumerate() {
        if let Some(e) = e {
            put(answers, quantity, &format!("x{}", k + 1), *e);
        }
    }
}

fn some(estimates: &[Estimate]) -> Vec<Option<Estimate>> {
    estimates.iter().copied().map(Some).collect()
}

fn sobol(function: &Function, answers: &mut Answers) -> Option<()> {
    let design = PickFreeze::with_second_order(Players::each(function.inputs()), ROWS).ok()?;
    let mut runs = Runs::new(1);
    let mut u = vec![0.0; function.inputs()];
    let mut plain = Vec::new();
    for run in 0..design.runs() {
        design.point(SEED, run, &mut u);
        let y = function.value(&u);
        runs.push(&[y]).ok()?;
        if run % design.runs_per_row() == 0 {
            plain.push(y);
        }
    }
    let found = sobol_indices(&design, &runs, Resampling::default()).ok()?.remove(0).ok()?;
    put(answers, "mean", "", found.mean);
    put(answers, "variance", "", found.variance);
    put_each(answers, "S1", &some(&found.first));
    put_each(answers, "ST", &some(&found.total));
    for pair in &found.second {
        put(answers, "S2", &format!("x{}-x{}", pair.players.0 + 1, pair.players.1 + 1), pair.index);
    }
    for share in [0.05, 0.5, 0.95, 0.99] {
        put(answers, &format!("quantile p={share}"), "", quantile(&mut plain, share));
    }
    Some(())
}

/// A quantile of samples; its standard error by the order statistics one standard deviation of the binomial away.
fn quantile(samples: &mut [f64], share: f64) -> Estimate {
    samples.sort_by(f64::total_cmp);
    let n = samples.len() as f64;
    let at = |share: f64| samples[((share * n) as usize).min(samples.len() - 1)];
    let away = (share * (1.0 - share) / n).sqrt();
    let (low, high) = (at(share - away), at(share + away));
    Estimate { value: at(share), standard_error: 0.5 * (high - low), low, high }
}

fn shapley(function: &Function, correlations: &[f64], answers: &mut Answers) -> Option<()> {
    let n = function.inputs();
    let dependence = Dependence::correlated(n, correlations).ok()?;
    let design = Permutations::new(Players::each(n), dependence, ROWS, SEED).ok()?;
    let mut runs = Runs::new(1);
    for row in 0..design.rows() {
        for scores in design.row(row).chunks(n) {
            runs.push(&[function.value(scores)]).ok()?;
        }
    }
    let found = shapley_effects(&design, &runs, Resampling::default()).ok()?.remove(0).ok()?;
    put(answers, "variance", "", found.variance);
    put_each(answers, "Shapley", &some(&found.effects));
    put_each(answers, "S1 (closed/full)", &found.first);
    put_each(answers, "ST (E Var(Y|X~i))", &found.last);
    Some(())
}

fn morris(function: &Function, answers: &mut Answers) -> Option<()> {
    let n = function.inputs();
    let design = Trajectories::new(Players::each(n), 50, LEVELS, SEED).ok()?;
    let mut runs = Runs::new(1);
    for row in 0..design.rows() {
        for u in design.row(row).chunks(n) {
            runs.push(&[function.value(u)]).ok()?;
        }
    }
    let found = morris_effects(&design, &runs, Resampling::default()).ok()?.remove(0).ok()?;
    put_each(answers, "Morris mu*", &some(&found.mu_star));
    let largest = found.sigma.iter().copied().max_by(|a, b| a.value.total_cmp(&b.value))?;
    put(answers, "Morris sigma", "all", largest);
    Some(())
}

fn given(function: &Function, answers: &mut Answers) -> Option<()> {
    let column = |k: usize| -> Vec<f64> {
        let id = ParameterId::of(&format!("verify.{k}"));
        (0..ROWS).map(|row| normal_quantile(uniform(SEED, row, id))).collect()
    };
    let inputs: Vec<Vec<f64>> = (0..function.inputs()).map(column).collect();
    let point = |row: usize| inputs.iter().map(|x| x[row]).collect::<Vec<_>>();
    let y = (0..ROWS as usize).map(|row| function.value(&point(row))).collect();
    let samples = Samples { inputs: &inputs, outputs: &[y], independence: Independence::Rows, seed: SEED };
    let found = given_indices(&samples).ok()?.remove(0).ok()?;
    put_each(answers, "Borgonovo delta", &some(&found.delta));
    Some(())
}
