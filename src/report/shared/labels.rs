//! Words for the short names of lines, in English and French: one table for all pages of plants.

use crate::balance::carbon::outlets::outlet;
use crate::library::{organic, wood};
use crate::plot::Locale;

/// Short name, English, French.
const WORDS: &[(&str, &str, &str)] = &[
    // Carbon.
    ("transport", "Transport", "Transport"),
    ("wood_shredding", "Shredding of wood (diesel)", "Broyage du bois (gazole)"),
    ("wood_boiler_ch4_n2o", "Wood boiler: CH4 and N2O", "Chaudière bois\u{a0}: CH4 et N2O"),
    ("gas_backup", "Natural gas burnt", "Gaz naturel brûlé"),
    ("electricity_boilers", "Electricity of the boilers", "Électricité de la chaufferie"),
    ("digestion_aggregate", "Digestion plant (one factor per tonne)", "Méthaniseur (facteur unique par tonne)"),
    ("crop_cultivation", "Growing of crops", "Cultures"),
    ("methane_digester_leak", "Methane lost: leaks of the digester", "Méthane perdu\u{a0}: fuites du digesteur"),
    ("methane_flare_slip", "Methane lost: unburnt in the flare", "Méthane perdu\u{a0}: imbrûlés de la torchère"),
    ("methane_engine_slip", "Methane lost: unburnt in the engine", "Méthane perdu\u{a0}: imbrûlés du moteur"),
    ("methane_upgrading_offgas", "Methane lost: off-gas of upgrading", "Méthane perdu\u{a0}: évents de l'épuration"),
    ("methane_digestate_store", "Methane lost: digestate store", "Méthane perdu\u{a0}: stockage du digestat"),
    ("engine_n2o", "Engine: N2O", "Moteur\u{a0}: N2O"),
    ("digestate_n2o", "Digestate on the field: N2O", "Digestat épandu\u{a0}: N2O"),
    ("electricity_digester", "Electricity of the digester", "Électricité du méthaniseur"),
    ("mineral_fertiliser", "Mineral fertiliser replaced", "Engrais minéral remplacé"),
    ("present_treatment", "Present treatment ends", "Fin du traitement actuel"),
    ("present_use_lost", "Present use lost", "Perte de l'usage actuel"),
    ("present_energy_lost", "Present energy use lost", "Perte de l'énergie actuelle"),
    ("pallets_reused", "New pallets replaced by reuse", "Palettes neuves évitées par le réemploi"),
    ("heat_from_wood", "Heat replaced by wood", "Chaleur remplacée par le bois"),
    ("heat_from_biogas", "Heat replaced by biogas", "Chaleur remplacée par le biogaz"),
    ("heat_from_backup", "Heat that gas gives in both worlds", "Chaleur au gaz dans les deux situations"),
    ("electricity_sold", "Electricity sold", "Électricité vendue"),
    ("biomethane_injected", "Natural gas replaced by biomethane", "Gaz naturel remplacé par le biométhane"),
    ("wood_co2", "Biogenic CO2 of wood", "CO2 biogénique du bois"),
    ("biogas_co2", "Biogenic CO2 of biogas", "CO2 biogénique du biogaz"),
    ("collection_wood", "collection of wood", "collecte du bois"),
    ("collection_organic", "collection of fermentable waste", "collecte des biodéchets"),
    ("digestate", "digestate", "digestat"),
    // Products of RED.
    ("wood_heat", "Heat from wood", "Chaleur du bois"),
    ("biogas_electricity", "Electricity from biogas", "Électricité du biogaz"),
    ("chp_heat", "Heat of the engine", "Chaleur du moteur"),
    ("biogas_heat", "Heat of a boiler on biogas", "Chaleur d'une chaudière au biogaz"),
    ("biomethane", "Biomethane", "Biométhane"),
    // Capital.
    ("wood_boilers", "Wood boilers", "Chaudières bois"),
    ("gas_boilers", "Gas boilers (backup)", "Chaudières gaz d'appoint"),
    ("buffer", "Heat buffer", "Ballon d'hydro-accumulation"),
    ("wood_store", "Wood store", "Silo à bois"),
    ("network", "Heat network", "Réseau de chaleur"),
    ("flue_gas_filter", "Filters of flue gas", "Filtration des fumées"),
    ("substations", "Substations and meters", "Sous-stations et comptage"),
    ("engineering", "Engineering", "Ingénierie"),
    ("contingency", "Unforeseen works", "Imprévus"),
    ("engine", "Engine with gas treatment", "Moteur et traitement du gaz"),
    ("biogas_boiler", "Boiler on biogas", "Chaudière au biogaz"),
    ("injection", "Upgrading and injection", "Épuration et injection"),
    ("subsidy", "Investment aid", "Aide à l'investissement"),
    // Yearly lines.
    ("heat_sold", "Heat sold", "Chaleur vendue"),
    ("wood_gate_fees", "Gate fees of wood", "Redevances d'accueil du bois"),
    ("bought_wood", "Bought wood", "Bois acheté"),
    ("wood_transport", "Transport of wood", "Transport du bois"),
    ("platform", "Sorting and shredding platform", "Plateforme de tri et broyage"),
    ("shredding", "Shredding", "Broyage"),
    ("wood_boiler_fixed", "Wood boiler, fixed operation", "Chaudières bois, exploitation fixe"),
    ("wood_boiler_variable", "Wood boiler, variable operation", "Chaudières bois, exploitation variable"),
    ("gas_boiler_fixed", "Gas boiler, fixed operation", "Chaudières gaz, exploitation fixe"),
    ("network_variable", "Network operation", "Exploitation du réseau"),
    ("gas", "Natural gas", "Gaz naturel"),
    ("gas_excise", "Excise on natural gas", "Accise sur le gaz naturel"),
    ("ash", "ash", "cendres"),
    ("organic_gate_fees", "Gate fees of fermentable waste", "Redevances d'accueil des biodéchets"),
    ("biomethane_sold", "Biomethane sold", "Biométhane vendu"),
    ("organic_transport", "Transport of fermentable waste", "Transport des biodéchets"),
    ("digester_operation", "Operation of the digester", "Exploitation du méthaniseur"),
    ("digestate_spreading", "Spreading of digestate", "Épandage du digestat"),
    // Jobs.
    ("collection", "Collection", "Collecte"),
    ("sorting", "Sorting of wood", "Tri du bois"),
    ("reuse", "Repair and reuse", "Réparation et réemploi"),
    ("boiler_operation", "Boiler house", "Chaufferie"),
    // Pollutants and what else a limit is about.
    ("co", "Carbon monoxide", "Monoxyde de carbone"),
    ("ogc", "Organic carbon", "Carbone organique total"),
    ("nox", "Nitrogen oxides (as NO2)", "Oxydes d'azote (en NO2)"),
    ("so2", "Sulphur dioxide", "Dioxyde de soufre"),
    ("hcl", "Hydrogen chloride", "Chlorure d'hydrogène"),
    ("dust", "Dust", "Poussières"),
    ("efficiency", "Efficiency", "Rendement"),
    // Feedstocks whose library names are long for a figure.
    ("fw_canteen", "Canteen food waste", "Déchets de restauration"),
    ("fw_depack", "Depackaged food", "Invendus déconditionnés"),
    ("fw_household", "Household biowaste", "Biodéchets des ménages"),
    ("fv_super", "Shop fruit and vegetables", "Fruits et légumes de magasin"),
    ("fv_market", "Market fruit, vegetables", "Fruits et légumes de marché"),
    ("pallet_A_soft", "Pallets, softwood", "Palettes, résineux"),
    ("pallet_A_hard", "Pallets, hardwood", "Palettes, feuillus"),
    ("pack_mix_SSD", "Mixed packaging wood", "Emballages bois mélangés"),
    // Families of inputs.
    ("site", "Site and logistics", "Site et logistique"),
    ("digester", "Digester", "Méthaniseur"),
    ("boiler", "Boiler", "Chaudière"),
    ("demand", "Heat demand", "Besoin de chaleur"),
    ("carbon", "Carbon", "Carbone"),
    ("economics", "Money", "Économie"),
    ("feedstock", "Feedstocks", "Gisements"),
    ("provider", "Providers", "Fournisseurs"),
    ("stream", "Streams", "Flux"),
];

fn known(name: &str, lang: Locale) -> Option<&'static str> {
    WORDS.iter().find(|(short, ..)| *short == name).map(|(_, english, french)| lang.pick(english, french))
}

/// A name in words; an unknown one with spaces for underlines.
pub(in crate::report) fn words(name: &str, lang: Locale) -> String {
    known(name, lang).map_or_else(|| capital(&name.replace('_', " ")), str::to_owned)
}

/// A name in words, as the start of a sentence.
pub(in crate::report) fn title(name: &str, lang: Locale) -> String {
    capital(&words(name, lang))
}

fn capital(text: &str) -> String {
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
