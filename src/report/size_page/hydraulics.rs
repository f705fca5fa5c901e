//! Hydraulics and running: the coldest week, buffer, starts, months.

use super::context::{Context, Looked};
use super::efficiency;
use crate::case::HeatOutcome;
use crate::plot::{Layer, Level, Picture, PlotError, Week, heaviest_week};
use crate::report::chapter::{Chapter, Quantities, decimals};
use crate::report::shared::hours::Hours;
use crate::report::{Cell, Column, Table};
use crate::sizing::Figure;
use crate::text;

const HOURS_PER_DAY: usize = 24;
const HOURS_PER_WEEK: usize = 7 * HOURS_PER_DAY;

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("hydraulics", c.say("Hydraulics and running"));
    let Some((shown, heat)) = c.shown().and_then(|l| Some((l, l.heat()?))) else { return chapter };
    chapter.text(text(c, &shown));
    if let Some(hours) = Hours::of(heat) {
        chapter.figure(
            week(c, &shown, &hours),
            c.say(
                "The week of the largest demand. What stands above the line charges the buffer, which gives it back \
                 in the hours that follow; gas comes last. Where the buffer stays empty all day while gas runs, the \
                 boilers are too small for the week; where it is emptied in the morning only, a larger buffer would \
                 help.",
            ),
        );
    }
    chapter.table(running(c, &shown, heat));
    chapter.table(units(c, &shown, heat));
    chapter.table(efficiency::table(c, &shown));
    chapter.table(months(c, heat));
    chapter
}

fn text(c: &Context<'_>, shown: &Looked<'_>) -> String {
    let rated = shown.rated;
    let starts = rated.nominal.of(Figure::Starts);
    let per_boiler = starts / rated.candidate.units_kw.len().max(1) as f64;
    let (volume, litres) =
        (c.number(rated.built.buffer_m3), c.number(1000.0 * rated.built.buffer_m3 / rated.candidate.wood_kw()));
    let (starts, per_boiler) = (c.fixed(starts, 0), c.fixed(per_boiler, 0));
    let each = rated.candidate.units_kw.len() > 1;
    let each = if each { c.lang.tell(&text!(", {per_boiler} times each", per_boiler)) } else { String::new() };
    c.lang.tell(&text!(
        "The buffer holds {volume} m3, {litres} l per kW of wood. The wood boilers start {starts} times a year{each}: every \
         start costs fuel, carbon monoxide and wear, and a house that starts often is too large for its summer.",
        volume,
        litres,
        starts,
        each
    ))
}

fn week(c: &Context<'_>, shown: &Looked<'_>, hours: &Hours) -> Result<Picture, PlotError> {
    let start = heaviest_week(&hours.demand_kw, HOURS_PER_DAY);
    let end = (start + HOURS_PER_WEEK).min(hours.demand_kw.len());
    let cut = |list: &[f64]| list.get(start..end).map_or_else(Vec::new, <[f64]>::to_vec);
    let candidate = &shown.rated.candidate;
    let layers = hours.made(c.lang, &candidate.units_kw).into_iter();
    let capacity_kwh = candidate.wood_kw() * candidate.buffer_hours;
    let layers: Vec<Layer> = layers
        .map(|l| Layer { power_kw: cut(&l.power_kw), ..l })
        .filter(|l| l.power_kw.iter().any(|kw| *kw > 0.0))
        .collect();
    Week {
        heading: c.heading("The coldest week, hour by hour").subtitle(c.house(candidate)),
        steps_per_hour: 1,
        first_hour: start,
        demand_kw: cut(&hours.demand_kw),
        layers,
        charge_kwh: if capacity_kwh > 0.0 { cut(&hours.charge_kwh) } else { Vec::new() },
        capacity_kwh,
        levels: vec![Level { name: c.say("Wood power").to_owned(), value: candidate.wood_kw() }],
    }
    .draw()
}

fn running(c: &Context<'_>, shown: &Looked<'_>, heat: &HeatOutcome) -> Table {
    let (rated, d) = (shown.rated, &heat.dispatch);
    let mwh = c.say("MWh/a");
    let mut table = Quantities::in_lang(c.say("The year of the house"), c.lang);
    table.group(c.say("Wood"));
    table.push(c.say("Heat of wood¦hydraulics"), heat.wood_mwh(), mwh);
    table.push(c.say("Starts"), rated.nominal.of(Figure::Starts), c.say("1/a"));
    table.push(c.say("Running hours"), d.year.hours, c.say("h/a"));
    let full = c.say("Full-load hours");
    table.push(full, rated.nominal.of(Figure::FullLoadHours), c.say("h/a"));
    let efficiency = c.say("Annual efficiency");
    table.push(efficiency, rated.nominal.of(Figure::AnnualEfficiency), c.say("% of LHV"));
    table.group(c.say("Buffer and network"));
    table.push(c.say("Volume of the buffer"), rated.built.buffer_m3, "m3");
    table.push(c.say("Losses of the buffer"), d.year.buffer_loss_kwh / 1000.0, mwh);
    table.push(c.say("Losses of the network"), heat.network_loss_mwh, mwh);
    let auxiliaries = c.say("Electricity of the auxiliaries");
    table.push(auxiliaries, d.auxiliary_electricity_kwh / 1000.0 * heat.fuel_share, mwh);
    table.group(c.say("Backup"));
    table.push(c.say("Heat of the gas backup"), heat.backup_mwh(), mwh);
    table.push(c.say("Its largest hour"), d.totals.backup_peak_kw, "kW");
    table.push(c.say("Installed"), rated.built.gas_boiler_kw, "kW");
    table.push(c.say("Unmet demand"), rated.nominal.of(Figure::Unmet), mwh);
    table.group(c.say("Starts and wear"));
    let fuel = c.say("MWh LHV/a");
    table.push(c.say("Wood burnt to start"), heat.start_fuel_mwh, fuel);
    let wear = c.say("Wear, as hours of operation");
    table.push(wear, heat.wear_h, c.say("h/a"));
    table.done()
}

/// Each wood boiler through the year, the leading one first.
fn units(c: &Context<'_>, shown: &Looked<'_>, heat: &HeatOutcome) -> Table {
    let columns = vec![
        Column::text(c.say("Wood boiler")),
        Column::number(c.say("Power"), "kW"),
        Column::number(c.say("Heat"), c.say("MWh/a")),
        Column::number(c.say("Running"), c.say("h/a")),
        Column::number(c.say("At minimum load"), c.say("h/a")),
        Column::number(c.say("Warm starts"), c.say("1/a")),
        Column::number(c.say("Cold starts"), c.say("1/a")),
    ];
    let mut table = Table::new(c.say("Each wood boiler through the year"), columns);
    for (k, (boiler, unit)) in shown.case.boilers.iter().zip(&heat.units).enumerate() {
        table.push(vec![
            Cell::text((k + 1).to_string()),
            decimals(boiler.dispatch.power_kw, 0),
            decimals(unit.wood_kwh / 1000.0, 1),
            decimals(unit.hours, 0),
            decimals(unit.hours_at_minimum, 0),
            decimals(unit.warm_starts, 0),
            decimals(unit.cold_starts, 0),
        ]);
    }
    table.note = c.say("Of boilers that have all the wood they ask for.").to_owned();
    table
}

fn months(c: &Context<'_>, heat: &HeatOutcome) -> Table {
    let mwh = "MWh";
    let columns = vec![
        Column::text(c.say("Month")),
        Column::number(c.say("Demand left"), mwh),
        Column::number(c.say("Wood"), mwh),
        Column::number(c.say("Gas"), mwh),
        Column::number(c.say("Starts"), ""),
        Column::number(c.say("Running"), "h"),
    ];
    let caption = c.say("The house by month, after the heat of a digester");
    let mut table = Table::new(caption, columns);
    for (month, name) in heat.dispatch.totals.months.iter().zip(c.lang.months()) {
        let wood = month.wood_kwh / 1000.0;
        table.push(vec![
            Cell::text(name),
            decimals(month.demand_kwh / 1000.0, 1),
            decimals(wood * heat.fuel_share, 1),
            decimals(month.backup_kwh / 1000.0 + wood * (1.0 - heat.fuel_share), 1),
            decimals(month.starts, 0),
            decimals(month.hours, 0),
        ]);
    }
    table
}
