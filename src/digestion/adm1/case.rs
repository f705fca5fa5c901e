//! A digester to simulate, what is wanted of it, and the checks of both.

use super::error::DigestionError;
use super::feed::{Feed, FeedRow};
use super::model::Model;
use super::params::Adm1Params;
use super::state::{STATE_COUNT, State, StateVector, bsm2_initial};
use super::temperature::{KineticLaw, RANGE_K};

/// A digester to simulate: plain data.
#[derive(Clone, Debug, PartialEq)]
pub struct Adm1Case {
    /// Constants; NaN where a temperature law applies. `q_in` is not used here: the feed has its own flow.
    pub params: Adm1Params<f64>,
    /// Concentrations at the start. The hydrogen ion is that of the charge balance, whatever is given.
    pub initial: StateVector,
    /// Feed over time.
    pub feed: Feed,
    /// Length of the run, d.
    pub t_end_d: f64,
    /// Relative accuracy wanted, 1e-12 to 1e-2; 1e-4 for sweeps. Holds for the end of the run, and along the way where
    /// rows are observed.
    pub rtol: f64,
    /// How temperature moves the kinetic constants; `params` holds them at the law's own temperature.
    pub kinetic_law: KineticLaw,
}

impl Adm1Case {
    /// The benchmark: BSM2 parameters, influent and initial state over 200 d.
    pub fn bsm2() -> Self {
        let params = Adm1Params::defaults();
        let feed = Feed::constant(FeedRow::bsm2(params.q_in));
        Self { params, initial: *bsm2_initial(), feed, t_end_d: 200.0, rtol: 1e-4, kinetic_law: KineticLaw::None }
    }
}

/// Checks parameters after the temperature laws; a range is that of the table.
pub(super) fn check_params(params: &Adm1Params<f64>) -> Result<(), DigestionError> {
    let p = params.with_temperature_laws();
    let rows = Adm1Params::<f64>::table().rows();
    for ((name, row), value) in Adm1Params::<f64>::NAMES.iter().zip(rows).zip(p.to_vec()) {
        if !(row.low..=row.high).contains(&value) {
            return Err(DigestionError::Parameter { name, value, low: row.low, high: row.high });
        }
    }
    for (group, upper, lower) in
        [("aa", p.pH_UL_aa, p.pH_LL_aa), ("ac", p.pH_UL_ac, p.pH_LL_ac), ("h2", p.pH_UL_h2, p.pH_LL_h2)]
    {
        if upper <= lower {
            return Err(DigestionError::PhLimits { group });
        }
    }
    Ok(())
}

pub(super) fn check_row(row: usize, feed: &FeedRow) -> Result<(), DigestionError> {
    if !(feed.flow_m3_per_d.is_finite() && feed.flow_m3_per_d >= 0.0) {
        return Err(DigestionError::Flow { row, value: feed.flow_m3_per_d });
    }
    for (state, value) in State::ALL.into_iter().zip(feed.concentrations) {
        if !(value.is_finite() && value >= 0.0) {
            return Err(DigestionError::Feed { row, state, value });
        }
    }
    Ok(())
}

pub(super) fn check_case(case: &Adm1Case) -> Result<(), DigestionError> {
    if !(case.t_end_d.is_finite() && case.t_end_d > 0.0) {
        return Err(DigestionError::Length { value: case.t_end_d });
    }
    check_params(&case.params)?;
    for (state, value) in State::ALL.into_iter().zip(case.initial).take(STATE_COUNT - 1) {
        if !(value.is_finite() && value >= 0.0) {
            return Err(DigestionError::Initial { state, value });
        }
    }
    let (times, rows) = (&case.feed.times_d, &case.feed.rows);
    if times.len() != rows.len() || times.first() != Some(&0.0) {
        return Err(DigestionError::FeedTimes { row: 0 });
    }
    if let Some(row) = times.windows(2).position(|pair| pair[1] <= pair[0] || !pair[1].is_finite()) {
        return Err(DigestionError::FeedTimes { row: row + 1 });
    }
    rows.iter().enumerate().try_for_each(|(row, feed)| check_row(row, feed))
}

/// The stretch with constant inputs that begins at a feed row: the row, the row of the next stretch, the end. Equal rows
/// that follow each other are one stretch, unless every row is wanted: a restart where nothing changes costs a step or
/// two. None after the end of the run.
pub(super) fn stretch(case: &Adm1Case, first: usize, every_row: bool) -> Option<(&FeedRow, usize, f64)> {
    let (times, rows) = (&case.feed.times_d, &case.feed.rows);
    let row = rows.get(first).filter(|_| times[first] < case.t_end_d)?;
    let same = rows[first + 1..].iter().take_while(|other| !every_row && *other == row).count();
    let next = first + 1 + same;
    let end = times.get(next).copied().unwrap_or(case.t_end_d);
    Some((row, next, end.min(case.t_end_d)))
}

fn params_of_row(params: &Adm1Params<f64>, law: &KineticLaw, row: &FeedRow) -> Result<Adm1Params<f64>, DigestionError> {
    let mut own = *params;
    if let Some(t_op) = row.t_op_k {
        own.T_op = t_op;
        check_params(&own)?;
    }
    by_law(&own, law)
}

/// The constants at T_op by a law.
pub(super) fn by_law(p: &Adm1Params<f64>, law: &KineticLaw) -> Result<Adm1Params<f64>, DigestionError> {
    let (low, high) = RANGE_K;
    law.apply(p).map_err(|_| DigestionError::Parameter { name: "T_op", value: p.T_op, low, high })
}

pub(super) fn first_model(case: &Adm1Case) -> Result<Model<f64>, DigestionError> {
    let row = case.feed.rows.first().ok_or(DigestionError::FeedTimes { row: 0 })?;
    model_of_row(&case.params, &case.kinetic_law, row)
}

/// A model with the inputs of one feed row.
pub(super) fn model_of_row(
    params: &Adm1Params<f64>,
    law: &KineticLaw,
    row: &FeedRow,
) -> Result<Model<f64>, DigestionError> {
    let own = params_of_row(params, law, row)?;
    Model::new(&own, row.flow_m3_per_d, row.concentrations).map_err(DigestionError::Stoichiometry)
}

pub(super) fn with_row(
    model: Model<f64>,
    params: &Adm1Params<f64>,
    law: &KineticLaw,
    row: &FeedRow,
) -> Result<Model<f64>, DigestionError> {
    let own = params_of_row(params, law, row)?;
    Ok(model.with_inputs(&own, row.flow_m3_per_d, row.concentrations))
}
