//! What a furnace table may publish of a moment, by column.

use crate::combustion::furnace::{FurnaceRates, FurnaceState};

/// A column and its value.
pub(super) type Answer = (&'static str, f64);

/// The columns of states and rates.
pub(super) fn columns(state: &FurnaceState<f64>, rates: &FurnaceRates<f64>) -> Vec<Answer> {
    vec![
        ("M_water_kg", state.water_kg),
        ("M_dry_kg", state.dry_kg),
        ("T_refr_C", state.refractory_c),
        ("T_boiler_C", state.boiler_c),
        ("r_evap_kg_s", rates.evaporation_kg_per_s),
        ("r_td_kg_s", rates.decomposition_kg_per_s),
        ("lambda", rates.excess_air),
        ("O2_dry_pct", rates.o2_dry_pct),
        ("m_gas_kg_s", rates.gas_kg_per_s),
        ("T_gas_C", rates.gas_c),
        ("T_stack_C", rates.stack_c),
        ("Q_comb_kW", rates.combustion_kw),
        ("Q_hx_kW", rates.exchanger_kw),
        ("Q_wall_kW", rates.wall_kw),
        ("Q_useful_kW", rates.useful_kw),
        ("Q_stack_kW", rates.stack_kw),
        ("Q_unburnt_kW", rates.unburnt_kw),
        ("Q_refr_loss_kW", rates.refractory_loss_kw),
        ("Q_boiler_loss_kW", rates.boiler_loss_kw),
    ]
}

/// The value of a column.
pub(super) fn of(answers: &[Answer], column: &str) -> Option<f64> {
    answers.iter().find(|(name, _)| *name == column).map(|(_, value)| *value)
}
