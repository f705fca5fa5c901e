//! Words for the short names of an allocation, in English and French: one table for all chapters.

use crate::channel::LotKind;
use crate::library::{organic, wood};
use crate::plot::Locale;

/// Short name, English, French.
const WORDS: &[(&str, &str, &str)] = &[
    // Lines of money.
    ("haul", "Haulage", "Transport"),
    ("sorting", "Sorting", "Tri"),
    ("shredding", "Shredding", "Broyage"),
    ("screening", "Screening", "Criblage"),
    ("depackaging", "Depackaging", "Déconditionnement"),
    ("hygienisation", "Hygienisation", "Hygiénisation"),
    ("pretreatment", "Pretreatment", "Prétraitement"),
    ("gate", "Gate fee", "Prix à l'entrée"),
    ("present", "Today's outlet", "Exutoire actuel"),
    ("present_outlet", "Today's outlet", "Exutoire actuel"),
    ("operation", "Operation", "Exploitation"),
    ("electricity", "Electricity", "Électricité"),
    ("disposal", "Disposal of rejects and ash", "Élimination des refus et cendres"),
    ("spreading", "Spreading of digestate", "Épandage du digestat"),
    ("sale", "Sales", "Ventes"),
    ("pallets_sold", "Pallets sold", "Palettes vendues"),
    ("boards_sold", "Boards sold", "Planches vendues"),
    ("scrap_sold", "Scrap sold", "Ferraille vendue"),
    ("heat_sold", "Heat sold", "Chaleur vendue"),
    ("electricity_sold", "Electricity sold", "Électricité vendue"),
    ("biomethane_sold", "Biomethane sold", "Biométhane vendu"),
    ("compost_sold", "Compost sold", "Compost vendu"),
    ("feed_sold", "Feed sold", "Aliments vendus"),
    ("fixed", "Fixed costs", "Charges fixes"),
    ("internal_gate", "Gate fee within the pole", "Prix à l'entrée interne au pôle"),
    // Lines of carbon.
    ("transport", "Transport", "Transport"),
    ("residue_transport", "Transport of residues", "Transport des résidus"),
    ("wood_shredding", "Shredding of wood", "Broyage du bois"),
    ("wood_boiler_ch4_n2o", "Wood boiler: CH4 and N2O", "Chaudière bois\u{a0}: CH4 et N2O"),
    ("electricity_used", "Electricity used", "Électricité consommée"),
    ("methane_digester_leak", "Methane lost: leaks of the digester", "Méthane perdu\u{a0}: fuites du digesteur"),
    ("methane_flare_slip", "Methane lost: flare", "Méthane perdu\u{a0}: torchère"),
    ("methane_engine_slip", "Methane lost: engine", "Méthane perdu\u{a0}: moteur"),
    ("methane_upgrading_offgas", "Methane lost: upgrading", "Méthane perdu\u{a0}: épuration"),
    ("methane_digestate_store", "Methane lost: digestate store", "Méthane perdu\u{a0}: stockage du digestat"),
    ("engine_n2o", "Engine: N2O", "Moteur\u{a0}: N2O"),
    ("digestate_n2o", "Digestate on the field: N2O", "Digestat épandu\u{a0}: N2O"),
    ("digestion_aggregate", "Digestion plant (one factor)", "Méthaniseur (facteur unique)"),
    ("crop_cultivation", "Growing of crops", "Cultures"),
    ("treatment_here", "Treatment in this channel", "Traitement dans la filière"),
    ("rejects_burnt", "Rejects burnt", "Refus incinérés"),
    ("present_treatment", "Today's treatment ends", "Fin du traitement actuel"),
    ("present_use_lost", "Today's use is lost", "Perte de l'usage actuel"),
    ("present_energy_lost", "Today's energy use is lost", "Perte de l'énergie actuelle"),
    ("pallets_reused", "New pallets replaced", "Palettes neuves remplacées"),
    ("boards_reused", "Sawn wood replaced", "Sciages remplacés"),
    ("panel_wood", "Fresh wood of panels replaced", "Bois frais des panneaux remplacé"),
    ("feed_replaced", "Feed replaced", "Aliments du bétail remplacés"),
    ("food_replaced", "Food replaced", "Aliments remplacés"),
    ("compost_used", "Peat and fertiliser replaced by compost", "Tourbe et engrais remplacés par le compost"),
    ("mineral_fertiliser", "Mineral fertiliser replaced", "Engrais minéral remplacé"),
    ("heat_from_wood", "Heat replaced by wood", "Chaleur remplacée par le bois"),
    ("heat_from_biogas", "Heat replaced by biogas", "Chaleur remplacée par le biogaz"),
    ("heat_from_waste", "Heat of the incinerator", "Chaleur de l'incinérateur"),
    ("biomethane_injected", "Natural gas replaced by biomethane", "Gaz naturel remplacé par le biométhane"),
    ("kiln_fuel", "Coal of the kiln replaced", "Charbon du four remplacé"),
    ("later_life", "Saved at the end of its next life, later", "Évité en fin de vie suivante, plus tard"),
    ("wood_co2", "Biogenic CO2 of wood", "CO2 biogénique du bois"),
    ("biogas_co2", "Biogenic CO2 of biogas", "CO2 biogénique du biogaz"),
    ("stored_co2", "Biogenic carbon kept in products", "Carbone biogénique stocké"),
    // Steps of jobs.
    ("collection", "Collection", "Collecte"),
    ("displaced", "Jobs of today's outlets", "Emplois des exutoires actuels"),
    // Products and residues.
    ("pallets_t", "Pallets in use again", "Palettes remises en service"),
    ("boards_t", "Boards", "Planches"),
    ("panel_t", "Wood in panels", "Bois en panneaux"),
    ("scrap_t", "Scrap metal", "Ferraille"),
    ("compost_t", "Compost", "Compost"),
    ("digestate_t", "Digestate", "Digestat"),
    ("feed_t", "Animal feed", "Alimentation animale"),
    ("food_t", "Food given", "Aliments donnés"),
    ("ash_t", "Ash", "Cendres"),
    ("buried_t", "Buried", "Enfoui"),
    ("kept_t", "As today", "Comme aujourd'hui"),
    ("rejects_t", "Rejects", "Refus"),
    ("water_t", "Water vapour", "Vapeur d'eau"),
    ("gas_t", "Gas and flue gas", "Gaz et fumées"),
    ("pallets", "Pallets in use again", "Palettes remises en service"),
    ("boards_m3", "Boards", "Planches"),
    ("heat_mwh", "Heat", "Chaleur"),
    ("electricity_mwh", "Electricity", "Électricité"),
    ("biomethane_mwh_hhv", "Biomethane (HHV)", "Biométhane (PCS)"),
    ("kiln_fuel_mwh", "Fuel of the kiln replaced", "Combustible du four remplacé"),
    ("heat", "Heat", "Chaleur"),
    ("biomethane", "Biomethane", "Biométhane"),
    ("compost", "Compost", "Compost"),
    ("digestate", "Digestate", "Digestat"),
    ("boards", "Boards", "Planches"),
    ("ash", "Ash", "Cendres"),
    ("flue_gas", "Flue gas", "Fumées"),
    ("rejects", "Rejects", "Refus"),
    // Outlets of today.
    ("skip_contractor_wood", "Sorted wood skip of a contractor", "Benne bois d'un prestataire"),
    ("mixed_residual_skip", "Mixed residual skip", "Benne de DIB en mélange"),
    ("pallet_buyback_or_repairer", "Pallets bought back or repaired", "Palettes rachetées ou réparées"),
    ("returned_to_supplier", "Returned to the supplier", "Retour au fournisseur"),
    ("own_joinery_boiler", "Burnt in its own boiler", "Brûlé dans sa propre chaudière"),
    ("residual_collection_food", "Food waste in the residual bin", "Biodéchets dans les ordures résiduelles"),
    ("separate_biowaste_contractor", "Separate collection of biowaste", "Collecte séparée des biodéchets"),
    ("direct_to_digester", "Already sent to a digester", "Déjà envoyé en méthanisation"),
    ("animal_feed", "Animal feed", "Alimentation animale"),
    ("green_platform", "Green waste platform", "Plateforme de déchets verts"),
    ("grease_pumping", "Pumping of grease traps", "Pompage des bacs à graisse"),
    ("civic_amenity_municipal", "Municipal civic amenity site", "Déchèterie"),
    ("own_spreading", "Spread on own land", "Épandu sur ses terres"),
    ("unknown", "Not known", "Inconnu"),
    // Limits.
    ("capacity", "capacity", "capacité"),
    ("least flow", "least flow", "débit minimal"),
    ("moisture", "moisture", "humidité"),
    ("contamination", "foreign matter", "indésirables"),
    ("class A", "class A wood", "bois de classe A"),
    // Criteria, and what methods are of.
    ("cost", "least cost", "moindre coût"),
    ("co2", "least greenhouse gas", "moindres émissions"),
    ("jobs", "most jobs", "le plus d'emplois"),
    ("carbon", "Greenhouse gas", "Gaz à effet de serre"),
    ("money", "Money", "Argent"),
    ("distances", "Distances", "Distances"),
    ("sharing", "Sharing", "Partage"),
    ("aim", "Aim", "But"),
    ("run", "Greenhouse gas of the run", "GES de la simulation"),
    // Matches and kinds of supply.
    ("substitution", "waste instead of a purchase", "déchet à la place d'un achat"),
    ("pooling", "similar wastes together", "déchets semblables mis en commun"),
    ("wood", "wood", "bois"),
    ("food_waste", "food waste", "biodéchets"),
    ("grease", "grease", "graisses"),
    ("green_waste", "green waste", "déchets verts"),
    ("manure", "manure", "effluents d'élevage"),
    ("crop", "crops", "cultures"),
];

/// A short name in words; an unknown one with spaces for underlines.
pub(in crate::report) fn words(name: &str, lang: Locale) -> String {
    match WORDS.iter().find(|(short, ..)| *short == name) {
        Some((_, english, french)) => lang.pick(english, french).to_owned(),
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
        LotKind::Wood => lang.pick("wood", "bois"),
        LotKind::FoodWaste => lang.pick("food waste", "biodéchets"),
        LotKind::Grease => lang.pick("grease", "graisses"),
        LotKind::GreenWaste => lang.pick("green waste", "déchets verts"),
        LotKind::Manure => lang.pick("manure", "effluents d'élevage"),
        LotKind::Crop => lang.pick("crops", "cultures"),
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
