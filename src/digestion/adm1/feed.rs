//! What the digester is fed: piecewise constant rows, and rows made from a characterised feedstock.

use super::charge::Ions;
use super::params::{Adm1Params, power_of_ten};
use super::state::{LIQUID, State, UNKNOWNS, bsm2_influent};
use crate::digestion::tank::{Composition, CompositionError};

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
        y[State::S_IN as usize] = feed.inorganic_nitrogen(p.N_aa, p.N_I)?;
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
            slow_share: 0.0,
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
