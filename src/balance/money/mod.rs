//! Money: capital, operation, fuel, fees, aid and sales of a year, cost of heat, present value, payback.
//!
//! All amounts are euros excluding VAT in the price year of the parameter tables, in real terms. Natural gas is billed
//! per MWh HHV while boilers burn on LHV: [`GasEnergy`](crate::balance::flows::GasEnergy) keeps the two apart.

pub mod accounts;
pub mod capital;
pub mod finance;
pub mod irr;
pub mod study;
pub mod tariffs;

use crate::num::Real;

crate::params! {
    /// Prices and unit costs, each dated.
    pub struct EconomicsParams from "economics/parameters.csv" {
        discount_rate, life_a, subsidy_share, wood_boiler_eur_per_kw, gas_boiler_eur_per_kw, buffer_eur_per_m3,
        wood_store_eur_per_t, network_eur_per_m, digester_eur_per_m3, engine_eur_per_kwe, injection_eur_per_nm3_h,
        wood_boiler_fixed_eur_per_kw_a, wood_boiler_variable_eur_per_mwh, gas_boiler_fixed_eur_per_kw_a,
        network_variable_eur_per_mwh, digester_opex_share_per_a, platform_eur_per_a, shredding_eur_per_t,
        wood_gate_fee_eur_per_t, bought_wood_eur_per_t, organic_gate_fee_eur_per_t, transport_eur_per_tkm, gas_price_eur_per_mwh_hhv,
        gas_excise_eur_per_mwh_hhv, electricity_buy_eur_per_mwh, heat_price_eur_per_mwh,
        electricity_sale_eur_per_mwh, biomethane_sale_eur_per_mwh_hhv, digestate_spreading_eur_per_t,
        landfill_gate_eur_per_t, tgap_landfill_eur_per_t, wood_boiler_reference_kw, wood_boiler_scale_exponent,
        gas_boiler_reference_kw, gas_boiler_scale_exponent, buffer_reference_m3, buffer_scale_exponent,
        wood_store_reference_t, wood_store_scale_exponent, network_reference_kw, network_scale_exponent,
        substation_eur_each, heat_meter_eur_each, flue_gas_filter_eur_per_kw, engineering_share, contingency_share,
    }
}

impl<S: Real> EconomicsParams<S> {
    /// Puts the feed-in tariffs where the scenario sets no sale price: BG16 by electric power (kW) and the tariff of
    /// biomethane by flow (Nm3/h), both with the share of livestock effluents in the feed by mass (0..=1).
    ///
    /// Where a tariff does not exist (500 kW and 300 Nm3/h are its ends) the price stays unset, and the accounts of a
    /// plant that sells come out as not a number instead of wrong: the scenario must then give a price.
    #[must_use]
    pub fn with_tariffs(mut self, chp_kwe: S, biomethane_nm3_h: S, effluent_share: S) -> Self {
        let set = |price: S, tariff: tariffs::Tariff<S>| {
            let lawful = S::select(tariff.exists, tariff.eur_per_mwh, S::from_f64(f64::NAN));
            S::select(price.is_finite(), price, lawful)
        };
        self.electricity_sale_eur_per_mwh =
            set(self.electricity_sale_eur_per_mwh, tariffs::bg16(chp_kwe, effluent_share));
        self.biomethane_sale_eur_per_mwh_hhv =
            set(self.biomethane_sale_eur_per_mwh_hhv, tariffs::biomethane_2023(biomethane_nm3_h, effluent_share));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tariffs_fill_only_what_is_not_set() {
        let p = EconomicsParams::<f64>::defaults();
        assert!(p.electricity_sale_eur_per_mwh.is_nan());
        let lawful = p.with_tariffs(80.0, 50.0, 0.6);
        assert_eq!(lawful.electricity_sale_eur_per_mwh, 225.0);
        assert!((lawful.biomethane_sale_eur_per_mwh_hhv - 132.0 * 1.165).abs() < 1e-9);
        let mut own = p;
        own.electricity_sale_eur_per_mwh = 90.0;
        assert_eq!(own.with_tariffs(80.0, 50.0, 0.6).electricity_sale_eur_per_mwh, 90.0);
        let large = p.with_tariffs(900.0, 50.0, 0.0);
        assert!(large.electricity_sale_eur_per_mwh.is_nan(), "there is no tariff above 500 kW");
    }
}
