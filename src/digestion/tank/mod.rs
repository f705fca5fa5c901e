//! What every kinetic model of a stirred tank has in common, so that one engine runs them all: alone or several tanks that
//! feed each other, for one case or many in lanes, with gas holder, level and temperature around them.
//!
//! A model says only what happens *inside*: how the liquid reacts, what leaves it as gas, which unknowns are algebraic
//! ([`React`]). Flows in and out, the headspace and the running totals are the engine's, the same for all models.
//!
//! Unknowns of a tank, in this order: liquid concentrations (they flow), gas concentrations of the headspace, algebraic
//! unknowns, then the running totals that the engine keeps (what left of each gas, and the volume that left).

mod books;
mod case;
mod check;
mod composition;
mod error;
mod flows;
mod margin;
mod network;
mod observe;
mod output;
mod queue;
mod recorder;
mod run;
mod settings;
mod shape;
mod spectrum;
mod steady;
mod store;
mod story;

pub use books::Closure;
pub use case::{Emptying, Inlet, Level, NetworkCase, Stream, StreamFlow, Tank};
pub use composition::{Composition, CompositionError};
pub use error::TankError;
pub use margin::{FACTOR_MAX, LoadMargin, load_margin, pulse_margin};
pub use network::Network;
pub use observe::Observe;
pub(super) use observe::observation_times;
pub use output::{RunRow, TankRow, TankTotals};
pub use run::{RowTotals, TankRun, simulate, simulate_all};
pub(super) use settings::Settings;
pub use shape::Shape;
pub use steady::{SteadyState, SteadyTank, steady_states};
pub use story::{Event, Happening, StoryParams, TankVerdict};

use crate::num::{Lanes, Real};

/// One unknown of a model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unknown {
    /// Name in the literature.
    pub name: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Size below which a value is as good as zero, in the unit: times the relative tolerance it is the absolute one.
    pub floor: f64,
}

/// The shape of a model: which unknowns, and which derivatives can be other than zero. The same for all parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Liquid, gas, algebraic unknowns.
    pub unknowns: Vec<Unknown>,
    /// How many of them are liquid.
    pub liquid: usize,
    /// How many of them are gas.
    pub gas: usize,
    /// (row, column) of the derivatives that [`React::slopes`] writes, each once. Rows as [`React::react`] writes them,
    /// columns as the unknowns.
    pub pattern: Vec<(usize, usize)>,
    /// Names of the factors of [`Kinetics::factors`]: inhibitions and limitations.
    pub factors: &'static [&'static str],
}

impl Layout {
    /// How many unknowns are algebraic.
    pub fn algebraic(&self) -> usize {
        self.unknowns.len() - self.liquid - self.gas
    }

    /// Values that [`React::react`] writes: conversions of the liquid, transfers of the gases, outflow, residuals.
    pub fn outputs(&self) -> usize {
        self.unknowns.len() + 1
    }

    /// Row of the outflow among the outputs; residuals follow it.
    pub fn outflow(&self) -> usize {
        self.liquid + self.gas
    }

    /// Place of an unknown by its name.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.unknowns.iter().position(|unknown| unknown.name == name)
    }
}

/// A model with its parameters worked out, for one number type: what happens inside the tank.
///
/// Nothing branches on a value here: masks and `select`, so that lanes agree with scalars.
pub trait React<S: Real> {
    /// Writes, for the unknowns `y`:
    /// - per liquid unknown its conversion, in its unit per day, gas transfer included;
    /// - per gas what passes from the liquid to the headspace, in the gas unknown's unit, per m3 of *liquid* and day;
    /// - the volume that leaves the headspace, m3/d at headspace pressure and temperature;
    /// - per algebraic unknown its residual.
    fn react(&self, y: &[S], out: &mut [S]);

    /// Writes the derivatives by the unknowns, in the order of [`Layout::pattern`].
    fn slopes(&self, y: &[S], out: &mut [S]);

    /// Share of the liquid volume that vanishes per day, 1/d, as solids dissolve. [`react`](Self::react) already holds the
    /// concentrating that comes with it; at a constant level that much less than the feed flows out.
    #[inline(always)]
    fn shrinking(&self, _: &[S]) -> S {
        S::zero()
    }

    /// False where a state lies outside the model's domain, so that the step is repeated smaller.
    fn admissible(&self, y: &[S]) -> S::Mask;

    /// Share of the concentration of a liquid unknown (by its place) that what flows out of the tank carries: 1 in a stirred
    /// tank, less where part of it is held back (biomass on carriers, the alpha of AM2). Every outflow counts it.
    #[inline(always)]
    fn leaving(&self, _liquid: usize) -> S {
        S::one()
    }

    /// The volume that leaves the headspace, as [`react`](Self::react) writes it at `row` ([`Layout::outflow`]). A model
    /// that can give it without its rates should.
    #[inline(always)]
    fn outflow(&self, y: &[S], row: usize) -> S {
        let mut out = [S::zero(); OUTPUTS_MAX];
        self.react(y, &mut out[..=y.len()]);
        out[row]
    }
}

/// Content of a conserved quantity: per unit of each liquid unknown, and per unit of each gas.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// What is conserved: "COD", "carbon", "nitrogen", "mass", ...
    pub name: &'static str,
    /// Per unit of each liquid unknown.
    pub liquid: Vec<f64>,
    /// Per unit of each gas unknown.
    pub gas: Vec<f64>,
}

/// A kinetic model: a name for the family of its [`React`] types, and what the engine asks of it.
pub trait Kinetics: 'static {
    /// False for a model without a headspace: what passes from the liquid leaves the tank at once, and its gas unknowns
    /// stay at zero.
    const HEADSPACE: bool = true;

    /// The model with its parameters worked out for one temperature.
    type Of<S: Real>: Clone + React<S>;

    /// Its shape, worked out once.
    fn layout() -> &'static Layout;

    /// The same model in every lane.
    fn splat<L: Lanes>(one: &Self::Of<f64>) -> Self::Of<L>;

    /// Puts another model into a lane.
    fn set_lane<L: Lanes>(all: &mut Self::Of<L>, lane: usize, one: &Self::Of<f64>);

    /// The same model at another temperature, K: laws of temperature applied anew to the parameters it was made from.
    ///
    /// # Errors
    /// A sentence where the model knows no law for this temperature.
    fn at_temperature(one: &Self::Of<f64>, t_op_k: f64) -> Result<Self::Of<f64>, String>;

    /// Liquid concentrations of a characterised feed.
    ///
    /// # Errors
    /// When the composition contradicts itself or the model.
    fn influent(one: &Self::Of<f64>, feed: &Composition) -> Result<Vec<f64>, CompositionError>;

    /// Sets the algebraic unknowns of `y` to the roots that belong to the others.
    ///
    /// # Errors
    /// A sentence when there are none.
    fn settle(one: &Self::Of<f64>, y: &mut [f64]) -> Result<(), String>;

    /// Inhibitions and limitations of a state, 1 none to 0 full, in the order of [`Layout::factors`].
    fn factors(one: &Self::Of<f64>, y: &[f64]) -> Vec<f64>;

    /// Methane and carbon dioxide per unit of the gas totals, Nm3 (dry, 0 C, 101.325 kPa), in the order of the gases: how
    /// much of each is in a unit of a gas unknown times m3.
    fn gas_nm3(one: &Self::Of<f64>) -> GasVolumes;

    /// Methane still possible in a liquid, Nm3/m3: what is left to degrade, biomass not counted.
    fn residual_methane_nm3_per_m3(one: &Self::Of<f64>, y: &[f64]) -> f64;

    /// pH of a state; none where the model has no pH.
    fn ph(one: &Self::Of<f64>, y: &[f64]) -> Option<f64>;

    /// What the model conserves; the engine closes each over every run.
    fn contents(one: &Self::Of<f64>) -> Vec<Content>;

    /// What the methanogens do in a state from which a share of `dilution_per_d` leaves each day; none where the model has
    /// no methanogens to fail.
    fn methanogens(_one: &Self::Of<f64>, _y: &[f64], _dilution_per_d: f64) -> Option<Methanogens> {
        None
    }
}

/// What the methanogens of a tank do with their substrate: by this a run is judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Methanogens {
    /// Substrate taken up, kg COD/(m3 d) or the model's own unit.
    pub taken_up: f64,
    /// What they would take up without any inhibition, the same unit.
    pub uninhibited: f64,
    /// Substrate that leaves with the liquid, the same unit.
    pub lost: f64,
    /// Their net growth without any inhibition, 1/d.
    pub growth_per_d: f64,
    /// Place among the factors of the one that takes most from them.
    pub strongest: usize,
}

/// Most outputs of a model ([`Layout::outputs`]): scratch of this size lives on the stack.
pub const OUTPUTS_MAX: usize = 96;

/// Most tanks of a network.
pub const TANKS_MAX: usize = 16;

/// Nm3 per unit of each gas total, split by what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct GasVolumes {
    /// Methane.
    pub methane: Vec<f64>,
    /// Carbon dioxide.
    pub carbon_dioxide: Vec<f64>,
    /// Hydrogen and others.
    pub other: Vec<f64>,
}
