//! ADM1 for the engine of tanks: the same rates, ions and gas transfer, without the tank around them.

use super::case::{by_law, check_params};
use super::charge::{Ions, hydrogen_ion};
use super::closure::gas_contents;
use super::error::DigestionError;
use super::feed::FeedRow;
use super::jacobian::structure;
use super::model::{COD_OF_HYDROGEN, Model, charge_pattern};
use super::output::{METHANE_NM3_PER_KG_COD, residual_methane_nm3_per_m3};
use super::params::Adm1Params;
use super::rates::{Inhibition, SLOPE_COUNT, rate_slopes, rates, slope_pattern};
use super::state::{LIQUID, STATE_COUNT, State, State::*};
use super::temperature::KineticLaw;
use super::verdict::Uptake;
use crate::digestion::tank::{
    Composition, CompositionError, Content, GasVolumes, Kinetics, Layout, Methanogens, React, Unknown,
};
use crate::num::{Lanes, Real};
use crate::petersen::{ProductSums, QUANTITIES};
use crate::units::MOLAR_VOLUME_NM3_PER_KMOL;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// ADM1 as in BSM2: a family of [`Reactor`]s.
#[derive(Clone, Copy, Debug)]
pub struct Adm1;

/// What happens in a tank by ADM1. Volumes are the engine's: `V_liq` and `V_gas` of the parameters are not looked at.
#[derive(Clone, Debug)]
pub struct Reactor<S> {
    model: Model<S>,
    /// Parameters as given, with NaN where a temperature law applies, and the law of the kinetic ones; only outside lanes.
    given: Option<Arc<(Adm1Params<f64>, KineticLaw)>>,
}

impl Reactor<f64> {
    /// A tank with these parameters; constants that are NaN follow T_op.
    ///
    /// # Errors
    /// When a parameter is out of its range, or the stoichiometry creates or destroys something.
    pub fn new(params: &Adm1Params<f64>) -> Result<Self, DigestionError> {
        Self::with_law(params, &KineticLaw::None)
    }

    /// The same where temperature moves the kinetic constants by a law.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_law(params: &Adm1Params<f64>, law: &KineticLaw) -> Result<Self, DigestionError> {
        check_params(params)?;
        let moved = by_law(params, law)?;
        let model = Model::new(&moved, 0.0, [0.0; LIQUID]).map_err(DigestionError::Stoichiometry)?;
        Ok(Self { model, given: Some(Arc::new((*params, *law))) })
    }

    /// Parameters, every one set.
    pub fn params(&self) -> &Adm1Params<f64> {
        self.model.params()
    }
}

/// Names of the factors, in the order of [`factors`].
const FACTORS: [&str; 8] = [
    "pH on acidogens and acetogens",
    "pH on acetate degraders",
    "pH on hydrogen degraders",
    "hydrogen on fatty acid degraders",
    "hydrogen on valerate and butyrate degraders",
    "hydrogen on propionate degraders",
    "free ammonia on acetate degraders",
    "lack of nitrogen",
];
/// Places of those that act on the acetate degraders.
const ON_ACETATE_DEGRADERS: [usize; 3] = [1, 6, 7];

fn factors(i: &Inhibition<f64>) -> [f64; 8] {
    [i.ph_aa, i.ph_ac, i.ph_h2, i.h2_fa, i.h2_c4, i.h2_pro, i.nh3, i.nitrogen]
}

/// Rows of the outputs after the liquid: transfers, outflow, charge balance.
const TRANSFER: usize = LIQUID;
const OUTFLOW: usize = LIQUID + 3;
const CHARGE: usize = LIQUID + 4;
const LIQUIDS: [State; 3] = [S_h2, S_ch4, S_IC];
const GASES: [State; 3] = [S_gas_h2, S_gas_ch4, S_gas_co2];

/// The same for every parameter set.
struct Plan {
    layout: Layout,
    /// Per entry of the pattern, coefficient and derivative of a rate.
    slopes: ProductSums,
    /// Entry of each derivative of [`others`].
    others: Vec<u16>,
}

/// (output, unknown) of the derivatives that no rate gives, in the order in which [`Reactor::slopes`] writes them.
fn others() -> Vec<(usize, usize)> {
    let mut pattern = Vec::new();
    for k in 0..2 {
        for column in [LIQUIDS[k], GASES[k]] {
            pattern.extend([(LIQUIDS[k] as usize, column as usize), (TRANSFER + k, column as usize)]);
        }
    }
    for column in [S_IC, S_H_ion, S_gas_co2] {
        pattern.extend([(S_IC as usize, column as usize), (TRANSFER + 2, column as usize)]);
    }
    pattern.extend(GASES.map(|column| (OUTFLOW, column as usize)));
    pattern.extend(charge_pattern().map(|column| (CHARGE, column as usize)));
    pattern
}

fn build() -> Plan {
    let coefficients: Vec<(usize, usize)> = structure().matrix.pattern().collect();
    let by_rate = slope_pattern();
    let mut entries: BTreeMap<(usize, usize), usize> = others().into_iter().map(|entry| (entry, 0)).collect();
    let mut products = Vec::new();
    for (coefficient, (process, row)) in coefficients.iter().enumerate() {
        for (slope, (_, column)) in by_rate.iter().enumerate().filter(|(_, (of, _))| of == process) {
            entries.insert((*row, *column as usize), 0);
            products.push(((*row, *column as usize), coefficient, slope));
        }
    }
    for (k, entry) in entries.values_mut().enumerate() {
        *entry = k;
    }
    let products: Vec<_> = products.into_iter().map(|(entry, left, right)| (entries[&entry], left, right)).collect();
    let narrow = |entry| u16::try_from(entries[&entry]).expect("the model has far fewer than 65536 entries");
    let unknown = |state: State| Unknown { name: state.name(), unit: state.unit(), floor: state.floor() };
    Plan {
        slopes: ProductSums::new(entries.len(), &products),
        others: others().into_iter().map(narrow).collect(),
        layout: Layout {
            unknowns: State::ALL.into_iter().map(unknown).collect(),
            liquid: LIQUID,
            gas: GASES.len(),
            pattern: entries.into_keys().collect(),
            factors: &FACTORS,
        },
    }
}

fn plan() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(build)
}

impl<S: Real> React<S> for Reactor<S> {
    #[inline(always)]
    fn react(&self, y: &[S], out: &mut [S]) {
        let y: &[S; STATE_COUNT] = y.try_into().expect("the layout has this many unknowns");
        let out: &mut [S; STATE_COUNT + 1] = out.try_into().expect("the layout has this many outputs");
        let model = &self.model;
        let ions = Ions::at(&model.p, y);
        let inhibition = Inhibition::at(&model.p, &model.thresholds, &ions, y);
        let rates = rates(&model.p, &inhibition, y);
        for value in &mut out[..LIQUID] {
            *value = S::zero();
        }
        structure().rate_sums.add(model.stoichiometry.coefficients(), &rates, out);
        let flows = model.gas_flows(&ions, y);
        for (liquid, transfer) in LIQUIDS.iter().zip(flows.transfer) {
            out[*liquid as usize] -= transfer;
        }
        out[TRANSFER..TRANSFER + 3].copy_from_slice(&flows.transfer);
        out[OUTFLOW] = flows.outflow;
        out[CHARGE] = ions.charge(&model.p, y);
    }

    #[inline(always)]
    fn slopes(&self, y: &[S], out: &mut [S]) {
        let y: &[S; STATE_COUNT] = y.try_into().expect("the layout has this many unknowns");
        let (plan, model) = (plan(), &self.model);
        let ions = Ions::at(&model.p, y);
        let mut by_rate = [S::zero(); SLOPE_COUNT];
        rate_slopes(&model.p, &model.thresholds, &ions, y, &mut by_rate);
        out.fill(S::zero());
        let mut entries = plan.others.iter();
        let mut add = |slope: S| {
            if let Some(entry) = entries.next() {
                out[*entry as usize] += slope;
            }
        };
        for k in 0..2 {
            for by in model.transfer_slopes(k) {
                add(-by);
                add(by);
            }
        }
        for by in model.carbon_dioxide_slopes(&ions, y) {
            add(-by);
            add(by);
        }
        for by in model.outflow_slopes(y).1 {
            add(by);
        }
        for by in model.charge_slopes(&ions, y) {
            add(by);
        }
        plan.slopes.add(model.stoichiometry.coefficients(), &by_rate, out);
    }

    #[inline(always)]
    fn admissible(&self, y: &[S]) -> S::Mask {
        let h = y[S_H_ion as usize];
        h.gt(S::zero()) & h.is_finite()
    }

    #[inline(always)]
    fn outflow(&self, y: &[S], _: usize) -> S {
        self.model.outflow(y).0
    }
}

impl Kinetics for Adm1 {
    type Of<S: Real> = Reactor<S>;

    fn layout() -> &'static Layout {
        &plan().layout
    }

    fn splat<L: Lanes>(one: &Reactor<f64>) -> Reactor<L> {
        Reactor { model: Model::splat(&one.model), given: None }
    }

    fn set_lane<L: Lanes>(all: &mut Reactor<L>, lane: usize, one: &Reactor<f64>) {
        all.model.set_lane(lane, &one.model);
    }

    fn at_temperature(one: &Reactor<f64>, t_op_k: f64) -> Result<Reactor<f64>, String> {
        let (given, law) = one.given.as_deref().map_or((&one.model.p, KineticLaw::None), |(given, law)| (given, *law));
        let params = Adm1Params { T_op: t_op_k, ..*given };
        check_params(&params).map_err(|error| error.to_string())?;
        let params = by_law(&params, &law).map_err(|error| error.to_string())?;
        let model = one.model.clone().with_inputs(&params, 0.0, [0.0; LIQUID]);
        Ok(Reactor { model, given: one.given.clone() })
    }

    fn influent(one: &Reactor<f64>, feed: &Composition) -> Result<Vec<f64>, CompositionError> {
        Ok(FeedRow::from_composition_at(feed, &one.model.p)?.concentrations.to_vec())
    }

    fn settle(one: &Reactor<f64>, y: &mut [f64]) -> Result<(), String> {
        let found = hydrogen_ion(&one.model.p, y);
        let h =
            found.map_err(|why| match [S_IC, S_IN].into_iter().find(|state| y[*state as usize] < -state.floor()) {
                Some(state) => format!("{} fell below zero, so no pH balances the charges", state.name()),
                None => format!("no pH balances the charges: {why}"),
            })?;
        y[S_H_ion as usize] = h;
        Ok(())
    }

    fn factors(one: &Reactor<f64>, y: &[f64]) -> Vec<f64> {
        factors(&one.model.inhibition(y)).to_vec()
    }

    fn gas_nm3(_: &Reactor<f64>) -> GasVolumes {
        let volume = MOLAR_VOLUME_NM3_PER_KMOL;
        GasVolumes {
            methane: vec![0.0, METHANE_NM3_PER_KG_COD, 0.0],
            carbon_dioxide: vec![0.0, 0.0, volume],
            other: vec![volume / COD_OF_HYDROGEN, 0.0, 0.0],
        }
    }

    fn residual_methane_nm3_per_m3(_: &Reactor<f64>, y: &[f64]) -> f64 {
        residual_methane_nm3_per_m3(y)
    }

    fn ph(_: &Reactor<f64>, y: &[f64]) -> Option<f64> {
        Some(-libm::log10(y[S_H_ion as usize]))
    }

    fn contents(one: &Reactor<f64>) -> Vec<Content> {
        let content = |quantity| Content {
            name: crate::petersen::Quantity::word(quantity),
            liquid: one.model.stoichiometry.contents(quantity).to_vec(),
            gas: gas_contents(&one.model, quantity).to_vec(),
        };
        QUANTITIES.map(content).to_vec()
    }

    fn methanogens(one: &Reactor<f64>, y: &[f64], dilution_per_d: f64) -> Option<Methanogens> {
        let Uptake { acetate, uninhibited, taken_up, growth, inhibition } = Uptake::of(&one.model, y);
        let values = factors(&inhibition);
        let weaker = |a: usize, b: usize| if values[b] < values[a] { b } else { a };
        let strongest = ON_ACETATE_DEGRADERS.into_iter().reduce(weaker).unwrap_or(0);
        Some(Methanogens { taken_up, uninhibited, lost: dilution_per_d * acetate, growth_per_d: growth, strongest })
    }
}

#[cfg(test)]
mod tests {
    use super::super::state::{bsm2_influent, bsm2_initial};
    use super::*;
    use crate::digestion::tank::{Inlet, Level, Network, NetworkCase, Stream, Tank};
    use crate::num::Dual;
    use crate::ode::System;
    use proptest::test_runner::{Config, TestRunner};

    /// A digester that sends thickened liquid to a store and gets some back: every kind of entry there is.
    fn plant() -> NetworkCase<Adm1> {
        let model = Reactor::new(&Adm1Params::defaults()).unwrap();
        let tank = |name: &str, level| Tank {
            name: name.to_owned(),
            model: model.clone(),
            level,
            initial: bsm2_initial().to_vec(),
        };
        let store = Level::Store { total_m3: 1500.0, capacity_m3: 1200.0, start_m3: 700.0, emptyings: Vec::new() };
        let held_back = (0..LIQUID).map(|k| if State::NAMES[k].starts_with('X') { 0.7 } else { 1.0 }).collect();
        NetworkCase {
            tanks: vec![tank("digester", Level::Overflow { liquid_m3: 3400.0, gas_m3: 300.0 }), tank("store", store)],
            streams: vec![
                Stream { carries: Some(held_back), ..Stream::overflow(0, Some(1)) },
                Stream::pumped(1, Some(0), 40.0),
                Stream::pumped(1, None, 10.0),
            ],
            times_d: vec![0.0],
            rows: vec![vec![Inlet::new(170.0, bsm2_influent().to_vec()), Inlet::new(5.0, bsm2_influent().to_vec())]],
            t_end_d: 10.0,
            rtol: 1e-6,
        }
    }

    fn lift<const N: usize>(one: &Reactor<f64>) -> Reactor<Dual<N>> {
        let values: Vec<_> = one.params().to_vec().into_iter().map(Dual::constant).collect();
        let zero = [Dual::constant(0.0); LIQUID];
        let model = Model::new(&Adm1Params::from_slice(&values), zero[0], zero).unwrap();
        Reactor { model, given: None }
    }

    #[test]
    fn derivatives_of_a_network_agree_with_dual_numbers() {
        const SIZE: usize = 95;
        let case = plant();
        let network = Network::of(&case, 0).unwrap();
        let dual: Network<Adm1, Dual<SIZE>> = network.lift(lift::<SIZE>);
        assert_eq!(network.shape().size(), SIZE);
        let start = network.initial(&case).unwrap();
        let scales = proptest::collection::vec(0.05..5.0_f64, SIZE);
        let config = Config { cases: 24, ..Config::default() };
        let mut runner =
            TestRunner::new_with_rng(config, proptest::test_runner::TestRng::deterministic_rng(Default::default()));
        let run = runner.run(&scales, |scales| {
            let mut y: Vec<f64> = start.iter().zip(&scales).map(|(y, scale)| y * scale).collect();
            y[60] = 100.0 + 200.0 * scales[60];
            let point: Vec<Dual<SIZE>> = y.iter().enumerate().map(|(k, v)| Dual::variable(*v, k)).collect();
            let mut slopes = vec![Dual::constant(0.0); SIZE];
            dual.rhs(&point, &mut slopes);
            let mut values = vec![f64::NAN; network.shape().pattern().len()];
            network.jacobian(&y, &mut values);
            let mut dense = vec![vec![0.0; SIZE]; SIZE];
            for ((row, column), value) in network.shape().pattern().iter().zip(&values) {
                dense[*row][*column] += *value;
            }
            for (row, (found, expected)) in dense.iter().zip(&slopes).enumerate() {
                let size = expected.slope.iter().fold(1e-9, |size: f64, slope| size.max(slope.abs()));
                for (column, (found, expected)) in found.iter().zip(expected.slope).enumerate() {
                    assert!(found.is_finite() && expected.is_finite());
                    let gap = (found - expected).abs() / (expected.abs() + 1e-7 * size + 1e-9);
                    assert!(gap < 1e-8, "row {row}, column {column}: {found} {expected}");
                }
            }
            Ok(())
        });
        run.unwrap();
    }
}
