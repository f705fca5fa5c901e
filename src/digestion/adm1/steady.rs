//! Steady state: a long implicit integration to the right branch, then Newton steps to rounding.

use super::Observe;
use super::case::{Adm1Case, model_of_row};
use super::error::DigestionError;
use super::feed::{Feed, FeedRow};
use super::jacobian::structure;
use super::model::Model;
use super::output::Output;
use super::params::Adm1Params;
use super::run::Adm1Solver;
use super::state::{STATE_COUNT, StateVector, UNKNOWNS};
use super::temperature::KineticLaw;
use super::verdict::{Verdict, Watch};
use crate::ode::System;
use nalgebra::{DMatrix, DVector};

/// A steady state.
#[derive(Clone, Debug, PartialEq)]
pub struct Steady {
    /// The state and everything derived from it.
    pub output: Output,
    /// Whether the digester works in it.
    pub verdict: Verdict,
    /// Largest relative change of the last Newton step.
    pub change: f64,
}

/// Liquid retention times integrated before Newton takes over, and fewest days.
const RETENTIONS: f64 = 60.0;
const DAYS_MIN: f64 = 1000.0;
/// Newton stops below this relative change, and fails above the second.
const SETTLED: f64 = 1e-13;
const ACCEPTED: f64 = 1e-10;
const ITERATIONS: usize = 30;

/// The steady state that a digester reaches from `guess` under one feed row.
///
/// The integration decides the branch (a digester can have a working and a failed steady state); Newton only sharpens it.
///
/// # Errors
/// When the case makes no sense, the integration fails, or Newton does not settle.
pub fn steady_state(params: &Adm1Params<f64>, row: &FeedRow, guess: &StateVector) -> Result<Steady, DigestionError> {
    let dilution = row.flow_m3_per_d / params.V_liq;
    let t_end_d = if dilution > 0.0 { DAYS_MIN.max(RETENTIONS / dilution) } else { DAYS_MIN };
    let case = Adm1Case {
        params: *params,
        initial: *guess,
        feed: Feed::constant(*row),
        t_end_d,
        rtol: 1e-6,
        kinetic_law: KineticLaw::None,
    };
    let run = Adm1Solver::new(case.rtol)?.run(&case, &Observe::End)?;
    let model = model_of_row(params, &KineticLaw::None, row)?;
    let (y, change) = newton(&model, &run.final_output.state)?;
    let mut watch = Watch::default();
    watch.see(&model, t_end_d, &y);
    // The day of a failure is that of the integration.
    let verdict = if watch.verdict() == Verdict::Working { Verdict::Working } else { run.verdict };
    Ok(Steady { output: Output::at(&model, &y), verdict, change })
}

/// Newton on the 30 concentrations, scaled by their size so that traces count as much as the rest.
fn newton(model: &Model<f64>, start: &StateVector) -> Result<([f64; UNKNOWNS], f64), DigestionError> {
    let mut y = [0.0; UNKNOWNS];
    y[..STATE_COUNT].copy_from_slice(start);
    let pattern = structure().pattern();
    let mut values = vec![0.0; pattern.len()];
    let mut residual = vec![0.0; UNKNOWNS];
    let mut change = f64::INFINITY;
    for _ in 0..ITERATIONS {
        model.rhs(&y, &mut residual);
        model.jacobian(&y, &mut values);
        let scale: Vec<f64> = y[..STATE_COUNT].iter().map(|v| v.abs().max(1e-30)).collect();
        let mut matrix = DMatrix::zeros(STATE_COUNT, STATE_COUNT);
        for ((row, column), value) in pattern.iter().zip(&values).filter(|((row, _), _)| *row < STATE_COUNT) {
            matrix[(*row, *column)] = value * scale[*column];
        }
        let mut right = DVector::from_iterator(STATE_COUNT, residual[..STATE_COUNT].iter().map(|r| -r));
        for row in 0..STATE_COUNT {
            let largest = matrix.row(row).amax();
            if largest > 0.0 {
                matrix.row_mut(row).scale_mut(1.0 / largest);
                right[row] /= largest;
            }
        }
        let Some(step) = matrix.lu().solve(&right) else { return Err(DigestionError::NotSteady { change }) };
        let last = change;
        change = 0.0;
        for k in 0..STATE_COUNT {
            y[k] += step[k] * scale[k];
            if !step[k].is_finite() {
                return Err(DigestionError::NotSteady { change: f64::NAN });
            }
            // A state that is gone (a washed-out degrader) is zero to rounding: its relative change means nothing.
            if scale[k] > 1e-18 {
                change = f64::max(change, step[k].abs());
            }
        }
        if change < SETTLED || (change < ACCEPTED && change >= last) {
            break;
        }
    }
    if change < ACCEPTED { Ok((y, change)) } else { Err(DigestionError::NotSteady { change }) }
}
