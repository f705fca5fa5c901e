//! What stands at the end: findings of laws and models, closures, every assumption, how to make the page again.

use super::SizePage;
use super::context::Context;
use super::json::worst_closure;
use super::words;
use crate::case::{Case, Notice, Outcome};
use crate::plot::Locale;
use crate::report::chapter::{Chapter, digits};
use crate::report::shared::{assumptions, labels};
use crate::report::{Cell, Column, Finding, Flag, Severity, Table};

/// Providers named in one finding; more are counted.
const MOST_NAMES: usize = 6;

pub(super) fn findings(c: &Context<'_>) -> Chapter {
    let mut chapter =
        Chapter::new("findings", c.say("What laws and models say", "Ce que disent la loi et les modèles"));
    let Some(shown) = c.shown() else { return chapter };
    let mut list: Vec<Finding> = own_notices(shown.outcome).map(|n| finding(c, shown.case, n)).collect();
    list.extend(broken_limits(c, shown.outcome));
    list.sort_by_key(|f| match f.severity {
        Severity::Breach => 0,
        Severity::Warning => 1,
        Severity::Note => 2,
    });
    if !list.is_empty() {
        chapter.text(c.say(
            "Rules that the nominal case meets or must meet. They inform and replace no legal advice.",
            "Règles que le cas nominal respecte ou doit respecter (textes en anglais). Elles informent et ne \
             remplacent pas un avis juridique.",
        ));
    }
    chapter.findings(list);
    chapter
}

/// Notices of the case; broken limits are told once for all boilers, by [`broken_limits`].
fn own_notices(outcome: &Outcome) -> impl Iterator<Item = &Notice> {
    outcome.notices.iter().filter(|n| !n.text.contains("breaks the limit"))
}

/// Emission limits that the boilers break, each once.
fn broken_limits(c: &Context<'_>, outcome: &Outcome) -> Vec<Finding> {
    let mut list: Vec<Finding> = Vec::new();
    for found in outcome.boilers.iter().flat_map(|b| &b.limits).filter(|l| !l.ok) {
        let what = labels::words(found.limit.quantity.word(), c.lang);
        let (value, most, unit) = (c.number(found.value), c.number(found.limit_value), &found.limit.unit);
        let regime = &found.limit.regime;
        let text = match c.lang {
            Locale::En => format!("{what} is {value} {unit}, the limit of {regime} is {most}"),
            Locale::Fr => format!("{what} : {value} {unit}, la limite de {regime} est {most}"),
        };
        let finding = Finding { severity: Severity::Breach, text, source: found.limit.source.clone() };
        if !list.contains(&finding) {
            list.push(finding);
        }
    }
    list
}

fn finding(c: &Context<'_>, case: &Case, notice: &Notice) -> Finding {
    let severity = match notice.weight {
        "barrier" => Severity::Breach,
        "duty" | "warning" => Severity::Warning,
        _ => Severity::Note,
    };
    let names: Vec<&str> =
        notice.providers.iter().filter_map(|k| case.providers.get(*k)).map(|p| p.name.as_str()).collect();
    let mut text = labels::title(&notice.text, Locale::En);
    if !names.is_empty() {
        let more = names.len().saturating_sub(MOST_NAMES);
        let shown = names[..names.len() - more].join(", ");
        let rest = if more > 0 { format!(" {} {more}", c.say("and others:", "et autres :")) } else { String::new() };
        text += &format!(" ({shown}{rest})");
    }
    Finding { severity, text, source: notice.source.clone() }
}

pub(super) fn closures(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("closures", c.say("Do the accounts close?", "Les bilans sont-ils bouclés ?"));
    let worst = worst_closure(c.size);
    if !c.size.rated.is_empty() {
        let (worst, all) = (crate::plot::significant(worst, 2, c.lang), c.size.rated.len());
        chapter.text(match c.lang {
            Locale::En => format!(
                "What goes in comes out, is stored or is lost. Largest relative residual over all {all} candidates: \
                 {worst}."
            ),
            Locale::Fr => format!(
                "Ce qui entre sort, est stocké ou perdu. Plus grand écart relatif sur les {all} candidats : {worst}."
            ),
        });
    }
    let Some(shown) = c.shown() else { return chapter };
    let share = c.say("share of throughput", "part du flux");
    let columns = vec![
        Column::text(c.say("Balance", "Bilan")),
        Column::number(c.say("Missing", "Écart"), share),
        Column::number(c.say("Allowed", "Admis"), share),
        Column::text(c.say("Outcome", "Verdict")),
    ];
    let caption = format!(
        "{}{}{}",
        c.say("Balances of the nominal year", "Bilans de l'année nominale"),
        c.lang.colon(),
        c.house(&shown.rated.candidate)
    );
    let mut table = Table::new(caption, columns);
    for closure in shown.outcome.closures() {
        let verdict = if closure.holds() {
            Cell::text(c.say("closes", "bouclé")).flag(Flag::Pass)
        } else {
            Cell::text(c.say("open", "non bouclé")).flag(Flag::Fail)
        };
        let name = Cell::text(labels::title(&closure.name, c.lang));
        table.push(vec![name, digits(closure.value, 2), digits(closure.limit, 2), verdict]);
    }
    chapter.table(table);
    chapter
}

pub(super) fn assumptions(c: &Context<'_>) -> Chapter {
    assumptions_of(c.options)
}

/// Every assumption of the scenario, where the page has one.
pub(super) fn assumptions_of(options: &SizePage<'_>) -> Chapter {
    let mut chapter = Chapter::new("assumptions", options.lang.pick("Every assumption", "Toutes les hypothèses"));
    if let Some(scenario) = options.scenario {
        assumptions::add(scenario, true, options.lang, &mut chapter);
    }
    chapter
}

pub(super) fn again(c: &Context<'_>) -> Chapter {
    let aim = (c.say("Aim", "But"), words::objective(c.size.objective, c.lang).to_owned());
    again_of(c.options, &[aim], (c.size.samples.1, c.size.seed))
}

/// How to make the page again: program, command, what else was asked, samples and seed.
pub(super) fn again_of(options: &SizePage<'_>, asked: &[(&str, String)], (samples, seed): (usize, u64)) -> Chapter {
    let say = |english: &'static str, french: &'static str| options.lang.pick(english, french);
    let mut chapter = Chapter::new("again", say("How to make this page again", "Refaire cette page"));
    chapter.text(say(
        "The same program version on the same files gives the same numbers, bit for bit, on any machine and with any \
         number of threads.",
        "La même version du programme sur les mêmes fichiers donne les mêmes nombres, au bit près, sur toute machine \
         et avec n'importe quel nombre de fils d'exécution.",
    ));
    let entry = |name: &str, text: String| (name.to_owned(), text);
    let mut terms = vec![entry(say("Program", "Programme"), format!("gisement {}", env!("CARGO_PKG_VERSION")))];
    if !options.command.trim().is_empty() {
        terms.push(entry(say("Command", "Commande"), options.command.to_owned()));
    }
    terms.extend(asked.iter().map(|(name, text)| entry(name, text.clone())));
    terms.push(entry(say("Samples", "Tirages"), samples.to_string()));
    terms.push(entry(say("Seed", "Graine"), seed.to_string()));
    chapter.terms(terms);
    chapter
}
