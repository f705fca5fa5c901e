//! `[[building]]`, `[[pipe]]` and the departement as read.

use super::inputs::Block;
use super::plants::{alias, elements, prefix, spec};
use super::section::{Context, Section};
use super::tree::Node;
use crate::climate::{DegreeDays, Season, WeatherYear, departement, departements};
use crate::diag::{Diagnostic, Location};
use crate::heat::{BuildingRatio, BuildingUse, PipeSeries, building_ratio, building_ratios, building_use};
use crate::text;
use crate::words::Text;
use crate::words::nearest;

/// A building as read.
#[derive(Clone, Debug)]
pub(super) struct BuildingEntry {
    pub(super) id: String,
    pub(super) block: Block,
    pub(super) of_use: &'static BuildingUse,
    pub(super) ratio: Option<&'static BuildingRatio>,
    pub(super) location: Option<Location>,
}

/// What a building without a need lacks.
pub(super) fn help_of_need(building: &BuildingEntry) -> Text {
    let of_use = |r: &&BuildingRatio| r.building_use == building.of_use.id;
    let vintages: Vec<&str> = building_ratios().iter().filter(of_use).map(|r| r.vintage.as_str()).collect();
    let ratio = if vintages.is_empty() {
        text!("{id} has no ratios: write space_heat_kwh_per_m2", id = building.of_use.id)
    } else {
        text!("vintages of {id}: {b}", id = building.of_use.id, b = vintages.join(", "))
    };
    text!("write heated_area_m2 and vintage, or measured_mwh, or heat_loss_kw; {ratio}", ratio)
}

/// Degree-days of a normal year: those of the departement, or those of the weather year by COSTIC's method.
pub(super) fn read_degree_days(context: &mut Context<'_>, section: &Section<'_>, weather: &WeatherYear) -> (f64, bool) {
    let of_weather = (weather.degree_days(DegreeDays::Costic, 18.0, Season::WholeYear).max(1.0), false);
    let Some(code) = section.text(context, "departement") else { return of_weather };
    if let Some(found) = departement(&code) {
        return (found.degree_days_kd, true);
    }
    let found = Diagnostic::error(text!("no departement `{code}` of metropolitan France", code));
    let found = found.at(section.node("departement").map(|n| n.location.clone()), text!("not known"));
    let by_name = nearest(&code, departements().iter().map(|d| d.name.as_str()));
    let near = by_name.and_then(|name| departements().iter().find(|d| d.name == name));
    let near =
        near.map_or(Text::plain(""), |d| text!("did you mean \"{code}\" ({name})? ", code = d.code, name = d.name));
    context.diagnostics.push(found.help(text!("{near}write its number in quotes: \"57\", \"2A\"", near)));
    of_weather
}

/// Reads a building; none without a use.
pub(super) fn read_building(context: &mut Context<'_>, node: &Node, id: &str, count: usize) -> Option<BuildingEntry> {
    let section = Section::open(context, Some(node), spec("building"), prefix("building", id, count));
    let block = section.numbers(context, 0);
    alias(context, &[&block], "building", id, count);
    section.text(context, "name");
    let vintage = section.text(context, "vintage");
    let Some(word) = section.choice(context, "use") else {
        if section.node("use").is_none() {
            let found = Diagnostic::error(text!("building `{id}` has no use", id))
                .at(section.location(), text!("this building"));
            context
                .diagnostics
                .push(found.help(text!("write use = \"office\" (house, collective_housing, school, ...)")));
        }
        return None;
    };
    let of_use = building_use(word)?;
    let ratio = vintage.as_ref().and_then(|vintage| building_ratio(word, vintage));
    let entry = BuildingEntry { id: id.to_owned(), block, of_use, ratio, location: section.location() };
    if let (Some(vintage), None) = (vintage, ratio) {
        let found = Diagnostic::error(text!("no ratios of {word} for the vintage `{vintage}`", word, vintage));
        let found = found.at(section.node("vintage").map(|n| n.location.clone()), text!("not known"));
        context.diagnostics.push(found.help(help_of_need(&entry)));
    }
    Some(entry)
}

/// Reads the pipes with their series and places.
pub(super) fn read_pipes(context: &mut Context<'_>, root: &Section<'_>) -> Vec<(PipeSeries, Block, Option<Location>)> {
    let list = elements(context, root, "pipe");
    let count = list.len();
    let mut pipes = Vec::with_capacity(count);
    for (id, node) in &list {
        let section = Section::open(context, Some(node), spec("pipe"), prefix("pipe", id, count));
        let block = section.numbers(context, 0);
        alias(context, &[&block], "pipe", id, count);
        let series = section.choice(context, "series").and_then(PipeSeries::from_word);
        pipes.push((series.unwrap_or(PipeSeries::Standard), block, section.location()));
    }
    pipes
}
