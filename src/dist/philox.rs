//! Philox4x32-10, a counter-based generator: Salmon, Moraes, Dror & Shaw 2011 (10.1145/2063384.2063405).

const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: usize = 10;

/// Ten rounds of Philox on a counter of four words under a key of two.
pub fn philox4x32_10(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let [mut c0, mut c1, mut c2, mut c3] = counter;
    let [mut k0, mut k1] = key;
    for _ in 0..ROUNDS {
        let first = u64::from(MULTIPLIERS[0]) * u64::from(c0);
        let second = u64::from(MULTIPLIERS[1]) * u64::from(c2);
        let (high_first, low_first) = halves(first);
        let (high_second, low_second) = halves(second);
        [c0, c1, c2, c3] = [high_second ^ c1 ^ k0, low_second, high_first ^ c3 ^ k1, low_first];
        k0 = k0.wrapping_add(WEYL[0]);
        k1 = k1.wrapping_add(WEYL[1]);
    }
    [c0, c1, c2, c3]
}

/// High and low word.
fn halves(x: u64) -> (u32, u32) {
    ((x >> 32) as u32, (x & 0xFFFF_FFFF) as u32)
}

/// What a random number belongs to: a stable 64-bit hash of a parameter's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParameterId(u64);

impl ParameterId {
    /// The id of a path such as `digester.k_hyd_ch`: FNV-1a, 64 bits (Fowler, Noll & Vo; draft-eastlake-fnv).
    pub const fn of(path: &str) -> Self {
        let bytes = path.as_bytes();
        let mut hash: u64 = 0xCBF2_9CE4_8422_2325;
        let mut k = 0;
        while k < bytes.len() {
            hash = (hash ^ bytes[k] as u64).wrapping_mul(0x0000_0100_0000_01B3);
            k += 1;
        }
        Self(hash)
    }

    /// The hash itself, for manifests.
    pub const fn value(self) -> u64 {
        self.0
    }
}

/// A number in the open interval (0, 1), uniform, of 52 random bits: a pure function of its three arguments.
///
/// It never comes closer to 0 or 1 than 2^-53, so that every quantile function gives a finite value.
pub fn uniform(seed: u64, sample: u64, parameter: ParameterId) -> f64 {
    open_unit(random_words(seed, sample, parameter.0)[0])
}

/// 128 random bits of a seed and two words.
pub(super) fn random_words(seed: u64, first: u64, second: u64) -> [u64; 2] {
    let (first_high, first_low) = halves(first);
    let (second_high, second_low) = halves(second);
    let (seed_high, seed_low) = halves(seed);
    let words = philox4x32_10([first_low, first_high, second_low, second_high], [seed_low, seed_high]);
    [u64::from(words[1]) << 32 | u64::from(words[0]), u64::from(words[3]) << 32 | u64::from(words[2])]
}

/// The first 52 bits of a word as a number strictly inside (0, 1).
pub(super) fn open_unit(word: u64) -> f64 {
    // The half keeps it off 0; 52 bits and the half are exact in a double, so that it cannot round to 1.
    ((word >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known-answer vectors of the Random123 distribution (examples/kat_vectors, philox4x32 10).
    #[test]
    fn agrees_with_the_random123_vectors() {
        assert_eq!(philox4x32_10([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(philox4x32_10([u32::MAX; 4], [u32::MAX; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
        assert_eq!(
            philox4x32_10([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    /// Test vectors of draft-eastlake-fnv, 64-bit FNV-1a.
    #[test]
    fn ids_are_fnv_1a() {
        assert_eq!(ParameterId::of("").value(), 0xcbf2_9ce4_8422_2325);
        assert_eq!(ParameterId::of("a").value(), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(ParameterId::of("foobar").value(), 0x8594_4171_f739_67e8);
    }
}
