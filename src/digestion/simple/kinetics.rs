//! What the engine of tanks asks of models with fading pools.

use super::pools::{BOTH, FAST, FirstOrder, FirstOrderParams, LIQUID_BEHIND, Pools, TwoPools, scheme};
use crate::digestion::tank::{Composition, CompositionError, Content, GasVolumes, Kinetics, Layout};
use crate::feedstock::macromolecule::MacromoleculeTable;
use crate::num::{Lanes, Real};
use crate::petersen::QUANTITIES;
use crate::units::MOLAR_VOLUME_NM3_PER_KMOL;

/// Temperatures that the law of the constants is used for, K.
const RANGE_K: std::ops::RangeInclusive<f64> = 273.15..=333.15;

fn at_temperature<const N: usize>(one: &Pools<f64, N>, t_op_k: f64) -> Result<Pools<f64, N>, String> {
    if !RANGE_K.contains(&t_op_k) {
        return Err(format!("{t_op_k} K is outside 273.15 to 333.15 K, where degradation follows an exponential law"));
    }
    Pools::made(&FirstOrderParams { T_op: t_op_k, ..one.p }, &one.slow)
}

/// A feed: the slow share of carbohydrate, protein and lipid goes to the slow pools where there are any.
fn influent<const N: usize>(one: &Pools<f64, N>, feed: &Composition) -> Result<Vec<f64>, CompositionError> {
    feed.check()?;
    let slow = if N == BOTH { feed.slow_share } else { 0.0 };
    let mut y = Vec::with_capacity(N + LIQUID_BEHIND);
    let degradable = [feed.carbohydrate, feed.protein, feed.lipid];
    y.extend(degradable.map(|cod| cod * (1.0 - slow)));
    y.push(feed.acids.iter().sum());
    if N == BOTH {
        y.extend(degradable.map(|cod| cod * slow));
    }
    let ammonia = feed.free_ammonia(one.p.N_pr, one.p.N_I)?;
    y.extend([ammonia, feed.inorganic_carbon, 0.0, feed.inert_soluble, feed.inert_particulate]);
    Ok(y)
}

fn gas_nm3() -> GasVolumes {
    GasVolumes {
        methane: vec![MacromoleculeTable::project().ch4_nm3_per_kg_cod(), 0.0],
        carbon_dioxide: vec![0.0, MOLAR_VOLUME_NM3_PER_KMOL],
        other: vec![0.0, 0.0],
    }
}

fn residual<const N: usize>(one: &Pools<f64, N>, y: &[f64]) -> f64 {
    let p = &one.p;
    let growth = [p.growth_ch, p.growth_pr, p.growth_li, p.growth_vfa, p.growth_ch, p.growth_pr, p.growth_li];
    let cod: f64 = y[..N].iter().zip(growth).map(|(pool, growth)| pool * (1.0 - growth)).sum();
    cod * MacromoleculeTable::project().ch4_nm3_per_kg_cod()
}

fn contents<const N: usize>(one: &Pools<f64, N>) -> Vec<Content> {
    let liquid = N + LIQUID_BEHIND;
    let of = |quantity| one.stoichiometry.contents(quantity);
    QUANTITIES
        .map(|q| Content { name: q.word(), liquid: of(q)[..liquid].to_vec(), gas: of(q)[liquid..].to_vec() })
        .to_vec()
}

macro_rules! kinetics {
    ($family:ident, $pools:expr) => {
        impl Kinetics for $family {
            const HEADSPACE: bool = false;

            type Of<S: Real> = Pools<S, $pools>;

            fn layout() -> &'static Layout {
                scheme($pools).layout()
            }

            fn splat<L: Lanes>(one: &Self::Of<f64>) -> Self::Of<L> {
                Pools::splat_from(one)
            }

            fn set_lane<L: Lanes>(all: &mut Self::Of<L>, lane: usize, one: &Self::Of<f64>) {
                all.set(lane, one);
            }

            fn at_temperature(one: &Self::Of<f64>, t_op_k: f64) -> Result<Self::Of<f64>, String> {
                at_temperature(one, t_op_k)
            }

            fn influent(one: &Self::Of<f64>, feed: &Composition) -> Result<Vec<f64>, CompositionError> {
                influent(one, feed)
            }

            fn settle(_: &Self::Of<f64>, _: &mut [f64]) -> Result<(), String> {
                Ok(())
            }

            fn factors(_: &Self::Of<f64>, _: &[f64]) -> Vec<f64> {
                Vec::new()
            }

            fn gas_nm3(_: &Self::Of<f64>) -> GasVolumes {
                gas_nm3()
            }

            fn residual_methane_nm3_per_m3(one: &Self::Of<f64>, y: &[f64]) -> f64 {
                residual(one, y)
            }

            fn ph(_: &Self::Of<f64>, _: &[f64]) -> Option<f64> {
                None
            }

            fn contents(one: &Self::Of<f64>) -> Vec<Content> {
                contents(one)
            }
        }
    };
}
kinetics!(FirstOrder, FAST);
kinetics!(TwoPools, BOTH);
