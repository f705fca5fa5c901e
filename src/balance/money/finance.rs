//! Discounting: capital recovery, cost of heat, present value, payback.

use crate::num::Real;

/// Below this product of rate and life the closed form loses digits to cancellation, and the series takes over.
const SERIES_BELOW: f64 = 1e-2;

/// Capital recovery factor, 1/a: r (1 + r)^n/((1 + r)^n - 1), and 1/n at r = 0.
///
/// `rate` in 1/a (above -1), `years` positive and not necessarily whole. Smooth through zero: the closed form is used
/// as r/(1 - (1 + r)^-n), and near zero a series in r whose error is below 1e-15.
pub fn capital_recovery<S: Real>(rate: S, years: S) -> S {
    let small = (rate * years).abs().lt(S::from_f64(SERIES_BELOW));
    let safe = S::select(small, S::from_f64(1.0), rate);
    let grown = safe + 1.0;
    // Kahan's ln(1 + r): the digits of r that 1 + r drops come back by the quotient
    let log = grown.ln() * safe / (grown - 1.0);
    let closed = safe / (S::one() - (-(years * log)).exp());
    let n = years;
    let n2 = n * n - 1.0;
    // expansion of r/(1 - (1 + r)^-n) about r = 0 to the fifth order (exact for n = 1, 2, 3 to that order)
    let fourth = n2 * (-(n * n) + 19.0) / 720.0;
    let fifth = n2 * (n * n - 9.0) / 480.0;
    let tail = (fifth * rate + fourth) * rate - n2 / 24.0;
    let series = ((tail * rate + n2 / 12.0) * rate + (n + 1.0) / 2.0) * rate + 1.0;
    S::select(small, series / n, closed)
}

/// What the cost of heat is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatCost<S> {
    /// Investment, EUR.
    pub capital_eur: S,
    /// Investment aid, EUR.
    pub subsidy_eur: S,
    /// Discount rate, 1/a.
    pub rate: S,
    /// Life, a.
    pub years: S,
    /// Fixed operation, EUR/a.
    pub fixed_eur_per_a: S,
    /// Variable operation, EUR/MWh heat.
    pub variable_eur_per_mwh: S,
    /// Heat delivered, MWh/a.
    pub heat_mwh: S,
    /// Share of the heat that comes from wood.
    pub wood_share: S,
    /// Efficiency of the wood boiler, LHV.
    pub eta_wood: S,
    /// Price of wood, EUR/MWh LHV.
    pub wood_eur_per_mwh_lhv: S,
    /// Efficiency of the gas boiler, LHV.
    pub eta_gas: S,
    /// Price of gas, EUR/MWh **LHV** (a bill per MWh HHV is 11 % less).
    pub gas_eur_per_mwh_lhv: S,
}

impl<S: Real> HeatCost<S> {
    /// Yearly payment for the investment, EUR/a.
    pub fn annuity_eur_per_a(&self) -> S {
        capital_recovery(self.rate, self.years) * (self.capital_eur - self.subsidy_eur)
    }

    /// Levelised cost of heat, EUR/MWh:
    /// [CRF (I - S) + F + v H + H s p_w/eta_w + H (1 - s) p_g/eta_g]/H.
    pub fn lcoh_eur_per_mwh(&self) -> S {
        let wood = self.wood_share * self.wood_eur_per_mwh_lhv / self.eta_wood;
        let gas = (S::one() - self.wood_share) * self.gas_eur_per_mwh_lhv / self.eta_gas;
        (self.annuity_eur_per_a() + self.fixed_eur_per_a) / self.heat_mwh + self.variable_eur_per_mwh + wood + gas
    }
}

/// Share of year `k` (1, 2, ...) that lies within a life of `years`, 0..=1: the last year may be a part.
fn share_of_year<S: Real>(k: usize, years: S) -> S {
    (years - (k as f64 - 1.0)).max(S::zero()).min(S::one())
}

/// Cash flow of each year, EUR: the investment in year 0, then the same surplus every year of the life.
///
/// `horizon` years are listed; those after the life are zero, and a life that is no whole number ends with a part.
pub fn cash_flows<S: Real>(invested_eur: S, surplus_eur_per_a: S, years: S, horizon: usize) -> Vec<S> {
    let later = (1..=horizon).map(|k| surplus_eur_per_a * share_of_year(k, years));
    std::iter::once(-invested_eur).chain(later).collect()
}

/// Present value of a list of yearly cash flows, year 0 first, EUR.
pub fn net_present_value<S: Real>(flows_eur: &[S], rate: S) -> S {
    let discount = S::one() / (rate + 1.0);
    let mut factor = S::one();
    let mut sum = S::zero();
    for flow in flows_eur {
        sum += *flow * factor;
        factor *= discount;
    }
    sum
}

/// Years until the surplus has paid the investment back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Payback<S: Real> {
    /// Years, a; infinite where the surplus never pays.
    pub years: S,
    /// Where it pays within the life.
    pub within_life: S::Mask,
}

/// Simple payback: investment over yearly surplus, without discounting.
pub fn payback<S: Real>(invested_eur: S, surplus_eur_per_a: S, life_a: S) -> Payback<S> {
    let pays = surplus_eur_per_a.gt(S::zero());
    let divisor = S::select(pays, surplus_eur_per_a, S::one());
    let years = S::select(pays, invested_eur.max(S::zero()) / divisor, S::from_f64(f64::INFINITY));
    Payback { years, within_life: years.le(life_a) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::Dual;

    #[test]
    fn recovery_is_one_over_n_without_interest_and_smooth_around_it() {
        assert_eq!(capital_recovery(0.0, 15.0), 1.0 / 15.0);
        // r (1+r)^n/((1+r)^n - 1) with 50 digits: n = 20, r = 4 %
        assert!((capital_recovery(0.04, 20.0) - 0.073_581_750_328_628_88).abs() < 1e-16);
        // either side of the switch to the series, n = 20, with 50 digits
        assert!((capital_recovery(0.999e-2 / 20.0, 20.0) - 0.050_262_652_189_914_12).abs() < 1e-16);
        assert!((capital_recovery(1.001e-2 / 20.0, 20.0) - 0.050_263_178_851_785_41).abs() < 1e-15);
        assert!(capital_recovery(-1e-9, 20.0) < 0.05 && capital_recovery(1e-9, 20.0) > 0.05);
    }

    #[test]
    fn the_derivative_at_zero_rate_is_finite() {
        let rate = Dual::<1>::variable(0.0, 0);
        let crf = capital_recovery(rate, Dual::from_f64(20.0));
        assert!((crf.slope[0] - 21.0 / 40.0).abs() < 1e-12);
    }

    #[test]
    fn discounted_annuities_give_the_capital_back() {
        let (capital, rate, years) = (1000.0, 0.06, 25);
        let surplus = capital_recovery(rate, f64::from(years)) * capital;
        let npv = net_present_value(&cash_flows(capital, surplus, f64::from(years), 25), rate);
        assert!(npv.abs() < 1e-9, "{npv}");
    }

    #[test]
    fn the_last_year_may_be_a_part() {
        assert_eq!(cash_flows(10.0, 4.0, 2.5, 4), [-10.0, 4.0, 4.0, 2.0, 0.0]);
    }

    #[test]
    fn payback_never_comes_without_surplus() {
        let p = payback(100.0, -1.0, 20.0);
        assert!(p.years.is_infinite() && !p.within_life);
        assert_eq!(payback(100.0, 20.0, 20.0).years, 5.0);
        assert!(!payback(100.0, 0.0, 20.0).within_life);
    }
}
