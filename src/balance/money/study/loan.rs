//! A loan that is paid back by a constant annuity, after years of interest alone where agreed.

use crate::balance::money::finance::capital_recovery;

/// Terms of a loan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loan {
    /// What is lent in year 0, EUR.
    pub principal_eur: f64,
    /// Interest, 1/a, in the same terms as the prices: real where prices are real.
    pub rate: f64,
    /// Years from the first payment of interest to the last payment, grace included.
    pub years: usize,
    /// First years in which interest alone is paid; fewer than `years`.
    pub grace_years: usize,
}

/// One year of a loan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoanYear {
    /// Year, from 1.
    pub year: usize,
    /// Interest, EUR.
    pub interest_eur: f64,
    /// Paid back, EUR.
    pub repaid_eur: f64,
    /// Still owed at the end of the year, EUR.
    pub owed_eur: f64,
}

impl LoanYear {
    /// What is paid in the year, EUR.
    pub fn payment_eur(&self) -> f64 {
        self.interest_eur + self.repaid_eur
    }
}

impl Loan {
    /// Payment of each year after the grace, EUR/a: CRF(rate, years - grace) x principal; 0 without a loan.
    pub fn annuity_eur_per_a(&self) -> f64 {
        if self.principal_eur == 0.0 || self.years <= self.grace_years {
            return 0.0;
        }
        capital_recovery(self.rate, (self.years - self.grace_years) as f64) * self.principal_eur
    }

    /// Every year of the loan; empty without a loan.
    pub fn schedule(&self) -> Vec<LoanYear> {
        if self.principal_eur == 0.0 {
            return Vec::new();
        }
        let annuity = self.annuity_eur_per_a();
        let mut owed = self.principal_eur;
        let year = |year: usize| {
            let interest = owed * self.rate;
            let repaid = if year <= self.grace_years { 0.0 } else { annuity - interest };
            owed -= repaid;
            LoanYear { year, interest_eur: interest, repaid_eur: repaid, owed_eur: owed }
        };
        (1..=self.years).map(year).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loan_pays_back_to_zero() {
        for (rate, years, grace_years) in [(0.0, 10, 0), (0.03, 15, 0), (0.045, 20, 2), (0.1, 3, 2)] {
            let loan = Loan { principal_eur: 500_000.0, rate, years, grace_years };
            let list = loan.schedule();
            assert_eq!(list.len(), years);
            assert!(list[years - 1].owed_eur.abs() < 1e-6, "{list:?}");
            let repaid: f64 = list.iter().map(|y| y.repaid_eur).sum();
            assert!((repaid - 500_000.0).abs() < 1e-6);
            // discounted at its own rate, what is paid is worth what was lent
            let worth: f64 = list.iter().map(|y| y.payment_eur() / libm::pow(1.0 + rate, y.year as f64)).sum();
            assert!((worth - 500_000.0).abs() < 1e-6, "{worth}");
        }
    }

    #[test]
    fn textbook_annuity() {
        // 100,000 over 10 years at 5 %: 12,950.457... (closed form with 12 digits)
        let loan = Loan { principal_eur: 100_000.0, rate: 0.05, years: 10, grace_years: 0 };
        assert!((loan.annuity_eur_per_a() - 12_950.457_496_5).abs() < 1e-6);
        assert_eq!(Loan { principal_eur: 0.0, ..loan }.schedule(), []);
    }
}
