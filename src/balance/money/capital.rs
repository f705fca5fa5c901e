//! Capital by size: what one unit costs, the lines of a boiler house, and the dated prices behind both.
//!
//! A unit of size P costs c0 P0 (P/P0)^b, where c0 is the price per size at the reference size P0 and b < 1: two boilers
//! of half the power cost more than one. The prices are rows of `models/economics/capital.csv`, the exponents are fits
//! of these rows ([`fit`]) or flagged as assumed in `models/economics/parameters.csv`.

use crate::balance::money::EconomicsParams;
use crate::balance::money::accounts::Capacities;
use crate::num::Real;
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// One dated price of `models/economics/capital.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct CapitalRow {
    /// Name.
    pub id: String,
    /// What is bought.
    pub item: String,
    /// Rows of one series may be fitted together.
    pub series: String,
    /// Smallest size that the price is for; 0 where the source names none.
    pub size_low: f64,
    /// Largest size that the price is for; 0 where the source names none.
    pub size_high: f64,
    /// Unit of the size.
    pub size_unit: String,
    /// Low price in `unit`.
    pub low: f64,
    /// Central price in `unit`.
    pub central: f64,
    /// High price in `unit`.
    pub high: f64,
    /// Unit of the price: `EUR` for a whole unit, else per size.
    pub unit: String,
    /// Year of the price, as its source says it.
    pub price_year: String,
    /// What is within the price.
    pub scope: String,
    /// Where the central price is from.
    pub source: String,
    /// How far to trust the central price.
    pub flag: Flag,
    /// How far to trust low and high.
    pub range_flag: Flag,
}

fn read_capital(r: &SheetRow<'_>) -> Result<CapitalRow, SheetError> {
    Ok(CapitalRow {
        id: r.filled("id")?,
        item: r.filled("item")?,
        series: r.filled("series")?,
        size_low: r.number_in("size_low", 0.0..=1e6)?,
        size_high: r.number_in("size_high", 0.0..=1e6)?,
        size_unit: r.filled("size_unit")?,
        low: r.number_in("low", 0.0..=1e7)?,
        central: r.number_in("central", 0.0..=1e7)?,
        high: r.number_in("high", 0.0..=1e7)?,
        unit: r.filled("unit")?,
        price_year: r.filled("price_year")?,
        scope: r.text("scope")?.to_owned(),
        source: r.filled("source")?,
        flag: r.flag("flag")?,
        range_flag: r.flag("range_flag")?,
    })
}

shipped! {
    /// All dated prices of capital.
    pub fn capital_rows() -> [CapitalRow] from "economics/capital.csv" by read_capital
}

impl CapitalRow {
    /// Geometric middle of the sizes that the price is for, in `size_unit`.
    pub fn size(&self) -> f64 {
        libm::sqrt(self.size_low * self.size_high)
    }

    /// Central price per size, whatever the unit of the row.
    pub fn price_per_size(&self) -> f64 {
        if self.unit == "EUR" { self.central / self.size() } else { self.central }
    }
}

/// A power law through the prices of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScaleFit {
    /// Exponent b of the cost of a unit in its size.
    pub exponent: f64,
    /// ln of the price per size at size 1.
    intercept: f64,
    /// Rows behind the fit.
    pub rows: usize,
    /// Largest gap of a row from the fit, as a share of the fit.
    pub worst_gap: f64,
}

impl ScaleFit {
    /// Price per size at a size, EUR per unit of size.
    pub fn price_per_size(&self, size: f64) -> f64 {
        libm::exp(self.intercept + (self.exponent - 1.0) * libm::log(size))
    }
}

/// Fits a series of [`capital_rows`] by least squares of logarithms (each row counts the same).
///
/// None where fewer than two rows of the series have sizes, or all have the same.
pub fn fit(series: &str) -> Option<ScaleFit> {
    let points: Vec<(f64, f64)> = capital_rows()
        .iter()
        .filter(|r| r.series == series && r.size() > 0.0 && r.central > 0.0)
        .map(|r| (libm::log(r.size()), libm::log(r.price_per_size())))
        .collect();
    let count = points.len() as f64;
    let (mean_x, mean_y) =
        (points.iter().map(|p| p.0).sum::<f64>() / count, points.iter().map(|p| p.1).sum::<f64>() / count);
    let spread: f64 = points.iter().map(|p| (p.0 - mean_x) * (p.0 - mean_x)).sum();
    if points.len() < 2 || spread <= 0.0 {
        return None;
    }
    let slope = points.iter().map(|p| (p.0 - mean_x) * (p.1 - mean_y)).sum::<f64>() / spread;
    let intercept = mean_y - slope * mean_x;
    let gap = |p: &(f64, f64)| libm::exp(p.1 - intercept - slope * p.0) - 1.0;
    let worst_gap = points.iter().map(gap).map(f64::abs).fold(0.0, f64::max);
    Some(ScaleFit { exponent: slope + 1.0, intercept, rows: points.len(), worst_gap })
}

/// Cost of one unit, EUR: c0 P0 (P/P0)^b. Nothing for a unit of no size.
///
/// `size` and `reference` in the same unit, `price` in EUR per that unit at the reference, `exponent` usually 0.6 to 1.
pub fn unit_cost_eur<S: Real>(size: S, price: S, reference: S, exponent: S) -> S {
    let none = size.le(S::zero());
    let ratio = S::select(none, S::one(), size / reference);
    S::select(none, S::zero(), price * reference * ratio.powf(exponent))
}

/// Factor on the price per metre of a pipe that carries `power_kw`, against the pipe that carries the reference power.
pub fn pipe_price_factor<S: Real>(power_kw: S, p: &EconomicsParams<S>) -> S {
    (power_kw / p.network_reference_kw).powf(p.network_scale_exponent)
}

/// Metres of pipe at the reference power that cost as much as these segments: length in m, power carried in kW
/// (positive). This is what [`Capacities::network_m`] takes where the segments are known.
pub fn equivalent_network_m<S: Real>(segments: &[(S, S)], p: &EconomicsParams<S>) -> S {
    segments.iter().map(|(length_m, power_kw)| *length_m * pipe_price_factor(*power_kw, p)).sum()
}

/// Capital of a boiler house and its network by item, EUR, all positive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HouseCapital<S> {
    /// Wood boilers with building, feeding, hydraulics, chimney and engineering.
    pub wood_boilers: S,
    /// Filters of flue gas.
    pub flue_gas_filter: S,
    /// Gas boilers.
    pub gas_boilers: S,
    /// Water buffer.
    pub buffer: S,
    /// Wood store.
    pub wood_store: S,
    /// Pipes and trench.
    pub network: S,
    /// Stations and meters of connected buildings.
    pub substations: S,
    /// Engineering of what is not priced complete.
    pub engineering: S,
    /// Unforeseen works.
    pub contingency: S,
}

impl<S: Real> HouseCapital<S> {
    /// Prices what is built.
    pub fn of(built: &Capacities<S>, p: &EconomicsParams<S>) -> Self {
        let boiler =
            |kw: S, price: S| unit_cost_eur(kw, price, p.wood_boiler_reference_kw, p.wood_boiler_scale_exponent);
        let boilers = |price: S| built.wood_boilers_kw.iter().map(|kw| boiler(*kw, price)).sum::<S>();
        let mut house = Self {
            wood_boilers: boilers(p.wood_boiler_eur_per_kw),
            flue_gas_filter: boilers(p.flue_gas_filter_eur_per_kw) * built.filtered_share,
            gas_boilers: gas_boiler_eur(built.gas_boiler_kw, p),
            buffer: unit_cost_eur(built.buffer_m3, p.buffer_eur_per_m3, p.buffer_reference_m3, p.buffer_scale_exponent),
            wood_store: unit_cost_eur(
                built.wood_store_t,
                p.wood_store_eur_per_t,
                p.wood_store_reference_t,
                p.wood_store_scale_exponent,
            ),
            network: built.network_m * p.network_eur_per_m,
            substations: built.substations * (p.substation_eur_each + p.heat_meter_eur_each),
            engineering: S::zero(),
            contingency: S::zero(),
        };
        house.engineering = (house.total() - house.wood_boilers) * p.engineering_share;
        house.contingency = house.total() * p.contingency_share;
        house
    }

    /// Items by name, in the order of the accounts.
    pub fn items(&self) -> [(&'static str, S); 9] {
        [
            ("wood_boilers", self.wood_boilers),
            ("flue_gas_filter", self.flue_gas_filter),
            ("gas_boilers", self.gas_boilers),
            ("buffer", self.buffer),
            ("wood_store", self.wood_store),
            ("network", self.network),
            ("substations", self.substations),
            ("engineering", self.engineering),
            ("contingency", self.contingency),
        ]
    }

    /// Sum of the items, EUR.
    pub fn total(&self) -> S {
        self.items().iter().map(|(_, eur)| *eur).sum()
    }
}

/// Cost of gas or biogas boilers of one boiler house, EUR; `kw` output in all.
pub fn gas_boiler_eur<S: Real>(kw: S, p: &EconomicsParams<S>) -> S {
    unit_cost_eur(kw, p.gas_boiler_eur_per_kw, p.gas_boiler_reference_kw, p.gas_boiler_scale_exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_exponents_are_the_fits_of_the_shipped_rows() {
        let p = EconomicsParams::<f64>::defaults();
        let near = |a: f64, b: f64, gap: f64| assert!((a - b).abs() < gap, "{a} for {b}");
        let house = fit("house").unwrap();
        near(house.exponent, p.wood_boiler_scale_exponent, 0.01);
        near(house.price_per_size(p.wood_boiler_reference_kw), p.wood_boiler_eur_per_kw, 5.0);
        assert!(house.worst_gap < 0.03, "{}", house.worst_gap);
        let buffer = fit("buffer").unwrap();
        near(buffer.exponent, p.buffer_scale_exponent, 0.01);
        let pipes = fit("network_paved").unwrap();
        near(pipes.exponent - 1.0, p.network_scale_exponent, 0.01);
        assert!(pipes.worst_gap < 0.2 && fit("network_unpaved").unwrap().exponent > 1.0);
        assert!(fit("meter").is_none() && fit("no such").is_none());
    }

    #[test]
    fn rows_are_ordered_and_have_ranges() {
        for r in capital_rows() {
            assert!(r.low < r.central && r.central < r.high && r.size_low <= r.size_high, "{}", r.id);
        }
    }

    #[test]
    fn two_halves_cost_more_than_one() {
        let p = EconomicsParams::<f64>::defaults();
        let cost =
            |kw: [f64; 4]| HouseCapital::of(&Capacities { wood_boilers_kw: kw, ..Capacities::none() }, &p).wood_boilers;
        // 600 kW at the reference price; two halves: 2^(1 - 0.77) as much
        assert!((cost([600.0, 0.0, 0.0, 0.0]) - 720_000.0).abs() < 1e-6);
        let halves = cost([300.0, 300.0, 0.0, 0.0]) / 720_000.0;
        assert!((halves - libm::pow(2.0, 0.23)).abs() < 1e-12, "{halves}");
        assert_eq!(cost([0.0; 4]), 0.0);
        assert!(cost([f64::NAN, 0.0, 0.0, 0.0]).is_nan(), "an unknown power is no power of zero");
    }

    #[test]
    fn pipes_that_carry_more_cost_more() {
        let p = EconomicsParams::<f64>::defaults();
        let metres = equivalent_network_m(&[(100.0, 500.0), (100.0, 2000.0)], &p);
        assert!((metres - 100.0 * (1.0 + libm::pow(4.0, 0.23))).abs() < 1e-9);
    }
}
