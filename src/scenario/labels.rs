//! What people call the words that a key of a scenario chooses from.

use crate::words::word;

/// Section, key, word, and what it is called. Sections that share their words stand under the key alone.
const LABELS: &[(&str, &str, &str, &str)] = &[
    ("", "kind", "wood", word("wood")),
    ("", "kind", "food_waste", word("food waste")),
    ("", "kind", "grease", word("grease")),
    ("", "kind", "green_waste", word("green waste")),
    ("", "kind", "manure", word("manure")),
    ("", "kind", "crop", word("crops")),
    ("digester", "model", "adm1", word("ADM1 with the numbers of BSM2")),
    ("digester", "model", "adm1da", word("ADM1da: agricultural, slow and fast pools")),
    ("digester", "model", "adm1_r3", word("ADM1-R3: simplified, in masses")),
    ("digester", "model", "adm1_r4", word("ADM1-R4: simplified further, in masses")),
    ("digester", "model", "two_pools", word("two pools, a quick and a slow one")),
    ("digester", "model", "first_order", word("first order")),
    ("digester", "model", "buswell_boyle", word("Buswell and Boyle: from the composition")),
    ("digester", "kinetics_by_temperature", "none", word("not moved (BSM2)")),
    ("digester", "kinetics_by_temperature", "exponential", word("exponential, by group")),
    ("digester", "kinetics_by_temperature", "meso_thermo", word("between mesophilic and thermophilic")),
    ("digester", "gas_use", "chp", word("engine: electricity and heat")),
    ("digester", "gas_use", "boiler", word("gas boiler: heat")),
    ("digester", "gas_use", "injection", word("injection into the gas grid")),
    ("digester", "start", "settled", word("after a year of the same feed")),
    ("digester", "start", "inoculum", word("freshly filled")),
    ("store", "cover", "open", word("open: its gas is lost")),
    ("store", "cover", "gas_tight", word("gas-tight: its gas is used")),
    ("digestate", "nitrogen_rule", "manure", word("nitrogen of manure")),
    ("digestate", "nitrogen_rule", "all", word("all nitrogen")),
    ("boiler", "separator", "none", word("no separator")),
    ("boiler", "separator", "cyclone", word("cyclone")),
    ("boiler", "separator", "electrostatic", word("electrostatic filter")),
    ("boiler", "separator", "bag", word("bag filter")),
    ("boiler", "starts", "given", word("given per kW")),
    ("boiler", "starts", "furnace", word("computed from the grate furnace")),
    ("demand", "profile", "EFH", word("EFH: single-family houses")),
    ("demand", "profile", "MFH", word("MFH: apartment blocks")),
    ("demand", "profile", "GMF", word("GMF: businesses like households")),
    ("demand", "profile", "GMK", word("GMK: metal and vehicles")),
    ("demand", "profile", "GPD", word("GPD: paper and printing")),
    ("demand", "profile", "GHA", word("GHA: retail and wholesale")),
    ("demand", "profile", "GBD", word("GBD: services to companies")),
    ("demand", "profile", "GKO", word("GKO: public bodies, banks, associations")),
    ("demand", "profile", "GBH", word("GBH: hotels and lodging")),
    ("demand", "profile", "GGA", word("GGA: restaurants")),
    ("demand", "profile", "GBA", word("GBA: bakeries")),
    ("demand", "profile", "GWA", word("GWA: laundries")),
    ("demand", "profile", "GGB", word("GGB: market gardens")),
    ("demand", "profile", "GHD", word("GHD: all trade and services")),
    ("demand", "process_hours", "continuous", word("day and night")),
    ("demand", "process_hours", "two_shifts", word("two shifts")),
    ("demand", "process_hours", "day_shift", word("day shift")),
    ("demand", "process_hours", "calendar", word("by a calendar")),
    ("building", "use", "house", word("house")),
    ("building", "use", "collective_housing", word("collective housing")),
    ("building", "use", "apartment_block", word("apartment block")),
    ("building", "use", "office", word("offices")),
    ("building", "use", "school", word("school")),
    ("building", "use", "sport", word("sports hall")),
    ("building", "use", "pool", word("swimming pool")),
    ("building", "use", "health", word("health care")),
    ("building", "use", "care_home", word("care home")),
    ("building", "use", "hotel", word("hotel")),
    ("building", "use", "shop", word("shop")),
    ("building", "use", "workshop", word("workshop")),
    ("building", "use", "other", word("another use")),
    ("pipe", "series", "standard", word("standard insulation")),
    ("pipe", "series", "reinforced", word("reinforced insulation")),
    ("buffer", "model", "mixed", word("mixed through")),
    ("buffer", "model", "two_zone", word("two zones, hot and cold")),
    ("buffer", "model", "stratified", word("stratified in layers")),
    ("stock", "cover", "roofed", word("under a roof")),
    ("stock", "cover", "open", word("in the open air")),
    ("carbon", "methods", "avoided", word("avoided emissions, against what happens today")),
    ("carbon", "methods", "red2", word("RED II (directive 2018/2001)")),
    ("carbon", "methods", "red3", word("RED III (directive 2023/2413)")),
    ("carbon", "plant_emissions", "simulated", word("simulated step by step")),
    ("carbon", "plant_emissions", "aggregate", word("one factor for each tonne")),
    ("channels", "objective", "cost", word("least cost")),
    ("channels", "objective", "co2", word("least greenhouse gas")),
    ("channels", "objective", "jobs", word("most jobs")),
    ("size", "objective", "cost", word("least cost of heat")),
    ("size", "objective", "co2", word("least greenhouse gas")),
    ("size", "objective", "coverage", word("most coverage")),
    ("event", "change", "leaves", word("leaves")),
    ("event", "change", "arrives", word("arrives")),
    ("inventory", "basis", "weighed", word("weighed")),
    ("inventory", "basis", "invoiced", word("invoiced")),
    ("inventory", "basis", "declared", word("declared")),
    ("inventory", "basis", "estimated", word("estimated")),
];

/// What a word that a key of a section chooses from is called, in English: a key of the catalogue. None for one without a
/// label.
pub fn word_label(section: &str, key: &str, word: &str) -> Option<&'static str> {
    let found = LABELS.iter().find(|(s, k, w, _)| (s.is_empty() || *s == section) && *k == key && *w == word);
    found.map(|(.., label)| *label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Kind, SCENARIO, SectionSpec};
    use crate::words::Locale;
    use std::collections::HashSet;

    /// Every word of every choice, as (section, key, word).
    fn words(section: &SectionSpec, all: &mut Vec<(&'static str, &'static str, &'static str)>) {
        for key in section.keys {
            if let Kind::Choice(list) | Kind::Choices(list) | Kind::Variant(list) = key.kind {
                all.extend(list.iter().map(|word| (section.name, key.name, *word)));
            }
        }
        section.children.iter().for_each(|child| words(child, all));
    }

    #[test]
    fn every_word_of_a_choice_has_a_label_in_both_languages() {
        let mut all = Vec::new();
        words(&SCENARIO, &mut all);
        assert!(all.len() > 70, "they are found");
        for lang in [Locale::En, Locale::Fr] {
            let mut seen = HashSet::new();
            for (section, key, word) in &all {
                let label = word_label(section, key, word).unwrap_or_else(|| panic!("{section}.{key} = {word:?}"));
                assert!(seen.insert((section, key, lang.say(label))), "{section}.{key} calls two words {label}");
            }
        }
        let used =
            |s: &str, k: &str, w: &str| all.iter().any(|(a, b, c)| (s.is_empty() || s == *a) && k == *b && w == *c);
        let left: Vec<_> = LABELS.iter().filter(|(s, k, w, _)| *s != "inventory" && !used(s, k, w)).collect();
        assert!(left.is_empty(), "no such word: {left:?}");
    }
}
