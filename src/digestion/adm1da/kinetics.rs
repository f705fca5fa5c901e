//! What the engine of tanks asks of ADM1da.

use super::factors::FACTOR_NAMES;
use super::model::{Tank, slope_pattern};
use super::state::State::*;
use super::state::{GAS, LIQUID, UNKNOWNS, unknowns};
use crate::digestion::adm1::charge::hydrogen_ion_with;
use crate::digestion::adm1::params::power_of_ten;
use crate::digestion::adm1::{Ions, METHANE_NM3_PER_KG_COD, check_temperature};
use crate::digestion::tank::{Composition, CompositionError, Content, GasVolumes, Kinetics, Layout, Methanogens};
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

/// Places among the factors of those that act on the acetate degraders: pH, ammonia, nitrogen, acetic acid.
const ON_ACETATE_DEGRADERS: [usize; 4] = [2, 7, 9, 11];

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

    fn methanogens(one: &Tank<f64>, y: &[f64], dilution_per_d: f64) -> Option<Methanogens> {
        let p = &one.set.base;
        let (acetate, degraders) = (y[S_ac as usize].max(0.0), y[X_ac as usize].max(0.0));
        let capacity = p.k_m_ac * acetate / (p.K_S_ac + acetate);
        let values = one.factors(y).values();
        let weaker = |a: usize, b: usize| if values[b] < values[a] { b } else { a };
        Some(Methanogens {
            taken_up: ON_ACETATE_DEGRADERS.iter().fold(capacity * degraders, |left, k| left * values[*k]),
            uninhibited: capacity * degraders,
            lost: dilution_per_d * acetate,
            growth_per_d: p.Y_ac * capacity - p.k_dec_Xac,
            strongest: ON_ACETATE_DEGRADERS.into_iter().reduce(weaker).unwrap_or(0),
        })
    }
}
