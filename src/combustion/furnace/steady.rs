//! The furnace at rest: Newton's method with exact derivatives, and the time constants there.

use super::error::FurnaceError;
use super::model::{FurnaceInputs, FurnaceParams, FurnaceRates, FurnaceState};
use crate::num::Dual;
use nalgebra::{Matrix4, Vector4};

/// A furnace at rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steady {
    /// The states.
    pub state: FurnaceState<f64>,
    /// What flows.
    pub rates: FurnaceRates<f64>,
    /// Heat of the fuel fed on its lower heating value as received, kW.
    pub fuel_lhv_kw: f64,
    /// Useful heat over that; NaN without fuel.
    pub efficiency_lhv: f64,
    /// Time constants, s, rising: minus one over the real parts of the eigenvalues of the linearised model.
    pub time_constants_s: [f64; 4],
    /// The largest heat flow that does not balance, kW.
    pub residual_kw: f64,
}

const ITERATION_LIMIT: usize = 100;

/// Residuals that are rounding: kg/s, and K/s.
const AT_REST: f64 = 1e-15;

fn slopes_and_jacobian(
    params: &FurnaceParams<f64>,
    state: &FurnaceState<f64>,
    inputs: &FurnaceInputs<f64>,
) -> (Vector4<f64>, Matrix4<f64>) {
    let params = FurnaceParams::<Dual<4>>::splat(params);
    let constant = |value| Dual::<4>::constant(value);
    let inputs = FurnaceInputs {
        feed_kg_per_s: constant(inputs.feed_kg_per_s),
        moisture: constant(inputs.moisture),
        primary_kg_per_s: constant(inputs.primary_kg_per_s),
        secondary_kg_per_s: constant(inputs.secondary_kg_per_s),
        return_c: constant(inputs.return_c),
        pumped: constant(inputs.pumped),
    };
    let values = state.to_array();
    let state = FurnaceState::from_array(std::array::from_fn(|k| Dual::<4>::variable(values[k], k)));
    let slopes = params.slopes(&inputs, &params.rates(&state, &inputs));
    (Vector4::from_fn(|i, _| slopes[i].value), Matrix4::from_fn(|i, j| slopes[i].slope[j]))
}

/// A first guess: masses that balance the feed with drying as stated, temperatures of a furnace in operation.
fn guess(params: &FurnaceParams<f64>, inputs: &FurnaceInputs<f64>) -> FurnaceState<f64> {
    let primary = inputs.primary_kg_per_s + params.leak_air_kg_per_s;
    FurnaceState {
        water_kg: inputs.feed_kg_per_s * inputs.moisture / params.evaporation_per_s,
        dry_kg: inputs.feed_kg_per_s * (1.0 - inputs.moisture) / (params.decomposition_per_kg * primary),
        refractory_c: 700.0,
        boiler_c: inputs.return_c + 10.0,
    }
}

/// The furnace at rest under inputs, with its time constants.
///
/// # Errors
/// Parameters or inputs out of range; no state at rest (a pump that stands with a fire on, say).
pub fn steady_state(params: &FurnaceParams<f64>, inputs: &FurnaceInputs<f64>) -> Result<Steady, FurnaceError> {
    params.check()?;
    inputs.check()?;
    let mut state = guess(params, inputs);
    let scale = Vector4::new(params.evaporation_per_s, params.evaporation_per_s, 1e-2, 1e-2);
    let size = |slopes: &Vector4<f64>| slopes.component_div(&scale).amax();
    let (mut slopes, mut jacobian) = slopes_and_jacobian(params, &state, inputs);
    for _ in 0..ITERATION_LIMIT {
        let Some(step) = jacobian.lu().solve(&slopes) else { return Err(FurnaceError::NoSteadyState) };
        let Some((next, next_slopes, next_jacobian)) = damped(params, inputs, &state, &step, size(&slopes), size)
        else {
            break;
        };
        (state, slopes, jacobian) = (next, next_slopes, next_jacobian);
        if size(&slopes) <= AT_REST {
            break;
        }
    }
    if size(&slopes) > 1e-9 || state.check().is_err() {
        return Err(FurnaceError::NoSteadyState);
    }
    Ok(at_rest(params, inputs, state, &jacobian))
}

type Step = (FurnaceState<f64>, Vector4<f64>, Matrix4<f64>);

/// The longest part of a Newton step, halved as often as it takes, that brings the furnace nearer to rest; none where no
/// part does: rounding is reached.
fn damped(
    params: &FurnaceParams<f64>,
    inputs: &FurnaceInputs<f64>,
    state: &FurnaceState<f64>,
    step: &Vector4<f64>,
    from: f64,
    size: impl Fn(&Vector4<f64>) -> f64,
) -> Option<Step> {
    let values = state.to_array();
    (0..30).find_map(|halvings| {
        let part = 0.5_f64.powi(halvings);
        let next = FurnaceState::from_array(std::array::from_fn(|k| values[k] - part * step[k]));
        next.check().ok()?;
        let (slopes, jacobian) = slopes_and_jacobian(params, &next, inputs);
        (size(&slopes) < from).then_some((next, slopes, jacobian))
    })
}

fn at_rest(
    params: &FurnaceParams<f64>,
    inputs: &FurnaceInputs<f64>,
    state: FurnaceState<f64>,
    jacobian: &Matrix4<f64>,
) -> Steady {
    let rates = params.rates(&state, inputs);
    let slopes = params.slopes(inputs, &rates);
    let mut time_constants_s = [0.0; 4];
    time_constants_s.copy_from_slice(jacobian.complex_eigenvalues().map(|e| -1.0 / e.re).as_slice());
    time_constants_s.sort_by(f64::total_cmp);
    let fuel_lhv_kw = rates.fed_kw - inputs.feed_kg_per_s * inputs.moisture * params.vaporization_kj_per_kg;
    Steady {
        state,
        rates,
        fuel_lhv_kw,
        efficiency_lhv: rates.useful_kw / fuel_lhv_kw,
        time_constants_s,
        residual_kw: f64::max(
            (slopes[2] * params.refractory_kj_per_k).abs(),
            (slopes[3] * params.boiler_kj_per_k).abs(),
        ),
    }
}
