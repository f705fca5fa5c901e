//! What people read: pages as self-contained HTML, tables for the terminal, tables as CSV.
//!
//! A [`Page`] is plain data: sections of blocks. [`Page::html`] writes it as one file that needs no network and no font, reads
//! well without scripts, and prints; [`Terminal`] writes the same tables, key figures and findings as text. All text is
//! escaped: whatever a scenario calls its companies, it cannot become markup or move the cursor.
//!
//! ```
//! use gisement::plot::Locale;
//! use gisement::report::{Block, Cell, Column, Flag, Page, Section, Table, Terminal};
//! let mut table = Table::new("Energy", vec![Column::text("Flow"), Column::number("Heat", "MWh/a")]);
//! table.push(vec![Cell::text("Wood <boiler>"), Cell::number(3130.4).flag(Flag::Assumed)]);
//! let blocks = vec![Block::Table(table)];
//! let page = Page {
//!     title: "Base case".into(),
//!     subtitle: String::new(),
//!     lang: Locale::En,
//!     sections: vec![Section { id: "energy".into(), heading: "Energy".into(), blocks }],
//!     footer: String::new(),
//! };
//! assert!(page.html()?.contains("Wood &lt;boiler&gt;"));
//! assert!(Terminal::default().page(&page)?.contains("Wood <boiler>"));
//! # Ok::<(), gisement::report::ReportError>(())
//! ```

mod around_json;
mod calibration;
mod channels;
mod chapter;
mod compare;
mod diagram;
mod error;
mod json;
mod manifest;
mod page;
mod parquet;
mod problems;
mod run;
mod run_page;
mod sensitivity;
mod shared;
mod size_page;
mod sweep;
mod table;
mod terminal;
mod workbook;

pub use calibration::{CALIBRATION_SCHEMA, CalibrationPage, calibration_json, calibration_page, calibration_sections};
pub use channels::{
    CHANNELS_SCHEMA, ChannelsPage, NameVeil, channels_json, channels_page, channels_sections, flows_table, hide_names,
};
pub use compare::{COMPARE_SCHEMA, Compared, Comparison, compare_json, compare_page, compare_sections};
pub use error::ReportError;
pub use json::{SCHEMA as RUN_SCHEMA, run_json};
pub use manifest::{FileEntry, Session, SessionEnd, manifest};
pub use parquet::{
    Merger, PLAN_KEY, STATUSES_KEY, SummaryError, SweepFile, SweepFileError, chunk_bytes, described, feed,
    number_columns, output_kinds, panic_is_an_error, sampling, sweep_report, write_series,
};
pub use problems::{problems_json, problems_told};
pub use run::{HeadlineSpread, Run};
pub use run_page::{run_page, summary_sections};
pub use sensitivity::{
    SENSITIVITY_SCHEMA, SensitivityPage, sensitivity_figure, sensitivity_figures, sensitivity_json, sensitivity_page,
    sensitivity_sections,
};
pub use shared::again::{MadeFrom, command_line};
pub use size_page::{
    SIZE_SCHEMA, SizePage, digester_json, digester_only_json, digester_page, digester_sections, engine_table,
    ranking_table, size_json, size_page, size_sections, volume_table,
};
pub use sweep::{
    OutputReport, SWEEP_SCHEMA, SweepPage, SweepReport, convergence, sweep_document, sweep_json, sweep_page,
    sweep_sections,
};
pub use table::{Align, Cell, Column, Content, Flag, Precision, Row, Source, Table};
pub use terminal::Terminal;
pub use workbook::{BookParts, run_workbook, workbook};

use crate::plot::{Locale, Picture};

/// A report.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Its title.
    pub title: String,
    /// One line below the title; empty for none.
    pub subtitle: String,
    /// Language of the words that the page adds, and of its numbers.
    pub lang: Locale,
    /// The sections, numbered in this order.
    pub sections: Vec<Section>,
    /// Small print at the end, e.g. the version that made it; empty for none.
    pub footer: String,
}

impl Page {
    /// The page as one HTML file.
    ///
    /// It is also well-formed XML, so that any XML tool can read the numbers back.
    ///
    /// # Errors
    /// [`ReportError::RowLength`] when a row has another number of cells than its table has columns.
    pub fn html(&self) -> Result<String, ReportError> {
        page::page(self)
    }
}

impl Page {
    /// The drawings of its figures, each with a name for its file: the chapter, and its number in it.
    pub fn figures(&self) -> Vec<(String, &Picture)> {
        self.captioned_figures().into_iter().map(|(name, picture, _)| (name, picture)).collect()
    }

    /// The same with what stands below each.
    pub fn captioned_figures(&self) -> Vec<(String, &Picture, &str)> {
        let mut list = Vec::new();
        for section in &self.sections {
            let drawn = section.blocks.iter().filter_map(|block| match block {
                Block::Figure { picture, caption } => Some((picture, caption.as_str())),
                _ => None,
            });
            let named = |(k, (picture, caption))| (format!("{}_{}", section.id, k + 1), picture, caption);
            list.extend(drawn.enumerate().map(named));
        }
        list
    }
}

/// A part of a page with a heading of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Anchor for links, e.g. `carbon`; letters and digits are kept, and a repeated one gets a number.
    pub id: String,
    /// Its heading, without number.
    pub heading: String,
    /// What it holds, in order.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Running text.
    Paragraph(String),
    /// A numbered figure with its data one click away.
    Figure {
        /// The drawing, as `crate::plot` made it (its SVG is written as it is).
        picture: Picture,
        /// What the reader should see in it; what it rests on.
        caption: String,
    },
    /// A numbered table with its data one click away.
    Table(Table),
    /// The headline numbers.
    KeyFigures(Vec<KeyFigure>),
    /// What the reader must know before trusting or building.
    Findings(Vec<Finding>),
    /// Terms and what they mean.
    Definitions(Vec<(String, String)>),
}

/// A headline number.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyFigure {
    /// What it is.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// With every parameter at its nominal value.
    pub nominal: f64,
    /// The 10 %, 50 % and 90 % quantiles, where it was sampled.
    pub p10_p50_p90: Option<[f64; 3]>,
    /// How it is written.
    pub precision: Precision,
    /// The frame it holds in, e.g. the carbon method and the reference; empty for none.
    pub note: String,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Good to know.
    Note,
    /// Needs a decision or a check.
    Warning,
    /// A limit or a rule is broken.
    Breach,
}

impl Severity {
    /// Its name.
    pub fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::Note => locale.say("Note"),
            Self::Warning => locale.say("Warning"),
            Self::Breach => locale.say("Breach"),
        }
    }
}

/// Something the reader must know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// What was found.
    pub text: String,
    /// The law, norm or paper it rests on; empty for none.
    pub source: String,
}
