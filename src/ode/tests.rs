//! Whole integrations of problems with known solutions.

use super::{Control, Integrator, Jobs, Method, OdeError, Plan, Statistics, Step, System, Workspace, attempt, refresh};
use crate::num::{Dual, Lanes, Mask, Pack, Real, VectorClass, WithLanes};

/// One stretch in each lane, and what becomes of it.
struct Stretches<'a, S, F, O> {
    system: &'a F,
    /// Start, end and state at the start, by lane.
    waiting: Vec<Option<(f64, f64, Vec<f64>)>>,
    observe: O,
    result: Vec<Option<Result<(Vec<f64>, Statistics), OdeError>>>,
    lanes: std::marker::PhantomData<S>,
}

impl<S: Lanes, F: System<S>, O: FnMut(&Step<'_, S>)> Jobs<S> for Stretches<'_, S, F, O> {
    type System = F;

    fn system(&self) -> &F {
        self.system
    }

    fn next(&mut self, lane: usize, y: &mut [S]) -> Option<(f64, f64)> {
        let (start, end, state) = self.waiting[lane].take()?;
        y.iter_mut().zip(state).for_each(|(y, value)| y.set_lane(lane, value));
        Some((start, end))
    }

    fn step(&mut self, step: &Step<'_, S>, accepted: S::Mask) {
        if accepted.any() {
            (self.observe)(step);
        }
    }

    fn end(&mut self, lane: usize, y: &[S], spent: Statistics) {
        self.result[lane] = Some(Ok((y.iter().map(|y| y.lane(lane)).collect(), spent)));
    }

    fn fail(&mut self, lane: usize, _y: &[S], error: OdeError) {
        self.result[lane] = Some(Err(error));
    }
}

type End = Result<(Vec<f64>, Statistics), OdeError>;

/// Integrates one stretch in every lane.
fn integrate<S: Lanes>(
    (plan, method, control): (&Plan, Method, &Control),
    system: &impl System<S>,
    stretches: Vec<(f64, f64, Vec<f64>)>,
    observe: impl FnMut(&Step<'_, S>),
) -> Vec<End> {
    let mut integrator = Integrator::<S>::new(plan, method, control.clone()).unwrap();
    let mut waiting: Vec<_> = stretches.into_iter().map(Some).collect();
    waiting.resize(S::COUNT, None);
    let result = vec![None; S::COUNT];
    let mut jobs = Stretches { system, waiting, observe, result, lanes: std::marker::PhantomData };
    integrator.drive(plan, &mut jobs);
    jobs.result.into_iter().flatten().collect()
}

/// One plain run.
fn run(
    with: (&Plan, Method, &Control),
    system: &impl System<f64>,
    times: (f64, f64),
    start: &[f64],
    observe: impl FnMut(&Step<'_, f64>),
) -> End {
    integrate(with, system, vec![(times.0, times.1, start.to_vec())], observe).pop().unwrap()
}

/// Non-autonomous, with an algebraic unknown: u' = -5 (u - cos t) - sin t, with the time as a state, and v = u^2 + t.
/// Solution from u(0) = 1: u = cos t, v = cos^2 t + t.
struct Curve;

/// Unknowns u, v, t.
impl<S: Real> System<S> for Curve {
    fn rhs(&self, y: &[S], out: &mut [S]) {
        let (sin, cos) = sin_cos(y[2]);
        out[0] = (cos - y[0]) * STIFFNESS - sin;
        out[1] = y[0] * y[0] + y[2] - y[1];
        out[2] = S::one();
    }

    fn jacobian(&self, y: &[S], out: &mut [S]) {
        let (sin, cos) = sin_cos(y[2]);
        out.copy_from_slice(&[
            S::from_f64(-STIFFNESS),
            -(sin * STIFFNESS) - cos,
            y[0] * 2.0,
            S::from_f64(-1.0),
            S::one(),
        ]);
    }
}

const STIFFNESS: f64 = 5.0;

/// Taylor series: enough for |t| < 2 and generic over the number.
fn sin_cos<S: Real>(t: S) -> (S, S) {
    let (mut sin, mut cos, mut term) = (S::zero(), S::zero(), S::one());
    for k in 0..30_u32 {
        let sign = if k % 4 < 2 { 1.0 } else { -1.0 };
        if k % 2 == 0 {
            cos += term * sign;
        } else {
            sin += term * sign;
        }
        term = term * t / f64::from(k + 1);
    }
    (sin, cos)
}

fn curve_plan() -> Plan {
    Plan::new(3, &[(0, 0), (0, 2), (1, 0), (1, 1), (1, 2)], &[1], 2)
}

/// Fixed steps over 0..1: largest error of u and of the algebraic v at the end.
fn fixed_step_error(method: &Method, count: u32) -> (f64, f64) {
    let plan = curve_plan();
    let mut work = Workspace::new(&plan);
    work.y.copy_from_slice(&[1.0, 1.0, 0.0]);
    for _ in 0..count {
        refresh(&Curve, &mut work);
        attempt(&plan, method, &Curve, 1.0 / f64::from(count), &[1.0; 3], 1.0, &mut work);
        std::mem::swap(&mut work.y, &mut work.y_new);
    }
    let (u, v) = (libm::cos(1.0), libm::cos(1.0) * libm::cos(1.0) + 1.0);
    ((work.y[0] - u).abs(), (work.y[1] - v).abs())
}

/// Halving the step divides the error by 2^order, for the differential and for the algebraic unknown.
#[test]
fn methods_converge_with_their_order_on_a_dae() {
    for (method, counts) in
        [(Method::rodas3(), [160, 320]), (Method::rodas4(), [40, 80]), (Method::rodas5p(), [20, 40])]
    {
        let (coarse, fine) = (fixed_step_error(&method, counts[0]), fixed_step_error(&method, counts[1]));
        #[allow(clippy::cast_precision_loss)]
        let order = method.order() as f64;
        for (coarse, fine) in [(coarse.0, fine.0), (coarse.1, fine.1)] {
            let found = libm::log2(coarse / fine);
            assert!(found.is_finite() && found > order - 0.35, "{}: order {found}, {coarse:e}", method.name());
        }
    }
}

/// Robertson's kinetics: three rates over nine decades, the third concentration from the sum (index-1 DAE).
struct Robertson;

impl<S: Real> System<S> for Robertson {
    fn rhs(&self, y: &[S], out: &mut [S]) {
        let (slow, fast) = (y[0] * 0.04, y[1] * y[2] * 1e4);
        let fastest = y[1] * y[1] * 3e7;
        out[0] = fast - slow;
        out[1] = slow - fast - fastest;
        out[2] = y[0] + y[1] + y[2] - 1.0;
    }

    fn jacobian(&self, y: &[S], out: &mut [S]) {
        let (by1, by2) = (y[2] * 1e4, y[1] * 1e4);
        let fastest = y[1] * 6e7;
        let one = S::one();
        out.copy_from_slice(&[S::from_f64(-0.04), by1, by2, S::from_f64(0.04), -by1 - fastest, -by2, one, one, one]);
    }
}

fn robertson(rtol: f64, method: Method) -> Vec<f64> {
    let pattern: Vec<(usize, usize)> = (0..3).flat_map(|i| (0..3).map(move |j| (i, j))).collect();
    let plan = Plan::new(3, &pattern, &[2], 3);
    let control = Control {
        rtol,
        atol: vec![rtol, rtol * 1e-4, rtol],
        step_limit: 10_000,
        step_max: f64::INFINITY,
        slack: (1.0, 1.0),
    };
    run((&plan, method, &control), &Robertson, (0.0, 40.0), &[1.0, 0.0, 0.0], |_| {}).unwrap().0
}

/// At t = 40: Hairer & Wanner II, section IV.10, and the examples of SUNDIALS.
#[test]
fn robertson_at_40() {
    let expected = [0.715_827_068_7, 9.185_534_764_6e-6, 0.284_163_746];
    for (rtol, method) in [(1e-4, Method::rodas3()), (1e-4, Method::rodas4()), (1e-8, Method::rodas4())] {
        for (found, expected) in robertson(rtol, method).iter().zip(expected) {
            // The reference has ten digits.
            let gap = (found / expected - 1.0).abs();
            assert!(gap < (3.0 * rtol).max(2e-9), "{rtol:e}: {found} {expected}");
        }
    }
}

/// Decay y' = -k y, k a state that does not move: derivative of the end by k, through the integrator's kernel.
struct Decay;

impl<S: Real> System<S> for Decay {
    fn rhs(&self, y: &[S], out: &mut [S]) {
        out[0] = -(y[1] * y[0]);
        out[1] = S::zero();
    }

    fn jacobian(&self, y: &[S], out: &mut [S]) {
        out.copy_from_slice(&[-y[1], -y[0]]);
    }
}

fn decay_plan() -> Plan {
    Plan::new(2, &[(0, 0), (0, 1)], &[], 2)
}

#[test]
fn kernel_runs_on_dual_numbers() {
    let plan = decay_plan();
    let mut work = Workspace::<Dual<1>>::new(&plan);
    work.y = vec![Dual::constant(1.0), Dual::variable(2.0, 0)];
    let (h, one) = (Dual::constant(0.01), Dual::constant(1.0));
    for _ in 0..100 {
        refresh(&Decay, &mut work);
        attempt(&plan, &Method::rodas4(), &Decay, h, &[one; 2], one, &mut work);
        std::mem::swap(&mut work.y, &mut work.y_new);
    }
    assert!((work.y[0].value - libm::exp(-2.0)).abs() < 1e-9);
    assert!((work.y[0].slope[0] + libm::exp(-2.0)).abs() < 1e-8);
}

/// The decay over a stretch, from 1 with k = 3.
fn decay(rtol: f64, times: (f64, f64), start: f64, observe: impl FnMut(&Step<'_, f64>)) -> f64 {
    let end = run((&decay_plan(), Method::rodas4(), &control(rtol)), &Decay, times, &[start, 3.0], observe);
    end.unwrap().0[0]
}

fn control(rtol: f64) -> Control {
    Control { rtol, atol: vec![rtol; 2], step_limit: 1000, step_max: f64::INFINITY, slack: (1.0, 1.0) }
}

/// Interpolant and integral against the solution; the integral balances what left to rounding, the solution does not.
#[test]
fn interpolant_and_integral() {
    let mut integral = [0.0; 2];
    let mut worst: f64 = 0.0;
    let observe = |step: &Step<'_, f64>| {
        step.add_integral(true, &mut integral);
        let mut y = [0.0; 2];
        for fraction in [0.0, 0.3, 0.7, 1.0] {
            step.interpolate(fraction, &mut y);
            let gap = (y[0] - libm::exp(-3.0 * (step.start + fraction * step.length))).abs();
            assert!(gap.is_finite());
            worst = worst.max(gap);
        }
    };
    let end = decay(1e-6, (0.0, 2.0), 1.0, observe);
    assert!(worst < 1e-5, "{worst:e}");
    // What left is k times the integral, and k is constant.
    let balance = 1.0 - 3.0 * integral[0] - end;
    assert!(balance.abs() < 1e-14, "{balance:e}");
}

/// Tighter tolerance, smaller error, and never above the tolerance here.
#[test]
fn error_follows_the_tolerance() {
    for rtol in [1e-3, 1e-5, 1e-7, 1e-9] {
        let gap = (decay(rtol, (0.0, 2.0), 1.0, |_| {}) - libm::exp(-6.0)).abs();
        assert!(gap < rtol, "{rtol:e}: {gap:e}");
    }
}

#[test]
fn a_run_in_two_parts_ends_where_one_part_ends() {
    let whole = decay(1e-9, (0.0, 2.0), 1.0, |_| {});
    let mut ends = Vec::new();
    let half = decay(1e-9, (0.0, 0.7), 1.0, |step| ends.push(step.start + step.length));
    assert!((ends.last().unwrap() - 0.7).abs() < 1e-15);
    assert!((whole - decay(1e-9, (0.7, 2.0), half, |_| {})).abs() < 1e-9);
    assert_eq!(decay(1e-9, (2.0, 2.0), half, |_| panic!("no step in no time")), half);
}

/// A lane has the bits of its own run: other stretches and lengths beside it change nothing.
struct LanesAgree;

impl WithLanes for LanesAgree {
    type Output = ();

    fn run<L: Lanes>(self) {
        let stretches: Vec<_> = (0..L::COUNT)
            .map(|k| (0.1 * k as f64, 2.0 - 0.2 * k as f64, vec![1.0 + k as f64, 3.0 * (k + 1) as f64]))
            .collect();
        let (plan, control) = (decay_plan(), control(1e-7));
        let together = integrate::<L>((&plan, Method::rodas4(), &control), &Decay, stretches.clone(), |_| {});
        for (found, (start, end, state)) in together.into_iter().zip(stretches) {
            let alone = run((&plan, Method::rodas4(), &control), &Decay, (start, end), &state, |_| {});
            assert_eq!(found, alone);
        }
    }
}

#[test]
fn a_lane_has_the_bits_of_its_own_run() {
    VectorClass::ALL.into_iter().for_each(|class| class.dispatch(LanesAgree));
    assert_eq!(Pack::COUNT, 4);
}

/// y' = y^2 from 1 has no solution beyond t = 1.
struct Explosion;

impl System<f64> for Explosion {
    fn rhs(&self, y: &[f64], out: &mut [f64]) {
        out[0] = y[0] * y[0];
    }

    fn jacobian(&self, y: &[f64], out: &mut [f64]) {
        out[0] = 2.0 * y[0];
    }
}

#[test]
fn what_cannot_be_integrated_is_an_error() {
    let plan = Plan::new(1, &[(0, 0)], &[], 1);
    let control =
        Control { rtol: 1e-6, atol: vec![1e-6], step_limit: 5000, step_max: f64::INFINITY, slack: (1.0, 1.0) };
    let go = |control: &Control, end: f64, start: f64| {
        run((&plan, Method::rodas4(), control), &Explosion, (0.0, end), &[start], |_| {})
    };
    let error = go(&control, 2.0, 1.0).unwrap_err();
    assert!(!matches!(error, OdeError::BadControl { .. }), "{error}");
    assert_eq!(go(&control, 2.0, f64::NAN), Err(OdeError::NotFinite { time: 0.0 }));
    let short = Control { step_limit: 2, ..control.clone() };
    let error = go(&short, 1.9, 0.5).unwrap_err();
    assert!(matches!(error, OdeError::StepLimit { limit: 2, .. }), "{error}");
    assert!(matches!(go(&control, -1.0, 1.0), Err(OdeError::BadControl { .. })));
    let bad = Integrator::<f64>::new(&plan, Method::rodas4(), Control { rtol: -1.0, ..control });
    assert!(matches!(bad, Err(OdeError::BadControl { .. })));
}
