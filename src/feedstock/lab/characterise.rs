//! An analysis to parts whose COD, carbon, nitrogen and charge close.

use super::analysis::{Analysis, AnalysisProblem};
use super::characterised::{Characterised, Origin};
use crate::feedstock::macromolecule::{Macromolecule, MacromoleculeTable};
use crate::param::Flag;
use crate::units::atomic_mass;

crate::params! {
    /// What is assumed where a laboratory measured nothing, and how far numbers may miss each other.
    pub struct LabDefaults from "feedstock/lab_defaults.csv" {
        cod_tolerance_pct, sum_tolerance_pct, nitrogen_to_protein, protein_pct_vs, lipid_pct_vs, lignin_of_fibre,
        degradable_intercept, degradable_slope, ph, density_kg_m3,
    }
}

/// kg COD per kmol of valeric, butyric, propionic and acetic acid: 208, 160, 112 and 64 with O2 at 32.
pub(super) const ACID_COD_KG_PER_KMOL: [f64; 4] =
    [13.0 * atomic_mass::O, 10.0 * atomic_mass::O, 7.0 * atomic_mass::O, 4.0 * atomic_mass::O];
/// Carbon atoms of these acids.
pub(super) const ACID_CARBONS: [f64; 4] = [5.0, 4.0, 3.0, 2.0];
const CH2_KG_PER_KMOL: f64 = atomic_mass::C + 2.0 * atomic_mass::H;

/// kmol of acids from their kg COD.
pub(super) fn acids_kmol(cod: [f64; 4]) -> [f64; 4] {
    std::array::from_fn(|k| cod[k] / ACID_COD_KG_PER_KMOL[k])
}

/// Parts of a kilogram of fresh mass, kg.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Parts {
    pub(super) ts: f64,
    pub(super) vs: f64,
    pub(super) carbohydrate: f64,
    pub(super) protein: f64,
    pub(super) lipid: f64,
    pub(super) lignin: f64,
    /// Fibre without lignin: cellulose and hemicellulose.
    pub(super) fibre: f64,
    pub(super) acids_kmol: [f64; 4],
    pub(super) acids: f64,
    pub(super) ammonia_n: f64,
    pub(super) organic_n: f64,
}

pub(super) struct Work<'a> {
    pub(super) given: &'a Analysis,
    pub(super) defaults: &'a LabDefaults<f64>,
    pub(super) table: &'static MacromoleculeTable,
    pub(super) problems: Vec<AnalysisProblem>,
    pub(super) origins: Vec<Origin>,
    pub(super) findings: Vec<String>,
}

/// Turns an analysis into parts that a model can take.
///
/// # Errors
/// Every problem at once: numbers out of range or in another unit, fractions above 100 % of TS, VS above TS, nitrogen of protein
/// above the Kjeldahl nitrogen, COD that does not close, a BMP above stoichiometry.
pub fn characterise(given: &Analysis, defaults: &LabDefaults<f64>) -> Result<Characterised, Vec<AnalysisProblem>> {
    let table = MacromoleculeTable::project();
    let mut work = Work { given, defaults, table, problems: Vec::new(), origins: Vec::new(), findings: Vec::new() };
    given.check(&mut work.problems);
    let clean = work.problems.is_empty();
    let parts = work.parts();
    if !clean || !work.problems.is_empty() {
        return Err(work.problems);
    }
    work.check_cod(&parts);
    let degradable = work.degradable(&parts);
    if !work.problems.is_empty() {
        return Err(work.problems);
    }
    Ok(work.finish(&parts, degradable))
}

impl Work<'_> {
    pub(super) fn origin(&mut self, of: &'static str, flag: Flag, how: &'static str) {
        self.origins.push(Origin { of, flag, how });
    }

    fn contradiction(&mut self, what: String) {
        self.problems.push(AnalysisProblem::Contradiction { what });
    }

    fn parts(&mut self) -> Parts {
        let g = *self.given;
        let mut p = Parts { ts: g.ts_pct_fm.unwrap_or(0.0) / 100.0, ..Parts::default() };
        self.solids(&mut p);
        self.acids(&mut p);
        self.nitrogen(&mut p);
        self.lignin(&mut p);
        self.lipid_and_carbohydrate(&mut p);
        p
    }

    fn solids(&mut self, p: &mut Parts) {
        let g = *self.given;
        let tolerance = self.defaults.sum_tolerance_pct;
        let of_ash = g.crude_ash_pct_ts.map(|ash| 100.0 - ash);
        if let (Some(vs), Some(other)) = (g.vs_pct_ts, of_ash)
            && (vs - other).abs() > tolerance
        {
            self.contradiction(format!("VS of {vs} % and crude ash of {} % of TS do not sum to 100 %", 100.0 - other));
        }
        let (flag, how) =
            if g.vs_pct_ts.is_some() { (Flag::Read, "measured") } else { (Flag::Computed, "100 % less crude ash") };
        self.origin("vs", flag, how);
        p.vs = p.ts * g.vs_pct_ts.or(of_ash).unwrap_or(0.0) / 100.0;
        let organic = [g.crude_protein_pct_ts, g.crude_fat_pct_ts, g.crude_fibre_pct_ts, g.nfe_pct_ts];
        let sum: f64 = organic.into_iter().flatten().sum();
        let ash = g.crude_ash_pct_ts.or(g.vs_pct_ts.map(|vs| 100.0 - vs)).unwrap_or(0.0);
        let whole = organic.iter().all(Option::is_some);
        if sum + ash > 100.0 + tolerance || (whole && sum + ash < 100.0 - tolerance) {
            let total = sum + ash;
            self.contradiction(format!(
                "ash, crude protein, fat, fibre and NfE sum to {total:.1} % of TS; they are parts of 100 %: check which are of \
                 fresh mass or of VS"
            ));
        }
        let fibres = [g.ndf_pct_ts, g.adf_pct_ts, g.adl_pct_ts];
        let given: Vec<f64> = fibres.into_iter().flatten().collect();
        if given.windows(2).any(|w| w[1] > w[0]) {
            self.contradiction("NDF holds ADF and ADF holds ADL: NDF >= ADF >= ADL is not met".to_owned());
        }
    }

    fn acids(&mut self, p: &mut Parts) {
        let g = *self.given;
        let kg = [g.valeric_g_per_kg_fm, g.butyric_g_per_kg_fm, g.propionic_g_per_kg_fm, g.acetic_g_per_kg_fm]
            .map(|x| x.unwrap_or(0.0) / 1000.0);
        // Each acid is CnH2nO2.
        p.acids_kmol = std::array::from_fn(|k| kg[k] / (ACID_CARBONS[k] * CH2_KG_PER_KMOL + 2.0 * atomic_mass::O));
        p.acids = kg.iter().sum();
        let any = g.acetic_g_per_kg_fm.is_some();
        let (flag, how) = if any { (Flag::Read, "measured") } else { (Flag::Assumed, "none, where none was measured") };
        self.origin("acids", flag, how);
        if p.acids > p.vs && p.vs > 0.0 {
            self.contradiction(format!(
                "volatile fatty acids of {:.1} g/kg are more than the VS of {:.1} g/kg: drying drove them off, or they are in mg",
                p.acids * 1000.0,
                p.vs * 1000.0
            ));
        } else if p.acids > 0.05 * p.vs {
            self.findings.push(
                "acids are more than 5 % of VS: drying at 105 C drives a part of them off; ask for TS corrected for volatiles"
                    .to_owned(),
            );
        }
    }

    fn nitrogen(&mut self, p: &mut Parts) {
        let g = *self.given;
        let factor = self.defaults.nitrogen_to_protein;
        let kjeldahl = g.tkn_g_per_kg_fm.map(|n| n / 1000.0);
        let crude = g.crude_protein_pct_ts.map(|c| c / 100.0 * p.ts / factor);
        p.ammonia_n = g.nh4_n_g_per_kg_fm.unwrap_or(0.0) / 1000.0;
        let measured = if g.nh4_n_g_per_kg_fm.is_some() { Flag::Read } else { Flag::Assumed };
        self.origin("ammonia", measured, "measured, or none where it was not");
        if let Some(total) = kjeldahl {
            if p.ammonia_n > total {
                self.contradiction(format!(
                    "ammonia nitrogen of {} kg/kg is more than the Kjeldahl nitrogen of {total}",
                    p.ammonia_n
                ));
            }
            if let Some(protein) = crude.filter(|c| *c > total * 1.02) {
                let (protein, total) = (protein * 1000.0, total * 1000.0);
                self.contradiction(format!(
                    "crude protein means {protein:.2} g N/kg fresh mass, more than the Kjeldahl nitrogen of {total:.2}: one of them \
                     is of TS where the other is of fresh mass, or per litre"
                ));
            }
            if crude.is_some_and(|c| c > (total - p.ammonia_n) * 1.05) {
                self.findings.push(
                    "crude protein holds ammonia: protein is taken from Kjeldahl less ammonia nitrogen".to_owned(),
                );
            }
        }
        let vs_protein = self.defaults.protein_pct_vs / 100.0 * p.vs;
        let per_kg = self.table.get(Macromolecule::Protein).n_kg_per_kg;
        let (organic, flag, how) = match (kjeldahl, crude) {
            (Some(total), _) => (total - p.ammonia_n, Flag::Computed, "Kjeldahl less ammonia nitrogen"),
            (None, Some(crude)) => (crude, Flag::Read, "crude protein"),
            (None, None) => (vs_protein * per_kg, Flag::Assumed, "a typical share of VS: have nitrogen measured"),
        };
        self.origin("protein", flag, how);
        p.organic_n = organic.max(0.0);
        // Protein as C4H6.1O1.2N, of a mass that holds this nitrogen.
        p.protein = p.organic_n / per_kg;
    }

    fn lignin(&mut self, p: &mut Parts) {
        let g = *self.given;
        let fibre = g.crude_fibre_pct_ts.map(|f| f / 100.0 * p.ts);
        let (lignin, flag, how) = match (g.adl_pct_ts, fibre) {
            (Some(adl), _) => (adl / 100.0 * p.ts, Flag::Read, "ADL"),
            (None, Some(fibre)) => (fibre * self.defaults.lignin_of_fibre, Flag::Assumed, "a share of crude fibre"),
            (None, None) => (0.0, Flag::Assumed, "none, where no fibre was measured"),
        };
        self.origin("lignin", flag, how);
        p.lignin = lignin;
        let whole = g.ndf_pct_ts.map(|n| n / 100.0 * p.ts).or(g.adf_pct_ts.map(|a| a / 100.0 * p.ts)).or(fibre);
        let flag = if whole.is_some() { Flag::Computed } else { Flag::Assumed };
        self.origin("slow_share", flag, "fibre less lignin; none where no fibre was measured");
        p.fibre = whole.map_or(0.0, |w| (w - lignin).max(0.0));
    }

    /// Fat as measured, or so much that the COD closes, or assumed; carbohydrate is what is left of VS.
    fn lipid_and_carbohydrate(&mut self, p: &mut Parts) {
        let g = *self.given;
        let cod_of = |m: Macromolecule| self.table.get(m).cod_kg_per_kg;
        let room = p.vs - p.acids - p.protein - p.lignin;
        let (ch, li) = (cod_of(Macromolecule::Carbohydrate), cod_of(Macromolecule::Lipid));
        let rest_cod = g.cod_g_per_kg_fm.map(|c| {
            let acids: f64 = p.acids_kmol.iter().zip(ACID_COD_KG_PER_KMOL).map(|(n, c)| n * c).sum();
            c / 1000.0 - acids - p.protein * cod_of(Macromolecule::Protein) - p.lignin * cod_of(Macromolecule::Lignin)
        });
        let (lipid, flag, how) = match (g.crude_fat_pct_ts, rest_cod) {
            (Some(fat), _) => (fat / 100.0 * p.ts, Flag::Read, "crude fat"),
            // Between all carbohydrate and all lipid; what lies outside is told by the check of COD.
            (None, Some(cod)) if room > 0.0 => {
                (((cod - room * ch) / (li - ch)).clamp(0.0, room), Flag::Computed, "what closes the COD")
            }
            (None, _) => (
                self.defaults.lipid_pct_vs / 100.0 * p.vs,
                Flag::Assumed,
                "a typical share of VS: have fat or COD measured",
            ),
        };
        self.origin("lipid", flag, how);
        self.origin("carbohydrate", Flag::Computed, "VS less protein, lipid, lignin and acids");
        p.lipid = lipid;
        p.carbohydrate = room - lipid;
        if p.carbohydrate < -0.02 * p.vs {
            let (sum, vs) = (1000.0 * (p.vs - p.carbohydrate), 1000.0 * p.vs);
            self.contradiction(format!(
                "protein, fat, lignin and acids are {sum:.1} g/kg, more than the VS of {vs:.1} g/kg: check which are of TS, VS or \
                 fresh mass"
            ));
        } else if p.carbohydrate < 0.0 {
            self.findings.push("the parts exceed VS by less than 2 %: fat was lowered by the difference".to_owned());
            p.lipid += p.carbohydrate;
            p.carbohydrate = 0.0;
        }
        p.fibre = p.fibre.min(p.carbohydrate.max(0.0));
    }
}
