//! The load-duration curve of the network: who covers which hours.

use super::LANG;
use super::chapter::{Chapter, said};
use crate::case::{BoilerCase, HeatOutcome};
use crate::plot::{Heading, Level, LoadDuration};
use crate::report::shared::hours::Hours;

pub(super) fn add(heat: &HeatOutcome, boilers: &[BoilerCase], chapter: &mut Chapter) {
    let Some(hours) = Hours::of(heat) else { return };
    let powers_kw: Vec<f64> = boilers.iter().map(|b| b.dispatch.power_kw).collect();
    let power_kw: f64 = powers_kw.iter().sum();
    let least_kw = |b: &BoilerCase| b.dispatch.power_kw * b.dispatch.minimum_load;
    let minimum_kw = boilers.iter().map(least_kw).fold(f64::INFINITY, f64::min);
    let figure = LoadDuration {
        heading: Heading::new("Load-duration curve of the heat network", LANG)
            .subtitle("Hours of the year sorted by demand, and who covers it"),
        layers: hours.cover(LANG, &powers_kw),
        demand_kw: hours.demand_kw,
        levels: vec![
            Level { name: "Wood power".into(), value: power_kw },
            Level { name: "Minimum load".into(), value: minimum_kw },
        ],
    };
    let mut caption =
        "The monotone of the nominal year: heat by wood directly, by wood through the buffer, and by the \
                       backup."
            .to_owned();
    if heat.fuel_share < 1.0 {
        caption += &format!(
            " The pooled wood feeds {} % of what the boiler would burn: the hours that lack it are shown as gas for want \
             of wood, spread evenly.",
            said(heat.fuel_share * 100.0, 3)
        );
    }
    chapter.figure(figure.draw(), caption);
}
