//! A million digesters with 64 inputs drawn within 45 %: how each ended, in constant memory, and how fast.
//!
//! `cargo run --release --example million [COUNT]`

// An example talks on stdout and ends at the first thing that cannot be.
#![allow(clippy::print_stdout)]

use gisement::digestion::adm1::{Adm1Case, Adm1Solver, Observe, Verdict, spread_case};
use gisement::num::VectorClass;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::time::Instant;

/// Digesters that a thread takes at once.
const BLOCK: u64 = 1024;

/// How many digesters ended in which way.
type Ends = BTreeMap<String, u64>;

/// Simulates a block and counts its ends.
fn block(solver: &Adm1Solver, first: u64, count: u64) -> Ends {
    let cases: Vec<Adm1Case> = (first..first + count).map(|k| spread_case(1, k, 0.45)).collect();
    let mut ends = Ends::new();
    for run in solver.run_all(&cases, &Observe::End, VectorClass::best()) {
        let end = match run {
            Ok(run) if run.final_output.state.iter().any(|x| !x.is_finite()) => "not finite and not told".to_owned(),
            Ok(run) if run.closure.worst() > 1e-9 => "does not close".to_owned(),
            Ok(run) => match run.verdict {
                Verdict::Working => "works".to_owned(),
                Verdict::WashedOut { .. } => "washed out".to_owned(),
                Verdict::Acidified { inhibitor, .. } => format!("acidified, {inhibitor:?}"),
            },
            Err(error) => format!("failed: {error}"),
        };
        *ends.entry(end).or_default() += 1;
    }
    ends
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count: u64 = std::env::args().nth(1).map_or(Ok(1_000_000), |text| text.parse())?;
    let solver = Adm1Solver::new(1e-4)?;
    let start = Instant::now();
    let blocks: Vec<u64> = (0..count.div_ceil(BLOCK)).collect();
    let ends = blocks
        .into_par_iter()
        .map(|k| block(&solver, k * BLOCK, BLOCK.min(count - k * BLOCK)))
        .reduce(Ends::new, |mut all, one| {
            one.into_iter().for_each(|(end, n)| *all.entry(end).or_default() += n);
            all
        });
    let seconds = start.elapsed().as_secs_f64();
    println!("{count} digesters in {seconds:.1} s ({:.0}/s), {}", count as f64 / seconds, VectorClass::best());
    for (end, n) in &ends {
        println!("{n:>9}  {end}");
    }
    println!("{:>9}  together", ends.values().sum::<u64>());
    Ok(())
}
