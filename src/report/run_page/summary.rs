//! What the run found, on one screen: for the top of the page and for the terminal.

use super::chapter::{Chapter, said_in};
use crate::balance::carbon::CarbonMethod;
use crate::case::Headline;
use crate::param;
use crate::plot::{fixed, percent};
use crate::report::page::quantile_names;
use crate::report::{Block, Cell, Column, HeadlineSpread, KeyFigure, Precision, Row, Run, Section, Table};
use crate::text;
use crate::words::Locale;
use crate::words::word;

/// Groups of the summary with the keys of their headlines, in the order shown.
const GROUPS: [(&str, &[&str]); 6] = [
    (word("Waste"), &["wood_t_per_a", "organic_t_per_a"]),
    (
        word("Gas and electricity"),
        &[
            "biogas_nm3_per_a",
            "methane_nm3_per_a",
            "digester_failed",
            "electricity_sold_mwh_per_a",
            "biomethane_nm3_per_a",
        ],
    ),
    (
        word("Heat"),
        &[
            "wood_heat_mwh_per_a",
            "biogas_heat_used_mwh_per_a",
            "backup_heat_mwh_per_a",
            "renewable_heat_pct",
            "boiler_starts_per_a",
            "boiler_full_load_h",
        ],
    ),
    (
        word("CO2"),
        &[
            "avoided_t_co2e_per_a",
            "red2_wood_heat_saving_pct",
            "red2_biogas_power_saving_pct",
            "red3_wood_heat_saving_pct",
            "red3_biogas_power_saving_pct",
        ],
    ),
    (
        word("Money"),
        &["investment_eur", "surplus_eur_per_a", "npv_eur", "lcoh_eur_per_mwh", "provider_saving_eur_per_a"],
    ),
    (word("Jobs"), &["jobs_gross_fte", "jobs_net_fte", "jobs_insertion_fte"]),
];

/// Headlines of the cards, in the order of interest.
const CARDS: [&str; 10] = [
    "organic_t_per_a",
    "wood_t_per_a",
    "methane_nm3_per_a",
    "electricity_sold_mwh_per_a",
    "wood_heat_mwh_per_a",
    "renewable_heat_pct",
    "avoided_t_co2e_per_a",
    "npv_eur",
    "jobs_net_fte",
    "biogas_nm3_per_a",
];

/// Cards that fill three rows.
const MOST_CARDS: usize = 9;

/// Reasons of failed samples that the summary names.
const MOST_REASONS: usize = 3;

/// A probability over the samples, not a quantity with quantiles.
const FAILED: &str = "digester_failed";

/// The first section of the page: cards, then what the terminal shows.
pub(super) fn chapter(lang: Locale, run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("summary", lang.say("Summary"));
    let headlines = run.headlines();
    let cards = CARDS.iter().filter_map(|key| headlines.iter().find(|h| h.headline.key == *key));
    chapter.cards(cards.filter(|h| !is_absent(h)).take(MOST_CARDS).map(|h| card(lang, run, h)).collect());
    for section in summary_sections(lang, run) {
        chapter.blocks(section.blocks);
    }
    chapter.text(assumed(lang, run));
    chapter
}

/// The sections that the terminal shows as well.
pub fn summary_sections(lang: Locale, run: &Run<'_>) -> Vec<Section> {
    let mut blocks = vec![Block::Table(table(lang, run))];
    let texts = [Some(samples(lang, run)), failed_samples(lang, run), findings(lang, run), Some(closures(lang, run))];
    blocks.extend(texts.into_iter().flatten().map(Block::Paragraph));
    vec![Section { id: "summary".into(), heading: lang.say("Summary").into(), blocks }]
}

fn card(lang: Locale, run: &Run<'_>, spread: &HeadlineSpread) -> KeyFigure {
    let headline = &spread.headline;
    let quantiles = spread.summary.filter(|s| s.min < s.max).map(|s| [s.p10, s.p50, s.p90]);
    KeyFigure {
        name: lang.say(headline.label).to_owned(),
        unit: headline.unit.to_owned(),
        nominal: headline.value,
        p10_p50_p90: quantiles,
        precision: precision(headline),
        note: if headline.key == "avoided_t_co2e_per_a" { frame(lang, run) } else { String::new() },
    }
}

/// The method `avoided` with its reference, in short.
fn frame(lang: Locale, run: &Run<'_>) -> String {
    let reference = run.case.carbon.as_ref().and_then(|c| c.reference);
    reference.map_or_else(String::new, |r| {
        lang.tell(&text!("method avoided, reference {id} (version {version})", id = r.id, version = r.version))
    })
}

/// Counts have no decimals, the rest three significant digits.
fn precision(headline: &Headline) -> Precision {
    match headline.key {
        "boiler_starts_per_a" | "boiler_full_load_h" => Precision::Decimals(0),
        "jobs_gross_fte" | "jobs_net_fte" | "jobs_insertion_fte" if headline.value.abs() < 1.0 => {
            Precision::Decimals(2)
        }
        "renewable_heat_pct" | "jobs_gross_fte" | "jobs_net_fte" | "jobs_insertion_fte" => Precision::Decimals(1),
        key if key.ends_with("_saving_pct") => Precision::Decimals(1),
        _ => Precision::Significant(3),
    }
}

/// A thing that this case does not have: zero in the nominal case and in every sample.
fn is_absent(spread: &HeadlineSpread) -> bool {
    let may_be_left_out = ["_t_per_a", "_nm3_per_a", "_sold_mwh_per_a", "_used_mwh_per_a", "saving_eur_per_a"];
    let never = spread.headline.value == 0.0 && spread.summary.is_none_or(|s| s.min == 0.0 && s.max == 0.0);
    never && may_be_left_out.iter().any(|end| spread.headline.key.ends_with(end))
}

fn table(lang: Locale, run: &Run<'_>) -> Table {
    let mut columns = vec![Column::text(lang.say("Result")), Column::number(lang.say("Nominal"), "")];
    let sampled = run.ensemble.is_some();
    if sampled {
        columns.extend(quantile_names(lang).map(|name| Column::number(name, "")));
    }
    columns.push(Column::text(lang.say("Unit")));
    let mut table = Table::new(lang.say("The year in numbers"), columns);
    let headlines: Vec<HeadlineSpread> = run.headlines().into_iter().filter(|h| !is_absent(h)).collect();
    let grouped = |key: &str| GROUPS.iter().any(|(_, keys)| keys.contains(&key));
    for (name, keys) in GROUPS {
        let of_group = keys.iter().filter_map(|key| headlines.iter().find(|h| h.headline.key == *key));
        push_group(lang, &mut table, name, of_group, sampled);
    }
    push_group(lang, &mut table, word("Other"), headlines.iter().filter(|h| !grouped(h.headline.key)), sampled);
    table.note = methods(lang, run);
    table
}

fn push_group<'a>(
    lang: Locale,
    table: &mut Table,
    name: &str,
    headlines: impl Iterator<Item = &'a HeadlineSpread>,
    sampled: bool,
) {
    let rows: Vec<Vec<Cell>> = headlines
        .map(|h| if h.headline.key == FAILED { failure(lang, h, sampled) } else { row(lang, h, sampled) })
        .collect();
    if !rows.is_empty() {
        table.rows.push(Row::Group(lang.say(name).to_owned()));
        table.rows.extend(rows.into_iter().map(Row::Cells));
    }
}

fn row(lang: Locale, spread: &HeadlineSpread, sampled: bool) -> Vec<Cell> {
    let precision = precision(&spread.headline);
    let number = |value: f64| if value.is_finite() { Cell::precise(value, precision) } else { Cell::empty() };
    let mut cells = vec![Cell::text(label(lang, spread)), number(spread.headline.value)];
    if sampled {
        let quantiles = spread.summary.map(|s| [s.p10, s.p50, s.p90]);
        cells.extend((0..3).map(|k| quantiles.map_or(Cell::empty(), |q| number(q[k]))));
    }
    cells.push(Cell::text(lang.unit(spread.headline.unit)));
    cells
}

/// The label; with the version of the directive, where two rows would read the same.
pub(super) fn label(lang: Locale, spread: &HeadlineSpread) -> String {
    let headline = &spread.headline;
    match headline.key.split('_').next() {
        Some(method) if method.starts_with("red") && headline.label.starts_with("RED ") => {
            lang.tell(&text!("{label}, method {method}", label = lang.say(headline.label), method))
        }
        _ => lang.say(headline.label).to_owned(),
    }
}

/// A probability has no quantiles: the share of the samples stands in their place.
fn failure(lang: Locale, spread: &HeadlineSpread, sampled: bool) -> Vec<Cell> {
    let nominal = if spread.headline.value > 0.0 { lang.say("yes") } else { lang.say("no") };
    let mut cells = vec![Cell::text(lang.say(spread.headline.label)), Cell::text(nominal)];
    if sampled {
        cells.extend([Cell::empty(), Cell::empty(), Cell::empty()]);
    }
    let share = spread.summary.map(|s| lang.tell(&text!("{a} of samples", a = percent(s.mean, 1, lang))));
    cells.push(Cell::text(share.unwrap_or_default()));
    cells
}

/// Methods and references behind the rows on CO2: a saving without them means nothing.
fn methods(lang: Locale, run: &Run<'_>) -> String {
    let Some(carbon) = &run.case.carbon else { return String::new() };
    let named = |method: &CarbonMethod| match (method, carbon.reference) {
        (CarbonMethod::Avoided, Some(r)) => lang.tell(&text!(
            "avoided = {version}, reference {id} (version {version2})",
            version = lang.say(method.version()),
            id = r.id,
            version2 = r.version
        )),
        _ => format!("{} = {}", method.name(), lang.say(method.version())),
    };
    let list: Vec<String> = carbon.methods.iter().map(named).collect();
    lang.tell(&text!("CO2 by method: {a}.", a = list.join("; ")))
}

fn samples(lang: Locale, run: &Run<'_>) -> String {
    let Some(ensemble) = run.ensemble else {
        return lang.say("Nominal values only: no samples were drawn, so no spread is shown.").to_owned();
    };
    lang.tell(&text!("P10, P50 and P90 are the 10 %, 50 % and 90 % quantiles of {a} samples (seed {seed}): one sample in ten lies below P10, nine in ten lie below P90. In energy finance P90 often means the value exceeded with 90 % probability, which is P10 here. The nominal value takes most likely amounts times each provider's chance to take part; where amounts are skewed, as waste is, the samples lie above it.", a = fixed(ensemble.rows.len() as f64, 0, lang), seed = ensemble.seed))
}

fn failed_samples(lang: Locale, run: &Run<'_>) -> Option<String> {
    let ensemble = run.ensemble?;
    let mut parts = Vec::new();
    if ensemble.rows.len() < ensemble.wanted {
        parts.push(lang.tell(&text!(
            "Stopped after {a} of {wanted} samples.",
            a = ensemble.rows.len(),
            wanted = ensemble.wanted
        )));
    }
    match ensemble.failed() {
        0 => parts.push(lang.say("No sample failed.").to_owned()),
        failed => {
            let all = ensemble.reasons();
            let mut reasons: Vec<String> =
                all.iter().take(MOST_REASONS).map(|(text, n)| format!("{text} ({n})")).collect();
            if all.len() > MOST_REASONS {
                reasons.push(lang.tell(&text!("and {a} other reasons", a = all.len() - MOST_REASONS)));
            }
            let of = ensemble.rows.len();
            parts.push(lang.tell(&text!(
                "{failed} of {of} samples failed and are in no quantile: {a}.",
                failed,
                of,
                a = reasons.join("; ")
            )));
        }
    }
    Some(parts.join(" "))
}

fn findings(lang: Locale, run: &Run<'_>) -> Option<String> {
    let notices = &run.outcome.notices;
    let counted = |weight: &str, one: &str, many: &str| match notices.iter().filter(|n| n.weight == weight).count() {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    };
    let parts: Vec<String> = [
        counted("barrier", lang.say("barrier"), lang.say("barriers")),
        counted("duty", lang.say("duty"), lang.say("duties")),
        counted("warning", lang.say("warning"), lang.say("warnings")),
        counted("note", lang.say("note"), lang.say("notes")),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| lang.tell(&text!("Findings of law, norms and models: {a}.", a = parts.join(", "))))
}

fn closures(lang: Locale, run: &Run<'_>) -> String {
    let closures = run.outcome.closures();
    let open: Vec<String> = closures
        .iter()
        .filter(|c| !c.holds())
        .map(|c| {
            lang.tell(&text!(
                "{name} ({b} of its throughput, allowed {c})",
                name = c.name,
                b = said_in(c.value, 2, lang),
                c = said_in(c.limit, 2, lang)
            ))
        })
        .collect();
    match (closures.len(), open.len()) {
        (0, _) => lang.say("Nothing to balance in this case.").to_owned(),
        (all, 0) => lang.tell(&text!("All {all} accounts close.", all)),
        (all, n) => lang.tell(&text!("WARNING: {n} of {all} accounts do NOT close: {a}.", n, all, a = open.join("; "))),
    }
}

/// How much of the result rests on assumption.
fn assumed(lang: Locale, run: &Run<'_>) -> String {
    let list = run.scenario.inputs.list();
    let draws = |k: usize| run.scenario.plan.draws(k);
    let in_use = list.iter().enumerate().filter(|(k, i)| i.value.is_finite() || draws(*k)).count();
    let assumed = list.iter().filter(|i| i.value.is_finite() && i.flag == param::Flag::Assumed).count();
    let drawn = (0..list.len()).filter(|k| draws(*k)).count();
    let spread =
        if run.ensemble.is_some() { lang.tell(&text!("; {drawn} are drawn at random", drawn)) } else { String::new() };
    lang.tell(&text!("Of the {in_use} inputs behind these numbers, {assumed} are assumed: not verified, only plausible{spread}. The chapter \"{a}\" lists them all, with source and flag.", in_use, assumed, spread, a = lang.say(super::assumptions::HEADING)))
}
