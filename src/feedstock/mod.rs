//! stub
pub mod batch;
pub mod formula;
pub mod macromolecule;
pub mod stoichiometry;
