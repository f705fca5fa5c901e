//! The boiler year on packs of lanes: each lane has the bits of its own scalar run, whatever its mates do.

use crate::lanes;

use gisement::heat::{DispatchParams, run_year};
use gisement::num::{Lanes, Pack};
use lanes::{LANES, pack};

/// Demand of a lane: its own level, the same rhythm.
fn demand(level: f64, hour: usize) -> f64 {
    level * (1.1 + libm::cos(hour as f64 / 1394.0)) * (1.0 + 0.4 * libm::sin(hour as f64 / 3.8))
}

fn plant(power_kw: f64, minimum_load: f64, buffer_hours: f64, outage_share: f64) -> DispatchParams<f64> {
    DispatchParams {
        power_kw,
        minimum_load,
        buffer_hours,
        outage_share,
        summer_stop_day: 170.0,
        summer_restart_day: 170.0 + 100.0 * minimum_load,
        ..DispatchParams::defaults()
    }
}

#[test]
fn a_lane_has_the_bits_of_its_scalar_run() {
    let plants = [
        plant(100.0, 0.3, 1.0, 0.03),
        plant(250.0, 0.5, 4.0, 0.0),
        plant(40.0, 0.0, 0.0, 0.2),
        plant(1000.0, 1.0, 0.5, 1.0),
    ];
    let levels = [100.0, 80.0, 300.0, 7.0];
    let packed: Vec<Pack> = (0..8760).map(|h| Pack::from_fn(|lane| demand(levels[lane], h))).collect();
    let params = DispatchParams::from_slice(&pack(plants.map(|p| p.to_vec())));
    let together = run_year(&params, &packed, |_, _, _| {});
    for lane in 0..LANES {
        let own: Vec<f64> = (0..8760).map(|h| demand(levels[lane], h)).collect();
        let alone = run_year(&plants[lane], &own, |_, _, _| {});
        assert_eq!(together.charge_end_kwh.lane(lane).to_bits(), alone.charge_end_kwh.to_bits());
        assert_eq!(together.backup_peak_kw.lane(lane).to_bits(), alone.backup_peak_kw.to_bits());
        for (pack, month) in together.months.iter().zip(&alone.months) {
            let lanes = [pack.wood_kwh, pack.backup_kwh, pack.fuel_kwh, pack.buffer_loss_kwh, pack.starts, pack.hours];
            let scalars =
                [month.wood_kwh, month.backup_kwh, month.fuel_kwh, month.buffer_loss_kwh, month.starts, month.hours];
            for (a, b) in lanes.iter().zip(scalars) {
                assert_eq!(a.lane(lane).to_bits(), b.to_bits(), "lane {lane}");
            }
        }
        assert!(alone.closure() < 1e-12);
    }
    let starts: Vec<f64> = (0..LANES).map(|lane| together.year().starts.lane(lane)).collect();
    assert!(starts[0] > 0.0 && starts[3] == 0.0, "the lanes differ: {starts:?}");
}
