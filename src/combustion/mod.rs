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

mod burn;
mod case;
mod check;
mod constants;
mod emissions;
mod heating_value;
mod limits;
mod losses;
mod nasa;
mod params;
mod saturation;
mod stoichiometry;

pub use burn::{Combustion, burn, saturation_pressure_pa};
pub use case::{CaseColumn, CaseError, NOT_COMPUTED, Tolerance, case_columns};
pub use check::{CombustionError, check};
pub use emissions::{Pollutants, oxygen_correction};
pub use heating_value::{HhvCorrelation, hhv_mj_per_kg_db};
pub use limits::{Finding, Limit, Plant, PlantAge, PowerBasis, Quantity, Stoking, limit_findings, limits};
pub use losses::{Condensing, Losses};
pub use params::{CombustionParams, FuelParams};
