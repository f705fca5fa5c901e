//! The parameters with all their intervals, what to think of them, and whether the chains have met.

use super::chapter as open;
use crate::calibration::{Calibration, Fitted, Posterior};
use crate::plot::Locale;
use crate::report::chapter::{Chapter, digits, said_in};
use crate::report::{Cell, Column, Finding, Severity, Table};
use crate::text;
use crate::words::Text;

pub(super) fn chapter(found: &Calibration, prefix: &str, lang: Locale) -> Chapter {
    let mut c = open("parameters", prefix, lang.say("What was found"));
    c.table(parameters(found, lang));
    c.findings(findings(found, lang));
    c
}

fn parameters(found: &Calibration, lang: Locale) -> Table {
    let percent = super::percent(found.level, lang);
    let say_number = |english: &str| Column::number(lang.say(english).to_owned(), "");
    let mut columns = vec![
        Column::text(lang.say("Parameter")),
        Column::text(lang.say("Unit")),
        say_number("Before"),
        say_number("Found"),
        say_number("Fisher low"),
        say_number("high"),
        say_number("Profile low"),
        say_number("high"),
    ];
    let sampled = found.posterior.is_some();
    if sampled {
        columns.extend([say_number("Posterior low"), say_number("median"), say_number("high")]);
    }
    let caption = lang.tell(&text!("Parameters with their {percent} % intervals", percent));
    let mut table = Table::new(caption, columns);
    let open_end = || Cell::text(lang.say("open¦answer"));
    let end = |value: Option<f64>| value.map_or_else(open_end, |v| digits(v, 4));
    for p in &found.parameters {
        let mut row = vec![
            Cell::text(p.parameter.path.as_str()),
            Cell::text(p.parameter.unit.as_str()),
            digits(p.parameter.start, 4),
            digits(p.value, 4),
            end(Some(p.fisher.0).filter(|v| v.is_finite())),
            end(Some(p.fisher.1).filter(|v| v.is_finite())),
        ];
        match &p.profile {
            Some(profile) => row.extend([end(profile.low), end(profile.high)]),
            None => row.extend([Cell::empty(), Cell::empty()]),
        }
        if sampled {
            let of = |f: fn(&crate::calibration::Sampled) -> f64| {
                p.sampled.as_ref().map_or_else(Cell::empty, |s| digits(f(s), 4))
            };
            row.extend([of(|s| s.interval.0), of(|s| s.median), of(|s| s.interval.1)]);
        }
        table.push(row);
    }
    table.note = lang
        .say("Fisher: by the slopes at the fit. Profile: the others fitted anew at each value. An open end: the data set no \
             limit there.")
        .to_owned();
    table
}

/// Correlation between neighbouring residuals above which intervals are not to be trusted.
const REMEMBERS: f64 = 0.3;

fn finding(severity: Severity, text: String) -> Finding {
    Finding { severity, text, source: String::new() }
}

/// What the reader must know of the parameters.
fn findings(found: &Calibration, lang: Locale) -> Vec<Finding> {
    let mut list: Vec<Finding> = found.parameters.iter().flat_map(|p| of_parameter(p, lang)).collect();
    let mut say_warning = |english: &str| list.push(finding(Severity::Warning, lang.say(english).to_owned()));
    if !found.estimate.converged {
        say_warning("The search ended at its limit of steps: the fit may be better elsewhere.");
    }
    if !found.settled {
        say_warning("Spread and memory of the noise had not settled.");
    }
    if found.stopped {
        say_warning("Stopped by the user: what was done until then is shown.");
    }
    let remembers = found.series.iter().filter(|s| s.memory_left.abs() > REMEMBERS);
    if let Some(s) = remembers.max_by(|a, b| a.memory_left.abs().total_cmp(&b.memory_left.abs())) {
        let left = said_in(s.memory_left, 2, lang);
        list.push(finding(Severity::Warning, lang.tell(&text!("Residuals still remember each other ({left} between neighbours of {name}): the intervals are too short. The model misses the shape, or the noise does: another model, or --noise autoregressive.", left, name = &s.data.name))));
    }
    if found.failed.0 > 0 {
        let (count, why) = &found.failed;
        list.push(finding(
            Severity::Note,
            lang.tell(&text!(
                "The model could not be computed at {count} of {evaluations} points; first reason: {why}",
                count,
                evaluations = found.evaluations,
                why
            )),
        ));
    }
    if let Some(posterior) = &found.posterior
        && !Posterior::has_converged(&found.parameters)
    {
        let more = posterior.steps * 4;
        list.push(finding(
            Severity::Warning,
            lang.tell(&text!(
                "The chains have not met (R-hat 1.05, effective sizes 400): walk longer, --steps {more}.",
                more
            )),
        ));
    }
    list
}

fn of_parameter(p: &Fitted, lang: Locale) -> Vec<Finding> {
    let path = &p.parameter.path;
    let mut list = Vec::new();
    let mut warn = |text: Text| list.push(finding(Severity::Warning, lang.tell(&text)));
    if !p.standard_error.is_finite() {
        warn(text!("{path}: the data do not see it; its value is where the search left it.", path));
    } else if p.at_bound {
        let bound = said_in(p.value, 4, lang);
        warn(text!("{path} sits on its bound {bound}: its Fisher interval means little.", path, bound));
    } else if bent(p) {
        warn(text!("{path}: profile and Fisher interval differ: trust the profile.", path));
    }
    if p.profile.as_ref().is_some_and(|profile| profile.better.is_some()) {
        warn(text!("{path}: its profile met a better fit: start there (--set).", path));
    }
    list
}

/// An end of the profile is off that of Fisher by more than a quarter of the half width, or open.
fn bent(p: &Fitted) -> bool {
    let Some(profile) = &p.profile else { return false };
    let half = (p.fisher.1 - p.fisher.0) / 2.0;
    let off = |end: Option<f64>, fisher: f64| end.is_none_or(|e| (e - fisher).abs() > 0.25 * half);
    off(profile.low, p.fisher.0) || off(profile.high, p.fisher.1)
}

/// Have the chains met?
pub(super) fn posterior(found: &Calibration, prefix: &str, lang: Locale) -> Chapter {
    let mut c = open("posterior", prefix, lang.say("Have the chains met?"));
    let Some(posterior) = &found.posterior else { return c };
    let columns = vec![
        Column::text(lang.say("Parameter")),
        Column::number(lang.say("Mean"), ""),
        Column::number(lang.say("Standard deviation"), ""),
        Column::number("R-hat", ""),
        Column::number(lang.say("Effective size, middle"), ""),
        Column::number(lang.say("Effective size, tails"), ""),
    ];
    let mut table = Table::new(lang.say("Convergence of every parameter"), columns);
    for p in &found.parameters {
        let Some(s) = &p.sampled else { continue };
        let of = |f: fn(&crate::fit::Convergence) -> f64, n: usize| {
            s.convergence.as_ref().map_or_else(Cell::empty, |c| digits(f(c), n))
        };
        table.push(vec![
            Cell::text(p.parameter.path.as_str()),
            digits(s.mean, 4),
            digits(s.sd, 3),
            of(|c| c.r_hat, 4),
            of(|c| c.ess_bulk, 3),
            of(|c| c.ess_tail, 3),
        ]);
    }
    let acceptance = said_in(100.0 * posterior.acceptance, 3, lang);
    let (walkers, ensembles, steps, skipped) =
        (posterior.walkers, posterior.ensembles, posterior.steps, posterior.skipped);
    table.note = lang.tell(&text!("{ensembles} ensembles of {walkers} walkers, {steps} of {asked} steps, the first {skipped} left out; {acceptance} % of the moves made; seed {seed}.", ensembles, walkers, steps, asked = posterior.asked, skipped, acceptance, seed = posterior.seed));
    c.table(table);
    c
}
