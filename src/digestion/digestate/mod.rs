//! What leaves a digester besides gas: mass, dry matter, nitrogen, phosphorus, potassium; separation into solid and
//! liquid; the land and the store it needs.
//!
//! Everything is a balance: mass, dry matter, nitrogen, phosphorus and potassium that come in leave as gas or digestate. A
//! nutrient that nobody knows is unknown, not zero ([`Nutrient`]). Theory: `docs/theory/digestate.md`.

mod balance;
mod land;
mod nutrients;
mod separation;

pub use balance::{Digestate, DigestateError, DigestateFeed, DigestateParams, DigestedGas, digestate, digested_share};
pub use land::{LandNeed, NitrogenRule, StorageNeed, land_need, storage_need};
pub use nutrients::{Nutrient, NutrientRow, nutrient_rows, nutrients_of};
pub use separation::{Separated, SeparationKind, separate, separation_kinds};
