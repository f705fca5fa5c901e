//! Greenhouse gases, method by method: each with its version and its reference, since the method alone can turn the
//! sign.

use super::{labels, red};
use crate::balance::carbon::CarbonMethod;
use crate::balance::carbon::avoided::AvoidedAccount;
use crate::balance::carbon::waterfall::{Claim, Component, LineKind};
use crate::case::{AccountsOutcome, CarbonOutcome};
use crate::plot::{Heading, Locale, Step, Waterfall};
use crate::report::chapter::{Chapter, decimals, num, said_in};
use crate::report::{Cell, Column, Finding, Row, Severity, Table};
use crate::text;

/// Lines of one kind that get a row of their own in the figure.
const MOST_LINES: usize = 14;

/// Adds every method of the accounts to a chapter.
pub(in crate::report) fn add(accounts: &AccountsOutcome, lang: Locale, chapter: &mut Chapter) {
    chapter.text(lang.say(
        "Each method answers another question, and the method alone can turn the sign: compare numbers of one method \
         only, and with the same reference. Direct, avoided and biogenic emissions stand on lines of their own.",
    ));
    for outcome in &accounts.carbon {
        match outcome {
            CarbonOutcome::Avoided(account) => avoided(account, lang, chapter),
            CarbonOutcome::Red(assessment) => red::add(assessment, lang, chapter),
        }
    }
}

/// A line of the account for people: lines of the same name, subject and claim are one.
struct Line {
    name: String,
    label: String,
    kind: LineKind,
    claim: Claim,
    t_co2e: f64,
    source: &'static str,
}

fn lines(account: &AvoidedAccount<f64>, lang: Locale) -> Vec<Line> {
    let mut list: Vec<Line> = Vec::new();
    for component in account.waterfall.components.iter().filter(|c| c.kg_co2e != 0.0) {
        let (label, claim) = (label(component, lang), component.claim);
        let t_co2e = component.kg_co2e / 1000.0;
        match list.iter_mut().find(|l| l.label == label && l.kind == component.kind && l.claim == claim) {
            Some(line) => line.t_co2e += t_co2e,
            None => list.push(Line {
                name: labels::words(component.name, lang),
                label,
                kind: component.kind,
                claim,
                t_co2e,
                source: component.source,
            }),
        }
    }
    list
}

fn label(component: &Component<f64>, lang: Locale) -> String {
    let name = labels::words(component.name, lang);
    component
        .detail
        .map_or_else(|| name.clone(), |detail| format!("{name}{}{}", lang.colon(), labels::detail(detail, lang)))
}

fn avoided(account: &AvoidedAccount<f64>, lang: Locale, chapter: &mut Chapter) {
    let lines = lines(account, lang);
    let said = |value: f64| said_in(value, 3, lang);
    let (net, direct) = (said(account.net_t()), said(account.waterfall.direct_kg() / 1000.0));
    let avoided = said(account.waterfall.avoided_kg() / 1000.0);
    let (gwp, years) = (account.gwp.id.as_str(), said(account.gwp.horizon_years));
    let caption = lang.tell(&text!("Net change of a year against the reference: {net} t CO2e/a, of which {direct} emitted by the project and {avoided} avoided. Warming potentials: {gwp} over {years} years.", net, direct, avoided, gwp, years));
    chapter.figure(waterfall(account, &lines, lang).draw(), caption);
    chapter.findings(unlawful(account, lang));
    chapter.table(table(account, &lines, lang));
}

fn waterfall(account: &AvoidedAccount<f64>, lines: &[Line], lang: Locale) -> Waterfall {
    let (id, version) = (&account.reference.id, &account.reference.version);
    let reference = format!("{id} (version {version}){}{}", lang.colon(), lang.say(&account.reference.description));
    let part = |(label, value): (String, f64)| Step::Part { label, value };
    let memo = |(label, value): (String, f64)| Step::Memo { label, value };
    let say_total = |english: &str, value| Step::Total { label: lang.say(english).into(), value };
    let mut steps: Vec<Step> = parts(lines, LineKind::Direct, lang).into_iter().map(part).collect();
    steps.push(say_total("Emitted by the project", account.waterfall.direct_kg() / 1000.0));
    steps.extend(parts(lines, LineKind::Avoided, lang).into_iter().map(part));
    steps.push(say_total("Net change", account.net_t()));
    steps.extend(refused(lines, lang).into_iter().map(memo));
    let biogenic = lines.iter().filter(|l| l.kind == LineKind::Biogenic).map(|l| (l.label.clone(), l.t_co2e));
    steps.extend(biogenic.map(memo));
    let title = lang.say("Greenhouse gases against the reference");
    Waterfall {
        heading: Heading::new(title, lang),
        method: format!("{}, {}", lang.say("avoided"), lang.say(CarbonMethod::Avoided.version())),
        reference,
        quantity: lang.say("Greenhouse gases").into(),
        unit: unit(lang).into(),
        increase: lang.say("emitted, or lost by the project").into(),
        decrease: lang.say("avoided¦carbon").into(),
        steps,
    }
}

fn unit(lang: Locale) -> &'static str {
    lang.say("t CO2e/a")
}

/// Counted lines of a kind in their order, those of one name together; the smallest beyond the most become one.
fn parts(lines: &[Line], kind: LineKind, lang: Locale) -> Vec<(String, f64)> {
    let mut sums: Vec<(String, f64)> = Vec::new();
    for line in lines.iter().filter(|l| l.kind == kind && l.claim == Claim::Counted) {
        match sums.iter_mut().find(|(name, _)| *name == line.name) {
            Some((_, sum)) => *sum += line.t_co2e,
            None => sums.push((line.name.clone(), line.t_co2e)),
        }
    }
    if sums.len() <= MOST_LINES {
        return sums;
    }
    let mut order: Vec<usize> = (0..sums.len()).collect();
    order.sort_by(|a, b| sums[*b].1.abs().total_cmp(&sums[*a].1.abs()));
    let (kept, small) = order.split_at_mut(MOST_LINES - 1);
    kept.sort_unstable();
    let mut parts: Vec<(String, f64)> = kept.iter().map(|k| sums[*k].clone()).collect();
    parts.push((lang.say("Smaller lines¦carbon").to_owned(), small.iter().map(|k| sums[*k].1).sum()));
    parts
}

/// What may not be claimed, by why.
fn refused(lines: &[Line], lang: Locale) -> Vec<(String, f64)> {
    let of = |keep: fn(Claim) -> bool| -> f64 {
        lines.iter().filter(|l| l.kind == LineKind::Avoided && keep(l.claim)).map(|l| l.t_co2e).sum()
    };
    [
        (lang.say("Not claimable: unlawful today"), of(|c| matches!(c, Claim::Unlawful { .. }))),
        (lang.say("Not claimable: claimed elsewhere"), of(|c| c == Claim::ClaimedElsewhere)),
    ]
    .into_iter()
    .filter(|(_, t)| *t != 0.0)
    .map(|(name, t)| (name.to_owned(), t))
    .collect()
}

fn unlawful(account: &AvoidedAccount<f64>, lang: Locale) -> Vec<Finding> {
    let mut laws = account.breaches();
    laws.sort_unstable();
    laws.dedup();
    if laws.is_empty() {
        return Vec::new();
    }
    vec![Finding {
        severity: Severity::Warning,
        text: lang
            .say(
                "The reference asserts outlets that the law forbids: what they would have emitted is shown beside the \
                 sum and claimed nowhere.",
            )
            .to_owned(),
        source: laws.join("; "),
    }]
}

fn table(account: &AvoidedAccount<f64>, lines: &[Line], lang: Locale) -> Table {
    let columns = vec![
        Column::text(lang.say("Line")),
        Column::number(lang.say("Amount"), unit(lang)),
        Column::text(lang.say("Counted")),
        Column::text(lang.say("Factors in models/")),
    ];
    let (id, version) = (account.reference.id.as_str(), account.reference.version.as_str());
    let caption = lang.tell(&text!(
        "Lines of the method avoided against {id} (version {version}); negative is a saving",
        id,
        version
    ));
    let mut table = Table::new(caption, columns);
    let w = &account.waterfall;
    let say_total = |name: &str, kg: f64| {
        Row::Total(vec![Cell::text(name), decimals(kg / 1000.0, 1), Cell::empty(), Cell::empty()])
    };
    for (heading, kind, sum) in groups(lang) {
        if lines.iter().all(|l| l.kind != kind) {
            continue;
        }
        table.rows.push(Row::Group(heading.to_owned()));
        for line in lines.iter().filter(|l| l.kind == kind) {
            let amount = if line.t_co2e.abs() < 0.1 { num(line.t_co2e) } else { decimals(line.t_co2e, 1) };
            table.push(vec![
                Cell::text(&*line.label),
                amount,
                Cell::text(counted(line, lang)),
                Cell::text(source(line)),
            ]);
        }
        let kg = match kind {
            LineKind::Direct => w.direct_kg(),
            LineKind::Avoided => w.avoided_kg(),
            LineKind::Biogenic => w.biogenic_kg(),
        };
        table.rows.push(say_total(sum, kg));
    }
    table.rows.push(Row::Group(lang.say("Balance").to_owned()));
    let net = lang.say("Net change: direct plus avoided");
    table.rows.push(say_total(net, w.total_kg()));
    table
}

/// Heading of the lines of a kind, the kind, and the name of their sum.
fn groups(lang: Locale) -> [(&'static str, LineKind, &'static str); 3] {
    [
        (lang.say("Direct: emitted by the project"), LineKind::Direct, lang.say("Direct")),
        (lang.say("Avoided, or lost by the project"), LineKind::Avoided, lang.say("Avoided, as far as it counts")),
        (lang.say("Biogenic CO2: for information, in no total"), LineKind::Biogenic, lang.say("Biogenic")),
    ]
}

/// The table behind a line, without the folder that all of them share.
fn source(line: &Line) -> &str {
    line.source.strip_prefix("models/").unwrap_or(line.source)
}

fn counted(line: &Line, lang: Locale) -> String {
    match (line.kind, line.claim) {
        (LineKind::Biogenic, _) => lang.say("no: biogenic"),
        (_, Claim::Counted) => lang.say("yes"),
        (_, Claim::Unlawful { .. }) => lang.say("no: unlawful today"),
        (_, Claim::ClaimedElsewhere) => lang.say("no: claimed elsewhere"),
    }
    .to_owned()
}
