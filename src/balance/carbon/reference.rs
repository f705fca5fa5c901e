//! Reference scenarios: what would happen without the project, by name and version.

use crate::balance::carbon::outlets::{Outlet, outlet, outlets};
use crate::balance::carbon::{CarbonError, CarbonParams};
use crate::balance::flows::StreamFlow;
use crate::num::Real;
use crate::param::Flag;
use crate::param::sheet::{SheetError, SheetRow, shipped};
use crate::units::MJ_PER_KWH;

/// What happens to waste in the reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ReferenceOutlet {
    /// Every stream keeps its present outlet.
    Present,
    /// All goes to one outlet.
    Fixed(&'static Outlet),
    /// Treatment is left out of the comparison: nothing is claimed for it.
    Excluded,
}

impl ReferenceOutlet {
    /// The outlet of a stream in the reference, if treatment is compared at all.
    pub fn of<S: Real>(self, stream: &StreamFlow<S>) -> Option<&'static Outlet> {
        match self {
            Self::Present => Some(stream.present_outlet),
            Self::Fixed(outlet) => Some(outlet),
            Self::Excluded => None,
        }
    }
}

/// Where heat comes from in the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceHeat {
    /// Boilers on natural gas.
    GasBoiler,
    /// Boilers on fuel oil.
    OilBoiler,
    /// An average French heat network.
    DistrictHeat,
}

impl ReferenceHeat {
    /// kg CO2e per MWh of useful heat. Gas factors are per kWh HHV while the boiler is rated on LHV.
    pub fn kg_per_mwh<S: Real>(self, p: &CarbonParams<S>) -> S {
        let per_kwh = match self {
            Self::GasBoiler => p.natural_gas_kgco2e_per_kwh_hhv * p.gas_hhv_per_lhv / p.gas_boiler_efficiency_lhv,
            Self::OilBoiler => p.fuel_oil_kgco2e_per_kwh_lhv / p.oil_boiler_efficiency_lhv,
            Self::DistrictHeat => p.district_heat_kgco2e_per_kwh,
        };
        per_kwh * 1000.0
    }

    /// g CO2e per MJ of useful heat, for comparison with the comparators of RED.
    pub fn g_per_mj<S: Real>(self, p: &CarbonParams<S>) -> S {
        self.kg_per_mwh(p) / MJ_PER_KWH
    }
}

/// One row of `models/carbon/reference_scenarios.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferenceScenario {
    /// Name.
    pub id: String,
    /// Version of the row.
    pub version: String,
    /// Year for which laws and factors are taken.
    pub year: u32,
    /// Fate of wood.
    pub wood: ReferenceOutlet,
    /// Fate of fermentable streams.
    pub organic: ReferenceOutlet,
    /// Source of heat.
    pub heat: ReferenceHeat,
    /// What it is.
    pub description: String,
    /// How far to trust it.
    pub flag: Flag,
    /// Where it is from.
    pub source: String,
}

impl ReferenceScenario {
    /// The outlet of a stream in this reference.
    pub fn outlet_of<S: Real>(&self, stream: &StreamFlow<S>) -> Option<&'static Outlet> {
        if stream.kind.is_digested() { self.organic.of(stream) } else { self.wood.of(stream) }
    }

    /// The outlets this reference asserts that its year's law forbids: claims on them are refused.
    pub fn unlawful_outlets(&self) -> Vec<&'static Outlet> {
        [self.wood, self.organic]
            .into_iter()
            .filter_map(|r| match r {
                ReferenceOutlet::Fixed(o) if !o.is_lawful(self.year) => Some(o),
                _ => None,
            })
            .collect()
    }
}

fn read_reference_outlet(r: &SheetRow<'_>, column: &str) -> Result<ReferenceOutlet, SheetError> {
    match r.filled(column)?.as_str() {
        "present" => Ok(ReferenceOutlet::Present),
        "none" => Ok(ReferenceOutlet::Excluded),
        id => outlet(id).map(ReferenceOutlet::Fixed).map_err(|_| {
            let known = outlets().iter().map(|o| o.id.as_str());
            r.unknown_word(column, id, ["present", "none"].into_iter().chain(known))
        }),
    }
}

fn read_reference(r: &SheetRow<'_>) -> Result<ReferenceScenario, SheetError> {
    let heats = [
        ("gas_boiler", ReferenceHeat::GasBoiler),
        ("oil_boiler", ReferenceHeat::OilBoiler),
        ("district_heat", ReferenceHeat::DistrictHeat),
    ];
    Ok(ReferenceScenario {
        id: r.filled("id")?,
        version: r.filled("version")?,
        year: r.number("year")? as u32,
        wood: read_reference_outlet(r, "wood_outlet")?,
        organic: read_reference_outlet(r, "organic_outlet")?,
        heat: r.word("heat", &heats)?,
        description: r.filled("description")?,
        flag: r.flag("flag")?,
        source: r.filled("source")?,
    })
}

shipped! {
    /// All reference scenarios.
    pub fn references() -> [ReferenceScenario] from "carbon/reference_scenarios.csv" by read_reference
}

/// The reference scenario of a name.
///
/// # Errors
/// No reference scenario has the name.
pub fn reference(id: &str) -> Result<&'static ReferenceScenario, CarbonError> {
    references().iter().find(|r| r.id == id).ok_or_else(|| CarbonError::UnknownReference(id.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn landfill_is_an_unlawful_reference_and_gas_is_not() {
        assert_eq!(reference("landfill_2024").unwrap().unlawful_outlets().len(), 2);
        assert!(reference("gas_boiler_2024").unwrap().unlawful_outlets().is_empty());
        let missing = reference("base_carbone").unwrap_err().to_string();
        assert!(missing.contains("present_outlets_2024"), "{missing}");
    }

    #[test]
    fn gas_heat_counts_the_higher_heating_value() {
        // 0.221 kg/kWh HHV x 1.11 / 0.90: worked example of one tonne of pallets, 926.7 kg over 4.0 x 0.85 MWh of heat
        let p = CarbonParams::<f64>::defaults();
        assert!((ReferenceHeat::GasBoiler.kg_per_mwh(&p) * 3.4 - 926.7).abs() < 0.1);
        assert!((ReferenceHeat::OilBoiler.kg_per_mwh(&p) * 3.4 - 1296.0).abs() < 0.1);
    }
}
