//! The hours of a boiler house as layers for figures: who covers the demand, and who makes the heat.

use crate::case::HeatOutcome;
use crate::plot::{Layer, Locale};

/// The hours of a year, kW unless said otherwise.
pub(in crate::report) struct Hours {
    /// Demand, the part that a digester covers included.
    pub(in crate::report) demand_kw: Vec<f64>,
    /// Heat of a digester.
    digester: Vec<f64>,
    /// Heat of each wood boiler, as far as there is wood.
    units: Vec<Vec<f64>>,
    /// Heat that wood boilers lack wood for, as the gas backup gives it.
    lacking: Vec<f64>,
    /// Heat of the gas backup, which the dispatch asks of it.
    backup: Vec<f64>,
    /// What the demand takes from the buffer, of all that wood makes.
    buffer: Vec<f64>,
    /// Part of each unit that goes to the demand at once.
    direct_share: Vec<f64>,
    /// Heat in the buffer at the end of each hour, kWh.
    pub(in crate::report) charge_kwh: Vec<f64>,
}

impl Hours {
    /// Those of a year that was recorded; none otherwise.
    pub(in crate::report) fn of(heat: &HeatOutcome) -> Option<Self> {
        let hourly = heat.dispatch.hourly.as_ref()?;
        let hours = hourly.demand_kw.len();
        let digester: Vec<f64> =
            (0..hours).map(|k| heat.hours.from_digester_kw.get(k).copied().unwrap_or(0.0)).collect();
        let by_wood = |k: usize| (hourly.demand_kw[k] - hourly.backup_kw[k]).max(0.0);
        let at_once = |k: usize| hourly.wood_kw[k].min(by_wood(k));
        let share = |k: usize| if hourly.wood_kw[k] > 0.0 { at_once(k) / hourly.wood_kw[k] } else { 0.0 };
        Some(Self {
            demand_kw: hourly.demand_kw.iter().zip(&digester).map(|(left, taken)| left + taken).collect(),
            digester,
            units: heat
                .hours
                .units_kw
                .iter()
                .map(|unit| unit.iter().map(|kw| kw * heat.fuel_share).collect())
                .collect(),
            lacking: (0..hours).map(|k| by_wood(k) * (1.0 - heat.fuel_share)).collect(),
            backup: hourly.backup_kw.clone(),
            buffer: (0..hours).map(|k| (by_wood(k) - at_once(k)) * heat.fuel_share).collect(),
            direct_share: (0..hours).map(share).collect(),
            charge_kwh: hourly.charge_kwh.clone(),
        })
    }

    /// Who covers the demand, from the bottom up; the layers sum to it in each hour. Those that give nothing are left
    /// out.
    ///
    /// `powers_kw` names the boilers where there is more than one.
    pub(in crate::report) fn cover(&self, lang: Locale, powers_kw: &[f64]) -> Vec<Layer> {
        let direct = |unit: &Vec<f64>| unit.iter().zip(&self.direct_share).map(|(kw, share)| kw * share).collect();
        self.layers(lang, powers_kw, self.units.iter().map(direct).collect(), lang.say(", direct"))
    }

    /// Who makes heat, from the bottom up: what stands above the demand charges the buffer.
    ///
    /// For want of wood, gas stands in for the part of each hour that goes to the demand.
    pub(in crate::report) fn made(&self, lang: Locale, powers_kw: &[f64]) -> Vec<Layer> {
        self.layers(lang, powers_kw, self.units.clone(), "")
    }

    fn layers(&self, lang: Locale, powers_kw: &[f64], units: Vec<Vec<f64>>, how: &str) -> Vec<Layer> {
        let mut named = vec![(lang.say("Digester").to_owned(), self.digester.clone())];
        let several = units.len() > 1;
        for (k, power_kw) in units.into_iter().enumerate() {
            let name = match (several, powers_kw.get(k)) {
                (false, _) => lang.say("Wood").to_owned(),
                (true, kw) => {
                    let size = kw.map_or_else(String::new, |kw| format!(" ({kw:.0} kW)"));
                    format!("{} {}{size}", lang.say("Wood boiler"), k + 1)
                }
            };
            named.push((format!("{name}{how}"), power_kw));
        }
        named.extend([
            (lang.say("Wood through the buffer").to_owned(), self.buffer.clone()),
            (lang.say("Gas for want of wood").to_owned(), self.lacking.clone()),
            (lang.say("Gas backup").to_owned(), self.backup.clone()),
        ]);
        let gives = |(_, kw): &(String, Vec<f64>)| kw.iter().any(|v| *v > 0.0);
        named.into_iter().filter(gives).map(|(name, power_kw)| Layer { name, power_kw }).collect()
    }
}
