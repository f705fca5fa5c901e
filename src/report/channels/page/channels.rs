//! Channels side by side, per tonne and in total, each number with its range.

use super::context::{Context, three, tonnes};
use crate::allocation::{ChannelTotal, Line, Spread};
use crate::balance::jobs::Range;
use crate::plot::{Heading, Picture, PlotError, RangeRow, Ranges, Stacked, StackedRow};
use crate::report::chapter::{Chapter, decimals, num};
use crate::report::{Cell, Column, Row, Table};

/// Components that are told apart in a stacked bar; the smallest others stand together.
const MOST_PARTS: usize = 8;

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("channels", c.say("Channels side by side"));
    chapter.text(c.say("Per tonne: what each channel would do with all streams that may lawfully go there, from the cheapest stream to the \
         dearest. In total: what the plan sends there. Both against what happens today."));
    for figure in per_tonne(c) {
        chapter.figure(figure.0, figure.1);
    }
    chapter.table(per_tonne_table(c));
    let heading = c.heading("Money of each channel in the plan");
    let euros = stacked(c, heading, (c.say("Cost"), c.eur_a()), 1.0, |k| &k.money);
    if let Some(euros) = euros {
        chapter.figure(euros, c.say("Paid by the pole when positive; the diamond is the sum."));
    }
    let heading = c.carbon_heading("Greenhouse gas of each channel in the plan");
    if let Some(carbon) = stacked(c, heading, (c.say("Greenhouse gas¦short"), c.co2_a()), 1000.0, |k| &k.carbon) {
        chapter.figure(carbon, c.by_method(c.say("Saved when negative; the diamond is the sum."), "carbon"));
    }
    chapter.table(money(c));
    chapter.table(effects(c));
    chapter.table(products(c));
    chapter
}

fn per_tonne(c: &Context<'_>) -> Vec<(Result<Picture, PlotError>, String)> {
    let names = [c.say("low"), c.say("mean"), c.say("high")].map(str::to_owned);
    let figure = |heading: Heading, quantity: &str, unit: &str, k: usize| {
        let rows: Vec<RangeRow> = c
            .pole
            .channels
            .iter()
            .filter_map(|t| t.per_tonne.map(|p| (t, p[k])))
            .map(|(t, low_central_high)| RangeRow {
                label: c.channel(t.channel),
                low_central_high,
                total: t.wet_t.nominal > 0.0,
            })
            .collect();
        Ranges { heading, quantity: quantity.to_owned(), unit: unit.to_owned(), names: names.clone(), rows }.draw()
    };
    if c.pole.channels.iter().all(|t| t.per_tonne.is_none()) {
        return Vec::new();
    }
    let bold =
        c.say("Channels in bold are used in the plan. Low and high are the ends over the streams that may go there.");
    vec![
        (figure(c.heading("Cost of a tonne, channel by channel"), c.say("Cost"), c.eur_t(), 0), bold.to_owned()),
        (
            figure(
                c.carbon_heading("Greenhouse gas of a tonne, channel by channel"),
                c.say("Greenhouse gas¦short"),
                "kg CO2e/t",
                1,
            ),
            c.by_method(bold, "carbon"),
        ),
    ]
}

fn per_tonne_table(c: &Context<'_>) -> Table {
    let (low, mean, high) = (c.say("low"), c.say("mean"), c.say("high"));
    let mut columns = vec![Column::text(c.say("Channel")), Column::number(c.say("Rank"), "")];
    for (name, unit) in [(c.say("Cost"), c.eur_t()), (c.say("GHG"), "kg CO2e/t"), (c.say("Jobs"), c.say("FTE/kt"))] {
        columns.extend([low, mean, high].map(|end| Column::number(format!("{name}, {end}"), unit)));
    }
    let caption = c.say("Each channel per tonne as received. Rank: place in the waste hierarchy, 1 best.");
    let mut table = Table::new(c.by_method(&c.by_method(caption, "carbon"), "jobs"), columns);
    for channel in &c.pole.channels {
        let Some(per_tonne) = channel.per_tonne else { continue };
        let mut cells = vec![Cell::text(c.channel(channel.channel)), decimals(f64::from(channel.hierarchy_rank), 0)];
        cells.extend(per_tonne.iter().flatten().map(|v| num(*v)));
        table.push(cells);
    }
    table
}

/// Names of the components of all channels, largest first, and a last one for the rest where there are many.
fn parts(c: &Context<'_>, lines: fn(&ChannelTotal) -> &[Line]) -> Vec<&'static str> {
    let mut sums: Vec<(&'static str, f64)> = Vec::new();
    for line in c.pole.channels.iter().flat_map(lines) {
        match sums.iter_mut().find(|(name, _)| *name == line.name) {
            Some((_, sum)) => *sum += line.value.abs(),
            None => sums.push((line.name, line.value.abs())),
        }
    }
    sums.retain(|(_, sum)| *sum > 0.0);
    sums.sort_by(|a, b| b.1.total_cmp(&a.1));
    sums.into_iter().map(|(name, _)| name).collect()
}

/// Stacked bars of the channels that are used; none when nothing is.
fn stacked(
    c: &Context<'_>,
    heading: Heading,
    (quantity, unit): (&str, &str),
    scale: f64,
    lines: fn(&ChannelTotal) -> &[Line],
) -> Option<Result<Picture, PlotError>> {
    let names = parts(c, lines);
    let own = if names.len() > MOST_PARTS { MOST_PARTS - 1 } else { names.len() };
    let mut parts: Vec<String> = names[..own].iter().map(|n| c.words(n)).collect();
    if own < names.len() {
        parts.push(c.say("Smaller lines").to_owned());
    }
    let row = |channel: &ChannelTotal| {
        let mut values = vec![0.0; parts.len()];
        for line in lines(channel) {
            if let Some(k) = names.iter().position(|n| *n == line.name) {
                values[k.min(own).min(parts.len() - 1)] += line.value / scale;
            }
        }
        StackedRow { label: c.channel(channel.channel), values }
    };
    let used = c.pole.channels.iter().filter(|k| k.wet_t.nominal > 0.0 && !lines(k).is_empty());
    let rows: Vec<StackedRow> = if parts.is_empty() { Vec::new() } else { used.map(row).collect() };
    let (quantity, unit) = (quantity.to_owned(), unit.to_owned());
    (!rows.is_empty()).then(|| Stacked { heading, quantity, unit, parts, tones: Vec::new(), rows }.draw())
}

/// Mass and money of the channels in the plan.
fn money(c: &Context<'_>) -> Table {
    let sampled = c.pole.channels.iter().any(|k| k.eur.p10_p50_p90.is_some());
    let mut columns = vec![Column::text(c.say("Channel"))];
    columns.extend(c.spread_columns(c.say("Mass"), c.t_a(), sampled));
    columns.extend(c.spread_columns(c.say("Cost"), c.eur_a(), sampled));
    columns.push(Column::number(c.say("Cost today"), c.eur_a()));
    let caption = c.say("Mass and money of each channel in the plan, fixed costs of its sites included.");
    let mut table = Table::new(c.by_method(caption, "money"), columns);
    let cells = |name: String, wet: Spread, eur: Spread, today: f64| {
        let mut cells = vec![Cell::text(name)];
        cells.extend(c.spread_cells(wet, sampled, 1.0, 1));
        cells.extend(c.spread_cells(eur, sampled, 1.0, 0));
        cells.push(decimals(today, 0));
        cells
    };
    for k in c.pole.channels.iter().filter(|k| k.wet_t.nominal > 0.0) {
        table.push(cells(c.channel(k.channel), k.wet_t, k.eur, k.today_eur.nominal));
    }
    let t = &c.pole.totals;
    let total = cells(c.say("Pole").to_owned(), t.inventory_t, t.plan_eur, t.today_eur.nominal);
    table.rows.push(Row::Total(total));
    table
}

/// Greenhouse gas and jobs of the channels in the plan.
fn effects(c: &Context<'_>) -> Table {
    let sampled = c.pole.channels.iter().any(|k| k.kgco2e.p10_p50_p90.is_some());
    let mut columns = vec![Column::text(c.say("Channel"))];
    columns.extend(c.spread_columns(c.say("GHG"), c.co2_a(), sampled));
    let ends = [c.say("low"), c.say("central"), c.say("high")];
    columns.extend(ends.map(|end| Column::number(format!("{}, {end}", c.say("Jobs")), c.fte())));
    columns.push(Column::number(c.say("Of these insertion"), c.fte()));
    let caption = c.say("Greenhouse gas and jobs of each channel in the plan, against today.");
    let mut table = Table::new(c.by_method(&c.by_method(caption, "carbon"), "jobs"), columns);
    let cells = |name: String, kg: Spread, fte: Range<f64>, insertion: f64| {
        let mut cells = vec![Cell::text(name)];
        cells.extend(c.spread_cells(kg, sampled, 1000.0, 2));
        cells.extend(three(fte).map(|v| decimals(v, 2)));
        cells.push(decimals(insertion, 2));
        cells
    };
    for k in c.pole.channels.iter().filter(|k| k.wet_t.nominal > 0.0) {
        table.push(cells(c.channel(k.channel), k.kgco2e, k.fte, k.insertion_fte));
    }
    let t = &c.pole.totals;
    table.rows.push(Row::Total(cells(c.say("Pole").to_owned(), t.kgco2e, t.fte, t.insertion_fte)));
    table
}

fn products(c: &Context<'_>) -> Table {
    let columns = vec![
        Column::text(c.say("Channel")),
        Column::text(c.say("Product or residue")),
        Column::number(c.say("Amount"), ""),
        Column::text(c.say("Unit")),
        Column::number(c.say("Mass of it"), c.t_a()),
    ];
    let mut table = Table::new(c.say("What comes out; masses add up to what goes in."), columns);
    for channel in c.pole.channels.iter().filter(|k| k.wet_t.nominal > 0.0) {
        for product in &channel.products {
            table.push(vec![
                Cell::text(c.channel(channel.channel)),
                Cell::text(c.words(product.name)),
                num(product.amount),
                Cell::text(c.lang.unit(product.unit)),
                decimals(product.mass_t, 2),
            ]);
        }
    }
    table
}

/// Lines of one name together, in t or EUR of the whole pole, largest first.
pub(super) fn summed<'a>(lines: impl Iterator<Item = &'a Line>) -> Vec<Line> {
    let mut sums: Vec<Line> = Vec::new();
    for line in lines {
        match sums.iter_mut().find(|s| s.name == line.name) {
            Some(sum) => sum.value += line.value,
            None => sums.push(line.clone()),
        }
    }
    sums.sort_by(|a, b| tonnes(b.value.abs()).total_cmp(&tonnes(a.value.abs())));
    sums
}
