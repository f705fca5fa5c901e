//! The sparse Jacobian: which entries exist, and index lists that fill them from stoichiometry times rate derivatives.

use super::charge::Ions;
use super::model::{Model, other_pattern};
use super::params::Adm1Params;
use super::rates::{PROCESSES, SLOPE_COUNT, rate_slopes, slope_pattern};
use super::state::{LIQUID, STATE_COUNT, State, UNKNOWNS};
use crate::num::Real;
use crate::ode::Plan;
use crate::petersen::{Matrix, ProductSums};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What is the same for every parameter set: worked out once per program.
pub(super) struct Structure {
    pub(super) matrix: Matrix,
    /// Per state, coefficient and process.
    pub(super) rate_sums: ProductSums,
    pub(super) plan: Plan,
    /// (row, column) of the entries of the Jacobian.
    pattern: Vec<(usize, usize)>,
    /// Per entry, coefficient and rate derivative.
    slope_sums: ProductSums,
    /// Entry of each derivative of [`other_pattern`].
    others: Vec<u16>,
}

impl Structure {
    /// (row, column) of the entries of the Jacobian, in their order.
    pub(super) fn pattern(&self) -> &[(usize, usize)] {
        &self.pattern
    }
}

fn narrow(k: usize) -> u16 {
    u16::try_from(k).expect("the model has far fewer than 65536 entries")
}

#[inline]
pub(super) fn structure() -> &'static Structure {
    static STRUCTURE: OnceLock<Structure> = OnceLock::new();
    STRUCTURE.get_or_init(build)
}

/// (row, column) of the entries of the Jacobian of a [`Model`], in the order in which it writes them.
pub fn jacobian_pattern() -> &'static [(usize, usize)] {
    structure().pattern()
}

/// The shipped matrix, with every name resolved.
fn shipped_matrix() -> Matrix {
    let matrix = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/adm1/stoichiometry.csv"));
    let composition = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/adm1/composition.csv"));
    let matrix = Matrix::parse(
        ("models/adm1/stoichiometry.csv", matrix),
        ("models/adm1/composition.csv", composition),
        &State::NAMES[..LIQUID],
        Adm1Params::<f64>::NAMES,
    )
    .expect("the shipped stoichiometry agrees with the model: a test loads it");
    assert_eq!(matrix.processes(), PROCESSES, "rows of the stoichiometry are the rates, in order");
    matrix
}

fn build() -> Structure {
    let matrix = shipped_matrix();
    let coefficients: Vec<(usize, usize)> = matrix.pattern().collect();
    let slopes = slope_pattern();
    assert_eq!(slopes.len(), SLOPE_COUNT, "one slot per derivative");
    let mut entries: BTreeMap<(usize, usize), u16> = BTreeMap::new();
    for (process, row) in &coefficients {
        for (_, column) in slopes.iter().filter(|(of, _)| of == process) {
            entries.insert((*row, *column as usize), 0);
        }
    }
    for (row, column) in other_pattern() {
        entries.insert((row as usize, column as usize), 0);
    }
    for (k, entry) in entries.values_mut().enumerate() {
        *entry = narrow(k);
    }
    let mut products = Vec::new();
    for (coefficient, (process, row)) in coefficients.iter().enumerate() {
        for (slope, (_, column)) in slopes.iter().enumerate().filter(|(_, (of, _))| of == process) {
            products.push((entries[&(*row, *column as usize)] as usize, coefficient, slope));
        }
    }
    let rates: Vec<_> = coefficients.iter().enumerate().map(|(k, (process, state))| (*state, k, *process)).collect();
    let others = other_pattern().iter().map(|(row, column)| entries[&(*row as usize, *column as usize)]).collect();
    let pattern: Vec<(usize, usize)> = entries.keys().copied().collect();
    let plan = Plan::new(UNKNOWNS, &pattern, &[State::S_H_ion as usize], STATE_COUNT);
    Structure {
        matrix,
        rate_sums: ProductSums::new(LIQUID, &rates),
        slope_sums: ProductSums::new(pattern.len(), &products),
        plan,
        pattern,
        others,
    }
}

#[inline(always)]
pub(super) fn jacobian<S: Real>(model: &Model<S>, y: &[S], out: &mut [S]) {
    let y: &[S; UNKNOWNS] = y.try_into().expect("the plan has this many unknowns");
    let structure = structure();
    let ions = Ions::at(&model.p, y);
    let mut slopes = [S::zero(); SLOPE_COUNT];
    rate_slopes(&model.p, &model.thresholds, &ions, y, &mut slopes);
    out.fill(S::zero());
    model.add_other_slopes(&ions, y, &mut Entries { out, next: structure.others.iter() });
    structure.slope_sums.add(model.stoichiometry.coefficients(), &slopes, out);
}

/// Entries of the Jacobian, one after the other in the order of [`other_pattern`].
pub(super) struct Entries<'a, S> {
    out: &'a mut [S],
    next: std::slice::Iter<'a, u16>,
}

impl<S: Real> Entries<'_, S> {
    /// Adds to the next entry.
    #[inline(always)]
    pub(super) fn add(&mut self, slope: S) {
        let entry = self.next.next().expect("as many derivatives as the pattern lists");
        self.out[*entry as usize] += slope;
    }
}

#[cfg(test)]
mod tests {
    use super::super::state::{bsm2_influent, bsm2_initial};
    use super::*;
    use crate::num::Dual;
    use crate::ode::System;
    use proptest::test_runner::TestRunner;

    /// Largest gap of the analytic Jacobian to dual numbers, relative to its row, and where.
    fn worst_entry(p: &Adm1Params<f64>, y: &[f64; UNKNOWNS]) -> (f64, String) {
        type D = Dual<UNKNOWNS>;
        let plain = Model::new(p, 170.0, *bsm2_influent()).unwrap();
        let lifted = Adm1Params::from_slice(&p.to_vec().into_iter().map(D::constant).collect::<Vec<_>>());
        let dual = Model::new(&lifted, D::constant(170.0), bsm2_influent().map(D::constant)).unwrap();
        let point: Vec<D> = y.iter().enumerate().map(|(k, v)| D::variable(*v, k)).collect();
        let mut slopes = vec![D::constant(0.0); UNKNOWNS];
        dual.rhs(&point, &mut slopes);
        let mut found = vec![0.0; structure().plan.entry_counts().0];
        plain.jacobian(y, &mut found);
        assert!(found.iter().all(|v| v.is_finite()) && slopes.iter().all(|d| d.slope.iter().all(|s| s.is_finite())));
        let mut dense = vec![[0.0; UNKNOWNS]; UNKNOWNS];
        for ((row, column), value) in structure().pattern().iter().zip(&found) {
            dense[*row][*column] = *value;
        }
        let mut worst = (0.0, String::new());
        for (row, (found, expected)) in dense.iter().zip(&slopes).enumerate() {
            for (column, (found, expected)) in found.iter().zip(expected.slope).enumerate() {
                // Entries may be differences of larger terms: allow their rounding.
                let gap = (found - expected).abs() / (expected.abs() + 1e-9);
                if gap > worst.0 {
                    worst = (gap, format!("row {row}, column {column}: {found} / {expected}"));
                }
            }
        }
        worst
    }

    #[test]
    fn agrees_with_dual_numbers_on_many_states() {
        let scales =
            (proptest::collection::vec(1e-3..20.0_f64, STATE_COUNT), 3.5..9.5_f64, 0.5..1.5_f64, proptest::bool::ANY);
        let mut worst = (0.0, String::new());
        let cell = std::cell::RefCell::new(&mut worst);
        let mut runner = TestRunner::deterministic();
        runner
            .run(&scales, |(scale, ph, factor, whole)| {
                let mut y = [0.0; UNKNOWNS];
                for k in 0..STATE_COUNT {
                    y[k] = bsm2_initial()[k] * scale[k];
                }
                y[State::S_cat as usize] = scale[24] * 0.01;
                y[State::S_H_ion as usize] = libm::pow(10.0, -ph);
                let mut p = Adm1Params::<f64>::defaults();
                p.k_m_ac *= factor;
                p.K_I_nh3 *= factor;
                if !whole {
                    p.pH_UL_aa += 0.3 * factor;
                }
                let found = worst_entry(&p, &y);
                if found.0 > cell.borrow().0 {
                    **cell.borrow_mut() = found;
                }
                Ok(())
            })
            .unwrap();
        println!("worst entry: {:e} at {}", worst.0, worst.1);
        assert!(worst.0 < 1e-9, "{:e} at {}", worst.0, worst.1);
    }

    #[test]
    fn size_of_the_linear_system() {
        assert_eq!(structure().plan.size(), UNKNOWNS);
        println!("entries, factors: {:?}", structure().plan.entry_counts());
    }
}
