//! Names of the figures, limits and objectives of a sizing, in English and French.

use crate::plot::Locale;
use crate::scenario::SizeObjective;
use crate::sizing::Figure;

/// A figure, as a row or a column names it.
pub(super) fn figure(figure: Figure, lang: Locale) -> &'static str {
    match figure {
        Figure::Lcoh => lang.pick("Cost of heat (LCOH)", "Coût global de la chaleur (LCOH, HT)"),
        Figure::Coverage => lang.pick("Coverage without gas", "Taux de couverture (hors gaz)"),
        Figure::Saved => lang.pick("Greenhouse gas saved", "Gaz à effet de serre évités"),
        Figure::Starts => lang.pick("Starts of all wood boilers", "Démarrages des chaudières bois"),
        Figure::FullLoadHours => lang.pick("Full-load hours of wood", "Heures équivalentes pleine puissance (bois)"),
        Figure::WoodHeat => lang.pick("Heat of wood", "Chaleur bois, sortie chaudières"),
        Figure::BackupHeat => lang.pick("Heat of the gas backup", "Chaleur de l'appoint gaz"),
        Figure::AnnualEfficiency => {
            lang.pick("Annual efficiency, start-up fuel included", "Rendement annuel (PCI), démarrages compris")
        }
        Figure::WoodBurnt => lang.pick("Wood burnt, as received", "Bois brûlé, sur brut"),
        Figure::WoodBought => lang.pick("Wood bought beside the pool", "Bois acheté hors gisement, sur brut"),
        Figure::Invested => lang.pick("Investment less aid", "Investissement, aides déduites"),
        Figure::Npv => lang.pick("Net present value", "Valeur actuelle nette"),
        Figure::CarbonMonoxide => lang.pick("Carbon monoxide", "Monoxyde de carbone"),
        Figure::Unmet => lang.pick("Heat that nobody gives", "Besoin non couvert"),
    }
}

/// A figure, as an axis names it.
pub(super) fn short(which: Figure, lang: Locale) -> &'static str {
    match which {
        Figure::Lcoh => lang.pick("Cost of heat", "Coût de la chaleur"),
        Figure::Coverage => lang.pick("Coverage", "Taux de couverture"),
        other => figure(other, lang),
    }
}

/// Unit of a figure in the language.
pub(super) fn unit(figure: Figure, lang: Locale) -> &'static str {
    match (figure, lang) {
        (_, Locale::En) => figure.unit(),
        (Figure::Lcoh, Locale::Fr) => "€/MWh",
        (Figure::Coverage | Figure::AnnualEfficiency, Locale::Fr) => "%",
        (Figure::Saved, Locale::Fr) => "t CO2e/an",
        (Figure::Starts, Locale::Fr) => "1/an",
        (Figure::FullLoadHours, Locale::Fr) => "h/an",
        (Figure::WoodHeat | Figure::BackupHeat | Figure::Unmet, Locale::Fr) => "MWh/an",
        (Figure::WoodBurnt | Figure::WoodBought, Locale::Fr) => "t/an",
        (Figure::Invested | Figure::Npv, Locale::Fr) => "€",
        (Figure::CarbonMonoxide, Locale::Fr) => "kg/an",
    }
}

/// Decimals with which a figure is read.
pub(super) fn decimals(figure: Figure) -> usize {
    match figure {
        Figure::Lcoh => 2,
        Figure::Coverage | Figure::AnnualEfficiency | Figure::Saved => 1,
        Figure::WoodHeat | Figure::BackupHeat | Figure::WoodBurnt | Figure::WoodBought | Figure::Unmet => 1,
        Figure::Starts | Figure::FullLoadHours | Figure::Invested | Figure::Npv | Figure::CarbonMonoxide => 0,
    }
}

/// What is made best.
pub(super) fn objective(objective: SizeObjective, lang: Locale) -> &'static str {
    match objective {
        SizeObjective::Cost => lang.pick("least cost of heat", "moindre coût global de la chaleur"),
        SizeObjective::Co2 => lang.pick("least greenhouse gas", "moindres émissions de gaz à effet de serre"),
        SizeObjective::Coverage => lang.pick("most coverage without gas", "meilleur taux de couverture hors gaz"),
    }
}

/// A limit that a candidate does not keep; an unknown one with spaces for underlines.
pub(super) fn limit(id: &str, lang: Locale) -> String {
    match id {
        "coverage" => lang.pick("coverage", "taux de couverture"),
        "starts" => lang.pick("starts", "démarrages"),
        "power" => lang.pick("wood power", "puissance bois"),
        "buffer" => lang.pick("buffer", "ballon d'hydro-accumulation"),
        "store" => lang.pick("wood store", "silo"),
        "production" => lang.pick("yearly heat of wood", "production bois annuelle"),
        "bought_wood" => lang.pick("bought wood", "bois acheté"),
        "probability" => lang.pick("probability of the target", "probabilité d'atteindre l'objectif"),
        "unmet" => lang.pick("unmet demand", "besoin non couvert"),
        other => return other.replace('_', " "),
    }
    .to_owned()
}
