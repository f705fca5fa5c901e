//! The plant around the tanks: what becomes of the gas, hour by hour or month by month; the heat and power the plant
//! itself takes; the stores that still give gas; the methane lost at each place.
//!
//! [`month_balance`] is the quick account by month. [`gas_line`] follows the gas holder hour by hour: engines with part
//! load and starts, boiler, upgrading with the grid's limit, flare, relief valve. [`heat_need`] and [`own_power`] make the
//! series that it serves, [`store_year`] the gas of the digestate store, [`methane_losses`] the table of losses.
//!
//! Methane is in Nm3 (dry, 0 C, 101.325 kPa), energy on the lower heating value. Theory: `docs/theory/biogas_plant.md`.

mod calendar;
mod chp_sizes;
mod engine;
mod finding;
mod gas_line;
mod heat;
mod holder;
mod hour;
mod loss;
mod mcf;
mod month;
mod power;
mod store;
mod sums;
mod upgrading;
mod year;

pub use calendar::{Availability, daily_means, hourly_of_daily, hourly_of_monthly, month_of_hour};
pub use chp_sizes::{ChpSize, chp_sizes};
pub use engine::{Engine, EngineOutput, EngineParams, PartLoadPoint, part_load};
pub use finding::{GasFinding, GasLineError};
pub use gas_line::{Boiler, BoilerParams, FlareParams, GasLine, GasSeries, GasSource, GasUser};
pub use heat::{
    FeedHeatDay, HeatNeed, HeatNeedParams, HygienisationUnit, Hygienised, TankShell, heat_need, hygienisation,
    shell_heat_kw,
};
pub use holder::{GasSpace, HolderParams, water_vapour_mbar};
pub use loss::{LossPlace, MethaneLoss, methane_losses};
pub use mcf::{McfRow, mcf_pct, mcf_rows};
pub use month::{GasUse, GasUseParams, PlantBalance, PlantMonth, PlantParams, month_balance, own_heat_mwh};
pub use power::{OwnPowerParams, PowerDay, own_power};
pub use store::{Cover, StoreDay, StoreError, StoreMonth, StoreParams, StoreYear, store_year};
pub use upgrading::{GridLimits, GridRefusal, Product, Upgrading, UpgradingKind, UpgradingParams, upgrading_kinds};
pub use year::{GasHour, GasTotals, GasYear, UserTotals, gas_line};
