//! A sensitivity analysis as JSON, tables and figures.

mod figures;
mod json;
mod page;
mod tables;

pub use figures::{sensitivity_figure, sensitivity_figures};
pub use json::{SCHEMA as SENSITIVITY_SCHEMA, sensitivity_json};
pub use page::{SensitivityPage, sensitivity_page};
pub use tables::sensitivity_sections;
