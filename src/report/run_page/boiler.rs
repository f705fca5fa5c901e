//! Boiler house: combustion, losses, emissions, and a year of dispatch.

use super::chapter::{Chapter, Quantities, decimals, said_in};
use super::monotone;
use crate::case::{BoilerCase, BoilerOutcome, HeatOutcome};
use crate::combustion::{Combustion, FuelParams};
use crate::report::{Cell, Column, Run, Table, shared::emissions};
use crate::text;
use crate::words::Locale;

pub(super) fn chapter(lang: Locale, run: &Run<'_>) -> Chapter {
    let mut chapter = Chapter::new("boiler", lang.say("Boiler house"));
    if let Some(heat) = &run.outcome.heat {
        chapter.text(year(lang, heat, &run.case.boilers));
        monotone::add(lang, heat, &run.case.boilers, &mut chapter);
        chapter.table(dispatch(lang, heat));
        chapter.table(months(lang, heat));
    }
    for outcome in &run.outcome.boilers {
        let Some(case) = run.case.boilers.iter().find(|c| c.id == outcome.id) else { continue };
        let of = if run.outcome.boilers.len() == 1 {
            String::new()
        } else {
            lang.tell(&text!(", boiler {id}", id = outcome.id))
        };
        chapter.table(burning(lang, outcome, case, &of));
        chapter.table(efficiency(lang, outcome, &of));
        chapter.table(emissions::table(outcome, &of, lang));
        chapter.table(emissions::limits(outcome, &of, lang));
        if outcome.limits.is_empty() && case.dispatch.power_kw.is_finite() {
            chapter.text(lang.say("None of the shipped emission limits applies to this boiler and its installation."));
        }
    }
    chapter
}

fn year(lang: Locale, heat: &HeatOutcome, boilers: &[BoilerCase]) -> String {
    let power_kw: f64 = boilers.iter().map(|b| b.dispatch.power_kw).sum();
    let house = match boilers.len() {
        1 => lang.say("A wood boiler of").to_owned(),
        count => lang.tell(&text!("{count} wood boilers of together", count)),
    };
    let mut text = lang.tell(&text!("The network needs {a} MWh/a at the substations and loses {b} MWh/a; its largest hour is {c} kW. {house} {d} kW cover what the digester leaves; what is not from gas is {e} % of the heat sent out.", a = said_in(heat.useful_mwh, 3, lang), b = said_in(heat.network_loss_mwh, 3, lang), c = said_in(heat.peak_kw, 3, lang), house, d = said_in(power_kw, 3, lang), e = said_in(heat.renewable_share() * 100.0, 3, lang)));
    if heat.fuel_share < 1.0 {
        text += &lang.tell(&text!(
            " There is wood for {a} % of the fuel that the boiler would burn; gas gives the rest.",
            a = said_in(heat.fuel_share * 100.0, 3, lang)
        ));
    }
    text
}

fn dispatch(lang: Locale, heat: &HeatOutcome) -> Table {
    let d = &heat.dispatch;
    let mut table = Quantities::in_lang(lang.say("Dispatch of the year"), lang);
    table.group(lang.say("Heat"));
    table.push(lang.say("Demand at the substations"), heat.useful_mwh, "MWh/a");
    table.push(lang.say("Losses of the network"), heat.network_loss_mwh, "MWh/a");
    if heat.from_digester_mwh > 0.0 {
        table.push(lang.say("Heat of the digester"), heat.from_digester_mwh, "MWh/a");
    }
    table.push(lang.say("Heat of the wood boiler"), heat.wood_mwh(), "MWh/a");
    table.push(lang.say("Heat of the gas backup"), heat.backup_mwh(), "MWh/a");
    table.push(lang.say("Losses of the buffer"), d.year.buffer_loss_kwh / 1000.0, "MWh/a");
    table.push(lang.say("Heat not from gas"), heat.renewable_share() * 100.0, lang.say("% of heat sent out"));
    table.group(lang.say("Wood boiler"));
    table.push(lang.say("Starts"), d.year.starts, "1/a");
    table.push(lang.say("Running hours"), d.year.hours, "h/a");
    for (k, unit) in heat.units.iter().enumerate().filter(|_| heat.units.len() > 1) {
        let name = |what: &str| lang.tell(&text!("{what} of boiler {a}", what, a = k + 1));
        table.push(&name(lang.say("Heat")), unit.wood_kwh / 1000.0, "MWh/a");
        table.push(&name(lang.say("Starts")), unit.starts(), "1/a");
        table.push(&name(lang.say("Running hours")), unit.hours, "h/a");
    }
    if heat.start_fuel_mwh > 0.0 {
        table.push(lang.say("Wood burnt by starts"), heat.start_fuel_mwh, "MWh LHV/a");
    }
    table.push(lang.say("Full-load hours"), heat.full_load_hours(), "h/a");
    if let Some(efficiency) = d.efficiency_mean {
        table.push(lang.say("Mean efficiency of the year"), efficiency * 100.0, lang.say("% of LHV"));
    }
    table.push(lang.say("Wood burnt"), heat.wood_fuel_mwh(), "MWh LHV/a");
    table.push(lang.say("Energy of the pooled wood"), heat.wood_available_mwh, "MWh LHV/a");
    table.push(
        lang.say("Electricity of the auxiliaries"),
        d.auxiliary_electricity_kwh / 1000.0 * heat.fuel_share,
        "MWh/a",
    );
    table.group(lang.say("Backup"));
    table.push(lang.say("Largest hour of the backup"), d.totals.backup_peak_kw, "kW");
    if let Some(design_kw) = heat.design_kw {
        table.push(lang.say("Load on a day at design temperature"), design_kw, "kW");
    }
    table
        .note(lang.say("Starts, running hours and efficiency are those of a boiler that has all the wood it asks for."))
        .done()
}

fn months(lang: Locale, heat: &HeatOutcome) -> Table {
    let columns = vec![
        Column::text(lang.say("Month")),
        Column::number(lang.say("Demand left"), "MWh"),
        Column::number(lang.say("Wood boiler"), "MWh"),
        Column::number(lang.say("Backup"), "MWh"),
        Column::number(lang.say("Starts"), ""),
        Column::number(lang.say("Running"), "h"),
    ];
    let mut table = Table::new(lang.say("Dispatch by month, after the heat of the digester"), columns);
    for (month, name) in heat.dispatch.totals.months.iter().zip(lang.months()) {
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

fn burning(lang: Locale, outcome: &BoilerOutcome, case: &BoilerCase, of: &str) -> Table {
    let (fuel, c) = (&outcome.fuel, &outcome.combustion);
    let origin = if case.fuel.is_some() {
        lang.say("fuel described in the scenario")
    } else {
        lang.say("mean of the pooled wood")
    };
    let mut table =
        Quantities::in_lang(lang.tell(&text!("Combustion of one kilogram{of}: {origin}", of, origin)), lang);
    table.group(lang.say("Fuel"));
    analysis(lang, fuel, &mut table);
    table.push(lang.say("Higher heating value, dry"), c.hhv_mj_per_kg_db, "MJ/kg");
    table.push(lang.say("Higher heating value, as received"), c.hhv_mj_per_kg_ar, "MJ/kg");
    table.push(lang.say("Lower heating value, as received"), c.lhv_mj_per_kg_ar, "MJ/kg");
    table.group(lang.say("Air and flue gas"));
    table.push(lang.say("Excess air"), case.combustion.excess_air, "-");
    table.push(lang.say("Dry air at stoichiometry"), c.air_stoich_kg_per_kg_ar, "kg/kg");
    table.push(lang.say("Humid air supplied"), c.air_humid_nm3_per_kg_ar, "Nm3/kg");
    table.push(lang.say("Wet flue gas"), c.flue_gas_wet_nm3_per_kg_ar, "Nm3/kg");
    table.push(lang.say("Dry flue gas"), c.flue_gas_dry_nm3_per_kg_ar, "Nm3/kg");
    table.push(lang.say("CO2 in dry flue gas"), c.co2_dry_pct, lang.say("% vol"));
    table.push(lang.say("O2 in dry flue gas"), c.o2_dry_pct, lang.say("% vol"));
    table.push(lang.say("Water in wet flue gas"), c.h2o_wet_pct, lang.say("% vol"));
    table.group(lang.say("Temperatures"));
    table.push(lang.say("Flame without losses (adiabatic, no dissociation)"), c.adiabatic_temperature_c, "°C");
    table.push(lang.say("Flue gas at the outlet"), case.combustion.flue_gas_temperature_c, "°C");
    table.push(lang.say("Dew point of the flue gas"), c.dew_point_c, "°C");
    table.push(lang.say("Margin to the dew point"), c.dew_point_margin_k, "K");
    table.group(lang.say("Residue"));
    table.push(lang.say("Ash"), c.ash_kg_per_kg_ar, "kg/kg");
    table.done()
}

fn analysis(lang: Locale, fuel: &FuelParams<f64>, table: &mut Quantities) {
    let parts = [
        (lang.say("Carbon"), fuel.c_pct_db),
        (lang.say("Hydrogen"), fuel.h_pct_db),
        (lang.say("Oxygen"), fuel.o_pct_db),
        (lang.say("Nitrogen"), fuel.n_pct_db),
        (lang.say("Sulphur"), fuel.s_pct_db),
        (lang.say("Chlorine"), fuel.cl_pct_db),
        (lang.say("Ash"), fuel.ash_pct_db),
    ];
    for (name, value) in parts {
        table.push(name, value, lang.say("% of dry mass"));
    }
    table.push(lang.say("Water"), fuel.moisture_pct_ar, lang.say("% as received"));
}

fn efficiency(lang: Locale, outcome: &BoilerOutcome, of: &str) -> Table {
    let c: &Combustion<f64> = &outcome.combustion;
    let mut table = Quantities::in_lang(lang.tell(&text!("Efficiency by the method of losses{of}", of)), lang);
    let unit = lang.say("% of LHV");
    table.group(lang.say("Losses"));
    table.push(lang.say("Stack: heat of the dry and wet flue gas"), c.stack_loss_pct_lhv, unit);
    table.push(lang.say("Carbon monoxide"), c.losses.co_pct_lhv, unit);
    table.push(lang.say("Unburnt carbon in the ash"), c.losses.carbon_in_residue_pct_lhv, unit);
    table.push(lang.say("Heat of the ash"), c.losses.residue_heat_pct_lhv, unit);
    table.push(lang.say("Radiation of the boiler"), c.losses.radiation_pct_lhv, unit);
    table.group(lang.say("Efficiency"));
    table.push(lang.say("At full load on the test bench"), c.efficiency_pct_lhv, unit);
    table.push(lang.say("The same heat over the HHV"), c.efficiency_pct_hhv, lang.say("% of HHV"));
    table.push(lang.say("In the field, used for the year"), outcome.efficiency_field * 100.0, unit);
    table.push(lang.say("With a condensing exchanger"), c.condensing.efficiency_pct_lhv, unit);
    table.push(lang.say("Condensate of the exchanger"), c.condensing.condensate_kg_per_kg_ar, "kg/kg");
    table.done()
}
