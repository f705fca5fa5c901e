//! Needs: heat by month, peak and design load.

use super::context::Context;
use crate::plot::{Monthly, MonthlyGroup, Picture, PlotError};
use crate::report::Table;
use crate::report::chapter::{Chapter, Quantities};
use crate::report::shared::hours::Hours;
use crate::text;
use crate::units::{DAYS_OF_MONTH, HOURS_PER_YEAR};

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("needs", c.say("Needs"));
    chapter.text(text(c));
    chapter.table(table(c));
    if let Some(hours) = c.shown().and_then(|l| l.heat()).and_then(Hours::of) {
        chapter.figure(
            months(c, &hours),
            c.say(
                "Heat sent out month by month: the losses of the network hardly change with the season, so that they \
                 weigh most in summer, when a wood boiler is hardest to run.",
            ),
        );
    }
    chapter
}

fn text(c: &Context<'_>) -> String {
    let d = &c.size.demand;
    let sent = d.useful_mwh + d.network_loss_mwh;
    let (useful, loss, peak) = (c.number(d.useful_mwh), c.number(d.network_loss_mwh), c.number(d.year_peak_kw));
    let hours = c.fixed(1000.0 * sent / d.year_peak_kw, 0);
    let mut text = c.lang.tell(&text!("The substations need {useful} MWh a year and the network loses {loss} MWh. The largest hour of the simulated year is {peak} kW; at that power the need of a year would take {hours} h.", useful, loss, peak, hours));
    if d.design_kw.is_finite() {
        let design = c.number(d.design_kw);
        text += &c.lang.tell(&text!(" On a day at design temperature the load is {design} kW: the backup is sized on the larger of the two, not on the year that happens to be simulated.", design));
    }
    text
}

fn table(c: &Context<'_>) -> Table {
    let d = &c.size.demand;
    let mwh = c.say("MWh/a");
    let mut table = Quantities::in_lang(c.say("Demand of the nominal case"), c.lang);
    table.push(c.say("Useful heat at the substations"), d.useful_mwh, mwh);
    table.push(c.say("Losses of the network"), d.network_loss_mwh, mwh);
    let sent = d.useful_mwh + d.network_loss_mwh;
    table.push(c.say("Heat to send out"), sent, mwh);
    if sent > 0.0 {
        let share = 100.0 * d.network_loss_mwh / sent;
        table.push(c.say("Share of losses"), share, "%");
    }
    if d.from_digester_mwh > 0.0 {
        table.push(c.say("Of it from a digester"), d.from_digester_mwh, mwh);
    }
    table.push(c.say("Largest hour of the year"), d.year_peak_kw, "kW");
    let design = c.say("Load on a day at design temperature");
    table.push(design, d.design_kw, "kW");
    let length = c.shown().and_then(|l| l.outcome.accounts.as_ref()).map_or(0.0, |a| a.built.network_m);
    if length > 0.0 {
        table.push(c.say("Length of the network"), length, "m");
        let density = c.say("Heat per metre of network");
        table.push(density, d.useful_mwh / length, c.say("MWh/(m a)"));
    }
    table.done()
}

/// Heat sent out by month, kWh summed from the hours.
fn months(c: &Context<'_>, hours: &Hours) -> Result<Picture, PlotError> {
    let loss_kw = c.size.demand.network_loss_mwh * 1000.0 / HOURS_PER_YEAR as f64;
    let mut start = 0;
    let sums = DAYS_OF_MONTH.map(|days| {
        let end = (start + days * 24).min(hours.demand_kw.len());
        let sum: f64 = hours.demand_kw[start.min(end)..end].iter().sum();
        let loss = loss_kw * (end - start.min(end)) as f64;
        start = end;
        [(sum - loss).max(0.0) / 1000.0, loss.min(sum) / 1000.0]
    });
    let group = |name: &str, k: usize| MonthlyGroup { name: name.to_owned(), values: sums.map(|s| s[k]) };
    let mut groups = vec![group(c.say("Useful heat"), 0)];
    if c.size.demand.network_loss_mwh > 0.0 {
        groups.insert(0, group(c.say("Network losses"), 1));
    }
    Monthly {
        heading: c.heading("Heat to send out, by month"),
        quantity: c.say("Heat").to_owned(),
        unit: c.say("MWh/month").to_owned(),
        groups,
    }
    .draw()
}
