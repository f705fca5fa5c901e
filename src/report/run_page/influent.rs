//! A digester on a raw ADM1 influent: its state at the end by BSM2 names.

use super::chapter::{Chapter, Quantities, digits};
use crate::case::DigesterOutcome;
use crate::digestion::adm1::{Output, State};
use crate::report::{Cell, Column, Table};
use crate::text;
use crate::words::Locale;

pub(super) fn add(lang: Locale, outcome: &DigesterOutcome, chapter: &mut Chapter) {
    let Some(end) = &outcome.end else { return };
    let days = outcome.total(|m| m.days);
    chapter.table(state(lang, end, days));
    chapter.table(gas(lang, end, days));
}

fn state(lang: Locale, end: &Output, days: f64) -> Table {
    let columns =
        vec![Column::text(lang.say("State")), Column::number(lang.say("Value"), ""), Column::text(lang.say("Unit"))];
    let mut table =
        Table::new(lang.tell(&text!("State on day {days} by the names of BSM2", days = format!("{days:.0}"))), columns);
    for (state, value) in State::ALL.into_iter().zip(end.state) {
        table.push(vec![Cell::text(state.name()), digits(value, 6), Cell::text(state.unit())]);
    }
    table
}

fn gas(lang: Locale, end: &Output, days: f64) -> Table {
    let mut table =
        Quantities::in_lang(lang.tell(&text!("Gas and acid on day {days}", days = format!("{days:.0}"))), lang);
    let [p_h2, p_ch4, p_co2] = end.partial_pressures;
    table.push("pH", end.ph, "-");
    table.push(lang.say("Biogas, wet at digester temperature and atmospheric pressure"), end.q_gas, "m3/d");
    table.push(lang.say("Methane in it"), end.q_ch4, "m3/d");
    table.push(lang.say("Carbon dioxide in it"), end.q_co2, "m3/d");
    table.push(lang.say("Methane, dry at 0 °C and 101.325 kPa"), end.methane_nm3_per_d, "Nm3/d");
    table.push(lang.say("Pressure of the headspace"), end.p_gas, "bar");
    table.push(lang.say("Partial pressure of methane"), p_ch4, "bar");
    table.push(lang.say("Partial pressure of carbon dioxide"), p_co2, "bar");
    table.push(lang.say("Partial pressure of hydrogen"), p_h2, "bar");
    table.push(lang.say("Ammonium"), end.s_nh4_ion, lang.say("kmol N/m3"));
    table.push(lang.say("Free ammonia"), end.ions.nh3, lang.say("kmol N/m3"));
    table.done()
}
