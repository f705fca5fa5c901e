//! The plant around the tanks: gas line by the hour, methane lost place by place, store, digestate and its land.

use super::LANG;
use super::chapter::{Chapter, Quantities, decimals, num, part_pct, said};
use crate::case::{DigestateOutcome, DigesterOutcome, PlantYear};
use crate::digestion::digestate::{Digestate, Nutrient};
use crate::digestion::plant::{GasYear, StoreYear};
use crate::digestion::sulphur::UNVALIDATED;
use crate::plot::{Heading, Series, TimeAxis, TimeSeries};
use crate::report::{Cell, Column, Row, Table};
use crate::units::atomic_mass;

/// Adds what the scenario describes of the plant around the tanks, and the digestate.
pub(super) fn add(outcome: &DigesterOutcome, chapter: &mut Chapter) {
    if let Some(around) = &outcome.around {
        if let Some(gas) = &around.gas {
            gas_line(gas, chapter);
        }
        if !around.losses.is_empty() {
            chapter.table(losses(around));
        }
        if let Some(store) = &around.store {
            chapter.table(store_months(store));
        }
    }
    if let Some(sulphide) = &outcome.sulphide {
        let mut table = Quantities::new("Sulphur (unvalidated)");
        table.push("Hydrogen sulphide in the dry raw gas", sulphide.gas_ppm, "ppm by volume");
        table.push("Sulphide in the digestate", sulphide.dissolved_kmol_per_m3 * atomic_mass::S * 1000.0, "g S/m3");
        table.push(
            "Undissociated, which inhibits",
            sulphide.undissociated_kmol_per_m3 * atomic_mass::S * 1000.0,
            "g S/m3",
        );
        chapter.table(table.done());
        chapter.text(format!("Note: {UNVALIDATED}. What it would inhibit is not fed back."));
    }
    if let Some(digestate) = &outcome.digestate {
        chapter.table(digestate_parts(digestate));
        chapter.table(land(digestate));
        chapter.text(land_words(digestate));
    }
}

/// Days of an hourly quantity: its mean of each day.
fn daily(gas: &GasYear<f64>, name: &str, of: impl Fn(&crate::digestion::plant::GasHour<f64>) -> f64) -> Series {
    let mean = |day: &[crate::digestion::plant::GasHour<f64>]| day.iter().map(&of).sum::<f64>() / day.len() as f64;
    let points = gas.hours.chunks(24).enumerate().map(|(day, hours)| (day as f64 + 0.5, mean(hours))).collect();
    Series { name: name.to_owned(), points, band: Vec::new(), band_name: String::new() }
}

fn gas_line(gas: &GasYear<f64>, chapter: &mut Chapter) {
    let columns = vec![
        Column::text("Taker"),
        Column::number("Methane", "Nm3/a"),
        Column::number("Running", "h/a"),
        Column::number("Starts", "per year"),
        Column::number("Electricity", "MWh/a"),
        Column::number("Heat", "MWh/a"),
        Column::number("Injected", "Nm3 CH4/a"),
        Column::number("Unburnt", "% of its methane"),
    ];
    let mut table = Table::new("The gas line, hour by hour", columns);
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
    let mut table = Quantities::new("Gas that no taker used");
    table.push("Burnt in the flare", total.flared_nm3, "Nm3 CH4/a");
    table.push("Out of the relief valve", total.vented_nm3, "Nm3 CH4/a");
    table.push("Gained by the holder over the year", total.stored_nm3, "Nm3 CH4/a");
    chapter.table(table.done());
    let filling = TimeSeries {
        heading: Heading::new("Filling of the gas holder", LANG),
        quantity: "Filling".to_owned(),
        unit: "%".to_owned(),
        axis: TimeAxis::Year,
        series: vec![daily(gas, "Filling", |hour| 100.0 * hour.level)],
        levels: Vec::new(),
    };
    chapter.figure(filling.draw(), "Mean of each day, nominal case; the account itself goes by the hour.");
}

fn losses(around: &PlantYear) -> Table {
    let columns = vec![
        Column::text("Where methane is lost to the air"),
        Column::number("Methane", "Nm3/a"),
        Column::number("Methane", "kg/a"),
        Column::number("Share", "% of what the tanks make"),
    ];
    let mut table = Table::new("Lost methane of each tank, engine and store", columns);
    for loss in &around.losses {
        table.push(vec![
            Cell::text(&loss.place),
            num(loss.nm3),
            num(loss.kg_ch4),
            decimals(100.0 * loss.share_of_produced, 2),
        ]);
    }
    let sum = |of: fn(&crate::digestion::plant::MethaneLoss<f64>) -> f64| around.losses.iter().map(of).sum::<f64>();
    table.rows.push(Row::Total(vec![
        Cell::text("Together"),
        num(sum(|loss| loss.nm3)),
        num(sum(|loss| loss.kg_ch4)),
        decimals(100.0 * sum(|loss| loss.share_of_produced), 2),
    ]));
    table
}

fn store_months(store: &StoreYear<f64>) -> Table {
    let columns = vec![
        Column::text("Month"),
        Column::number("Temperature", "°C"),
        Column::number("In store at the end", "m3"),
        Column::number("Spread", "m3"),
        Column::number("Methane given off", "Nm3"),
    ];
    let kept = if store.recovered_nm3 > 0.0 { "kept" } else { "lost" };
    let mut table = Table::new(format!("The digestate store by month: its gas is {kept}"), columns);
    for (month, name) in store.months.iter().zip(LANG.months()) {
        table.push(vec![
            Cell::text(name),
            decimals(month.temperature_c, 1),
            num(month.end_m3),
            num(month.spread_m3),
            num(month.methane_nm3),
        ]);
    }
    table.rows.push(Row::Total(vec![
        Cell::text("Year"),
        decimals(store.temperature_c, 1),
        Cell::empty(),
        num(store.months.iter().map(|m| m.spread_m3).sum()),
        num(store.lost_nm3 + store.recovered_nm3),
    ]));
    table
}

/// A nutrient, or how much dry matter it is unknown of.
fn nutrient(value: &Nutrient<f64>) -> Cell {
    match value.value() {
        Some(t) => num(t),
        None => Cell::text(format!("unknown for {} t TS", said(value.unknown_ts_t, 2))),
    }
}

fn digestate_parts(digestate: &DigestateOutcome) -> Table {
    let columns = vec![
        Column::text("Digestate"),
        Column::number("Mass", "t/a"),
        Column::number("Dry matter", "% of mass"),
        Column::number("Organic dry matter", "t/a"),
        Column::number("Nitrogen", "t N/a"),
        Column::number("Ammonium", "t N/a"),
        Column::number("Phosphorus", "t P/a"),
        Column::number("Potassium", "t K/a"),
    ];
    let mut table = Table::new("Digestate of a year", columns);
    let row = |name: &str, part: &Digestate<f64>| {
        vec![
            Cell::text(name),
            num(part.mass_t),
            decimals(part.ts_pct(), 1),
            num(part.vs_t),
            num(part.n_t),
            num(part.tan_t),
            nutrient(&part.p),
            nutrient(&part.k),
        ]
    };
    if let Some(parts) = &digestate.separated {
        table.push(row("Solid", &parts.solid));
        table.push(row("Liquid", &parts.liquid));
    }
    table.push(row("All", &digestate.whole));
    table
}

fn land(digestate: &DigestateOutcome) -> Table {
    let land = &digestate.land;
    let mut table = Quantities::new("Land and store for the digestate");
    table.push("Nitrogen lost as ammonia from the store", land.ammonia_lost_t, "t N/a");
    table.push("Nitrogen that reaches the land", land.spread_n_t, "t N/a");
    table.push("Nitrogen that the limit counts", land.counted_n_t, "t N/a");
    table.push("Land at the limit", land.land_ha, "ha");
    for (what, value) in [
        ("Digestate on it", land.t_per_ha.map(|v| (v, "t/ha"))),
        ("Phosphorus on it", land.p_kg_per_ha.map(|v| (v, "kg P/ha"))),
        ("Potassium on it", land.k_kg_per_ha.map(|v| (v, "kg K/ha"))),
    ] {
        if let Some((value, unit)) = value {
            table.push(what, value, unit);
        }
    }
    table.push("Store that the months asked need", digestate.storage.needed_m3, "m3");
    table.done()
}

fn land_words(digestate: &DigestateOutcome) -> String {
    let held = digestate.storage.held_months;
    let store = if held > 0.0 {
        format!(" The store holds {} months from the worst month on.", said(held, 2))
    } else {
        " No store is described ([digester.store]).".to_owned()
    };
    format!(
        "The limit is {} kg N per hectare and year (nitrates directive 91/676/EEC, annex III, for manure in vulnerable \
         zones; [digester.digestate] nitrogen_rule says which nitrogen counts).{store}",
        said(digestate.limit_kg_n_per_ha, 3)
    )
}
