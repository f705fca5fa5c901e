//! Integration of the furnace with the fluxes beside the states, by the explicit Dormand-Prince method of order 8
//! (`ode_solvers`): the model is not stiff, its time constants lie between minutes and half an hour.
//!
//! The step-size control of `ode_solvers` takes roots with the system's mathematics library, so that the last digits of a
//! trajectory may differ between machines; nothing that is swept over samples uses it.

use super::error::{FurnaceError, within};
use super::model::{FurnaceInputs, FurnaceParams, FurnaceRates, FurnaceState};
use ode_solvers::dop_shared::OutputType;
use ode_solvers::{Dop853, SVector, System};

/// Relative and absolute tolerance of states and sums.
const TOLERANCE: f64 = 1e-11;

/// What has flowed since the beginning, kg and kJ.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FurnaceSums {
    /// Wet fuel fed, kg.
    pub fuel_kg: f64,
    /// Air, kg.
    pub air_kg: f64,
    /// Wet flue gas, kg.
    pub gas_kg: f64,
    /// Ash, kg.
    pub ash_kg: f64,
    /// Chemical heat of the dry fuel fed, kJ.
    pub fed_kj: f64,
    /// Sensible heat of the air, kJ.
    pub air_kj: f64,
    /// Heat delivered, kJ.
    pub useful_kj: f64,
    /// Sensible heat of the stack gas, kJ.
    pub stack_kj: f64,
    /// Lost by the refractory, kJ.
    pub refractory_loss_kj: f64,
    /// Lost by the boiler, kJ.
    pub boiler_loss_kj: f64,
    /// Chemical heat that left unburnt, kJ.
    pub unburnt_kj: f64,
    /// Taken by evaporation, kJ.
    pub latent_kj: f64,
}

const SUMS: usize = 12;

/// States, sums, and the time since the beginning of the interval. Time is a state, because Dop853 of `ode_solvers` 0.6.2
/// evaluates its twelfth stage at the beginning of the step instead of its end: right for equations without explicit time
/// alone.
const SIZE: usize = 4 + SUMS + 1;
const TIME: usize = SIZE - 1;

impl FurnaceSums {
    fn rates(params: &FurnaceParams<f64>, inputs: &FurnaceInputs<f64>, rates: &FurnaceRates<f64>) -> [f64; SUMS] {
        [
            inputs.feed_kg_per_s,
            rates.air_kg_per_s,
            rates.gas_kg_per_s,
            rates.decomposition_kg_per_s * params.ash_kg_per_kg_db,
            rates.fed_kw,
            rates.air_kw,
            rates.useful_kw,
            rates.stack_kw,
            rates.refractory_loss_kw,
            rates.boiler_loss_kw,
            rates.unburnt_kw,
            rates.latent_kw,
        ]
    }

    fn to_array(self) -> [f64; SUMS] {
        [
            self.fuel_kg,
            self.air_kg,
            self.gas_kg,
            self.ash_kg,
            self.fed_kj,
            self.air_kj,
            self.useful_kj,
            self.stack_kj,
            self.refractory_loss_kj,
            self.boiler_loss_kj,
            self.unburnt_kj,
            self.latent_kj,
        ]
    }

    fn from_array(a: [f64; SUMS]) -> Self {
        let [
            fuel_kg,
            air_kg,
            gas_kg,
            ash_kg,
            fed_kj,
            air_kj,
            useful_kj,
            stack_kj,
            refractory_loss_kj,
            boiler_loss_kj,
            unburnt_kj,
            latent_kj,
        ] = a;
        Self {
            fuel_kg,
            air_kg,
            gas_kg,
            ash_kg,
            fed_kj,
            air_kj,
            useful_kj,
            stack_kj,
            refractory_loss_kj,
            boiler_loss_kj,
            unburnt_kj,
            latent_kj,
        }
    }

    /// Heat of the fuel fed on its lower heating value as received, kJ: chemical heat less the evaporation of its water.
    pub fn fed_lhv_kj(&self, params: &FurnaceParams<f64>) -> f64 {
        let water_kg = self.fuel_kg - self.fed_kj / params.lhv_dry_kj_per_kg;
        self.fed_kj - water_kg * params.vaporization_kj_per_kg
    }
}

/// A moment of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// Since the beginning, s.
    pub t_s: f64,
    /// The states.
    pub state: FurnaceState<f64>,
    /// What has flowed since the beginning.
    pub sums: FurnaceSums,
}

impl Moment {
    /// The beginning, in a state.
    pub fn start(state: FurnaceState<f64>) -> Self {
        Self { t_s: 0.0, state, sums: FurnaceSums::default() }
    }

    /// What came in less what went out and what is stored, over what came in; the run began in `start`. Mass.
    pub fn mass_closure(&self, start: &Self) -> f64 {
        let (now, then) = (self.sums, start.sums);
        let stored = self.state.water_kg + self.state.dry_kg - start.state.water_kg - start.state.dry_kg;
        let came = now.fuel_kg + now.air_kg - then.fuel_kg - then.air_kg;
        let went = now.gas_kg + now.ash_kg - then.gas_kg - then.ash_kg;
        if came > 0.0 { (came - went - stored) / came } else { 0.0 }
    }

    /// The same of energy, over the largest of what came in, was delivered and was stored.
    pub fn energy_closure(&self, start: &Self, params: &FurnaceParams<f64>) -> f64 {
        let out = |s: &FurnaceSums| {
            s.useful_kj + s.stack_kj + s.refractory_loss_kj + s.boiler_loss_kj + s.unburnt_kj + s.latent_kj
        };
        let came = self.sums.fed_kj + self.sums.air_kj - start.sums.fed_kj - start.sums.air_kj;
        let went = out(&self.sums) - out(&start.sums);
        let stored = self.stored_kj(params) - start.stored_kj(params);
        let scale = came.abs().max(went.abs()).max(stored.abs());
        if scale > 0.0 { (came - went - stored) / scale } else { 0.0 }
    }

    /// Heat held above the reference temperature: chemical heat of the grate, refractory, boiler; kJ.
    pub fn stored_kj(&self, params: &FurnaceParams<f64>) -> f64 {
        let s = &self.state;
        s.dry_kg * params.lhv_dry_kj_per_kg
            + (s.refractory_c - params.reference_c) * params.refractory_kj_per_k
            + (s.boiler_c - params.reference_c) * params.boiler_kj_per_k
    }
}

/// A stretch of time with inputs that go straight from one value to another (the same, where they are held).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// How long, s.
    pub duration_s: f64,
    /// Inputs at its beginning.
    pub from: FurnaceInputs<f64>,
    /// Inputs at its end.
    pub to: FurnaceInputs<f64>,
}

impl Interval {
    /// Held inputs.
    pub fn held(duration_s: f64, inputs: FurnaceInputs<f64>) -> Self {
        Self { duration_s, from: inputs, to: inputs }
    }
}

type Vector = SVector<f64, SIZE>;

struct Flow<'a> {
    params: &'a FurnaceParams<f64>,
    interval: &'a Interval,
}

fn state_of(y: &Vector) -> FurnaceState<f64> {
    FurnaceState { water_kg: y[0], dry_kg: y[1], refractory_c: y[2], boiler_c: y[3] }
}

impl System<f64, Vector> for Flow<'_> {
    fn system(&self, _: f64, y: &Vector, dy: &mut Vector) {
        let inputs = self.interval.from.towards(&self.interval.to, y[TIME] / self.interval.duration_s);
        let rates = self.params.rates(&state_of(y), &inputs);
        dy.fixed_rows_mut::<4>(0).copy_from_slice(&self.params.slopes(&inputs, &rates));
        dy.fixed_rows_mut::<SUMS>(4).copy_from_slice(&FurnaceSums::rates(self.params, &inputs, &rates));
        dy[TIME] = 1.0;
    }
}

/// The furnace after an interval, from a moment at its beginning. Inputs are restarted at every call: a step belongs
/// between two intervals, never inside one.
///
/// # Errors
/// Parameters, inputs or state out of range; a duration that is not positive; an integrator that gives up.
pub fn advance(params: &FurnaceParams<f64>, from: &Moment, interval: &Interval) -> Result<Moment, FurnaceError> {
    params.check()?;
    interval.from.check()?;
    interval.to.check()?;
    within("duration_s", interval.duration_s, 1e-9, 1e9)?;
    from.state.check()?;
    let mut y = Vector::zeros();
    y.fixed_rows_mut::<4>(0).copy_from_slice(&from.state.to_array());
    y.fixed_rows_mut::<SUMS>(4).copy_from_slice(&from.sums.to_array());
    let duration = interval.duration_s;
    let mut solver = Dop853::new(Flow { params, interval }, 0.0, duration, duration, y, TOLERANCE, TOLERANCE);
    solver.set_output(OutputType::Sparse);
    let failed = |reason: String| FurnaceError::Integration { at_s: from.t_s, reason };
    solver.integrate().map_err(|error| failed(error.to_string()))?;
    let end = solver.y_out().last().ok_or_else(|| failed("no step was taken".to_owned()))?;
    let mut sums = [0.0; SUMS];
    sums.copy_from_slice(end.fixed_rows::<SUMS>(4).as_slice());
    let moment = Moment { t_s: from.t_s + duration, state: state_of(end), sums: FurnaceSums::from_array(sums) };
    // A NaN passes every comparison of an error control: it must not pass here.
    moment.state.check()?;
    Ok(moment)
}
