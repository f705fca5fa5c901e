//! What does not change from one account of a lot or a sink to the next, computed once.

use super::account::Accountant;
use super::rules::refusal;
use super::table::PER_PLANT;
use super::{Channel, Lot, LotKind, Physics, Refusal, Sink, channel};
use crate::balance::jobs::{OutletJobs, Range, Step, outlet_jobs};
use crate::feedstock::Substance;
use crate::feedstock::macromolecule::MacromoleculeTable;
use crate::units::{DAYS_PER_YEAR, MJ_PER_KWH, WATER_KG_PER_KMOL, WATER_VAPORIZATION_KJ_PER_MOL};

/// Heat of vaporization of water, MJ/kg.
pub(super) const WATER_MJ_PER_KG: f64 = WATER_VAPORIZATION_KJ_PER_MOL / WATER_KG_PER_KMOL;

/// Clean wood of a lot, per tonne as received without its foreign matter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WoodFacts {
    /// Water, t/t.
    pub moisture_share: f64,
    /// Ash, t/t as received.
    pub ash_t: f64,
    /// Carbon, t/t as received.
    pub carbon_t: f64,
    /// Lower heating value as received, MWh/t.
    pub lhv_mwh_per_t: f64,
}

/// Clean organic matter of a lot, per tonne as received without its foreign matter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrganicFacts {
    /// Dry matter, t/t.
    pub ts_t: f64,
    /// Volatile solids, t/t.
    pub vs_t: f64,
    /// Oxygen demand, t O2/t.
    pub cod_t: f64,
    /// Nitrogen, t/t.
    pub n_t: f64,
    /// Methane potential, Nm3/t.
    pub bmp_nm3: f64,
    /// Methane in the gas, by volume.
    pub methane_share: f64,
    /// Rate of hydrolysis, 1/d.
    pub k_per_d: f64,
    /// Held at 70 C for an hour before a digester.
    pub needs_hygienisation: bool,
}

/// What a lot is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Matter {
    /// Wood.
    Wood(WoodFacts),
    /// Organic matter.
    Organic(OrganicFacts),
}

/// A lot with what follows from its composition.
#[derive(Clone, Copy, Debug)]
pub struct LotFacts<'a> {
    /// The lot.
    pub lot: &'a Lot,
    /// Its matter.
    pub matter: Matter,
    /// Posts of the treatment of today.
    pub(super) present_jobs: &'static OutletJobs,
}

impl<'a> LotFacts<'a> {
    /// Facts of a lot; the water of the lot takes the place of that of its substance.
    pub fn of(lot: &'a Lot) -> Self {
        let matter = match &lot.substance {
            Substance::Wood(_, wood) => {
                let dry = 1.0 - lot.moisture_share;
                let lhv_mj_per_kg = wood.lhv_mj_per_kg_db().0 * dry - lot.moisture_share * WATER_MJ_PER_KG;
                Matter::Wood(WoodFacts {
                    moisture_share: lot.moisture_share,
                    ash_t: dry * wood.ash_pct_db * 0.01,
                    carbon_t: dry * wood.c_pct_db * 0.01,
                    lhv_mwh_per_t: lhv_mj_per_kg / MJ_PER_KWH,
                })
            }
            Substance::Organic(feedstock, organic) => {
                let table = MacromoleculeTable::project();
                let amounts = organic.per_tonne(table);
                let ts_t = 1.0 - lot.moisture_share;
                let scale = if amounts.ts_t > 0.0 { ts_t / amounts.ts_t } else { 0.0 };
                let methane_share = organic.ch4_pct_nitrogen_bound(table) * 0.01;
                let food = matches!(lot.kind, LotKind::FoodWaste | LotKind::Grease);
                Matter::Organic(OrganicFacts {
                    ts_t,
                    vs_t: amounts.vs_t * scale,
                    cod_t: amounts.cod_t * scale,
                    n_t: amounts.n_t * scale,
                    bmp_nm3: amounts.bmp_nm3 * scale,
                    methane_share,
                    k_per_d: organic.k_hyd_per_d,
                    needs_hygienisation: food && feedstock.animal_by_product.may_need_pasteurisation(),
                })
            }
        };
        let present_jobs = outlet_jobs().iter().find(|o| o.id == lot.outlet.treatment_jobs);
        Self { lot, matter, present_jobs: present_jobs.expect("a test finds the jobs of every outlet") }
    }

    /// Dry matter of the clean lot, t/t as received.
    pub fn dry_t(&self) -> f64 {
        1.0 - self.lot.moisture_share
    }
}

/// A sink with what follows from its channel and size.
#[derive(Clone, Copy, Debug)]
pub struct SinkFacts<'a> {
    /// The sink.
    pub sink: &'a Sink,
    /// Its channel.
    pub channel: &'static Channel,
    /// Outer area of the digester at full load, m2 for a tonne a year.
    pub(super) area_m2_per_t: f64,
    /// Posts of its operation, FTE/kt as received.
    pub(super) operation_fte_per_kt: Range<f64>,
}

impl<'a> SinkFacts<'a> {
    /// Facts of a sink under the settings of an accountant.
    ///
    /// # Errors
    /// No channel has the name that the sink gives.
    pub fn of(sink: &'a Sink, accountant: &Accountant) -> Result<Self, Refusal> {
        let channel = channel(sink.channel).ok_or_else(|| refusal("unknown_channel"))?;
        let digests = channel.physics == Physics::Digestion;
        let area_m2_per_t = if digests { area_m2_per_t(sink, accountant) } else { 0.0 };
        Ok(Self { sink, channel, area_m2_per_t, operation_fte_per_kt: operation(sink, channel, accountant) })
    }
}

/// Gas volume above the liquid of a digester, over the liquid.
const GAS_SPACE: f64 = 0.2;

/// Outer area of one digester for the whole capacity over that capacity: a cylinder as high as wide.
fn area_m2_per_t(sink: &Sink, accountant: &Accountant) -> f64 {
    let t = sink.capacity_t_max;
    if !(t.is_finite() && t > 0.0) {
        return 0.0;
    }
    let stated = accountant.settings.plant.envelope_area_m2;
    if stated.is_finite() {
        return stated / t;
    }
    let volume_m3 = t * accountant.settings.channel.retention_d / DAYS_PER_YEAR * (1.0 + GAS_SPACE);
    let diameter_m = libm::cbrt(volume_m3 * (4.0 / std::f64::consts::PI));
    1.5 * std::f64::consts::PI * diameter_m * diameter_m / t
}

/// Posts of operation; those of a plant spread over its capacity at full load.
fn operation(sink: &Sink, channel: &Channel, accountant: &Accountant) -> Range<f64> {
    let jobs = &accountant.settings.jobs;
    match channel.operation_jobs.as_str() {
        PER_PLANT => {
            let kt = sink.capacity_t_max / 1000.0;
            let some = kt.is_finite() && kt > 0.0;
            if some { Step::DigesterOperation.fte(jobs).times(1.0 / kt) } else { Range::zero() }
        }
        "reuse" => Step::Reuse.fte(jobs),
        "boiler_operation" => Step::BoilerOperation.fte(jobs),
        id => outlet_jobs().iter().find(|o| o.id == id).map_or_else(Range::zero, |o| o.fte),
    }
}
