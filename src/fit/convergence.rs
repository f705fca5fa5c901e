//! Have chains met, and how much do they know? Rank-normalised split R-hat, and effective sample sizes of bulk and tails.

use crate::dist::normal_quantile;

/// What the chains of one quantity tell of their convergence (Vehtari, Gelman, Simpson, Carpenter & Buerkner 2021,
/// 10.1214/20-BA1221).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Convergence {
    /// The larger of R-hat of the rank-normalised halves and of their folded values: below 1.01 the chains have met.
    /// Infinite when each chain stands still at another place.
    pub r_hat: f64,
    /// Effective sample size for the middle of the distribution.
    pub ess_bulk: f64,
    /// Effective sample size for its tails: the smaller one of the 5 % and the 95 % quantile.
    pub ess_tail: f64,
}

/// Convergence of the chains of one quantity, all of one length. `None` with fewer than four values a chain, chains of
/// different lengths, or values that are not finite; a quantity that never moves is R-hat 1 with nothing known (0).
pub fn convergence(chains: &[Vec<f64>]) -> Option<Convergence> {
    let length = chains.first()?.len();
    let sound = |c: &Vec<f64>| c.len() == length && c.iter().all(|v| v.is_finite());
    if length < 4 || !chains.iter().all(sound) {
        return None;
    }
    let halves = split(chains);
    let first = halves[0][0];
    if halves.iter().flatten().all(|v| *v == first) {
        return Some(Convergence { r_hat: 1.0, ess_bulk: 0.0, ess_tail: 0.0 });
    }
    let sorted = sorted(&halves);
    let median = quantile(&sorted, 0.5);
    let folded: Vec<Vec<f64>> = halves.iter().map(|c| c.iter().map(|v| (v - median).abs()).collect()).collect();
    let normal = rank_normalised(&halves);
    let tail = |p: f64| {
        let level = quantile(&sorted, p);
        effective_size(
            &halves.iter().map(|c| c.iter().map(|v| f64::from(u8::from(*v <= level))).collect()).collect::<Vec<_>>(),
        )
    };
    Some(Convergence {
        r_hat: r_hat(&normal).max(r_hat(&rank_normalised(&folded))),
        ess_bulk: effective_size(&normal),
        ess_tail: tail(0.05).min(tail(0.95)),
    })
}

/// Each chain in two halves; a middle value is left out.
fn split(chains: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let half = chains[0].len() / 2;
    chains.iter().flat_map(|c| [c[..half].to_vec(), c[c.len() - half..].to_vec()]).collect()
}

fn sorted(chains: &[Vec<f64>]) -> Vec<f64> {
    let mut all: Vec<f64> = chains.iter().flatten().copied().collect();
    all.sort_by(f64::total_cmp);
    all
}

/// Quantile of sorted values, between neighbours by the line (type 7 of Hyndman & Fan 1996, 10.2307/2684934).
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = p.clamp(0.0, 1.0) * last as f64;
    let low = place.floor() as usize;
    let share = place - low as f64;
    sorted[low] + share * (sorted[(low + 1).min(last)] - sorted[low])
}

/// Normal scores of the ranks among all values; equal values share their mean rank (Blom 1958).
fn rank_normalised(chains: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let sorted = sorted(chains);
    let count = sorted.len() as f64;
    let score = |value: &f64| {
        let below = sorted.partition_point(|s| s < value) as f64;
        let not_above = sorted.partition_point(|s| s <= value) as f64;
        normal_quantile((0.5 * (below + 1.0 + not_above) - 0.375) / (count + 0.25))
    };
    chains.iter().map(|c| c.iter().map(score).collect()).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |s, v| s + v) / values.len() as f64
}

fn variance(values: &[f64]) -> f64 {
    let mean = mean(values);
    values.iter().fold(0.0, |s, v| s + (v - mean) * (v - mean)) / (values.len() - 1) as f64
}

/// Variance within chains, and the pooled one that counts the distance between them.
fn variances(chains: &[Vec<f64>]) -> (f64, f64) {
    let length = chains[0].len() as f64;
    let within = mean(&chains.iter().map(|c| variance(c)).collect::<Vec<_>>());
    let between = if chains.len() > 1 { variance(&chains.iter().map(|c| mean(c)).collect::<Vec<_>>()) } else { 0.0 };
    (within, within * (length - 1.0) / length + between)
}

fn r_hat(chains: &[Vec<f64>]) -> f64 {
    let (within, pooled) = variances(chains);
    if within > 0.0 {
        (pooled / within).sqrt()
    } else if pooled > 0.0 {
        f64::INFINITY
    } else {
        1.0
    }
}

/// Effective sample size of chains together, by Geyer's initial monotone sequence (1992, 10.1214/ss/1177011137).
fn effective_size(chains: &[Vec<f64>]) -> f64 {
    let (count, length) = (chains.len() as f64, chains[0].len());
    let (within, pooled) = variances(chains);
    if pooled.is_nan() || pooled <= 0.0 {
        return 0.0;
    }
    let centred: Vec<Vec<f64>> = chains
        .iter()
        .map(|c| {
            let mean = mean(c);
            c.iter().map(|v| v - mean).collect()
        })
        .collect();
    let covariance = |lag: usize| {
        let one = |c: &Vec<f64>| (0..length - lag).fold(0.0, |s, t| s + c[t] * c[t + lag]) / length as f64;
        mean(&centred.iter().map(one).collect::<Vec<_>>())
    };
    let scale = length as f64 / (length as f64 - 1.0);
    let rho = |lag: usize| 1.0 - (within - covariance(lag) * scale) / pooled;
    let mut sum = 1.0 + rho(1);
    let mut last = sum;
    let mut total = sum;
    let mut lag = 2;
    while lag + 1 < length {
        sum = rho(lag) + rho(lag + 1);
        if sum.is_nan() || sum <= 0.0 {
            break;
        }
        last = last.min(sum);
        total += last;
        lag += 2;
    }
    let all = count * length as f64;
    let time = (2.0 * total - 1.0).max(1.0 / libm::log10(all));
    all / time
}
