//! Where the energy goes: from fuels through boilers and engine to users and losses.

use super::chapter::{Chapter, digits};
use super::sankey::Diagram;
use crate::balance::flows::{Converter, Flows};
use crate::report::{Cell, Column, Row, Run, Table};
use crate::text;
use crate::units::METHANE_LHV_MWH_PER_NM3;
use crate::words::Locale;
use crate::words::word;

const HEAT: (usize, &str) = (2, word("Heat"));
const POWER: (usize, &str) = (2, word("Electricity"));
const BIOGAS: (usize, &str) = (0, word("Biogas"));
const OWN: (usize, &str) = (3, word("Own use of the plant"));
const LOST: (usize, &str) = (3, word("Lost in boilers and engine"));
const LOST_GAS: (usize, &str) = (3, word("Methane flared or lost"));

pub(super) fn add(lang: Locale, run: &Run<'_>, chapter: &mut Chapter) {
    let Some(accounts) = &run.outcome.accounts else { return };
    let flows = &accounts.flows;
    let mut diagram = Diagram::new(
        lang.say("Energy"),
        "MWh/a",
        vec![lang.say("Fuel"), lang.say("Plant"), lang.say("Energy"), lang.say("Use")],
    )
    .lang(lang);
    let biogas = diagram.said(BIOGAS);
    convert(&mut diagram, (0, lang.say("Wood")), (1, lang.say("Wood boiler")), &flows.wood_boiler);
    convert(&mut diagram, (0, lang.say("Natural gas")), (1, lang.say("Gas boiler")), &flows.gas_boiler);
    convert(&mut diagram, biogas, (1, lang.say("Engine")), &flows.chp);
    convert(&mut diagram, biogas, (1, lang.say("Biogas boiler")), &flows.biogas_boiler);
    methane(lang, &mut diagram, flows);
    uses(lang, &mut diagram, flows);
    if !diagram.is_empty() {
        chapter.figure(
            diagram.draw(lang.say("Energy from fuel to use")),
            lang.say("Fuels on their lower heating value, nominal case. What enters a plant leaves it: a gap would be drawn as a \
             flow of its own."),
        );
        chapter.table(table(lang, run));
    }
}

fn convert(diagram: &mut Diagram, fuel: (usize, &str), plant: (usize, &str), converter: &Converter<f64>) {
    diagram.flow(fuel, plant, converter.fuel_mwh);
    diagram.flow(plant, diagram.said(HEAT), converter.heat_mwh);
    diagram.flow(plant, diagram.said(POWER), converter.power_mwh);
    diagram.flow(plant, diagram.said(LOST), converter.loss_mwh);
}

fn methane(lang: Locale, diagram: &mut Diagram, flows: &Flows<f64>) {
    let mwh = |nm3: f64| nm3 * METHANE_LHV_MWH_PER_NM3;
    let m = &flows.methane;
    let (lost, offgas) =
        flows.losses().map_or((0.0, 0.0), |l| (l.digester_leak_nm3 + l.flare_slip_nm3, l.upgrading_offgas_nm3));
    let upgrading = (1, lang.say("Upgrading"));
    diagram.flow(diagram.said(BIOGAS), upgrading, mwh(m.to_upgrading_nm3));
    diagram.flow(upgrading, (3, lang.say("Biomethane injected")), mwh(m.injected_nm3));
    diagram.flow(upgrading, diagram.said(LOST_GAS), mwh(offgas));
    diagram.flow(diagram.said(BIOGAS), diagram.said(LOST_GAS), mwh(m.flared_nm3 + lost));
}

fn uses(lang: Locale, diagram: &mut Diagram, flows: &Flows<f64>) {
    let (heat, power) = (&flows.heat, &flows.power);
    let bought = power.bought_digester_mwh + power.bought_boiler_mwh;
    diagram.flow(diagram.said(HEAT), (3, lang.say("Heat to users")), heat.used_mwh());
    diagram.flow(diagram.said(HEAT), diagram.said(OWN), heat.digester_mwh);
    diagram.flow(diagram.said(HEAT), (3, lang.say("Lost in network and buffer")), heat.network_loss_mwh);
    diagram.flow(diagram.said(HEAT), (3, lang.say("Heat without a use")), heat.dumped_mwh);
    diagram.flow((0, lang.say("Electricity bought")), diagram.said(POWER), bought);
    diagram.flow(diagram.said(POWER), (3, lang.say("Electricity sold")), power.sold_mwh);
    diagram.flow(diagram.said(POWER), diagram.said(OWN), power.own_use_mwh + bought);
}

fn table(lang: Locale, run: &Run<'_>) -> Table {
    let columns = vec![Column::text(lang.say("Energy of the year")), Column::number(lang.say("Amount"), "MWh/a")];
    let mut table = Table::new(lang.say("Energy balance, fuels on LHV"), columns);
    let Some(accounts) = &run.outcome.accounts else { return table };
    let e = &accounts.energy;
    let fuels = [
        (lang.say("Wood"), e.wood_in_mwh),
        (lang.say("Biogas made"), e.biogas_in_mwh),
        (lang.say("Natural gas"), e.gas_in_mwh),
        (lang.say("Electricity bought"), e.electricity_in_mwh),
    ];
    let useful = [
        (lang.say("Heat to users"), e.heat_out_mwh),
        (lang.say("Electricity sold"), e.electricity_out_mwh),
        (lang.say("Biomethane injected"), e.biomethane_out_mwh),
    ];
    let lost = [
        (lang.say("Heat and electricity of the plant itself"), e.own_use_mwh),
        (lang.say("Losses of boilers and engine"), e.conversion_loss_mwh),
        (lang.say("Heat lost in network and buffer, or without a use"), e.heat_loss_mwh),
        (lang.say("Methane flared or lost"), e.gas_loss_mwh),
    ];
    group(lang, &mut table, lang.say("In"), &fuels, e.input_mwh());
    group(lang, &mut table, lang.say("Useful"), &useful, e.useful_mwh());
    group(lang, &mut table, lang.say("Own use and losses"), &lost, e.own_use_mwh + e.loss_mwh());
    table
}

fn group(lang: Locale, table: &mut Table, name: &str, rows: &[(&str, f64)], sum_mwh: f64) {
    table.rows.push(Row::Group(name.to_owned()));
    for (name, mwh) in rows.iter().filter(|(_, mwh)| *mwh != 0.0) {
        table.push(vec![Cell::text(*name), digits(*mwh, 4)]);
    }
    table.rows.push(Row::Total(vec![Cell::text(lang.tell(&text!("{name}, sum", name))), digits(sum_mwh, 4)]));
}
