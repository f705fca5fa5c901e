//! The cost of heat over the life, and the parts it is made of.

use super::cash::{Plan, Year};
use super::lines::{LineId, Words};
use super::paths::Factors;
use crate::balance::money::finance::net_present_value;

/// A part of the levelised cost of heat.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CostPart {
    /// Which line.
    pub id: LineId,
    /// EUR/MWh of heat delivered, without VAT; negative parts lower the cost.
    pub eur_per_mwh: f64,
}

impl CostPart {
    /// What it is called.
    pub fn words(&self) -> Words {
        self.id.words()
    }
}

/// What a MWh of heat costs over the life, without VAT.
#[derive(Clone, Debug, PartialEq)]
pub struct CostOfHeat {
    parts: Vec<CostPart>,
    /// Levelised cost, EUR/MWh: present value of the list of yearly costs over that of the heat. Worked out from the
    /// yearly list, apart from the parts, whose sum it equals to rounding.
    pub lcoh_eur_per_mwh: f64,
}

impl CostOfHeat {
    /// The parts that are not zero, in the order of a study; their sum is the levelised cost.
    pub fn parts(&self) -> &[CostPart] {
        &self.parts
    }

    /// One part, EUR/MWh; 0 where the line is empty.
    pub fn part_eur_per_mwh(&self, id: LineId) -> f64 {
        self.parts.iter().filter(|p| p.id == id).map(|p| p.eur_per_mwh).sum()
    }
}

/// Present values of all lines over the life.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Levelised {
    lines: Vec<(LineId, f64)>,
    discount: Vec<f64>,
}

impl Levelised {
    /// Discounts a plan. `rate` in 1/a, above -1.
    pub(super) fn of(plan: &Plan<'_>, factors: &Factors, rate: f64) -> Self {
        let mut factor = 1.0;
        let discount: Vec<f64> = factors
            .flat
            .iter()
            .map(|_| {
                factor /= 1.0 + rate;
                factor
            })
            .collect();
        let mut levelised = Self { lines: Vec::with_capacity(15), discount };
        for (id, eur) in plan.running {
            levelised.lines.push((*id, eur * levelised.discounted(id.factors(factors))));
        }
        let last = levelised.discount.last().copied().unwrap_or(1.0);
        let at = |year: usize| levelised.discount.get(year.wrapping_sub(1)).copied().unwrap_or(0.0);
        let replaced: f64 = plan.replacements.iter().map(|r| r.eur * at(r.year)).sum();
        let paid: f64 = plan.schedule.iter().map(|y| y.payment_eur() * at(y.year)).sum();
        levelised.lines.extend([
            (LineId::Replacement, replaced - plan.residual_eur * last),
            (LineId::Capital, plan.capital_eur),
            (LineId::Aid, -plan.aid_eur),
            (LineId::Loan, paid - plan.loan.principal_eur),
        ]);
        levelised
    }

    /// Sum of yearly amounts, discounted.
    pub(super) fn discounted(&self, yearly: &[f64]) -> f64 {
        self.discount.iter().zip(yearly).map(|(d, v)| d * v).sum()
    }

    /// Years of constant payment that a payment today is worth: the inverse of the capital recovery factor.
    pub(super) fn annuity_factor(&self) -> f64 {
        self.discount.iter().sum()
    }

    /// Present value of the lines that are kept, EUR.
    pub(super) fn present_eur(&self, keep: impl Fn(LineId) -> bool) -> f64 {
        self.lines.iter().filter(|(id, _)| keep(*id)).map(|(_, eur)| *eur).sum()
    }

    /// Parts per MWh, and the cost by the yearly list.
    pub(super) fn cost(&self, years: &[Year], rate: f64, heat_mwh: f64) -> CostOfHeat {
        let heat = heat_mwh * self.annuity_factor();
        let parts = LineId::ALL
            .iter()
            .map(|id| CostPart { id: *id, eur_per_mwh: self.present_eur(|l| l == *id) / heat })
            .filter(|p| p.eur_per_mwh != 0.0)
            .collect();
        let flows: Vec<f64> = years.iter().map(Year::cost_eur).collect();
        CostOfHeat { parts, lcoh_eur_per_mwh: net_present_value(&flows, rate) / heat }
    }
}
