//! Heat demand of a network over a year, and the dispatch of a wood boiler with buffer and gas backup that meets it.
//!
//! Demand: [`Profile`] is the German standard load profile (BDEW, SigLinDe) that spreads an annual amount over hours by
//! temperature; [`DemandShapes`] and [`network_demand`] make a network of it: space heating, hot water, losses of the
//! pipes, process heat, and the smoothing that many buildings give. Or an hourly file: [`read_load_csv`].
//!
//! Dispatch: [`step`] is one hour of boiler and buffer, generic over [`Real`](crate::num::Real) and without branches;
//! [`run_year`] repeats it over 8760 hours without allocating; [`dispatch`] checks its input and reports totals, months
//! and closure. [`load_duration`] sorts a recorded year for the monotone. All powers are means over an hour, so kW and
//! kWh per hour are the same number.
//!
//! ```
//! use gisement::climate::{GeneratorParams, generate, sites};
//! use gisement::heat::*;
//!
//! let weather = generate(&sites()[0], &GeneratorParams::defaults(), 1)?;
//! let choices = DemandChoices {
//!     profile: Profile::new(ProfileKind::Mfh),
//!     loss: NetworkLoss::Constant,
//!     process: ProcessHours::Continuous,
//! };
//! let shapes = DemandShapes::new(&weather, &choices)?;
//! let needs = DemandParams { annual_heat_mwh: 2500.0, network_length_m: 900.0, ..DemandParams::defaults() };
//! let load = network_load(&shapes, &needs)?;
//!
//! let plant = DispatchParams { power_kw: 0.5 * load.peak_kw(), ..DispatchParams::defaults() };
//! let result = dispatch(&load, &plant, true)?;
//! assert!(result.coverage > 0.8 && result.closure < 1e-9);
//! let monotone = load_duration(result.hourly.as_ref().unwrap(), 200);
//! assert_eq!(monotone[0].demand_max_kw, load.peak_kw());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod buffer;
mod building;
mod building_table;
mod cascade;
mod case;
mod demand;
mod dispatch;
mod duration;
mod error;
mod load;
mod network;
mod peak;
mod process;
mod profile;
mod profile_table;
mod rules;
mod step;
mod step_load;
mod supplied;
mod tapping;

pub use buffer::{
    BufferCaseError, BufferModel, BufferParams, Layers, Surroundings, Tank, buffer_case, buffer_heat_kwh,
    buffer_volume_m3, loss_share_per_h, usable_share,
};
pub use building::{
    BuildingNeed, BuildingParams, BuildingsNeed, HeatingClimate, NeedBasis, SiteHeatParams, building_need,
    space_diversity,
};
pub use building_table::{BuildingRatio, BuildingUse, building_ratio, building_ratios, building_use, building_uses};
pub use cascade::{
    Cascade, CascadeMonth, CascadeStep, CascadeSupply, CascadeYear, MAX_UNITS, Silo, UnitMonth, cascade_year,
    cascade_years,
};
pub use case::{dispatch_case, profile_columns};
pub use demand::{
    DemandChoices, DemandParams, DemandShapes, NetworkLoss, ProfilePart, SoilParams, check_network, design_load_kw,
    network_demand, network_load,
};
pub use dispatch::{
    DispatchParams, DispatchResult, HourlyDispatch, MonthTotals, YearTotals, check_dispatch, dispatch, run_year,
};
pub use duration::{DurationPoint, load_duration};
pub use error::HeatError;
pub use load::{HeatLoad, read_load_csv};
pub use network::{
    LINEAR_DENSITY_MIN_MWH_PER_M, NetworkSummary, NetworkTemperatures, PipeParams, PipeSeries, TwinPipe,
    linear_density_mwh_per_m, network_summary, pipe_u_w_per_mk, twin_pipes,
};
pub use peak::{PeakEstimate, PeakMethod, PeakRange, peak_range};
pub use process::{ProcessCalendar, ProcessHours};
pub use profile::{Profile, ProfileKind};
pub use rules::{
    DirectTotals, Simulated, THUMB_SHARES, ThumbRow, direct, greedy_backup_kwh, shortcut_coverage, thumb_rows,
};
pub use step::{Boiler, BoilerState, HourFlows, step};
pub use step_load::{DrawOff, StepLoad};
pub use supplied::{HeatSource, SuppliedHour, SuppliedYear, Supply, supplied_year, supplied_years};
pub use tapping::{
    DRAW_RISE_K, TappingProfile, power_with_tank_kw, steps_kw, tapping_minutes_kw, tapping_simultaneity,
};
