//! Carbon by a named, versioned method, never by the name of a database.
//!
//! [`CarbonMethod::Red2`] and [`CarbonMethod::Red3`] give g CO2e per MJ and a saving in per cent, as the law does, and
//! never tonnes. [`CarbonMethod::Avoided`] compares with a named reference scenario and gives t CO2e a year. The method
//! alone can turn the sign: every result carries its method, version and, where there is one, its reference.

pub mod annex6;
pub mod avoided;
pub mod claims;
pub mod factors;
pub mod landfill;
pub mod outlets;
pub mod red;
pub mod red_method;
pub mod red_plant;
pub mod reference;
pub mod transport;
pub mod waterfall;

use crate::balance::flows::Flows;
use crate::num::Real;
use crate::text;
use crate::words::{Text, shown_as_told, word};

crate::params! {
    /// Factors of the carbon account that a user may set or sample.
    pub struct CarbonParams from "carbon/parameters.csv" {
        natural_gas_kgco2e_per_kwh_hhv, fuel_oil_kgco2e_per_kwh_lhv, electricity_kgco2e_per_kwh,
        district_heat_kgco2e_per_kwh, diesel_kgco2e_per_l, digestion_aggregate_kgco2e_per_t, gas_hhv_per_lhv,
        gas_boiler_efficiency_lhv, oil_boiler_efficiency_lhv, wood_nonco2_g_per_mj_lhv, shredding_diesel_l_per_t_dry,
        wood_carbon_share_dry, digestate_n2o_kg_n_per_kg_n, fertiliser_kgco2e_per_kg_n, fertiliser_substitution_share,
        lost_wood_energy_fossil_share, present_wood_efficiency_lhv, crop_cultivation_kgco2e_per_t,
        reuse_benefit_kgco2e_per_t, engine_n2o_g_per_mj_lhv,
    }
}

impl<S: Real> CarbonParams<S> {
    /// kg CO2e per t km of a vehicle.
    pub fn transport_kg_per_t_km(&self, vehicle: &transport::Vehicle) -> S {
        self.diesel_kgco2e_per_l * vehicle.litre_per_t_km()
    }

    /// Emissions of all transport legs that satisfy a condition, kg CO2e/a.
    pub fn transport_kg(&self, flows: &Flows<S>, carries: crate::balance::flows::Carries) -> S {
        let legs = flows.transport.iter().filter(|l| l.carries == carries);
        legs.map(|l| l.t_km * self.transport_kg_per_t_km(l.vehicle)).sum()
    }
}

/// A carbon accounting method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CarbonMethod {
    /// Directive (EU) 2018/2001, Annexes V and VI.
    Red2,
    /// Directive (EU) 2018/2001 as amended by Directive (EU) 2023/2413.
    Red3,
    /// Comparison with a named reference scenario, in the line of ISO 14064-2 and ADEME QuantiGES.
    Avoided,
}

impl CarbonMethod {
    /// All methods.
    pub const ALL: [Self; 3] = [Self::Red2, Self::Red3, Self::Avoided];

    /// Name in scenarios and results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Red2 => "red2",
            Self::Red3 => "red3",
            Self::Avoided => "avoided",
        }
    }

    /// The version of RED, for the methods that are one.
    pub fn red_version(self) -> Option<red_method::RedVersion> {
        match self {
            Self::Red2 => Some(red_method::RedVersion::Red2),
            Self::Red3 => Some(red_method::RedVersion::Red3),
            Self::Avoided => None,
        }
    }

    /// Version of the method, with what of it was read.
    pub fn version(self) -> &'static str {
        match self {
            Self::Red2 => word("Directive (EU) 2018/2001 Annex VI, values read in Real Decreto 376/2022"),
            Self::Red3 => {
                word("Directive (EU) 2023/2413: size threshold read second-hand, comparators taken as unchanged")
            }
            Self::Avoided => {
                word("comparison with a reference scenario (ISO 14064-2, ADEME QuantiGES line), version 1")
            }
        }
    }

    /// The method of a name.
    ///
    /// # Errors
    /// A name that is no method; names of databases get a hint of what to write instead.
    pub fn from_name(name: &str) -> Result<Self, CarbonError> {
        let wanted = name.trim().to_ascii_lowercase().replace(['-', ' '], "_");
        if let Some(method) = Self::ALL.into_iter().find(|m| m.name() == wanted) {
            return Ok(method);
        }
        let databases = ["base_carbone", "base_empreinte", "ecoinvent", "ademe"];
        if databases.iter().any(|d| wanted.contains(d)) {
            return Err(CarbonError::DatabaseIsNoMethod(name.to_owned()));
        }
        Err(CarbonError::UnknownMethod(name.to_owned()))
    }
}

/// Why no carbon account was made.
#[derive(Clone, Debug, PartialEq)]
pub enum CarbonError {
    /// No method has this name.
    UnknownMethod(String),
    /// The name is that of a database of factors.
    DatabaseIsNoMethod(String),
    /// No reference scenario has this name.
    UnknownReference(String),
    /// No outlet has this name.
    UnknownOutlet(String),
    /// No vehicle has this name.
    UnknownVehicle(String),
    /// No table of warming potentials has this name.
    UnknownGwp(String),
    /// The warming potentials have another horizon than 100 years.
    GwpHorizon(String),
    /// A RED figure was asked of a plant that is known by an aggregate factor only.
    AggregateInRed,
    /// A stream meets an outlet that is for another kind of stream.
    OutletOfOtherStream {
        /// Position of the stream.
        stream: usize,
        /// The outlet.
        outlet: &'static str,
    },
}

impl CarbonError {
    /// What is wrong, told in a language later.
    pub fn told(&self) -> Text {
        let ids = |what: Text, name: &str, known: Vec<&str>| {
            text!("no {what} is called `{name}`; write one of {known}", what, name, known = known.join(", "))
        };
        match self {
            Self::UnknownMethod(n) => {
                ids(text!("carbon method"), n, CarbonMethod::ALL.map(CarbonMethod::name).to_vec())
            }
            Self::DatabaseIsNoMethod(n) => text!(
                "`{n}` is a database of factors, not a method; write `avoided` with a reference scenario by name",
                n
            ),
            Self::UnknownReference(n) => {
                ids(text!("reference scenario"), n, reference::references().iter().map(|r| r.id.as_str()).collect())
            }
            Self::UnknownOutlet(n) => {
                ids(text!("outlet"), n, outlets::outlets().iter().map(|o| o.id.as_str()).collect())
            }
            Self::UnknownVehicle(n) => {
                ids(text!("vehicle"), n, transport::vehicles().iter().map(|v| v.id.as_str()).collect())
            }
            Self::UnknownGwp(n) => {
                ids(text!("table of warming potentials"), n, factors::gwps().iter().map(|g| g.id.as_str()).collect())
            }
            Self::GwpHorizon(n) => text!("`{n}` is no 100-year table; the account is per 100 years", n),
            Self::AggregateInRed => {
                text!("the aggregate factor per tonne belongs to no RED method; give methane losses per step instead")
            }
            Self::OutletOfOtherStream { stream, outlet } => {
                text!(
                    "stream {stream} cannot have the outlet `{outlet}`, which is for another kind of stream",
                    stream,
                    outlet
                )
            }
        }
    }
}

shown_as_told!(CarbonError);

impl std::error::Error for CarbonError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_no_method() {
        assert_eq!(CarbonMethod::from_name("RED2"), Ok(CarbonMethod::Red2));
        assert_eq!(CarbonMethod::from_name("avoided"), Ok(CarbonMethod::Avoided));
        for method in CarbonMethod::ALL {
            assert!(method.red_version().is_none_or(|v| v.method() == method));
        }
        let base = CarbonMethod::from_name("Base Carbone").unwrap_err();
        assert!(matches!(base, CarbonError::DatabaseIsNoMethod(_)));
        assert!(base.to_string().contains("write `avoided`"));
        let typo = CarbonMethod::from_name("red4").unwrap_err().to_string();
        assert!(typo.contains("red2, red3, avoided"), "{typo}");
    }

    #[test]
    fn parameters_that_are_factors_equal_the_dated_table() {
        let p = CarbonParams::<f64>::defaults();
        let same = |id: &str, value: f64| assert_eq!(factors::factor(id).unwrap().value, value, "{id}");
        same("natural_gas", p.natural_gas_kgco2e_per_kwh_hhv);
        same("fuel_oil", p.fuel_oil_kgco2e_per_kwh_lhv);
        same("electricity_mix", p.electricity_kgco2e_per_kwh);
        same("district_heat_fr", p.district_heat_kgco2e_per_kwh);
        same("diesel_litre", p.diesel_kgco2e_per_l);
        same("waste_biowaste_ad", p.digestion_aggregate_kgco2e_per_t);
    }
}
