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
    let caption = c.say("Efficiency of the leading boiler: the label beside the year");
    let mut table = Quantities::in_lang(caption, c.lang);
    let (Some(case), Some(boiler)) = (shown.case.boilers.first(), shown.outcome.boilers.first()) else {
        return table.done();
    };
    let (lhv, hhv) = (c.say("% of LHV"), c.say("% of HHV"));
    let burning = &boiler.combustion;
    let power_kw = case.dispatch.power_kw;
    let seasonal = seasonal_efficiency(&report(case, burning.efficiency_pct_hhv), &SeasonalParams::defaults());
    table.group(c.say("On the test bench"));
    table.push(c.say("At full load"), burning.efficiency_pct_lhv, lhv);
    table.push(c.say("The same heat over the HHV"), burning.efficiency_pct_hhv, hhv);
    let season = c.say("Seasonal, Regulation (EU) 2015/1189");
    table.push(season, seasonal.seasonal_pct_hhv, hhv);
    if let Some(least) = seasonal_minimum_pct_hhv(power_kw, &SeasonalParams::defaults()) {
        table.push(c.say("Least that the regulation allows"), least, hhv);
    }
    table.group(c.say("In the field"));
    let field = c.say("At full load, used for the year");
    table.push(field, boiler.efficiency_field * 100.0, lhv);
    let annual = shown.rated.nominal.of(Figure::AnnualEfficiency);
    table.push(c.say("Of the simulated year, starts included"), annual, lhv);
    let ratio = burning.efficiency_pct_hhv / burning.efficiency_pct_lhv;
    table.push(c.say("The same over the HHV"), annual * ratio, hhv);
    table
        .note(c.say(
            "Seasonal: 85 % of part load at 30 % of output and 15 % of full load, less controls and electricity; \
             standby power is not known and left out, the weights are recalled from the regulation. The regulation \
             ends at 500 kW.",
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
