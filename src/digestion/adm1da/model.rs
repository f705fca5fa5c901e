//! What happens in the tank: rates, gas transfer, outlet, charge.

use super::factors::{Factors, Thresholds, factors};
use super::params::Adm1daSet;
use super::slopes::{FIRST_ORDER, SLOPE_COUNT, first_order, pattern, slopes};
use super::state::State::{self, *};
use super::state::{FIRST_DEGRADER, GAS, LIQUID, MATTER, NAMES, UNKNOWNS};
use crate::digestion::adm1::Ions;
use crate::digestion::adm1::charge::{KMOL_PER_COD_OF_ACID, PAIRS};
use crate::digestion::adm1::uptake::{decays, uptakes};
use crate::digestion::tank::React;
use crate::num::{Lanes, Real};
use crate::petersen::{Matrix, NotConserved, ProductSums, QUANTITIES, Stoichiometry};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Number of processes.
const RATE_COUNT: usize = 24;
/// Row of the outflow among the outputs.
const OUTFLOW: usize = LIQUID + GAS;
/// Row of the charge balance.
const CHARGE: usize = OUTFLOW + 1;
/// kg COD per kmol of hydrogen and of methane.
const COD_PER_KMOL: [f64; 2] = [16.0, 64.0];
/// Liquid and headspace of each gas.
const GASES: [(State, State); GAS] = [(S_h2, S_gas_h2), (S_ch4, S_gas_ch4), (S_IC, S_gas_co2)];
/// What hydrolyses, whose volume vanishes.
const HYDROLYSED: [State; 3] = [X_ch, X_pr, X_li];

/// Names of the processes, in the order of the rates: the rows of `models/adm1da/stoichiometry.csv`.
pub const PROCESSES: [&str; RATE_COUNT] = [
    "disintegration_PS_ch",
    "disintegration_PS_pr",
    "disintegration_PS_li",
    "disintegration_PF_ch",
    "disintegration_PF_pr",
    "disintegration_PF_li",
    "hydrolysis_ch",
    "hydrolysis_pr",
    "hydrolysis_li",
    "uptake_su",
    "uptake_aa",
    "uptake_fa",
    "uptake_va",
    "uptake_bu",
    "uptake_pro",
    "uptake_ac",
    "uptake_h2",
    "decay_su",
    "decay_aa",
    "decay_fa",
    "decay_c4",
    "decay_pro",
    "decay_ac",
    "decay_h2",
];

/// What is the same for every parameter set.
struct Structure {
    matrix: Matrix,
    /// Per liquid unknown, coefficient and process.
    rate_sums: ProductSums,
    pattern: Vec<(usize, usize)>,
    /// Per entry of the pattern, coefficient and rate derivative.
    slope_sums: ProductSums,
    /// Entry of each derivative of [`others`].
    others: Vec<u16>,
}

/// (row, column) of the derivatives of volume loss, gas transfer, outlet and charge, in the order in which
/// [`Tank::add_others`] writes them.
fn others() -> Vec<(usize, usize)> {
    let mut list = Vec::new();
    for k in 0..MATTER {
        list.push((k, k));
        list.extend(HYDROLYSED.map(|x| (k, x as usize)));
    }
    for ledger in MATTER..LIQUID {
        list.extend((0..MATTER).map(|k| (ledger, k)));
        list.extend(HYDROLYSED.map(|x| (ledger, x as usize)));
    }
    for (liquid, gas) in GASES {
        for row in [liquid, gas] {
            list.push((row as usize, liquid as usize));
            list.push((row as usize, gas as usize));
        }
    }
    list.extend([(S_IC as usize, S_H_ion as usize), (S_gas_co2 as usize, S_H_ion as usize)]);
    list.extend(GASES.map(|(_, gas)| (OUTFLOW, gas as usize)));
    list.extend(PAIRS.map(|column| (CHARGE, column as usize)));
    list.extend([S_cat, S_an, S_H_ion].map(|column| (CHARGE, column as usize)));
    list
}

fn matrix() -> Matrix {
    macro_rules! shipped_text {
        ($file:literal) => {
            (concat!("models/", $file), include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/", $file)))
        };
    }
    let base = [shipped_text!("adm1/stoichiometry.csv"), shipped_text!("adm1/composition.csv")];
    let overlay = [shipped_text!("adm1da/stoichiometry.csv"), shipped_text!("adm1da/composition.csv")];
    let matrix = Matrix::extend(base, overlay, &NAMES[..LIQUID], &Adm1daSet::<f64>::names())
        .expect("the shipped stoichiometry agrees with the model: a test loads it");
    assert_eq!(matrix.processes(), PROCESSES, "rows of the stoichiometry are the rates, in order");
    matrix
}

fn structure() -> &'static Structure {
    static STRUCTURE: OnceLock<Structure> = OnceLock::new();
    STRUCTURE.get_or_init(|| {
        let matrix = matrix();
        let coefficients: Vec<(usize, usize)> = matrix.pattern().collect();
        let slopes = pattern();
        assert_eq!(slopes.len(), SLOPE_COUNT, "one slot per derivative");
        let mut entries: BTreeMap<(usize, usize), usize> = others().into_iter().map(|at| (at, 0)).collect();
        for (process, row) in &coefficients {
            let columns = slopes.iter().filter(|(of, _)| of == process);
            entries.extend(columns.map(|(_, column)| ((*row, *column as usize), 0)));
        }
        entries.values_mut().enumerate().for_each(|(k, entry)| *entry = k);
        let mut products = Vec::new();
        for (coefficient, (process, row)) in coefficients.iter().enumerate() {
            for (slope, (_, column)) in slopes.iter().enumerate().filter(|(_, (of, _))| of == process) {
                products.push((entries[&(*row, *column as usize)], coefficient, slope));
            }
        }
        let rates: Vec<_> =
            coefficients.iter().enumerate().map(|(k, (process, state))| (*state, k, *process)).collect();
        let narrow = |k: usize| u16::try_from(k).expect("far fewer than 65536 entries");
        Structure {
            matrix,
            rate_sums: ProductSums::new(LIQUID, &rates),
            slope_sums: ProductSums::new(entries.len(), &products),
            others: others().iter().map(|at| narrow(entries[at])).collect(),
            pattern: entries.into_keys().collect(),
        }
    })
}

/// (row, column) of the derivatives that [`React::slopes`] writes.
pub(super) fn slope_pattern() -> Vec<(usize, usize)> {
    structure().pattern.clone()
}

/// A tank of ADM1da with its parameters worked out for one temperature.
#[derive(Clone, Debug)]
pub struct Tank<S> {
    /// As given, kinetic constants at T_ref.
    pub(super) given: Adm1daSet<S>,
    /// Every constant at T_op.
    pub(super) set: Adm1daSet<S>,
    thresholds: Thresholds<S>,
    pub(super) stoichiometry: Stoichiometry<S>,
    /// bar per unit of the headspace concentration.
    pressure: [S; GAS],
    /// Liquid concentration at equilibrium per headspace concentration.
    equilibrium: [S; GAS],
    /// Outer pressure less what the outlet sees as vapour, bar: below this sum of dry partial pressures nothing leaves.
    closed_below: S,
    /// m3/d of outflow per bar of excess, times dry pressure.
    outlet: S,
}

impl<S: Real> Tank<S> {
    /// A tank with these parameters at `set.base.T_op`.
    ///
    /// # Errors
    /// When a process creates or destroys COD, carbon or nitrogen with these parameters.
    pub fn new(set: &Adm1daSet<S>) -> Result<Self, NotConserved<S>> {
        let stoichiometry = structure().matrix.evaluate(&set.values())?;
        Ok(Self::assemble(*set, stoichiometry))
    }

    /// The same stoichiometry, which does not depend on temperature.
    pub(super) fn assemble(given: Adm1daSet<S>, stoichiometry: Stoichiometry<S>) -> Self {
        let set = given.at_operation();
        let p = &set.base;
        let rt = p.R * p.T_op;
        let slope = set.own.p_ext_slope * (p.T_op - crate::units::ZERO_CELSIUS_K);
        let outer = p.P_atm - set.own.p_ext_drop * slope.exp();
        Self {
            thresholds: Thresholds::new(&set),
            stoichiometry,
            pressure: [rt / COD_PER_KMOL[0], rt / COD_PER_KMOL[1], rt],
            equilibrium: [p.K_H_h2 * rt, p.K_H_ch4 * rt, p.K_H_co2 * rt],
            closed_below: outer - p.p_gas_h2o,
            outlet: set.own.k_p_liq * p.V_liq,
            given,
            set,
        }
    }

    /// The parameters, every one at T_op.
    pub fn params(&self) -> &Adm1daSet<S> {
        &self.set
    }

    #[inline(always)]
    pub(super) fn ions(&self, y: &[S]) -> Ions<S> {
        Ions::with(&self.set.base, y, y[S_H_ion as usize])
    }

    /// Inhibitions and limitations of a state.
    #[inline(always)]
    pub fn factors(&self, y: &[S]) -> Factors<S> {
        factors(&self.set, &self.thresholds, &self.ions(y), y).0
    }

    /// Rates of the processes, in the order of [`PROCESSES`], kg COD/(m3 d).
    #[inline(always)]
    pub fn rates(&self, y: &[S]) -> [S; RATE_COUNT] {
        self.rates_with(&self.factors(y), y)
    }

    #[inline(always)]
    fn rates_with(&self, factors: &Factors<S>, y: &[S]) -> [S; RATE_COUNT] {
        let mut rates = [S::zero(); RATE_COUNT];
        let constants = first_order(&self.set);
        for k in 0..FIRST_ORDER.len() {
            rates[k] = constants[k] * y[FIRST_ORDER[k] as usize];
        }
        rates[9..17].copy_from_slice(&uptakes::<S, FIRST_DEGRADER>(&self.set.base, factors, y));
        rates[17..].copy_from_slice(&decays::<S, FIRST_DEGRADER>(&self.set.base, y));
        rates
    }

    /// Volume that vanishes per unit of each hydrolysable pool, m3/(kg COD d).
    #[inline(always)]
    fn vanishing(&self) -> [S; 3] {
        let (p, own) = (&self.set.base, &self.set.own);
        [own.v_ch * p.k_hyd_ch, own.v_pr * p.k_hyd_pr, own.v_li * p.k_hyd_li]
    }

    /// COD, carbon and nitrogen of the liquid, ledgers apart.
    #[inline(always)]
    fn held(&self, y: &[S]) -> [S; 3] {
        let mut sums = [S::zero(); 3];
        for (sum, quantity) in sums.iter_mut().zip(QUANTITIES) {
            let contents = self.stoichiometry.contents(quantity);
            for k in 0..MATTER {
                *sum += contents[k] * y[k];
            }
        }
        sums
    }

    /// Sum of the dry partial pressures, bar.
    #[inline(always)]
    pub(super) fn dry_pressure(&self, y: &[S]) -> S {
        let [h2, ch4, co2] = self.pressure;
        y[S_gas_h2 as usize] * h2 + y[S_gas_ch4 as usize] * ch4 + y[S_gas_co2 as usize] * co2
    }

    /// Outflow at headspace conditions, counted dry, m3/d, and its derivative by the dry pressure.
    #[inline(always)]
    pub(super) fn outlet_flow(&self, y: &[S]) -> (S, S) {
        let dry = self.dry_pressure(y);
        let open = dry.gt(self.closed_below) & dry.gt(S::zero());
        let inverse = S::one() / S::select(open, dry, S::one());
        let flow = self.outlet * (dry - self.closed_below) * inverse;
        let slope = self.outlet * self.closed_below * inverse * inverse;
        (S::select(open, flow, S::zero()), S::select(open, slope, S::zero()))
    }

    /// Adds what [`others`] lists.
    #[inline(always)]
    fn add_others(&self, ions: &Ions<S>, y: &[S], out: &mut [S]) {
        let p = &self.set.base;
        let mut next = structure().others.iter();
        let mut add = |slope: S| out[*next.next().expect("as many derivatives as listed") as usize] += slope;
        let vanishing = self.vanishing();
        let loss = self.shrinking(y);
        for own in &y[..MATTER] {
            add(loss);
            for by in vanishing {
                add(*own * by);
            }
        }
        let held = self.held(y);
        for (quantity, held) in QUANTITIES.into_iter().zip(held) {
            for content in &self.stoichiometry.contents(quantity)[..MATTER] {
                add(-(loss * *content));
            }
            for by in vanishing {
                add(-(held * by));
            }
        }
        let by_liquid = [p.k_L_a, p.k_L_a, p.k_L_a * (S::one() - ions.fraction[4])];
        for (by_liquid, equilibrium) in by_liquid.into_iter().zip(self.equilibrium) {
            let by_gas = -(p.k_L_a * equilibrium);
            add(-by_liquid);
            add(-by_gas);
            add(by_liquid);
            add(by_gas);
        }
        let by_h = -(p.k_L_a * y[S_IC as usize] * ions.slope[4]);
        add(-by_h);
        add(by_h);
        let (_, by_dry) = self.outlet_flow(y);
        for by in self.pressure {
            add(by_dry * by);
        }
        for (fraction, kmol) in ions.fraction.iter().zip(KMOL_PER_COD_OF_ACID) {
            add(-(*fraction * kmol));
        }
        add(-ions.fraction[4]);
        add(S::one() - ions.fraction[5]);
        add(S::one());
        add(S::from_f64(-1.0));
        add(ions.charge_slope(p, y));
    }
}

impl<S: Real> React<S> for Tank<S> {
    #[inline(always)]
    fn react(&self, y: &[S], out: &mut [S]) {
        let y = &y[..UNKNOWNS];
        let ions = self.ions(y);
        let (factors, _) = factors(&self.set, &self.thresholds, &ions, y);
        let rates = self.rates_with(&factors, y);
        let loss = self.shrinking(y);
        for k in 0..MATTER {
            out[k] = loss * y[k];
        }
        let held = self.held(y);
        for k in 0..QUANTITIES.len() {
            out[MATTER + k] = -(loss * held[k]);
        }
        structure().rate_sums.add(self.stoichiometry.coefficients(), &rates, &mut out[..LIQUID]);
        let dissolved = [y[S_h2 as usize], y[S_ch4 as usize], y[S_IC as usize] - ions.hco3];
        for k in 0..GAS {
            let (liquid, gas) = GASES[k];
            let transfer = self.set.base.k_L_a * (dissolved[k] - self.equilibrium[k] * y[gas as usize]);
            out[liquid as usize] -= transfer;
            out[gas as usize] = transfer;
        }
        out[OUTFLOW] = self.outlet_flow(y).0;
        out[CHARGE] = ions.charge_with(&self.set.base, y, y[S_cat as usize], y[S_an as usize]);
    }

    #[inline(always)]
    fn slopes(&self, y: &[S], out: &mut [S]) {
        let y = &y[..UNKNOWNS];
        let ions = self.ions(y);
        let (f, d) = factors(&self.set, &self.thresholds, &ions, y);
        let mut by = [S::zero(); SLOPE_COUNT];
        slopes(&self.set, (&f, &d), &ions, y, &mut by);
        let out = &mut out[..structure().pattern.len()];
        out.fill(S::zero());
        self.add_others(&ions, y, out);
        structure().slope_sums.add(self.stoichiometry.coefficients(), &by, out);
    }

    #[inline(always)]
    fn admissible(&self, y: &[S]) -> S::Mask {
        let h = y[S_H_ion as usize];
        h.gt(S::zero()) & h.is_finite()
    }

    #[inline(always)]
    fn outflow(&self, y: &[S], _: usize) -> S {
        self.outlet_flow(y).0
    }

    #[inline(always)]
    fn shrinking(&self, y: &[S]) -> S {
        let by = self.vanishing();
        by[0] * y[X_ch as usize] + by[1] * y[X_pr as usize] + by[2] * y[X_li as usize]
    }
}

impl<S: Lanes> Tank<S> {
    pub(super) fn splat(one: &Tank<f64>) -> Self {
        Self {
            given: Adm1daSet::splat(&one.given),
            set: Adm1daSet::splat(&one.set),
            thresholds: Thresholds::splat(&one.thresholds),
            stoichiometry: Stoichiometry::splat(&one.stoichiometry),
            pressure: one.pressure.map(S::from_f64),
            equilibrium: one.equilibrium.map(S::from_f64),
            closed_below: S::from_f64(one.closed_below),
            outlet: S::from_f64(one.outlet),
        }
    }

    pub(super) fn set_lane(&mut self, lane: usize, one: &Tank<f64>) {
        self.given.set_lane(lane, &one.given);
        self.set.set_lane(lane, &one.set);
        self.thresholds.set_lane(lane, &one.thresholds);
        self.stoichiometry.set_lane(lane, &one.stoichiometry);
        for k in 0..GAS {
            self.pressure[k].set_lane(lane, one.pressure[k]);
            self.equilibrium[k].set_lane(lane, one.equilibrium[k]);
        }
        self.closed_below.set_lane(lane, one.closed_below);
        self.outlet.set_lane(lane, one.outlet);
    }
}
