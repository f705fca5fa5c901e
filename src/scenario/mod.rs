//! From text to a checked case: the TOML scenario, the tables beside it, overrides, uncertainty.
//!
//! Reading never stops at the first problem: all are collected, each with its place. What is read is one flat list of
//! inputs ([`Scenario::inputs`]) and the structure around it; [`Scenario::case`] makes a case from any list of values, and
//! [`Plan::draw`] makes the values of a sample.

mod around;
mod assemble;
mod buildings;
mod cells;
mod checks;
mod demand;
#[cfg(feature = "serve")]
mod edit;
mod feedstocks;
mod files;
mod format;
mod hourly_files;
mod inputs;
mod inventory;
mod labels;
mod overrides;
mod places;
mod plants;
mod pole;
mod process;
mod providers;
mod registry;
mod samples;
mod schema;
mod section;
mod size;
mod spec;
mod starter;
mod supply;
mod tanks;
mod tree;
mod uncertainty;
mod waste_fields;

pub use assemble::AssembleError;
#[cfg(feature = "serve")]
pub use edit::{Edit, EditError, KeyPlaces, edited, tree_json};
pub use format::SCENARIO;
pub use inputs::{Input, Inputs, Origin};
pub use inventory::{
    CellPlace, CellText, CheckedInventory, Column, ColumnKind, EXAMPLE_COMPANY, Heading, KindTotal, Need, PlainTable,
    Purchase, TableText, WriteError, add_inventory, cell_of, check_inventory, check_tables, csv_table,
    inventory_columns, inventory_table, inventory_words, template_tables, to_csv, to_one_csv, to_xlsx, workbook_tables,
};
pub use labels::word_label;
pub use places::CompanyPlace;
pub use pole::{AllocationParams, Asked, PoleCase, PoleCompany, PoleError, SinkParams};
pub use registry::{ParameterDoc, descriptions, registry};
pub use samples::UserSamples;
pub use schema::{FORMAT_VERSION, json_schema};
pub use size::{DigesterSizeParams, SizeAsked, SizeObjective, SizeParams};
pub use spec::{KeySpec, Kind, SectionSpec};
pub use starter::starter;
pub use supply::{
    SupplyAnchor, SupplyAsked, SupplyChange, SupplyEvent, SupplyScenario, SupplyTarget, supply_anchors,
    supply_scenario, supply_scenarios,
};
pub use uncertainty::{Cause, Dependence, Dimension, Drawn, Plan, SAMPLES_MAX};

use crate::balance::carbon::CarbonMethod;
use crate::balance::carbon::factors::{Gwp, gwp100, gwps};
use crate::balance::carbon::outlets::{Outlet, outlet, outlets};
use crate::balance::carbon::reference::{ReferenceScenario, reference, references};
use crate::case::{ProviderCase, ProviderParams, StreamParams};
use crate::climate::WeatherYear;
use crate::diag::{Diagnostic, Diagnostics, Location, Sources};
use crate::dist::Design;
use crate::text;
use crate::words::{Text, nearest};
use demand::DemandEntry;
use feedstocks::FeedstockEntry;
use inputs::Block;
use inventory::PurchaseEntry;
use overrides::CellOverride;
use plants::{BoilerEntry, DigesterEntry};
use providers::{Inventory, ProviderEntry, StreamEntry};
use section::{Context, Section};
use std::sync::Arc;
use tree::Value;

/// A scenario, checked.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Title.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Every number, with its path, unit, source and flag.
    pub inputs: Inputs,
    /// How samples are drawn.
    pub plan: Plan,
    /// Texts it was read from.
    pub sources: Sources,
    /// Warnings.
    pub warnings: Diagnostics,
    site: Site,
    weather: Arc<WeatherYear>,
    providers: Vec<ProviderEntry>,
    provider_cases: Arc<Vec<ProviderCase>>,
    streams: Vec<StreamPlace>,
    purchases: Vec<PurchaseEntry>,
    supply: SupplyAsked,
    feedstocks: Vec<FeedstockEntry>,
    digesters: Vec<DigesterEntry>,
    boilers: Vec<BoilerEntry>,
    demand: Option<DemandEntry>,
    buffer: Option<plants::BufferEntry>,
    stock: Option<plants::StockEntry>,
    carbon: Option<CarbonEntry>,
    economics: Block,
    study: Option<[Block; 2]>,
    jobs: Block,
    pole: Option<pole::PoleEntry>,
    pole_plan: Option<Plan>,
    size: Option<size::SizeEntry>,
}

#[derive(Clone, Debug)]
struct Site {
    logistics: Block,
    place: Option<(f64, f64)>,
    year: u32,
}

#[derive(Clone, Debug)]
struct StreamPlace {
    id: Arc<str>,
    entry: StreamEntry,
    outlet: &'static Outlet,
    pooled: bool,
    claimed_elsewhere: bool,
}

#[derive(Clone, Debug)]
struct CarbonEntry {
    methods: Vec<CarbonMethod>,
    reference: Option<&'static ReferenceScenario>,
    gwp: &'static Gwp,
    /// The digestion plant by one factor per tonne instead of step by step.
    aggregate: bool,
    block: Block,
}

impl CarbonEntry {
    /// True when the method that compares with a named reference is asked for, and the reference is known.
    fn compares(&self) -> bool {
        self.methods.contains(&CarbonMethod::Avoided) && self.reference.is_some()
    }
}

/// A scenario that was refused: all problems, and the texts they point into.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Texts.
    pub sources: Sources,
    /// Problems, errors and warnings.
    pub diagnostics: Diagnostics,
}

/// Year whose laws and prices apply unless the scenario says otherwise.
const YEAR: u64 = 2026;

/// Table of warming potentials of the method `avoided` unless the scenario names another.
const GWP_TABLE: &str = "AR6_7SM7";

impl Scenario {
    /// Reads a scenario.
    ///
    /// `name` is what the user calls the file, `load` gives the bytes of files beside it, `overrides` are `PATH=VALUE`.
    ///
    /// # Errors
    /// All problems at once, when at least one is an error.
    pub fn read(
        name: &str,
        text: &str,
        overrides: &[String],
        load: &dyn Fn(&str) -> Result<Vec<u8>, String>,
    ) -> Result<Self, Box<Refused>> {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let id = sources.add(name, text);
        let tree::Parsed { root: mut tree, rest_is_sound } = tree::parse(id, &sources, &mut diagnostics);
        if !rest_is_sound {
            return Err(Box::new(Refused { sources, diagnostics }));
        }
        let syntax = diagnostics.clone();
        let mut cells = overrides::apply(overrides, &mut tree, &mut sources, &mut diagnostics);
        let mut inputs = Inputs::default();
        let mut context = Context { sources: &mut sources, diagnostics: &mut diagnostics, inputs: &mut inputs, load };
        let root = Section::open(&mut context, Some(&tree), &SCENARIO, "");
        let read = read_parts(&mut context, &root, &mut cells);
        report_unused_cells(&mut context, &cells, &read);
        name_sources(&mut context, &root);
        let stem = name.rsplit(['/', '\\']).next().unwrap_or(name).trim_end_matches(".toml");
        let title = root.text(&mut context, "name").unwrap_or_else(|| stem.to_owned());
        let mut scenario = read.into_scenario(title, inputs);
        checks::check(&scenario, &tree.location, &mut diagnostics);
        pole::check(&scenario, &mut diagnostics);
        let diagnostics = inventory::name_cells(&without_echoes(diagnostics, &syntax), &sources);
        if diagnostics.has_errors() {
            return Err(Box::new(Refused { sources, diagnostics }));
        }
        scenario.sources = sources;
        scenario.warnings = diagnostics;
        Ok(scenario)
    }

    /// The nominal values.
    pub fn nominal(&self) -> Vec<f64> {
        self.inputs.values()
    }

    /// The values of a sample of plain Monte Carlo.
    pub fn sample(&self, seed: u64, sample: u64) -> Vec<f64> {
        self.sample_of(&Design::MonteCarlo, seed, sample)
    }

    /// The values of a sample of a design, which must serve the plan's dimensions ([`Design::serves`]).
    pub fn sample_of(&self, design: &Design, seed: u64, sample: u64) -> Vec<f64> {
        let mut values = self.inputs.values();
        self.plan.draw_of(design, seed, sample, &mut values);
        values
    }

    /// Provider and stream names, with whether each stream is pooled.
    pub fn stream_names(&self) -> impl Iterator<Item = (&str, &str, bool)> {
        self.streams.iter().map(|s| (self.providers[s.entry.provider].name.as_str(), s.entry.id.as_str(), s.pooled))
    }
}

/// Everything that was read, before it is known to be right.
struct Read {
    description: String,
    site: Site,
    weather: Arc<WeatherYear>,
    inventory: Inventory,
    supply: SupplyAsked,
    feedstocks: Vec<FeedstockEntry>,
    digesters: Vec<DigesterEntry>,
    boilers: Vec<BoilerEntry>,
    demand: Option<DemandEntry>,
    buffer: Option<plants::BufferEntry>,
    stock: Option<plants::StockEntry>,
    carbon: Option<CarbonEntry>,
    economics: Block,
    study: Option<[Block; 2]>,
    jobs: Block,
    plan: Plan,
    pooled: Vec<StreamPlace>,
    pole: Option<pole::PoleEntry>,
    pole_plan: Option<Plan>,
    size: Option<size::SizeEntry>,
}

impl Read {
    fn into_scenario(self, name: String, inputs: Inputs) -> Scenario {
        Scenario {
            name,
            description: self.description,
            inputs,
            plan: self.plan,
            sources: Sources::default(),
            warnings: Diagnostics::default(),
            site: self.site,
            weather: self.weather,
            provider_cases: assemble::provider_cases(&self.inventory.providers),
            providers: self.inventory.providers,
            streams: self.pooled,
            purchases: self.inventory.purchases,
            supply: self.supply,
            feedstocks: self.feedstocks,
            digesters: self.digesters,
            boilers: self.boilers,
            demand: self.demand,
            buffer: self.buffer,
            stock: self.stock,
            carbon: self.carbon,
            economics: self.economics,
            study: self.study,
            jobs: self.jobs,
            pole: self.pole,
            pole_plan: self.pole_plan,
            size: self.size,
        }
    }
}

/// A value that is no TOML is told once, not again for what it is not.
fn without_echoes(diagnostics: Diagnostics, syntax: &Diagnostics) -> Diagnostics {
    let places: Vec<&Location> = syntax.iter().filter_map(|d| d.location.as_ref()).collect();
    let echo = |d: &Diagnostic| {
        let Some(here) = &d.location else { return false };
        let within = |l: &&Location| here.source == l.source && here.span.start <= l.span.start;
        let touches = |l: &&Location| within(l) && l.span.start <= here.span.end;
        places.iter().copied().any(|l| touches(&l)) && !syntax.iter().any(|s| s == d)
    };
    let mut kept = Diagnostics::default();
    for diagnostic in diagnostics.iter().filter(|d| !echo(d)) {
        kept.push(diagnostic.clone());
    }
    kept
}

fn read_parts(context: &mut Context<'_>, root: &Section<'_>, cells: &mut Vec<CellOverride>) -> Read {
    let description = root.text(context, "description").unwrap_or_default();
    let (site, weather) = read_site(context, root);
    let pool = root.child(context, "pool");
    let inventory = providers::read(context, root, &pool, cells);
    let site_at = root.node("site").and_then(|n| n.get("lat_deg")).map(|n| n.location.clone());
    places::check(context, &inventory.providers, site.place.map(|place| (place, site_at)));
    let supply = supply::read(context, root, &inventory);
    let feedstocks = feedstocks::read(context, root, &inventory, cells);
    let digesters = plants::read_digesters(context, root);
    let boilers = plants::read_boilers(context, root);
    let demand = demand::read_demand(context, root, &weather);
    let buffer = plants::read_buffer(context, root);
    let stock = plants::read_stock(context, root);
    let carbon = read_carbon(context, root);
    let economics = root.child(context, "economics").numbers(context, 0);
    let section = root.child(context, "study");
    let study = section.is_present().then(|| [section.numbers(context, 0), section.numbers(context, 1)]);
    let jobs = root.child(context, "jobs").numbers(context, 0);
    let pole = pole::read(context, root, &inventory, cells);
    let size = size::read(context, root);
    let mut plan = uncertainty::read(context, root, &inventory);
    let pole_plan = pole.as_ref().map(|p| pole::plan(context.inputs, &inventory, p, &mut plan));
    let pooled = read_pooled(context, &pool, &inventory);
    Read {
        description,
        site,
        weather,
        inventory,
        supply,
        feedstocks,
        digesters,
        boilers,
        demand,
        buffer,
        stock,
        carbon,
        economics,
        study,
        jobs,
        plan,
        pooled,
        pole,
        pole_plan,
        size,
    }
}

fn read_site(context: &mut Context<'_>, root: &Section<'_>) -> (Site, Arc<WeatherYear>) {
    let site = root.child(context, "site");
    let logistics = site.numbers(context, 0);
    let generator = site.numbers(context, 1);
    context.inputs.freeze(&generator);
    let weather = plants::read_weather(context, &site, &generator);
    let lat = site.number(context, "lat_deg", -90.0, 90.0);
    let lon = site.number(context, "lon_deg", -180.0, 180.0);
    for (one, other) in [("lat_deg", "lon_deg"), ("lon_deg", "lat_deg")] {
        if let (Some(node), None) = (site.node(one), site.node(other)) {
            let found = Diagnostic::error(text!("`{one}` without `{other}` is no place", one, other));
            let found = found.at(Some(node.location.clone()), text!("alone here"));
            context.diagnostics.push(found.help(text!("write {other} beside it, or leave both out", other)));
        }
    }
    site.text(context, "commune");
    let year = site.whole(context, "year", 2000.0, 2100.0).unwrap_or(YEAR) as u32;
    (Site { logistics, place: lat.zip(lon), year }, weather)
}

/// Which streams are pooled, and where each goes today.
fn read_pooled(context: &mut Context<'_>, pool: &Section<'_>, inventory: &Inventory) -> Vec<StreamPlace> {
    let out_providers = pool.texts(context, "exclude_providers");
    let out_outlets = pool.texts(context, "exclude_outlets");
    let claimants = pool.texts(context, "claimed_elsewhere");
    for (id, place) in out_providers.iter().chain(&claimants) {
        if !inventory.providers.iter().any(|p| p.id == *id) {
            let found =
                Diagnostic::error(text!("there is no provider `{id}`", id)).at(Some(place.clone()), text!("not known"));
            let ids: Vec<&str> = inventory.providers.iter().map(|p| p.id.as_str()).collect();
            let near = nearest(id, ids.iter().copied()).map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
            let ids = section::shorten(&ids, "the table of providers");
            context.diagnostics.push(found.help(text!("{near}providers: {ids}", near, ids)));
        }
    }
    for (id, place) in &out_outlets {
        known_outlet(context, id, Some(place.clone()));
    }
    let mut list = Vec::new();
    for entry in &inventory.streams {
        let Some(outlet) = known_outlet(context, &entry.outlet, entry.outlet_location.clone()) else {
            continue;
        };
        let provider = &inventory.providers[entry.provider].id;
        let out =
            out_providers.iter().any(|(id, _)| id == provider) || out_outlets.iter().any(|(id, _)| *id == entry.outlet);
        let claimed_elsewhere = claimants.iter().any(|(id, _)| id == provider);
        let id = Arc::from(entry.id.as_str());
        list.push(StreamPlace { id, entry: entry.clone(), outlet, pooled: !out, claimed_elsewhere });
    }
    list
}

fn known_outlet(context: &mut Context<'_>, id: &str, place: Option<crate::diag::Location>) -> Option<&'static Outlet> {
    if let Ok(found) = outlet(id) {
        return Some(found);
    }
    let ids: Vec<&str> = outlets().iter().map(|o| o.id.as_str()).collect();
    let found = Diagnostic::error(text!("no present outlet `{id}`", id)).at(place, text!("not known"));
    let near = nearest(id, ids.iter().copied()).map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
    context.diagnostics.push(found.help(text!("{near}outlets: {a}", near, a = ids.join(", "))));
    None
}

fn read_carbon(context: &mut Context<'_>, root: &Section<'_>) -> Option<CarbonEntry> {
    let section = root.child(context, "carbon");
    if !section.is_present() {
        return None;
    }
    let block = section.numbers(context, 0);
    let methods: Vec<CarbonMethod> =
        section.choices(context, "methods").into_iter().filter_map(|m| CarbonMethod::from_name(m).ok()).collect();
    let named_none = section.node("methods").is_none_or(|n| n.elements().is_empty());
    if named_none {
        let place = section.node("methods").map_or_else(|| section.location(), |n| Some(n.location.clone()));
        let found = Diagnostic::error(text!("a carbon account names its method")).at(place, text!("no methods here"));
        context.diagnostics.push(found.help(text!("write methods = [\"avoided\", \"red3\"]")));
    }
    let named = section.text(context, "reference");
    let place = section.node("reference").map_or_else(|| section.location(), |n| Some(n.location.clone()));
    let ids = || references().iter().map(|r| r.id.as_str()).collect::<Vec<_>>();
    let chosen = match &named {
        Some(name) => match reference(name) {
            Ok(reference) => Some(reference),
            Err(_) => {
                let near = nearest(name, ids()).map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
                let found =
                    Diagnostic::error(text!("no reference scenario `{name}`", name)).at(place, text!("not known"));
                context.diagnostics.push(found.help(text!("{near}references: {a}", near, a = ids().join(", "))));
                None
            }
        },
        None => {
            if methods.contains(&CarbonMethod::Avoided) {
                let found = Diagnostic::error(text!("the method `avoided` compares with a named reference scenario"));
                let found = found.at(place, text!("no reference here"));
                context
                    .diagnostics
                    .push(found.help(text!("write reference = \"...\"; one of {a}", a = ids().join(", "))));
            }
            None
        }
    };
    let gwp = read_gwp(context, &section);
    let aggregate = section.choice(context, "plant_emissions") == Some("aggregate");
    if aggregate && methods.iter().any(|m| m.red_version().is_some()) {
        let place = section.node("plant_emissions").map(|n| n.location.clone());
        let found = Diagnostic::error(text!("RED adds up the steps of the plant: an aggregate factor does not fit it"));
        let help = text!("leave red2 and red3 out of methods, or write plant_emissions = \"simulated\"");
        context.diagnostics.push(found.at(place, text!("not with RED")).help(help));
    }
    Some(CarbonEntry { methods, reference: chosen, gwp, aggregate, block })
}

fn read_gwp(context: &mut Context<'_>, section: &Section<'_>) -> &'static Gwp {
    let default = gwp100(GWP_TABLE).expect("the shipped table of warming potentials has this row: a test reads it");
    let Some(name) = section.text(context, "gwp") else { return default };
    gwp100(&name).unwrap_or_else(|error| {
        let place = section.node("gwp").map(|n| n.location.clone());
        let ids: Vec<&str> = gwps().iter().map(|g| g.id.as_str()).collect();
        let found = Diagnostic::error(error.told()).at(place, text!("not known"));
        context.diagnostics.push(found.help(text!("tables: {a}", a = ids.join(", "))));
        default
    })
}

/// Overrides of cells that fit no row.
fn report_unused_cells(context: &mut Context<'_>, cells: &[CellOverride], read: &Read) {
    let inventory = &read.inventory;
    for cell in cells {
        let (known, columns): (Vec<&str>, &[&str]) = match cell.family.as_str() {
            "stream" => (inventory.streams.iter().map(|s| s.id.as_str()).collect(), StreamParams::<f64>::NAMES),
            "provider" => (inventory.providers.iter().map(|p| p.id.as_str()).collect(), ProviderParams::<f64>::NAMES),
            "sink" => {
                let ids = read.pole.iter().flat_map(|p| p.sinks.iter().map(|s| &*s.id));
                (ids.collect(), SinkParams::<f64>::NAMES)
            }
            _ => (inventory.streams.iter().map(|s| s.feedstock.id()).collect(), &[]),
        };
        let exists = known.contains(&cell.id.as_str());
        let (message, wrong, candidates) = if exists {
            let message = text!(
                "{family} `{id}` has no column `{name}`",
                family = cell.family,
                id = cell.id,
                name = cell.key.name
            );
            (message, &cell.key.name, columns.to_vec())
        } else {
            let message = match cell.family.as_str() {
                "feedstock" => text!("no stream uses a feedstock `{id}`", id = cell.id),
                family => text!("there is no {family} `{id}`", family, id = cell.id),
            };
            (message, &cell.id, known)
        };
        let found = Diagnostic::error(message).at(Some(cell.key.location.clone()), text!("nothing to override"));
        let near = nearest(wrong, candidates.iter().copied());
        let names = section::shorten(&candidates, "`gisement explain FILE`");
        context.diagnostics.push(match near {
            Some(near) => found.help(text!("did you mean `{near}`?", near)),
            None if candidates.is_empty() => found.help(text!("the scenario has none")),
            None => found.help(text!("known here: {names}", names)),
        });
    }
}

/// `[sources]`: where given values are from.
fn name_sources(context: &mut Context<'_>, root: &Section<'_>) {
    let Some(node) = root.node("sources").filter(|n| section::is_table(context, n, "sources")) else { return };
    for (key, value) in node.entries() {
        let Value::Text(text) = &value.value else {
            section::wrong_kind(context, value, &key.name, text!("a text in quotes"));
            continue;
        };
        match context.inputs.find(&key.name) {
            Some(place) => context.inputs.name_source(place, text),
            None => {
                let found = Diagnostic::error(text!("no input has the path `{name}`", name = key.name));
                let found = found.at(Some(key.location.clone()), text!("not known"));
                let near = nearest(&key.name, context.inputs.paths()).map(str::to_owned);
                context.diagnostics.push(match near {
                    Some(near) => found.help(text!("did you mean `{near}`?", near)),
                    None => found.help(text!("write the path in quotes: \"boiler.power_kw\" = \"...\"")),
                });
            }
        }
    }
}
