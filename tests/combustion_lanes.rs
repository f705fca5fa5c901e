//! The combustion kernel on lanes: each lane gives the bits of the plain number, whatever its mates.

use gisement::combustion::{Combustion, CombustionParams, FuelParams, burn};
use gisement::num::{Mask, Real};
use std::iter::Sum;
use std::ops::{Add, AddAssign, BitAnd, BitOr, Div, DivAssign, Mul, MulAssign, Neg, Not, Sub, SubAssign};

const LANES: usize = 4;

/// The plainest lanes there are: an array, operated element by element.
#[derive(Clone, Copy, Debug)]
struct Lanes([f64; LANES]);

#[derive(Clone, Copy, Debug)]
struct LaneMask([bool; LANES]);

fn zip<A: Copy, B: Copy, C>(a: [A; LANES], b: [B; LANES], f: impl Fn(A, B) -> C) -> [C; LANES] {
    std::array::from_fn(|k| f(a[k], b[k]))
}

impl Not for LaneMask {
    type Output = Self;
    fn not(self) -> Self {
        Self(self.0.map(|m| !m))
    }
}

impl BitAnd for LaneMask {
    type Output = Self;
    fn bitand(self, o: Self) -> Self {
        Self(zip(self.0, o.0, |a, b| a & b))
    }
}

impl BitOr for LaneMask {
    type Output = Self;
    fn bitor(self, o: Self) -> Self {
        Self(zip(self.0, o.0, |a, b| a | b))
    }
}

impl Mask for LaneMask {
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

macro_rules! lane_operators {
    ($($op:ident $method:ident $assign:ident $assign_method:ident $sign:tt),*) => {$(
        impl $op for Lanes {
            type Output = Self;
            fn $method(self, o: Self) -> Self {
                Self(zip(self.0, o.0, |a, b| a $sign b))
            }
        }
        impl $op<f64> for Lanes {
            type Output = Self;
            fn $method(self, o: f64) -> Self {
                Self(self.0.map(|a| a $sign o))
            }
        }
        impl $assign for Lanes {
            fn $assign_method(&mut self, o: Self) {
                *self = *self $sign o;
            }
        }
    )*};
}
lane_operators!(Add add AddAssign add_assign +, Sub sub SubAssign sub_assign -, Mul mul MulAssign mul_assign *, Div div DivAssign div_assign /);

impl Neg for Lanes {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.map(|a| -a))
    }
}

impl Sum for Lanes {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self([0.0; LANES]), |a, b| a + b)
    }
}

impl Real for Lanes {
    type Mask = LaneMask;

    fn from_f64(value: f64) -> Self {
        Self([value; LANES])
    }

    fn lt(self, o: Self) -> LaneMask {
        LaneMask(zip(self.0, o.0, |a, b| a < b))
    }

    fn le(self, o: Self) -> LaneMask {
        LaneMask(zip(self.0, o.0, |a, b| a <= b))
    }

    fn is_finite(self) -> LaneMask {
        LaneMask(self.0.map(f64::is_finite))
    }

    fn select(mask: LaneMask, if_true: Self, if_false: Self) -> Self {
        Self(std::array::from_fn(|k| if mask.0[k] { if_true.0[k] } else { if_false.0[k] }))
    }

    fn exp(self) -> Self {
        Self(self.0.map(Real::exp))
    }

    fn ln(self) -> Self {
        Self(self.0.map(Real::ln))
    }

    fn sqrt(self) -> Self {
        Self(self.0.map(Real::sqrt))
    }

    fn powi(self, exponent: i32) -> Self {
        Self(self.0.map(|a| Real::powi(a, exponent)))
    }

    fn powf(self, exponent: Self) -> Self {
        Self(zip(self.0, exponent.0, Real::powf))
    }
}

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

fn some_numbers(r: &Combustion<f64>) -> [f64; 8] {
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
        let pack = |values: &dyn Fn(usize) -> Vec<f64>| -> Vec<Lanes> {
            (0..values(0).len()).map(|k| Lanes(std::array::from_fn(|lane| values(at(lane))[k]))).collect()
        };
        let fuel = FuelParams::from_slice(&pack(&|i| fires[i].0.to_vec()));
        let params = CombustionParams::from_slice(&pack(&|i| fires[i].1.to_vec()));
        let r = burn(&fuel, &params);
        let lanes = [
            r.lhv_mj_per_kg_ar,
            r.flue_gas_wet_nm3_per_kg_ar,
            r.adiabatic_temperature_c,
            r.dew_point_c,
            r.efficiency_pct_hhv,
            r.condensing.stack_loss_pct_lhv,
            r.emissions_mg_per_nm3.dust,
            r.energy_closure,
        ];
        for (k, value) in lanes.iter().enumerate() {
            for lane in 0..LANES {
                let (got, expected) = (value.0[lane], alone[at(lane)][k]);
                assert!(
                    got.to_bits() == expected.to_bits() || (got.is_nan() && expected.is_nan()),
                    "turn {turn}, lane {lane}, number {k}: {got:?} against {expected:?}"
                );
            }
        }
    }
}
