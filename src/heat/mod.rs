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

mod buffer;
mod case;
mod demand;
mod dispatch;
mod duration;
mod error;
mod load;
mod profile;
mod profile_table;
mod rules;
mod step;

pub use buffer::{buffer_heat_kwh, buffer_volume_m3};
pub use case::{dispatch_case, profile_columns};
pub use demand::{
    DemandChoices, DemandParams, DemandShapes, NetworkLoss, ProcessHours, SoilParams, design_load_kw, network_demand,
    network_load,
};
pub use dispatch::{DispatchParams, DispatchResult, HourlyDispatch, MonthTotals, YearTotals, dispatch, run_year};
pub use duration::{DurationPoint, load_duration};
pub use error::HeatError;
pub use load::{HeatLoad, read_load_csv};
pub use profile::{Profile, ProfileKind};
pub use rules::{DirectTotals, direct, greedy_backup_kwh};
pub use step::{Boiler, BoilerState, HourFlows, step};
