//! How sure the numbers are: distributions of the headlines, what is drawn and how.

use super::chapter::{Chapter, as_given, decimals, digits};
use crate::plot::{Distributions, Heading, Panel};
use crate::report::{Cell, Column, Row, Run, Table};
use crate::scenario::Input;
use crate::sweep::Ensemble;
use crate::text;
use crate::words::Locale;

/// Headlines worth a panel, most telling first.
const PANELS: [&str; 14] = [
    "wood_t_per_a",
    "organic_t_per_a",
    "methane_nm3_per_a",
    "renewable_heat_pct",
    "avoided_t_co2e_per_a",
    "npv_eur",
    "lcoh_eur_per_mwh",
    "jobs_net_fte",
    "electricity_sold_mwh_per_a",
    "wood_heat_mwh_per_a",
    "backup_heat_mwh_per_a",
    "provider_saving_eur_per_a",
    "surplus_eur_per_a",
    "biogas_nm3_per_a",
];

/// The figure holds so many.
const MOST_PANELS: usize = 8;

pub(super) fn chapter(lang: Locale, run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("uncertainty", lang.say("Uncertainty"));
    let Some(ensemble) = run.ensemble else {
        if run.scenario.plan.is_certain() {
            chapter
                .text(lang.say("Nothing in this scenario is uncertain: the results are those of one set of inputs."));
        }
        return chapter;
    };
    chapter.text(statement(lang, ensemble));
    let panels = panels(lang, run, ensemble);
    if !panels.is_empty() {
        let figure = Distributions { heading: Heading::new(lang.say("Distribution of the headlines"), lang), panels };
        chapter.figure(
            figure.draw(),
            lang.say("Each panel is one headline over all samples. Where the diamond lies off the middle, the nominal case is not \
             the median: amounts are skewed, and providers take part or not."),
        );
    }
    chapter.table(statistics(lang, run));
    chapter.table(drawn(lang, run));
    chapter
}

fn statement(lang: Locale, ensemble: &Ensemble) -> String {
    lang.tell(&text!("{a} samples by a counter-based generator (seed {seed}): each draw is a function of seed, sample and the path of what is drawn, so that the same seed gives the same samples on any machine and a new uncertain input moves no other. Inputs are independent but for two common factors: whether providers take part, and how active they are in the year, each with the correlation stated below. Independent providers would average each other out and make the territory look surer than it is.", a = ensemble.rows.len(), seed = ensemble.seed))
}

fn panels(lang: Locale, run: &Run<'_>, ensemble: &Ensemble) -> Vec<Panel> {
    let headlines = run.headlines();
    let panel = |key: &&'static str| {
        let k = headlines.iter().position(|h| h.headline.key == *key)?;
        let (headline, summary) = (headlines[k].headline, headlines[k].summary?);
        (summary.min < summary.max).then(|| Panel {
            name: lang.say(headline.label).to_owned(),
            unit: lang.unit(headline.unit).into_owned(),
            samples: ensemble.column(k),
            p10_p50_p90: [summary.p10, summary.p50, summary.p90],
            nominal: headline.value,
        })
    };
    PANELS.iter().filter_map(panel).take(MOST_PANELS).collect()
}

fn statistics(lang: Locale, run: &Run<'_>) -> Table {
    let columns = vec![
        Column::text(lang.say("Headline")),
        Column::text(lang.say("Unit")),
        Column::number(lang.say("Samples"), ""),
        Column::number(lang.say("Mean"), ""),
        Column::number(lang.say("Standard deviation"), ""),
        Column::number(lang.say("Least"), ""),
        Column::number(lang.say("Most"), ""),
    ];
    let mut table = Table::new(lang.say("The samples beyond their quantiles, which the summary shows"), columns);
    for spread in run.headlines() {
        let Some(s) = spread.summary.filter(|s| s.min < s.max) else { continue };
        let mut row =
            vec![Cell::text(super::summary::label(lang, &spread)), Cell::text(lang.unit(spread.headline.unit))];
        row.push(decimals(s.count as f64, 0));
        row.extend([s.mean, s.standard_deviation, s.min, s.max].map(|v| digits(v, 3)));
        table.push(row);
    }
    table.note = lang
        .say("A sample in which a product is not made has no saving of it: it is not counted in that row.")
        .to_owned();
    table
}

/// Inputs of one kind that are drawn alike for every stream, or every provider.
struct Family {
    name: String,
    count: usize,
    how: String,
    alike: bool,
    unit: String,
}

fn is_family(input: &Input) -> bool {
    input.path.starts_with("stream.") || input.path.starts_with("provider.")
}

fn drawn(lang: Locale, run: &Run<'_>) -> Table {
    let columns = vec![
        Column::text(lang.say("Input")),
        Column::text(lang.say("What it is")),
        Column::text(lang.say("How it is drawn")),
        Column::number(lang.say("Nominal"), ""),
        Column::text(lang.say("Unit")),
    ];
    let mut table = Table::new(lang.say("What is drawn, and how"), columns);
    let list = run.scenario.inputs.list();
    let all = || list.iter().enumerate().filter_map(|(k, i)| run.scenario.plan.describe(k).map(|how| (i, how)));
    if all().any(|(i, _)| !is_family(i)) {
        table.rows.push(Row::Group(lang.say("Single inputs").to_owned()));
    }
    for (input, how) in all().filter(|(i, _)| !is_family(i)) {
        table.push(vec![
            Cell::text(&*input.path),
            Cell::text(lang.say(&input.description)),
            Cell::text(how),
            as_given(input.value),
            Cell::text(lang.unit(&input.unit)),
        ]);
    }
    let families = families(all().filter(|(i, _)| is_family(i)));
    if !families.is_empty() {
        table.rows.push(Row::Group(
            lang.say("Streams and providers: the same law for each, with its own numbers").to_owned(),
        ));
    }
    for family in families {
        let how =
            if family.alike { family.how } else { lang.tell(&text!("for each its own, e.g. {how}", how = family.how)) };
        let name = Cell::text(lang.tell(&text!("{name} ({count} of them)", name = family.name, count = family.count)));
        table.push(vec![
            name,
            Cell::text(lang.say(description(list, &family.name))),
            Cell::text(how),
            Cell::empty(),
            Cell::text(lang.unit(&family.unit)),
        ]);
    }
    table.note = lang.tell(&text!(
        "The chapter \"{a}\" shows the numbers of every stream and provider.",
        a = super::assumptions::HEADING
    ));
    table
}

/// `stream.P01-1.t_per_year` belongs to the family `stream.*.t_per_year`.
fn family_name(path: &str) -> String {
    let first = path.split('.').next().unwrap_or_default();
    let last = path.rsplit('.').next().unwrap_or_default();
    format!("{first}.*.{last}")
}

fn families<'a>(inputs: impl Iterator<Item = (&'a Input, String)>) -> Vec<Family> {
    let mut list: Vec<Family> = Vec::new();
    for (input, how) in inputs {
        let name = family_name(&input.path);
        match list.iter_mut().find(|f| f.name == name) {
            Some(family) => {
                family.count += 1;
                family.alike &= family.how == how;
            }
            None => list.push(Family { name, count: 1, how, alike: true, unit: input.unit.clone() }),
        }
    }
    list
}

fn description<'a>(list: &'a [Input], family: &str) -> &'a str {
    list.iter().find(|i| family_name(&i.path) == family).map_or("", |i| i.description.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_streams_make_families() {
        assert_eq!(family_name("stream.P01-1.t_per_year"), "stream.*.t_per_year");
        assert_eq!(family_name("provider.P01.participation"), "provider.*.participation");
    }
}
