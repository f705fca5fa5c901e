//! What people call the outlets and seasons whose short names stand in files.

use super::{Outlet, Season};
use crate::words::{Locale, word};

/// Short names of outlets, and what they are called.
const OUTLETS: [(&str, &str); 13] = [
    ("skip_contractor_wood", word("sorted wood skip of a contractor")),
    ("mixed_residual_skip", word("mixed residual skip of a company")),
    ("pallet_buyback_or_repairer", word("pallets bought back or repaired")),
    ("returned_to_supplier", word("pallets returned to the supplier")),
    ("own_joinery_boiler", word("burnt in the company's own boiler")),
    ("residual_collection_food", word("food waste in the residual bin")),
    ("separate_biowaste_contractor", word("separate collection of biowaste")),
    ("direct_to_digester", word("already sent to a digester")),
    ("animal_feed", word("animal feed")),
    ("green_platform", word("green waste platform")),
    ("grease_pumping", word("grease trap pumping and treatment")),
    ("civic_amenity_municipal", word("municipal civic amenity site")),
    ("own_spreading", word("spread on own land")),
];

/// Short names of seasons, and what they are called.
const SEASONS: [(&str, &str); 19] = [
    ("flat", word("even over the year")),
    ("retail_wood", word("packaging wood of shops")),
    ("logistics", word("logistics")),
    ("industry", word("industry, closed in August")),
    ("construction", word("building sites")),
    ("food_retail", word("food shops")),
    ("canteen_school", word("school canteen")),
    ("canteen_company", word("company canteen")),
    ("restaurant", word("restaurant")),
    ("hospital", word("hospital")),
    ("green_grass", word("grass cuttings")),
    ("green_mixed", word("mixed green waste")),
    ("bakery", word("bakery")),
    ("brewery", word("brewery")),
    ("market", word("food market")),
    ("manure_winter", word("manure, animals housed in winter")),
    ("slurry_flat", word("slurry, nearly even")),
    ("harvest_cive", word("harvests of energy cover crops")),
    ("straw", word("straw after the harvest")),
];

fn labelled<'a>(list: &[(&'static str, &'static str)], id: &'a str, lang: Locale) -> &'a str {
    list.iter().find(|(name, _)| *name == id).map_or(id, |(_, label)| lang.say(label))
}

impl Outlet {
    /// What it is called in a language.
    pub fn label(&self, lang: Locale) -> &str {
        labelled(&OUTLETS, &self.id, lang)
    }
}

impl Season {
    /// What it is called in a language.
    pub fn label(&self, lang: Locale) -> &str {
        labelled(&SEASONS, &self.id, lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{outlets, seasons};

    #[test]
    fn every_outlet_and_season_has_a_label_of_its_own() {
        for lang in [Locale::En, Locale::Fr] {
            let mut labels: Vec<&str> = outlets().iter().map(|o| o.label(lang)).collect();
            labels.extend(seasons().iter().map(|s| s.label(lang)));
            let ids = outlets().iter().map(|o| o.id.as_str()).chain(seasons().iter().map(|s| s.id.as_str()));
            let bare: Vec<&str> = ids.filter(|id| id.contains('_') && labels.contains(id)).collect();
            assert!(bare.is_empty(), "{bare:?}");
            labels.sort_unstable();
            let all = labels.len();
            labels.dedup();
            assert_eq!(labels.len(), all);
        }
        assert_eq!(OUTLETS.len() + SEASONS.len(), outlets().len() + seasons().len(), "none is left over");
    }
}
