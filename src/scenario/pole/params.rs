//! Numbers of sinks and of the allocation.

use crate::num::Real;
use crate::params;

params! {
    /// One sink.
    pub struct SinkParams from "allocation/sink.csv" {
        lat_deg, lon_deg, capacity_t_per_year_min, capacity_t_per_year_max, fixed_eur_per_year, capital_eur,
        gate_fee_eur_per_t_low, gate_fee_eur_per_t_mode, gate_fee_eur_per_t_high, gate_fee_eur_per_t, max_moisture_pct,
        max_contamination_pct, min_class_a_share_pct, extra_km,
    }
}

params! {
    /// What the pole asks of the allocation.
    pub struct AllocationParams from "allocation/options.csv" {
        co2_price_eur_per_t, capital_max_eur, local_km, front_points,
    }
}

impl<S: Real> SinkParams<S> {
    /// Fee of the case at hand, EUR/t: the drawn value, or the mode.
    pub fn gate(&self) -> S {
        S::select(self.gate_fee_eur_per_t.is_finite(), self.gate_fee_eur_per_t, self.gate_fee_eur_per_t_mode)
    }
}
