//! Channels without a process model of their own: kept, buried, incinerated, composted, fed, given.

use super::account::{Accountant, Draw, Work};
use super::facts::WATER_MJ_PER_KG;
use super::wood::CO2_KG_PER_T_C;
use super::{CarbonItem, CompostCarbon, LotFacts, Matter, MoneyItem, OrganicFacts, Product, SinkFacts};
use crate::balance::carbon::outlets::Outlet;
use crate::balance::carbon::red;
use crate::units::MJ_PER_KWH;

/// Carbon of organic matter, t/t VS: between carbohydrate (0.44) and lipid (0.77); for the biogenic line only.
const CARBON_OF_VS: f64 = 0.5;

/// Impact of a treatment that a factor stands for, kg CO2e/t wet.
fn impact(lot: &LotFacts<'_>, sink: &SinkFacts<'_>) -> f64 {
    let of = |o: Option<&'static Outlet>| o.map_or(0.0, |o| o.kgco2e_per_t);
    match lot.matter {
        Matter::Wood(_) => of(sink.channel.impact_wood),
        Matter::Organic(_) => of(sink.channel.impact_organic),
    }
}

impl Accountant {
    pub(super) fn keep(&self, work: &mut Work) {
        work.products.add(Product::KeptT, 1.0);
    }

    pub(super) fn bury(&self, lot: &LotFacts<'_>, sink: &SinkFacts<'_>, work: &mut Work) {
        work.products.add(Product::BuriedT, 1.0);
        work.carbon.add(CarbonItem::TreatmentHere, impact(lot, sink));
    }

    /// Waste-to-energy: impact by one factor, energy by the heating value. A lot too wet to burn by itself takes energy
    /// from its mates: its products are negative.
    pub(super) fn incinerate(&self, lot: &LotFacts<'_>, sink: &SinkFacts<'_>, work: &mut Work) {
        let c = &self.settings.channel;
        let foreign = lot.lot.contamination_share;
        let clean = 1.0 - foreign;
        let lhv_mwh_per_t = match &lot.matter {
            Matter::Wood(wood) => {
                self.ashes(clean, wood, work);
                wood.lhv_mwh_per_t
            }
            Matter::Organic(organic) => {
                work.products.add(Product::AshT, clean * (organic.ts_t - organic.vs_t));
                work.products.add(Product::WaterT, clean * (1.0 - organic.ts_t));
                work.products.add(Product::GasT, clean * organic.vs_t);
                work.carbon.add(CarbonItem::BiogasCo2, clean * organic.vs_t * CARBON_OF_VS * CO2_KG_PER_T_C);
                let water = 1.0 - organic.ts_t + organic.vs_t * c.combustion_water_kg_per_kg_vs;
                (organic.cod_t * c.heat_mj_per_kg_cod - water * WATER_MJ_PER_KG) / MJ_PER_KWH
            }
        };
        work.products.add(Product::AshT, foreign);
        let fuel_mwh = clean * lhv_mwh_per_t;
        let (power_mwh, heat_mwh) = (fuel_mwh * c.incineration_eta_el, fuel_mwh * c.incineration_eta_heat);
        work.products.add(Product::ElectricityMwh, power_mwh);
        work.products.add(Product::HeatMwh, heat_mwh);
        work.carbon.add(CarbonItem::TreatmentHere, impact(lot, sink));
        work.carbon.add(CarbonItem::ElectricitySold, -power_mwh * self.grid_kg_per_mwh);
        work.carbon.add(CarbonItem::HeatFromWaste, -heat_mwh * self.heat_kg_per_mwh);
    }

    /// Compost: impact by the factor that today's composting is counted by, or by its gases.
    pub(super) fn compost(&self, lot: &LotFacts<'_>, matter: &OrganicFacts, sink: &SinkFacts<'_>, work: &mut Work) {
        let c = &self.settings.channel;
        let by_gases = self.settings.compost == CompostCarbon::Gases;
        let clean = if sink.channel.pretreatment.depackage {
            self.depackage(lot, by_gases, work)
        } else {
            let rejects = lot.lot.contamination_share;
            work.products.add(Product::RejectsT, rejects);
            work.money.add(MoneyItem::Disposal, rejects * c.disposal_eur_per_t);
            1.0 - rejects
        };
        let compost_t = clean * c.compost_yield;
        let lost_t = clean - compost_t;
        // no more gas than what is lost
        let gas_t = (clean * matter.vs_t * c.compost_vs_loss).min(lost_t);
        work.products.add(Product::CompostT, compost_t);
        work.products.add(Product::GasT, gas_t);
        work.products.add(Product::WaterT, lost_t - gas_t);
        work.money.add(MoneyItem::Operation, c.composting_operation_eur_per_t);
        work.money.add(MoneyItem::CompostSold, -compost_t * c.compost_sale_eur_per_t);
        let power_mwh = if sink.channel.hygienises { c.compost_power_kwh_per_t / 1000.0 } else { 0.0 };
        work.money.add(MoneyItem::Electricity, power_mwh * c.electricity_buy_eur_per_mwh);
        if by_gases {
            let gwp = self.frame.gwp;
            let gases = red::composting(c.compost_ch4_g_per_kg, c.compost_n2o_g_per_kg, gwp.ch4_biogenic, gwp.n2o);
            work.carbon.add(CarbonItem::TreatmentHere, clean * gases);
            work.carbon.add(CarbonItem::Electricity, power_mwh * self.grid_kg_per_mwh);
        } else {
            work.carbon.add(CarbonItem::TreatmentHere, impact(lot, sink));
        }
        let credit = c.compost_credit_kgco2e_per_t * c.compost_substitution_share;
        work.carbon.add(CarbonItem::CompostUsed, -compost_t * credit);
        work.carbon.add(CarbonItem::BiogasCo2, gas_t * CARBON_OF_VS * CO2_KG_PER_T_C);
    }

    pub(super) fn feed(&self, lot: &LotFacts<'_>, work: &mut Work) {
        let c = &self.settings.channel;
        work.share_max = c.feed_fit_share;
        work.draw = Draw::Fit;
        work.sorted_t = 1.0;
        work.money.add(MoneyItem::Sorting, c.sorting_eur_per_t);
        let clean = 1.0 - lot.lot.contamination_share;
        self.reject(1.0 - clean, work);
        work.delivered.contamination_share = lot.lot.contamination_share * (1.0 - c.foreign_removed_share);
        work.products.add(Product::FeedT, clean);
        work.money.add(MoneyItem::FeedSold, -clean * c.feed_sale_eur_per_t);
        work.carbon.add(CarbonItem::FeedReplaced, -clean * lot.dry_t() * c.feed_credit_kgco2e_per_t_dry);
    }

    /// Food is given with its packaging.
    pub(super) fn give(&self, work: &mut Work) {
        let c = &self.settings.channel;
        work.share_max = c.donation_edible_share;
        work.draw = Draw::Fit;
        work.sorted_t = 1.0;
        work.money.add(MoneyItem::Sorting, c.sorting_eur_per_t);
        work.products.add(Product::FoodT, 1.0);
        let credit = c.donation_credit_kgco2e_per_t * c.donation_substitution_share;
        work.carbon.add(CarbonItem::FoodReplaced, -credit);
    }
}
