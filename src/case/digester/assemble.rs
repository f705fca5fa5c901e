//! The outcome of a digester that was prepared and, where its model needs it, simulated.

use super::prepare::PreparedDigester;
use super::weeks::months_of;
use super::{DigesterCase, DigesterFeedCase, DigesterOutcome, MonthOfGas};
use crate::climate::WeatherYear;
use crate::digestion::adm1::{Adm1Run, Closure, Day, Health, METHANE_NM3_PER_KG_COD, Verdict};
use crate::digestion::plant::{PlantBalance, PlantMonth, month_balance};
use crate::feedstock::FeedstockDefaults;
use crate::units::ZERO_CELSIUS_K;

/// Makes the outcome. `run` is what the prepared simulation gave; none where there is none.
pub(in super::super) fn assemble(
    digester: &DigesterCase,
    prepared: PreparedDigester,
    run: Option<Adm1Run>,
    weather: &WeatherYear,
) -> DigesterOutcome {
    let PreparedDigester { mut weeks, week_of_row, simulation } = prepared;
    let on_pool = matches!(digester.feed, DigesterFeedCase::Pool);
    let mut closure = None;
    if let Some(run) = &run {
        closure = Some(if on_pool { fill_weeks(&mut weeks, &week_of_row, run) } else { fill_whole(&mut weeks, run) });
    }
    let months = if on_pool { months_of(&weeks) } else { weeks };
    let year_c = [weather.mean_c()];
    let months_c = weather.monthly_means_c();
    let air: &[f64] = if on_pool { &months_c } else { &year_c };
    let plant_months: Vec<PlantBalance<f64>> =
        months.iter().zip(air).map(|(month, air_c)| plant_month(digester, month, *air_c)).collect();
    let from_d = simulation.as_ref().map_or(0.0, |s| s.reported_from_d);
    let mut outcome = DigesterOutcome {
        id: digester.id.clone(),
        model: digester.model,
        on_pool,
        months,
        plant: plant_months.iter().copied().fold(PlantBalance::zero(), PlantBalance::plus),
        plant_months,
        end: None,
        verdict: None,
        closure,
        worst: None,
        daily: Vec::new(),
        steps: 0,
    };
    if let Some(run) = run {
        outcome.worst = worst(&run, week_of_row.len());
        outcome.steps = run.statistics.steps as u64;
        outcome.verdict = Some(since(run.verdict, from_d));
        outcome.daily = run.days.into_iter().map(|day| Day { t_d: day.t_d - from_d, ..day }).collect();
        outcome.end = Some(Box::new(run.final_output));
    }
    outcome
}

/// The gas of the reported weeks, from the last rows of the feed; their worst closures of COD, carbon and nitrogen.
fn fill_weeks(weeks: &mut [MonthOfGas], week_of_row: &[usize], run: &Adm1Run) -> [f64; 3] {
    let warm_up = run.stretches.len().checked_sub(week_of_row.len());
    let warm_up = warm_up.expect("a run that observes the rows of its feed has a stretch for each");
    let mut worst = [0.0_f64; 3];
    for (week, stretch) in week_of_row.iter().zip(&run.stretches[warm_up..]) {
        let week = &mut weeks[*week];
        week.methane_nm3 += stretch.totals.methane_nm3;
        week.carbon_dioxide_nm3 += stretch.totals.carbon_dioxide_nm3;
        week.residual_methane_nm3 += stretch.residual_methane_nm3_per_m3 * stretch.totals.feed_m3;
        for (worst, closure) in worst.iter_mut().zip(three(&stretch.closure)) {
            // A closure that is not a number must show.
            *worst = if closure.is_nan() || worst.is_nan() { f64::NAN } else { worst.max(closure) };
        }
    }
    worst
}

/// The gas of a raw run; nothing is known of its feed but volume and COD.
fn fill_whole(whole: &mut [MonthOfGas], run: &Adm1Run) -> [f64; 3] {
    let totals = &run.totals;
    let feed_t = totals.feed_m3 * FeedstockDefaults::<f64>::defaults().feed_density_kg_m3 / 1000.0;
    for month in whole {
        *month = MonthOfGas {
            received_t: feed_t,
            feed_t,
            methane_nm3: totals.methane_nm3,
            carbon_dioxide_nm3: totals.carbon_dioxide_nm3,
            residual_methane_nm3: run.final_output.residual_methane_nm3_per_m3() * totals.feed_m3,
            potential_nm3: totals.feed_kg_cod * METHANE_NM3_PER_KG_COD,
            ..MonthOfGas::nothing(totals.length_d)
        };
    }
    three(&run.closure)
}

/// The worst of the last `rows` rows of the feed; none without.
fn worst(run: &Adm1Run, rows: usize) -> Option<Health> {
    let reported = run.stretches.iter().rev().take(rows);
    reported.map(|stretch| stretch.health).reduce(Health::worse)
}

fn three(closure: &Closure) -> [f64; 3] {
    [closure.cod, closure.carbon, closure.nitrogen]
}

/// A verdict whose day counts from a later start: a digester that failed in the warm-up had failed when the year began.
fn since(verdict: Verdict, start_d: f64) -> Verdict {
    let from_start = |day: f64| (day - start_d).max(0.0);
    match verdict {
        Verdict::Working => Verdict::Working,
        Verdict::WashedOut { day } => Verdict::WashedOut { day: from_start(day) },
        Verdict::Acidified { day, inhibitor } => Verdict::Acidified { day: from_start(day), inhibitor },
    }
}

fn plant_month(digester: &DigesterCase, month: &MonthOfGas, air_c: f64) -> PlantBalance<f64> {
    let plant_month = PlantMonth {
        hours: month.days * 24.0,
        feed_t: month.feed_t,
        received_t: month.received_t,
        ts_share: month.ts_share,
        hygienised_t: month.hygienised_t,
        air_temperature_c: air_c,
        digester_temperature_c: digester.adm1.T_op - ZERO_CELSIUS_K,
        volume_m3: digester.adm1.V_liq + digester.adm1.V_gas,
        methane_nm3: month.methane_nm3,
        biogas_nm3: month.methane_nm3 + month.carbon_dioxide_nm3,
        residual_methane_nm3: month.residual_methane_nm3,
    };
    month_balance(&plant_month, &digester.plant, &digester.gas, digester.gas_use)
}
