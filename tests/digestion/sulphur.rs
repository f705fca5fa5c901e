//! Hydrogen sulphide (unvalidated): closure, limits, known answers of its equilibria.

use gisement::digestion::sulphur::{
    COD_PER_KMOL_SULPHUR, Conditions, SulphurError, SulphurFeed, SulphurParams, checked, constants_at, split,
};
use gisement::num::{Lanes, Pack, Real};
use proptest::prelude::*;

fn tank() -> Conditions<f64> {
    Conditions {
        flow_m3_per_d: 20.0,
        v_liq_m3: 1000.0,
        hydrogen_ion_kmol_per_m3: 1e-7,
        t_op_k: 311.15,
        gas_m3_per_d: 1500.0,
        dry_gas_kmol_per_m3: 0.036,
        methane_nm3_per_d: 700.0,
    }
}

/// 3 kg S/m3 of sulphate.
const FEED: SulphurFeed<f64> = SulphurFeed { sulphate_kmol_per_m3: 0.02, organic_kmol_per_m3: 0.005 };

/// At 25 C and pH = pKa half is undissociated; Henry as tabulated.
#[test]
fn equilibria_at_25_c() {
    let p = SulphurParams::<f64>::defaults();
    let (henry, acidity) = constants_at(&p, 298.15);
    assert!((henry - 0.105).abs() < 1e-15 && (acidity / 1e-7 - 1.0).abs() < 1e-12);
    let (warm, stronger) = constants_at(&p, 328.15);
    assert!(warm < 0.06 && stronger > 2e-7);
    let half = split(&p, &FEED, &Conditions { t_op_k: 298.15, ..tank() });
    assert!((half.undissociated_kmol_per_m3 / half.dissolved_kmol_per_m3 - 0.5).abs() < 1e-12);
}

/// With fast transfer gas and liquid are at equilibrium: p = undissociated / K_H.
#[test]
fn fast_transfer_is_henrys_law() {
    let p = SulphurParams { k_L_a_h2s: 1e6, ..SulphurParams::<f64>::defaults() };
    let found = split(&p, &FEED, &tank());
    let pressure = found.gas_kmol_per_d / tank().gas_m3_per_d * 0.083_144_626 * tank().t_op_k;
    let (henry, _) = constants_at(&p, tank().t_op_k);
    assert!((found.undissociated_kmol_per_m3 / (henry * pressure) - 1.0).abs() < 1e-4);
}

/// Sulphate takes 64 kg COD per kmol, 0.3502 Nm3 of methane per kg COD (22.41397/64); organic sulphur takes none.
#[test]
fn methane_is_lost_to_sulphate_only() {
    let p = SulphurParams::<f64>::defaults();
    let found = split(&p, &FEED, &tank());
    assert!((found.methane_lost_nm3_per_d - 0.02 * 20.0 * COD_PER_KMOL_SULPHUR * 22.413_969_54 / 64.0).abs() < 1e-9);
    let organic = SulphurFeed { sulphate_kmol_per_m3: 0.0, ..FEED };
    assert_eq!(split(&p, &organic, &tank()).methane_lost_nm3_per_d, 0.0);
    let too_much = SulphurFeed { sulphate_kmol_per_m3: 2.0, ..FEED };
    assert!(matches!(checked(&p, &too_much, &tank()), Err(SulphurError::Overdraft { .. })));
}

#[test]
fn no_gas_keeps_all_dissolved_and_bad_numbers_are_told() {
    let p = SulphurParams::<f64>::defaults();
    let closed = checked(&p, &FEED, &Conditions { gas_m3_per_d: 0.0, ..tank() }).unwrap();
    assert_eq!((closed.gas_kmol_per_d, closed.gas_ppm), (0.0, 0.0));
    assert!((closed.dissolved_kmol_per_m3 - 0.025).abs() < 1e-15);
    for bad in [f64::NAN, -1.0, f64::INFINITY] {
        let feed = SulphurFeed { sulphate_kmol_per_m3: bad, ..FEED };
        assert!(matches!(checked(&p, &feed, &tank()), Err(SulphurError::Amount { .. })));
        assert!(checked(&p, &FEED, &Conditions { flow_m3_per_d: bad, ..tank() }).is_err());
    }
    assert!(checked(&p, &FEED, &Conditions { flow_m3_per_d: 0.0, ..tank() }).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Sulphur closes, factors lie in 0 to 1, acid tanks strip more; lanes have the bits of scalars.
    #[test]
    fn closes_for_any_tank(
        sulphate in 0.0..0.1_f64, organic in 0.0..0.1_f64, share in 0.0..1.0_f64, ph in 5.0..9.0_f64,
        t_op_k in 293.15..333.15_f64, gas in 0.0..1e5_f64, flow in 0.1..1e3_f64,
    ) {
        let p = SulphurParams { reduced_share: share, ..SulphurParams::<f64>::defaults() };
        let feed = SulphurFeed { sulphate_kmol_per_m3: sulphate, organic_kmol_per_m3: organic };
        let tank = Conditions { hydrogen_ion_kmol_per_m3: libm::pow(10.0, -ph), t_op_k, gas_m3_per_d: gas, flow_m3_per_d: flow, ..tank() };
        let found = split(&p, &feed, &tank);
        let out = found.dissolved_kmol_per_m3 * flow + found.gas_kmol_per_d + found.unreduced_kmol_per_d;
        let fed = (sulphate + organic) * flow;
        prop_assert!((out - fed).abs() <= 1e-12 * fed, "{out} {fed}");
        prop_assert!(found.factors.iter().all(|f| (0.0..=1.0).contains(f)));
        let acid = split(&p, &feed, &Conditions { hydrogen_ion_kmol_per_m3: tank.hydrogen_ion_kmol_per_m3 * 2.0, ..tank });
        prop_assert!(acid.gas_kmol_per_d >= found.gas_kmol_per_d);
        let lift = |v: f64| Pack::from_f64(v);
        let wide = split(
            &SulphurParams::splat(&p),
            &SulphurFeed { sulphate_kmol_per_m3: lift(sulphate), organic_kmol_per_m3: lift(organic) },
            &Conditions {
                flow_m3_per_d: lift(flow),
                v_liq_m3: lift(tank.v_liq_m3),
                hydrogen_ion_kmol_per_m3: lift(tank.hydrogen_ion_kmol_per_m3),
                t_op_k: lift(t_op_k),
                gas_m3_per_d: lift(gas),
                dry_gas_kmol_per_m3: lift(tank.dry_gas_kmol_per_m3),
                methane_nm3_per_d: lift(tank.methane_nm3_per_d),
            },
        );
        prop_assert_eq!(wide.gas_ppm.lane(1).to_bits(), found.gas_ppm.to_bits());
    }
}
