//! Who may say that he saved what: each tonne and each kilogram of a plan has one claimant.

use super::{Account, CarbonItem};
use crate::balance::carbon::claims::{ClaimError, TonneClaim, check_claims};

/// A flow of a plan: so much of a stream to a sink, with the account of a tonne.
#[derive(Clone, Copy, Debug)]
pub struct PlanFlow<'a> {
    /// Identifier of the stream.
    pub stream: &'a str,
    /// Place of its company in the list of providers.
    pub provider: usize,
    /// Identifier of the sink.
    pub sink: &'a str,
    /// Mass, t/a as received.
    pub wet_t: f64,
    /// The account of a tonne.
    pub account: &'a Account,
}

/// What a company may claim of a plan, a year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CompanyShare {
    /// Mass, t/a as received.
    pub wet_t: f64,
    /// Cost for the pole of its tonnes, EUR/a.
    pub eur: f64,
    /// Net change of the year, kg CO2e/a; negative is a saving.
    pub kg: f64,
    /// What products save in later years, kg CO2e.
    pub later_kg: f64,
    /// Shown, claimable by nobody here, kg CO2e/a.
    pub not_claimable_kg: f64,
}

impl CompanyShare {
    fn add(&mut self, flow: &PlanFlow<'_>) {
        let t = flow.wet_t;
        self.wet_t += t;
        self.eur += t * flow.account.money.total_eur();
        self.kg += t * flow.account.carbon.total_kg();
        self.later_kg += t * flow.account.carbon.later_kg();
        self.not_claimable_kg += t * flow.account.carbon.not_claimable_kg();
    }
}

/// The claims of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanLedger {
    /// By company, in the order of the providers.
    pub companies: Vec<CompanyShare>,
    /// The pole, summed line by line of the account and not company by company.
    pub pole_kg: f64,
    /// The pole's lines, kg CO2e/a, counted ones only.
    pub pole_lines: Vec<(CarbonItem, f64)>,
}

impl PlanLedger {
    /// Enters a plan. The supply is (stream, t/a).
    ///
    /// # Errors
    /// Every claim that cannot stand: a stream claimed beyond its mass, a stream nobody supplies, a negative mass.
    pub fn enter(
        supply_t: &[(String, f64)],
        providers: usize,
        flows: &[PlanFlow<'_>],
    ) -> Result<Self, Vec<ClaimError>> {
        let claim =
            |f: &PlanFlow<'_>| TonneClaim { stream: f.stream.to_owned(), claimant: f.sink.to_owned(), wet_t: f.wet_t };
        check_claims(supply_t, &flows.iter().map(claim).collect::<Vec<_>>())?;
        let count = flows.iter().map(|f| f.provider + 1).max().unwrap_or(0).max(providers);
        let mut companies = vec![CompanyShare::default(); count];
        for flow in flows {
            companies[flow.provider].add(flow);
        }
        let of_line = |item: &CarbonItem| {
            let counted = flows.iter().filter(|f| f.account.carbon.is_counted(*item));
            (*item, counted.map(|f| f.wet_t * f.account.carbon.lines.get(*item)).sum::<f64>())
        };
        let pole_lines: Vec<_> = CarbonItem::ALL.iter().map(of_line).filter(|(_, kg)| *kg != 0.0).collect();
        Ok(Self { companies, pole_kg: pole_lines.iter().map(|(_, kg)| kg).sum(), pole_lines })
    }

    /// Gap between the sum of the companies and the pole, over the sum of the absolute lines: rounding only.
    pub fn closure(&self) -> f64 {
        let companies: f64 = self.companies.iter().map(|c| c.kg).sum();
        let scale: f64 = self.pole_lines.iter().map(|(_, kg)| kg.abs()).sum();
        (companies - self.pole_kg).abs() / scale.max(f64::MIN_POSITIVE)
    }
}
