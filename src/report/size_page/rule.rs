//! The chosen house against the rule of thumb of half the peak: what differs, and which lines of cost make the
//! difference.

use super::context::{Context, Looked};
use super::economics::{cost_frame, cost_parts, parts};
use crate::plot::{Picture, PlotError, Step, Waterfall};
use crate::report::chapter::Chapter;
use crate::sizing::{Figure, Shortcut};
use crate::text;

pub(super) fn add(c: &Context<'_>, chapter: &mut Chapter) {
    let (Some(chosen), Some(rule)) = (c.chosen(), c.half()) else { return };
    if let Some(hidden) = hidden(c) {
        chapter.text(hidden);
    }
    if chosen.rated.candidate == rule.rated.candidate {
        return;
    }
    chapter.figure(
        bridge(c, &chosen, &rule),
        c.say(
            "Why: from the cost of heat by the rule of 50 % to that of the chosen house, line by line. Lines to the \
             left make heat cheaper.",
        ),
    );
}

/// The recommendation beside the rule, with the line that weighs most; none where either is missing.
pub(super) fn why(c: &Context<'_>) -> Option<String> {
    let (chosen, rule) = (&c.chosen()?, &c.half()?);
    Some(text(c, chosen, rule))
}

fn text(c: &Context<'_>, chosen: &Looked<'_>, rule: &Looked<'_>) -> String {
    let (ours, theirs) = (c.house(&chosen.rated.candidate), c.house(&rule.rated.candidate));
    if chosen.rated.candidate == rule.rated.candidate {
        return c.lang.tell(&text!("The rule of 50 % of the peak would choose the same house: {ours}.", ours));
    }
    let of = |figure: Figure| (chosen.rated.nominal.of(figure), rule.rated.nominal.of(figure));
    let change = |figure: Figure| {
        let (a, b) = of(figure);
        let sign = if a > b { "+" } else { "" };
        let text = c.figure_text(figure, a - b);
        // A difference of shares is in points, not per cent of something.
        format!("{sign}{}", if figure == Figure::Coverage { text.replace('%', "points") } else { text })
    };
    let (power, share) = (c.plain(chosen.rated.candidate.wood_kw()), c.fixed(c.peak_pct(&chosen.rated.candidate), 0));
    let (cost, coverage, starts) = (change(Figure::Lcoh), change(Figure::Coverage), change(Figure::Starts));
    let mut text = c.lang.tell(&text!("The rule of 50 % of the peak would install {theirs}. The recommendation is {ours}: {power} kW of wood, {share} % of the peak. Against the rule: cost of heat {cost}, coverage {coverage}, starts {starts}.", theirs, ours, power, share, cost, coverage, starts));
    if let Some((name, eur)) = largest(c, chosen, rule) {
        let eur = c.fixed(eur, 2);
        text += &c.lang.tell(&text!(" What weighs most: {name}, {eur} EUR/MWh.", name, eur));
    }
    if !rule.rated.is_allowed() {
        let breaches = c.breaches(rule.rated);
        text += &c.lang.tell(&text!(" The house by the rule does not keep: {breaches}.", breaches));
    }
    text
}

/// What the shortcut says at half the peak beside the simulation.
fn hidden(c: &Context<'_>) -> Option<String> {
    let away = |s: &&Shortcut| (s.share_of_peak - 0.5).abs();
    let half = c.size.shortcut.iter().min_by(|a, b| away(a).total_cmp(&away(b)))?;
    let pct = |v: f64| c.fixed(v, 1);
    let share = c.fixed(100.0 * half.share_of_peak, 0);
    let (curve, buffered) = (pct(half.curve_pct), pct(half.simulated_pct));
    let (cycling, never) = (pct(half.cycling_pct), pct(half.no_cycling_pct));
    Some(c.lang.tell(&text!("At {share} % of the peak the load-duration curve promises {curve} % coverage; simulated, one boiler reaches {buffered} % with the buffer, {cycling} % going on and off without one, and {never} % if it never runs below its minimum load.", share, curve, buffered, cycling, never)))
}

/// Differences of the cost of heat by line, EUR/MWh, in the order of the accounts.
fn differences(c: &Context<'_>, chosen: &Looked<'_>, rule: &Looked<'_>) -> Vec<(String, f64)> {
    let mut list: Vec<(String, f64)> = cost_parts(c, rule).into_iter().map(|(name, eur)| (name, -eur)).collect();
    for (name, eur) in cost_parts(c, chosen) {
        match list.iter_mut().find(|(known, _)| *known == name) {
            Some(line) => line.1 += eur,
            None => list.push((name, eur)),
        }
    }
    list
}

fn largest(c: &Context<'_>, chosen: &Looked<'_>, rule: &Looked<'_>) -> Option<(String, f64)> {
    let list = differences(c, chosen, rule);
    list.into_iter().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())).filter(|(_, eur)| *eur != 0.0)
}

fn bridge(c: &Context<'_>, chosen: &Looked<'_>, rule: &Looked<'_>) -> Result<Picture, PlotError> {
    let sum = |looked: &Looked<'_>| -> f64 { cost_parts(c, looked).iter().map(|p| p.1).sum() };
    let named =
        |word: &str, looked: &Looked<'_>| format!("{word}{}{}", c.lang.colon(), c.boilers(&looked.rated.candidate));
    let (start, end) = (sum(rule), sum(chosen));
    let mut steps = vec![Step::Start { label: named(c.say("Rule of 50 %"), rule), value: start }];
    steps.extend(parts(c, differences(c, chosen, rule)));
    steps.push(Step::Total { label: named(c.say("Chosen"), chosen), value: end });
    let (method, reference) = cost_frame(c, chosen);
    Waterfall {
        heading: c.heading("From the rule of 50 % to the chosen house"),
        method,
        reference,
        quantity: c.say("Cost of heat").to_owned(),
        unit: c.say("EUR/MWh").to_owned(),
        increase: c.say("makes heat dearer").to_owned(),
        decrease: c.say("makes heat cheaper").to_owned(),
        steps,
    }
    .draw()
}
