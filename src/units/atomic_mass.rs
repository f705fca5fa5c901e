//! Standard atomic masses, g/mol (CIAAW, abridged values of 2021): one set for every balance.

/// Carbon.
pub const C: f64 = 12.011;
/// Hydrogen.
pub const H: f64 = 1.008;
/// Oxygen.
pub const O: f64 = 15.999;
/// Nitrogen.
pub const N: f64 = 14.007;
/// Sulphur.
pub const S: f64 = 32.06;
/// Chlorine.
pub const CL: f64 = 35.45;
/// Argon.
pub const AR: f64 = 39.95;
