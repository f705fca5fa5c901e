//! What the engine of tanks asks of AM2.

use super::model::State::*;
use super::model::{Am2, Am2Model, LIQUID, scheme};
use crate::digestion::tank::{
    Composition, CompositionError, Content, GasVolumes, Kinetics, Layout, Methanogens, React,
};
use crate::feedstock::macromolecule::{Macromolecule, MacromoleculeTable};
use crate::num::{Lanes, Real};
use crate::units::MOLAR_VOLUME_NM3_PER_KMOL;

/// kg COD per kmol of valerate, butyrate, propionate and acetate.
const COD_OF_ACID: [f64; 4] = [208.0, 160.0, 112.0, 64.0];
/// mmol/L per kmol/m3.
const MMOL_PER_KMOL: f64 = 1000.0;
/// Nm3 per mol.
const NM3_PER_MOL: f64 = MOLAR_VOLUME_NM3_PER_KMOL / MMOL_PER_KMOL;

impl Am2Model<f64> {
    /// The derived values of a state: gas flows qM and qC (mmol/(L d)), dissolved CO2 (mmol/L), its partial pressure PC (atm),
    /// and the pH, NaN where the acids exceed the alkalinity.
    pub fn derived(&self, y: &[f64]) -> [(&'static str, f64); 5] {
        let methane = self.methane(y);
        let dioxide = self.leaving_dioxide(y, methane);
        let ph = Am2::ph(self, y).unwrap_or(f64::NAN);
        let partial = dioxide.saturation / self.p.KH;
        [("qM", methane), ("qC", dioxide.flow), ("CO2", self.co2(y)), ("PC", partial), ("pH", ph)]
    }
}

impl Kinetics for Am2 {
    const HEADSPACE: bool = false;

    type Of<S: Real> = Am2Model<S>;

    fn layout() -> &'static Layout {
        scheme().layout()
    }

    fn splat<L: Lanes>(one: &Am2Model<f64>) -> Am2Model<L> {
        Am2Model::splat_from(one)
    }

    fn set_lane<L: Lanes>(all: &mut Am2Model<L>, lane: usize, one: &Am2Model<f64>) {
        all.set(lane, one);
    }

    /// AM2 has one set of constants: only the temperature it was fitted at is accepted.
    fn at_temperature(one: &Am2Model<f64>, t_op_k: f64) -> Result<Am2Model<f64>, String> {
        if t_op_k == one.p.T_op {
            return Ok(one.clone());
        }
        Err(format!(
            "AM2 has no law of temperature: its constants belong to {} K, not to {t_op_k} K; choose another model where the \
             temperature changes",
            one.p.T_op
        ))
    }

    /// Carbohydrate, protein and lipid are S1, acids S2 by moles. Alkalinity is what the feed's pH says of its inorganic
    /// carbon, its acids as ions, and the nitrogen that its protein will set free: AM2 has no ammonia, and ammonium brings
    /// one bicarbonate each.
    fn influent(one: &Am2Model<f64>, feed: &Composition) -> Result<Vec<f64>, CompositionError> {
        feed.check()?;
        let n_protein = MacromoleculeTable::project().n_kmol_per_kg_cod(Macromolecule::Protein);
        let acids: f64 = feed.acids.iter().zip(COD_OF_ACID).map(|(cod, per_kmol)| cod / per_kmol).sum();
        let hydrogen = Real::exp(-feed.ph * std::f64::consts::LN_10);
        let bicarbonate = feed.inorganic_carbon * one.p.Kb / (one.p.Kb + hydrogen);
        let to_come = n_protein * feed.protein;
        let mut y = vec![0.0; LIQUID];
        y[S1 as usize] = feed.carbohydrate + feed.protein + feed.lipid;
        y[S2 as usize] = acids * MMOL_PER_KMOL;
        y[Z as usize] = (bicarbonate + acids + to_come) * MMOL_PER_KMOL;
        // The bicarbonate of that ammonium is carbon dioxide that degradation gives: the yields k4 and k5 have it.
        y[C as usize] = feed.inorganic_carbon * MMOL_PER_KMOL;
        Ok(y)
    }

    fn settle(_: &Am2Model<f64>, _: &mut [f64]) -> Result<(), String> {
        Ok(())
    }

    /// Haldane over Monod: what the acids take.
    fn factors(one: &Am2Model<f64>, y: &[f64]) -> Vec<f64> {
        let (p, s2) = (&one.p, y[S2 as usize]);
        vec![(p.KS2 + s2) / (p.KS2 + s2 + s2 * s2 / p.KI2)]
    }

    /// Gas of AM2 is in mol.
    fn gas_nm3(_: &Am2Model<f64>) -> GasVolumes {
        GasVolumes { methane: vec![NM3_PER_MOL, 0.0], carbon_dioxide: vec![0.0, NM3_PER_MOL], other: vec![0.0, 0.0] }
    }

    fn residual_methane_nm3_per_m3(one: &Am2Model<f64>, y: &[f64]) -> f64 {
        let p = &one.p;
        (y[S1 as usize] * p.k2 / p.k1 + y[S2 as usize]) * p.k6 / p.k3 * NM3_PER_MOL
    }

    /// On acids, mmol/(L d).
    fn methanogens(one: &Am2Model<f64>, y: &[f64], dilution_per_d: f64) -> Option<Methanogens> {
        let (p, s2) = (&one.p, y[S2 as usize]);
        let uptake = |mu: f64| p.k3 * mu * y[X2 as usize];
        let free = p.mu2max * s2 / (p.KS2 + s2);
        let lost = dilution_per_d * s2;
        // What leaves of them is less than what leaves of the liquid: the engine compares with the dilution.
        let held = dilution_per_d * (1.0 - one.leaving(X2 as usize));
        Some(Methanogens {
            taken_up: uptake(one.mu2(y).0),
            uninhibited: uptake(free),
            lost,
            growth_per_d: free - p.cd2 * p.mu2max + held,
            strongest: 0,
        })
    }

    /// From bicarbonate Z - S2; none where there is none.
    fn ph(one: &Am2Model<f64>, y: &[f64]) -> Option<f64> {
        if one.p.pH_imposed.is_finite() {
            return Some(one.p.pH_imposed);
        }
        let (co2, bicarbonate) = (one.co2(y), y[Z as usize] - y[S2 as usize]);
        (co2 > 0.0 && bicarbonate > 0.0).then(|| -libm::log10(one.p.Kb * co2 / bicarbonate))
    }

    /// Alkalinity, and what S1 and S2 can give of methane and carbon dioxide, mmol/L. Biomass holds none of it.
    fn contents(one: &Am2Model<f64>) -> Vec<Content> {
        let p = &one.p;
        let mut alkalinity = vec![0.0; LIQUID];
        alkalinity[Z as usize] = 1.0;
        let mut methane = vec![0.0; LIQUID];
        methane[S2 as usize] = p.k6 / p.k3;
        methane[S1 as usize] = p.k2 / p.k1 * p.k6 / p.k3;
        let mut carbon = vec![0.0; LIQUID];
        carbon[C as usize] = 1.0;
        carbon[S2 as usize] = p.k5 / p.k3;
        carbon[S1 as usize] = (p.k4 + p.k2 * p.k5 / p.k3) / p.k1;
        vec![
            Content { name: "alkalinity", liquid: alkalinity, gas: vec![0.0, 0.0] },
            Content { name: "methane potential", liquid: methane, gas: vec![1.0, 0.0] },
            Content { name: "carbon dioxide potential", liquid: carbon, gas: vec![0.0, 1.0] },
        ]
    }
}
