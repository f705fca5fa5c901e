//! The grate furnace in motion: trajectories, states at rest, closures, what steps do, closed forms, heat capacity.

mod answers;
mod derived;
mod trajectory;

use crate::combustion::furnace::{FurnaceInputs, FurnaceParams, steady_state};
use crate::combustion::{CombustionParams, FuelParams, burn};
use crate::verify::format::{self, Format};
use crate::verify::outcome::{Row, Suite};
use crate::verify::reason::Reason;
use crate::verify::sheet::{Sheet, View, something};
use answers::{Answer, columns};
pub(in crate::verify) use derived::{ANALYTIC, CLOSURE, STEPS};
pub(in crate::verify) use trajectory::TRAJECTORIES;

const SOURCE: &str = "Four-state grate furnace (structure inspired by Bauer et al. 2010, doi 10.1016/j.biombioe.2009.12.005; parameters \
                      derived, not validated), computed independently";

/// Relative tolerance of everything that is integrated or solved.
const RELATIVE: f64 = 1e-6;

/// Differences that are rounding, whatever the unit: oxygen where air is short, unburnt heat where it is not.
const ROUNDING: f64 = 1e-9;

fn tolerance(published: f64) -> f64 {
    RELATIVE * published.abs() + ROUNDING
}

/// Inputs are a set and what its controller sets; every other known column is an answer.
pub(in crate::verify) const STEADY: Format = Format {
    name: "furnace at rest",
    required: &[
        "set",
        "feed_wet_kg_s",
        "moisture_wb",
        "primary_air_kg_s",
        "secondary_air_kg_s",
        "T_ret_C",
        "Q_useful_kW",
        "eff_LHV",
    ],
    compare: compare_steady,
};

/// Constant heat capacities of the furnace against real ones.
pub(in crate::verify) const HEAT_CAPACITY: Format = Format {
    name: "furnace heat capacity",
    required: &["moisture", "lambda", "T_ad_cantera_complete_C", "T_ad_model_C"],
    compare: compare_heat_capacity,
};

pub(in crate::verify) fn shipped_trajectories() -> Suite {
    format::shipped(&TRAJECTORIES, "Furnace trajectories", SOURCE, trajectory::TEXT)
}

pub(in crate::verify) fn shipped_steady() -> Suite {
    format::shipped(&STEADY, "Furnace at rest", SOURCE, include_str!("../../../../models/verify/furnace/steady.csv"))
}

pub(in crate::verify) fn shipped_closure() -> Suite {
    let text = include_str!("../../../../models/verify/furnace/closure.csv");
    format::shipped(&CLOSURE, "Furnace closure", SOURCE, text)
}

pub(in crate::verify) fn shipped_steps() -> Suite {
    let text = include_str!("../../../../models/verify/furnace/steps.csv");
    format::shipped(&STEPS, "Furnace steps", SOURCE, text)
}

pub(in crate::verify) fn shipped_analytic() -> Suite {
    let source = "Linear equations of the fuel on the grate, solved in closed form";
    let text = include_str!("../../../../models/verify/furnace/analytic.csv");
    format::shipped(&ANALYTIC, "Furnace closed forms", source, text)
}

pub(in crate::verify) fn shipped_heat_capacity() -> Suite {
    let source =
        "Adiabatic temperatures by Cantera 3.2 (NASA polynomials) and by the furnace's constant heat capacities";
    let text = include_str!("../../../../models/verify/furnace/cp.csv");
    format::shipped(&HEAT_CAPACITY, "Furnace heat capacity", source, text)
}

fn set_of(view: &View<'_>) -> Result<FurnaceParams<f64>, Reason> {
    let set = view.text("set").ok_or_else(|| Reason::Blank { column: "set".to_owned() })?;
    FurnaceParams::of_set(set).ok_or_else(|| Reason::FurnaceSet { set: set.to_owned() })
}

/// The columns of what a controller sets.
const INPUTS: [&str; 5] = ["feed_wet_kg_s", "moisture_wb", "primary_air_kg_s", "secondary_air_kg_s", "T_ret_C"];

fn inputs_of(values: [f64; 5]) -> FurnaceInputs<f64> {
    let [feed_kg_per_s, moisture, primary_kg_per_s, secondary_kg_per_s, return_c] = values;
    FurnaceInputs { feed_kg_per_s, moisture, primary_kg_per_s, secondary_kg_per_s, return_c, pumped: 1.0 }
}

fn input_values(view: &View<'_>) -> Result<[f64; 5], Reason> {
    let mut values = [0.0; 5];
    for (value, column) in values.iter_mut().zip(INPUTS) {
        *value = view.number(column)?;
    }
    Ok(values)
}

fn compare_steady(sheet: &Sheet) -> (Vec<Row>, Vec<String>) {
    let rows = sheet.compare("set", |view, set| {
        let load = view.text("load").map_or_else(|| set.to_owned(), |load| format!("{set} at {load}"));
        match steady_answers(view) {
            Ok(answers) => {
                let rows = answers.iter().filter_map(|(c, value)| view.answer(&load, c, Some(*value), tolerance));
                something(&load, rows.collect())
            }
            Err(reason) => vec![Row::failed(&load, "", None, reason)],
        }
    });
    (rows, Vec::new())
}

fn steady_answers(view: &View<'_>) -> Result<Vec<Answer>, Reason> {
    let params = set_of(view)?;
    let steady = steady_state(&params, &inputs_of(input_values(view)?)).map_err(Reason::Furnace)?;
    let mut answers = columns(&steady.state, &steady.rates);
    let [tau1, tau2, tau3, tau4] = steady.time_constants_s;
    answers.extend([
        ("fuel_LHV_kW", steady.fuel_lhv_kw),
        ("eff_LHV", steady.efficiency_lhv),
        ("tau1_s", tau1),
        ("tau2_s", tau2),
        ("tau3_s", tau3),
        ("tau4_s", tau4),
    ]);
    Ok(answers)
}

fn compare_heat_capacity(sheet: &Sheet) -> (Vec<Row>, Vec<String>) {
    let rows = sheet.compare("moisture", |view, moisture| {
        let case = format!("moisture {moisture}, excess air {}", view.text("lambda").unwrap_or("?"));
        heat_capacity_rows(view, &case).unwrap_or_else(|reason| vec![Row::failed(&case, "", None, reason)])
    });
    (rows, vec!["the fuel is that of the furnace's sets: clean softwood".to_owned()])
}

fn heat_capacity_rows(view: &View<'_>, case: &str) -> Result<Vec<Row>, Reason> {
    let (moisture, excess_air) = (view.number("moisture")?, view.number("lambda")?);
    let fuel = FuelParams { moisture_pct_ar: moisture * 100.0, ..FuelParams::defaults() };
    let flame_c = burn(&fuel, &CombustionParams { excess_air, ..CombustionParams::defaults() }).adiabatic_temperature_c;
    let model_c = FurnaceParams::<f64>::defaults().adiabatic_c(moisture, excess_air);
    let within = |column: &'static str, most: f64| move |_: f64| view.half_last_digit(column) + most;
    let rows = [
        // As flame temperatures of combustion: 1e-4 on the kelvin scale.
        view.answer(case, "T_ad_cantera_complete_C", Some(flame_c), within("T_ad_cantera_complete_C", 0.2)),
        view.answer(case, "T_ad_model_C", Some(model_c), within("T_ad_model_C", 1e-3)),
        view.answer(case, "diff_K", Some(model_c - flame_c), within("diff_K", 0.2)),
    ];
    Ok(rows.into_iter().flatten().collect())
}
