//! Benches of the hot path: `cargo bench -p gisement-benches`. Nothing is here but them.
