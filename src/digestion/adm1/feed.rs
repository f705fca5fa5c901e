//! What the digester is fed: piecewise constant rows, and rows made from a characterised feedstock.

use super::charge::Ions;
use super::params::{Adm1Params, power_of_ten};
use super::state::{LIQUID, State, UNKNOWNS, bsm2_influent};
use std::fmt;

/// One row of a feed: held constant until the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FeedRow {
    /// Flow of feed, and of digestate, m3/d.
    pub flow_m3_per_d: f64,
    /// Concentrations of the 26 liquid states, in their order and units (see [`State::unit`]).
    pub concentrations: [f64; LIQUID],
    /// Operating temperature from this row on, K; none keeps the parameter T_op.
    pub t_op_k: Option<f64>,
}

/// A feed over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Feed {
    /// Start of each row, d; the first is 0, each later than the one before. The last row holds to the end.
    pub times_d: Vec<f64>,
    /// The rows.
    pub rows: Vec<FeedRow>,
}

impl FeedRow {
    /// Constant influent of BSM2 at `flow_m3_per_d` (BSM2: 170).
    pub fn bsm2(flow_m3_per_d: f64) -> Self {
        Self { flow_m3_per_d, concentrations: *bsm2_influent(), t_op_k: None }
    }

    /// Concentration of a liquid state; 0 for a state that no feed carries.
    pub fn get(&self, state: State) -> f64 {
        self.concentrations.get(state as usize).copied().unwrap_or(0.0)
    }
}

impl Feed {
    /// The same row for all time.
    pub fn constant(row: FeedRow) -> Self {
        Self { times_d: vec![0.0], rows: vec![row] }
    }
}

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

impl fmt::Display for CompositionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Amount { name, value } => write!(f, "{name} is {value}; write a number from 0 up"),
            Self::Ph { value } => write!(f, "feed pH is {value}; write a number from 2 to 12"),
            Self::NitrogenDeficit { total, held } => write!(
                f,
                "protein, inerts and ammonia hold {held} kmol N/m3, more than the total of {total}: \
                 lower the protein or the ammonia, or raise the total nitrogen"
            ),
        }
    }
}

impl std::error::Error for CompositionError {}

impl Composition {
    fn check(&self) -> Result<(), CompositionError> {
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
        if !(2.0..=12.0).contains(&self.ph) {
            return Err(CompositionError::Ph { value: self.ph });
        }
        Ok(())
    }

    /// Inorganic nitrogen of the feed, kmol N/m3: ammonia, or all nitrogen that protein and inerts do not hold.
    fn inorganic_nitrogen(&self, p: &Adm1Params<f64>) -> Result<f64, CompositionError> {
        let organic = p.N_aa * self.protein + p.N_I * (self.inert_particulate + self.inert_soluble);
        let Some(total) = self.total_nitrogen else { return Ok(self.ammonia) };
        let held = organic + self.ammonia;
        // Rounded laboratory values may be short by a little; more than that is a contradiction in the input.
        if held > total * (1.0 + NITROGEN_SLACK) {
            return Err(CompositionError::NitrogenDeficit { total, held });
        }
        Ok((total - organic).max(0.0))
    }
}

/// Share of the total nitrogen by which rounded analyses may fall short of what protein, inerts and ammonia hold.
const NITROGEN_SLACK: f64 = 1e-3;

impl FeedRow {
    /// The influent of a characterised feedstock: X_ch, X_pr, X_li directly (no composites, no biomass), inerts, acids,
    /// inorganic carbon and nitrogen, and the strong cations or anions that give the feed its pH.
    ///
    /// # Errors
    /// When an amount is negative, the pH absurd, or nitrogen is missing for what the feed is said to hold.
    pub fn from_composition(feed: &Composition, params: &Adm1Params<f64>) -> Result<Self, CompositionError> {
        Self::from_composition_at(feed, &params.with_temperature_laws())
    }

    /// The same where every constant of `p` is set already: for many rows of one digester.
    ///
    /// # Errors
    /// As [`from_composition`](Self::from_composition).
    pub fn from_composition_at(feed: &Composition, p: &Adm1Params<f64>) -> Result<Self, CompositionError> {
        feed.check()?;
        let mut y = [0.0; UNKNOWNS];
        y[State::X_ch as usize] = feed.carbohydrate;
        y[State::X_pr as usize] = feed.protein;
        y[State::X_li as usize] = feed.lipid;
        y[State::X_I as usize] = feed.inert_particulate;
        y[State::S_I as usize] = feed.inert_soluble;
        for (state, acid) in [State::S_va, State::S_bu, State::S_pro, State::S_ac].into_iter().zip(feed.acids) {
            y[state as usize] = acid;
        }
        y[State::S_IC as usize] = feed.inorganic_carbon;
        y[State::S_IN as usize] = feed.inorganic_nitrogen(p)?;
        y[State::S_H_ion as usize] = power_of_ten(-feed.ph);
        // Without strong ions the charge is this; strong ions make up for it.
        let charge = Ions::at(p, &y).charge(p, &y);
        y[State::S_cat as usize] = (-charge).max(0.0);
        y[State::S_an as usize] = charge.max(0.0);
        let concentrations = y[..LIQUID].try_into().expect("the liquid states come first");
        Ok(Self { flow_m3_per_d: feed.flow_m3_per_d, concentrations, t_op_k: None })
    }
}

#[cfg(test)]
mod tests {
    use super::super::charge::hydrogen_ion;
    use super::*;

    fn kitchen() -> Composition {
        Composition {
            flow_m3_per_d: 10.0,
            carbohydrate: 120.0,
            protein: 45.0,
            lipid: 60.0,
            inert_particulate: 30.0,
            inert_soluble: 2.0,
            acids: [0.1, 0.4, 1.0, 3.0],
            ammonia: 0.05,
            total_nitrogen: Some(0.6),
            inorganic_carbon: 0.02,
            ph: 6.2,
        }
    }

    #[test]
    fn cod_and_nitrogen_of_the_feed_close_and_its_ph_is_met() {
        let p = Adm1Params::<f64>::defaults().with_temperature_laws();
        let feed = kitchen();
        let row = FeedRow::from_composition(&feed, &p).unwrap();
        let cod: f64 = State::ALL[..LIQUID].iter().filter(|s| s.unit() == "kg COD/m3").map(|s| row.get(*s)).sum();
        assert!((cod - (120.0 + 45.0 + 60.0 + 32.0 + 4.5)).abs() < 1e-12);
        let nitrogen = row.get(State::S_IN) + p.N_aa * row.get(State::X_pr) + p.N_I * 32.0;
        assert!((nitrogen - 0.6).abs() < 1e-14);
        let mut y = [0.0; UNKNOWNS];
        y[..LIQUID].copy_from_slice(&row.concentrations);
        let ph = -libm::log10(hydrogen_ion(&p, &y).unwrap());
        assert!((ph - 6.2).abs() < 1e-9, "{ph}");
        assert_eq!((row.get(State::X_xc), row.get(State::X_ac)), (0.0, 0.0));
    }

    #[test]
    fn refuses_missing_nitrogen_and_negative_amounts() {
        let p = Adm1Params::<f64>::defaults();
        let short = Composition { total_nitrogen: Some(0.3), ..kitchen() };
        assert!(matches!(FeedRow::from_composition(&short, &p), Err(CompositionError::NitrogenDeficit { .. })));
        let negative = Composition { lipid: -1.0, ..kitchen() };
        let error = FeedRow::from_composition(&negative, &p).unwrap_err();
        assert_eq!(error.to_string(), "lipid is -1; write a number from 0 up");
        let ph = Composition { ph: f64::NAN, ..kitchen() };
        assert!(matches!(FeedRow::from_composition(&ph, &p), Err(CompositionError::Ph { .. })));
    }
}
