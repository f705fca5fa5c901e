//! A tank as a stack of mixed layers: water that moves through, conduction between them, loss to the room.

use super::water::{DENSITY_KG_M3, HEAT_J_KG_K, J_PER_M3_K};
use crate::heat::HeatError;

/// Product of step and fastest rate. The error of a step of fourth order is its fifth power over 120: 1e-12 of a step.
const STEP_OF_RATE: f64 = 1e-2;

/// Most layers, and most steps of one call times layers: more would be a slip of units.
const LAYERS_MAX: usize = 1000;
const WORK_MAX: f64 = 2e8;

/// What happens at the walls and between the layers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surroundings {
    /// Loss of the whole tank per kelvin, W/K, split evenly over the layers.
    pub loss_w_per_k: f64,
    /// Temperature of the room, C.
    pub room_c: f64,
    /// Conductance between neighbours, W/K.
    pub exchange_w_per_k: f64,
}

impl Surroundings {
    /// No loss and no exchange.
    pub const NONE: Self = Self { loss_w_per_k: 0.0, room_c: 0.0, exchange_w_per_k: 0.0 };
}

/// A stack of mixed layers of equal volume, the lowest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Layers {
    temperatures_c: Vec<f64>,
    layer_m3: f64,
    surroundings: Surroundings,
}

impl Layers {
    /// A tank of `volume_m3` with these temperatures, the lowest layer first.
    ///
    /// # Errors
    /// When a number is not finite, the volume not above zero, a loss or an exchange below zero, or there are not 1 to 1000
    /// layers.
    pub fn new(volume_m3: f64, temperatures_c: Vec<f64>, surroundings: Surroundings) -> Result<Self, HeatError> {
        let count = temperatures_c.len();
        let Surroundings { loss_w_per_k, room_c, exchange_w_per_k } = surroundings;
        let refuse = |name, value| Err(HeatError::Buffer { name, value });
        if !(1..=LAYERS_MAX).contains(&count) {
            return refuse("layers", count as f64);
        }
        if !(volume_m3 > 0.0 && volume_m3.is_finite()) {
            return refuse("volume_m3", volume_m3);
        }
        for (name, value) in [("loss_w_per_k", loss_w_per_k), ("exchange_w_per_k", exchange_w_per_k)] {
            if !(value >= 0.0 && value.is_finite()) {
                return refuse(name, value);
            }
        }
        if let Some(odd) = temperatures_c.iter().chain([&room_c]).find(|t| !t.is_finite()) {
            return refuse("temperature_c", *odd);
        }
        Ok(Self { layer_m3: volume_m3 / count as f64, temperatures_c, surroundings })
    }

    /// Temperatures, C, the lowest layer first.
    pub fn temperatures_c(&self) -> &[f64] {
        &self.temperatures_c
    }

    /// Heat above a temperature, kWh; layers below it count as negative.
    pub fn heat_above_kwh(&self, temperature_c: f64) -> f64 {
        self.temperatures_c.iter().map(|t| t - temperature_c).sum::<f64>() * self.layer_m3 * J_PER_M3_K / 3.6e6
    }

    /// Lets `hours` pass while `flow_kg_s` of water of `inlet_c` enters: at the bottom and upwards where the flow is above
    /// zero (the tank is emptied of heat), at the top and downwards where it is below zero (it is charged).
    ///
    /// Upwind between the layers; Runge-Kutta of fourth order in steps far below the fastest rate.
    ///
    /// # Errors
    /// When a number is not finite, the time below zero, or steps times layers above 2e8.
    pub fn pass(&mut self, hours: f64, flow_kg_s: f64, inlet_c: f64) -> Result<(), HeatError> {
        for (name, value) in [("flow_kg_s", flow_kg_s), ("inlet_c", inlet_c)] {
            if !value.is_finite() {
                return Err(HeatError::Buffer { name, value });
            }
        }
        let seconds = hours * 3600.0;
        let steps = (seconds * self.fastest_per_s(flow_kg_s) / STEP_OF_RATE).ceil().max(1.0);
        if !(hours >= 0.0 && steps * self.temperatures_c.len() as f64 <= WORK_MAX) {
            return Err(HeatError::Buffer { name: "hours", value: hours });
        }
        let step_s = seconds / steps;
        let mut scratch = Scratch::new(self.temperatures_c.len());
        for _ in 0..steps as usize {
            self.step(step_s, flow_kg_s, inlet_c, &mut scratch);
        }
        Ok(())
    }

    /// Bound of the rates, 1/s.
    fn fastest_per_s(&self, flow_kg_s: f64) -> f64 {
        let count = self.temperatures_c.len() as f64;
        let conducted = if count > 1.0 { 4.0 * self.surroundings.exchange_w_per_k } else { 0.0 };
        let lost = self.surroundings.loss_w_per_k / count;
        flow_kg_s.abs() / (self.layer_m3 * DENSITY_KG_M3) + (conducted + lost) / (self.layer_m3 * J_PER_M3_K)
    }

    fn step(&mut self, step_s: f64, flow_kg_s: f64, inlet_c: f64, scratch: &mut Scratch) {
        let Scratch { slopes, state } = scratch;
        let start = &self.temperatures_c;
        let parts = [(0.0, 1.0), (0.5, 2.0), (0.5, 2.0), (1.0, 1.0)];
        for (k, (reach, _)) in parts.into_iter().enumerate() {
            for (i, to) in state.iter_mut().enumerate() {
                *to = start[i] + if k == 0 { 0.0 } else { reach * step_s * slopes[k - 1][i] };
            }
            self.slope(state, flow_kg_s, inlet_c, &mut slopes[k]);
        }
        for (i, to) in self.temperatures_c.iter_mut().enumerate() {
            let mean = parts.iter().zip(slopes.iter()).map(|((_, weight), slope)| weight * slope[i]).sum::<f64>();
            *to += step_s * mean / 6.0;
        }
    }

    /// Change of each temperature, K/s.
    fn slope(&self, t: &[f64], flow_kg_s: f64, inlet_c: f64, out: &mut [f64]) {
        let last = t.len() - 1;
        let capacity_j_k = self.layer_m3 * J_PER_M3_K;
        let loss_w_per_k = self.surroundings.loss_w_per_k / t.len() as f64;
        let moved_w_per_k = flow_kg_s.abs() * HEAT_J_KG_K;
        for (i, slope) in out.iter_mut().enumerate() {
            let below = if i > 0 { t[i - 1] } else { inlet_c };
            let above = if i < last { t[i + 1] } else { inlet_c };
            let upwind = if flow_kg_s > 0.0 { below } else { above };
            let mut w = moved_w_per_k * (upwind - t[i]) - loss_w_per_k * (t[i] - self.surroundings.room_c);
            if i > 0 {
                w += self.surroundings.exchange_w_per_k * (below - t[i]);
            }
            if i < last {
                w += self.surroundings.exchange_w_per_k * (above - t[i]);
            }
            *slope = w / capacity_j_k;
        }
    }
}

/// Room for the stages of a step.
struct Scratch {
    slopes: [Vec<f64>; 4],
    state: Vec<f64>,
}

impl Scratch {
    fn new(count: usize) -> Self {
        Self { slopes: std::array::from_fn(|_| vec![0.0; count]), state: vec![0.0; count] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Conduction alone keeps the heat, and flattens a step into the error function: 10 to 90 % over
    /// 2 sqrt(2) 1.2816 sqrt(2 a t) in an endless column.
    #[test]
    fn conduction_spreads_a_thermocline_as_the_error_function() {
        let (count, height_m, diffusivity) = (250, 2.5, 1.6e-7);
        let layer_m = height_m / f64::from(count);
        // A column of 1 m2: conductance = conductivity over the distance of the layers.
        let exchange_w_per_k = diffusivity * J_PER_M3_K / layer_m;
        let step = (0..count).map(|k| if k < count / 2 { 55.0 } else { 85.0 }).collect();
        let mut tank = Layers::new(height_m, step, Surroundings { exchange_w_per_k, ..Surroundings::NONE }).unwrap();
        let before = tank.heat_above_kwh(55.0);
        tank.pass(24.0, 0.0, 0.0).unwrap();
        assert!((tank.heat_above_kwh(55.0) / before - 1.0).abs() < 1e-12);
        let place = |t: f64| {
            let above = tank.temperatures_c().iter().position(|x| *x >= t).unwrap();
            let (low, high) = (tank.temperatures_c()[above - 1], tank.temperatures_c()[above]);
            (above as f64 - (high - t) / (high - low)) * layer_m
        };
        let width = place(82.0) - place(58.0);
        assert!((width / 0.426_184_79 - 1.0).abs() < 2e-3, "{width}");
    }

    #[test]
    fn a_charged_tank_is_a_discharged_one_upside_down() {
        let mut charged = Layers::new(4.0, vec![50.0; 6], Surroundings::NONE).unwrap();
        let mut drawn = Layers::new(4.0, vec![80.0; 6], Surroundings::NONE).unwrap();
        charged.pass(0.7, -1.5, 80.0).unwrap();
        drawn.pass(0.7, 1.5, 50.0).unwrap();
        for (up, down) in charged.temperatures_c().iter().zip(drawn.temperatures_c().iter().rev()) {
            assert!((up + down - 130.0).abs() < 1e-12);
        }
        assert!(charged.temperatures_c().is_sorted(), "hot above");
    }

    #[test]
    fn what_is_no_tank_is_refused() {
        let tank = |volume: f64, count: usize, loss: f64| {
            Layers::new(volume, vec![50.0; count], Surroundings { loss_w_per_k: loss, ..Surroundings::NONE })
        };
        assert!(tank(0.0, 1, 0.0).is_err() && tank(f64::NAN, 1, 0.0).is_err());
        assert!(tank(1.0, 0, 0.0).is_err() && tank(1.0, 1001, 0.0).is_err());
        assert!(tank(1.0, 1, -1.0).is_err() && tank(1.0, 1, f64::INFINITY).is_err());
        let mut sound = tank(1.0, 3, 1.0).unwrap();
        for (hours, flow) in [(-1.0, 1.0), (f64::NAN, 1.0), (1.0, f64::NAN), (1.0, 1e15), (1e300, 1.0)] {
            assert!(sound.pass(hours, flow, 50.0).is_err(), "{hours} {flow}");
        }
        assert!(sound.pass(0.0, 1.0, 50.0).is_ok());
    }
}
