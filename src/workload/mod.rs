//! What is timed: the same cases for `gisement bench` and for the benches, and a peer solver beside ours.
#[cfg(feature = "peers")]
pub mod peer;
