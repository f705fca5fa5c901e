//! The economic study of a boiler house, from its flows and accounts: three columns, as a French study shows them.

use super::{Case, Outcome, StudyFacts};
use crate::balance::carbon::CarbonParams;
use crate::balance::flows::Flows;
use crate::balance::money::study::{
    Basis, ProjectFacts, Sale, Study, StudyError, StudyInput, StudyParams, Tariff, study,
};

/// What a study is made with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StudyCase {
    /// Dated rules and assumptions.
    pub params: StudyParams<f64>,
    /// Certificates, grants, tariff.
    pub facts: StudyFacts<f64>,
}

/// The study of the nominal year of a case; none where no heat is delivered.
///
/// Greenhouse gas is that of fuel and electricity burnt in the boiler house, by the factors of the carbon account: the
/// comparison with a reference scenario is the account's own.
///
/// # Errors
/// When a price, a rate or a size makes no study.
pub fn study_of(case: &Case, outcome: &Outcome) -> Option<Result<Study, StudyError>> {
    let (heat, accounts) = (outcome.heat.as_ref()?, outcome.accounts.as_ref()?);
    let carbon = case.carbon.as_ref().map_or_else(CarbonParams::defaults, |c| c.params);
    let (params, facts) = (&case.study.params, &case.study.facts);
    let subscribed = heat.design_kw.unwrap_or(heat.peak_kw);
    let units = if facts.subscribed_kw.is_finite() { facts.subscribed_kw } else { subscribed };
    let project = ProjectFacts {
        hhv_per_lhv: carbon.gas_hhv_per_lhv,
        cee_mwh_cumac: facts.cee_mwh_cumac,
        other_grants_eur: facts.other_grants_eur,
        sale: sale(case, facts, units),
        spread: Some((Basis::SubscribedKw, units)),
        co2_t_per_a: burnt_t_co2e(&accounts.flows, params, &carbon),
    };
    let input = StudyInput::of_project(&accounts.flows, &accounts.built, &case.economics, params, &project);
    Some(input.and_then(|input| study(&input, params)))
}

/// Who pays: a tariff where R1 is given, one price where there is a network, nobody otherwise.
fn sale(case: &Case, facts: &StudyFacts<f64>, units: f64) -> Sale {
    let network_m = case.demand.as_ref().map_or(0.0, |d| d.params.network_length_m);
    let set = |value: f64| if value.is_finite() { value } else { 0.0 };
    if facts.r1_eur_per_mwh.is_finite() || facts.r2_eur_per_kw.is_finite() {
        let (r1_eur_per_mwh, r2_eur_per_unit) = (set(facts.r1_eur_per_mwh), set(facts.r2_eur_per_kw));
        return Sale::Tariff(Tariff { r1_eur_per_mwh, r2_eur_per_unit, units, basis: Basis::SubscribedKw });
    }
    if network_m > 0.0 {
        return Sale::Price { eur_per_mwh: case.economics.heat_price_eur_per_mwh };
    }
    Sale::OwnUse
}

/// Greenhouse gas of what the boiler houses of today, of the reference and of the project burn, t CO2e/a.
fn burnt_t_co2e(flows: &Flows<f64>, p: &StudyParams<f64>, carbon: &CarbonParams<f64>) -> [f64; 3] {
    let gas = carbon.natural_gas_kgco2e_per_kwh_hhv * carbon.gas_hhv_per_lhv;
    let heat_mwh = flows.heat.used_mwh();
    let wood = carbon.wood_nonco2_g_per_mj_lhv * 3.6e-3 * flows.wood_boiler.fuel_mwh;
    let own = gas * flows.gas(carbon.gas_hhv_per_lhv).lhv_mwh();
    let power = carbon.electricity_kgco2e_per_kwh * flows.power.bought_boiler_mwh;
    [gas * heat_mwh / p.today_efficiency_lhv, gas * heat_mwh / p.reference_efficiency_lhv, own + power + wood]
}
