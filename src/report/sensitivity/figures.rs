//! A sensitivity analysis as figures, one an output.

use crate::plot::{Gust, Heading, Locale, Mark, Picture, PlotError, Ranked, Ranking, TornadoFigure};
use crate::study::{Indices, Method, OutputSensitivity, Sensitivity};
use crate::sweep::sensitivity::{Estimate, Tornado};
use crate::text;

/// Inputs of a figure.
const INPUTS: usize = 15;

/// Figures of all outputs that have indices, each with the key of its output.
///
/// # Errors
/// When a number cannot be drawn.
pub fn sensitivity_figures(
    lang: Locale,
    scenario: &str,
    found: &Sensitivity,
) -> Result<Vec<(String, Picture)>, PlotError> {
    let mut figures = Vec::new();
    for output in &found.outputs {
        if let Some(picture) = sensitivity_figure(lang, scenario, found, output)? {
            figures.push((output.column.key.clone(), picture));
        }
    }
    Ok(figures)
}

/// The figure of an output; none when it has no indices.
///
/// # Errors
/// When a number cannot be drawn.
pub fn sensitivity_figure(
    lang: Locale,
    scenario: &str,
    found: &Sensitivity,
    output: &OutputSensitivity,
) -> Result<Option<Picture>, PlotError> {
    let Ok(indices) = &output.indices else { return Ok(None) };
    let title = lang.tell(&text!("{label}: what moves it", label = lang.known(&output.column.label)));
    let runs = match found.method {
        Method::GivenData => lang.tell(&text!("{runs} samples", runs = found.runs)),
        _ => lang.tell(&text!("{runs} runs", runs = found.runs)),
    };
    let intervals = if found.method == Method::Tornado { "" } else { lang.say("; lines: 95 % intervals") };
    let subtitle = format!("{scenario}{}{}, {runs}{intervals}", lang.colon(), words(lang, found.method));
    let heading = Heading::new(title, lang).subtitle(subtitle);
    match indices {
        Indices::Tornado(tornado) => tornado_figure(heading, found, output, indices, tornado),
        _ => ranking_figure(lang, heading, found, output, indices),
    }
}

/// A method as a subtitle calls it.
fn words(lang: Locale, method: Method) -> &'static str {
    match method {
        Method::Sobol => lang.say("Sobol indices"),
        Method::Shapley => lang.say("Shapley effects"),
        Method::Morris => lang.say("elementary effects"),
        Method::Tornado => lang.say("one input at a time"),
        Method::GivenData => lang.say("measures on given samples"),
    }
}

fn mark(e: &Estimate) -> Option<Mark> {
    // An interval without an end has no place on an axis.
    let finite = e.low.is_finite() && e.high.is_finite();
    finite.then_some(Mark { value: e.value, interval: (e.low, e.high) })
}

fn ranking_figure(
    lang: Locale,
    heading: Heading,
    found: &Sensitivity,
    output: &OutputSensitivity,
    indices: &Indices,
) -> Result<Option<Picture>, PlotError> {
    let measures = indices.measures();
    // The second measure of Shapley and Morris would be read as an interval beside the bar: they have the bar alone.
    let second = measures.get(1).filter(|_| matches!(found.method, Method::Sobol | Method::GivenData));
    let ranked = |player: usize| {
        let bar = measures[0].values[player].as_ref().and_then(mark)?;
        let dot = second.and_then(|m| m.values[player].as_ref()).and_then(mark);
        Some(Ranked { label: found.players[player].clone(), bar, dot })
    };
    let inputs: Vec<Ranked> = indices.ranking().into_iter().filter_map(ranked).take(INPUTS).collect();
    if inputs.is_empty() {
        return Ok(None);
    }
    let (quantity, unit) = match found.method {
        Method::Morris => (lang.say("Mean effect over the range of the input"), output.column.unit.as_str()),
        Method::GivenData => (lang.say("Influence"), ""),
        _ => (lang.say("Share of variance"), ""),
    };
    let names = [measures[0].name, second.map_or("", |m| m.name)].map(|name| lang.known(name).to_owned());
    let noise = measures[0].noise.map(|e| e.value);
    let figure = Ranking { heading, quantity: quantity.into(), unit: unit.into(), measures: names, inputs, noise };
    figure.draw().map(Some)
}

fn tornado_figure(
    heading: Heading,
    found: &Sensitivity,
    output: &OutputSensitivity,
    indices: &Indices,
    tornado: &Tornado,
) -> Result<Option<Picture>, PlotError> {
    let gust = |player: usize| {
        let (low, high) = tornado.swings[player].low.zip(tornado.swings[player].high)?;
        Some(Gust { label: found.players[player].clone(), low, high })
    };
    let inputs: Vec<Gust> = indices.ranking().into_iter().filter_map(gust).take(INPUTS).collect();
    let Some(nominal) = tornado.nominal.filter(|_| !inputs.is_empty()) else { return Ok(None) };
    let (quantity, unit) = (heading.locale.known(&output.column.label).to_owned(), output.column.unit.clone());
    TornadoFigure { heading, quantity, unit, nominal, inputs }.draw().map(Some)
}
