//! The kinds of tables, one file each: which columns they need, how a row is computed and compared.

pub(super) mod adm1da;
pub(super) mod allocation;
pub(super) mod am2;
pub(super) mod buffer;
pub(super) mod carbon;
pub(super) mod collection;
pub(super) mod combustion;
pub(super) mod degree_days;
pub(super) mod dispatch;
pub(super) mod furnace;
pub(super) mod heat_cost;
pub(super) mod network;
pub(super) mod profiles;
pub(super) mod sharing;
mod tanks;
pub(super) mod uncertainty;
mod value;
pub(super) mod weinrich;
pub(super) mod yields;

/// Relative tolerance of rows that state none.
const RELATIVE: f64 = 1e-6;

/// What is told when a table has no column of tolerances.
fn tolerance_note(sheet: &super::sheet::Sheet, column: &str) -> Option<String> {
    (!sheet.has(column)).then(|| format!("no column `{column}`: {RELATIVE:e} of the published value is taken"))
}
