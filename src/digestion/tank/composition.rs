//! The one description of a feed that every kinetic model reads.

use crate::text;
use crate::words::{Text, shown_as_told};

/// A characterised feedstock, per m3 of feed. Degradable matter only in the first three; what does not degrade is inert.
///
/// The carbon and nitrogen of ADM1's states follow their COD (`C_ch`, `N_aa`, ...), not the feedstock's elemental
/// analysis: protein brings `N_aa` per kg COD and inerts `N_I`. A known total nitrogen is kept by putting what these do not
/// hold into S_IN, where it would end up anyway, so that the nitrogen of the feed closes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Composition {
    /// Flow, m3/d.
    pub flow_m3_per_d: f64,
    /// Degradable carbohydrate, kg COD/m3.
    pub carbohydrate: f64,
    /// Degradable protein, kg COD/m3.
    pub protein: f64,
    /// Degradable lipid, kg COD/m3.
    pub lipid: f64,
    /// Particulate matter that does not degrade, kg COD/m3.
    pub inert_particulate: f64,
    /// Dissolved matter that does not degrade, kg COD/m3.
    pub inert_soluble: f64,
    /// Valerate, butyrate, propionate, acetate (acids included), kg COD/m3.
    pub acids: [f64; 4],
    /// Total ammonia nitrogen, kmol N/m3.
    pub ammonia: f64,
    /// Total nitrogen (ammonia and organic), kmol N/m3; none when only the ammonia is known.
    pub total_nitrogen: Option<f64>,
    /// Of the degradable carbohydrate, protein and lipid, the share that degrades slowly (fibre, straw), 0 to 1. Models without
    /// a slow pool take all as one.
    pub slow_share: f64,
    /// Inorganic carbon, kmol C/m3.
    pub inorganic_carbon: f64,
    /// pH of the feed, which strong ions are chosen to give; 7 for a neutral feed.
    pub ph: f64,
}

/// Why a composition gives no feed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CompositionError {
    /// An amount that is negative or not finite.
    Amount {
        /// Which.
        name: &'static str,
        /// Its value.
        value: f64,
    },
    /// A slow share outside 0 to 1.
    Share {
        /// Its value.
        value: f64,
    },
    /// A pH outside 2 to 12.
    Ph {
        /// Its value.
        value: f64,
    },
    /// Protein, inerts and ammonia hold more nitrogen than there is, kmol N/m3.
    NitrogenDeficit {
        /// Total nitrogen given.
        total: f64,
        /// What protein, inerts and ammonia hold.
        held: f64,
    },
}

impl CompositionError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::Amount { name, value } => text!("{name} is {value}; write a number from 0 up", name, value),
            Self::Share { value } => text!("slow share is {value}; write a number from 0 to 1", value),
            Self::Ph { value } => text!("feed pH is {value}; write a number from 2 to 12", value),
            Self::NitrogenDeficit { total, held } => text!(
                "protein, inerts and ammonia hold {held} kmol N/m3, more than the total of {total}: \
                 lower the protein or the ammonia, or raise the total nitrogen",
                held,
                total
            ),
        }
    }
}

shown_as_told!(CompositionError);

impl std::error::Error for CompositionError {}

impl Composition {
    /// Refuses amounts that are negative or not finite, and a pH outside 2 to 12.
    ///
    /// # Errors
    /// The first of them.
    pub fn check(&self) -> Result<(), CompositionError> {
        let [va, bu, pro, ac] = self.acids;
        let amounts = [
            ("flow", self.flow_m3_per_d),
            ("carbohydrate", self.carbohydrate),
            ("protein", self.protein),
            ("lipid", self.lipid),
            ("inert particulate matter", self.inert_particulate),
            ("inert soluble matter", self.inert_soluble),
            ("valerate", va),
            ("butyrate", bu),
            ("propionate", pro),
            ("acetate", ac),
            ("ammonia", self.ammonia),
            ("total nitrogen", self.total_nitrogen.unwrap_or(0.0)),
            ("inorganic carbon", self.inorganic_carbon),
        ];
        for (name, value) in amounts {
            if !(value.is_finite() && value >= 0.0) {
                return Err(CompositionError::Amount { name, value });
            }
        }
        if !(0.0..=1.0).contains(&self.slow_share) {
            return Err(CompositionError::Share { value: self.slow_share });
        }
        if !(2.0..=12.0).contains(&self.ph) {
            return Err(CompositionError::Ph { value: self.ph });
        }
        Ok(())
    }

    /// Inorganic nitrogen, kmol N/m3: the ammonia, or all nitrogen that protein and inerts do not hold, with their contents
    /// in kmol N/kg COD.
    ///
    /// # Errors
    /// When protein, inerts and ammonia hold more nitrogen than there is.
    pub fn inorganic_nitrogen(&self, in_protein: f64, in_inerts: f64) -> Result<f64, CompositionError> {
        let organic = in_protein * self.protein + in_inerts * (self.inert_particulate + self.inert_soluble);
        let Some(total) = self.total_nitrogen else { return Ok(self.ammonia) };
        let held = organic + self.ammonia;
        // Rounded laboratory values may be short by a little; more than that is a contradiction in the input.
        if held > total * (1.0 + NITROGEN_SLACK) {
            return Err(CompositionError::NitrogenDeficit { total, held });
        }
        Ok((total - organic).max(0.0))
    }

    /// Ammonia of the feed for models whose protein has a content of its own, kmol N/m3: all nitrogen that protein does not
    /// hold, less what inerts hold, which take at most what is left; never less than the ammonia given.
    ///
    /// # Errors
    /// When protein and ammonia alone hold more nitrogen than there is, by more than contents differ between models.
    pub fn free_ammonia(&self, in_protein: f64, in_inerts: f64) -> Result<f64, CompositionError> {
        let Some(total) = self.total_nitrogen else { return Ok(self.ammonia) };
        let held = in_protein * self.protein + self.ammonia;
        if held > total * (1.0 + CONTENT_SLACK) {
            return Err(CompositionError::NitrogenDeficit { total, held });
        }
        let inert = in_inerts * (self.inert_particulate + self.inert_soluble);
        Ok((total - in_protein * self.protein - inert).max(self.ammonia))
    }
}

/// What `free_ammonia` accepts more of: contents of protein differ by 7 % between models (0.007 in ADM1, 0.00748 kmol N/kg COD
/// by the formula of the COD table).
const CONTENT_SLACK: f64 = 0.08;

/// Share of the total nitrogen by which rounded analyses may fall short of what protein, inerts and ammonia hold.
const NITROGEN_SLACK: f64 = 1e-3;
