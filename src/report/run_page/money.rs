//! Money: what is built, what a year costs and earns, what heat costs, who pays.

use super::chapter::{Chapter, Quantities, decimals, digits, said_in};
use super::labels;
use crate::balance::money::accounts::{Accounts, Activity, Capacities, MoneyLine};
use crate::balance::money::finance::net_present_value;
use crate::plot::{Bar, Bars, Heading};
use crate::report::{Cell, Column, Row, Run, Table};
use crate::text;
use crate::words::Locale;

pub(super) fn chapter(lang: Locale, run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("money", lang.say("Money"));
    let Some(accounts) = &run.outcome.accounts else { return chapter };
    let money = &accounts.money;
    chapter.text(lang.say(
        "Euros without VAT, in the prices of the year of the tables, without inflation; nominal case. Income is \
         positive, expense negative.",
    ));
    chapter.table(built(lang, &accounts.built));
    let caption = lang.tell(&text!(
        "Capital, and aid at {a} % of it",
        a = said_in(run.case.economics.subsidy_share * 100.0, 3, lang)
    ));
    chapter.table(lines(lang, caption, "EUR", &money.capital, lang.say("Investment less aid, paid in year 0")));
    yearly_bars(lang, money, &mut chapter);
    chapter.table(lines(
        lang,
        lang.say("Income and expense of a year"),
        "EUR/a",
        &money.yearly,
        lang.say("Surplus of a year"),
    ));
    chapter.table(indicators(lang, money, run.outcome.heat.is_some()));
    chapter.table(cash_flows(lang, money));
    chapter.table(providers(lang, money));
    chapter
}

fn built(lang: Locale, built: &Capacities<f64>) -> Table {
    let mut table = Quantities::in_lang(lang.say("What is built"), lang);
    let rows = [
        (lang.say("Wood boilers, output"), built.wood_boiler_kw(), "kW"),
        (lang.say("Gas backup, output"), built.gas_boiler_kw, "kW"),
        (lang.say("Heat buffer"), built.buffer_m3, "m3"),
        (lang.say("Wood store"), built.wood_store_t, "t"),
        (lang.say("Heat network, trench"), built.network_m, "m"),
        (lang.say("Connected buildings"), built.substations, "-"),
        (lang.say("Digesters, liquid volume"), built.digester_m3, "m3"),
        (lang.say("Engine, electric"), built.chp_kwe, "kW"),
        (lang.say("Boiler on biogas, output"), built.biogas_boiler_kw, "kW"),
        (lang.say("Injection of biomethane"), built.injection_nm3_h, "Nm3/h"),
        (lang.say("Sorting and shredding platforms"), built.platforms, "-"),
    ];
    for (name, value, unit) in rows.into_iter().filter(|(_, value, _)| *value > 0.0) {
        table.push(name, value, unit);
    }
    table.done()
}

fn activity_words(lang: Locale, activity: Activity) -> &'static str {
    match activity {
        Activity::Heat => lang.say("Wood, boilers, network"),
        Activity::Digestion => lang.say("Digester and its gas"),
    }
}

/// Lines of both activities with their sums; lines of zero are left out.
fn lines(lang: Locale, caption: impl Into<String>, unit: &str, lines: &[MoneyLine<f64>], sum: &str) -> Table {
    let columns = vec![Column::text(lang.say("Line")), Column::number(lang.say("Amount"), unit)];
    let mut table = Table::new(caption, columns);
    for activity in [Activity::Heat, Activity::Digestion] {
        let of_activity = || lines.iter().filter(|l| l.activity == activity && l.eur != 0.0);
        if of_activity().next().is_none() {
            continue;
        }
        table.rows.push(Row::Group(activity_words(lang, activity).to_owned()));
        for line in of_activity() {
            table.push(vec![Cell::text(labels::title(line.name, lang)), decimals(line.eur, 0)]);
        }
        let part: f64 = of_activity().map(|l| l.eur).sum();
        let name = lang.tell(&text!("Sum: {activity}", activity = activity_words(lang, activity).to_lowercase()));
        table.rows.push(Row::Total(vec![Cell::text(name), decimals(part, 0)]));
    }
    let all: f64 = lines.iter().map(|l| l.eur).sum();
    table.rows.push(Row::Total(vec![Cell::text(sum), decimals(all, 0)]));
    table
}

fn yearly_bars(lang: Locale, money: &Accounts<f64>, chapter: &mut Chapter) {
    let mut bars: Vec<Bar> = money
        .yearly
        .iter()
        .filter(|l| l.eur != 0.0)
        .map(|l| Bar::new(labels::title(l.name, lang), l.eur / 1000.0))
        .collect();
    bars.sort_by(|a, b| b.value.total_cmp(&a.value));
    if bars.is_empty() {
        return;
    }
    let figure = Bars {
        heading: Heading::new(lang.say("Income and expense of a year"), lang),
        quantity: lang.say("Money").into(),
        unit: "kEUR/a".into(),
        bars,
    };
    let surplus = said_in(money.surplus_eur_per_a() / 1000.0, 3, lang);
    chapter.figure(
        figure.draw(),
        lang.tell(&text!("Income to the right, expense to the left: {surplus} kEUR/a remain.", surplus)),
    );
}

fn indicators(lang: Locale, money: &Accounts<f64>, with_heat: bool) -> Table {
    let payback = money.payback();
    let mut table = Quantities::in_lang(lang.say("What it comes to"), lang);
    table.push(lang.say("Investment less aid"), money.invested_eur(), "EUR");
    table.push(lang.say("Surplus of a year"), money.surplus_eur_per_a(), "EUR/a");
    table.push(lang.say("Discount rate"), money.rate * 100.0, "%/a");
    table.push(lang.say("Life"), money.life_a, "a");
    table.push(lang.say("Net present value over the life"), money.npv_eur(), "EUR");
    table.push(lang.say("Payback without interest"), payback.years, "a");
    if with_heat {
        table.push(lang.say("Cost of heat (LCOH)"), money.lcoh_eur_per_mwh(), "EUR/MWh");
    }
    let pays = match (payback.years.is_finite(), payback.within_life) {
        (false, _) => lang.say("A year leaves no surplus: the investment is never paid back. "),
        (true, false) => lang.say("The investment is not paid back within the life of the plant. "),
        (true, true) => "",
    };
    let heat = if with_heat {
        lang.say("The cost of heat counts all lines of wood, boilers and network but the sale of heat; gate fees of wood lower it.")
    } else {
        ""
    };
    table.note(format!("{pays}{heat}")).done()
}

fn cash_flows(lang: Locale, money: &Accounts<f64>) -> Table {
    let columns = vec![
        Column::number(lang.say("Year"), ""),
        Column::number(lang.say("Cash flow"), "EUR"),
        Column::number(lang.say("Sum so far"), "EUR"),
        Column::number(lang.say("Discounted sum so far"), "EUR"),
    ];
    let mut table = Table::new(lang.say("Cash flows over the life"), columns);
    // A life is a checked parameter of some decades; the table must not follow a wrong one into millions of rows.
    let horizon = (money.life_a.ceil() as usize).min(100);
    let flows = money.cash_flows(horizon);
    let mut sum = 0.0;
    for (year, flow) in flows.iter().enumerate() {
        sum += flow;
        let discounted = net_present_value(&flows[..=year], money.rate);
        table.push(vec![decimals(year as f64, 0), decimals(*flow, 0), decimals(sum, 0), decimals(discounted, 0)]);
    }
    table
}

fn providers(lang: Locale, money: &Accounts<f64>) -> Table {
    let (today, then) = (money.providers_today_eur_per_a, money.providers_then_eur_per_a);
    let columns = vec![Column::text(lang.say("What providers pay")), Column::number(lang.say("Amount"), "EUR/a")];
    let mut table = Table::new(lang.say("The providers' bill for the tonnes that the plants take"), columns);
    if today == 0.0 && then == 0.0 {
        return table;
    }
    table.push(vec![Cell::text(lang.say("Today, at their present outlets")), digits(today, 4)]);
    table.push(vec![Cell::text(lang.say("Then, as gate fees of the project")), digits(then, 4)]);
    table.rows.push(Row::Total(vec![
        Cell::text(lang.say("They save (negative: they pay more)")),
        digits(money.providers_saving_eur_per_a(), 4),
    ]));
    table
}
