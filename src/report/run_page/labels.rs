//! Plain English for the short names of lines: one table for all chapters.

use crate::balance::carbon::outlets::outlet;
use crate::library::{organic, wood};

/// Short name and words.
const WORDS: &[(&str, &str)] = &[
    // Carbon.
    ("transport", "Transport"),
    ("wood_shredding", "Shredding of wood (diesel)"),
    ("wood_boiler_ch4_n2o", "Wood boiler: CH4 and N2O"),
    ("gas_backup", "Natural gas burnt"),
    ("electricity_boilers", "Electricity of the boilers"),
    ("digestion_aggregate", "Digestion plant (one factor per tonne)"),
    ("crop_cultivation", "Growing of crops"),
    ("methane_digester_leak", "Methane lost: leaks of the digester"),
    ("methane_flare_slip", "Methane lost: unburnt in the flare"),
    ("methane_engine_slip", "Methane lost: unburnt in the engine"),
    ("methane_upgrading_offgas", "Methane lost: off-gas of upgrading"),
    ("methane_digestate_store", "Methane lost: digestate store"),
    ("engine_n2o", "Engine: N2O"),
    ("digestate_n2o", "Digestate on the field: N2O"),
    ("electricity_digester", "Electricity of the digester"),
    ("mineral_fertiliser", "Mineral fertiliser replaced"),
    ("present_treatment", "Present treatment ends"),
    ("present_use_lost", "Present use lost"),
    ("present_energy_lost", "Present energy use lost"),
    ("pallets_reused", "New pallets replaced by reuse"),
    ("heat_from_wood", "Heat replaced by wood"),
    ("heat_from_biogas", "Heat replaced by biogas"),
    ("heat_from_backup", "Heat that gas gives in both worlds"),
    ("electricity_sold", "Electricity sold"),
    ("biomethane_injected", "Natural gas replaced by biomethane"),
    ("wood_co2", "Biogenic CO2 of wood"),
    ("biogas_co2", "Biogenic CO2 of biogas"),
    ("collection_wood", "collection of wood"),
    ("collection_organic", "collection of fermentable waste"),
    ("digestate", "digestate"),
    // Products of RED.
    ("wood_heat", "Heat from wood"),
    ("biogas_electricity", "Electricity from biogas"),
    ("chp_heat", "Heat of the engine"),
    ("biogas_heat", "Heat of a boiler on biogas"),
    ("biomethane", "Biomethane"),
    // Capital.
    ("wood_boilers", "Wood boilers"),
    ("gas_boilers", "Gas boilers (backup)"),
    ("buffer", "Heat buffer"),
    ("wood_store", "Wood store"),
    ("network", "Heat network"),
    ("flue_gas_filter", "Filters of flue gas"),
    ("substations", "Substations and meters"),
    ("engineering", "Engineering"),
    ("contingency", "Unforeseen works"),
    ("engine", "Engine with gas treatment"),
    ("biogas_boiler", "Boiler on biogas"),
    ("injection", "Upgrading and injection"),
    ("subsidy", "Investment aid"),
    // Yearly lines.
    ("heat_sold", "Heat sold"),
    ("wood_gate_fees", "Gate fees of wood"),
    ("bought_wood", "Bought wood"),
    ("wood_transport", "Transport of wood"),
    ("platform", "Sorting and shredding platform"),
    ("shredding", "Shredding"),
    ("wood_boiler_fixed", "Wood boiler, fixed operation"),
    ("wood_boiler_variable", "Wood boiler, variable operation"),
    ("gas_boiler_fixed", "Gas boiler, fixed operation"),
    ("network_variable", "Network operation"),
    ("gas", "Natural gas"),
    ("gas_excise", "Excise on natural gas"),
    ("ash", "ash"),
    ("organic_gate_fees", "Gate fees of fermentable waste"),
    ("biomethane_sold", "Biomethane sold"),
    ("organic_transport", "Transport of fermentable waste"),
    ("digester_operation", "Operation of the digester"),
    ("digestate_spreading", "Spreading of digestate"),
    // Jobs.
    ("collection", "Collection"),
    ("sorting", "Sorting of wood"),
    ("reuse", "Repair and reuse"),
    ("boiler_operation", "Boiler house"),
    // Pollutants and what else a limit is about.
    ("co", "Carbon monoxide"),
    ("ogc", "Organic carbon"),
    ("nox", "Nitrogen oxides (as NO2)"),
    ("so2", "Sulphur dioxide"),
    ("hcl", "Hydrogen chloride"),
    ("dust", "Dust"),
    ("efficiency", "Efficiency"),
    // Feedstocks whose library names are long for a figure.
    ("fw_canteen", "Canteen food waste"),
    ("fw_depack", "Depackaged food"),
    ("fw_household", "Household biowaste"),
    ("fv_super", "Shop fruit and vegetables"),
    ("fv_market", "Market fruit, vegetables"),
    ("pallet_A_soft", "Pallets, softwood"),
    ("pallet_A_hard", "Pallets, hardwood"),
    ("pack_mix_SSD", "Mixed packaging wood"),
    // Families of inputs.
    ("site", "Site and logistics"),
    ("digester", "Digester"),
    ("boiler", "Boiler"),
    ("demand", "Heat demand"),
    ("carbon", "Carbon"),
    ("economics", "Money"),
    ("feedstock", "Feedstocks"),
    ("provider", "Providers"),
    ("stream", "Streams"),
];

fn known(name: &str) -> Option<&'static str> {
    WORDS.iter().find(|(short, _)| *short == name).map(|(_, words)| *words)
}

/// A name in words; an unknown one with spaces for underlines.
pub(super) fn words(name: &str) -> String {
    known(name).map_or_else(|| capital(&name.replace('_', " ")), str::to_owned)
}

/// A name in words, as the start of a sentence.
pub(super) fn title(name: &str) -> String {
    capital(&words(name))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What a carbon line is about: an outlet or a transport leg.
pub(super) fn detail(name: &str) -> String {
    known(name).map_or_else(|| outlet_words(name), str::to_owned)
}

/// A present outlet in words.
pub(super) fn outlet_words(id: &str) -> String {
    outlet(id).map_or_else(|_| id.replace('_', " "), |o| o.label.clone())
}

/// A feedstock by its library name, short enough for a figure.
pub(super) fn feedstock_words(id: &str) -> String {
    let full = organic(id).map(|f| f.name_en.as_str()).or_else(|| wood(id).map(|f| f.name_en.as_str()));
    known(id).unwrap_or_else(|| full.map_or(id, short)).to_owned()
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
        let mut names: Vec<&str> = WORDS.iter().map(|(short, _)| *short).collect();
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
            assert!(known(line.name).is_some(), "{}", line.name);
        }
        let money = accounts(&flows, &Capacities::none(), &EconomicsParams::defaults(), 1.11);
        for line in money.capital.iter().chain(&money.yearly) {
            assert!(known(line.name).is_some(), "{}", line.name);
        }
        assert!(Step::ALL.iter().all(|s| known(s.name()).is_some()));
        let products = [RedProduct::WoodHeat, RedProduct::BiogasElectricity, RedProduct::ChpHeat];
        assert!(products.iter().all(|p| known(p.name()).is_some()));
        assert!(known(RedProduct::BiogasHeat.name()).is_some() && known(RedProduct::Biomethane.name()).is_some());
    }

    #[test]
    fn unknown_names_stay_readable() {
        assert_eq!(words("new_line"), "New line");
        assert_eq!(title("digestate"), "Digestate");
        assert_eq!(outlet_words("no_such"), "no such");
        assert_eq!(feedstock_words("no_such"), "no_such");
    }

    #[test]
    fn long_names_lose_their_ends() {
        assert_eq!(short("Broken pallets, solid softwood, unpainted (HT/EPAL), shredded"), "Broken pallets");
        assert_eq!(short("Depackaged supermarket / unsold food soup"), "Depackaged supermarket");
        assert_eq!(short("Canteen / restaurant food waste"), "Canteen");
        assert_eq!(short("Grease trap (fat)"), "Grease trap");
    }
}
