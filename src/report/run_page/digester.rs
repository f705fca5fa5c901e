//! Digesters: gas through the year, how the biology does, what becomes of the gas, own heat and power.

use super::chapter::{Chapter, Quantities, decimals, num, part_pct, said_in};
use super::{around, influent, tanks};
use crate::case::{DigesterCase, DigesterOutcome, DigestionModel, MonthOfGas};
use crate::digestion::adm1::Day;
use crate::digestion::plant::{GasUse, PlantBalance};
use crate::digestion::tank::TankVerdict;
use crate::plot::{Heading, Monthly, MonthlyGroup, Series, TimeAxis, TimeSeries};
use crate::report::{Cell, Column, Row, Run, Table};
use crate::text;
use crate::units::{ZERO_CELSIUS_K, atomic_mass};
use crate::words::Locale;

/// One chapter a digester.
pub(super) fn chapters(lang: Locale, run: &Run<'_>) -> Vec<Chapter> {
    let single = run.outcome.digesters.len() == 1;
    let case = |outcome: &DigesterOutcome| run.case.digesters.iter().find(|c| c.id == outcome.id);
    run.outcome
        .digesters
        .iter()
        .filter_map(|outcome| case(outcome).map(|case| chapter(lang, case, outcome, single)))
        .collect()
}

fn chapter(lang: Locale, case: &DigesterCase, outcome: &DigesterOutcome, single: bool) -> Chapter {
    let heading =
        if single { lang.say("Digester").to_owned() } else { lang.tell(&text!("Digester {id}", id = outcome.id)) };
    let mut chapter = Chapter::new(&format!("digester-{}", outcome.id), heading);
    chapter.text(state_of(lang, case, outcome));
    if outcome.daily.is_empty() && outcome.tanks.is_empty() {
        monthly_gas(lang, outcome, &mut chapter);
    } else if !outcome.daily.is_empty() {
        daily_gas(lang, outcome, &mut chapter);
        health(lang, outcome, &mut chapter);
    }
    tanks::add(lang, outcome, &mut chapter);
    if outcome.on_pool {
        chapter.table(months(lang, outcome));
        chapter.table(gas_use(lang, &outcome.plant));
        chapter.table(heat_and_power(lang, case, &outcome.plant));
        around::add(lang, outcome, &mut chapter);
    } else {
        influent::add(lang, outcome, &mut chapter);
    }
    chapter
}

fn model_words(lang: Locale, model: DigestionModel) -> &'static str {
    match model {
        DigestionModel::Adm1 => lang.say("ADM1 as in BSM2"),
        DigestionModel::Adm1da => lang.say("ADM1da, the agricultural ADM1 with slow and fast pools"),
        DigestionModel::R3 => lang.say("R3, ADM1 simplified to hydrolysis and acetate (Weinrich & Nelles 2021)"),
        DigestionModel::R4 => lang.say("R4, ADM1 simplified to hydrolysis (Weinrich & Nelles 2021)"),
        DigestionModel::TwoPools => lang.say("slow and fast pools of first order"),
        DigestionModel::FirstOrder => lang.say("first-order kinetics in a stirred tank"),
        DigestionModel::BuswellBoyle => lang.say("Buswell-Boyle: all degradable matter becomes gas, an upper bound"),
    }
}

fn state_of(lang: Locale, case: &DigesterCase, outcome: &DigesterOutcome) -> String {
    let volume_m3 = case.adm1.V_liq;
    let mut text = lang.tell(&text!(
        "{a} m3 of liquid at {b} °C; gas by {c}.",
        a = said_in(volume_m3, 4, lang),
        b = said_in(case.adm1.T_op - ZERO_CELSIUS_K, 3, lang),
        c = model_words(lang, outcome.model)
    ));
    let (days, feed_t) = (outcome.total(|m| m.days), outcome.total(|m| m.feed_t));
    if feed_t > 0.0 {
        text += &lang.tell(&text!(" Mean retention {a} d.", a = said_in(outcome.retention_d(volume_m3), 3, lang)));
    }
    let vs_t = outcome.total(|m| m.vs_t);
    if vs_t > 0.0 {
        let (methane, potential) = (outcome.total(|m| m.methane_nm3), outcome.total(|m| m.potential_nm3));
        text += &lang.tell(&text!(
            " Load {a} kg VS/(m3 d); {b} Nm3 of methane per t VS, {c} % of what the feed could give.",
            a = said_in(vs_t * 1000.0 / (volume_m3 * days), 3, lang),
            b = said_in(methane / vs_t, 3, lang),
            c = said_in(100.0 * methane / potential, 3, lang)
        ));
    }
    text + " " + &verdict_words(lang, outcome.verdict)
}

fn verdict_words(lang: Locale, verdict: Option<TankVerdict>) -> String {
    match verdict {
        None | Some(TankVerdict::NotJudged) => lang.say("This model cannot tell whether the biology fails.").to_owned(),
        Some(TankVerdict::Working) => lang
            .say("The biology works at the end: the methanogens take up more than half of their substrate.")
            .to_owned(),
        Some(TankVerdict::WashedOut { day }) => lang.tell(&text!(
            "It WASHES OUT on day {day}: the methanogens leave faster than they grow.",
            day = format!("{day:.0}")
        )),
        Some(TankVerdict::Inhibited { day, factor }) => {
            lang.tell(&text!("It FAILS on day {day}, mostly by {factor}.", day = format!("{day:.0}"), factor))
        }
    }
}

fn line(name: &str, days: &[Day], of: impl Fn(&Day) -> f64) -> Series {
    let points = days.iter().map(|d| (d.t_d, of(d))).collect();
    Series { name: name.to_owned(), points, band: Vec::new(), band_name: String::new() }
}

/// A figure of daily lines: over the months of the year, or over the days of a raw run.
fn daily(
    lang: Locale,
    outcome: &DigesterOutcome,
    title: &str,
    quantity: (&str, &str),
    series: Vec<Series>,
) -> TimeSeries {
    TimeSeries {
        heading: Heading::new(title, lang),
        quantity: quantity.0.to_owned(),
        unit: quantity.1.to_owned(),
        axis: if outcome.on_pool { TimeAxis::Year } else { TimeAxis::Days },
        series,
        levels: Vec::new(),
    }
}

fn daily_gas(lang: Locale, outcome: &DigesterOutcome, chapter: &mut Chapter) {
    let days = &outcome.daily;
    let series = vec![
        line(lang.say("Biogas"), days, |d| d.methane_nm3_per_d + d.carbon_dioxide_nm3_per_d),
        line(lang.say("Methane"), days, |d| d.methane_nm3_per_d),
    ];
    let (title, caption) = if outcome.on_pool {
        (
            lang.say("Biogas through the year"),
            lang.say("Gas by day, dry at 0 °C and 101.325 kPa, nominal case. The digester is fed the same mixture all month; a \
             first year, not shown, brings it into its rhythm."),
        )
    } else {
        (lang.say("Biogas through the run"), lang.say("Gas by day, dry at 0 °C and 101.325 kPa."))
    };
    chapter.figure(daily(lang, outcome, title, (lang.say("Gas"), "Nm3/d"), series).draw(), caption);
}

fn monthly_gas(lang: Locale, outcome: &DigesterOutcome, chapter: &mut Chapter) {
    let group = |name: &str, of: fn(&MonthOfGas) -> f64| MonthlyGroup {
        name: name.to_owned(),
        values: std::array::from_fn(|k| outcome.months.get(k).map_or(0.0, of)),
    };
    let figure = Monthly {
        heading: Heading::new(lang.say("Biogas through the year"), lang),
        quantity: lang.say("Gas").into(),
        unit: "Nm3/month".into(),
        groups: vec![
            group(lang.say("Methane"), |m| m.methane_nm3),
            group(lang.say("Carbon dioxide"), |m| m.carbon_dioxide_nm3),
        ],
    };
    chapter.figure(figure.draw(), lang.say("Gas by month, dry at 0 °C and 101.325 kPa: this model has no days."));
}

/// pH, and what slows the degraders: the two things an operator watches.
fn health(lang: Locale, outcome: &DigesterOutcome, chapter: &mut Chapter) {
    let days = &outcome.daily;
    let ph = daily(lang, outcome, lang.say("pH in the digester"), ("pH", "-"), vec![line("pH", days, |d| d.ph)]);
    chapter.figure(ph.draw(), lang.say("pH by day, nominal case."));
    let acids = vec![line(lang.say("Fatty acids"), days, |d| d.vfa_kg_cod_m3)];
    let acids =
        daily(lang, outcome, lang.say("Volatile fatty acids"), (lang.say("Volatile fatty acids"), "kg COD/m3"), acids);
    chapter.figure(acids.draw(), lang.say("Acids pile up before a digester fails."));
    let slowed = vec![
        line(lang.say("pH, acetate"), days, |d| d.inhibition.ph_ac),
        line(lang.say("NH3, acetate"), days, |d| d.inhibition.nh3),
        line(lang.say("H2, propionate"), days, |d| d.inhibition.h2_pro),
        line(lang.say("Nitrogen"), days, |d| d.inhibition.nitrogen),
    ];
    let slowed =
        daily(lang, outcome, lang.say("What slows the degraders"), (lang.say("Factor on growth"), "-"), slowed);
    chapter.figure(
        slowed.draw(),
        lang.say(
            "Factors on the growth rate: 1 is no inhibition, 0 is standstill. Degraders of acetate by pH and by free \
         ammonia, degraders of propionate by hydrogen, all degraders by lack of nitrogen.",
        ),
    );
}

/// Smallest and largest value of the days of a month.
fn extremes(days: &[&Day], of: impl Fn(&Day) -> f64) -> (f64, f64) {
    days.iter().map(|d| of(d)).fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| (lo.min(v), hi.max(v)))
}

fn months(lang: Locale, outcome: &DigesterOutcome) -> Table {
    let mut columns = vec![
        Column::text(lang.say("Month")),
        Column::number(lang.say("Feed"), "t with water"),
        Column::number(lang.say("Dry matter"), "%"),
        Column::number(lang.say("Methane"), "Nm3"),
        Column::number(lang.say("CH4 in gas"), "% vol"),
    ];
    let seen = !outcome.daily.is_empty();
    if seen {
        columns.push(Column::number(lang.say("Lowest pH"), ""));
        columns.push(Column::number(lang.say("Most VFA"), "kg COD/m3"));
        columns.push(Column::number(lang.say("Most free NH3"), "mg N/l"));
    }
    let mut table = Table::new(lang.say("The digester by month"), columns);
    let mut start = 0.0;
    for (month, name) in outcome.months.iter().zip(lang.months()) {
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

fn gas_use(lang: Locale, plant: &PlantBalance<f64>) -> Table {
    let columns = vec![
        Column::text(lang.say("Methane")),
        Column::number(lang.say("Amount"), "Nm3/a"),
        Column::number(lang.say("Share"), "% of methane made"),
    ];
    let mut table = Table::new(lang.say("Where the methane goes, and what is lost at each step"), columns);
    let row = |name: &str, nm3: f64| vec![Cell::text(name), num(nm3), part_pct(nm3, plant.methane_nm3)];
    let groups: [(&str, &[(&str, f64)]); 2] = [
        (
            lang.say("Used"),
            &[
                (lang.say("Burnt in engine or boiler"), plant.burnt_nm3),
                (lang.say("Injected"), plant.injected_nm3),
                (lang.say("Burnt in the flare"), plant.flared_nm3),
            ],
        ),
        (
            lang.say("Lost to the air"),
            &[
                (lang.say("Leaks of the digester"), plant.lost_digester_nm3),
                (lang.say("Unburnt in engine or boiler, or off-gas of upgrading"), plant.lost_use_nm3),
                (lang.say("Unburnt in the flare"), plant.lost_flare_nm3),
            ],
        ),
    ];
    for (name, rows) in groups {
        table.rows.push(Row::Group(name.to_owned()));
        for (name, nm3) in rows.iter().filter(|(_, nm3)| *nm3 > 0.0) {
            table.push(row(name, *nm3));
        }
    }
    table.rows.push(Row::Total(row(lang.say("Methane made"), plant.methane_nm3)));
    table.rows.push(Row::Group(lang.say("Beside it").to_owned()));
    table.push(row(lang.say("Given off by the digestate store"), plant.lost_store_nm3));
    table
}

fn heat_and_power(lang: Locale, case: &DigesterCase, plant: &PlantBalance<f64>) -> Table {
    let mut table = Quantities::in_lang(lang.say("Heat and electricity of the digester"), lang);
    table.group(lang.say("Heat"));
    table.push(lang.say("Made by engine or boiler"), plant.heat_gross_mwh, "MWh/a");
    table.push(lang.say("Bought (gas), where the digester's own does not suffice"), plant.heat_bought_mwh, "MWh/a");
    table.push(lang.say("Taken by the digester: feed, hygienisation, walls"), plant.heat_own_mwh, "MWh/a");
    table.push(lang.say("Offered for a use"), plant.heat_used_mwh, "MWh/a");
    table.push(lang.say("Without a use"), plant.heat_wasted_mwh, "MWh/a");
    table.group(lang.say("Electricity"));
    if case.gas_use == GasUse::Chp {
        table.push(lang.say("Made by the engine"), plant.electricity_gross_mwh, "MWh/a");
    }
    table.push(lang.say("Taken by the plant itself"), plant.electricity_own_mwh, "MWh/a");
    table.done()
}
