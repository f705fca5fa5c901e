//! Words for the short names of lines, in English and French: one table for all pages of plants.

use crate::balance::carbon::outlets::outlet;
use crate::library::{organic, wood};
use crate::plot::Locale;
use crate::words::word;

/// Short name, words.
const WORDS: &[(&str, &str)] = &[
    // Carbon.
    ("transport", word("Transport")),
    ("wood_shredding", word("Shredding of wood (diesel)")),
    ("wood_boiler_ch4_n2o", word("Wood boiler: CH4 and N2O")),
    ("gas_backup", word("Natural gas burnt")),
    ("electricity_boilers", word("Electricity of the boilers")),
    ("digestion_aggregate", word("Digestion plant (one factor per tonne)")),
    ("crop_cultivation", word("Growing of crops")),
    ("methane_digester_leak", word("Methane lost: leaks of the digester")),
    ("methane_flare_slip", word("Methane lost: unburnt in the flare")),
    ("methane_engine_slip", word("Methane lost: unburnt in the engine")),
    ("methane_upgrading_offgas", word("Methane lost: off-gas of upgrading")),
    ("methane_digestate_store", word("Methane lost: digestate store")),
    ("engine_n2o", word("Engine: N2O")),
    ("digestate_n2o", word("Digestate on the field: N2O")),
    ("electricity_digester", word("Electricity of the digester")),
    ("mineral_fertiliser", word("Mineral fertiliser replaced")),
    ("present_treatment", word("Present treatment ends")),
    ("present_use_lost", word("Present use lost")),
    ("present_energy_lost", word("Present energy use lost")),
    ("pallets_reused", word("New pallets replaced by reuse")),
    ("heat_from_wood", word("Heat replaced by wood")),
    ("heat_from_biogas", word("Heat replaced by biogas")),
    ("heat_from_backup", word("Heat that gas gives in both worlds")),
    ("electricity_sold", word("Electricity sold")),
    ("biomethane_injected", word("Natural gas replaced by biomethane")),
    ("wood_co2", word("Biogenic CO2 of wood")),
    ("biogas_co2", word("Biogenic CO2 of biogas")),
    ("collection_wood", word("collection of wood")),
    ("collection_organic", word("collection of fermentable waste")),
    ("digestate", word("digestate")),
    // Products of RED.
    ("wood_heat", word("Heat from wood")),
    ("biogas_electricity", word("Electricity from biogas")),
    ("chp_heat", word("Heat of the engine")),
    ("biogas_heat", word("Heat of a boiler on biogas")),
    ("biomethane", word("Biomethane")),
    // Capital.
    ("wood_boilers", word("Wood boilers")),
    ("gas_boilers", word("Gas boilers (backup)")),
    ("buffer", word("Heat buffer")),
    ("wood_store", word("Wood store¦labels")),
    ("network", word("Heat network")),
    ("flue_gas_filter", word("Filters of flue gas")),
    ("substations", word("Substations and meters")),
    ("engineering", word("Engineering")),
    ("contingency", word("Unforeseen works")),
    ("engine", word("Engine with gas treatment")),
    ("biogas_boiler", word("Boiler on biogas")),
    ("injection", word("Upgrading and injection")),
    ("subsidy", word("Investment aid")),
    // Yearly lines.
    ("heat_sold", word("Heat sold")),
    ("wood_gate_fees", word("Gate fees of wood")),
    ("bought_wood", word("Bought wood")),
    ("wood_transport", word("Transport of wood")),
    ("platform", word("Sorting and shredding platform")),
    ("shredding", word("Shredding")),
    ("wood_boiler_fixed", word("Wood boiler, fixed operation")),
    ("wood_boiler_variable", word("Wood boiler, variable operation")),
    ("gas_boiler_fixed", word("Gas boiler, fixed operation")),
    ("network_variable", word("Network operation")),
    ("gas", word("Natural gas")),
    ("gas_excise", word("Excise on natural gas")),
    ("ash", word("ash")),
    ("organic_gate_fees", word("Gate fees of fermentable waste")),
    ("biomethane_sold", word("Biomethane sold")),
    ("organic_transport", word("Transport of fermentable waste")),
    ("digester_operation", word("Operation of the digester")),
    ("digestate_spreading", word("Spreading of digestate")),
    // Jobs.
    ("collection", word("Collection")),
    ("sorting", word("Sorting of wood")),
    ("reuse", word("Repair and reuse")),
    ("boiler_operation", word("Boiler house")),
    // Pollutants and what else a limit is about.
    ("co", word("Carbon monoxide")),
    ("ogc", word("Organic carbon")),
    ("nox", word("Nitrogen oxides (as NO2)")),
    ("so2", word("Sulphur dioxide")),
    ("hcl", word("Hydrogen chloride")),
    ("dust", word("Dust")),
    ("efficiency", word("Efficiency")),
    // Feedstocks whose library names are long for a figure.
    ("fw_canteen", word("Canteen food waste")),
    ("fw_depack", word("Depackaged food")),
    ("fw_household", word("Household biowaste")),
    ("fv_super", word("Shop fruit and vegetables")),
    ("fv_market", word("Market fruit, vegetables")),
    ("pallet_A_soft", word("Pallets, softwood")),
    ("pallet_A_hard", word("Pallets, hardwood")),
    ("pack_mix_SSD", word("Mixed packaging wood")),
    // Families of inputs.
    ("site", word("Site and logistics")),
    ("digester", word("Digester")),
    ("boiler", word("Boiler")),
    ("demand", word("Heat demand")),
    ("carbon", word("Carbon")),
    ("economics", word("Money¦labels")),
    ("feedstock", word("Feedstocks")),
    ("provider", word("Providers")),
    ("stream", word("Streams")),
];

fn known(name: &str, lang: Locale) -> Option<&'static str> {
    WORDS.iter().find(|(short, _)| *short == name).map(|(_, english)| lang.say(english))
}

/// A name in words; an unknown one with spaces for underlines.
pub(in crate::report) fn words(name: &str, lang: Locale) -> String {
    known(name, lang).map_or_else(|| capital(&name.replace('_', " ")), str::to_owned)
}

/// A name in words, as the start of a sentence.
pub(in crate::report) fn title(name: &str, lang: Locale) -> String {
    capital(&words(name, lang))
}

/// With a large first letter.
pub(in crate::report) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What a carbon line is about: an outlet or a transport leg.
pub(in crate::report) fn detail(name: &str, lang: Locale) -> String {
    known(name, lang).map_or_else(|| outlet_words(name, lang), str::to_owned)
}

/// A present outlet in words.
pub(in crate::report) fn outlet_words(id: &str, lang: Locale) -> String {
    match (outlet(id), lang) {
        (Ok(outlet), Locale::En) => outlet.label.clone(),
        (Ok(_), Locale::Fr) => crate::report::channels::words(id, lang),
        (Err(_), _) => id.replace('_', " "),
    }
}

/// A feedstock by its library name, short enough for a figure.
pub(in crate::report) fn feedstock_words(id: &str, lang: Locale) -> String {
    let organic = organic(id).map(|f| lang.pick(&f.name_en, &f.name_fr));
    let full = organic.or_else(|| wood(id).map(|f| lang.pick(&f.name_en, &f.name_fr)));
    known(id, lang).unwrap_or_else(|| full.map_or(id, short)).to_owned()
}

/// Letters that fit beside a figure.
const SHORT: usize = 25;

/// A name without what follows in brackets, and without its last parts as long as it is too long.
fn short(name: &str) -> &str {
    let mut name = name.split_once(" (").map_or(name, |(before, _)| before);
    for separator in [", ", " / "] {
        while let Some((before, _)) = name.rsplit_once(separator).filter(|_| name.chars().count() > SHORT) {
            name = before;
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::balance::carbon::avoided::avoided;
    use crate::balance::carbon::factors::gwp100;
    use crate::balance::carbon::reference::reference;
    use crate::balance::carbon::{CarbonParams, red_plant::RedProduct};
    use crate::balance::flows::Flows;
    use crate::balance::jobs::Step;
    use crate::balance::money::EconomicsParams;
    use crate::balance::money::accounts::{Capacities, accounts};

    #[test]
    fn short_names_are_unique() {
        let mut names: Vec<&str> = WORDS.iter().map(|(short, ..)| *short).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn every_line_of_the_accounts_has_words() {
        let flows = Flows::<f64>::zero();
        let (gwp, frame) = (gwp100("AR6_7SM7").unwrap(), reference("present_outlets_2024").unwrap());
        let account = avoided(&flows, frame, gwp, &CarbonParams::defaults()).unwrap();
        for line in &account.waterfall.components {
            assert!(known(line.name, Locale::Fr).is_some(), "{}", line.name);
        }
        let money = accounts(&flows, &Capacities::none(), &EconomicsParams::defaults(), 1.11);
        for line in money.capital.iter().chain(&money.yearly) {
            assert!(known(line.name, Locale::Fr).is_some(), "{}", line.name);
        }
        assert!(Step::ALL.iter().all(|s| known(s.name(), Locale::Fr).is_some()));
        let products = [RedProduct::WoodHeat, RedProduct::BiogasElectricity, RedProduct::ChpHeat];
        assert!(products.iter().all(|p| known(p.name(), Locale::Fr).is_some()));
        assert!(
            known(RedProduct::BiogasHeat.name(), Locale::Fr).is_some()
                && known(RedProduct::Biomethane.name(), Locale::Fr).is_some()
        );
    }

    #[test]
    fn unknown_names_stay_readable() {
        assert_eq!(words("new_line", Locale::En), "New line");
        assert_eq!(title("digestate", Locale::En), "Digestate");
        assert_eq!(outlet_words("no_such", Locale::En), "no such");
        assert_eq!(feedstock_words("no_such", Locale::En), "no_such");
    }

    #[test]
    fn long_names_lose_their_ends() {
        assert_eq!(short("Broken pallets, solid softwood, unpainted (HT/EPAL), shredded"), "Broken pallets");
        assert_eq!(short("Depackaged supermarket / unsold food soup"), "Depackaged supermarket");
        assert_eq!(short("Canteen / restaurant food waste"), "Canteen");
        assert_eq!(short("Grease trap (fat)"), "Grease trap");
    }
}
