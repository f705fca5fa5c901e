//! Words for the short names of an allocation, in English and French: one table for all chapters.

use crate::channel::LotKind;
use crate::library::{organic, wood};
use crate::plot::Locale;

/// Short name, English, French.
const WORDS: &[(&str, &str, &str)] = &[
    // Lines of money.
    ("haul", "Haulage", "Transport"),
    ("haulage", "Haulage", "Transport"),
    ("pretreatment", "Pretreatment", "Prétraitement"),
    ("gate", "Gate fee", "Prix à l'entrée"),
    ("gate_fee", "Gate fee", "Prix à l'entrée"),
    ("operation", "Operation", "Exploitation"),
    ("sale", "Sales", "Ventes"),
    ("sales", "Sales", "Ventes"),
    ("fixed", "Fixed costs", "Charges fixes"),
    ("today", "Today's outlet", "Exutoire actuel"),
    ("present", "Today's outlet", "Exutoire actuel"),
    ("hygienisation", "Hygienisation", "Hygiénisation"),
    ("ash", "Ash", "Cendres"),
    // Lines of carbon.
    ("transport", "Transport", "Transport"),
    ("counterfactual", "Today's treatment ends", "Fin du traitement actuel"),
    ("present_treatment", "Today's treatment ends", "Fin du traitement actuel"),
    ("present_use_lost", "Today's use is lost", "Perte de l'usage actuel"),
    ("present_energy_lost", "Today's energy use is lost", "Perte de l'énergie actuelle"),
    ("heat_from_wood", "Heat replaced by wood", "Chaleur remplacée par le bois"),
    ("heat_from_biogas", "Heat replaced by biogas", "Chaleur remplacée par le biogaz"),
    ("electricity_sold", "Electricity replaced", "Électricité remplacée"),
    ("biomethane_injected", "Natural gas replaced by biomethane", "Gaz naturel remplacé par le biométhane"),
    ("mineral_fertiliser", "Mineral fertiliser replaced", "Engrais minéral remplacé"),
    ("pallets_reused", "New pallets replaced", "Palettes neuves remplacées"),
    ("wood_shredding", "Shredding of wood", "Broyage du bois"),
    ("wood_boiler_ch4_n2o", "Wood boiler: CH4 and N2O", "Chaudière bois : CH4 et N2O"),
    ("digestion_aggregate", "Digestion plant", "Méthaniseur"),
    ("composting", "Composting", "Compostage"),
    // Steps of jobs.
    ("collection", "Collection", "Collecte"),
    ("sorting", "Sorting", "Tri"),
    ("shredding", "Shredding", "Broyage"),
    ("repair", "Repair", "Réparation"),
    ("reuse", "Repair and reuse", "Réparation et réemploi"),
    ("boiler_operation", "Boiler house", "Chaufferie"),
    ("digester_operation", "Digester", "Méthaniseur"),
    ("displaced", "Jobs of today's outlets", "Emplois des exutoires actuels"),
    // Products and residues.
    ("heat", "Heat", "Chaleur"),
    ("electricity", "Electricity", "Électricité"),
    ("biomethane", "Biomethane", "Biométhane"),
    ("biogas", "Biogas", "Biogaz"),
    ("compost", "Compost", "Compost"),
    ("digestate", "Digestate", "Digestat"),
    ("boards", "Boards", "Panneaux"),
    ("pallets", "Pallets", "Palettes"),
    ("water", "Water vapour", "Vapeur d'eau"),
    ("flue_gas", "Flue gas", "Fumées"),
    ("rejects", "Rejects", "Refus"),
    ("feed", "Animal feed", "Alimentation animale"),
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
pub(super) fn words(name: &str, lang: Locale) -> String {
    match WORDS.iter().find(|(short, ..)| *short == name) {
        Some((_, english, french)) => lang.pick(english, french).to_owned(),
        None => capital(&name.replace('_', " ")),
    }
}

fn capital(text: &str) -> String {
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
