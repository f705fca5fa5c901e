//! Yields without a process model: batch curves and stirred tanks of first order, generic over [`Real`].
//!
//! All potentials and yields are per kg VS *fed* (NL CH4/kg VS): never multiply them by a degraded share again.
//! Times in days, rates in 1/d. Every yield stays between 0 and the potential for non-negative arguments.

use crate::num::Real;

/// First order: B (1 - exp(-k t)).
pub fn first_order<S: Real>(potential: S, k_per_d: S, t_d: S) -> S {
    potential * (S::one() - (-(k_per_d * t_d)).exp())
}

/// Two pools of first order, a share `fast` (0..1) with k1 and the rest with k2.
pub fn two_pool_first_order<S: Real>(potential: S, fast: S, k1_per_d: S, k2_per_d: S, t_d: S) -> S {
    // Pool by pool, so that the yield at t = 0 is zero and not a rounding.
    first_order(potential * fast, k1_per_d, t_d) + first_order(potential * (S::one() - fast), k2_per_d, t_d)
}

/// Modified Gompertz with a lag, P exp(-exp(R e (lag - t)/P + 1)) (Zwietering 1990,
/// doi 10.1128/aem.56.6.1875-1881.1990).
///
/// `rate_max` is the steepest slope, NL/(kg VS d). The curve does not start at zero: at t = 0 it is already above.
pub fn modified_gompertz<S: Real>(potential: S, rate_max: S, lag_d: S, t_d: S) -> S {
    let exponent = rate_max * std::f64::consts::E / potential * (lag_d - t_d) + 1.0;
    potential * (-exponent.exp()).exp()
}

/// Cone model, B/(1 + (k t)^-n) (Pitt 1999, doi 10.1016/S0377-8401(99)00078-0); zero at t = 0.
pub fn cone<S: Real>(potential: S, k_per_d: S, shape: S, t_d: S) -> S {
    let kt = k_per_d * t_d;
    let started = kt.gt(S::zero());
    // The power needs a positive base: lanes that have not started get a harmless one, and are set to zero below.
    let base = S::select(started, kt, S::one());
    S::select(started, potential / (S::one() + base.powf(-shape)), S::zero())
}

/// One stirred tank at steady state: B k H/(1 + k H), retention time H.
pub fn cstr_first_order<S: Real>(potential: S, k_per_d: S, retention_d: S) -> S {
    let kh = k_per_d * retention_d;
    potential * kh / (S::one() + kh)
}

/// One stirred tank, two pools: a share `fast` (0..1) with k1 and the rest with k2.
pub fn cstr_two_pool<S: Real>(potential: S, fast: S, k1_per_d: S, k2_per_d: S, retention_d: S) -> S {
    let slow = S::one() - fast;
    cstr_first_order(potential * fast, k1_per_d, retention_d)
        + cstr_first_order(potential * slow, k2_per_d, retention_d)
}

/// Two equal stirred tanks in series with the total retention time H: B (1 - 1/(1 + k H/2)^2).
pub fn two_cstr_series<S: Real>(potential: S, k_per_d: S, retention_total_d: S) -> S {
    let left = S::one() / (S::one() + k_per_d * retention_total_d * 0.5);
    potential * (S::one() - left * left)
}

/// Share of the electron donor that goes into net cell synthesis, fs = fs0 (1 + (1 - fbd) b theta)/(1 + b theta)
/// (Rittmann & McCarty 2001, Environmental Biotechnology).
///
/// `fs0` is the share at young age, `decay_per_d` b, `degradable_cells` fbd the degradable share of cells, `age_d` the
/// solids retention time. Methane is the stoichiometric one times (1 - fs).
pub fn rittmann_mccarty_fs<S: Real>(fs0: S, decay_per_d: S, degradable_cells: S, age_d: S) -> S {
    let decayed = decay_per_d * age_d;
    fs0 * (S::one() + (S::one() - degradable_cells) * decayed) / (S::one() + decayed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::Dual;
    use proptest::prelude::*;

    #[test]
    fn limits() {
        assert_eq!(first_order(350.0, 0.2, 0.0), 0.0);
        assert_eq!(first_order(350.0, 0.2, 1e6), 350.0);
        assert_eq!(cone(350.0, 0.15, 1.8, 0.0), 0.0);
        assert_eq!(cstr_first_order(350.0, 0.2, 0.0), 0.0);
        assert!((cstr_first_order(350.0, 0.2, 1e9) - 350.0).abs() < 1e-5);
        assert!(modified_gompertz(350.0, 40.0, 1.0, 0.0) > 0.0, "Gompertz does not start at zero");
        assert_eq!(two_pool_first_order(350.0, 1.0, 0.3, 0.05, 7.0), first_order(350.0, 0.3, 7.0));
        assert_eq!(cstr_two_pool(350.0, 1.0, 0.3, 0.05, 7.0), cstr_first_order(350.0, 0.3, 7.0));
    }

    #[test]
    fn the_steepest_slope_of_gompertz_is_its_rate() {
        let slope = |t: f64| {
            modified_gompertz(
                Dual::<1>::constant(350.0),
                Dual::constant(40.0),
                Dual::constant(1.0),
                Dual::variable(t, 0),
            )
            .slope[0]
        };
        let steepest = (0..4000).map(|k| slope(0.005 * f64::from(k))).fold(0.0, f64::max);
        assert!((steepest - 40.0).abs() < 1e-3, "{steepest}");
    }

    #[test]
    fn derivative_of_cone_is_finite_at_the_start() {
        let y = cone(Dual::<1>::constant(350.0), Dual::constant(0.15), Dual::constant(1.8), Dual::variable(0.0, 0));
        assert!(y.value == 0.0 && y.slope[0].is_finite());
    }

    proptest! {
        #[test]
        fn yields_stay_within_the_potential(
            b in 1.0..1000.0_f64, k in 1e-3..5.0_f64, k2 in 1e-3..5.0_f64, f in 0.0..1.0_f64, t in 0.0..400.0_f64,
            n in 0.3..5.0_f64,
        ) {
            let single = cstr_first_order(b, k, t);
            let series = two_cstr_series(b, k, t);
            let batch = first_order(b, k, t);
            let two_pools = [two_pool_first_order(b, f, k, k2, t), cstr_two_pool(b, f, k, k2, t)];
            for y in [single, series, batch, two_pools[0], two_pools[1], cone(b, k, n, t)] {
                prop_assert!(y.is_finite());
                prop_assert!((0.0..=b * (1.0 + 1e-12)).contains(&y));
            }
            // Less mixing, more yield: one tank, two tanks, a batch of the same time.
            let slack = 1e-9 * b;
            prop_assert!(single <= series + slack && series <= batch + slack);
        }

        #[test]
        fn yields_grow_with_time(b in 1.0..1000.0_f64, k in 1e-3..5.0_f64, t in 0.0..400.0_f64, dt in 0.0..50.0_f64) {
            let slack = 1e-12 * b;
            prop_assert!(first_order(b, k, t + dt) + slack >= first_order(b, k, t));
            prop_assert!(cstr_first_order(b, k, t + dt) + slack >= cstr_first_order(b, k, t));
            prop_assert!(cone(b, k, 1.5, t + dt) + slack >= cone(b, k, 1.5, t));
            let rate = b * k;
            prop_assert!(modified_gompertz(b, rate, 1.0, t + dt) + slack >= modified_gompertz(b, rate, 1.0, t));
        }

        #[test]
        fn fs_falls_with_age(fs0 in 0.01..0.4_f64, b in 0.01..0.1_f64, fbd in 0.5..1.0_f64, age in 0.0..200.0_f64) {
            let fs = rittmann_mccarty_fs(fs0, b, fbd, age);
            prop_assert!(fs <= fs0 && fs >= fs0 * (1.0 - fbd) - 1e-15);
        }
    }
}
