//! What an operator would measure of a digester: acids and buffer by titration, pH, free ammonia.
//!
//! FOS/TAC after Nordmann 1977 (KA-Informationen für das Betriebspersonal, supplement of Korrespondenz Abwasser 3/77), as
//! in Lossie & Pütz 2008 (Hach Lange, practice report): 20 ml of sample take A ml of 0.1 N sulphuric acid down to pH 5.0 and
//! B ml more down to pH 4.4. TAC = 250 A mg CaCO3/l, FOS = (1.66 B - 0.15) 500 mg acetic acid/l. The titration is simulated
//! with the charge balance of the state, in a closed vessel at T_op: what the titrator reads, not what is in solution.

use super::charge::Ions;
use super::params::{Adm1Params, power_of_ten};
use super::state::State;

/// What an operator would measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Health {
    /// Acids by titration, g acetic acid/l; a little below zero where there are none (the formula is empirical).
    pub fos_g_hac_per_l: f64,
    /// Buffer by titration, g CaCO3/l; negative where the sample lies below pH 5.
    pub tac_g_caco3_per_l: f64,
    /// Volatile fatty acids in solution, kg COD/m3.
    pub vfa_kg_cod_m3: f64,
    /// pH.
    pub ph: f64,
    /// Free ammonia, kmol N/m3.
    pub free_ammonia_kmol_m3: f64,
}

/// ml of 0.1 N acid for 20 ml of sample, per kmol/m3 (which is eq/l).
const ML_PER_EQUIVALENT: f64 = 20.0 / 0.1;

impl Health {
    /// Titrates a state whose hydrogen ion balances its charges; `p` with every constant set.
    pub fn of(p: &Adm1Params<f64>, y: &[f64]) -> Self {
        let ions = Ions::at(p, y);
        // Acid of so many equivalents brings the balance to this ion.
        let to_ph = |ph: f64| Ions::with(p, y, power_of_ten(-ph)).charge(p, y);
        let [first_ml, both_ml] = [to_ph(5.0), to_ph(4.4)].map(|equivalents| equivalents * ML_PER_EQUIVALENT);
        let vfa = &y[State::S_va as usize..=State::S_ac as usize];
        Self {
            fos_g_hac_per_l: fos_g_hac_per_l(both_ml - first_ml),
            tac_g_caco3_per_l: tac_g_caco3_per_l(first_ml),
            vfa_kg_cod_m3: vfa.iter().sum(),
            ph: -libm::log10(y[State::S_H_ion as usize]),
            free_ammonia_kmol_m3: ions.nh3,
        }
    }

    /// FOS over TAC, g acetic acid/g CaCO3; infinite where no buffer is left.
    pub fn fos_tac(&self) -> f64 {
        if self.tac_g_caco3_per_l > 0.0 { self.fos_g_hac_per_l / self.tac_g_caco3_per_l } else { f64::INFINITY }
    }

    /// The worse of both in each quantity; the titration is that with the higher FOS/TAC.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        let titrated = if other.fos_tac() > self.fos_tac() { other } else { self };
        Self {
            vfa_kg_cod_m3: self.vfa_kg_cod_m3.max(other.vfa_kg_cod_m3),
            ph: self.ph.min(other.ph),
            free_ammonia_kmol_m3: self.free_ammonia_kmol_m3.max(other.free_ammonia_kmol_m3),
            ..titrated
        }
    }
}

fn tac_g_caco3_per_l(first_ml: f64) -> f64 {
    first_ml * 250.0 / 1000.0
}

fn fos_g_hac_per_l(second_ml: f64) -> f64 {
    (second_ml * 1.66 - 0.15) * 500.0 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::super::state::{UNKNOWNS, bsm2_initial};
    use super::super::{Adm1Case, Observe, hydrogen_ion, simulate};
    use super::*;

    fn balanced(p: &Adm1Params<f64>, mut y: [f64; UNKNOWNS]) -> [f64; UNKNOWNS] {
        y[State::S_H_ion as usize] = hydrogen_ion(p, &y).unwrap();
        y
    }

    fn params() -> Adm1Params<f64> {
        Adm1Params::defaults().with_temperature_laws()
    }

    /// Worked example of a maker of titrators (MANTECH, method abstract 127): 8.97 and 0.84 ml give 0.28.
    #[test]
    fn the_published_example() {
        let (fos, tac) = (fos_g_hac_per_l(0.84), tac_g_caco3_per_l(8.97));
        assert!((fos - 0.6222).abs() < 1e-12 && (tac - 2.2425).abs() < 1e-12);
        assert!((fos / tac - 0.28).abs() < 5e-3, "{}", fos / tac);
    }

    /// Bicarbonate alone: all but what pH 5 leaves undissociated is TAC, and hardly any FOS.
    #[test]
    fn bicarbonate_is_buffer_and_no_acid() {
        let p = params();
        let mut y = [0.0; UNKNOWNS];
        y[State::S_IC as usize] = 0.1;
        y[State::S_cat as usize] = 0.1;
        let health = Health::of(&p, &balanced(&p, y));
        let left = 0.1 * p.K_a_co2 / (p.K_a_co2 + 1e-5);
        let expected = (0.1 - left + 1e-5) * 50.0;
        assert!((health.tac_g_caco3_per_l - expected).abs() < 1e-6, "{health:?}");
        assert!(health.fos_tac() < 0.15, "{}", health.fos_tac());
    }

    /// Acetate of 3 g/l in the buffer of 5 g CaCO3/l: the titrator reads between half and all of it as FOS, and no buffer
    /// leaves no finite ratio.
    #[test]
    fn acetate_is_read_as_acid() {
        let p = params();
        let mut y = [0.0; UNKNOWNS];
        y[State::S_IC as usize] = 0.1;
        y[State::S_ac as usize] = 3.0 / 60.0 * 64.0;
        y[State::S_cat as usize] = 0.15;
        let health = Health::of(&p, &balanced(&p, y));
        assert!((1.5..3.6).contains(&health.fos_g_hac_per_l), "{health:?}");
        y[State::S_cat as usize] = 0.0;
        let sour = Health::of(&p, &balanced(&p, y));
        assert!(sour.ph < 5.0 && sour.fos_tac() == f64::INFINITY, "{sour:?}");
        let worse = health.worse(sour);
        assert_eq!((worse.fos_tac(), worse.ph), (f64::INFINITY, sour.ph));
        assert_eq!(sour.worse(health), worse);
    }

    /// The benchmark works: its digester reads well below 0.3.
    #[test]
    fn the_benchmark_is_healthy() {
        let run = simulate(&Adm1Case::bsm2(), &Observe::End).unwrap();
        let health = Health::of(&params(), &run.final_output.state);
        assert!(health.fos_tac() > 0.0 && health.fos_tac() < 0.3, "{} {health:?}", health.fos_tac());
        assert!((health.ph - 7.4655).abs() < 1e-3);
        assert!(bsm2_initial()[State::S_ac as usize] > 0.0);
    }
}
