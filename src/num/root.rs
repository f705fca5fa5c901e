//! Guarded roots: a bracket, a limit, a settle test, and an error instead of a wrong number.

use std::fmt;

/// Why no root was returned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RootError {
    /// The function has the same sign at both ends of the bracket.
    NotBracketed {
        /// Function value at the lower end.
        at_low: f64,
        /// Function value at the upper end.
        at_high: f64,
    },
    /// The function was not finite at this point.
    NotFinite {
        /// Where.
        at: f64,
    },
    /// The bracket did not close within the iteration limit.
    NotSettled,
}

impl fmt::Display for RootError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBracketed { at_low, at_high } => {
                write!(f, "no sign change in the bracket ({at_low:e}, {at_high:e})")
            }
            Self::NotFinite { at } => write!(f, "function not finite at {at:e}"),
            Self::NotSettled => write!(f, "root search did not settle"),
        }
    }
}

impl std::error::Error for RootError {}

/// Iterations after which [`bracketed_newton`] gives up; bisection alone needs about 60 for a double.
const ITERATION_LIMIT: usize = 200;

/// The root of `f` in `[low, high]`, by Newton steps that fall back to bisection whenever they leave the bracket.
///
/// `f` returns value and derivative. The search settles when a step is below `tolerance` (absolute, in x).
///
/// # Errors
/// When the ends do not bracket a sign change, when `f` is not finite, or when the search does not settle.
pub fn bracketed_newton(low: f64, high: f64, tolerance: f64, f: impl Fn(f64) -> (f64, f64)) -> Result<f64, RootError> {
    let (mut a, mut b) = (low, high);
    let (fa, fb) = (f(a).0, f(b).0);
    if fa == 0.0 {
        return Ok(a);
    }
    if fb == 0.0 {
        return Ok(b);
    }
    if fa.is_nan() || fb.is_nan() || fa.signum() == fb.signum() {
        return Err(RootError::NotBracketed { at_low: fa, at_high: fb });
    }
    let rising = fb > 0.0;
    let mut x = 0.5 * (a + b);
    for _ in 0..ITERATION_LIMIT {
        let (value, slope) = f(x);
        if !value.is_finite() {
            return Err(RootError::NotFinite { at: x });
        }
        if value == 0.0 {
            return Ok(x);
        }
        if (value > 0.0) == rising {
            b = x;
        } else {
            a = x;
        }
        let newton = x - value / slope;
        let next = if newton > a && newton < b { newton } else { 0.5 * (a + b) };
        let step = (next - x).abs();
        x = next;
        if step <= tolerance || b - a <= tolerance {
            return Ok(x);
        }
    }
    Err(RootError::NotSettled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_root_where_plain_newton_diverges() {
        let root = bracketed_newton(-20.0, 30.0, 1e-13, |x| (libm::atan(x - 3.0), 1.0 / (1.0 + (x - 3.0).powi(2))));
        assert!((root.unwrap() - 3.0).abs() < 1e-12);
    }

    #[test]
    fn says_when_there_is_no_root() {
        let none = bracketed_newton(0.0, 1.0, 1e-12, |x| (x * x + 1.0, 2.0 * x));
        assert!(matches!(none, Err(RootError::NotBracketed { .. })));
        let nan = bracketed_newton(-1.0, 1.0, 1e-12, |_| (f64::NAN, 1.0));
        assert!(nan.is_err());
    }
}
