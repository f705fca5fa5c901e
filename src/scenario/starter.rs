//! The commented starter that `gisement init` writes.

/// A scenario that runs as it is, with a comment for every choice.
pub fn starter() -> &'static str {
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/starter.toml"))
}
