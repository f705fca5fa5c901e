//! Pools that fade, each with its own constant.

use crate::digestion::scheme::{Scheme, Shape};
use crate::digestion::tank::{React, Unknown};
use crate::num::{Lanes, Mask, Real};
use crate::params;
use crate::petersen::{Matrix, Stoichiometry};
use std::sync::OnceLock;

params! {
    /// Constants of first-order degradation.
    pub struct FirstOrderParams from "digestion/simple/first_order.csv" {
        k_ch, k_pr, k_li, k_vfa, growth_ch, growth_pr, growth_li, growth_vfa, C_ch, C_pr, C_li, C_vfa, C_bac, N_pr, N_bac, C_I,
        N_I, hco3_per_nh4, k_per_k, T_base, T_op,
    }
}

params! {
    /// Constants of the slow pool, beside those of [`FirstOrderParams`] for the fast one.
    pub struct SlowPoolParams from "digestion/simple/slow_pool.csv" { k_ch_slow, k_pr_slow, k_li_slow }
}

/// Unknowns behind the pools, the gases last.
const BEHIND: [&str; 7] = ["S_IN", "S_IC", "X_bac", "S_I", "X_I", "S_gas_ch4", "S_gas_co2"];
/// How many of them are liquid.
pub(super) const LIQUID_BEHIND: usize = 5;
/// Pools without and with the slow ones.
pub(super) const FAST: usize = 4;
pub(super) const BOTH: usize = 7;
/// The pools.
const POOLS: [&str; BOTH] = ["X_ch", "X_pr", "X_li", "S_vfa", "X_ch_slow", "X_pr_slow", "X_li_slow"];
/// What slow pools and their processes end in.
const SLOW: &str = "_slow";

const MATRIX: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/digestion/simple/stoichiometry.csv"));
const COMPOSITION: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/digestion/simple/composition.csv"));

/// The shipped matrix without the columns and rows of slow pools.
fn without_slow(table: &str) -> String {
    let header: Vec<&str> = table.lines().next().unwrap_or("").split(',').collect();
    let kept = |line: &str| {
        let cells = line.split(',').zip(&header).filter(|(_, column)| !column.ends_with(SLOW));
        cells.map(|(cell, _)| cell).collect::<Vec<_>>().join(",")
    };
    let rows = table.lines().filter(|line| !line.split(',').next().is_some_and(|name| name.ends_with(SLOW)));
    rows.map(|line| kept(line) + "\n").collect()
}

fn build(pools: usize) -> Scheme {
    let names: Vec<&'static str> = POOLS[..pools].iter().chain(&BEHIND).copied().collect();
    let (matrix, composition) = if pools == FAST {
        (without_slow(MATRIX), without_slow(COMPOSITION))
    } else {
        (MATRIX.to_owned(), COMPOSITION.to_owned())
    };
    let files = ["models/digestion/simple/stoichiometry.csv", "models/digestion/simple/composition.csv"];
    let parameters = FirstOrderParams::<f64>::NAMES;
    let matrix = Matrix::parse((files[0], &matrix), (files[1], &composition), &names, parameters)
        .expect("the shipped stoichiometry agrees with the model: a test loads it");
    assert_eq!(matrix.processes().len(), pools, "one process per pool, in order");
    let unit = |name: &str| if matches!(name, "S_IN" | "S_IC" | "S_gas_co2") { "kmol/m3" } else { "kg COD/m3" };
    let floor = |name: &str| if unit(name) == "kmol/m3" { 1e-4 } else { 1e-3 };
    let unknowns = names.iter().map(|name| Unknown { name, unit: unit(name), floor: floor(name) }).collect();
    let shape = Shape { unknowns, liquid: pools + LIQUID_BEHIND, gas: 2, factors: &[] };
    let rates: Vec<(usize, usize)> = (0..pools).map(|pool| (pool, pool)).collect();
    Scheme::new(shape, matrix, &rates, &[])
}

/// The scheme for so many pools.
#[inline]
pub(super) fn scheme(pools: usize) -> &'static Scheme {
    static FIRST: OnceLock<Scheme> = OnceLock::new();
    static TWO: OnceLock<Scheme> = OnceLock::new();
    if pools == FAST { FIRST.get_or_init(|| build(FAST)) } else { TWO.get_or_init(|| build(BOTH)) }
}

/// The family of first-order models: [`Kinetics`](crate::digestion::tank::Kinetics) for the engine of tanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstOrder;

/// The family of models with fast and slow pools.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoPools;

/// `N` pools with their constants worked out for one temperature: 4, or 7 with the slow ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Pools<S, const N: usize> {
    pub(super) p: FirstOrderParams<S>,
    pub(super) slow: SlowPoolParams<S>,
    /// First-order constants at T_op, 1/d.
    pub(super) k: [S; N],
    pub(super) stoichiometry: Stoichiometry<S>,
}

/// Factor of all constants at T_op.
fn warmth(p: &FirstOrderParams<f64>) -> f64 {
    Real::exp(p.k_per_k * (p.T_op - p.T_base))
}

impl<const N: usize> Pools<f64, N> {
    pub(super) fn made(p: &FirstOrderParams<f64>, slow: &SlowPoolParams<f64>) -> Result<Self, String> {
        let stoichiometry = scheme(N).matrix().evaluate(&p.to_vec()).map_err(|error| error.to_string())?;
        let all = [p.k_ch, p.k_pr, p.k_li, p.k_vfa, slow.k_ch_slow, slow.k_pr_slow, slow.k_li_slow];
        let factor = warmth(p);
        let mut k = [0.0; N];
        k.iter_mut().zip(all).for_each(|(k, at_base)| *k = at_base * factor);
        Ok(Self { p: *p, slow: *slow, k, stoichiometry })
    }

    /// First-order constants at T_op, 1/d, pool by pool.
    pub fn rates_per_d(&self) -> &[f64; N] {
        &self.k
    }
}

impl Pools<f64, FAST> {
    /// First order with these constants.
    ///
    /// # Errors
    /// When the contents given do not let carbon or nitrogen close.
    pub fn first_order(p: &FirstOrderParams<f64>) -> Result<Self, String> {
        Self::made(p, &SlowPoolParams::defaults())
    }
}

impl Pools<f64, BOTH> {
    /// Two pools with these constants.
    ///
    /// # Errors
    /// When the contents given do not let carbon or nitrogen close.
    pub fn two_pools(p: &FirstOrderParams<f64>, slow: &SlowPoolParams<f64>) -> Result<Self, String> {
        Self::made(p, slow)
    }
}

impl<S: Real, const N: usize> React<S> for Pools<S, N> {
    #[inline(always)]
    fn react(&self, y: &[S], out: &mut [S]) {
        let mut rates = [S::zero(); N];
        for pool in 0..N {
            rates[pool] = self.k[pool] * y[pool];
        }
        scheme(N).convert(self.stoichiometry.coefficients(), &rates, out);
    }

    #[inline(always)]
    fn slopes(&self, _: &[S], out: &mut [S]) {
        scheme(N).slopes(self.stoichiometry.coefficients(), &self.k, &[], out);
    }

    /// No headspace.
    #[inline(always)]
    fn outflow(&self, _: &[S], _: usize) -> S {
        S::zero()
    }

    #[inline(always)]
    fn admissible(&self, _: &[S]) -> S::Mask {
        S::Mask::splat(true)
    }
}

impl<S: Lanes, const N: usize> Pools<S, N> {
    pub(super) fn splat_from(one: &Pools<f64, N>) -> Self {
        Self {
            p: FirstOrderParams::splat(&one.p),
            slow: SlowPoolParams::splat(&one.slow),
            k: one.k.map(S::from_f64),
            stoichiometry: Stoichiometry::splat(&one.stoichiometry),
        }
    }

    pub(super) fn set(&mut self, lane: usize, one: &Pools<f64, N>) {
        self.p.set_lane(lane, &one.p);
        self.slow.set_lane(lane, &one.slow);
        for pool in 0..N {
            self.k[pool].set_lane(lane, one.k[pool]);
        }
        self.stoichiometry.set_lane(lane, &one.stoichiometry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digestion::scheme::testing::{
        lanes_have_the_bits_of_scalars, states_around, worst_content, worst_slope,
    };
    use crate::feedstock::macromolecule::{Macromolecule, MacromoleculeTable};
    use crate::num::Dual;

    fn params() -> FirstOrderParams<f64> {
        FirstOrderParams { growth_ch: 0.12, growth_li: 0.05, growth_pr: 0.1, ..FirstOrderParams::defaults() }
    }

    fn lift<const N: usize>(plain: &Pools<f64, N>) -> Pools<Dual<14>, N> {
        let lifted: Vec<_> = plain.p.to_vec().into_iter().map(Dual::<14>::constant).collect();
        Pools {
            p: FirstOrderParams::from_slice(&lifted),
            slow: SlowPoolParams::from_slice(&plain.slow.to_vec().into_iter().map(Dual::constant).collect::<Vec<_>>()),
            k: plain.k.map(Dual::constant),
            stoichiometry: scheme(N).matrix().evaluate(&lifted).unwrap(),
        }
    }

    #[test]
    fn slopes_lanes_and_contents() {
        let slow = SlowPoolParams::<f64>::defaults();
        let warm = FirstOrderParams { T_op: 318.15, ..params() };
        let two = [Pools::two_pools(&params(), &slow).unwrap(), Pools::two_pools(&warm, &slow).unwrap()];
        let states = states_around(&[1.0; 14], 40);
        let (gap, place) = worst_slope::<TwoPools, 14>(&two[0], &lift(&two[0]), &states);
        assert!(gap < 1e-12, "{gap:e} at {place}");
        lanes_have_the_bits_of_scalars::<TwoPools>(&two, &states);
        assert!(worst_content::<TwoPools>(&two[1], &states).0 < 1e-12);
        let first = Pools::first_order(&params()).unwrap();
        let states = states_around(&[1.0; 11], 40);
        lanes_have_the_bits_of_scalars::<FirstOrder>(std::slice::from_ref(&first), &states);
        assert!(worst_content::<FirstOrder>(&first, &states).0 < 1e-12);
    }

    /// The shipped contents are those of the one table of macromolecules, within the oxygen's 15.999.
    #[test]
    fn contents_are_those_of_the_cod_table() {
        let (p, table) = (FirstOrderParams::<f64>::defaults(), MacromoleculeTable::project());
        let carbon = [
            (p.C_ch, Macromolecule::Carbohydrate),
            (p.C_pr, Macromolecule::Protein),
            (p.C_li, Macromolecule::Lipid),
            (p.C_vfa, Macromolecule::Vfa),
        ];
        for (shipped, molecule) in carbon {
            assert!((shipped / table.c_kmol_per_kg_cod(molecule) - 1.0).abs() < 1e-4);
        }
        assert!((p.N_pr / table.n_kmol_per_kg_cod(Macromolecule::Protein) - 1.0).abs() < 1e-4);
    }

    #[test]
    fn slow_rows_and_columns_can_be_left_out() {
        let kept = without_slow("process,X_ch,X_ch_slow,S_IN\nfast,-1,,?\nx_slow,,-1,?\n");
        assert_eq!(kept, "process,X_ch,S_IN\nfast,-1,?\n");
    }
}
