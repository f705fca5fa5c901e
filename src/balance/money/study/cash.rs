//! Cash by year, and what it says: payback, present value, internal rate of return.

use super::lines::LineId;
use super::loan::{Loan, LoanYear};
use super::paths::Factors;
use super::tariff::Income;
use super::{ColumnId, Replacement};
use crate::balance::money::finance::net_present_value;
use crate::balance::money::irr::{Irr, irr};

/// What is paid and received for one solution.
pub(super) struct Plan<'a> {
    pub(super) running: &'a [(LineId, f64)],
    pub(super) replacements: &'a [Replacement],
    pub(super) capital_eur: f64,
    pub(super) aid_eur: f64,
    pub(super) residual_eur: f64,
    pub(super) loan: Loan,
    pub(super) schedule: Vec<LoanYear>,
}

/// One year of a solution, EUR without VAT, all amounts positive but the sums.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Year {
    /// Year; 0 is when it is built.
    pub year: usize,
    /// Capital that is built.
    pub capital_eur: f64,
    /// Aid received.
    pub aid_eur: f64,
    /// Borrowed.
    pub borrowed_eur: f64,
    /// P1, P1', P2 and P3 (negative only where one is paid for the wood beyond all other costs).
    pub running_eur: f64,
    /// Parts replaced.
    pub replacement_eur: f64,
    /// Interest and repayment.
    pub loan_eur: f64,
    /// Value of the plant at the end.
    pub residual_eur: f64,
    /// Heat sold; 0 where the owner heats its own buildings.
    pub income_eur: f64,
    /// What comes in less what goes out.
    pub net_eur: f64,
    /// Sum of it so far.
    pub cumulative_eur: f64,
    /// The same, discounted to year 0.
    pub discounted_eur: f64,
}

impl Year {
    /// What goes out less what comes in, the sale of heat left out, EUR.
    pub fn cost_eur(&self) -> f64 {
        self.income_eur - self.net_eur
    }

    /// The same as if nothing were borrowed, EUR.
    pub fn cost_before_loan_eur(&self) -> f64 {
        self.cost_eur() + self.borrowed_eur - self.loan_eur
    }
}

/// The list of years of a plan.
pub(super) fn years(plan: &Plan<'_>, factors: &Factors, incomes: Option<&[Income]>, rate: f64) -> Vec<Year> {
    let last = factors.flat.len();
    let (mut cumulative, mut discounted, mut factor) = (0.0, 0.0, 1.0);
    let year = |k: usize| {
        let built = |eur: f64| if k == 0 { eur } else { 0.0 };
        let running =
            if k == 0 { 0.0 } else { plan.running.iter().map(|(id, eur)| eur * id.factors(factors)[k - 1]).sum() };
        let mut y = Year {
            year: k,
            capital_eur: built(plan.capital_eur),
            aid_eur: built(plan.aid_eur),
            borrowed_eur: built(plan.loan.principal_eur),
            running_eur: running,
            replacement_eur: plan.replacements.iter().filter(|r| r.year == k).map(|r| r.eur).sum(),
            loan_eur: plan.schedule.iter().filter(|y| y.year == k).map(LoanYear::payment_eur).sum(),
            residual_eur: if k == last { plan.residual_eur } else { 0.0 },
            income_eur: if k == 0 { 0.0 } else { incomes.map_or(0.0, |i| i[k - 1].total_eur()) },
            net_eur: 0.0,
            cumulative_eur: 0.0,
            discounted_eur: 0.0,
        };
        y.net_eur = y.income_eur + y.aid_eur + y.borrowed_eur + y.residual_eur
            - (y.capital_eur + y.running_eur + y.replacement_eur + y.loan_eur);
        cumulative += y.net_eur;
        discounted += y.net_eur * factor;
        factor /= 1.0 + rate;
        (y.cumulative_eur, y.discounted_eur) = (cumulative, discounted);
        y
    };
    (0..=last).map(year).collect()
}

/// What a list of flows says.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicators {
    /// Flow of each year, year 0 first, EUR.
    pub flows_eur: Vec<f64>,
    /// Years until the sum of the flows first reaches zero; none where it does not within the study.
    pub payback_a: Option<f64>,
    /// The same with discounted flows.
    pub discounted_payback_a: Option<f64>,
    /// Present value, EUR.
    pub npv_eur: f64,
    /// Internal rate of return.
    pub irr: Irr,
}

impl Indicators {
    /// Reads flows at a discount rate, 1/a.
    pub fn of(flows_eur: Vec<f64>, rate: f64) -> Self {
        Self {
            payback_a: payback_a(&flows_eur, 0.0),
            discounted_payback_a: payback_a(&flows_eur, rate),
            npv_eur: net_present_value(&flows_eur, rate),
            irr: irr(&flows_eur),
            flows_eur,
        }
    }
}

/// When the discounted sum of flows first reaches zero, the year of crossing taken as even; 0 where nothing was paid.
fn payback_a(flows_eur: &[f64], rate: f64) -> Option<f64> {
    let (mut sum, mut factor) = (0.0, 1.0);
    for (k, flow) in flows_eur.iter().enumerate() {
        let gain = flow * factor;
        if sum + gain >= 0.0 {
            return Some(if k == 0 { 0.0 } else { (k - 1) as f64 + -sum / gain });
        }
        sum += gain;
        factor /= 1.0 + rate;
    }
    None
}

/// One solution against another: what it costs more at first and saves later.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The solution.
    pub column: ColumnId,
    /// Held against this one.
    pub against: ColumnId,
    /// Flows of the difference (costs alone; the sale of heat is the same) before any loan, and what they say: the
    /// project as such.
    pub project: Indicators,
    /// The same with the loans of both: what the owner pays and saves. Equal to `project` where nothing is borrowed.
    pub indicators: Indicators,
    /// CO2 saved, t/a.
    pub co2_saved_t_per_a: f64,
    /// Saving of the first year, P1 to P3, EUR without VAT.
    pub first_year_saving_eur: f64,
}

/// Differences of yearly costs: positive where `wood` costs less.
pub(super) fn difference(other: &[Year], wood: &[Year], cost_eur: impl Fn(&Year) -> f64) -> Vec<f64> {
    other.iter().zip(wood).map(|(o, w)| cost_eur(o) - cost_eur(w)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payback_is_investment_over_saving_and_later_when_discounted() {
        let flows = [-100.0, 40.0, 40.0, 40.0, 40.0];
        assert_eq!(payback_a(&flows, 0.0), Some(2.5));
        // 40/1.1 + 40/1.21 + 40/1.331 = 99.47: the rest of 0.5259 out of 40/1.4641
        let third = 100.0 - 40.0 / 1.1 - 40.0 / 1.21 - 40.0 / 1.331;
        assert!((payback_a(&flows, 0.1).unwrap() - (3.0 + third / (40.0 / 1.4641))).abs() < 1e-12);
        assert_eq!(payback_a(&[-100.0, 40.0, 40.0], 0.0), None);
        assert_eq!(payback_a(&[5.0, 1.0], 0.0), Some(0.0));
    }
}
