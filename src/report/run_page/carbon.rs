//! Greenhouse gases, method by method: each with its version and its reference, since the method alone can turn the sign.

use super::chapter::{Chapter, decimals, num, said};
use super::{LANG, labels, red};
use crate::balance::carbon::CarbonMethod;
use crate::balance::carbon::avoided::AvoidedAccount;
use crate::balance::carbon::waterfall::{Claim, Component, LineKind};
use crate::case::CarbonOutcome;
use crate::plot::{Heading, Step, Waterfall};
use crate::report::{Cell, Column, Finding, Row, Run, Severity, Table};

/// Lines of one kind that get a row of their own in the figure.
const MOST_LINES: usize = 14;

pub(super) fn chapter(run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("carbon", "Greenhouse gases");
    let Some(accounts) = run.outcome.accounts.as_ref().filter(|a| !a.carbon.is_empty()) else { return chapter };
    chapter.text(
        "Each method answers another question, and the method alone can turn the sign: compare numbers of one method \
         only, and with the same reference. Direct, avoided and biogenic emissions stand on lines of their own.",
    );
    for outcome in &accounts.carbon {
        match outcome {
            CarbonOutcome::Avoided(account) => avoided(account, &mut chapter),
            CarbonOutcome::Red(assessment) => red::add(assessment, &mut chapter),
        }
    }
    chapter
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

fn lines(account: &AvoidedAccount<f64>) -> Vec<Line> {
    let mut list: Vec<Line> = Vec::new();
    for component in account.waterfall.components.iter().filter(|c| c.kg_co2e != 0.0) {
        let (label, claim) = (label(component), component.claim);
        let t_co2e = component.kg_co2e / 1000.0;
        match list.iter_mut().find(|l| l.label == label && l.kind == component.kind && l.claim == claim) {
            Some(line) => line.t_co2e += t_co2e,
            None => list.push(Line {
                name: labels::words(component.name),
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

fn label(component: &Component<f64>) -> String {
    let name = labels::words(component.name);
    component.detail.map_or_else(|| name.clone(), |detail| format!("{name}: {}", labels::detail(detail)))
}

fn avoided(account: &AvoidedAccount<f64>, chapter: &mut Chapter) {
    let lines = lines(account);
    let reference =
        format!("{} (version {}): {}", account.reference.id, account.reference.version, account.reference.description);
    let caption = format!(
        "Net change of a year against the reference: {} t CO2e/a, of which {} emitted by the project and {} avoided. \
         Warming potentials: {} over {} years.",
        said(account.net_t(), 3),
        said(account.waterfall.direct_kg() / 1000.0, 3),
        said(account.waterfall.avoided_kg() / 1000.0, 3),
        account.gwp.id,
        said(account.gwp.horizon_years, 3),
    );
    chapter.figure(waterfall(account, &lines, &reference).draw(), caption);
    chapter.findings(unlawful(account));
    chapter.table(table(account, &lines));
}

fn waterfall(account: &AvoidedAccount<f64>, lines: &[Line], reference: &str) -> Waterfall {
    let part = |(label, value): (String, f64)| Step::Part { label, value };
    let memo = |(label, value): (String, f64)| Step::Memo { label, value };
    let mut steps: Vec<Step> = parts(lines, LineKind::Direct).into_iter().map(part).collect();
    steps.push(Step::Total { label: "Emitted by the project".into(), value: account.waterfall.direct_kg() / 1000.0 });
    steps.extend(parts(lines, LineKind::Avoided).into_iter().map(part));
    steps.push(Step::Total { label: "Net change".into(), value: account.net_t() });
    steps.extend(refused(lines).into_iter().map(memo));
    let biogenic = lines.iter().filter(|l| l.kind == LineKind::Biogenic).map(|l| (l.label.clone(), l.t_co2e));
    steps.extend(biogenic.map(memo));
    Waterfall {
        heading: Heading::new("Greenhouse gases against the reference", LANG),
        method: format!("avoided, {}", CarbonMethod::Avoided.version()),
        reference: reference.to_owned(),
        quantity: "Greenhouse gases".into(),
        unit: "t CO2e/a".into(),
        increase: "emitted, or lost by the project".into(),
        decrease: "avoided".into(),
        steps,
    }
}

/// Counted lines of a kind in their order, those of one name together; the smallest beyond the most become one.
fn parts(lines: &[Line], kind: LineKind) -> Vec<(String, f64)> {
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
    parts.push(("Smaller lines".to_owned(), small.iter().map(|k| sums[*k].1).sum()));
    parts
}

/// What may not be claimed, by why.
fn refused(lines: &[Line]) -> Vec<(String, f64)> {
    let of = |keep: fn(Claim) -> bool| -> f64 {
        lines.iter().filter(|l| l.kind == LineKind::Avoided && keep(l.claim)).map(|l| l.t_co2e).sum()
    };
    [
        ("Not claimable: unlawful today", of(|c| matches!(c, Claim::Unlawful { .. }))),
        ("Not claimable: claimed elsewhere", of(|c| c == Claim::ClaimedElsewhere)),
    ]
    .into_iter()
    .filter(|(_, t)| *t != 0.0)
    .map(|(name, t)| (name.to_owned(), t))
    .collect()
}

fn unlawful(account: &AvoidedAccount<f64>) -> Vec<Finding> {
    let mut laws = account.breaches();
    laws.sort_unstable();
    laws.dedup();
    if laws.is_empty() {
        return Vec::new();
    }
    vec![Finding {
        severity: Severity::Warning,
        text:
            "The reference asserts outlets that the law forbids: what they would have emitted is shown beside the sum \
               and claimed nowhere."
                .to_owned(),
        source: laws.join("; "),
    }]
}

fn table(account: &AvoidedAccount<f64>, lines: &[Line]) -> Table {
    let columns = vec![
        Column::text("Line"),
        Column::number("Amount", "t CO2e/a"),
        Column::text("Counted"),
        Column::text("Factors in models/"),
    ];
    let caption = format!(
        "Lines of the method avoided against {} (version {}); negative is a saving",
        account.reference.id, account.reference.version
    );
    let mut table = Table::new(caption, columns);
    let w = &account.waterfall;
    let groups = [
        ("Direct: emitted by the project", LineKind::Direct, "Direct", w.direct_kg()),
        ("Avoided, or lost by the project", LineKind::Avoided, "Avoided, as far as it counts", w.avoided_kg()),
        ("Biogenic CO2: for information, in no total", LineKind::Biogenic, "Biogenic", w.biogenic_kg()),
    ];
    let total = |name: &str, kg: f64| {
        Row::Total(vec![Cell::text(name), decimals(kg / 1000.0, 1), Cell::empty(), Cell::empty()])
    };
    for (heading, kind, sum, kg) in groups {
        if lines.iter().all(|l| l.kind != kind) {
            continue;
        }
        table.rows.push(Row::Group(heading.to_owned()));
        for line in lines.iter().filter(|l| l.kind == kind) {
            let amount = if line.t_co2e.abs() < 0.1 { num(line.t_co2e) } else { decimals(line.t_co2e, 1) };
            table.push(vec![Cell::text(&*line.label), amount, Cell::text(counted(line)), Cell::text(source(line))]);
        }
        table.rows.push(total(sum, kg));
    }
    table.rows.push(Row::Group("Balance".to_owned()));
    table.rows.push(total("Net change: direct plus avoided", w.total_kg()));
    table
}

/// The table behind a line, without the folder that all of them share.
fn source(line: &Line) -> &str {
    line.source.strip_prefix("models/").unwrap_or(line.source)
}

fn counted(line: &Line) -> String {
    match (line.kind, line.claim) {
        (LineKind::Biogenic, _) => "no: biogenic".to_owned(),
        (_, Claim::Counted) => "yes".to_owned(),
        (_, Claim::Unlawful { .. }) => "no: unlawful today".to_owned(),
        (_, Claim::ClaimedElsewhere) => "no: claimed elsewhere".to_owned(),
    }
}
