//! Kinetic models of anaerobic digestion.

pub mod adm1;
pub mod adm1da;
pub mod am2;
pub mod digestate;
pub mod plant;
mod scheme;
pub mod simple;
pub mod sulphur;
pub mod tank;
pub mod weinrich;
