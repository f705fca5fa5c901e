//! Each tonne has one claimant: a ledger that refuses to sell the same tonne twice.

use crate::text;
use crate::words::{Text, shown_as_told};
use std::collections::BTreeMap;

/// Somebody claims the avoided emissions of part of a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct TonneClaim {
    /// The stream.
    pub stream: String,
    /// Who claims.
    pub claimant: String,
    /// Mass as received, t/a.
    pub wet_t: f64,
}

/// A claim that cannot stand.
#[derive(Clone, Debug, PartialEq)]
pub enum ClaimError {
    /// The stream is not in the supply.
    UnknownStream {
        /// The stream.
        stream: String,
        /// Who claims it.
        claimant: String,
    },
    /// The claims on a stream exceed its mass.
    ClaimedTwice {
        /// The stream.
        stream: String,
        /// Its mass, t/a.
        supply_t: f64,
        /// All claims on it, t/a.
        claimed_t: f64,
        /// Who claims, in the order given.
        claimants: Vec<String>,
    },
    /// A claim is negative or no number.
    NotAMass {
        /// The stream.
        stream: String,
        /// The value.
        wet_t: f64,
    },
}

impl ClaimError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        match self {
            Self::UnknownStream { stream, claimant } => {
                text!("{claimant} claims stream `{stream}`, which nobody supplies", claimant, stream)
            }
            Self::ClaimedTwice { stream, supply_t, claimed_t, claimants } => text!(
                "stream `{stream}` has {supply_t} t/a but {claimed_t} t/a are claimed by {claimants}; a tonne has one claimant",
                stream,
                supply_t,
                claimed_t,
                claimants = claimants.join(" and ")
            ),
            Self::NotAMass { stream, wet_t } => text!("claim on stream `{stream}` is {wet_t} t/a", stream, wet_t),
        }
    }
}

shown_as_told!(ClaimError);

impl std::error::Error for ClaimError {}

/// Mass by which claims may exceed a supply before they count as double, relative: rounding of sums only.
const ROUNDING: f64 = 1e-9;

/// Checks that no tonne has two claimants.
///
/// A cascade is no exception: a pallet that is reused and burnt years later is claimed for reuse now and for energy in
/// the year it is burnt.
///
/// # Errors
/// Every claim that cannot stand, not only the first.
pub fn check_claims(supply_t: &[(String, f64)], claims: &[TonneClaim]) -> Result<(), Vec<ClaimError>> {
    let mut supply: BTreeMap<&str, f64> = BTreeMap::new();
    for (stream, t) in supply_t {
        *supply.entry(stream).or_insert(0.0) += t;
    }
    let mut errors = Vec::new();
    let mut by_stream: BTreeMap<&str, Vec<&TonneClaim>> = BTreeMap::new();
    for claim in claims {
        if !(claim.wet_t.is_finite() && claim.wet_t >= 0.0) {
            errors.push(ClaimError::NotAMass { stream: claim.stream.clone(), wet_t: claim.wet_t });
        } else if supply.contains_key(claim.stream.as_str()) {
            by_stream.entry(&claim.stream).or_default().push(claim);
        } else {
            let (stream, claimant) = (claim.stream.clone(), claim.claimant.clone());
            errors.push(ClaimError::UnknownStream { stream, claimant });
        }
    }
    for (stream, claims) in by_stream {
        let (supply_t, claimed_t) = (supply[stream], claims.iter().map(|c| c.wet_t).sum::<f64>());
        if claimed_t > supply_t * (1.0 + ROUNDING) {
            let claimants = claims.iter().map(|c| c.claimant.clone()).collect();
            errors.push(ClaimError::ClaimedTwice { stream: stream.to_owned(), supply_t, claimed_t, claimants });
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(stream: &str, claimant: &str, wet_t: f64) -> TonneClaim {
        TonneClaim { stream: stream.to_owned(), claimant: claimant.to_owned(), wet_t }
    }

    #[test]
    fn a_tonne_has_one_claimant() {
        let supply = [("P01-1".to_owned(), 100.0)];
        assert_eq!(check_claims(&supply, &[claim("P01-1", "boiler", 60.0), claim("P01-1", "reuse", 40.0)]), Ok(()));
        let twice = check_claims(&supply, &[claim("P01-1", "boiler", 100.0), claim("P01-1", "reuse", 40.0)]);
        let message = twice.unwrap_err()[0].to_string();
        assert!(message.contains("140 t/a are claimed by boiler and reuse"), "{message}");
        let errors = check_claims(&supply, &[claim("P02", "boiler", 1.0), claim("P01-1", "boiler", f64::NAN)]);
        assert_eq!(errors.unwrap_err().len(), 2, "every problem is told");
    }
}
