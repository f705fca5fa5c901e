//! Pieces that the pages of plants share, in English and French: lines of carbon, emissions and their limits, the hours
//! of a boiler house, every input with its source, words for short names.

pub(super) mod again;
pub(super) mod assumptions;
pub(super) mod carbon;
pub(super) mod closures;
pub(super) mod emissions;
pub(super) mod hours;
pub(super) mod labels;
mod red;
pub(super) mod wood_limits;
