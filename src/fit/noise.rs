//! Residuals through time that remember: first-order autocorrelation, whitening, and the spread of each series.

use super::error::FitError;
use super::linear::information_log_det;
use std::ops::Range;

/// A series among the residuals: the rows of one measured quantity, in the order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its rows.
    pub rows: Range<usize>,
    /// Time of each row, in any unit; rising.
    pub times: Vec<f64>,
}

/// The noise of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noise {
    /// Standard deviation of a residual, in the unit of the residuals.
    pub sd: f64,
    /// Correlation of residuals one unit of time apart, 0 to below 1; rho to the power of the distance for others.
    pub rho: f64,
}

impl Noise {
    /// Independent residuals of variance 1.
    pub const WHITE: Self = Self { sd: 1.0, rho: 0.0 };

    /// How many independent measurements of a mean the series is worth: 1' R^-1 1 with R its correlation matrix
    /// (Bayley & Hammersley 1946, 10.2307/2983560, for equal steps).
    pub fn effective_size(&self, series: &Series) -> f64 {
        gaps(series).fold(1.0, |sum, gap| {
            let rho = self.over(gap);
            sum + (1.0 - rho) / (1.0 + rho)
        })
    }

    /// Correlation over a distance in time.
    fn over(&self, gap: f64) -> f64 {
        if self.rho > 0.0 { libm::pow(self.rho, gap) } else { 0.0 }
    }

    /// Independent residuals of variance 1 out of those of the series: each less what the one before lets expect.
    pub(super) fn whiten(&self, series: &Series, residuals: &[f64]) -> Vec<f64> {
        let mut white = Vec::with_capacity(residuals.len());
        white.extend(residuals.first().map(|first| first / self.sd));
        for (k, gap) in gaps(series).enumerate() {
            let rho = self.over(gap);
            white.push((residuals[k + 1] - rho * residuals[k]) / ((1.0 - rho * rho).sqrt() * self.sd));
        }
        white
    }

    /// Undoes [`Noise::whiten`].
    pub(super) fn colour(&self, series: &Series, white: &[f64]) -> Vec<f64> {
        let mut residuals: Vec<f64> = Vec::with_capacity(white.len());
        residuals.extend(white.first().map(|first| first * self.sd));
        for (k, gap) in gaps(series).enumerate() {
            let rho = self.over(gap);
            residuals.push(rho * residuals[k] + white[k + 1] * (1.0 - rho * rho).sqrt() * self.sd);
        }
        residuals
    }

    /// Half the logarithm of the determinant of the series' correlation matrix.
    pub(super) fn half_log_det(&self, series: &Series) -> f64 {
        gaps(series).fold(0.0, |sum, gap| sum + 0.5 * libm::log1p(-self.over(gap) * self.over(gap)))
    }
}

fn gaps(series: &Series) -> impl Iterator<Item = f64> + '_ {
    series.times.windows(2).map(|pair| pair[1] - pair[0])
}

/// Checks that the series cover all residuals in order and that their times rise.
pub(super) fn check(series: &[Series], residuals: usize) -> Result<(), FitError> {
    let mut next = 0;
    for one in series {
        if one.rows.start != next || one.rows.len() != one.times.len() {
            return Err(FitError::Length {
                what: "rows and times of a series",
                one: one.rows.len(),
                other: one.times.len(),
            });
        }
        next = one.rows.end;
        if one.times.iter().any(|t| !t.is_finite()) || gaps(one).any(|gap| gap.is_nan() || gap <= 0.0) {
            return Err(FitError::Option { name: "times of a series", range: "finite and rising" });
        }
    }
    if next != residuals {
        return Err(FitError::Length { what: "residuals and rows of their series", one: residuals, other: next });
    }
    Ok(())
}

/// All residuals whitened, each by the noise of its series.
pub(super) fn whiten_all(series: &[Series], noise: &[Noise], residuals: &[f64]) -> Vec<f64> {
    series.iter().zip(noise).flat_map(|(one, noise)| noise.whiten(one, &residuals[one.rows.clone()])).collect()
}

/// What a noise of a series is judged by: its residuals and their slopes, and what the other series know.
pub(super) struct Judged<'a> {
    pub(super) series: &'a Series,
    pub(super) residuals: &'a [f64],
    /// A column for each parameter, rows of this series.
    pub(super) slopes: &'a [Vec<f64>],
    /// Whitened slopes of all other series, a column for each parameter.
    pub(super) others: &'a [Vec<f64>],
    /// Combinations of parameters that the data see, and this series' share of them.
    pub(super) rank: usize,
    pub(super) share: f64,
}

/// Largest correlation over the median gap that is looked at: beyond, a series is a walk that says nothing of a mean.
const RHO_MAX: f64 = 0.995;
const GRID: usize = 40;
const GOLDEN: f64 = 0.618_033_988_749_894_9;

/// The noise of a series by restricted maximum likelihood (Patterson & Thompson 1971, 10.1093/biomet/58.3.545; Cheang &
/// Reinsel 2000, 10.1080/01621459.2000.10474319, for its small bias with autocorrelation): the plain likelihood takes what
/// the parameters have fitted away for a lack of noise.
pub(super) fn restricted(judged: &Judged<'_>, remembers: bool) -> Noise {
    if !remembers {
        return Noise { sd: spread(judged, &Noise::WHITE), rho: 0.0 };
    }
    let mut all: Vec<f64> = gaps(judged.series).collect();
    all.sort_by(f64::total_cmp);
    let median = all.get(all.len() / 2).copied().unwrap_or(1.0);
    // Searched as the correlation over the median gap, so that the unit of time does not matter.
    let at = |r: f64| if r > 0.0 { libm::pow(r, 1.0 / median) } else { 0.0 };
    let cost = |r: f64| cost(judged, at(r));
    let grid = |k: usize| RHO_MAX * k as f64 / GRID as f64;
    let best = (0..=GRID).map(|k| (cost(grid(k)), k)).min_by(|a, b| a.0.total_cmp(&b.0)).map_or(0, |(_, k)| k);
    let (mut low, mut high) = (grid(best.saturating_sub(1)), grid((best + 1).min(GRID)));
    for _ in 0..40 {
        let (a, b) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
        if cost(a) <= cost(b) { high = b } else { low = a }
    }
    let middle = 0.5 * (low + high);
    let r = if cost(middle) < cost(0.0) { middle } else { 0.0 };
    let noise = Noise { sd: 1.0, rho: at(r) };
    Noise { sd: spread(judged, &noise), ..noise }
}

/// Standard deviation of a series' residuals, what was fitted away given back.
fn spread(judged: &Judged<'_>, noise: &Noise) -> f64 {
    let white = noise.whiten(judged.series, judged.residuals);
    let freedom = judged.residuals.len() as f64 - judged.share;
    (super::linear::sum_of_squares(&white) / freedom.max(1.0)).sqrt()
}

/// Minus the logarithm of the restricted likelihood, spread put at its best.
fn cost(judged: &Judged<'_>, rho: f64) -> f64 {
    let noise = Noise { sd: 1.0, rho };
    let sd = spread(judged, &noise);
    if sd.is_nan() || sd <= 0.0 {
        return f64::INFINITY;
    }
    let freedom = (judged.residuals.len() as f64 - judged.share).max(1.0);
    let noise = Noise { sd, rho };
    let columns: Vec<Vec<f64>> = judged
        .slopes
        .iter()
        .zip(judged.others)
        .map(|(own, others)| noise.whiten(judged.series, own).into_iter().chain(others.iter().copied()).collect())
        .collect();
    let seen = information_log_det(&columns, judged.rank);
    // The scale of the information is counted once: by the degrees of freedom.
    let shares = judged.share * libm::log(sd);
    freedom * libm::log(sd) + noise.half_log_det(judged.series) + 0.5 * seen + shares
}
