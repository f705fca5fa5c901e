//! The program held against numbers that others published.
//!
//! [`shipped`] runs every known answer that the program carries; [`table`] does the same for any table in the format of a
//! shipped one, recognised by its columns, or for a JSON document with a list of cases by what a case holds. Everything is computed from the inputs of a row: nothing is looked up. What
//! comes back is plain data, and [`json`] its documented form.
//!
//! ```
//! let text = "category,inputs_json,expected,abs_tolerance\ncarnot,\"{\"\"T_K\"\": 546.3}\",0.5,1e-9\n";
//! let suite = gisement::verify::table("mine.csv", text)?;
//! assert_eq!((suite.passed(), suite.failed()), (1, 0));
//! # Ok::<(), gisement::verify::TableError>(())
//! ```

mod adm1;
mod annex6;
mod document;
mod format;
mod json;
mod known;
mod outcome;
mod reason;
mod sheet;

pub use format::{TableError, folder, table};
pub use json::{SCHEMA, json};
pub use outcome::{Check, Row, Suite};
pub use reason::Reason;

use rayon::prelude::*;

/// The shipped suites, in the order of the report.
const SUITES: [fn() -> Suite; 34] = [
    adm1::after_200_days,
    adm1::at_rest,
    adm1::after_50_changing_days,
    known::adm1da::shipped_states,
    known::adm1da::shipped_series,
    known::adm1da::shipped_summary,
    known::am2::shipped_steady,
    known::am2::shipped_peer,
    known::am2::shipped_transient,
    known::weinrich::shipped_r3,
    known::weinrich::shipped_r4,
    known::yields::shipped,
    known::combustion::shipped,
    known::furnace::shipped_trajectories,
    known::furnace::shipped_steady,
    known::furnace::shipped_closure,
    known::furnace::shipped_steps,
    known::furnace::shipped_analytic,
    known::furnace::shipped_heat_capacity,
    known::dispatch::shipped,
    known::buffer::shipped,
    known::profiles::shipped,
    known::degree_days::shipped,
    known::network::shipped_pipes,
    known::network::shipped_tapping,
    known::carbon::shipped,
    known::heat_cost::shipped,
    annex6::shipped,
    known::uncertainty::shipped,
    known::allocation::shipped_programmes,
    known::allocation::shipped_facilities,
    known::collection::shipped_costs,
    known::collection::shipped_distances,
    known::sharing::shipped,
];

/// Runs every shipped suite.
pub fn shipped() -> Vec<Suite> {
    SUITES.par_iter().map(|run| run()).collect()
}
