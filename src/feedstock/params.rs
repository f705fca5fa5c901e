//! Defaults and regulatory thresholds of this floor.

crate::params! {
    /// What a stream gets when nobody measured it.
    pub struct FeedstockDefaults from "feedstock/defaults.csv" { s_pct_of_protein, feed_density_kg_m3 }
}

crate::params! {
    /// Numbers behind the regulatory rules of `models/feedstock/rules.csv`.
    pub struct RegulatoryThresholds from "feedstock/thresholds.csv" {
        icpe_2781_1_registration_t_per_d,
        icpe_2781_1_authorisation_t_per_d,
        icpe_2781_2_authorisation_t_per_d,
        icpe_2910_declaration_kw,
        icpe_2910_a_registration_kw,
        ied_3110_kw,
        hygienisation_temperature_c,
        hygienisation_minutes,
        hygienisation_particle_mm,
        main_crop_share_pct,
        spreading_kg_n_per_ha_year,
        biomethane_certification_gwh_hhv_per_year,
    }
}
