//! The outcome of a digester that was prepared and, where its model needs it, simulated.

use super::super::evaluate::EvaluateError;
use super::gas_line::{Slots, plant_year};
use super::prepare::{DigesterRun, PreparedDigester};
use super::tanks::TankSimulation;
use super::weeks::months_of;
use super::{DigesterCase, DigesterFeedCase, DigesterOutcome, MonthOfGas, TankOutcome};
use crate::climate::WeatherYear;
use crate::digestion::adm1::{
    Adm1Run, Closure, Day, Health, Inhibitor, METHANE_NM3_PER_KG_COD, Stretch, Totals, Verdict,
};
use crate::digestion::plant::{PlantBalance, PlantMonth, month_balance};
use crate::digestion::tank::{Event, RowTotals, TankRun, TankTotals, TankVerdict};
use crate::feedstock::FeedstockDefaults;
use crate::units::ZERO_CELSIUS_K;
use crate::words::word;

/// Makes the outcome. `run` is what the prepared simulation gave; none where there is none.
pub(in super::super) fn assemble(
    digester: &DigesterCase,
    prepared: PreparedDigester,
    run: Option<DigesterRun>,
    weather: &WeatherYear,
) -> Result<DigesterOutcome, EvaluateError> {
    let PreparedDigester { mut weeks, week_of_row, starts_d, simulation, tanks } = prepared;
    let on_pool = matches!(digester.feed, DigesterFeedCase::Pool);
    let mut closure = Vec::new();
    match &run {
        Some(DigesterRun::Adm1(run, _)) => {
            let three = if on_pool { fill_weeks(&mut weeks, &week_of_row, run) } else { fill_whole(&mut weeks, run) };
            closure = [word("COD"), word("carbon"), word("nitrogen")].into_iter().zip(three).collect();
        }
        Some(DigesterRun::Tanks(run)) => closure = fill_from_tanks(&mut weeks, &week_of_row, run),
        None => {}
    }
    let slots = slots(digester, &week_of_row, starts_d, run.as_ref());
    let months = if on_pool { months_of(&weeks) } else { weeks.clone() };
    let year_c = [weather.mean_c()];
    let months_c = weather.monthly_means_c();
    let air: &[f64] = if on_pool { &months_c } else { &year_c };
    let mut plant_months: Vec<PlantBalance<f64>> =
        months.iter().zip(air).map(|(month, air_c)| plant_month(digester, month, *air_c)).collect();
    let around = match &slots {
        Some(slots) => plant_year(digester, &weeks, slots, weather, &mut plant_months)?,
        None => None,
    };
    let mut outcome = DigesterOutcome {
        id: digester.id.clone(),
        model: digester.model.kind(),
        on_pool,
        months,
        plant: plant_months.iter().copied().fold(PlantBalance::zero(), PlantBalance::plus),
        plant_months,
        end: None,
        verdict: None,
        closure,
        worst: None,
        daily: Vec::new(),
        tanks: Vec::new(),
        events: Vec::new(),
        factors: &[],
        around: around.map(Box::new),
        digestate: None,
        sulphide: None,
        steps: 0,
    };
    match run {
        Some(DigesterRun::Adm1(run, events)) => {
            let from_d = simulation.as_ref().map_or(0.0, |s| s.reported_from_d);
            outcome.worst = worst(&run, week_of_row.len());
            outcome.steps = run.statistics.steps as u64;
            outcome.verdict = Some(since(of_adm1(run.verdict), from_d));
            outcome.daily = run.days.into_iter().map(|day| Day { t_d: day.t_d - from_d, ..day }).collect();
            outcome.end = Some(Box::new(run.final_output));
            outcome.events = events_since(events, from_d);
        }
        Some(DigesterRun::Tanks(run)) => {
            if let Some(simulation) = tanks {
                enter_tanks(&mut outcome, digester, &simulation, *run, week_of_row.len());
            }
        }
        None => {}
    }
    Ok(outcome)
}

/// What the tanks gave slot by slot of the reported year; none of a raw run or a model without kinetics.
fn slots(
    digester: &DigesterCase,
    week_of_row: &[usize],
    starts_d: Vec<f64>,
    run: Option<&DigesterRun>,
) -> Option<Slots> {
    let reported = week_of_row.len();
    if reported == 0 {
        return None;
    }
    let mut slots = Slots { starts_d, ..Slots::default() };
    match run? {
        DigesterRun::Adm1(run, _) => {
            let rows = &run.stretches[run.stretches.len() - reported..];
            let gas = |of: fn(&Totals) -> f64| rows.iter().map(|row| of(&row.totals)).collect();
            slots.tanks.push((digester.id.clone(), gas(|t| t.methane_nm3), gas(|t| t.carbon_dioxide_nm3)));
            let left = |row: &Stretch| (row.totals.feed_m3, row.residual_methane_nm3_per_m3 * row.totals.feed_m3);
            slots.digestate = rows.iter().map(left).collect();
        }
        DigesterRun::Tanks(run) => {
            let rows = &run.row_totals[run.row_totals.len() - reported..];
            let names = std::iter::once(&digester.id).chain(digester.tanks.iter().map(|tank| &tank.id));
            for (k, name) in names.enumerate() {
                let gas = |of: fn(&TankTotals) -> f64| rows.iter().map(|row| of(&row.tanks[k])).collect();
                slots.tanks.push((name.clone(), gas(|t| t.methane_nm3), gas(|t| t.carbon_dioxide_nm3)));
            }
            let sum = |row: &RowTotals, of: fn(&TankTotals) -> f64| row.tanks.iter().map(of).sum::<f64>();
            slots.digestate =
                rows.iter().map(|row| (sum(row, |t| t.left_m3), sum(row, |t| t.left_methane_nm3))).collect();
        }
    }
    Some(slots)
}

/// Events of the reported year, their days counted from its start.
fn events_since(events: Vec<Event>, from_d: f64) -> Vec<Event> {
    let reported = events.into_iter().filter(|event| event.day >= from_d);
    reported.map(|event| Event { day: event.day - from_d, ..event }).collect()
}

/// The judgement of ADM1's own solver in the words of the engine of tanks.
fn of_adm1(verdict: Verdict) -> TankVerdict {
    match verdict {
        Verdict::Working => TankVerdict::Working,
        Verdict::WashedOut { day } => TankVerdict::WashedOut { day },
        Verdict::Acidified { day, inhibitor } => TankVerdict::Inhibited {
            day,
            factor: match inhibitor {
                Inhibitor::Ph => "pH on acetate degraders",
                Inhibitor::FreeAmmonia => "free ammonia on acetate degraders",
                Inhibitor::NitrogenLack => "lack of nitrogen",
            },
        },
    }
}

/// What the engine of tanks saw of the reported year.
fn enter_tanks(
    outcome: &mut DigesterOutcome,
    digester: &DigesterCase,
    simulation: &TankSimulation,
    run: TankRun,
    reported_rows: usize,
) {
    let from_d = simulation.reported_from_d;
    outcome.steps = run.statistics.steps as u64;
    outcome.factors = simulation.network.factors();
    outcome.events = events_since(run.events, from_d);
    let main = digester.adm1;
    let behind = digester.tanks.iter().map(|tank| {
        let t_op_k = tank.params.temperature_c + ZERO_CELSIUS_K;
        (tank.id.clone(), tank.params.volume_m3, if t_op_k.is_finite() { t_op_k } else { main.T_op })
    });
    let reported = &run.row_totals[run.row_totals.len() - reported_rows.min(run.row_totals.len())..];
    let names = std::iter::once((digester.id.clone(), main.V_liq, main.T_op)).chain(behind);
    for (k, (id, volume_m3, t_op_k)) in names.enumerate() {
        let sum = |of: fn(&TankTotals) -> f64| reported.iter().filter_map(|row| row.tanks.get(k)).map(of).sum::<f64>();
        outcome.tanks.push(TankOutcome {
            id,
            volume_m3,
            t_op_k,
            methane_nm3: sum(|t| t.methane_nm3),
            carbon_dioxide_nm3: sum(|t| t.carbon_dioxide_nm3),
            left_m3: sum(|t| t.left_m3),
            left_methane_nm3: sum(|t| t.left_methane_nm3),
            verdict: since(run.verdicts.get(k).copied().unwrap_or_default(), from_d),
            rows: run.rows.iter().filter_map(|row| row.tanks.get(k).cloned()).collect(),
        });
    }
    outcome.verdict = outcome.tanks.first().map(|tank| tank.verdict).filter(|v| *v != TankVerdict::NotJudged);
}

/// The gas of the reported weeks from the totals of the tanks; the closures of the run.
fn fill_from_tanks(weeks: &mut [MonthOfGas], week_of_row: &[usize], run: &TankRun) -> Vec<(&'static str, f64)> {
    let warm_up = run.row_totals.len().saturating_sub(week_of_row.len());
    for (week, row) in week_of_row.iter().zip(&run.row_totals[warm_up..]) {
        let week = &mut weeks[*week];
        for tank in &row.tanks {
            week.methane_nm3 += tank.methane_nm3;
            week.carbon_dioxide_nm3 += tank.carbon_dioxide_nm3;
            week.residual_methane_nm3 += tank.left_methane_nm3;
        }
    }
    run.closure.iter().map(|closure| (closure.name, closure.gap)).collect()
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
fn since(verdict: TankVerdict, start_d: f64) -> TankVerdict {
    let from_start = |day: f64| (day - start_d).max(0.0);
    match verdict {
        TankVerdict::NotJudged | TankVerdict::Working => verdict,
        TankVerdict::WashedOut { day } => TankVerdict::WashedOut { day: from_start(day) },
        TankVerdict::Inhibited { day, factor } => TankVerdict::Inhibited { day: from_start(day), factor },
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
