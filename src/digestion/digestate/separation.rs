//! Separation of digestate into a solid and a liquid.

use super::balance::{Digestate, DigestateError, DigestateParams};
use super::nutrients::Nutrient;
use crate::num::{Mask, Real};
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// One kind of separator: `models/digestion/separation.csv`. Shares of what comes that go to the solid.
#[derive(Clone, Debug, PartialEq)]
pub struct SeparationKind {
    /// Its name in files.
    pub id: String,
    /// English name.
    pub name_en: String,
    /// French name.
    pub name_fr: String,
    /// Dry matter that goes to the solid, %.
    pub ts_to_solid_pct: f64,
    /// Dry matter of the solid, % of its mass.
    pub solid_ts_pct: f64,
    /// Total nitrogen that goes to the solid, %.
    pub n_to_solid_pct: f64,
    /// Ammonium nitrogen that goes to the solid, %; none: it goes with the water.
    pub tan_to_solid_pct: Option<f64>,
    /// Phosphorus that goes to the solid, %.
    pub p_to_solid_pct: f64,
    /// Potassium that goes to the solid, %; none: it goes with the water.
    pub k_to_solid_pct: Option<f64>,
    /// Electricity, kWh/m3 of what comes.
    pub power_kwh_per_m3: f64,
    /// Where it is from.
    pub source: String,
    /// How far to trust it.
    pub flag: Flag,
}

fn read_kind(row: &SheetRow<'_>) -> Result<SeparationKind, SheetError> {
    let share = |column: &str| row.number_in(column, 0.0..=100.0);
    let share_if_any = |column: &str| -> Result<Option<f64>, SheetError> {
        row.number_if_any(column)?.map(|_| share(column)).transpose()
    };
    Ok(SeparationKind {
        id: row.filled("id")?,
        name_en: row.filled("name_en")?,
        name_fr: row.filled("name_fr")?,
        ts_to_solid_pct: share("ts_to_solid_pct")?,
        solid_ts_pct: row.number_in("solid_ts_pct", 5.0..=60.0)?,
        n_to_solid_pct: share("n_to_solid_pct")?,
        tan_to_solid_pct: share_if_any("tan_to_solid_pct")?,
        p_to_solid_pct: share("p_to_solid_pct")?,
        k_to_solid_pct: share_if_any("k_to_solid_pct")?,
        power_kwh_per_m3: row.number_in("power_kwh_per_m3", 0.0..=50.0)?,
        source: row.filled("source")?,
        flag: row.flag("flag")?,
    })
}

shipped! {
    /// Kinds of separators.
    pub fn separation_kinds() -> [SeparationKind] from "digestion/separation.csv" by read_kind
}

/// Solid and liquid; together they are what came.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Separated<S> {
    /// The solid.
    pub solid: Digestate<S>,
    /// The liquid.
    pub liquid: Digestate<S>,
    /// Electricity, kWh.
    pub power_kwh: S,
}

/// Separates all of a digestate. Organic dry matter goes as dry matter does.
///
/// # Errors
/// When the solid would take more water or nitrogen than there is.
pub fn separate<S: Real>(
    whole: &Digestate<S>,
    kind: &SeparationKind,
    params: &DigestateParams<S>,
) -> Result<Separated<S>, DigestateError> {
    let ts_share = kind.ts_to_solid_pct / 100.0;
    let solid_ts_t = whole.ts_t * ts_share;
    let solid_t = solid_ts_t * (100.0 / kind.solid_ts_pct);
    let some = whole.water_t().gt(S::zero());
    let with_water = S::select(some, (solid_t - solid_ts_t) / S::select(some, whole.water_t(), S::one()), S::zero());
    let or_water = |pct: Option<f64>| pct.map_or(with_water, |pct| S::from_f64(pct / 100.0));
    let split = |nutrient: Nutrient<S>, share: S| nutrient.times(share);
    let solid = Digestate {
        mass_t: solid_t,
        ts_t: solid_ts_t,
        vs_t: whole.vs_t * ts_share,
        n_t: whole.n_t * (kind.n_to_solid_pct / 100.0),
        tan_t: whole.tan_t * or_water(kind.tan_to_solid_pct),
        p: split(whole.p, S::from_f64(kind.p_to_solid_pct / 100.0)),
        k: split(whole.k, or_water(kind.k_to_solid_pct)),
        manure_share_of_n: whole.manure_share_of_n,
    };
    let liquid = Digestate {
        mass_t: whole.mass_t - solid.mass_t,
        ts_t: whole.ts_t - solid.ts_t,
        vs_t: whole.vs_t - solid.vs_t,
        n_t: whole.n_t - solid.n_t,
        tan_t: whole.tan_t - solid.tan_t,
        p: Nutrient {
            known_t: whole.p.known_t - solid.p.known_t,
            unknown_ts_t: whole.p.unknown_ts_t - solid.p.unknown_ts_t,
        },
        k: Nutrient {
            known_t: whole.k.known_t - solid.k.known_t,
            unknown_ts_t: whole.k.unknown_ts_t - solid.k.unknown_ts_t,
        },
        manure_share_of_n: whole.manure_share_of_n,
    };
    if !with_water.le(S::one()).all() {
        return Err(DigestateError::Separation { what: "water" });
    }
    let nitrogen = solid.tan_t.le(solid.n_t) & liquid.tan_t.le(liquid.n_t);
    if !nitrogen.all() {
        return Err(DigestateError::Separation { what: "nitrogen" });
    }
    Ok(Separated { solid, liquid, power_kwh: whole.volume_m3(params) * kind.power_kwh_per_m3 })
}
