//! What a heap of wood holds, and what screening, ageing and taking do to it.

use super::{Cover, StockParams};
use crate::units::{MJ_PER_KWH, WATER_KG_PER_KMOL, WATER_VAPORIZATION_KJ_PER_MOL};

/// Heat that a kilogram of water takes to evaporate at 25 C, MJ.
pub(super) const VAPOUR_MJ_PER_KG: f64 = WATER_VAPORIZATION_KJ_PER_MOL / WATER_KG_PER_KMOL;

/// An amount of wood, with what matters to its burning. Parts add up; every field is extensive.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Heap {
    /// Dry mass, t.
    pub dry_t: f64,
    /// Water, t.
    pub water_t: f64,
    /// Ash in the dry mass, t.
    pub ash_t: f64,
    /// Chlorine, t.
    pub cl_t: f64,
    /// Bulk volume as shred, m3; that of a dry mass stays the same while it dries.
    pub volume_m3: f64,
    /// Lower heating value of the dry mass, GJ.
    pub dry_gj: f64,
    /// Contaminants in the order of [`Contaminant::ALL`](crate::feedstock::Contaminant::ALL), kg; zero where nobody
    /// knows them.
    pub contaminants_kg: [f64; 11],
}

impl Heap {
    /// Mass as it lies, t.
    pub fn wet_t(&self) -> f64 {
        self.dry_t + self.water_t
    }

    /// Energy, MWh LHV as it lies; negative for wood that is wetter than it can burn.
    pub fn energy_mwh(&self) -> f64 {
        (self.dry_gj - VAPOUR_MJ_PER_KG * self.water_t) / MJ_PER_KWH
    }

    /// Water over mass as it lies, %; none when there is nothing.
    pub fn moisture_pct(&self) -> Option<f64> {
        (self.wet_t() > 0.0).then(|| 100.0 * self.water_t / self.wet_t())
    }

    /// The same mixture, `factor` times as much.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        let mut contaminants_kg = self.contaminants_kg;
        contaminants_kg.iter_mut().for_each(|kg| *kg *= factor);
        Self {
            dry_t: self.dry_t * factor,
            water_t: self.water_t * factor,
            ash_t: self.ash_t * factor,
            cl_t: self.cl_t * factor,
            volume_m3: self.volume_m3 * factor,
            dry_gj: self.dry_gj * factor,
            contaminants_kg,
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let mut contaminants_kg = self.contaminants_kg;
        contaminants_kg.iter_mut().zip(other.contaminants_kg).for_each(|(kg, more)| *kg += more);
        Self {
            dry_t: self.dry_t + other.dry_t,
            water_t: self.water_t + other.water_t,
            ash_t: self.ash_t + other.ash_t,
            cl_t: self.cl_t + other.cl_t,
            volume_m3: self.volume_m3 + other.volume_m3,
            dry_gj: self.dry_gj + other.dry_gj,
            contaminants_kg,
        }
    }

    /// What is left when a part is taken that is no larger.
    #[must_use]
    pub fn less(&self, part: &Self) -> Self {
        self.plus(&part.times(-1.0))
    }

    /// The fines that a screen takes: they hold more ash, chlorine and contaminants than the rest, by the ratios of the
    /// parameters, and the energy of their organic matter.
    pub(super) fn fines(&self, params: &StockParams<f64>) -> Self {
        let share = params.fines_pct / 100.0;
        let (dry_t, ash_t) = (self.dry_t * share, self.ash_t * share * params.fines_ash_ratio);
        let organic_t = self.dry_t - self.ash_t;
        let dry_gj = if organic_t > 0.0 { self.dry_gj * (dry_t - ash_t) / organic_t } else { 0.0 };
        let chlorine = share * params.fines_chlorine_ratio;
        let mut contaminants_kg = self.contaminants_kg;
        for (k, kg) in contaminants_kg.iter_mut().enumerate() {
            *kg *= if k == crate::feedstock::Contaminant::Cl as usize {
                chlorine
            } else {
                share * params.fines_metals_ratio
            };
        }
        Self {
            dry_t,
            water_t: self.water_t * share,
            ash_t,
            cl_t: self.cl_t * chlorine,
            volume_m3: self.volume_m3 * share,
            dry_gj,
            contaminants_kg,
        }
    }

    /// Some months of storage: organic dry matter rots by a constant share a month (ash and contaminants stay), and water per
    /// dry mass nears its end value at first order.
    pub(super) fn aged(&self, params: &StockParams<f64>, cover: Cover, months: f64) -> Aged {
        let (end, loss) = params.weathering(cover);
        let organic_t = self.dry_t - self.ash_t;
        let kept = libm::pow(1.0 - loss, months);
        // The share is one of dry matter; ash cannot rot.
        let rotten_t = (self.dry_t * (1.0 - kept)).min(organic_t);
        let dry_t = self.dry_t - rotten_t;
        let rotten_gj = if organic_t > 0.0 { self.dry_gj * rotten_t / organic_t } else { 0.0 };
        let volume_m3 = if self.dry_t > 0.0 { self.volume_m3 * dry_t / self.dry_t } else { 0.0 };
        let start = if self.dry_t > 0.0 { self.water_t / self.dry_t } else { 0.0 };
        let water_t = dry_t * (end + (start - end) * libm::exp(-params.drying_rate_per_month * months));
        let heap = Self { dry_t, water_t, volume_m3, dry_gj: self.dry_gj - rotten_gj, ..*self };
        Aged { heap, rotten_t, rotten_mwh: rotten_gj / MJ_PER_KWH, water_gain_t: water_t - self.water_t }
    }
}

/// A heap after some storage, and what storage took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aged {
    pub(super) heap: Heap,
    pub(super) rotten_t: f64,
    pub(super) rotten_mwh: f64,
    /// Negative while it dries.
    pub(super) water_gain_t: f64,
}
