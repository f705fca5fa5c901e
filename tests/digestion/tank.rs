//! The engine of tanks, with ADM1 in them.

use gisement::digestion::adm1::{
    Adm1, Adm1Case, Adm1Params, Adm1Solver, LIQUID, Reactor, STATE_COUNT, State, spread_case,
};
use gisement::digestion::tank::{
    Inlet, Kinetics, Level, NetworkCase, Observe, Stream, Tank, TankError, TankVerdict, simulate, simulate_all,
};
use gisement::num::VectorClass;

/// The tank of an ADM1 case.
pub(crate) fn tank_of(name: &str, case: &Adm1Case) -> Tank<Adm1> {
    let p = &case.params;
    Tank {
        name: name.to_owned(),
        model: Reactor::new(p).unwrap(),
        level: Level::Overflow { liquid_m3: p.V_liq, gas_m3: p.V_gas },
        initial: case.initial.to_vec(),
    }
}

/// The same case for the engine.
pub(crate) fn network_of(case: &Adm1Case) -> NetworkCase<Adm1> {
    let inlets =
        case.feed.rows.iter().map(|row| {
            vec![Inlet { t_op_k: row.t_op_k, ..Inlet::new(row.flow_m3_per_d, row.concentrations.to_vec()) }]
        });
    NetworkCase {
        tanks: vec![tank_of("digester", case)],
        streams: Vec::new(),
        times_d: case.feed.times_d.clone(),
        rows: inlets.collect(),
        t_end_d: case.t_end_d,
        rtol: case.rtol,
    }
}

/// Largest relative gap of two states above their floors times `floor_share`.
fn gap(found: &[f64], expected: &[f64]) -> f64 {
    assert!(found.iter().chain(expected).all(|v| v.is_finite()));
    let gaps = State::ALL.into_iter().zip(found.iter().zip(expected));
    gaps.map(|(state, (a, b))| (a - b).abs() / (b.abs() + state.floor())).fold(0.0, f64::max)
}

#[test]
fn one_tank_of_adm1_is_the_solver_of_adm1() {
    let mut case = spread_case(5, 3, 0.3);
    case.t_end_d = 60.0;
    case.rtol = 1e-11;
    let mut warm = case.feed.rows[0];
    warm.t_op_k = Some(312.0);
    warm.flow_m3_per_d *= 1.4;
    case.feed.times_d.push(20.0);
    case.feed.rows.push(warm);
    let observe = Observe::Every(15.0);
    let expected = Adm1Solver::new(case.rtol).unwrap().run(&case, &observe).unwrap();
    let found = simulate(&network_of(&case), &observe).unwrap();
    let worst = gap(&found.end.tanks[0].state, &expected.final_output.state);
    println!("worst gap of the state {worst:e}, closure {:e}", found.worst_closure());
    assert!(worst < 1e-9, "{worst:e}");
    assert!((found.totals[0].methane_nm3 / expected.totals.methane_nm3 - 1.0).abs() < 1e-9);
    assert!(found.worst_closure() < 1e-11 && expected.closure.worst() < 1e-11);
    assert_eq!(found.rows.len(), expected.days.len());
    for (row, day) in found.rows.iter().zip(&expected.days) {
        let tank = &row.tanks[0];
        assert_eq!(row.t_d, day.t_d);
        assert!((tank.methane_nm3_per_d / day.methane_nm3_per_d - 1.0).abs() < 1e-7);
        assert!((tank.ph.unwrap() - day.ph).abs() < 1e-8);
        assert!((tank.acids.unwrap() / day.vfa_kg_cod_m3 - 1.0).abs() < 1e-7);
    }
    assert_eq!(found.verdicts, [TankVerdict::Working]);
}

#[test]
fn a_lane_has_the_bits_it_has_alone() {
    let cases: Vec<NetworkCase<Adm1>> = (0..11)
        .map(|k| {
            let mut case = network_of(&spread_case(2, k, 0.45));
            case.t_end_d = 30.0 + k as f64;
            if k % 3 == 0 {
                case.times_d.push(7.0 + k as f64 / 4.0);
                case.rows.push(vec![Inlet::none::<Adm1>()]);
            }
            case
        })
        .collect();
    for observe in [Observe::End, Observe::Every(3.0)] {
        let alone: Vec<_> = cases.iter().map(|case| simulate(case, &observe)).collect();
        assert!(alone.iter().filter(|run| run.is_ok()).count() > 8);
        for class in VectorClass::ALL {
            assert_eq!(simulate_all(&cases, &observe, class), alone, "{class}");
        }
    }
}

#[test]
fn what_makes_no_sense_is_named() {
    let sound = network_of(&Adm1Case::bsm2());
    let told = |change: fn(&mut NetworkCase<Adm1>)| {
        let mut case = sound.clone();
        change(&mut case);
        simulate(&case, &Observe::End).unwrap_err().to_string()
    };
    assert_eq!(told(|case| case.tanks.clear()), "0 tanks; write 1 to 16");
    assert!(told(|case| case.tanks[0].initial[3] = -1.0).contains("digester: initial S_va is -1"));
    assert!(told(|case| case.rows[0][0].influent[0] = f64::NAN).contains("S_su of feed row 0 is NaN"));
    assert!(told(|case| case.rows[0][0].t_op_k = Some(-3.0)).contains("digester, day 0: T_op"));
    assert!(told(|case| case.streams.push(Stream::pumped(0, None, 1e4))).contains("streams take"));
    assert!(told(|case| case.streams.push(Stream::overflow(0, Some(1)))).contains("stream 0 must lead"));
    let zero = vec![0.0; STATE_COUNT];
    assert!(zero.len() == Adm1::layout().unknowns.len() && LIQUID == Adm1::layout().liquid);
    assert_eq!(Adm1Params::<f64>::NAMES.len(), Reactor::new(&Adm1Params::defaults()).unwrap().params().to_vec().len());
    assert!(matches!(
        simulate(&NetworkCase { rtol: 1.0, ..sound.clone() }, &Observe::End),
        Err(TankError::Tolerance { .. })
    ));
}
