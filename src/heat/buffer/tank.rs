//! A buffer by its volume: usable heat and standing loss, as the dispatch wants them.

use super::discharge::{BufferModel, usable_share};
use super::water::buffer_heat_kwh;
use crate::heat::error::check_range;
use crate::heat::{DispatchParams, HeatError};
use crate::params;
use std::f64::consts::PI;

params! {
    /// Temperatures, shape and insulation of a buffer.
    pub struct BufferParams from "heat/buffer.csv" {
        supply_temperature_c,
        return_temperature_c,
        useful_temperature_c,
        room_temperature_c,
        insulation_thickness_m,
        insulation_w_per_m_k,
        thermal_bridge_factor,
        height_over_diameter,
    }
}

/// A buffer for the dispatch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tank {
    /// Heat that a full buffer gives, kWh.
    pub capacity_kwh: f64,
    /// Share of the heat between supply and return that can be used, 0 to 1.
    pub usable_share: f64,
    /// Share of its heat lost an hour, half full.
    pub loss_share_per_h: f64,
}

impl Tank {
    /// A buffer of `volume_m3` of water.
    ///
    /// # Errors
    /// When a parameter lies outside its range, the temperatures are in no order, the volume is not above zero, or the tank
    /// holds no usable heat.
    pub fn new(model: BufferModel, volume_m3: f64, params: &BufferParams<f64>) -> Result<Self, HeatError> {
        let share = usable(model, params)?;
        let difference_k = params.supply_temperature_c - params.return_temperature_c;
        Ok(Self {
            capacity_kwh: buffer_heat_kwh(volume_m3, difference_k) * share,
            usable_share: share,
            loss_share_per_h: loss_share_per_h(model, volume_m3, params)?,
        })
    }

    /// A boiler with this buffer instead of its own.
    #[must_use]
    pub fn behind(&self, boiler: &DispatchParams<f64>) -> DispatchParams<f64> {
        DispatchParams {
            buffer_hours: self.capacity_kwh / boiler.power_kw,
            buffer_loss_per_h: self.loss_share_per_h,
            ..*boiler
        }
    }
}

fn usable(model: BufferModel, params: &BufferParams<f64>) -> Result<f64, HeatError> {
    check_range(BufferParams::<f64>::table(), &params.to_vec())?;
    let p = params;
    let share = usable_share(model, p.supply_temperature_c, p.return_temperature_c, p.useful_temperature_c)?;
    if share > 0.0 {
        return Ok(share);
    }
    let (high_c, return_c, useful_c) = (p.supply_temperature_c, p.return_temperature_c, p.useful_temperature_c);
    Err(HeatError::BufferTemperatures { high_c, return_c, useful_c })
}

/// Share of the usable heat that a half-full tank of `volume_m3` loses in an hour.
///
/// The tank is an upright cylinder; its loss is area times conductivity over thickness of the insulation, times a factor for
/// pipes and feet, times the difference between its mean temperature and the room. Half of the usable heat gone, that mean lies
/// below the supply by half the usable share of the difference between supply and return. The dispatch takes the loss in
/// proportion to the charge: too little when the tank is empty, too much when it is full, right in the mean.
///
/// # Errors
/// As [`Tank::new`].
pub fn loss_share_per_h(model: BufferModel, volume_m3: f64, params: &BufferParams<f64>) -> Result<f64, HeatError> {
    let share = usable(model, params)?;
    if !(volume_m3 > 0.0 && volume_m3.is_finite()) {
        return Err(HeatError::Buffer { name: "volume_m3", value: volume_m3 });
    }
    let p = params;
    let difference_k = p.supply_temperature_c - p.return_temperature_c;
    let mean_c = p.supply_temperature_c - 0.5 * share * difference_k;
    let half_kwh = 0.5 * share * buffer_heat_kwh(volume_m3, difference_k);
    let loss_kw = 1e-3 * loss_w_per_k(volume_m3, params) * (mean_c - p.room_temperature_c);
    Ok(loss_kw.max(0.0) / half_kwh)
}

/// Loss of the tank per kelvin, W/K.
fn loss_w_per_k(volume_m3: f64, params: &BufferParams<f64>) -> f64 {
    // V = pi/4 d^2 h with h = r d; surface: jacket and two ends.
    let ratio = params.height_over_diameter;
    let diameter_m = libm::cbrt(4.0 * volume_m3 / (PI * ratio));
    let area_m2 = PI * diameter_m * diameter_m * (ratio + 0.5);
    area_m2 * params.insulation_w_per_m_k / params.insulation_thickness_m * params.thermal_bridge_factor
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 10 m3, 1.72 m wide and 4.30 m high: 27.9 m2, 16.7 W/K; 55 K of mean difference lose 0.92 kW out of 174 kWh.
    #[test]
    fn ten_cubic_metres_by_hand() {
        let params = BufferParams::defaults();
        let tank = Tank::new(BufferModel::TwoZone, 10.0, &params).unwrap();
        let diameter = (4.0 * 10.0 / (PI * 2.5)).cbrt();
        let area = PI * diameter * 2.5 * diameter + 2.0 * PI / 4.0 * diameter * diameter;
        let loss_kw = area * 0.04 / 0.1 * 1.5 * 55.0 / 1000.0;
        assert!((tank.loss_share_per_h / (loss_kw / (0.5 * 348.833_333)) - 1.0).abs() < 1e-6);
        assert!((0.003..0.008).contains(&tank.loss_share_per_h), "{}", tank.loss_share_per_h);
        let large = loss_share_per_h(BufferModel::TwoZone, 80.0, &params).unwrap();
        assert!((large / tank.loss_share_per_h - 0.5).abs() < 1e-9, "surface over volume");
    }

    #[test]
    fn a_buffer_stands_behind_a_boiler() {
        let boiler = DispatchParams { power_kw: 100.0, ..DispatchParams::defaults() };
        let tank = |model| Tank::new(model, 3.0, &BufferParams::defaults()).unwrap().behind(&boiler);
        let [mixed, stratified, zones] = BufferModel::ALL.map(tank);
        assert!(mixed.buffer_hours < stratified.buffer_hours && stratified.buffer_hours < zones.buffer_hours);
        assert!(mixed.buffer_loss_per_h > zones.buffer_loss_per_h);
        assert!((zones.buffer_hours - 1.0465).abs() < 1e-4, "30 l/kW at 30 K are an hour");
    }

    #[test]
    fn a_buffer_that_gives_nothing_is_refused() {
        let params = BufferParams::defaults();
        let hot = BufferParams { useful_temperature_c: params.supply_temperature_c, ..params };
        assert!(Tank::new(BufferModel::Mixed, 3.0, &hot).is_err());
        assert!(Tank::new(BufferModel::TwoZone, 3.0, &hot).is_ok());
        assert!(Tank::new(BufferModel::Mixed, 0.0, &params).is_err());
        assert!(Tank::new(BufferModel::Mixed, 3.0, &BufferParams { insulation_thickness_m: 0.0, ..params }).is_err());
    }
}
