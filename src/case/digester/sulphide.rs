//! Hydrogen sulphide of a digester at the end of its year: an option, unvalidated.

use super::super::evaluate::EvaluateError;
use super::{DigesterCase, DigesterOutcome};
use crate::digestion::adm1::{Output, State};
use crate::digestion::sulphur::{Conditions, Sulphide, SulphurFeed, SulphurParams, checked};
use crate::feedstock::FeedstockDefaults;
use crate::feedstock::pool::{DigesterFeed, FeedTarget, OrganicPool};
use crate::units::DAYS_PER_YEAR;

/// Where the feed's sulphur goes, by the state of plain ADM1 at the end of the year; none without that state, or in a
/// year that brings nothing. All sulphur of the feed is organic: the feedstock library knows no sulphate.
///
/// # Errors
/// When the split asks for what is not there.
pub(in super::super) fn sulphide(
    digester: &DigesterCase,
    outcome: &DigesterOutcome,
    organic: Option<&OrganicPool<f64>>,
) -> Result<Option<Sulphide<f64>>, EvaluateError> {
    let (Some(end), Some(organic), true) = (&outcome.end, organic, digester.sulphur) else { return Ok(None) };
    let target = FeedTarget::diluted_to(digester.preparation.feed_ts_pct);
    let feed = DigesterFeed::of(organic.year(), DAYS_PER_YEAR, &target).map_err(EvaluateError::Pool)?;
    let feed = SulphurFeed { sulphate_kmol_per_m3: 0.0, organic_kmol_per_m3: feed.s_kmol_m3 };
    let split = checked(&SulphurParams::defaults(), &feed, &conditions(digester, outcome, end));
    split.map(Some).map_err(|error| EvaluateError::Plant { id: digester.id.clone(), reason: error.told() })
}

fn conditions(digester: &DigesterCase, outcome: &DigesterOutcome, end: &Output) -> Conditions<f64> {
    let density = FeedstockDefaults::<f64>::defaults().feed_density_kg_m3 / 1000.0;
    let gas = |state: State| end.state[state as usize];
    let dry_gas = gas(State::S_gas_h2) / 16.0 + gas(State::S_gas_ch4) / 64.0 + gas(State::S_gas_co2);
    Conditions {
        flow_m3_per_d: outcome.total(|m| m.feed_t) / density / outcome.total(|m| m.days),
        v_liq_m3: digester.adm1.V_liq,
        hydrogen_ion_kmol_per_m3: gas(State::S_H_ion),
        t_op_k: digester.adm1.T_op,
        gas_m3_per_d: end.q_gas_headspace,
        dry_gas_kmol_per_m3: dry_gas,
        methane_nm3_per_d: end.methane_nm3_per_d,
    }
}
