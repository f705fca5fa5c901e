//! From values to positions, and round numbers for the ticks.

use crate::words::{Locale, fixed, significant};

/// A linear map from values to positions on the canvas.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    lo: f64,
    hi: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// Maps `lo..hi` to `from..to`; `lo < hi` is the caller's promise ([`Ticks`] keeps it).
    pub(super) fn new((lo, hi): (f64, f64), (from, to): (f64, f64)) -> Self {
        Self { lo, hi, from, to }
    }

    /// Position of a value.
    pub(super) fn at(&self, value: f64) -> f64 {
        self.from + (value - self.lo) / (self.hi - self.lo) * (self.to - self.from)
    }
}

/// Round numbers along an axis.
#[derive(Clone, Debug)]
pub(super) struct Ticks {
    /// The round numbers, increasing.
    pub(super) values: Vec<f64>,
    step: f64,
}

impl Ticks {
    /// About `wanted` round numbers that enclose `lo..hi`; a flat range is widened.
    pub(super) fn enclosing(lo: f64, hi: f64, wanted: usize) -> Self {
        let (lo, hi) = widened(lo, hi);
        let step = nice_step((hi - lo) / wanted.max(1) as f64);
        // A hair of slack, so that rounding in `hi / step` adds no empty interval.
        let first = (lo / step + 1e-9).floor();
        let last = (hi / step - 1e-9).ceil();
        let values = (0..=(last - first) as usize).map(|k| (first + k as f64) * step).collect();
        Self { values, step }
    }

    /// The axis range: first and last tick.
    pub(super) fn range(&self) -> (f64, f64) {
        (self.values[0], self.values[self.values.len() - 1])
    }

    /// Text of a tick, with as many decimals as the step needs.
    pub(super) fn text(&self, value: f64, locale: Locale) -> String {
        let (lo, hi) = self.range();
        let decimals = (-libm::log10(self.step) - 1e-9).ceil().max(0.0);
        // A step of 2.5 needs one decimal more than its power of ten says.
        let quarter = (self.step / libm::pow(10.0, -decimals)).fract().abs() > 1e-6;
        if decimals > 4.0 || lo.abs().max(hi.abs()) >= 1e9 {
            return significant(value, 4, locale);
        }
        fixed(value, decimals as usize + usize::from(quarter), locale)
    }
}

/// `lo..hi`, made at least a little wide: around a single value, or from 0 to 1 around zero.
pub(super) fn widened(lo: f64, hi: f64) -> (f64, f64) {
    let size = lo.abs().max(hi.abs());
    if hi - lo > 1e-9 * size && hi - lo > 1e-290 {
        return (lo, hi);
    }
    if size < 1e-290 { (0.0, 1.0) } else { (lo - 0.1 * size, hi + 0.1 * size) }
}

fn nice_step(rough: f64) -> f64 {
    let power = libm::pow(10.0, libm::log10(rough).floor());
    let factor = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find(|f| *f * power >= rough * (1.0 - 1e-9));
    factor.unwrap_or(10.0) * power
}

/// Smallest and largest of a list; `None` when it is empty.
pub(super) fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().fold(None, |range, v| match range {
        None => Some((v, v)),
        Some((lo, hi)) => Some((f64::min(lo, v), f64::max(hi, v))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_enclose() {
        let ticks = Ticks::enclosing(0.0, 97.0, 5);
        assert_eq!(ticks.values, [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(Ticks::enclosing(0.0, 0.0, 5).range(), (0.0, 1.0));
        assert_eq!(Ticks::enclosing(0.0, 1.0, 4).text(0.25, Locale::Fr), "0,25");
        assert_eq!(Ticks::enclosing(0.0, 10.0, 4).text(7.5, Locale::En), "7.5");
    }

    proptest::proptest! {
        #[test]
        fn any_range_gets_few_increasing_ticks(a in -1e12f64..1e12, span in 0.0f64..1e12, shrink in 0i32..30) {
            let (a, span) = (a * libm::pow(0.1, f64::from(shrink)), span * libm::pow(0.1, f64::from(shrink)));
            let ticks = Ticks::enclosing(a, a + span, 5);
            let (lo, hi) = ticks.range();
            let slack = 1e-6 * (hi - lo);
            proptest::prop_assert!(lo <= a + slack && hi >= a + span - slack, "{a} {span} {ticks:?}");
            proptest::prop_assert!((2..=13).contains(&ticks.values.len()), "{ticks:?}");
            proptest::prop_assert!(ticks.values.windows(2).all(|w| w[0] < w[1]), "{ticks:?}");
        }
    }
}
