//! The load-duration curve of the network: who covers which hours.

use super::chapter::{Chapter, said_in};
use crate::case::{BoilerCase, HeatOutcome};
use crate::plot::{Heading, Level, LoadDuration};
use crate::report::shared::hours::Hours;
use crate::text;
use crate::words::Locale;

pub(super) fn add(lang: Locale, heat: &HeatOutcome, boilers: &[BoilerCase], chapter: &mut Chapter) {
    let Some(hours) = Hours::of(heat) else { return };
    let powers_kw: Vec<f64> = boilers.iter().map(|b| b.dispatch.power_kw).collect();
    let power_kw: f64 = powers_kw.iter().sum();
    let least_kw = |b: &BoilerCase| b.dispatch.power_kw * b.dispatch.minimum_load;
    let minimum_kw = boilers.iter().map(least_kw).fold(f64::INFINITY, f64::min);
    let figure = LoadDuration {
        heading: Heading::new(lang.say("Load-duration curve of the heat network"), lang)
            .subtitle(lang.say("Hours of the year sorted by demand, and who covers it")),
        layers: hours.cover(lang, &powers_kw),
        demand_kw: hours.demand_kw,
        levels: vec![
            Level { name: lang.say("Wood power").into(), value: power_kw },
            Level { name: lang.say("Minimum load").into(), value: minimum_kw },
        ],
    };
    let mut caption = lang
        .say(
            "The monotone of the nominal year: heat by wood directly, by wood through the buffer, and by the \
                       backup.",
        )
        .to_owned();
    if heat.fuel_share < 1.0 {
        caption += &lang.tell(&text!(" The pooled wood feeds {a} % of what the boiler would burn: the hours that lack it are shown as gas for want of wood, spread evenly.", a = said_in(heat.fuel_share * 100.0, 3, lang)));
    }
    chapter.figure(figure.draw(), caption);
}
