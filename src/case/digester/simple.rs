//! First order or Buswell-Boyle, week by week. They share the COD table of ADM1's feed.

use super::{DigesterCase, DigestionModel, MonthOfGas};
use crate::feedstock::macromolecule::{Macromolecule, MacromoleculeTable};
use crate::feedstock::pool::OrganicPool;
use crate::feedstock::{FeedstockDefaults, OrganicAmounts};

/// Fills in the gas of the weeks.
pub(super) fn simple_year(digester: &DigesterCase, organic: &OrganicPool<f64>, weeks: &mut [MonthOfGas]) {
    let share = digester.preparation.pool_share_pct / 100.0;
    let density = FeedstockDefaults::<f64>::defaults().feed_density_kg_m3 / 1000.0;
    let retention_d = std::array::from_fn(|k| match weeks.get(k) {
        Some(week) if week.feed_t > 0.0 => digester.adm1.V_liq / (week.feed_t / density / week.days),
        // Nothing comes: nothing is made, however long it stays.
        _ => 0.0,
    });
    let first_order =
        (digester.model.kind() == DigestionModel::FirstOrder).then(|| organic.ch4_cstr_weeks_nm3(&retention_d));
    let amounts = organic.weeks();
    for (k, week) in weeks.iter_mut().enumerate() {
        let methane = first_order.as_ref().map_or(week.potential_nm3, |by_week| by_week[k] * share);
        week.methane_nm3 = methane;
        week.residual_methane_nm3 = week.potential_nm3 - methane;
        week.carbon_dioxide_nm3 = methane * carbon_dioxide_per_methane(&amounts[k]);
    }
}

/// CO2 over CH4 by volume in the gas of the degradable matter, each ammonia of the protein holding one CO2 back.
fn carbon_dioxide_per_methane(amounts: &OrganicAmounts<f64>) -> f64 {
    let table = MacromoleculeTable::project();
    let degraded = [
        (Macromolecule::Carbohydrate, amounts.cod_carb_t),
        (Macromolecule::Protein, amounts.cod_protein_t),
        (Macromolecule::Lipid, amounts.cod_lipid_t),
        (Macromolecule::Lignin, amounts.cod_lignin_t),
        (Macromolecule::Vfa, amounts.cod_vfa_t),
    ];
    let (mut ch4, mut co2) = (0.0, 0.0);
    for (molecule, cod_t) in degraded {
        let data = table.get(molecule);
        let mass = cod_t / data.cod_kg_per_kg;
        ch4 += mass * data.ch4_kmol_per_kg;
        co2 += mass * (data.co2_kmol_per_kg - data.nh3_kmol_per_kg);
    }
    if ch4 > 0.0 { co2 / ch4 } else { 0.0 }
}
