//! When rows of a run are wanted.

/// When rows along the way are wanted. With any, the steps are as accurate along the way as at the end, so there are more.
#[derive(Clone, Debug, PartialEq)]
pub enum Observe {
    /// Only the end.
    End,
    /// At 0, at every multiple of so many days, and at the end.
    Every(f64),
    /// At these times, rising, d.
    At(Vec<f64>),
    /// No rows along the way; totals and residual methane of each row of the feed, as accurate as with `End`.
    FeedRows,
}

/// The times of the rows, d; none where they do not rise within the run, or are far too many.
pub(in crate::digestion) fn observation_times(observe: &Observe, t_end_d: f64) -> Option<Vec<f64>> {
    let times = match observe {
        Observe::End | Observe::FeedRows => Vec::new(),
        Observe::Every(days) if *days > 0.0 && days.is_finite() && t_end_d / days <= 1e7 => {
            let whole = (0_u32..).map(|k| f64::from(k) * days).take_while(|t| *t < t_end_d);
            whole.chain(std::iter::once(t_end_d)).collect()
        }
        Observe::Every(_) => return None,
        Observe::At(times) => times.clone(),
    };
    let rising = times.windows(2).all(|pair| pair[0] < pair[1]);
    let within = times.iter().all(|t| (0.0..=t_end_d).contains(t));
    (rising && within).then_some(times)
}
