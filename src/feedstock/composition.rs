//! What a fermentable stream is made of, and what follows from it.
//!
//! Degradability is one number, the degradable fraction of the oxygen demand that is not already volatile fatty acid;
//! the BMP follows from it. Sampling that fraction within 0..1 keeps every draw below stoichiometry, which sampling the
//! BMP would not. BMP is per kg VS *fed*: a yield is never multiplied by degraded VS again.

use super::additive::{additive, named};
use super::macromolecule::{Macromolecule, MacromoleculeData, MacromoleculeTable};
use super::overrides::{CompositionError, overrides, within};
use super::params::FeedstockDefaults;
use crate::library::{COMPOSITION_SUM_TOLERANCE_PCT, OrganicFeedstock, organic_fields};
use crate::num::Real;

overrides! {
    /// What a scenario says about a fermentable stream, by the names of `models/feedstock/organic_fields.csv`, and
    /// `degradable_fraction` (0..1) and `s_pct_ts` (sulphur, % of TS).
    pub struct OrganicOverrides {
        ts_pct_fm, vs_pct_ts, bmp_nl_per_kg_vs, degradable_fraction, carb_pct_vs, protein_pct_vs, lipid_pct_vs,
        lignin_pct_vs, vfa_pct_vs, tan_pct_of_n, s_pct_ts, k_hyd_per_d, bulk_density_kg_m3,
    }
}

named! {
    /// The numbers of one fermentable stream after all overrides.
    pub struct OrganicParams {
        /// Total solids, % of fresh mass.
        ts_pct_fm,
        /// Volatile solids, % of TS.
        vs_pct_ts,
        /// Degradable share of the oxygen demand of carbohydrate, protein, lipid and lignin together, 0..1.
        degradable_fraction,
        /// Carbohydrate, % of VS.
        carb_pct_vs,
        /// Protein, % of VS.
        protein_pct_vs,
        /// Lipid, % of VS.
        lipid_pct_vs,
        /// Lignin, % of VS.
        lignin_pct_vs,
        /// Volatile fatty acids as acetic acid, % of VS; degradable altogether.
        vfa_pct_vs,
        /// Ammonia nitrogen, % of total nitrogen (0..99); the rest is protein.
        tan_pct_of_n,
        /// Sulphur, % of TS.
        s_pct_ts,
        /// First-order hydrolysis constant, 1/d.
        k_hyd_per_d,
        /// Bulk density as received, kg/m3.
        bulk_density_kg_m3,
    }
}

additive! {
    /// What a stream, or a pool of streams, holds, in tonnes (per tonne of wet mass, per month, per year: as said where
    /// it is used). The nine `cod_` parts sum to `cod_t`.
    pub struct OrganicAmounts {
        /// Mass as received, t.
        wet_t,
        /// Total solids, t.
        ts_t,
        /// Volatile solids, t.
        vs_t,
        /// Oxygen demand (N as NH3, S as H2S), t O2.
        cod_t,
        /// Degradable oxygen demand of carbohydrate, t O2.
        cod_carb_t,
        /// Degradable oxygen demand of protein, t O2.
        cod_protein_t,
        /// Degradable oxygen demand of lipid, t O2.
        cod_lipid_t,
        /// Degradable oxygen demand of lignin, t O2: zero unless the BMP exceeds what everything else can give.
        cod_lignin_t,
        /// Oxygen demand of volatile fatty acids, t O2.
        cod_vfa_t,
        /// Oxygen demand of carbohydrate that no digester degrades, t O2.
        inert_carb_t,
        /// Oxygen demand of protein that no digester degrades, t O2.
        inert_protein_t,
        /// Oxygen demand of lipid that no digester degrades, t O2.
        inert_lipid_t,
        /// Oxygen demand of lignin that no digester degrades, t O2.
        inert_lignin_t,
        /// Lignin, t.
        lignin_t,
        /// Carbon of the volatile solids, t C.
        c_t,
        /// Total nitrogen, t N.
        n_t,
        /// Ammonia nitrogen, t N.
        tan_t,
        /// Nitrogen of protein that no digester degrades, t N.
        inert_n_t,
        /// Sulphur, t S.
        s_t,
        /// Methane potential (BMP), Nm3.
        bmp_nm3,
        /// Methane if all oxygen demand were digested, Nm3.
        bmp_theoretical_nm3,
        /// Bulk volume as received, m3.
        volume_m3,
    }
}

/// `x`, or one where it is not positive: a divisor whose quotient is not used there.
pub(super) fn divisor<S: Real>(x: S) -> S {
    S::select(x.gt(S::zero()), x, S::one())
}

impl<S: Real> OrganicParams<S> {
    /// Shares of VS in the order of [`Macromolecule::ALL`], 0..1.
    fn shares(&self) -> [S; 5] {
        [self.carb_pct_vs, self.protein_pct_vs, self.lipid_pct_vs, self.lignin_pct_vs, self.vfa_pct_vs]
            .map(|p| p * 0.01)
    }

    /// Sum over the macromolecules of share times a property.
    fn weighted(&self, table: &MacromoleculeTable, property: impl Fn(&MacromoleculeData) -> f64) -> S {
        Macromolecule::ALL.into_iter().zip(self.shares()).map(|(m, share)| share * property(table.get(m))).sum()
    }

    /// Chemical oxygen demand, kg O2/kg VS.
    pub fn cod_kg_per_kg_vs(&self, table: &MacromoleculeTable) -> S {
        self.weighted(table, |m| m.cod_kg_per_kg)
    }

    /// Methane if everything were digested, NL CH4/kg VS.
    pub fn bmp_theoretical_nl_per_kg_vs(&self, table: &MacromoleculeTable) -> S {
        self.weighted(table, |m| m.ch4_nm3_per_kg) * 1000.0
    }

    /// Biochemical methane potential per kg VS fed, NL CH4/kg VS.
    pub fn bmp_nl_per_kg_vs(&self, table: &MacromoleculeTable) -> S {
        let vfa = self.shares()[4] * table.get(Macromolecule::Vfa).ch4_nm3_per_kg * 1000.0;
        vfa + self.degradable_fraction * (self.bmp_theoretical_nl_per_kg_vs(table) - vfa)
    }

    /// As [`weighted`](Self::weighted), lignin left out: what digests.
    fn weighted_digestible(&self, table: &MacromoleculeTable, property: impl Fn(&MacromoleculeData) -> f64) -> S {
        let lignin = self.shares()[Macromolecule::Lignin as usize] * property(table.get(Macromolecule::Lignin));
        self.weighted(table, property) - lignin
    }

    /// Methane in the dry gas of everything but lignin when all CO2 leaves as gas, % by volume.
    pub fn ch4_pct_all_tic(&self, table: &MacromoleculeTable) -> S {
        let ch4 = self.weighted_digestible(table, |m| m.ch4_kmol_per_kg);
        let co2 = self.weighted_digestible(table, |m| m.co2_kmol_per_kg);
        ch4 / (ch4 + co2) * 100.0
    }

    /// Methane in the dry gas of everything but lignin when each ammonia of the protein holds one CO2 back as
    /// bicarbonate, % by volume. A pH model finds this out by itself: never give it the tabulated value as well.
    pub fn ch4_pct_nitrogen_bound(&self, table: &MacromoleculeTable) -> S {
        let ch4 = self.weighted_digestible(table, |m| m.ch4_kmol_per_kg);
        let co2 = self.weighted_digestible(table, |m| m.co2_kmol_per_kg - m.nh3_kmol_per_kg);
        ch4 / (ch4 + co2) * 100.0
    }

    /// What a tonne of wet mass holds.
    pub fn per_tonne(&self, table: &MacromoleculeTable) -> OrganicAmounts<S> {
        let vs = self.ts_pct_fm * self.vs_pct_ts * 1e-4;
        let cod = Macromolecule::ALL.map(|m| vs * self.shares()[m as usize] * table.get(m).cod_kg_per_kg);
        let [carb, protein, lipid, lignin, vfa] = cod;
        let easy = carb + protein + lipid;
        let degradable = self.degradable_fraction * (easy + lignin);
        // Lignin gives only what carbohydrate, protein and lipid together cannot.
        let easy_fraction = S::min(degradable / divisor(easy), S::one());
        let lignin_fraction = S::max(degradable - easy, S::zero()) / divisor(lignin);
        let protein_n = vs * self.weighted(table, |m| m.n_kg_per_kg);
        let n_t = protein_n / (S::one() - self.tan_pct_of_n * 0.01);
        let left = S::one() - easy_fraction;
        OrganicAmounts {
            wet_t: S::one(),
            ts_t: self.ts_pct_fm * 0.01,
            vs_t: vs,
            cod_t: easy + lignin + vfa,
            cod_carb_t: carb * easy_fraction,
            cod_protein_t: protein * easy_fraction,
            cod_lipid_t: lipid * easy_fraction,
            cod_lignin_t: lignin * lignin_fraction,
            cod_vfa_t: vfa,
            inert_carb_t: carb * left,
            inert_protein_t: protein * left,
            inert_lipid_t: lipid * left,
            inert_lignin_t: lignin * (S::one() - lignin_fraction),
            lignin_t: vs * self.shares()[3],
            c_t: vs * self.weighted(table, |m| m.c_kg_per_kg),
            n_t,
            tan_t: n_t - protein_n,
            inert_n_t: protein_n * left,
            s_t: self.ts_pct_fm * self.s_pct_ts * 1e-4,
            bmp_nm3: (degradable + vfa) * (1000.0 * table.ch4_nm3_per_kg_cod()),
            bmp_theoretical_nm3: (easy + lignin + vfa) * (1000.0 * table.ch4_nm3_per_kg_cod()),
            volume_m3: S::from_f64(1000.0) / self.bulk_density_kg_m3,
        }
    }
}

impl OrganicParams<f64> {
    /// The numbers of the library with a scenario's overrides, checked.
    ///
    /// # Errors
    /// A value out of range; a composition that does not sum to 100 % within 0.5 points; a BMP above stoichiometry or
    /// below what the volatile fatty acids give; BMP and degradable fraction both given.
    pub fn resolve(feedstock: &OrganicFeedstock, given: &OrganicOverrides) -> Result<Self, CompositionError> {
        Self::resolve_with(feedstock, given, &FeedstockDefaults::defaults())
    }

    /// As [`resolve`](Self::resolve), with other defaults for what neither the library nor the scenario says.
    ///
    /// # Errors
    /// As [`resolve`](Self::resolve).
    pub fn resolve_with(
        feedstock: &OrganicFeedstock,
        given: &OrganicOverrides,
        defaults: &FeedstockDefaults<f64>,
    ) -> Result<Self, CompositionError> {
        let library = &feedstock.numbers;
        let pick = |field: &str, given: Option<f64>, library: f64| {
            let spec = organic_fields().iter().find(|s| s.field == field).expect("a field of the library");
            within(field, given.unwrap_or(library), spec.low, spec.high, &spec.unit)
        };
        let protein_pct_vs = pick("protein_pct_vs", given.protein_pct_vs, library.protein_pct_vs)?;
        let vs_pct_ts = pick("vs_pct_ts", given.vs_pct_ts, library.vs_pct_ts)?;
        let sulphur = vs_pct_ts * protein_pct_vs * defaults.s_pct_of_protein * 1e-4;
        let params = Self {
            ts_pct_fm: pick("ts_pct_fm", given.ts_pct_fm, library.ts_pct_fm)?,
            vs_pct_ts,
            degradable_fraction: 0.0,
            carb_pct_vs: pick("carb_pct_vs", given.carb_pct_vs, library.carb_pct_vs)?,
            protein_pct_vs,
            lipid_pct_vs: pick("lipid_pct_vs", given.lipid_pct_vs, library.lipid_pct_vs)?,
            lignin_pct_vs: pick("lignin_pct_vs", given.lignin_pct_vs, library.lignin_pct_vs)?,
            vfa_pct_vs: pick("vfa_pct_vs", given.vfa_pct_vs, library.vfa_pct_vs)?,
            tan_pct_of_n: pick("tan_pct_of_n", given.tan_pct_of_n, library.tan_pct_of_n)?,
            s_pct_ts: within("s_pct_ts", given.s_pct_ts.unwrap_or(sulphur), 0.0, 10.0, "% of TS")?,
            k_hyd_per_d: pick("k_hyd_per_d", given.k_hyd_per_d, library.k_hyd_per_d)?,
            bulk_density_kg_m3: pick("bulk_density_kg_m3", given.bulk_density_kg_m3, library.bulk_density_kg_m3)?,
        };
        params.check_sum()?;
        let degradable_fraction = match (given.bmp_nl_per_kg_vs, given.degradable_fraction) {
            (Some(_), Some(_)) => return Err(CompositionError::TwoDegradabilities),
            (None, Some(fraction)) => within("degradable_fraction", fraction, 0.0, 1.0, "")?,
            (bmp, None) => {
                let bmp = pick("bmp_nl_per_kg_vs", bmp, library.bmp_nl_per_kg_vs)?;
                params.degradable_fraction_of(bmp, MacromoleculeTable::project())?
            }
        };
        Ok(Self { degradable_fraction, ..params })
    }

    fn check_sum(&self) -> Result<(), CompositionError> {
        let sum_pct: f64 = self.shares().iter().sum::<f64>() * 100.0;
        if (sum_pct - 100.0).abs() <= COMPOSITION_SUM_TOLERANCE_PCT {
            return Ok(());
        }
        Err(CompositionError::SumNot100 {
            parts: "carb_pct_vs, protein_pct_vs, lipid_pct_vs, lignin_pct_vs and vfa_pct_vs",
            sum_pct,
            tolerance_pct: COMPOSITION_SUM_TOLERANCE_PCT,
        })
    }

    /// The degradable fraction that gives a BMP (NL CH4/kg VS fed) with this composition.
    ///
    /// # Errors
    /// When the BMP is above stoichiometry, or below what the volatile fatty acids give.
    pub fn degradable_fraction_of(&self, bmp: f64, table: &MacromoleculeTable) -> Result<f64, CompositionError> {
        let ceiling = self.bmp_theoretical_nl_per_kg_vs(table);
        let vfa = self.shares()[4] * table.get(Macromolecule::Vfa).ch4_nm3_per_kg * 1000.0;
        if bmp > ceiling {
            let (bmp_nl_per_kg_vs, ceiling_nl_per_kg_vs) = (bmp, ceiling);
            return Err(CompositionError::BmpAboveStoichiometry { bmp_nl_per_kg_vs, ceiling_nl_per_kg_vs });
        }
        if bmp < vfa {
            let (bmp_nl_per_kg_vs, floor_nl_per_kg_vs) = (bmp, vfa);
            return Err(CompositionError::BmpBelowVfa { bmp_nl_per_kg_vs, floor_nl_per_kg_vs });
        }
        Ok(if ceiling > vfa { (bmp - vfa) / (ceiling - vfa) } else { 0.0 })
    }

    /// Carbon to nitrogen ratio, kg/kg; none without nitrogen.
    pub fn c_to_n(&self, table: &MacromoleculeTable) -> Option<f64> {
        let amounts = self.per_tonne(table);
        (amounts.n_t > 0.0).then(|| amounts.c_t / amounts.n_t)
    }
}
