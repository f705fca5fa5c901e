//! The algebra of Directive (EU) 2018/2001, Annex VI part B: sums, savings, co-digestion, exergy allocation.
//!
//! Units are g CO2e/MJ on LHV unless said otherwise.

use crate::num::Real;
use crate::units::ZERO_CELSIUS_K;

/// Exergy share of heat at 150 C as the directive prints it; the exact quotient is 0.35448. It may be used for heat
/// of buildings below 150 C.
pub const CARNOT_150C_PRINTED: f64 = 0.3546;

/// Emissions of a pathway, g/MJ: the sum of its terms (cultivation, processing, transport, use; credits negative).
pub fn sum<S: Real>(terms: &[S]) -> S {
    terms.iter().copied().sum()
}

/// Saving against the fossil comparator, %: emissions (g/MJ fuel), comparator (g/MJ product), efficiency from fuel to
/// product (0..=1). Above 100 % when emissions are negative (Annex VI part B points 1d and 3).
pub fn saving_pct<S: Real>(g_per_mj: S, comparator: S, efficiency: S) -> S {
    (S::one() - g_per_mj / efficiency / comparator) * 100.0
}

/// One substrate of a co-digester.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Substrate<S> {
    /// Emissions of its biogas alone, g/MJ.
    pub g_per_mj: S,
    /// Biogas energy, MJ/kg wet at standard moisture.
    pub yield_mj_per_kg: S,
    /// Wet mass fed, any unit common to all substrates.
    pub wet_mass: S,
    /// Moisture as fed and standard moisture, kg water/kg wet; none when fed at standard moisture.
    pub moisture: Option<Moisture<S>>,
}

/// Moisture of a substrate, kg water/kg wet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moisture<S> {
    /// As fed, the yearly mean.
    pub actual: S,
    /// The one that the standard yield refers to.
    pub standard: S,
}

impl<S: Real> Substrate<S> {
    /// Mass at standard moisture, W = I (1 - AM)/(1 - SM).
    fn weight(&self) -> S {
        match self.moisture {
            None => self.wet_mass,
            Some(m) => self.wet_mass * (S::one() - m.actual) / (S::one() - m.standard),
        }
    }
}

/// Emissions of the common biogas, g/MJ: weighted by the energy each substrate gives (Annex VI part B point 1b).
pub fn codigestion<S: Real>(substrates: &[Substrate<S>]) -> S {
    let energy: S = substrates.iter().map(|s| s.yield_mj_per_kg * s.weight()).sum();
    let emissions: S = substrates.iter().map(|s| s.g_per_mj * s.yield_mj_per_kg * s.weight()).sum();
    emissions / energy
}

/// Exergy share of heat at a temperature (K) above the reference of 0 C: (T - T0)/T (Annex VI part B point 1d).
pub fn carnot<S: Real>(temperature_k: S) -> S {
    (temperature_k - ZERO_CELSIUS_K) / temperature_k
}

/// Emissions of the two products of an engine, g/MJ of electricity and g/MJ of useful heat.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChpEmissions<S> {
    /// g/MJ of electricity.
    pub electricity: S,
    /// g/MJ of useful heat.
    pub heat: S,
}

/// Shares the emissions of a fuel between electricity and heat by exergy (Annex VI part B point 1d iii, C_el = 1).
///
/// `g_per_mj` of fuel; efficiencies are yearly electricity and *useful* heat over fuel; the heat leaves at
/// `temperature_k`. The shares close: electricity times its efficiency plus heat times its efficiency is the fuel.
pub fn chp_exergy<S: Real>(g_per_mj: S, eta_el: S, eta_heat: S, temperature_k: S) -> ChpEmissions<S> {
    let c_heat = carnot(temperature_k);
    let exergy = eta_el + c_heat * eta_heat;
    ChpEmissions { electricity: g_per_mj / exergy, heat: g_per_mj * c_heat / exergy }
}

/// Methane lost as g CO2e per MJ: lost energy over energy (MJ/MJ), heating value (MJ/kg), warming potential (kg/kg).
pub fn methane_slip<S: Real>(mj_per_mj: S, lhv_mj_per_kg: S, gwp_ch4: S) -> S {
    mj_per_mj / lhv_mj_per_kg * gwp_ch4 * 1000.0
}

/// Emissions of composting, kg CO2e/t wet: methane and nitrous oxide (g/kg wet = kg/t) and their potentials
/// (IPCC 2006 volume 5 table 4.1).
pub fn composting<S: Real>(ch4_g_per_kg: S, n2o_g_per_kg: S, gwp_ch4: S, gwp_n2o: S) -> S {
    ch4_g_per_kg * gwp_ch4 + n2o_g_per_kg * gwp_n2o
}

/// The credit for manure that is not stored, g per MJ of *biogas*: the credit per tonne of fresh manure (kg CO2e/t,
/// -54 in the directive) over the energy it gives (MJ biogas/kg). The printed -45 g is per MJ of *manure*.
pub fn manure_credit<S: Real>(kg_per_t: S, yield_mj_per_kg: S) -> S {
    kg_per_t / yield_mj_per_kg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exergy_shares_close() {
        let c = chp_exergy(15.3, 0.38, 0.42, 353.15);
        assert!((c.electricity * 0.38 + c.heat * 0.42 - 15.3).abs() < 1e-12);
        let no_heat = chp_exergy(15.3, 0.38, 0.0, 353.15);
        assert!((no_heat.electricity - 15.3 / 0.38).abs() < 1e-12, "without heat electricity bears all");
    }

    #[test]
    fn the_printed_carnot_constant_is_not_exact() {
        let exact = carnot(423.15);
        assert!((exact - 0.354_484_2).abs() < 1e-7);
        assert!((exact - CARNOT_150C_PRINTED).abs() < 1.2e-4);
        assert!((exact - CARNOT_150C_PRINTED).abs() > 1e-4);
    }

    #[test]
    fn one_per_cent_of_methane_is_five_to_six_grams() {
        let at = |gwp: f64| methane_slip(0.01, 50.0, gwp);
        assert!((at(25.0) - 5.0).abs() < 1e-12);
        assert!((at(27.9) - 5.58).abs() < 1e-12);
    }

    #[test]
    fn the_manure_credit_is_per_megajoule_of_manure() {
        let per_biogas = manure_credit(-54.0, 0.5);
        assert_eq!(per_biogas, -108.0);
        // whoever takes -45 as per MJ of biogas misses more than half
        assert!(per_biogas / -45.0 > 2.3);
    }

    #[test]
    fn standard_moisture_leaves_the_weights() {
        let s = |m| Substrate { g_per_mj: 10.0, yield_mj_per_kg: 3.41, wet_mass: 7.0, moisture: m };
        let dry = codigestion(&[s(None), Substrate { g_per_mj: -80.0, ..s(None) }]);
        let same = codigestion(&[
            s(Some(Moisture { actual: 0.76, standard: 0.76 })),
            Substrate { g_per_mj: -80.0, ..s(Some(Moisture { actual: 0.76, standard: 0.76 })) },
        ]);
        assert!((dry - same).abs() < 1e-12 && (dry + 35.0).abs() < 1e-12);
    }
}
