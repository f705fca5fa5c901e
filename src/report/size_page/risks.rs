//! Risks: the best under uncertainty, how far every figure of the chosen house spreads, samples that failed.

use super::context::{Context, quantiles, spread};
use super::words;
use crate::plot::{ChanceRow, Chances, Picture, PlotError, percent};
use crate::report::chapter::{Chapter, decimals};
use crate::report::{Cell, Column, Table};
use crate::scenario::SizeObjective;
use crate::sizing::{Figure, Rated};
use crate::text;

/// Candidates of the figure.
const MOST_ROWS: usize = 10;

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("risks", c.say("Risks"));
    chapter.text(effort(c));
    if !c.is_sampled() {
        return chapter;
    }
    chapter.text(c.say(
        "All candidates are run through the same samples, so that they are compared under the same weather year \
         and the same draws. Regret: what a candidate loses against the best of each sample, chosen with hindsight.",
    ));
    chapter.figure(
        chances(c),
        c.say(
            "Ranges that overlap are no argument: the weather and the prices of a year move all candidates together. \
             What parts them is the regret, and at the right how often each reaches the target.",
        ),
    );
    chapter.table(spreads(c));
    supply(c).into_iter().for_each(|text| chapter.text(text));
    chapter
}

fn effort(c: &Context<'_>) -> String {
    let size = c.size;
    let (done, asked) = size.samples;
    let years = c.fixed(size.years as f64, 0);
    let mut text = c.lang.tell(&text!(
        "{years} years of boiler houses were run; {done} of {asked} samples compared.",
        years,
        done,
        asked
    ));
    if size.stopped {
        text += c.say(" It was stopped before all were done.");
    }
    let (failed, reason) = &size.failed;
    if *failed > 0 {
        text += &c.lang.tell(&text!(" {failed} samples failed and are in no figure: {reason}.", failed, reason));
    }
    text
}

fn chances(c: &Context<'_>) -> Result<Picture, PlotError> {
    let figure = c.aim();
    let chosen = c.size.chosen.as_ref().map(|p| p.index);
    let row = |place: &usize| {
        let rated = c.rated(*place)?;
        Some(ChanceRow {
            label: c.tag(&rated.candidate),
            p10_p50_p90: quantiles(rated, figure)?,
            regret: rated.regret.map(|r| r.mean),
            chance: Some(rated.probability_target).filter(|p| p.is_finite()),
            chosen: chosen == Some(*place),
        })
    };
    let mut places: Vec<usize> = c.size.ranking.iter().copied().take(MOST_ROWS).collect();
    // The chosen one is shown even where the ranking lists others first.
    if let Some(chosen) = chosen.filter(|k| !places.contains(k)) {
        places.pop();
        places.insert(0, chosen);
    }
    let target = percent(c.size.params.coverage_target_pct / 100.0, 0, c.lang);
    let frame = match (c.size.objective, c.carbon_frame()) {
        (SizeObjective::Co2, frame) => format!("{} · {frame}", c.tag_words()),
        _ => c.tag_words().to_owned(),
    };
    Chances {
        heading: c.heading("The best under uncertainty").subtitle(frame),
        quantity: words::short(figure, c.lang).to_owned(),
        unit: words::unit(figure, c.lang).to_owned(),
        chance: c.lang.tell(&text!("coverage of {target} or more", target)),
        chance_min: Some(c.size.params.probability_min).filter(|p| (0.0..=1.0).contains(p)),
        rows: places.iter().filter_map(row).collect(),
    }
    .draw()
}

/// Every figure of the leading candidate over the samples.
fn spreads(c: &Context<'_>) -> Table {
    let Some(rated) = c.leader().and_then(|k| c.rated(k)) else { return Table::new("", Vec::new()) };
    let columns = vec![
        Column::text(c.say("Figure")),
        Column::text(c.say("Unit")),
        Column::number(c.say("Nominal"), ""),
        Column::number(c.say("Mean"), ""),
        Column::number(c.lang.say("P10"), ""),
        Column::number(c.lang.say("P50"), ""),
        Column::number(c.lang.say("P90"), ""),
    ];
    let caption = format!("{}{}{}", c.say("How far each figure spreads"), c.lang.colon(), c.house(&rated.candidate));
    let mut table = Table::new(c.framed(&caption), columns);
    for figure in Figure::ALL {
        push(c, &mut table, rated, figure);
    }
    table
}

fn push(c: &Context<'_>, table: &mut Table, rated: &Rated, figure: Figure) {
    let (nominal, digits) = (rated.nominal.of(figure), words::decimals(figure));
    let Some(spread) = spread(rated, figure) else { return };
    let mut cells = vec![Cell::text(words::figure(figure, c.lang)), Cell::text(words::unit(figure, c.lang))];
    cells.extend([nominal, spread.mean, spread.p10, spread.p50, spread.p90].map(|v| decimals(v, digits)));
    table.push(cells);
}

/// What a lack of supply does to the leading candidate.
fn supply(c: &Context<'_>) -> Option<String> {
    let rated = c.leader().and_then(|k| c.rated(k))?;
    let [_, _, bought] = quantiles(rated, Figure::WoodBought)?;
    let [burnt, _, _] = quantiles(rated, Figure::WoodBurnt)?;
    let [low, _, _] = quantiles(rated, Figure::Coverage)?;
    let (bought_t, low, burnt) = (c.number(bought), c.fixed(low, 1), c.number(burnt));
    let mut text = c.lang.tell(&text!("Supply: one sample in ten burns less than {burnt} t of wood", burnt));
    if bought > 0.0 {
        text += &c.lang.tell(&text!(", one in ten buys more than {bought_t} t beside the pool", bought_t));
    }
    text += &c.lang.tell(&text!(", and one in ten stays below {low} % coverage.", low));
    Some(text)
}
