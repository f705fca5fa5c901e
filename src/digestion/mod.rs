//! Kinetic models of anaerobic digestion.

pub mod adm1;
pub mod adm1da;
pub mod plant;
pub mod sulphur;
pub mod tank;
