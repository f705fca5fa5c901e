//! Resource: the wood of the pool, its quality, how far it goes, the store.

use super::context::Context;
use crate::case::Outcome;
use crate::feedstock::stock::{StockMonth, StockYear};
use crate::plot::{self, MonthlyGroup, Picture, PlotError, percent};
use crate::report::Table;
use crate::report::chapter::{Chapter, Quantities};
use crate::report::shared::wood_limits;
use crate::sizing::Figure;
use crate::text;

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("resource", c.say("Resource: wood"));
    let Some(shown) = c.shown() else { return chapter };
    chapter.text(text(c));
    chapter.table(fuel(c, shown.outcome));
    if let Some(stock) = shown.heat().and_then(|h| h.stock.as_ref()) {
        chapter.figure(
            store(c, stock),
            c.say(
                "The pooled wood month by month: what comes and what is burnt do not fall into the same season. \
                 Where the line reaches the ground, wood is bought or gas steps in. Energy as it lies: what dries \
                 gains, what rots loses.",
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
    let mut text =
        c.lang.tell(&text!("A year of {house} burns {burnt_text} t of wood as received.", house, burnt_text));
    if bought > 0.0 && burnt > 0.0 {
        let (share, tonnes) = (percent(bought / burnt, 0, c.lang), c.number(bought));
        text += &c.lang.tell(&text!(" Of it {tonnes} t ({share}) are bought beside the pool.", tonnes, share));
    }
    let Some(heat) = shown.heat().filter(|h| h.fuel_share < 1.0) else { return text };
    let share = percent(heat.fuel_share, 1, c.lang);
    text += &c.lang.tell(&text!(" There is wood for {share} of the fuel that the boilers would burn; gas gives the rest, and a larger boiler would not change that.", share));
    text
}

fn fuel(c: &Context<'_>, outcome: &Outcome) -> Table {
    let mut table = Quantities::in_lang(c.say("Wood and its quality"), c.lang);
    let t_a = c.say("t/a");
    if let Some(pool) = &outcome.pool.wood {
        let (year, mean) = (pool.year(), pool.year_fuel());
        table.group(c.say("Pool"));
        table.push(c.say("Wood that comes, usable"), year.wet_t, t_a);
        table.push(c.say("Dry mass"), year.dry_t, t_a);
        let density = c.say("Bulk density of the shred");
        table.push(density, mean.bulk_density_kg_m3, "kg/m3");
    }
    if let Some(heat) = outcome.heat.as_ref().filter(|h| h.wood_available_mwh.is_finite()) {
        let unit = c.say("MWh LHV/a");
        table.push(c.say("Energy of the pool"), heat.wood_available_mwh, unit);
        table.push(c.say("Energy burnt"), heat.wood_fuel_mwh(), unit);
    }
    if let Some(boiler) = outcome.boilers.first() {
        let (fuel, burning) = (&boiler.fuel, &boiler.combustion);
        let dry = c.say("% of dry mass");
        table.group(c.say("Fuel"));
        table.push(c.say("Water¦of wood"), fuel.moisture_pct_ar, c.say("% as received"));
        let lhv = c.say("Lower heating value, as received");
        table.push(lhv, burning.lhv_mj_per_kg_ar / crate::units::MJ_PER_KWH, "MWh/t");
        table.push(c.say("Ash"), fuel.ash_pct_db, dry);
        table.push(c.say("Nitrogen"), fuel.n_pct_db, dry);
        table.push(c.say("Chlorine"), fuel.cl_pct_db, dry);
    }
    if let Some(built) = c.shown().map(|l| &l.rated.built).filter(|b| b.wood_store_t > 0.0) {
        table.group(c.say("Store of the boiler house"));
        table.push(c.say("Holds"), built.wood_store_t, "t");
        if let Some(pool) = &outcome.pool.wood {
            let density = pool.year_fuel().bulk_density_kg_m3;
            let volume = c.say("Volume filled, without dead space");
            table.push(volume, built.wood_store_t * 1000.0 / density, "m3");
        }
        if let Some(stock) = outcome.heat.as_ref().and_then(|h| h.stock.as_ref()) {
            let fullest = c.say("Hall of the pool: fullest month");
            table.push(fullest, stock.fullest_m3(), "m3");
            let overflow = stock.sum(|m| m.overflow.wet_t());
            table.push(c.say("Wood that does not fit in"), overflow, t_a);
        }
        let days = c.shown().map_or(f64::NAN, |l| l.rated.candidate.store_days);
        table.push(c.say("Autonomy at nominal power"), days, c.say("d"));
        if let Some(heat) = outcome.heat.as_ref().filter(|h| h.deliveries > 0.0) {
            table.push(c.say("Lorries"), heat.deliveries, c.say("1/a"));
        }
    }
    table.done()
}

/// The months of the store, MWh LHV.
fn store(c: &Context<'_>, stock: &StockYear) -> Result<Picture, PlotError> {
    let group = |name: &str, value: &dyn Fn(&StockMonth) -> f64| MonthlyGroup {
        name: name.to_owned(),
        values: stock.months.map(|m| value(&m)),
    };
    let used = |list: Vec<MonthlyGroup>| -> Vec<MonthlyGroup> {
        list.into_iter().filter(|g| g.values.iter().any(|v| *v != 0.0)).collect()
    };
    plot::StockYear {
        heading: c.heading("The pooled wood as a stock"),
        quantity: c.say("Energy of wood").to_owned(),
        unit: c.say("MWh LHV").to_owned(),
        into: used(vec![
            group(c.say("From the pool"), &|m| m.arrived.energy_mwh()),
            group(c.say("Bought"), &|m| m.bought_mwh),
        ]),
        out_of: used(vec![
            group(c.say("Burnt"), &|m| m.burnt.energy_mwh() + m.bought_mwh),
            group(c.say("Fines"), &|m| m.fines.energy_mwh()),
            group(c.say("Rotten"), &|m| m.rotten_mwh.max(0.0)),
            group(c.say("Does not fit"), &|m| m.overflow.energy_mwh()),
        ]),
        stock: stock.months.map(|m| m.closing.energy_mwh()),
        capacity: None,
    }
    .draw()
}
