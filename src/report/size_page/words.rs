//! Names of the figures, limits and objectives of a sizing, in English and French.

use crate::plot::Locale;
use crate::scenario::SizeObjective;
use crate::sizing::Figure;

/// A figure, as a row or a column names it.
pub(super) fn figure(figure: Figure, lang: Locale) -> &'static str {
    match figure {
        Figure::Lcoh => lang.say("Cost of heat (LCOH)"),
        Figure::Coverage => lang.say("Coverage without gas"),
        Figure::Saved => lang.say("Greenhouse gas saved"),
        Figure::Starts => lang.say("Starts of all wood boilers"),
        Figure::FullLoadHours => lang.say("Full-load hours of wood"),
        Figure::WoodHeat => lang.say("Heat of wood"),
        Figure::BackupHeat => lang.say("Heat of the gas backup"),
        Figure::AnnualEfficiency => lang.say("Annual efficiency, start-up fuel included"),
        Figure::WoodBurnt => lang.say("Wood burnt, as received"),
        Figure::WoodBought => lang.say("Wood bought beside the pool"),
        Figure::Invested => lang.say("Investment less aid"),
        Figure::Npv => lang.say("Net present value"),
        Figure::CarbonMonoxide => lang.say("Carbon monoxide"),
        Figure::Unmet => lang.say("Heat that nobody gives"),
    }
}

/// A figure, as an axis names it.
pub(super) fn short(which: Figure, lang: Locale) -> &'static str {
    match which {
        Figure::Lcoh => lang.say("Cost of heat"),
        Figure::Coverage => lang.say("Coverage"),
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
        SizeObjective::Cost => lang.say("least cost of heat"),
        SizeObjective::Co2 => lang.say("least greenhouse gas"),
        SizeObjective::Coverage => lang.say("most coverage without gas"),
    }
}

/// A limit that a candidate does not keep; an unknown one with spaces for underlines.
pub(super) fn limit(id: &str, lang: Locale) -> String {
    match id {
        "coverage" => lang.say("coverage"),
        "starts" => lang.say("starts"),
        "power" => lang.say("wood power"),
        "buffer" => lang.say("buffer"),
        "store" => lang.say("wood store"),
        "production" => lang.say("yearly heat of wood"),
        "bought_wood" => lang.say("bought wood"),
        "probability" => lang.say("probability of the target"),
        "unmet" => lang.say("unmet demand"),
        other => return other.replace('_', " "),
    }
    .to_owned()
}
