//! Scenarios side by side: results, what was changed in the inputs, and what the change did, line by line.

mod causes;
mod differences;
mod json;
mod page;

pub use differences::{Compared, Comparison};
pub use json::{SCHEMA as COMPARE_SCHEMA, compare_json};
pub use page::{compare_page, compare_sections};
