//! AM2 against independent numbers: closed-form equilibria to 50 digits, a transient, and the peer pyam2.

use crate::table::Table;
use gisement::digestion::am2::{Am2Feed, Am2Model, Am2Params, equilibria};

const STEADY: &str = include_str!("../../models/verify/digestion/am2_steady_states.csv");

/// The inputs of a row.
fn feed(table: &Table, row: usize) -> Am2Feed {
    Am2Feed {
        dilution_per_d: table.number(row, "D_per_d"),
        s1: table.number(row, "S1in_gCOD_L"),
        s2: table.number(row, "S2in_mmol_L"),
        z: table.number(row, "Zin_mmol_L"),
        c: table.number(row, "Cin_mmol_L"),
    }
}

/// Every equilibrium of the 13 operating points, no more and no fewer, with its stability; several points are bistable.
#[test]
fn every_published_equilibrium_and_its_stability() {
    let model = Am2Model::new(&Am2Params::defaults());
    let table = Table::of(STEADY);
    let mut worst = (0.0, String::new());
    let mut bistable = 0;
    for point in table.groups("point") {
        let found = equilibria(&model, &feed(&table, point[0]));
        let names: Vec<&str> = found.iter().map(|e| e.name).collect();
        let mut expected: Vec<&str> = point.iter().map(|row| table.text(*row, "equilibrium")).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        expected.sort_unstable();
        assert_eq!(sorted, expected, "{}", table.text(point[0], "point"));
        bistable += usize::from(found.iter().filter(|e| e.is_stable()).count() > 1);
        for row in point {
            let one = found.iter().find(|e| e.name == table.text(row, "equilibrium")).unwrap();
            assert_eq!(one.is_stable(), table.number(row, "stable") == 1.0);
            let mut y = one.state.to_vec();
            y.extend([0.0, 0.0]);
            let columns = ["X1_g_L", "X2_g_L", "S1_gCOD_L", "S2_mmol_L", "Z_mmol_L", "C_mmol_L"];
            let derived =
                [("qM", "qM_mmol_L_d"), ("qC", "qC_mmol_L_d"), ("CO2", "CO2_mmol_L"), ("PC", "PC_atm"), ("pH", "pH")];
            let all = model.derived(&y);
            let mut pairs: Vec<(&str, f64)> = columns.into_iter().zip(one.state).collect();
            pairs.extend(derived.map(|(name, column)| (column, all.iter().find(|(n, _)| *n == name).unwrap().1)));
            pairs.push(("leading_eigenvalue_per_d", one.leading_per_d));
            for (column, value) in pairs {
                let published = table.number(row, column);
                let gap = (value - published).abs() / published.abs().max(1e-3);
                assert!(gap.is_finite());
                if gap > worst.0 {
                    worst = (gap, format!("{} {} {column}: {value} {published}", table.text(row, "point"), one.name));
                }
            }
        }
    }
    println!("worst: {worst:?}; {bistable} points with two stable equilibria");
    assert!(worst.0 < 1e-9, "{worst:?}");
    assert_eq!(bistable, 2);
}

/// pyam2 imposes the pH, lets all biomass leave (alpha = 1), takes decay off the growth rates and has K_H = 26.7.
#[test]
fn the_peer_is_met_with_its_own_settings() {
    let table = Table::of(include_str!("../../models/verify/digestion/am2_pyam2_check.csv"));
    let mut worst: f64 = 0.0;
    for row in 0..table.len() {
        let p = Am2Params {
            alpha: 1.0,
            cd1: 0.1,
            cd2: 0.1,
            KH: 26.7,
            pH_imposed: table.number(row, "pH_imposed"),
            ..Am2Params::<f64>::defaults()
        };
        let model = Am2Model::new(&p);
        let feed = Am2Feed {
            dilution_per_d: table.number(row, "D_per_d"),
            s1: table.number(row, "S1in"),
            s2: table.number(row, "S2in"),
            z: table.number(row, "Zin"),
            c: table.number(row, "Cin"),
        };
        let found = equilibria(&model, &feed);
        let one = found.iter().find(|e| e.name == table.text(row, "equilibrium")).unwrap();
        let mut y = one.state.to_vec();
        y.extend([0.0, 0.0]);
        let derived = model.derived(&y);
        let value = match table.text(row, "quantity") {
            "qm" => derived[0].1,
            "qc" => derived[1].1,
            name => one.state[["X1", "X2", "S1", "S2", "Z", "C"].iter().position(|n| *n == name).unwrap()],
        };
        let published = table.number(row, "analytic");
        let gap = (value - published).abs() / published.abs().max(1e-3);
        worst = worst.max(gap);
    }
    println!("worst: {worst:e}");
    assert!(worst < 1e-9, "{worst:e}");
}
