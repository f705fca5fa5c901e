//! What is uncertain: distributions by path, low/mode/high of streams, participation and activity with common factors.
//!
//! A sample is a pure function of (seed, sample, parameter): each draw is keyed by the path of what it draws, so that
//! adding a parameter moves no other.

use super::inputs::Inputs;
use super::providers::Inventory;
use super::section::{Context, Section, number_in, range_text};
use super::tree::{Key, Node, Value};
use crate::case::{ProviderParams, StreamParams};
use crate::diag::{Diagnostic, nearest};
use crate::dist::{
    Distribution, DistributionError, ParameterId, correlated_uniform, normal_quantile, one_factor, uniform,
};

/// One drawn input.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// Place in the inputs.
    pub place: usize,
    /// Its distribution.
    pub distribution: Distribution,
    id: ParameterId,
}

/// Who takes part: 1 or 0 with the provider's probability, held together by a common factor.
#[derive(Clone, Debug)]
struct Participation {
    /// Places of probability and participation of each provider, with the id of its own draw.
    providers: Vec<(usize, usize, ParameterId)>,
    correlation: f64,
}

/// Activity of each provider: lognormal with mean 1, held together by a common factor.
#[derive(Clone, Debug)]
struct Activity {
    providers: Vec<(usize, ParameterId)>,
    log_sd: f64,
    correlation: f64,
}

/// How samples are drawn.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Number of samples of `run`.
    pub samples: usize,
    /// Seed.
    pub seed: u64,
    /// Inputs with a distribution of their own.
    pub drawn: Vec<Drawn>,
    participation: Option<Participation>,
    activity: Option<Activity>,
}

/// Samples of `run` unless the scenario says otherwise.
const SAMPLES: usize = 1000;
const SEED: u64 = 1;

/// Largest number of samples of one run, whose rows are kept in memory.
pub const SAMPLES_MAX: usize = 5_000_000;

const COMMON_PARTICIPATION: ParameterId = ParameterId::of("uncertainty.participation.common");
const COMMON_ACTIVITY: ParameterId = ParameterId::of("uncertainty.activity.common");

impl Plan {
    /// True when samples would all be the same.
    pub fn is_certain(&self) -> bool {
        self.drawn.is_empty() && self.participation.is_none() && self.activity.is_none()
    }

    /// True when an input is drawn.
    pub fn draws(&self, place: usize) -> bool {
        let by_provider = |k: &usize| *k == place;
        self.drawn.iter().any(|d| d.place == place)
            || self.participation.iter().flat_map(|p| &p.providers).any(|(_, k, _)| by_provider(k))
            || self.activity.iter().flat_map(|a| &a.providers).any(|(k, _)| by_provider(k))
    }

    /// How an input is drawn, in words.
    pub fn describe(&self, place: usize) -> Option<String> {
        if let Some(drawn) = self.drawn.iter().find(|d| d.place == place) {
            return Some(drawn.distribution.describe());
        }
        if let Some(p) = &self.participation
            && p.providers.iter().any(|(_, k, _)| *k == place)
        {
            return Some(format!("1 or 0 by its probability, common factor with correlation {}", p.correlation));
        }
        let activity = self.activity.as_ref().filter(|a| a.providers.iter().any(|(k, _)| *k == place))?;
        let (sd, rho) = (activity.log_sd, activity.correlation);
        Some(format!("lognormal, mean 1, log-sd {sd:.3}, common factor with correlation {rho}"))
    }

    /// Puts the draws of a sample into a copy of the nominal values.
    pub fn draw(&self, seed: u64, sample: u64, values: &mut [f64]) {
        for drawn in &self.drawn {
            values[drawn.place] = drawn.distribution.quantile(uniform(seed, sample, drawn.id));
        }
        if let Some(p) = &self.participation {
            let common = uniform(seed, sample, COMMON_PARTICIPATION);
            for (probability, place, id) in &p.providers {
                let u = correlated_uniform(common, uniform(seed, sample, *id), p.correlation);
                values[*place] = if u < values[*probability] { 1.0 } else { 0.0 };
            }
        }
        if let Some(a) = &self.activity {
            let common = normal_quantile(uniform(seed, sample, COMMON_ACTIVITY));
            for (place, id) in &a.providers {
                let z = one_factor(common, normal_quantile(uniform(seed, sample, *id)), a.correlation);
                values[*place] = libm::exp(a.log_sd * z - 0.5 * a.log_sd * a.log_sd);
            }
        }
    }
}

const WORDS: [&str; 5] = ["samples", "seed", "streams", "participation", "activity"];

/// Reads `[uncertainty]`.
pub(super) fn read(context: &mut Context<'_>, root: &Section<'_>, inventory: &Inventory) -> Plan {
    let section = root.child(context, "uncertainty");
    let samples = section.whole(context, "samples", 1.0, SAMPLES_MAX as f64).unwrap_or(SAMPLES as u64) as usize;
    let seed = section.whole(context, "seed", 0.0, 9.0e15).unwrap_or(SEED);
    let mut plan = Plan { samples, seed, drawn: Vec::new(), participation: None, activity: None };
    let with_streams = section.flag(context, "streams", true);
    if let Some(node) = section.written() {
        for (key, value) in node.entries() {
            if !WORDS.contains(&key.name.as_str()) {
                read_path(context, &key.name, key, value, &mut plan);
            }
        }
        plan.participation = read_participation(context, node, inventory);
        plan.activity = read_activity(context, node, inventory);
    }
    if with_streams {
        draw_streams(context, inventory, &mut plan);
    }
    plan
}

/// `"path" = { distribution = {...} }`; unquoted paths arrive as nested tables.
fn read_path(context: &mut Context<'_>, path: &str, key: &Key, node: &Node, plan: &mut Plan) {
    let Value::Table(entries) = &node.value else {
        let found = Diagnostic::error(format!("`{path}` needs a distribution")).at(Some(node.location.clone()), "here");
        context.diagnostics.push(found.help("write { triangular = { low = 1, mode = 2, high = 3 } }"));
        return;
    };
    let is_distribution = entries.first().is_some_and(|(k, _)| DISTRIBUTIONS.iter().any(|(n, _)| *n == k.name));
    if !is_distribution && context.inputs.find(path).is_none() {
        let deeper = entries.iter().any(|(_, v)| matches!(v.value, Value::Table(_)));
        if deeper && entries.iter().all(|(k, _)| DISTRIBUTIONS.iter().all(|(n, _)| *n != k.name)) {
            for (inner, value) in entries {
                read_path(context, &format!("{path}.{}", inner.name), inner, value, plan);
            }
            return;
        }
    }
    let place = place_of(context, path, key);
    let distribution = read_distribution(context, node);
    if let (Some(place), Some(distribution)) = (place, distribution) {
        push_drawn(context, place, distribution, key, plan);
    }
}

fn place_of(context: &mut Context<'_>, path: &str, key: &Key) -> Option<usize> {
    let place = context.inputs.find(path);
    if place.is_none() {
        let found = Diagnostic::error(format!("no input has the path `{path}`"));
        let found = found.at(Some(key.location.clone()), "not known");
        let near = nearest(path, context.inputs.paths()).map(str::to_owned);
        context.diagnostics.push(match near {
            Some(near) => found.help(format!("did you mean `{near}`?")),
            None => found.help("`gisement explain FILE` lists all paths"),
        });
    }
    place
}

/// Refuses a distribution that leaves the input's range, or an input that no sample may move.
fn push_drawn(context: &mut Context<'_>, place: usize, distribution: Distribution, key: &Key, plan: &mut Plan) {
    let input = &context.inputs.list()[place];
    if input.structural {
        let message = format!("`{}` shapes the case and cannot differ between samples", input.path);
        let found = Diagnostic::error(message).at(Some(key.location.clone()), "not possible here");
        context.diagnostics.push(found.help("set it in its section, and run the scenario once for each value"));
        return;
    }
    if context.inputs.is_overridden(place, context.sources) {
        let found = Diagnostic::warning(format!("`{}` is set on the command line: it is not drawn", input.path));
        let found = found.at(Some(key.location.clone()), "left out of the samples");
        context.diagnostics.push(found.help("leave the --set out to draw it"));
        return;
    }
    if plan.drawn.iter().any(|d| d.place == place) {
        let message = format!("`{}` is given two distributions", input.path);
        let found = Diagnostic::error(message).at(Some(key.location.clone()), "the second one");
        context.diagnostics.push(found.help("keep one of them"));
        return;
    }
    let (low, high) = (distribution.low(), distribution.high());
    let (tail_low, tail_high) = (distribution.quantile(1e-9), distribution.quantile(1.0 - 1e-9));
    if tail_low < input.low || tail_high > input.high {
        let message = format!(
            "`{}` must be {}, the distribution reaches from {} to {}",
            input.path,
            range_text(input.low, input.high, &input.unit),
            if low.is_finite() { low } else { tail_low },
            if high.is_finite() { high } else { tail_high },
        );
        let found = Diagnostic::error(message).at(Some(key.location.clone()), "reaches too far");
        context.diagnostics.push(found.help("narrow it, or use truncated_normal with low and high"));
        return;
    }
    let id = ParameterId::of(&input.path);
    plan.drawn.push(Drawn { place, distribution, id });
}

type Maker = fn(&mut Context<'_>, &Node) -> Option<Result<Distribution, DistributionError>>;

/// Names of the distributions and how each is read.
const DISTRIBUTIONS: [(&str, Maker); 9] = [
    ("uniform", |c, n| {
        let [low, high] = numbers(c, n, ["low", "high"], &[])?;
        Some(Distribution::uniform(low, high))
    }),
    ("triangular", |c, n| {
        let [low, mode, high] = numbers(c, n, ["low", "mode", "high"], &[])?;
        Some(Distribution::triangular(low, mode, high))
    }),
    ("pert", |c, n| {
        let [low, mode, high] = numbers(c, n, ["low", "mode", "high"], &[])?;
        Some(Distribution::pert(low, mode, high))
    }),
    ("normal", |c, n| {
        let [mean, sd] = numbers(c, n, ["mean", "sd"], &[])?;
        Some(Distribution::normal(mean, sd))
    }),
    ("truncated_normal", |c, n| {
        let [mean, sd, low, high] = numbers(c, n, ["mean", "sd", "low", "high"], &[])?;
        Some(Distribution::truncated_normal(mean, sd, low, high))
    }),
    ("lognormal", lognormal),
    ("beta", |c, n| {
        let [a, b, low, high] = numbers(c, n, ["a", "b", "low", "high"], &[])?;
        Some(Distribution::beta(a, b, low, high))
    }),
    ("empirical", |c, n| {
        let (values, weights) = lists(c, n, "weights")?;
        Some(match weights {
            Some(weights) => Distribution::empirical_weighted(&values, &weights),
            None => Distribution::empirical(&values),
        })
    }),
    ("discrete", |c, n| {
        let (values, probabilities) = lists(c, n, "probabilities")?;
        let even = vec![1.0 / values.len().max(1) as f64; values.len()];
        Some(Distribution::discrete(&values, &probabilities.unwrap_or(even)))
    }),
];

/// A distribution of each name that is right.
fn example(name: &str) -> &'static str {
    match name {
        "uniform" => "{ low = 1, high = 3 }",
        "triangular" | "pert" => "{ low = 1, mode = 2, high = 4 }",
        "normal" => "{ mean = 2, sd = 0.3 }",
        "truncated_normal" => "{ mean = 2, sd = 0.3, low = 1, high = 3 }",
        "lognormal" => "{ median = 2, p95 = 4 }",
        "beta" => "{ a = 2, b = 3, low = 0, high = 1 }",
        "empirical" => "{ values = [1.5, 2, 2.2] }",
        _ => "{ values = [1, 2], probabilities = [0.3, 0.7] }",
    }
}

fn lognormal(context: &mut Context<'_>, node: &Node) -> Option<Result<Distribution, DistributionError>> {
    if node.get("median").is_some() {
        let [median, p95] = numbers(context, node, ["median", "p95"], &[])?;
        return Some(Distribution::lognormal_median_p95(median, p95));
    }
    if node.get("mu").is_some() {
        let [mu, sigma] = numbers(context, node, ["mu", "sigma"], &[])?;
        return Some(Distribution::lognormal(mu, sigma));
    }
    let [mean, sd] = numbers(context, node, ["mean", "sd"], &["median", "p95", "mu", "sigma"])?;
    Some(Distribution::lognormal_mean_sd(mean, sd))
}

fn numbers<const N: usize>(
    context: &mut Context<'_>,
    node: &Node,
    names: [&str; N],
    other_names: &[&str],
) -> Option<[f64; N]> {
    let mut values = [0.0; N];
    let mut complete = true;
    let missing: Vec<&str> = names.iter().copied().filter(|name| node.get(name).is_none()).collect();
    if !missing.is_empty() {
        let also =
            if other_names.is_empty() { String::new() } else { " (or median and p95, or mu and sigma)".to_owned() };
        let found = Diagnostic::error(format!("this distribution needs {}{also}", names.join(", ")));
        let found = found.at(Some(node.location.clone()), format!("{} missing", missing.join(", ")));
        let example: Vec<String> = names.iter().map(|name| format!("{name} = ...")).collect();
        context.diagnostics.push(found.help(format!("write {{ {} }}", example.join(", "))));
        complete = false;
    }
    for (value, name) in values.iter_mut().zip(names) {
        let Some(given) = node.get(name) else { continue };
        match number_in(context, given, name, f64::MIN, f64::MAX, "") {
            Some(number) => *value = number,
            None => complete = false,
        }
    }
    for (key, _) in node.entries() {
        if !names.contains(&key.name.as_str()) {
            let found = super::section::unknown_key(&key.name, &key.location, "distribution", &names);
            context.diagnostics.push(found);
            complete = false;
        }
    }
    complete.then_some(values)
}

fn lists(context: &mut Context<'_>, node: &Node, second: &str) -> Option<(Vec<f64>, Option<Vec<f64>>)> {
    let list = |context: &mut Context<'_>, n: &Node, name: &str| -> Option<Vec<f64>> {
        n.elements().iter().map(|e| number_in(context, e, name, f64::MIN, f64::MAX, "")).collect()
    };
    let Some(values) = node.get("values") else {
        let found = Diagnostic::error("this distribution needs values");
        let found = found.at(Some(node.location.clone()), "none here");
        context.diagnostics.push(found.help("write { values = [1, 2, 3] }"));
        return None;
    };
    for (key, _) in node.entries() {
        if key.name != "values" && key.name != second {
            let names = ["values", second];
            context.diagnostics.push(super::section::unknown_key(&key.name, &key.location, "distribution", &names));
        }
    }
    let values = list(context, values, "values")?;
    let others = match node.get(second) {
        Some(n) => Some(list(context, n, second)?),
        None => None,
    };
    Some((values, others))
}

fn read_distribution(context: &mut Context<'_>, node: &Node) -> Option<Distribution> {
    let names = DISTRIBUTIONS.map(|(n, _)| n);
    let [(key, inner)] = node.entries() else {
        let found = Diagnostic::error("there must be one distribution in these braces");
        let found = found.at(Some(node.location.clone()), format!("{} here", node.entries().len()));
        context.diagnostics.push(found.help(format!("distributions: {}", names.join(", "))));
        return None;
    };
    let Some((_, make)) = DISTRIBUTIONS.iter().find(|(n, _)| *n == key.name) else {
        let found = Diagnostic::error(format!("no distribution `{}`", key.name));
        let found = found.at(Some(key.location.clone()), "not known");
        let near = nearest(&key.name, names).map_or(String::new(), |n| format!("did you mean `{n}`? "));
        context.diagnostics.push(found.help(format!("{near}distributions: {}", names.join(", "))));
        return None;
    };
    match make(context, inner)? {
        Ok(distribution) => Some(distribution),
        Err(error) => {
            let found = Diagnostic::error(error.to_string()).at(Some(inner.location.clone()), "this distribution");
            context.diagnostics.push(found.help(format!(
                "write for example {{ {} = {} }}",
                key.name,
                example(&key.name)
            )));
            None
        }
    }
}

fn part(context: &mut Context<'_>, node: &Node, name: &str, low: f64, high: f64, default: f64) -> f64 {
    node.get(name).and_then(|n| number_in(context, n, name, low, high, "")).unwrap_or(default)
}

/// A table with some of these keys; anything else is reported with an example.
fn has_parts(context: &mut Context<'_>, node: &Node, section: &str, names: &[&str], example: &str) -> bool {
    if !matches!(node.value, Value::Table(_)) {
        let found = Diagnostic::error(format!("`{section}` is a table"));
        let found = found.at(Some(node.location.clone()), format!("{} here", node.kind()));
        context.diagnostics.push(found.help(format!("write {section} = {example}")));
        return false;
    }
    for (key, _) in node.entries() {
        if !names.contains(&key.name.as_str()) {
            context.diagnostics.push(super::section::unknown_key(&key.name, &key.location, section, names));
        }
    }
    true
}

fn read_participation(context: &mut Context<'_>, node: &Node, inventory: &Inventory) -> Option<Participation> {
    let node = node.get("participation")?;
    if !has_parts(context, node, "participation", &["correlation"], "{ correlation = 0.3 }") {
        return None;
    }
    let correlation = part(context, node, "correlation", 0.0, 1.0, 0.0);
    let at = |name: &str| ProviderParams::<f64>::table().find(name).expect("a row of the table of providers").0;
    let (probability, participation) = (at("participation_probability"), at("participation"));
    let providers = inventory
        .providers
        .iter()
        .map(|p| {
            let place = p.block.0.start + participation;
            (p.block.0.start + probability, place, ParameterId::of(&context.inputs.list()[place].path))
        })
        .filter(|(_, place, _)| context.inputs.list()[*place].value.is_nan())
        .collect();
    Some(Participation { providers, correlation })
}

fn read_activity(context: &mut Context<'_>, node: &Node, inventory: &Inventory) -> Option<Activity> {
    let node = node.get("activity")?;
    if !has_parts(context, node, "activity", &["spread", "correlation"], "{ spread = 0.15, correlation = 0.5 }") {
        return None;
    }
    let spread = part(context, node, "spread", 0.0, 2.0, 0.15);
    let correlation = part(context, node, "correlation", 0.0, 1.0, 0.0);
    let at = ProviderParams::<f64>::table().find("activity_factor").expect("a row of the table of providers").0;
    let providers = inventory
        .providers
        .iter()
        .map(|p| p.block.0.start + at)
        .map(|place| (place, ParameterId::of(&context.inputs.list()[place].path)))
        .collect();
    // A lognormal with mean 1 and relative spread s has log-variance ln(1 + s^2).
    let log_sd = libm::log1p(spread * spread).sqrt();
    Some(Activity { providers, log_sd, correlation })
}

/// Amount, water content and present cost of every stream that gives a low and a high, as triangles.
fn draw_streams(context: &mut Context<'_>, inventory: &Inventory, plan: &mut Plan) {
    for stream in &inventory.streams {
        for name in ["t_per_year", "moisture_pct", "present_cost_eur_per_t"] {
            if let Some(drawn) = triangle(context.inputs, stream.block.0.start, name)
                && !plan.drawn.iter().any(|d| d.place == drawn.place)
            {
                plan.drawn.push(drawn);
            }
        }
    }
}

fn triangle(inputs: &Inputs, start: usize, name: &str) -> Option<Drawn> {
    let table = StreamParams::<f64>::table();
    let place = |suffix: &str| start + table.find(&format!("{name}{suffix}")).expect("a row of the table of streams").0;
    let value = |suffix: &str| inputs.list()[place(suffix)].value;
    let (low, mode, high) = (value("_low"), value("_mode"), value("_high"));
    let fixed = value("");
    let ordered = low < high && (low..=high).contains(&mode);
    if !fixed.is_nan() || !ordered {
        return None;
    }
    let place = place("");
    let distribution = Distribution::triangular(low, mode, high).ok()?;
    let id = ParameterId::of(&inputs.list()[place].path);
    Some(Drawn { place, distribution, id })
}
