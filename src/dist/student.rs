//! Quantiles of Student's t distribution.

use super::distribution::Distribution;
use super::normal::normal_quantile;

/// Degrees of freedom up to which the beta function is used: its shapes end at 10,000.
const EXACT_UP_TO: f64 = 2e4;

/// The t that |T| exceeds with probability `tails` (above 0, below 1); `freedom` degrees of freedom, at least 1.
///
/// y = t^2 / (freedom + t^2) follows a beta of shapes 1/2 and freedom / 2 (Abramowitz & Stegun 26.7.1). With more than
/// 20,000 degrees of freedom by the first term of the expansion about the normal (26.7.5), then exact to 1e-8.
pub fn student_two_sided(tails: f64, freedom: f64) -> f64 {
    let z = normal_quantile(1.0 - tails / 2.0);
    if freedom > EXACT_UP_TO {
        return z + (z * z * z + z) / (4.0 * freedom);
    }
    let law = Distribution::beta(0.5, freedom / 2.0, 0.0, 1.0).expect("both shapes lie within 0.1 to 10,000");
    let y = law.quantile(1.0 - tails);
    (freedom * y / (1.0 - y)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::student_two_sided as two_sided;
    use statrs::distribution::{ContinuousCDF, StudentsT};

    /// Fisher & Yates, table III, 5 %.
    #[test]
    fn textbook_values() {
        for (freedom, t) in [(1.0, 12.706), (2.0, 4.303), (4.0, 2.776), (9.0, 2.262), (30.0, 2.042), (1e6, 1.960)] {
            assert!((two_sided(0.05, freedom) - t).abs() < 6e-4, "{freedom}: {}", two_sided(0.05, freedom));
        }
    }

    #[test]
    fn agrees_with_a_distribution_by_other_hands() {
        for freedom in [1.0, 2.0, 3.0, 7.0, 15.0, 99.0, 1000.0, 19_999.0, 20_001.0, 1e6] {
            let law = StudentsT::new(0.0, 1.0, freedom).unwrap();
            for tails in [0.5, 0.1, 0.05, 0.01] {
                let outside = 2.0 * law.cdf(-two_sided(tails, freedom));
                assert!((outside / tails - 1.0).abs() < 1e-7, "{freedom} {tails}: {outside}");
            }
        }
    }
}
