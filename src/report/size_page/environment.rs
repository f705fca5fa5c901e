//! Environment: greenhouse gas by method, emissions of the boilers against their limits.

use super::context::Context;
use crate::plot::Locale;
use crate::report::chapter::Chapter;
use crate::report::shared::{carbon, emissions};
use crate::sizing::Figure;

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("environment", c.say("Environment", "Environnement"));
    let Some(shown) = c.shown() else { return chapter };
    if let Some(accounts) = shown.outcome.accounts.as_ref().filter(|a| !a.carbon.is_empty()) {
        carbon::add(accounts, c.lang, &mut chapter);
    }
    let monoxide = shown.rated.nominal.of(Figure::CarbonMonoxide);
    if monoxide.is_finite() {
        let kg = c.number(monoxide);
        chapter.text(match c.lang {
            Locale::En => format!(
                "Over the year, starts, stops and low load included, the wood boilers give off {kg} kg of carbon monoxide; the \
                 limits below hold at steady load."
            ),
            Locale::Fr => format!(
                "Sur l'année, démarrages, arrêts et faibles charges compris, les chaudières bois émettent {kg} kg de monoxyde de \
                 carbone ; les valeurs limites ci-dessous valent en régime stable."
            ),
        });
    }
    let several = shown.outcome.boilers.len() > 1;
    for boiler in &shown.outcome.boilers {
        let of = if several { format!(", {} {}", c.say("boiler", "chaudière"), boiler.id) } else { String::new() };
        chapter.table(emissions::table(boiler, &of, c.lang));
        chapter.table(emissions::limits(boiler, &of, c.lang));
        if boiler.limits.is_empty() {
            chapter.text(c.say(
                "None of the shipped emission limits applies to this boiler and its installation.",
                "Aucune des valeurs limites fournies ne s'applique à cette chaudière et à son installation.",
            ));
        }
    }
    chapter
}
