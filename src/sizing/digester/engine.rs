//! Power of the engine against its hours: a small engine runs all year and flares, a large one stands still.

use super::super::Spread;
use super::super::robust::spread;
use super::ladder::rounded;
use super::sample::OfSample;
use crate::case::{Case, DigesterOutcome, evaluate_all};
use crate::digestion::plant::{GasUse, GasUseParams};
use crate::num::VectorClass;
use crate::scenario::DigesterSizeParams;
use crate::units::METHANE_LHV_MWH_PER_NM3;

/// Powers tried when none are asked for, over the mean power of the gas.
const MULTIPLES: [f64; 10] = [0.5, 0.7, 0.85, 1.0, 1.15, 1.35, 1.6, 2.0, 2.5, 3.0];

/// Gas of a year that reaches the engine house, by month.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct GasYear {
    /// (hours, methane captured in Nm3) of each month.
    months: Vec<(f64, f64)>,
    gas: GasUseParams<f64>,
}

/// One year of an engine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EngineYear {
    /// Full-load hours, h/a.
    pub hours: f64,
    /// Electricity, MWh/a.
    pub electricity_mwh: f64,
    /// Methane flared because the engine is too small, Nm3/a; that flared while it is out of service is not counted.
    pub unused_nm3: f64,
    /// The same over the methane captured, %.
    pub unused_pct: f64,
}

/// A power with all that was found of it.
#[derive(Clone, Debug, PartialEq)]
pub struct EnginePoint {
    /// Electric power, kW.
    pub power_kwe: f64,
    /// It is that of the scenario.
    pub is_own: bool,
    /// In the nominal case.
    pub nominal: EngineYear,
    /// Full-load hours over the samples, h/a; none without samples.
    pub hours: Option<Spread>,
    /// Methane flared over the samples, % of the captured; none without samples.
    pub unused_pct: Option<Spread>,
    /// Present value of the whole case with this engine, EUR, nominal; none where the accounts have none.
    pub npv_eur: Option<f64>,
    /// Yearly surplus of the whole case, EUR/a, nominal; none likewise.
    pub surplus_eur_per_a: Option<f64>,
}

/// By what a power is recommended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Largest present value.
    Npv,
    /// The smallest that flares no more than allowed in the median sample.
    Unused,
}

/// Engines for one volume.
#[derive(Clone, Debug, PartialEq)]
pub struct EngineSizing {
    /// Volume of the digester, m3.
    pub volume_m3: f64,
    /// The powers, rising.
    pub points: Vec<EnginePoint>,
    /// The recommended one.
    pub best: Option<usize>,
    /// By what.
    pub by: Chosen,
    /// Electric power that burns all gas evenly over the year, kW, nominal.
    pub mean_kwe: f64,
    /// Power by the rule of full-load hours, kW.
    pub rule_kwe: f64,
}

impl EngineSizing {
    /// The recommended power.
    pub fn chosen(&self) -> Option<&EnginePoint> {
        self.points.get(self.best?)
    }
}

impl GasYear {
    pub(super) fn of(digester: &crate::case::DigesterCase, year: &DigesterOutcome) -> Self {
        let months = year.months.iter().zip(&year.plant_months);
        let months = months.map(|(m, plant)| (m.days * 24.0, plant.methane_nm3 - plant.lost_digester_nm3));
        Self { months: months.collect(), gas: digester.gas }
    }

    /// Electricity of all gas that an engine in service can burn, MWh/a.
    fn electricity_mwh(&self) -> f64 {
        let captured: f64 = self.months.iter().map(|m| m.1).sum();
        captured * self.gas.availability_pct / 100.0 * METHANE_LHV_MWH_PER_NM3 * self.gas.chp_eta_el
    }

    /// The year of an engine: month by month it takes what it can, as in [`month_balance`].
    ///
    /// [`month_balance`]: crate::digestion::plant::month_balance
    pub(super) fn with(&self, power_kwe: f64) -> EngineYear {
        let in_service = self.gas.availability_pct / 100.0;
        let per_nm3 = self.gas.chp_eta_el * METHANE_LHV_MWH_PER_NM3;
        let (mut burnt_nm3, mut unused_nm3, mut captured_nm3) = (0.0, 0.0, 0.0);
        for (hours, captured) in &self.months {
            let takes = power_kwe * hours / 1000.0 * in_service / per_nm3;
            let offered = captured * in_service;
            burnt_nm3 += offered.min(takes);
            unused_nm3 += offered - offered.min(takes);
            captured_nm3 += captured;
        }
        let electricity_mwh = burnt_nm3 * per_nm3;
        EngineYear {
            hours: electricity_mwh * 1000.0 / power_kwe,
            electricity_mwh,
            unused_nm3,
            unused_pct: if captured_nm3 > 0.0 { 100.0 * unused_nm3 / captured_nm3 } else { 0.0 },
        }
    }
}

/// What is asked of the engine.
pub(super) struct Asked<'a> {
    pub(super) powers_kwe: &'a [f64],
    pub(super) params: &'a DigesterSizeParams<f64>,
    pub(super) volume_m3: f64,
}

/// The ladder of powers; none where the gas goes elsewhere or there is none. `case` is the whole nominal case with the chosen
/// digester at `place`.
pub(super) fn engines(
    case: &Case,
    place: usize,
    nominal: &GasYear,
    samples: &[OfSample<GasYear>],
    asked: &Asked<'_>,
) -> Option<EngineSizing> {
    let digester = case.digesters.get(place).filter(|d| d.gas_use == GasUse::Chp)?;
    let electricity_mwh = nominal.electricity_mwh();
    let mean_kwe = electricity_mwh * 1000.0 / (nominal.months.iter().map(|m| m.0).sum::<f64>());
    if !(mean_kwe > 0.0 && mean_kwe.is_finite()) {
        return None;
    }
    let own = Some(digester.gas.chp_power_kwe).filter(|kw| kw.is_finite() && *kw > 0.0);
    let powers = powers(asked.powers_kwe, mean_kwe, own);
    let money = money(case, place, &powers);
    let years: Vec<&GasYear> = samples.iter().flatten().filter_map(|row| row.first()).collect();
    let point = |(power_kwe, money): (&f64, Option<(f64, f64)>)| {
        let over = |of: fn(&EngineYear) -> f64| {
            (!years.is_empty())
                .then(|| spread(&years.iter().map(|year| of(&year.with(*power_kwe))).collect::<Vec<_>>()))
        };
        EnginePoint {
            power_kwe: *power_kwe,
            is_own: own == Some(*power_kwe),
            nominal: nominal.with(*power_kwe),
            hours: over(|y| y.hours),
            unused_pct: over(|y| y.unused_pct),
            npv_eur: money.map(|m| m.0),
            surplus_eur_per_a: money.map(|m| m.1),
        }
    };
    let points: Vec<EnginePoint> = powers.iter().zip(money).map(point).collect();
    let (best, by) = best(&points, asked.params.engine_unused_max_pct);
    let rule_kwe = electricity_mwh * 1000.0 / asked.params.rule_engine_hours;
    Some(EngineSizing { volume_m3: asked.volume_m3, points, best, by, mean_kwe, rule_kwe })
}

fn powers(asked_kwe: &[f64], mean_kwe: f64, own: Option<f64>) -> Vec<f64> {
    let mut list = asked_kwe.to_vec();
    if list.is_empty() {
        list.extend(MULTIPLES.map(|m| rounded(m * mean_kwe)));
    }
    list.extend(own);
    list.sort_by(f64::total_cmp);
    list.dedup();
    list
}

/// Present value and surplus of the whole case with each power; none where it has no accounts with finite numbers.
fn money(case: &Case, place: usize, powers: &[f64]) -> Vec<Option<(f64, f64)>> {
    let with = |kwe: &f64| {
        let mut case = case.clone();
        case.digesters[place].gas.chp_power_kwe = *kwe;
        case
    };
    let cases: Vec<Case> = powers.iter().map(with).collect();
    let years = evaluate_all(&cases, VectorClass::best()).into_iter();
    years
        .map(|year| {
            let money = year.ok()?.accounts?.money;
            Some((money.npv_eur(), money.surplus_eur_per_a())).filter(|m| m.0.is_finite() && m.1.is_finite())
        })
        .collect()
}

fn best(points: &[EnginePoint], unused_max_pct: f64) -> (Option<usize>, Chosen) {
    let npv: Option<Vec<f64>> = points.iter().map(|p| p.npv_eur).collect();
    if let Some(npv) = npv.filter(|list| list.iter().any(|v| *v != list[0])) {
        // Of equal values the smaller engine.
        let best = (0..npv.len()).reduce(|best, k| if npv[k] > npv[best] { k } else { best });
        return (best, Chosen::Npv);
    }
    let unused = |p: &EnginePoint| p.unused_pct.map_or(p.nominal.unused_pct, |s| s.p50);
    (points.iter().position(|p| unused(p) <= unused_max_pct), Chosen::Unused)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat() -> GasYear {
        let gas = GasUseParams { availability_pct: 90.0, chp_eta_el: 0.4, ..GasUseParams::defaults() };
        GasYear { months: vec![(730.0, 10_000.0); 12], gas }
    }

    /// An engine that takes all gas evenly runs its hours in service; half of it leaves half.
    #[test]
    fn hours_of_a_flat_year() {
        let year = flat();
        let mean_kwe = year.electricity_mwh() * 1000.0 / 8760.0;
        // In service for 90 % of the hours, it must be that much larger... but the gas of the other 10 % is flared anyway.
        let full = year.with(mean_kwe / 0.9);
        assert!((full.hours - 8760.0 * 0.9).abs() < 1e-6 && full.unused_nm3.abs() < 1e-6, "{full:?}");
        let half = year.with(mean_kwe / 0.9 / 2.0);
        assert!((half.hours - 8760.0 * 0.9).abs() < 1e-6);
        assert!((half.unused_pct - 45.0).abs() < 1e-9, "{half:?}");
        let double = year.with(mean_kwe / 0.9 * 2.0);
        assert!((double.hours - 8760.0 * 0.45).abs() < 1e-6 && double.unused_pct == 0.0);
    }

    #[test]
    fn without_prices_the_smallest_that_flares_little_is_chosen() {
        let year = flat();
        let mean_kwe = year.electricity_mwh() * 1000.0 / 8760.0;
        let point = |m: f64, npv_eur: Option<f64>| EnginePoint {
            power_kwe: m * mean_kwe,
            is_own: false,
            nominal: year.with(m * mean_kwe),
            hours: None,
            unused_pct: None,
            npv_eur,
            surplus_eur_per_a: None,
        };
        let points = [0.5, 1.0, 1.2, 2.0].map(|m| point(m, None));
        assert_eq!(best(&points, 2.0), (Some(2), Chosen::Unused));
        let priced = [(0.5, 3.0), (1.0, 5.0), (1.2, 5.0), (2.0, 1.0)].map(|(m, v)| point(m, Some(v)));
        assert_eq!(best(&priced, 2.0), (Some(1), Chosen::Npv));
    }
}
