//! Kinetic yields of one stream.

use super::{YieldCase, number};
use crate::feedstock::batch;

pub(super) fn value(case: &YieldCase<'_>) -> Option<f64> {
    let get = |name: &str| number(case.input, name).or_else(|| number(case.params, name));
    match (case.kind, case.quantity) {
        ("first_order", "y") => Some(batch::first_order(get("B")?, get("k")?, get("t")?)),
        ("two_pool_first_order", "y") => {
            Some(batch::two_pool_first_order(get("B")?, get("f")?, get("k1")?, get("k2")?, get("t")?))
        }
        ("modified_gompertz", "y") => Some(batch::modified_gompertz(get("P")?, get("Rm")?, get("lambda")?, get("t")?)),
        ("cone", "y") => Some(batch::cone(get("B")?, get("k")?, get("n")?, get("t")?)),
        ("cstr_first_order", "y") => Some(batch::cstr_first_order(get("B")?, get("k")?, get("HRT")?)),
        ("cstr_two_pool", "y") => Some(batch::cstr_two_pool(get("B")?, get("f")?, get("k1")?, get("k2")?, get("HRT")?)),
        ("two_cstr_series", "y") => Some(batch::two_cstr_series(get("B")?, get("k")?, get("HRT_total")?)),
        ("rittmann_mccarty_fs", "fs") => {
            Some(batch::rittmann_mccarty_fs(get("fs0")?, get("b")?, get("fbd")?, get("theta")?))
        }
        _ => None,
    }
}
