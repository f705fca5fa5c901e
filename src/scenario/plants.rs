//! Digesters, boilers and weather as read: blocks of inputs, choices, and what is prepared once.

use super::around;
use super::cells::Cells;
use super::format::SCENARIO;
use super::hourly_files;
use super::inputs::{Block, Input, Origin};
use super::overrides::element_id;
use super::section::{Context, Section, id_of, is_table, number_in, unknown_key};
use super::spec::SectionSpec;
use super::tanks::{EventEntry, TankEntry, read_events, read_tanks};
use super::tree::{Node, Value};
use crate::case::{DigestionModel, Start};
use crate::climate::{GeneratorParams, WeatherYear, generate, sites};
use crate::combustion::{FuelParams, Separator};
use crate::diag::{Diagnostic, Location};
use crate::digestion::adm1::{Adm1Case, Feed, FeedRow, KineticLaw, LIQUID, STATE_COUNT, State};
use crate::digestion::plant::GasUse;
use crate::feedstock::stock::Cover;
use crate::heat::BufferModel;
use crate::library::{wood, woods};
use crate::param::Flag;
use crate::text;
use crate::units::ZERO_CELSIUS_K;
use crate::words::{Text, nearest};
use std::sync::Arc;

/// A digester as read.
#[derive(Clone, Debug)]
pub(super) struct DigesterEntry {
    pub(super) id: String,
    pub(super) model: DigestionModel,
    pub(super) kinetic_law: KineticLaw,
    /// Constants that the model has beside those of ADM1, table by table.
    pub(super) own: Vec<Block>,
    /// The plant around the tanks.
    pub(super) around: around::AroundEntry,
    pub(super) sulphur: bool,
    pub(super) gas_use: GasUse,
    pub(super) adm1: Block,
    pub(super) plant: Block,
    pub(super) feed: Block,
    pub(super) start: Start,
    pub(super) tanks: Vec<TankEntry>,
    pub(super) events: Vec<EventEntry>,
    pub(super) gas: Block,
    pub(super) initial: Block,
    pub(super) influent: Option<InfluentEntry>,
    pub(super) duration_d: f64,
    pub(super) rtol: f64,
    pub(super) location: Option<Location>,
}

/// A raw influent as read: constants, and rows of a file where there is one.
#[derive(Clone, Debug)]
pub(super) struct InfluentEntry {
    /// 26 concentrations; NaN where the file speaks.
    pub(super) block: Block,
    pub(super) rows: Option<Arc<Feed>>,
    /// The file has its own flow.
    pub(super) own_flow: bool,
}

/// A boiler as read.
#[derive(Clone, Debug)]
pub(super) struct BoilerEntry {
    pub(super) id: String,
    pub(super) combustion: Block,
    pub(super) dispatch: Block,
    pub(super) house: Block,
    pub(super) load_emissions: Block,
    pub(super) economiser: Block,
    pub(super) recirculation: Block,
    pub(super) acceptance: Block,
    pub(super) condenses: bool,
    pub(super) furnace_starts: bool,
    pub(super) separator: Option<&'static Separator>,
    /// None when it burns the pooled wood.
    pub(super) fuel: Option<Block>,
    pub(super) location: Option<Location>,
}

/// The stock of pooled wood as read.
#[derive(Clone, Debug)]
pub(super) struct StockEntry {
    pub(super) params: Block,
    pub(super) cover: Cover,
}

/// The buffer as a tank, as read.
#[derive(Clone, Debug)]
pub(super) struct BufferEntry {
    pub(super) params: Block,
    pub(super) model: BufferModel,
}

/// Words of where shredded wood waits.
pub(super) const COVERS: &[&str] = &["roofed", "open"];

pub(super) fn spec(name: &str) -> &'static SectionSpec {
    SCENARIO.children.iter().find(|c| c.name == name).expect("the format names this section")
}

/// Elements of a repeated section with their ids; ids that repeat are reported.
pub(super) fn elements<'a>(context: &mut Context<'_>, root: &Section<'a>, name: &str) -> Vec<(String, &'a Node)> {
    let Some(node) = root.node(name) else { return Vec::new() };
    let mut list: Vec<(String, &Node)> = Vec::new();
    let many = node.elements();
    if many.is_empty() {
        let found =
            Diagnostic::error(text!("`{name}` is an empty list", name)).at(Some(node.location.clone()), text!("here"));
        context.diagnostics.push(found.help(text!("write [{name}] and its keys below, or leave it out", name)));
    }
    for (k, element) in many.iter().enumerate() {
        if matches!(element.value, Value::Table(_)) {
            id_of(context, element);
        }
        let id = element_id(element, k, many.len());
        let place = element.get("id").map_or_else(|| element.location.clone(), |n| n.location.clone());
        if id.contains(['.', '"']) || spec(name).names().contains(&id.as_str()) {
            let found =
                Diagnostic::error(text!("`{id}` cannot be the id of a {name}: paths would be unclear", id, name));
            let found = found.at(Some(place.clone()), text!("this id"));
            context
                .diagnostics
                .push(found.help(text!("take a name without points and quotes that is no key of the section")));
        }
        if list.iter().any(|(other, _)| *other == id) {
            let found = Diagnostic::error(text!("two [[{name}]] have the id `{id}`", name, id));
            let found = found.at(Some(place), text!("the second one"));
            context.diagnostics.push(found.help(text!("give each {name} an id of its own", name)));
        }
        list.push((id, element));
    }
    list
}

/// Prefix of the paths: `digester.` while there is one, `digester.main.` when there are more.
pub(super) fn prefix(name: &str, id: &str, count: usize) -> String {
    if count == 1 { format!("{name}.") } else { format!("{name}.{id}.") }
}

/// While there is one element, its id may stand in a path or not.
pub(super) fn alias(context: &mut Context<'_>, blocks: &[&Block], name: &str, id: &str, count: usize) {
    if count == 1 {
        for block in blocks {
            context.inputs.alias(block, &format!("{name}."), &format!("{name}.{id}."));
        }
    }
}

/// Reads all digesters.
pub(super) fn read_digesters(context: &mut Context<'_>, root: &Section<'_>) -> Vec<DigesterEntry> {
    let list = elements(context, root, "digester");
    let count = list.len();
    list.iter().map(|(id, node)| read_digester(context, node, id, count)).collect()
}

/// Length of a raw run unless the scenario says otherwise, d: that of the benchmark.
const DURATION_D: f64 = 200.0;
/// Relative tolerance unless the scenario says otherwise: of a raw influent, whose end is a benchmark's; ...
const RTOL_RAW: f64 = 1e-6;
/// ... and of a year on the pool. Tightening it to 1e-6 moves the methane of no sample of the shipped scenarios by 1e-7, and
/// takes four times the steps.
const RTOL_POOLED: f64 = 1e-4;

fn read_digester(context: &mut Context<'_>, node: &Node, id: &str, count: usize) -> DigesterEntry {
    let prefix = prefix("digester", id, count);
    let section = Section::open(context, Some(node), spec("digester"), prefix.clone());
    let (adm1, plant, feed) = (section.numbers(context, 0), section.numbers(context, 1), section.numbers(context, 2));
    let gas = section.child(context, "gas").numbers(context, 0);
    let model = read_model(context, &section);
    let own = read_own(context, &section, model);
    let kinetic_law = read_kinetic_law(context, &section, model);
    let gas_use = section.choice(context, "gas_use").and_then(GasUse::from_word).unwrap_or(GasUse::Chp);
    let initial = read_initial(context, &section, &prefix);
    let influent = read_influent(context, &section, &prefix);
    let duration_d = section.number(context, "duration_d", 0.001, 100_000.0).unwrap_or(DURATION_D);
    let rtol = section.number(context, "relative_tolerance", 1e-12, 1e-2).unwrap_or(if influent.is_some() {
        RTOL_RAW
    } else {
        RTOL_POOLED
    });
    let sulphur = section.flag(context, "sulphur", false);
    let around = around::read(context, &section);
    let start = section.choice(context, "start").and_then(Start::from_word).unwrap_or(Start::Settled);
    let (tanks, events) = (read_tanks(context, &section, &prefix), read_events(context, &section, &prefix));
    let mut blocks = vec![&adm1, &plant, &feed, &gas, &initial];
    blocks.extend(&own);
    blocks.extend(around.blocks());
    blocks.extend(tanks.iter().map(|tank| &tank.params));
    blocks.extend(events.iter().map(|event| &event.params));
    blocks.extend(influent.iter().map(|i| &i.block));
    alias(context, &blocks, "digester", id, count);
    let entry = DigesterEntry {
        id: id.to_owned(),
        model,
        kinetic_law,
        own,
        around,
        sulphur,
        gas_use,
        adm1,
        plant,
        feed,
        start,
        tanks,
        events,
        gas,
        initial,
        influent,
        duration_d,
        rtol,
        location: section.location(),
    };
    check_together(context, &section, &entry);
    entry
}

/// How temperature moves the kinetic constants.
fn read_kinetic_law(context: &mut Context<'_>, section: &Section<'_>, model: DigestionModel) -> KineticLaw {
    if model != DigestionModel::Adm1 {
        let why = text!("only adm1 asks for it: adm1da has laws of its own");
        warn_unused(
            context,
            section,
            "kinetics_by_temperature",
            text!("with the model {word}", word = model.word()),
            why,
        );
    }
    match section.choice(context, "kinetics_by_temperature") {
        Some("exponential") => KineticLaw::exponential(),
        Some("meso_thermo") => KineticLaw::MesoThermo,
        _ => KineticLaw::None,
    }
}

/// Keys that do not go together, and keys that move nothing.
fn check_together(context: &mut Context<'_>, section: &Section<'_>, entry: &DigesterEntry) {
    let (raw, plain) = (entry.influent.is_some(), entry.model == DigestionModel::Adm1);
    if !raw {
        let why = text!("the pool gives the feed: its mass and `feed_ts_pct` set the flow");
        warn_unused(context, section, "q_in", text!("without [digester.influent]"), why);
        warn_unused(
            context,
            section,
            "duration_d",
            text!("without [digester.influent]"),
            text!("the pool is fed for a year"),
        );
    }
    if entry.sulphur && (raw || !plain || !entry.tanks.is_empty()) {
        let why = text!("it is split by the state of one tank of adm1 on the pool");
        warn_unused(context, section, "sulphur", text!("in this digester"), why);
    }
    let mut refuse = |problem: Text, help: Text| {
        let found = Diagnostic::error(problem).at(section.location(), text!("in this digester"));
        context.diagnostics.push(found.help(help));
    };
    if (raw || !entry.model.is_kinetic()) && !(entry.tanks.is_empty() && entry.events.is_empty()) {
        refuse(
            text!("tanks and events need a model with kinetics and the feed of the pool"),
            text!("leave [[digester.tank]] and [[digester.event]] out, or change model and feed"),
        );
    }
    if raw && !plain {
        refuse(
            text!("a raw ADM1 influent needs the model adm1"),
            text!("write model = {{ adm1 = {{}} }}, or leave [digester.influent] out"),
        );
    }
}

/// A key that is right and moves nothing here.
pub(super) fn warn_unused(context: &mut Context<'_>, section: &Section<'_>, name: &str, when: Text, why: Text) {
    if let Some(node) = section.node(name) {
        let found = Diagnostic::warning(text!("`{name}` has no effect {when}", name, when));
        let found = found.at(Some(node.location.clone()), text!("not used"));
        context.diagnostics.push(found.help(text!("{why}; leave `{name}` out", why, name)));
    }
}

/// Constants of the models other than ADM1, in the section of their name.
fn read_own(context: &mut Context<'_>, section: &Section<'_>, model: DigestionModel) -> Vec<Block> {
    let mut own = Vec::new();
    for (kind, tables) in
        [(DigestionModel::Adm1da, 1), (DigestionModel::R3, 1), (DigestionModel::R4, 1), (DigestionModel::TwoPools, 2)]
    {
        if kind == model {
            let child = section.child(context, kind.word());
            own.extend((0..tables).map(|k| child.numbers(context, k)));
        } else {
            warn_unused(
                context,
                section,
                kind.word(),
                text!("with the model {word}", word = model.word()),
                text!("it is not read"),
            );
        }
    }
    own
}

/// `model = { adm1 = {} }`, or the bare word.
fn read_model(context: &mut Context<'_>, section: &Section<'_>) -> DigestionModel {
    let Some(node) = section.node("model") else { return DigestionModel::Adm1 };
    let word = match &node.value {
        Value::Text(text) => Some((text.as_str(), node.location.clone())),
        Value::Table(entries) if entries.len() == 1 => {
            Some((entries[0].0.name.as_str(), entries[0].0.location.clone()))
        }
        _ => None,
    };
    let words = super::format::DIGESTION_MODELS;
    if let Some((word, place)) = word {
        let Some(model) = DigestionModel::from_word(word) else {
            let found =
                Diagnostic::error(text!("no digestion model `{word}`", word)).at(Some(place), text!("not known"));
            context.diagnostics.push(found.help(text!("models: {a}", a = words.join(", "))));
            return DigestionModel::Adm1;
        };
        if let [(key, options)] = node.entries()
            && !matches!(&options.value, Value::Table(inner) if inner.is_empty())
        {
            let found = Diagnostic::error(text!("the model `{name}` has no options", name = key.name));
            let found = found.at(Some(options.location.clone()), text!("nothing is read here"));
            let help = text!("its constants are keys of the digester (`gisement explain digester`)");
            context.diagnostics.push(found.help(text!(
                "write model = {{ {name} = {{}} }}; {help}",
                name = key.name,
                help
            )));
        }
        return model;
    }
    let found = Diagnostic::error(text!("`model` is one of the models, with its options in braces"));
    let found = found.at(Some(node.location.clone()), text!("{kind} here", kind = node.kind()));
    context.diagnostics.push(found.help(text!("write model = {{ adm1 = {{}} }}; models: {a}", a = words.join(", "))));
    DigestionModel::Adm1
}

/// What an input of such a block is.
fn state_description(what: &str, state: State) -> String {
    format!("{what}: {}", state.name())
}

/// What the inputs of all such blocks are.
pub(super) fn state_descriptions() -> impl Iterator<Item = String> {
    let of = |what, count| State::ALL[..count].iter().map(move |state| state_description(what, *state));
    of("influent", LIQUID).chain(of("initial", STATE_COUNT - 1))
}

/// A block of concentrations by BSM2 names, with defaults, read from a table of the section.
fn read_states(
    context: &mut Context<'_>,
    node: Option<&Node>,
    prefix: &str,
    what: &str,
    defaults: &[f64],
    source: &str,
    other_keys: &[&str],
) -> Block {
    let states = &State::ALL[..defaults.len()];
    let start = context.inputs.list().len();
    for (state, default) in states.iter().zip(defaults) {
        context.inputs.push(Input {
            path: format!("{prefix}{what}.{}", state.name()),
            unit: state.unit().to_owned(),
            description: state_description(what, *state),
            source: source.to_owned(),
            flag: Flag::Read,
            low: 0.0,
            high: 1000.0,
            value: *default,
            origin: if default.is_nan() { Origin::ByLaw } else { Origin::Default },
            structural: false,
        });
    }
    let block = Block(start..start + states.len());
    let Some(node) = node.filter(|n| is_table(context, n, what)) else { return block };
    let names: Vec<&str> = states.iter().map(|s| s.name()).chain(other_keys.iter().copied()).collect();
    for (key, value) in node.entries() {
        if other_keys.contains(&key.name.as_str()) {
            continue;
        }
        let Some(k) = states.iter().position(|s| s.name() == key.name) else {
            context.diagnostics.push(unknown_key(&key.name, &key.location, what, &names));
            continue;
        };
        let Some(number) = number_in(context, value, &key.name, 0.0, 1000.0, states[k].unit()) else {
            context.inputs.refuse(start + k);
            continue;
        };
        let same = defaults[k] == number;
        let given = format!("given in {}", context.sources.place(&value.location));
        let (source, flag) = if same { (source.to_owned(), Flag::Read) } else { (given, Flag::Assumed) };
        context.inputs.set(start + k, number, value.location.clone(), source, flag);
    }
    block
}

const BSM2: &str = "Rosen & Jeppsson 2006 (LUTEDX/TEIE-7224), BSM2";

fn read_initial(context: &mut Context<'_>, section: &Section<'_>, prefix: &str) -> Block {
    let defaults = Adm1Case::bsm2().initial;
    read_states(context, section.node("initial"), prefix, "initial", &defaults[..STATE_COUNT - 1], BSM2, &[])
}

fn read_influent(context: &mut Context<'_>, section: &Section<'_>, prefix: &str) -> Option<InfluentEntry> {
    let node = section.node("influent")?;
    let file = node.get("file");
    let rows = file.and_then(|n| read_influent_file(context, n));
    let defaults = [if file.is_some() { f64::NAN } else { 0.0 }; LIQUID];
    let source = if file.is_some() { "the influent file" } else { "0: a component that is not named is not there" };
    let block = read_states(context, Some(node), prefix, "influent", &defaults, source, &["file"]);
    let (rows, own_flow) = match rows {
        Some((feed, own_flow)) => (Some(Arc::new(feed)), own_flow),
        None => (None, false),
    };
    Some(InfluentEntry { block, rows, own_flow })
}

/// Rows of an influent file: time_d, BSM2 names, q_in (m3/d), T_C; a component without a column is 0.
fn read_influent_file(context: &mut Context<'_>, node: &Node) -> Option<(Feed, bool)> {
    let Value::Text(name) = &node.value else {
        super::section::wrong_kind(context, node, "file", text!("the name of a file in quotes"));
        return None;
    };
    let source = super::files::load_named(context, name, &node.location)?;
    let names: Vec<&str> = State::ALL[..LIQUID].iter().map(|s| s.name()).chain(["q_in", "T_C", "source"]).collect();
    let cells = Cells::parse(source, context.sources, &["time_d"], &names, context.diagnostics)?;
    let before = context.diagnostics.counts().0;
    let mut feed = Feed { times_d: Vec::new(), rows: Vec::new() };
    let mut own_flow = false;
    for row in cells.rows() {
        let time = row.number("time_d", 0.0, 1e6, context.diagnostics);
        let mut concentrations = [0.0; LIQUID];
        for (state, value) in State::ALL.iter().zip(&mut concentrations) {
            *value = row.number(state.name(), 0.0, 1e4, context.diagnostics).unwrap_or(0.0);
        }
        let flow = row.number("q_in", 0.0, 1e7, context.diagnostics);
        own_flow |= flow.is_some();
        let t_op_k = row.number("T_C", 0.0, 90.0, context.diagnostics).map(|c| c + ZERO_CELSIUS_K);
        let last = feed.times_d.last().copied();
        match time {
            Some(time) if last.is_none_or(|l| time > l) && (last.is_some() || time == 0.0) => feed.times_d.push(time),
            _ => {
                let found =
                    Diagnostic::error(text!("times start at 0 and rise")).at(row.location(), text!("not this one"));
                context
                    .diagnostics
                    .push(found.help(text!("sort the rows by time_d, in days from the start; the first is 0")));
                return None;
            }
        }
        feed.rows.push(FeedRow { flow_m3_per_d: flow.unwrap_or(f64::NAN), concentrations, t_op_k });
    }
    if feed.rows.is_empty() {
        let found = Diagnostic::error(text!("{a} has no rows", a = context.sources.name(cells.source())));
        let found = found.at(Some(node.location.clone()), text!("named here"));
        context.diagnostics.push(found.help(text!("give it at least the row of time_d = 0")));
    }
    (context.diagnostics.counts().0 == before).then_some((feed, own_flow))
}

/// Reads all boilers.
pub(super) fn read_boilers(context: &mut Context<'_>, root: &Section<'_>) -> Vec<BoilerEntry> {
    let list = elements(context, root, "boiler");
    let count = list.len();
    list.iter().map(|(id, node)| read_boiler(context, node, id, count)).collect()
}

fn read_boiler(context: &mut Context<'_>, node: &Node, id: &str, count: usize) -> BoilerEntry {
    let prefix = prefix("boiler", id, count);
    let section = Section::open(context, Some(node), spec("boiler"), prefix);
    let (combustion, dispatch, house) =
        (section.numbers(context, 0), section.numbers(context, 1), section.numbers(context, 2));
    let (load_emissions, economiser) = (section.numbers(context, 3), section.numbers(context, 4));
    let (recirculation, acceptance) = (section.numbers(context, 5), section.numbers(context, 6));
    let separator = section.choice(context, "separator").and_then(Separator::find);
    if separator.is_some() {
        let why = text!("the separator says what is held back");
        warn_unused(context, &section, "dust_separation_pct", text!("beside separator"), why);
    }
    let furnace_starts = section.choice(context, "starts") == Some("furnace");
    if furnace_starts {
        for name in ["start_warm_kwh_per_kw", "start_cold_kwh_per_kw"] {
            warn_unused(context, &section, name, text!("beside starts = \"furnace\""), text!("the furnace gives it"));
        }
    }
    let condenses = section.flag(context, "economiser", false);
    if !condenses {
        warn_unused(context, &section, "pinch_k", text!("without economiser = true"), text!("there is no exchanger"));
    }
    let fuel_section = section.child(context, "fuel");
    let fuel = fuel_section.is_present().then(|| read_fuel(context, &fuel_section));
    let mut blocks = vec![&combustion, &dispatch, &house, &load_emissions, &economiser, &recirculation, &acceptance];
    blocks.extend(&fuel);
    alias(context, &blocks, "boiler", id, count);
    BoilerEntry {
        id: id.to_owned(),
        combustion,
        dispatch,
        house,
        load_emissions,
        economiser,
        recirculation,
        acceptance,
        condenses,
        furnace_starts,
        separator,
        fuel,
        location: section.location(),
    }
}

/// A fuel: the analysis of a library wood, with what the scenario changes.
fn read_fuel(context: &mut Context<'_>, section: &Section<'_>) -> Block {
    let block = section.numbers(context, 0);
    let Some(name) = section.text(context, "like") else { return block };
    let place = section.node("like").map(|n| n.location.clone());
    let Some(like) = wood(&name) else {
        let ids: Vec<&str> = woods().iter().map(|w| w.id.as_str()).collect();
        let found = Diagnostic::error(text!("no wood `{name}` in the library", name)).at(place, text!("not known"));
        let near = nearest(&name, ids.iter().copied()).map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
        context.diagnostics.push(found.help(text!("{near}names: {a}", near, a = ids.join(", "))));
        return block;
    };
    for (row, at) in FuelParams::<f64>::table().rows().iter().zip(block.0.clone()) {
        let given = matches!(context.inputs.list()[at].origin, Origin::Given(_));
        let Some(cell) = like.cell(&row.name).filter(|_| !given) else { continue };
        if let (Some(value), Some(place)) = (cell.value, place.clone()) {
            context.inputs.set(at, value, place, format!("{name} in the wood library: {}", cell.source), cell.flag);
        }
    }
    block
}

/// The weather of the year: a file, or a generated year of a named site. Where that fails the problem is told, and the
/// default year stands in, so that the rest of the scenario can be judged.
pub(super) fn read_weather(context: &mut Context<'_>, site: &Section<'_>, generator: &Block) -> Arc<WeatherYear> {
    let read = if site.node("weather_file").is_some() {
        for name in ["weather", "weather_seed"] {
            warn_unused(context, site, name, text!("beside weather_file"), text!("the file is the weather"));
        }
        hourly_files::weather(context, site)
    } else {
        generated_weather(context, site, generator)
    };
    Arc::new(read.unwrap_or_else(|| {
        let statistics = sites().first().expect("the shipped table of weather sites has rows: a test loads it");
        generate(statistics, &GeneratorParams::defaults(), 1)
            .expect("the shipped statistics give a year: tests make one")
    }))
}

fn generated_weather(context: &mut Context<'_>, site: &Section<'_>, generator: &Block) -> Option<WeatherYear> {
    let name = site.text(context, "weather").unwrap_or_else(|| "metz_proxy".to_owned());
    let place = site.node("weather").map(|n| n.location.clone());
    let seed = site.whole(context, "weather_seed", 0.0, 9.0e15).unwrap_or(1);
    let Some(statistics) = sites().iter().find(|s| s.site == name) else {
        let ids: Vec<&str> = sites().iter().map(|s| s.site.as_str()).collect();
        let found = Diagnostic::error(text!("no weather site `{name}`", name)).at(place, text!("not known"));
        context.diagnostics.push(found.help(text!("sites: {a}; or weather_file = \"year.csv\"", a = ids.join(", "))));
        return None;
    };
    let params = GeneratorParams::from_slice(generator.of(&context.inputs.values()));
    generate(statistics, &params, seed)
        .map_err(|error| {
            let found = Diagnostic::error(text!("weather of {name}: {error}", name, error));
            let found = found.at(place.or_else(|| site.location()), text!("this site"));
            context
                .diagnostics
                .push(found.help(text!("`gisement explain site` shows the range of the generator's parameters")));
        })
        .ok()
}

/// Reads `[buffer]`; nothing where it is not written.
pub(super) fn read_buffer(context: &mut Context<'_>, root: &Section<'_>) -> Option<BufferEntry> {
    let section = root.child(context, "buffer");
    if !section.is_present() {
        return None;
    }
    let params = section.numbers(context, 0);
    let model = match section.choice(context, "model") {
        Some("mixed") => BufferModel::Mixed,
        Some("stratified") => BufferModel::Stratified,
        _ => BufferModel::TwoZone,
    };
    Some(BufferEntry { params, model })
}

/// Reads `[stock]`; nothing where it is not written.
pub(super) fn read_stock(context: &mut Context<'_>, root: &Section<'_>) -> Option<StockEntry> {
    let section = root.child(context, "stock");
    if !section.is_present() {
        return None;
    }
    let params = section.numbers(context, 0);
    let cover = if section.choice(context, "cover") == Some("open") { Cover::Open } else { Cover::Roofed };
    Some(StockEntry { params, cover })
}
