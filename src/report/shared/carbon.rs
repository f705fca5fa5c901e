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

/// Lines of one kind that get a row of their own in the figure.
const MOST_LINES: usize = 14;

/// Adds every method of the accounts to a chapter.
pub(in crate::report) fn add(accounts: &AccountsOutcome, lang: Locale, chapter: &mut Chapter) {
    chapter.text(lang.pick(
        "Each method answers another question, and the method alone can turn the sign: compare numbers of one method \
         only, and with the same reference. Direct, avoided and biogenic emissions stand on lines of their own.",
        "Chaque méthode répond à une autre question, et la méthode seule peut changer le signe : ne comparer que des \
         nombres d'une même méthode et d'une même référence. Émissions directes, évitées et biogéniques sont séparées.",
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
    let caption = match lang {
        Locale::En => format!(
            "Net change of a year against the reference: {net} t CO2e/a, of which {direct} emitted by the project and \
             {avoided} avoided. Warming potentials: {gwp} over {years} years."
        ),
        Locale::Fr => format!(
            "Bilan annuel par rapport à la référence : {net} t CO2e/an, dont {direct} émises par le projet et \
             {avoided} évitées (négatif : évité). Pouvoirs de réchauffement : {gwp} sur {years} ans."
        ),
    };
    chapter.figure(waterfall(account, &lines, lang).draw(), caption);
    chapter.findings(unlawful(account, lang));
    chapter.table(table(account, &lines, lang));
}

fn waterfall(account: &AvoidedAccount<f64>, lines: &[Line], lang: Locale) -> Waterfall {
    let reference =
        format!("{} (version {}): {}", account.reference.id, account.reference.version, account.reference.description);
    let part = |(label, value): (String, f64)| Step::Part { label, value };
    let memo = |(label, value): (String, f64)| Step::Memo { label, value };
    let total = |english: &str, french: &str, value| Step::Total { label: lang.pick(english, french).into(), value };
    let mut steps: Vec<Step> = parts(lines, LineKind::Direct, lang).into_iter().map(part).collect();
    steps.push(total("Emitted by the project", "Émis par le projet", account.waterfall.direct_kg() / 1000.0));
    steps.extend(parts(lines, LineKind::Avoided, lang).into_iter().map(part));
    steps.push(total("Net change", "Bilan net", account.net_t()));
    steps.extend(refused(lines, lang).into_iter().map(memo));
    let biogenic = lines.iter().filter(|l| l.kind == LineKind::Biogenic).map(|l| (l.label.clone(), l.t_co2e));
    steps.extend(biogenic.map(memo));
    let title = lang.pick("Greenhouse gases against the reference", "Gaz à effet de serre par rapport à la référence");
    Waterfall {
        heading: Heading::new(title, lang),
        method: format!("{}, {}", lang.pick("avoided", "évité (avoided)"), CarbonMethod::Avoided.version()),
        reference,
        quantity: lang.pick("Greenhouse gases", "Gaz à effet de serre").into(),
        unit: unit(lang).into(),
        increase: lang.pick("emitted, or lost by the project", "émis, ou perdu du fait du projet").into(),
        decrease: lang.pick("avoided", "évité").into(),
        steps,
    }
}

fn unit(lang: Locale) -> &'static str {
    lang.pick("t CO2e/a", "t CO2e/an")
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
    parts.push((lang.pick("Smaller lines", "Lignes plus petites").to_owned(), small.iter().map(|k| sums[*k].1).sum()));
    parts
}

/// What may not be claimed, by why.
fn refused(lines: &[Line], lang: Locale) -> Vec<(String, f64)> {
    let of = |keep: fn(Claim) -> bool| -> f64 {
        lines.iter().filter(|l| l.kind == LineKind::Avoided && keep(l.claim)).map(|l| l.t_co2e).sum()
    };
    [
        (
            lang.pick("Not claimable: unlawful today", "Non revendicable : illégal aujourd'hui"),
            of(|c| matches!(c, Claim::Unlawful { .. })),
        ),
        (
            lang.pick("Not claimable: claimed elsewhere", "Non revendicable : revendiqué ailleurs"),
            of(|c| c == Claim::ClaimedElsewhere),
        ),
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
            .pick(
                "The reference asserts outlets that the law forbids: what they would have emitted is shown beside the \
                 sum and claimed nowhere.",
                "La référence suppose des exutoires que la loi interdit : ce qu'ils auraient émis est montré hors \
                 somme et n'est revendiqué nulle part.",
            )
            .to_owned(),
        source: laws.join("; "),
    }]
}

fn table(account: &AvoidedAccount<f64>, lines: &[Line], lang: Locale) -> Table {
    let columns = vec![
        Column::text(lang.pick("Line", "Ligne")),
        Column::number(lang.pick("Amount", "Quantité"), unit(lang)),
        Column::text(lang.pick("Counted", "Compté")),
        Column::text(lang.pick("Factors in models/", "Facteurs dans models/")),
    ];
    let (id, version) = (account.reference.id.as_str(), account.reference.version.as_str());
    let caption = match lang {
        Locale::En => format!("Lines of the method avoided against {id} (version {version}); negative is a saving"),
        Locale::Fr => format!(
            "Lignes de la méthode « évité » (avoided) par rapport à {id} (version {version}) ; négatif : économie"
        ),
    };
    let mut table = Table::new(caption, columns);
    let w = &account.waterfall;
    let total = |name: &str, kg: f64| {
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
        table.rows.push(total(sum, kg));
    }
    table.rows.push(Row::Group(lang.pick("Balance", "Bilan").to_owned()));
    let net = lang.pick("Net change: direct plus avoided", "Bilan net : direct plus évité");
    table.rows.push(total(net, w.total_kg()));
    table
}

/// Heading of the lines of a kind, the kind, and the name of their sum.
fn groups(lang: Locale) -> [(&'static str, LineKind, &'static str); 3] {
    [
        (
            lang.pick("Direct: emitted by the project", "Direct : émis par le projet"),
            LineKind::Direct,
            lang.pick("Direct", "Direct"),
        ),
        (
            lang.pick("Avoided, or lost by the project", "Évité, ou perdu du fait du projet"),
            LineKind::Avoided,
            lang.pick("Avoided, as far as it counts", "Évité, pour la part qui compte"),
        ),
        (
            lang.pick("Biogenic CO2: for information, in no total", "CO2 biogénique : pour information, hors total"),
            LineKind::Biogenic,
            lang.pick("Biogenic", "Biogénique"),
        ),
    ]
}

/// The table behind a line, without the folder that all of them share.
fn source(line: &Line) -> &str {
    line.source.strip_prefix("models/").unwrap_or(line.source)
}

fn counted(line: &Line, lang: Locale) -> String {
    match (line.kind, line.claim) {
        (LineKind::Biogenic, _) => lang.pick("no: biogenic", "non : biogénique"),
        (_, Claim::Counted) => lang.pick("yes", "oui"),
        (_, Claim::Unlawful { .. }) => lang.pick("no: unlawful today", "non : illégal aujourd'hui"),
        (_, Claim::ClaimedElsewhere) => lang.pick("no: claimed elsewhere", "non : revendiqué ailleurs"),
    }
    .to_owned()
}
