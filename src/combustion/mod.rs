//! Combustion of a solid fuel, per kilogram as received: air, flue gas, heating values, flame temperature, losses,
//! efficiency, condensing recovery, ash, emissions, and whether they keep the limits.
//!
//! ```
//! use gisement::combustion::{CombustionParams, FuelParams, burn, check};
//!
//! let fuel = FuelParams::<f64> { moisture_pct_ar: 20.0, ..FuelParams::defaults() };
//! let boiler = CombustionParams::<f64> { excess_air: 1.6, ..CombustionParams::defaults() };
//! assert!(check(&fuel, &boiler).is_empty());
//! let result = burn(&fuel, &boiler);
//! assert!((result.lhv_mj_per_kg_ar - 14.75).abs() < 0.01);
//! ```
//!
//! [`burn`] is generic over [`Real`](crate::num::Real) and total: it never fails, and gives NaN where an unchecked input
//! makes no sense. [`check`] says beforehand, on plain numbers, what is wrong with the input.
//!
//! Conventions: complete oxidation to CO2, H2O, SO2, HCl and N2; ash inert; gas volumes at 0 C and 101.325 kPa; heats at
//! 25 C; LHV with the water as vapour at constant pressure. No dissociation: above about 1,900 C real flames are colder.

mod acceptance;
mod burn;
mod case;
mod catalogue;
mod check;
mod constants;
mod economiser;
mod emissions;
pub mod furnace;
mod heating_value;
mod limits;
mod load_emissions;
mod losses;
mod nasa;
mod params;
mod part_load;
mod recirculation;
mod rubric;
mod saturation;
mod seasonal;
mod separators;
mod stoichiometry;

pub use acceptance::{FuelAcceptance, FuelFinding, fuel_findings};
pub use burn::{Combustion, burn, saturation_pressure_pa};
pub use case::{CaseColumn, CaseError, NOT_COMPUTED, Tolerance, case_columns};
pub use catalogue::{CatalogueBoiler, catalogue};
pub use check::{CombustionError, check};
pub use economiser::{Economiser, EconomiserParams, economiser};
pub use emissions::{Pollutants, oxygen_correction};
pub use heating_value::{HhvCorrelation, hhv_mj_per_kg_db};
pub use limits::{Finding, Limit, Plant, PlantAge, PowerBasis, Quantity, Stoking, limit_findings, limits};
pub use load_emissions::{LoadClass, LoadEmissionParams, YearEmissions, co_factor, co_mg_per_nm3, year_emissions};
pub use losses::{Condensing, Losses};
pub use params::{CombustionParams, FuelParams};
pub use part_load::{PartLoadReading, part_load_readings};
pub use recirculation::{Recirculation, RecirculationParams};
pub use rubric::{RubricClass, Unit, installation_input_kw, rubric_class, rubric_classes};
pub use seasonal::{
    ECODESIGN_TO_KW, Seasonal, SeasonalParams, TestReport, named_tank_l, seasonal_efficiency, seasonal_minimum_pct_hhv,
    test_part_load,
};
pub use separators::{Separator, separators};
