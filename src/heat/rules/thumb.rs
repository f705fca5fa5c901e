//! What the load-duration shortcut, the boiler without buffer, the one that cycles and the one with a buffer make of one power.

use super::simple::direct;
use crate::heat::{
    Cascade, CascadeSupply, CascadeYear, DispatchParams, HeatError, HeatLoad, HeatSource, cascade_years,
};
use crate::num::VectorClass;

/// Shares of the peak of the tables: 20 to 100 %.
pub const THUMB_SHARES: [f64; 9] = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];

/// Buffer of the boiler that cycles, h of its output: the water of boiler and pipes, about 2 l/kW in the boilers of 180 to
/// 500 kW whose makers print it, as much again in the pipes, at 20 K. Assumed.
const CYCLING_BUFFER_HOURS: f64 = 1.0 / 12.0;

/// Steps of an hour in which cycling is seen: five minutes.
const CYCLING_STEPS: usize = 12;

/// Buffers of the table, h of output.
const BUFFERS_HOURS: [f64; 2] = [1.0, 4.0];

/// A simulated year in short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Simulated {
    /// Share of the demand that wood covers, 0 to 1.
    pub coverage: f64,
    /// Starts a year.
    pub starts: f64,
    /// Hours of running a year.
    pub hours: f64,
    /// Hours of these at minimum load.
    pub hours_at_minimum: f64,
    /// Wood heat over wood fuel (LHV), starts included; none where it never ran.
    pub efficiency: Option<f64>,
}

impl Simulated {
    fn of(year: &CascadeYear<f64>) -> Self {
        let wood = year.year().wood();
        Self {
            coverage: year.coverage(),
            starts: wood.starts(),
            hours: wood.hours,
            hours_at_minimum: wood.hours_at_minimum,
            efficiency: (wood.fuel_kwh > 0.0).then(|| wood.wood_kwh / wood.fuel_kwh),
        }
    }
}

/// One power, judged in each way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThumbRow {
    /// Output over the peak of the demand.
    pub share_of_peak: f64,
    /// Output, kW.
    pub power_kw: f64,
    /// Area under the sorted curve up to the output, over all of it: no minimum load, no buffer, no outage.
    pub shortcut: f64,
    /// Coverage without buffer of a boiler that is off in every hour below its minimum load.
    pub direct: f64,
    /// Starts of that boiler.
    pub direct_starts: f64,
    /// The boiler that goes on and off below its minimum load, with no buffer but its own water, in steps of five minutes.
    pub cycling: Simulated,
    /// With a buffer of one hour of output, in steps of five minutes.
    pub buffer_1h: Simulated,
    /// With a buffer of four hours.
    pub buffer_4h: Simulated,
}

/// Share of the demand below a power, 0 to 1: the area under the sorted load curve up to it. It knows neither minimum load
/// nor buffer, and so rises with the power for ever. The order of the hours does not matter, hence they are not sorted.
pub fn shortcut_coverage(load: &HeatLoad, power_kw: f64) -> f64 {
    load.kw().iter().map(|kw| kw.min(power_kw)).sum::<f64>() / load.annual_kwh().max(f64::MIN_POSITIVE)
}

/// The rows of these shares of the peak, each above zero. `boiler` gives all but output and buffer; for a comparison with the
/// shortcut it should have no outage and no summer stop.
///
/// # Errors
/// When the boiler of a row is refused: see [`Cascade::new`].
pub fn thumb_rows(
    load: &HeatLoad,
    boiler: &DispatchParams<f64>,
    shares: &[f64],
    class: VectorClass,
) -> Result<Vec<ThumbRow>, HeatError> {
    let peak_kw = load.peak_kw();
    let hours = [CYCLING_BUFFER_HOURS, BUFFERS_HOURS[0], BUFFERS_HOURS[1]];
    let mut houses = Vec::with_capacity(3 * shares.len());
    for share in shares {
        for buffer_hours in hours {
            let sized = DispatchParams { power_kw: share * peak_kw, buffer_hours, ..*boiler };
            houses.push(Cascade::new(&[sized])?.with_steps(CYCLING_STEPS)?);
        }
    }
    let source = HeatSource::Measured(load);
    let supplies: Vec<_> = houses.iter().map(|house| CascadeSupply { source, offered_kw: [0.0; 12], house }).collect();
    let years = cascade_years(&supplies, class);
    let rows = shares.iter().zip(years.chunks(hours.len())).map(|(share, years)| {
        let power_kw = share * peak_kw;
        let plain = direct(load.kw(), power_kw, boiler.minimum_load * power_kw);
        ThumbRow {
            share_of_peak: *share,
            power_kw,
            shortcut: shortcut_coverage(load, power_kw),
            direct: plain.wood_kwh / load.annual_kwh().max(f64::MIN_POSITIVE),
            direct_starts: plain.starts,
            cycling: Simulated::of(&years[0]),
            buffer_1h: Simulated::of(&years[1]),
            buffer_4h: Simulated::of(&years[2]),
        }
    });
    Ok(rows.collect())
}
