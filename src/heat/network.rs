//! Heat loss of buried twin pipes, from their dimensions and temperatures.
//!
//! The coefficients of `models/heat/pipes.csv` are those of a multipole solution. The usual zero-order formula (Wallenten
//! 1991) leaves out what the pipes do to each other's field and is 4 to 24 % low on the same pipes; here it serves for the
//! change with depth alone.

use super::error::{HeatError, check_given, check_range};
use crate::param::sheet::{SheetError, SheetRow, shipped};
use crate::params;
use crate::units::HOURS_PER_YEAR;
use std::f64::consts::TAU;

params! {
    /// A stretch of pipe.
    pub struct PipeParams from "heat/pipe.csv" { dn_mm, length_m, depth_m }
}

params! {
    /// Temperatures of a network.
    pub struct NetworkTemperatures from "heat/network.csv" {
        supply_temperature_c, return_temperature_c, soil_temperature_c,
    }
}

/// Thickness class of the insulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PipeSeries {
    /// Standard.
    Standard,
    /// Reinforced.
    Reinforced,
}

impl PipeSeries {
    /// Words in scenarios and tables.
    pub const WORDS: [(&'static str, Self); 2] = [("standard", Self::Standard), ("reinforced", Self::Reinforced)];

    /// The series of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(known, _)| *known == word).map(|(_, series)| series)
    }
}

/// Dimensions of a twin pipe and its heat loss coefficient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwinPipe {
    /// Insulation.
    pub series: PipeSeries,
    /// Nominal diameter, mm.
    pub dn_mm: f64,
    /// Outer diameter of the casing, m.
    pub casing_m: f64,
    /// Outer diameter of a steel pipe, m.
    pub steel_m: f64,
    /// Clear distance of the two steel pipes, m.
    pub gap_m: f64,
    /// Depth of the axis for which the coefficient holds, m.
    pub depth_m: f64,
    /// Heat per metre and pipe over the mean water temperature less the soil's, W/(m K).
    pub u_w_per_mk: f64,
}

fn read_pipe(row: &SheetRow<'_>) -> Result<TwinPipe, SheetError> {
    row.flag("flag")?;
    Ok(TwinPipe {
        series: row.word("series", &PipeSeries::WORDS)?,
        dn_mm: row.number("dn_mm")?,
        casing_m: row.number("casing_m")?,
        steel_m: row.number("steel_outer_m")?,
        gap_m: row.number("gap_m")?,
        depth_m: row.number("depth_m")?,
        u_w_per_mk: row.number_in("u_w_per_mk", 0.01..=1.0)?,
    })
}

shipped! {
    /// The pipes of `models/heat/pipes.csv`, by series and then by diameter.
    pub fn twin_pipes() -> [TwinPipe] from "heat/pipes.csv" by read_pipe
}

/// Conductivity of the insulation of the table's pipes, W/(m K).
const INSULATION_W_PER_MK: f64 = 0.027;

/// Conductivity of the soil of the table, W/(m K).
const SOIL_W_PER_MK: f64 = 1.8;

impl TwinPipe {
    /// The zero-order formula for a depth of the axis, W/(m K): 2 pi li/(2 li/lg ln(2H/ro) + ln(ro2/(2 D ri)) +
    /// s ln(ro4/(ro4 - D4))) with s = (li - lg)/(li + lg), ro and ri the radii of casing and steel, D half the distance of the
    /// pipes' axes, H the depth (Wallenten 1991, Steady-state heat loss from insulated pipes, Lund).
    pub fn zero_order_u_w_per_mk(&self, depth_m: f64) -> f64 {
        let (ro, ri, d) = (0.5 * self.casing_m, 0.5 * self.steel_m, 0.5 * (self.steel_m + self.gap_m));
        let ratio = INSULATION_W_PER_MK / SOIL_W_PER_MK;
        let sigma = (ratio - 1.0) / (ratio + 1.0);
        let (ro4, d4) = (ro * ro * ro * ro, d * d * d * d);
        let resistance = 2.0 * ratio * libm::log(2.0 * depth_m / ro)
            + libm::log(ro * ro / (2.0 * d * ri))
            + sigma * libm::log(ro4 / (ro4 - d4));
        TAU * INSULATION_W_PER_MK / resistance
    }

    /// The table's coefficient carried to another depth in the proportion of the zero-order formula, W/(m K).
    fn at_depth(&self, depth_m: f64) -> f64 {
        if depth_m.is_nan() {
            return self.u_w_per_mk;
        }
        self.u_w_per_mk * self.zero_order_u_w_per_mk(depth_m) / self.zero_order_u_w_per_mk(self.depth_m)
    }
}

/// Heat loss coefficient of each pipe, W/(m K): that of the table, on a line between its diameters, carried to the depth
/// (NaN: the table's).
///
/// # Errors
/// When the diameter lies outside the table, which would be guessing.
pub fn pipe_u_w_per_mk(series: PipeSeries, dn_mm: f64, depth_m: f64) -> Result<f64, HeatError> {
    let of_series = || twin_pipes().iter().filter(|p| p.series == series);
    let below = of_series().rfind(|p| p.dn_mm <= dn_mm);
    let above = of_series().find(|p| p.dn_mm >= dn_mm);
    match (below, above) {
        (Some(below), Some(above)) if below.dn_mm < above.dn_mm => {
            let way = (dn_mm - below.dn_mm) / (above.dn_mm - below.dn_mm);
            let (low, high) = (below.at_depth(depth_m), above.at_depth(depth_m));
            Ok(low + (high - low) * way)
        }
        (Some(exact), Some(_)) => Ok(exact.at_depth(depth_m)),
        _ => {
            let table = PipeParams::<f64>::table();
            let (low, high) = (20.0, 200.0);
            Err(HeatError::Parameter { table: table.file(), name: "dn_mm", value: dn_mm, low, high })
        }
    }
}

/// A network of pipes at rest in its soil.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetworkSummary {
    /// Length of trench, m.
    pub length_m: f64,
    /// Loss of supply and return together, mean over the trench, W/m.
    pub loss_w_per_m: f64,
    /// Loss of the year, MWh.
    pub loss_mwh: f64,
    /// Mean of supply and return temperature, C.
    pub mean_temperature_c: f64,
}

/// Losses of pipes that are warm all year: 2 U (mean water temperature - soil) L, summed in the order given.
///
/// # Errors
/// When there is no pipe, a value lies outside its range, the return is not below the supply, or the water not above the
/// soil.
pub fn network_summary(
    pipes: &[(PipeSeries, PipeParams<f64>)],
    temperatures: &NetworkTemperatures<f64>,
) -> Result<NetworkSummary, HeatError> {
    check_range(NetworkTemperatures::<f64>::table(), &temperatures.to_vec())?;
    let NetworkTemperatures { supply_temperature_c, return_temperature_c, soil_temperature_c } = *temperatures;
    let refuse = |name: &'static str, value: f64, low: f64, high: f64| {
        let table = NetworkTemperatures::<f64>::table().file();
        Err(HeatError::Parameter { table, name, value, low, high })
    };
    if return_temperature_c >= supply_temperature_c {
        return refuse("return_temperature_c", return_temperature_c, soil_temperature_c, supply_temperature_c);
    }
    let mean_temperature_c = 0.5 * (supply_temperature_c + return_temperature_c);
    if mean_temperature_c <= soil_temperature_c {
        return refuse("supply_temperature_c", supply_temperature_c, soil_temperature_c, 140.0);
    }
    let (mut length_m, mut watts) = (0.0, 0.0);
    for (series, pipe) in pipes {
        check_given(PipeParams::<f64>::table(), &pipe.to_vec())?;
        let u = pipe_u_w_per_mk(*series, pipe.dn_mm, pipe.depth_m)?;
        length_m += pipe.length_m;
        watts += 2.0 * u * (mean_temperature_c - soil_temperature_c) * pipe.length_m;
    }
    if length_m.is_nan() || length_m <= 0.0 {
        let table = PipeParams::<f64>::table().file();
        return Err(HeatError::Parameter { table, name: "length_m", value: length_m, low: 0.1, high: 1e6 });
    }
    let loss_mwh = watts * HOURS_PER_YEAR as f64 / 1e6;
    Ok(NetworkSummary { length_m, loss_w_per_m: watts / length_m, loss_mwh, mean_temperature_c })
}

/// Least linear density of a network that the Fonds Chaleur helps, MWh of useful heat per metre of trench and year
/// (biomasse-normandie.fr, densite de desserte).
pub const LINEAR_DENSITY_MIN_MWH_PER_M: f64 = 1.5;

/// Useful heat delivered per metre of trench, MWh/(m a); none without a network.
pub fn linear_density_mwh_per_m(useful_mwh: f64, length_m: f64) -> Option<f64> {
    (length_m > 0.0).then(|| useful_mwh / length_m)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_order_is_4_to_24_percent_low() {
        let gaps: Vec<f64> =
            twin_pipes().iter().map(|p| 1.0 - p.zero_order_u_w_per_mk(p.depth_m) / p.u_w_per_mk).collect();
        let least = gaps.iter().copied().fold(f64::INFINITY, f64::min);
        let most = gaps.iter().copied().fold(0.0, f64::max);
        assert!((least - 0.0415).abs() < 5e-5 && (most - 0.2416).abs() < 5e-5, "{least} to {most}");
    }

    /// Zero-order coefficients of two pipes computed elsewhere: DN20 standard 0.0880538, DN200 reinforced 0.134564.
    #[test]
    fn zero_order_as_published() {
        let u = |k: usize| twin_pipes()[k].zero_order_u_w_per_mk(twin_pipes()[k].depth_m);
        assert!((u(0) / 0.088_053_8 - 1.0).abs() < 1e-5 && (u(21) / 0.134_564 - 1.0).abs() < 1e-5);
        assert_eq!((twin_pipes().len(), twin_pipes()[21].dn_mm), (22, 200.0));
    }

    #[test]
    fn coefficients_between_and_beyond_the_table() {
        let u = |dn, depth| pipe_u_w_per_mk(PipeSeries::Standard, dn, depth);
        assert_eq!(u(50.0, f64::NAN), Ok(0.12859));
        assert!((u(57.5, f64::NAN).unwrap() - 0.5 * (0.12859 + 0.153744)).abs() < 1e-12);
        assert!(u(50.0, 2.0).unwrap() < 0.12859 && (u(50.0, 0.9).unwrap() - 0.12859).abs() < 1e-12);
        assert!(u(250.0, f64::NAN).is_err() && u(15.0, f64::NAN).is_err() && u(f64::NAN, f64::NAN).is_err());
    }

    /// DN50 at 80/50 C in soil of 10 C loses 14.14 W/m (table of pair losses); a kilometre 124 MWh a year.
    #[test]
    fn a_network_by_hand() {
        let pipe = |dn_mm, length_m| PipeParams { dn_mm, length_m, depth_m: f64::NAN };
        let warm =
            NetworkTemperatures { supply_temperature_c: 80.0, return_temperature_c: 50.0, soil_temperature_c: 10.0 };
        let one = network_summary(&[(PipeSeries::Standard, pipe(50.0, 1000.0))], &warm).unwrap();
        assert!((one.loss_w_per_m - 14.14).abs() < 0.006 && (one.loss_mwh - 123.9).abs() < 0.1);
        let both = [(PipeSeries::Standard, pipe(50.0, 1000.0)), (PipeSeries::Reinforced, pipe(20.0, 500.0))];
        let both = network_summary(&both, &warm).unwrap();
        assert!((both.length_m * both.loss_w_per_m - 14_145.0 - 4513.8).abs() < 1.0, "{both:?}");
        let upside_down = NetworkTemperatures { return_temperature_c: 90.0, ..warm };
        assert!(network_summary(&[(PipeSeries::Standard, pipe(50.0, 1.0))], &upside_down).is_err());
        assert!(network_summary(&[], &warm).is_err());
        assert_eq!(linear_density_mwh_per_m(3000.0, 1500.0), Some(2.0));
        assert_eq!(linear_density_mwh_per_m(3000.0, 0.0), None);
    }
}
