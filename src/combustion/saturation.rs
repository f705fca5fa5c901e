//! Saturation of water: IAPWS-IF97 region 4, explicit both ways (no iteration), equations 30 and 31.

use crate::num::Real;

const N: [f64; 10] = [
    0.116_705_214_527_67e4,
    -0.724_213_167_032_06e6,
    -0.170_738_469_400_92e2,
    0.120_208_247_024_70e5,
    -0.323_255_503_223_33e7,
    0.149_151_086_135_30e2,
    -0.482_326_573_615_91e4,
    0.405_113_405_420_57e6,
    -0.238_555_575_678_49,
    0.650_175_348_447_98e3,
];

/// Pressure below which there is no dew point to speak of, Pa (that of -65 C).
const LEAST_PRESSURE_PA: f64 = 1.0;

/// Saturation pressure, Pa, at `t_k` (273.15 to 647 K; below the freezing point it is that of supercooled water).
pub(super) fn pressure_pa<S: Real>(t_k: S) -> S {
    let v = t_k + S::from_f64(N[8]) / (t_k - N[9]);
    let a = v * v + v * N[0] + N[1];
    let b = v * v * N[2] + v * N[3] + N[4];
    let c = v * v * N[5] + v * N[6] + N[7];
    (c * 2.0 / ((b * b - a * c * 4.0).sqrt() - b)).powi(4) * 1e6
}

/// Saturation temperature, K, at `p_pa`; absolute zero, its limit, for a gas that holds less than 1 Pa of water.
pub(super) fn temperature_k<S: Real>(p_pa: S) -> S {
    let enough = p_pa.ge(S::from_f64(LEAST_PRESSURE_PA));
    let beta = (S::select(enough, p_pa, S::from_f64(LEAST_PRESSURE_PA)) * 1e-6).sqrt().sqrt();
    let e = beta * beta + beta * N[2] + N[5];
    let f = beta * beta * N[0] + beta * N[3] + N[6];
    let g = beta * beta * N[1] + beta * N[4] + N[7];
    let d = g * 2.0 / (-f - (f * f - e * g * 4.0).sqrt());
    let sum = d + N[9];
    let t = (sum - (sum * sum - (d * N[9] + N[8]) * 4.0).sqrt()) * 0.5;
    S::select(enough, t, S::zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// IAPWS R7-97(2012), tables 35 and 36.
    #[test]
    fn agrees_with_the_verification_tables() {
        for (t, mpa) in [(300.0, 0.353_658_941e-2), (500.0, 0.263_889_776e1), (600.0, 0.123_443_146e2)] {
            assert!((pressure_pa(t) / (mpa * 1e6) - 1.0_f64).abs() < 2e-9, "{t} K");
        }
        for (mpa, t) in [(0.1, 0.372_755_919e3), (1.0, 0.453_035_632e3), (10.0, 0.584_149_488e3)] {
            assert!((temperature_k(mpa * 1e6) / t - 1.0_f64).abs() < 2e-9, "{mpa} MPa");
        }
    }

    /// Supercooled water at -20 C: 125.4 Pa (Murphy & Koop 2005, 10.1256/qj.04.94).
    #[test]
    fn below_freezing_it_is_supercooled_water() {
        assert!((pressure_pa(253.15_f64) / 125.4 - 1.0).abs() < 5e-3);
        assert!((temperature_k(125.4_f64) - 253.15).abs() < 0.1);
    }

    #[test]
    fn a_gas_without_water_has_its_dew_point_at_absolute_zero() {
        assert_eq!(temperature_k(0.0_f64), 0.0);
        assert_eq!(temperature_k(0.5_f64), 0.0);
    }
}
