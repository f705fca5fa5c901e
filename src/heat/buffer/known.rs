//! Known answers of buffers, computed by name: what `verify` holds against a table of them.

use super::error::BufferCaseError;
use super::formula::{Mixed, cooled_c, hot_share, mixed_c, thermocline_m};
use super::layers::{Layers, Surroundings};
use super::water::{DENSITY_KG_M3, buffer_heat_kwh};
use super::words::Words;

/// The answer of a row: `quantity` of `model` with `params`, after `t_h` hours.
///
/// | model | parameters | quantities |
/// |---|---|---|
/// | `one_node` | `V`, `T0`; `UA` with `Ta`; `P` (kW); `draw` (kg/s) with `return` | `T_C` |
/// | `two_zone_moving_boundary` | `V`, `Th`, `Tc`, `x0`, `charge` (kg/s) | `hot_fraction`, `usable_kWh_above_Tc` |
/// | the same, standing | `V`, `UA`, `Ta`, `x`, `Th0`, `Tc0` | `Th_C`, `Tc_C`, `energy_above_Tc0_kWh` |
/// | `multi_node_N10` (any number) | `V`, `Tinit`, `Tin`, `charge` | `T_outlet_C` |
/// | the same, standing | `V`, `H`, `UA`, `lambda`, `Ta`, `T0 linear` | `T1_C` (lowest) to `T10_C` |
/// | `plug_flow` | `V`, `Tinit`, `Tin`, `charge` | `T_outlet_C` |
/// | `standing_diffusion_1D` | `alpha` (m2/s) | `thermocline_10_90_m` |
/// | `full_mixing` | `3 m3 at 85 + 7 m3 at 50` | `T_C` |
///
/// Layers are simulated, all others have a closed form. Volumes in m3, heights in m, losses in W/K, conductivities in
/// W/(m K), temperatures in C.
///
/// # Errors
/// When the model or the quantity is not known, a parameter is missing, not understood, or makes no sense.
pub fn buffer_case(model: &str, params: &str, t_h: f64, quantity: &str) -> Result<f64, BufferCaseError> {
    let words = Words::read(params)?;
    if !(t_h >= 0.0 && t_h.is_finite()) {
        return Err(BufferCaseError::Odd { name: "t_h", value: t_h });
    }
    let unknown = || BufferCaseError::Quantity { quantity: quantity.to_owned() };
    match model {
        "one_node" if quantity == "T_C" => one_node(&words, t_h),
        "two_zone_moving_boundary" => two_zones(&words, t_h, quantity)?.ok_or_else(unknown),
        "plug_flow" if quantity == "T_outlet_C" => plug_flow(&words, t_h),
        "standing_diffusion_1D" if quantity == "thermocline_10_90_m" => {
            let alpha = positive(&words, "alpha")?;
            thermocline_m(alpha, t_h).ok_or(BufferCaseError::Odd { name: "alpha", value: alpha })
        }
        "full_mixing" if quantity == "T_C" => full_mixing(&words),
        "one_node" | "plug_flow" | "standing_diffusion_1D" | "full_mixing" => Err(unknown()),
        _ => match model.strip_prefix("multi_node_N").and_then(|count| count.parse::<usize>().ok()) {
            Some(count) => layers(&words, count, t_h, quantity)?.ok_or_else(unknown),
            None => Err(BufferCaseError::Model { model: model.to_owned() }),
        },
    }
}

/// A number above zero.
fn positive(words: &Words, name: &'static str) -> Result<f64, BufferCaseError> {
    let value = words.need(name)?;
    if value > 0.0 { Ok(value) } else { Err(BufferCaseError::Odd { name, value }) }
}

/// A number of zero or more.
fn not_negative(words: &Words, name: &'static str) -> Result<f64, BufferCaseError> {
    let value = words.need(name)?;
    if value >= 0.0 { Ok(value) } else { Err(BufferCaseError::Odd { name, value }) }
}

/// A loss, W/K, with the room's temperature, C; none of both.
fn loss(words: &Words) -> Result<(f64, f64), BufferCaseError> {
    match words.or("UA", 0.0) {
        0.0 => Ok((0.0, 0.0)),
        _ => Ok((not_negative(words, "UA")?, words.need("Ta")?)),
    }
}

fn one_node(words: &Words, t_h: f64) -> Result<f64, BufferCaseError> {
    let (loss_w_per_k, room_c) = loss(words)?;
    let draw_kg_s = words.or("draw", 0.0);
    if draw_kg_s < 0.0 {
        return Err(BufferCaseError::Odd { name: "draw", value: draw_kg_s });
    }
    let tank = Mixed {
        volume_m3: positive(words, "V")?,
        start_c: words.need("T0")?,
        power_w: 1000.0 * words.or("P", 0.0),
        draw_kg_s,
        return_c: words.or("return", 0.0),
        loss_w_per_k,
        room_c,
    };
    Ok(mixed_c(&tank, t_h))
}

fn two_zones(words: &Words, t_h: f64, quantity: &str) -> Result<Option<f64>, BufferCaseError> {
    let volume = positive(words, "V")?;
    let share = |name| match words.need(name)? {
        share if (0.0..=1.0).contains(&share) => Ok(share),
        value => Err(BufferCaseError::Odd { name, value }),
    };
    if matches!(quantity, "hot_fraction" | "usable_kWh_above_Tc") {
        let hot = hot_share(share("x0")?, words.need("charge")?, volume, t_h);
        let difference_k = || Ok::<_, BufferCaseError>(words.need("Th")? - words.need("Tc")?);
        return Ok(Some(if quantity == "hot_fraction" { hot } else { buffer_heat_kwh(hot * volume, difference_k()?) }));
    }
    let ((loss_w_per_k, room_c), hot) = (loss(words)?, share("x")?);
    let cold_start_c = words.need("Tc0")?;
    let hot_c = cooled_c(words.need("Th0")?, room_c, loss_w_per_k, volume, t_h);
    let cold_c = cooled_c(cold_start_c, room_c, loss_w_per_k, volume, t_h);
    let above = |volume: f64, temperature_c: f64| buffer_heat_kwh(volume, temperature_c - cold_start_c);
    Ok(match quantity {
        "Th_C" => Some(hot_c),
        "Tc_C" => Some(cold_c),
        "energy_above_Tc0_kWh" => Some(above(hot * volume, hot_c) + above((1.0 - hot) * volume, cold_c)),
        _ => None,
    })
}

/// What leaves at the bottom while the tank is charged from the top: the first water until the last of it has gone.
fn plug_flow(words: &Words, t_h: f64) -> Result<f64, BufferCaseError> {
    let (volume, charge) = (positive(words, "V")?, not_negative(words, "charge")?);
    let passed = charge * t_h * 3600.0 >= volume * DENSITY_KG_M3;
    words.need(if passed { "Tin" } else { "Tinit" })
}

fn full_mixing(words: &Words) -> Result<f64, BufferCaseError> {
    let volume: f64 = words.parts.iter().map(|part| part.0).sum();
    if words.parts.iter().any(|part| part.0 < 0.0) || volume <= 0.0 {
        return Err(BufferCaseError::Odd { name: "V", value: volume });
    }
    Ok(words.parts.iter().map(|(volume, temperature_c)| volume * temperature_c).sum::<f64>() / volume)
}

/// The simulated layers: charged from the top where there is a flow, else standing.
fn layers(words: &Words, count: usize, t_h: f64, quantity: &str) -> Result<Option<f64>, BufferCaseError> {
    let wanted = match quantity.strip_prefix('T').and_then(|rest| rest.strip_suffix("_C")) {
        Some("_outlet") => 0,
        Some(number) => match number.parse::<usize>() {
            Ok(number) if (1..=count).contains(&number) => number - 1,
            _ => return Ok(None),
        },
        None => return Ok(None),
    };
    let volume = positive(words, "V")?;
    let start_c: Vec<f64> = match words.linear_c {
        // From the lowest layer to the highest, both included.
        Some((low, high)) => (0..count).map(|k| low + (high - low) * k as f64 / (count.max(2) - 1) as f64).collect(),
        None => vec![words.need("Tinit")?; count],
    };
    let (loss_w_per_k, room_c) = loss(words)?;
    let exchange_w_per_k = match words.or("lambda", 0.0) {
        0.0 => 0.0,
        _ => {
            let height = positive(words, "H")?;
            not_negative(words, "lambda")? * (volume / height) / (height / count as f64)
        }
    };
    let surroundings = Surroundings { loss_w_per_k, room_c, exchange_w_per_k };
    let mut tank = Layers::new(volume, start_c, surroundings)?;
    let (charge, inlet_c) = match words.or("charge", 0.0) {
        0.0 => (0.0, 0.0),
        _ => (not_negative(words, "charge")?, words.need("Tin")?),
    };
    tank.pass(t_h, -charge, inlet_c)?;
    Ok(Some(tank.temperatures_c()[wanted]))
}
