//! How estimates settled as samples came in.

use super::columns::Columns;
use super::error::StatisticsError;
use super::groups::{Estimate, Groups};
use super::interval::Sampling;

/// Shares of the quantiles that are followed.
const FOLLOWED: [f64; 3] = [0.1, 0.5, 0.9];

/// What the first samples say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Checkpoint {
    /// Number of first samples, failed ones included.
    pub samples: u64,
    /// Those with a value.
    pub count: u64,
    /// Their mean.
    pub mean: Estimate,
    /// Their 10 %, 50 % and 90 % quantiles.
    pub p10_p50_p90: [Estimate; 3],
}

/// Numbers of first samples to look at, increasing, the last one being `rows`: the ends of chunks, each about half as many
/// again as before; for a design in replicates the ends of the replicates, because a part of one is no design.
pub fn checkpoints(rows: u64, chunk: u64, sampling: &Sampling) -> Vec<u64> {
    let mut list = match sampling {
        Sampling::Replicates(replicates) => replicates.iter().map(|r| r.end).filter(|end| *end < rows).collect(),
        _ => {
            let chunk = chunk.max(1);
            let next = |chunks: &u64| Some((chunks + chunks / 2).max(chunks + 1));
            let ends = std::iter::successors(Some(1), next).map(|chunks| chunk.saturating_mul(chunks));
            ends.take_while(|end| *end < rows).collect::<Vec<_>>()
        }
    };
    if rows > 0 {
        list.push(rows);
    }
    list
}

/// The estimates at checkpoints, as [`checkpoints`] gives them; those before the first value are left out.
///
/// # Errors
/// As [`describe`](super::describe), and when a checkpoint lies beyond the rows.
pub fn trace<C: Columns + ?Sized>(
    columns: &C,
    column: usize,
    checkpoints: &[u64],
    sampling: &Sampling,
) -> Result<Vec<Checkpoint>, StatisticsError<C::Error>> {
    let rows = columns.rows();
    if let Some(told) = checkpoints.iter().copied().find(|c| *c > rows) {
        return Err(StatisticsError::Rows { told, read: rows });
    }
    let groups = Groups::read(columns, column, checkpoints, sampling)?;
    let found = groups.ranks(&FOLLOWED).find(columns, column)?;
    let mut list = Vec::with_capacity(checkpoints.len());
    for (k, samples) in checkpoints.iter().copied().enumerate() {
        let count = groups.moments(k).count();
        if count == 0 {
            continue;
        }
        let (mean, _) = groups.mean(k).ok_or(StatisticsError::TooLarge)?;
        let p10_p50_p90 = FOLLOWED.map(|share| groups.quantile(&found, k, share));
        list.push(Checkpoint { samples, count, mean, p10_p50_p90 });
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checkpoints_end_chunks_or_replicates() {
        let chunks = |rows, chunk| checkpoints(rows, chunk, &Sampling::Independent);
        assert_eq!(chunks(1000, 64), [64, 128, 192, 256, 384, 576, 832, 1000]);
        assert_eq!(chunks(64, 64), [64]);
        assert_eq!((chunks(0, 64), chunks(3, 0)), (vec![], vec![1, 2, 3]));
        let replicates = Sampling::Replicates(vec![0..8, 8..16, 16..24]);
        assert_eq!(checkpoints(20, 4, &replicates), [8, 16, 20]);
        assert_eq!(checkpoints(24, 4, &replicates), [8, 16, 24]);
    }
}
