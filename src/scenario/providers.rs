//! Providers and their streams: inline in the scenario, or in tables beside it. Both become the same entries.

use super::cells::{CellRow, Cells};
use super::format::SCENARIO;
use super::inputs::Block;
use super::inventory::{self, PurchaseEntry};
use super::overrides::CellOverride;
use super::section::{Context, Section, id_of, is_table, range_text, shorten, unknown_key};
use super::spec::SectionSpec;
use super::tree::{Node, Value};
use super::waste_fields::{ContainerEntry, Placed, WasteFields, ewc_of, kind_of, truth_of};
use crate::case::{ProviderParams, StreamParams};
use crate::diag::{Diagnostic, Location};
use crate::library::{organic, organics, season, seasons, wood, woods};
use crate::param::{Flag, Table};
use crate::text;
use crate::units::Amount;
use crate::words::{Text, nearest};

/// Which library a stream's feedstock is in, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FeedstockKey {
    Organic(&'static str),
    Wood(&'static str),
}

impl FeedstockKey {
    /// The feedstock of a name, from either library.
    pub(super) fn find(name: &str) -> Option<Self> {
        organic(name).map(|f| Self::Organic(f.id.as_str())).or_else(|| wood(name).map(|f| Self::Wood(f.id.as_str())))
    }

    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Organic(id) | Self::Wood(id) => id,
        }
    }
}

/// A provider as read.
#[derive(Clone, Debug)]
pub(super) struct ProviderEntry {
    pub(super) id: String,
    pub(super) name: String,
    /// Columns of words as written, by name: they are shown and exported, nothing is computed from them.
    pub(super) texts: Vec<(&'static str, String)>,
    pub(super) block: Block,
    pub(super) location: Option<Location>,
}

/// A stream as read.
#[derive(Clone, Debug)]
pub(super) struct StreamEntry {
    pub(super) id: String,
    /// Place of its provider in the list.
    pub(super) provider: usize,
    pub(super) feedstock: FeedstockKey,
    pub(super) season: &'static str,
    pub(super) outlet: String,
    /// Where the outlet is named.
    pub(super) outlet_location: Option<Location>,
    /// What it is as waste.
    pub(super) waste: WasteFields,
    /// As those of a provider.
    pub(super) texts: Vec<(&'static str, String)>,
    pub(super) block: Block,
    pub(super) location: Option<Location>,
}

/// All providers and streams.
#[derive(Clone, Debug, Default)]
pub(super) struct Inventory {
    pub(super) providers: Vec<ProviderEntry>,
    pub(super) streams: Vec<StreamEntry>,
    pub(super) purchases: Vec<PurchaseEntry>,
    /// A table of providers is named but could not be read.
    lacks_providers: bool,
    /// Places of providers that are not there: streams name them.
    stand_ins: Vec<usize>,
}

impl Inventory {
    fn provider(&self, id: &str) -> Option<usize> {
        self.providers.iter().position(|p| p.id == id)
    }
}

/// The description of a section by name.
fn spec(parent: &'static SectionSpec, name: &str) -> &'static SectionSpec {
    parent.children.iter().find(|c| c.name == name).expect("the format names this section")
}

/// Reads `[pool]` tables and `[[provider]]` sections. Overrides of cells that fit nothing are left in `cells`.
pub(super) fn read(
    context: &mut Context<'_>,
    root: &Section<'_>,
    pool: &Section<'_>,
    cells: &mut Vec<CellOverride>,
) -> Inventory {
    let mut inventory = Inventory::default();
    let book = open_inventory(context, pool, cells);
    inventory.lacks_providers = pool.node("inventory").is_some() && book.companies.is_none();
    for row in book.companies.iter().flat_map(Cells::rows) {
        read_provider_row(context, row, &mut inventory);
    }
    let tables = open_tables(context, pool, "providers", &PROVIDERS, cells);
    inventory.lacks_providers |= pool.node("providers").is_some_and(|n| tables.len() < n.elements().len());
    for row in tables.iter().flat_map(Cells::rows) {
        read_provider_row(context, row, &mut inventory);
    }
    // Before the table of streams, which may name them.
    if let Some(node) = root.node("provider") {
        for element in node.elements() {
            if is_table(context, element, "provider") {
                read_inline(context, element, &mut inventory, cells);
            }
        }
    }
    let tables = open_tables(context, pool, "streams", &STREAMS, cells);
    for row in book.streams.iter().chain(&tables).flat_map(Cells::rows) {
        read_stream_row(context, row, &mut inventory);
    }
    read_purchases(context, &mut inventory, book.purchases.as_ref());
    inventory
}

/// The inventory that `[pool]` names, with the overrides of its cells.
fn open_inventory(context: &mut Context<'_>, pool: &Section<'_>, cells: &mut Vec<CellOverride>) -> inventory::Tables {
    let Some(name) = pool.text(context, "inventory") else { return inventory::Tables::default() };
    let place = pool.node("inventory").map(|n| n.location.clone());
    let mut book = inventory::open(context, &name, place.as_ref());
    for (table, form) in [(&mut book.companies, &PROVIDERS), (&mut book.streams, &STREAMS)] {
        if let Some(table) = table {
            table.apply(form.required[0], form.family, cells, context.diagnostics);
        }
    }
    book
}

/// Providers, streams and purchases of an inventory by itself.
pub(super) fn read_book(context: &mut Context<'_>, book: &inventory::Tables) -> Inventory {
    let mut inventory = Inventory { lacks_providers: book.companies.is_none(), ..Inventory::default() };
    for row in book.companies.iter().flat_map(Cells::rows) {
        read_provider_row(context, row, &mut inventory);
    }
    for row in book.streams.iter().flat_map(Cells::rows) {
        read_stream_row(context, row, &mut inventory);
    }
    read_purchases(context, &mut inventory, book.purchases.as_ref());
    inventory
}

fn read_purchases(context: &mut Context<'_>, inventory: &mut Inventory, table: Option<&Cells>) {
    let Some(table) = table else { return };
    let real = |k: &usize| !inventory.stand_ins.contains(k);
    let find = |id: &str| inventory.provider(id).filter(real);
    let ids: Vec<String> = inventory.providers.iter().map(|p| p.id.clone()).collect();
    inventory.purchases = inventory::read_purchases(context, table, &find, &ids);
}

const PROVIDER_TEXTS: &[&str] = &[
    "name",
    "naf_code",
    "activity",
    "insee_code",
    "commune",
    "activity_zone",
    "crow_km_to_florange",
    "employees_or_inhabitants",
    "flag",
    "note",
];

const STREAM_TEXTS: &[&str] = &[
    "provider_id",
    "stream_kind",
    "ewc_code",
    "feedstock_id",
    "seasonality_profile",
    "present_outlet",
    "outlet_km",
    "container_type",
    "container_count",
    "covered_storage",
    "own_use",
    "basis",
    "default_rule",
    "estimate_basis",
    "flag",
    "note",
];

/// What a table beside the scenario holds.
struct TableForm {
    /// Overrides call its rows so.
    family: &'static str,
    /// Columns that must be there; the first one names the row.
    required: &'static [&'static str],
    /// Columns of words.
    texts: &'static [&'static str],
    /// Columns of numbers.
    table: fn() -> &'static Table,
}

const PROVIDERS: TableForm = TableForm {
    family: "provider",
    required: &["provider_id"],
    texts: PROVIDER_TEXTS,
    table: ProviderParams::<f64>::table,
};

const STREAMS: TableForm = TableForm {
    family: "stream",
    required: &["stream_id", "provider_id", "feedstock_id", "t_per_year_mode"],
    texts: STREAM_TEXTS,
    table: StreamParams::<f64>::table,
};

fn open_tables(
    context: &mut Context<'_>,
    pool: &Section<'_>,
    key: &str,
    form: &TableForm,
    cells: &mut Vec<CellOverride>,
) -> Vec<Cells> {
    let names: Vec<&str> =
        (form.table)().rows().iter().map(|r| r.name.as_str()).chain(form.texts.iter().copied()).collect();
    let mut tables = Vec::new();
    for source in super::files::load_texts(context, pool, key) {
        if let Some(mut read) = Cells::parse(source, context.sources, form.required, &names, context.diagnostics) {
            read.apply(form.required[0], form.family, cells, context.diagnostics);
            tables.push(read);
        }
    }
    tables
}

/// Numbers of a row into a new block of inputs.
pub(super) fn row_block(context: &mut Context<'_>, row: CellRow<'_>, prefix: &str, table: &Table) -> Block {
    let block = context.inputs.push_table(prefix, table);
    for (spec, place) in table.rows().iter().zip(block.0.clone()) {
        let Some(cell) = row.cell(&spec.name) else { continue };
        let Some(value) = row.number(&spec.name, spec.low, spec.high, context.diagnostics) else {
            context.inputs.refuse(place);
            continue;
        };
        let location = cell.location.clone();
        let (source, flag) = match &cell.origin {
            Some(origin) => (origin.source.clone(), origin.flag),
            None => (format!("given in {}", context.sources.place(&location)), Flag::Assumed),
        };
        context.inputs.set(place, value, location, source, flag);
    }
    block
}

fn read_provider_row(context: &mut Context<'_>, row: CellRow<'_>, inventory: &mut Inventory) {
    let Some(id) = row.text("provider_id") else {
        let found =
            Diagnostic::error(text!("a provider needs a provider_id")).at(row.location(), text!("none in this row"));
        context.diagnostics.push(found.help(text!("write a short name of your own, such as P01, in its column")));
        return;
    };
    let block = row_block(context, row, &format!("provider.{id}."), ProviderParams::<f64>::table());
    let entry = ProviderEntry {
        id: id.to_owned(),
        name: row.text("name").unwrap_or(id).to_owned(),
        texts: texts_of(row, PROVIDER_TEXTS),
        block,
        location: row.location(),
    };
    push_provider(context, entry, inventory);
}

fn push_provider(context: &mut Context<'_>, entry: ProviderEntry, inventory: &mut Inventory) {
    // One without an id was told by itself.
    if !entry.id.is_empty() && inventory.provider(&entry.id).is_some() {
        let found = Diagnostic::error(text!("two providers have the id `{id}`", id = entry.id));
        let found = found.at(entry.location.clone(), text!("the second one"));
        context.diagnostics.push(found.help(text!("give each provider an id of its own")));
    }
    inventory.providers.push(entry);
}

fn read_stream_row(context: &mut Context<'_>, row: CellRow<'_>, inventory: &mut Inventory) {
    let (Some(id), Some(owner)) = (row.text("stream_id"), row.text("provider_id")) else {
        let found = Diagnostic::error(text!("a stream needs a stream_id and a provider_id"));
        let found = found.at(row.location(), text!("not both in this row"));
        context
            .diagnostics
            .push(found.help(text!("stream_id is a name of your own, provider_id that of its provider")));
        return;
    };
    let provider = match inventory.provider(owner).filter(|k| !inventory.stand_ins.contains(k)) {
        Some(provider) => provider,
        None => {
            // Without the table of providers nobody knows who is one: the table's own problem is told, not one a stream.
            if !inventory.lacks_providers {
                report_unknown_provider(context, row, id, owner, inventory);
            }
            // The rest of the row is read all the same, so that all its problems are told at once.
            stand_in(context, owner, inventory)
        }
    };
    read_stream_rest(context, row, id, provider, inventory);
}

fn report_unknown_provider(context: &mut Context<'_>, row: CellRow<'_>, id: &str, owner: &str, inventory: &Inventory) {
    let place = row.cell("provider_id").map(|c| c.location.clone());
    let found = Diagnostic::error(text!("stream `{id}`: there is no provider `{owner}`", id, owner))
        .at(place, text!("not known"));
    let real = inventory.providers.iter().enumerate().filter(|(k, _)| !inventory.stand_ins.contains(k));
    let near = nearest(owner, real.map(|(_, p)| p.id.as_str()));
    context.diagnostics.push(match near {
        Some(near) => found.help(text!("did you mean `{near}`?", near)),
        None => found.help(text!("add it to the table of providers, or as [[provider]]")),
    });
}

/// A provider in place of one that is not there; the scenario is refused, but the rest of it can be judged.
fn stand_in(context: &mut Context<'_>, id: &str, inventory: &mut Inventory) -> usize {
    if let Some(k) = inventory.provider(id) {
        return k;
    }
    let block = context.inputs.push_table(&format!("provider.{id}."), ProviderParams::<f64>::table());
    let place = inventory.providers.len();
    inventory.stand_ins.push(place);
    inventory.providers.push(ProviderEntry {
        id: id.to_owned(),
        name: id.to_owned(),
        texts: Vec::new(),
        block,
        location: None,
    });
    place
}

fn read_stream_rest(context: &mut Context<'_>, row: CellRow<'_>, id: &str, provider: usize, inventory: &mut Inventory) {
    let name = row.text("feedstock_id").unwrap_or("");
    let place = row.cell("feedstock_id").map_or_else(|| row.location(), |c| Some(c.location.clone()));
    let feedstock = feedstock_of(context, name, place);
    let season = season_of(
        context,
        row.text("seasonality_profile"),
        row.cell("seasonality_profile").map(|c| c.location.clone()),
    );
    let outlet = row.text("present_outlet").unwrap_or("unknown").to_owned();
    let block = row_block(context, row, &format!("stream.{id}."), StreamParams::<f64>::table());
    let waste = waste_of_row(context, row, feedstock);
    if let (Some(feedstock), Some(season), Some(waste)) = (feedstock, season, waste) {
        let location = row.location();
        let outlet_location = row.cell("present_outlet").map(|c| c.location.clone());
        let id = id.to_owned();
        let texts = texts_of(row, STREAM_TEXTS);
        let entry =
            StreamEntry { id, provider, feedstock, season, outlet, outlet_location, waste, texts, block, location };
        push_stream(context, entry, inventory);
    }
}

/// The cells of some columns of words that are not blank.
fn texts_of(row: CellRow<'_>, columns: &[&'static str]) -> Vec<(&'static str, String)> {
    columns.iter().filter_map(|c| row.text(c).map(|text| (*c, text.to_owned()))).collect()
}

/// What a row says of its stream as waste; none where the feedstock is not known, after its other problems were told.
fn waste_of_row(context: &mut Context<'_>, row: CellRow<'_>, feedstock: Option<FeedstockKey>) -> Option<WasteFields> {
    let placed = |column: &str| row.cell(column).map(|c| (c.text.as_str(), c.location.clone()));
    let ewc = ewc_of(context, placed("ewc_code"), &row.place("ewc_code"));
    let covered = truth_of(context, placed("covered_storage"), "covered_storage");
    let count = row.number("container_count", 0.0, 100_000.0, context.diagnostics);
    let outlet_km = row.number("outlet_km", 0.0, 2000.0, context.diagnostics);
    let container = row.cell("container_type").filter(|c| c.text != "-");
    let container = container.map(|c| ContainerEntry {
        id: c.text.clone(),
        count: count.unwrap_or(1.0),
        location: Some(c.location.clone()),
    });
    let own_use = row.text("own_use").map(str::to_owned);
    let kind = kind_of(context, placed("stream_kind"), feedstock?);
    Some(WasteFields { ewc, kind, container, covered, outlet_km, own_use })
}

fn push_stream(context: &mut Context<'_>, entry: StreamEntry, inventory: &mut Inventory) {
    if inventory.streams.iter().any(|s| s.id == entry.id) {
        let found = Diagnostic::error(text!("two streams have the id `{id}`", id = entry.id));
        let found = found.at(entry.location.clone(), text!("the second one"));
        context.diagnostics.push(found.help(text!("give each stream an id of its own")));
    }
    inventory.streams.push(entry);
}

/// The feedstock of a name, or a diagnostic with the nearest one.
fn feedstock_of(context: &mut Context<'_>, name: &str, place: Option<Location>) -> Option<FeedstockKey> {
    let found = FeedstockKey::find(name);
    if found.is_none() {
        let ids = || organics().iter().map(|f| f.id.as_str()).chain(woods().iter().map(|f| f.id.as_str()));
        let message = if name.is_empty() {
            text!("a stream needs a feedstock")
        } else {
            text!("no feedstock `{name}` in the library", name)
        };
        let diagnostic = Diagnostic::error(message).at(place, text!("not known"));
        context.diagnostics.push(match nearest(name, ids()) {
            Some(near) => diagnostic.help(text!("did you mean `{near}`?", near)),
            None => {
                let all: Vec<&str> = ids().collect();
                diagnostic.help(text!("names: {a}", a = shorten(&all, "`gisement explain feedstock`")))
            }
        });
    }
    found
}

fn season_of(context: &mut Context<'_>, name: Option<&str>, place: Option<Location>) -> Option<&'static str> {
    let name = name.unwrap_or("flat");
    if let Some(season) = season(name) {
        return Some(season.id.as_str());
    }
    let ids: Vec<&str> = seasons().iter().map(|s| s.id.as_str()).collect();
    let found = Diagnostic::error(text!("no seasonal profile `{name}`", name)).at(place, text!("not known"));
    let near = nearest(name, ids.iter().copied()).map_or(Text::plain(""), |n| text!("did you mean `{n}`? ", n));
    context.diagnostics.push(found.help(text!("{near}names: {a}", near, a = ids.join(", "))));
    None
}

fn read_inline(context: &mut Context<'_>, node: &Node, inventory: &mut Inventory, cells: &mut Vec<CellOverride>) {
    let mut node = node.clone();
    let before = context.diagnostics.counts().0;
    let id = id_of(context, &node).unwrap_or_default();
    let id_refused = context.diagnostics.counts().0 > before;
    graft_cells(&mut node, "provider", &id, cells);
    let section = Section::open(context, Some(&node), spec(&SCENARIO, "provider"), format!("provider.{id}."));
    if id.is_empty() && !id_refused {
        let found = Diagnostic::error(text!("a provider needs an id"))
            .at(Some(node.location.clone()), text!("this one has none"));
        context.diagnostics.push(found.help(text!("write id = \"A\"")));
    }
    let block = section.numbers(context, 0);
    let name = section.text(context, "name").unwrap_or_else(|| id.clone());
    let activity = section.text(context, "activity");
    let naf = section.text(context, "naf_code");
    let texts = activity.map(|a| ("activity", a)).into_iter().chain(naf.map(|n| ("naf_code", n))).collect();
    let entry = ProviderEntry { id: id.clone(), name, texts, block, location: section.location() };
    push_provider(context, entry, inventory);
    let provider = inventory.providers.len() - 1;
    let streams = section.node("stream").map(|n| n.elements().to_vec()).unwrap_or_default();
    for stream in &streams {
        is_table(context, stream, "provider.stream");
    }
    for (k, stream) in streams.iter().enumerate().filter(|(_, s)| matches!(s.value, Value::Table(_))) {
        read_inline_stream(context, stream, &format!("{id}-{}", k + 1), provider, inventory, cells);
    }
}

fn read_inline_stream(
    context: &mut Context<'_>,
    node: &Node,
    default_id: &str,
    provider: usize,
    inventory: &mut Inventory,
    cells: &mut Vec<CellOverride>,
) {
    let mut node = node.clone();
    let id = id_of(context, &node).unwrap_or_else(|| default_id.to_owned());
    graft_cells(&mut node, "stream", &id, cells);
    let stream_spec = spec(spec(&SCENARIO, "provider"), "stream");
    let section = Section::open(context, Some(&node), stream_spec, format!("stream.{id}."));
    let block = section.numbers(context, 0);
    read_amount(context, &section, &block, &id);
    let name = section.text(context, "feedstock").unwrap_or_default();
    let place = section.node("feedstock").map_or_else(|| section.location(), |n| Some(n.location.clone()));
    let feedstock = feedstock_of(context, &name, place);
    let season_name = section.text(context, "season");
    let season = season_of(context, season_name.as_deref(), section.node("season").map(|n| n.location.clone()));
    let outlet = section.text(context, "outlet").unwrap_or_else(|| "unknown".to_owned());
    let outlet_location = section.node("outlet").map(|n| n.location.clone());
    let waste = waste_of_section(context, &section, feedstock);
    if let (Some(feedstock), Some(season), Some(waste)) = (feedstock, season, waste) {
        let location = section.location();
        let texts = Vec::new();
        let entry =
            StreamEntry { id, provider, feedstock, season, outlet, outlet_location, waste, texts, block, location };
        push_stream(context, entry, inventory);
    }
}

/// As [`waste_of_row`], of a section.
fn waste_of_section(
    context: &mut Context<'_>,
    section: &Section<'_>,
    feedstock: Option<FeedstockKey>,
) -> Option<WasteFields> {
    let code = section.text(context, "ewc_code");
    let place = |name: &str| section.node(name).map(|n| n.location.clone());
    let placed = |text: &'static str, given: &Option<String>| place(text).zip(given.clone());
    let code_at = placed("ewc_code", &code);
    let ewc = ewc_of(context, code_at.as_ref().map(|(l, t)| (t.as_str(), l.clone())), &crate::words::Text::plain(""));
    let kind = section.text(context, "kind");
    let kind_at = placed("kind", &kind);
    let count = section.number(context, "container_count", 0.0, 100_000.0);
    let outlet_km = section.number(context, "outlet_km", 0.0, 2000.0);
    let covered = section.node("covered").map(|_| section.flag(context, "covered", false));
    let own_use = section.text(context, "own_use");
    let container = section.text(context, "container");
    let container =
        container.map(|id| ContainerEntry { id, count: count.unwrap_or(1.0), location: place("container") });
    let given: Placed<'_> = kind_at.as_ref().map(|(l, t)| (t.as_str(), l.clone()));
    let kind = kind_of(context, given, feedstock?);
    Some(WasteFields { ewc, kind, container, covered, outlet_km, own_use })
}

/// `amount`: one text, or low, mode and high.
fn read_amount(context: &mut Context<'_>, section: &Section<'_>, block: &Block, id: &str) {
    let Some(node) = section.node("amount") else {
        let given = StreamParams::<f64>::table()
            .find("t_per_year_mode")
            .map(|(k, _)| context.inputs.list()[block.0.start + k].value);
        if given.is_none_or(f64::is_nan) {
            let found = Diagnostic::error(text!("stream `{id}` has no amount", id))
                .at(section.location(), text!("in this stream"));
            context.diagnostics.push(found.help(text!("write amount = \"120 t/a\"")));
        }
        return;
    };
    match &node.value {
        Value::Table(entries) => {
            for (key, value) in entries {
                match key.name.as_str() {
                    part @ ("low" | "mode" | "high") => {
                        set_amount(context, value, &format!("t_per_year_{part}"), block)
                    }
                    other => {
                        context.diagnostics.push(unknown_key(other, &key.location, "amount", &["low", "mode", "high"]))
                    }
                }
            }
            if node.get("mode").is_none() {
                let found = Diagnostic::error(text!("an amount with a range needs its mode"))
                    .at(Some(node.location.clone()), text!("no mode here"));
                context
                    .diagnostics
                    .push(found.help(text!("write {{ low = \"80 t/a\", mode = \"120 t/a\", high = \"200 t/a\" }}")));
            }
        }
        _ => set_amount(context, node, "t_per_year_mode", block),
    }
}

fn set_amount(context: &mut Context<'_>, node: &Node, name: &str, block: &Block) {
    let amount = match &node.value {
        Value::Text(text) => text.parse::<Amount>().map_err(|e| Text::plain(e.to_string())),
        Value::Number(number) => Err(text!("an amount has a unit: write \"{number} t/a\"", number)),
        _ => Err(text!("an amount is a text with its unit: \"120 t/a\"")),
    };
    let (k, row) = StreamParams::<f64>::table().find(name).expect("the table of streams has this row: tests load it");
    let checked = amount.and_then(|a| {
        let inside = (row.low..=row.high).contains(&a.t_per_year);
        let range = range_text(row.low, row.high, "t/a");
        if inside {
            Ok(a.t_per_year)
        } else {
            Err(text!("{t_per_year} t/a is not {range}", t_per_year = a.t_per_year, range))
        }
    });
    match checked {
        Ok(t_per_year) => {
            let source = format!("given in {}", context.sources.place(&node.location));
            context.inputs.set(block.0.start + k, t_per_year, node.location.clone(), source, Flag::Assumed);
        }
        Err(why) => {
            context.inputs.refuse(block.0.start + k);
            let found = Diagnostic::error(text!("not an amount: {why}", why));
            let found = found.at(Some(node.location.clone()), text!("this amount"));
            context
                .diagnostics
                .push(found.help(text!("write a number and a unit: \"120 t/a\", \"350 kg/d\", \"2 t/week\"")));
        }
    }
}

/// Overrides of cells that mean this inline section.
pub(super) fn graft_cells(node: &mut Node, family: &str, id: &str, cells: &mut Vec<CellOverride>) {
    cells.retain(|o| {
        let mine = o.family == family && o.id == id;
        if mine {
            node.set(o.key.clone(), o.node.clone());
        }
        !mine
    });
}
