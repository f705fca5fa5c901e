//! PAWN: Pianosi & Wagener 2018 (doi:10.1016/j.envsoft.2018.07.019).

use super::Ranking;
use super::slices::slices;

/// Slices of the input.
const SLICES: usize = 10;

/// Folds: the place of the largest distance is chosen on the others.
const FOLDS: usize = 5;

/// Mean over slices of the input, by their samples, of the largest distance between the output's distribution function in the slice and
/// that of all samples. `rows` are in the order of the input.
///
/// The largest of many noisy distances is too large, most of all where there is none. So the place of the largest
/// distance is chosen on four fifths of a slice and the distance there is measured on the last fifth, each fifth in turn.
pub(super) fn pawn(rows: &[u32], x: &[f64], ranking: &Ranking) -> f64 {
    let (slice_of, slices) = slices(rows, x, SLICES);
    let mut members: Vec<Vec<Member>> = vec![Vec::new(); slices];
    let mut place_of_row = vec![0; x.len()];
    for (place, row) in rows.iter().enumerate() {
        place_of_row[*row as usize] = place;
    }
    for row in &ranking.rows {
        let place = place_of_row[*row as usize];
        members[slice_of[place] as usize].push(Member { row: *row, fold: place % FOLDS });
    }
    let weighted = |members: &Vec<Member>| members.len() as f64 * distance(members, ranking);
    members.iter().map(weighted).sum::<f64>() / rows.len() as f64
}

/// A sample of a slice.
#[derive(Clone, Copy)]
struct Member {
    row: u32,
    fold: usize,
}

/// Distance between some samples, in the order of the output, and all samples of a ranking.
fn distance(members: &[Member], ranking: &Ranking) -> f64 {
    let mut sizes = [0.0; FOLDS];
    members.iter().for_each(|member| sizes[member.fold] += 1.0);
    let (own, all) = (members.len() as f64, ranking.rows.len() as f64);
    // Against the rest: all samples hold those of the slice as well, and would lean after the choice.
    let rest = all - own;
    if rest == 0.0 {
        return 0.0;
    }
    let mut best = [(0.0, 0.0); FOLDS];
    let mut below = [0.0; FOLDS];
    let mut look = |below: &[f64; FOLDS], count: u32| {
        let inside: f64 = below.iter().sum();
        let others = (f64::from(count) - inside) / rest;
        for fold in 0..FOLDS {
            let chosen = (inside - below[fold]) / (own - sizes[fold]).max(1.0) - others;
            if chosen.abs() > best[fold].0 {
                let measured = below[fold] / f64::max(sizes[fold], 1.0) - others;
                best[fold] = (chosen.abs(), measured.copysign(measured * chosen));
            }
        }
    };
    let mut start = 0;
    while start < members.len() {
        let here = ranking.standing[members[start].row as usize];
        let ties = |m: &&Member| ranking.standing[m.row as usize].below == here.below;
        let end = start + members[start..].iter().take_while(ties).count();
        // The distance is largest just before a value of the slice or at one.
        look(&below, here.below);
        members[start..end].iter().for_each(|member| below[member.fold] += 1.0);
        look(&below, here.up_to);
        start = end;
    }
    let mean = best.iter().zip(&sizes).map(|((_, measured), size)| measured * size).sum::<f64>() / own;
    mean * rest / all
}
