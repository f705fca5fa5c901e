//! What the engine of tanks asks of ADM1da.

use super::factors::FACTOR_NAMES;
use super::model::{Tank, slope_pattern};
use super::state::State::*;
use super::state::{GAS, LIQUID, UNKNOWNS, unknowns};
use crate::digestion::adm1::charge::hydrogen_ion_with;
use crate::digestion::adm1::params::power_of_ten;
use crate::digestion::adm1::{Ions, METHANE_NM3_PER_KG_COD, check_temperature};
use crate::digestion::tank::{Composition, CompositionError, Content, GasVolumes, Kinetics, Layout};
use crate::num::{Lanes, Real};
use crate::petersen::Quantity;
use std::sync::OnceLock;

/// ADM1da.
#[derive(Clone, Copy, Debug)]
pub struct Adm1da;

/// Methane per COD of hydrogen in molar volumes: Nm3 per kmol of an ideal gas over kg COD per kmol of methane.
const NM3_PER_KMOL: f64 = METHANE_NM3_PER_KG_COD * 64.0;

/// Liquid unknowns whose COD can still become methane.
const DEGRADABLE: [super::State; 17] = [
    S_su, S_aa, S_fa, S_va, S_bu, S_pro, S_ac, S_h2, X_ch, X_pr, X_li, X_PS_ch, X_PS_pr, X_PS_li, X_PF_ch, X_PF_pr,
    X_PF_li,
];

/// Biogas as the peers of this model report it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gas20C {
    /// Wet biogas, m3/d.
    pub wet: f64,
    /// Methane in it, m3/d.
    pub methane: f64,
    /// Carbon dioxide in it, m3/d.
    pub carbon_dioxide: f64,
}

/// Temperature of the reported gas, K, and its pressure, bar.
const REPORTED: (f64, f64) = (293.15, 1.013_25);

impl Tank<f64> {
    /// Biogas of a state at 20 C and 1.01325 bar by the convention of the peers: what passes the outlet is counted as wet gas
    /// of the headspace's composition, although the balance takes it as dry. Methane is 1 - p_h2o/p of what the balance loses.
    pub fn gas_20c(&self, y: &[f64]) -> Gas20C {
        let p = &self.set.base;
        let dry = self.dry_pressure(y);
        let wet = self.outflow(y).0 * dry / p.T_op * REPORTED.0 / REPORTED.1;
        let rt = p.R * p.T_op;
        let share = |pressure: f64| pressure / (dry + p.p_gas_h2o);
        Gas20C {
            wet,
            methane: wet * share(y[S_gas_ch4 as usize] * rt / 64.0),
            carbon_dioxide: wet * share(y[S_gas_co2 as usize] * rt),
        }
    }

    /// Free ammonia, kmol N/m3.
    pub fn free_ammonia(&self, y: &[f64]) -> f64 {
        self.ions(y).nh3
    }
}

fn liquid_of(tank: &Tank<f64>, feed: &Composition) -> Result<Vec<f64>, CompositionError> {
    feed.check()?;
    let p = &tank.set.base;
    let mut y = vec![0.0; UNKNOWNS];
    let pools = [feed.carbohydrate, feed.protein, feed.lipid];
    for (k, amount) in pools.into_iter().enumerate() {
        y[X_PS_ch as usize + k] = amount * feed.slow_share;
        y[X_PF_ch as usize + k] = amount * (1.0 - feed.slow_share);
    }
    y[X_I as usize] = feed.inert_particulate;
    y[S_I as usize] = feed.inert_soluble;
    for (state, acid) in [S_va, S_bu, S_pro, S_ac].into_iter().zip(feed.acids) {
        y[state as usize] = acid;
    }
    y[S_IC as usize] = feed.inorganic_carbon;
    y[S_IN as usize] = feed.inorganic_nitrogen(p.N_aa, p.N_I)?;
    // Without strong ions the charge is this; strong ions make up for it.
    let charge = Ions::with(p, &y, power_of_ten(-feed.ph)).charge_with(p, &y, 0.0, 0.0);
    y[S_cat as usize] = (-charge).max(0.0);
    y[S_an as usize] = charge.max(0.0);
    y.truncate(LIQUID);
    Ok(y)
}

impl Kinetics for Adm1da {
    type Of<S: Real> = Tank<S>;

    fn layout() -> &'static Layout {
        static LAYOUT: OnceLock<Layout> = OnceLock::new();
        LAYOUT.get_or_init(|| Layout {
            unknowns: unknowns(),
            liquid: LIQUID,
            gas: GAS,
            pattern: slope_pattern(),
            factors: FACTOR_NAMES,
        })
    }

    fn splat<L: Lanes>(one: &Tank<f64>) -> Tank<L> {
        Tank::splat(one)
    }

    fn set_lane<L: Lanes>(all: &mut Tank<L>, lane: usize, one: &Tank<f64>) {
        all.set_lane(lane, one);
    }

    fn at_temperature(one: &Tank<f64>, t_op_k: f64) -> Result<Tank<f64>, String> {
        check_temperature(t_op_k)?;
        let mut given = one.given;
        given.base.T_op = t_op_k;
        Ok(Tank::assemble(given, one.stoichiometry.clone()))
    }

    fn influent(one: &Tank<f64>, feed: &Composition) -> Result<Vec<f64>, CompositionError> {
        liquid_of(one, feed)
    }

    fn settle(one: &Tank<f64>, y: &mut [f64]) -> Result<(), String> {
        let found = hydrogen_ion_with(&one.set.base, y, y[S_cat as usize], y[S_an as usize]);
        y[S_H_ion as usize] = found.map_err(|_| "no pH from -1 to 15 balances the charges of this state".to_owned())?;
        Ok(())
    }

    fn factors(one: &Tank<f64>, y: &[f64]) -> Vec<f64> {
        one.factors(y).values()
    }

    fn gas_nm3(_: &Tank<f64>) -> GasVolumes {
        GasVolumes {
            methane: vec![0.0, METHANE_NM3_PER_KG_COD, 0.0],
            carbon_dioxide: vec![0.0, 0.0, NM3_PER_KMOL],
            other: vec![NM3_PER_KMOL / 16.0, 0.0, 0.0],
        }
    }

    fn residual_methane_nm3_per_m3(_: &Tank<f64>, y: &[f64]) -> f64 {
        let cod: f64 = DEGRADABLE.iter().map(|state| y[*state as usize]).sum();
        cod * METHANE_NM3_PER_KG_COD
    }

    fn ph(_: &Tank<f64>, y: &[f64]) -> Option<f64> {
        Some(-libm::log10(y[S_H_ion as usize]))
    }

    fn contents(one: &Tank<f64>) -> Vec<Content> {
        let liquid = |quantity| one.stoichiometry.contents(quantity).to_vec();
        let carbon = liquid(Quantity::Carbon);
        let of_methane = carbon[S_ch4 as usize];
        vec![
            Content { name: "COD", liquid: liquid(Quantity::Cod), gas: vec![1.0, 1.0, 0.0] },
            Content { name: "carbon", liquid: carbon, gas: vec![0.0, of_methane, 1.0] },
            Content { name: "nitrogen", liquid: liquid(Quantity::Nitrogen), gas: vec![0.0; GAS] },
        ]
    }
}
