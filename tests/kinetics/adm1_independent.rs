//! Our stiff integrator against an explicit one by other hands (`ode_solvers`, the classical fourth order).
//!
//! The explicit method knows nothing of ours: at each evaluation the hydrogen ion is solved from the charge balance, so that
//! the algebraic unknown is eliminated. It can follow the stiff system for a short time only, which is enough to move every
//! state.

// Helpers of tests panic on purpose.
#![allow(clippy::unwrap_used)]

use gisement::digestion::adm1::{Adm1Case, Adm1Params, Model, Observe, STATE_COUNT, State, hydrogen_ion, simulate};
use gisement::ode::System as _;
use ode_solvers::{DVector, Rk4, System};

/// Unknowns of the model, running totals included.
const UNKNOWNS: usize = 34;

/// Hydrogen decays at 1.4e6 per day (35 x 0.28 / 7e-6): a fourth-order step is stable below 2e-6 d.
const STEP_D: f64 = 5e-7;

struct Eliminated {
    model: Model<f64>,
    params: Adm1Params<f64>,
}

impl System<f64, DVector<f64>> for Eliminated {
    fn system(&self, _t: f64, y: &DVector<f64>, dy: &mut DVector<f64>) {
        let mut full = y.as_slice().to_vec();
        full[State::S_H_ion as usize] = hydrogen_ion(&self.params, &full).unwrap();
        self.model.rhs(&full, dy.as_mut_slice());
        // The ion follows from the others: it is no state here.
        dy[State::S_H_ion as usize] = 0.0;
    }
}

#[test]
fn an_explicit_method_by_other_hands_agrees() {
    let t_end_d = 0.02;
    let case = Adm1Case { t_end_d, rtol: 1e-9, ..Adm1Case::bsm2() };
    let ours = simulate(&case, &Observe::End).unwrap().final_output.state;

    let params = case.params.with_temperature_laws();
    let row = &case.feed.rows[0];
    let model = Model::new(&params, row.flow_m3_per_d, row.concentrations).unwrap();
    let mut start = vec![0.0; UNKNOWNS];
    start[..STATE_COUNT].copy_from_slice(&case.initial);
    let mut stepper = Rk4::new(Eliminated { model, params }, 0.0, DVector::from_vec(start), t_end_d, STEP_D);
    stepper.integrate().unwrap();
    let y = stepper.y_out().last().unwrap();

    let mut moved = 0;
    for state in State::ALL.into_iter().filter(|s| *s != State::S_H_ion) {
        let (a, b) = (ours[state as usize], y[state as usize]);
        assert!((a - b).abs() <= 1e-8 * b.abs() + 1e-14, "{}: {a:e} against {b:e}", state.name());
        moved += usize::from((b - case.initial[state as usize]).abs() > 1e-6 * b.abs());
    }
    assert!(moved >= 25, "only {moved} states moved: the comparison would say nothing");
}
