//! Site: the silo, the lorries that fill it, the ash that leaves.

use super::context::{Context, Looked};
use crate::feedstock::stock::{SiloParams, SiloSupply, silo_supply};
use crate::plot::{Monthly, MonthlyGroup, Picture, PlotError};
use crate::report::chapter::{Chapter, Quantities};
use crate::sizing::Figure;
use crate::text;
use crate::units::{DAYS_OF_MONTH, MJ_PER_KWH};

pub(super) fn chapter(c: &Context<'_>) -> Chapter {
    let mut chapter = Chapter::new("site", c.say("Site: silo, deliveries, ash"));
    let Some(shown) = c.shown() else { return chapter };
    let Some(site) = Site::of(&shown) else { return chapter };
    chapter.text(site.text(c));
    site.table(c, &mut chapter);
    chapter.figure(
        site.figure(c),
        c.say(
            "Loads of wood month by month: the month with most of them says how often a lorry must reach the silo, and what the \
             yard and its neighbours will see.",
        ),
    );
    chapter
}

/// What the chosen house asks of its site.
struct Site {
    params: SiloParams<f64>,
    supply: SiloSupply,
    /// Volume burnt in each month, m3.
    burnt_m3: [f64; 12],
    ash_t: f64,
}

impl Site {
    /// None without a store, or without the bulk density of the wood (a fuel that is not pooled has none).
    fn of(shown: &Looked<'_>) -> Option<Self> {
        let heat = shown.heat()?;
        let density = shown.outcome.pool.wood.as_ref()?.year_fuel().bulk_density_kg_m3;
        let boiler = shown.outcome.boilers.first()?;
        let mwh_per_m3 = boiler.combustion.lhv_mj_per_kg_ar / MJ_PER_KWH * density / 1000.0;
        let need_mwh = heat.dispatch.totals.months.map(|m| m.fuel_kwh / 1000.0 * heat.fuel_share);
        let defaults = SiloParams::<f64>::defaults();
        let filled_m3 = shown.rated.built.wood_store_t * 1000.0 / density;
        let params = SiloParams { silo_m3: filled_m3 / defaults.silo_filling, ..defaults };
        let full_kw = shown.rated.candidate.wood_kw() / boiler.efficiency_field;
        let supply = silo_supply(&params, mwh_per_m3, full_kw, &need_mwh).ok()?;
        let ash_t = shown.rated.nominal.of(Figure::WoodBurnt) * boiler.combustion.ash_kg_per_kg_ar;
        Some(Self { params, supply, burnt_m3: need_mwh.map(|mwh| mwh / mwh_per_m3), ash_t })
    }

    /// The month that burns most, and its loads a week.
    fn peak_week(&self) -> (usize, f64) {
        let a_week = |k: usize| self.burnt_m3[k] / self.supply.load_m3 * 7.0 / DAYS_OF_MONTH[k] as f64;
        let most = (0..12).max_by(|a, b| a_week(*a).total_cmp(&a_week(*b))).unwrap_or(0);
        (most, a_week(most))
    }

    fn text(&self, c: &Context<'_>) -> String {
        let (month, a_week) = self.peak_week();
        let silo = c.number(self.params.silo_m3);
        let days = c.fixed(self.supply.autonomy_d, 1);
        let (loads, load) = (c.fixed(self.supply.deliveries_per_a, 0), c.number(self.supply.load_m3));
        let (week, month) = (c.fixed(a_week, 1), c.lang.months()[month]);
        c.lang.tell(&text!(
            "A silo of {silo} m3 lasts {days} days at full power. {loads} loads of {load} m3 fill it in a year, {week} a week in \
             the busiest month ({month}): the access must take such a lorry, and the silo must be long enough to hold a load \
             before it is empty.",
            silo,
            days,
            loads,
            load,
            week,
            month
        ))
    }

    fn table(&self, c: &Context<'_>, chapter: &mut Chapter) {
        let mut table = Quantities::in_lang(c.say("Silo, lorries and ash"), c.lang);
        let yearly = c.lang.unit("1/a");
        table.push(c.say("Room of the silo"), self.params.silo_m3, "m3");
        table.push(c.say("Of it the discharge can use"), 100.0 * self.params.silo_filling, "%");
        table.push(c.say("Energy of a full silo"), self.supply.energy_mwh, c.say("MWh LHV"));
        table.push(c.say("Autonomy at full power"), self.supply.autonomy_d, c.say("d"));
        table.push(c.say("Wood burnt, by volume"), self.supply.volume_m3_per_a, &c.lang.unit("m3/a"));
        table.push(c.say("A load"), self.supply.load_m3, "m3");
        table.push(c.say("Loads"), self.supply.deliveries_per_a, &yearly);
        table.push(c.say("Loads in the busiest month"), self.supply.deliveries_peak_month, c.say("1/month"));
        table.push(c.say("Ash to take away, dry"), self.ash_t, c.say("t/a"));
        let note = c.say(
            "Usable share of the silo and load of a lorry are assumed (a trailer with a walking floor); the store holds what the \
             sizing chose. Ash of clean wood may be spread or composted; that of other wood goes where its analysis allows.",
        );
        chapter.table(table.note(note).done());
    }

    fn figure(&self, c: &Context<'_>) -> Result<Picture, PlotError> {
        let loads = self.burnt_m3.map(|m3| m3 / self.supply.load_m3);
        Monthly {
            heading: c.heading("Loads of wood, by month"),
            quantity: c.say("Loads").to_owned(),
            unit: c.say("1/month").to_owned(),
            groups: vec![MonthlyGroup { name: c.say("Loads").to_owned(), values: loads }],
        }
        .draw()
    }
}
