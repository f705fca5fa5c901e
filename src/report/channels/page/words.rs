//! Words for the short names of an allocation, in English and French: one table for all chapters.

use crate::channel::LotKind;
use crate::library::{organic, wood};
use crate::plot::Locale;
use crate::words::word;

/// Short name, English, French.
const WORDS: &[(&str, &str)] = &[
    // Lines of money.
    ("haul", word("Haulage")),
    ("sorting", word("Sorting")),
    ("shredding", word("Shredding")),
    ("screening", word("Screening")),
    ("depackaging", word("Depackaging")),
    ("hygienisation", word("Hygienisation")),
    ("pretreatment", word("Pretreatment")),
    ("gate", word("Gate fee")),
    ("present", word("Today's outlet")),
    ("present_outlet", word("Today's outlet")),
    ("operation", word("Operation")),
    ("electricity", word("Electricity")),
    ("disposal", word("Disposal of rejects and ash")),
    ("spreading", word("Spreading of digestate")),
    ("sale", word("Sales")),
    ("pallets_sold", word("Pallets sold")),
    ("boards_sold", word("Boards sold")),
    ("scrap_sold", word("Scrap sold")),
    ("heat_sold", word("Heat sold")),
    ("electricity_sold", word("Electricity sold")),
    ("biomethane_sold", word("Biomethane sold")),
    ("compost_sold", word("Compost sold")),
    ("feed_sold", word("Feed sold")),
    ("fixed", word("Fixed costs")),
    ("internal_gate", word("Gate fee within the pole")),
    // Lines of carbon.
    ("transport", word("Transport")),
    ("residue_transport", word("Transport of residues")),
    ("wood_shredding", word("Shredding of wood")),
    ("wood_boiler_ch4_n2o", word("Wood boiler: CH4 and N2O")),
    ("electricity_used", word("Electricity used")),
    ("methane_digester_leak", word("Methane lost: leaks of the digester")),
    ("methane_flare_slip", word("Methane lost: flare")),
    ("methane_engine_slip", word("Methane lost: engine")),
    ("methane_upgrading_offgas", word("Methane lost: upgrading")),
    ("methane_digestate_store", word("Methane lost: digestate store")),
    ("engine_n2o", word("Engine: N2O")),
    ("digestate_n2o", word("Digestate on the field: N2O")),
    ("digestion_aggregate", word("Digestion plant (one factor)")),
    ("crop_cultivation", word("Growing of crops")),
    ("treatment_here", word("Treatment in this channel")),
    ("rejects_burnt", word("Rejects burnt")),
    ("present_treatment", word("Today's treatment ends")),
    ("present_use_lost", word("Today's use is lost")),
    ("present_energy_lost", word("Today's energy use is lost")),
    ("pallets_reused", word("New pallets replaced")),
    ("boards_reused", word("Sawn wood replaced")),
    ("panel_wood", word("Fresh wood of panels replaced")),
    ("feed_replaced", word("Feed replaced")),
    ("food_replaced", word("Food replaced")),
    ("compost_used", word("Peat and fertiliser replaced by compost")),
    ("mineral_fertiliser", word("Mineral fertiliser replaced")),
    ("heat_from_wood", word("Heat replaced by wood")),
    ("heat_from_biogas", word("Heat replaced by biogas")),
    ("heat_from_waste", word("Heat of the incinerator")),
    ("biomethane_injected", word("Natural gas replaced by biomethane")),
    ("kiln_fuel", word("Coal of the kiln replaced")),
    ("later_life", word("Saved at the end of its next life, later")),
    ("wood_co2", word("Biogenic CO2 of wood")),
    ("biogas_co2", word("Biogenic CO2 of biogas")),
    ("stored_co2", word("Biogenic carbon kept in products")),
    // Steps of jobs.
    ("collection", word("Collection")),
    ("displaced", word("Jobs of today's outlets")),
    // Products and residues.
    ("pallets_t", word("Pallets in use again")),
    ("boards_t", word("Boards")),
    ("panel_t", word("Wood in panels")),
    ("scrap_t", word("Scrap metal")),
    ("compost_t", word("Compost")),
    ("digestate_t", word("Digestate")),
    ("feed_t", word("Animal feed")),
    ("food_t", word("Food given")),
    ("ash_t", word("Ash")),
    ("buried_t", word("Buried")),
    ("kept_t", word("As today")),
    ("rejects_t", word("Rejects")),
    ("water_t", word("Water vapour")),
    ("gas_t", word("Gas and flue gas")),
    ("pallets", word("Pallets in use again")),
    ("boards_m3", word("Boards")),
    ("heat_mwh", word("Heat")),
    ("electricity_mwh", word("Electricity")),
    ("biomethane_mwh_hhv", word("Biomethane (HHV)")),
    ("kiln_fuel_mwh", word("Fuel of the kiln replaced")),
    ("heat", word("Heat")),
    ("biomethane", word("Biomethane")),
    ("compost", word("Compost")),
    ("digestate", word("Digestate")),
    ("boards", word("Boards")),
    ("ash", word("Ash")),
    ("flue_gas", word("Flue gas")),
    ("rejects", word("Rejects")),
    // Outlets of today.
    ("skip_contractor_wood", word("Sorted wood skip of a contractor")),
    ("mixed_residual_skip", word("Mixed residual skip")),
    ("pallet_buyback_or_repairer", word("Pallets bought back or repaired")),
    ("returned_to_supplier", word("Returned to the supplier")),
    ("own_joinery_boiler", word("Burnt in its own boiler")),
    ("residual_collection_food", word("Food waste in the residual bin")),
    ("separate_biowaste_contractor", word("Separate collection of biowaste")),
    ("direct_to_digester", word("Already sent to a digester")),
    ("animal_feed", word("Animal feed")),
    ("green_platform", word("Green waste platform")),
    ("grease_pumping", word("Pumping of grease traps")),
    ("civic_amenity_municipal", word("Municipal civic amenity site")),
    ("own_spreading", word("Spread on own land")),
    ("unknown", word("Not known")),
    // Limits.
    ("capacity", word("capacity")),
    ("least_flow", word("least flow")),
    ("class_a", word("class A wood")),
    ("least flow", word("least flow")),
    ("moisture", word("moisture")),
    ("contamination", word("foreign matter")),
    ("class A", word("class A wood")),
    // Accounts that close.
    ("inventory to flows", word("Inventory to flows")),
    ("each stream to its flows", word("Each stream to its flows")),
    ("flows to products", word("Flows to products")),
    ("companies to the pole", word("Companies to the pole")),
    ("channels to the pole", word("Channels to the pole")),
    // Criteria, and what methods are of.
    ("cost", word("least cost")),
    ("co2", word("least greenhouse gas¦words")),
    ("jobs", word("most jobs")),
    ("carbon", word("Greenhouse gas")),
    ("money", word("Money")),
    ("distances", word("Distances")),
    ("sharing", word("Sharing")),
    ("aim", word("Aim")),
    ("run", word("Greenhouse gas of the run")),
    // Matches and kinds of supply.
    ("substitution", word("waste instead of a purchase")),
    ("pooling", word("similar wastes together")),
    ("wood", word("wood")),
    ("food_waste", word("food waste")),
    ("grease", word("grease")),
    ("green_waste", word("green waste")),
    ("manure", word("manure")),
    ("crop", word("crops")),
];

/// A short name in words; an unknown one with spaces for underlines.
pub(in crate::report) fn words(name: &str, lang: Locale) -> String {
    match WORDS.iter().find(|(short, _)| *short == name) {
        Some((_, english)) => lang.say(english).to_owned(),
        None => capital(&name.replace('_', " ")),
    }
}

/// Words as the start of a line.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What a lot is.
pub(super) fn kind(kind: LotKind, lang: Locale) -> &'static str {
    match kind {
        LotKind::Wood => lang.say("wood"),
        LotKind::FoodWaste => lang.say("food waste"),
        LotKind::Grease => lang.say("grease"),
        LotKind::GreenWaste => lang.say("green waste"),
        LotKind::Manure => lang.say("manure"),
        LotKind::Crop => lang.say("crops"),
    }
}

/// A feedstock by its library name.
pub(super) fn feedstock(id: &str, lang: Locale) -> String {
    let organic = organic(id).map(|f| (f.name_en.as_str(), f.name_fr.as_str()));
    let (english, french) =
        organic.or_else(|| wood(id).map(|f| (f.name_en.as_str(), f.name_fr.as_str()))).unwrap_or((id, id));
    lang.pick(english, french).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::{CarbonItem, JobsStep, MoneyItem, Product};

    #[test]
    fn every_line_of_the_accounts_has_words() {
        let money = MoneyItem::ALL.iter().map(|i| i.name());
        let carbon = CarbonItem::ALL.iter().map(|i| i.name());
        let products = Product::ALL.iter().map(|i| i.name());
        for name in money.chain(carbon).chain(products).chain(JobsStep::ALL.iter().map(|s| s.name())) {
            assert!(WORDS.iter().any(|w| w.0 == name), "{name}");
        }
    }

    #[test]
    fn short_names_are_unique_and_unknown_ones_readable() {
        let mut names: Vec<&str> = WORDS.iter().map(|w| w.0).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert_eq!(words("new_line", Locale::Fr), "New line");
        assert_eq!(words("haul", Locale::Fr), "Transport");
        assert_eq!(feedstock("no_such", Locale::En), "no_such");
    }
}
