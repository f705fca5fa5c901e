//! Numbers and choices of the channels.

use crate::balance::jobs::JobsParams;
use crate::digestion::plant::{GasUse, GasUseParams, PlantParams};

crate::params! {
    /// Prices, yields and efficiencies of the channels, paths `channel.*`.
    pub struct ChannelParams from "channel/parameters.csv" {
        shredding_eur_per_t, screening_eur_per_t_dry, sorting_eur_per_t, depackaging_eur_per_t, hygienisation_eur_per_t,
        disposal_eur_per_t, reuse_operation_eur_per_t, boards_operation_eur_per_t, boiler_operation_eur_per_mwh,
        digester_operation_eur_per_t, digestate_spreading_eur_per_t, composting_operation_eur_per_t, pallet_sale_eur,
        boards_sale_eur_per_m3, scrap_sale_eur_per_t, heat_sale_eur_per_mwh, electricity_sale_eur_per_mwh,
        biomethane_sale_eur_per_mwh_hhv, compost_sale_eur_per_t, feed_sale_eur_per_t, electricity_buy_eur_per_mwh,
        pallet_kg, reuse_yield, reuse_uses, uses_per_a, boards_m3_per_pallet, boards_kg_per_m3,
        boards_credit_kgco2e_per_m3, later_captured_share, later_rate_per_a, panel_credit_kgco2e_per_t, panel_life_a,
        panel_later_share, fines_share, scrap_of_foreign_share, foreign_removed_share, sorted_class_a_share,
        boiler_efficiency_lhv, heat_useful_share, boiler_power_kwh_per_mwh, plant_efficiency_lhv,
        kiln_coal_kgco2e_per_mwh, kiln_substitution, incineration_eta_el, incineration_eta_heat, heat_mj_per_kg_cod,
        combustion_water_kg_per_kg_vs, depackaging_threshold, depackaging_capture, depackaging_power_kwh_per_t,
        reject_kgco2e_per_t, retention_d, digester_temperature_c, air_temperature_c, ts_target_pct, digestate_km, ash_km,
        compost_yield, compost_vs_loss, compost_ch4_g_per_kg, compost_n2o_g_per_kg, compost_power_kwh_per_t,
        compost_credit_kgco2e_per_t, compost_substitution_share, feed_credit_kgco2e_per_t_dry,
        donation_credit_kgco2e_per_t, donation_substitution_share, donation_edible_share, feed_fit_share,
        pallets_stored_kg_per_m3, full_load_h, working_days_per_a, stored_d,
    }
}

/// How the emissions of composting are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompostCarbon {
    /// One factor per tonne, as outlets of today count it.
    Factor,
    /// Methane and nitrous oxide with their warming potentials (IPCC 2006 volume 5 table 4.1).
    Gases,
}

/// Everything that accounts of channels take besides lot, sink, haul and carbon frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Prices, yields, efficiencies.
    pub channel: ChannelParams<f64>,
    /// Employment factors.
    pub jobs: JobsParams<f64>,
    /// Heat, power and losses of digesters.
    pub plant: PlantParams<f64>,
    /// Engine, boiler, upgrading, flare.
    pub gas: GasUseParams<f64>,
    /// What own and farm digesters do with their gas.
    pub own_gas_use: GasUse,
    /// What existing digesters do with their gas.
    pub existing_gas_use: GasUse,
    /// Own digesters by one factor per tonne instead of step by step.
    pub own_aggregate: bool,
    /// Existing digesters by one factor per tonne: nobody here knows their plant.
    pub existing_aggregate: bool,
    /// How composting is counted.
    pub compost: CompostCarbon,
}

impl Settings {
    /// The defaults of the tables: engine at own digesters, injection at existing ones, which are known by one factor.
    pub fn defaults() -> Self {
        Self {
            channel: ChannelParams::defaults(),
            jobs: JobsParams::defaults(),
            plant: PlantParams::defaults(),
            gas: GasUseParams::defaults(),
            own_gas_use: GasUse::Chp,
            existing_gas_use: GasUse::Injection,
            own_aggregate: false,
            existing_aggregate: true,
            compost: CompostCarbon::Factor,
        }
    }
}
