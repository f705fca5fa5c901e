//! The boiler year on packs of lanes: each lane has the bits of its own scalar run, whatever its mates do.

use gisement::heat::{DispatchParams, run_year};
use gisement::num::{Mask, Real};
use std::iter::Sum;
use std::ops::{Add, AddAssign, BitAnd, BitOr, Div, DivAssign, Mul, MulAssign, Neg, Not, Sub, SubAssign};

const LANES: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Pack([f64; LANES]);

#[derive(Clone, Copy, Debug, PartialEq)]
struct PackMask([bool; LANES]);

fn zip<T: Copy, U: Copy>(a: [T; LANES], b: [T; LANES], f: impl Fn(T, T) -> U) -> [U; LANES] {
    std::array::from_fn(|k| f(a[k], b[k]))
}

impl Not for PackMask {
    type Output = Self;
    fn not(self) -> Self {
        Self(self.0.map(|m| !m))
    }
}

impl BitAnd for PackMask {
    type Output = Self;
    fn bitand(self, o: Self) -> Self {
        Self(zip(self.0, o.0, |a, b| a & b))
    }
}

impl BitOr for PackMask {
    type Output = Self;
    fn bitor(self, o: Self) -> Self {
        Self(zip(self.0, o.0, |a, b| a | b))
    }
}

impl Mask for PackMask {
    fn splat(value: bool) -> Self {
        Self([value; LANES])
    }
    fn all(self) -> bool {
        self.0.iter().all(|m| *m)
    }
    fn any(self) -> bool {
        self.0.iter().any(|m| *m)
    }
}

macro_rules! operators {
    ($($op:ident $method:ident $assign:ident $assign_method:ident $sign:tt),*) => {$(
        impl $op for Pack {
            type Output = Self;
            fn $method(self, o: Self) -> Self {
                Self(zip(self.0, o.0, |a, b| a $sign b))
            }
        }
        impl $op<f64> for Pack {
            type Output = Self;
            fn $method(self, o: f64) -> Self {
                Self(self.0.map(|a| a $sign o))
            }
        }
        impl $assign for Pack {
            fn $assign_method(&mut self, o: Self) {
                *self = *self $sign o;
            }
        }
    )*};
}
operators!(Add add AddAssign add_assign +, Sub sub SubAssign sub_assign -, Mul mul MulAssign mul_assign *, Div div DivAssign div_assign /);

impl Neg for Pack {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.map(|a| -a))
    }
}

impl Sum for Pack {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self([0.0; LANES]), |a, b| a + b)
    }
}

impl Real for Pack {
    type Mask = PackMask;
    fn from_f64(value: f64) -> Self {
        Self([value; LANES])
    }
    fn lt(self, o: Self) -> PackMask {
        PackMask(zip(self.0, o.0, |a, b| a < b))
    }
    fn le(self, o: Self) -> PackMask {
        PackMask(zip(self.0, o.0, |a, b| a <= b))
    }
    fn is_finite(self) -> PackMask {
        PackMask(self.0.map(f64::is_finite))
    }
    fn select(mask: PackMask, yes: Self, no: Self) -> Self {
        Self(std::array::from_fn(|k| if mask.0[k] { yes.0[k] } else { no.0[k] }))
    }
    fn exp(self) -> Self {
        Self(self.0.map(Real::exp))
    }
    fn ln(self) -> Self {
        Self(self.0.map(Real::ln))
    }
    fn sqrt(self) -> Self {
        Self(self.0.map(f64::sqrt))
    }
    fn powi(self, exponent: i32) -> Self {
        Self(self.0.map(|a| Real::powi(a, exponent)))
    }
    fn powf(self, exponent: Self) -> Self {
        Self(zip(self.0, exponent.0, Real::powf))
    }
}

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
    let packed: Vec<Pack> = (0..8760).map(|h| Pack(levels.map(|level| demand(level, h)))).collect();
    let columns: Vec<Vec<f64>> = plants.iter().map(DispatchParams::to_vec).collect();
    let params: Vec<Pack> = (0..columns[0].len()).map(|k| Pack(std::array::from_fn(|lane| columns[lane][k]))).collect();
    let together = run_year(&DispatchParams::from_slice(&params), &packed, |_, _, _, _| {});
    for lane in 0..LANES {
        let own: Vec<f64> = (0..8760).map(|h| demand(levels[lane], h)).collect();
        let alone = run_year(&plants[lane], &own, |_, _, _, _| {});
        assert_eq!(together.charge_end_kwh.0[lane].to_bits(), alone.charge_end_kwh.to_bits());
        assert_eq!(together.backup_peak_kw.0[lane].to_bits(), alone.backup_peak_kw.to_bits());
        for (pack, month) in together.months.iter().zip(&alone.months) {
            let lanes = [pack.wood_kwh, pack.backup_kwh, pack.fuel_kwh, pack.buffer_loss_kwh, pack.starts, pack.hours];
            let scalars =
                [month.wood_kwh, month.backup_kwh, month.fuel_kwh, month.buffer_loss_kwh, month.starts, month.hours];
            for (a, b) in lanes.iter().zip(scalars) {
                assert_eq!(a.0[lane].to_bits(), b.to_bits(), "lane {lane}");
            }
        }
        assert!(alone.closure() < 1e-12);
    }
    let starts = together.year().starts.0;
    assert!(starts[0] > 0.0 && starts[3] == 0.0, "the lanes differ: {starts:?}");
}
