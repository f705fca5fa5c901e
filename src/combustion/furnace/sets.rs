//! The shipped furnaces, and furnaces of any size and fuel made from them.

use super::error::{FurnaceError, within};
use super::model::{FurnaceInputs, FurnaceParams};
use crate::combustion::{CombustionParams, FuelParams, burn};
use crate::param::sheet::{SheetError, SheetRow, shipped};

/// Names of the shipped sets: 180, 300 and 500 kW; R has its drying coupled to radiation.
pub const FURNACE_SETS: [&str; 4] = ["G180", "G300", "G300R", "G500"];

/// Nominal output of the defaults, kW.
const DEFAULT_KW: f64 = 300.0;

struct SetRow {
    name: String,
    values: [f64; 4],
}

fn read_set(row: &SheetRow<'_>) -> Result<SetRow, SheetError> {
    Ok(SetRow { name: row.filled("name")?, values: row.numbers(FURNACE_SETS)? })
}

shipped! {
    /// One row a parameter, one column a set.
    fn set_rows() -> [SetRow] from "combustion/furnace_sets.csv" by read_set
}

/// Feed and air that make a set give a load at rest.
#[derive(Clone, Debug, PartialEq)]
pub struct FurnacePoint {
    set: String,
    load: f64,
    inputs: FurnaceInputs<f64>,
}

fn read_point(row: &SheetRow<'_>) -> Result<FurnacePoint, SheetError> {
    row.flag("flag")?;
    row.filled("source")?;
    Ok(FurnacePoint {
        set: row.filled("set")?,
        load: row.number_in("load", 0.0..=1.5)?,
        inputs: FurnaceInputs {
            feed_kg_per_s: row.number("feed_kg_per_s")?,
            moisture: row.number("moisture")?,
            primary_kg_per_s: row.number("primary_kg_per_s")?,
            secondary_kg_per_s: row.number("secondary_kg_per_s")?,
            return_c: row.number("return_c")?,
            pumped: 1.0,
        },
    })
}

shipped! {
    /// The operating points of the sets, by falling load.
    fn points() -> [FurnacePoint] from "combustion/furnace_points.csv" by read_point
}

impl FurnacePoint {
    /// Inputs of a shipped set at a load: those of the table at 100, 50 and 30 %, straight lines between. None for a set
    /// or load that the table does not have.
    pub fn of_set(set: &str, load: f64) -> Option<FurnaceInputs<f64>> {
        let of_set: Vec<&Self> = points().iter().filter(|p| p.set == set).collect();
        of_set.windows(2).find(|w| load <= w[0].load && load >= w[1].load).map(|w| {
            let part = (w[0].load - load) / (w[0].load - w[1].load);
            w[0].inputs.towards(&w[1].inputs, part)
        })
    }

    /// Inputs of a furnace of any size, as [`FurnaceParams::of_size`] makes it, at a load from 0.3 to 1.
    ///
    /// # Errors
    /// A power or load out of range.
    pub fn of_size(nominal_kw: f64, load: f64) -> Result<FurnaceInputs<f64>, FurnaceError> {
        within("nominal_kw", nominal_kw, 10.0, 20_000.0)?;
        let point = Self::of_set("G300", load);
        let mut inputs = point.ok_or(FurnaceError::OutOfRange { name: "load", value: load, low: 0.3, high: 1.0 })?;
        let scale = nominal_kw / DEFAULT_KW;
        inputs.feed_kg_per_s *= scale;
        inputs.primary_kg_per_s *= scale;
        inputs.secondary_kg_per_s *= scale;
        Ok(inputs)
    }
}

impl FurnaceParams<f64> {
    /// A shipped set; none for another name.
    pub fn of_set(set: &str) -> Option<Self> {
        let column = FURNACE_SETS.iter().position(|s| *s == set)?;
        let of = |name: &&str| set_rows().iter().find(|row| row.name == *name).map(|row| row.values[column]);
        let values: Option<Vec<f64>> = Self::NAMES.iter().map(of).collect();
        Some(Self::from_slice(&values?))
    }

    /// A furnace of another size: flows, transfers and heat capacities in proportion to the 300 kW set, as the other sets
    /// are made; real ones of another size have other proportions.
    ///
    /// # Errors
    /// A power out of range.
    pub fn of_size(nominal_kw: f64) -> Result<Self, FurnaceError> {
        within("nominal_kw", nominal_kw, 10.0, 20_000.0)?;
        let scale = nominal_kw / DEFAULT_KW;
        let mut p = Self::defaults();
        p.decomposition_per_kg /= scale;
        for value in [
            &mut p.leak_air_kg_per_s,
            &mut p.refractory_kj_per_k,
            &mut p.gas_to_refractory_kw_per_k,
            &mut p.refractory_loss_kw_per_k,
            &mut p.refractory_to_water_kw_per_k,
            &mut p.boiler_kj_per_k,
            &mut p.boiler_loss_kw_per_k,
            &mut p.exchanger_kw_per_k,
            &mut p.gas_nominal_kg_per_s,
            &mut p.water_kg_per_s,
        ] {
            *value *= scale;
        }
        Ok(p)
    }

    /// The same furnace with another fuel: its analysis, its lower heating value and its air. Not checked: see
    /// [`check`](crate::combustion::check()).
    #[must_use]
    pub fn with_fuel(mut self, fuel: &FuelParams<f64>) -> Self {
        // Without its water: what is on the grate is counted dry, and evaporation is counted by the model.
        let dry = FuelParams { moisture_pct_ar: 0.0, ..*fuel };
        let burnt = burn(&dry, &CombustionParams::defaults());
        self.carbon_kg_per_kg_db = fuel.c_pct_db * 0.01;
        self.hydrogen_kg_per_kg_db = fuel.h_pct_db * 0.01;
        self.oxygen_kg_per_kg_db = fuel.o_pct_db * 0.01;
        self.nitrogen_kg_per_kg_db = fuel.n_pct_db * 0.01;
        self.sulphur_kg_per_kg_db = fuel.s_pct_db * 0.01;
        self.chlorine_kg_per_kg_db = fuel.cl_pct_db * 0.01;
        self.ash_kg_per_kg_db = fuel.ash_pct_db * 0.01;
        self.lhv_dry_kj_per_kg = burnt.lhv_mj_per_kg_ar * 1e3;
        self.air_stoich_kg_per_kg = burnt.air_stoich_kg_per_kg_ar;
        self
    }

    /// The same furnace with drying coupled to the radiation of its refractory: the rate of drying grows as the fourth
    /// power of its temperature (K).
    #[must_use]
    pub fn with_radiant_drying(mut self) -> Self {
        self.evaporation_exponent = 4.0;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(name: &str, a: f64, b: f64, relative: f64) {
        assert!((a - b).abs() <= relative * b.abs(), "{name}: {a} against {b}");
    }

    #[test]
    fn the_table_of_sets_has_the_parameters_in_their_order() {
        let names: Vec<&str> = set_rows().iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, FurnaceParams::<f64>::NAMES);
        assert_eq!(FurnaceParams::of_set("G300"), Some(FurnaceParams::defaults()));
        assert_eq!(FurnaceParams::of_set("G300R"), Some(FurnaceParams::defaults().with_radiant_drying()));
        assert_eq!(FurnaceParams::of_set("X"), None);
        for set in FURNACE_SETS {
            assert_eq!(FurnaceParams::of_set(set).unwrap().check(), Ok(()));
            assert!(FurnacePoint::of_set(set, 0.7).is_some());
        }
        assert_eq!(FurnacePoint::of_set("G300", 0.1), None);
    }

    /// The other sets are the 300 kW set in proportion, to their printed digits.
    #[test]
    fn other_sizes_are_in_proportion() {
        for (kw, set) in [(180.0, "G180"), (500.0, "G500")] {
            let (made, shipped) = (FurnaceParams::of_size(kw).unwrap(), FurnaceParams::of_set(set).unwrap());
            for (k, name) in FurnaceParams::<f64>::NAMES.iter().enumerate() {
                close(name, made.to_vec()[k], shipped.to_vec()[k], 1e-3);
            }
            let (made, shipped) = (FurnacePoint::of_size(kw, 0.8).unwrap(), FurnacePoint::of_set(set, 0.8).unwrap());
            close("feed", made.feed_kg_per_s, shipped.feed_kg_per_s, 1e-4);
        }
        assert!(FurnaceParams::of_size(f64::NAN).is_err());
        assert!(FurnacePoint::of_size(300.0, 0.2).is_err());
    }

    /// The sets' own fuel by [`burn`] gives back their heating value and air.
    #[test]
    fn the_sets_burn_clean_softwood() {
        let fuel = FuelParams { moisture_pct_ar: 20.0, ..FuelParams::defaults() };
        let (made, shipped) = (FurnaceParams::defaults().with_fuel(&fuel), FurnaceParams::<f64>::defaults());
        close("lhv", made.lhv_dry_kj_per_kg, shipped.lhv_dry_kj_per_kg, 1e-5);
        close("air", made.air_stoich_kg_per_kg, shipped.air_stoich_kg_per_kg, 1e-5);
    }
}
