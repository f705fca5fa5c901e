//! Distributions as written in a scenario: `{ triangular = { low = 1, mode = 2, high = 3 } }`.

use crate::diag::Diagnostic;
use crate::dist::{Distribution, DistributionError};
use crate::scenario::section::{Context, number_in, unknown_key};
use crate::scenario::tree::Node;
use crate::text;
use crate::words::{Text, nearest};

pub(super) type Maker = fn(&mut Context<'_>, &Node) -> Option<Result<Distribution, DistributionError>>;

/// Names of the distributions and how each is read.
pub(super) const DISTRIBUTIONS: [(&str, Maker); 9] = [
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
            if other_names.is_empty() { Text::plain("") } else { text!(" (or median and p95, or mu and sigma)") };
        let found = Diagnostic::error(text!("this distribution needs {a}{also}", a = names.join(", "), also));
        let found = found.at(Some(node.location.clone()), text!("{a} missing", a = missing.join(", ")));
        let example: Vec<String> = names.iter().map(|name| format!("{name} = ...")).collect();
        context.diagnostics.push(found.help(text!("write {{ {a} }}", a = example.join(", "))));
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
            let found = unknown_key(&key.name, &key.location, "distribution", &names);
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
        let found = Diagnostic::error(text!("this distribution needs values"));
        let found = found.at(Some(node.location.clone()), text!("none here"));
        context.diagnostics.push(found.help(text!("write {{ values = [1, 2, 3] }}")));
        return None;
    };
    for (key, _) in node.entries() {
        if key.name != "values" && key.name != second {
            let names = ["values", second];
            context.diagnostics.push(unknown_key(&key.name, &key.location, "distribution", &names));
        }
    }
    let values = list(context, values, "values")?;
    let others = match node.get(second) {
        Some(n) => Some(list(context, n, second)?),
        None => None,
    };
    Some((values, others))
}

pub(super) fn read_distribution(context: &mut Context<'_>, node: &Node) -> Option<Distribution> {
    let names = DISTRIBUTIONS.map(|(n, _)| n);
    let [(key, inner)] = node.entries() else {
        let found = Diagnostic::error(text!("there must be one distribution in these braces"));
        let found = found.at(Some(node.location.clone()), text!("{a} here", a = node.entries().len()));
        context.diagnostics.push(found.help(text!("distributions: {a}", a = names.join(", "))));
        return None;
    };
    let Some((_, make)) = DISTRIBUTIONS.iter().find(|(n, _)| *n == key.name) else {
        let found = Diagnostic::error(text!("no distribution `{name}`", name = key.name));
        let found = found.at(Some(key.location.clone()), text!("not known"));
        let near = nearest(&key.name, names).map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
        context.diagnostics.push(found.help(text!("{near}distributions: {a}", near, a = names.join(", "))));
        return None;
    };
    match make(context, inner)? {
        Ok(distribution) => Some(distribution),
        Err(error) => {
            let found = Diagnostic::error(error.told()).at(Some(inner.location.clone()), text!("this distribution"));
            context.diagnostics.push(found.help(text!(
                "write for example {{ {name} = {b} }}",
                name = key.name,
                b = example(&key.name)
            )));
            None
        }
    }
}
