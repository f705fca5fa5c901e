//! Resource: the wood of the pool, its quality, how far it goes, the store.

use super::context::Context;
use crate::case::Outcome;
use crate::plot::{Locale, percent};
use crate::report::Table;
use crate::report::chapter::{Chapter, Quantities};
use crate::report::shared::wood_limits;
use crate::sizing::Figure;

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("resource", c.say("Resource: wood", "Ressource : le bois"));
    let Some(shown) = c.shown() else { return chapter };
    chapter.text(text(c));
    chapter.table(fuel(c, shown.outcome));
    if let Some(stock) = c.options.stock {
        chapter.figure(
            stock.draw(),
            c.say(
                "The wood store month by month: what comes and what is burnt do not fall into the same season. Where the line \
                 reaches the ground, wood is bought or gas steps in.",
                "Le stock de bois mois par mois : les apports et la combustion n'ont pas la même saison. Là où la ligne touche \
                 le sol, il faut acheter du bois ou recourir au gaz.",
            ),
        );
    }
    wood_limits::add(&shown.outcome.pool.limits, Some(shown.case), c.lang, &mut chapter);
    chapter
}

fn text(c: &Context<'_>) -> String {
    let Some(shown) = c.shown() else { return String::new() };
    let burnt = shown.rated.nominal.of(Figure::WoodBurnt);
    let bought = shown.rated.nominal.of(Figure::WoodBought);
    let (house, burnt_text) = (c.shown_word(), c.number(burnt));
    let mut text = match c.lang {
        Locale::En => format!("A year of {house} burns {burnt_text} t of wood as received."),
        Locale::Fr => format!("Une année de {house} brûle {burnt_text} t de bois sur brut (broyat)."),
    };
    if bought > 0.0 && burnt > 0.0 {
        let (share, tonnes) = (percent(bought / burnt, 0, c.lang), c.number(bought));
        text += &match c.lang {
            Locale::En => format!(" Of it {tonnes} t ({share}) are bought beside the pool."),
            Locale::Fr => format!(" Dont {tonnes} t ({share}) achetées hors gisement."),
        };
    }
    let Some(heat) = shown.heat().filter(|h| h.fuel_share < 1.0) else { return text };
    let share = percent(heat.fuel_share, 1, c.lang);
    text += &match c.lang {
        Locale::En => format!(
            " There is wood for {share} of the fuel that the boilers would burn; gas gives the rest, and a larger boiler \
             would not change that."
        ),
        Locale::Fr => format!(
            " Le gisement fournit {share} du combustible que les chaudières brûleraient ; le gaz donne le reste, et une \
             chaudière plus grande n'y changerait rien."
        ),
    };
    text
}

fn fuel(c: &Context<'_>, outcome: &Outcome) -> Table {
    let mut table = Quantities::in_lang(c.say("Wood and its quality", "Le bois et sa qualité"), c.lang);
    let t_a = c.say("t/a", "t/an");
    if let Some(pool) = &outcome.pool.wood {
        let (year, mean) = (pool.year(), pool.year_fuel());
        table.group(c.say("Pool", "Gisement"));
        table.push(c.say("Wood that comes, usable", "Bois mobilisable, sur brut"), year.wet_t, t_a);
        table.push(c.say("Dry mass", "Masse sèche"), year.dry_t, t_a);
        let density = c.say("Bulk density of the shred", "Masse volumique apparente du broyat");
        table.push(density, mean.bulk_density_kg_m3, "kg/m3");
    }
    if let Some(heat) = outcome.heat.as_ref().filter(|h| h.wood_available_mwh.is_finite()) {
        let unit = c.say("MWh LHV/a", "MWh PCI/an");
        table.push(c.say("Energy of the pool", "Énergie du gisement, entrée chaudière"), heat.wood_available_mwh, unit);
        table.push(c.say("Energy burnt", "Énergie brûlée, entrée chaudière"), heat.wood_fuel_mwh(), unit);
    }
    if let Some(boiler) = outcome.boilers.first() {
        let (fuel, burning) = (&boiler.fuel, &boiler.combustion);
        let dry = c.say("% of dry mass", "% de la masse sèche");
        table.group(c.say("Fuel", "Combustible"));
        table.push(c.say("Water", "Humidité"), fuel.moisture_pct_ar, c.say("% as received", "% sur brut"));
        let lhv = c.say("Lower heating value, as received", "PCI sur brut");
        table.push(lhv, burning.lhv_mj_per_kg_ar / crate::units::MJ_PER_KWH, "MWh/t");
        table.push(c.say("Ash", "Cendres"), fuel.ash_pct_db, dry);
        table.push(c.say("Nitrogen", "Azote"), fuel.n_pct_db, dry);
        table.push(c.say("Chlorine", "Chlore"), fuel.cl_pct_db, dry);
    }
    if let Some(built) = c.shown().map(|l| &l.rated.built).filter(|b| b.wood_store_t > 0.0) {
        table.group(c.say("Store of the boiler house", "Silo de la chaufferie"));
        table.push(c.say("Holds", "Contenance"), built.wood_store_t, "t");
        if let Some(pool) = &outcome.pool.wood {
            let density = pool.year_fuel().bulk_density_kg_m3;
            let volume = c.say("Volume filled, without dead space", "Volume utile, hors volumes morts");
            table.push(volume, built.wood_store_t * 1000.0 / density, "m3");
        }
        let days = c.shown().map_or(f64::NAN, |l| l.rated.candidate.store_days);
        table.push(c.say("Autonomy at nominal power", "Autonomie à pleine puissance"), days, c.say("d", "j"));
    }
    table.done()
}
