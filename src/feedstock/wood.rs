//! What a wood stream is made of, and its heating values.

use super::additive::additive;
use super::overrides::{CompositionError, overrides, within};
use crate::library::{ANALYSIS_SUM_TOLERANCE_PCT, WoodFeedstock, WoodNumbers, wood_fields};
use crate::num::Real;
use crate::units::{Hhv, Lhv, WATER_KG_PER_KMOL, WATER_VAPORIZATION_KJ_PER_MOL, atomic_mass};

/// What can make a wood unfit as a fuel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contaminant {
    /// Arsenic.
    As,
    /// Cadmium.
    Cd,
    /// Chromium.
    Cr,
    /// Copper.
    Cu,
    /// Mercury.
    Hg,
    /// Lead.
    Pb,
    /// Zinc.
    Zn,
    /// Chlorine.
    Cl,
    /// Fluorine.
    F,
    /// Pentachlorophenol.
    Pcp,
    /// Polychlorinated biphenyls.
    Pcb,
}

impl Contaminant {
    /// All of them.
    pub const ALL: [Self; 11] =
        [Self::As, Self::Cd, Self::Cr, Self::Cu, Self::Hg, Self::Pb, Self::Zn, Self::Cl, Self::F, Self::Pcp, Self::Pcb];

    /// Its name in the tables of limits.
    pub fn word(self) -> &'static str {
        match self {
            Self::As => "As",
            Self::Cd => "Cd",
            Self::Cr => "Cr",
            Self::Cu => "Cu",
            Self::Hg => "Hg",
            Self::Pb => "Pb",
            Self::Zn => "Zn",
            Self::Cl => "Cl",
            Self::F => "F",
            Self::Pcp => "PCP",
            Self::Pcb => "PCB",
        }
    }

    /// The contaminant of this name.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.word() == word)
    }
}

overrides! {
    /// What a scenario says about a wood stream, by the names of `models/feedstock/wood_fields.csv`, and contaminants
    /// the library knows nothing of (`f_`, `pcp_`, `pcb_mg_kg_db`).
    pub struct WoodOverrides {
        moisture_pct_ar, ash_pct_db, c_pct_db, h_pct_db, o_pct_db, n_pct_db, s_pct_db, cl_pct_db, bulk_density_kg_m3,
        as_mg_kg_db, cd_mg_kg_db, cr_mg_kg_db, cu_mg_kg_db, hg_mg_kg_db, pb_mg_kg_db, zn_mg_kg_db, f_mg_kg_db,
        pcp_mg_kg_db, pcb_mg_kg_db,
    }
}

/// The numbers of one wood stream after all overrides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WoodParams<S> {
    /// Water, % of mass as received.
    pub moisture_pct_ar: S,
    /// Ash, % of dry mass.
    pub ash_pct_db: S,
    /// Carbon, % of dry mass.
    pub c_pct_db: S,
    /// Hydrogen, % of dry mass.
    pub h_pct_db: S,
    /// Oxygen, % of dry mass.
    pub o_pct_db: S,
    /// Nitrogen, % of dry mass; zero where it was not determined.
    pub n_pct_db: S,
    /// Sulphur, % of dry mass; zero where it was not determined.
    pub s_pct_db: S,
    /// Chlorine, % of dry mass; zero where it was not determined (then [`Contaminant::Cl`] is unknown).
    pub cl_pct_db: S,
    /// Bulk density of the shred as received, kg/m3.
    pub bulk_density_kg_m3: S,
    /// Contaminants in the order of [`Contaminant::ALL`], mg/kg dry mass; none where nobody knows.
    pub contaminants_mg_kg_db: [Option<S>; 11],
}

additive! {
    /// What a wood stream, or a pool of them, holds, in tonnes (per tonne as received, per month, per year: as said
    /// where it is used).
    pub struct WoodAmounts {
        /// Mass as received, t.
        wet_t,
        /// Dry mass, t.
        dry_t,
        /// Water, t.
        water_t,
        /// Ash, t.
        ash_t,
        /// Carbon, t.
        c_t,
        /// Hydrogen of the dry mass, t.
        h_t,
        /// Oxygen of the dry mass, t.
        o_t,
        /// Nitrogen, t.
        n_t,
        /// Sulphur, t.
        s_t,
        /// Chlorine, t.
        cl_t,
        /// Bulk volume of the shred as received, m3.
        volume_m3,
    }
}

/// Higher heating value of a dry solid fuel, MJ/kg, from its C, H, O, N, S and ash, % of dry mass
/// (Channiwala & Parikh 2002, doi 10.1016/S0016-2361(01)00131-4; all fuels, +- 1.45 %).
pub fn channiwala_parikh<S: Real>([c, h, o, n, s, ash]: [S; 6]) -> Hhv<S> {
    Hhv(c * 0.3491 + h * 1.1783 + s * 0.1005 - o * 0.1034 - n * 0.0151 - ash * 0.0211)
}

impl<S: Real> WoodParams<S> {
    /// What a tonne as received holds.
    pub fn per_tonne(&self) -> WoodAmounts<S> {
        let dry = S::one() - self.moisture_pct_ar * 0.01;
        let part = |pct_db: S| dry * pct_db * 0.01;
        WoodAmounts {
            wet_t: S::one(),
            dry_t: dry,
            water_t: self.moisture_pct_ar * 0.01,
            ash_t: part(self.ash_pct_db),
            c_t: part(self.c_pct_db),
            h_t: part(self.h_pct_db),
            o_t: part(self.o_pct_db),
            n_t: part(self.n_pct_db),
            s_t: part(self.s_pct_db),
            cl_t: part(self.cl_pct_db),
            volume_m3: S::from_f64(1000.0) / self.bulk_density_kg_m3,
        }
    }

    /// Higher heating value of the dry mass, MJ/kg, by [`channiwala_parikh`].
    pub fn hhv_mj_per_kg_db(&self) -> Hhv<S> {
        let Self { c_pct_db, h_pct_db, o_pct_db, n_pct_db, s_pct_db, ash_pct_db, .. } = *self;
        channiwala_parikh([c_pct_db, h_pct_db, o_pct_db, n_pct_db, s_pct_db, ash_pct_db])
    }

    /// Lower heating value of the dry mass, MJ/kg: the hydrogen that is not bound in HCl leaves as water vapour.
    pub fn lhv_mj_per_kg_db(&self) -> Lhv<S> {
        let hydrogen_kmol = self.h_pct_db * (0.01 / atomic_mass::H) - self.cl_pct_db * (0.01 / atomic_mass::CL);
        Lhv(self.hhv_mj_per_kg_db().0 - hydrogen_kmol * (0.5 * WATER_VAPORIZATION_KJ_PER_MOL))
    }

    /// Lower heating value as received, MJ/kg: dry value times dry share, less the heat that its water takes.
    pub fn lhv_mj_per_kg_ar(&self) -> Lhv<S> {
        let moisture = self.moisture_pct_ar * 0.01;
        let water = moisture * (WATER_VAPORIZATION_KJ_PER_MOL / WATER_KG_PER_KMOL);
        Lhv(self.lhv_mj_per_kg_db().0 * (S::one() - moisture) - water)
    }
}

impl WoodParams<f64> {
    /// The same numbers as constants of another scalar.
    pub fn lift<S: Real>(&self) -> WoodParams<S> {
        let c = S::from_f64;
        WoodParams {
            moisture_pct_ar: c(self.moisture_pct_ar),
            ash_pct_db: c(self.ash_pct_db),
            c_pct_db: c(self.c_pct_db),
            h_pct_db: c(self.h_pct_db),
            o_pct_db: c(self.o_pct_db),
            n_pct_db: c(self.n_pct_db),
            s_pct_db: c(self.s_pct_db),
            cl_pct_db: c(self.cl_pct_db),
            bulk_density_kg_m3: c(self.bulk_density_kg_m3),
            contaminants_mg_kg_db: self.contaminants_mg_kg_db.map(|known| known.map(c)),
        }
    }
}

const MG_PER_KG_IN_PERCENT: f64 = 1e4;

impl WoodParams<f64> {
    /// The numbers of the library with a scenario's overrides, checked.
    ///
    /// # Errors
    /// A value out of range; no elemental analysis; elements and ash that do not sum to 100 % within 0.5 points.
    pub fn resolve(feedstock: &WoodFeedstock, given: &WoodOverrides) -> Result<Self, CompositionError> {
        let library = &feedstock.numbers;
        let merged = WoodNumbers {
            moisture_pct_ar: given.moisture_pct_ar.unwrap_or(library.moisture_pct_ar),
            ash_pct_db: given.ash_pct_db.unwrap_or(library.ash_pct_db),
            bulk_density_kg_m3: given.bulk_density_kg_m3.unwrap_or(library.bulk_density_kg_m3),
            c_pct_db: given.c_pct_db.or(library.c_pct_db),
            h_pct_db: given.h_pct_db.or(library.h_pct_db),
            o_pct_db: given.o_pct_db.or(library.o_pct_db),
            n_pct_db: given.n_pct_db.or(library.n_pct_db),
            s_pct_db: given.s_pct_db.or(library.s_pct_db),
            cl_pct_db: given.cl_pct_db.or(library.cl_pct_db),
            as_mg_kg_db: given.as_mg_kg_db.or(library.as_mg_kg_db),
            cd_mg_kg_db: given.cd_mg_kg_db.or(library.cd_mg_kg_db),
            cr_mg_kg_db: given.cr_mg_kg_db.or(library.cr_mg_kg_db),
            cu_mg_kg_db: given.cu_mg_kg_db.or(library.cu_mg_kg_db),
            hg_mg_kg_db: given.hg_mg_kg_db.or(library.hg_mg_kg_db),
            pb_mg_kg_db: given.pb_mg_kg_db.or(library.pb_mg_kg_db),
            zn_mg_kg_db: given.zn_mg_kg_db.or(library.zn_mg_kg_db),
        };
        check_ranges(&merged)?;
        let extra = [given.f_mg_kg_db, given.pcp_mg_kg_db, given.pcb_mg_kg_db];
        for (value, field) in extra.iter().zip(["f_mg_kg_db", "pcp_mg_kg_db", "pcb_mg_kg_db"]) {
            within(field, value.unwrap_or(0.0), 0.0, 1e5, "mg/kg dry mass")?;
        }
        check_analysis(&merged)?;
        let need = |value: Option<f64>, field: &'static str| {
            value.ok_or_else(|| CompositionError::NoAnalysis { id: feedstock.id.clone(), field })
        };
        Ok(Self {
            moisture_pct_ar: merged.moisture_pct_ar,
            ash_pct_db: merged.ash_pct_db,
            c_pct_db: need(merged.c_pct_db, "c_pct_db")?,
            h_pct_db: need(merged.h_pct_db, "h_pct_db")?,
            o_pct_db: need(merged.o_pct_db, "o_pct_db")?,
            n_pct_db: merged.n_pct_db.unwrap_or(0.0),
            s_pct_db: merged.s_pct_db.unwrap_or(0.0),
            cl_pct_db: merged.cl_pct_db.unwrap_or(0.0),
            bulk_density_kg_m3: merged.bulk_density_kg_m3,
            contaminants_mg_kg_db: contaminants(&merged, extra),
        })
    }
}

fn check_ranges(numbers: &WoodNumbers) -> Result<(), CompositionError> {
    for spec in wood_fields() {
        if let Some(value) = numbers.get(&spec.field) {
            within(&spec.field, value, spec.low, spec.high, &spec.unit)?;
        }
    }
    Ok(())
}

fn check_analysis(numbers: &WoodNumbers) -> Result<(), CompositionError> {
    match numbers.analysis_sum_pct_db() {
        Some(sum_pct) if (sum_pct - 100.0).abs() > ANALYSIS_SUM_TOLERANCE_PCT => Err(CompositionError::SumNot100 {
            parts: "c_pct_db, h_pct_db, o_pct_db, n_pct_db, s_pct_db, cl_pct_db and ash_pct_db",
            sum_pct,
            tolerance_pct: ANALYSIS_SUM_TOLERANCE_PCT,
        }),
        _ => Ok(()),
    }
}

/// In the order of [`Contaminant::ALL`].
fn contaminants(numbers: &WoodNumbers, [f, pcp, pcb]: [Option<f64>; 3]) -> [Option<f64>; 11] {
    [
        numbers.as_mg_kg_db,
        numbers.cd_mg_kg_db,
        numbers.cr_mg_kg_db,
        numbers.cu_mg_kg_db,
        numbers.hg_mg_kg_db,
        numbers.pb_mg_kg_db,
        numbers.zn_mg_kg_db,
        numbers.cl_pct_db.map(|pct| pct * MG_PER_KG_IN_PERCENT),
        f,
        pcp,
        pcb,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::wood;

    #[test]
    fn a_wood_without_analysis_is_refused_until_one_is_given() {
        let cca = wood("cca").unwrap();
        let none = WoodOverrides::default();
        assert!(matches!(WoodParams::resolve(cca, &none), Err(CompositionError::NoAnalysis { field: "c_pct_db", .. })));
        let given = WoodOverrides { c_pct_db: Some(49.5), h_pct_db: Some(6.1), o_pct_db: Some(42.4), ..none };
        assert_eq!(WoodParams::resolve(cca, &given).unwrap().c_pct_db, 49.5);
    }

    #[test]
    fn an_analysis_that_does_not_sum_is_refused() {
        let given = WoodOverrides { c_pct_db: Some(60.0), ..WoodOverrides::default() };
        let error = WoodParams::resolve(wood("pallet_A_soft").unwrap(), &given).unwrap_err();
        assert!(matches!(error, CompositionError::SumNot100 { .. }), "{error}");
        let given = WoodOverrides { moisture_pct_ar: Some(120.0), ..WoodOverrides::default() };
        assert!(WoodParams::resolve(wood("pallet_A_soft").unwrap(), &given).is_err());
        let given = WoodOverrides { pcp_mg_kg_db: Some(-1.0), ..WoodOverrides::default() };
        assert!(WoodParams::resolve(wood("pallet_A_soft").unwrap(), &given).is_err());
    }

    #[test]
    fn unknown_contaminants_stay_unknown() {
        let demolition = WoodParams::resolve(wood("demolition").unwrap(), &WoodOverrides::default()).unwrap();
        assert!(demolition.contaminants_mg_kg_db.iter().all(Option::is_none));
        let soft = WoodParams::resolve(wood("pallet_A_soft").unwrap(), &WoodOverrides::default()).unwrap();
        assert_eq!(soft.contaminants_mg_kg_db[Contaminant::Cl as usize], Some(100.0));
    }
}
