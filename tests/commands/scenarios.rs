//! Every scenario that ships is read without a complaint and gives an outcome whose accounts close.

// Tests fail by panicking, helpers of tests as well.
#![allow(clippy::unwrap_used)]

use crate::scenario_support;

use gisement::case::{Detail, evaluate};
use scenario_support::{all_shipped, read, shipped};

#[test]
fn every_shipped_scenario_is_read_evaluated_and_closes() {
    for path in all_shipped() {
        let scenario = read(&path, &[]);
        let warned = scenario.warnings.render(&scenario.sources, false, gisement::words::Locale::En);
        assert!(scenario.warnings.is_empty(), "{}: {warned}", path.display());
        let case = scenario.case(&scenario.nominal()).unwrap();
        let outcome = evaluate(&case, Detail::Series).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        for headline in outcome.headlines() {
            assert!(headline.value.is_finite(), "{}: {}", path.display(), headline.key);
        }
        for closure in outcome.closures() {
            assert!(closure.holds(), "{}: {} is {:e}", path.display(), closure.name, closure.value);
        }
    }
}

#[test]
fn a_sample_is_a_pure_function_of_its_number() {
    let scenario = read(&shipped("florange.toml"), &[]);
    let a = scenario.sample(1, 17);
    let b = scenario.sample(1, 17);
    assert!(a.iter().zip(&b).all(|(x, y)| x.to_bits() == y.to_bits()));
    assert_ne!(scenario.sample(1, 18), a);
    assert_ne!(scenario.sample(2, 17), a);
}

#[test]
fn the_detail_asked_for_changes_no_number() {
    let scenario = read(&shipped("florange.toml"), &[]);
    let case = scenario.case(&scenario.nominal()).unwrap();
    let with = evaluate(&case, Detail::Series).unwrap().headlines();
    let without = evaluate(&case, Detail::Totals).unwrap().headlines();
    assert_eq!(with, without);
}
