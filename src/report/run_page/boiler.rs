//! Boiler house: combustion, losses, emissions, and a year of dispatch.

use super::chapter::{Chapter, Quantities, decimals, said};
use super::{LANG, monotone};
use crate::case::{BoilerCase, BoilerOutcome, HeatOutcome};
use crate::combustion::{Combustion, FuelParams};
use crate::report::{Cell, Column, Run, Table, shared::emissions};

pub(super) fn chapter(run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("boiler", "Boiler house");
    if let Some(heat) = &run.outcome.heat {
        chapter.text(year(heat, &run.case.boilers));
        monotone::add(heat, &run.case.boilers, &mut chapter);
        chapter.table(dispatch(heat));
        chapter.table(months(heat));
    }
    for outcome in &run.outcome.boilers {
        let Some(case) = run.case.boilers.iter().find(|c| c.id == outcome.id) else { continue };
        let of = if run.outcome.boilers.len() == 1 { String::new() } else { format!(", boiler {}", outcome.id) };
        chapter.table(burning(outcome, case, &of));
        chapter.table(efficiency(outcome, &of));
        chapter.table(emissions::table(outcome, &of, LANG));
        chapter.table(emissions::limits(outcome, &of, LANG));
        if outcome.limits.is_empty() && case.dispatch.power_kw.is_finite() {
            chapter.text("None of the shipped emission limits applies to this boiler and its installation.");
        }
    }
    chapter
}

fn year(heat: &HeatOutcome, boilers: &[BoilerCase]) -> String {
    let power_kw: f64 = boilers.iter().map(|b| b.dispatch.power_kw).sum();
    let house = match boilers.len() {
        1 => "A wood boiler of".to_owned(),
        count => format!("{count} wood boilers of together"),
    };
    let mut text = format!(
        "The network needs {} MWh/a at the substations and loses {} MWh/a; its largest hour is {} kW. {house} \
         {} kW cover what the digester leaves; what is not from gas is {} % of the heat sent out.",
        said(heat.useful_mwh, 3),
        said(heat.network_loss_mwh, 3),
        said(heat.peak_kw, 3),
        said(power_kw, 3),
        said(heat.renewable_share() * 100.0, 3),
    );
    if heat.fuel_share < 1.0 {
        text += &format!(
            " There is wood for {} % of the fuel that the boiler would burn; gas gives the rest.",
            said(heat.fuel_share * 100.0, 3)
        );
    }
    text
}

fn dispatch(heat: &HeatOutcome) -> Table {
    let d = &heat.dispatch;
    let mut table = Quantities::new("Dispatch of the year");
    table.group("Heat");
    table.push("Demand at the substations", heat.useful_mwh, "MWh/a");
    table.push("Losses of the network", heat.network_loss_mwh, "MWh/a");
    if heat.from_digester_mwh > 0.0 {
        table.push("Heat of the digester", heat.from_digester_mwh, "MWh/a");
    }
    table.push("Heat of the wood boiler", heat.wood_mwh(), "MWh/a");
    table.push("Heat of the gas backup", heat.backup_mwh(), "MWh/a");
    table.push("Losses of the buffer", d.year.buffer_loss_kwh / 1000.0, "MWh/a");
    table.push("Heat not from gas", heat.renewable_share() * 100.0, "% of heat sent out");
    table.group("Wood boiler");
    table.push("Starts", d.year.starts, "1/a");
    table.push("Running hours", d.year.hours, "h/a");
    for (k, unit) in heat.units.iter().enumerate().filter(|_| heat.units.len() > 1) {
        let name = |what: &str| format!("{what} of boiler {}", k + 1);
        table.push(&name("Heat"), unit.wood_kwh / 1000.0, "MWh/a");
        table.push(&name("Starts"), unit.starts(), "1/a");
        table.push(&name("Running hours"), unit.hours, "h/a");
    }
    if heat.start_fuel_mwh > 0.0 {
        table.push("Wood burnt by starts", heat.start_fuel_mwh, "MWh LHV/a");
    }
    table.push("Full-load hours", heat.full_load_hours(), "h/a");
    if let Some(efficiency) = d.efficiency_mean {
        table.push("Mean efficiency of the year", efficiency * 100.0, "% of LHV");
    }
    table.push("Wood burnt", heat.wood_fuel_mwh(), "MWh LHV/a");
    table.push("Energy of the pooled wood", heat.wood_available_mwh, "MWh LHV/a");
    table.push("Electricity of the auxiliaries", d.auxiliary_electricity_kwh / 1000.0 * heat.fuel_share, "MWh/a");
    table.group("Backup");
    table.push("Largest hour of the backup", d.totals.backup_peak_kw, "kW");
    if let Some(design_kw) = heat.design_kw {
        table.push("Load on a day at design temperature", design_kw, "kW");
    }
    table.note("Starts, running hours and efficiency are those of a boiler that has all the wood it asks for.").done()
}

fn months(heat: &HeatOutcome) -> Table {
    let columns = vec![
        Column::text("Month"),
        Column::number("Demand left", "MWh"),
        Column::number("Wood boiler", "MWh"),
        Column::number("Backup", "MWh"),
        Column::number("Starts", ""),
        Column::number("Running", "h"),
    ];
    let mut table = Table::new("Dispatch by month, after the heat of the digester", columns);
    for (month, name) in heat.dispatch.totals.months.iter().zip(LANG.months()) {
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

fn burning(outcome: &BoilerOutcome, case: &BoilerCase, of: &str) -> Table {
    let (fuel, c) = (&outcome.fuel, &outcome.combustion);
    let origin = if case.fuel.is_some() { "fuel described in the scenario" } else { "mean of the pooled wood" };
    let mut table = Quantities::new(format!("Combustion of one kilogram{of}: {origin}"));
    table.group("Fuel");
    analysis(fuel, &mut table);
    table.push("Higher heating value, dry", c.hhv_mj_per_kg_db, "MJ/kg");
    table.push("Higher heating value, as received", c.hhv_mj_per_kg_ar, "MJ/kg");
    table.push("Lower heating value, as received", c.lhv_mj_per_kg_ar, "MJ/kg");
    table.group("Air and flue gas");
    table.push("Excess air", case.combustion.excess_air, "-");
    table.push("Dry air at stoichiometry", c.air_stoich_kg_per_kg_ar, "kg/kg");
    table.push("Humid air supplied", c.air_humid_nm3_per_kg_ar, "Nm3/kg");
    table.push("Wet flue gas", c.flue_gas_wet_nm3_per_kg_ar, "Nm3/kg");
    table.push("Dry flue gas", c.flue_gas_dry_nm3_per_kg_ar, "Nm3/kg");
    table.push("CO2 in dry flue gas", c.co2_dry_pct, "% vol");
    table.push("O2 in dry flue gas", c.o2_dry_pct, "% vol");
    table.push("Water in wet flue gas", c.h2o_wet_pct, "% vol");
    table.group("Temperatures");
    table.push("Flame without losses (adiabatic, no dissociation)", c.adiabatic_temperature_c, "°C");
    table.push("Flue gas at the outlet", case.combustion.flue_gas_temperature_c, "°C");
    table.push("Dew point of the flue gas", c.dew_point_c, "°C");
    table.push("Margin to the dew point", c.dew_point_margin_k, "K");
    table.group("Residue");
    table.push("Ash", c.ash_kg_per_kg_ar, "kg/kg");
    table.done()
}

fn analysis(fuel: &FuelParams<f64>, table: &mut Quantities) {
    let parts = [
        ("Carbon", fuel.c_pct_db),
        ("Hydrogen", fuel.h_pct_db),
        ("Oxygen", fuel.o_pct_db),
        ("Nitrogen", fuel.n_pct_db),
        ("Sulphur", fuel.s_pct_db),
        ("Chlorine", fuel.cl_pct_db),
        ("Ash", fuel.ash_pct_db),
    ];
    for (name, value) in parts {
        table.push(name, value, "% of dry mass");
    }
    table.push("Water", fuel.moisture_pct_ar, "% as received");
}

fn efficiency(outcome: &BoilerOutcome, of: &str) -> Table {
    let c: &Combustion<f64> = &outcome.combustion;
    let mut table = Quantities::new(format!("Efficiency by the method of losses{of}"));
    let unit = "% of LHV";
    table.group("Losses");
    table.push("Stack: heat of the dry and wet flue gas", c.stack_loss_pct_lhv, unit);
    table.push("Carbon monoxide", c.losses.co_pct_lhv, unit);
    table.push("Unburnt carbon in the ash", c.losses.carbon_in_residue_pct_lhv, unit);
    table.push("Heat of the ash", c.losses.residue_heat_pct_lhv, unit);
    table.push("Radiation of the boiler", c.losses.radiation_pct_lhv, unit);
    table.group("Efficiency");
    table.push("At full load on the test bench", c.efficiency_pct_lhv, unit);
    table.push("The same heat over the HHV", c.efficiency_pct_hhv, "% of HHV");
    table.push("In the field, used for the year", outcome.efficiency_field * 100.0, unit);
    table.push("With a condensing exchanger", c.condensing.efficiency_pct_lhv, unit);
    table.push("Condensate of the exchanger", c.condensing.condensate_kg_per_kg_ar, "kg/kg");
    table.done()
}
