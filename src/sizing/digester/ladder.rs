//! The ladder of volumes, judged and refined.

use super::super::Spread;
use super::super::robust::spread;
use super::sample::OfSample;
use super::{DIGESTER_FIGURES, DigesterFigures, Fate, Ladder, Origin, RatedDigester, Rules};
use crate::scenario::DigesterSizeParams;
use crate::sweep::Interval;

/// Retention times whose volumes are tried when none are asked for, d.
const RETENTIONS_D: [f64; 13] = [6.0, 8.0, 10.0, 12.0, 15.0, 18.0, 22.0, 27.0, 33.0, 40.0, 50.0, 65.0, 80.0];
/// Volumes tried between the largest that fails and the smallest that passes.
const BETWEEN: usize = 3;

/// The volumes to try, rising, each once.
pub(super) fn volumes(asked_m3: &[f64], own_m3: f64, rules: &Rules) -> Vec<(f64, Origin)> {
    let mut list = vec![(own_m3, Origin::Own)];
    let usual: Vec<f64> = RETENTIONS_D.iter().map(|d| rounded(d * rules.feed_m3_per_d)).collect();
    let tried = if asked_m3.is_empty() { &usual } else { asked_m3 };
    list.extend(tried.iter().map(|v| (*v, Origin::Ladder)));
    list.push((rules.by_retention_m3, Origin::RetentionRule));
    list.push((rules.by_load_m3, Origin::LoadRule));
    // A stable sort: of equal volumes the first origin stays.
    list.sort_by(|a, b| a.0.total_cmp(&b.0));
    list.dedup_by(|b, a| a.0 == b.0);
    list
}

/// To three significant digits.
pub(super) fn rounded(value: f64) -> f64 {
    if value <= 0.0 {
        return value;
    }
    let zeros = libm::floor(libm::log10(value)) - 2.0;
    let unit = libm::pow(10.0, zeros.abs());
    // Dividing by a whole number gives the nearest decimal fraction; multiplying by its inverse does not.
    if zeros < 0.0 { (value * unit).round() / unit } else { (value / unit).round() * unit }
}

/// Volumes between the largest that fails and the smallest that passes, in equal ratios; none where the ladder has no such
/// place.
pub(super) fn between(ladder: &Ladder) -> Vec<(f64, Origin)> {
    let Some(above) = ladder.smallest.filter(|k| *k > 0) else { return Vec::new() };
    let (low, high) = (ladder.rated[above - 1].volume_m3, ladder.rated[above].volume_m3);
    let step = libm::pow(high / low, 1.0 / (BETWEEN + 1) as f64);
    let volume = |k: usize| rounded(low * libm::pow(step, k as f64));
    let mut list: Vec<f64> = (1..=BETWEEN).map(volume).filter(|v| low < *v && *v < high).collect();
    list.dedup();
    list.into_iter().map(|v| (v, Origin::Refined)).collect()
}

/// Judges a volume by its nominal year and by its samples.
pub(super) fn rated(
    (volume_m3, origin): (f64, Origin),
    nominal: DigesterFigures,
    samples: &[OfSample<DigesterFigures>],
    place: usize,
    params: &DigesterSizeParams<f64>,
) -> RatedDigester {
    let sound: Vec<&DigesterFigures> = samples.iter().flatten().filter_map(|row| row.get(place)).collect();
    let counted = |is: &dyn Fn(&DigesterFigures) -> bool| sound.iter().filter(|f| is(f)).count() as u64;
    let (count, kept) = (sound.len() as u64, counted(&|f| f.keeps(params.fos_tac_max)));
    let of_figure = |k: usize| -> Spread { spread(&sound.iter().map(|f| f.values[k]).collect::<Vec<_>>()) };
    RatedDigester {
        volume_m3,
        origin,
        nominal,
        spread: if sound.is_empty() { Vec::new() } else { (0..DIGESTER_FIGURES).map(of_figure).collect() },
        count,
        kept,
        washed_out: counted(&|f| f.fate == Fate::WashedOut),
        acidified: counted(&|f| f.fate == Fate::Acidified),
        interval: Interval::of_probability(kept, count),
    }
}

impl Ladder {
    /// Sorts the volumes and finds the smallest that pass.
    pub(super) fn judged(mut self, params: &DigesterSizeParams<f64>) -> Self {
        self.rated.sort_by(|a, b| a.volume_m3.total_cmp(&b.volume_m3));
        self.smallest = smallest(&self.rated, &|r| r.passes(params));
        self.surely = smallest(&self.rated, &|r| r.surely_passes(params));
        self
    }
}

/// The first of the run of passing volumes that ends with the largest passing one: no volume above it fails.
fn smallest(rated: &[RatedDigester], passes: &dyn Fn(&RatedDigester) -> bool) -> Option<usize> {
    let last = rated.iter().rposition(passes)?;
    let failing = rated[..last].iter().rposition(|r| !passes(r));
    Some(failing.map_or(0, |k| k + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Rules = Rules { feed_m3_per_d: 10.0, vs_kg_per_d: 600.0, by_retention_m3: 300.0, by_load_m3: 200.0 };

    fn year(fos_tac: f64) -> DigesterFigures {
        DigesterFigures { values: [fos_tac; DIGESTER_FIGURES], fate: Fate::Works }
    }

    fn ladder(list: &[(f64, &[f64])]) -> Ladder {
        let params = DigesterSizeParams::defaults();
        let judge = |(volume, values): &(f64, &[f64])| {
            let samples: Vec<OfSample<DigesterFigures>> = values.iter().map(|v| Ok(vec![year(*v)])).collect();
            rated((*volume, Origin::Ladder), year(0.1), &samples, 0, &params)
        };
        let rated = list.iter().map(judge).collect();
        Ladder { temperature_c: 38.0, is_own: true, rated, smallest: None, surely: None }.judged(&params)
    }

    #[test]
    fn the_smallest_volume_is_the_first_from_which_on_all_pass() {
        let (good, bad) = (&[0.1; 20][..], &[0.1, 0.5][..]);
        let found = ladder(&[(300.0, good), (100.0, good), (200.0, bad), (400.0, good)]);
        let volumes: Vec<f64> = found.rated.iter().map(|r| r.volume_m3).collect();
        assert_eq!(volumes, [100.0, 200.0, 300.0, 400.0]);
        assert_eq!(found.smallest, Some(2), "100 m3 passes by luck: 200 does not");
        assert_eq!(found.surely, None, "20 samples say too little");
        assert_eq!(ladder(&[(100.0, bad)]).smallest, None);
        let sure = [0.1; 400];
        assert_eq!(ladder(&[(100.0, bad), (200.0, &sure)]).surely, Some(1));
    }

    #[test]
    fn refinement_lies_between_what_fails_and_what_passes() {
        let found = ladder(&[(100.0, &[0.5; 3]), (160.0, &[0.1; 3])]);
        let list: Vec<f64> = between(&found).into_iter().map(|v| v.0).collect();
        assert_eq!(list, [112.0, 126.0, 142.0]);
        assert!(between(&ladder(&[(100.0, &[0.1; 3])])).is_empty());
        assert!(between(&ladder(&[(100.0, &[0.5; 3])])).is_empty());
    }

    #[test]
    fn each_volume_is_tried_once_and_the_own_one_stays_own() {
        let list = volumes(&[200.0, 250.0], 250.0, &RULES);
        assert_eq!(list.iter().map(|v| v.0).collect::<Vec<_>>(), [200.0, 250.0, 300.0]);
        assert_eq!(list[1].1, Origin::Own);
        let usual = volumes(&[], 250.0, &RULES);
        assert_eq!((usual[0].0, usual.last().unwrap().0), (60.0, 800.0));
        assert_eq!(rounded(123_456.0), 123_000.0);
    }

    #[test]
    fn samples_that_fail_are_left_out_of_the_probability() {
        let samples = vec![Ok(vec![year(0.1)]), Err("no".to_owned()), Ok(vec![year(f64::INFINITY)])];
        let found = rated((1.0, Origin::Own), year(0.1), &samples, 0, &DigesterSizeParams::defaults());
        assert_eq!((found.count, found.kept, found.probability()), (2, 1, 0.5));
        let interval = found.interval.unwrap();
        assert!(interval.low < 0.5 && interval.high > 0.5);
    }
}
