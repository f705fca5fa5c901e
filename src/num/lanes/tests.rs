//! Every class of lanes against plain numbers, bit by bit.

use super::*;
use proptest::prelude::*;

/// All operations on pairs of numbers, packed `COUNT` at a time.
struct Everything<'a> {
    pairs: &'a [(f64, f64)],
}

const OPERATIONS: usize = 21;

fn operations<S: Real>(a: S, b: S) -> [S; OPERATIONS] {
    let truth = |mask: S::Mask| S::select(mask, S::one(), S::zero());
    let mut assigned = a;
    assigned += b;
    assigned -= a * 3.0;
    assigned *= b;
    assigned /= a;
    [
        a + b,
        a - b,
        a * b,
        a / b,
        -a,
        a.sqrt(),
        a.exp(),
        a.ln(),
        a.powi(3),
        a.abs().powf(b),
        a.min(b),
        a.max(b),
        a.abs(),
        truth(a.lt(b)),
        truth(a.le(b)),
        truth(a.is_finite()),
        truth(!a.gt(b) & (a.ge(b) | b.is_finite())),
        assigned,
        [a, b, a].into_iter().sum(),
        (a + 1.0) * 2.0 - 3.0,
        a / 7.0,
    ]
}

impl WithLanes for Everything<'_> {
    type Output = Vec<[f64; OPERATIONS]>;

    #[inline(always)]
    fn run<L: Lanes>(self) -> Self::Output {
        let mut out = Vec::new();
        for chunk in self.pairs.chunks(L::COUNT) {
            let at = |k: usize| chunk.get(k).copied().unwrap_or((1.0, 2.0));
            let packed = operations(L::from_fn(|k| at(k).0), L::from_fn(|k| at(k).1));
            out.extend((0..chunk.len()).map(|k| packed.map(|x| x.lane(k))));
        }
        out
    }
}

/// Equal bits; a NaN is any NaN (its sign and payload are open in IEEE 754).
fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

fn check(pairs: &[(f64, f64)]) {
    let plain = VectorClass::Scalar.dispatch(Everything { pairs });
    for class in VectorClass::ALL.into_iter().filter(|class| class.is_available()) {
        let packed = class.dispatch(Everything { pairs });
        assert_eq!(packed.len(), plain.len());
        for ((found, expected), pair) in packed.iter().zip(&plain).zip(pairs) {
            for (k, (found, expected)) in found.iter().zip(expected).enumerate() {
                assert!(same(*found, *expected), "{class}, operation {k} of {pair:?}: {found} {expected}");
            }
        }
    }
}

#[test]
fn special_values() {
    let special =
        [0.0, -0.0, 1.0, -1.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, f64::MIN_POSITIVE, 5e-324, f64::MAX];
    let pairs: Vec<(f64, f64)> = special.iter().flat_map(|a| special.iter().map(|b| (*a, *b))).collect();
    check(&pairs);
}

proptest! {
    #[test]
    fn lanes_have_the_bits_of_plain_numbers(pairs in proptest::collection::vec((-1e3..1e3_f64, -1e3..1e3_f64), 1..40)) {
        check(&pairs);
    }
}

/// Masks, lane by lane.
struct Masks;

impl WithLanes for Masks {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self) {
        let full = (1_u64 << L::COUNT) - 1;
        for bits in (0..=full).step_by(if L::COUNT > 8 { 97 } else { 1 }) {
            let mask = L::Mask::from_bits(bits);
            assert_eq!((mask.bits(), mask.any(), mask.all()), (bits, bits != 0, bits == full));
            assert_eq!((!mask).bits(), !bits & full);
            assert_eq!(
                lanes_of(mask).collect::<Vec<_>>(),
                (0..L::COUNT).filter(|k| bits >> k & 1 == 1).collect::<Vec<_>>()
            );
            let chosen = L::select(mask, L::one(), L::zero());
            assert!((0..L::COUNT).all(|k| chosen.lane(k) == f64::from(u8::from(bits >> k & 1 == 1))));
            let other = L::Mask::from_bits(bits.rotate_left(1) & full);
            assert_eq!((mask & other).bits(), bits & other.bits());
            assert_eq!((mask | other).bits(), bits | other.bits());
        }
        assert!(L::Mask::splat(true).all() && !L::Mask::splat(false).any());
        let mut pack = L::from_fn(|k| k as f64);
        pack.set_lane(L::COUNT - 1, 9.0);
        assert_eq!(pack.lane(L::COUNT - 1), 9.0);
    }
}

#[test]
fn masks_are_one_truth_a_lane() {
    for class in VectorClass::ALL.into_iter().filter(|class| class.is_available()) {
        class.dispatch(Masks);
    }
    assert!(VectorClass::best().is_available() && VectorClass::best() != VectorClass::Scalar);
}
