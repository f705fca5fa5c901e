//! Typical and default values of Directive (EU) 2018/2001 Annex VI, disaggregated, for plants without own data.
//!
//! The table is the law: the footnotes on open digestate do not reproduce it, so it is never rebuilt from them.

use crate::param::sheet::{SheetError, SheetRow, shipped};

/// Typical values describe the usual plant; default values are the ones a plant without own data must use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueSet {
    /// Typical.
    Typical,
    /// Default (processing and use 20 % higher for solid fuels, 40 % for biogas).
    Default,
}

/// One value of each set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Typical.
    pub typical: f64,
    /// Default.
    pub default: f64,
}

impl Pair {
    /// The value of a set.
    pub fn of(self, set: ValueSet) -> f64 {
        match set {
            ValueSet::Typical => self.typical,
            ValueSet::Default => self.default,
        }
    }
}

fn pair(r: &SheetRow<'_>, typical: &str, default: &str) -> Result<Pair, SheetError> {
    Ok(Pair { typical: r.number(typical)?, default: r.number(default)? })
}

/// A pathway of solid biomass, g CO2e/MJ fuel.
#[derive(Clone, Debug, PartialEq)]
pub struct SolidPathway {
    /// Fuel (`chips_wood_industry_residues`).
    pub pathway: String,
    /// Case of the pellet mill, where there is one.
    pub case: Option<String>,
    /// Distance class, km (`1-500`).
    pub distance_km: String,
    /// Cultivation, processing, transport, non-CO2 of use.
    pub terms: [Pair; 4],
    /// Printed total.
    pub total: Pair,
    /// Printed saving of heat, %.
    pub saving_heat_pct: Pair,
    /// Printed saving of electricity, %.
    pub saving_electricity_pct: Pair,
}

fn read_solid(r: &SheetRow<'_>) -> Result<SolidPathway, SheetError> {
    Ok(SolidPathway {
        pathway: r.filled("pathway")?,
        case: r.text_if_any("case")?,
        distance_km: r.filled("distance_km")?,
        terms: [
            pair(r, "cultivation_typical", "cultivation_default")?,
            pair(r, "processing_typical", "processing_default")?,
            pair(r, "transport_typical", "transport_default")?,
            pair(r, "nonco2_typical", "nonco2_default")?,
        ],
        total: pair(r, "total_typical", "total_default")?,
        saving_heat_pct: pair(r, "saving_heat_typical_pct", "saving_heat_default_pct")?,
        saving_electricity_pct: pair(r, "saving_electricity_typical_pct", "saving_electricity_default_pct")?,
    })
}

shipped! {
    /// All pathways of solid biomass.
    pub fn solid_pathways() -> [SolidPathway] from "carbon/red2_annex6_solid.csv" by read_solid
}

/// Boiler efficiency that reproduces the printed savings of heat (inferred: the directive does not print it).
pub const SOLID_HEAT_EFFICIENCY: f64 = 0.85;

/// Electric efficiency that reproduces the printed savings of electricity from solid fuels (inferred).
pub const SOLID_ELECTRIC_EFFICIENCY: f64 = 0.25;

/// A pathway of biogas for electricity, g CO2e/MJ biogas.
#[derive(Clone, Debug, PartialEq)]
pub struct BiogasPathway {
    /// Substrate (`biowaste`, `wet_manure`, `maize_whole_plant`).
    pub substrate: String,
    /// Case of the plant's own energy: 1 from the engine, 2 from the grid, 3 from the grid with a biogas boiler.
    pub case: String,
    /// `open` or `closed` digestate store.
    pub digestate: String,
    /// Cultivation, processing, non-CO2 of use, transport, manure credit.
    pub terms: [Pair; 5],
    /// Printed total.
    pub total: Pair,
    /// Printed saving of electricity, %.
    pub saving_pct: Pair,
    /// Electric efficiency that reproduces the printed savings (inferred).
    pub electric_efficiency: f64,
}

fn read_biogas(r: &SheetRow<'_>) -> Result<BiogasPathway, SheetError> {
    Ok(BiogasPathway {
        substrate: r.filled("substrate")?,
        case: r.filled("case")?,
        digestate: r.filled("digestate")?,
        terms: [
            pair(r, "cultivation_typical", "cultivation_default")?,
            pair(r, "processing_typical", "processing_default")?,
            pair(r, "nonco2_typical", "nonco2_default")?,
            pair(r, "transport_typical", "transport_default")?,
            pair(r, "manure_credit_typical", "manure_credit_default")?,
        ],
        total: pair(r, "total_typical", "total_default")?,
        saving_pct: pair(r, "saving_electricity_typical_pct", "saving_electricity_default_pct")?,
        electric_efficiency: r.number("electric_efficiency")?,
    })
}

shipped! {
    /// All pathways of biogas for electricity.
    pub fn biogas_pathways() -> [BiogasPathway] from "carbon/red2_annex6_biogas.csv" by read_biogas
}

/// A pathway of biomethane, g CO2e/MJ biomethane.
#[derive(Clone, Debug, PartialEq)]
pub struct BiomethanePathway {
    /// Substrate.
    pub substrate: String,
    /// `open` or `closed` digestate store.
    pub digestate: String,
    /// Whether the off-gas of upgrading is burnt.
    pub offgas_burnt: bool,
    /// Cultivation, processing, upgrading, transport, manure credit: the printed totals are of these.
    pub terms: [Pair; 5],
    /// Compression for filling, which only savings as a transport fuel contain.
    pub compression: Pair,
    /// Printed total without compression.
    pub total: Pair,
    /// Printed saving as a transport fuel, %.
    pub saving_pct: Pair,
}

fn read_biomethane(r: &SheetRow<'_>) -> Result<BiomethanePathway, SheetError> {
    Ok(BiomethanePathway {
        substrate: r.filled("substrate")?,
        digestate: r.filled("digestate")?,
        offgas_burnt: r.filled("offgas_burnt")? == "yes",
        terms: [
            pair(r, "cultivation_typical", "cultivation_default")?,
            pair(r, "processing_typical", "processing_default")?,
            pair(r, "upgrading_typical", "upgrading_default")?,
            pair(r, "transport_typical", "transport_default")?,
            pair(r, "manure_credit_typical", "manure_credit_default")?,
        ],
        compression: pair(r, "compression_typical", "compression_default")?,
        total: pair(r, "total_typical", "total_default")?,
        saving_pct: pair(r, "saving_transport_typical_pct", "saving_transport_default_pct")?,
    })
}

shipped! {
    /// All pathways of biomethane.
    pub fn biomethane_pathways() -> [BiomethanePathway] from "carbon/red2_annex6_biomethane.csv" by read_biomethane
}

/// Sum of terms for one value set, g CO2e/MJ.
pub fn pathway_sum(terms: &[Pair], set: ValueSet) -> f64 {
    terms.iter().map(|p| p.of(set)).sum()
}
