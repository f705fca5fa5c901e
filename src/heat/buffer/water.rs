//! Water behind the kilowatt-hours of a buffer.

use crate::num::Real;

/// Density of water, kg/m3, and its heat capacity, J/(kg K): those of the buffer's known answers.
pub(super) const DENSITY_KG_M3: f64 = 1000.0;
pub(super) const HEAT_J_KG_K: f64 = 4186.0;

/// Heat capacity of a cubic metre of water, J/K and kWh/K.
pub(super) const J_PER_M3_K: f64 = DENSITY_KG_M3 * HEAT_J_KG_K;
const KWH_PER_M3_K: f64 = J_PER_M3_K / 3.6e6;

/// Usable heat, kWh, of `volume_m3` of water between two temperatures `difference_k` apart.
pub fn buffer_heat_kwh<S: Real>(volume_m3: S, difference_k: S) -> S {
    volume_m3 * difference_k * KWH_PER_M3_K
}

/// Water, m3, that holds `heat_kwh` between two temperatures `difference_k` apart (above zero).
pub fn buffer_volume_m3<S: Real>(heat_kwh: S, difference_k: S) -> S {
    heat_kwh / (difference_k * KWH_PER_M3_K)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volume_and_heat_are_inverse() {
        // 30 l/kW at 30 K: about one hour of output.
        assert!((buffer_heat_kwh(0.030, 30.0) - 1.0465).abs() < 1e-12);
        assert!((buffer_volume_m3(buffer_heat_kwh(12.0, 35.0), 35.0) - 12.0).abs() < 1e-12);
    }
}
