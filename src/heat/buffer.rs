//! Water behind the kilowatt-hours of a buffer.

use crate::num::Real;

/// Heat capacity of a cubic metre of water, kWh/K: 1000 kg/m3 and 4186 J/(kg K), as in the buffer's known answers.
const KWH_PER_M3_K: f64 = 1000.0 * 4186.0 / 3.6e6;

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
