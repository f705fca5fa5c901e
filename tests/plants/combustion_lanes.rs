//! The combustion kernel on lanes: each lane gives the bits of the plain number, whatever its mates.

use crate::lanes;

use gisement::combustion::{Combustion, CombustionParams, FuelParams, burn};
use gisement::num::Lanes as _;
use gisement::num::Real;
use lanes::{LANES, pack};

/// Four fuels that take different branches: measured and correlated heating value, condensing or not, a flame above or
/// below 1000 K, one without any flame the gas data reach.
fn fires() -> [(FuelParams<f64>, CombustionParams<f64>); LANES] {
    let (wood, boiler) = (FuelParams::<f64>::defaults(), CombustionParams::<f64>::defaults());
    [
        (wood, boiler),
        (FuelParams { moisture_pct_ar: 60.0, ..wood }, CombustionParams { excess_air: 4.0, ..boiler }),
        (
            FuelParams { moisture_pct_ar: 0.0, hhv_mj_per_kg_db: 20.0, ..wood },
            CombustionParams { excess_air: 1.0, condensing_outlet_temperature_c: 80.0, ..boiler },
        ),
        (FuelParams { hhv_mj_per_kg_db: 60.0, ..wood }, CombustionParams { excess_air: 1.0, ..boiler }),
    ]
}

fn some_numbers<S: Real>(r: &Combustion<S>) -> [S; 8] {
    [
        r.lhv_mj_per_kg_ar,
        r.flue_gas_wet_nm3_per_kg_ar,
        r.adiabatic_temperature_c,
        r.dew_point_c,
        r.efficiency_pct_hhv,
        r.condensing.stack_loss_pct_lhv,
        r.emissions_mg_per_nm3.dust,
        r.energy_closure,
    ]
}

#[test]
fn a_lane_gives_the_bits_of_the_plain_number_whatever_its_mates() {
    let fires = fires();
    let alone: Vec<[f64; 8]> = fires.iter().map(|(f, p)| some_numbers(&burn(f, p))).collect();
    assert!(alone[3][2].is_nan() && alone[..3].iter().flatten().all(|v| v.is_finite()), "{alone:?}");
    for turn in 0..LANES {
        let at = |lane: usize| (lane + turn) % LANES;
        let fuel = FuelParams::from_slice(&pack(std::array::from_fn(|lane| fires[at(lane)].0.to_vec())));
        let params = CombustionParams::from_slice(&pack(std::array::from_fn(|lane| fires[at(lane)].1.to_vec())));
        let lanes = some_numbers(&burn(&fuel, &params));
        for (k, value) in lanes.iter().enumerate() {
            for lane in 0..LANES {
                let (got, expected) = (value.lane(lane), alone[at(lane)][k]);
                assert!(
                    got.to_bits() == expected.to_bits() || (got.is_nan() && expected.is_nan()),
                    "turn {turn}, lane {lane}, number {k}: {got:?} against {expected:?}"
                );
            }
        }
    }
}
