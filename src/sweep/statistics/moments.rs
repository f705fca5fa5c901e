//! Mean and variance of values that come one after another.

/// Values per block. The blocks are counted from the first value, so that the result depends on the values in their order
/// alone and not on how they were handed over.
const BLOCK: usize = 1024;

/// Count, mean and sum of squared differences of a block or of many.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Part {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Part {
    /// Two passes over a block, with the correction for the rounding of the mean.
    fn of(values: &[f64]) -> Self {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let (mut squares, mut rest) = (0.0, 0.0);
        for v in values {
            squares += (v - mean) * (v - mean);
            rest += v - mean;
        }
        Self { count, mean, squares: squares - rest * rest / count }
    }

    /// Chan, Golub & LeVeque 1983 (doi:10.2307/2683386), equations 2.1.
    fn join(self, other: Self) -> Self {
        if self.count == 0.0 {
            return other;
        }
        let count = self.count + other.count;
        let gap = other.mean - self.mean;
        Self {
            count,
            mean: self.mean + gap * (other.count / count),
            squares: self.squares + other.squares + gap * gap * (self.count * (other.count / count)),
        }
    }
}

/// Count, mean, variance and extremes of the values so far, in constant memory.
///
/// Blocks of 1,024 values are summed by two passes and joined in order by Chan, Golub & LeVeque 1983
/// (doi:10.2307/2683386): no cancellation however far the values are from zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    joined: Part,
    block: Vec<f64>,
    min: f64,
    max: f64,
}

impl Default for Moments {
    fn default() -> Self {
        Self { joined: Part::default(), block: Vec::new(), min: f64::INFINITY, max: f64::NEG_INFINITY }
    }
}

impl Moments {
    /// Adds a finite value.
    pub fn push(&mut self, value: f64) {
        self.min = self.min.min(value);
        self.max = self.max.max(value);
        self.block.push(value);
        if self.block.len() == BLOCK {
            self.joined = self.joined.join(Part::of(&self.block));
            self.block.clear();
        }
    }

    fn all(&self) -> Part {
        if self.block.is_empty() { self.joined } else { self.joined.join(Part::of(&self.block)) }
    }

    /// Number of values.
    pub fn count(&self) -> u64 {
        self.joined.count as u64 + self.block.len() as u64
    }

    /// Arithmetic mean; none without values or where the sum overflows.
    pub fn mean(&self) -> Option<f64> {
        Some(self.all()).filter(|p| p.count > 0.0 && p.mean.is_finite()).map(|p| p.mean)
    }

    /// Standard deviation (n - 1), 0 for a single value; none without values or where the squares overflow.
    pub fn standard_deviation(&self) -> Option<f64> {
        let all = self.all();
        let variance = if all.count > 1.0 { all.squares.max(0.0) / (all.count - 1.0) } else { 0.0 };
        (all.count > 0.0 && all.squares.is_finite()).then(|| variance.sqrt())
    }

    /// Smallest and largest value; none without values.
    pub fn extremes(&self) -> Option<(f64, f64)> {
        (self.count() > 0).then_some((self.min, self.max))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(values: &[f64]) -> Moments {
        let mut moments = Moments::default();
        values.iter().for_each(|v| moments.push(*v));
        moments
    }

    /// 4, 7, 13, 16 have mean 10 and squared differences 36, 9, 9, 36, whatever is added to all.
    #[test]
    fn far_from_zero_nothing_cancels() {
        for many in [1, 700, 10_000] {
            let values: Vec<f64> = [4.0, 7.0, 13.0, 16.0].iter().cycle().take(4 * many).map(|v| v + 1e9).collect();
            let m = moments(&values);
            assert!((m.mean().unwrap() - 1e9 - 10.0).abs() < 1e-6);
            let variance = 22.5 * (4 * many) as f64 / (4 * many - 1) as f64;
            assert!((m.standard_deviation().unwrap() / variance.sqrt() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        assert_eq!(
            (moments(&[]).mean(), moments(&[]).standard_deviation(), moments(&[]).extremes()),
            (None, None, None)
        );
        assert_eq!(moments(&[1.5e308, 1.5e308]).mean(), None);
        let wide = moments(&[1e200, -1e200]);
        assert_eq!((wide.mean(), wide.standard_deviation()), (Some(0.0), None));
        let one = moments(&[3.0]);
        assert_eq!((one.standard_deviation(), one.extremes(), one.count()), (Some(0.0), Some((3.0, 3.0)), 1));
    }
}
