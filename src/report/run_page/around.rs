//! The plant around the tanks: gas line by the hour, methane lost place by place, store, digestate and its land.

use super::chapter::{Chapter, Quantities, decimals, num, part_pct, said_in};
use crate::case::{DigestateOutcome, DigesterOutcome, PlantYear};
use crate::digestion::digestate::{Digestate, Nutrient};
use crate::digestion::plant::{GasYear, StoreYear};
use crate::digestion::sulphur::UNVALIDATED;
use crate::plot::{Heading, Series, TimeAxis, TimeSeries};
use crate::report::{Cell, Column, Row, Table};
use crate::text;
use crate::units::atomic_mass;
use crate::words::Locale;

/// Adds what the scenario describes of the plant around the tanks, and the digestate.
pub(super) fn add(lang: Locale, outcome: &DigesterOutcome, chapter: &mut Chapter) {
    if let Some(around) = &outcome.around {
        if let Some(gas) = &around.gas {
            gas_line(lang, gas, chapter);
        }
        if !around.losses.is_empty() {
            chapter.table(losses(lang, around));
        }
        if let Some(store) = &around.store {
            chapter.table(store_months(lang, store));
        }
    }
    if let Some(sulphide) = &outcome.sulphide {
        let mut table = Quantities::in_lang(lang.say("Sulphur (unvalidated)"), lang);
        table.push(lang.say("Hydrogen sulphide in the dry raw gas"), sulphide.gas_ppm, lang.say("ppm by volume"));
        table.push(
            lang.say("Sulphide in the digestate"),
            sulphide.dissolved_kmol_per_m3 * atomic_mass::S * 1000.0,
            "g S/m3",
        );
        table.push(
            lang.say("Undissociated, which inhibits"),
            sulphide.undissociated_kmol_per_m3 * atomic_mass::S * 1000.0,
            "g S/m3",
        );
        chapter.table(table.done());
        chapter.text(lang.tell(&text!("Note: {UNVALIDATED}. What it would inhibit is not fed back.", UNVALIDATED)));
    }
    if let Some(digestate) = &outcome.digestate {
        chapter.table(digestate_parts(lang, digestate));
        chapter.table(land(lang, digestate));
        chapter.text(land_words(lang, digestate));
    }
}

/// Days of an hourly quantity: its mean of each day.
fn daily(gas: &GasYear<f64>, name: &str, of: impl Fn(&crate::digestion::plant::GasHour<f64>) -> f64) -> Series {
    let mean = |day: &[crate::digestion::plant::GasHour<f64>]| day.iter().map(&of).sum::<f64>() / day.len() as f64;
    let points = gas.hours.chunks(24).enumerate().map(|(day, hours)| (day as f64 + 0.5, mean(hours))).collect();
    Series { name: name.to_owned(), points, band: Vec::new(), band_name: String::new() }
}

fn gas_line(lang: Locale, gas: &GasYear<f64>, chapter: &mut Chapter) {
    let columns = vec![
        Column::text(lang.say("Taker")),
        Column::number(lang.say("Methane"), "Nm3/a"),
        Column::number(lang.say("Running"), "h/a"),
        Column::number(lang.say("Starts"), "per year"),
        Column::number(lang.say("Electricity"), "MWh/a"),
        Column::number(lang.say("Heat"), "MWh/a"),
        Column::number(lang.say("Injected"), "Nm3 CH4/a"),
        Column::number(lang.say("Unburnt"), "% of its methane"),
    ];
    let mut table = Table::new(lang.say("The gas line, hour by hour"), columns);
    for (name, user) in gas.user_names.iter().zip(&gas.users) {
        table.push(vec![
            Cell::text(name),
            num(user.methane_nm3),
            num(user.running_h),
            num(user.starts),
            num(user.electricity_kwh / 1000.0),
            num(user.heat_kwh / 1000.0),
            num(user.injected_nm3),
            part_pct(user.slip_nm3, user.methane_nm3),
        ]);
    }
    chapter.table(table);
    let total = gas.total();
    let mut table = Quantities::in_lang(lang.say("Gas that no taker used"), lang);
    table.push(lang.say("Burnt in the flare"), total.flared_nm3, "Nm3 CH4/a");
    table.push(lang.say("Out of the relief valve"), total.vented_nm3, "Nm3 CH4/a");
    table.push(lang.say("Gained by the holder over the year"), total.stored_nm3, "Nm3 CH4/a");
    chapter.table(table.done());
    let filling = TimeSeries {
        heading: Heading::new(lang.say("Filling of the gas holder"), lang),
        quantity: lang.say("Filling").to_owned(),
        unit: "%".to_owned(),
        axis: TimeAxis::Year,
        series: vec![daily(gas, lang.say("Filling"), |hour| 100.0 * hour.level)],
        levels: Vec::new(),
    };
    chapter.figure(filling.draw(), lang.say("Mean of each day, nominal case; the account itself goes by the hour."));
}

fn losses(lang: Locale, around: &PlantYear) -> Table {
    let columns = vec![
        Column::text(lang.say("Where methane is lost to the air")),
        Column::number(lang.say("Methane"), "Nm3/a"),
        Column::number(lang.say("Methane"), "kg/a"),
        Column::number(lang.say("Share"), "% of what the tanks make"),
    ];
    let mut table = Table::new(lang.say("Lost methane of each tank, engine and store"), columns);
    for loss in &around.losses {
        table.push(vec![
            Cell::text(loss.place.to_string()),
            num(loss.nm3),
            num(loss.kg_ch4),
            decimals(100.0 * loss.share_of_produced, 2),
        ]);
    }
    let sum = |of: fn(&crate::digestion::plant::MethaneLoss<f64>) -> f64| around.losses.iter().map(of).sum::<f64>();
    table.rows.push(Row::Total(vec![
        Cell::text(lang.say("Together")),
        num(sum(|loss| loss.nm3)),
        num(sum(|loss| loss.kg_ch4)),
        decimals(100.0 * sum(|loss| loss.share_of_produced), 2),
    ]));
    table
}

fn store_months(lang: Locale, store: &StoreYear<f64>) -> Table {
    let columns = vec![
        Column::text(lang.say("Month")),
        Column::number(lang.say("Temperature"), "°C"),
        Column::number(lang.say("In store at the end"), "m3"),
        Column::number(lang.say("Spread"), "m3"),
        Column::number(lang.say("Methane given off"), "Nm3"),
    ];
    let kept = if store.recovered_nm3 > 0.0 { "kept" } else { "lost" };
    let mut table = Table::new(lang.tell(&text!("The digestate store by month: its gas is {kept}", kept)), columns);
    for (month, name) in store.months.iter().zip(lang.months()) {
        table.push(vec![
            Cell::text(name),
            decimals(month.temperature_c, 1),
            num(month.end_m3),
            num(month.spread_m3),
            num(month.methane_nm3),
        ]);
    }
    table.rows.push(Row::Total(vec![
        Cell::text(lang.say("Year")),
        decimals(store.temperature_c, 1),
        Cell::empty(),
        num(store.months.iter().map(|m| m.spread_m3).sum()),
        num(store.lost_nm3 + store.recovered_nm3),
    ]));
    table
}

/// A nutrient, or how much dry matter it is unknown of.
fn nutrient(lang: Locale, value: &Nutrient<f64>) -> Cell {
    match value.value() {
        Some(t) => num(t),
        None => Cell::text(lang.tell(&text!("unknown for {a} t TS", a = said_in(value.unknown_ts_t, 2, lang)))),
    }
}

fn digestate_parts(lang: Locale, digestate: &DigestateOutcome) -> Table {
    let columns = vec![
        Column::text(lang.say("Digestate")),
        Column::number(lang.say("Mass"), "t/a"),
        Column::number(lang.say("Dry matter"), "% of mass"),
        Column::number(lang.say("Organic dry matter"), "t/a"),
        Column::number(lang.say("Nitrogen"), "t N/a"),
        Column::number(lang.say("Ammonium"), "t N/a"),
        Column::number(lang.say("Phosphorus"), "t P/a"),
        Column::number(lang.say("Potassium"), "t K/a"),
    ];
    let mut table = Table::new(lang.say("Digestate of a year"), columns);
    let row = |name: &str, part: &Digestate<f64>| {
        vec![
            Cell::text(name),
            num(part.mass_t),
            decimals(part.ts_pct(), 1),
            num(part.vs_t),
            num(part.n_t),
            num(part.tan_t),
            nutrient(lang, &part.p),
            nutrient(lang, &part.k),
        ]
    };
    if let Some(parts) = &digestate.separated {
        table.push(row(lang.say("Solid"), &parts.solid));
        table.push(row(lang.say("Liquid"), &parts.liquid));
    }
    table.push(row(lang.say("All"), &digestate.whole));
    table
}

fn land(lang: Locale, digestate: &DigestateOutcome) -> Table {
    let land = &digestate.land;
    let mut table = Quantities::in_lang(lang.say("Land and store for the digestate"), lang);
    table.push(lang.say("Nitrogen lost as ammonia from the store"), land.ammonia_lost_t, "t N/a");
    table.push(lang.say("Nitrogen that reaches the land"), land.spread_n_t, "t N/a");
    table.push(lang.say("Nitrogen that the limit counts"), land.counted_n_t, "t N/a");
    table.push(lang.say("Land at the limit"), land.land_ha, "ha");
    for (what, value) in [
        (lang.say("Digestate on it"), land.t_per_ha.map(|v| (v, "t/ha"))),
        (lang.say("Phosphorus on it"), land.p_kg_per_ha.map(|v| (v, "kg P/ha"))),
        (lang.say("Potassium on it"), land.k_kg_per_ha.map(|v| (v, "kg K/ha"))),
    ] {
        if let Some((value, unit)) = value {
            table.push(what, value, unit);
        }
    }
    table.push(lang.say("Store that the months asked need"), digestate.storage.needed_m3, "m3");
    table.done()
}

fn land_words(lang: Locale, digestate: &DigestateOutcome) -> String {
    let held = digestate.storage.held_months;
    let store = if held > 0.0 {
        lang.tell(&text!(" The store holds {a} months from the worst month on.", a = said_in(held, 2, lang)))
    } else {
        lang.say(" No store is described ([digester.store]).").to_owned()
    };
    lang.tell(&text!("The limit is {a} kg N per hectare and year (nitrates directive 91/676/EEC, annex III, for manure in vulnerable zones; [digester.digestate] nitrogen_rule says which nitrogen counts).{store}", a = said_in(digestate.limit_kg_n_per_ha, 3, lang), store))
}
