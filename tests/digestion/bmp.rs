//! Methane potentials: measured bottles beside their known fits, gas corrections, and what is refused.

use gisement::feedstock::lab::bmp::gas::{
    GasState, dry_gas_g_per_nml, methane_share_of_density, vapour_g_per_nml, vented_nml, water_vapour_kpa,
};
use gisement::feedstock::lab::bmp::{BmpDefaults, BmpError, Bottle, CurveModel, MODELS, NetCurve, fit_curve, net};
use std::collections::HashMap;

const DBFZ: &str = include_str!("../../scenarios/bmp_dbfz/measured.csv");
const KNOWN: &str = include_str!("../../models/verify/digestion/bmp_known_answers.csv");
const DENSITY: &str = include_str!("../../models/verify/digestion/bmp_gas_density.csv");
const SLUDGE: &str = include_str!("../../models/verify/digestion/bmp_sludge_manometric.csv");
const TWO: &str = include_str!("../../models/verify/digestion/bmp_two_substrates.csv");

type Record = HashMap<String, String>;

fn rows(text: &str) -> Vec<Record> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

fn of(row: &Record, column: &str) -> f64 {
    row[column].parse().unwrap()
}

/// Rows by bottle, in the order of the file.
fn bottles(text: &str) -> Vec<Vec<Record>> {
    let mut list: Vec<Vec<Record>> = Vec::new();
    for row in rows(text) {
        match list.iter_mut().find(|b| b[0]["bottle"] == row["bottle"]) {
            Some(bottle) => bottle.push(row),
            None => list.push(vec![row]),
        }
    }
    list
}

fn dbfz() -> Vec<Bottle> {
    let one = |b: &Vec<Record>| Bottle {
        id: b[0]["bottle"].clone(),
        inoculum_g: of(&b[0], "inoculum_g"),
        substrate_vs_g: of(&b[0], "substrate_VS_g"),
        methane_nml: b.iter().map(|r| (of(r, "time_d"), of(r, "cum_CH4_mL_std_dry"))).collect(),
    };
    bottles(DBFZ).iter().map(one).collect()
}

fn near(what: &str, value: f64, known: f64, relative: f64) {
    assert!((value - known).abs() <= relative * known.abs(), "{what}: {value} instead of {known}");
}

/// Within 1 % is asked; the table's own rounding (0.005 NmL, 5e-5 1/d) is what is left.
#[test]
fn first_order_fits_are_the_known_ones() {
    let curves = net(&dbfz()).unwrap();
    let known = rows(KNOWN);
    assert_eq!((curves.len(), known.len()), (9, 9));
    for row in &known {
        let curve = curves.iter().find(|c| c.id == row["bottle"]).unwrap();
        let fit = fit_curve(curve, CurveModel::FirstOrder, 0.95).unwrap();
        assert!(fit.converged);
        let end = curve.points.last().unwrap().1;
        near("end", end, of(row, "net_CH4_NmL_per_gVS_at_end"), 2e-5);
        near("B0", fit.parameters[0].value, of(row, "first_order_B0_NmL_gVS"), 2e-5);
        near("k", fit.parameters[1].value, of(row, "first_order_k_per_d"), 5e-4);
        near("rmse", fit.rmse_nl_per_kg_vs, of(row, "rmse_NmL_gVS"), 2e-3);
        for p in &fit.parameters {
            let (low, high) = (p.profile.0.unwrap(), p.profile.1.unwrap());
            assert!(low < p.value && p.value < high && p.fisher.0 < p.value && p.value < p.fisher.1);
        }
    }
}

/// Cellulose cannot give more than 414 NL/kg VS; more parameters never fit worse; a curve with a shoulder wants its lag.
#[test]
fn richer_models_fit_no_worse_and_stay_below_stoichiometry() {
    let curves = net(&dbfz()).unwrap();
    for curve in &curves[..3] {
        let fits = MODELS.map(|m| fit_curve(curve, m, 0.95).unwrap());
        let first = fits[0].rmse_nl_per_kg_vs;
        assert!(fits[1].rmse_nl_per_kg_vs <= first * (1.0 + 1e-9) && fits[2].rmse_nl_per_kg_vs <= first * (1.0 + 1e-6));
        assert!(fits[3].aicc < fits[0].aicc, "the sigmoid of cellulose is no first order");
        for fit in &fits {
            assert!((0.85..1.0).contains(&fit.degradable_fraction(414.9)), "{fit:?}");
        }
    }
}

/// Exact curves give their parameters back, each model its own.
#[test]
fn synthetic_curves_are_recovered() {
    let truths: [&[f64]; 4] = [&[350.0, 0.2], &[350.0, 0.2, 2.5], &[350.0, 0.7, 0.5, 0.05], &[350.0, 30.0, 3.0]];
    for (model, truth) in MODELS.into_iter().zip(truths) {
        // A shake that no parameter explains keeps the variance above zero.
        let point = |k: i32| {
            let t = f64::from(k);
            (t, model.at(truth, t) + if k % 2 == 0 { 1e-4 } else { -1e-4 })
        };
        let curve = NetCurve { id: "x".to_owned(), points: (0..60).map(point).collect(), blank_share: 0.1 };
        let fit = fit_curve(&curve, model, 0.95).unwrap();
        for (p, truth) in fit.parameters.iter().zip(truth) {
            near(p.name, p.value, *truth, 1e-4);
        }
    }
}

/// 100 mL of saturated gas (stdVol of the R package biogas, 1 atm), and vapour pressures (watVap). The package takes half a
/// per cent more vapour off than its own watVap tells: 0.1 % of the volume at 55 C.
#[test]
fn gas_becomes_dry_standard_gas() {
    for (celsius, dry_ml) in [(0.0, 99.39386354), (20.0, 91.02040633), (35.0, 83.70152695), (55.0, 70.194439)] {
        let state = GasState { temperature_c: celsius, pressure_kpa: 101.325, humidity: 1.0 };
        near("volume", state.standard_share().unwrap() * 100.0, dry_ml, 1.1e-3);
    }
    near("vapour", water_vapour_kpa(35.0), 5.617569319, 1e-9);
    assert_eq!(GasState::STANDARD.standard_share(), Ok(1.0));
    let bad = GasState { temperature_c: 35.0, pressure_kpa: 1.013, humidity: 1.0 };
    assert!(matches!(bad.standard_share(), Err(BmpError::GasState { .. })));
}

#[test]
fn density_tells_what_the_mass_was_made_of() {
    for share in [0.0, 0.45, 0.6, 1.0] {
        let mass = 500.0 * (dry_gas_g_per_nml(share) + vapour_g_per_nml(35.0, 150.0));
        assert!((methane_share_of_density(mass, 500.0, 35.0, 150.0) - share).abs() < 1e-12);
    }
}

fn state() -> GasState {
    let d = BmpDefaults::<f64>::defaults();
    GasState { temperature_c: d.gas_temperature_c, pressure_kpa: d.gas_pressure_kpa, humidity: 1.0 }
}

/// Gas density: no composition was measured, yet cellulose shows its half of methane, and a yield of 80 to 100 % of 414.
#[test]
fn gas_density_set_shows_cellulose() {
    let d = BmpDefaults::<f64>::defaults();
    let dry = state().standard_share().unwrap();
    let one = |b: &Vec<Record>| {
        let volumes: Vec<(f64, f64, f64)> = b
            .iter()
            .map(|r| {
                let loss = of(r, "mass_before_g") - of(r, "mass_after_g");
                (of(r, "time_d"), of(r, "biogas_vol_mL_interval") * dry, loss)
            })
            .collect();
        let (volume, mass) = volumes.iter().fold((0.0, 0.0), |(v, m), (_, dv, dm)| (v + dv, m + dm));
        // Weighing to 0.1 mg says little of one interval: the share of the whole test.
        let share = methane_share_of_density(mass, volume, d.headspace_temperature_c, 150.0);
        let intervals: Vec<(f64, f64, f64)> = volumes.iter().map(|(t, v, _)| (*t, *v, share)).collect();
        let id = b[0]["bottle"].clone();
        Bottle::of_intervals(id, of(&b[0], "inoculum_g"), of(&b[0], "substrate_VS_g"), &intervals)
    };
    let curves = net(&bottles(DENSITY).iter().map(one).collect::<Vec<_>>()).unwrap();
    assert_eq!(curves.len(), 6);
    for curve in curves.iter().filter(|c| c.id.starts_with('L')) {
        let end = curve.points.last().unwrap().1;
        assert!((0.8 * 414.9..414.9).contains(&end), "{}: {end}", curve.id);
    }
}

/// Manometric bottles of one sludge at five loads: the yields agree within 25 % of their mean.
#[test]
fn manometric_set_agrees_between_loads() {
    let d = BmpDefaults::<f64>::defaults();
    let one = |b: &Vec<Record>| {
        let headspace = of(&b[0], "headspace_mL");
        let interval = |r: &Record| {
            let dry = vented_nml(headspace, of(r, "pressure_gauge_mbar") / 10.0, d.headspace_temperature_c);
            (of(r, "time_d"), dry, of(r, "xCH4_dry_norm"))
        };
        let intervals: Vec<_> = b.iter().filter(|r| r["xCH4_dry_norm"] != "NA").map(interval).collect();
        let id = format!("{} {}", b[0]["treatment"], b[0]["bottle"]);
        Bottle::of_intervals(id, of(&b[0], "inoculum_g"), of(&b[0], "substrate_VS_g"), &intervals)
    };
    let curves = net(&bottles(SLUDGE).iter().map(one).collect::<Vec<_>>()).unwrap();
    let ends: Vec<f64> = curves.iter().map(|c| c.points.last().unwrap().1).collect();
    let mean = ends.iter().sum::<f64>() / ends.len() as f64;
    assert!((100.0..500.0).contains(&mean), "{mean}");
    for (curve, end) in curves.iter().zip(&ends) {
        assert!((end / mean - 1.0).abs() < 0.25, "{}: {end} beside {mean}", curve.id);
        fit_curve(curve, CurveModel::FirstOrder, 0.95).unwrap();
    }
}

/// Volumes with a composition now and then: the last known one holds until the next. Cellulose ends 1 to 12 % above its 415: the
/// temperature of the gas is assumed, and the blanks made more than half of it. The degradable fraction tells so.
#[test]
fn volumetric_set_of_two_substrates_has_curves() {
    let dry = state().standard_share().unwrap();
    let one = |b: &Vec<Record>| {
        let of_kind = |kind: &str| -> Vec<(f64, f64)> {
            b.iter().filter(|r| r["quantity"] == kind).map(|r| (of(r, "time_d"), of(r, "value"))).collect()
        };
        let shares = of_kind("xCH4_dry_norm");
        let share = |t: f64| shares.iter().rev().find(|s| s.0 <= t).or(shares.first()).unwrap().1;
        let intervals: Vec<_> =
            of_kind("biogas_volume_interval").iter().map(|(t, v)| (*t, v * dry, share(*t))).collect();
        let id = format!("{} {}", b[0]["treatment"], b[0]["bottle"]);
        let vs = if b[0]["treatment"] == "inoc" { 0.0 } else { of(&b[0], "substrate_VS_g") };
        let inoculum = of(&b[0], "inoculum_g");
        Bottle::of_intervals(id, inoculum, vs, &intervals)
    };
    let curves = net(&bottles(TWO).iter().map(one).collect::<Vec<_>>()).unwrap();
    assert_eq!(curves.len(), 9);
    for curve in &curves {
        let fit = fit_curve(curve, CurveModel::FirstOrder, 0.95).unwrap();
        assert!(fit.b_nl_per_kg_vs().is_finite());
        if curve.id.starts_with("cellu") {
            assert!((1.0..1.12).contains(&(curve.points.last().unwrap().1 / 414.9)), "{curve:?}");
            assert!(curve.blank_share > 0.5);
        }
    }
}

#[test]
fn refuses_every_problem_at_once() {
    let bottle = |id: &str, vs, points: &[(f64, f64)]| Bottle {
        id: id.to_owned(),
        inoculum_g: 400.0,
        substrate_vs_g: vs,
        methane_nml: points.to_vec(),
    };
    let twice = bottle("a", 5.0, &[(0.0, 0.0), (1.0, 10.0), (1.0, 12.0)]);
    let nan = bottle("b", f64::NAN, &[(0.0, 0.0), (1.0, f64::NAN)]);
    let found = net(&[twice, nan]).unwrap_err();
    assert!(found.iter().any(|e| matches!(e, BmpError::Times { .. })));
    assert!(found.iter().any(|e| matches!(e, BmpError::TooShort { .. })));
    assert!(found.contains(&BmpError::NoBlank), "{found:?}");
    assert_eq!(found.iter().filter(|e| matches!(e, BmpError::Number { .. })).count(), 2);
    let short = bottle("blank", 0.0, &[(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)]);
    let long = bottle("fed", 5.0, &[(0.0, 0.0), (1.0, 1.0), (3.0, 2.0)]);
    assert!(matches!(net(&[short.clone(), long]).unwrap_err()[0], BmpError::BlankTooShort { .. }));
    let dead = bottle("dead", 5.0, &[(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)]);
    let curve = net(&[short, dead]).unwrap().remove(0);
    assert_eq!(fit_curve(&curve, CurveModel::FirstOrder, 0.95), Err(BmpError::NoRise));
}
