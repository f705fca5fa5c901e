//! Kinetic models of anaerobic digestion.

pub mod adm1;
pub mod digestate;
pub mod plant;
pub mod tank;
