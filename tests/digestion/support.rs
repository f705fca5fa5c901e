//! One tank on the engine, for any model.

use gisement::digestion::tank::{Inlet, Kinetics, Level, NetworkCase, Observe, Tank, TankRun, simulate, simulate_all};
use gisement::num::VectorClass;

/// A tank of a model with its initial state.
pub(crate) fn tank<K: Kinetics>(model: &K::Of<f64>, liquid_m3: f64, gas_m3: f64, initial: Vec<f64>) -> Tank<K> {
    let level = Level::Overflow { liquid_m3, gas_m3 };
    Tank { name: "digester".to_owned(), model: model.clone(), level, initial }
}

/// One tank under constant feed.
pub(crate) fn constant<K: Kinetics>(tank: Tank<K>, flow: f64, influent: Vec<f64>, t_end_d: f64) -> NetworkCase<K> {
    let mut case = NetworkCase::single(tank, Inlet::new(flow, influent), t_end_d);
    case.rtol = 1e-10;
    case
}

/// The run of a case whose contents must close.
pub(crate) fn run<K: Kinetics>(case: &NetworkCase<K>, observe: &Observe) -> TankRun {
    let run = simulate(case, observe).unwrap();
    assert!(run.worst_closure() < 1e-9, "{:?}", run.closure);
    run
}

/// Cases side by side have the bits they have alone.
pub(crate) fn lanes_agree<K: Kinetics>(cases: &[NetworkCase<K>]) {
    for class in VectorClass::ALL.into_iter().filter(|class| class.is_available()) {
        for (together, case) in simulate_all(cases, &Observe::End, class).into_iter().zip(cases) {
            let (together, alone) = (together.unwrap(), simulate(case, &Observe::End).unwrap());
            assert_eq!(together.statistics, alone.statistics, "{class}");
            let bits = |run: &TankRun| run.end.tanks[0].state.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&together), bits(&alone), "{class}");
            assert_eq!(together.totals, alone.totals, "{class}");
        }
    }
}
