//! Digesters: gas through the year, how the biology does, what becomes of the gas, own heat and power.

use super::chapter::{Chapter, Quantities, decimals, num, part_pct, said};
use super::{LANG, around, influent, tanks};
use crate::case::{DigesterCase, DigesterOutcome, DigestionModel, MonthOfGas};
use crate::digestion::adm1::Day;
use crate::digestion::plant::{GasUse, PlantBalance};
use crate::digestion::tank::TankVerdict;
use crate::plot::{Heading, Monthly, MonthlyGroup, Series, TimeAxis, TimeSeries};
use crate::report::{Cell, Column, Row, Run, Table};
use crate::units::{ZERO_CELSIUS_K, atomic_mass};

/// One chapter a digester.
pub(super) fn chapters(run: &Run<'_>) -> Vec<Chapter> {
    let single = run.outcome.digesters.len() == 1;
    let case = |outcome: &DigesterOutcome| run.case.digesters.iter().find(|c| c.id == outcome.id);
    run.outcome
        .digesters
        .iter()
        .filter_map(|outcome| case(outcome).map(|case| chapter(case, outcome, single)))
        .collect()
}

fn chapter(case: &DigesterCase, outcome: &DigesterOutcome, single: bool) -> Chapter {
    let heading = if single { "Digester".to_owned() } else { format!("Digester {}", outcome.id) };
    let mut chapter = Chapter::new(&format!("digester-{}", outcome.id), heading);
    chapter.text(state_of(case, outcome));
    if outcome.daily.is_empty() && outcome.tanks.is_empty() {
        monthly_gas(outcome, &mut chapter);
    } else if !outcome.daily.is_empty() {
        daily_gas(outcome, &mut chapter);
        health(outcome, &mut chapter);
    }
    tanks::add(outcome, &mut chapter);
    if outcome.on_pool {
        chapter.table(months(outcome));
        chapter.table(gas_use(&outcome.plant));
        chapter.table(heat_and_power(case, &outcome.plant));
        around::add(outcome, &mut chapter);
    } else {
        influent::add(outcome, &mut chapter);
    }
    chapter
}

fn model_words(model: DigestionModel) -> &'static str {
    match model {
        DigestionModel::Adm1 => "ADM1 as in BSM2",
        DigestionModel::Adm1da => "ADM1da, the agricultural ADM1 with slow and fast pools",
        DigestionModel::R3 => "R3, ADM1 simplified to hydrolysis and acetate (Weinrich & Nelles 2021)",
        DigestionModel::R4 => "R4, ADM1 simplified to hydrolysis (Weinrich & Nelles 2021)",
        DigestionModel::TwoPools => "slow and fast pools of first order",
        DigestionModel::FirstOrder => "first-order kinetics in a stirred tank",
        DigestionModel::BuswellBoyle => "Buswell-Boyle: all degradable matter becomes gas, an upper bound",
    }
}

fn state_of(case: &DigesterCase, outcome: &DigesterOutcome) -> String {
    let volume_m3 = case.adm1.V_liq;
    let mut text = format!(
        "{} m3 of liquid at {} °C; gas by {}.",
        said(volume_m3, 4),
        said(case.adm1.T_op - ZERO_CELSIUS_K, 3),
        model_words(outcome.model),
    );
    let (days, feed_t) = (outcome.total(|m| m.days), outcome.total(|m| m.feed_t));
    if feed_t > 0.0 {
        text += &format!(" Mean retention {} d.", said(outcome.retention_d(volume_m3), 3));
    }
    let vs_t = outcome.total(|m| m.vs_t);
    if vs_t > 0.0 {
        let (methane, potential) = (outcome.total(|m| m.methane_nm3), outcome.total(|m| m.potential_nm3));
        text += &format!(
            " Load {} kg VS/(m3 d); {} Nm3 of methane per t VS, {} % of what the feed could give.",
            said(vs_t * 1000.0 / (volume_m3 * days), 3),
            said(methane / vs_t, 3),
            said(100.0 * methane / potential, 3),
        );
    }
    text + " " + &verdict_words(outcome.verdict)
}

fn verdict_words(verdict: Option<TankVerdict>) -> String {
    match verdict {
        None | Some(TankVerdict::NotJudged) => "This model cannot tell whether the biology fails.".to_owned(),
        Some(TankVerdict::Working) => {
            "The biology works at the end: the methanogens take up more than half of their substrate.".to_owned()
        }
        Some(TankVerdict::WashedOut { day }) => {
            format!("It WASHES OUT on day {day:.0}: the methanogens leave faster than they grow.")
        }
        Some(TankVerdict::Inhibited { day, factor }) => format!("It FAILS on day {day:.0}, mostly by {factor}."),
    }
}

fn line(name: &str, days: &[Day], of: impl Fn(&Day) -> f64) -> Series {
    let points = days.iter().map(|d| (d.t_d, of(d))).collect();
    Series { name: name.to_owned(), points, band: Vec::new(), band_name: String::new() }
}

/// A figure of daily lines: over the months of the year, or over the days of a raw run.
fn daily(outcome: &DigesterOutcome, title: &str, quantity: (&str, &str), series: Vec<Series>) -> TimeSeries {
    TimeSeries {
        heading: Heading::new(title, LANG),
        quantity: quantity.0.to_owned(),
        unit: quantity.1.to_owned(),
        axis: if outcome.on_pool { TimeAxis::Year } else { TimeAxis::Days },
        series,
        levels: Vec::new(),
    }
}

fn daily_gas(outcome: &DigesterOutcome, chapter: &mut Chapter) {
    let days = &outcome.daily;
    let series = vec![
        line("Biogas", days, |d| d.methane_nm3_per_d + d.carbon_dioxide_nm3_per_d),
        line("Methane", days, |d| d.methane_nm3_per_d),
    ];
    let (title, caption) = if outcome.on_pool {
        (
            "Biogas through the year",
            "Gas by day, dry at 0 °C and 101.325 kPa, nominal case. The digester is fed the same mixture all month; a \
             first year, not shown, brings it into its rhythm.",
        )
    } else {
        ("Biogas through the run", "Gas by day, dry at 0 °C and 101.325 kPa.")
    };
    chapter.figure(daily(outcome, title, ("Gas", "Nm3/d"), series).draw(), caption);
}

fn monthly_gas(outcome: &DigesterOutcome, chapter: &mut Chapter) {
    let group = |name: &str, of: fn(&MonthOfGas) -> f64| MonthlyGroup {
        name: name.to_owned(),
        values: std::array::from_fn(|k| outcome.months.get(k).map_or(0.0, of)),
    };
    let figure = Monthly {
        heading: Heading::new("Biogas through the year", LANG),
        quantity: "Gas".into(),
        unit: "Nm3/month".into(),
        groups: vec![group("Methane", |m| m.methane_nm3), group("Carbon dioxide", |m| m.carbon_dioxide_nm3)],
    };
    chapter.figure(figure.draw(), "Gas by month, dry at 0 °C and 101.325 kPa: this model has no days.");
}

/// pH, and what slows the degraders: the two things an operator watches.
fn health(outcome: &DigesterOutcome, chapter: &mut Chapter) {
    let days = &outcome.daily;
    let ph = daily(outcome, "pH in the digester", ("pH", "-"), vec![line("pH", days, |d| d.ph)]);
    chapter.figure(ph.draw(), "pH by day, nominal case.");
    let acids = vec![line("Fatty acids", days, |d| d.vfa_kg_cod_m3)];
    let acids = daily(outcome, "Volatile fatty acids", ("Volatile fatty acids", "kg COD/m3"), acids);
    chapter.figure(acids.draw(), "Acids pile up before a digester fails.");
    let slowed = vec![
        line("pH, acetate", days, |d| d.inhibition.ph_ac),
        line("NH3, acetate", days, |d| d.inhibition.nh3),
        line("H2, propionate", days, |d| d.inhibition.h2_pro),
        line("Nitrogen", days, |d| d.inhibition.nitrogen),
    ];
    let slowed = daily(outcome, "What slows the degraders", ("Factor on growth", "-"), slowed);
    chapter.figure(
        slowed.draw(),
        "Factors on the growth rate: 1 is no inhibition, 0 is standstill. Degraders of acetate by pH and by free \
         ammonia, degraders of propionate by hydrogen, all degraders by lack of nitrogen.",
    );
}

/// Smallest and largest value of the days of a month.
fn extremes(days: &[&Day], of: impl Fn(&Day) -> f64) -> (f64, f64) {
    days.iter().map(|d| of(d)).fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| (lo.min(v), hi.max(v)))
}

fn months(outcome: &DigesterOutcome) -> Table {
    let mut columns = vec![
        Column::text("Month"),
        Column::number("Feed", "t with water"),
        Column::number("Dry matter", "%"),
        Column::number("Methane", "Nm3"),
        Column::number("CH4 in gas", "% vol"),
    ];
    let seen = !outcome.daily.is_empty();
    if seen {
        columns.push(Column::number("Lowest pH", ""));
        columns.push(Column::number("Most VFA", "kg COD/m3"));
        columns.push(Column::number("Most free NH3", "mg N/l"));
    }
    let mut table = Table::new("The digester by month", columns);
    let mut start = 0.0;
    for (month, name) in outcome.months.iter().zip(LANG.months()) {
        let end = start + month.days;
        let days: Vec<&Day> = outcome.daily.iter().filter(|d| start < d.t_d && d.t_d <= end).collect();
        start = end;
        let gas = month.methane_nm3 + month.carbon_dioxide_nm3;
        let mut row = vec![
            Cell::text(name),
            num(month.feed_t),
            if month.feed_t > 0.0 { decimals(month.ts_share * 100.0, 1) } else { Cell::empty() },
            num(month.methane_nm3),
            part_pct(month.methane_nm3, gas),
        ];
        if seen {
            row.push(decimals(extremes(&days, |d| d.ph).0, 2));
            row.push(num(extremes(&days, |d| d.vfa_kg_cod_m3).1));
            row.push(num(extremes(&days, |d| d.free_ammonia_kmol_m3 * atomic_mass::N * 1000.0).1));
        }
        table.push(row);
    }
    table
}

fn gas_use(plant: &PlantBalance<f64>) -> Table {
    let columns =
        vec![Column::text("Methane"), Column::number("Amount", "Nm3/a"), Column::number("Share", "% of methane made")];
    let mut table = Table::new("Where the methane goes, and what is lost at each step", columns);
    let row = |name: &str, nm3: f64| vec![Cell::text(name), num(nm3), part_pct(nm3, plant.methane_nm3)];
    let groups: [(&str, &[(&str, f64)]); 2] = [
        (
            "Used",
            &[
                ("Burnt in engine or boiler", plant.burnt_nm3),
                ("Injected", plant.injected_nm3),
                ("Burnt in the flare", plant.flared_nm3),
            ],
        ),
        (
            "Lost to the air",
            &[
                ("Leaks of the digester", plant.lost_digester_nm3),
                ("Unburnt in engine or boiler, or off-gas of upgrading", plant.lost_use_nm3),
                ("Unburnt in the flare", plant.lost_flare_nm3),
            ],
        ),
    ];
    for (name, rows) in groups {
        table.rows.push(Row::Group(name.to_owned()));
        for (name, nm3) in rows.iter().filter(|(_, nm3)| *nm3 > 0.0) {
            table.push(row(name, *nm3));
        }
    }
    table.rows.push(Row::Total(row("Methane made", plant.methane_nm3)));
    table.rows.push(Row::Group("Beside it".to_owned()));
    table.push(row("Given off by the digestate store", plant.lost_store_nm3));
    table
}

fn heat_and_power(case: &DigesterCase, plant: &PlantBalance<f64>) -> Table {
    let mut table = Quantities::new("Heat and electricity of the digester");
    table.group("Heat");
    table.push("Made by engine or boiler", plant.heat_gross_mwh, "MWh/a");
    table.push("Bought (gas), where the digester's own does not suffice", plant.heat_bought_mwh, "MWh/a");
    table.push("Taken by the digester: feed, hygienisation, walls", plant.heat_own_mwh, "MWh/a");
    table.push("Offered for a use", plant.heat_used_mwh, "MWh/a");
    table.push("Without a use", plant.heat_wasted_mwh, "MWh/a");
    table.group("Electricity");
    if case.gas_use == GasUse::Chp {
        table.push("Made by the engine", plant.electricity_gross_mwh, "MWh/a");
    }
    table.push("Taken by the plant itself", plant.electricity_own_mwh, "MWh/a");
    table.done()
}
