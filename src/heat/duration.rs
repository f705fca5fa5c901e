//! The load-duration curve (monotone): hours sorted by demand, with who met them.

use super::dispatch::HourlyDispatch;

/// A stretch of the sorted year: means over hours that follow each other in demand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DurationPoint {
    /// Middle of the stretch, hours from the highest demand.
    pub hour: f64,
    /// Highest demand of the stretch, kW.
    pub demand_max_kw: f64,
    /// Mean demand, kW: the sum of the three below.
    pub demand_kw: f64,
    /// Met by the wood boiler in the same hour, kW.
    pub wood_kw: f64,
    /// Met by the wood boiler through the buffer, kW.
    pub buffer_kw: f64,
    /// Met by the backup, kW.
    pub backup_kw: f64,
}

/// The curve in about `points` stretches of equal length (at least one, at most one an hour). Stretches are means, so
/// that areas in the figure stay energies.
pub fn load_duration(hourly: &HourlyDispatch, points: usize) -> Vec<DurationPoint> {
    let hours = hourly.demand_kw.len();
    let mut order: Vec<usize> = (0..hours).collect();
    // A stable sort: equal demands keep the order of the year.
    order.sort_by(|a, b| hourly.demand_kw[*b].total_cmp(&hourly.demand_kw[*a]));
    let length = hours.div_ceil(points.clamp(1, hours.max(1))).max(1);
    let stretches = order.chunks(length).enumerate();
    stretches.map(|(k, stretch)| point(hourly, (k * length) as f64, stretch)).collect()
}

fn point(hourly: &HourlyDispatch, first: f64, stretch: &[usize]) -> DurationPoint {
    let count = stretch.len() as f64;
    let mean = |of: &dyn Fn(usize) -> f64| stretch.iter().map(|h| of(*h)).sum::<f64>() / count;
    let wood = |h: usize| hourly.wood_kw[h].min(hourly.demand_kw[h]);
    DurationPoint {
        hour: first + 0.5 * count,
        demand_max_kw: hourly.demand_kw[stretch[0]],
        demand_kw: mean(&|h| hourly.demand_kw[h]),
        wood_kw: mean(&wood),
        buffer_kw: mean(&|h| (hourly.demand_kw[h] - wood(h) - hourly.backup_kw[h]).max(0.0)),
        backup_kw: mean(&|h| hourly.backup_kw[h]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::heat::{DispatchParams, HeatLoad, dispatch};

    #[test]
    fn areas_of_the_curve_are_the_energies_of_the_year() {
        let load = HeatLoad::new((0..8760).map(|h| f64::from(h * 7919 % 500)).collect()).unwrap();
        let params = DispatchParams { power_kw: 250.0, ..DispatchParams::defaults() };
        let result = dispatch(&load, &params, true).unwrap();
        for points in [0, 1, 100, 8760, 100_000] {
            let curve = load_duration(result.hourly.as_ref().unwrap(), points);
            let edges = 8760_usize.div_ceil(curve.len());
            let length = |k: usize| edges.min(8760 - k * edges) as f64;
            let area = |of: fn(&DurationPoint) -> f64| -> f64 {
                curve.iter().enumerate().map(|(k, p)| of(p) * length(k)).sum()
            };
            assert!((area(|p| p.backup_kw) / result.year.backup_kwh - 1.0).abs() < 1e-9);
            assert!((area(|p| p.demand_kw) / load.annual_kwh() - 1.0).abs() < 1e-9);
            assert!((area(|p| p.wood_kw + p.buffer_kw + p.backup_kw) / load.annual_kwh() - 1.0).abs() < 1e-9);
            assert!(area(|p| p.buffer_kw) > 0.0);
            assert_eq!(curve[0].demand_max_kw, load.peak_kw());
            assert!(curve.windows(2).all(|w| w[0].demand_kw >= w[1].demand_kw && w[0].hour < w[1].hour));
        }
    }
}
