//! A digester on a raw ADM1 influent: its state at the end by BSM2 names.

use super::chapter::{Chapter, Quantities, digits};
use crate::case::DigesterOutcome;
use crate::digestion::adm1::{Output, State};
use crate::report::{Cell, Column, Table};

pub(super) fn add(outcome: &DigesterOutcome, chapter: &mut Chapter) {
    let Some(end) = &outcome.end else { return };
    let days = outcome.total(|m| m.days);
    chapter.table(state(end, days));
    chapter.table(gas(end, days));
}

fn state(end: &Output, days: f64) -> Table {
    let columns = vec![Column::text("State"), Column::number("Value", ""), Column::text("Unit")];
    let mut table = Table::new(format!("State on day {days:.0} by the names of BSM2"), columns);
    for (state, value) in State::ALL.into_iter().zip(end.state) {
        table.push(vec![Cell::text(state.name()), digits(value, 6), Cell::text(state.unit())]);
    }
    table
}

fn gas(end: &Output, days: f64) -> Table {
    let mut table = Quantities::new(format!("Gas and acid on day {days:.0}"));
    let [p_h2, p_ch4, p_co2] = end.partial_pressures;
    table.push("pH", end.ph, "-");
    table.push("Biogas, wet at digester temperature and atmospheric pressure", end.q_gas, "m3/d");
    table.push("Methane in it", end.q_ch4, "m3/d");
    table.push("Carbon dioxide in it", end.q_co2, "m3/d");
    table.push("Methane, dry at 0 °C and 101.325 kPa", end.methane_nm3_per_d, "Nm3/d");
    table.push("Pressure of the headspace", end.p_gas, "bar");
    table.push("Partial pressure of methane", p_ch4, "bar");
    table.push("Partial pressure of carbon dioxide", p_co2, "bar");
    table.push("Partial pressure of hydrogen", p_h2, "bar");
    table.push("Ammonium", end.s_nh4_ion, "kmol N/m3");
    table.push("Free ammonia", end.ions.nh3, "kmol N/m3");
    table.done()
}
