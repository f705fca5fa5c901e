//! Digestion of a tonne: batch yields, the losses and needs of the plant, and its gas by use.

use super::account::{Accountant, Work};
use super::{CarbonItem, LotFacts, LotKind, MoneyItem, OrganicFacts, Product, SinkFacts};
use crate::digestion::plant::{GasUse, PlantBalance, PlantMonth, PlantParams, month_balance};
use crate::feedstock::batch::cstr_first_order;
use crate::units::{
    CARBON_DIOXIDE_KG_PER_KMOL, HOURS_PER_YEAR, METHANE_HHV_PER_LHV, METHANE_KG_PER_KMOL, METHANE_LHV_MWH_PER_NM3,
    MJ_PER_KWH, MOLAR_VOLUME_NM3_PER_KMOL, atomic_mass,
};

/// Nitrous oxide over its nitrogen, by mass.
const N2O_PER_N: f64 = (2.0 * atomic_mass::N + atomic_mass::O) / (2.0 * atomic_mass::N);

/// Carbon dioxide per volume of a gas with one carbon atom, kg/Nm3.
const CO2_KG_PER_NM3: f64 = CARBON_DIOXIDE_KG_PER_KMOL / MOLAR_VOLUME_NM3_PER_KMOL;

/// Mass of a volume of biogas, t: methane and carbon dioxide.
fn gas_t(methane_nm3: f64, biogas_nm3: f64) -> f64 {
    let carbon_dioxide_nm3 = biogas_nm3 - methane_nm3;
    (methane_nm3 * METHANE_KG_PER_KMOL + carbon_dioxide_nm3 * CARBON_DIOXIDE_KG_PER_KMOL)
        / MOLAR_VOLUME_NM3_PER_KMOL
        / 1000.0
}

/// Who runs the digester.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    Own,
    Existing,
    Farm,
}

fn operator(sink: &SinkFacts<'_>) -> Operator {
    match sink.channel.id.as_str() {
        "existing_digester" => Operator::Existing,
        "codigestion" => Operator::Farm,
        _ => Operator::Own,
    }
}

impl Accountant {
    /// Takes packaging out of food waste where there is more foreign matter than digesters take, and returns what goes
    /// on, t. `counted` is false where the factor of the whole plant holds the power and the rejects.
    pub(super) fn depackage(&self, lot: &LotFacts<'_>, counted: bool, work: &mut Work) -> f64 {
        let c = &self.settings.channel;
        let foreign = lot.lot.contamination_share;
        let packed = lot.lot.kind == LotKind::FoodWaste && foreign > c.depackaging_threshold;
        let lost = if packed { (1.0 - foreign) * (1.0 - c.depackaging_capture) } else { 0.0 };
        let rejects = foreign + lost;
        if packed {
            let power_mwh = c.depackaging_power_kwh_per_t / 1000.0;
            work.money.add(MoneyItem::Depackaging, c.depackaging_eur_per_t);
            if counted {
                work.carbon.add(CarbonItem::Electricity, power_mwh * self.grid_kg_per_mwh);
            }
            work.delivered.contamination_share = foreign * (1.0 - c.foreign_removed_share);
        }
        if counted {
            self.reject(rejects, work);
        } else {
            work.products.add(Product::RejectsT, rejects);
            work.money.add(MoneyItem::Disposal, rejects * c.disposal_eur_per_t);
        }
        1.0 - rejects
    }

    /// A tonne in a digester.
    pub(super) fn digest(&self, lot: &LotFacts<'_>, matter: &OrganicFacts, sink: &SinkFacts<'_>, work: &mut Work) {
        let (s, c) = (&self.settings, &self.settings.channel);
        let operator = operator(sink);
        let aggregate = if operator == Operator::Existing { s.existing_aggregate } else { s.own_aggregate };
        let gas_use = if operator == Operator::Existing { s.existing_gas_use } else { s.own_gas_use };
        let clean = self.depackage(lot, !aggregate, work);
        // slurry dilutes the lots of a farm digester; other digesters thin thick feeds with water
        let thick = matter.ts_t / (c.ts_target_pct * 0.01);
        let dilution_t = if operator == Operator::Farm { 0.0 } else { clean * (thick - 1.0).max(0.0) };
        let methane_nm3 = clean * cstr_first_order(matter.bmp_nm3, matter.k_per_d, c.retention_d);
        let biogas_nm3 = if matter.methane_share > 0.0 { methane_nm3 / matter.methane_share } else { methane_nm3 };
        let feed_t = clean + dilution_t;
        let hygienised = sink.channel.hygienises && matter.needs_hygienisation;
        let month = PlantMonth {
            hours: HOURS_PER_YEAR as f64,
            feed_t,
            received_t: 1.0,
            ts_share: if feed_t > 0.0 { clean * matter.ts_t / feed_t } else { 0.0 },
            hygienised_t: if hygienised { feed_t } else { 0.0 },
            air_temperature_c: c.air_temperature_c,
            digester_temperature_c: c.digester_temperature_c,
            volume_m3: 1.0,
            methane_nm3,
            biogas_nm3,
            residual_methane_nm3: clean * matter.bmp_nm3 - methane_nm3,
        };
        let plant = self.plant_of_tonne(&month, sink, gas_use);
        let digestate_t = clean - gas_t(methane_nm3, biogas_nm3);
        work.products.add(Product::DigestateT, digestate_t);
        work.products.add(Product::GasT, clean - digestate_t);
        work.trace.plant = plant;
        work.trace.biogas_nm3 = biogas_nm3;
        work.trace.digestate_t = digestate_t + dilution_t;
        work.trace.nitrogen_t = clean * matter.n_t;
        if hygienised {
            work.money.add(MoneyItem::Hygienisation, clean * c.hygienisation_eur_per_t);
        }
        self.digester_products(&plant, work);
        if aggregate {
            work.carbon.add(CarbonItem::DigestionAggregate, self.frame.params.digestion_aggregate_kgco2e_per_t);
        } else {
            self.digester_emissions(&plant, work);
        }
        if lot.lot.kind == LotKind::Crop {
            work.carbon.add(CarbonItem::CropCultivation, self.frame.params.crop_cultivation_kgco2e_per_t);
        }
        let co2 = methane_nm3 - plant.lost_digester_nm3 - plant.lost_flare_nm3 - plant.lost_use_nm3;
        work.carbon.add(CarbonItem::BiogasCo2, (co2 + biogas_nm3 - methane_nm3) * CO2_KG_PER_NM3);
    }

    /// Gas, heat and power of a tonne. Heat is signed: a wet lot that needs more heat than it gives takes it from its
    /// mates, so that the accounts of lots add up to that of their digester as long as that has heat to spare.
    fn plant_of_tonne(&self, month: &PlantMonth<f64>, sink: &SinkFacts<'_>, gas_use: GasUse) -> PlantBalance<f64> {
        let s = &self.settings;
        let plant = PlantParams { envelope_area_m2: sink.area_m2_per_t, ..s.plant };
        // an engine that takes all gas: its size is a matter of the whole digester
        let gas = crate::digestion::plant::GasUseParams { chp_power_kwe: f64::NAN, ..s.gas };
        let mut balance = month_balance(month, &plant, &gas, gas_use);
        let surplus = balance.heat_gross_mwh - balance.heat_own_mwh;
        balance.heat_bought_mwh = 0.0;
        balance.heat_used_mwh = surplus * plant.heat_use_share_pct / 100.0;
        balance.heat_wasted_mwh = surplus - balance.heat_used_mwh;
        balance
    }

    fn digester_products(&self, plant: &PlantBalance<f64>, work: &mut Work) {
        let c = &self.settings.channel;
        let net_mwh = plant.electricity_gross_mwh - plant.electricity_own_mwh;
        let (sold_mwh, bought_mwh) = (net_mwh.max(0.0), (-net_mwh).max(0.0));
        let injected_mwh_hhv = plant.injected_nm3 * METHANE_LHV_MWH_PER_NM3 * METHANE_HHV_PER_LHV;
        work.products.add(Product::HeatMwh, plant.heat_used_mwh);
        work.products.add(Product::ElectricityMwh, sold_mwh);
        work.products.add(Product::BiomethaneMwhHhv, injected_mwh_hhv);
        work.money.add(MoneyItem::Operation, c.digester_operation_eur_per_t);
        work.money.add(MoneyItem::Electricity, bought_mwh * c.electricity_buy_eur_per_mwh);
        work.money.add(MoneyItem::Spreading, work.trace.digestate_t * c.digestate_spreading_eur_per_t);
        work.money.add(MoneyItem::HeatSold, -plant.heat_used_mwh * c.heat_sale_eur_per_mwh);
        work.money.add(MoneyItem::ElectricitySold, -sold_mwh * c.electricity_sale_eur_per_mwh);
        work.money.add(MoneyItem::BiomethaneSold, -injected_mwh_hhv * c.biomethane_sale_eur_per_mwh_hhv);
        work.carbon.add(CarbonItem::HeatFromBiogas, -plant.heat_used_mwh * self.heat_kg_per_mwh);
        work.carbon.add(CarbonItem::ElectricitySold, -sold_mwh * self.grid_kg_per_mwh);
        work.carbon.add(CarbonItem::BiomethaneInjected, -injected_mwh_hhv * self.gas_kg_per_mwh_hhv);
    }

    /// Emissions of the plant step by step, under the names of `balance::carbon::avoided`.
    fn digester_emissions(&self, plant: &PlantBalance<f64>, work: &mut Work) {
        let (p, gwp) = (&self.frame.params, self.frame.gwp);
        let injects = plant.injected_nm3 > 0.0;
        let bought_mwh = (plant.electricity_own_mwh - plant.electricity_gross_mwh).max(0.0);
        let engine = if injects { 0.0 } else { plant.lost_use_nm3 };
        let offgas = if injects { plant.lost_use_nm3 } else { 0.0 };
        let fuel_mwh = if plant.electricity_gross_mwh > 0.0 {
            (plant.burnt_nm3 + plant.lost_use_nm3) * METHANE_LHV_MWH_PER_NM3
        } else {
            0.0
        };
        let n_kg = work.trace.nitrogen_t * 1000.0;
        let lines = [
            (CarbonItem::DigesterLeak, plant.lost_digester_nm3 * self.methane_kg_per_nm3),
            (CarbonItem::FlareSlip, plant.lost_flare_nm3 * self.methane_kg_per_nm3),
            (CarbonItem::EngineSlip, engine * self.methane_kg_per_nm3),
            (CarbonItem::UpgradingOffgas, offgas * self.methane_kg_per_nm3),
            (CarbonItem::DigestateStore, plant.lost_store_nm3 * self.methane_kg_per_nm3),
            (CarbonItem::EngineN2o, fuel_mwh * MJ_PER_KWH * p.engine_n2o_g_per_mj_lhv * gwp.n2o),
            (CarbonItem::DigestateN2o, n_kg * p.digestate_n2o_kg_n_per_kg_n * (N2O_PER_N * gwp.n2o)),
            (CarbonItem::Electricity, bought_mwh * self.grid_kg_per_mwh),
            (CarbonItem::ResidueTransport, work.trace.digestate_t * self.digestate_kg_per_t),
            (CarbonItem::MineralFertiliser, -n_kg * p.fertiliser_substitution_share * p.fertiliser_kgco2e_per_kg_n),
        ];
        for (item, kg) in lines {
            work.carbon.add(item, kg);
        }
    }
}
