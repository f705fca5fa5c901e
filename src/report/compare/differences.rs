//! What differs between scenarios, as plain data: page, terminal and JSON show the same.

use super::causes::{self, Causes, Moved};
use crate::allocation::PoleOutcome;
use crate::case::{Closure, Outcome};
use crate::report::MadeFrom;
use crate::scenario::{Input, Scenario};
use crate::words::Locale;
use std::collections::HashMap;

/// One scenario of a comparison, with what was computed for it.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// What it is called: short, and another one for each.
    pub label: &'a str,
    /// File, and what was set in it.
    pub made_of: &'a str,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its year; none when it was not run.
    pub outcome: Option<&'a Outcome>,
    /// Its allocation; none when it was not asked for.
    pub pole: Option<&'a PoleOutcome>,
}

/// One result of all scenarios.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Measure {
    /// Key in JSON, unit at its end.
    pub(super) key: String,
    /// What it is, English and French.
    pub(super) label: (String, String),
    /// It is of the year that was run, not of an allocation.
    pub(super) of_run: bool,
    /// Unit.
    pub(super) unit: &'static str,
    /// One value a scenario; none where it has no such result.
    pub(super) values: Vec<Option<f64>>,
    /// Method and reference of each scenario, where the result has one.
    pub(super) methods: Vec<String>,
}

/// An input that is not the same in all scenarios.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Changed {
    /// Path.
    pub(super) path: String,
    /// What it is.
    pub(super) description: String,
    /// Unit.
    pub(super) unit: String,
    /// One value a scenario; none where there is no such input.
    pub(super) values: Vec<Option<f64>>,
    /// How each is drawn; blank where it is not.
    pub(super) drawn: Vec<String>,
}

/// Scenarios held against the first of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Labels, first is what the others are compared with.
    pub(super) labels: Vec<String>,
    /// File and settings of each.
    pub(super) made_of: Vec<String>,
    pub(super) measures: Vec<Measure>,
    pub(super) changed: Vec<Changed>,
    /// Methods that differ: what of, and one text a scenario.
    pub(super) methods: Vec<(String, Vec<String>)>,
    pub(super) causes: Vec<Causes>,
    pub(super) moved: Vec<Moved>,
    /// Balances of each; none where it was not run.
    pub(super) closures: Vec<Vec<Closure>>,
    /// The files of all, each once.
    pub(super) files: Vec<MadeFrom>,
}

impl Comparison {
    /// Compares two scenarios or more; fewer give an empty comparison.
    pub fn new(sides: &[Compared<'_>]) -> Self {
        Self {
            labels: sides.iter().map(|s| s.label.to_owned()).collect(),
            made_of: sides.iter().map(|s| s.made_of.to_owned()).collect(),
            measures: pole_measures(sides).into_iter().chain(run_measures(sides)).collect(),
            changed: changed(sides),
            methods: methods(sides),
            causes: causes::all(sides),
            closures: sides.iter().map(|s| s.outcome.map(Outcome::closures).unwrap_or_default()).collect(),
            files: files(sides),
            moved: causes::moved(sides),
        }
    }

    /// Puts every text that tells of a company through `veil`.
    pub fn veiled(mut self, veil: &dyn Fn(&str) -> String) -> Self {
        let put = |text: &mut String| *text = veil(text);
        self.labels.iter_mut().chain(&mut self.made_of).for_each(put);
        for changed in &mut self.changed {
            put(&mut changed.path);
            changed.drawn.iter_mut().for_each(put);
        }
        for moved in &mut self.moved {
            [&mut moved.lot, &mut moved.company, &mut moved.sink].into_iter().for_each(put);
        }
        self.methods.iter_mut().flat_map(|(_, texts)| texts).for_each(put);
        self
    }

    /// True when nothing differs, input or result.
    pub fn is_same(&self) -> bool {
        let equal = |values: &[Option<f64>]| values.iter().all(|v| *v == values[0]);
        self.changed.is_empty() && self.methods.is_empty() && self.measures.iter().all(|m| equal(&m.values))
    }
}

fn files(sides: &[Compared<'_>]) -> Vec<MadeFrom> {
    let mut list: Vec<MadeFrom> = Vec::new();
    for file in sides.iter().flat_map(|s| MadeFrom::of(s.scenario)) {
        if !list.contains(&file) {
            list.push(file);
        }
    }
    list
}

fn measure(
    key: &str,
    label: (&str, &str),
    unit: &'static str,
    values: Vec<Option<f64>>,
    methods: Vec<String>,
) -> Measure {
    let label = (label.0.to_owned(), label.1.to_owned());
    Measure { key: key.to_owned(), label, of_run: false, unit, values, methods }
}

/// Method of an allocation, by what it is of.
fn method_of(pole: &PoleOutcome, of: &str) -> String {
    let found = pole.methods.iter().find(|m| m.of == of);
    found.map_or_else(String::new, |m| {
        let reference = if m.reference.is_empty() { String::new() } else { format!(", {}", m.reference) };
        format!("{} {}{reference}", m.name, m.version)
    })
}

/// Key, English and French label, unit, what its method is of, value.
type PoleResult = (&'static str, (&'static str, &'static str), &'static str, &'static str, fn(&PoleOutcome) -> f64);

/// Results of allocations.
const POLE: &[PoleResult] = &[
    ("inventory_t_per_a", ("Inventory", "Gisement"), "t/a", "", |p| p.totals.inventory_t.nominal),
    ("moved_t_per_a", ("Moved", "Déplacé"), "t/a", "", |p| p.totals.moved_t.nominal),
    ("today_eur_per_a", ("Cost today", "Coût aujourd'hui"), "EUR/a", "money", |p| p.totals.today_eur.nominal),
    ("plan_eur_per_a", ("Cost of the plan", "Coût du plan"), "EUR/a", "money", |p| p.totals.plan_eur.nominal),
    ("gain_eur_per_a", ("Saved", "Économie"), "EUR/a", "money", |p| p.totals.gain_eur.nominal),
    (
        "plan_t_co2e_per_a",
        ("Greenhouse gas, change against today", "GES, variation par rapport à aujourd'hui"),
        "t CO2e/a",
        "carbon",
        |p| p.totals.kgco2e.nominal / 1000.0,
    ),
    ("plan_fte", ("Jobs, net of today", "Emplois, net d'aujourd'hui"), "FTE", "jobs", |p| p.totals.fte.central),
    ("plan_capital_eur", ("Capital", "Investissement"), "EUR", "", |p| p.totals.capital_eur),
    ("plan_tkm_per_a", ("Haulage", "Transport"), "t km/a", "distances", |p| p.totals.tkm),
    ("local_mass_pct", ("Valorised locally, by mass", "Valorisé localement, en masse"), "%", "", |p| {
        100.0 * p.valorised[1].mass[0]
    }),
];

fn pole_measures(sides: &[Compared<'_>]) -> Vec<Measure> {
    if sides.iter().all(|s| s.pole.is_none()) {
        return Vec::new();
    }
    let of = |(key, label, unit, of, value): &PoleResult| {
        let methods = sides.iter().map(|s| s.pole.map_or_else(String::new, |p| method_of(p, of))).collect();
        measure(key, *label, unit, sides.iter().map(|s| s.pole.map(value)).collect(), methods)
    };
    let mut list: Vec<Measure> = POLE.iter().map(of).collect();
    list.extend(channel_measures(sides));
    list
}

/// Tonnes of each channel that any of the scenarios uses.
fn channel_measures(sides: &[Compared<'_>]) -> Vec<Measure> {
    let mut channels: Vec<(&'static str, &(String, String))> = Vec::new();
    for total in sides.iter().filter_map(|s| s.pole).flat_map(|p| &p.channels) {
        if total.wet_t.nominal > 0.0 && !channels.iter().any(|c| c.0 == total.channel) {
            channels.push((total.channel, &total.label));
        }
    }
    let tonnes =
        |pole: &PoleOutcome, id: &str| pole.channels.iter().find(|c| c.channel == id).map_or(0.0, |c| c.wet_t.nominal);
    let one = |(id, label): (&'static str, &(String, String))| {
        let values = sides.iter().map(|s| s.pole.map(|p| tonnes(p, id))).collect();
        let (english, french) = (format!("To: {}", label.0), format!("Vers\u{a0}: {}", label.1));
        measure(&format!("{id}_t_per_a"), (&english, &french), "t/a", values, Vec::new())
    };
    channels.into_iter().map(one).collect()
}

/// Headlines of runs, those of the first scenario first.
fn run_measures(sides: &[Compared<'_>]) -> Vec<Measure> {
    let headlines: Vec<_> = sides.iter().map(|s| s.outcome.map(Outcome::headlines).unwrap_or_default()).collect();
    let mut list: Vec<Measure> = Vec::new();
    for headline in headlines.iter().flatten() {
        if list.iter().any(|m| m.key == headline.key) {
            continue;
        }
        let value = |of: &Vec<crate::case::Headline>| of.iter().find(|h| h.key == headline.key).map(|h| h.value);
        let values: Vec<Option<f64>> = headlines.iter().map(value).collect();
        let methods = if headline.unit.contains("CO2e") {
            sides.iter().map(|s| s.outcome.map_or_else(String::new, causes::run_method)).collect()
        } else {
            Vec::new()
        };
        let french = Locale::Fr.say(headline.label);
        let found = measure(headline.key, (headline.label, french), headline.unit, values, methods);
        list.push(Measure { of_run: true, ..found });
    }
    list
}

/// Inputs that differ in value or in how they are drawn.
fn changed(sides: &[Compared<'_>]) -> Vec<Changed> {
    let places: Vec<HashMap<&str, usize>> =
        sides.iter().map(|s| s.scenario.inputs.paths().enumerate().map(|(k, path)| (path, k)).collect()).collect();
    let mut list = Vec::new();
    for (n, side) in sides.iter().enumerate() {
        for input in side.scenario.inputs.list() {
            let seen = places[..n].iter().any(|p| p.contains_key(input.path.as_str()));
            if !seen {
                list.extend(change(sides, &places, input));
            }
        }
    }
    list
}

/// The input in all scenarios; nothing when it is the same in all.
fn change(sides: &[Compared<'_>], places: &[HashMap<&str, usize>], input: &Input) -> Option<Changed> {
    let at: Vec<Option<usize>> = places.iter().map(|p| p.get(input.path.as_str()).copied()).collect();
    let value = |(side, k): (&Compared<'_>, &Option<usize>)| k.map(|k| side.scenario.inputs.list()[k].value);
    let values: Vec<Option<f64>> = sides.iter().zip(&at).map(value).collect();
    let drawn: Vec<String> = sides
        .iter()
        .zip(&at)
        .map(|(side, k)| k.and_then(|k| side.scenario.plan.describe(k)).unwrap_or_default())
        .collect();
    let bits = |v: &Option<f64>| v.map(f64::to_bits);
    let same = values.iter().all(|v| bits(v) == bits(&values[0])) && drawn.iter().all(|d| *d == drawn[0]);
    (!same).then(|| Changed {
        path: input.path.clone(),
        description: input.description.clone(),
        unit: input.unit.clone(),
        values,
        drawn,
    })
}

/// Methods and aims of allocations, where they differ.
fn methods(sides: &[Compared<'_>]) -> Vec<(String, Vec<String>)> {
    let text = |of: &str| -> Vec<String> {
        sides.iter().map(|s| s.pole.map_or_else(String::new, |p| method_of(p, of))).collect()
    };
    let mut list: Vec<(String, Vec<String>)> =
        ["carbon", "money", "jobs", "distances", "sharing"].into_iter().map(|of| (of.to_owned(), text(of))).collect();
    let aims = sides.iter().map(|s| s.pole.map_or("", |p| p.objective.name()).to_owned()).collect();
    list.push(("aim".to_owned(), aims));
    list.push((
        "run".to_owned(),
        sides.iter().map(|s| s.outcome.map_or_else(String::new, causes::run_method)).collect(),
    ));
    list.retain(|(_, texts)| texts.iter().any(|t| *t != texts[0]));
    list
}
