//! The answer first: which house, what it gives and costs, how sure it is, beside the rule of thumb.

use super::context::{Context, Looked, quantiles};
use super::{rule, words};
use crate::plot::{Locale, percent};
use crate::report::chapter::{Chapter, decimals, said_in};
use crate::report::page::quantile_names;
use crate::report::{Cell, Column, Finding, Flag, KeyFigure, Precision, Row, Severity, Table};
use crate::sizing::{Figure, Rated};
use crate::text;

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("answer", c.say("The answer"));
    chapter.text(lead(c));
    if let Some(chosen) = c.chosen() {
        chapter.cards(cards(c, &chosen));
        rule::why(c).into_iter().for_each(|why| chapter.text(why));
        chapter.text(certainty(c, chosen.rated));
    }
    chapter.table(beside_the_rule(c));
    chapter.findings(advice(c));
    chapter
}

/// What was tried, and what came out.
fn lead(c: &Context<'_>) -> String {
    let size = c.size;
    let kept = size.rated.iter().filter(|r| r.is_allowed()).count();
    let (tried, aim) = (size.rated.len(), words::objective(size.objective, c.lang));
    let mut text = c.lang.tell(&text!(
        "Of {tried} boiler houses tried over the year, {kept} keep every limit. Aim: {aim}. ",
        tried,
        kept,
        aim
    ));
    let Some(leader) = c.leader().and_then(|k| c.rated(k)) else { return text.trim_end().to_owned() };
    let (house, share) = (c.house(&leader.candidate), c.fixed(c.peak_pct(&leader.candidate), 0));
    let cost = c.figure_text(Figure::Lcoh, leader.nominal.of(Figure::Lcoh));
    let coverage = c.figure_text(Figure::Coverage, leader.nominal.of(Figure::Coverage));
    text += &match (size.chosen.is_some(), c.lang) {
        (true, Locale::En) => format!(
            "Recommended: {house}, that is {share} % of the peak; heat at {cost}, coverage {coverage} in the nominal \
             case."
        ),
        (true, Locale::Fr) => format!(
            "Recommandation : {house}, soit {share} % de la pointe ; chaleur à {cost}, taux de couverture de \
             {coverage} dans le cas nominal."
        ),
        (false, Locale::En) => format!(
            "Nothing can be recommended: no candidate keeps every limit. Nearest is {house} ({share} % of the peak), \
             which breaks: {}.",
            c.breaches(leader)
        ),
        (false, Locale::Fr) => format!(
            "Aucune recommandation : aucun candidat ne respecte toutes les contraintes. Le plus proche est {house} \
             ({share} % de la pointe), qui ne respecte pas : {}.",
            c.breaches(leader)
        ),
    };
    text
}

fn cards(c: &Context<'_>, chosen: &Looked<'_>) -> Vec<KeyFigure> {
    let rated = chosen.rated;
    let card = |figure: Figure, note: String| KeyFigure {
        name: words::figure(figure, c.lang).to_owned(),
        unit: words::unit(figure, c.lang).to_owned(),
        nominal: rated.nominal.of(figure),
        p10_p50_p90: quantiles(rated, figure),
        precision: Precision::Decimals(words::decimals(figure)),
        note,
    };
    let target = format!("{} {}", c.say("target"), percent(c.size.params.coverage_target_pct / 100.0, 0, c.lang));
    let heat = c.say("annuity of the capital and every yearly line, without VAT, per MWh delivered");
    let share = format!(
        "{}; {} {}",
        c.boilers(&rated.candidate),
        percent(c.peak_pct(&rated.candidate) / 100.0, 0, c.lang),
        c.say("of the peak")
    );
    let mut list = vec![
        KeyFigure {
            name: c.say("Wood power").to_owned(),
            unit: "kW".to_owned(),
            nominal: rated.candidate.wood_kw(),
            p10_p50_p90: None,
            precision: Precision::Decimals(0),
            note: share,
        },
        card(Figure::Lcoh, heat.to_owned()),
        card(Figure::Coverage, target),
        card(Figure::Starts, String::new()),
        card(Figure::Saved, c.carbon_frame()),
        card(Figure::Invested, String::new()),
    ];
    list.retain(|card| card.nominal.is_finite());
    list
}

/// How sure it is, in a sentence.
fn certainty(c: &Context<'_>, rated: &Rated) -> String {
    let (done, _) = c.size.samples;
    if done == 0 || rated.spread.is_empty() {
        return c.say("Nothing was sampled: how sure the answer is, this page cannot tell.").to_owned();
    }
    // Not all is not all: 99.5 % must not read 100 %.
    let nearly = rated.probability_target > 0.99 && rated.probability_target < 1.0;
    let reaches = percent(rated.probability_target, usize::from(nearly), c.lang);
    let target = percent(c.size.params.coverage_target_pct / 100.0, 0, c.lang);
    let least = percent(c.size.params.probability_min, 0, c.lang);
    let mut text = c.lang.tell(&text!("How sure: over {done} samples of what the scenario draws, in one weather year, coverage reaches {target} in {reaches} of them (asked for: {least}).", done, target, reaches, least));
    if let Some(regret) = rated.regret {
        let unit = words::unit(c.aim(), c.lang);
        let (mean, p90) = (said_in(regret.mean, 2, c.lang), said_in(regret.p90, 2, c.lang));
        text += &c.lang.tell(&text!(" Knowing each sample beforehand, one would do better by {mean} {unit} on average, and by less than {p90} {unit} in nine of ten.", mean, unit, p90));
    }
    if let Some(best) = c.size.nominal_best.and_then(|k| c.rated(k)).filter(|b| b.candidate != rated.candidate) {
        let house = c.house(&best.candidate);
        text += &c.lang.tell(&text!(" The nominal case alone would choose {house}.", house));
    }
    text
}

/// The chosen house with its spread, the rule of thumb, what the scenario describes.
pub(super) fn beside_the_rule(c: &Context<'_>) -> Table {
    let Some(lead) = c.shown() else { return Table::new("", Vec::new()) };
    let rule = c.half().filter(|h| !std::ptr::eq(h.rated, lead.rated));
    let present = c.present().filter(|p| !std::ptr::eq(p.rated, lead.rated));
    let sampled = !lead.rated.spread.is_empty();
    let mut columns =
        vec![Column::text(c.say("Quantity")), Column::text(c.say("Unit")), Column::number(c.say("Chosen"), "")];
    if c.chosen().is_none() {
        columns[2].name = c.say("Shown").to_owned();
    }
    if sampled {
        columns.extend(quantile_names(c.lang).map(|q| Column::number(q, "")));
    }
    if rule.is_some() {
        columns.push(Column::number(c.say("Rule of 50 %"), ""));
        columns.push(Column::number(c.say("Difference"), ""));
    }
    if present.is_some() {
        columns.push(Column::number(c.say("Scenario as it is"), ""));
    }
    let others = [rule, present].into_iter().flatten().map(|l| c.house(&l.rated.candidate));
    let caption = c.say("The house beside the rule of 50 %");
    let mut table = Table::new(c.framed(caption), columns);
    for (name, unit, digits, value) in sizes(c) {
        let row = |l: &Looked<'_>| value(l.rated);
        push(&mut table, (name, unit, digits), &lead, None, (rule, present, sampled), &row);
    }
    for figure in Figure::ALL {
        let value = |l: &Looked<'_>| l.rated.nominal.of(figure);
        if value(&lead).is_finite() {
            let head = (words::figure(figure, c.lang), words::unit(figure, c.lang), words::decimals(figure));
            let spread = quantiles(lead.rated, figure);
            push(&mut table, head, &lead, spread, (rule, present, sampled), &value);
        }
    }
    let names: Vec<String> = [c.house(&lead.rated.candidate)].into_iter().chain(others).collect();
    table.note = format!("{}.", names.join(" · "));
    table
}

/// A size of a candidate: name, unit, decimals, value.
type Size = (&'static str, &'static str, usize, Box<dyn Fn(&Rated) -> f64>);

fn sizes(c: &Context<'_>) -> Vec<Size> {
    let peak_kw = c.size.demand.peak_kw;
    vec![
        (c.say("Wood power"), "kW", 0, Box::new(|r| r.candidate.wood_kw())),
        (c.say("Wood power over the peak"), "%", 0, Box::new(move |r| 100.0 * r.candidate.wood_kw() / peak_kw)),
        (c.say("Wood boilers"), "-", 0, Box::new(|r| r.candidate.units_kw.len() as f64)),
        (c.say("Buffer"), "m3", 1, Box::new(|r| r.built.buffer_m3)),
        (c.say("Wood store"), "t", 1, Box::new(|r| r.built.wood_store_t)),
    ]
}

fn push(
    table: &mut Table,
    (name, unit, digits): (&str, &str, usize),
    lead: &Looked<'_>,
    spread: Option<[f64; 3]>,
    (rule, present, sampled): (Option<Looked<'_>>, Option<Looked<'_>>, bool),
    value: &dyn Fn(&Looked<'_>) -> f64,
) {
    let mut cells = vec![Cell::text(name), Cell::text(unit), decimals(value(lead), digits)];
    if sampled {
        match spread {
            Some(quantiles) => cells.extend(quantiles.map(|q| decimals(q, digits))),
            None => cells.extend([Cell::empty(), Cell::empty(), Cell::empty()]),
        }
    }
    if let Some(rule) = rule {
        cells.push(decimals(value(&rule), digits));
        cells.push(decimals(value(lead) - value(&rule), digits));
    }
    if let Some(present) = present {
        cells.push(decimals(value(&present), digits));
    }
    table.rows.push(Row::Cells(cells));
}

/// Advice that the chapter says in its own words.
const SAID: [&str; 3] = ["rule_of_thumb", "robust_choice", "none_allowed"];

/// Warnings and notes, the gravest first.
pub(super) fn advice(c: &Context<'_>) -> Vec<Finding> {
    let mut list: Vec<Finding> = c
        .size
        .advice
        .iter()
        .filter(|a| !SAID.contains(&a.id))
        .map(|a| Finding {
            severity: match a.severity {
                "breach" => Severity::Breach,
                "warning" => Severity::Warning,
                _ => Severity::Note,
            },
            text: c.lang.pick(&a.text_en, &a.text_fr).to_owned(),
            source: String::new(),
        })
        .collect();
    list.sort_by_key(|f| match f.severity {
        Severity::Breach => 0,
        Severity::Warning => 1,
        Severity::Note => 2,
    });
    list
}

/// Whether all limits are kept, as a cell.
pub(super) fn verdict(c: &Context<'_>, rated: &Rated) -> Cell {
    if rated.is_allowed() {
        Cell::text(c.say("kept¦limits")).flag(Flag::Pass)
    } else {
        Cell::text(c.breaches(rated)).flag(Flag::Fail)
    }
}
