//! What a calibration found.

use super::problem::{Data, Parameter};
use crate::fit::{Convergence, Estimate, Noise, Profile};

/// What a calibration found.
#[derive(Clone, Debug)]
pub struct Calibration {
    /// What was calibrated.
    pub name: String,
    /// Parameters, in the order of the problem.
    pub parameters: Vec<Fitted>,
    /// Measured series beside the model.
    pub series: Vec<SeriesOutcome>,
    /// The least-squares fit of the whitened residuals: covariance, correlations, rank, eigenvalues.
    pub estimate: Estimate,
    /// True when the noise had settled.
    pub settled: bool,
    /// Level of all intervals, 0 to 1.
    pub level: f64,
    /// The sampled posterior, where it was asked for.
    pub posterior: Option<Posterior>,
    /// Points at which the model was computed.
    pub evaluations: u64,
    /// How many of them could not be computed, and the first reason.
    pub failed: (u64, String),
    /// Stopped before all steps were done; what is done is here.
    pub stopped: bool,
}

/// A parameter and what was found of it.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// The parameter.
    pub parameter: Parameter,
    /// Its least-squares value.
    pub value: f64,
    /// Standard error by Fisher information; infinite where the data do not see it.
    pub standard_error: f64,
    /// Interval by Fisher information.
    pub fisher: (f64, f64),
    /// Profile likelihood, where it was walked.
    pub profile: Option<Profile>,
    /// It was stopped by a bound.
    pub at_bound: bool,
    /// What the posterior says of it, where that was sampled.
    pub sampled: Option<Sampled>,
}

/// The posterior of a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampled {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// Median.
    pub median: f64,
    /// Interval of the calibration's level, equal tails.
    pub interval: (f64, f64),
    /// Have the chains met; none with fewer than four steps.
    pub convergence: Option<Convergence>,
}

/// Limits at each measured time.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Where the model lies, of the calibration's level: low and high at each measured time.
    pub model: Vec<(f64, f64)>,
    /// Where a measurement lies: with its noise.
    pub measurement: Vec<(f64, f64)>,
    /// Share of the measurements that lie within the latter.
    pub covered: f64,
    /// True when it is made of the posterior, false when of the slopes at the fit.
    pub of_posterior: bool,
}

/// A measured series beside the model.
#[derive(Clone, Debug)]
pub struct SeriesOutcome {
    /// What was measured.
    pub data: Data,
    /// The model with the values before.
    pub before: Vec<f64>,
    /// The model with the fitted values.
    pub fitted: Vec<f64>,
    /// Noise: standard deviation and correlation a day apart.
    pub noise: Noise,
    /// Correlation of neighbouring whitened residuals, -1 to 1: near 0 where the noise is as it was believed to be.
    pub memory_left: f64,
    /// How many independent measurements of a mean the series is worth.
    pub effective_size: f64,
    /// Root of the mean squared residual before and after, in its unit.
    pub rmse: (f64, f64),
    /// Limits.
    pub band: Band,
}

/// The posterior as it was sampled.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// Walkers of an ensemble, ensembles, steps done, steps asked for, steps left out at the start.
    pub walkers: usize,
    /// Ensembles that know nothing of each other.
    pub ensembles: usize,
    /// Steps done by every walker.
    pub steps: usize,
    /// Steps asked for.
    pub asked: usize,
    /// First steps that are left out.
    pub skipped: usize,
    /// Seed.
    pub seed: u64,
    /// Share of the moves that were made.
    pub acceptance: f64,
    /// Points kept: parameters in their units, in the order of steps, then walkers; thinned to a few thousand.
    pub draws: Vec<Vec<f64>>,
}

impl Posterior {
    /// The largest R-hat of all parameters is below 1.05 and every effective sample size above 400 (Vehtari et al. 2021,
    /// 10.1214/20-BA1221, ask for 400; their 1.01 is for four long chains, and each walker is a short one here).
    pub fn has_converged(parameters: &[Fitted]) -> bool {
        let met = |c: Convergence| c.r_hat < 1.05 && c.ess_bulk > 400.0 && c.ess_tail > 400.0;
        parameters.iter().all(|p| p.sampled.and_then(|s| s.convergence).is_some_and(met))
    }
}
