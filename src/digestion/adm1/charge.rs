//! Acid-base equilibria: ions as functions of the hydrogen ion, and the charge balance that gives it.

use super::params::{Adm1Params, power_of_ten};
use super::state::State;
use crate::num::Real;
use crate::num::root::{RootError, bracketed_newton};

/// Dissociated parts, and how each moves with the hydrogen ion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ions<S> {
    /// Valerate, kg COD/m3.
    pub va: S,
    /// Butyrate, kg COD/m3.
    pub bu: S,
    /// Propionate, kg COD/m3.
    pub pro: S,
    /// Acetate, kg COD/m3.
    pub ac: S,
    /// Bicarbonate, kmol C/m3.
    pub hco3: S,
    /// Free ammonia, kmol N/m3.
    pub nh3: S,
    /// The hydrogen ion they belong to, kmol/m3.
    h: S,
    /// Fraction dissociated of each pair, in the order above.
    pub(in crate::digestion) fraction: [S; 6],
    /// Its derivative by the hydrogen ion.
    pub(in crate::digestion) slope: [S; 6],
}

/// kmol of valerate, butyrate, propionate and acetate per kg COD: a factor where a divisor would cost ten times as much.
pub(in crate::digestion) const KMOL_PER_COD_OF_ACID: [f64; 4] = [1.0 / 208.0, 1.0 / 160.0, 1.0 / 112.0, 1.0 / 64.0];

/// Totals behind the six pairs, in the order of [`Ions`].
pub(in crate::digestion) const PAIRS: [State; 6] =
    [State::S_va, State::S_bu, State::S_pro, State::S_ac, State::S_IC, State::S_IN];

impl<S: Real> Ions<S> {
    /// Equilibrium of a state with its own hydrogen ion.
    #[inline(always)]
    pub fn at(p: &Adm1Params<S>, y: &[S]) -> Self {
        Self::with(p, y, y[State::S_H_ion as usize])
    }

    /// Equilibrium at hydrogen ion `h` (kmol/m3): K/(K + h) of each total is dissociated.
    #[inline(always)]
    pub(in crate::digestion) fn with(p: &Adm1Params<S>, y: &[S], h: S) -> Self {
        let constants = [p.K_a_va, p.K_a_bu, p.K_a_pro, p.K_a_ac, p.K_a_co2, p.K_a_IN];
        // Loops, here and in all kernels: closures over lanes are not compiled for their instructions.
        let (mut fraction, mut slope, mut ion) = ([S::zero(); 6], [S::zero(); 6], [S::zero(); 6]);
        for k in 0..6 {
            let inverse = S::one() / (constants[k] + h);
            fraction[k] = constants[k] * inverse;
            slope[k] = -(fraction[k] * inverse);
            ion[k] = y[PAIRS[k] as usize] * fraction[k];
        }
        let [va, bu, pro, ac, hco3, nh3] = ion;
        Self { va, bu, pro, ac, hco3, nh3, h, fraction, slope }
    }

    /// Charge balance, kmol/m3: zero at equilibrium, rising with the hydrogen ion.
    #[inline(always)]
    pub fn charge(&self, p: &Adm1Params<S>, y: &[S]) -> S {
        self.charge_with(p, y, y[State::S_cat as usize], y[State::S_an as usize])
    }

    /// The same with cations and anions that a variant keeps elsewhere in `y`.
    #[inline(always)]
    pub(in crate::digestion) fn charge_with(&self, p: &Adm1Params<S>, y: &[S], cations: S, anions: S) -> S {
        let h = self.h;
        let ammonium = y[State::S_IN as usize] - self.nh3;
        let acids = self.va * KMOL_PER_COD_OF_ACID[0]
            + self.bu * KMOL_PER_COD_OF_ACID[1]
            + self.pro * KMOL_PER_COD_OF_ACID[2]
            + self.ac * KMOL_PER_COD_OF_ACID[3];
        cations + ammonium + h - self.hco3 - acids - p.K_w / h - anions
    }

    /// Derivative of [`charge`](Self::charge) by the hydrogen ion.
    #[inline(always)]
    pub(in crate::digestion) fn charge_slope(&self, p: &Adm1Params<S>, y: &[S]) -> S {
        let h = self.h;
        let mut total = [S::zero(); 6];
        for k in 0..6 {
            total[k] = y[PAIRS[k] as usize] * self.slope[k];
        }
        let acids = total[0] * KMOL_PER_COD_OF_ACID[0]
            + total[1] * KMOL_PER_COD_OF_ACID[1]
            + total[2] * KMOL_PER_COD_OF_ACID[2]
            + total[3] * KMOL_PER_COD_OF_ACID[3];
        p.K_w / (h * h) + 1.0 - total[5] - total[4] - acids
    }
}

/// pH range searched for the charge balance.
const PH_RANGE: (f64, f64) = (-1.0, 15.0);
/// Newton steps on the ion itself after the search in pH, which stops at 1e-13.
const POLISH: usize = 3;

/// The hydrogen ion (kmol/m3) that balances the charges of a state, whatever guess the state carries: a bracketed
/// search in pH, then Newton steps on the ion itself down to rounding.
///
/// # Errors
/// When no pH from -1 to 15 balances the charges: cations and anions of the state are absurd.
pub fn hydrogen_ion(p: &Adm1Params<f64>, y: &[f64]) -> Result<f64, RootError> {
    hydrogen_ion_with(p, y, y[State::S_cat as usize], y[State::S_an as usize])
}

/// The same with cations and anions that a variant keeps elsewhere in `y`.
pub(in crate::digestion) fn hydrogen_ion_with(
    p: &Adm1Params<f64>,
    y: &[f64],
    cations: f64,
    anions: f64,
) -> Result<f64, RootError> {
    let ph = bracketed_newton(PH_RANGE.0, PH_RANGE.1, 1e-13, |ph| {
        let h = power_of_ten(-ph);
        let ions = Ions::with(p, y, h);
        (ions.charge_with(p, y, cations, anions), -ions.charge_slope(p, y) * h * std::f64::consts::LN_10)
    })?;
    let mut h = power_of_ten(-ph);
    for _ in 0..POLISH {
        let ions = Ions::with(p, y, h);
        let next = h - ions.charge_with(p, y, cations, anions) / ions.charge_slope(p, y);
        // A larger step is rounding of the balance, not progress: keep what the bracket gave.
        if !(next > 0.0 && (next / h - 1.0).abs() < 1e-6) {
            break;
        }
        h = next;
    }
    Ok(h)
}

#[cfg(test)]
mod tests {
    use super::super::state::{UNKNOWNS, bsm2_initial};
    use super::*;
    use proptest::prelude::*;

    fn params() -> Adm1Params<f64> {
        Adm1Params::defaults().with_temperature_laws()
    }

    /// Pure water is neutral: [H+]^2 = K_w.
    #[test]
    fn pure_water_is_neutral() {
        let p = params();
        let h = hydrogen_ion(&p, &[0.0; UNKNOWNS]).unwrap();
        assert!((h * h / p.K_w - 1.0).abs() < 1e-12);
    }

    /// A strong acid of 0.01 kmol/m3 has pH 2.
    #[test]
    fn a_strong_acid_gives_its_own_ph() {
        let mut y = [0.0; UNKNOWNS];
        y[State::S_an as usize] = 0.01;
        assert!((hydrogen_ion(&params(), &y).unwrap() - 0.01).abs() < 1e-11);
    }

    proptest! {
        #[test]
        fn balances_any_state(scale in proptest::collection::vec(0.0..20.0_f64, 26)) {
            let p = params();
            let mut y = [0.0; UNKNOWNS];
            for (k, s) in scale.iter().enumerate() {
                y[k] = bsm2_initial()[k] * s;
            }
            y[State::S_cat as usize] = scale[24] * 0.01;
            let h = hydrogen_ion(&p, &y).unwrap();
            y[State::S_H_ion as usize] = h;
            let ions = Ions::at(&p, &y);
            let residual = ions.charge(&p, &y) / (ions.charge_slope(&p, &y) * h);
            prop_assert!(residual.abs() < 1e-9, "{residual:e}");
        }
    }
}
