//! What is said of a digester in one year.

use crate::case::{DigesterCase, DigesterOutcome};
use crate::digestion::tank::TankVerdict;
use crate::units::{DAYS_PER_YEAR, METHANE_LHV_MWH_PER_NM3};

/// A figure of a digester's year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DigesterFigure {
    /// Mean retention, d.
    Retention,
    /// Organic load, kg VS/(m3 d).
    Load,
    /// Methane, Nm3/a.
    Methane,
    /// Methane over what the BMP of the feed would give, %.
    Yield,
    /// Methane still possible in the digestate, Nm3/a.
    Residual,
    /// FOS/TAC of the worst week, g acetic acid/g CaCO3.
    FosTac,
    /// Volatile fatty acids of the worst week, kg COD/m3.
    Acids,
    /// pH of the worst week.
    Ph,
    /// Free ammonia of the worst week, mg N/l.
    FreeAmmonia,
    /// Heat that the digester takes, MWh/a.
    Heat,
    /// That heat over the energy of the methane, % of the lower heating value.
    HeatShare,
}

/// How many figures there are.
pub const DIGESTER_FIGURES: usize = 11;

/// kg N per kmol.
const NITROGEN_KG_PER_KMOL: f64 = 14.007;

impl DigesterFigure {
    /// All, in the order of [`DigesterFigures`].
    pub const ALL: [Self; DIGESTER_FIGURES] = [
        Self::Retention,
        Self::Load,
        Self::Methane,
        Self::Yield,
        Self::Residual,
        Self::FosTac,
        Self::Acids,
        Self::Ph,
        Self::FreeAmmonia,
        Self::Heat,
        Self::HeatShare,
    ];

    /// Key in JSON and CSV, unit at the end.
    pub fn key(self) -> &'static str {
        match self {
            Self::Retention => "retention_d",
            Self::Load => "load_kg_vs_per_m3_d",
            Self::Methane => "methane_nm3_per_a",
            Self::Yield => "yield_pct_of_bmp",
            Self::Residual => "residual_methane_nm3_per_a",
            Self::FosTac => "fos_tac_worst_g_per_g",
            Self::Acids => "vfa_worst_kg_cod_per_m3",
            Self::Ph => "ph_lowest",
            Self::FreeAmmonia => "free_ammonia_highest_mg_n_per_l",
            Self::Heat => "own_heat_mwh_per_a",
            Self::HeatShare => "own_heat_pct_of_methane",
        }
    }
}

/// What became of the digester by the end of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It works.
    Works,
    /// It washed out.
    WashedOut,
    /// It turned acid.
    Acidified,
}

/// The figures of one year, in the order of [`DigesterFigure::ALL`]. FOS/TAC is infinite where no buffer is left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DigesterFigures {
    /// The values.
    pub values: [f64; DIGESTER_FIGURES],
    /// What became of it.
    pub fate: Fate,
}

impl DigesterFigures {
    /// One of them.
    pub fn of(&self, figure: DigesterFigure) -> f64 {
        self.values[figure as usize]
    }

    /// It works, and no week shows more than `fos_tac_max`.
    pub fn keeps(&self, fos_tac_max: f64) -> bool {
        self.fate == Fate::Works && self.of(DigesterFigure::FosTac) <= fos_tac_max
    }

    /// Those of a digester on the pool. What only ADM1 knows is NaN for other models.
    pub(super) fn from_year(digester: &DigesterCase, year: &DigesterOutcome) -> Self {
        let volume_m3 = digester.adm1.V_liq;
        let (plant, worst) = (&year.plant, year.worst);
        let potential_nm3 = year.total(|m| m.potential_nm3);
        let energy_mwh = (plant.methane_nm3 - plant.lost_digester_nm3) * METHANE_LHV_MWH_PER_NM3;
        let pct = |part: f64, whole: f64| if whole > 0.0 { 100.0 * part / whole } else { f64::NAN };
        let seen = |of: fn(&crate::digestion::adm1::Health) -> f64| worst.as_ref().map_or(f64::NAN, of);
        let mut values = [f64::NAN; DIGESTER_FIGURES];
        let mut set = |figure: DigesterFigure, value: f64| values[figure as usize] = value;
        set(DigesterFigure::Retention, year.retention_d(volume_m3));
        set(DigesterFigure::Load, year.total(|m| m.vs_t) * 1000.0 / DAYS_PER_YEAR / volume_m3);
        set(DigesterFigure::Methane, plant.methane_nm3);
        set(DigesterFigure::Yield, pct(plant.methane_nm3, potential_nm3));
        set(DigesterFigure::Residual, year.total(|m| m.residual_methane_nm3));
        set(DigesterFigure::FosTac, seen(|h| h.fos_tac()));
        set(DigesterFigure::Acids, seen(|h| h.vfa_kg_cod_m3));
        set(DigesterFigure::Ph, seen(|h| h.ph));
        set(DigesterFigure::FreeAmmonia, seen(|h| h.free_ammonia_kmol_m3 * NITROGEN_KG_PER_KMOL * 1000.0));
        set(DigesterFigure::Heat, plant.heat_own_mwh);
        set(DigesterFigure::HeatShare, pct(plant.heat_own_mwh, energy_mwh));
        let fate = match year.verdict {
            None | Some(TankVerdict::NotJudged | TankVerdict::Working) => Fate::Works,
            Some(TankVerdict::WashedOut { .. }) => Fate::WashedOut,
            Some(TankVerdict::Inhibited { .. }) => Fate::Acidified,
        };
        Self { values, fate }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_lie_where_their_list_says() {
        for (k, figure) in DigesterFigure::ALL.into_iter().enumerate() {
            assert_eq!(figure as usize, k);
        }
    }

    #[test]
    fn a_digester_keeps_the_limit_if_it_works_and_stays_below() {
        let mut figures = DigesterFigures { values: [0.3; DIGESTER_FIGURES], fate: Fate::Works };
        assert!(figures.keeps(0.3) && !figures.keeps(0.29));
        figures.values[DigesterFigure::FosTac as usize] = f64::INFINITY;
        assert!(!figures.keeps(5.0));
        let acid = DigesterFigures { fate: Fate::Acidified, values: [0.1; DIGESTER_FIGURES] };
        assert!(!acid.keeps(0.3));
        assert!(!DigesterFigures { values: [f64::NAN; DIGESTER_FIGURES], fate: Fate::Works }.keeps(0.3));
    }
}
