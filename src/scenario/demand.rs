//! `[demand]`, `[[building]]` and `[[pipe]]` as read, and the demand that values make of them.

use super::buildings::{BuildingEntry, help_of_need, read_building, read_degree_days, read_pipes};
use super::hourly_files;
use super::inputs::{Block, Inputs};
use super::plants::{elements, warn_unused};
use super::process::read_process;
use super::section::{Context, Section};
use crate::case::DemandCase;
use crate::climate::WeatherYear;
use crate::diag::{Diagnostic, Location};
use crate::heat::{
    BuildingParams, BuildingsNeed, DemandChoices, DemandParams, DemandShapes, HeatError, HeatLoad, HeatingClimate,
    NetworkLoss, NetworkSummary, NetworkTemperatures, PipeParams, PipeSeries, Profile, ProfileKind, ProfilePart,
    SiteHeatParams, SoilParams, building_need, network_summary,
};
use crate::text;
use std::sync::Arc;

/// The demand as read.
#[derive(Clone, Debug)]
pub(super) struct DemandEntry {
    pub(super) params: Block,
    pub(super) shapes: Option<Arc<DemandShapes>>,
    pub(super) measured: Option<Arc<HeatLoad>>,
    pub(super) location: Option<Location>,
    site: Block,
    /// Degree-days of a normal year, and whether they compare with those of the ratios.
    degree_days: (f64, bool),
    buildings: Vec<BuildingEntry>,
    temperatures: Block,
    pipes: Vec<(PipeSeries, Block, Option<Location>)>,
}

impl DemandEntry {
    /// The amount comes from buildings.
    pub(super) fn has_buildings(&self) -> bool {
        !self.buildings.is_empty()
    }

    fn climate(&self, values: &[f64]) -> HeatingClimate {
        let site = SiteHeatParams::from_slice(self.site.of(values));
        let (degree_days_kd, compares) = self.degree_days;
        HeatingClimate {
            degree_days_kd,
            ratio_factor: if compares { degree_days_kd / site.ratio_degree_days_kd } else { 1.0 },
            design_temperature_c: DemandParams::from_slice(self.params.of(values)).design_temperature_c,
            heating_limit_c: site.heating_limit_c,
        }
    }

    fn need_of(&self, building: &BuildingEntry, values: &[f64]) -> Result<crate::heat::BuildingNeed, HeatError> {
        let params = BuildingParams::from_slice(building.block.of(values));
        building_need(&params, building.of_use, building.ratio, &self.climate(values))
    }

    /// What the buildings need together; none without buildings.
    fn needs(&self, values: &[f64]) -> Option<Result<BuildingsNeed, HeatError>> {
        if self.buildings.is_empty() {
            return None;
        }
        let all = self.buildings.iter().map(|b| self.need_of(b, values)).collect::<Result<Vec<_>, _>>();
        Some(all.map(|needs| BuildingsNeed::sum(&needs)))
    }

    /// What the pipes lose; none without pipes.
    fn network(&self, values: &[f64]) -> Option<Result<NetworkSummary, HeatError>> {
        if self.pipes.is_empty() {
            return None;
        }
        let pipes: Vec<_> =
            self.pipes.iter().map(|(s, block, _)| (*s, PipeParams::from_slice(block.of(values)))).collect();
        Some(network_summary(&pipes, &NetworkTemperatures::from_slice(self.temperatures.of(values))))
    }

    /// The demand of a list of values. Where buildings or pipes make no sense, their amounts are NaN, which every later check
    /// refuses.
    pub(super) fn case(&self, values: &[f64]) -> DemandCase {
        let mut params = DemandParams::from_slice(self.params.of(values));
        let needs = self.needs(values);
        if let Some(needs) = &needs {
            let sum = needs.as_ref().ok();
            params.annual_heat_mwh = sum.map_or(f64::NAN, BuildingsNeed::heat_mwh);
            params.hot_water_share_pct = sum.map_or(f64::NAN, BuildingsNeed::hot_water_share_pct);
            params.smoothing *= sum.map_or(f64::NAN, BuildingsNeed::smoothing_share);
        }
        let network = self.network(values);
        if let Some(network) = &network {
            let sum = network.as_ref().ok();
            params.network_length_m = sum.map_or(f64::NAN, |n| n.length_m);
            params.network_loss_w_per_m = sum.map_or(f64::NAN, |n| n.loss_w_per_m);
            params.network_mean_temperature_c = sum.map_or(f64::NAN, |n| n.mean_temperature_c);
        }
        DemandCase {
            shapes: self.shapes.clone(),
            params,
            measured: self.measured.clone(),
            buildings: needs.and_then(Result::ok),
            connections: self.buildings.len(),
            network: network.and_then(Result::ok),
        }
    }

    /// Amounts of each profile among the buildings.
    fn parts(&self, values: &[f64]) -> Vec<ProfilePart> {
        let mut parts: Vec<ProfilePart> = Vec::new();
        for building in &self.buildings {
            let Ok(need) = self.need_of(building, values) else { continue };
            let kind = building.of_use.profile;
            match parts.iter_mut().find(|p| p.kind == kind) {
                Some(part) => {
                    part.space += need.space_mwh;
                    part.hot_water += need.hot_water_mwh;
                }
                None => parts.push(ProfilePart { kind, space: need.space_mwh, hot_water: need.hot_water_mwh }),
            }
        }
        parts
    }

    /// Tells what is wrong with buildings and pipes at the nominal values.
    fn check(&self, context: &mut Context<'_>) {
        let values = context.inputs.values();
        let place = |inputs: &Inputs, block: &Block, location: &Option<Location>| {
            inputs.is_sound(block).then(|| location.clone())
        };
        for building in &self.buildings {
            let Some(at) = place(context.inputs, &building.block, &building.location) else { continue };
            if let Err(error) = self.need_of(building, &values) {
                let found = Diagnostic::error(text!("building `{id}`: {error}", id = building.id, error))
                    .at(at, text!("this building"));
                context.diagnostics.push(found.help(help_of_need(building)));
            }
        }
        let sound = self.pipes.iter().all(|(_, block, _)| context.inputs.is_sound(block));
        if let (Some(Err(error)), true) = (self.network(&values), sound && context.inputs.is_sound(&self.temperatures))
        {
            let at = self.pipes.first().and_then(|(_, _, location)| location.clone());
            let found = Diagnostic::error(text!("network: {error}", error)).at(at, text!("these pipes"));
            let help = text!(
                "a pipe has dn_mm (20 to 200) and length_m; in [demand], supply_temperature_c lies above return_temperature_c"
            );
            context.diagnostics.push(found.help(help));
        }
    }
}

/// Reads the demand: a file, an annual amount, or buildings; pipes or a length.
pub(super) fn read_demand(context: &mut Context<'_>, root: &Section<'_>, weather: &WeatherYear) -> Option<DemandEntry> {
    let section = root.child(context, "demand");
    let buildings = elements(context, root, "building");
    let first = buildings.first().map(|(_, node)| node.location.clone());
    if !section.is_present() && buildings.is_empty() && root.node("pipe").is_none() {
        return None;
    }
    let (params, soil) = (section.numbers(context, 0), section.numbers(context, 1));
    let (temperatures, site) = (section.numbers(context, 2), section.numbers(context, 3));
    context.inputs.freeze(&soil);
    let count = buildings.len();
    let buildings = buildings.iter().filter_map(|(id, node)| read_building(context, node, id, count)).collect();
    let mut entry = DemandEntry {
        params,
        shapes: None,
        measured: None,
        location: section.location().or(first),
        site,
        degree_days: read_degree_days(context, &section, weather),
        buildings,
        temperatures,
        pipes: read_pipes(context, root),
    };
    warn_of_two_ways(context, &section, &entry);
    if section.node("file").is_some() {
        entry.buildings.clear();
        entry.pipes.clear();
        entry.measured = hourly_files::demand(context, &section).map(Arc::new);
        return Some(entry);
    }
    entry.check(context);
    if entry.has_buildings() && !entry.degree_days.1 && any_ratio(&entry) {
        let found = Diagnostic::warning(text!("ratios per m2 are taken in the mean climate of France"));
        let at = entry.buildings.first().and_then(|b| b.location.clone());
        context
            .diagnostics
            .push(found.at(at, text!("by a ratio")).help(text!("write departement = \"57\" in [demand]")));
    }
    let loss = if section.flag(context, "soil_losses", false) {
        NetworkLoss::Soil(SoilParams::from_slice(soil.of(&context.inputs.values())))
    } else {
        NetworkLoss::Constant
    };
    let profile = section.choice(context, "profile").and_then(ProfileKind::from_code).unwrap_or(ProfileKind::Gko);
    let choices = DemandChoices { profile: Profile::new(profile), loss, process: read_process(context, &section) };
    entry.shapes = read_shapes(context, weather, &choices, &entry);
    Some(entry)
}

fn any_ratio(entry: &DemandEntry) -> bool {
    entry.buildings.iter().any(|b| b.ratio.is_some())
}

fn read_shapes(
    context: &mut Context<'_>,
    weather: &WeatherYear,
    choices: &DemandChoices,
    entry: &DemandEntry,
) -> Option<Arc<DemandShapes>> {
    let parts = entry.parts(&context.inputs.values());
    let made = if parts.is_empty() {
        DemandShapes::new(weather, choices)
    } else {
        DemandShapes::mixed(weather, choices, &parts)
    };
    made.map(Arc::new)
        .map_err(|error| {
            let found = Diagnostic::error(error.told()).at(entry.location.clone(), text!("this demand"));
            context.diagnostics.push(found.help(text!("`gisement explain demand` shows ranges and what is usual")));
        })
        .ok()
}

/// Keys that are right and move nothing beside a stronger one.
fn warn_of_two_ways(context: &mut Context<'_>, section: &Section<'_>, entry: &DemandEntry) {
    if section.node("file").is_some() {
        let names =
            ["profile", "soil_losses", "process_hours", "annual_heat_mwh", "network_loss_w_per_m", "process_heat_mwh"];
        for name in names {
            warn_unused(context, section, name, text!("beside file"), text!("the file holds the demand of every hour"));
        }
        let places = entry.buildings.iter().map(|b| &b.location).chain(entry.pipes.iter().map(|p| &p.2));
        for place in places {
            let found = Diagnostic::warning(text!("buildings and pipes have no effect beside file in [demand]"));
            context
                .diagnostics
                .push(found.at(place.clone(), text!("not used")).help(text!("leave it out, or leave file out")));
        }
        return;
    }
    if entry.has_buildings() {
        for name in ["annual_heat_mwh", "hot_water_share_pct", "profile"] {
            warn_unused(context, section, name, text!("beside [[building]]"), text!("the buildings say it"));
        }
    }
    if !entry.pipes.is_empty() {
        for name in ["network_length_m", "network_loss_w_per_m", "network_mean_temperature_c"] {
            warn_unused(
                context,
                section,
                name,
                text!("beside [[pipe]]"),
                text!("the pipes and their temperatures say it"),
            );
        }
    }
}
