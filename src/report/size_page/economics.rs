//! Economics: what is built, what a year costs, what a MWh of heat is made of, what moves it.

use super::context::{Context, Looked};
use super::study;
use crate::balance::money::accounts::{Accounts, Activity, MoneyLine};
use crate::balance::money::finance::capital_recovery;
use crate::plot::{Gust, Picture, PlotError, Step, TornadoFigure, Waterfall, percent};
use crate::report::chapter::{Chapter, Quantities, decimals, num};
use crate::report::shared::labels;
use crate::report::{Cell, Column, Row, Table};
use crate::sizing::{Figure, Swing};
use crate::text;

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("economics", c.say("Economics"));
    let Some((shown, money)) = shown(c) else { return chapter };
    let house = c.house(&shown.rated.candidate);
    chapter.text(c.lang.tell(&text!("{house}. Euros without VAT, in the prices of the year of the tables, without inflation; nominal case. Gas is priced per MWh of higher heating value.", house)));
    chapter.figure(waterfall(c, &shown), caption(c, money));
    chapter.table(lines(c, money));
    chapter.table(indicators(c, money));
    study::add(c, &mut chapter);
    if !c.size.swings.is_empty() {
        chapter.figure(
            tornado(c, &shown),
            c.say(
                "What moves the cost of heat of this house, one input at a time from its low to its high end: check \
                 what stands at the top before signing.",
            ),
        );
        chapter.table(swings(c));
    }
    chapter
}

/// The house that is shown, with its accounts.
fn shown<'a>(c: &Context<'a>) -> Option<(Looked<'a>, &'a Accounts<f64>)> {
    let shown = c.shown()?;
    Some((shown, &shown.outcome.accounts.as_ref()?.money))
}

fn is_of_heat(line: &&MoneyLine<f64>) -> bool {
    line.activity == Activity::Heat && line.name != "heat_sold"
}

/// Lines of the cost of heat, EUR/MWh, those of nothing left out; they sum to it.
pub(super) fn cost_parts(c: &Context<'_>, looked: &Looked<'_>) -> Vec<(String, f64)> {
    let Some(accounts) = looked.outcome.accounts.as_ref() else { return Vec::new() };
    let money = &accounts.money;
    let per_year = capital_recovery(money.rate, money.life_a);
    let annuity = c.say("annuity");
    let capital = money
        .capital
        .iter()
        .filter(is_of_heat)
        .map(|l| (format!("{} ({annuity})", labels::title(l.name, c.lang)), -l.eur * per_year / money.heat_mwh));
    let yearly =
        money.yearly.iter().filter(is_of_heat).map(|l| (labels::title(l.name, c.lang), -l.eur / money.heat_mwh));
    capital.chain(yearly).filter(|(_, eur)| *eur != 0.0).collect()
}

/// How the cost of heat is computed, and what it is per.
pub(super) fn cost_frame(c: &Context<'_>, looked: &Looked<'_>) -> (String, String) {
    let Some(accounts) = looked.outcome.accounts.as_ref() else { return (String::new(), String::new()) };
    let money = &accounts.money;
    let (rate, life, heat) = (percent(money.rate, 1, c.lang), c.plain(money.life_a), c.number(money.heat_mwh));
    (
        c.lang.tell(&text!("LCOH, annuity at {rate} over {life} years, without VAT", rate, life)),
        c.lang.tell(&text!("{heat} MWh/a delivered at the substations", heat)),
    )
}

/// Lines smaller than this, EUR/MWh, stand together.
const SMALL_EUR_PER_MWH: f64 = 0.05;

/// Lines as rows of a waterfall; the smallest become one.
pub(super) fn parts(c: &Context<'_>, lines: Vec<(String, f64)>) -> Vec<Step> {
    let (large, small): (Vec<_>, Vec<_>) = lines.into_iter().partition(|(_, eur)| eur.abs() >= SMALL_EUR_PER_MWH);
    let rest: f64 = small.iter().map(|(_, eur)| eur).sum();
    let mut steps: Vec<Step> = large.into_iter().map(|(label, value)| Step::Part { label, value }).collect();
    if rest != 0.0 {
        steps.push(Step::Part { label: c.say("Smaller lines¦economics").to_owned(), value: rest });
    }
    steps
}

fn waterfall(c: &Context<'_>, shown: &Looked<'_>) -> Result<Picture, PlotError> {
    let (method, reference) = cost_frame(c, shown);
    let mut steps = parts(c, cost_parts(c, shown));
    let total = shown.outcome.accounts.as_ref().map_or(f64::NAN, |a| a.money.lcoh_eur_per_mwh());
    steps.push(Step::Total { label: c.say("Cost of heat (LCOH)¦economics").to_owned(), value: total });
    Waterfall {
        heading: c.heading("What a MWh of heat costs"),
        method,
        reference,
        quantity: c.say("Cost of heat").to_owned(),
        unit: c.say("EUR/MWh").to_owned(),
        increase: c.say("cost").to_owned(),
        decrease: c.say("aid and income").to_owned(),
        steps,
    }
    .draw()
}

fn caption(c: &Context<'_>, money: &Accounts<f64>) -> String {
    let lcoh = c.fixed(money.lcoh_eur_per_mwh(), 2);
    c.lang.tell(&text!("A MWh delivered costs {lcoh} EUR: the yearly payment for what is built, less aid, and every line of a year. The sale of heat is not among them.", lcoh))
}

/// Capital and yearly lines with their sums.
fn lines(c: &Context<'_>, money: &Accounts<f64>) -> Table {
    let columns =
        vec![Column::text(c.say("Line¦economics")), Column::number(c.say("Amount¦economics"), c.say("EUR or EUR/a"))];
    let caption = c.say("Capital, and income and expense of a year (income positive)");
    let mut table = Table::new(caption, columns);
    let groups = [
        (c.say("Capital (EUR)"), &money.capital, c.say("Investment less aid")),
        (c.say("Year (EUR/a)"), &money.yearly, c.say("Surplus of a year")),
    ];
    for (group, list, sum) in groups {
        table.rows.push(Row::Group(group.to_owned()));
        for line in list.iter().filter(|l| l.eur != 0.0) {
            table.push(vec![Cell::text(labels::title(line.name, c.lang)), decimals(line.eur, 0)]);
        }
        let total: f64 = list.iter().map(|l| l.eur).sum();
        table.rows.push(Row::Total(vec![Cell::text(sum), decimals(total, 0)]));
    }
    table
}

fn indicators(c: &Context<'_>, money: &Accounts<f64>) -> Table {
    let payback = money.payback();
    let eur = c.say("EUR");
    let years = c.say("a¦years");
    let mut table = Quantities::in_lang(c.say("What it comes to"), c.lang);
    table.push(c.say("Investment less aid"), money.invested_eur(), eur);
    table.push(c.say("Surplus of a year"), money.surplus_eur_per_a(), c.say("EUR/a"));
    table.push(c.say("Discount rate"), money.rate * 100.0, c.say("%/a"));
    table.push(c.say("Life"), money.life_a, years);
    table.push(c.say("Net present value"), money.npv_eur(), eur);
    table.push(c.say("Payback without interest"), payback.years, years);
    table.push(c.say("Cost of heat (LCOH)"), money.lcoh_eur_per_mwh(), c.say("EUR/MWh"));
    let note = match (payback.years.is_finite(), payback.within_life) {
        (false, _) => c.say("A year leaves no surplus: the investment is never paid back."),
        (true, false) => c.say("The investment is not paid back within the life of the plant."),
        (true, true) => "",
    };
    table.note(note).done()
}

fn tornado(c: &Context<'_>, shown: &Looked<'_>) -> Result<Picture, PlotError> {
    TornadoFigure {
        heading: c.heading("What moves the cost of heat"),
        quantity: c.say("Cost of heat").to_owned(),
        unit: c.say("EUR/MWh").to_owned(),
        nominal: shown.rated.nominal.of(Figure::Lcoh),
        inputs: c.size.swings.iter().map(gust).collect(),
    }
    .draw()
}

fn gust(swing: &Swing) -> Gust {
    let [low, high] = swing.lcoh_eur_per_mwh;
    Gust { label: swing.path.clone(), low, high }
}

/// The inputs of the tornado with the values that were tried.
fn swings(c: &Context<'_>) -> Table {
    let cost = c.say("EUR/MWh");
    let columns = vec![
        Column::text(c.say("Input")),
        Column::text(c.say("What it is")),
        Column::text(c.say("Unit")),
        Column::number(c.say("Low"), ""),
        Column::number(c.say("High"), ""),
        Column::number(c.say("Cost at low"), cost),
        Column::number(c.say("Cost at high"), cost),
    ];
    let caption = c.say("Inputs that move the cost of heat most, at the 10 % and 90 % ends of their distributions");
    let mut table = Table::new(caption, columns);
    for swing in &c.size.swings {
        let mut cells = vec![
            Cell::text(&*swing.path),
            Cell::text(c.lang.say(&swing.description)),
            Cell::text(c.lang.unit(&swing.unit)),
        ];
        cells.extend(swing.values.map(num));
        cells.extend(swing.lcoh_eur_per_mwh.map(|eur| decimals(eur, 2)));
        table.push(cells);
    }
    table
}
