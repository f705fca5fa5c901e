//! Steady states from many starts, their stability, and how far the working one is from the edge.

use gisement::digestion::adm1::{Adm1, Adm1Case, Reactor, State, steady_state};
use gisement::digestion::tank::{Inlet, load_margin, pulse_margin, steady_states};

/// The benchmark without the microbes that its feed carries: with them no group can be gone.
fn sterile() -> Adm1Case {
    let mut case = Adm1Case::bsm2();
    case.feed.rows[0].concentrations[State::X_su as usize..=State::X_h2 as usize].fill(0.0);
    case
}

fn tank_of(case: &Adm1Case) -> (Reactor<f64>, Inlet, (f64, f64), Vec<Vec<f64>>) {
    let row = case.feed.rows[0];
    let inlet = Inlet::new(row.flow_m3_per_d, row.concentrations.to_vec());
    let volumes = (case.params.V_liq, case.params.V_gas);
    (Reactor::new(&case.params).unwrap(), inlet, volumes, vec![case.initial.to_vec()])
}

#[test]
fn the_working_state_of_the_benchmark_and_the_washed_out_one_are_found() {
    let case = sterile();
    let (model, inlet, volumes, guesses) = tank_of(&case);
    let states = steady_states::<Adm1>(&model, &inlet, volumes, &guesses).unwrap();
    for state in &states {
        println!(
            "methane {:9.3} Nm3/d, pH {:.2}, slowest {:9.2e}, {}, {:?}, change {:.0e}",
            state.row.methane_nm3_per_d,
            state.row.ph.unwrap(),
            state.eigenvalues[0].0,
            if state.stable { "stable" } else { "unstable" },
            state.works,
            state.change
        );
    }
    let working = &states[0];
    let known = steady_state(&case.params, &case.feed.rows[0], &case.initial).unwrap();
    for (state, (found, expected)) in State::ALL.into_iter().zip(working.row.state.iter().zip(known.output.state)) {
        assert!((found - expected).abs() <= 1e-9 * expected.abs() + 1e-12 * state.floor(), "{}", state.name());
    }
    assert!(working.stable && working.works == Some(true));
    // Without any microbes the feed passes through: a steady state that the smallest seed of them leaves.
    let dead = states.iter().find(|state| state.row.state[State::X_su as usize..=State::X_h2 as usize] == [0.0; 7]);
    assert!(dead.is_some_and(|dead| !dead.stable && dead.row.methane_nm3_per_d < 1e-9));
    // Without acetate and hydrogen degraders it turns acid.
    assert!(states.iter().any(|state| state.row.state[State::X_ac as usize] == 0.0 && state.row.ph < Some(6.0)));
    assert_eq!(states.iter().filter(|state| state.works == Some(true) && state.stable).count(), 1);
}

#[test]
fn beyond_its_load_margin_the_working_state_is_gone() {
    let (model, inlet, volumes, guesses) = tank_of(&Adm1Case::bsm2());
    let working = steady_states::<Adm1>(&model, &inlet, volumes, &guesses).unwrap().remove(0);
    let margin = load_margin::<Adm1>(&model, &inlet, volumes, &working.row.state).unwrap();
    println!("{margin:?}, retention {} d", volumes.0 / margin.flow_m3_per_d);
    assert!(margin.lost_beyond && margin.factor > 1.5);
    let at = |factor: f64| {
        let inlet = Inlet { flow_m3_per_d: margin.flow_m3_per_d * factor, ..inlet.clone() };
        steady_states::<Adm1>(&model, &inlet, volumes, std::slice::from_ref(&working.row.state)).unwrap()
    };
    assert!(at(0.99).iter().any(|state| state.stable && state.works == Some(true)));
    assert!(!at(1.02).iter().any(|state| state.stable && state.works == Some(true)));
    assert!(load_margin::<Adm1>(&model, &inlet, volumes, &guesses[0][..3]).is_err());
}

#[test]
fn a_pulse_of_acid_is_borne_up_to_a_limit() {
    let (model, inlet, volumes, guesses) = tank_of(&Adm1Case::bsm2());
    let working = steady_states::<Adm1>(&model, &inlet, volumes, &guesses).unwrap().remove(0);
    let acetate = State::S_ac as usize;
    let borne = pulse_margin::<Adm1>(&model, &inlet, volumes, &working.row.state, (acetate, 100.0)).unwrap();
    println!("{borne} kg COD/m3 of acetate");
    assert!(borne > 1.0 && borne < 100.0);
}
