//! Tables of an inventory as text: the template with its example, and a scenario's companies as they were read.

use super::EXAMPLE_COMPANY;
use super::columns::{Column, ColumnKind, Need, TABLES, columns_of};
use crate::scenario::Scenario;
use crate::scenario::inputs::{Block, Inputs, Origin};
use crate::scenario::providers::{ProviderEntry, StreamEntry};
use crate::words::Locale;

/// A cell of a table that is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum CellText {
    /// Nothing.
    #[default]
    Blank,
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
}

impl CellText {
    fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }

    fn csv(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(x) => x.to_string(),
        }
    }
}

/// The head of a column that is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// Name in CSV files.
    pub name: String,
    /// What is known of it; none for numbers of the engine that no template asks for.
    pub column: Option<&'static Column>,
}

/// One table, ready to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct TableText {
    /// `companies`, `streams` or `purchases`.
    pub table: &'static str,
    /// Its columns.
    pub headings: Vec<Heading>,
    /// Rows, as wide as the header.
    pub rows: Vec<Vec<CellText>>,
}

/// A row by column name.
type Named = Vec<(String, CellText)>;

/// The template: all columns that are asked for, and one fictitious example, in a language.
pub fn template_tables(lang: Locale) -> Vec<TableText> {
    TABLES.iter().map(|(table, _)| table_of(table, &[example(table, lang)], Need::Wanted)).collect()
}

/// A table with the columns of the template and those that any row fills.
fn table_of(table: &'static str, rows: &[Named], least: Need) -> TableText {
    let filled = |name: &str| rows.iter().any(|r| r.iter().any(|(n, cell)| n == name && *cell != CellText::Blank));
    let wanted = |c: &&'static Column| c.need == Need::Needed || c.need == least || filled(&c.name);
    let mut headings: Vec<Heading> =
        columns_of(table).filter(wanted).map(|c| Heading { name: c.name.clone(), column: Some(c) }).collect();
    for (name, cell) in rows.iter().flatten() {
        if *cell != CellText::Blank && !headings.iter().any(|h| h.name == *name) {
            headings.push(Heading { name: name.clone(), column: None });
        }
    }
    let cell =
        |row: &Named, name: &str| row.iter().find(|(n, _)| n == name).map_or(CellText::Blank, |(_, c)| c.clone());
    let rows = rows.iter().map(|row| headings.iter().map(|h| cell(row, &h.name)).collect()).collect();
    TableText { table, headings, rows }
}

fn example(table: &str, lang: Locale) -> Named {
    let text = |name: &str, en: &str, fr: &str| (name.to_owned(), CellText::text(lang.pick(en, fr)));
    let number = |name: &str, x: f64| (name.to_owned(), CellText::Number(x));
    let company = text("provider_id", EXAMPLE_COMPANY, EXAMPLE_COMPANY);
    match table {
        "companies" => vec![
            company,
            text("name", "Example Ltd (fictitious)", "Exemple SARL (fictive)"),
            text("naf_code", "52.10B", "52.10B"),
            text("activity", "Warehousing", "Entreposage"),
            text("commune", "Florange", "Florange"),
            number("employees_or_inhabitants", 40.0),
            number("participation_probability", 0.8),
            text("note", "an example: delete this row", "un exemple : supprimez cette ligne"),
        ],
        "streams" => vec![
            text("stream_id", "EXAMPLE-1", "EXAMPLE-1"),
            company,
            text("stream_kind", "wood", "wood"),
            text("ewc_code", "15 01 03", "15 01 03"),
            text("feedstock_id", "pallet_A_soft", "pallet_A_soft"),
            number("amount_low", 1200.0),
            number("amount_mode", 1500.0),
            number("amount_high", 2000.0),
            text("amount_unit", "pieces/a", "pièces/an"),
            text("piece", "pallet", "pallet"),
            text("basis", "declared", "declared"),
            number("reusable_share_pct", 30.0),
            text("seasonality_profile", "logistics", "logistics"),
            text("present_outlet", "skip_contractor_wood", "skip_contractor_wood"),
            number("outlet_km", 25.0),
            text("container_type", "skip30", "skip30"),
            number("container_count", 1.0),
            text("covered_storage", "no", "no"),
            text("own_use", "none", "aucun"),
            text("note", "an example: delete this row", "un exemple : supprimez cette ligne"),
        ],
        _ => vec![
            text("purchase_id", "EXAMPLE-b1", "EXAMPLE-b1"),
            company,
            text("product", "pallet_used", "pallet_used"),
            number("amount_mode", 600.0),
            number("price_eur", 6.0),
            text("note", "an example: delete this row", "un exemple : supprimez cette ligne"),
        ],
    }
}

impl Scenario {
    /// The companies, streams and purchases of the scenario as tables of an inventory, which read back to the same
    /// numbers.
    pub fn inventory_tables(&self) -> Vec<TableText> {
        let companies: Vec<Named> = self.providers.iter().map(|p| self.company_row(p)).collect();
        let streams: Vec<Named> = self.streams.iter().map(|s| self.stream_row(&s.entry)).collect();
        let purchases: Vec<Named> = self.purchases.iter().map(|p| self.purchase_row(p)).collect();
        [("companies", companies), ("streams", streams), ("purchases", purchases)]
            .into_iter()
            .map(|(table, rows)| table_of(table, &rows, Need::Wanted))
            .collect()
    }

    fn company_row(&self, entry: &ProviderEntry) -> Named {
        let text = |name: &str, text: &str| (name.to_owned(), CellText::text(text));
        let mut row = vec![text("provider_id", &entry.id), text("name", &entry.name)];
        push_texts(&mut row, "companies", &entry.texts);
        push_numbers(&mut row, &self.inputs, &entry.block);
        row
    }

    fn stream_row(&self, entry: &StreamEntry) -> Named {
        let text = |name: &str, text: &str| (name.to_owned(), CellText::text(text));
        let mut row = vec![
            text("stream_id", &entry.id),
            text("provider_id", &self.providers[entry.provider].id),
            text("stream_kind", entry.waste.kind.word()),
            text("ewc_code", &entry.waste.ewc.map_or("-".to_owned(), crate::library::WasteCode::spaced)),
            text("feedstock_id", entry.feedstock.id()),
            text("amount_unit", "t/a"),
            text("seasonality_profile", entry.season),
            text("present_outlet", if entry.outlet == "unknown" { "" } else { &entry.outlet }),
            text("own_use", entry.waste.own_use.as_deref().unwrap_or("")),
        ];
        if let Some(container) = &entry.waste.container {
            row.push(text("container_type", &container.id));
            row.push(("container_count".to_owned(), CellText::Number(container.count)));
        }
        if let Some(covered) = entry.waste.covered {
            row.push(text("covered_storage", if covered { "yes" } else { "no" }));
        }
        if let Some(km) = entry.waste.outlet_km {
            row.push(("outlet_km".to_owned(), CellText::Number(km)));
        }
        push_texts(&mut row, "streams", &entry.texts);
        push_numbers(&mut row, &self.inputs, &entry.block);
        row
    }

    fn purchase_row(&self, purchase: &super::PurchaseEntry) -> Named {
        let text = |name: &str, text: &str| (name.to_owned(), CellText::text(text));
        let number = |name: &str, x: f64| (name.to_owned(), CellText::Number(x));
        let [low, mode, high] = purchase.units_per_a;
        let mut row = vec![
            text("purchase_id", &purchase.id),
            text("provider_id", &self.providers[purchase.provider].id),
            text("product", &purchase.product.id),
            number("amount_low", low),
            number("amount_mode", mode),
            number("amount_high", high),
        ];
        row.extend(purchase.eur_per_unit.map(|eur| number("price_eur", eur)));
        row
    }
}

/// Columns of words that the row does not have yet; a number that is only shown stays a number.
fn push_texts(row: &mut Named, table: &str, texts: &[(&'static str, String)]) {
    for (name, text) in texts {
        let Some(column) = columns_of(table).find(|c| c.name == *name) else { continue };
        if row.iter().any(|(n, _)| n == name) {
            continue;
        }
        let number = text.parse::<f64>().ok().filter(|x| x.is_finite() && column.kind == ColumnKind::Number);
        row.push(((*name).to_owned(), number.map_or_else(|| CellText::text(text), CellText::Number)));
    }
}

/// Numbers of a block that the scenario gives; tonnes a year become amounts.
fn push_numbers(row: &mut Named, inputs: &Inputs, block: &Block) {
    for input in &inputs.list()[block.0.clone()] {
        let name = input.path.rsplit('.').next().unwrap_or(&input.path);
        // A blank cost would be read as that of the outlet.
        let said = matches!(input.origin, Origin::Given(_)) || name == "present_cost_eur_per_t_mode";
        if !said || !input.value.is_finite() {
            continue;
        }
        let name = match name.strip_prefix("t_per_year_") {
            Some(end) => format!("amount_{end}"),
            None => name.to_owned(),
        };
        row.push((name, CellText::Number(input.value)));
    }
}

/// A table as CSV, columns by their names.
pub fn to_csv(table: &TableText) -> String {
    let mut rows = vec![table.headings.iter().map(|h| h.name.clone()).collect::<Vec<_>>()];
    rows.extend(table.rows.iter().map(|r| r.iter().map(CellText::csv).collect()));
    csv_text(&rows)
}

/// Companies and streams as one CSV: each stream with the columns of its company. Purchases have no place in it.
pub fn to_one_csv(tables: &[TableText]) -> String {
    let find = |name: &str| tables.iter().find(|t| t.table == name);
    let (Some(companies), Some(streams)) = (find("companies"), find("streams")) else { return String::new() };
    let id_at = |t: &TableText| t.headings.iter().position(|h| h.name == "provider_id").unwrap_or(0);
    let (own, theirs) = (id_at(companies), id_at(streams));
    let shared = |h: &&Heading| !streams.headings.iter().any(|s| s.name == h.name);
    let extra: Vec<usize> = companies.headings.iter().enumerate().filter(|(_, h)| shared(h)).map(|(k, _)| k).collect();
    let head = streams.headings.iter().map(|h| h.name.clone());
    let mut rows: Vec<Vec<String>> =
        vec![head.chain(extra.iter().map(|k| companies.headings[*k].name.clone())).collect()];
    for stream in &streams.rows {
        let company = companies.rows.iter().find(|c| c[own] == stream[theirs]);
        let beside = extra.iter().map(|k| company.map_or(String::new(), |c| c[*k].csv()));
        rows.push(stream.iter().map(CellText::csv).chain(beside).collect());
    }
    csv_text(&rows)
}

pub(super) fn csv_text(rows: &[Vec<String>]) -> String {
    let quoted = |text: &String| {
        let needs = text.contains([',', ';', '"', '\n', '\r']);
        if needs { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.clone() }
    };
    rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n").collect()
}
