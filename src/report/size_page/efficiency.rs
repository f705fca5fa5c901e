//! Efficiencies side by side: test bench, season of the regulation, field, the simulated year.

use super::context::{Context, Looked};
use crate::combustion::{
    SeasonalParams, Stoking, TestReport, seasonal_efficiency, seasonal_minimum_pct_hhv, test_part_load,
};
use crate::report::Table;
use crate::report::chapter::Quantities;
use crate::sizing::Figure;

/// The leading boiler: what a maker may promise beside what the year gives.
pub(super) fn table(c: &Context<'_>, shown: &Looked<'_>) -> Table {
    let caption = c.say(
        "Efficiency of the leading boiler: the label beside the year",
        "Rendement de la première chaudière : l'étiquette face à l'année",
    );
    let mut table = Quantities::in_lang(caption, c.lang);
    let (Some(case), Some(boiler)) = (shown.case.boilers.first(), shown.outcome.boilers.first()) else {
        return table.done();
    };
    let (lhv, hhv) = (c.say("% of LHV", "% PCI"), c.say("% of HHV", "% PCS"));
    let burning = &boiler.combustion;
    let power_kw = case.dispatch.power_kw;
    let seasonal = seasonal_efficiency(&report(case, burning.efficiency_pct_hhv), &SeasonalParams::defaults());
    table.group(c.say("On the test bench", "Au banc d'essai"));
    table.push(c.say("At full load", "À pleine charge"), burning.efficiency_pct_lhv, lhv);
    table.push(c.say("The same heat over the HHV", "La même chaleur sur PCS"), burning.efficiency_pct_hhv, hhv);
    let season = c.say("Seasonal, Regulation (EU) 2015/1189", "Saisonnier, règlement (UE) 2015/1189");
    table.push(season, seasonal.seasonal_pct_hhv, hhv);
    if let Some(least) = seasonal_minimum_pct_hhv(power_kw, &SeasonalParams::defaults()) {
        table.push(c.say("Least that the regulation allows", "Minimum du règlement"), least, hhv);
    }
    table.group(c.say("In the field", "En exploitation"));
    let field = c.say("At full load, used for the year", "À pleine charge, utilisé pour l'année");
    table.push(field, boiler.efficiency_field * 100.0, lhv);
    let annual = shown.rated.nominal.of(Figure::AnnualEfficiency);
    table.push(c.say("Of the simulated year, starts included", "De l'année simulée, démarrages compris"), annual, lhv);
    let ratio = burning.efficiency_pct_hhv / burning.efficiency_pct_lhv;
    table.push(c.say("The same over the HHV", "Le même sur PCS"), annual * ratio, hhv);
    table
        .note(c.say(
            "Seasonal: 85 % of part load at 30 % of output and 15 % of full load, less controls and electricity; \
             standby power is not known and left out, the weights are recalled from the regulation. The regulation \
             ends at 500 kW.",
            "Saisonnier : 85 % de charge partielle à 30 % de la puissance et 15 % de pleine charge, moins régulation \
             et électricité ; la veille, inconnue, est omise, les pondérations sont citées de mémoire. Le règlement \
             s'arrête à 500 kW.",
        ))
        .done()
}

/// What a test would report of the boiler as it is described.
fn report(case: &crate::case::BoilerCase, full_pct_hhv: f64) -> TestReport<f64> {
    let dispatch = &case.dispatch;
    let (full_kw, part_kw) = (dispatch.power_kw, dispatch.power_kw * test_part_load(Stoking::Automatic));
    TestReport {
        full_pct_hhv,
        part_pct_hhv: full_pct_hhv * dispatch.part_load_efficiency_ratio,
        full_kw,
        part_kw,
        electricity_full_kw: full_kw * dispatch.auxiliary_electricity_share,
        electricity_part_kw: part_kw * dispatch.auxiliary_electricity_share,
        standby_kw: 0.0,
    }
}
