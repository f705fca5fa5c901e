//! Money: what is built, what a year costs and earns, what heat costs, who pays.

use super::chapter::{Chapter, Quantities, decimals, digits, said};
use super::{LANG, labels};
use crate::balance::money::accounts::{Accounts, Activity, Capacities, MoneyLine};
use crate::balance::money::finance::net_present_value;
use crate::plot::{Bar, Bars, Heading};
use crate::report::{Cell, Column, Row, Run, Table};

pub(super) fn chapter(run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("money", "Money");
    let Some(accounts) = &run.outcome.accounts else { return chapter };
    let money = &accounts.money;
    chapter.text(
        "Euros without VAT, in the prices of the year of the tables, without inflation; nominal case. Income is \
         positive, expense negative.",
    );
    chapter.table(built(&accounts.built));
    let caption = format!("Capital, and aid at {} % of it", said(run.case.economics.subsidy_share * 100.0, 3));
    chapter.table(lines(caption, "EUR", &money.capital, "Investment less aid, paid in year 0"));
    yearly_bars(money, &mut chapter);
    chapter.table(lines("Income and expense of a year", "EUR/a", &money.yearly, "Surplus of a year"));
    chapter.table(indicators(money, run.outcome.heat.is_some()));
    chapter.table(cash_flows(money));
    chapter.table(providers(money));
    chapter
}

fn built(built: &Capacities<f64>) -> Table {
    let mut table = Quantities::new("What is built");
    let rows = [
        ("Wood boilers, output", built.wood_boiler_kw(), "kW"),
        ("Gas backup, output", built.gas_boiler_kw, "kW"),
        ("Heat buffer", built.buffer_m3, "m3"),
        ("Wood store", built.wood_store_t, "t"),
        ("Heat network, trench", built.network_m, "m"),
        ("Connected buildings", built.substations, "-"),
        ("Digesters, liquid volume", built.digester_m3, "m3"),
        ("Engine, electric", built.chp_kwe, "kW"),
        ("Boiler on biogas, output", built.biogas_boiler_kw, "kW"),
        ("Injection of biomethane", built.injection_nm3_h, "Nm3/h"),
        ("Sorting and shredding platforms", built.platforms, "-"),
    ];
    for (name, value, unit) in rows.into_iter().filter(|(_, value, _)| *value > 0.0) {
        table.push(name, value, unit);
    }
    table.done()
}

fn activity_words(activity: Activity) -> &'static str {
    match activity {
        Activity::Heat => "Wood, boilers, network",
        Activity::Digestion => "Digester and its gas",
    }
}

/// Lines of both activities with their sums; lines of zero are left out.
fn lines(caption: impl Into<String>, unit: &str, lines: &[MoneyLine<f64>], sum: &str) -> Table {
    let columns = vec![Column::text("Line"), Column::number("Amount", unit)];
    let mut table = Table::new(caption, columns);
    for activity in [Activity::Heat, Activity::Digestion] {
        let of_activity = || lines.iter().filter(|l| l.activity == activity && l.eur != 0.0);
        if of_activity().next().is_none() {
            continue;
        }
        table.rows.push(Row::Group(activity_words(activity).to_owned()));
        for line in of_activity() {
            table.push(vec![Cell::text(labels::title(line.name, LANG)), decimals(line.eur, 0)]);
        }
        let part: f64 = of_activity().map(|l| l.eur).sum();
        let name = format!("Sum: {}", activity_words(activity).to_lowercase());
        table.rows.push(Row::Total(vec![Cell::text(name), decimals(part, 0)]));
    }
    let all: f64 = lines.iter().map(|l| l.eur).sum();
    table.rows.push(Row::Total(vec![Cell::text(sum), decimals(all, 0)]));
    table
}

fn yearly_bars(money: &Accounts<f64>, chapter: &mut Chapter) {
    let mut bars: Vec<Bar> = money
        .yearly
        .iter()
        .filter(|l| l.eur != 0.0)
        .map(|l| Bar::new(labels::title(l.name, LANG), l.eur / 1000.0))
        .collect();
    bars.sort_by(|a, b| b.value.total_cmp(&a.value));
    if bars.is_empty() {
        return;
    }
    let figure = Bars {
        heading: Heading::new("Income and expense of a year", LANG),
        quantity: "Money".into(),
        unit: "kEUR/a".into(),
        bars,
    };
    let surplus = said(money.surplus_eur_per_a() / 1000.0, 3);
    chapter.figure(figure.draw(), format!("Income to the right, expense to the left: {surplus} kEUR/a remain."));
}

fn indicators(money: &Accounts<f64>, with_heat: bool) -> Table {
    let payback = money.payback();
    let mut table = Quantities::new("What it comes to");
    table.push("Investment less aid", money.invested_eur(), "EUR");
    table.push("Surplus of a year", money.surplus_eur_per_a(), "EUR/a");
    table.push("Discount rate", money.rate * 100.0, "%/a");
    table.push("Life", money.life_a, "a");
    table.push("Net present value over the life", money.npv_eur(), "EUR");
    table.push("Payback without interest", payback.years, "a");
    if with_heat {
        table.push("Cost of heat (LCOH)", money.lcoh_eur_per_mwh(), "EUR/MWh");
    }
    let pays = match (payback.years.is_finite(), payback.within_life) {
        (false, _) => "A year leaves no surplus: the investment is never paid back. ",
        (true, false) => "The investment is not paid back within the life of the plant. ",
        (true, true) => "",
    };
    let heat = if with_heat {
        "The cost of heat counts all lines of wood, boilers and network but the sale of heat; gate fees of wood lower it."
    } else {
        ""
    };
    table.note(format!("{pays}{heat}")).done()
}

fn cash_flows(money: &Accounts<f64>) -> Table {
    let columns = vec![
        Column::number("Year", ""),
        Column::number("Cash flow", "EUR"),
        Column::number("Sum so far", "EUR"),
        Column::number("Discounted sum so far", "EUR"),
    ];
    let mut table = Table::new("Cash flows over the life", columns);
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

fn providers(money: &Accounts<f64>) -> Table {
    let (today, then) = (money.providers_today_eur_per_a, money.providers_then_eur_per_a);
    let columns = vec![Column::text("What providers pay"), Column::number("Amount", "EUR/a")];
    let mut table = Table::new("The providers' bill for the tonnes that the plants take", columns);
    if today == 0.0 && then == 0.0 {
        return table;
    }
    table.push(vec![Cell::text("Today, at their present outlets"), digits(today, 4)]);
    table.push(vec![Cell::text("Then, as gate fees of the project"), digits(then, 4)]);
    table.rows.push(Row::Total(vec![
        Cell::text("They save (negative: they pay more)"),
        digits(money.providers_saving_eur_per_a(), 4),
    ]));
    table
}
