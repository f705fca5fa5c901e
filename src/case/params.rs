//! Numbers of a case that belong to no single model: amounts, places, feed preparation, boiler house.

use crate::num::Real;
use crate::params;

params! {
    /// One stream of a provider: amount, water, quality, present cost.
    pub struct StreamParams from "case/stream.csv" {
        t_per_year_low, t_per_year_mode, t_per_year_high, t_per_year, moisture_pct_low, moisture_pct_mode,
        moisture_pct_high, moisture_pct, class_a_share_pct, contamination_pct, reusable_share_pct,
        present_cost_eur_per_t_low, present_cost_eur_per_t_mode, present_cost_eur_per_t_high, present_cost_eur_per_t,
    }
}

params! {
    /// One provider: where it is, whether and how much it takes part.
    pub struct ProviderParams from "case/provider.csv" {
        lat_deg, lon_deg, road_km, participation_probability, participation, activity_factor,
    }
}

params! {
    /// Distances.
    pub struct LogisticsParams from "case/logistics.csv" { detour_factor, road_km_min, digestate_km, ash_km }
}

params! {
    /// How the pooled feed of a digester is prepared.
    pub struct FeedParams from "case/feed.csv" {
        feed_ts_pct, feed_ph, pool_share_pct, feeding_days_per_week, feeding_hours_per_day, inoculum_share_pct,
        slow_share_pct,
    }
}

params! {
    /// A heated tank behind the digester.
    pub struct TankParams from "case/tank.csv" { volume_m3, gas_m3, temperature_c, recirculation_m3_per_d }
}

params! {
    /// Something that happens to a digester in the reported year.
    pub struct EventParams from "case/event.csv" { from_day, until_day, feed_factor, temperature_c }
}

params! {
    /// The boiler house around the boiler.
    pub struct HouseParams from "case/house.csv" {
        field_gap_points, store_days, buffer_difference_k, heat_delivery_temperature_c, return_temperature_c,
        step_minutes, lorry_t, lorries_per_day,
    }
}

params! {
    /// What the economic study of a boiler house needs beside its flows.
    pub struct StudyFacts from "case/study.csv" {
        cee_mwh_cumac, other_grants_eur, r1_eur_per_mwh, r2_eur_per_kw, subscribed_kw,
    }
}

/// The first value that is set (not NaN).
fn first_set<S: Real>(value: S, otherwise: S) -> S {
    S::select(value.is_finite(), value, otherwise)
}

impl<S: Real> StreamParams<S> {
    /// Amount of the case at hand, t/a as received: the drawn value, or the mode.
    pub fn amount_t(&self) -> S {
        first_set(self.t_per_year, self.t_per_year_mode)
    }

    /// Water content of the case at hand, % as received: the drawn value, or the mode; NaN where only the feedstock knows.
    pub fn moisture(&self) -> S {
        first_set(self.moisture_pct, self.moisture_pct_mode)
    }

    /// Present cost of the case at hand, EUR/t as received.
    pub fn present_cost(&self) -> S {
        first_set(self.present_cost_eur_per_t, self.present_cost_eur_per_t_mode)
    }

    /// Share of the collected mass that the plant can use: class A wood without foreign matter.
    pub fn usable_share(&self) -> S {
        self.class_a_share_pct * (S::from_f64(100.0) - self.contamination_pct) * 1e-4
    }
}

impl<S: Real> ProviderParams<S> {
    /// Part of the provider's streams that comes: its participation times its activity.
    pub fn factor(&self) -> S {
        first_set(self.participation, self.participation_probability) * self.activity_factor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_values_follow_their_laws() {
        let stream = StreamParams { t_per_year_mode: 120.0, ..StreamParams::defaults() };
        assert_eq!(stream.amount_t(), 120.0);
        assert_eq!(StreamParams { t_per_year: 90.0, ..stream }.amount_t(), 90.0);
        assert!(stream.moisture().is_nan());
        let sorted = StreamParams { class_a_share_pct: 90.0, contamination_pct: 5.0, ..stream };
        assert!((sorted.usable_share() - 0.855).abs() < 1e-12);
        let provider = ProviderParams { participation_probability: 0.7, ..ProviderParams::defaults() };
        assert_eq!(provider.factor(), 0.7);
        assert_eq!(ProviderParams { participation: 1.0, activity_factor: 1.2, ..provider }.factor(), 1.2);
    }
}
