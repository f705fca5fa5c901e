//! What a digester needs to run, and what becomes of its gas: own heat and power, engine, boiler or injection, flare, and
//! the methane lost at each step.
//!
//! Everything is a balance by month, generic over [`Real`]. Methane is in Nm3 (dry, 0 C, 101.325 kPa), energy in MWh,
//! fuel energy on the lower heating value.

use super::sums::sums;
use crate::num::Real;
use crate::params;
use crate::units::METHANE_LHV_MWH_PER_NM3;

params! {
    /// The digester as a plant: heat, power, losses.
    pub struct PlantParams from "digestion/plant.csv" {
        feed_temperature_c, heat_capacity_water_kj_per_kg_k, heat_capacity_solids_kj_per_kg_k, envelope_u_w_per_m2_k,
        envelope_area_m2, own_power_kwh_per_t, hygienised_share_pct, hygienisation_temperature_c,
        hygienisation_recovery_pct, leak_pct, digestate_store_loss_pct, heat_use_share_pct,
    }
}

params! {
    /// Engine, boiler, upgrading and flare.
    pub struct GasUseParams from "digestion/gas_use.csv" {
        chp_eta_el, chp_eta_heat, chp_power_kwe, chp_slip_pct, availability_pct, flare_slip_pct, boiler_eta, upgrading_slip_pct,
        upgrading_power_kwh_per_nm3,
    }
}

/// Coldest feed that storage lets through, C.
const FEED_TEMPERATURE_MIN_C: f64 = 5.0;

/// What the gas is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GasUse {
    /// Engine: electricity to the grid, heat to the digester and then to a use on site.
    Chp,
    /// Boiler: heat to the digester and then to a use on site.
    Boiler,
    /// Upgrading and injection; the digester's heat comes from a boiler on raw biogas.
    Injection,
}

impl GasUse {
    /// Words of the scenario file, in the order of the variants.
    pub const WORDS: &'static [&'static str] = &["chp", "boiler", "injection"];

    /// The variant of a word of the scenario file.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "chp" => Some(Self::Chp),
            "boiler" => Some(Self::Boiler),
            "injection" => Some(Self::Injection),
            _ => None,
        }
    }
}

/// One month of a digester, as the plant sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlantMonth<S> {
    /// Hours in the month.
    pub hours: f64,
    /// Feed with its dilution water, t.
    pub feed_t: S,
    /// Feed without dilution water, t as received.
    pub received_t: S,
    /// Dry matter share of the feed with its water, t/t.
    pub ts_share: S,
    /// Feed that must be hygienised, t with its water.
    pub hygienised_t: S,
    /// Mean air temperature, C.
    pub air_temperature_c: f64,
    /// Temperature in the digester, C.
    pub digester_temperature_c: S,
    /// Liquid and gas volume of the digester, m3.
    pub volume_m3: S,
    /// Methane produced, Nm3.
    pub methane_nm3: S,
    /// Raw biogas produced, Nm3 dry.
    pub biogas_nm3: S,
    /// Methane still possible in the digestate that leaves, Nm3.
    pub residual_methane_nm3: S,
}

sums! {
    /// Gas, heat and power of a digester over some time. Adds up by month.
    pub struct PlantBalance {
        /// Methane produced in the digester, Nm3.
        methane_nm3,
        /// Methane lost at the digester, Nm3.
        lost_digester_nm3,
        /// Methane lost unburnt in engine, boiler or upgrading, Nm3.
        lost_use_nm3,
        /// Methane lost in the flare, Nm3.
        lost_flare_nm3,
        /// Methane lost from the digestate store, Nm3; not part of `methane_nm3`.
        lost_store_nm3,
        /// Methane burnt in the flare, Nm3.
        flared_nm3,
        /// Methane burnt in engine or boiler, Nm3.
        burnt_nm3,
        /// Methane injected into the grid, Nm3.
        injected_nm3,
        /// Electricity of the engine, MWh.
        electricity_gross_mwh,
        /// Electricity the plant itself takes, MWh.
        electricity_own_mwh,
        /// Heat of engine or boiler, MWh.
        heat_gross_mwh,
        /// Heat the digester takes (feed, losses, hygienisation), MWh.
        heat_own_mwh,
        /// Of the digester's heat, what the gas could not cover and natural gas must, MWh.
        heat_bought_mwh,
        /// Heat beyond the digester's need with a use on site, MWh.
        heat_used_mwh,
        /// Heat beyond the digester's need without a use, MWh.
        heat_wasted_mwh,
    }
}

impl<S: Real> PlantBalance<S> {
    /// Methane in, minus all ways out, over methane in: 0 when the account closes.
    pub fn methane_closure(&self) -> S {
        let out = self.lost_digester_nm3
            + self.lost_use_nm3
            + self.lost_flare_nm3
            + self.flared_nm3
            + self.burnt_nm3
            + self.injected_nm3;
        (self.methane_nm3 - out).abs() / self.methane_nm3.max(S::from_f64(f64::MIN_POSITIVE))
    }

    /// Heat made and bought, minus heat used, needed and wasted, over their sum: 0 when the account closes.
    pub fn heat_closure(&self) -> S {
        let sources = self.heat_gross_mwh + self.heat_bought_mwh;
        let uses = self.heat_own_mwh + self.heat_used_mwh + self.heat_wasted_mwh;
        (sources - uses).abs() / sources.max(S::from_f64(f64::MIN_POSITIVE))
    }
}

/// A share from a percentage.
fn share<S: Real>(percent: S) -> S {
    percent / 100.0
}

/// Outer area of a closed cylinder as high as wide, m2.
fn cylinder_area_m2<S: Real>(volume_m3: S) -> S {
    let diameter_m = (volume_m3 * (4.0 / std::f64::consts::PI)).powf(S::from_f64(1.0 / 3.0));
    diameter_m * diameter_m * (1.5 * std::f64::consts::PI)
}

/// The value itself, or `law` where it is blank (NaN).
fn or_law<S: Real>(value: S, law: S) -> S {
    S::select(value.is_finite(), value, law)
}

/// Heat the digester takes in a month, MWh: feed to digester temperature, hygienisation above it, losses of the envelope.
pub fn own_heat_mwh<S: Real>(month: &PlantMonth<S>, plant: &PlantParams<S>) -> S {
    let by_air = S::from_f64(month.air_temperature_c.max(FEED_TEMPERATURE_MIN_C));
    let feed_c = or_law(plant.feed_temperature_c, by_air);
    let heat_capacity = plant.heat_capacity_water_kj_per_kg_k * (S::one() - month.ts_share)
        + plant.heat_capacity_solids_kj_per_kg_k * month.ts_share;
    let kj_per_mwh = 3.6e6;
    let warm_up = (month.digester_temperature_c - feed_c).max(S::zero());
    let feed = month.feed_t * 1000.0 * heat_capacity * warm_up / kj_per_mwh;
    let above = (plant.hygienisation_temperature_c - month.digester_temperature_c).max(S::zero());
    let not_recovered = S::one() - share(plant.hygienisation_recovery_pct);
    let hygienised_t = or_law(share(plant.hygienised_share_pct) * month.feed_t, month.hygienised_t).min(month.feed_t);
    let hygienisation = hygienised_t * 1000.0 * heat_capacity * above * not_recovered / kj_per_mwh;
    let area = or_law(plant.envelope_area_m2, cylinder_area_m2(month.volume_m3));
    let outside = (month.digester_temperature_c - month.air_temperature_c).max(S::zero());
    let envelope = plant.envelope_u_w_per_m2_k * area * outside * (month.hours / 1e6);
    feed + hygienisation + envelope
}

/// Most methane that the engine can take in a month, Nm3; no bound without an engine or without a stated power.
fn engine_takes_nm3<S: Real>(month: &PlantMonth<S>, gas: &GasUseParams<S>, gas_use: GasUse) -> S {
    let unbounded = S::from_f64(f64::MAX);
    match gas_use {
        GasUse::Chp => {
            let mwh = gas.chp_power_kwe * (month.hours / 1000.0) * share(gas.availability_pct);
            or_law(mwh / (gas.chp_eta_el * METHANE_LHV_MWH_PER_NM3), unbounded)
        }
        GasUse::Boiler | GasUse::Injection => unbounded,
    }
}

/// One month of gas, heat and power.
pub fn month_balance<S: Real>(
    month: &PlantMonth<S>,
    plant: &PlantParams<S>,
    gas: &GasUseParams<S>,
    gas_use: GasUse,
) -> PlantBalance<S> {
    let lost_digester_nm3 = month.methane_nm3 * share(plant.leak_pct);
    let captured = month.methane_nm3 - lost_digester_nm3;
    let to_use = (captured * share(gas.availability_pct)).min(engine_takes_nm3(month, gas, gas_use));
    let to_flare = captured - to_use;
    let lost_flare_nm3 = to_flare * share(gas.flare_slip_pct);
    let start = PlantBalance {
        methane_nm3: month.methane_nm3,
        lost_digester_nm3,
        lost_flare_nm3,
        flared_nm3: to_flare - lost_flare_nm3,
        lost_store_nm3: month.residual_methane_nm3 * share(plant.digestate_store_loss_pct),
        electricity_own_mwh: month.received_t * plant.own_power_kwh_per_t / 1000.0,
        heat_own_mwh: own_heat_mwh(month, plant),
        ..PlantBalance::zero()
    };
    let used = match gas_use {
        GasUse::Chp => with_engine(start, to_use, gas),
        GasUse::Boiler => with_boiler(start, to_use, gas),
        GasUse::Injection => with_injection(start, to_use, month, gas),
    };
    share_out_heat(used, plant)
}

fn with_engine<S: Real>(start: PlantBalance<S>, to_use: S, gas: &GasUseParams<S>) -> PlantBalance<S> {
    let lost_use_nm3 = to_use * share(gas.chp_slip_pct);
    let energy_mwh = to_use * METHANE_LHV_MWH_PER_NM3;
    PlantBalance {
        lost_use_nm3,
        burnt_nm3: to_use - lost_use_nm3,
        electricity_gross_mwh: energy_mwh * gas.chp_eta_el,
        heat_gross_mwh: energy_mwh * gas.chp_eta_heat,
        ..start
    }
}

fn with_boiler<S: Real>(start: PlantBalance<S>, to_use: S, gas: &GasUseParams<S>) -> PlantBalance<S> {
    PlantBalance { burnt_nm3: to_use, heat_gross_mwh: to_use * METHANE_LHV_MWH_PER_NM3 * gas.boiler_eta, ..start }
}

/// Raw biogas first heats the digester; the rest is upgraded.
fn with_injection<S: Real>(
    start: PlantBalance<S>,
    to_use: S,
    month: &PlantMonth<S>,
    gas: &GasUseParams<S>,
) -> PlantBalance<S> {
    let needed = start.heat_own_mwh / (gas.boiler_eta * METHANE_LHV_MWH_PER_NM3);
    let burnt_nm3 = needed.min(to_use);
    let upgraded = to_use - burnt_nm3;
    let lost_use_nm3 = upgraded * share(gas.upgrading_slip_pct);
    let methane_share = month.methane_nm3 / month.biogas_nm3.max(S::from_f64(f64::MIN_POSITIVE));
    let raw = upgraded / methane_share.max(S::from_f64(f64::MIN_POSITIVE));
    PlantBalance {
        burnt_nm3,
        lost_use_nm3,
        injected_nm3: upgraded - lost_use_nm3,
        heat_gross_mwh: burnt_nm3 * METHANE_LHV_MWH_PER_NM3 * gas.boiler_eta,
        electricity_own_mwh: start.electricity_own_mwh + raw * gas.upgrading_power_kwh_per_nm3 / 1000.0,
        ..start
    }
}

/// The digester takes its heat first; natural gas covers what lacks, and a use on site takes its share of what is left.
fn share_out_heat<S: Real>(balance: PlantBalance<S>, plant: &PlantParams<S>) -> PlantBalance<S> {
    let surplus = (balance.heat_gross_mwh - balance.heat_own_mwh).max(S::zero());
    let heat_used_mwh = surplus * share(plant.heat_use_share_pct);
    PlantBalance {
        heat_bought_mwh: (balance.heat_own_mwh - balance.heat_gross_mwh).max(S::zero()),
        heat_used_mwh,
        heat_wasted_mwh: surplus - heat_used_mwh,
        ..balance
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn january() -> PlantMonth<f64> {
        PlantMonth {
            hours: 744.0,
            feed_t: 200.0,
            received_t: 100.0,
            ts_share: 0.1,
            hygienised_t: 0.0,
            air_temperature_c: 2.0,
            digester_temperature_c: 38.0,
            volume_m3: 300.0,
            methane_nm3: 9000.0,
            biogas_nm3: 15000.0,
            residual_methane_nm3: 1000.0,
        }
    }

    /// 1 t at 20 % dry matter from 15 to 70 C takes 56.662 kWh (4.186 and 1.8 kJ/(kg K)); above 38 C it is 32.967 kWh.
    #[test]
    fn hygienisation_takes_the_known_heat() {
        let plant = PlantParams {
            hygienisation_recovery_pct: 0.0,
            envelope_u_w_per_m2_k: 0.0,
            feed_temperature_c: 15.0,
            ..PlantParams::defaults()
        };
        let month = PlantMonth { feed_t: 1.0, ts_share: 0.2, hygienised_t: 1.0, ..january() };
        let all = own_heat_mwh(&month, &plant);
        assert!((all * 1000.0 - 56.662_222_222).abs() < 1e-6, "{all}");
        let without = own_heat_mwh(&PlantMonth { hygienised_t: 0.0, ..month }, &plant);
        assert!(((all - without) * 1000.0 - 32.967_111_111).abs() < 1e-6);
    }

    #[test]
    fn a_cold_month_without_gas_buys_all_its_heat() {
        let month = PlantMonth { methane_nm3: 0.0, biogas_nm3: 0.0, ..january() };
        for gas_use in [GasUse::Chp, GasUse::Boiler, GasUse::Injection] {
            let b = month_balance(&month, &PlantParams::defaults(), &GasUseParams::defaults(), gas_use);
            assert_eq!(b.heat_bought_mwh, b.heat_own_mwh);
            assert!(b.heat_own_mwh > 0.0 && b.electricity_gross_mwh == 0.0 && b.injected_nm3 == 0.0);
        }
    }

    #[test]
    fn a_blank_area_is_a_cylinder() {
        // A cylinder of 1 m width and height holds pi/4 m3 and shows 1.5 pi m2.
        assert!((cylinder_area_m2(std::f64::consts::PI / 4.0) - 1.5 * std::f64::consts::PI).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn methane_and_heat_close(
            methane in 0.0..1e6_f64, feed in 0.0..1e4_f64, air in -20.0..35.0_f64, leak in 0.0..20.0_f64, slip in 0.0..10.0_f64,
            use_share in 0.0..100.0_f64, kind in 0..3_usize,
        ) {
            let month = PlantMonth { methane_nm3: methane, biogas_nm3: methane / 0.6, feed_t: feed, air_temperature_c: air, ..january() };
            let plant = PlantParams { leak_pct: leak, heat_use_share_pct: use_share, ..PlantParams::defaults() };
            let gas = GasUseParams { chp_slip_pct: slip, upgrading_slip_pct: slip, ..GasUseParams::defaults() };
            let gas_use = GasUse::from_word(GasUse::WORDS[kind]).unwrap();
            let b = month_balance(&month, &plant, &gas, gas_use);
            prop_assert!(methane < 1e-9 || b.methane_closure() < 1e-12);
            prop_assert!(b.heat_closure() < 1e-12);
            for part in [b.burnt_nm3, b.flared_nm3, b.injected_nm3, b.heat_used_mwh, b.heat_wasted_mwh, b.heat_bought_mwh] {
                prop_assert!(part >= 0.0);
            }
        }
    }
}
