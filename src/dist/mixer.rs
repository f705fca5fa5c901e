//! A keyed stream of 64-bit words, cheap enough for tens of words a number.

/// Weyl increment of SplitMix64: 2^64 over the golden ratio.
const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

/// Output number `k` of SplitMix64 from the state `key`: Steele, Lea & Flood 2014 (10.1145/2660193.2660195).
///
/// Keys come from Philox, which keeps seeds, replicates and dimensions apart; this only stretches a key.
pub(super) fn stretched(key: u64, k: u64) -> u64 {
    let mut z = key.wrapping_add(GAMMA.wrapping_mul(k.wrapping_add(1)));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::stretched;

    /// First outputs from the state 1234567, as the reference implementation prints them (S. Vigna, splitmix64.c).
    #[test]
    fn agrees_with_the_reference_stream() {
        let expected = [6457827717110365317_u64, 3203168211198807973, 9817491932198370423];
        assert_eq!([0, 1, 2].map(|k| stretched(1_234_567, k)), expected);
    }
}
