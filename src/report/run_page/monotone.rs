//! The load-duration curve of the network: who covers which hours.

use super::LANG;
use super::chapter::{Chapter, said};
use crate::case::{BoilerCase, HeatOutcome};
use crate::heat::HourlyDispatch;
use crate::plot::{Heading, Layer, Level, LoadDuration};

pub(super) fn add(heat: &HeatOutcome, boilers: &[BoilerCase], chapter: &mut Chapter) {
    let Some(hourly) = &heat.dispatch.hourly else { return };
    let power_kw: f64 = boilers.iter().map(|b| b.dispatch.power_kw).sum();
    let least_kw = |b: &BoilerCase| b.dispatch.power_kw * b.dispatch.minimum_load;
    let minimum_kw = boilers.iter().map(least_kw).fold(f64::INFINITY, f64::min);
    let figure = LoadDuration {
        heading: Heading::new("Load-duration curve of the heat network", LANG)
            .subtitle("Hours of the year sorted by demand, and who covers it"),
        demand_kw: whole_demand(heat, hourly),
        layers: layers(heat, hourly),
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

/// Demand before the digester's heat is taken off.
fn whole_demand(heat: &HeatOutcome, hourly: &HourlyDispatch) -> Vec<f64> {
    let digester = |k: usize| heat.hours.from_digester_kw.get(k).copied().unwrap_or(0.0);
    hourly.demand_kw.iter().enumerate().map(|(k, demand)| demand + digester(k)).collect()
}

/// Digester, wood directly, wood through the buffer, gas for want of wood, gas backup; those that give nothing are left out.
fn layers(heat: &HeatOutcome, hourly: &HourlyDispatch) -> Vec<Layer> {
    let hours = hourly.demand_kw.iter().zip(&hourly.wood_kw).zip(&hourly.backup_kw);
    let (mut direct, mut buffer, mut lacking, mut backup) = (vec![], vec![], vec![], vec![]);
    for ((demand, wood), gas) in hours {
        let by_wood = (demand - gas).max(0.0);
        let at_once = wood.min(by_wood);
        direct.push(at_once * heat.fuel_share);
        buffer.push((by_wood - at_once) * heat.fuel_share);
        lacking.push(by_wood * (1.0 - heat.fuel_share));
        backup.push(*gas);
    }
    let named = [
        ("Digester", heat.hours.from_digester_kw.clone()),
        ("Wood, direct", direct),
        ("Wood through the buffer", buffer),
        ("Gas for want of wood", lacking),
        ("Gas backup", backup),
    ];
    named
        .into_iter()
        .filter(|(_, kw)| kw.iter().any(|v| *v > 0.0))
        .map(|(name, power_kw)| Layer { name: name.to_owned(), power_kw })
        .collect()
}
