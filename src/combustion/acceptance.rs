//! Whether a boiler takes a fuel, and whether the fuel may still be burnt as clean wood.

use super::params::FuelParams;
use crate::params;
use crate::text;
use crate::words::{Text, shown_as_told};

params! {
    /// What the boiler and the end-of-waste rule ask of the fuel.
    pub struct FuelAcceptance from "combustion/fuel_acceptance.csv" {
        moisture_low_pct_ar, moisture_high_pct_ar, chlorine_limit_mg_per_kg_db,
    }
}

/// Why a fuel does not fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FuelFinding {
    /// Wetter than the boiler can burn.
    TooWet {
        /// Moisture, % of mass as received.
        moisture_pct_ar: f64,
        /// The most the boiler takes.
        most_pct_ar: f64,
    },
    /// Drier than the boiler can burn.
    TooDry {
        /// Moisture, % of mass as received.
        moisture_pct_ar: f64,
        /// The least the boiler takes.
        least_pct_ar: f64,
    },
    /// More chlorine than chips may have that are no longer waste.
    Chlorine {
        /// Chlorine, mg/kg dry.
        mg_per_kg_db: f64,
        /// The limit, mg/kg dry.
        limit_mg_per_kg_db: f64,
    },
}

impl FuelFinding {
    /// What is found, in words.
    pub fn told(&self) -> Text {
        match self {
            Self::TooWet { moisture_pct_ar, most_pct_ar } => text!(
                "the fuel has {moisture_pct_ar} % moisture, outside the boiler's range: it burns at most {most_pct_ar} %; dry the fuel, mix in drier wood, or choose a boiler for wet wood",
                moisture_pct_ar = format!("{moisture_pct_ar:.1}"),
                most_pct_ar = format!("{most_pct_ar:.0}")
            ),
            Self::TooDry { moisture_pct_ar, least_pct_ar } => text!(
                "the fuel has {moisture_pct_ar} % moisture, outside the boiler's range: it takes at least {least_pct_ar} %; mix in wetter wood or choose a boiler with a cooled grate",
                moisture_pct_ar = format!("{moisture_pct_ar:.1}"),
                least_pct_ar = format!("{least_pct_ar:.0}")
            ),
            Self::Chlorine { mg_per_kg_db, limit_mg_per_kg_db } => text!(
                "the fuel has {mg_per_kg_db} mg/kg chlorine (dry) where end-of-waste chips may have {limit_mg_per_kg_db}: it stays waste; leave out the stream that brings it, or burn it as waste wood",
                mg_per_kg_db = format!("{mg_per_kg_db:.0}"),
                limit_mg_per_kg_db = format!("{limit_mg_per_kg_db:.0}")
            ),
        }
    }
}

shown_as_told!(FuelFinding);

impl std::error::Error for FuelFinding {}

/// All that keeps a boiler from taking a fuel; empty when nothing does.
pub fn fuel_findings(fuel: &FuelParams<f64>, accepted: &FuelAcceptance<f64>) -> Vec<FuelFinding> {
    let mut findings = Vec::new();
    let moisture_pct_ar = fuel.moisture_pct_ar;
    if moisture_pct_ar > accepted.moisture_high_pct_ar {
        findings.push(FuelFinding::TooWet { moisture_pct_ar, most_pct_ar: accepted.moisture_high_pct_ar });
    }
    if moisture_pct_ar < accepted.moisture_low_pct_ar {
        findings.push(FuelFinding::TooDry { moisture_pct_ar, least_pct_ar: accepted.moisture_low_pct_ar });
    }
    let mg_per_kg_db = fuel.cl_pct_db * 1e4;
    if mg_per_kg_db > accepted.chlorine_limit_mg_per_kg_db {
        let limit_mg_per_kg_db = accepted.chlorine_limit_mg_per_kg_db;
        findings.push(FuelFinding::Chlorine { mg_per_kg_db, limit_mg_per_kg_db });
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(change: impl Fn(&mut FuelParams<f64>)) -> Vec<FuelFinding> {
        let mut fuel = FuelParams::defaults();
        change(&mut fuel);
        fuel_findings(&fuel, &FuelAcceptance::defaults())
    }

    #[test]
    fn clean_pallets_are_taken() {
        assert_eq!(findings(|_| ()), []);
        assert_eq!(findings(|f| f.cl_pct_db = 0.09), [], "the limit itself is kept");
    }

    #[test]
    fn wet_fuel_and_chlorine_are_named_with_what_to_do() {
        let wet = findings(|f| f.moisture_pct_ar = 65.0);
        assert!(wet[0].to_string().contains("65.0 % moisture, outside the boiler's range"), "{}", wet[0]);
        assert!(matches!(findings(|f| f.moisture_pct_ar = 2.0)[..], [FuelFinding::TooDry { .. }]));
        let both = findings(|f| (f.moisture_pct_ar, f.cl_pct_db) = (65.0, 0.2));
        assert_eq!(both.len(), 2);
        assert!(both[1].to_string().contains("2000 mg/kg chlorine"), "{}", both[1]);
    }
}
