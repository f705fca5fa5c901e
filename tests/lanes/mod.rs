//! Packs of lanes for tests: kernels are generic over the scalar, and a lane must give the bits of the plain number.

use gisement::num::{Lanes as _, Pack};

/// Lanes of a pack.
pub(crate) const LANES: usize = 4;

/// The k-th numbers of all lanes side by side, for every k.
pub(crate) fn pack(lanes: [Vec<f64>; LANES]) -> Vec<Pack> {
    (0..lanes[0].len()).map(|k| Pack::from_fn(|lane| lanes[lane][k])).collect()
}
