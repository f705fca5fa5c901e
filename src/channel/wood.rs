//! Wood: repaired, taken apart, pressed, burnt in a boiler or a kiln.

use super::account::{Accountant, Draw, Work};
use super::{CarbonItem, Lot, MoneyItem, Product, SinkFacts, WoodFacts};
use crate::units::{CARBON_DIOXIDE_KG_PER_KMOL, atomic_mass};

/// Carbon dioxide over carbon, by mass, kg/t of carbon.
pub(super) const CO2_KG_PER_T_C: f64 = 1000.0 * CARBON_DIOXIDE_KG_PER_KMOL / atomic_mass::C;

/// How a boiler burns.
#[derive(Clone, Copy)]
struct Boiler {
    efficiency_lhv: f64,
    useful_share: f64,
}

impl Accountant {
    fn collective(&self) -> Boiler {
        let c = &self.settings.channel;
        Boiler { efficiency_lhv: c.boiler_efficiency_lhv, useful_share: c.heat_useful_share }
    }

    /// Takes the foreign matter out, pays for it, and returns what is left, t. Scrap is sold, the rest is burnt.
    fn clean(&self, lot: &Lot, work: &mut Work) -> f64 {
        let c = &self.settings.channel;
        let foreign = lot.contamination_share;
        let scrap = foreign * c.scrap_of_foreign_share;
        work.products.add(Product::ScrapT, scrap);
        work.money.add(MoneyItem::ScrapSold, -scrap * c.scrap_sale_eur_per_t);
        self.reject(foreign - scrap, work);
        work.delivered.contamination_share = foreign * (1.0 - c.foreign_removed_share);
        1.0 - foreign
    }

    /// Rejects go to a paid outlet that burns them.
    pub(super) fn reject(&self, t: f64, work: &mut Work) {
        let c = &self.settings.channel;
        work.products.add(Product::RejectsT, t);
        work.money.add(MoneyItem::Disposal, t * c.disposal_eur_per_t);
        work.carbon.add(CarbonItem::RejectsBurnt, t * c.reject_kgco2e_per_t);
        work.carbon.add(CarbonItem::ResidueTransport, t * self.ash_kg_per_t);
    }

    /// Sorts a lot that lies outside the window of the site; the channel then takes its class A part.
    fn sort_if_needed(&self, lot: &Lot, sink: &SinkFacts<'_>, work: &mut Work) {
        let site = sink.sink;
        if !sink.channel.pretreatment.sort || lot.class_a_share >= site.class_a_share_min {
            return;
        }
        let c = &self.settings.channel;
        work.money.add(MoneyItem::Sorting, c.sorting_eur_per_t);
        work.sorted_t = 1.0;
        work.delivered.sorted = true;
        work.delivered.class_a_share = c.sorted_class_a_share;
        work.share_max = lot.class_a_share;
        work.draw = Draw::ClassA;
    }

    fn shred(&self, wet_t: f64, dry_t: f64, work: &mut Work) {
        work.shredded_t += wet_t;
        work.money.add(MoneyItem::Shredding, wet_t * self.settings.channel.shredding_eur_per_t);
        work.carbon.add(CarbonItem::WoodShredding, dry_t * self.shredding_kg_per_t_dry);
    }

    /// Burns shred in a boiler.
    fn burn(&self, wet_t: f64, wood: &WoodFacts, boiler: Boiler, work: &mut Work) {
        let c = &self.settings.channel;
        let dry_t = wet_t * (1.0 - wood.moisture_share);
        let fuel_mwh = wet_t * wood.lhv_mwh_per_t;
        let heat_mwh = fuel_mwh * boiler.efficiency_lhv;
        let useful_mwh = heat_mwh * boiler.useful_share;
        let power_mwh = heat_mwh * c.boiler_power_kwh_per_mwh / 1000.0;
        self.ashes(wet_t, wood, work);
        let ash_t = wet_t * wood.ash_t;
        work.products.add(Product::HeatMwh, useful_mwh);
        work.money.add(MoneyItem::Operation, heat_mwh * c.boiler_operation_eur_per_mwh);
        work.money.add(MoneyItem::Electricity, power_mwh * c.electricity_buy_eur_per_mwh);
        work.money.add(MoneyItem::Disposal, ash_t * c.disposal_eur_per_t);
        work.money.add(MoneyItem::HeatSold, -useful_mwh * c.heat_sale_eur_per_mwh);
        work.carbon.add(CarbonItem::WoodNonCo2, fuel_mwh * self.nonco2_kg_per_mwh);
        work.carbon.add(CarbonItem::Electricity, power_mwh * self.grid_kg_per_mwh);
        work.carbon.add(CarbonItem::ResidueTransport, ash_t * self.ash_kg_per_t);
        work.carbon.add(CarbonItem::HeatFromWood, -useful_mwh * self.heat_kg_per_mwh);
        work.trace.burnt_t += wet_t;
        work.trace.burnt_dry_t += dry_t;
        work.trace.wood_fuel_mwh += fuel_mwh;
        work.trace.wood_heat_mwh += heat_mwh;
        work.trace.boiler_power_mwh += power_mwh;
    }

    /// Where the mass of burnt wood goes, and its biogenic carbon.
    pub(super) fn ashes(&self, wet_t: f64, wood: &WoodFacts, work: &mut Work) {
        let (ash, water) = (wet_t * wood.ash_t, wet_t * wood.moisture_share);
        work.products.add(Product::AshT, ash);
        work.products.add(Product::WaterT, water);
        work.products.add(Product::GasT, wet_t - ash - water);
        work.carbon.add(CarbonItem::WoodCo2, wet_t * wood.carbon_t * CO2_KG_PER_T_C);
    }

    /// What a tonne saves when it comes to the collective boiler after its last use, kg CO2e/t; negative is a saving.
    fn burnt_later_kg(&self, wood: &WoodFacts) -> f64 {
        let c = &self.settings.channel;
        let fuel_mwh = wood.lhv_mwh_per_t;
        let heat_mwh = fuel_mwh * c.boiler_efficiency_lhv;
        let direct = (1.0 - wood.moisture_share) * self.shredding_kg_per_t_dry
            + fuel_mwh * self.nonco2_kg_per_mwh
            + heat_mwh * c.boiler_power_kwh_per_mwh / 1000.0 * self.grid_kg_per_mwh
            + wood.ash_t * self.ash_kg_per_t;
        direct - heat_mwh * c.heat_useful_share * self.heat_kg_per_mwh
    }

    /// A product that keeps its wood for a while: carbon stored now, heat later.
    fn lives_on(&self, wet_t: f64, captured: f64, discount: f64, wood: &WoodFacts, work: &mut Work) {
        work.carbon.add(CarbonItem::LaterLife, wet_t * captured * discount * self.burnt_later_kg(wood));
        work.carbon.add(CarbonItem::StoredCo2, -wet_t * wood.carbon_t * CO2_KG_PER_T_C);
    }

    /// Whole pallets go back into use; what breaks is shredded for the boiler.
    pub(super) fn reuse(&self, lot: &Lot, wood: &WoodFacts, work: &mut Work) {
        let c = &self.settings.channel;
        work.share_max = lot.reusable_share;
        work.draw = Draw::Reusable;
        work.sorted_t = 1.0;
        work.money.add(MoneyItem::Sorting, c.sorting_eur_per_t);
        let clean = self.clean(lot, work);
        work.delivered.class_a_share = c.sorted_class_a_share;
        let pallets_t = clean * c.reuse_yield;
        let pieces = pallets_t * 1000.0 / c.pallet_kg;
        work.products.add(Product::PalletsT, pallets_t);
        work.products.add(Product::Pallets, pieces);
        work.money.add(MoneyItem::Operation, c.reuse_operation_eur_per_t);
        work.money.add(MoneyItem::PalletsSold, -pieces * c.pallet_sale_eur);
        let benefit = self.frame.params.reuse_benefit_kgco2e_per_t * c.reuse_uses;
        work.carbon.add(CarbonItem::PalletsReused, -pallets_t * benefit);
        self.lives_on(pallets_t, c.later_captured_share, self.reuse_discount, wood, work);
        self.offcuts(clean - pallets_t, wood, work);
    }

    /// Pallets become boards; what is left is shredded for the boiler.
    pub(super) fn boards(&self, lot: &Lot, wood: &WoodFacts, work: &mut Work) {
        let c = &self.settings.channel;
        work.share_max = lot.reusable_share;
        work.draw = Draw::Reusable;
        work.sorted_t = 1.0;
        work.money.add(MoneyItem::Sorting, c.sorting_eur_per_t);
        let clean = self.clean(lot, work);
        work.delivered.class_a_share = c.sorted_class_a_share;
        let by_count = clean * 1000.0 / c.pallet_kg * c.boards_m3_per_pallet;
        // no more boards than wood, however light the pallet
        let boards_m3 = by_count.min(clean * 1000.0 / c.boards_kg_per_m3);
        let boards_t = boards_m3 * c.boards_kg_per_m3 / 1000.0;
        work.products.add(Product::BoardsT, boards_t);
        work.products.add(Product::BoardsM3, boards_m3);
        work.money.add(MoneyItem::Operation, c.boards_operation_eur_per_t);
        work.money.add(MoneyItem::BoardsSold, -boards_m3 * c.boards_sale_eur_per_m3);
        work.carbon.add(CarbonItem::BoardsReused, -boards_m3 * c.boards_credit_kgco2e_per_m3);
        self.lives_on(boards_t, c.later_captured_share, self.panel_discount, wood, work);
        self.offcuts(clean - boards_t, wood, work);
    }

    fn offcuts(&self, wet_t: f64, wood: &WoodFacts, work: &mut Work) {
        self.shred(wet_t, wet_t * (1.0 - wood.moisture_share), work);
        self.burn(wet_t, wood, self.collective(), work);
    }

    /// Shred becomes panels.
    pub(super) fn panel(&self, lot: &Lot, wood: &WoodFacts, sink: &SinkFacts<'_>, work: &mut Work) {
        let c = &self.settings.channel;
        self.sort_if_needed(lot, sink, work);
        let clean = self.clean(lot, work);
        self.shred(clean, clean * (1.0 - wood.moisture_share), work);
        work.products.add(Product::PanelT, clean);
        work.carbon.add(CarbonItem::PanelWood, -clean * c.panel_credit_kgco2e_per_t);
        self.lives_on(clean, c.panel_later_share, self.panel_discount, wood, work);
    }

    /// Shred burns for heat, in a small boiler that wants it screened or in a large plant that does not; both heat a
    /// network.
    pub(super) fn boiler(&self, lot: &Lot, wood: &WoodFacts, sink: &SinkFacts<'_>, work: &mut Work) {
        let c = &self.settings.channel;
        self.sort_if_needed(lot, sink, work);
        let clean = self.clean(lot, work);
        let dry_share = 1.0 - wood.moisture_share;
        self.shred(clean, clean * dry_share, work);
        let screened = sink.channel.pretreatment.screen;
        let fines = if screened { clean * c.fines_share } else { 0.0 };
        if screened {
            work.money.add(MoneyItem::Screening, clean * dry_share * c.screening_eur_per_t_dry);
        }
        // fines are clean wood: a paid outlet takes them, without the plastic of other rejects
        work.products.add(Product::RejectsT, fines);
        work.money.add(MoneyItem::Disposal, fines * c.disposal_eur_per_t);
        work.carbon.add(CarbonItem::ResidueTransport, fines * self.ash_kg_per_t);
        work.carbon.add(CarbonItem::WoodCo2, fines * wood.carbon_t * CO2_KG_PER_T_C);
        let boiler = if screened {
            self.collective()
        } else {
            Boiler { efficiency_lhv: c.plant_efficiency_lhv, ..self.collective() }
        };
        self.burn(clean - fines, wood, boiler, work);
    }

    /// Shred replaces coal; its ash ends in the clinker.
    pub(super) fn kiln(&self, lot: &Lot, wood: &WoodFacts, sink: &SinkFacts<'_>, work: &mut Work) {
        let c = &self.settings.channel;
        self.sort_if_needed(lot, sink, work);
        let clean = self.clean(lot, work);
        self.shred(clean, clean * (1.0 - wood.moisture_share), work);
        self.ashes(clean, wood, work);
        let replaced_mwh = clean * wood.lhv_mwh_per_t * c.kiln_substitution;
        work.products.add(Product::KilnFuelMwh, replaced_mwh);
        work.carbon.add(CarbonItem::KilnFuel, -replaced_mwh * c.kiln_coal_kgco2e_per_mwh);
    }
}
