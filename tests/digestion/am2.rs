//! AM2 against independent numbers: closed-form equilibria to 50 digits, a transient, and the peer pyam2.

use crate::support::{constant, lanes_agree, run, tank};
use crate::table::Table;
use gisement::digestion::am2::{Am2, Am2Feed, Am2Model, Am2Params, equilibria};
use gisement::digestion::tank::{Inlet, NetworkCase, Observe, steady_states};

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

/// Initial state and feed of the transient; the inputs of a row are those since the row before.
fn transient(model: &Am2Model<f64>, table: &Table, rtol: f64) -> (NetworkCase<Am2>, Observe) {
    let initial = |row: usize| -> Vec<f64> {
        let names = ["X1_g_L", "X2_g_L", "S1_gCOD_L", "S2_mmol_L", "Z_mmol_L", "C_mmol_L"];
        names.iter().map(|name| table.number(row, name)).chain([0.0, 0.0]).collect()
    };
    let inlet = |row: usize| {
        let influent = ["S1in", "S2in", "Zin", "Cin"].map(|name| table.number(row, name));
        vec![Inlet::new(table.number(row, "D") * 100.0, [&[0.0, 0.0][..], &influent].concat())]
    };
    let times: Vec<f64> = (0..table.len()).map(|row| table.number(row, "t_d")).collect();
    let starts: Vec<usize> = table.groups("D").iter().map(|group| group[0]).collect();
    let case = NetworkCase {
        tanks: vec![tank::<Am2>(model, 100.0, 1.0, initial(0))],
        streams: Vec::new(),
        times_d: starts.iter().map(|row| times[row.saturating_sub(1)]).collect(),
        rows: starts.into_iter().map(inlet).collect(),
        t_end_d: times[times.len() - 1],
        rtol,
    };
    (case, Observe::At(times))
}

const TRANSIENT: &str = include_str!("../../models/verify/digestion/am2_transient.csv");

/// Sixty days with two steps of the feed, all states and derived values, 1e-8.
#[test]
fn the_transient_of_an_independent_integration() {
    let model = Am2Model::new(&Am2Params::defaults());
    let table = Table::of(TRANSIENT);
    let (case, observe) = transient(&model, &table, 1e-11);
    let run = run(&case, &observe);
    let mut worst = (0.0, String::new());
    for (row, found) in run.rows.iter().enumerate() {
        let state = &found.tanks[0].state;
        let derived = model.derived(state);
        let columns = ["X1_g_L", "X2_g_L", "S1_gCOD_L", "S2_mmol_L", "Z_mmol_L", "C_mmol_L"];
        let mut pairs: Vec<(&str, f64)> = columns.into_iter().zip(state.iter().copied()).collect();
        let names = ["qM_mmol_L_d", "qC_mmol_L_d", "CO2_mmol_L", "PC_atm", "pH"];
        pairs.extend(names.into_iter().zip(derived.map(|(_, value)| value)));
        for (column, value) in pairs {
            let known = table.number(row, column);
            let gap = (value - known).abs() / known.abs();
            assert!(gap.is_finite());
            if gap > worst.0 {
                worst = (gap, format!("day {} {column}: {value} {known}", found.t_d));
            }
        }
    }
    println!("{worst:?}");
    assert!(worst.0 < 1e-8, "{worst:?}");
}

/// A bistable point: which equilibrium is reached depends on the start, and each is the closed form's.
#[test]
fn a_bistable_point_is_reached_from_both_sides() {
    let model = Am2Model::new(&Am2Params::defaults());
    let feed = Am2Feed { dilution_per_d: 1.0, s1: 15.0, s2: 80.0, z: 130.0, c: 60.0 };
    let found = equilibria(&model, &feed);
    let influent = vec![0.0, 0.0, feed.s1, feed.s2, feed.z, feed.c];
    for (name, x2) in [("working", 1.0), ("acidified_methanogens_out", 0.01)] {
        let start = vec![0.4, x2, 2.0, 10.0, 130.0, 100.0, 0.0, 0.0];
        let case = constant(tank::<Am2>(&model, 10.0, 1.0, start), 10.0, influent.clone(), 4000.0);
        let end = &run(&case, &Observe::End).end.tanks[0];
        let expected = found.iter().find(|e| e.name == name).unwrap();
        assert!(expected.is_stable());
        for (value, known) in end.state.iter().zip(expected.state) {
            assert!((value - known).abs() < 1e-8 * known.abs().max(1e-3), "{name}: {value} {known}");
        }
    }
}

#[test]
fn lanes_have_the_bits_of_single_runs() {
    let table = Table::of(TRANSIENT);
    let cases: Vec<NetworkCase<Am2>> = (0..19)
        .map(|k| {
            let p = Am2Params::<f64>::defaults();
            let model = Am2Model::new(&Am2Params { mu1max: p.mu1max * (0.9 + 0.01 * f64::from(k)), ..p });
            transient(&model, &table, 1e-5).0
        })
        .collect();
    lanes_agree(&cases);
}

/// Newton from many starts finds every equilibrium of every point, those that nothing stays in among them, and their
/// stability.
#[test]
fn newton_from_many_starts_finds_every_equilibrium() {
    let model = Am2Model::new(&Am2Params::defaults());
    let table = Table::of(STEADY);
    let mut worst = (0.0, String::new());
    for point in table.groups("point") {
        let name = table.text(point[0], "point");
        let feed = feed(&table, point[0]);
        let inlet = Inlet::new(100.0 * feed.dilution_per_d, vec![0.0, 0.0, feed.s1, feed.s2, feed.z, feed.c]);
        let guess = vec![0.3, 0.4, 0.3 * feed.s1, 20.0, feed.z, feed.z, 0.0, 0.0];
        let found = steady_states::<Am2>(&model, &inlet, (100.0, 1.0), &[guess]).unwrap();
        assert_eq!(found.len(), point.len(), "{name}: {:?}", found.iter().map(|f| &f.row.state).collect::<Vec<_>>());
        for row in point {
            let columns = ["X1_g_L", "X2_g_L", "S1_gCOD_L", "S2_mmol_L", "Z_mmol_L", "C_mmol_L"];
            let known = columns.map(|column| table.number(row, column));
            let gap = |state: &[f64]| {
                state.iter().zip(known).map(|(a, b)| (a - b).abs() / b.abs().max(1e-3)).fold(0.0, f64::max)
            };
            let one = found.iter().min_by(|a, b| gap(&a.row.state).total_cmp(&gap(&b.row.state))).unwrap();
            let label = table.text(row, "equilibrium");
            if gap(&one.row.state) > worst.0 {
                worst = (gap(&one.row.state), format!("{name} {label}"));
            }
            assert_eq!(one.stable, table.number(row, "stable") == 1.0, "{name} {label}");
            let (leading, known) = (one.eigenvalues[0].0, table.number(row, "leading_eigenvalue_per_d"));
            assert!((leading - known).abs() < 1e-9 * known.abs(), "{name} {label}: {leading} {known}");
        }
    }
    println!("{worst:?}");
    assert!(worst.0 < 1e-9, "{worst:?}");
}
