//! Internal rate of return, found by brackets: one rate, none, or several, and which.

use crate::num::root::bracketed_newton;

/// Rates at which the present value of a list of flows is zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Irr {
    /// Every rate found between -95 % and 1000 % a year, 1/a, ascending.
    pub rates: Vec<f64>,
    /// How often the flows change their sign, zeros left out: with none there is no rate, with one there is at most one
    /// rate (Descartes), with more there may be several.
    pub sign_changes: usize,
}

impl Irr {
    /// The rate, 1/a; none where there is none, and none where several answer.
    pub fn rate(&self) -> Option<f64> {
        match self.rates.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// True where several rates answer, so that none should be quoted.
    pub fn is_ambiguous(&self) -> bool {
        self.rates.len() > 1
    }
}

/// Ends of the search in x = ln(1 + rate), and the number of intervals that are looked at for a change of sign.
const LOW: f64 = -2.995_732_273_553_991; // ln 0.05
const HIGH: f64 = 2.397_895_272_798_371; // ln 11
const INTERVALS: usize = 400;
const TOLERANCE: f64 = 1e-13;

/// Present value at ln(1 + rate) = x, and its slope in x.
fn value_and_slope(flows_eur: &[f64], x: f64) -> (f64, f64) {
    let discount = libm::exp(-x);
    let (mut factor, mut value, mut slope) = (1.0, 0.0, 0.0);
    for (k, flow) in flows_eur.iter().enumerate() {
        value += flow * factor;
        slope -= k as f64 * flow * factor;
        factor *= discount;
    }
    (value, slope)
}

fn sign_changes(flows_eur: &[f64]) -> usize {
    let signs: Vec<bool> = flows_eur.iter().filter(|f| **f != 0.0).map(|f| *f > 0.0).collect();
    signs.windows(2).filter(|w| w[0] != w[1]).count()
}

/// Internal rates of return of yearly flows, year 0 first, EUR.
///
/// Flows that are not finite have no rate. Two rates closer than 1.4 % of (1 + rate) may escape together.
pub fn irr(flows_eur: &[f64]) -> Irr {
    let changes = sign_changes(flows_eur);
    let mut found = Irr { rates: Vec::new(), sign_changes: changes };
    if changes == 0 || flows_eur.iter().any(|f| !f.is_finite()) {
        return found;
    }
    let at = |k: usize| LOW + (HIGH - LOW) * k as f64 / INTERVALS as f64;
    for k in 0..INTERVALS {
        let (a, b) = (at(k), at(k + 1));
        let (fa, fb) = (value_and_slope(flows_eur, a).0, value_and_slope(flows_eur, b).0);
        // a root on a grid point belongs to the interval that ends there
        if fa == 0.0 || (fa > 0.0) == (fb > 0.0) && fb != 0.0 {
            continue;
        }
        if let Ok(x) = bracketed_newton(a, b, TOLERANCE, |x| value_and_slope(flows_eur, x)) {
            found.rates.push(libm::expm1(x));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn textbook_flows_have_their_rate() {
        // closed forms: 100 -> 110 in a year; 100 -> 121 in two; two payments by the quadratic formula
        assert!((irr(&[-100.0, 110.0]).rate().unwrap() - 0.10).abs() < 1e-12);
        assert!((irr(&[-100.0, 0.0, 121.0]).rate().unwrap() - 0.10).abs() < 1e-12);
        let v = (-60.0 + libm::sqrt(60.0 * 60.0 + 4.0 * 60.0 * 100.0)) / (2.0 * 60.0);
        assert!((irr(&[-100.0, 60.0, 60.0]).rate().unwrap() - (1.0 / v - 1.0)).abs() < 1e-12);
        // a perpetual loss: 100 gives 50 back
        assert!((irr(&[-100.0, 50.0]).rate().unwrap() + 0.5).abs() < 1e-12);
        // zero exactly on or near a point of the grid
        assert!(irr(&[-100.0, 100.0]).rate().unwrap().abs() < 1e-12);
    }

    #[test]
    fn none_and_several_are_told() {
        assert_eq!(irr(&[-100.0, -5.0, -5.0]), Irr { rates: vec![], sign_changes: 0 });
        assert_eq!(irr(&[]).rate(), None);
        assert_eq!(irr(&[f64::NAN, 1.0]).rate(), None);
        // (1.1 - x)(1.3 - x) of the growth factor x, the classic of two rates
        let two = irr(&[-100.0, 240.0, -143.0]);
        assert_eq!(two.sign_changes, 2);
        assert!(two.is_ambiguous() && two.rate().is_none());
        assert!((two.rates[0] - 0.1).abs() < 1e-10 && (two.rates[1] - 0.3).abs() < 1e-10, "{two:?}");
        // two changes of sign, and no rate at all
        assert_eq!(irr(&[-100.0, 150.0, -100.0]).rates, Vec::<f64>::new());
    }
}
