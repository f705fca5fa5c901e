//! The two parameter sets: what is burnt, and how.

use crate::params;

params! {
    /// The analysis of a fuel: shares of the dry fuel, moisture as received, and its heating value where measured.
    pub struct FuelParams from "combustion/fuel.csv" {
        c_pct_db, h_pct_db, o_pct_db, n_pct_db, s_pct_db, cl_pct_db, ash_pct_db, moisture_pct_ar, hhv_mj_per_kg_db,
    }
}

params! {
    /// How a boiler burns it: air, temperatures, losses, and what becomes of N, S, Cl and ash.
    pub struct CombustionParams from "combustion/boiler.csv" {
        excess_air,
        flue_gas_temperature_c,
        air_temperature_c,
        air_humidity_kg_per_kg,
        pressure_pa,
        condensing_outlet_temperature_c,
        radiation_loss_pct_lhv,
        carbon_in_residue_pct,
        residue_temperature_c,
        residue_heat_capacity_kj_per_kg_k,
        co_mg_per_nm3_10o2,
        ogc_mg_per_nm3_10o2,
        fuel_n_to_nox_pct,
        sulphur_to_gas_pct,
        chlorine_to_gas_pct,
        entrained_ash_pct,
        dust_separation_pct,
    }
}
