//! Tanks whose course has a closed form.

use super::water::{DENSITY_KG_M3, HEAT_J_KG_K, J_PER_M3_K};
use crate::num::root::bracketed_newton;
use std::f64::consts::PI;

/// Temperature of a mixed tank, C, after `hours`: heated by `power_w`, `draw_kg_s` replaced by water of `return_c`, lossy.
pub(super) fn mixed_c(tank: &Mixed, hours: f64) -> f64 {
    let capacity_j_k = tank.volume_m3 * J_PER_M3_K;
    let drawn_w_k = tank.draw_kg_s * HEAT_J_KG_K;
    let conductance_w_k = drawn_w_k + tank.loss_w_per_k;
    let seconds = hours * 3600.0;
    if conductance_w_k == 0.0 {
        return tank.start_c + tank.power_w * seconds / capacity_j_k;
    }
    let gain_w = tank.power_w + drawn_w_k * tank.return_c + tank.loss_w_per_k * tank.room_c;
    let rest_c = gain_w / conductance_w_k;
    rest_c + (tank.start_c - rest_c) * libm::exp(-conductance_w_k * seconds / capacity_j_k)
}

/// A mixed tank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mixed {
    pub(super) volume_m3: f64,
    pub(super) start_c: f64,
    pub(super) power_w: f64,
    pub(super) draw_kg_s: f64,
    pub(super) return_c: f64,
    pub(super) loss_w_per_k: f64,
    pub(super) room_c: f64,
}

/// Share of a tank that is hot after `hours` of charging, 0 to 1: the boundary moves with the water.
pub(super) fn hot_share(start: f64, charge_kg_s: f64, volume_m3: f64, hours: f64) -> f64 {
    (start + charge_kg_s * hours * 3600.0 / (volume_m3 * DENSITY_KG_M3)).clamp(0.0, 1.0)
}

/// Temperature of a zone that only loses heat, C. A zone has its part of the tank's water and of its loss, so that the
/// parts cancel.
pub(super) fn cooled_c(start_c: f64, room_c: f64, loss_w_per_k: f64, volume_m3: f64, hours: f64) -> f64 {
    room_c + (start_c - room_c) * libm::exp(-loss_w_per_k * hours * 3600.0 / (volume_m3 * J_PER_M3_K))
}

/// Height over which a sharp step has spread by conduction from 10 to 90 %, m, in an endless column.
pub(super) fn thermocline_m(diffusivity_m2_s: f64, hours: f64) -> Option<f64> {
    let slope = |x: f64| 2.0 / PI.sqrt() * libm::exp(-x * x);
    // erf(x) = 0.8, between 0 and 2.
    let reach = bracketed_newton(0.0, 2.0, 1e-15, |x| (libm::erf(x) - 0.8, slope(x))).ok()?;
    Some(4.0 * reach * (diffusivity_m2_s * hours * 3600.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tank_without_any_exchange_heats_evenly() {
        let tank = Mixed {
            volume_m3: 1.0,
            start_c: 20.0,
            power_w: 1000.0 * 4186.0 / 3600.0,
            draw_kg_s: 0.0,
            return_c: 0.0,
            loss_w_per_k: 0.0,
            room_c: 0.0,
        };
        assert!((mixed_c(&tank, 3.0) - 23.0).abs() < 1e-12);
        let lossy = Mixed { loss_w_per_k: 1e-9, ..tank };
        assert!((mixed_c(&lossy, 3.0) - 23.0).abs() < 1e-6, "the limit of no loss");
    }

    /// erfinv(0.8) = 0.906193802436823 (tables).
    #[test]
    fn the_thermocline_grows_with_the_root_of_time() {
        let width = thermocline_m(1e-7, 1.0).unwrap();
        assert!((width / (4.0 * 0.906_193_802_436_823 * (3.6e-4_f64).sqrt()) - 1.0).abs() < 1e-12);
        assert!((thermocline_m(1e-7, 4.0).unwrap() / width - 2.0).abs() < 1e-12);
    }
}
