//! Parts of an analysis to what models take: degradable and inert COD, carbon, charge.

use super::analysis::AnalysisProblem;
use super::characterise::{ACID_CARBONS, ACID_COD_KG_PER_KMOL, Parts, Work};
use super::characterised::{Characterised, FeedAmounts};
use super::charge::Buffers;
use crate::feedstock::macromolecule::Macromolecule;
use crate::param::Flag;
use crate::units::atomic_mass;

impl Work<'_> {
    /// COD of carbohydrate, protein, lipid, lignin and each acid, kg/kg fresh mass.
    pub(super) fn cod(&self, p: &Parts) -> ([f64; 4], [f64; 4]) {
        use Macromolecule::{Carbohydrate, Lignin, Lipid, Protein};
        let of = |m, kg: f64| kg * self.table.get(m).cod_kg_per_kg;
        let matter =
            [of(Carbohydrate, p.carbohydrate), of(Protein, p.protein), of(Lipid, p.lipid), of(Lignin, p.lignin)];
        (matter, std::array::from_fn(|k| p.acids_kmol[k] * ACID_COD_KG_PER_KMOL[k]))
    }

    pub(super) fn check_cod(&mut self, p: &Parts) {
        let (matter, acids) = self.cod(p);
        let fractions: f64 = matter.iter().chain(&acids).sum();
        let Some(measured) = self.given.cod_g_per_kg_fm.map(|c| c / 1000.0) else { return };
        let gap_pct = (fractions - measured).abs() / measured.max(f64::MIN_POSITIVE) * 100.0;
        let tolerance_pct = self.defaults.cod_tolerance_pct;
        if gap_pct > tolerance_pct {
            self.problems.push(AnalysisProblem::CodGap { measured, fractions, tolerance_pct });
        } else if gap_pct > 1.0 {
            self.findings
                .push(format!("the fractions hold {gap_pct:.1} % more or less COD than was measured; theirs is used"));
        }
    }

    /// Degradable share of the COD that is no acid.
    pub(super) fn degradable(&mut self, p: &Parts) -> f64 {
        let (matter, acids) = self.cod(p);
        let per_cod = self.table.ch4_nm3_per_kg_cod() * 1000.0;
        let (whole, free): (f64, f64) = (matter.iter().sum(), acids.iter().sum());
        let Some(bmp) = self.given.bmp_nl_per_kg_vs else {
            let lignin_pct = 100.0 * p.lignin / p.vs;
            self.origin("degradable", Flag::Assumed, "Chandler's line in lignin: have a BMP measured");
            let d = self.defaults;
            return (d.degradable_intercept - d.degradable_slope * lignin_pct).clamp(0.0, 1.0);
        };
        self.origin("degradable", Flag::Computed, "BMP over the theoretical methane");
        let range = (free * per_cod / p.vs, (whole + free) * per_cod / p.vs);
        if bmp < range.0 || bmp > range.1 {
            self.problems.push(AnalysisProblem::Bmp { measured: bmp, range });
            return 0.0;
        }
        if bmp * p.vs > (whole + free - matter[3]) * per_cod {
            self.findings.push("the BMP needs lignin to degrade: check lignin, or blanks of the BMP test".to_owned());
        }
        if whole > 0.0 { (bmp * p.vs / per_cod - free) / whole } else { 0.0 }
    }

    pub(super) fn finish(mut self, p: &Parts, degradable: f64) -> Characterised {
        let g = *self.given;
        let (matter, acids) = self.cod(p);
        let [ch, pr, li, lignin] = matter;
        let easy = ch + pr + li;
        let wanted = degradable * (easy + lignin);
        // Lignin gives only what all else cannot.
        let share = if easy > 0.0 { (wanted / easy).min(1.0) } else { 0.0 };
        let over_lignin = (wanted - easy * share).max(0.0);
        let ph = g.ph.unwrap_or(self.defaults.ph);
        let flag = if g.ph.is_some() { Flag::Read } else { Flag::Assumed };
        self.origin("ph", flag, "measured, or neutral where it was not");
        let nitrogen = p.ammonia_n + p.organic_n;
        let mut buffers = Buffers { acids: p.acids_kmol, ammonia: p.ammonia_n / atomic_mass::N, carbon: 0.0 };
        buffers.carbon = self.inorganic_carbon(&buffers, ph);
        let per_kg = FeedAmounts {
            // Lignin that degrades is counted with carbohydrate: models have no state for it.
            carbohydrate: ch * share + over_lignin,
            protein: pr * share,
            lipid: li * share,
            inert_particulate: easy * (1.0 - share) + lignin - over_lignin,
            acids,
            ammonia: buffers.ammonia,
            total_nitrogen: nitrogen / atomic_mass::N,
            inorganic_carbon: buffers.carbon,
            strong_ions: buffers.strong_ions(ph),
        };
        let density = g.density_kg_m3.unwrap_or(self.defaults.density_kg_m3);
        let flag = if g.density_kg_m3.is_some() { Flag::Read } else { Flag::Assumed };
        self.origin("density", flag, "measured, or that of water");
        let slow_cod = p.fibre * self.table.get(Macromolecule::Carbohydrate).cod_kg_per_kg;
        let per_cod = self.table.ch4_nm3_per_kg_cod() * 1000.0 / p.vs;
        let mut done = Characterised {
            ts: p.ts,
            vs: p.vs,
            vs_shares: [p.carbohydrate, p.protein, p.lipid, p.lignin, p.acids].map(|x| x / p.vs),
            degradable,
            slow_share: if easy > 0.0 { (slow_cod / easy).min(1.0) } else { 0.0 },
            cod: per_kg.cod(),
            per_kg,
            density_kg_m3: density,
            ph,
            cod_measured: g.cod_g_per_kg_fm.map(|c| c / 1000.0),
            carbon: self.carbon(p) + buffers.carbon * atomic_mass::C,
            nitrogen,
            minerals: [g.p_g_per_kg_fm, g.k_g_per_kg_fm, g.s_g_per_kg_fm].map(|x| x.map(|v| v / 1000.0)),
            bmp_implied_nl_per_kg_vs: (per_kg.cod() - per_kg.inert_particulate) * per_cod,
            bmp_measured_nl_per_kg_vs: g.bmp_nl_per_kg_vs,
            bmp_theoretical_nl_per_kg_vs: per_kg.cod() * per_cod,
            origins: Vec::new(),
            findings: Vec::new(),
        };
        self.tell_acid(&done);
        done.origins = self.origins;
        done.findings = self.findings;
        done
    }

    fn inorganic_carbon(&mut self, buffers: &Buffers, ph: f64) -> f64 {
        let Some(alkalinity) = self.given.alkalinity_g_caco3_per_kg_fm else {
            self.origin(
                "inorganic_carbon",
                Flag::Assumed,
                "bicarbonate of the ammonia that no acid binds, from pH 6 up",
            );
            let acids: f64 = buffers.acids.iter().sum();
            return if ph < 6.0 { 0.0 } else { (buffers.ammonia - acids).max(0.0) };
        };
        self.origin("inorganic_carbon", Flag::Computed, "alkalinity less acids and ammonia");
        let carbon = buffers.carbon_of(alkalinity / 1000.0, ph);
        if ph > 4.5 && carbon >= 0.0 && carbon.is_finite() {
            return carbon;
        }
        self.findings.push(
            "the acids alone take up more than the alkalinity, or pH is near the end of its titration: no inorganic carbon"
                .to_owned(),
        );
        0.0
    }

    /// Organic carbon, kg C/kg fresh mass.
    fn carbon(&self, p: &Parts) -> f64 {
        use Macromolecule::{Carbohydrate, Lignin, Lipid, Protein};
        let of = |m, kg: f64| kg * self.table.get(m).c_kg_per_kg;
        let matter =
            of(Carbohydrate, p.carbohydrate) + of(Protein, p.protein) + of(Lipid, p.lipid) + of(Lignin, p.lignin);
        let acids: f64 = p.acids_kmol.iter().zip(ACID_CARBONS).map(|(n, c)| n * c).sum();
        matter + acids * atomic_mass::C
    }

    fn tell_acid(&mut self, done: &Characterised) {
        if done.ph >= 5.0 {
            return;
        }
        let alkali = done.alkali_to_ph7();
        self.findings.push(format!(
            "a feed of pH {} eats buffer: {:.1} g NaOH/kg fresh mass bring it to pH 7, or dilute it among others, or feed it slowly",
            done.ph,
            alkali * 39.997 * 1000.0
        ));
    }
}
